"""What each learning rate leads to, a curve an optimizer: the loss after all steps, and the steps until it settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.small_multiples import Curve, Pane, panes
from playground.figures.theme import Raw, Theme

FLOOR = 1e-9
"""Below this a loss above the minimum is drawn as this: further down there is only rounding."""


@dataclass(frozen=True, eq=False)
class Row:
    """One optimizer: L − L* at the end and the steps until it settled (−1 for never) for each α, and the best index."""

    name: str
    excess: NDArray[Any]
    steps: NDArray[Any]
    best: int | None


def learning_rates(
    alpha: NDArray[Any],
    rows: Sequence[Row],
    *,
    begin: float,
    steps: int,
    fraction: float,
    look: Theme,
    language: str,
    headings: tuple[str, str],
    titles: tuple[str, str, str],
    height: int = 440,
) -> tuple[Raw, Raw]:
    """Two charts over α (logarithmic). `begin` is L − L* at the start; dotted lines mark it and `fraction` of it.

    `titles` name α, the loss axis and the axis of the steps; the best α of each optimizer carries a large mark.
    """
    low = [np.nanmin(row.excess) for row in rows if np.isfinite(row.excess).any()]
    floor = max(FLOOR, 0.3 * float(min(low, default=begin * 1e-3)))
    top = 30 * begin
    losses, counts = [], []
    for i, row in enumerate(rows):
        # What lies above the chart is left out, or a line would seem to lead somewhere.
        with np.errstate(invalid="ignore"):
            seen = np.where(np.isfinite(row.excess) & (row.excess < 1e3 * top), np.maximum(row.excess, FLOOR), np.nan)
        losses.append(Curve(row.name, alpha, seen, i))
        counts.append(Curve(row.name, alpha, np.where(row.steps >= 0, row.steps, np.nan), i))
    ends = (float(alpha[0]), float(alpha[-1]))
    first = Pane(headings[0], losses, titles[0], titles[1], ends, (floor, top), x_log=True, y_log=True)
    second = Pane(headings[1], counts, titles[0], titles[2], ends, (0.0, steps * 1.04), x_log=True)
    marks = _best(alpha, rows, look)
    figures = []
    for pane, best in ((first, marks[::2]), (second, marks[1::2])):
        raw = below(panes([pane], look=look, language=language, height=height)).to_dict()
        figures.append(Raw({"data": [*raw["data"], *best], "layout": raw["layout"]}))
    levels = [_level(begin, look, "dash"), _level(fraction * begin, look, "dot")]
    frame = figures[0].to_dict()["layout"]
    frame["shapes"] = [*frame.get("shapes", []), *levels]
    return figures[0], figures[1]


def below(figure: Raw) -> Raw:
    """The figure with its legend under it, where a narrow screen may break it into rows."""
    raw = figure.to_dict()
    frame = dict(raw["layout"])
    frame["legend"] = {"orientation": "h", "x": 0, "y": -0.22, "yanchor": "top", "itemclick": False}
    frame["margin"] = {**frame["margin"], "t": 32, "b": 112}
    return Raw({"data": raw["data"], "layout": frame})


def _level(height: float, look: Theme, dash: str) -> dict[str, Any]:
    line = {"color": look.axis, "width": 1.5, "dash": dash}
    place = {"xref": "x domain", "x0": 0, "x1": 1, "yref": "y", "y0": height, "y1": height}
    return {"type": "line", **place, "line": line}


def _best(alpha: NDArray[Any], rows: Sequence[Row], look: Theme) -> list[dict[str, Any]]:
    """The best α of each optimizer, marked in the first chart and in the second, by turns."""
    marks = []
    symbols = ("circle", "square", "diamond", "x", "star")
    for i, row in enumerate(rows):
        if row.best is None:
            continue
        color = look.runs[i % len(look.runs)]
        for height in (max(float(row.excess[row.best]), FLOOR), float(row.steps[row.best])):
            marks.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": [float(alpha[row.best])],
                    "y": [height],
                    "marker": {
                        "symbol": symbols[i % len(symbols)],
                        "size": 14,
                        "color": color,
                        "line": {"width": 2, "color": look.halo},
                    },
                    "showlegend": False,
                    "hovertemplate": "α = %{x:.3g}<extra>" + row.name + "</extra>",
                }
            )
    return marks
