"""The contour plot of a loss over its two parameters: the ground on which the player draws the paths."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from playground.figures.theme import Raw, Theme, axis, colorscale, layout, packed

Scale = Literal["linear", "log"]
"""How heights are coloured: as they are, or by their logarithm where they span many powers of ten."""

HEIGHT = 420
LEVELS = 32
"""Bands between the lowest and the highest level line."""
TOWARDS = 1.8
"""The level lines lie at L* + (k / LEVELS) to this power of the whole height: 2 would be even ellipses in a bowl."""
NAMED = 7
"""Level lines whose value is written on them."""
PLACES = 6
"""Places that each of them offers for it."""
APART = 0.07
"""How far those values stand from one another at least, in widths of the picture."""
FINE = 65_535
"""The largest number of an unsigned integer of two bytes, in which the heights travel."""


def heights(value: NDArray[Any], scale: Scale) -> NDArray[Any]:
    """The loss itself, or log₁₀(1 + L − min L) where it spans many powers of ten."""
    return np.log10(1 + (value - np.nanmin(value))) if scale == "log" else value


def level_values(value: NDArray[Any], scale: Scale = "linear") -> NDArray[np.float64]:
    """The least loss, the losses of the level lines in rising order, and the greatest loss.

    The lines are the closer the nearer the loss is to its least, where a path ends; on a logarithmic scale they are
    equally spaced in log₁₀(1 + L − min L). Each is rounded as far as its neighbours allow, so that it can be written.
    """
    finite = np.asarray(value, dtype=float)[np.isfinite(value)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    if not high - low > 1e-9 * max(abs(low), abs(high)):
        return np.array([low, low + max(abs(low), 1.0)])  # nothing rises: one band, and no line in it
    share = np.arange(LEVELS + 1) / LEVELS
    with np.errstate(over="ignore"):
        rise = 10 ** (share * np.log10(1 + high - low)) - 1 if scale == "log" else (high - low) * share**TOWARDS
    exact = low + rise
    lines = [
        _rounded(here, (after - before) / 4) for before, here, after in zip(exact, exact[1:], exact[2:], strict=False)
    ]
    return np.array([low, *sorted({line for line in lines if low < line < high}), high])


def _rounded(number: float, within: float) -> float:
    """The number rounded to 1, 2 or 5 units of a power of ten, the coarsest that moves it by no more than `within`."""
    power = 10.0 ** np.floor(np.log10(2 * within))
    unit = next(unit for unit in (5 * power, 2 * power, power) if unit <= 2 * within * (1 + 1e-9))
    return float(f"{round(number / unit) * unit:.12g}")


def bands(value: NDArray[Any], lines: NDArray[Any]) -> NDArray[Any]:
    """Between which level lines a loss lies: k on the k-th of `lines`, and linear in the loss between two of them."""
    with np.errstate(all="ignore"):
        found: NDArray[Any] = np.interp(value, lines, np.arange(len(lines)))
    return np.where(np.isfinite(value), found, np.nan)


def ground(
    x: NDArray[Any], y: NDArray[Any], value: NDArray[Any], scale: Scale = "linear", *, told: bool = True, **more: Any
) -> dict[str, Any]:
    """The trace of filled contours of a loss (n, n), row = y; where it is `told`, the loss is read on hover.

    Plotly draws equally spaced levels alone. So what is drawn is the number of the band, in integers of two bytes.
    """
    lines = level_values(value, scale)
    z, step = bands(value, lines), FINE // (len(lines) - 1)
    whole = bool(np.isfinite(z).all())
    return {
        "type": "contour",
        "x": packed(x),
        "y": packed(y),
        "z": packed(np.rint(z * step), "u2") if whole else packed(z * step),
        "zmin": 0,
        "zmax": step * (len(lines) - 1),
        "colorscale": colorscale(),
        "showscale": False,
        "autocontour": False,
        "contours": {"coloring": "heatmap", "start": step, "end": step * (len(lines) - 1.5), "size": step},
        "line": {"width": 0.7, "color": "rgba(20,30,45,0.45)"},
        **(
            {
                "customdata": packed(value),
                "hovertemplate": "φ₀ %{x:.4g}<br>φ₁ %{y:.4g}<br>L %{customdata:.4g}<extra></extra>",
            }
            if told
            else {"hoverinfo": "skip"}
        ),
        **more,
    }


def named_levels(
    x: NDArray[Any], y: NDArray[Any], value: NDArray[Any], scale: Scale = "linear", keep_off: NDArray[Any] | None = None
) -> list[tuple[float, NDArray[Any]]]:
    """Some of the level lines: their loss, and the places (k, 2) where one may bear it, the best first.

    All lie apart from `keep_off`, and the first ones far from one another too; the others are for a line whose first
    place a path covers. None where the loss is flat.
    """
    lines = level_values(value, scale)[1:-1]
    if len(lines) < NAMED:
        return []
    marks = [np.array(np.unravel_index(int(np.nanargmin(value)), value.shape)[::-1]) / len(x)]
    if keep_off is not None and len(keep_off):
        corner, size = (x[0], y[0]), (x[-1] - x[0], y[-1] - y[0])
        marks += list((keep_off - corner) / size)
    firsts: list[NDArray[Any]] = []
    named = []
    for line in lines[np.linspace(1, len(lines) - 2, NAMED).round().astype(int)]:
        found = _crossings(value, float(line)) / len(x)
        chosen = _far_apart(found, [*marks, *firsts], 1)
        if not chosen:
            continue
        firsts += chosen
        columns, rows = len(x) * np.array(chosen + _far_apart(found, [*marks, *chosen], PLACES - 1)).T
        across, up = np.interp(columns, np.arange(len(x)), x), np.interp(rows, np.arange(len(y)), y)
        named.append((float(line), np.column_stack([across, up])))
    return named


def _far_apart(found: NDArray[Any], taken: list[NDArray[Any]], count: int) -> list[NDArray[Any]]:
    """Up to `count` of the points found, each the one that is farthest from all that are taken by then."""
    chosen: list[NDArray[Any]] = []
    while len(found) and len(chosen) < count:
        away = np.linalg.norm(found[:, None] - np.array([*taken, *chosen]), axis=-1).min(axis=1)
        if away.max() <= APART:
            break
        chosen.append(found[int(away.argmax())])
    return chosen


def level_labels(
    x: NDArray[Any], y: NDArray[Any], value: NDArray[Any], scale: Scale = "linear", keep_off: NDArray[Any] | None = None
) -> list[dict[str, Any]]:
    """A trace that writes the loss on some of the level lines, see `named_levels`; none where the loss is flat.

    All their places travel in `meta`: the player writes them where no path lies (levels.js).
    """
    named = named_levels(x, y, value, scale, keep_off)
    if not named:
        return []
    across, up = np.array([places[0] for _, places in named]).T
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": packed(across),
            "y": packed(up),
            "customdata": [loss for loss, _ in named],
            "meta": [[[float(f"{part:.4g}") for part in place] for place in places] for _, places in named],
            "texttemplate": "%{customdata:~g}",
            "textfont": {"size": 11, "color": "#14202d", "shadow": "0 0 3px #fff, 0 0 3px #fff, 0 0 2px #fff"},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]


def _bears_levels(trace: dict[str, Any]) -> bool:
    """Whether a trace writes the loss on level lines; the signs on a map of the Hessian are text too."""
    return trace.get("mode") == "text" and "meta" in trace


def for_the_player(figure: Raw) -> Raw:
    """The figure whose level lines bear no value yet: the player writes it, over the paths and where they are not."""
    raw = figure.to_dict()
    traces = [{**trace, "visible": False} if _bears_levels(trace) else trace for trace in raw["data"]]
    return Raw({"data": traces, "layout": raw["layout"]})


def _crossings(value: NDArray[Any], line: float) -> NDArray[Any]:
    """Where a level line crosses the rows of a grid (n, m) well within its border: (column, row), between the nodes."""
    n, m = value.shape
    left, right = value[:, :-1], value[:, 1:]
    rows, columns = np.nonzero((left < line) != (right < line))
    inside = (np.abs(rows - n / 2) < 0.42 * n) & (np.abs(columns - m / 2) < 0.42 * m)
    rows, columns = rows[inside], columns[inside]
    share = (line - left[rows, columns]) / (right[rows, columns] - left[rows, columns])
    found: NDArray[Any] = np.column_stack([columns + share, rows])[np.isfinite(share)]
    return found


def contour(
    x: NDArray[Any],
    y: NDArray[Any],
    value: NDArray[Any],
    *,
    look: Theme,
    language: str,
    heading: str = "",
    titles: tuple[str, str],
    scale: Scale = "linear",
    flipped: bool = False,
    equal: bool = True,
    minimisers: NDArray[Any] | None = None,
    keep_off: NDArray[Any] | None = None,
) -> Raw:
    """Filled contours of the loss, closer towards its least value, with the loss written on some of the lines.

    Parameters
    ----------
    x, y : array (n,)
        Values of φ0 and φ1 along the axes.
    value : array (n, n)
        The loss, row = y, column = x.
    scale : {"linear", "log"}
        How the level lines are spaced, see `level_values`.
    flipped : bool
        Whether φ1 grows downwards, as the course draws it.
    equal : bool
        Whether a unit is as long on both axes.
    minimisers : array (k, 2), optional
        Known minimisers, marked by a cross.
    keep_off : array (k, 2), optional
        Points that will be marked on the figure, where no level line may bear its value; by default the minimisers.

    Returns
    -------
    Raw
        Equal units per pixel on both axes: an angle on the screen is an angle in parameter space.
    """
    traces = [
        ground(x, y, value, scale),
        *level_labels(x, y, value, scale, minimisers if keep_off is None else keep_off),
    ]
    if minimisers is not None and len(minimisers):
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": packed(minimisers[:, 0]),
                "y": packed(minimisers[:, 1]),
                "marker": {"symbol": "x-thin", "size": 11, "line": {"width": 2.5, "color": "#ffffff"}},
                "hoverinfo": "skip",
            }
        )
    limits_x, limits_y = (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))
    frame = layout(
        look,
        language,
        HEIGHT,
        heading,
        xaxis=axis(look, titles[0], limits_x, constrain="domain", showgrid=False),
        yaxis=axis(
            look,
            titles[1],
            limits_y[::-1] if flipped else limits_y,
            constrain="domain",
            constraintoward="top",  # beside the chart that stands next to it
            showgrid=False,
            **({"scaleanchor": "x", "scaleratio": 1} if equal else {}),
        ),
    )
    return Raw({"data": traces, "layout": frame})


def without_level_labels(figure: Raw) -> Raw:
    """The figure without the values on its level lines: where other numbers stand on it, they would be confused."""
    raw = figure.to_dict()
    return Raw({"data": [trace for trace in raw["data"] if not _bears_levels(trace)], "layout": raw["layout"]})


def quiet(figure: Raw, hide: Collection[str]) -> Raw:
    """The figure of a quiz: with "minimum" no known minimiser is marked, with "hover" no loss is read by pointing."""
    raw = figure.to_dict()
    traces = raw["data"]
    if "minimum" in hide:
        traces = [trace for trace in traces if trace.get("marker", {}).get("symbol") != "x-thin"]
    if "hover" in hide:
        traces = [
            {name: value for name, value in trace.items() if name != "hovertemplate"} | {"hoverinfo": "skip"}
            for trace in traces
        ]
    return figure if traces is raw["data"] else Raw({"data": traces, "layout": raw["layout"]})
