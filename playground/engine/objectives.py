"""Objectives: the losses to descend, from models fitted to data to closed-form test functions, and their registry."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Any, ClassVar

import numpy as np

from playground.engine.base import Landscape, beside, safe_alpha, total
from playground.engine.convexity import definiteness
from playground.engine.critical import lowest
from playground.engine.curves import ConvexCurve, Plateau, ThreeValleys, TwoDips
from playground.engine.eigen import eigenvalues, quotient
from playground.engine.expression import Expression, Name, Symbol
from playground.engine.expression.build import add, multiply, number
from playground.engine.hyper import check, hyper
from playground.engine.logistic import LogisticCurve
from playground.engine.model import Model
from playground.engine.own import OwnCurve, OwnFunction
from playground.engine.own_model import OwnModel
from playground.engine.proofs.enclosure import NAMES, SAFE, Enclosure
from playground.engine.proofs.intervals import Interval
from playground.engine.proposals import alpha_of, start_of
from playground.engine.quartic import Quartic
from playground.engine.teaching import numeric_sets
from playground.engine.trigonometry import sin_cos
from playground.engine.types import Array, Proof, Scale, Window
from playground.marking import N_

_LINE_DATA = {
    "linear": N_("the figures' (y₂ = 0.90)"),
    "linear_notebooks": N_("the notebooks' (y₂ = 0.85)"),
    **numeric_sets(),
}


@dataclass(frozen=True, eq=False)
class LinearRegression(Model):
    """The line f[x, φ] = φ0 + φ1 x with the loss Σ_i (φ0 + φ1 x_i − y_i)².

    With the least-squares solution φ* and δ = φ − φ*, the loss is L* + I (δ0 + x̄ δ1)² + S δ1², S = Σ (x_i − x̄)². It is
    computed in this form: no data are visited, and L − L* stays exact close to the optimum. Its Hessian
    2 [[I, Σx], [Σx, Σx²]] is constant, with determinant 4 I S. Source: Understanding Deep Learning, section 2.2.
    """

    name: ClassVar[str] = N_("Linear regression")
    about: ClassVar[str] = N_("A line through twelve points: one bowl, one minimum.")
    course: ClassVar[bool] = True
    starts: ClassVar[dict[str, tuple[float, ...]]] = {
        "course": (1.6, -0.8),
        "figure": (1.73, -0.738),
        "notebook": (1.6, -0.5),
        "flat": (0.4, 0.2),
    }
    parameter_names: ClassVar[tuple[str, ...]] = (N_("intercept"), N_("slope"))
    flipped: ClassVar[bool] = True
    steps: ClassVar[int] = 50

    dataset: str = hyper(
        "linear",
        symbol=N_("data"),
        choices=_LINE_DATA,
        help=N_("Which data the line is fitted to"),
        about=N_("The two differ in one number, y₂, and so a little in every loss."),
    )

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return rf"\sum_{{i=1}}^{{{self.data_size}}}\left(\phi_0 + \phi_1 x_i - y_i\right)^2"

    @property
    def window(self) -> Window:
        """The course's for its data; else around the fit, wide enough for half the loss of the zero line."""
        if self._is_course:
            return (0.0, 2.0), (-1.0, 1.0)
        height = 0.5 * float(self.y @ self.y) or 1.0
        a, b, _, spread, _ = (float(number) for number in self._fit[:, 0])
        size = float(self.x @ self.x) or 1.0
        spread = spread or size  # with equal x any slope is as good
        wide, high = math.sqrt(height / self.data_size * (size / spread)), math.sqrt(height / spread)
        return (a - wide, a + wide), (b - high, b + high)

    def _propose_start(self) -> tuple[float, ...]:
        """A line that falls where the data rise, as in the course's figure, as far away as the window lets it be."""
        best, half = self._fit[:2, 0], np.array([0.5 * (high - low) for low, high in self.window])
        tilt = math.copysign(0.8 * float(np.ptp(self.y)) / (float(np.ptp(self.x)) or 1.0), best[1] or 1.0)
        at = np.array([self.y.mean() + 0.2 * np.ptp(self.y) + tilt * self.x.mean(), -tilt])
        share = np.abs((at - best) / half).max()
        if not 0.05 < share < math.inf:  # all y are equal, and so is the line; or the x nearly are
            return start_of(self)
        near = best + (at - best) * min(1.0, 0.7 / share)
        digits = [round(2 - math.log10(side)) for side in half]
        return tuple(round(float(value), places) for value, places in zip(near, digits, strict=True))

    @property
    def data_window(self) -> Window:
        """The course's for its data; else the data with a margin of a tenth."""
        return ((0.0, 2.0), (0.0, 2.0)) if self._is_course else self._around_data

    @property
    def alpha(self) -> float:
        """1 / λmax, half of the limit 2 / λmax, to two digits."""
        return safe_alpha(eigenvalues(self.constant_hessian)[-1])

    @property
    def max_distance(self) -> float:
        """The notebooks' 0.1 in multiples of α."""
        return 5 * self.alpha

    @property
    def constant_hessian(self) -> Array:
        """2 [[I, Σx], [Σx, Σx²]]."""
        return self.hessian(np.zeros(2))

    @property
    def minimisers(self) -> Array | None:
        """The least-squares solution, unless all x are equal."""
        return None if self._equal.all() else self._fit[:2].T

    @property
    def minimum(self) -> float | None:
        """The least sum of squares."""
        return float(self._fit[4, 0])

    @property
    def convexity(self) -> Proof:
        """A sum of squares of linear functions."""
        if self._equal.all():
            reason = N_("Its Hessian is the same everywhere and positive semidefinite, but all x are equal.")
            return Proof("convex", reason)
        reason = N_("Its Hessian is the same everywhere and positive definite: the x differ.")
        return Proof("strictly convex", reason)

    @property
    def written(self) -> tuple[tuple[str, str], ...]:
        """f."""
        return ((r"f", r"{phi0} + {phi1}\,x"),)

    def predict(self, phi: Array, x: Array) -> Array:
        """φ0 + φ1 x, shape (..., n)."""
        line: Array = phi[..., 0, None] + phi[..., 1, None] * x
        return line

    @cached_property
    def _fit(self) -> Array:
        """All that the loss depends on: φ0*, φ1*, x̄, S and L* of the least-squares fit, (5, 1 or runs)."""
        # As differences from the first datum, which are exact however far away the data lie, if they lie close
        # together; 0 where they are equal. Equal x leave the slope free: S = 0 and the level line is taken.
        moved = self._columns - self._columns[:, :1]
        shift = total(moved) / self.data_size
        centred = moved - shift[:, None]
        spread, mixed = total(centred * centred[0])
        slope = np.where(spread > 0, quotient(mixed, spread), 0.0)
        rest = centred[1] - slope * centred[0]
        x_mean, y_mean = self._columns[:, 0] + shift
        return np.array([y_mean - slope * x_mean, slope, x_mean, spread, total(rest * rest)])

    @cached_property
    def _equal(self) -> Array:
        """Whether all x are the same number, (1 or runs,) of bool."""
        x = self._columns[0]
        return np.asarray((x == x[0]).all(axis=0))

    def known_determinant(self, phi: Array) -> Array | None:
        """4 I S: the entries of H, rounded to the size of Σ x², hide a small one."""
        phi = np.asarray(phi, dtype=float)
        lead = phi.shape[:-1]
        spread = beside(self._fit[3], phi.reshape(-1, 2).T)
        return np.broadcast_to(4.0 * self.data_size * spread, int(np.prod(lead))).reshape(lead)

    def _deviation(self, phi: Array) -> tuple[Array, Array, Array, Array, Array]:
        """δ0 + x̄ δ1 and δ1, each (N,), then x̄, S and L* beside them."""
        intercept, slope, x_mean, spread, rest = beside(self._fit, phi)
        tilt = phi[1] - slope
        return phi[0] - intercept + x_mean * tilt, tilt, x_mean, spread, rest

    def _value(self, phi: Array) -> Array:
        height, tilt, _, spread, rest = self._deviation(phi)
        value: Array = self.data_size * height * height + spread * tilt * tilt + rest
        return value

    def _gradient(self, phi: Array) -> Array:
        height, tilt, x_mean, spread, _ = self._deviation(phi)
        gradient = np.empty_like(phi, order="C")
        gradient[0] = 2 * self.data_size * height
        gradient[1] = x_mean * gradient[0] + 2 * spread * tilt
        return gradient

    def _hessian(self, phi: Array) -> Array:
        x, _ = self._columns
        hessian = np.empty((2, 2, phi.shape[1]), phi.dtype)
        hessian[0, 0] = 2 * self.data_size
        hessian[0, 1] = hessian[1, 0] = beside(2 * total(x), phi)
        hessian[1, 1] = beside(2 * total(x * x), phi)
        return hessian


ROUNDING = 4e-13
"""Bound on the relative rounding of a term of the Gabor loss: more than a thousand units in the last place."""


FARTHEST = 1e290
"""So large may a window be."""

COURSE_REACH = 14.22
"""The largest x of the course's thirty points, in size."""


@dataclass(frozen=True, eq=False)
class Gabor(Model):
    """The Gabor model f[x, φ] = sin(u) exp(−u²/D) with u = φ0 + 0.06 φ1 x, fitted to 30 points by least squares.

    With the bell e = exp(−u²/D): f' = e (cos u − (2u/D) sin u) and
    f'' = e ((4u²/D² − 2/D − 1) sin u − (4u/D) cos u), both with respect to u. The notebooks and the figures have
    D = 32; the slides' formula says 8. Source: Understanding Deep Learning, section 6.1.2.
    """

    name: ClassVar[str] = N_("Gabor model")
    about: ClassVar[str] = N_("A wave in a bell, fitted to thirty points: many valleys and saddles.")
    note: ClassVar[str] = N_("D = 32 gives the losses printed on the slides; the formula printed there has D = 8.")
    course: ClassVar[bool] = True
    starts: ClassVar[dict[str, tuple[float, ...]]] = {
        "left": (-2.0, 20.0),
        "right": (3.0, 10.0),
        "edge": (2.5, 10.0),
        "notebook": (-1.5, 8.5),
        "stochastic": (3.5, 6.5),
        "momentum": (-1.5, 6.5),
        "trapped": (-0.166465650553, 4.880932748264),
    }
    parameter_names: ClassVar[tuple[str, ...]] = (N_("offset"), N_("frequency"))
    steps: ClassVar[int] = 100

    divisor: float = hyper(
        32.0,
        symbol="D",
        above=0.0,
        soft=(2.0, 64.0),
        log=True,
        help=N_("Width of the bell, 2σ²"),
        about=N_("The wave is multiplied by exp(−u² / D): the larger D, the wider the bell."),
    )
    dataset: str = hyper(
        "gabor",
        symbol=N_("data"),
        choices={"gabor": N_("the course's")},
        help=N_("Which data are fitted"),
        about=N_("The thirty points of the course."),
    )

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX, with D filled in."""
        return (
            rf"\sum_{{i=1}}^{{{self.data_size}}}\left(\sin(u_i)\,e^{{-u_i^2/{self.divisor:g}}} - y_i\right)^2,"
            r"\; u_i = \phi_0 + 0.06\,\phi_1 x_i"
        )

    @property
    def window(self) -> Window:
        """The course's map: offset −10 to 10, frequency 2.5 to 22.5. Own data have it in units of their own x."""
        widest = float(np.abs(self.x).max()) or 1.0
        unit = 1.0 if self._is_course else min(COURSE_REACH / widest, FARTHEST)
        return (-10.0, 10.0), (2.5 * unit, 22.5 * unit)

    @property
    def data_window(self) -> Window:
        """The course's axes; one datum, y = −1.051, lies just outside. Own data bring their own."""
        return ((-15.0, 15.0), (-1.1, 1.1)) if self._is_course else self._around_data

    @property
    def alpha(self) -> float:
        """0.1 settles in every minimum of the course's loss; from 0.1445 on, one of them is lost."""
        return 0.1 if self._is_course else alpha_of(self, self.starts["default"])

    @property
    def max_distance(self) -> float:
        """The notebooks' reach."""
        return 20 * self.alpha

    @property
    def minimisers(self) -> Array | None:
        """The lowest local minimum in the window, for the course's data and 0.11 ≤ D ≤ 64.

        Nothing lower was found for these far beyond the window. From D = 70 on there is; below D = 0.104 the lowest
        valley has left the window; and of other data nothing is known.
        """
        return lowest(self)[None] if self._is_course and 0.11 <= self.divisor <= 64 else None

    @property
    def minimum(self) -> float | None:
        """The loss there."""
        return None if self.minimisers is None else float(self.value(lowest(self)))

    @property
    def written(self) -> tuple[tuple[str, str], ...]:
        """f, with D filled in, and its u."""
        return (
            ("f", rf"\sin(u)\,e^{{{{-u^2/{self.divisor:g}}}}}"),
            ("u", r"{phi0} + 0.06\cdot{phi1}\,x"),
        )

    def predict(self, phi: Array, x: Array) -> Array:
        """sin(u) exp(−u²/D), shape (..., n)."""
        u = phi[..., 0, None] + 0.06 * phi[..., 1, None] * x
        wave: Array = np.sin(u) * np.exp(-u * u / self.divisor)
        return wave

    def _workspace(self, phi: Array, arrays: int) -> Array:
        """Room for that many (I, N) arrays: taken at once, because the system may take a freed small array back."""
        return np.empty((arrays, self.data_size, phi.shape[1]), phi.dtype)

    @cached_property
    def _slope(self) -> Array:
        """∂u/∂φ1 = 0.06 x, (I, 1 or runs)."""
        slope: Array = 0.06 * self._columns[0]
        return slope

    def _phase(self, phi: Array, u: Array, bell: Array) -> Array:
        """Fill u and the bell exp(−u²/D), each (I, N); return ∂u/∂φ1, (I, 1 or N)."""
        slope = beside(self._slope, phi)
        np.multiply(slope, phi[1], out=u)
        u += phi[0]
        np.multiply(u, u, out=bell)
        bell *= -1 / self.divisor
        np.exp(bell, out=bell)
        return slope

    def enclosure(self, centre: Array, radius: Array) -> Enclosure:
        """What is certain of the loss over boxes: tighter and ten times as quick as by jets.

        Each datum sees the parameters through u alone, and the k-th derivative of f(u) is Im(P_k e^(iu − u²/D)) with
        z = i − 2u/D, P_0 = 1, P_1 = z, P_2 = z² − 2/D, P_3 = z³ − (6/D) z. With p = |z| it is at most the bell times 1,
        p, p² + 2/D, p³ + (6/D) p; so is bounded the third derivative of a datum's loss, 2 (3 f1 f2 + (f − y) f3).
        """
        slope, y = self._slope, np.abs(self._columns[1])
        u = centre[0] + slope * centre[1]
        reach = (radius[0] + np.abs(slope) * radius[1]) * SAFE
        residual, first, second = self._curve(u)
        weights = [np.abs(slope) ** k for k in range(3)]

        def vector(terms: Array) -> Array:
            return np.array([(terms * weight).sum(axis=0) for weight in weights[:2]])

        def matrix(terms: Array, powers: list[Array]) -> Array:
            low, mixed, high = ((terms * power).sum(axis=0) for power in powers)
            return np.array([[low, mixed], [mixed, high]])

        gradient = np.array([first.sum(axis=0), (first * slope).sum(axis=0)])
        hessian = matrix(second, [slope**k for k in range(3)])
        # Rounding: a term is computed with fewer than 40 roundings, and u with 4, which the derivatives pass on.
        b0, b1, b2, b3 = self._bounds(np.abs(u), np.abs(u))
        once, twice = b0 + y, b1 * b1 + (b0 + y) * b2
        thrice = 3 * b1 * b2 + (b0 + y) * b3
        size = ROUNDING * (1 + np.abs(u))
        error = vector(2 * (once * b1 + twice * np.abs(u)) * size) + 1e-290
        doubt = matrix(2 * (twice + thrice * np.abs(u)) * size, weights) + 1e-290
        slack = ((once + 1) ** 2 * size).sum(axis=0)
        m0, m1, m2, m3 = self._bounds(np.maximum(np.abs(u) - reach, 0.0), np.abs(u) + reach)
        third = 2 * (3 * m1 * m2 + (m0 + y) * m3) * reach
        spread = matrix(third, weights) * SAFE + doubt
        remainder = vector(third * reach) * (0.5 * SAFE) + error + np.einsum("ijn,jn->in", doubt, radius) * SAFE
        height = (residual * residual).sum(axis=0)
        tilt = np.einsum("in,in->n", np.abs(gradient) + error, radius)
        away = (tilt + 0.5 * np.einsum("ijn,in,jn->n", np.abs(hessian) + spread, radius, radius)) * SAFE + slack
        return Enclosure(
            Interval(np.maximum(height - away, 0.0), height + away),
            Interval(np.maximum(height - slack, 0.0), height + slack),
            gradient,
            error,
            remainder,
            hessian,
            doubt,
            spread,
            np.isfinite(height + away),
        )

    def _curve(self, u: Array) -> tuple[Array, Array, Array]:
        """The residual of each datum, and the first two derivatives of its square in u, each (I, N)."""
        bell, sin, cos = np.exp(-u * u / self.divisor), np.sin(u), np.cos(u)
        lean = 2 / self.divisor * u
        residual, f1 = bell * sin - self._columns[1], bell * (cos - lean * sin)
        f2 = bell * ((lean * lean - 2 / self.divisor - 1) * sin - 2 * lean * cos)
        return residual, 2 * residual * f1, 2 * (f1 * f1 + residual * f2)

    def _bounds(self, nearest: Array, farthest: Array) -> tuple[Array, Array, Array, Array]:
        """Bounds of f and its first three derivatives where `nearest` ≤ |u| ≤ `farthest`."""
        bell, k = np.exp(-nearest * nearest / self.divisor) * SAFE, 2 / self.divisor
        p = np.sqrt(1 + (k * farthest) ** 2) * SAFE
        return bell, bell * p, bell * (p * p + k), bell * (p**3 + 3 * k * p)

    def _value(self, phi: Array) -> Array:
        u, residual = self._workspace(phi, 2)
        self._phase(phi, u, residual)
        residual *= np.sin(u, out=u)
        residual -= beside(self._columns[1], phi)
        residual *= residual
        return total(residual)

    def _gradient(self, phi: Array) -> Array:
        work = self._workspace(phi, 5)
        sin, cos, _, u, bell = work
        slope = self._phase(phi, u, bell)
        sin_cos(u, work[:3])
        # In place, to stay in the cache: u becomes f' = (cos u − (2u/D) sin u) bell, sin becomes the residual r.
        u *= -2 / self.divisor
        u *= sin
        u += cos
        u *= bell
        sin *= bell
        sin -= beside(self._columns[1], phi)
        terms = work[1:3]  # r f' and r f' ∂u/∂φ1
        np.multiply(sin, u, out=terms[0])
        np.multiply(terms[0], slope, out=terms[1])
        gradient = total(terms)
        gradient *= 2
        return gradient

    def _hessian(self, phi: Array) -> Array:
        work = self._workspace(phi, 6)
        sin, cos, second, weight, u, bell = work
        slope = self._phase(phi, u, bell)
        sin_cos(u, work[:3])
        # In place again. With v = 2u/D, f' = bell (cos u − v sin u) and
        # f'' = bell (v (v sin u − 2 cos u) − (2/D + 1) sin u).
        u *= 2 / self.divisor
        np.multiply(u, sin, out=second)
        np.subtract(cos, second, out=weight)
        weight *= bell
        weight *= weight
        cos += cos
        second -= cos
        second *= u
        second -= np.multiply(sin, 2 / self.divisor + 1, out=cos)
        second *= bell
        sin *= bell
        sin -= beside(self._columns[1], phi)
        sin *= second
        weight += sin
        terms = work[3:]  # f'² + r f'', once, times ∂u/∂φ1 and times its square
        np.multiply(terms[0], slope, out=terms[1])
        np.multiply(terms[1], slope, out=terms[2])
        sums = total(terms)
        sums *= 2
        hessian = np.empty((2, 2, phi.shape[1]), phi.dtype)
        hessian[0, 0], hessian[0, 1], hessian[1, 1] = sums
        hessian[1, 0] = hessian[0, 1]
        return hessian


@dataclass(frozen=True)
class GaussianValley(Landscape):
    """The course's example for Adam: 1 − exp(−2 φ1²) exp(−(φ0 − 0.7)²/8), sixteen times as curved across as along.

    Far from the valley the loss is flat, so an overlarge α makes gradient descent leap about instead of running away.
    Source: Understanding Deep Learning, figure 6.9; notebook 6.5.
    """

    name: ClassVar[str] = N_("Gaussian valley")
    about: ClassVar[str] = N_("Steep across and gentle along: the course's example for Adam.")
    course: ClassVar[bool] = True
    formula: ClassVar[str] = "1 - exp(-2y^2 - (x - 0.7)^2/8)"
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"course": (-0.7, -0.9), "shifted": (-0.71, -0.93)}
    steps: ClassVar[int] = 60
    window = (-1.0, 1.0), (-1.0, 1.0)
    alpha = 0.08
    max_distance = 2.0
    minimum = 0.0

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return r"1 - e^{-2\phi_1^2}\,e^{-(\phi_0 - 0.7)^2/8}"

    @property
    def minimisers(self) -> Array:
        """(0.7, 0)."""
        return np.array([[0.7, 0.0]])

    def _value(self, phi: Array) -> Array:
        # expm1 keeps the loss exact where it is nearly 0.
        value: Array = -np.expm1(-2 * phi[1] ** 2 - (phi[0] - 0.7) ** 2 / 8)
        return value

    def _gradient(self, phi: Array) -> Array:
        along, across = phi[0] - 0.7, phi[1]
        bell = np.exp(-2 * across**2 - along**2 / 8)
        return np.stack([bell * (along / 4), bell * (4 * across)])

    def _hessian(self, phi: Array) -> Array:
        along, across = phi[0] - 0.7, phi[1]
        bell = np.exp(-2 * across**2 - along**2 / 8)
        mixed = -bell * (along * across)
        return symmetric(bell * (1 / 4 - along**2 / 16), mixed, bell * (4 - 16 * across**2))


@dataclass(frozen=True)
class Quadratic(Landscape):
    """The quadratic ½ φᵀAφ with the constant Hessian A.

    A has the eigenvalues 1 and `condition`, and the eigenvector of 1 makes the angle `rotation` with the φ0 axis; or A
    is the symmetric `matrix` given, of any size and sign. Raises ValueError if that is not symmetric and finite.
    """

    name: ClassVar[str] = N_("Quadratic")
    about: ClassVar[str] = N_("One bowl whose condition number you choose.")
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"default": (-1.6, 1.2)}
    steps: ClassVar[int] = 60

    condition: float = hyper(
        10.0,
        symbol="κ",
        low=1.0,
        high=1e12,
        soft=(1.0, 100.0),
        log=True,
        help=N_("Condition number λmax / λmin"),
        about=N_("How many times more the bowl curves across its valley than along it; with 1 it is round."),
    )
    rotation: float = hyper(
        30.0,
        symbol="θ",
        low=-360.0,
        high=360.0,
        soft=(0.0, 90.0),
        help=N_("Rotation of the axes, in degrees"),
        about=N_("The angle between the valley and the φ₀ axis."),
    )
    matrix: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Check the hyperparameters and the matrix, and fix the dimension."""
        check(self)
        if self.matrix is not None:
            rows = _symmetric_rows(self.matrix)
            object.__setattr__(self, "matrix", rows)
            object.__setattr__(self, "dimension", len(rows))

    @cached_property
    def _matrix(self) -> Array:
        """A, shape (d, d)."""
        if self.matrix is not None:
            return np.array(self.matrix)
        cos, sin = math.cos(math.radians(self.rotation)), math.sin(math.radians(self.rotation))
        mixed = (1 - self.condition) * cos * sin
        return np.array([[cos**2 + self.condition * sin**2, mixed], [mixed, sin**2 + self.condition * cos**2]])

    @cached_property
    def _eigenvalues(self) -> Array:
        return np.linalg.eigvalsh(self._matrix)

    @cached_property
    def _definiteness(self) -> str | None:
        """Computed in exact fractions: rounding gives a singular A an eigenvalue a little above or below 0."""
        return definiteness(self._matrix)

    @cached_property
    def expression(self) -> Expression | None:
        """½ φᵀAφ, of one or two parameters."""
        if self.dimension > 2:
            return None
        terms = [
            multiply(number(0.5 * float(self._matrix[i, j])), multiply(Name(one), Name(other)))
            for i, one in enumerate(NAMES[: self.dimension])
            for j, other in enumerate(NAMES[: self.dimension])
        ]
        return reduce(add, terms)

    @property
    def general(self) -> Expression | None:
        """½ (u² + κ v²), with u along the valley and v across it; with a `matrix` of its own, ½ φᵀAφ."""
        if self.matrix is not None:
            return self.expression
        x, y, condition, rotation = (Symbol(Name(name)) for name in (*NAMES, "condition", "rotation"))
        cos, sin = np.cos(rotation * (math.pi / 180)), np.sin(rotation * (math.pi / 180))
        along, across = cos * x + sin * y, cos * y - sin * x
        half: Symbol = 0.5 * (along * along + condition * (across * across))
        return half.expression

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX, with A filled in."""
        rows = r" \\ ".join(" & ".join(f"{entry:.4g}" for entry in row) for row in self._matrix)
        return (
            r"\tfrac{1}{2}\,\boldsymbol{\phi}^{\mathsf T}\mathbf{A}\,\boldsymbol{\phi},"
            rf"\quad \mathbf{{A}} = \begin{{pmatrix}} {rows} \end{{pmatrix}}"
        )

    @property
    def window(self) -> Window:
        """From −2 to 2."""
        return ((-2.0, 2.0),) * self.dimension

    @property
    def alpha(self) -> float:
        """1 / max |λ|, to two digits."""
        return safe_alpha(np.abs(self._eigenvalues).max())

    @property
    def max_distance(self) -> float:
        """Beyond 1 / min |λ|, the longest step an exact search can take, when A is well conditioned."""
        return 1.2

    @property
    def constant_hessian(self) -> Array:
        """A."""
        return self._matrix

    @property
    def minimisers(self) -> Array | None:
        """The origin if A is positive definite, else None."""
        return np.zeros((1, self.dimension)) if self._definiteness == "positive definite" else None

    @property
    def minimum(self) -> float | None:
        """0 if A has no negative eigenvalue; otherwise the loss is not bounded below."""
        return 0.0 if self._definiteness is not None else None

    @property
    def convexity(self) -> Proof | None:
        """The Hessian is A everywhere."""
        if self._definiteness == "positive definite":
            return Proof("strictly convex", N_("Its Hessian is the same everywhere and positive definite."))
        if self._definiteness == "positive semidefinite":
            reason = N_("Its Hessian is the same everywhere and positive semidefinite: a valley of minima.")
            return Proof("convex", reason)
        return None

    def _value(self, phi: Array) -> Array:
        return 0.5 * total(phi * self._gradient(phi))

    def _gradient(self, phi: Array) -> Array:
        # Summed term by term, not by BLAS, whose order depends on the number of columns.
        return total(self._matrix.astype(phi.dtype, copy=False)[..., None] * phi)

    def _hessian(self, phi: Array) -> Array:
        return np.repeat(self._matrix.astype(phi.dtype)[..., None], phi.shape[1], axis=-1)


def _symmetric_rows(matrix: Any) -> tuple[tuple[float, ...], ...]:
    """The matrix as a tuple of rows; ValueError unless it is square, symmetric and finite."""
    try:
        a = np.array(matrix, dtype=float)
    except (TypeError, ValueError):
        raise ValueError("A must be a square matrix of numbers") from None
    if a.ndim != 2 or a.shape[0] != a.shape[1] or not a.size:
        raise ValueError(f"A must be a square matrix, got shape {a.shape}")
    with np.errstate(over="ignore"):
        if not np.isfinite(a).all() or not np.allclose(a, a.T, rtol=1e-12, atol=0):
            raise ValueError("A must be symmetric and finite")
    # The mean of each pair, where they differ: a sum of two huge numbers would overflow, half a tiny one vanish.
    return tuple(tuple(row) for row in np.where(a == a.T, a, a / 2 + a.T / 2).tolist())


@dataclass(frozen=True)
class Saddle(Landscape):
    """The saddle φ0² − φ1²: its gradient vanishes at the origin, yet the loss is not bounded below."""

    name: ClassVar[str] = N_("Saddle")
    about: ClassVar[str] = N_("Up along one axis, down along the other.")
    formula: ClassVar[str] = "x^2 - y^2"
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"default": (1.5, 0.01), "ridge": (1.5, 0.0)}
    steps: ClassVar[int] = 60
    window = (-2.0, 2.0), (-2.0, 2.0)
    alpha = 0.05
    max_distance = 1.0
    minimisers = None
    minimum = None

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return r"\phi_0^2 - \phi_1^2"

    def _value(self, phi: Array) -> Array:
        x, y = phi
        value: Array = x**2 - y**2
        return value

    def _gradient(self, phi: Array) -> Array:
        return np.stack([2 * phi[0], -2 * phi[1]])

    def _hessian(self, phi: Array) -> Array:
        one = np.ones_like(phi[0])
        return symmetric(2 * one, 0 * one, -2 * one)


@dataclass(frozen=True)
class Rosenbrock(Landscape):
    """Rosenbrock's banana (1 − φ0)² + 100 (φ1 − φ0²)²: easy to enter, slow to follow. Source: Rosenbrock (1960)."""

    name: ClassVar[str] = N_("Rosenbrock")
    about: ClassVar[str] = N_("A curved valley that is easy to enter and slow to follow.")
    formula: ClassVar[str] = "(1 - x)^2 + 100(y - x^2)^2"
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"default": (-1.2, 1.0)}
    scale: ClassVar[Scale] = "log"
    steps: ClassVar[int] = 500
    window = (-2.0, 2.0), (-1.0, 3.0)
    alpha = 0.001
    max_distance = 0.01
    minimum = 0.0

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return r"(1 - \phi_0)^2 + 100\left(\phi_1 - \phi_0^2\right)^2"

    @property
    def minimisers(self) -> Array:
        """(1, 1)."""
        return np.array([[1.0, 1.0]])

    def _value(self, phi: Array) -> Array:
        x, y = phi
        value: Array = (1 - x) ** 2 + 100 * (y - x**2) ** 2
        return value

    def _gradient(self, phi: Array) -> Array:
        x, y = phi
        rise = y - x**2
        return np.stack([2 * (x - 1) - 400 * x * rise, 200 * rise])

    def _hessian(self, phi: Array) -> Array:
        x, y = phi
        return symmetric(2 - 400 * (y - 3 * x**2), -400 * x, np.full_like(x, 200))


@dataclass(frozen=True)
class Himmelblau(Landscape):
    """Himmelblau's function (φ0² + φ1 − 11)² + (φ0 + φ1² − 7)²: four minima of equal depth.

    Source: Himmelblau (1972).
    """

    name: ClassVar[str] = N_("Himmelblau")
    about: ClassVar[str] = N_("Four valleys of equal depth: the start decides.")
    formula: ClassVar[str] = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"default": (0.0, 0.0), "edge": (-1.0, 4.5)}
    scale: ClassVar[Scale] = "log"
    steps: ClassVar[int] = 60
    window = (-5.0, 5.0), (-5.0, 5.0)
    alpha = 0.01
    max_distance = 0.1
    minimum = 0.0

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return r"\left(\phi_0^2 + \phi_1 - 11\right)^2 + \left(\phi_0 + \phi_1^2 - 7\right)^2"

    @property
    def minimisers(self) -> Array:
        """(3, 2) and three others."""
        return np.array(
            [
                [3.0, 2.0],
                [-2.8051180869527448, 3.1313125182505729],
                [-3.7793102533777469, -3.2831859912861694],
                [3.5844283403304917, -1.8481265269644036],
            ]
        )

    def _value(self, phi: Array) -> Array:
        x, y = phi
        value: Array = (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2
        return value

    def _gradient(self, phi: Array) -> Array:
        x, y = phi
        a, b = x**2 + y - 11, x + y**2 - 7
        return np.stack([4 * x * a + 2 * b, 2 * a + 4 * y * b])

    def _hessian(self, phi: Array) -> Array:
        x, y = phi
        return symmetric(12 * x**2 + 4 * y - 42, 4 * (x + y), 12 * y**2 + 4 * x - 26)


@dataclass(frozen=True)
class Beale(Landscape):
    """Beale's function, Σ_k (c_k − φ0 (1 − φ1^k))², c = 1.5, 2.25, 2.625: a plain between steep corners.

    Source: Beale (1958).
    """

    name: ClassVar[str] = N_("Beale")
    about: ClassVar[str] = N_("A long plain between steep corners.")
    formula: ClassVar[str] = "(1.5 - x(1 - y))^2 + (2.25 - x(1 - y^2))^2 + (2.625 - x(1 - y^3))^2"
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"default": (1.0, 1.0), "far": (-3.0, -1.0)}
    scale: ClassVar[Scale] = "log"
    steps: ClassVar[int] = 500
    window = (-4.5, 4.5), (-4.5, 4.5)
    alpha = 0.01
    max_distance = 0.1
    minimum = 0.0

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return (
            r"\sum_{k=1}^{3}\left(c_k - \phi_0 + \phi_0\phi_1^k\right)^2,"
            r"\quad \mathbf{c} = (1.5,\ 2.25,\ 2.625)"
        )

    @property
    def minimisers(self) -> Array:
        """(3, 1/2)."""
        return np.array([[3.0, 0.5]])

    def _value(self, phi: Array) -> Array:
        x, y = phi
        a, b, c = self._residuals(x, y)
        return a * a + b * b + c * c

    def _gradient(self, phi: Array) -> Array:
        x, y = phi
        a, b, c = self._residuals(x, y)
        along = a * (y - 1) + b * (y**2 - 1) + c * (y**3 - 1)
        return np.stack([2 * along, 2 * x * (a + 2 * y * b + 3 * y**2 * c)])

    def _hessian(self, phi: Array) -> Array:
        x, y = phi
        a, b, c = self._residuals(x, y)
        h00 = 2 * ((y - 1) ** 2 + (y**2 - 1) ** 2 + (y**3 - 1) ** 2)
        cross = (y - 1) + 2 * y * (y**2 - 1) + 3 * y**2 * (y**3 - 1)
        h01 = 2 * (a + 2 * y * b + 3 * y**2 * c + x * cross)
        h11 = 2 * x * (x * (1 + 4 * y**2 + 9 * y**4) + 2 * b + 6 * y * c)
        return symmetric(h00, h01, h11)

    def _residuals(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        return 1.5 - x * (1 - y), 2.25 - x * (1 - y**2), 2.625 - x * (1 - y**3)


@dataclass(frozen=True)
class Rastrigin(Landscape):
    """Rastrigin's egg box, Σ_i (10 + φi² − 10 cos 2πφi): a minimum near every point of whole numbers.

    Source: Rastrigin (1974).
    """

    name: ClassVar[str] = N_("Rastrigin")
    about: ClassVar[str] = N_("An egg box: a local minimum near every whole number.")
    formula: ClassVar[str] = "x^2 + 20 sin(pi x)^2 + y^2 + 20 sin(pi y)^2"
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"default": (3.3, -2.4)}
    steps: ClassVar[int] = 60
    window = (-5.12, 5.12), (-5.12, 5.12)
    alpha = 0.002
    max_distance = 0.05
    minimum = 0.0

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return r"\sum_{i=0}^{1}\left(10 + \phi_i^2 - 10\cos 2\pi\phi_i\right)"

    @property
    def minimisers(self) -> Array:
        """The origin."""
        return np.zeros((1, 2))

    def _value(self, phi: Array) -> Array:
        # 10 − 10 cos 2πφ = 20 sin² πφ loses nothing near the minimum.
        return total(phi**2 + 20 * np.sin(np.pi * phi) ** 2)

    def _gradient(self, phi: Array) -> Array:
        gradient: Array = 2 * phi + 20 * np.pi * np.sin(2 * np.pi * phi)
        return gradient

    def _hessian(self, phi: Array) -> Array:
        h00, h11 = 2 + 40 * np.pi**2 * np.cos(2 * np.pi * phi)
        return symmetric(h00, np.zeros_like(h00), h11)


def symmetric(h00: Array, h01: Array, h11: Array) -> Array:
    """The matrices [[h00, h01], [h01, h11]] of columns, shape (2, 2, N)."""
    return np.stack([np.stack([h00, h01]), np.stack([h01, h11])])


OBJECTIVES: dict[str, type[Landscape]] = {
    kind.__name__: kind
    for kind in (
        LinearRegression,
        Gabor,
        OwnModel,
        LogisticCurve,
        GaussianValley,
        Quadratic,
        Saddle,
        Rosenbrock,
        Himmelblau,
        Beale,
        Rastrigin,
        OwnFunction,
        TwoDips,
        ThreeValleys,
        ConvexCurve,
        Plateau,
        Quartic,
        OwnCurve,
    )
}
"""The landscapes, by name, in the order they are shown; those of two parameters, then those of one."""

START_LABELS: dict[str, str] = {
    "default": N_("usual start"),
    "course": N_("the course's start"),
    "figure": N_("the figure's start"),
    "notebook": N_("the notebook's start"),
    "flat": N_("a level line"),
    "left": N_("far left"),
    "right": N_("right of the edge"),
    "edge": N_("left of the edge"),
    "stochastic": N_("the notebook's start for SGD"),
    "momentum": N_("the notebook's start for momentum"),
    "trapped": N_("in the minimum 10.18"),
    "shifted": N_("beside the course's start"),
    "ridge": N_("exactly on the ridge"),
    "far": N_("far away"),
}
"""What the named starts of the landscapes are called."""
