"""Chords: a loss with kinks is proved not convex by three points, where its Hessian tells nothing."""

from __future__ import annotations

import numpy as np

from playground.engine.proofs.enclosure import Enclosed
from playground.engine.types import Array, Window

NODES = {1: 101, 2: 15}
"""Points a side between which chords are drawn, by the number of parameters."""

CANDIDATES = 16
"""Chords that are tried to be proved, those first that lie farthest below the loss."""


def violated_chord(objective: Enclosed, window: Window) -> Array | None:
    """The ends (2, d) of a chord above whose middle the loss certainly lies; None if none was found.

    The chords of a grid are looked at by their values; bounds by intervals decide.
    """
    d = objective.dimension
    ends = NODES[d]
    sides = [np.linspace(low, high, 2 * ends - 1) for low, high in window]
    grid = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1)
    with np.errstate(all="ignore"):
        value = np.asarray(objective.value(grid))
        places = np.stack(np.meshgrid(*[np.arange(0, 2 * ends - 1, 2)] * d, indexing="ij"), axis=-1).reshape(-1, d)
        one, other = (places[k] for k in np.triu_indices(len(places), 1))
        middle = (one + other) // 2
        heights = [value[tuple(place.T)] for place in (one, middle, other)]
        gap = heights[1] - (heights[0] + heights[2]) / 2
        gap = np.where(np.isfinite(gap), gap, -np.inf)
    best = np.argsort(-gap, kind="stable")[:CANDIDATES]
    best = best[gap[best] > 0]
    if not best.size:
        return None
    at = [grid[tuple(place[best].T)] for place in (one, middle, other)]
    # The middle of the grid's points is the middle of the chord up to rounding, which the boxes around them hold.
    slack = 4 * np.spacing(np.abs(grid).max(axis=tuple(range(d))))
    found = [objective.enclosure(phi.T, np.repeat(slack[:, None], len(phi), axis=1)) for phi in at]
    low = found[1].value.low
    with np.errstate(all="ignore"):
        high = np.nextafter((found[0].value.high + found[2].value.high) / 2, np.inf)
        proved = np.flatnonzero((low > high) & np.all([each.defined for each in found], axis=0))
    return np.array([at[0][proved[0]], at[2][proved[0]]]) if proved.size else None
