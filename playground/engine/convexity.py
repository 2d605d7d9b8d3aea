"""Convexity: a verdict on a loss with its proof or its witness, and the chord test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from playground.engine.eigen import ROUNDING, eigen
from playground.engine.landscape import check_window, scatter
from playground.engine.types import Array, Convexity, Objective, Window
from playground.marking import N_

NODES = 101
"""Points a side at which a verdict looks for negative curvature."""

SURE = 1e-9
"""By this share the loss halfway must exceed the losses at both points, so that rounding cannot have decided."""


@dataclass(frozen=True, eq=False)
class Chord:
    """A loss along the straight line between two points, and the chord above or below it.

    Attributes
    ----------
    start, end : Array
        The two points, (d,).
    t : Array
        Where on the line, from 0 to 1, (n,).
    curve, chord : Array
        The loss, and the straight line between its two end values, (n,).
    """

    start: Array
    end: Array
    t: Array
    curve: Array
    chord: Array

    @property
    def gap(self) -> Array:
        """Chord − loss, (n,): nowhere negative if the loss is convex along the line; nan where both overflow."""
        with np.errstate(all="ignore"):
            return self.chord - self.curve

    @property
    def holds(self) -> bool:
        """Whether the chord lies nowhere below the loss, apart from rounding."""
        rounding = 1e-12 * np.abs(self.curve).max()
        return bool(np.isfinite(self.curve).all() and self.gap.min() >= -rounding)


def chord(objective: Objective, start: Any, end: Any, n: int = 101) -> Chord:
    """The chord test between two points (d,): a convex loss lies nowhere above any of its chords.

    Raises
    ------
    ValueError
        If the points are equal or not finite, or n < 3.
    """
    start, end = np.atleast_1d(np.asarray(start, dtype=float)), np.atleast_1d(np.asarray(end, dtype=float))
    if not (np.isfinite(start).all() and np.isfinite(end).all()) or (start == end).all():
        raise ValueError("a chord needs two different, finite points")
    if n < 3:
        raise ValueError(f"a chord needs at least 3 points, got {n}")
    t = np.linspace(0, 1, n)
    curve = objective.value((1 - t)[:, None] * start + t[:, None] * end)
    with np.errstate(all="ignore"):
        return Chord(start, end, t, curve, (1 - t) * curve[0] + t * curve[-1])


@dataclass(frozen=True, eq=False)
class Witness:
    """A point that proves a loss not convex: a negative eigenvalue there, and a chord that lies below the loss.

    φ (d,) is the middle of the chord, which runs along `direction` (d,), the unit eigenvector of `eigenvalue`.
    """

    phi: Array
    eigenvalue: float
    direction: Array
    chord: Chord


@dataclass(frozen=True, eq=False)
class Exchange:
    """Another witness: two points a, b (d,) of equal losses, such as φ with two hidden units exchanged, higher halfway.

    `values` are the losses at a, at b and halfway; a convex loss is nowhere higher between two points than at both.
    """

    a: Array
    b: Array
    values: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Verdict:
    """What is known about the convexity of a loss, and how.

    Attributes
    ----------
    kind : str
        "strictly convex" or "convex": proved, everywhere. "not convex": a witness was found in the window.
        "undecided": no negative curvature was found at the points looked at, which proves nothing.
    reason : str
        The proof, or what was done, in one sentence.
    witness : Witness, Exchange or None
        For "not convex". The reason that an Exchange gives has the placeholders {a}, the loss at both points, and {m},
        the loss halfway.
    points : int
        How many points were looked at; 0 if the proof needs none.
    """

    kind: Convexity
    reason: str
    witness: Witness | Exchange | None = None
    points: int = 0


def verdict(objective: Objective, window: Window | None = None) -> Verdict:
    """Whether a loss is convex, with the proof or the witness, and never more than is known.

    "Convex" is said only where the landscape brings a proof (its `convexity`). Otherwise the exact Hessian is computed
    at 101 points a side inside the window (in more than two dimensions at scattered ones), and a negative eigenvalue is
    believed if a chord through that point lies below the loss.

    Raises
    ------
    ValueError
        For a window of zero or negative size or with infinite ends.
    """
    window = check_window(objective.window if window is None else window, objective.dimension)
    if objective.convexity is not None:
        return Verdict(*objective.convexity)
    phi = _inside(window)
    values, vectors = eigen(objective.hessian(phi))
    finite = np.isfinite(values).all(axis=-1)
    if not finite.any():
        return Verdict("undecided", N_("The loss is too large to be computed in this window."), points=len(phi))
    smallest = np.where(finite, values[:, 0], np.inf)
    # Among equals those in the middle come first: longer chords fit there.
    for k in np.lexsort((_eccentricity(phi, window), smallest))[:5]:
        if smallest[k] < -ROUNDING * np.abs(values[k]).max():
            witness = _witness(objective, window, phi[k], float(smallest[k]), vectors[k, :, 0])
            if witness is not None:
                reason = N_("The loss is curved downwards at this point, and the chord lies below it.")
                return Verdict("not convex", reason, witness, len(phi))
    reason = N_("No negative curvature was found at the points looked at. That proves nothing about the others.")
    if smallest.min() < 0:
        reason = N_(
            "A negative eigenvalue was found, but no chord that clearly lies below the loss: it may be rounding. That "
            "proves nothing."
        )
    return Verdict("undecided", reason, points=len(phi))


def exchange(objective: Objective, phi: Array, others: Sequence[Array]) -> Verdict | None:
    """The verdict that a network's loss is not convex, from φ (d,) and points of equal loss; None without a witness.

    Two hidden units exchanged give the same function and the same loss (`ShallowNetwork.exchanged`); a convex loss
    could not be higher between the two points. The pair with the highest midpoint is the witness.
    """
    found = [_between(objective, phi, other) for other in others]
    best = max(found, key=lambda e: e.values[2] - 0.5 * (e.values[0] + e.values[1]), default=None)
    if best is None or not best.values[2] > 0.5 * (best.values[0] + best.values[1]) * (1 + SURE):
        return None
    reason = N_(
        "Exchange two hidden units: another point, the same function, the same loss {a}. Halfway between the two "
        "points the loss is {m}, above both. A convex loss cannot do that."
    )
    return Verdict("not convex", reason, best)


def _between(objective: Objective, a: Array, b: Array) -> Exchange:
    values = objective.value(np.stack([a, b, 0.5 * (a + b)])).tolist()
    return Exchange(a, b, (values[0], values[1], values[2]))


def _inside(window: Window) -> Array:
    """The points that a verdict looks at, none of them on the rim, (n, d)."""
    if len(window) > 2:
        return scatter(window, NODES**2)
    sides = [low + (high - low) * ((np.arange(NODES) + 0.5) / NODES) for low, high in window]
    return np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, len(window))


def _eccentricity(phi: Array, window: Window) -> Array:
    """How far points (n, d) lie from the middle of the window, 0, towards its rim, 1/2; shape (n,)."""
    low, high = np.array(window).T
    share: Array = np.abs((phi - low) / (high - low) - 0.5).max(axis=-1)
    return share


def _witness(objective: Objective, window: Window, phi: Array, eigenvalue: float, direction: Array) -> Witness | None:
    """The longest chord through φ along `direction`, within the window, that clearly lies below the loss there."""
    low, high = np.array(window).T
    with np.errstate(divide="ignore"):
        room = np.minimum(phi - low, high - phi) / np.abs(direction)
    half = float(min(room.min(), 0.25 * (high - low).max()))
    for _ in range(30):
        start, end = phi - half * direction, phi + half * direction
        if (start == end).all():
            return None
        found = chord(objective, start, end)
        if found.gap[found.t.size // 2] < -1e-9 * np.abs(found.curve).max():
            return Witness(phi, eigenvalue, direction, found)
        half /= 2
    return None


def definiteness(matrix: Array | Sequence[Sequence[Fraction]]) -> str | None:
    """Whether a symmetric matrix (d, d) is "positive definite" or "positive semidefinite", else None.

    A proof, not an estimate: Gauss's elimination in exact fractions of the numbers given.
    """
    rows = [[Fraction(entry) for entry in row] for row in matrix]
    while rows:
        if any(row[i] < 0 for i, row in enumerate(rows)):
            return None
        k = next((i for i, row in enumerate(rows) if row[i] > 0), None)
        if k is None:
            return "positive semidefinite" if not any(entry for row in rows for entry in row) else None
        pivot = rows[k]
        rest = [i for i in range(len(rows)) if i != k]
        rows = [[rows[i][j] - rows[i][k] * pivot[j] / pivot[k] for j in rest] for i in rest]
    return "positive definite"
