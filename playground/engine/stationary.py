"""Stationary points: where the gradient vanishes, as far as double precision can tell; one meaning for all who ask."""

from __future__ import annotations

import numpy as np

from playground.engine.eigen import ROUNDING, eigen, vanishing
from playground.engine.landscape import relief
from playground.engine.types import Array, Objective, Window

NEAR = 1e-4
"""How far Newton's step may lead from a stationary point, as a share of the window's sides."""

AROUND = 1e-3
"""How far away the gradient is looked at for comparison, as a share of the window's sides."""

FLAT = 1e-9
"""A loss is flat where, at its slope, it changes by less than this share of its relief across the whole window."""


def newton_step(objective: Objective, phi: Array, sides: Array) -> Array:
    """Newton's step H⁻¹ g at φ (..., d), as shares of the window's sides (d,): see `rest`; not finite where H is 0."""
    with np.errstate(all="ignore"):
        return _newton(objective, phi, objective.hessian(phi), sides)[0]


def rest(
    objective: Objective, phi: Array, window: Window | None = None, near: float = NEAR, hessian: Array | None = None
) -> tuple[Array, Array]:
    """Whether points φ (..., d) are stationary, and whether the loss is flat around them, two arrays (...) of bool.

    A point is stationary if Newton's step H⁻¹ g, which leads to the critical point of the quadratic model, is at most
    `near` of the window's sides, and if that critical point exists: along every axis of curvature the gradient is, a
    thousandth of the window away on both sides, at least twice what it is there. In the tail of a bell Newton's step is
    short as well, but the gradient goes on decreasing. Along an axis whose eigenvalue is zero but for rounding the
    gradient itself must be zero but for rounding: a valley of minima.

    The loss is flat where the gradient and a thousandth of the window around it the gradient too are nothing beside the
    loss's relief. Both may have underflowed, and whether a point is stationary is not known. Only a loss that is the
    same everywhere is both.

    Nothing is stationary on a kink, where there is no gradient that could vanish.

    All is measured in the window's sides, so that no unit of a parameter matters; the Hessian at φ may be given.
    """
    phi = np.asarray(phi, dtype=float)
    low, high = np.array(objective.window if window is None else window).T
    points = phi.reshape(-1, phi.shape[-1])
    hessian = objective.hessian(points) if hessian is None else hessian.reshape(*points.shape, points.shape[-1])
    stationary, flat = np.zeros((2, len(points)), bool)
    height = relief(objective)
    with np.errstate(all="ignore"):
        step, vectors, values, slope = _newton(objective, points, hessian, high - low)
        short = np.linalg.norm(step, axis=-1) <= near
        level = np.linalg.norm(slope, axis=-1) <= FLAT * height
        asked = np.flatnonzero(short | level)
        centre = points[asked] - np.where(short[asked, None], step[asked], 0.0) * (high - low)
        values = values[asked]
        vectors = np.where(np.isnan(values[:, :1, None]), np.eye(phi.shape[-1]), vectors[asked])
        # The gradient there and at the ends of each axis, (points, 1 + 2d, d), in the window's units.
        ways = AROUND * np.swapaxes(vectors, -1, -2) * (high - low)
        seen = np.concatenate([centre[:, None], centre[:, None] + ways, centre[:, None] - ways], axis=1)
        gradient = objective.gradient(seen) * (high - low)
        along = np.abs(gradient @ vectors)
        axes = np.arange(phi.shape[-1])
        around = np.minimum(along[:, 1 + axes, axes], along[:, 1 + len(axes) + axes, axes])
        exists = ((2 * along[:, 0] <= around) | vanishing(values)).all(axis=-1)
        flat[asked] = (np.linalg.norm(gradient, axis=-1) <= FLAT * height).all(axis=-1)
        stationary[asked] = short[asked] & exists & (~flat[asked] | (height == 0))
        if (kinks := objective.kinks(points)) is not None:
            stationary &= ~kinks
    return stationary.reshape(phi.shape[:-1]), flat.reshape(phi.shape[:-1])


def _newton(objective: Objective, phi: Array, hessian: Array, sides: Array) -> tuple[Array, Array, Array, Array]:
    """Newton's step, the axes of curvature, their eigenvalues and the gradient at φ, all in the window's units."""
    gradient = objective.gradient(phi) * sides
    values, vectors = eigen(hessian * (sides[:, None] * sides))
    along = (vectors * gradient[..., None]).sum(axis=-2)
    largest = np.abs(values).max(axis=-1, keepdims=True)
    # Where λ is rounding, the gradient along its axis is rounding up to what the largest λ makes of φ's last digits.
    floor = ROUNDING * largest * (1 + np.abs(phi / sides).max(axis=-1, keepdims=True))
    along = np.where(vanishing(values) & (np.abs(along) <= floor), 0.0, along)
    shares = along / np.copysign(np.maximum(np.abs(values), ROUNDING * largest), values)
    step = (vectors * np.where(along == 0, 0.0, shares)[..., None, :]).sum(axis=-1)
    return step, vectors, values, gradient
