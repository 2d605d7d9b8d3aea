"""Certificates: verdicts on a loss in a window that are proofs, by bounds that hold over whole boxes of parameters.

Convexity: the Hessian's bounds on every box, or the rules of `rules.py`; against it, one point whose Hessian is proved
to have a negative eigenvalue. Critical points: on a box whose bounds of the gradient leave out 0 there is none; the
interval Newton method of Krawczyk proves exactly one in another; a list is complete when every box is decided. Global
minimum of the window: branch and bound. Source: Moore, Kearfott and Cloud, Introduction to Interval Analysis (SIAM
2009), chapters 8 and 10; Krawczyk (1969).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.engine.critical import CriticalPoint, critical_points
from playground.engine.landscape import check_window
from playground.engine.proofs.boxes import Boxes, Clock, sweep
from playground.engine.proofs.enclosure import NAMES, SAFE, Enclose, Enclosed, Enclosure
from playground.engine.proofs.rules import convexity_by_rules
from playground.engine.types import Array, Convexity, Mask, Window
from playground.marking import N_

MOST_BOXES = 200_000
"""Boxes that each of the three proofs may look at."""

STRICT_BOXES = 20_000
"""Boxes that may be looked at to prove that what is convex is strictly so."""

MARGIN = 0.05
"""Share of the window's sides by which critical points are sought beyond it: a box at the rim may hide one outside."""

CLOSE = 1e-9
"""Width of the interval in which the window's least loss is to be enclosed."""


@dataclass(frozen=True, eq=False)
class Certificate:
    """What is proved of a loss in a window.

    Attributes
    ----------
    window : Window
        Where it is proved.
    convexity : str
        "strictly convex", "convex" or "not convex": proved. "undecided": neither, after all boxes of the budget.
    reason : str
        The proof in a sentence.
    witness : Array or None
        For "not convex" a point (d,) whose Hessian is proved to have a negative eigenvalue.
    critical_points : tuple of CriticalPoint
        Those in the window of which each is proved to exist, alone in a box around it; by ascending loss.
    complete : bool
        Whether it is proved that there is no other.
    minimum : (float, float) or None
        An interval that is proved to hold the least loss in the window; None where no bound was found.
    boxes : int
        How many boxes were looked at, of which `convexity_boxes` for convexity.
    undecided : int
        How many of them leave open whether there are other critical points.
    decided : float
        The share of the window's area in which the critical points are decided.
    left : Boxes
        The undecided boxes, to be drawn.
    """

    window: Window
    convexity: Convexity
    reason: str
    witness: Array | None
    critical_points: tuple[CriticalPoint, ...]
    complete: bool
    minimum: tuple[float, float] | None
    boxes: int
    convexity_boxes: int
    undecided: int
    decided: float
    left: Boxes


def certify(
    objective: Enclosed,
    window: Window | None = None,
    *,
    budget: int = MOST_BOXES,
    seconds: float | None = None,
    pause: Callable[[], None] | None = None,
) -> Certificate:
    """Prove what can be proved of an objective of one or two parameters in a window (default: its own).

    Parameters
    ----------
    budget : int
        Boxes that each proof may look at; what is undecided then is said to be.
    seconds : float, optional
        Seconds of processor time for all of them; what is undecided then is said to be.
    pause : callable
        Called between blocks of boxes: a server lets others go first there, or ends the proof by raising.

    Raises
    ------
    ValueError
        For a bad window, or more than two parameters.
    """
    if objective.dimension > 2:
        raise ValueError("proofs by boxes are given of one or two parameters")
    window = check_window(objective.window if window is None else window, objective.dimension)
    enclose: Enclose = objective.enclosure
    clock = Clock(seconds, pause)
    convexity, reason, witness, convex_boxes = _convexity(objective, enclose, window, budget, clock.part(1 / 3))
    roots = _roots(objective, enclose, window, pause)
    point_boxes, left = _other_roots(enclose, window, roots, budget, clock.part(2 / 3))
    minimum, minimum_boxes = _minimum(objective, enclose, window, roots, budget, clock.part(1))
    volume = float(np.prod(np.array([high - low for low, high in window])))
    share = 1 - float((left.high - left.low).prod(axis=0).sum()) / volume
    inside = [root for root in roots if root.place == "inside"]
    return Certificate(
        window,
        convexity,
        reason,
        witness,
        tuple(sorted((root.point for root in inside), key=lambda point: point.value)),
        left.count == 0 and all(root.place != "rim" for root in roots),
        minimum,
        convex_boxes + point_boxes + minimum_boxes,
        convex_boxes,
        left.count,
        share,
        left,
    )


# ---------------------------------------------------------------- convexity


def _convexity(
    objective: Enclosed, enclose: Enclose, window: Window, budget: int, over: Callable[[], bool]
) -> tuple[Convexity, str, Array | None, int]:
    theorem = objective.convexity
    if theorem is not None:
        return theorem[0], theorem[1], None, 0
    formula = objective.expression
    by_rules = "unknown" if formula is None else convexity_by_rules(formula, NAMES[: objective.dimension], window)
    rules = N_("Its formula is put together from convex parts by rules that keep convexity.")
    if by_rules == "strictly convex":
        return "strictly convex", rules, None, 0
    if by_rules == "convex":  # boxes may only add that it is strictly so
        budget = min(budget, STRICT_BOXES)
    found: list[Array] = []

    def decide(boxes: Boxes) -> Mask:
        bounds = enclose(boxes.centre, boxes.radius)
        negative = _has_negative(bounds.hessian, bounds.hessian_error)
        if negative.any():
            found.append(_most_central(boxes.centre[:, negative], window))
            return np.ones(boxes.count, bool)
        return _is_positive(bounds.hessian, bounds.spread)

    judged, left = sweep(window, decide, budget=budget, over=over)
    if found:
        return "not convex", N_("At this point the Hessian is proved to have a negative eigenvalue."), found[0], judged
    if not left.count:
        reason = N_("The Hessian is proved to be positive definite on every box of the window.")
        return "strictly convex", reason, None, judged
    if by_rules == "convex":
        return "convex", rules, None, judged
    return "undecided", N_("Neither proved nor disproved with the boxes that were looked at."), None, judged


def _most_central(points: Array, window: Window) -> Array:
    """Of points (d, N) the one nearest to the middle of the window: the longest chord fits there."""
    low, high = np.array(window).T
    return np.asarray(points[:, np.abs((points.T - low) / (high - low) - 0.5).max(axis=1).argmin()])


def _has_negative(h: Array, error: Array) -> Mask:
    """Whether matrices (d, d, N), known up to an error, certainly have a negative eigenvalue, (N,)."""
    negative = np.any([h[i, i] + error[i, i] < 0 for i in range(len(h))], axis=0)
    return np.asarray(negative | _is_indefinite(h, error) if len(h) == 2 else negative)


def _is_indefinite(h: Array, error: Array) -> Mask:
    """Whether 2×2 matrices certainly have a negative determinant, (N,)."""
    ends = [(h[0, 0] + s * error[0, 0]) * (h[1, 1] + t * error[1, 1]) for s in (-1, 1) for t in (-1, 1)]
    mixed = np.maximum(np.abs(h[0, 1]) - error[0, 1], 0.0) ** 2
    return np.asarray(np.max(ends, axis=0) + 1e-12 * np.max(np.abs(ends), axis=0) + 1e-300 < mixed * (1 - 1e-12))


def _is_positive(h: Array, error: Array) -> Mask:
    """Whether matrices (d, d, N), known up to an error, are certainly positive definite, (N,)."""
    diagonal = [h[i, i] - error[i, i] for i in range(len(h))]
    positive = np.all([entry > 0 for entry in diagonal], axis=0)
    if len(h) == 2:
        mixed = (np.abs(h[0, 1]) + error[0, 1]) ** 2
        positive &= diagonal[0] * diagonal[1] * (1 - 1e-12) > mixed * (1 + 1e-12) + 1e-300
    return np.asarray(positive)


# ---------------------------------------------------------------- critical points


@dataclass(frozen=True, eq=False)
class Root:
    """A critical point that is proved to exist.

    Attributes
    ----------
    point : CriticalPoint
        The point, as the search found it, with its proved kind.
    radius : Array
        (d,): it is the only critical point in the box of this radius around it.
    place : str
        Whether it certainly lies "inside" the window, certainly "outside", or so near its "rim" that this is open.
    """

    point: CriticalPoint
    radius: Array
    place: Literal["inside", "outside", "rim"]


def _roots(objective: Enclosed, enclose: Enclose, window: Window, pause: Callable[[], None] | None) -> list[Root]:
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
        image = _krawczyk(enclose, centre, radius)
        fresh = ~proved & (image < radius).all(axis=0)
        reach[:, fresh] = image[:, fresh]
        proved |= fresh
        if proved.all():
            break
        radius = np.where(proved, radius, 0.7 * radius)
    # What holds one root holds it in a much smaller box too: near the rim that decides on which side it lies.
    for share in (1e-3, 1e-6, 1e-9):
        image = _krawczyk(enclose, centre, share * radius)
        reach = np.where((image < share * radius).all(axis=0), np.minimum(reach, image), reach)
    found = enclose(centre, np.where(proved, reach, 0.0))
    kinds = _kinds(found)
    roots = []
    for k in np.flatnonzero(proved & (kinds != "")):
        phi, near = centre[:, k], reach[:, k] * SAFE + 1e-300
        inside = ((phi - near >= low) & (phi + near <= high)).all()
        outside = ((phi + near < low) | (phi - near > high)).any()
        point = candidates[k]
        proved_point = CriticalPoint(point.phi, point.value, point.determinant, point.eigenvalues, kinds[k].item())
        roots.append(Root(proved_point, radius[:, k], "inside" if inside else "outside" if outside else "rim"))
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
        return np.where(np.isfinite(image), image, np.inf)


def _kinds(found: Enclosure) -> NDArray[np.str_]:
    """The kind that is certain of the whole box, or "" (N,)."""
    h, error = found.hessian, found.spread
    saddle = _is_indefinite(h, error) if len(h) == 2 else np.zeros(h.shape[-1], bool)
    return np.select([_is_positive(h, error), _is_positive(-h, error), saddle], ["minimum", "maximum", "saddle"], "")


def _other_roots(
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


# ---------------------------------------------------------------- the least loss in the window


def _minimum(
    objective: Enclosed,
    enclose: Enclose,
    window: Window,
    roots: list[Root],
    budget: int,
    over: Callable[[], bool],
) -> tuple[tuple[float, float] | None, int]:
    """An interval that holds the least loss in the window, and how many boxes were looked at."""
    low, high = np.array(window).T
    points = [np.clip(root.point.phi, low, high) for root in roots if root.place != "outside"]
    best, lowest = np.inf, np.inf

    def decide(boxes: Boxes) -> Mask:
        nonlocal best, lowest
        found = enclose(boxes.centre, boxes.radius)
        lower = _lower_bound(found, boxes.radius)
        # Upper bounds: the loss at the centres, and at the lower corners of the most promising boxes, for the least
        # loss may lie on the rim of the window.
        promising = np.argsort(lower, kind="stable")[:8]
        corners = np.where(found.gradient > 0, boxes.low, boxes.high)[:, promising]
        known = enclose(corners, np.zeros_like(corners)).height.high
        best = float(np.fmin.reduce(np.concatenate([found.height.high, known]), initial=best))
        undefined = np.isnan(lower)
        decided = lower >= best - CLOSE * max(1.0, 1e-3 * abs(best))
        lowest = float(np.min(lower[decided], initial=lowest))
        return np.asarray(decided | undefined)

    if points:
        at = np.array(points).T
        best = float(np.fmin.reduce(enclose(at, np.zeros_like(at)).height.high, initial=best))
    judged, left = sweep(window, decide, budget=budget, smallest=1e-9, over=over)
    for block in left.blocks():
        lower = _lower_bound(enclose(block.centre, block.radius), block.radius)
        lowest = float(np.fmin.reduce(lower, initial=lowest))
    bound = min(lowest, best)
    return ((bound, best) if np.isfinite(bound) and np.isfinite(best) else None), judged


def _lower_bound(found: Enclosure, radius: Array) -> Array:
    """A lower bound of the loss over each box (N,), nan where it is undefined: the better of range and Taylor form."""
    with np.errstate(all="ignore"):
        slope = np.einsum("in,in->n", np.abs(found.gradient) + found.gradient_error, radius)
        # The quadratic part is at least −½ |H| r², and not negative where H is positive definite on the box.
        bend = 0.5 * np.einsum("ijn,in,jn->n", np.abs(found.hessian) + found.spread, radius, radius)
        bend = np.where(_is_positive(found.hessian, found.spread), 0.0, bend)
        taylor = found.height.low - (slope + bend) * SAFE
        return np.asarray(np.fmax(found.value.low, taylor))
