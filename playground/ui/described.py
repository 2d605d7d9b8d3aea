"""What a figure shows, in sentences for those who do not see it: what can be read in it by pointing can be heard.

A trace that says nothing when it is pointed at is an ornament, unless it has a name: halos and stems are not told.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.theme import Raw
from playground.i18n import Translator, number, point

FEW, LONG = 8, 400
"""Points that are told one by one, and letters that they may take."""

MOST = 6
"""Traces that are told of a figure."""

DIGITS = 4
KINDS = ("scatter", "bar")
"""Traces whose points can be told; a landscape is told by its page."""

_GAP = re.compile(r"%\{(\w+)(?:\[(\d)\])?(?::\.(\d+)[a-z])?\}")
_TAG = re.compile(r"<(?!br)[^>]*>")

Trace = dict[str, Any]
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Words:
    """Numbers and sentences in a language."""

    t: Translator
    language: str

    def said(self, *values: float) -> str:
        """A number, or a point."""
        if len(values) > 1:
            return point(values, self.language, DIGITS)
        return number(values[0], self.language, DIGITS)

    def cloud(self, count: int, sides: Sequence[tuple[str, Array]]) -> str:
        """Many points: how many, and how far they reach."""
        reach = self.t("{name} from {a} to {b}")
        parts = [reach.format(name=name, a=self.said(one.min()), b=self.said(one.max())) for name, one in sides]
        return "; ".join([self.t("{count} points").format(count=count), *parts]) + "."

    def curve(self, x: Array, y: Array, marked: Sequence[float]) -> str:
        """A curve: its ends, where it is lower or higher than there, and its value at what is marked."""
        ends = {"a": self.said(y[0]), "b": self.said(x[0]), "c": self.said(y[-1]), "d": self.said(x[-1])}
        text = [self.t("{a} at {b}; {c} at {d}.").format(**ends)]
        places = [(self.t("Marked: {a} at {b}."), int(k)) for one in marked for k in np.flatnonzero(x == one)[:1]]
        if y.min() < min(y[0], y[-1]):
            places.append((self.t("Least: {a} at {b}."), int(y.argmin())))
        if y.max() > max(y[0], y[-1]):
            places.append((self.t("Greatest: {a} at {b}."), int(y.argmax())))
        return " ".join([*text, *(words.format(a=self.said(y[k]), b=self.said(x[k])) for words, k in places)])


def described(figure: Raw, t: Translator, language: str) -> str:
    """Sentences about the traces of a figure, or nothing."""
    raw = figure.to_dict()
    frame, words = raw["layout"], Words(t, language)
    title = _plain(frame.get("title", {}).get("text", ""))
    # A title with a number in it tells a state; every other one says what the sentence before has said.
    said = [f"{title}."] if any(sign.isdecimal() for sign in title) else []
    told = [trace for trace in raw["data"] if trace.get("type") in KINDS and _is_told(trace)]
    is_map = any(trace.get("type") == "contour" for trace in raw["data"])
    for heading, pane in groupby(told, key=lambda trace: _heading(trace, frame)):
        sentences = []
        for name, group in groupby(pane, key=_name):
            traces = list(group)
            if name and len(traces) > 1:
                sentences.append(t("{name}: {count}.").format(name=name, count=len(traces)))
            else:
                sentences += [_sentence(trace, frame, is_map, words) for trace in traces]
        shown = [sentence for sentence in sentences if sentence][:MOST]
        said += [f"{heading}.", *shown] if heading and shown else shown
    return " ".join(said)


def _is_told(trace: Trace) -> bool:
    return trace.get("visible", True) is True and (trace.get("hoverinfo") != "skip" or bool(trace.get("name")))


def _plain(text: str) -> str:
    return re.sub(r"\s*<br>\s*", ", ", _TAG.sub("", text)).strip()


def _name(trace: Trace) -> str:
    """What a trace calls itself, or is called where it is pointed at."""
    extra = re.search(r"<extra>(.*?)</extra>", trace.get("hovertemplate", ""))
    hover = trace.get("hovertext", "")
    return _plain(trace.get("name") or (extra[1] if extra else "") or (hover if isinstance(hover, str) else ""))


def _axes(trace: Trace, frame: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    across, up = (frame.get(f"{side}axis" + trace.get(f"{side}axis", side)[1:], {}) for side in "xy")
    return across, up


def _title(axis: dict[str, Any]) -> str:
    return _plain(axis.get("title", {}).get("text", ""))


def _heading(trace: Trace, frame: dict[str, Any]) -> str:
    """The heading over the pane of a trace, in a figure of several."""
    across, up = _axes(trace, frame)
    corner = (across.get("domain", (0.0, 1.0))[0], up.get("domain", (0.0, 1.0))[1])
    notes = [one for one in frame.get("annotations", ()) if one.get("xref") == "paper" == one.get("yref")]
    return next((_plain(one.get("text", "")) for one in notes if (one.get("x"), one.get("y")) == corner), "")


def _sentence(trace: Trace, frame: dict[str, Any], is_map: bool, words: Words) -> str:
    """A sentence about a trace: its points, or where its curve or, on a map, its path begins and ends."""
    x, y = _places(trace)
    shown = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if not shown.size:
        return ""
    x, y, name = x[shown], y[shown], _name(trace)
    across, up = _axes(trace, frame)
    is_bar = trace["type"] == "bar"
    isolated = is_bar or "lines" not in trace.get("mode", "markers")
    if isolated and len(x) <= FEW:
        each = [_pointed_at(trace, int(k), words) or words.said(a, b) for k, a, b in zip(shown, x, y, strict=True)]
        text = "; ".join(one.removeprefix(f"{name}, ") for one in each) + "."
        if len(text) <= LONG:
            return f"{name}: {text}" if name else text
    if isolated and not is_bar:
        # An axis that carries words, or no title, has no numbers to tell.
        sides = [(_title(axis), given) for axis, given in ((across, x), (up, y)) if "ticktext" not in axis]
        text = words.cloud(len(x), [(title, given) for title, given in sides if title])
    elif is_map or len(x) < 3 or not (np.diff(x) > 0).all():
        ends = words.said(x[0], y[0]), words.said(x[-1], y[-1])
        text = words.t("from {a} to {b}").format(a=ends[0], b=ends[1]) + "."
    else:
        text, name = words.curve(x, y, _marked(trace, frame)), name or _title(up)
        if name and (title := _title(across)):
            name = words.t("{name} against {axis}").format(name=name, axis=title)
    return f"{name}: {text}" if name else text


def _marked(trace: Trace, frame: dict[str, Any]) -> list[float]:
    """Where upright lines mark places of the axis of a trace, such as the present step."""
    lines = [one for one in frame.get("shapes", ()) if one.get("xref") == trace.get("xaxis", "x")]
    return [one["x0"] for one in lines if one.get("type") == "line" and one["x0"] == one["x1"]]


def _pointed_at(trace: Trace, k: int, words: Words) -> str:
    """What pointing at the k-th point of a trace says."""
    template = re.sub(r"<extra>.*", "", trace.get("hovertemplate", ""))

    def filled(gap: re.Match[str]) -> str:
        values = trace.get(gap[1])
        if values is None or isinstance(values, str):
            return values or ""
        value = values[k] if isinstance(values, list) else _array(values)[k]
        if gap[2] is not None:
            value = value[int(gap[2])]
        return value if isinstance(value, str) else words.said(float(value))

    label = trace["text"][k] if "text" in trace.get("mode", "") and "%{text}" not in template else ""
    return _plain(_GAP.sub(filled, f"{label} {template}"))


def _places(trace: Trace) -> tuple[Array, Array]:
    """Where the points of a trace lie; where they are drawn elsewhere, as pointing at them says."""
    template = trace.get("hovertemplate", "")
    beyond = "%{customdata:" in template and "%{y" not in template
    y = _array(trace["customdata"] if beyond else trace.get("y", ()))
    if trace.get("x") is None:
        return trace.get("x0", 0.0) + trace.get("dx", 1.0) * np.arange(len(y)), y
    x = trace["x"]
    if isinstance(x, list | tuple) and any(isinstance(one, str) for one in x):
        return np.arange(float(len(y))), y
    return _array(x), y


def _array(values: Any) -> Array:
    """An array as a figure holds it, packed or plain."""
    if not isinstance(values, dict):
        return np.asarray(values, dtype=float)
    array = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).astype(float)
    shape = values.get("shape")
    return array.reshape([int(side) for side in shape.split(",")]) if shape else array
