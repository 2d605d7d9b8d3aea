"""The contour plot of a loss over its two parameters: the ground on which the player draws the paths."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.theme import Raw, Theme, axis, colorscale, layout, packed

HEIGHT = 420
LEVELS = 40


def heights(value: NDArray[Any], scale: str) -> NDArray[Any]:
    """What is drawn for a loss: the loss itself, or log₁₀(1 + L − min L) where it spans many powers of ten."""
    return np.log10(1 + (value - np.nanmin(value))) if scale == "log" else value


def levels(z: NDArray[Any]) -> dict[str, float]:
    """Equally spaced levels between the lowest and the highest finite height."""
    finite = z[np.isfinite(z)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    size = (high - low) / LEVELS or 1.0
    return {"start": low + size / 2, "end": high, "size": size}


def contour(
    x: NDArray[Any],
    y: NDArray[Any],
    value: NDArray[Any],
    *,
    look: Theme,
    language: str,
    heading: str = "",
    titles: tuple[str, str],
    scale: str = "linear",
    flipped: bool = False,
    minimisers: NDArray[Any] | None = None,
) -> Raw:
    """Filled contours of the loss.

    Parameters
    ----------
    x, y : array (n,)
        Values of φ0 and φ1 along the axes.
    value : array (n, n)
        The loss, row = y, column = x.
    scale : {"linear", "log"}
        Whether levels are equally spaced in the loss or in its logarithm.
    flipped : bool
        Whether φ1 grows downwards, as the course draws it.
    minimisers : array (k, 2), optional
        Known minimisers, marked by a cross.

    Returns
    -------
    Raw
        Equal units per pixel on both axes: an angle on the screen is an angle in parameter space.
    """
    z = heights(value, scale)
    ground: dict[str, Any] = {
        "type": "contour",
        "x": packed(x),
        "y": packed(y),
        "z": packed(z),
        "colorscale": colorscale(),
        "showscale": False,
        "autocontour": False,
        "contours": {"coloring": "heatmap", **levels(z)},
        "line": {"width": 0.7, "color": "rgba(20,30,45,0.45)"},
        "hovertemplate": "φ₀ %{x:.4g}<br>φ₁ %{y:.4g}<br>L %{z:.4g}<extra></extra>",
    }
    if scale == "log":
        ground["customdata"] = packed(value)
        ground["hovertemplate"] = "φ₀ %{x:.4g}<br>φ₁ %{y:.4g}<br>L %{customdata:.4g}<extra></extra>"
    traces = [ground]
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
            scaleanchor="x",
            scaleratio=1,
            constrain="domain",
            showgrid=False,
        ),
    )
    return Raw({"data": traces, "layout": frame})
