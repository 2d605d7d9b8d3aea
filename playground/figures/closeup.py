"""A close-up of one step: arrows and points on the contours around them, with equal units on both axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.contour import HEIGHT, ground
from playground.figures.theme import Raw, Theme, axis, layout, packed

DASHES = ("solid", "dash", "dot", "dashdot")


@dataclass(frozen=True)
class Arrow:
    """A move in parameter space: where it begins and ends, how the legend names it, colour, dash, and head or none."""

    name: str
    base: NDArray[Any]
    tip: NDArray[Any]
    color: str
    dash: int = 0
    width: float = 3.0
    head: bool = False


@dataclass(frozen=True)
class Spot:
    """A marked point: its label, if any, is written beside it."""

    label: str
    place: NDArray[Any]
    symbol: str = "circle"
    color: str = "#ffffff"


def window(points: NDArray[Any], least: float, margin: float = 0.3) -> tuple[tuple[float, float], tuple[float, float]]:
    """The square that holds the points (n, 2) with a margin, at least `least` wide."""
    low, high = points.min(axis=0), points.max(axis=0)
    half = max(float((high - low).max()) * (0.5 + margin), least / 2)
    (x, y) = ((low + high) / 2).tolist()
    return (x - half, x + half), (y - half, y + half)


def closeup(
    x: NDArray[Any],
    y: NDArray[Any],
    value: NDArray[Any],
    arrows: Sequence[Arrow],
    spots: Sequence[Spot],
    *,
    look: Theme,
    language: str,
    heading: str = "",
    flipped: bool = False,
) -> Raw:
    """Contours of value (n, n) over x and y, row = y, with arrows and spots on them."""
    traces = [ground(x, y, value, told=False, showlegend=False)]
    pointers = []
    for arrow in arrows:
        ends = np.array([arrow.base, arrow.tip])
        line = {"type": "scatter", "mode": "lines", "x": packed(ends[:, 0]), "y": packed(ends[:, 1])}
        traces.append(
            line | {"line": {"color": "#ffffff", "width": arrow.width + 3}, "hoverinfo": "skip", "showlegend": False}
        )
        traces.append(
            line
            | {
                "name": arrow.name,
                "showlegend": bool(arrow.name),
                "line": {"color": arrow.color, "width": arrow.width, "dash": DASHES[arrow.dash % len(DASHES)]},
                "hoverinfo": "skip",
            }
        )
        if arrow.head:
            pointers.append(_pointer(arrow))
    for spot in spots:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": packed(spot.place[:1]),
                "y": packed(spot.place[1:]),
                "marker": {
                    "symbol": spot.symbol,
                    "size": 12,
                    "color": spot.color,
                    "line": {"width": 2, "color": "#111"},
                },
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
        if spot.label:
            pointers.append(_label(spot, float(x[0] + x[-1]) / 2))
    limits_x, limits_y = (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))
    named = sum(bool(arrow.name) for arrow in arrows)
    frame = layout(
        look,
        language,
        HEIGHT,
        heading,
        xaxis=axis(look, "φ₀", limits_x, constrain="domain", showgrid=False),
        yaxis=axis(
            look,
            "φ₁",
            limits_y[::-1] if flipped else limits_y,
            scaleanchor="x",
            scaleratio=1,
            constrain="domain",
            showgrid=False,
        ),
        annotations=pointers,
        showlegend=True,
        legend={
            "orientation": "v",
            "x": 0.0,
            "xanchor": "left",
            "y": 0.0,
            "yref": "container",
            "yanchor": "bottom",
            "bgcolor": "rgba(0,0,0,0)",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )
    frame["margin"] = {**frame["margin"], "b": 50 + 21 * named}  # the legend lies below: there a phone has room
    return Raw({"data": traces, "layout": frame})


def _pointer(arrow: Arrow) -> dict[str, Any]:
    """The head of an arrow, on its last tenth."""
    near = arrow.tip + 0.12 * (arrow.base - arrow.tip)
    return {
        "x": float(arrow.tip[0]),
        "y": float(arrow.tip[1]),
        "ax": float(near[0]),
        "ay": float(near[1]),
        "xref": "x",
        "yref": "y",
        "axref": "x",
        "ayref": "y",
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
        "arrowsize": 1.1,
        "arrowwidth": arrow.width,
        "arrowcolor": arrow.color,
    }


def _label(spot: Spot, middle: float) -> dict[str, Any]:
    """The name of a spot beside it, towards the middle of the chart: there is room for it."""
    is_left = float(spot.place[0]) <= middle
    return {
        "x": float(spot.place[0]),
        "y": float(spot.place[1]),
        "text": spot.label,
        "showarrow": False,
        "xanchor": "left" if is_left else "right",
        "yanchor": "bottom",
        "xshift": 7 if is_left else -7,
        "yshift": 3,
        "font": {"color": "#111111"},
        "bgcolor": "rgba(255,255,255,0.75)",
    }
