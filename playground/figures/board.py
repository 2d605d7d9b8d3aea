"""Several contours side by side, each with finished paths: a board of small pictures that do not move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.contour import Scale, ground
from playground.figures.theme import Raw, Theme, axis, layout, packed

DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


@dataclass(frozen=True)
class Picture:
    """One picture of the board: heading, paths (steps + 1, 2), and the name of each path where there are several."""

    heading: str
    paths: Sequence[NDArray[Any]]
    names: Sequence[str] = ()


def board(
    x: NDArray[Any],
    y: NDArray[Any],
    value: NDArray[Any],
    pictures: Sequence[Picture],
    *,
    look: Theme,
    language: str,
    columns: int,
    height: int,
    titles: tuple[str, str] = ("φ₀", "φ₁"),
    scale: Scale = "linear",
    flipped: bool = False,
    width: float = 2.0,
    dots: bool = True,
) -> Raw:
    """One contour a picture, on the same grid, with equal units on both axes.

    Parameters
    ----------
    x, y : array (n,)
    value : array (n, n)
        The loss, row = y, column = x.
    width : float
        Of the paths; thin (and without `dots`) where they were drawn by a hand and not computed.
    """
    lines = -(-len(pictures) // columns)
    gap, rise = 0.07, 0.14
    wide, tall = (1 - gap * (columns - 1)) / columns, (1 - rise * (lines - 1)) / lines
    traces: list[dict[str, Any]] = []
    frame = layout(look, language, height)
    rows = max(picture.heading.count("<br>") for picture in pictures)
    frame["margin"] = {"l": 50, "r": 8, "t": 30 + 18 * rows, "b": 42}
    frame["annotations"] = []
    limits_x, limits_y = (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))
    for i, picture in enumerate(pictures):
        tag = "" if i == 0 else str(i + 1)
        left, top = (i % columns) * (wide + gap), 1 - (i // columns) * (tall + rise)
        place = {"xaxis": f"x{tag}", "yaxis": f"y{tag}"}
        traces.append(
            ground(x, y, value, scale, told=False, line={"width": 0.5, "color": "rgba(20,30,45,0.4)"}, **place)
        )
        for k, path in enumerate(picture.paths):
            traces += _path(path, k, picture, look, width, dots, place)
        frame[f"xaxis{tag}"] = axis(
            look, titles[0], limits_x, domain=[left, left + wide], anchor=f"y{tag}", constrain="domain", showgrid=False
        )
        frame[f"yaxis{tag}"] = axis(
            look,
            titles[1],
            limits_y[::-1] if flipped else limits_y,
            domain=[top - tall, top],
            anchor=f"x{tag}",
            scaleanchor=f"x{tag}",
            scaleratio=1,
            constrain="domain",
            showgrid=False,
        )
        frame["annotations"].append(
            {
                "text": picture.heading,
                "x": left + wide / 2,
                "y": top,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "center",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 15},
            }
        )
    return Raw({"data": traces, "layout": frame})


def _path(
    path: NDArray[Any], k: int, picture: Picture, look: Theme, width: float, dots: bool, place: dict[str, str]
) -> list[dict[str, Any]]:
    """A path with its halo, its start as a ring and its end as a full dot; it ends where it is no longer finite."""
    finite = np.isfinite(path).all(axis=-1)
    path = path[: len(path) if finite.all() else int(finite.argmin())]
    color, name = look.runs[k % len(look.runs)], picture.names[k] if k < len(picture.names) else ""
    across, up = packed(path[:, 0]), packed(path[:, 1])
    halo = {"type": "scatter", "mode": "lines", "x": across, "y": up, "hoverinfo": "skip", **place}
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
        ends | {"marker": mark, "hoverinfo": "skip", **place},
    ]
