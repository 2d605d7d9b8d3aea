"""Stability: which step sizes converge near a minimum, how fast, and how long a saddle holds a path.

All of it is about the local quadratic model ½ Σ λi δi², where each eigendirection of the Hessian goes its own way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.critical import CriticalPoint
from playground.engine.eigen import ROUNDING, eigen, eigenvalues
from playground.engine.optimizers import GradientDescent, Momentum, Nesterov, Optimizer
from playground.engine.types import Array, Objective


@dataclass(frozen=True)
class Stability:
    """What the Hessian at a point says of a rule's learning rate; None where it says nothing.

    Attributes
    ----------
    condition : float or None
        λmax / λmin.
    limit : float or None
        The rule converges on the local quadratic model if and only if α is below it (and above 0).
    best : float or None
        The α with the fastest convergence, 2 / (λmin + λmax); for gradient descent.
    rate : float or None
        The factor by which a step shortens the distance to the minimum in the long run, at the rule's own α.
    """

    condition: float | None = None
    limit: float | None = None
    best: float | None = None
    rate: float | None = None


def stability(optimizer: Optimizer, objective: Objective, phi: Any) -> Stability:
    """The stability of a rule at φ (d,), for gradient descent, momentum and Nesterov momentum on all data.

    Nothing is said (all None) where an eigenvalue is not positive: no minimum is there. Only of a loss that is proved
    to be convex, with a valley of minima, the limit is that of the directions that are curved. For the other rules,
    whose steps are not linear in the gradient, only the condition number is given. Not a statement about minibatches.

    Notes
    -----
    On ½ λ δ² one step multiplies the pair (m, δ) by a 2×2 matrix with trace T and determinant K, which contracts if and
    only if |T| < 1 + K < 2. With a = α (1 − β) λ: momentum has T = 1 + β − a, K = β; Nesterov, which looks ahead by c m
    (c = α β or α), has K = β − (1 − β) λ c, T = 1 − a + K. That gives the limits 2 (1 + β) / ((1 − β) λmax),
    2 (1 + β) / ((1 + 2β)(1 − β) λmax) and 2 (1 + β) / (3 (1 − β) λmax).
    """
    phi = np.asarray(phi, dtype=float)
    known = objective.known_determinant(phi)
    values = eigenvalues(objective.hessian(phi), known)
    low, high = float(values[0]), float(values[-1])
    if not (math.isfinite(high) and low > (ROUNDING * abs(high) if known is None else 0)):
        return _in_a_valley(optimizer, objective, values)
    modes = _MODES.get(type(optimizer))
    if modes is None:
        return Stability(condition=high / low)
    with np.errstate(over="ignore", invalid="ignore"):
        limit, matrices = modes(optimizer, values)
    best = 2 / (low + high) if isinstance(optimizer, GradientDescent) else None
    rate = float(np.abs(np.linalg.eigvals(matrices)).max()) if np.isfinite(matrices).all() else math.inf
    return Stability(high / low, limit, best, rate)


def _in_a_valley(optimizer: Optimizer, objective: Objective, values: Array) -> Stability:
    """The limit where some eigenvalues are 0, of a loss that is proved to be convex; else nothing."""
    modes, high = _MODES.get(type(optimizer)), float(values[-1])
    if modes is None or objective.convexity is None or not (math.isfinite(high) and high > 0):
        return Stability()
    return Stability(limit=modes(optimizer, values[values > ROUNDING * high])[0])


def _gradient_descent(rule: Any, values: Array) -> tuple[float, Array]:
    """The limit of α, and what a step multiplies δ by, (d, 1, 1)."""
    return 2 / float(values[-1]), (1 - rule.alpha * values)[:, None, None]


def _momentum(rule: Any, values: Array) -> tuple[float, Array]:
    """The limit of α, and what a step multiplies (m, δ) by, (d, 2, 2)."""
    beta = rule.beta
    limit = 2 * (1 + beta) / ((1 - beta) * float(values[-1]))
    return limit, _companion(values, rule.alpha, beta, 0.0)


def _nesterov(rule: Any, values: Array) -> tuple[float, Array]:
    """The limit of α, and what a step multiplies (m, δ) by, (d, 2, 2)."""
    beta = rule.beta
    ahead = beta if rule.lookahead == "alpha_beta" else 1.0
    limit = 2 * (1 + beta) / ((1 + 2 * ahead) * (1 - beta) * float(values[-1]))
    return limit, _companion(values, rule.alpha, beta, rule.alpha * ahead)


def _companion(values: Array, alpha: float, beta: float, ahead: float) -> Array:
    """m ← β m + (1 − β) λ (δ − ahead·m), δ ← δ − α m, as matrices acting on (m, δ), (d, 2, 2)."""
    keep = beta - (1 - beta) * values * ahead
    pull = (1 - beta) * values
    return np.stack([np.stack([keep, pull], -1), np.stack([-alpha * keep, 1 - alpha * pull], -1)], axis=-2)


_MODES: dict[type[Optimizer], Callable[[Any, Array], tuple[float, Array]]] = {
    GradientDescent: _gradient_descent,
    Momentum: _momentum,
    Nesterov: _nesterov,
}


def contraction(path: Array, minimum: Array) -> float | None:
    """The measured factor by which a step shortens the distance to `minimum` (d,), over the last steps of path (n, d).

    The slope of log distance against the step, fitted to the later half of the points that are not yet lost in
    rounding, to 20 at least: a path with memory swings about the minimum, and a few steps see a part of a swing. None
    if fewer than three are left.
    """
    distance = np.linalg.norm(path - minimum, axis=-1)
    floor = 1e-13 * max(1.0, float(np.abs(minimum).max()))
    usable = np.flatnonzero(np.isfinite(distance) & (distance > floor))
    usable = usable[-max(20, usable.size // 2) :]
    if usable.size < 3:
        return None
    return float(np.exp(np.polyfit(usable, np.log(distance[usable]), 1)[0]))


def holding_steps(eigenvalue: float, alpha: float, distance: float, radius: float = 1.0) -> float:
    """The steps of gradient descent until a saddle lets go: from `distance` to `radius` along its descending direction.

    Each step multiplies the distance by 1 + α |λ|, so ln(radius / distance) / ln(1 + α |λ|); inf on the stable curve
    itself, where the distance is 0. Raises ValueError unless λ < 0, α > 0 and 0 ≤ distance ≤ radius.
    """
    if not (eigenvalue < 0 and alpha > 0 and 0 <= distance <= radius):
        raise ValueError("a saddle holds a path for λ < 0, α > 0 and 0 ≤ distance ≤ radius only")
    return math.inf if distance == 0 else math.log(radius / distance) / math.log1p(alpha * -eigenvalue)


@dataclass(frozen=True, eq=False)
class Hold:
    """How long the saddle φ (d,) holds a path that begins beside it: about `steps` steps until it is `radius` away."""

    phi: Array
    radius: float
    steps: float


def hold(objective: Objective, points: Sequence[CriticalPoint], start: Array, alpha: float) -> Hold | None:
    """How long the nearest saddle holds gradient descent from `start` (d,), among the critical `points` of a window.

    The distance looked at is half the way to the nearest other critical point, or to the window's rim if that is near.
    None where the quadratic model does not hold so far: if the start is not within a third of that distance, if the
    slope along the descending direction is not within a factor of two of λ times the distance, or if α leaps across.
    """
    saddles = [point for point in points if point.kind == "saddle"]
    if not saddles or not alpha > 0:
        return None
    distances = [float(np.linalg.norm(point.phi - start)) for point in saddles]
    saddle = saddles[int(np.argmin(distances))].phi
    low, high = np.array(objective.window).T
    others = [float(np.linalg.norm(point.phi - saddle)) for point in points if point.phi is not saddle]
    radius = min(*others, *(saddle - low), *(high - saddle)) / 2
    values, vectors = eigen(objective.hessian(saddle))
    descending, offset = vectors[:, 0], abs(float((start - saddle) @ vectors[:, 0]))
    away = radius * np.array([-1, -0.75, -0.5, -0.25, 0.25, 0.5, 0.75, 1])
    slope = objective.gradient(saddle + away[:, None] * descending) @ descending / (values[0] * away)
    faithful = bool(((slope > 0.5) & (slope < 2)).all()) and alpha * values[-1] < 2
    if not (faithful and min(distances) <= 0.3 * radius and offset > 0):
        return None
    return Hold(saddle, float(radius), holding_steps(float(values[0]), alpha, offset, radius))
