"""Number fields: one control for one number, a track to slide along and a text field that reads both decimal marks.

The value lives in the session's state under the field's name, like that of every widget; the component in the browser
only tells what was done. So a callback sets a field by writing there, and nothing can disagree with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import streamlit as st

from playground.engine.hyper import Hyper
from playground.i18n import MINUS, Translator, decimal_mark, number, read
from playground.marking import N_
from playground.ui import session
from playground.ui.player.component import loader
from playground.ui.session import PREFIX, widget_key

E24 = (10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91)
"""The stops of a logarithmic track in a decade: steps that look equal, as engineers have chosen them (IEC 60063)."""

MOST_STOPS = 400
"""Stops of a track for whole numbers; with more they would be sent for nothing, since no hand meets one alone."""

SHOWN_OF_TEXT = 40
"""Letters of a text that is no number which are repeated in the sentence about it."""

SAID = "field:said"
"""In the session's state: the field that was changed last, and what became of the change."""

Mark = tuple[float, str]
"""A place on a track that theory gives, and what it is."""

_field = st.components.v2.component("playground.field", js=loader("field.js"), isolate_styles=False)


@lru_cache(maxsize=64)
def stops(fact: Hyper) -> tuple[float, ...]:
    """The stops of a track: equal steps, for a rate equal ratios, and 0 where it is legal; of a count all of them."""
    if fact.integer and fact.soft is not None:
        first, last = map(int, fact.soft)
        return tuple(map(float, range(first, last + 1, max(1, math.ceil((last - first) / MOST_STOPS)))))
    low, high = fact.soft or ((1e-4, 1.0) if fact.log else (0.0, 1.0))
    if fact.log:
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        inside = [stop for power in powers for m in E24 if low <= (stop := float(f"{m / 10}e{power}")) <= high]
        return (0.0, *inside) if fact.low == 0 else tuple(inside)
    step = 10.0 ** math.floor(math.log10((high - low) / 50))
    return (*(round(low + i * step, 10) for i in range(math.ceil((high - low) / step - 1e-9))), high)


# ---------------------------------------------------------------- what became of a text


@dataclass(frozen=True)
class Taken:
    """What a field makes of a change: the number, a sentence where it was not taken as it stands, whether it is wrong.

    `wrong` is False where the sentence only says how the text was read.
    """

    value: float | None
    said: str = ""
    wrong: bool = False


def taken(
    fact: Hyper,
    change: Any,
    before: float | None,
    t: Translator,
    language: str,
    among: Sequence[float] = (),
) -> Taken:
    """What becomes of a change that the browser tells: {"v": number} from the track, {"text": text} from the field.

    Anything else may come from who is no browser, and changes nothing.

    Parameters
    ----------
    before : float or None
        What stays where there is no number; None where the field may be empty.
    among : sequence of float
        The values of which the nearest is taken, where not every legal one is.
    """
    if not isinstance(change, Mapping):
        return Taken(before)
    text, given = change.get("text"), change.get("v")
    if isinstance(text, str):
        return _nearest(_typed(fact, text, before, t, language), among, t, language)
    if isinstance(given, int | float) and not isinstance(given, bool) and abs(given) <= 1e300:
        return Taken(_nearest(Taken(fact.clamp(float(given))), among, t, language).value)
    return Taken(before)


def _nearest(one: Taken, among: Sequence[float], t: Translator, language: str) -> Taken:
    """What was taken, or of the only values that there are the nearest, with a sentence."""
    if one.value is None or not among or one.value in among:
        return one
    value = one.value
    near = min(among, key=lambda other: abs(other - value))
    return Taken(near, t(NEAREST).format(value=_said_number(near, language)), True)


def _typed(fact: Hyper, text: str, before: float | None, t: Translator, language: str) -> Taken:
    stays = "" if before is None else _said_number(before, language)
    if not text.strip():
        return Taken(before, t(EMPTY).format(value=stays) if stays else "", bool(stays))
    value = read(text)
    if value is None:
        words = t(UNREADABLE) if stays else t(NO_NUMBER)
        return Taken(before, words.format(text=text.strip()[:SHOWN_OF_TEXT], value=stays), True)
    near = fact.clamp(value)
    shown = _said_number(near, language)
    if near != value:
        low, high = ("" if edge is None else _said_number(edge, language) for edge in (fact.above, fact.below))
        return Taken(near, t(_bound(fact, value)).format(value=shown, low=low, high=high), True)
    foreign = "." if decimal_mark(language) == "," else ","
    return Taken(near, t(READ_AS).format(value=shown) if foreign in text else "")


ABOUT = N_("What this means: {label}")
EMPTY = N_("The field was empty: {value} stays.")
UNREADABLE = N_("“{text}” is not a number: {value} stays.")
NO_NUMBER = N_("“{text}” is not a number.")
READ_AS = N_("Read as {value}.")
SMALLEST, LARGEST = N_("The smallest value is {value}."), N_("The largest value is {value}.")
ABOVE, BELOW = N_("It must be above {low}: {value} is used."), N_("It must be below {high}: {value} is used.")
WHOLE = N_("Only whole numbers: {value} is used.")
NEAREST = N_("Only the values of the track: {value} is the nearest.")


def _bound(fact: Hyper, value: float) -> str:
    """The sentence about a number that is not legal."""
    if (fact.low is not None and value < fact.low) or value < -1e300:
        return SMALLEST
    if fact.above is not None and value <= fact.above:
        return ABOVE
    if fact.below is not None and value >= fact.below:
        return BELOW
    return LARGEST if (fact.high is not None and value > fact.high) or value > 1e300 else WHOLE


# ---------------------------------------------------------------- the field


def place_of(name: str) -> str:
    """The key of a field's component; the browser's class for it is st-key- and this."""
    return f"field-{name.replace('.', '-')}"


def public(name: str) -> str:
    """What a field is called in the browser: alpha for that of the first run, run1-alpha for that of the next."""
    first, _, last = name.rpartition(".")
    return last if not first.startswith("run") or first == "run0" else name.replace(".", "-")


def number_field(name: str, fact: Hyper, value: float, label: str, **more: Any) -> float:
    """Draw the field of a number that is always there, and return it; `more` as for `optional_field`."""
    said = optional_field(name, fact, value, label, **more, _stays=True)
    return value if said is None else said


def optional_field(
    name: str,
    fact: Hyper,
    value: float | None,
    label: str,
    *,
    tip: str = "",
    track: bool = True,
    marks: Sequence[Mark] = (),
    step: float | None = None,
    among: Sequence[float] = (),
    on_change: Callable[[], None] | None = None,
    _stays: bool = False,
) -> float | None:
    """Draw the field of one number; returns the number, or None while the field is empty.

    Parameters
    ----------
    name : str
        The value stands under it in the session's state.
    fact : Hyper
        The legal range, and the range of the track.
    value : float or None
        The number with which it opens.
    tip : str
        What the number means, in a sentence.
    track : bool
        Whether there is a track beside the text field.
    marks : sequence of (value, words)
        Places on the track that theory gives.
    step : float, optional
        What a press on − or + changes; without a track.
    among : sequence of float
        The stops of the track, in order, where nothing else is taken.
    on_change : callable, optional
        Called after the value has changed, in the callback.
    """
    t, language = session.t(), session.language()
    place, key = place_of(name), widget_key(name, value)
    if session.plain():
        return _plain_field(name, fact, label, tip, among, on_change, _stays)
    places = tuple(among) or (stops(fact) if track and step is None else ())

    def changed() -> None:
        now = taken(fact, _change(place), st.session_state.get(key, value) if _stays else None, t, language, among)
        st.session_state[key], st.session_state[SAID] = now.value, (key, now)
        if on_change is not None:
            on_change()

    current = st.session_state[key]
    said = _said(key)
    low = fact.low if fact.above is None else math.nextafter(fact.above, math.inf)
    high = fact.high if fact.below is None else math.nextafter(fact.below, -math.inf)
    about = {
        "field": public(name),
        "name": name,
        "label": label,
        "tip": tip,
        "about": t(ABOUT).format(label=label),
        "low": low,
        "high": high,
        "whole": fact.integer,
        "stops": places or None,
        "log": fact.log,
        "marks": [{"at": at, "text": words} for at, words in marks if places and places[0] < at < places[-1]],
        "step": step,
    }
    # In a list, because Streamlit looks through a dict for dataframes, and loads pandas (70 MB) to do it. The state is
    # called "number": where it is called "value", Streamlit does not call back.
    data = {
        "is": about,
        "value": current,
        "said": said.said,
        "wrong": said.wrong,
        "lang": language,
        "mark": decimal_mark(language),
        "echo": _echo(place),
    }
    _field(key=place, data=[data], on_number_change=changed)
    return None if current is None else float(current)


def _said(key: str) -> Taken:
    """What became of a field's change, as long as its value is still there and no other field has been changed."""
    last, said = st.session_state.get(SAID, ("", Taken(None)))
    return said if last == key and said.value == st.session_state[key] else Taken(None)


def _change(place: str) -> Any:
    """What the browser told last of a field."""
    try:
        return st.session_state[place]["number"]
    except (KeyError, TypeError):
        return None


def _echo(place: str) -> int:
    """The number of the last change, so that the browser knows which one has been answered."""
    try:
        return int(_change(place)["n"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return 0


def _plain_field(
    name: str,
    fact: Hyper,
    label: str,
    tip: str,
    among: Sequence[float],
    on_change: Callable[[], None] | None,
    stays: bool,
) -> float | None:
    """The same by Streamlit's own text field, where the component cannot run."""
    t, language, key = session.t(), session.language(), PREFIX + name
    box = f"{key}:text"

    def changed() -> None:
        text = str(st.session_state.get(box) or "")
        now = taken(fact, {"text": text}, st.session_state[key] if stays else None, t, language, among)
        st.session_state[key], st.session_state[SAID] = now.value, (key, now)
        if on_change is not None:
            on_change()

    current = st.session_state[key]
    st.session_state[box] = "" if current is None else _exactly(float(current), language)
    st.text_input(label, key=box, help=tip or None, on_change=changed)
    if _said(key).said:
        st.caption(_said(key).said)
    return None if current is None else float(current)


def _said_number(value: float, language: str) -> str:
    """A number with all its digits in a sentence: long whole ones are grouped there, and not in a field."""
    whole = value == int(value) and abs(value) < 1e15
    return number(int(value), language) if whole else _exactly(value, language)


def _exactly(value: float, language: str) -> str:
    """A number with all its digits and the mark of the language."""
    text = str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
    return text.replace("-", MINUS).replace(".", decimal_mark(language))
