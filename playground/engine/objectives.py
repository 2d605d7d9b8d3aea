"""Objectives: the losses to descend, from models fitted to data to closed-form test functions, and their registry."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Self, final

import numpy as np

from playground.engine.data import DATASETS, Dataset
from playground.engine.hyper import Record, check, hyper, hypers
from playground.engine.types import Array, Indices, Window
from playground.marking import N_

CACHED = 16_384
"""Numbers (data times columns) of a block that stays in a core's cache: measured twice as fast as one huge block."""


def total(terms: Array) -> Array:
    """Sum over the data, the first axis, strictly in their order.

    NumPy adds the rows of several columns in order, but those of a single column in pairs: with one column, a run alone
    would differ in its last bit from the same run among others. So a lone column is summed beside its own copy.
    """
    if terms.shape[-1] == 1:
        return np.add.reduce(np.repeat(terms, 2, axis=-1), axis=0)[:1]
    return np.add.reduce(terms, axis=0)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Landscape(Record, ABC):
    """A loss L[φ] over d parameters with exact derivatives, and the facts a page needs to show it.

    A leaf computes on columns: φ as (d, N), one column a point, in `_value` (N,), `_gradient` (d, N) and `_hessian`
    (d, d, N). The public methods take φ as (..., d) and cut many points into blocks that fit the cache. Overflow gives
    inf or nan, silently. The result has the dtype of φ (integers become float64).
    """

    name: ClassVar[str]
    about: ClassVar[str]
    course: ClassVar[bool] = False
    dimension: ClassVar[int] = 2
    starts: ClassVar[dict[str, tuple[float, ...]]]
    scale: ClassVar[str] = "linear"
    steps: ClassVar[int] = 100
    parameter_names: ClassVar[tuple[str, ...]] = ("", "")
    flipped: ClassVar[bool] = False

    @property
    @abstractmethod
    def latex(self) -> str:
        """L[φ] in LaTeX, with this record's constants."""

    @property
    @abstractmethod
    def window(self) -> Window:
        """The part of parameter space that is drawn: one (low, high) pair a parameter."""

    @property
    @abstractmethod
    def alpha(self) -> float:
        """A telling fixed learning rate for gradient descent."""

    @property
    @abstractmethod
    def max_distance(self) -> float:
        """A telling reach of a line search, in multiples of the gradient."""

    @property
    @abstractmethod
    def minimisers(self) -> Array | None:
        """The global minimisers (k, d), or None where they are unknown."""

    @property
    @abstractmethod
    def minimum(self) -> float | None:
        """The least value L*, or None where it is unknown or the loss is not bounded below."""

    @property
    def data_size(self) -> int:
        """The number of data the loss sums over, I; 0 for a function without data."""
        return 0

    @property
    def block(self) -> int:
        """The number of columns best computed at once."""
        return max(2, CACHED // max(self.data_size, 8))

    @final
    def value(self, phi: Array) -> Array:
        """Loss L[φ], shape (...) for φ of shape (..., d). Raises ValueError for another d."""
        return self._by_columns(self._value, phi, ())

    @final
    def gradient(self, phi: Array) -> Array:
        """Gradient ∂L/∂φ, shape (..., d) for φ of shape (..., d). Raises ValueError for another d."""
        return self._by_columns(self._gradient, phi, (self.dimension,))

    @final
    def hessian(self, phi: Array) -> Array:
        """Hessian ∂²L/∂φ∂φᵀ, shape (..., d, d) for φ of shape (..., d). Raises ValueError for another d."""
        return self._by_columns(self._hessian, phi, (self.dimension, self.dimension))

    def batch(self, indices: Indices) -> Landscape:
        """The loss over these data only; a landscape without data returns itself."""
        return self

    @abstractmethod
    def _value(self, phi: Array) -> Array:
        """L of the columns φ (d, N), shape (N,)."""

    @abstractmethod
    def _gradient(self, phi: Array) -> Array:
        """∂L/∂φ of the columns φ (d, N), shape (d, N)."""

    @abstractmethod
    def _hessian(self, phi: Array) -> Array:
        """∂²L/∂φ∂φᵀ of the columns φ (d, N), shape (d, d, N)."""

    def _by_columns(self, function: Callable[[Array], Array], phi: Array, shape: tuple[int, ...]) -> Array:
        """`function` of columns applied to φ (..., d), block by block; a column gives an array of `shape`."""
        phi = np.asarray(phi)
        if phi.dtype.kind != "f":
            phi = phi.astype(float)
        if phi.ndim == 0 or phi.shape[-1] != self.dimension:
            raise ValueError(f"φ must end with an axis of length {self.dimension}, got shape {phi.shape}")
        columns = phi.reshape(-1, self.dimension).T
        count, size = columns.shape[1], self._block_of(columns.shape[1])
        with np.errstate(all="ignore"):
            if count <= size:
                result = function(columns)
            else:
                result = np.empty((*shape, count), phi.dtype)
                for low in range(0, count, size):
                    result[..., low : low + size] = function(columns[:, low : low + size])
        return result.T.reshape(phi.shape[:-1] + shape)

    def _block_of(self, count: int) -> int:
        """The size of the blocks into which `count` columns are cut."""
        return self.block


@dataclass(frozen=True, eq=False)
class Model(Landscape, ABC):
    """The least-squares loss of a model f[x, φ] on its data: L[φ] = Σ_i (f[x_i, φ] − y_i)², a sum, not a mean.

    Attributes
    ----------
    dataset : str
        The name of one of the course's DATASETS, used where x and y are not given.
    x, y : Array
        The data, shape (I,); in a batch (B,), or (runs, B) if every run has its own.
    """

    dataset: str
    x: Array
    y: Array

    def __post_init__(self) -> None:
        """Check the hyperparameters, and fetch or check the data (ValueError)."""
        check(self)
        given = self.x is not None or self.y is not None
        data = Dataset(self.x, self.y) if given else DATASETS[self.dataset]
        object.__setattr__(self, "x", data.x)
        object.__setattr__(self, "y", data.y)

    def __eq__(self, other: object) -> bool:
        """Whether both are the same model, with the same hyperparameters, of the same data."""
        return isinstance(other, Model) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[Any, ...]:
        constants = tuple(getattr(self, name) for name in hypers(self) if name != "dataset")
        return type(self), constants, self.x.shape, self.x.tobytes(), self.y.tobytes()

    @abstractmethod
    def predict(self, phi: Array, x: Array) -> Array:
        """f[x, φ] for φ (..., d) and x (n,), shape (..., n); by NumPy's arithmetic alone, without branches."""

    @property
    @abstractmethod
    def data_window(self) -> Window:
        """The part of data space that is drawn: (low, high) of x, then of y."""

    @property
    def data_size(self) -> int:
        """The number of data, I."""
        return self.x.shape[-1]

    @final
    def batch(self, indices: Indices) -> Self:
        """The same loss summed over these data only.

        Indices are (B,), or (runs, B) to give each run its own data; the batch then takes φ of shape (..., runs, d).
        """
        part = object.__new__(type(self))
        for name in hypers(self):
            object.__setattr__(part, name, getattr(self, name))
        object.__setattr__(part, "x", self.x[indices])
        object.__setattr__(part, "y", self.y[indices])
        return part

    @cached_property
    def _columns(self) -> tuple[Array, Array]:
        """The data as columns against φ's: x and y of shape (I, 1), or (B, runs)."""
        return np.atleast_2d(self.x).T, np.atleast_2d(self.y).T

    def _block_of(self, count: int) -> int:
        """Data that differ from run to run are laid beside their runs, in one block."""
        return self.block if self.x.ndim == 1 else count


def _beside(column: Array, phi: Array) -> Array:
    """What belongs to each run (..., 1 or runs), laid beside the columns φ (d, N) in φ's dtype."""
    column = column.astype(phi.dtype, copy=False)
    if column.shape[-1] in (1, phi.shape[-1]):
        return column
    return np.tile(column, phi.shape[-1] // column.shape[-1])


class _Fit(NamedTuple):
    """The least-squares fit of a line: all that its loss depends on; each (1,) or (runs,)."""

    intercept: Array
    slope: Array
    x_mean: Array
    spread: Array
    rest: Array


_LINE_DATA = {
    "linear": N_("the figures' (second y = 0.90)"),
    "linear_notebooks": N_("the notebooks' (second y = 0.85)"),
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

    dataset: str = hyper("linear", symbol="data", choices=_LINE_DATA, help=N_("Which data the line is fitted to"))
    x: Array = field(default=None, repr=False)  # type: ignore[assignment]  # filled by __post_init__
    y: Array = field(default=None, repr=False)  # type: ignore[assignment]

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return rf"\sum_{{i=1}}^{{{self.data_size}}}\left(\phi_0 + \phi_1 x_i - y_i\right)^2"

    @property
    def window(self) -> Window:
        """The course's for its data; else around the fit, wide enough for half the loss of the zero line."""
        if self._is_course:
            return (0.0, 2.0), (-1.0, 1.0)
        fit, height = self._fit, 0.5 * float(self.y @ self.y) or 1.0
        spread = float(fit.spread[0]) or 1.0
        wide = np.sqrt(height * float(self.x @ self.x or 1.0) / (self.data_size * spread))
        high = np.sqrt(height / spread)
        a, b = float(fit.intercept[0]), float(fit.slope[0])
        return (a - float(wide), a + float(wide)), (b - float(high), b + float(high))

    @property
    def data_window(self) -> Window:
        """The course's for its data; else the data with a margin of a tenth."""
        return ((0.0, 2.0), (0.0, 2.0)) if self._is_course else (_around(self.x), _around(self.y))

    @property
    def alpha(self) -> float:
        """1 / λmax, half of the limit 2 / λmax, to two digits."""
        largest = float(np.linalg.eigvalsh(self.hessian(np.zeros(2)))[-1])
        return float(f"{1 / largest:.1e}")

    @property
    def max_distance(self) -> float:
        """The notebooks' 0.1 in multiples of α."""
        return 5 * self.alpha

    @property
    def minimisers(self) -> Array | None:
        """The least-squares solution, unless all x are equal."""
        fit = self._fit
        return np.stack([fit.intercept, fit.slope], axis=-1) if fit.spread[0] > 0 else None

    @property
    def minimum(self) -> float | None:
        """The least sum of squares."""
        return float(self._fit.rest[0])

    def predict(self, phi: Array, x: Array) -> Array:
        """φ0 + φ1 x, shape (..., n)."""
        return phi[..., 0, None] + phi[..., 1, None] * x

    @property
    def _is_course(self) -> bool:
        return self.x is DATASETS[self.dataset].x

    @cached_property
    def _fit(self) -> _Fit:
        x, y = self._columns
        x_mean, y_mean = total(x) / self.data_size, total(y) / self.data_size
        dx, dy = x - x_mean, y - y_mean
        spread = total(dx * dx)
        # Equal x leave only rounding in the spread, and the slope free: take the level line.
        slope = np.where(spread > 1e-28 * total(x * x), total(dx * dy) / (spread + (spread == 0)), 0.0)
        rest = dy - slope * dx
        return _Fit(y_mean - slope * x_mean, slope, x_mean, spread, total(rest * rest))

    def _deviation(self, phi: Array) -> tuple[Array, Array, Array, Array, Array]:
        """δ0 + x̄ δ1 and δ1, each (N,), then x̄, S and L* beside them."""
        intercept, slope, x_mean, spread, rest = (_beside(part, phi) for part in self._fit)
        tilt = phi[1] - slope
        return phi[0] - intercept + x_mean * tilt, tilt, x_mean, spread, rest

    def _value(self, phi: Array) -> Array:
        height, tilt, _, spread, rest = self._deviation(phi)
        return self.data_size * height * height + spread * tilt * tilt + rest

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
        hessian[0, 1] = hessian[1, 0] = _beside(2 * total(x), phi)
        hessian[1, 1] = _beside(2 * total(x * x), phi)
        return hessian


def _around(values: Array) -> tuple[float, float]:
    """The range of `values` with a margin of a tenth on both sides."""
    low, high = float(values.min()), float(values.max())
    margin = 0.1 * (high - low) or 1.0
    return low - margin, high + margin


@dataclass(frozen=True, eq=False)
class Gabor(Model):
    """The Gabor model f[x, φ] = sin(u) exp(−u²/D) with u = φ0 + 0.06 φ1 x, fitted to 30 points by least squares.

    With the bell e = exp(−u²/D): f' = e (cos u − (2u/D) sin u) and
    f'' = e ((4u²/D² − 2/D − 1) sin u − (4u/D) cos u), both with respect to u. The notebooks and the figures have
    D = 32; the slides' formula says 8. Source: Understanding Deep Learning, section 6.1.2.
    """

    name: ClassVar[str] = N_("Gabor model")
    about: ClassVar[str] = N_("A wave in a bell, fitted to thirty points: many valleys and saddles.")
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

    divisor: float = hyper(32.0, symbol="D", above=0.0, soft=(2.0, 64.0), log=True, help=N_("Width of the bell, 2σ²"))
    dataset: str = hyper(
        "gabor", symbol="data", choices={"gabor": N_("the course's")}, help=N_("Which data are fitted")
    )
    x: Array = field(default=None, repr=False)  # type: ignore[assignment]  # filled by __post_init__
    y: Array = field(default=None, repr=False)  # type: ignore[assignment]

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX, with D filled in."""
        return (
            rf"\sum_{{i=1}}^{{{self.data_size}}}\left(\sin(u_i)\,e^{{-u_i^2/{self.divisor:g}}} - y_i\right)^2,"
            r"\quad u_i = \phi_0 + 0.06\,\phi_1 x_i"
        )

    @property
    def window(self) -> Window:
        """The course's map: offset −10 to 10, frequency 2.5 to 22.5."""
        return (-10.0, 10.0), (2.5, 22.5)

    @property
    def data_window(self) -> Window:
        """The course's axes; one datum, y = −1.051, lies just outside. Own data bring their own."""
        own = self.x is not DATASETS[self.dataset].x
        return (_around(self.x), _around(self.y)) if own else ((-15.0, 15.0), (-1.1, 1.1))

    @property
    def alpha(self) -> float:
        """0.1 settles in every minimum of the course's loss; from 0.1445 on, one of them is lost."""
        return 0.1

    @property
    def max_distance(self) -> float:
        """The notebooks' reach."""
        return 2.0

    @property
    def minimisers(self) -> Array | None:
        """The lowest local minimum in the window."""
        return self._lowest

    @property
    def minimum(self) -> float | None:
        """The loss there."""
        return float(self.value(self._lowest[0]))

    @cached_property
    def _lowest(self) -> Array:
        """Newton's method from the lowest point of a grid."""
        phi = np.stack(np.meshgrid(*(np.linspace(*ends, 81) for ends in self.window)), axis=-1).reshape(-1, 2)
        best = phi[np.argmin(self.value(phi))]
        for _ in range(20):
            best = best - np.linalg.solve(self.hessian(best), self.gradient(best))
        return best[None]

    def predict(self, phi: Array, x: Array) -> Array:
        """sin(u) exp(−u²/D), shape (..., n)."""
        u = phi[..., 0, None] + 0.06 * phi[..., 1, None] * x
        return np.sin(u) * np.exp(-u * u / self.divisor)

    def _wave(self, phi: Array) -> tuple[Array, Array, Array, Array, Array]:
        """0.06 x (I, 1 or N), then u, sin u, cos u and the bell exp(−u²/D), each (I, N)."""
        slope = _beside(0.06 * self._columns[0], phi)
        u = slope * phi[1]
        u += phi[0]
        bell = u * u
        bell *= -1 / self.divisor
        return slope, u, np.sin(u), np.cos(u), np.exp(bell, out=bell)

    def _residual(self, phi: Array, wave: Array) -> Array:
        return wave - _beside(self._columns[1], phi)

    def _value(self, phi: Array) -> Array:
        _, _, sin, _, bell = self._wave(phi)
        residual = self._residual(phi, sin * bell)
        residual *= residual
        return total(residual)

    def _gradient(self, phi: Array) -> Array:
        slope, u, sin, cos, bell = self._wave(phi)
        # Each line works in place: a block's arrays then stay in the cache.
        weight = self._residual(phi, sin * bell)
        u *= -2 / self.divisor
        u *= sin
        u += cos
        u *= bell  # f'
        weight *= u
        gradient = np.empty_like(phi, order="C")
        gradient[0] = total(weight)
        weight *= slope
        gradient[1] = total(weight)
        gradient *= 2
        return gradient

    def _hessian(self, phi: Array) -> Array:
        slope, u, sin, cos, bell = self._wave(phi)
        ratio = u * (2 / self.divisor)
        first = bell * (cos - ratio * sin)
        second = bell * ((ratio * ratio - (2 / self.divisor + 1)) * sin - 2 * ratio * cos)
        weight = 2 * (first * first + self._residual(phi, sin * bell) * second)
        hessian = np.empty((2, 2, phi.shape[1]), phi.dtype)
        hessian[0, 0] = total(weight)
        weight *= slope
        hessian[0, 1] = hessian[1, 0] = total(weight)
        weight *= slope
        hessian[1, 1] = total(weight)
        return hessian


OBJECTIVES: dict[str, type[Landscape]] = {
    "LinearRegression": LinearRegression,
    "Gabor": Gabor,
}
"""The landscapes of every menu, by name, in the order they are shown."""
