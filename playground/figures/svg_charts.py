"""The charts of a run as SVG: contours with the path, data with the model, curves against the step, the ledger."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.contour import Scale, bands, level_values
from playground.figures.level_lines import Line, level_lines
from playground.figures.svg import FINE, Axes, Box, circle, clipped, drawn, frame, path_data, text, ticks
from playground.figures.theme import DASHES, LANDSCAPE, Theme
from playground.figures.thumbnail import data_uri, shaded
from playground.i18n import number

WIDTH, HEIGHT = 470.0, 430.0
"""Pixels of a chart."""
INSIDE = Box(62, 34, 396, 350)
"""Where its axes may stand in it."""
ROUND = 12.0
"""Windows that are longer than this many times their width do not keep equal units."""
MOST = 30_000
"""Letters that all level lines may take."""
DOTS = 200
"""Paths of at most so many steps show each."""
CLEAR = 0.04
"""How far a path stays from the value of a level line at least, in widths of the picture."""
FAR = 1e9
"""What lies farther out is on no picture."""


@dataclass(frozen=True, eq=False)
class Ground:
    """A landscape as it is drawn: its heights (n, n) over x and y, row = y, and how."""

    x: NDArray[Any]
    y: NDArray[Any]
    value: NDArray[Any]
    scale: Scale = "linear"
    flipped: bool = False
    minimisers: NDArray[Any] | None = None
    room: Box = INSIDE

    @property
    def window(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The part of the plane that it shows."""
        return (float(self.x[0]), float(self.x[-1])), (float(self.y[0]), float(self.y[-1]))

    @property
    def axes(self) -> Axes:
        """Its axes: equal units on both, where the window allows it."""
        (x0, x1), (y0, y1) = self.window
        wide, high = x1 - x0, y1 - y0
        box = self.room
        if 1 / ROUND < wide / high < ROUND:
            unit = min(box.width / wide, box.height / high)
            width, height = unit * wide, unit * high
            box = Box(box.left + (box.width - width) / 2, box.top + (box.height - height) / 2, width, height)
        return Axes(box, (x0, x1), (y0, y1), self.flipped)


def ground_svg(ground: Ground, look: Theme, language: str, titles: tuple[str, str], heading: str) -> str:
    """The landscape: colours as pixels, level lines as lines; and the axes.

    In print it has no colours, which a copier makes grey, and darker lines.
    """
    axes, levels = ground.axes, level_values(ground.value, ground.scale)
    box = axes.box
    edge = f'x="{box.left:.1f}" y="{box.top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
    parts = []
    if look.name != "print":
        pixels = shaded(bands(ground.value, levels) / (len(levels) - 1), LANDSCAPE)
        picture = data_uri(pixels if ground.flipped else pixels[::-1])
        parts.append(f'<image href="{picture}" {edge} preserveAspectRatio="none"/>')
    data = _lines(ground, axes)
    ink = {"stroke": "#141e2d", "stroke_opacity": 0.45 if look.name != "print" else 0.75}
    parts.append(drawn(data, stroke_width=0.7, **ink))
    for point in () if ground.minimisers is None else ground.minimisers:
        u, v = axes.place(*point)
        cross = {"stroke": "#fff" if look.name != "print" else "#000", "stroke_width": 2.5}
        arms = f"M{FINE * (u - 5):.0f} {FINE * (v - 5):.0f}l40 40m-40 0l40-40"
        parts.append(drawn(arms, **cross))
    return title_of(heading) + clipped("window", box, "".join(parts)) + frame(axes, look, language, titles)


def levels_svg(
    ground: Ground, named: list[tuple[float, NDArray[Any]]], language: str, paths: Sequence[NDArray[Any]] = ()
) -> str:
    """The losses of level lines, see `named_levels`, each at the first of its places that no path (n, 2) covers."""
    (x0, x1), (y0, y1) = ground.window
    taken, parts = np.concatenate([np.empty((0, 2)), *(_densely(path) for path in paths)]), []
    for level, places in named:
        shares = (places[:, None] - taken) / (x1 - x0, y1 - y0)
        away = np.linalg.norm(shares, axis=-1).min(axis=1, initial=np.inf)
        free = away > CLEAR
        place = places[int(free.argmax() if free.any() else away.argmax())]
        taken = np.concatenate([taken, [place]])
        u, v = ground.axes.place(*place)
        halo = {"stroke": "#fff", "stroke_width": 3, "stroke_opacity": 0.8, "paint_order": "stroke"}
        word = number(level, language, 6)
        parts.append(text(word, u, v + 4, font_size=11, fill="#14202d", text_anchor="middle", **halo))
    return "".join(parts)


def _densely(path: NDArray[Any]) -> NDArray[Any]:
    """The path with points between its own, as far as it can be drawn: a long step covers what lies under it."""
    path = path[(np.abs(path) < FAR).all(axis=-1)]
    between = path[:-1, None] + np.linspace(0, 1, 12)[:, None] * np.diff(path, axis=0)[:, None]
    return np.concatenate([path[:1], between.reshape(-1, 2)])


def title_of(heading: str) -> str:
    """The heading of a chart; nothing for none."""
    return heading and text(heading, 8, 18, font_size=14, font_weight=600)


def _lines(ground: Ground, axes: Axes) -> str:
    """The level lines as the data of one path; of a landscape of many ripples every second, every fourth, or none."""
    levels = level_values(ground.value, ground.scale)[1:-1]
    drawn_at = (_lines_at(ground, axes, levels[::each]) for each in (1, 2, 4, 8))
    return next((data for data in drawn_at if data is not None), "")


def _lines_at(ground: Ground, axes: Axes, levels: NDArray[Any]) -> str | None:
    """The lines of these levels; None, with no more work than that asks for, where they are too long to be told."""
    data = ""
    for level in levels:
        for line in level_lines(ground.value, float(level)):
            data += path_data(_on_screen(line, ground, axes))
            if len(data) > MOST:
                return None
    return data


def _on_screen(line: Line, ground: Ground, axes: Axes) -> Line:
    """Columns and rows of the grid as pixels."""
    x = np.interp(line[:, 0], np.arange(len(ground.x)), ground.x)
    return axes.place(x, np.interp(line[:, 1], np.arange(len(ground.y)), ground.y))


def finite(path: NDArray[Any]) -> NDArray[Any]:
    """A path (steps + 1, 2) up to where it is no longer finite."""
    good = np.isfinite(path).all(axis=1)
    return path if good.all() else path[: int(good.argmin())]


def dash(index: int) -> dict[str, Any]:
    """The dashes of a run, which is never told by colour alone."""
    return {"stroke_dasharray": " ".join(map(str, DASHES[index]))} if DASHES[index] else {}


def paths_svg(axes: Axes, paths: Sequence[NDArray[Any]], step: int | None, look: Theme) -> str:
    """The paths over a chart: whole where `step` is None, else up to that step, and the rest of it faint."""
    parts = []
    for index, path in reversed(list(enumerate(paths))):
        places = axes.place(*finite(path).T)
        if not len(places):
            continue
        color, here = look.runs[index], len(places) - 1 if step is None else min(step, len(places) - 1)
        done = path_data(places[: here + 1])
        if here + 1 < len(places):
            parts.append(drawn(path_data(places[here:]), stroke=color, stroke_width=1.8, stroke_opacity=0.6))
        parts.append(drawn(done, stroke="#fff", stroke_width=4.4, stroke_opacity=0.85))
        parts.append(drawn(done, stroke=color, stroke_width=2.2, **dash(index)))
        if len(path) <= DOTS:
            parts.append(drawn(_dots(places[: here + 1]), stroke=color, stroke_width=4.4))
        parts.append(circle(places[0], 4.5, fill="#fff", stroke=color, stroke_width=2.2))
        parts.append(circle(places[here], 6, fill=color, stroke="#fff", stroke_width=1.6))
        if len(paths) > 1:
            near = {"stroke": "#fff", "stroke_width": 3, "paint_order": "stroke", "font_weight": 700}
            parts.append(text(str(index + 1), places[here][0] + 9, places[here][1] - 6, fill=color, **near))
    return clipped("paths", axes.box, "".join(parts))


def _dots(places: Line) -> str:
    """A dot at each place, as the data of one path: round ends of strokes without length."""
    whole = np.rint(places * FINE).astype(int)
    moves = np.diff(whole, axis=0, prepend=np.zeros((1, 2), int))
    return "".join(f"m{x}{' ' if y >= 0 else ''}{y}h0" for x, y in moves.tolist())


def curve_axes(x: NDArray[Any], y: NDArray[Any], box: Box = INSIDE) -> Axes:
    """Axes for a loss y of one parameter x, both (n,), with some room above and below."""
    low, high = (float(np.nanmin(y)), float(np.nanmax(y))) if np.isfinite(y).any() else (-1.0, 1.0)
    room = 0.06 * (high - low) or max(abs(low), 1.0) / 2
    return Axes(box, (float(x[0]), float(x[-1])), (low - room, high + room))


def curve_svg(
    x: NDArray[Any],
    y: NDArray[Any],
    look: Theme,
    language: str,
    titles: tuple[str, str],
    heading: str,
    box: Box = INSIDE,
) -> str:
    """A loss of one parameter, with gaps where it is not finite."""
    axes, good, parts = curve_axes(x, y, box), np.isfinite(y), []
    for piece in np.split(np.arange(len(y)), np.nonzero(np.diff(good))[0] + 1):
        if good[piece[0]]:
            stroke = look.ink if look.name == "print" else LANDSCAPE[0 if look.name == "light" else 2]
            parts.append(drawn(path_data(axes.place(x[piece], y[piece])), stroke=stroke, stroke_width=3))
    return title_of(heading) + clipped("window", axes.box, "".join(parts)) + frame(axes, look, language, titles)


def fit_svg(
    data: tuple[NDArray[Any], NDArray[Any]],
    window: tuple[tuple[float, float], ...],
    curves: Sequence[tuple[NDArray[Any], NDArray[Any]]],
    said: NDArray[Any],
    look: Theme,
    language: str,
    titles: tuple[str, str],
    heading: str,
    aside: tuple[NDArray[Any], NDArray[Any]] | None = None,
    box: Box = INSIDE,
) -> str:
    """The data, the curve of the model at the step of each run, and the residuals of the first: `said` (I,) at x.

    Data that are set `aside` are diamonds.
    """
    axes = Axes(box, window[0], window[1])
    x, y = data
    parts = []
    ends = np.stack([axes.place(x, y), axes.place(x, np.where(np.isfinite(said), said, y))], axis=1)
    sticks = "".join(path_data(line) for line in ends)
    parts.append(drawn(sticks, stroke=look.residual, stroke_width=1.3))
    for index, (across, up) in reversed(list(enumerate(curves))):
        line = path_data(finite(axes.place(across, up)))
        parts.append(drawn(line, stroke=look.runs[index], stroke_width=2.4, **dash(index)))
    dots = _dots(axes.place(x, y))
    parts += [drawn(dots, stroke=look.halo, stroke_width=9), drawn(dots, stroke=look.data, stroke_width=7)]
    if aside is not None:
        diamond = np.array([(0, -5), (5, 0), (0, 5), (-5, 0), (0, -5)])
        shapes = "".join(path_data(place + diamond) for place in axes.place(*aside))
        parts.append(drawn(shapes, stroke=look.lit, stroke_width=2))
    return title_of(heading) + clipped("data", axes.box, "".join(parts)) + frame(axes, look, language, titles)


def curves_svg(
    tracks: Sequence[NDArray[Any]],
    step: int | None,
    look: Theme,
    language: str,
    titles: tuple[str, str],
    heading: str,
    *,
    log: bool,
    names: Sequence[str] = (),
    dotted: Sequence[NDArray[Any]] = (),
    box: Box = INSIDE,
) -> str:
    """Numbers against the step, one curve each, with a mark at `step`; on a logarithmic axis where `log`.

    Beside each may stand a second one in its colour, `dotted`.
    """
    steps = max(len(track) for track in tracks) - 1
    with np.errstate(all="ignore"):
        lines, beside = (
            [np.log10(np.where(track > 0, track, np.nan)) if log else track.astype(float) for track in each]
            for each in (tracks, dotted)
        )
    known = np.concatenate([line[np.isfinite(line)] for line in (*lines, *beside)])
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    if log:  # beyond sixteen powers of ten below the start, a loss is rounding
        low = max(low, high - 16)
    room = 0.05 * (high - low) or 0.5
    axes = Axes(box, (0.0, float(max(steps, 1))), (low - room, high + room))
    marks = [(float(power), word) for power, word in _decades(*axes.y, language)] if log else None
    parts: list[str] = []
    ends: list[str] = []
    for index, line in enumerate(beside):
        data = "".join(path_data(axes.place(piece, line[piece])) for piece in _finite_pieces(line))
        parts.append(drawn(data, stroke=look.runs[index % len(look.runs)], stroke_width=2.2, stroke_dasharray="0.1 4"))
    for index, line in reversed(list(enumerate(lines))):
        color, good = look.runs[index % len(look.runs)], np.isfinite(line)
        for piece in _finite_pieces(line):
            data = path_data(axes.place(piece, line[piece]))
            parts.append(drawn(data, stroke=color, stroke_width=2.2, **dash(index % len(DASHES))))
        here = len(line) - 1 if step is None else min(step, len(line) - 1)
        if good[here]:
            place = axes.place(here, line[here])
            ends.append(circle(place, 5, fill=color, stroke=look.halo, stroke_width=1.5))
            if names:
                at = (place[0] - 10, place[1] - 10)
                ends.append(text(names[index], *at, fill=color, font_weight=600, text_anchor="end"))
    edges = frame(axes, look, language, titles, (None, marks))
    return title_of(heading) + clipped("curves", axes.box, "".join(parts)) + edges + "".join(ends)


def _finite_pieces(line: NDArray[Any]) -> list[NDArray[np.int_]]:
    """The runs of steps at which a line is finite."""
    good = np.isfinite(line)
    pieces = np.split(np.arange(len(line)), np.nonzero(np.diff(good))[0] + 1)
    return [piece for piece in pieces if good[piece[0]]]


def _decades(low: float, high: float, language: str) -> list[tuple[float, str]]:
    """Where a logarithmic axis has its ticks, and what they say: powers of ten, or 1, 2 and 5 of them where few."""
    whole = range(math.ceil(low), math.floor(high) + 1)
    if len(whole) >= 3:
        return [(float(k), number(10.0**k, language)) for k in ticks(low, high) if float(k).is_integer()]
    fine = [unit * 10.0**k for k in range(math.floor(low) - 1, math.ceil(high) + 1) for unit in (1, 2, 5)]
    found = [(math.log10(value), number(value, language)) for value in fine if low <= math.log10(value) <= high]
    return found or [(tick, number(10.0**tick, language)) for tick in ticks(low, high, 4)]


def ledger_svg(rows: Sequence[tuple[str, str, str]], heading: str) -> str:
    """The ledger as text: what is computed, by which formula, and its numbers."""
    parts = [title_of(heading)]
    for index, (term, formula, numbers) in enumerate(rows):
        y = 52 + 44 * index
        parts.append(text(f"{term} = {formula}", 16, y, font_size=13))
        parts.append(text(f"= {numbers}", 34, y + 19, font_size=13, font_weight=600))
    return "".join(parts)
