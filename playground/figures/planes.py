"""Landscapes of many parameters: a plane with the projected path, the distance from it, the spectrum of H."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.contour import Scale, contour
from playground.figures.theme import Raw, Theme, across, axis, layout, log_ticks, packed

HEIGHT = 300
LETTERS = 28
"""A title is broken after so many letters: it stands beside a small square."""
SPAN = 300.0
"""A plane whose loss spans more than this factor is drawn with levels of the logarithm."""


def scale_of(value: NDArray[Any]) -> Scale:
    """How the heights of a plane are best told apart: "linear", or "log" where they span many powers of ten."""
    finite = value[np.isfinite(value)]
    if not finite.size:
        return "linear"
    middle, top = np.quantile(finite, [0.5, 1.0]) - finite.min()
    return "log" if top > 20 * max(float(middle), 1e-12) or top > SPAN else "linear"


def plane(
    x: NDArray[Any],
    y: NDArray[Any],
    value: NDArray[Any],
    path: NDArray[Any],
    *,
    look: Theme,
    language: str,
    heading: str,
    titles: tuple[str, str],
    at: int | None = None,
) -> Raw:
    """The true loss on a plane (n, n), and the shadow that a path (T, 2) throws on it.

    A ring marks the start, a full dot the end; `at` marks one step by a cross. Long titles are broken.
    """
    broken = ["<br>".join(wrap(title, LETTERS)) for title in titles]
    raw = contour(
        x, y, value, look=look, language=language, heading=heading, titles=(broken[0], broken[1]), scale=scale_of(value)
    ).to_dict()
    base = dict(raw["data"][0])
    base["hovertemplate"] = base["hovertemplate"].replace("φ₀", "a").replace("φ₁", "b")
    color = look.runs[0]
    across, up = packed(path[:, 0]), packed(path[:, 1])
    line = {"type": "scatter", "mode": "lines", "x": across, "y": up, "hoverinfo": "skip"}
    ends = {"color": ["#ffffff", color], "size": 10, "line": {"width": 2.5, "color": color}}
    traces = [
        base,
        line | {"line": {"color": "rgba(255,255,255,0.85)", "width": 5}},
        line | {"line": {"color": color, "width": 2.5, "dash": "dot"}},
        line | {"mode": "markers", "x": packed(path[[0, -1], 0]), "y": packed(path[[0, -1], 1]), "marker": ends},
    ]
    if at is not None:
        cross = {"symbol": "x", "size": 12, "color": "#111111", "line": {"width": 1.5, "color": "#ffffff"}}
        now = path[min(at, len(path) - 1)][None]
        traces.append(line | {"mode": "markers", "x": packed(now[:, 0]), "y": packed(now[:, 1]), "marker": cross})
    frame = raw["layout"]
    below, beside = (24 * title.count("<br>") for title in broken)
    frame["margin"] = {**frame["margin"], "b": frame["margin"]["b"] + below, "l": frame["margin"]["l"] + beside}
    frame["yaxis"]["constraintoward"] = "top"  # on a phone the square is small: it stays under its heading
    return Raw({"data": traces, "layout": frame})


def distance(
    away: NDArray[Any],
    inside: NDArray[Any],
    *,
    look: Theme,
    language: str,
    heading: str,
    titles: tuple[str, str],
    names: tuple[str, str],
    last: int = 0,
    at: int | None = None,
) -> Raw:
    """How far off the plane a path runs at each step (T,), beside how far it is from its end within the plane (T,).

    The axis goes to the run's `last` step, also where the path leaves the picture before.
    """
    steps = np.arange(len(away))
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            **across(steps),
            "y": packed(curve),
            "name": name,
            "line": {"color": color, "width": 2.5, "dash": dash},
            "hovertemplate": "%{x:.0f}: %{y:.4g}<extra>" + name + "</extra>",
        }
        for curve, name, color, dash in (
            (away, names[0], look.lit, "solid"),
            (inside, names[1], look.runs[1], "dash"),
        )
    ]
    top = float(max(away.max(), inside.max())) or 1.0
    frame = layout(
        look,
        language,
        HEIGHT,
        heading,
        xaxis=axis(look, titles[0], (0.0, float(max(len(away) - 1, last, 1)))),
        yaxis=axis(look, titles[1], (0.0, 1.06 * top)),
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
    )
    frame["margin"] = {"l": 62, "r": 12, "t": 62, "b": 46}
    if at is not None:
        line = {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1}
        frame["shapes"] = [line | {"line": {"color": look.axis, "width": 1.5, "dash": "dot"}}]
    return Raw({"data": traces, "layout": frame})


def spectrum(
    eigenvalues: NDArray[Any],
    floor: float,
    *,
    look: Theme,
    language: str,
    heading: str,
    titles: tuple[str, str],
    names: tuple[str, str, str],
) -> Raw:
    """All eigenvalues of a Hessian, the largest first: their sizes on a logarithmic axis, their signs as symbols.

    What is not above `floor` in size counts as zero, and is drawn at the lower border. `names` are those of positive,
    zero and negative ones.
    """
    falling = eigenvalues[::-1]
    index = np.arange(1, len(falling) + 1)
    size = np.abs(falling)
    signs = (falling > floor, size <= floor, falling < -floor)
    least = float(size[size > floor].min()) if (size > floor).any() else 1.0
    most = float(size.max()) or 1.0
    bottom = least / 10
    traces = []
    for mine, symbol, color, name in zip(
        signs, ("circle", "square-open", "x"), (look.runs[2], look.ink, look.lit), names, strict=True
    ):
        if not mine.any():
            continue
        shown = np.where(mine, np.maximum(size, bottom * 1.5), np.nan)[mine]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": packed(index[mine]),
                "y": packed(shown),
                "customdata": packed(falling[mine]),
                "marker": {"symbol": symbol, "size": 9, "color": color, "line": {"width": 2, "color": color}},
                "name": f"{name}: {int(mine.sum())}",
                "hovertemplate": "%{x:.0f}: %{customdata:.4g}<extra>" + name + "</extra>",
            }
        )
    frame = layout(
        look,
        language,
        HEIGHT,
        heading,
        xaxis=axis(look, titles[0], (0.2, len(falling) + 0.8), nticks=7, tickangle=0),
        yaxis=axis(look, titles[1], (float(np.log10(bottom)), float(np.log10(2 * most))))
        | {"type": "log", **log_ticks(bottom, 2 * most)},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
    )
    frame["margin"] = {"l": 66, "r": 12, "t": 62, "b": 46}
    return Raw({"data": traces, "layout": frame})
