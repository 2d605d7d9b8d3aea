"""What a landscape that nobody has tuned is shown with: window, start, learning rate and colours, from itself."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product
from typing import Protocol

import numpy as np

from playground.engine.critical import sketch
from playground.engine.landscape import scatter
from playground.engine.types import Array, Objective, Scale, Window

REACHES = (10.0, 100.0)
"""How far from the origin a formula is looked at; further only where nothing was found."""

NODES = {1: 401, 2: 41}
"""Nodes a side of the coarse grid, by the number of parameters."""

ROUNDS, LIGHT = 20, 300
"""Rounds of Newton's method on that grid; of a gradient of more operations than `LIGHT` both are cut down, so that a
tower of powers takes no longer than a formula that somebody would write. It is work that is counted, not time: a link
opens the same window everywhere."""

USUAL = 3.0
"""Half the side of a window in which nothing asks for another."""

NEAREST = {1: 4, 2: 9}
"""So many critical points, those nearest to the origin, decide the window: of a wave a few crests are enough."""

MARGIN = 2.0
"""How much larger than what they enclose it is."""

SMALLEST = 0.02
"""Half the side of the smallest window that is proposed."""

PLACES = ((-0.62, 0.48), (-0.71, -0.35), (0.55, 0.66), (0.66, -0.55), (0.31, -0.68), (-0.27, 0.36), (0.16, 0.11))
"""Where a run may start, as shares of half the window: on no axis and no diagonal, where a saddle would hold it."""

HIGH = 0.7
"""The share of the window that lies below a start, as near as can be."""

RATES = 10.0 ** (np.arange(-15, 10) / 6)
"""Learning rates that are tried, in multiples of one whose first step is a fiftieth of the window."""

DEAD = 1e-6
"""A start at whose slope a way across the whole window would change the loss by less than this share lies in a tail."""

TRIED = 100
"""Steps of each trial."""


class Shown(Protocol):
    """A loss over a window of its own."""

    def __call__(self, window: Window) -> Objective:
        """The same loss over another window."""
        ...


def window_of(shown: Shown, dimension: int, operations: int = 1) -> Window:
    """The window that shows most of a loss: around its critical points, cut down to where it is defined.

    All sides are equal, so that a unit is as long on every axis. `operations` are those of one gradient.
    """
    heavy = max(1.0, operations / LIGHT)
    nodes, rounds = int(NODES[dimension] / heavy ** (1 / dimension)), int(ROUNDS / heavy)

    def found(near: Objective) -> Array:
        points = sketch(near, near.window, max(nodes, 9), rounds=max(rounds, 4))
        return points[np.isfinite(near.value(points))]

    with np.errstate(all="ignore"):
        for reach in REACHES:
            wide = shown(((-reach, reach),) * dimension)
            points = found(wide)
            points = points if len(points) else _narrow(shown, wide, dimension, found)
            if len(points):
                break
        points = points[np.argsort(np.abs(points).max(axis=-1), kind="stable")][: NEAREST[dimension]]
        centre, half = _around(points, dimension)
        smaller = _not_flat(wide, centre, half)
        if len(points) and (np.abs(points - centre) > smaller).any():  # it would leave out what it is to show
            centre = (points.min(axis=0) + points.max(axis=0)) / 2
            smaller = _not_flat(wide, centre, half)
        half = smaller
        return _defined(wide, centre, half)


def _narrow(shown: Shown, wide: Objective, dimension: int, found: Callable[[Objective], Array]) -> Array:
    """Critical points between the nodes of the coarse grid, around the steepest of them: those of a narrow bell."""
    low, high = np.array(wide.window).T
    nodes = _grid((low + high) / 2, float((high - low)[0]) / 2, 81)
    length = np.linalg.norm(wide.gradient(nodes), axis=-1)
    length = np.where(np.isfinite(length), length, 0.0)
    if (length > 1e-4 * length.max()).mean() > 0.2:
        return np.empty((0, dimension))
    middle, cell = nodes[length.argmax()], float((high - low)[0]) / 80
    return found(shown(tuple((float(m - 2 * cell), float(m + 2 * cell)) for m in middle)))


def _around(points: Array, dimension: int) -> tuple[Array, float]:
    """The middle and half the side of a box around points (n, d); the usual box if there are none."""
    if not len(points):
        return np.zeros(dimension), USUAL
    low, high = points.min(axis=0), points.max(axis=0)
    middle, extent = (low + high) / 2, float((high - low).max()) / 2
    half = max(MARGIN * extent, SMALLEST) if len(points) > 1 else USUAL
    # A window around the origin is read more easily: it is moved only if it must be.
    centre = np.where(np.abs(middle) + 1.2 * extent <= half, 0.0, middle)
    return centre, half


def _not_flat(wide: Objective, centre: Array, half: float) -> float:
    """Half a side at which the loss is not flat nearly everywhere, as around a narrow bell."""
    for smaller in (1.0, 0.5, 0.2, 0.1, 0.05, 0.02):
        length = np.linalg.norm(wide.gradient(_grid(centre, smaller * half, 21)), axis=-1)
        length = length[np.isfinite(length)]
        if length.size and (length > 1e-4 * length.max()).mean() >= 0.2:
            return smaller * half
    return half


def _grid(centre: Array, half: float, nodes: int) -> Array:
    """A grid over a box, (n, d)."""
    side = np.linspace(-half, half, nodes)
    return np.asarray(centre + np.array(list(product(side, repeat=len(centre)))))


def _defined(wide: Objective, centre: Array, half: float) -> Window:
    """The box without what lies outside the smallest one in which the loss is defined, its ends rounded."""
    points = _grid(centre, half, 41)
    low, high = centre - half, centre + half
    finite = np.isfinite(wide.value(points))
    if finite.any() and finite.mean() < 0.6:
        inside, cell = points[finite], 2 * half / 40
        low, high = np.maximum(low, inside.min(axis=0) - cell), np.minimum(high, inside.max(axis=0) + cell)
    step = 10.0 ** math.floor(math.log10(half)) / 2
    ends = np.floor(low / step + 1e-9) * step, np.ceil(high / step - 1e-9) * step
    return tuple((float(f"{a:.6g}"), float(f"{b:.6g}")) for a, b in zip(*ends, strict=True))


def start_of(objective: Objective) -> tuple[float, ...]:
    """A place from which a run tells something: defined, sloping, rather high, and on no line of symmetry."""
    low, high = np.array(objective.window).T
    shares = np.array(PLACES)[:, : objective.dimension]
    places = (low + high) / 2 + shares * (high - low) / 2
    unit = 10.0 ** np.floor(np.log10((high - low) / 20))
    places = np.rint(places / unit) * unit
    with np.errstate(all="ignore"):
        value, slope = objective.value(places), np.linalg.norm(objective.gradient(places) * _units(low, high), axis=-1)
    usable = np.isfinite(value) & np.isfinite(slope) & (slope > 0)
    if not usable.any():
        return _steepest(objective) or tuple(float(f"{x:.6g}") for x in places[0])
    # Neither in a tail nor beside a pole; of those the one below which most of the window lies, but not all of it.
    median = np.median(slope[usable])
    usable &= (slope >= 1e-3 * slope[usable].max()) & (slope <= 20 * median)
    below = (_heights(objective)[:, None] < value).mean(axis=0)
    best = int(np.where(usable, np.abs(below - HIGH), np.inf).argmin())
    if slope[best] * (high - low).max() < DEAD * float(np.ptp(_heights(objective))) and scale_of(objective) == "linear":
        return _steepest(objective) or tuple(float(f"{x:.6g}") for x in places[best])
    return tuple(float(f"{x:.6g}") for x in places[best])


UNLIKE = 20.0
"""Sides of a window that differ by more than this are in units of their own, as those of a model of raw data."""


def _units(low: Array, high: Array) -> Array:
    """How long each side of a window is beside the longest, where they are in units of their own; else 1."""
    sides = high - low
    return sides / sides.max() if sides.max() > UNLIKE * sides.min() else np.ones_like(sides)


def _steepest(objective: Objective) -> tuple[float, ...] | None:
    """Where the loss is steepest, as on the flank of a narrow bell; None where it is level or may have a pole."""
    box = objective.window
    if getattr(objective, "limits", None) is not None:
        return None
    for _ in range(4):  # look around the steepest place ever more closely
        low, high = np.array(box).T
        points = scatter(box, 1024)
        with np.errstate(all="ignore"):
            slope = np.linalg.norm(objective.gradient(points), axis=-1)
        slope = np.where(np.isfinite(slope), slope, 0.0)
        best = points[slope.argmax()]
        reach = (high - low) / 8
        box = tuple(zip(np.maximum(best - reach, low).tolist(), np.minimum(best + reach, high).tolist(), strict=True))
    return tuple(float(f"{x:.3g}") for x in best) if slope.max() > 0 else None


def alpha_of(objective: Objective, start: tuple[float, ...]) -> float:
    """Half of the largest learning rate with which gradient descent from a start never rises, to one digit.

    Nor may it run away: where the loss has no least value, a large one soon leads out of all that is drawn.
    """
    low, high = np.array(objective.window).T
    side, slopes = high - low, np.abs(objective.gradient(np.array(start)))
    slope = float(np.linalg.norm(slopes))
    if not (math.isfinite(slope) and slope > 0):
        return 0.1
    with np.errstate(all="ignore"):
        across = float(side.min()) / slope if (_units(low, high) == 1).all() else float((side / slopes).min())
    rates = min(max(0.02 * across, 1e-250), 1e250) * RATES
    phi = np.repeat(np.array([start]), len(rates), axis=0)
    last = objective.value(phi)
    falls = np.ones(len(rates), bool)
    with np.errstate(all="ignore"):
        for _ in range(TRIED):
            phi = phi - rates[:, None] * objective.gradient(phi)
            now = objective.value(phi)
            falls &= now <= last + 1e-9 * np.abs(last)
            last = now
        stays = (np.abs(phi - (low + high) / 2) <= high - low).all(axis=-1)
    falls = falls & stays if (falls & stays).any() else falls
    best = float(rates[falls].max()) / 2 if falls.any() else float(rates[0])
    return float(f"{min(max(best, 1e-300), 1e300):.1g}")


def _heights(objective: Objective, count: int = 1024) -> Array:
    """The finite heights of points spread over the window."""
    with np.errstate(all="ignore"):
        value = objective.value(scatter(objective.window, count))
    return value[np.isfinite(value)]


def limits_of(objective: Objective) -> tuple[float, float] | None:
    """Heights beyond which only a pole lies, −∞ or ∞ on a side that has none; None if neither has."""
    return between(_heights(objective, 4096))


def between(values: Array) -> tuple[float, float] | None:
    """The same of values of any function."""
    value = values[np.isfinite(values)]
    if not value.size:
        return None
    least, tenth, most, greatest = np.quantile(value, [0.0, 0.1, 0.9, 1.0]).tolist()
    spread = most - tenth
    low = tenth - spread / 2 if least < tenth - POLE * spread else -math.inf
    high = most + spread / 2 if greatest > most + POLE * spread else math.inf
    if low == -math.inf and high == math.inf:
        return None
    return float(f"{low:.2g}"), float(f"{high:.2g}")


POLE = 5.0
"""A height counts as that of a pole where it lies so many times the usual spread of heights away from them."""


def scale_of(objective: Objective) -> Scale:
    """Whether heights span powers of ten over most of the window: then they are coloured by their logarithm."""
    value = _heights(objective)
    if not value.size:
        return "linear"
    low, tenth, most = np.quantile(value, [0.0, 0.1, 0.9]).tolist()
    return "log" if tenth > low and most - low > 100 * (tenth - low) and most - low > 10 else "linear"
