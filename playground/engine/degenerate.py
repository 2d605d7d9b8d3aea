"""Degenerate critical points, named: what the loss does where det H = 0 and the Hessian alone does not say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.engine.critical import CriticalPoint
from playground.engine.eigen import eigen
from playground.engine.landscape import relief
from playground.engine.types import Array, Objective

RADII = np.array([1e-2, 5e-3, 2.5e-3])
"""How far around the point is looked, as shares of the window's smallest side; all three must tell the same."""

ANGLES = 720
"""Directions in which the loss is asked for around the point."""

BISECTIONS = 40
"""How often a part of a circle is halved on which the gradient turns quickly."""

FLAT = 1e-6
"""An eigenvalue counts as zero beside the loss's relief, in the window's units, or beside the other eigenvalue."""

Name = Literal["minimum", "maximum", "saddle", "neither", "line", "unknown"]


@dataclass(frozen=True)
class Shape:
    """What a degenerate critical point is, as the loss around it shows.

    Attributes
    ----------
    name : str
        "neither": the loss goes on rising through the point. "line": it is level along a line. "unknown" where what is
        seen depends on how near one looks.
    index : int or None
        How often the gradient turns on a small circle around the point: 1 for a minimum or maximum, −1 for a saddle of
        two valleys, −2 for one of three.
    power : int or None
        The power of the distance with which the loss changes along the flat direction; of all, where all are flat.
    valleys : int or None
        Into how many valleys the loss falls from a point where the Hessian is zero.
    """

    name: Name
    index: int | None = None
    power: int | None = None
    valleys: int | None = None


def shape(objective: Objective, point: CriticalPoint, others: Sequence[CriticalPoint] = ()) -> Shape:
    """Name a degenerate critical point of one or two parameters by a higher-order test and by its index.

    Where one eigenvalue λ is not zero, the loss is followed along the flat direction, on the line on which it does not
    slope across (the reduction of Lyapunov and Schmidt): its sign there and λ's decide. Where H = 0, the signs of the
    loss on a small circle do.

    Parameters
    ----------
    others : sequence of CriticalPoint
        The other critical points: the circles keep clear of them.
    """
    low, high = np.array(objective.window).T
    radii = RADII * float((high - low).min())
    apart = [float(np.linalg.norm(other.phi - point.phi)) for other in others if other is not point]
    radii = radii * min(1.0, 0.3 * min(apart, default=math.inf) / radii[0])
    with np.errstate(all="ignore"):
        if len(low) == 1:
            return _on_a_line(objective, point, radii)
        index = _index(objective, point.phi, radii)
        values, vectors = eigen(objective.hessian(point.phi) * float((high - low).min()) ** 2)
        size = np.abs(values)
        if not size.max() > FLAT * relief(objective):
            return _on_circles(objective, point, radii, index)
        flat, other = (0, 1) if size[0] < size[1] else (1, 0)
        heights = _along(objective, point, vectors[:, flat], vectors[:, other], radii)
        return _from_both_sides(heights, radii, float(np.sign(values[other])), index)


def _on_a_line(objective: Objective, point: CriticalPoint, radii: Array) -> Shape:
    heights = objective.value(point.phi + np.stack([-radii, radii])[..., None]) - point.value
    return _from_both_sides(np.where(np.abs(heights) > _noise(point), heights, 0.0), radii, 0.0, None)


def _noise(point: CriticalPoint) -> float:
    """A difference of heights that rounding alone may make."""
    return 64 * float(np.finfo(float).eps) * abs(point.value) + 1e-300


def _along(objective: Objective, point: CriticalPoint, flat: Array, across: Array, radii: Array) -> Array:
    """The heights (2, radii) at both sides along the flat direction, where the loss does not slope across."""
    reach = np.stack([-radii, radii])[..., None]
    phi = point.phi + reach * flat
    for _ in range(20):
        slope = objective.gradient(phi) @ across
        bend = np.einsum("i,...ij,j->...", across, objective.hessian(phi), across)
        phi = phi - (slope / bend)[..., None] * across
    heights = objective.value(phi) - point.value
    return np.where(np.abs(heights) > _noise(point), heights, 0.0)


def _from_both_sides(heights: Array, radii: Array, across: float, index: int | None) -> Shape:
    """The name from the heights (2, radii) on both sides, and the curvature across (0: one parameter)."""
    signs = np.sign(heights)
    if not np.isfinite(heights).all() or (signs != signs[:, :1]).any():
        return Shape("unknown", index)
    back, ahead = signs[:, 0].tolist()
    if back == ahead == 0:
        return Shape("line", index)
    # The lower power decides: of both sides the one on which more happens.
    side = int(np.abs(heights[:, 0]).argmax())
    ratio = abs(heights[side, 0] / heights[side, -1])
    power = round(math.log(ratio) / math.log(radii[0] / radii[-1]))
    if back != ahead:
        return Shape("neither", index, power)
    if across in (0.0, back):
        return Shape("minimum" if back > 0 else "maximum", index, power)
    return Shape("saddle", index, power)


def _circle(phi: Array, radii: Array) -> Array:
    """Points on circles, (radii, ANGLES, 2)."""
    angle = 2 * np.pi * (np.arange(ANGLES) + 0.25) / ANGLES
    return np.asarray(phi + radii[:, None, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1))


def _on_circles(objective: Objective, point: CriticalPoint, radii: Array, index: int | None) -> Shape:
    """The name where the Hessian is zero, from the signs of the loss all around."""
    heights = objective.value(_circle(point.phi, radii)) - point.value
    heights = np.where(np.abs(heights) > _noise(point), heights, 0.0)
    signs = np.sign(heights)
    if not np.isfinite(heights).all():
        return Shape("unknown", index)
    if not signs.any():
        return Shape("line", index)
    ratio = np.abs(heights[0]).max() / np.abs(heights[-1]).max()
    power = round(math.log(ratio) / math.log(radii[0] / radii[-1]))
    if (signs > 0).all():
        return Shape("minimum", index, power)
    if (signs < 0).all():
        return Shape("maximum", index, power)
    changes = {int((np.diff(row[row != 0], append=row[row != 0][0]) != 0).sum()) for row in signs}
    if len(changes) > 1 or (signs == 0).mean() > 0.02:
        return Shape("unknown", index)
    valleys = changes.pop() // 2
    return Shape("saddle" if valleys > 1 else "neither", index, power, valleys)


def _index(objective: Objective, phi: Array, radii: Array) -> int | None:
    """How often the gradient turns on the circles; None where it cannot be followed, or turns differently."""
    found = {_turns(objective, phi, float(radius)) for radius in radii}
    return found.pop() if len(found) == 1 else None


def _turns(objective: Objective, phi: Array, radius: float) -> int | None:
    """How often the gradient turns on one circle, halving its parts until no part turns by more than a radian."""
    place = np.linspace(0, 2 * np.pi, 65) + 0.1  # not on an axis
    for _ in range(BISECTIONS):
        gradient = objective.gradient(phi + radius * np.stack([np.cos(place), np.sin(place)], axis=-1))
        turns = np.diff(np.arctan2(gradient[:, 1], gradient[:, 0]))
        turns -= 2 * np.pi * np.rint(turns / (2 * np.pi))
        if not np.isfinite(turns).all() or not (gradient != 0).any(axis=-1).all():
            return None
        sharp = np.flatnonzero(np.abs(turns) > 1)
        if not sharp.size:
            return round(float(turns.sum()) / (2 * np.pi))
        place = np.insert(place, sharp + 1, (place[sharp] + place[sharp + 1]) / 2)
    return None
