"""What momentum, Nesterov's look-ahead and Adam make of past gradients, computed apart from the optimizers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from playground.engine.eigen import quotient
from playground.engine.optimizers import decayed_root
from playground.engine.types import Array, Indices, Objective, Window


@dataclass(frozen=True, eq=False)
class Slope(Objective):
    """The tilted plane L[φ] = g·φ: its gradient g (d,) is the same everywhere, so a rule shows its bare weights."""

    slope: Array

    @property
    def dimension(self) -> int:
        """The number d of parameters."""
        return len(self.slope)

    @property
    def window(self) -> Window:
        """From −1 to 1 in each parameter."""
        return ((-1.0, 1.0),) * self.dimension

    def value(self, phi: Array) -> Array:
        """g·φ, shape (...) for φ of shape (..., d)."""
        inner: Array = np.asarray(phi) @ self.slope
        return inner

    def gradient(self, phi: Array) -> Array:
        """The slope itself, as often as there are points."""
        return np.broadcast_to(self.slope, np.shape(phi)).astype(float)

    def hessian(self, phi: Array) -> Array:
        """Zero, shape (..., d, d)."""
        return np.zeros((*np.shape(phi), self.dimension))

    def batch(self, indices: Indices) -> Slope:
        """Itself: there are no data."""
        return self


# ---------------------------------------------------------------- momentum


def weights(beta: float, count: int) -> Array:
    """What the gradients g_0 … g_(t−1) weigh in m^(t), t = `count`: (1 − β) β^(t−1−k), (t,); the sum is 1 − β^t.

    The slides write the same with t + 1 for t: m^(t+1) = (1 − β) Σ_k β^(t−k) g_k, k = 0 … t.
    """
    ages = np.arange(count - 1, -1, -1)
    share: Array = (1 - beta) * np.power(float(beta), ages)
    return share


def reach(beta: float, count: int) -> Array:
    """What the same gradients weigh in the position: φ^(t) = φ^(0) − α Σ_k (1 − β^(t−k)) g_k, shape (t,)."""
    share: Array = 1 - np.power(float(beta), np.arange(count, 0, -1))
    return share


def survival(gradients: Array, beta: float) -> Array:
    """What is left of the gradients (t, d) in m^(t), parameter by parameter: |Σ w g| / Σ w |g|, shape (d,).

    1 where all have the same sign, 0 where they cancel or where there is nothing to add up.
    """
    share = weights(beta, len(gradients))
    with np.errstate(all="ignore"):
        return quotient(np.abs(share @ gradients), share @ np.abs(gradients))


def conventions(
    objective: Objective,
    start: Any,
    steps: int,
    alpha: float,
    beta: float,
    batches: Sequence[Indices] | None = None,
) -> dict[str, Array]:
    """The path (steps + 1, d) of momentum as it is written here and elsewhere, each with its α converted from ours.

    "course": m ← β m + (1 − β) g, φ ← φ − α m. "buffer" (PyTorch): v ← β v + g, φ ← φ − η v with η = α (1 − β).
    "velocity" (Sutskever, Keras): u ← β u − η g, φ ← φ + u, the same η. "dampening" (PyTorch with dampening = β and
    lr = α) looks like the course's rule, but its first buffer is g itself and not (1 − β) g: another path.
    """
    rate = alpha * (1 - beta)

    def course(phi: Array, m: Array, g: Array, first: bool) -> tuple[Array, Array]:
        m = beta * m + (1 - beta) * g
        return phi - alpha * m, m

    def buffer(phi: Array, v: Array, g: Array, first: bool) -> tuple[Array, Array]:
        v = beta * v + g
        return phi - rate * v, v

    def velocity(phi: Array, u: Array, g: Array, first: bool) -> tuple[Array, Array]:
        u = beta * u - rate * g
        return phi + u, u

    def dampening(phi: Array, v: Array, g: Array, first: bool) -> tuple[Array, Array]:
        v = g if first else beta * v + (1 - beta) * g
        return phi - alpha * v, v

    paths = {}
    for rule in (course, buffer, velocity, dampening):
        phi = np.array(start, float)
        memory, path = np.zeros_like(phi), [phi]
        with np.errstate(all="ignore"):
            for t in range(steps):
                part = objective if batches is None else objective.batch(batches[t])
                phi, memory = rule(phi, memory, part.gradient(phi), t == 0)
                path.append(phi)
        paths[rule.__name__] = np.array(path)
    return paths


# ---------------------------------------------------------------- Nesterov


class LookAhead(NamedTuple):
    """The gradient measured at φ − a m, and what Taylor makes of it at φ."""

    gradient: Array
    hessian: Array
    product: Array
    estimate: Array
    measured: Array
    error: float


def look_ahead(objective: Objective, phi: Array, m: Array, reach: float) -> LookAhead:
    """The gradient at φ − a m, a = `reach`, and its first-order estimate g − a H m, both of this loss at φ (d,).

    The error falls as a², so by 4 when a small a halves; on a quadratic loss it is zero.
    """
    gradient, hessian = objective.gradient(phi), objective.hessian(phi)
    with np.errstate(all="ignore"):
        product = hessian @ m
        estimate, measured = gradient - reach * product, objective.gradient(phi - reach * m)
        error = float(np.linalg.norm(measured - estimate))
    return LookAhead(gradient, hessian, product, estimate, measured, error)


# ---------------------------------------------------------------- Adam


class Moments(NamedTuple):
    """The moments after each step, as they are and corrected for their start at zero, and the quotients of both."""

    m: Array
    v: Array
    m_hat: Array
    v_hat: Array
    raw_ratio: Array
    ratio: Array


def moments(gradients: Array, beta: float, gamma: float, epsilon: float = 0.0) -> Moments:
    """Adam's moments of a sequence of gradients (t, ...), each of the same shape; α times a ratio is the step."""
    gradients = np.asarray(gradients, float)
    powers = np.arange(1, len(gradients) + 1).reshape(-1, *(1,) * (gradients.ndim - 1))
    m, root = np.empty_like(gradients), np.empty_like(gradients)
    past_m: Array = np.zeros(gradients.shape[1:])
    past = past_m
    with np.errstate(all="ignore"):
        for t, gradient in enumerate(gradients):
            m[t] = past_m = beta * past_m + (1 - beta) * gradient
            root[t] = past = decayed_root(past, gradient, gamma)
        # 1 − β^t, without cancelling where β is close to 1.
        m_share, v_share = (-np.expm1(powers * np.log1p(share - 1)) for share in (beta, gamma))
        m_hat, root_hat = m / m_share, root / np.sqrt(v_share)
        raw, ratio = quotient(m, root + epsilon), quotient(m_hat, root_hat + epsilon)
        return Moments(m, root * root, m_hat, root_hat * root_hat, raw, ratio)
