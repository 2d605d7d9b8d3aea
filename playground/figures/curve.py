"""A loss of one parameter as a curve, and its derivative below: the ground on which the player draws the path."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.contour import HEIGHT
from playground.figures.theme import LANDSCAPE, Raw, Theme, axis, layout, packed

MARGIN = 0.06
"""Room above and below a curve, as a share of its height."""


def curve(
    x: NDArray[Any],
    y: NDArray[Any],
    *,
    look: Theme,
    language: str,
    heading: str = "",
    titles: tuple[str, str],
    zero: bool = False,
) -> Raw:
    """The curve y over x, both (n,), with gaps where y is nan; with a line at 0 where that is asked for."""
    frame = layout(
        look,
        language,
        HEIGHT,
        heading,
        xaxis=axis(look, titles[0], (float(x[0]), float(x[-1]))),
        yaxis=axis(look, titles[1], _limits(y, zero), zeroline=zero, zerolinecolor=look.axis),
    )
    trace = {
        "type": "scatter",
        "mode": "lines",
        "x": packed(x),
        "y": packed(y),
        "line": {"color": LANDSCAPE[0] if look.name == "light" else LANDSCAPE[2], "width": 3},
        "hovertemplate": "%{x:.4g}: %{y:.4g}<extra></extra>",
        "connectgaps": False,
    }
    return Raw({"data": [trace], "layout": frame})


def _limits(y: NDArray[Any], zero: bool) -> tuple[float, float]:
    finite = y[np.isfinite(y)]
    if not finite.size:
        return -1.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    room = MARGIN * (high - low) or max(abs(low), 1.0) / 2
    return low - room, high + room
