"""The logistic curve: the probability of one of two classes, fitted by cross-entropy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from playground.engine.attainment import Attainment
from playground.engine.base import beside, safe_alpha, total
from playground.engine.expression import Name, Symbol, trace
from playground.engine.fitting import logistic_regression
from playground.engine.hyper import hyper
from playground.engine.losses import sigmoid
from playground.engine.model import Model
from playground.engine.points import own_points, read_classes
from playground.engine.proofs.enclosure import Enclose, of_sum
from playground.engine.teaching import class_sets
from playground.engine.types import Array, Proof, Window
from playground.marking import N_

STEEPEST = 8.0
"""Where there is no minimum, the window shows logits up to about this size."""

NEAREST = 1e-280
"""Closer together no x are: a window in 1 / x must be finite."""

RISE = 4.0
"""Elsewhere it reaches to so much more than the least loss, along each parameter."""


@dataclass(frozen=True, eq=False)
class LogisticCurve(Model):
    """The curve f[x, φ] = σ(z), z = φ0 + φ1 x, as the probability of y = 1, with the loss Σ_i log(1 + e^z_i) − y_i z_i.

    That is the binary cross-entropy, convex in φ. Where some x separates the two classes it has no minimum: the steeper
    the curve, the smaller the loss. Source: Understanding Deep Learning, section 5.4.

    Raises
    ------
    ValueError
        Unless every y is 0 or 1.
    """

    name: ClassVar[str] = N_("Logistic curve")
    about: ClassVar[str] = N_(
        "The probability of one of two classes, by cross-entropy: convex, but not always with a minimum."
    )
    parameter_names: ClassVar[tuple[str, ...]] = (N_("bias"), N_("weight"))
    targets: ClassVar[bool] = False

    dataset: str = hyper(
        "challenger",
        symbol=N_("data"),
        choices=class_sets(),
        help=N_("Which data are fitted"),
        about=N_("Each y is 0 or 1."),
    )
    data: str = own_points(read_classes)

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return (
            rf"\sum_{{i=1}}^{{{self.data_size}}}\left[\log\left(1 + e^{{z_i}}\right) - y_i z_i\right],"
            r"\; z_i = \phi_0 + \phi_1 x_i"
        )

    @property
    def written(self) -> tuple[tuple[str, str], ...]:
        """f, and its z."""
        return (("f", r"1 / (1 + e^{{-z}})"), ("z", r"{phi0} + {phi1}\,x"))

    @cached_property
    def attainment(self) -> Attainment:
        """Whether there is a minimum, and where."""
        return logistic_regression(self.x, self.y).attainment

    @property
    def convexity(self) -> Proof | None:
        """Convex in a linear output, so convex in φ."""
        return logistic_regression(self.x, self.y).convexity

    @cached_property
    def minimisers(self) -> Array | None:
        """The only minimiser (1, 2), or None where there is none or there are many."""
        known = self.attainment
        if not known.unique or known.phi is None:
            return None
        phi = known.phi
        for _ in range(2):  # against the rounding of Newton's last step
            phi = phi - np.linalg.lstsq(self.hessian(phi), self.gradient(phi))[0]
        return phi[None]

    @property
    def minimum(self) -> float | None:
        """The least value, or None where it is not attained."""
        return self.attainment.infimum if self.attainment.attained else None

    @cached_property
    def window(self) -> Window:
        """Around the minimum, as far as the loss rises by `RISE`; where there is none, around level curves."""
        centre, far = _middle(self.x)
        if self.minimisers is None:
            slope = STEEPEST / far
            high = STEEPEST + slope * abs(centre)
            return (-high, high), (-slope, slope)
        (a, b) = self.minimisers[0].tolist()
        wide, high = (float(r) for r in self._reach(self.minimisers[0]))
        return (a - wide, a + wide), (b - high, b + high)

    def _reach(self, phi: Array) -> Array:
        """How far from the minimiser the quadratic model rises by RISE, in each parameter, (2,)."""
        # In the parameters of x − centre, whose Hessian can be inverted however far away the x lie.
        centre, far = _middle(self.x)
        z = phi[0] + phi[1] * self.x
        weight = sigmoid(z) * sigmoid(-z)
        unit = (self.x - centre) / far
        rows = np.array([[weight.sum(), weight @ unit], [weight @ unit, weight @ (unit * unit)]])
        (aa, ab), (_, bb) = np.linalg.inv(rows)
        lean = centre / far
        reach: Array = np.sqrt(2 * RISE * np.array([aa - 2 * lean * ab + lean * lean * bb, bb])) / np.array([1.0, far])
        return reach

    @property
    def data_window(self) -> Window:
        """The data with a margin; y from a little below 0 to a little above 1."""
        centre, far = _middle(self.seen[0])
        return (centre - 1.2 * far, centre + 1.2 * far), (-0.15, 1.15)

    @property
    def alpha(self) -> float:
        """Half of the limit of the greatest curvature anywhere, a quarter of Σ x xᵀ, to two digits."""
        rows = np.stack([np.ones_like(self.x), self.x])
        return safe_alpha(0.25 * float(np.linalg.eigvalsh(rows @ rows.T)[-1]))

    @property
    def max_distance(self) -> float:
        """Five times α."""
        return 5 * self.alpha

    def predict(self, phi: Array, x: Array) -> Array:
        """σ(φ0 + φ1 x), shape (..., n)."""
        probability: Array = 1 / (1 + np.exp(-(phi[..., 0, None] + phi[..., 1, None] * x)))
        return probability

    def cost(self, phi: Array, x: Array, y: Any) -> Array:
        """log(1 + e^z) − y z."""
        z = phi[..., 0, None] + phi[..., 1, None] * x
        nats: Array = np.log(1 + np.exp(z)) - y * z
        return nats

    @cached_property
    def _enclose(self) -> Enclose:
        cost = trace(lambda phi, x: self.cost(phi, x, _Y), PARAMETERS)
        return of_sum(cost, PARAMETERS, self.x, self.y)

    def _signed(self, phi: Array) -> tuple[Array, Array]:
        """The logit of the wrong class of each datum, and its sign, (I, N)."""
        x, y = (beside(column, phi) for column in self._columns)
        sign = 1 - 2 * y
        return sign * (phi[0] + x * phi[1]), sign

    def _value(self, phi: Array) -> Array:
        return total(np.logaddexp(0, self._signed(phi)[0]).astype(phi.dtype, copy=False))

    def _gradient(self, phi: Array) -> Array:
        wrong, sign = self._signed(phi)
        slope = sign * sigmoid(wrong)
        return total(np.stack([slope, slope * beside(self._columns[0], phi)]))

    def _hessian(self, phi: Array) -> Array:
        wrong, _ = self._signed(phi)
        x = beside(self._columns[0], phi)
        weight = sigmoid(wrong) * sigmoid(-wrong)
        low, mixed, high = total(np.stack([weight, weight * x, weight * x * x]))
        return np.array([[low, mixed], [mixed, high]])


def _middle(x: Array) -> tuple[float, float]:
    """The middle of the x, and how far they reach on both sides, 1 if they are equal."""
    low, high = float(x.min()), float(x.max())
    return (low + high) / 2, max((high - low) / 2, NEAREST) if high > low else 1.0


PARAMETERS = ("phi0", "phi1")
_Y: Any = Symbol(Name("y"))
