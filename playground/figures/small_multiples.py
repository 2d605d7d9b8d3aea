"""Small charts in a row: curves and bars over the step or a hyperparameter, told apart by dash and marker too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.theme import Raw, Theme, across, axis, layout, log_ticks, packed

DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
GAP = 0.09


@dataclass(frozen=True)
class Curve:
    """One curve (or bars) of a pane: `role` chooses colour and dash, the same in every pane and in the legend."""

    name: str
    x: NDArray[Any]
    y: NDArray[Any]
    role: int = 0
    kind: str = "line"
    width: float = 2.5
    opacity: float = 0.85


@dataclass(frozen=True)
class Pane:
    """One chart: a heading, its axes and its curves; `at` marks one x, the step at which the run stands."""

    heading: str
    curves: Sequence[Curve]
    x_title: str = ""
    y_title: str = ""
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    x_log: bool = False
    y_log: bool = False
    marks: Sequence[tuple[float, float, str]] = field(default_factory=tuple)
    at: float | None = None

    def within(self, x: tuple[float, float], y: tuple[float, float] | None = None) -> Pane:
        """The same pane with these limits."""
        return replace(self, x_range=x, y_range=y)


def panes(
    rows: Sequence[Pane],
    *,
    look: Theme,
    language: str,
    height: int = 280,
    columns: int = 0,
    legend: bool = True,
    gap: float = GAP,
) -> Raw:
    """The panes side by side, `columns` a row (all in one row by default), under one legend; `gap` lies between them.

    Without the legend, words beside the chart must say which dash is which: on a phone there is no room for it.
    """
    columns = columns or len(rows)
    lines = -(-len(rows) // columns)
    traces: list[dict[str, Any]] = []
    frame = layout(look, language, height)
    legend = legend and any(curve.name for pane in rows for curve in pane.curves)
    breaks = max(pane.heading.count("<br>") for pane in rows)
    frame["margin"] = {"l": 56, "r": 16, "t": (58 if legend else 32) + 18 * breaks, "b": 44 if rows[-1].x_title else 28}
    frame["showlegend"] = legend
    frame["legend"] = {
        "orientation": "h",
        "x": 0,
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "bgcolor": "rgba(0,0,0,0)",
        "itemclick": False,
        "itemdoubleclick": False,
    }
    frame["annotations"], frame["shapes"] = [], []
    told: set[str] = set()
    for i, pane in enumerate(rows):
        column, line = i % columns, i // columns
        tag = "" if i == 0 else str(i + 1)
        wide, tall = (1 - gap * (columns - 1)) / columns, (1 - 0.2 * (lines - 1)) / lines
        left, top = column * (wide + gap), 1 - line * (tall + 0.2)
        for curve in pane.curves:
            traces.append(_trace(curve, look, tag, curve.name not in told))
            told.add(curve.name)
        below = rows[i + columns] if i + columns < len(rows) else None
        frame[f"xaxis{tag}"] = axis(look, pane.x_title, _limits(pane.x_range, pane.x_log)) | {
            "domain": [left, left + wide],
            "anchor": f"y{tag}",
            # Numbers that the pane below repeats would lie on its heading where there is little height.
            "showticklabels": below is None or not pane.x_range or below.x_range != pane.x_range,
            **_scale(pane.x_log, pane.x_range, [curve.x for curve in pane.curves]),
        }
        frame[f"yaxis{tag}"] = axis(look, pane.y_title, _limits(pane.y_range, pane.y_log)) | {
            "domain": [top - tall, top],
            "anchor": f"x{tag}",
            "zeroline": not pane.y_log,
            "zerolinecolor": look.axis,
            "automargin": True,  # powers of ten are wide
            **_scale(pane.y_log, pane.y_range, [curve.y for curve in pane.curves]),
        }
        frame["annotations"].append(
            {
                "text": f"<b>{pane.heading}</b>",
                "x": left,
                "y": top,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
            }
        )
        for x, y, text in pane.marks:
            frame["annotations"].append(_mark(x, y, text, tag, pane, look))
        if pane.at is not None:
            frame["shapes"].append(
                {
                    "type": "line",
                    "x0": pane.at,
                    "x1": pane.at,
                    "xref": f"x{tag}",
                    "y0": top - tall,
                    "y1": top,
                    "yref": "paper",
                    "line": {"color": look.axis, "width": 1.5, "dash": "dot"},
                }
            )
    return Raw({"data": traces, "layout": frame})


def _limits(limits: tuple[float, float] | None, log: bool) -> tuple[float, float] | None:
    return (float(np.log10(limits[0])), float(np.log10(limits[1]))) if limits and log else limits


def _scale(log: bool, limits: tuple[float, float] | None, values: Sequence[NDArray[Any]]) -> dict[str, Any]:
    if not log:
        return {}
    if limits is None:
        given = np.concatenate([np.ravel(value) for value in values] or [np.ones(1)])
        given = given[np.isfinite(given) & (given > 0)]
        limits = (float(given.min()), float(given.max())) if given.size else (1.0, 1.0)
    return {"type": "log", **log_ticks(*limits)}


def _mark(x: float, y: float, text: str, tag: str, pane: Pane, look: Theme) -> dict[str, Any]:
    return {
        "x": float(np.log10(x)) if pane.x_log else x,
        "y": float(np.log10(y)) if pane.y_log else y,
        "xref": f"x{tag}",
        "yref": f"y{tag}",
        "text": text,
        "showarrow": True,
        "arrowhead": 0,
        "arrowcolor": look.axis,
        "ax": 26,
        "ay": -18,
        "font": {"color": look.ink},
        "bgcolor": look.halo,
    }


def _trace(curve: Curve, look: Theme, tag: str, first: bool) -> dict[str, Any]:
    color = look.runs[curve.role % len(look.runs)]
    trace: dict[str, Any] = {
        **across(curve.x),
        "y": packed(curve.y),
        "xaxis": f"x{tag}",
        "yaxis": f"y{tag}",
        "name": curve.name,
        "legendgroup": curve.name,
        "showlegend": first and bool(curve.name),
        "hovertemplate": "%{x:.4g}: %{y:.4g}<extra>" + curve.name + "</extra>",
    }
    if curve.kind == "bar":
        return trace | {"type": "bar", "marker": {"color": color, "line": {"width": 0}}, "opacity": curve.opacity}
    line = {"color": color, "width": curve.width, "dash": DASHES[curve.role % len(DASHES)]}
    return trace | {
        "type": "scatter",
        "mode": "lines+markers" if curve.kind == "points" else "lines",
        "line": line,
        "marker": {"size": 7, "color": color, "symbol": ("circle", "square", "diamond", "x", "star")[curve.role % 5]},
    }
