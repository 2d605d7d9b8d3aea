"""Whole paths as ordinary traces: what is shown where the player cannot run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
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


def losses(
    values: Sequence[NDArray[Any]],
    *,
    look: Theme,
    language: str,
    heading: str,
    title: str,
    log: bool,
    diverged: Sequence[bool] = (),
) -> Raw:
    """Curves against the step, on a logarithmic axis where asked.

    Runs that have diverged do not set the axis, unless all have: they leave through the top and say how high they go.
    """
    traces = [
        {"type": "scatter", "mode": "lines", "y": packed(value), "line": _line(look.runs[i], i)}
        for i, value in enumerate(values)
    ]
    upright = axis(look, "") | ({"type": "log", "exponentformat": "power"} if log else {})
    made = layout(look, language, 410, heading, xaxis=axis(look, title), yaxis=upright)
    gone = [(value, look.runs[i]) for i, value in enumerate(values) if i < len(diverged) and diverged[i]]
    calm = [value for i, value in enumerate(values) if not (i < len(diverged) and diverged[i])]
    if gone and calm:
        seen = np.concatenate(calm)
        low, high = _limits(seen[np.isfinite(seen) & ((seen > 0) | (not log))], log)
        made["yaxis"] |= {"range": [low, high], "autorange": False}
        notes = [_leaving(value, 10.0**high if log else high, row, color) for row, (value, color) in enumerate(gone)]
        made["annotations"] = [*made.get("annotations", ()), *notes]
    return Raw({"data": traces, "layout": made})


def _limits(values: NDArray[Any], log: bool) -> tuple[float, float]:
    """The ends of an axis that shows all values, in powers of ten where it is logarithmic."""
    if not values.size:
        return 0.0, 1.0
    low, high = (float(end) for end in (values.min(), values.max()))
    if log:
        # Rounding leaves L − L* a few units in the last place from zero: such points are not looked at.
        low, high = math.log10(max(low, high * 1e-16)), math.log10(high)
    margin = 0.05 * (high - low) or 0.5
    return low - margin, high + margin


def _leaving(value: NDArray[Any], top: float, row: int, color: str) -> dict[str, Any]:
    """How high a curve goes that leaves through the top, as a power of ten, beside the step at which it leaves."""
    beyond = np.isfinite(value) & (value > top)
    high = float(value[beyond].max()) if beyond.any() else top
    return {
        "text": f"↑ 10<sup>{math.floor(math.log10(high)) if high > 0 else 0}</sup>".replace("-", "−"),
        "x": int(beyond.argmax()),
        "xanchor": "left",
        "y": 1 - 0.08 * row,
        "yref": "paper",
        "yanchor": "top",
        "showarrow": False,
        "font": {"color": color},
    }
