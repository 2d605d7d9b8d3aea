"""A model's curve over its data, standing still: the small pictures of a lesson, with residuals and their squares."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.theme import Raw, Theme, axis, layout, packed


def fitted(
    x: NDArray[Any],
    y: NDArray[Any],
    window: tuple[tuple[float, float], ...],
    curve: tuple[NDArray[Any], NDArray[Any]],
    *,
    look: Theme,
    language: str,
    heading: str = "",
    titles: tuple[str, str] = ("", ""),
    predicted: NDArray[Any] | None = None,
    squares: bool = False,
    height: int = 300,
) -> Raw:
    """The data, the curve through them, and how far the one is from the other.

    Parameters
    ----------
    curve : (x, y)
        The model's curve.
    predicted : array (n,), optional
        The model at the data's x: residuals are drawn as bars from the points to it.
    squares : bool
        Whether each residual is drawn as a square too. Both axes then have equal units.
    """
    traces: list[dict[str, Any]] = []
    shapes = _squares(x, y, predicted, window, look) if squares and predicted is not None else []
    if predicted is not None:
        bars_x = np.stack([x, x, np.full_like(x, np.nan)], axis=1).ravel()
        bars_y = np.stack([y, predicted, np.full_like(x, np.nan)], axis=1).ravel()
        traces.append(_line(bars_x, bars_y, look.residual, 2))
    traces.append(_line(*curve, look.runs[0], 3))
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": packed(x),
            "y": packed(y),
            "marker": {"size": 7, "color": look.data, "line": {"width": 1, "color": look.halo}},
            "hovertemplate": "x %{x:.4g}<br>y %{y:.4g}<extra></extra>",
        }
    )
    equal = {"scaleanchor": "x", "scaleratio": 1, "constrain": "domain"} if squares else {}
    frame = layout(
        look,
        language,
        height,
        heading,
        xaxis=axis(look, titles[0], window[0], **({"constrain": "domain"} if squares else {})),
        yaxis=axis(look, titles[1], window[1], **equal),
        shapes=shapes,
    )
    return Raw({"data": traces, "layout": frame})


def _squares(
    x: NDArray[Any], y: NDArray[Any], predicted: NDArray[Any], window: tuple[tuple[float, float], ...], look: Theme
) -> list[dict[str, Any]]:
    """The square on each residual, turned towards the middle."""
    side = np.abs(predicted - y) * np.where(x < np.mean(window[0]), 1, -1)
    return [
        {
            "type": "rect",
            "x0": float(x[i]),
            "x1": float(x[i] + side[i]),
            "y0": float(y[i]),
            "y1": float(predicted[i]),
            "fillcolor": look.runs[0],
            "opacity": 0.18,
            "line": {"color": look.ink, "width": 1.5},
            "layer": "below",
        }
        for i in range(len(x))
    ]


def _line(x: NDArray[Any], y: NDArray[Any], color: str, width: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed(x),
        "y": packed(y),
        "line": {"color": color, "width": width},
        "hoverinfo": "skip",
    }
