"""The loss as a surface over its two parameters, in three dimensions."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.contour import heights, level_values
from playground.figures.theme import LANDSCAPE, Raw, Theme, layout, packed

HEIGHT = 410


def surface(
    x: NDArray[Any],
    y: NDArray[Any],
    value: NDArray[Any],
    *,
    look: Theme,
    language: str,
    heading: str = "",
    titles: tuple[str, str, str],
    scale: str = "linear",
) -> Raw:
    """The surface z = L over x = φ0 and y = φ1; shapes and `scale` as for the contour."""

    def side(title: str) -> dict[str, Any]:
        return {
            "title": {"text": title},
            "color": look.ink,
            "gridcolor": look.axis,
            "showbackground": False,
            "showspikes": False,
            "nticks": 6,
        }

    z = heights(value, scale)
    trace = {
        "type": "surface",
        "x": packed(x),
        "y": packed(y),
        "z": packed(z),
        "colorscale": _colors(heights(level_values(value, scale), scale)),
        "showscale": False,
        "hoverinfo": "skip",
        "contours": {
            "z": {"show": True, "color": "rgba(20,30,45,0.35)", "width": 1},
            "x": {"highlight": False},
            "y": {"highlight": False},
        },
        "lighting": {"ambient": 0.75, "diffuse": 0.5, "specular": 0.05, "roughness": 0.9, "fresnel": 0.05},
    }
    trace["contours"]["z"]["highlight"] = False  # type: ignore[index]
    scene = {
        "xaxis": side(titles[0]),
        "yaxis": side(titles[1]),
        "zaxis": side(titles[2]),
        "aspectmode": "manual",
        "aspectratio": {"x": 1, "y": 1, "z": 0.62},
        "camera": {"eye": {"x": -1.25, "y": -1.3, "z": 0.95}, "center": {"x": 0, "y": 0, "z": -0.12}},
        "dragmode": "orbit",
    }
    frame = layout(look, language, HEIGHT, heading, scene=scene)
    frame["margin"] = {"l": 0, "r": 0, "t": 28, "b": 0}
    del frame["dragmode"]
    return Raw({"data": [trace], "layout": frame})


def _colors(lines: NDArray[Any]) -> list[list[Any]]:
    """The landscape's colours at the heights of the contour's level lines, so that both pictures have the same."""
    top = len(lines) - 1
    places = (np.interp(np.linspace(0, top, len(LANDSCAPE)), np.arange(top + 1), lines) - lines[0]) / np.ptp(lines)
    return [[float(place), color] for place, color in zip(places, LANDSCAPE, strict=True)]
