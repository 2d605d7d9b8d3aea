"""A contour with finished paths: a small picture that does not move, to stand beside others on a board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.contour import ground
from playground.figures.theme import Raw, Theme, axis, layout, packed

DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


@dataclass(frozen=True)
class Picture:
    """What is drawn on the contour: heading, paths (steps + 1, 2), and their names where there are several."""

    heading: str
    paths: Sequence[NDArray[Any]]
    names: Sequence[str] = ()


def board(
    x: NDArray[Any],
    y: NDArray[Any],
    value: NDArray[Any],
    picture: Picture,
    *,
    look: Theme,
    language: str,
    height: int,
    width: float = 2.0,
    dots: bool = True,
) -> Raw:
    """The contour with its finished paths, in equal units on both axes.

    Parameters
    ----------
    x, y : array (n,)
    value : array (n, n)
        The loss, row = y, column = x.
    width : float
        Of the paths; thin (and without `dots`) where they were drawn by a hand and not computed.
    """
    frame = layout(look, language, height)
    frame["margin"] = {"l": 50, "r": 8, "t": 30 + 18 * picture.heading.count("<br>"), "b": 42}
    equal = {"constrain": "domain", "showgrid": False}
    frame["xaxis"] = axis(look, "φ₀", (float(x[0]), float(x[-1])), **equal)
    frame["yaxis"] = axis(look, "φ₁", (float(y[0]), float(y[-1])), scaleanchor="x", scaleratio=1, **equal)
    heading = {"text": picture.heading, "x": 0.5, "y": 1, "xanchor": "center", "yanchor": "bottom"}
    frame["annotations"] = [
        heading | {"xref": "paper", "yref": "paper", "showarrow": False, "font": {"size": 15}},
    ]
    traces = [ground(x, y, value, "linear", told=False, line={"width": 0.5, "color": "rgba(20,30,45,0.4)"})]
    for k, path in enumerate(picture.paths):
        traces += _path(path, k, picture, look, width, dots)
    return Raw({"data": traces, "layout": frame})


def _path(path: NDArray[Any], k: int, picture: Picture, look: Theme, width: float, dots: bool) -> list[dict[str, Any]]:
    """A path with its halo, its start as a ring and its end as a full dot; it ends where it is no longer finite."""
    finite = np.isfinite(path).all(axis=-1)
    path = path[: len(path) if finite.all() else int(finite.argmin())]
    color, name = look.runs[k % len(look.runs)], picture.names[k] if k < len(picture.names) else ""
    across, up = packed(path[:, 0]), packed(path[:, 1])
    halo = {"type": "scatter", "mode": "lines", "x": across, "y": up, "hoverinfo": "skip"}
    mark = {"color": [look.halo, color], "size": 8, "line": {"width": 2, "color": color}}
    ends = {"type": "scatter", "mode": "markers", "x": packed(path[[0, -1], 0]), "y": packed(path[[0, -1], 1])}
    return [
        halo | {"line": {"color": "rgba(255,255,255,0.8)", "width": width + 2}},
        halo
        | {
            "mode": "lines+markers" if dots else "lines",
            "line": {"color": color, "width": width, "dash": DASHES[k % len(DASHES)]},
            "marker": {"size": 4, "color": color},
            "hoverinfo": "text" if name else "skip",
            "hovertext": name,
        },
        ends | {"marker": mark, "hoverinfo": "skip"},
    ]
