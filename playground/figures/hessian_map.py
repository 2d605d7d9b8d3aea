"""Maps of the Hessian over the parameters, and the critical points of a loss, for the contour plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.contour import contour, without_level_labels
from playground.figures.theme import Raw, Theme, packed

DIVERGING = [[0.0, "#b9722b"], [0.25, "#e2b987"], [0.5, "#f7f5f0"], [0.75, "#93bbd9"], [1.0, "#3c78a8"]]
"""Negative amber, zero white, positive blue: told apart by every eye."""

SIGNS = 9
"""Rows and columns of signs on a map of the Hessian."""

MARKERS = {"minimum": "circle", "maximum": "triangle-up", "saddle": "x", "degenerate": "square-open"}
"""One shape a kind, so that colour is never alone."""

MARKER_COLORS = {"minimum": "#00805d", "maximum": "#b8457e", "saddle": "#111111", "degenerate": "#6a3d9a"}


def signed(values: NDArray[Any]) -> NDArray[Any]:
    """asinh of the values in units of their median size: keeps the sign, shows small and large alike."""
    finite = np.abs(values[np.isfinite(values)])
    unit = float(np.median(finite)) if finite.size else 1.0
    with np.errstate(all="ignore"):
        return np.arcsinh(values / (unit or 1.0))


def curvature_map(
    x: NDArray[Any],
    y: NDArray[Any],
    value: NDArray[Any],
    number: NDArray[Any],
    name: str,
    **options: Any,
) -> Raw:
    """A number of the Hessian as colours, with its zero drawn, under the level lines of the loss.

    Parameters
    ----------
    x, y : array (n,)
    value : array (n, n)
        The loss.
    number : array (n, n)
        det H, the smallest eigenvalue, or the trace.
    name : str
        What hovering calls it.
    options
        As for `contour`.
    """
    figure = contour(x, y, value, **options).to_dict()
    loss = figure["data"][0]
    z = signed(number)
    reach = float(np.abs(z[np.isfinite(z)]).max(initial=0.0)) or 1.0
    # Colours and the line at zero in one trace: half as much to send and to draw as in two.
    ground = {
        "type": "contour",
        "x": packed(x),
        "y": packed(y),
        "z": packed(z),
        "zmin": -reach,
        "zmax": reach,
        "colorscale": DIVERGING,
        "autocontour": False,
        "contours": {"coloring": "heatmap", "start": 0, "end": 0, "size": 1},
        "line": {"width": 2.5, "color": "#3b2a14"},
        "showscale": False,
        "customdata": packed(number),
        "hovertemplate": f"φ₀ %{{x:.4g}}<br>φ₁ %{{y:.4g}}<br>{name} %{{customdata:.4g}}<extra></extra>",
    }
    lines = {
        **loss,
        "contours": {**loss["contours"], "coloring": "none"},
        "line": {"width": 0.6, "color": "rgba(20,30,45,0.35)"},
        "hoverinfo": "skip",
    }
    for name in ("colorscale", "hovertemplate", "customdata"):
        lines.pop(name, None)
    # A loss written on its line would be read as the number that the colours show.
    plain = without_level_labels(Raw({"data": [ground, lines, *figure["data"][1:]], "layout": figure["layout"]}))
    figure = plain.to_dict()
    data = [*figure["data"][:2], _signs(x, y, number), *figure["data"][2:]]
    return Raw({"data": data, "layout": figure["layout"]})


def _signs(x: NDArray[Any], y: NDArray[Any], number: NDArray[Any]) -> dict[str, Any]:
    """The signs of a number in rows and columns, for eyes and printers to which amber and blue are the same grey."""
    columns, rows = (np.linspace(0, n - 1, SIGNS + 2).round().astype(int)[1:-1] for n in (len(x), len(y)))
    j, i = (index.ravel() for index in np.meshgrid(rows, columns, indexing="ij"))
    shown = np.isfinite(number[j, i]) & (number[j, i] != 0)
    j, i = j[shown], i[shown]
    return {
        "type": "scatter",
        "mode": "text",
        "x": packed(x[i]),
        "y": packed(y[j]),
        "text": ["+" if value > 0 else "−" for value in number[j, i]],
        "textfont": {"size": 13, "color": "rgba(20,30,45,0.9)"},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def with_critical_points(
    figure: Raw, points: Sequence[Any], texts: Sequence[str], words: dict[str, str], look: Theme
) -> Raw:
    """The critical points on a contour plot, one marker a kind, their numbers on hover.

    Parameters
    ----------
    points : sequence of records with `phi` (2,) and `kind`
    texts : sequence of str
        What hovering over each point says.
    words : mapping from kind to its word
    """
    traces = []
    for kind, symbol in MARKERS.items():
        chosen = [i for i, point in enumerate(points) if point.kind == kind]
        if not chosen:
            continue
        phi = np.array([points[i].phi for i in chosen])
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": words[kind],
                "x": packed(phi[:, 0]),
                "y": packed(phi[:, 1]),
                "text": [texts[i] for i in chosen],
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {
                    "symbol": symbol,
                    "size": 11,
                    "color": MARKER_COLORS[kind],
                    "line": {"width": 1.5, "color": "#ffffff"},
                },
                "showlegend": True,
            }
        )
    raw = figure.to_dict()
    base = [{**trace, "showlegend": False} for trace in raw["data"] if trace.get("mode") != "markers"]
    legend = {"orientation": "h", "x": 0.5, "xanchor": "center", "y": 1.0, "yanchor": "bottom", "font": {"size": 11}}
    frame = {**raw["layout"], "showlegend": True, "legend": {**legend, "itemclick": False, "itemdoubleclick": False}}
    return Raw({"data": [*base, *traces], "layout": frame})


CELLS = 40
"""Cells a side in which what is undecided is drawn: the boxes of a proof may be too many and too small to be seen."""


def with_undecided(
    figure: Raw, low: NDArray[Any], high: NDArray[Any], window: Sequence[tuple[float, float]], name: str, look: Theme
) -> Raw:
    """The figure with the part of the window hatched that a proof has left open: its boxes low…high, each (2, N)."""
    corner, end = np.array(window, dtype=float).T
    cell = (end - corner) / CELLS
    first = np.floor((low.T - corner) / cell).astype(int).clip(0, CELLS - 1)
    last = (np.ceil((high.T - corner) / cell).astype(int) - 1).clip(0, CELLS - 1)
    open_ = np.zeros((CELLS, CELLS), bool)
    for (i, j), (k, m) in {(tuple(a), tuple(b)) for a, b in zip(first.tolist(), last.tolist(), strict=True)}:
        open_[i : k + 1, j : m + 1] = True
    places = corner + np.argwhere(open_) * cell
    sides = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0], [np.nan, np.nan]]) * cell
    outline = (places[:, None] + sides).reshape(-1, 2)
    trace = {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": packed(outline[:, 0]),
        "y": packed(outline[:, 1]),
        "fill": "toself",
        "fillcolor": "rgba(0,0,0,0)",
        "fillpattern": {"shape": "/", "fgcolor": look.ink, "size": 6},
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": True,
    }
    raw = figure.to_dict()
    return Raw({"data": [*raw["data"], trace], "layout": raw["layout"]})
