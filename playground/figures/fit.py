"""The data that a model is fitted to: the player draws the model's curve, its residuals and the batch over it."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from playground.figures.contour import HEIGHT
from playground.figures.theme import Raw, Theme, axis, layout, packed


def fit(
    x: NDArray[Any],
    y: NDArray[Any],
    window: tuple[tuple[float, float], ...],
    *,
    look: Theme,
    language: str,
    heading: str = "",
    titles: tuple[str, str],
    moving: bool = False,
    aside: tuple[NDArray[Any], NDArray[Any]] | None = None,
    names: tuple[str, str] = ("x", "y"),
) -> Raw:
    """The data as points in `window`, ((x low, x high), (y low, y high)); unseen where the player draws them itself.

    Those that are set `aside` are diamonds. Under a pointer, x and y are called by their `names`.
    """
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": packed(x),
        "y": packed(y),
        "opacity": 0 if moving else 1,
        "marker": {"size": 9, "color": look.data, "line": {"width": 1, "color": look.halo}},
        "hovertemplate": f"{names[0]} %{{x:.4g}}<br>{names[1]} %{{y:.4g}}<extra></extra>",
    }
    frame = layout(
        look, language, HEIGHT, heading, xaxis=axis(look, titles[0], window[0]), yaxis=axis(look, titles[1], window[1])
    )
    if aside is None:
        return Raw({"data": [points], "layout": frame})
    marker = {"size": 10, "symbol": "diamond-open", "color": look.lit, "line": {"width": 2, "color": look.lit}}
    tested = {**points, "x": packed(aside[0]), "y": packed(aside[1]), "marker": marker}
    return Raw({"data": [points, tested], "layout": {**frame, "showlegend": False}})
