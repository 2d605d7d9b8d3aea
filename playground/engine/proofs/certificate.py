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
from typing import NamedTuple

import numpy as np

from playground.engine.critical import CriticalPoint
from playground.engine.expression import Expression
from playground.engine.landscape import check_window, scatter
from playground.engine.proofs.boxes import Boxes, Clock, joined, sweep
from playground.engine.proofs.chords import violated_chord
from playground.engine.proofs.definite import has_negative, is_positive
from playground.engine.proofs.domain import defined
from playground.engine.proofs.enclosure import NAMES, SAFE, Enclose, Enclosed, Enclosure, box
from playground.engine.proofs.roots import Root, find_roots, other_roots
from playground.engine.proofs.rules import convexity_by_rules
from playground.engine.types import Array, Convexity, Mask, Window
from playground.marking import N_

MOST_BOXES = 200_000
"""Boxes that each of the three proofs may look at."""

STRICT_BOXES = 20_000
"""Boxes that may be looked at to prove that what is convex is strictly so."""

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
    chord : Array or None
        For "not convex" where no such point is known, as of a loss with kinks: the ends (2, d) of a chord above whose
        middle the loss is proved to lie.
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
    chord: Array | None
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
    shape = _convexity(objective, enclose, window, budget, clock.part(1 / 3))
    roots = find_roots(objective, enclose, window, pause, clock.part(1 / 2))
    inside = [root for root in roots if root.place == "inside"]
    if shape.convexity == "strictly convex" and inside:  # it has one critical point, which is its minimum
        point_boxes, left = 0, joined([], objective.dimension)
        minimum, minimum_boxes = _height(enclose, inside[0]), 0
    else:
        point_boxes, left = other_roots(enclose, window, roots, budget, clock.part(2 / 3))
        minimum, minimum_boxes = _minimum(objective, enclose, window, roots, budget, clock.part(1))
    volume = float(np.prod(np.array([high - low for low, high in window])))
    share = 1 - float((left.high - left.low).prod(axis=0).sum()) / volume
    somewhere = minimum is not None or bool(np.isfinite(objective.value(scatter(window, 256))).any())
    return Certificate(
        window,
        shape.convexity,
        shape.reason,
        shape.witness,
        shape.chord,
        tuple(sorted((root.point for root in inside), key=lambda point: point.value)),
        somewhere and left.count == 0 and all(root.place != "rim" for root in roots),
        minimum,
        shape.boxes + point_boxes + minimum_boxes,
        shape.boxes,
        left.count,
        share if somewhere else 0.0,
        left,
    )


# ---------------------------------------------------------------- convexity


def _convexity(
    objective: Enclosed, enclose: Enclose, window: Window, budget: int, over: Callable[[], bool]
) -> _Verdict:
    theorem = objective.convexity
    if theorem is not None:
        return _Verdict(*theorem)
    formula, names = objective.expression, NAMES[: objective.dimension]
    whole, judged = _is_defined(formula, names, window, over) if formula is not None else (True, 0)
    by_rules = convexity_by_rules(formula, names, window) if formula is not None and whole else "unknown"
    if by_rules == "strictly convex":
        return _Verdict("strictly convex", RULES)
    if by_rules == "convex" or not whole:  # boxes may only add that it is strictly so, or that it is not
        budget = min(budget, STRICT_BOXES)
    found: list[Array] = []

    def decide(boxes: Boxes) -> Mask:
        bounds = enclose(boxes.centre, boxes.radius)
        negative = has_negative(bounds.hessian, bounds.hessian_error) & bounds.defined
        if negative.any():
            found.append(_most_central(boxes.centre[:, negative], window))
            return np.ones(boxes.count, bool)
        return is_positive(bounds.hessian, bounds.spread) & bounds.defined

    ends = None
    for limit in sorted({min(budget, STRICT_BOXES), budget}):  # of what has kinks, a chord tells more than many boxes
        more, left = sweep(window, decide, budget=limit, over=over)
        judged += more
        if found or not left.count or by_rules == "convex":
            break
        ends = violated_chord(objective, window)
        if ends is not None:
            break
    if found:
        return _Verdict("not convex", NEGATIVE, found[0], judged)
    if not left.count:
        return _Verdict("strictly convex", POSITIVE, boxes=judged)
    if by_rules == "convex":
        return _Verdict("convex", RULES, boxes=judged)
    if ends is not None:
        return _Verdict("not convex", CHORD, chord=ends, boxes=judged)
    return _Verdict("undecided", OPEN if whole else PARTLY, boxes=judged)


RULES = N_("Its formula is put together from convex parts by rules that keep convexity.")
NEGATIVE = N_("At this point the Hessian is proved to have a negative eigenvalue.")
POSITIVE = N_("The Hessian is proved to be positive definite on every box of the window.")
CHORD = N_("Halfway between these points the loss is proved to lie above the chord.")
OPEN = N_("Neither proved nor disproved with the boxes that were looked at.")
PARTLY = N_("On a part of the window the loss is not defined or too large to be computed: no proof holds there.")


class _Verdict(NamedTuple):
    """What is proved of convexity, as a Certificate has it."""

    convexity: Convexity
    reason: str
    witness: Array | None = None
    boxes: int = 0
    chord: Array | None = None


def _is_defined(
    formula: Expression, names: tuple[str, ...], window: Window, over: Callable[[], bool]
) -> tuple[bool, int]:
    """Whether a formula is certainly defined and finite all over the window, and how many boxes were looked at."""

    def decide(boxes: Boxes) -> Mask:
        sides = dict(zip(names, box(boxes.centre, boxes.radius), strict=True))
        return np.broadcast_to(defined(formula.program, sides), (boxes.count,))

    # From one box on: of most formulas the whole window is decided at once.
    judged, left = sweep(window, decide, budget=STRICT_BOXES, cells=1, over=over)
    return not left.count, judged


def _most_central(points: Array, window: Window) -> Array:
    """Of points (d, N) the one nearest to the middle of the window: the longest chord fits there."""
    low, high = np.array(window).T
    return np.asarray(points[:, np.abs((points.T - low) / (high - low) - 0.5).max(axis=1).argmin()])


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


def _height(enclose: Enclose, root: Root) -> tuple[float, float] | None:
    """An interval that holds the loss at a root."""
    at = root.point.phi[:, None]
    low = _lower_bound(enclose(at, root.reach[:, None]), root.reach[:, None])
    high = float(enclose(at, np.zeros_like(at)).height.high[0])
    return (float(low[0]), high) if np.isfinite(low[0]) and np.isfinite(high) else None


def _lower_bound(found: Enclosure, radius: Array) -> Array:
    """A lower bound of the loss over each box (N,), nan where it is undefined: the better of range and Taylor form."""
    with np.errstate(all="ignore"):
        slope = np.einsum("in,in->n", np.abs(found.gradient) + found.gradient_error, radius)
        # The quadratic part is at least −½ |H| r², and not negative where H is positive definite on the box.
        bend = 0.5 * np.einsum("ijn,in,jn->n", np.abs(found.hessian) + found.spread, radius, radius)
        bend = np.where(is_positive(found.hessian, found.spread), 0.0, bend)
        taylor = found.height.low - (slope + bend) * SAFE
        return np.asarray(np.fmax(found.value.low, taylor))
