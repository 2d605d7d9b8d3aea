"""The steps of a lesson beside its figure: states and questions in their order, as they are read.

The browser tells which one is read, and the figure follows (`player/static/lesson.js`).
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from playground.content import Lesson
from playground.link.playground import Settings
from playground.marking import N_
from playground.ui import session
from playground.ui.lesson import questions, sequence, states
from playground.ui.lesson.sequence import Place
from playground.ui.player import component
from playground.ui.player.protocol import LessonData, LessonStep

WORDS = {
    "contents": N_("The steps of this lesson"),
    "step_of": N_("Step {k} of {n} of the lesson: {title}."),
    "done": N_("{title}, done"),
}
"""What the browser writes and says of a lesson."""


def way(words: Lesson, now: Settings) -> None:
    """The way through the lesson: back, its contents, on; and what a hand has changed, with the way back."""
    place = sequence.settle(words, now)
    with st.container(key="way"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="tries"):
            states.way(words, sequence.turn, -1)
            component.lesson(_told(words, now, place), partial(sequence.follow, words))
            states.way(words, sequence.turn, 1)
        if words.tries and not sequence.is_in(words, place, now):
            _changed(words, now, place)


def _changed(words: Lesson, now: Settings, place: Place) -> None:
    t, before = session.t(), sequence.figure(words, place)
    if before is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="changed"):
        st.markdown(t("Changed: {what}.").format(what=", ".join(states.changes(before, now))), width="content")
        back = t("Back to “{state}”").format(state=title(words, place))
        st.button(back, key=f"back:{words.name}", on_click=sequence.go, args=(words, place), type="tertiary")


def draw(words: Lesson, now: Settings) -> None:
    """Every state with its sentence and the button that plays it, every question with its answers."""
    for number, place in enumerate(sequence.here(words)):
        with st.container(key=f"step-{number}"):
            st.markdown(f"## {title(words, place)}")
            if place.kind == "state":
                _state(words, place, now)
            else:
                questions.ask(words, words.questions[place.index], place.index, partial(sequence.answer, words))


def _state(words: Lesson, place: Place, now: Settings) -> None:
    t, one = session.t(), words.tries[place.index]
    st.markdown(one.about)
    is_open = sequence.now(words) == place and sequence.is_in(words, place, now)
    st.button(
        t("Try it"),
        key=f"try:{words.name}:{place.index}",
        icon=":material/play_arrow:",
        on_click=states.open_try,
        args=(words, place.index, True),
        type="primary" if is_open else "secondary",
    )


def title(words: Lesson, place: Place) -> str:
    """The heading of a step."""
    t = session.t()
    if place.kind == "state":
        return words.tries[place.index].title
    if place.kind == "end":
        return t("End of the lesson")
    order = [index for kind, index in words.steps if kind == "question"]
    return t("Question") if len(order) == 1 else t("Question {n}").format(n=order.index(place.index) + 1)


def _told(words: Lesson, now: Settings, place: Place) -> LessonData:
    t, places = session.t(), sequence.here(words)
    steps: list[LessonStep] = [{"kind": one.kind, "title": title(words, one)} for one in places]
    return {
        "name": words.name,
        "lang": session.language(),
        "words": {name: t(text) for name, text in WORDS.items()},
        "steps": steps,
        "at": places.index(place),
        "lit": sequence.is_in(words, place, now),
        "answered": [i for i, one in enumerate(places) if _is_answered(words, one)],
        "walked": session.visit().lesson(words.name).walked,
    }


def _is_answered(words: Lesson, place: Place) -> bool:
    return place.kind == "question" and place.index in session.visit().lesson(words.name).answers
