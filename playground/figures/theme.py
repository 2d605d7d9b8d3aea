"""The looks of every figure: colours that all eyes can tell apart, margins, and the figure that skips validation."""

from __future__ import annotations

import base64
import math
import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from playground.i18n import capitalized, decimal_mark

FONT = '"Source Sans", "Source Sans Pro", sans-serif'
CONFIG = {"displayModeBar": False, "doubleClick": False, "scrollZoom": False, "showTips": False}
"""Plotly's own gestures are off: clicks and drags belong to the player."""

LANDSCAPE = ["#35648f", "#5c8fb8", "#93bad1", "#c6dbe1", "#f3efe2"]
"""Low to high, valley to summit: every path colour stands out against it with its halo."""

DASHES: tuple[list[int], ...] = ([], [10, 5], [3, 5], [12, 4, 3, 4], [6, 3])
"""One a run: a run is never told by colour alone."""


MODEL = "#1f2d3a"
"""The local quadratic model, drawn on the landscape in either appearance."""

UPWARD, DOWNWARD = "#12507e", "#b9722b"
"""Eigenvectors along which the loss curves upwards, and those along which it curves downwards, which are dashed too."""


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance, light or dark: no arrow has the colour of a run."""

    name: str
    ink: str
    grid: str
    axis: str
    halo: str
    ghost: str
    residual: str
    lit: str
    data: str
    runs: tuple[str, ...]
    arrows: tuple[str, ...]


LIGHT = Theme(
    name="light",
    ink="#3b4652",
    grid="#e3e8ed",
    axis="#aab4be",
    halo="#ffffff",
    ghost="#1c2530",
    residual="#8a96a3",
    lit="#d55e00",
    data="#1c2530",
    runs=("#cc5500", "#442565", "#007454", "#b98a2c", "#822f58"),
    arrows=("#111111", "#8f1d14", "#0b5c6b", "#5a4a08", "#2b3fa8"),
)
DARK = Theme(
    name="dark",
    ink="#c3ccd5",
    grid="#2a323b",
    axis="#55616d",
    halo="#10151a",
    ghost="#e4e9ee",
    residual="#7d8995",
    lit="#ff8a3d",
    data="#e4e9ee",
    runs=("#ff8a3d", "#8d6cc7", "#5fdcb2", "#f8da97", "#d0709a"),
    arrows=("#ffffff", "#7cc7ff", "#d7e36c", "#c9b59a", "#ffb3a0"),
)
PRINT = replace(LIGHT, name="print", ink="#000000", axis="#000000", halo="#ffffff", data="#000000")


def theme(name: str | None) -> Theme:
    """The theme of a name, "light", "dark" or "print"; light for any other."""
    return {"dark": DARK, "print": PRINT}.get(name or "", LIGHT)


class Raw(go.Figure):  # type: ignore[misc]  # plotly ships no types
    """A Plotly figure kept as the plain dict it was made of.

    Building and validating a go.Figure takes about 35 ms where the dict takes 1 to 2.
    """

    def __init__(self, figure: dict[str, Any]) -> None:
        object.__setattr__(self, "_raw", figure)

    _raw: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The dict itself."""
        return self._raw

    def to_plotly_json(self) -> dict[str, Any]:
        """The dict itself."""
        return self._raw

    @property
    def layout(self) -> Any:
        """The plain layout, for callers that ask for a natural width or height."""
        return go.Layout(width=None, height=self._raw["layout"].get("height"))


def packed(values: Any, kind: str = "f4") -> dict[str, str]:
    """An array as Plotly's compact typed array: float32, as pictures need no more, or whole numbers as "u2"."""
    with np.errstate(over="ignore"):
        array: NDArray[Any] = np.ascontiguousarray(values, dtype={"f4": np.float32, "u2": np.uint16}[kind])
    entry = {"bdata": base64.b64encode(array.tobytes()).decode(), "dtype": kind}
    if array.ndim > 1:
        entry["shape"] = ", ".join(str(n) for n in array.shape)
    return entry


def across(x: Any) -> dict[str, Any]:
    """The "x" of a trace; of steps one after the other only where they begin, which travels lighter."""
    places: NDArray[np.float64] = np.asarray(x, dtype=float)
    if places.ndim == 1 and len(places) > 2 and (np.diff(places) == 1).all():
        return {"x0": float(places[0]), "dx": 1}
    return {"x": packed(x)}


def colorscale() -> list[list[Any]]:
    """The landscape's colours at equal distances."""
    return [[i / (len(LANDSCAPE) - 1), color] for i, color in enumerate(LANDSCAPE)]


def axis(look: Theme, title: str, limits: tuple[float, float] | None = None, **more: Any) -> dict[str, Any]:
    """A two-dimensional axis."""
    return {
        "title": {"text": typeset(title), "standoff": 6},
        "color": look.ink,
        "gridcolor": look.grid,
        "linecolor": look.axis,
        "showline": True,
        "mirror": True,
        "zeroline": False,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": look.axis,
        "fixedrange": True,
        **({"range": list(limits), "autorange": False} if limits else {}),
        **more,
    }


SYMBOLS = re.compile(r"(?<![\w<&/])(?:[LHx](?![\w'’>])|f(?=\[)|g(?=\])|(?<=, )y$|^y$)")
"""Latin letters that are symbols of the formulas, in a heading or a title in any of the languages."""


def typeset(text: str) -> str:
    """Short HTML with its symbols in the face of the formulas; Greek letters have it everywhere, see `frame.css`."""
    return SYMBOLS.sub(r'<span style="font-family:Playground Maths,serif">\g<0></span>', text)


def log_ticks(low: float, high: float) -> dict[str, Any]:
    """Where a logarithmic axis from `low` to `high` has its ticks: at 1, 2 and 5 of each power of ten, or at powers.

    Plotly's own choice writes a bare "5" for 0.5 beside them.
    """
    decades = math.log10(high / low) if 0 < low < high else 1.0
    if decades < 2.5:
        return {"dtick": "D2", "tickformat": "~g"}
    return {"dtick": max(1, math.ceil(decades / 6)), "exponentformat": "power"}


def layout(look: Theme, language: str, height: int, heading: str = "", **more: Any) -> dict[str, Any]:
    """What every figure's layout shares; a heading is short HTML as Plotly reads it."""
    return {
        "height": height,
        "title": {
            "text": typeset(heading),
            "x": 0,
            "xref": "container",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "font": {"size": 16},
            "pad": {"t": 4},
        },
        "margin": {"l": 56, "r": 12, "t": 32, "b": 46},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": look.ink},
        "separators": ",." if decimal_mark(language) == "," else ".,",
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"font": {"family": FONT, "size": 14}},
        **more,
    }


UPRIGHT = 16
"""Letters of the name of an upright axis for which a hall's letters leave room."""


def short_name(title: str) -> str:
    """The name of an upright axis for a hall: without what stands in brackets; a long one is its symbol alone."""
    name = title.split(" (")[0]
    return name if len(name) <= UPRIGHT else min(name.split(", "), key=len)


MOST = 38
"""Letters of the heading of a chart that is as wide as it is high."""


def _heading(text: str, is_square: bool) -> str:
    """A heading for a hall; a long one without the word before its first dot, where the chart is narrow."""
    bare = re.sub(r"<[^>]*>", "", text)
    return capitalized(text.split(" · ", 1)[-1]) if is_square and len(bare) > MOST else text


def _beside(legend: dict[str, Any]) -> dict[str, Any]:
    """The legend to the right of a chart that is low and wide, instead of below it."""
    return {**legend, "x": 1.0, "xanchor": "left", "y": 0.5, "yref": "paper", "yanchor": "middle"}


def below_lines(figure: Raw, lines: int) -> Raw:
    """The same figure with room above it for so many lines that the player writes there when it is enlarged."""
    raw = figure.to_dict()
    margin = {**raw["layout"]["margin"], "t": 10 + 22 * lines}
    return Raw({**raw, "layout": {**raw["layout"], "margin": margin}})


def enlarged(figure: Raw, beside: bool = False) -> Raw:
    """The same figure for the last row of a lecture hall: larger, with letters and marks to match.

    What stands `beside` the contour and is square like it has axes of the same names, which are not said twice.
    """
    raw = figure.to_dict()
    frame, traces = dict(raw["layout"]), raw["data"]
    frame["height"] = round(1.25 * frame["height"])
    frame["font"] = {**frame["font"], "size": 24}
    is_square = "scaleanchor" in frame.get("yaxis", {})
    heading = _heading(frame["title"].get("text", ""), is_square and not beside)
    frame["title"] = {**frame["title"], "text": heading, "font": {"size": 24}}
    frame["margin"] = {side: round(1.5 * size) for side, size in frame["margin"].items()}
    if scene := frame.get("scene"):
        # A size of 19 is seen as one of 25; and numbers along three axes need room.
        for name in ("xaxis", "yaxis", "zaxis"):
            side = {**scene[name], "tickfont": {"size": 19}}
            if len(side.get("tickvals", ())) > 3:
                side["tickvals"] = side["tickvals"][::2]
            scene = {**scene, name: side}
        frame["scene"] = scene
    for name, side in frame.items():
        low, high = side.get("domain", (0.0, 1.0)) if name.startswith("yaxis") else (0.0, 1.0)
        if high - low < 0.6:  # one of several, one above the other
            frame[name] = {**side, "nticks": 3}
        if name.startswith("yaxis") and "title" in side:
            frame[name] = {**frame[name], "title": {**side["title"], "text": short_name(side["title"].get("text", ""))}}
    legend = frame.get("legend", {})
    if is_square and legend.get("orientation") == "v":
        frame["legend"] = legend = _beside(legend)
        frame["margin"]["b"] = 69
        traces = [trace | {"name": trace["name"].split(": ")[-1]} if "name" in trace else trace for trace in traces]
    if is_square and beside:
        for name in ("xaxis", "yaxis"):
            frame[name] = {**frame[name], "title": {"text": ""}, "nticks": 4, "tickangle": 0}
        frame["margin"] = {**frame["margin"], "b": 36, "l": 60}
        frame["showlegend"] = False  # the runs are named beside it
    if "size" in legend.get("font", {}):
        frame["legend"] = {**legend, "font": {**legend["font"], "size": max(24, round(1.5 * legend["font"]["size"]))}}
        frame["margin"]["t"] += 6
    larger_traces = []
    for trace in traces:
        marker = trace.get("marker")
        larger = {"marker": {**marker, "size": 1.5 * marker["size"]}} if marker and "size" in marker else {}
        if "textfont" in trace:
            larger["textfont"] = {**trace["textfont"], "size": max(24, round(1.8 * trace["textfont"]["size"]))}
        larger_traces.append({**trace, **larger})
    return Raw({"data": larger_traces, "layout": frame})
