"""Critical points: where the gradient vanishes, found by Newton's method from every place that may hide one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from playground.engine.curvature import curvature
from playground.engine.landscape import check_window, mesh, scatter
from playground.engine.stationary import AROUND, newton_step, rest
from playground.engine.types import Array, Kind, Objective, Window

NODES = {1: 2001, 2: 161}
"""Nodes a side of the grid whose cells are searched, by dimension; in more dimensions points are scattered."""

SCATTERED = 4096
MOST = 5000
"""Starts of Newton's method on one grid; where there would be more, as on a plateau, every second or so is taken."""

POLISHED = 1e-7
"""How far Newton's step may still lead from a critical point, as a share of the window's sides."""

SAMPLES, BISECTIONS = 1000, 48
"""Places a side of the boundary at which the gradient is asked for its direction, and how often a piece is halved."""

MERGED = 1e-5
"""Points closer than this share of the window's sides are one point."""


@dataclass(frozen=True, eq=False)
class CriticalPoint:
    """A point whose gradient vanishes: φ (d,), the loss there, and the Hessian's determinant, eigenvalues and kind."""

    phi: Array
    value: float
    determinant: float
    eigenvalues: Array
    kind: Kind


@dataclass(frozen=True, eq=False)
class Survey:
    """The critical points of a window, and what is known of their completeness.

    Attributes
    ----------
    points : tuple of CriticalPoint
        The isolated ones, by ascending loss.
    isolated : bool
        False if the gradient also vanishes along a line, or all but vanishes on a whole region: those points are not
        listed.
    degree : int or None
        Σ sign det H over the points: minima + maxima − saddles for two parameters, minima − maxima for one. None if a
        point is degenerate or not isolated.
    winding : int or None
        The same sum as the boundary tells it: how often the gradient turns along it (Poincaré and Hopf). None in more
        than two dimensions, or where the gradient vanishes on the boundary or is not finite there.
    searched : int
        The points from which Newton's method began.
    """

    points: tuple[CriticalPoint, ...]
    isolated: bool
    degree: int | None
    winding: int | None
    searched: int

    @property
    def agrees(self) -> bool | None:
        """Whether both sums agree, None if one is unknown. A check, no proof: a missed pair would cancel."""
        return None if self.degree is None or self.winding is None else self.degree == self.winding


def critical_points(
    objective: Objective, window: Window | None = None, pause: Callable[[], None] | None = None
) -> list[CriticalPoint]:
    """All isolated critical points in a window (default: the objective's own), by ascending loss; see `survey`."""
    return list(survey(objective, window, pause).points)


def survey(objective: Objective, window: Window | None = None, pause: Callable[[], None] | None = None) -> Survey:
    """Search a window for all points with gradient zero.

    In one or two dimensions the gradient is computed on a grid. Newton's method begins in every cell in which each of
    its components changes sign, and at every node where it is shorter than at the neighbours; it is repeated on a finer
    grid as long as the number found contradicts the boundary. In more dimensions it begins at scattered points, and
    nothing is said about completeness. A point is listed if it is stationary, as `rest` says, to 1e-7 of the window.

    Parameters
    ----------
    pause : callable
        Called between rounds of the search: a server lets others go first there, or ends the search by raising.

    Raises
    ------
    ValueError
        For a window of zero or negative size or with infinite ends.
    """
    window = check_window(objective.window if window is None else window, objective.dimension)
    nodes = NODES.get(len(window), 0)
    # On a kink the gradient has no direction: the sum over the points need not be what the boundary tells.
    smooth = objective.kinks(np.mean(window, axis=1)) is None
    with np.errstate(all="ignore"):
        for refinement in (1, 2, 4) if smooth else (1,):
            result = _search(objective, window, nodes * refinement, pause)
            if result.agrees is not False:
                break
    return result


@lru_cache(maxsize=64)
def lowest(objective: Objective) -> Array:
    """The lowest point (d,) of the objective's window: Newton's method from the lowest of a grid of 81 nodes a side."""
    _, _, nodes = mesh(objective.window, 81)
    low, high = np.array(objective.window).T
    with np.errstate(all="ignore"):
        value = objective.value(nodes)
        start = nodes[np.unravel_index(np.nanargmin(value), value.shape)]
        phi = _newton(objective, start[None], objective.window, 0.02)[0]
    inside = ((low <= phi) & (phi <= high)).all()
    return phi if inside and objective.value(phi) <= objective.value(start) else np.asarray(start)


def sketch(objective: Objective, window: Window, nodes: int, most: int = 400, rounds: int = 20) -> Array:
    """Critical points (n, d) of a window as a coarse grid shows them, some of which it may miss."""
    low, high = np.array(window).T
    starts = _starts(objective, window, nodes)
    with np.errstate(all="ignore"):
        phi = _newton(objective, starts[:: 1 + len(starts) // most], window, 4 / nodes, rounds=rounds)
        phi = phi[((low <= phi) & (phi <= high)).all(axis=-1)]
        stationary, flat = rest(objective, phi, window, POLISHED)
        return _merged(phi[np.asarray(stationary) & (flat == 0)], high - low)


def _search(objective: Objective, window: Window, nodes: int, pause: Callable[[], None] | None) -> Survey:
    """The survey on one grid."""
    low, high = np.array(window).T
    starts = _starts(objective, window, nodes)
    starts = starts[:: 1 + len(starts) // MOST]
    phi = _newton(objective, starts, window, 4 / nodes if nodes else 0.25, pause=pause)
    phi = phi[((low <= phi) & (phi <= high)).all(axis=-1)]
    stationary, flat = rest(objective, phi, window, POLISHED)
    order = np.argsort(_length(objective, phi, high - low), kind="stable")
    found = _merged(phi[order[stationary[order]]], high - low)
    facts = curvature(objective, found)
    single = _isolated(objective, found, facts.kind, facts.eigenvalues, facts.eigenvectors, window)
    values = objective.value(found)
    kind, determinant = facts.kind.tolist(), facts.determinant.tolist()
    points = tuple(
        CriticalPoint(found[k], float(values[k]), determinant[k], facts.eigenvalues[k], kind[k])
        for k in np.argsort(values, kind="stable")
        if single[k] and kind[k] != "undefined"
    )
    isolated = bool(single.all() and not flat.any())
    clear = isolated and not set(kind) & {"degenerate", "undefined"}
    degree = sum(int(np.sign(point.determinant)) for point in points) if clear else None
    return Survey(points, isolated, degree, _winding(objective, window), len(starts))


def _starts(objective: Objective, window: Window, nodes: int) -> Array:
    """Where Newton's method begins, (n, d)."""
    axes = len(window)
    if axes > 2:
        return scatter(window, SCATTERED)
    grid: Array = mesh(window, nodes)[2] if axes == 2 else np.linspace(*window[0], nodes)[:, None]
    gradient = objective.gradient(grid)
    length = np.linalg.norm(gradient, axis=-1)
    inner = (slice(1, -1),) * axes
    # nan compares as False: no start where the loss overflows. A plateau has no shortest node, but its rim has.
    around = np.stack(_neighbours(length))
    shortest = (length[inner] <= around).all(axis=0) & (length[inner] < around).any(axis=0)
    # A cell of a plateau, zero at every corner, is not searched either.
    cells = np.max(_corners(length, axes), axis=0) > 0
    for k in range(axes):
        corners = np.stack(_corners(gradient[..., k], axes))
        cells &= (corners.min(axis=0) <= 0) & (corners.max(axis=0) >= 0)
    centres = np.mean(_corners(grid, axes), axis=0)
    starts = np.concatenate([centres[cells], grid[inner][shortest]])
    return starts if len(starts) else grid.reshape(-1, axes)[:1]


def _corners(values: Array, axes: int) -> list[Array]:
    """The values of a grid with so many axes at each corner of its cells."""
    parts = [values]
    for axis in range(axes):
        before = (slice(None),) * axis
        parts = [part[(*before, side)] for part in parts for side in (slice(-1), slice(1, None))]
    return parts


def _neighbours(values: Array) -> list[Array]:
    """The values of a grid at the neighbours of each inner node, in every direction."""
    moves = (slice(-2), slice(1, -1), slice(2, None))
    places = product(moves, repeat=values.ndim)
    return [values[place] for place in places if place != (moves[1],) * values.ndim]


def _newton(
    objective: Objective,
    phi: Array,
    window: Window,
    reach: float,
    rounds: int = 60,
    pause: Callable[[], None] | None = None,
) -> Array:
    """Newton's method on the gradient from points (n, d): a step is taken only if it shortens the gradient.

    A step is at most `reach` of the window's sides long; one that does not help is tried again at a quarter. A point
    further than that outside the window is left there.
    """
    low, high = np.array(window).T
    sides = high - low
    phi = phi.copy()
    radius = np.full(len(phi), reach)
    length = _length(objective, phi, sides)
    active = np.arange(len(phi))
    for _ in range(rounds):
        if pause is not None:
            pause()
        active = active[(length[active] > 0) & (radius[active] > 1e-14 * reach)]
        out = np.maximum(low - phi[active], phi[active] - high) / sides
        active = active[(out <= reach).all(axis=-1)]
        step = newton_step(objective, phi[active], sides)
        share = np.linalg.norm(step, axis=-1)
        # A step that moves the last digit only, or leads nowhere, is the end.
        useful = share > 1e-16
        active, step, share = active[useful], step[useful], share[useful]
        if not active.size:
            break
        trial = phi[active] - step * sides * np.minimum(1, radius[active] / share)[:, None]
        trial_length = _length(objective, trial, sides)
        better = trial_length < length[active]
        phi[active[better]], length[active[better]] = trial[better], trial_length[better]
        radius[active] = np.where(better, np.minimum(2 * radius[active], reach), np.minimum(radius[active], share) / 4)
    return phi


def _length(objective: Objective, phi: Array, sides: Array) -> Array:
    """|gradient| at points (n, d), for parameters in units of the window's sides."""
    return np.asarray(np.linalg.norm(objective.gradient(phi) * sides, axis=-1))


def _merged(phi: Array, sides: Array) -> Array:
    """Points (n, d) without their doubles; the first of each group stays."""
    kept: list[Array] = []
    while len(phi):
        kept.append(phi[0])
        phi = phi[np.linalg.norm((phi - phi[0]) / sides, axis=-1) > MERGED]
    return np.array(kept).reshape(-1, len(sides))


def _isolated(objective: Objective, phi: Array, kind: Array, values: Array, vectors: Array, window: Window) -> Array:
    """Whether no stationary point is a thousandth of the window away, along the flattest direction; (n,)."""
    low, high = np.array(window).T
    flattest = np.abs(values).argmin(axis=-1)
    direction = np.take_along_axis(vectors, flattest[:, None, None], axis=-1)[..., 0]
    step = AROUND * direction / np.abs(direction / (high - low)).max(axis=-1, keepdims=True)
    isolated = np.ones(len(phi), bool)
    for away in (phi - step, phi + step):
        isolated &= ~np.logical_or(*rest(objective, away, window))
    return np.asarray(isolated | (kind != "degenerate"))


def _winding(objective: Objective, window: Window) -> int | None:
    """How often the gradient turns along the boundary; for one parameter, half the change of its sign."""
    low, high = np.array(window).T
    if len(window) == 1:
        signs = np.sign(objective.gradient(np.array([low, high])))[:, 0]
        return int(signs[1] - signs[0]) // 2 if np.isfinite(signs).all() and (signs != 0).all() else None
    if len(window) > 2:
        return None
    # Twice the first corner, so that the last turn leads back to it.
    place = np.linspace(0, 4, 4 * SAMPLES + 1)
    angle = _angle(objective, window, place)
    for _ in range(BISECTIONS):
        turns = np.diff(angle)
        turns -= 2 * np.pi * np.rint(turns / (2 * np.pi))
        if not np.isfinite(turns).all():
            return None
        sharp = np.flatnonzero(np.abs(turns) > 1)
        if not sharp.size:
            return round(float(turns.sum()) / (2 * np.pi))
        middle = (place[sharp] + place[sharp + 1]) / 2
        place = np.insert(place, sharp + 1, middle)
        angle = np.insert(angle, sharp + 1, _angle(objective, window, middle))
    return None


def _angle(objective: Objective, window: Window, place: Array) -> Array:
    """The direction of the gradient at places 0…4 (n,) along a window's boundary, side by side; nan where it is 0."""
    low, high = np.array(window).T
    corner = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], float)
    side = np.minimum(place.astype(int), 3)
    share = (place - side)[:, None]
    gradient = objective.gradient(low + (high - low) * ((1 - share) * corner[side] + share * corner[side + 1]))
    gradient = gradient * (high - low)
    still = ~np.isfinite(gradient).all(axis=-1) | (gradient == 0).all(axis=-1)
    return np.where(still, np.nan, np.arctan2(gradient[:, 1], gradient[:, 0]))
