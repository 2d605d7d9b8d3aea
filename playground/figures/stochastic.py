"""What a minibatch does to the loss: its own landscape, its gradient beside the whole one, and where many seeds end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.theme import Raw, Theme, axis, layout, packed

DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
SYMBOLS = ("circle", "square", "diamond", "x", "triangle-up")

# fmt: off
DIGITISED = (
    np.array([
        (-2.13, 19.86), (-2.02, 19.99), (-1.36, 20.77), (-0.69, 20.8), (-0.74, 20.1), (0.18, 19.45), (-0.11, 19.11),
        (0.03, 18.61), (-0.22, 18.24), (-0.47, 17.8), (0.15, 17.41), (-0.39, 17.2), (0.15, 16.94), (0.16, 16.78),
        (0.1, 16.64), (-0.11, 16.52), (-0.18, 16.42), (-0.04, 16.35), (-0.08, 16.28), (-0.12, 16.23), (-0.31, 16.2),
        (0.0, 16.2), (-0.26, 16.16), (0.3, 16.16), (0.1, 16.1), (-0.34, 16.07), (0.53, 16.1), (0.53, 16.06),
        (0.32, 16.03), (0.22, 15.98), (0.08, 15.95), (-0.03, 15.95),
    ]),
    np.array([
        (2.94, 9.95), (2.98, 9.94), (3.47, 9.17), (3.24, 8.21), (2.99, 8.19), (2.2, 7.64), (1.07, 7.16),
        (-0.59, 8.55), (-0.7, 9.28), (-1.15, 10.27), (1.44, 10.53), (1.27, 11.37), (-0.22, 12.61), (0.98, 13.62),
        (1.03, 14.37), (0.97, 14.9), (-0.79, 15.22), (0.33, 15.47), (0.14, 15.5), (-0.05, 15.56), (-0.33, 15.66),
        (0.08, 15.8), (-0.14, 15.82), (0.14, 15.88), (0.14, 15.88), (-0.36, 15.87), (0.54, 15.95), (0.53, 15.92),
        (0.32, 15.89), (0.22, 15.86), (0.12, 15.84), (-0.01, 15.84),
    ]),
)
# fmt: on
"""The two paths of stochastic gradient descent that the slides draw, read off the drawing; settings unknown."""


@dataclass(frozen=True, eq=False)
class Arrow:
    """A vector from a point, in the chart's own units."""

    base: NDArray[Any]
    vector: NDArray[Any]
    color: str
    width: float = 3.0
    text: str = ""


def _arrow(arrow: Arrow, ink: str) -> list[dict[str, Any]]:
    """An arrow as an annotation, and its word beside the tip."""
    tip = arrow.base + arrow.vector
    ends = {"x": float(tip[0]), "y": float(tip[1]), "ax": float(arrow.base[0]), "ay": float(arrow.base[1])}
    place = {"xref": "x", "yref": "y", "axref": "x", "ayref": "y"}
    shaft = {
        **ends,
        **place,
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
        "arrowsize": 0.9,
        "arrowwidth": arrow.width,
        "arrowcolor": arrow.color,
    }
    if not arrow.text:
        return [shaft]
    right = arrow.vector[0] >= 0
    word = {
        "x": float(tip[0]),
        "y": float(tip[1]),
        "xref": "x",
        "yref": "y",
        "text": arrow.text,
        "showarrow": False,
        "xanchor": "left" if right else "right",
        "xshift": 5 if right else -5,
        "font": {"size": 14, "color": ink},
    }
    return [shaft, word]


def with_arrows(
    figure: Raw, point: NDArray[Any], arrows: Sequence[Arrow], *, look: Theme, height: int | None = None
) -> Raw:
    """A contour with a point (d,) on it and arrows; a point that is not finite is left out with its arrows."""
    raw = figure.to_dict()
    frame = dict(raw["layout"])
    if height is not None:
        frame |= {"height": height, "margin": {"l": 44, "r": 6, "t": 30, "b": 52}}
    if not np.isfinite(point).all():
        return Raw({"data": raw["data"], "layout": frame})
    whole = [one for one in arrows if np.isfinite(one.vector).all() and np.abs(one.vector).max() > 0]
    frame["annotations"] = [part for one in whole for part in _arrow(one, "#1c2530")]
    # A halo under the shafts, so that they stand out on every ground.
    shafts = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": packed([one.base[0], one.base[0] + one.vector[0]]),
            "y": packed([one.base[1], one.base[1] + one.vector[1]]),
            "line": {"color": "rgba(255,255,255,0.85)", "width": one.width + 3.5},
            "hoverinfo": "skip",
        }
        for one in whole
    ]
    dot = {
        "type": "scatter",
        "mode": "markers",
        "x": packed(point[:1]),
        "y": packed(point[1:]),
        "marker": {"size": 9, "color": look.lit, "line": {"width": 1.5, "color": look.halo}},
        "hoverinfo": "skip",
    }
    return Raw({"data": [*raw["data"], *shafts, dot], "layout": frame})


def traced(figure: Raw, paths: Sequence[NDArray[Any]], *, look: Theme, width: float) -> Raw:
    """A contour with paths (steps + 1, 2) on it, each from a ring to a full dot; thin ones were drawn by a hand."""
    raw = figure.to_dict()
    traces: list[dict[str, Any]] = []
    for i, path in enumerate(paths):
        color = look.runs[i % len(look.runs)]
        line = {
            "type": "scatter",
            "mode": "lines",
            "x": packed(path[:, 0]),
            "y": packed(path[:, 1]),
            "hoverinfo": "skip",
        }
        marks = {"color": [look.halo, color], "size": 9, "line": {"width": 2, "color": color}}
        traces += [
            {**line, "line": {"color": "rgba(255,255,255,0.8)", "width": width + 2}},
            {**line, "line": {"color": color, "width": width, "dash": DASHES[i % len(DASHES)]}},
            {
                "type": "scatter",
                "mode": "markers",
                "x": packed(path[[0, -1], 0]),
                "y": packed(path[[0, -1], 1]),
                "marker": marks,
                "hoverinfo": "skip",
            },
        ]
    return Raw({"data": [*raw["data"], *traces], "layout": raw["layout"]})


def spread(
    batches: NDArray[Any],
    whole: NDArray[Any],
    *,
    look: Theme,
    language: str,
    heading: str,
    titles: tuple[str, str],
    words: tuple[str, str, str],
    height: int = 380,
) -> Raw:
    """The negative gradients of batches (n, 2) as arrows from one point, their mean, and the whole gradient (2,).

    `words` name the arrows: batch, mean, whole.
    """
    mean, origin = batches.mean(axis=0), np.zeros(2)
    drawn = [
        (-whole, look.ink, "dot", 3.0, words[2]),
        *((-one, look.arrows[1], "solid", 2.0, words[0]) for one in batches),
        (-mean, look.lit, "solid", 5.0, words[1]),
    ]
    traces, arrows, named = [], [], set()
    for vector, color, dash, width, name in drawn:
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": packed([0, vector[0]]),
                "y": packed([0, vector[1]]),
                "line": {"color": color, "width": width, "dash": dash},
                "name": name,
                "showlegend": name not in named,
                "hovertemplate": "%{x:.4g}; %{y:.4g}<extra>" + name + "</extra>",
            }
        )
        named.add(name)
    arrows = [Arrow(origin, -one, look.arrows[1], 2.0, str(i + 1)) for i, one in enumerate(batches)]
    arrows += [Arrow(origin, -mean, look.lit, 4.0), Arrow(0.98 * -whole, 0.02 * -whole, look.ink, 3.0)]
    tips = np.vstack([origin, -batches, -whole])
    reach = max(float(np.ptp(tips, axis=0).max()), 1e-9) * 0.62
    middle = (tips.min(axis=0) + tips.max(axis=0)) / 2
    frame = layout(
        look,
        language,
        height,
        heading,
        xaxis=axis(look, titles[0], (middle[0] - reach, middle[0] + reach), zeroline=True, zerolinecolor=look.axis),
        yaxis=axis(
            look,
            titles[1],
            (middle[1] - reach, middle[1] + reach),
            zeroline=True,
            zerolinecolor=look.axis,
            scaleanchor="x",
            scaleratio=1,
        ),
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
    )
    frame["margin"] = {"l": 62, "r": 12, "t": 62, "b": 46}
    whole_arrows = [one for one in arrows if np.isfinite(one.vector).all() and np.abs(one.vector).max() > 0]
    frame["annotations"] = [part for one in whole_arrows for part in _arrow(one, look.ink)]
    return Raw({"data": traces, "layout": frame})


@dataclass(frozen=True, eq=False)
class Share:
    """How large a part of the runs lies in a valley at each time, with the ends of its interval; each (times,)."""

    name: str
    share: NDArray[Any]
    low: NDArray[Any]
    high: NDArray[Any]


def shares(
    epochs: Sequence[int],
    rows: Sequence[Share],
    *,
    look: Theme,
    language: str,
    heading: str,
    titles: tuple[str, str],
    height: int = 360,
) -> Raw:
    """Shares in per cent against the epoch, with their intervals as bars."""
    traces = []
    for i, row in enumerate(rows):
        color = look.runs[i % len(look.runs)]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                # Set a little apart, so that intervals do not hide one another.
                "x": packed(np.asarray(epochs) + 0.12 * (i - (len(rows) - 1) / 2)),
                "y": packed(100 * row.share),
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": packed(100 * (row.high - row.share)),
                    "arrayminus": packed(100 * (row.share - row.low)),
                    "thickness": 2,
                    "width": 5,
                    "color": color,
                },
                "line": {"color": color, "width": 2.5, "dash": DASHES[i % len(DASHES)]},
                "marker": {"size": 10, "color": color, "symbol": SYMBOLS[i % len(SYMBOLS)]},
                "name": row.name,
                "hovertemplate": "%{y:.1f} %<extra>" + row.name + "</extra>",
            }
        )
    frame = layout(
        look,
        language,
        height,
        heading,
        xaxis=axis(look, titles[0], (0, max(epochs) + 1), tickvals=list(epochs)),
        yaxis=axis(look, titles[1], (-3, 103), ticksuffix=" %"),
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
    )
    frame["margin"] = {"l": 66, "r": 12, "t": 62, "b": 46}
    return Raw({"data": traces, "layout": frame})


def visits(
    counts: NDArray[Any], lit: NDArray[Any], *, look: Theme, language: str, heading: str, titles: tuple[str, str]
) -> Raw:
    """How often each data point has been used: bars, those of the current batch in another colour and outlined."""
    now = np.isin(np.arange(len(counts)), lit)
    bars = {
        "type": "bar",
        "x": packed(np.arange(1, len(counts) + 1)),
        "y": packed(counts),
        "marker": {
            "color": [look.lit if one else look.residual for one in now],
            "line": {"width": [2 if one else 0 for one in now], "color": look.ink},
        },
        "hovertemplate": "%{x}: %{y}<extra></extra>",
    }
    top = max(float(counts.max()), 1.0)
    frame = layout(
        look,
        language,
        250,
        heading,
        xaxis=axis(look, titles[0], (0.3, len(counts) + 0.7), showgrid=False),
        yaxis=axis(look, titles[1], (0, top * 1.15), rangemode="tozero", nticks=6),
        bargap=0.25,
    )
    return Raw({"data": [bars], "layout": frame})
