"""A model of several inputs in pictures: what it says against the truth, and what each input adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.theme import Raw, Theme, axis, layout, packed

HEIGHT = 320

SYMBOLS = ("circle", "diamond-open", "star")
LEGEND = {
    "orientation": "h",
    "x": 0,
    "y": 1.0,
    "yanchor": "bottom",
    "bgcolor": "rgba(0,0,0,0)",
    "itemclick": False,
    "itemdoubleclick": False,
}


@dataclass(frozen=True, eq=False)
class Group:
    """Data of one kind: name, true and predicted values (n,), and what each is called."""

    name: str
    truth: NDArray[Any]
    said: NDArray[Any]
    labels: Sequence[str] = ()


def agreement(
    groups: Sequence[Group], *, look: Theme, language: str, heading: str, titles: tuple[str, str], height: int = HEIGHT
) -> Raw:
    """Predicted against true values, the diagonal where they agree; one symbol a group."""
    truth = np.concatenate([one.truth for one in groups])
    low, high = float(truth.min()), float(truth.max())
    room = 0.08 * (high - low or 1.0)
    ends = (low - room, high + room)
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(ends),
            "y": list(ends),
            "line": {"color": look.axis, "width": 1.5, "dash": "dash"},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]
    for k, one in enumerate(groups):
        # What is far outside is drawn at the border, as an arrow would say it; its number is in the hover text.
        inside = np.clip(np.nan_to_num(one.said, nan=ends[0]), *ends)
        color = (look.residual, look.lit, look.runs[1])[k % 3]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": packed(one.truth),
                "y": packed(inside),
                "customdata": packed(one.said),
                "hovertext": list(one.labels),
                "hovertemplate": "%{hovertext}<br>%{x:.4g} → %{customdata:.4g}<extra>" + one.name + "</extra>",
                "marker": {
                    "size": (8, 10, 15)[k % 3],
                    "symbol": SYMBOLS[k % 3],
                    "color": color,
                    "line": {"width": 1 if k != 1 else 2, "color": look.halo if k != 1 else color},
                },
                "name": one.name,
                "cliponaxis": False,
            }
        )
    frame = layout(
        look,
        language,
        height,
        heading,
        xaxis=axis(look, titles[0], ends, constrain="domain"),
        yaxis=axis(look, titles[1], ends, scaleanchor="x", scaleratio=1, constrain="domain"),
        showlegend=True,
        legend=LEGEND,
    )
    frame["margin"] = {"l": 62, "r": 12, "t": 62, "b": 46}
    return Raw({"data": traces, "layout": frame})


def probabilities(
    groups: Sequence[tuple[str, NDArray[Any], Sequence[str]]],
    classes: Sequence[str],
    *,
    look: Theme,
    language: str,
    heading: str,
    title: str,
    height: int = HEIGHT,
) -> Raw:
    """What probability the model gives to the right class of each datum: one strip a class, a symbol a group.

    Parameters
    ----------
    groups : sequence of (name, array (n, 2), labels)
        Number of the class, and the probability of that class; what each datum is called.
    """
    traces = []
    for k, (name, points, labels) in enumerate(groups):
        label, p = points[:, 0], points[:, 1]
        order = np.zeros(len(points))
        for one in np.unique(label):
            mine = label == one
            order[mine] = np.linspace(-0.32, 0.32, int(mine.sum())) if mine.sum() > 1 else 0.0
        color = (look.residual, look.lit)[k % 2]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": packed(p),
                "y": packed(label + order),
                "marker": {
                    "size": (8, 10)[k % 2],
                    "symbol": SYMBOLS[k % 2],
                    "color": color,
                    "line": {"width": 1 if k != 1 else 2, "color": look.halo if k != 1 else color},
                },
                "name": name,
                "hovertext": list(labels),
                "hovertemplate": "%{hovertext}<br>%{x:.3f}<extra>" + name + "</extra>",
                "cliponaxis": False,
            }
        )
    frame = layout(
        look,
        language,
        height,
        heading,
        xaxis=axis(look, title, (0.0, 1.0)),
        yaxis=axis(look, "", (len(classes) - 0.5, -0.5), showgrid=False, automargin=True)
        | {"tickvals": list(range(len(classes))), "ticktext": list(classes), "ticks": ""},
        showlegend=True,
        legend=LEGEND,
    )
    frame["margin"] = {"l": 12, "r": 16, "t": 62, "b": 46}
    return Raw({"data": traces, "layout": frame})
