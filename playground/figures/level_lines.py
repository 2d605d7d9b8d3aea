"""Level lines of a grid as polylines, and polylines with no more points than the eye needs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]
"""A polyline, (points, 2): column and row of a grid, or any other two coordinates."""

# Which edges of a cell a line joins, by which of its corners lie above the level: bits 1, 2, 4, 8 for the corners
# (row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column). Edges: 0 low row, 1 right, 2 high row, and
# 3 left.
CROSSED: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((3, 0),),
    2: ((0, 1),),
    3: ((3, 1),),
    4: ((1, 2),),
    5: ((3, 0), (1, 2)),
    6: ((0, 2),),
    7: ((3, 2),),
    8: ((2, 3),),
    9: ((2, 0),),
    10: ((0, 1), (2, 3)),
    11: ((2, 1),),
    12: ((1, 3),),
    13: ((1, 0),),
    14: ((0, 3),),
}


def level_lines(value: NDArray[np.floating], level: float) -> list[Line]:
    """Where a grid (n, m) crosses a level: polylines of (column, row); cells beside what is not finite have none."""
    above = value > level
    with np.errstate(invalid="ignore"):
        kind = above[:-1, :-1] * 1 + above[:-1, 1:] * 2 + above[1:, 1:] * 4 + above[1:, :-1] * 8
        known = np.isfinite(value[:-1, :-1] + value[:-1, 1:] + value[1:, 1:] + value[1:, :-1])
    rows, columns = np.nonzero((kind > 0) & (kind < 15) & known)
    width = value.shape[1]
    beside: dict[int, list[int]] = {}
    for row, column, case in zip(rows.tolist(), columns.tolist(), kind[rows, columns].tolist(), strict=True):
        # An edge's number: twice that of the node it starts from, and one more where it goes up a row.
        first = 2 * (row * width + column)
        edges = (first, first + 3, first + 2 * width, first + 1)
        for one, other in CROSSED[case]:
            beside.setdefault(edges[one], []).append(edges[other])
            beside.setdefault(edges[other], []).append(edges[one])
    return [_places(np.array(chain), value, level) for chain in _chains(beside)]


def _chains(beside: dict[int, list[int]]) -> list[list[int]]:
    """The edges in the order in which lines pass them: first the lines that end at the border, then the closed ones."""
    left = dict.fromkeys(sorted(beside, key=lambda edge: len(beside[edge])))
    chains = []
    while left:
        chain = [next(iter(left))]
        del left[chain[0]]
        while (following := next((edge for edge in beside[chain[-1]] if edge in left), None)) is not None:
            chain.append(following)
            del left[following]
        if len(chain) > 2 and chain[0] in beside[chain[-1]]:
            chain.append(chain[0])
        chains.append(chain)
    return chains


def _places(edges: NDArray[np.int_], value: NDArray[np.floating], level: float) -> Line:
    """Where on its edge each crossing lies."""
    nodes, up = edges // 2, edges % 2
    rows, columns = nodes // value.shape[1], nodes % value.shape[1]
    here, there = value[rows, columns].astype(float), value[rows + up, columns + 1 - up].astype(float)
    share = (level - here) / (there - here)
    return np.column_stack([columns + (1 - up) * share, rows + up * share])


def simplified(line: Line, within: float) -> Line:
    """The polyline without points that lie within a distance of the chord between their neighbours.

    Every second point is looked at, again and again, so that no two neighbours go at once; the ends stay.
    """
    for _ in range(6):
        before, point, after = line[:-2:2], line[1:-1:2], line[2::2]
        if not len(after):
            break
        chord, away = after - before, point - before
        length = np.hypot(*chord.T)
        off = np.abs(chord[:, 0] * away[:, 1] - chord[:, 1] * away[:, 0])
        # A point beyond the ends of its chord is a turn, however near the line it lies.
        along = (chord * away).sum(axis=1)
        needless = (off <= within * length) & (along >= 0) & (along <= length**2)
        keep = np.ones(len(line), bool)
        keep[1:-1:2] = ~needless
        if keep.all():
            break
        line = line[keep]
    return line
