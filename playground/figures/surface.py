"""The loss as a surface over its two parameters, in three dimensions."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.contour import Scale, heights, level_values
from playground.figures.theme import LANDSCAPE, Raw, Theme, layout, packed

HEIGHT = 410
TALL = 0.62
"""The height of the drawn box, where its sides are 1."""

FAR = 2.05
"""Distance of the eye from the middle of the box."""

AROUND, ABOVE = (-115.0, -65.0), (28.0, 34.0, 40.0, 46.0, 52.0)
"""Directions of the eye in degrees: around the upright axis, so that φ₀ runs to the right and φ₁ away from the eye as
on the contour plot, and above the ground."""

MOST_UNDERSIDE = 0.15
"""The share of the surface that may turn its underside to the eye."""


def surface(
    x: NDArray[Any],
    y: NDArray[Any],
    value: NDArray[Any],
    *,
    look: Theme,
    language: str,
    heading: str = "",
    titles: tuple[str, str, str],
    scale: Scale = "linear",
    flipped: bool = False,
) -> Raw:
    """The surface z = L over x = φ0 and y = φ1; shapes, `scale` and `flipped` as for the contour."""

    def side(title: str, along: NDArray[Any]) -> dict[str, Any]:
        return {
            "title": {"text": title},
            "color": look.ink,
            "gridcolor": look.axis,
            "showbackground": False,
            "showspikes": False,
            "tickvals": inner_ticks(float(np.nanmin(along)), float(np.nanmax(along))),
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
        "xaxis": side(titles[0], x),
        "yaxis": side(titles[1], y) | ({"range": [float(y[-1]), float(y[0])], "autorange": False} if flipped else {}),
        "zaxis": side(titles[2], np.where(np.isfinite(z), z, np.nan)),
        "aspectmode": "manual",
        "aspectratio": {"x": 1, "y": 1, "z": TALL},
        "camera": {
            "eye": eye(z[::-1] if flipped else z),
            "center": {"x": 0, "y": 0, "z": -0.12},
            "up": {"x": 0, "y": 0, "z": 1},
        },
        "dragmode": "turntable",
    }
    frame = layout(look, language, HEIGHT, heading, scene=scene)
    frame["margin"] = {"l": 0, "r": 0, "t": 28, "b": 0}
    del frame["dragmode"]
    return Raw({"data": [trace], "layout": frame})


def inner_ticks(low: float, high: float) -> list[float]:
    """Round numbers between two ends, none of them near an end: at the corners those of two axes would meet."""
    span = high - low
    if not span > 0:
        return [low]
    ten = 10.0 ** math.floor(math.log10(span / 4))
    step = next((m * ten for m in (1, 2, 5) if m * ten >= span / 5), 10 * ten)
    ticks = np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step
    inside = ticks[(ticks - low > 0.08 * span) & (high - ticks > 0.08 * span)]
    return [float(tick) for tick in np.round(inside, 12)]


def eye(z: NDArray[Any]) -> dict[str, float]:
    """Where a surface is seen from: as low as it can be without showing much of its underside.

    Of a cell with slopes p and q the upper side is seen from the direction (a, b, c) where c - a p - b q > 0.
    """
    z = np.where(np.isfinite(z), z, np.nan)
    finite = z[np.isfinite(z)]
    tall = TALL * z / ((float(np.ptp(finite)) if finite.size else 0.0) or 1.0)
    p = np.diff(tall, axis=1)[:-1] * (z.shape[1] - 1)
    q = np.diff(tall, axis=0)[:, :-1] * (z.shape[0] - 1)
    best, share = (0.0, 0.0, 0.0), np.inf
    for above in np.radians(ABOVE):
        for around in np.radians(AROUND):
            a, b, c = np.cos(above) * np.cos(around), np.cos(above) * np.sin(around), np.sin(above)
            under = float((c - a * p - b * q <= 0).mean())
            if under < share - 1e-9:
                best, share = (a, b, c), under
        if share <= MOST_UNDERSIDE:
            break
    return {axis: round(FAR * float(part), 4) for axis, part in zip("xyz", best, strict=True)}


def _colors(lines: NDArray[Any]) -> list[list[Any]]:
    """The landscape's colours at the heights of the contour's level lines, so that both pictures have the same."""
    top = len(lines) - 1
    places = (np.interp(np.linspace(0, top, len(LANDSCAPE)), np.arange(top + 1), lines) - lines[0]) / np.ptp(lines)
    return [[float(place), color] for place, color in zip(places, LANDSCAPE, strict=True)]
