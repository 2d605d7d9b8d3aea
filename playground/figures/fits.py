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
    if predicted is not None:
        bars_x = np.stack([x, x, np.full_like(x, np.nan)], axis=1).ravel()
        bars_y = np.stack([y, predicted, np.full_like(x, np.nan)], axis=1).ravel()
        if squares:
            side = np.abs(predicted - y) * np.where(x < np.mean(window[0]), 1, -1)
            nothing = np.full_like(x, np.nan)
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "fill": "toself",
                    "fillcolor": "rgba(213, 94, 0, 0.16)",
                    "x": packed(np.stack([x, x, x + side, x + side, x, nothing], axis=1).ravel()),
                    "y": packed(np.stack([y, predicted, predicted, y, y, nothing], axis=1).ravel()),
                    "line": {"color": look.residual, "width": 1},
                    "hoverinfo": "skip",
                }
            )
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
    )
    return Raw({"data": traces, "layout": frame})


def _line(x: NDArray[Any], y: NDArray[Any], color: str, width: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed(x),
        "y": packed(y),
        "line": {"color": color, "width": width},
        "hoverinfo": "skip",
    }
