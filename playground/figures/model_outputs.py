"""What a model says over its input, what each datum adds to the loss, and the loss along one parameter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.theme import Raw, Theme, axis, layout, packed

HEIGHT = 300
SYMBOLS = ("circle", "square", "diamond")
DASHES = ("solid", "dash", "dot")


def outputs(
    x: NDArray[Any],
    said: NDArray[Any],
    points: Sequence[tuple[NDArray[Any], NDArray[Any]]],
    *,
    look: Theme,
    language: str,
    heading: str,
    titles: tuple[str, str],
    names: Sequence[str] = (),
    limits: tuple[float, float] | None = None,
) -> Raw:
    """What the model says at x, one curve a column of `said` (n, K), and the data, one symbol a class.

    `names` are those of the classes, in the legend; `limits` those of the upright axis, by default of what is drawn.
    """
    traces: list[dict[str, Any]] = []
    for k, column in enumerate(said.T):
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": packed(x),
                "y": packed(column),
                "line": {"color": look.runs[k], "width": 3, "dash": DASHES[k]},
                "meta": f"said{k}",
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    several = len(points) > 1
    for k, (px, py) in enumerate(points):
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": packed(px),
                "y": packed(py),
                "marker": {
                    "size": 9,
                    "symbol": SYMBOLS[k],
                    "color": look.runs[k] if several else look.data,
                    "line": {"width": 1, "color": look.halo},
                },
                "name": names[k] if names else "",
                "showlegend": several,
                "hovertemplate": "x %{x:.4g}<br>y %{y:.4g}<extra></extra>",
            }
        )
    frame = layout(
        look, language, HEIGHT, heading, xaxis=axis(look, titles[0], (0.0, 1.0)), yaxis=axis(look, titles[1], limits)
    )
    if several:
        legend = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom"}
        frame |= {"showlegend": True, "legend": legend, "margin": {**frame["margin"], "t": 52}}
    return Raw({"data": traces, "layout": frame})


def parts(
    x: NDArray[Any], value: NDArray[Any], *, look: Theme, language: str, heading: str, titles: tuple[str, str]
) -> Raw:
    """What each datum adds to the loss, as stems at its x."""
    nothing = np.full_like(value, np.nan)
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": packed(np.stack([x, x, nothing], axis=1).ravel()),
            "y": packed(np.stack([np.zeros_like(value), value, nothing], axis=1).ravel()),
            "line": {"color": look.residual, "width": 3},
            "meta": "stems",
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": packed(x),
            "y": packed(value),
            "marker": {"size": 8, "color": look.lit},
            "meta": "parts",
            "hovertemplate": "x %{x:.4g}<br>ℓ %{y:.4g}<extra></extra>",
        },
    ]
    frame = layout(
        look,
        language,
        HEIGHT,
        heading,
        xaxis=axis(look, titles[0], (0.0, 1.0)),
        yaxis=axis(look, titles[1], rangemode="tozero"),
    )
    return Raw({"data": traces, "layout": frame})


def along(
    position: NDArray[Any],
    value: NDArray[Any],
    here: tuple[float, float],
    *,
    look: Theme,
    language: str,
    heading: str,
    titles: tuple[str, str],
    height: int = HEIGHT,
    crossed: float | None = None,
    log: bool = False,
) -> Raw:
    """A quantity along one number, with a dot where we are and, where asked, a line across at `crossed`."""
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": packed(position),
            "y": packed(value),
            "line": {"color": look.ink, "width": 3},
            "hovertemplate": "%{x:.4g}<br>L %{y:.4g}<extra></extra>",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": packed(here[:1]),
            "y": packed(here[1:]),
            "marker": {"size": 13, "color": look.runs[0], "line": {"width": 2, "color": look.halo}},
            "meta": "here",
            "hovertemplate": "%{x:.4g}<br>L %{y:.4g}<extra></extra>",
        },
    ]
    shapes = []
    if crossed is not None:
        line = {"color": look.runs[1], "width": 2, "dash": "dash"}
        shapes.append({"type": "line", "yref": "paper", "x0": crossed, "x1": crossed, "y0": 0, "y1": 1, "line": line})
    upright = axis(look, titles[1]) | ({"type": "log"} if log else {})
    frame = layout(
        look,
        language,
        height,
        heading,
        xaxis=axis(look, titles[0], (float(position[0]), float(position[-1]))),
        yaxis=upright,
        shapes=shapes,
    )
    return Raw({"data": traces, "layout": frame})
