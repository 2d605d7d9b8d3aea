"""A lesson for a hall: the figure, and beside it where the lesson stands, in a sentence, a question or an answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from playground.content import Lesson
from playground.link.playground import Settings
from playground.ui import controls, navigation, session
from playground.ui.cache import Run
from playground.ui.lesson import notes, questions, sequence, states, steps
from playground.ui.lesson.sequence import Place
from playground.ui.panels import Panel, charts
from playground.ui.player import component


def project(
    words: Lesson,
    now: Settings,
    runs: list[Run],
    panels: Sequence[str | Panel],
    before: Callable[[Lesson, Settings, list[Run]], object] | None,
) -> None:
    """The charts, beside the large one what is said of it; a question takes the companion's seat.

    A figure of the lesson's own, where `before` draws one, stands in place of the charts.
    """
    place, above = sequence.now(words), st.container()

    def way() -> None:
        _way(words, now, place, bool(panels))

    def question() -> None:
        if place.kind == "question":
            questions.project(words.questions[place.index])

    own = False
    if before is not None:
        with st.container(key="before" if panels else None):
            own = bool(before(words, now, runs)) or not panels
    with above:
        if own:
            way()
            question()
        else:
            charts(now, panels, (way, question))  # the run comes first: it must be seen without scrolling


def _way(words: Lesson, now: Settings, place: Place, playable: bool) -> None:
    """The places of the lesson as a strip, the one of now lit, and what is said there; a hall presses no buttons."""
    at = states.open_now(words, now)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="tries"):
        states.way(words, sequence.turn, -1)
        for one in sequence.here(words):
            if one.kind != "answer":
                _button(words, one, _is_lit(one, place, at))
        states.way(words, sequence.turn, 1)
        with st.container(key="state"):
            st.markdown(_said(words, now, place, at))
        component.notes(notes.told(words))
        if playable:
            # A new switch at each place: what the browser still has to say of the one before is not meant for it.
            with st.container(key="w-guess"):
                guess = controls.guess_control(now, f"guess{session.visit().plays}")
            if guess != now.guess:
                session.keep(dataclasses.replace(now, guess=guess))
                st.rerun()
    if at is not None and place.kind == "state":
        session.visit().lesson(words.name).at = at


def _is_lit(one: Place, place: Place, at: int | None) -> bool:
    """Whether a button of the strip is that of now; a state's while the figure is in it."""
    if one.kind == "state":
        return place.kind == "state" and one.index == at
    return one == place or (place.kind == "answer" and one == Place("question", place.index))


SIGNS = {"question": "?", "end": "■"}


def _button(words: Lesson, one: Place, lit: bool) -> None:
    state = one.kind == "state"
    st.button(
        f"{SIGNS.get(one.kind, one.index + 1)} *{steps.title(words, one)}*",  # the sign is seen, see hall.css
        key=f"{'try' if state else one.kind}:{words.name}:{one.index}",
        on_click=partial(states.open_try, words, one.index) if state else partial(sequence.go, words, one),
        type="primary" if lit else "secondary",
    )


def _said(words: Lesson, now: Settings, place: Place, at: int | None) -> str:
    """What is read beside the figure: its state in a sentence, the answer, or where the lesson has come to."""
    t = session.t()
    if place.kind == "question":
        return f"**{t('Guess first.')}**"
    if place.kind == "answer":
        return questions.answered(words.questions[place.index])
    if place.kind == "end":
        return f"**{t('End of the lesson.')}** {navigation.what_follows(words.name, t)}"
    one = words.tries[(session.visit().lesson(words.name).at or 0) if at is None else at]
    what = one.about
    if at is None:
        what = t("Changed: {what}.").format(what=", ".join(states.changes(states.state(one.query), now)))
    return f"**{one.title}.** {what}"
