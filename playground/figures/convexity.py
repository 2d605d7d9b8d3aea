"""Figures on convexity: a curve with tangent, chord and second derivative; and the plane of trace and determinant."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.hessian_map import MARKER_COLORS, MARKERS
from playground.figures.theme import Raw, Theme, axis, layout, packed
from playground.i18n import decimal_mark

SPLIT = (0.36, 0.27)
"""Share of the height where the curve's pane begins, and where that of the second derivative ends."""


@dataclass(frozen=True, eq=False)
class Stationary:
    """A point (x, value) with slope zero, its kind, and the word that is written beside it."""

    x: float
    value: float
    kind: str
    word: str


@dataclass(frozen=True, eq=False)
class Line:
    """A straight line or a curve: x (n,), value (n,)."""

    x: NDArray[Any]
    value: NDArray[Any]


def curve(
    course: Line,
    second: NDArray[Any],
    here: tuple[float, float, float],
    tangent: Line,
    chord: Line,
    below: NDArray[Any],
    points: Sequence[Stationary],
    *,
    look: Theme,
    language: str,
    heading: str,
    words: Mapping[str, str],
    height: int = 480,
) -> Raw:
    """A function of one variable over its second derivative, which is shaded where it is negative.

    Parameters
    ----------
    course : Line
        The function, (n,); `second` (n,) is its second derivative there.
    here : (x, value, second derivative)
        The point looked at.
    tangent, chord : Line
        Straight lines; `below` (of bool, as long as the chord) tells where the chord lies below the function.
    points : sequence of Stationary
    words : mapping
        What "up" and "down" are called, and the titles "L", "second" and "tangent", "chord".

    Notes
    -----
    The traces that move with the point and the chord have a `meta`, by which the browser finds them: "chord",
    "tangent", "ends", "band" (where the chord lies below), "spot" and "second".
    """
    x, value = course.x, course.value
    room = float(np.ptp(value)) or 1.0
    limits = (float(value.min()) - 0.14 * room, float(value.max()) + 0.12 * room)
    reach = 1.12 * float(np.abs(second).max()) or 1.0
    colors = {"tangent": look.runs[1], "chord": look.runs[2]}
    main, lower = {"xaxis": "x", "yaxis": "y"}, {"xaxis": "x", "yaxis": "y2"}
    traces: list[dict[str, Any]] = [
        _line(course, look.ink, 3, **main, hovertemplate="φ %{x:.4g}<br>L %{y:.4g}<extra></extra>"),
        _line(chord, colors["chord"], 2.5, "dash", **main, meta="chord"),
        _line(tangent, colors["tangent"], 2.5, "dot", **main, meta="tangent"),
        _line(Line(x, second), look.ink, 2, **lower, hovertemplate="φ %{x:.4g}<br>L″ %{y:.4g}<extra></extra>"),
    ]
    ends = {"size": 10, "color": colors["chord"], "line": {"width": 1.5, "color": look.halo}}
    traces.append(
        _line(Line(chord.x[[0, -1]], chord.value[[0, -1]]), "", 0, **main)
        | {"mode": "markers", "marker": ends, "meta": "ends"}
    )
    # A band under the chord, which keeps its colour: that of its name.
    bad = Line(chord.x, np.where(below, chord.value, np.nan))
    traces.insert(1, _line(bad, look.runs[0], 9, **main, hoverinfo="skip", meta="band") | {"opacity": 0.5})
    traces += [_stationary(kind, [p for p in points if p.kind == kind], look) for kind in MARKERS]
    spot = {"size": 14, "color": look.lit, "line": {"width": 2.5, "color": look.halo}}
    for pane, height_here, name in ((main, here[1], "spot"), (lower, here[2], "second")):
        spots = {"type": "scatter", "mode": "markers", "x": packed(here[:1]), "y": packed([height_here]), "meta": name}
        traces.append({**spots, **pane, "marker": spot, "hoverinfo": "skip", "cliponaxis": False})
    shapes = [_shade(low, high, look) for low, high in stretches(x, second < 0)]
    shapes.append(
        {"type": "line", "xref": "x", "yref": "y2", "x0": x[0], "x1": x[-1], "y0": 0, "y1": 0}
        | {"line": {"color": look.axis, "width": 1.5}}
    )
    # Beside the tangent's end, on the side on which the curve is not.
    end = _end(tangent)
    hangs = end[1] < float(np.interp(end[0], x, value))
    beside = _label(words["tangent"], end, colors["tangent"], 14 if hangs else -14)
    labels = [
        _label(words["chord"], _middle(chord), colors["chord"], 20),
        beside | ({"xanchor": "right"} if hangs else {}),
    ]
    frame = layout(
        look,
        language,
        height,
        heading,
        xaxis=axis(look, "φ", (float(x[0]), float(x[-1])), anchor="y2"),
        yaxis=axis(look, words["L"], limits, domain=[SPLIT[0], 1]),
        yaxis2=axis(look, words["second"], (-reach, reach), domain=[0, SPLIT[1]], nticks=4),
        shapes=shapes,
        annotations=labels,
    )
    return Raw({"data": [trace for trace in traces if trace], "layout": frame})


def stretches(x: NDArray[Any], where: NDArray[Any]) -> list[tuple[float, float]]:
    """The stretches of x (n,) on which `where` (n,) holds, as (low, high)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], where, [False]]).astype(int)))
    return [(float(x[low]), float(x[high - 1])) for low, high in zip(edges[::2], edges[1::2], strict=True)]


def _line(line: Line, color: str, width: float, dash: str = "solid", **more: Any) -> dict[str, Any]:
    trace = {"type": "scatter", "mode": "lines", "x": packed(line.x), "y": packed(line.value)}
    if "hovertemplate" not in more:
        more["hoverinfo"] = "skip"
    return trace | {"line": {"color": color, "width": width, "dash": dash}} | more


def _stationary(kind: str, points: Sequence[Stationary], look: Theme) -> dict[str, Any]:
    if not points:
        return {}
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": packed([p.x for p in points]),
        "y": packed([p.value for p in points]),
        "text": [p.word for p in points],
        "textposition": "top center" if kind == "maximum" else "bottom center",
        "textfont": {"size": 13, "color": look.ink},
        "marker": {
            "symbol": MARKERS[kind],
            "size": 12,
            "color": MARKER_COLORS[kind],
            "line": {"width": 2 if kind == "degenerate" else 1.5, "color": look.halo},
        },
        "hovertemplate": "φ %{x:.6g}<br>L %{y:.6g}<br>%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _shade(low: float, high: float, look: Theme) -> dict[str, Any]:
    ends = {"x0": low, "x1": high, "y0": 0, "y1": 1}
    fill = {"fillcolor": "#b9722b", "opacity": 0.16 if look.name == "light" else 0.3, "line": {"width": 0}}
    return {"type": "rect", "xref": "x", "yref": "paper", "layer": "below", **ends, **fill}


def _middle(line: Line) -> tuple[float, float]:
    k = len(line.x) // 2
    return float(line.x[k]), float(line.value[k])


def _end(line: Line) -> tuple[float, float]:
    return float(line.x[-1]), float(line.value[-1])


def _label(text: str, place: tuple[float, float], color: str, down: float) -> dict[str, Any]:
    return {
        "x": place[0],
        "y": place[1],
        "xref": "x",
        "yref": "y",
        "yshift": -down,
        "text": f"<b>{text}</b>",
        "showarrow": False,
        "font": {"color": color},
    }


def plane(
    here: tuple[float, float],
    others: Sequence[tuple[str, float, float]],
    *,
    look: Theme,
    language: str,
    heading: str,
    words: Mapping[str, str],
    height: int = 340,
) -> Raw:
    """The plane of trace and determinant: which side and which height make a bowl, a dome or a saddle.

    Both axes are asinh of the numbers: those of one landscape differ by powers of ten.

    Parameters
    ----------
    here : (trace, determinant)
        Of the Hessian looked at.
    others : sequence of (kind, trace, determinant)
        Those of the critical points.
    words : mapping
        What stands in the fields "up", "down", "saddle" and "never" (above the parabola det = tr²/4), and the axes'
        titles "trace" and "determinant".
    """
    table = np.array([here, *[(trace, det) for _, trace, det in others]], dtype=float)
    across, upright = _Squeezed(table[:, 0]), _Squeezed(table[:, 1])
    wide = across.at(1.3 * max(1.0, float(np.abs(table[:, 0]).max()), 2 * float(np.abs(table[:, 1]).max()) ** 0.5))
    tall = max(1.15 * float(np.abs(upright.at(table[:, 1])).max()), upright.at(across.back(0.8 * wide) ** 2 / 4))
    trace = np.linspace(-wide, wide, 121)
    limit = np.minimum(upright.at(across.back(trace) ** 2 / 4), 2 * tall)
    empty = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"width": 0}}
    x, top = packed(trace), packed(np.full_like(trace, 2 * tall))
    traces: list[dict[str, Any]] = [
        {**empty, "x": x, "y": packed(limit)} | {"line": {"color": look.axis, "width": 1.5, "dash": "dot"}},
        {**empty, "x": x, "y": top, "fill": "tonexty", "fillcolor": look.grid},
    ]
    for kind, symbol in MARKERS.items():
        chosen = [(t, d) for name, t, d in others if name == kind]
        if chosen:
            traces.append(_dots(chosen, (across, upright), symbol, MARKER_COLORS[kind], 9, look) | {"opacity": 0.8})
    traces.append(_dots([here], (across, upright), "circle", look.lit, 15, look))
    shapes = [
        {"type": "line", "xref": "x", "yref": "y", "line": {"color": look.axis, "width": 1.5}, **ends}
        for ends in (
            {"x0": -wide, "x1": wide, "y0": 0, "y1": 0},
            {"x0": 0, "x1": 0, "y0": 0, "y1": 0.04 * tall},
        )
    ]
    places = {
        "down": (-0.97 * wide, "left", 0.04),
        "up": (0.97 * wide, "right", 0.04),
        "saddle": (0, "center", -0.97),
        "never": (0, "center", 0.8),
    }
    notes = [
        {"x": place, "y": share * tall, "xref": "x", "yref": "y", "xanchor": anchor, "yanchor": "bottom"}
        | {"text": f"<b>{words[name]}</b>", "showarrow": False, "font": {"color": look.ink}}
        for name, (place, anchor, share) in places.items()
    ]
    frame = layout(
        look,
        language,
        height,
        heading,
        xaxis=axis(look, words["trace"], (-wide, wide), showgrid=False) | across.ticks(wide, language),
        yaxis=axis(look, words["determinant"], (-tall, tall), showgrid=False) | upright.ticks(tall, language),
        shapes=shapes,
        annotations=notes,
    )
    return Raw({"data": traces, "layout": frame})


class _Squeezed:
    """An axis on which numbers of many sizes and both signs are told apart: asinh, in units of their median size."""

    def __init__(self, values: NDArray[Any]) -> None:
        sizes = np.abs(values[np.isfinite(values) & (values != 0)])
        self.unit = float(np.median(sizes)) if sizes.size else 1.0

    def at(self, values: Any) -> Any:
        """Where numbers lie on the axis."""
        return np.arcsinh(np.asarray(values) / self.unit)

    def back(self, places: Any) -> Any:
        """The numbers at these places."""
        return self.unit * np.sinh(places)

    def ticks(self, reach: float, language: str) -> dict[str, Any]:
        """Zero, and powers of ten to both sides as far as `reach`, at most three a side."""
        top = math.floor(math.log10(self.back(reach)))
        powers = [10.0**k for k in range(top, top - 6, -1) if self.at(10.0**k) > 0.12 * reach]
        powers = powers[:: max(1, math.ceil(len(powers) / 3))]
        values = sorted([*(-p for p in powers), 0.0, *powers])
        texts = [f"{value:.12g}".replace("-", "−") for value in values]
        return {
            "tickvals": [float(self.at(value)) for value in values],
            "ticktext": [text.replace(".", decimal_mark(language)) for text in texts],
        }


def _dots(
    points: Sequence[tuple[float, float]],
    axes: tuple[_Squeezed, _Squeezed],
    symbol: str,
    color: str,
    size: int,
    look: Theme,
) -> dict[str, Any]:
    table = np.array(points, dtype=float)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": packed(axes[0].at(table[:, 0])),
        "y": packed(axes[1].at(table[:, 1])),
        "customdata": packed(table),
        "marker": {"symbol": symbol, "size": size, "color": color, "line": {"width": 1.5, "color": look.halo}},
        "hovertemplate": "tr H %{customdata[0]:.4g}<br>det H %{customdata[1]:.4g}<extra></extra>",
    }
