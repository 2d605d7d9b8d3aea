"""A function of one variable with the bracket a, b, c, d of a line search on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.theme import Raw, Theme, axis, layout, packed


def bracketing(
    x: NDArray[Any],
    value: NDArray[Any],
    points: NDArray[Any],
    heights: NDArray[Any],
    *,
    look: Theme,
    language: str,
    heading: str = "",
    titles: tuple[str, str] = ("", "L"),
    names: Sequence[str] = ("a", "b", "c", "d"),
    gone: tuple[float, float] | None = None,
    answer: tuple[float, float] | None = None,
    lowest: tuple[float, float] | None = None,
    height: int = 400,
) -> Raw:
    """The function as a curve, the bracket as stems from the axis.

    Parameters
    ----------
    x, value : array (n,)
        The curve.
    points, heights : array (k,)
        Where the function is known, and its values there; `names` stand below.
    gone : (low, high), optional
        The part that is thrown away, shaded.
    answer, lowest : (x, value), optional
        What the search answers (a ring), and the lowest point there is (a cross).
    """
    finite = value[np.isfinite(value)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    room = (high - low) or 1.0
    bottom, top = low - 0.16 * room, high + 0.2 * room
    nothing = np.full_like(points, np.nan)
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": packed(x),
            "y": packed(value),
            "line": {"color": look.ink, "width": 3},
            "hovertemplate": "%{x:.4g}<br>L %{y:.4g}<extra></extra>",
        },
        {
            "type": "scatter",
            "mode": "lines",
            "x": packed(np.stack([points, points, nothing], axis=1).ravel()),
            "y": packed(np.stack([np.full_like(points, bottom), heights, nothing], axis=1).ravel()),
            "line": {"color": look.runs[1], "width": 2, "dash": "dot"},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers+text" if names else "markers",
            "x": packed(points),
            "y": packed(heights),
            "marker": {"size": 11, "color": look.runs[1], "line": {"width": 2, "color": look.halo}},
            "text": [f"<b>{name}</b>" for name in names],
            "textposition": "top center",
            "textfont": {"size": 20, "color": look.runs[1]},
            "hovertemplate": "%{x:.5g}<br>L %{y:.5g}<extra></extra>",
            "cliponaxis": False,
        },
    ]
    for point, symbol in ((lowest, "x-thin"), (answer, "circle-open")):
        if point is not None:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": packed(point[:1]),
                    "y": packed(point[1:]),
                    "marker": {
                        "symbol": symbol,
                        "size": 18,
                        "color": look.runs[0],
                        "line": {"width": 3.5, "color": look.runs[0]},
                    },
                    "hovertemplate": "%{x:.5g}<br>L %{y:.5g}<extra></extra>",
                    "cliponaxis": False,
                }
            )
    shapes = []
    if gone is not None:
        shapes.append(
            {
                "type": "rect",
                "xref": "x",
                "yref": "paper",
                "x0": gone[0],
                "x1": gone[1],
                "y0": 0,
                "y1": 1,
                "fillcolor": look.lit,
                "opacity": 0.16,
                "line": {"width": 0},
                "layer": "below",
            }
        )
    frame = layout(
        look,
        language,
        height,
        heading,
        xaxis=axis(look, titles[0], (float(x[0]), float(x[-1]))),
        yaxis=axis(look, titles[1], (bottom, top), automargin=True),
        shapes=shapes,
    )
    return Raw({"data": traces, "layout": frame})
