"""Critical points that are proved: each alone in a box, by the interval Newton method; and boxes that can hold none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.engine.critical import CriticalPoint, critical_points
from playground.engine.proofs.boxes import Boxes, sweep
from playground.engine.proofs.definite import is_indefinite, is_positive
from playground.engine.proofs.enclosure import SAFE, Enclose, Enclosed, Enclosure
from playground.engine.types import Array, Mask, Window

MARGIN = 0.05
"""Share of the window's sides by which critical points are sought beyond it: a box at the rim may hide one outside."""


@dataclass(frozen=True, eq=False)
class Root:
    """A critical point that is proved to exist.

    Attributes
    ----------
    point : CriticalPoint
        The point, as the search found it, with its proved kind.
    radius : Array
        (d,): it is the only critical point in the box of this radius around it.
    reach : Array
        (d,): so near to the point that was found it lies.
    place : str
        Whether it certainly lies "inside" the window, certainly "outside", or so near its "rim" that this is open.
    """

    point: CriticalPoint
    radius: Array
    reach: Array
    place: Literal["inside", "outside", "rim"]


def find_roots(
    objective: Enclosed,
    enclose: Enclose,
    window: Window,
    pause: Callable[[], None] | None,
    over: Callable[[], bool] = lambda: False,
) -> list[Root]:
    """The critical points in and just beyond the window that can be proved, each with the largest box found for it."""
    low, high = np.array(window).T
    margin = MARGIN * (high - low)
    wide = tuple(zip(low - margin, high + margin, strict=True))
    candidates = critical_points(objective, wide, pause)
    if not candidates:
        return []
    centre = np.array([point.phi for point in candidates]).T
    radius = np.repeat((0.05 * (high - low))[:, None], centre.shape[1], axis=1)
    proved = np.zeros(centre.shape[1], bool)
    reach = np.full_like(centre, np.inf)
    for _ in range(60):
        open_ = np.flatnonzero(~proved)
        if not open_.size or over():
            break
        image = _krawczyk(enclose, centre[:, open_], radius[:, open_])
        done = (image < radius[:, open_]).all(axis=0)
        reach[:, open_[done]], proved[open_[done]] = image[:, done], True
        radius[:, ~proved] *= 0.7
    if not proved.any():
        return []
    centre, radius, reach = centre[:, proved], radius[:, proved], reach[:, proved]
    candidates = [candidates[k] for k in np.flatnonzero(proved)]
    # What holds one root holds it in a much smaller box too: near the rim that decides on which side it lies.
    for share in (1e-3, 1e-6, 1e-9):
        image = _krawczyk(enclose, centre, share * radius)
        reach = np.where((image < share * radius).all(axis=0), np.minimum(reach, image), reach)
    found = enclose(centre, reach)
    kinds = _kinds(found)
    roots = []
    for k in np.flatnonzero(kinds != ""):
        phi, near = centre[:, k], reach[:, k] * SAFE + 1e-300
        inside = ((phi - near >= low) & (phi + near <= high)).all()
        outside = ((phi + near < low) | (phi - near > high)).any()
        point = candidates[k]
        proved_point = CriticalPoint(point.phi, point.value, point.determinant, point.eigenvalues, kinds[k].item())
        roots.append(Root(proved_point, radius[:, k], near, "inside" if inside else "outside" if outside else "rim"))
    return roots


def _inverse(h: Array) -> Array:
    """The inverse of the matrices (d, d, N), not finite where they are singular."""
    with np.errstate(all="ignore"):
        if len(h) == 1:
            return 1 / h
        determinant = h[0, 0] * h[1, 1] - h[0, 1] * h[1, 0]
        adjugate = np.array([[h[1, 1], -h[0, 1]], [-h[1, 0], h[0, 0]]])
        return np.asarray(adjugate / determinant)


def _krawczyk(enclose: Enclose, centre: Array, radius: Array) -> Array:
    """A bound (d, N) of Krawczyk's |−C g(c) + (I − C H(box)) s|: less than the radius, it proves one root."""
    with np.errstate(all="ignore"):
        around = enclose(centre, radius)
        c = _inverse(around.hessian)
        size = np.abs(c)
        newton = np.abs(np.einsum("ijn,jn->in", c, around.gradient))
        newton += np.einsum("ijn,jn->in", size, around.gradient_error)
        # |I − C H(box)| ≤ |C| spread, and what rounding leaves of I − C H(c).
        rounding = 1e-12 * np.einsum("ijn,jkn->ikn", size, np.abs(around.hessian)) + 1e-15
        shrink = np.einsum("ijn,jkn->ikn", size, around.spread) + rounding
        image: Array = (newton + np.einsum("ikn,kn->in", shrink, radius)) * SAFE + 1e-300
        return np.where(np.isfinite(image) & around.defined, image, np.inf)


def _kinds(found: Enclosure) -> NDArray[np.str_]:
    """The kind that is certain of the whole box, or "" (N,)."""
    h, error = found.hessian, found.spread
    saddle = is_indefinite(h, error) if len(h) == 2 else np.zeros(h.shape[-1], bool)
    return np.select([is_positive(h, error), is_positive(-h, error), saddle], ["minimum", "maximum", "saddle"], "")


def other_roots(
    enclose: Enclose, window: Window, roots: list[Root], budget: int, over: Callable[[], bool]
) -> tuple[int, Boxes]:
    """How many boxes were looked at, and those that may hold a critical point which is not among the roots."""

    def decide(boxes: Boxes) -> Mask:
        found = enclose(boxes.centre, boxes.radius)
        decided = _excluded(found, boxes.radius) | np.isnan(found.value.low)
        for root in roots:
            near = root.radius[:, None]
            phi = root.point.phi[:, None]
            decided |= ((boxes.low >= phi - near) & (boxes.high <= phi + near)).all(axis=0)
        return decided

    return sweep(window, decide, budget=budget, over=over)


def _excluded(found: Enclosure, radius: Array) -> Mask:
    """Whether the gradient certainly vanishes nowhere in the box, (N,).

    Either one of its components keeps away from 0, or one of C g does, with C the inverse of the Hessian: there the
    linear part is the identity, whose range over the box is exactly ± radius.
    """
    with np.errstate(all="ignore"):
        linear = np.einsum("ijn,jn->in", np.abs(found.hessian), radius)
        away = (np.abs(found.gradient) > (linear + found.remainder) * SAFE).any(axis=0)
        c = _inverse(found.hessian)
        size = np.abs(c)
        moved = np.abs(np.einsum("ijn,jn->in", c, found.gradient))
        rest = np.einsum("ijn,jn->in", size, found.remainder)
        rounding = 1e-12 * np.einsum("ijn,jkn,kn->in", size, np.abs(found.hessian), radius + np.abs(moved))
        preconditioned = (moved > (radius + rest) * SAFE + rounding) & np.isfinite(c).all(axis=(0, 1))
        return np.asarray(away | preconditioned.any(axis=0))
