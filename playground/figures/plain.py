"""Whole paths as ordinary traces: what is shown where the player cannot run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from playground.figures.theme import Raw, Theme, axis, layout, packed

PLOTLY_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


def _with(figure: Raw, traces: list[dict[str, Any]]) -> Raw:
    raw = figure.to_dict()
    return Raw({"data": [*raw["data"], *traces], "layout": raw["layout"]})


def _line(color: str, i: int, width: float = 2.5) -> dict[str, Any]:
    return {"color": color, "width": width, "dash": PLOTLY_DASHES[i]}


def with_paths(figure: Raw, paths: Sequence[NDArray[Any]], look: Theme) -> Raw:
    """A contour with the paths (steps + 1, 2) on it."""
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": packed(path[:, 0]),
            "y": packed(path[:, 1]),
            "line": _line(look.runs[i], i),
            "marker": {"size": 5},
        }
        for i, path in enumerate(paths)
    ]
    return _with(figure, traces)


def with_paths_3d(figure: Raw, paths: Sequence[NDArray[Any]], tops: Sequence[NDArray[Any]], look: Theme) -> Raw:
    """A surface with the paths on it; `tops` are the heights that are drawn."""
    traces = [
        {
            "type": "scatter3d",
            "mode": "lines",
            "x": packed(path[:, 0]),
            "y": packed(path[:, 1]),
            "z": packed(top),
            "line": {"color": look.runs[i], "width": 5},
        }
        for i, (path, top) in enumerate(zip(paths, tops, strict=True))
    ]
    return _with(figure, traces)


def with_curves(figure: Raw, x: NDArray[Any], curves: Sequence[NDArray[Any]], look: Theme) -> Raw:
    """Data with the fitted curves, each the predictions at x."""
    traces = [
        {"type": "scatter", "mode": "lines", "x": packed(x), "y": packed(curve), "line": _line(look.runs[i], i)}
        for i, curve in enumerate(curves)
    ]
    return _with(figure, traces)


def losses(values: Sequence[NDArray[Any]], *, look: Theme, language: str, heading: str, title: str, log: bool) -> Raw:
    """Curves against the step, on a logarithmic axis where asked."""
    traces = [
        {"type": "scatter", "mode": "lines", "y": packed(value), "line": _line(look.runs[i], i)}
        for i, value in enumerate(values)
    ]
    upright = axis(look, "") | ({"type": "log", "exponentformat": "power"} if log else {})
    return Raw({"data": traces, "layout": layout(look, language, 410, heading, xaxis=axis(look, title), yaxis=upright)})
