"""Points marked on a figure that is drawn already: critical points, printed losses, points that were placed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.theme import Raw, Theme, packed

FIGURE_2_4 = ((0.120, 0.102), (0.417, 0.405), (0.556, 0.510), (0.695, 0.560), (0.855, 0.504))
"""The points 0 to 4 of the course's figure 2.4, read from its drawing to 0.01: a hand placed them, no rule did."""

FIGURE_6_1 = ((1.730, -0.738), (1.909, -0.377), (1.075, 0.133), (1.159, 0.279), (0.913, 0.398))
"""Those of figure 6.1, on gradient descent."""


@dataclass(frozen=True, eq=False)
class Marks:
    """Points (k, 2) with one symbol, and what stands beside each.

    `name` stands in the legend. `line` joins the points by dots, in their order. `sides` says where each label stands,
    above by default; see `free_sides`.
    """

    points: NDArray[Any]
    symbol: str
    name: str = ""
    labels: Sequence[str] = ()
    size: int = 11
    line: bool = False
    hover: Sequence[str] = ()
    sides: Sequence[str] = ()


SIDES = {"top center": (0, 1), "bottom center": (0, -1), "middle right": (1, 0), "middle left": (-1, 0)}
LABEL = np.array([0.075, 0.05])
"""How far the middle of a label lies from its point to the side, and up or down, in widths of the picture."""


def free_sides(
    points: NDArray[Any], others: NDArray[Any], window: Sequence[tuple[float, float]], flipped: bool = False
) -> list[str]:
    """On which side of each point (k, 2) its label is furthest from `others` (m, 2), other labels and the border."""
    low, high = np.array(window, dtype=float).T
    size = high - low
    taken = [*((np.asarray(others) - low) / size), *((np.asarray(points) - low) / size)]
    found = []
    for place in (np.asarray(points) - low) / size:
        best, room = "top center", -1.0
        for side, (right, up) in SIDES.items():
            middle = place + LABEL * (right, -up if flipped else up)
            rest = [one for one in taken if (one != place).any()]
            away = min((float((np.abs(middle - one) / LABEL).max()) for one in rest), default=np.inf)
            inside = float(min(*(middle / LABEL), *((1 - middle) / LABEL)))
            if min(away, inside) > room + 0.25:  # another side must be clearly better than one before it
                best, room = side, min(away, inside)
        right, up = SIDES[best]
        taken.append(place + LABEL * (right, -up if flipped else up))
        found.append(best)
    return found


def marked(figure: Raw, marks: Sequence[Marks], look: Theme) -> Raw:
    """The figure with points on it; told apart by their symbols, and dark on a light halo on every ground."""
    raw = figure.to_dict()
    traces = [_trace(one, look) for one in marks if len(one.points)]
    named = [one for one in marks if one.name and len(one.points)]
    layout = dict(raw["layout"])
    if named:
        layout["showlegend"] = True
        layout["legend"] = {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.0,
            "yanchor": "bottom",
            "font": {"size": 13},
            "bgcolor": "rgba(0,0,0,0)",
        }
        layout["margin"] = {**layout["margin"], "t": 56}
        layout["height"] = layout["height"] + 24
    quiet = [{"showlegend": False, **trace} for trace in raw["data"]]
    return Raw({"data": [*quiet, *traces], "layout": layout})


def _trace(one: Marks, look: Theme) -> dict[str, Any]:
    mode = "markers" + ("+text" if one.labels else "") + ("+lines" if one.line else "")
    hollow = one.symbol.endswith("-open") or one.symbol.endswith("-thin")
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": mode,
        "x": packed(np.asarray(one.points)[:, 0]),
        "y": packed(np.asarray(one.points)[:, 1]),
        "marker": {
            "symbol": one.symbol,
            "size": one.size,
            "color": "#1c2530",
            "line": {"width": 2.5 if hollow else 1.5, "color": "#1c2530" if hollow else "#ffffff"},
        },
        "name": one.name,
        "showlegend": bool(one.name),
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    if one.hover:
        trace |= {"hovertext": list(one.hover), "hovertemplate": "%{hovertext}<extra></extra>"}
        trace.pop("hoverinfo")
    if one.labels:
        trace |= {
            "text": [f"<b>{label}</b>" for label in one.labels],
            "textposition": list(one.sides) or "top center",
            "textfont": {"size": 14, "color": "#10151a", "shadow": "0 0 3px #fff, 0 0 3px #fff, 0 0 3px #fff"},
        }
    if one.line:
        trace["line"] = {"color": "#1c2530", "width": 1.5, "dash": "dot"}
    return trace
