"""The way through a lesson: its states and questions in the order in which its file has them.

Projected, a clicker leads through it, one press a time: a question is asked, and the next press reveals its answer and
plays what the figure says to it. Elsewhere the steps stand beside the figure, which is in the state of the one that is
read. After the last comes the next lesson.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from playground.content import Lesson, Question
from playground.link.playground import Settings
from playground.ui import cache, navigation, session
from playground.ui.lesson import states


@dataclass(frozen=True)
class Place:
    """A place of the sequence: a state, a question that is asked, or its answer; `index` counts each kind from 0."""

    kind: Literal["state", "question", "answer"]
    index: int


def sequence(words: Lesson, projected: bool, asks: bool = True) -> list[Place]:
    """All places of a lesson, in order; without its questions where it `asks` none.

    Only a hall needs a place of its own for an answer: who reads commits to one in the question itself.
    """
    places: list[Place] = []
    for kind, index in words.steps:
        if kind == "try":
            places.append(Place("state", index))
        elif asks:
            places.append(Place("question", index))
            if projected:
                places.append(Place("answer", index))
    return places


def here(words: Lesson) -> list[Place]:
    """The places of a lesson as this visitor goes through it."""
    return sequence(words, session.presenting(), "answers" not in session.hidden())


def now(words: Lesson) -> Place:
    """Where the visitor stands."""
    kept = session.visit().lesson(words.name)
    if kept.asked is None or "answers" in session.hidden():
        return Place("state", kept.at or 0)
    return Place("answer" if kept.revealed and session.presenting() else "question", kept.asked)


def asked(words: Lesson) -> tuple[Question, bool] | None:
    """The question that is projected, and whether its answer is; None where a state is."""
    place = now(words)
    return None if place.kind == "state" else (words.questions[place.index], place.kind == "answer")


def is_in(words: Lesson, place: Place, settings: Settings) -> bool:
    """Whether the figure is in the state of a place, whether or not the end is hidden."""
    query = _query(words, place)
    return query is None or states.same(states.state(query), settings)


def settle(words: Lesson, settings: Settings) -> Place:
    """Where the visitor stands: who has come to another state by hand stands there."""
    kept = session.visit().lesson(words.name)
    if not is_in(words, now(words), settings) and (at := states.open_now(words, settings)) is not None:
        kept.at, kept.asked = at, None
    return now(words)


def turn(words: Lesson, by: int) -> None:
    """Go a place on or back, and over the ends of the lesson to the next or the one before, in a callback."""
    places, place = here(words), now(words)
    at = (places.index(place) if place in places else 0) + by
    course, lesson = navigation.lessons(), states.place(words)
    if 0 <= at < len(places):
        session.visit().lesson(words.name).walked += 1
        _go(words, places[at], plays=by > 0 and session.presenting())
    elif 0 <= lesson + by < len(course):
        session.visit().turn = course[lesson + by].url
        st.rerun()  # the clicker's buttons are in a fragment; the head, which turns the page, is not


def coming(words: Lesson, settings: Settings) -> Settings | None:
    """What the clicker's next press will have the figure play, where that changes nothing of the landscape."""
    if not session.presenting():
        return None
    places, place = here(words), now(words)
    at = (places.index(place) if place in places else 0) + 1
    if at >= len(places) or places[at].kind == "question":
        return None
    query = _query(words, places[at])
    after = None if query is None else states.state(query)
    return after if after is not None and _ground(after) == _ground(settings) else None


def _ground(settings: Settings) -> tuple[object, ...]:
    """What a chart of the landscape shows."""
    return cache.model_key(settings), settings.overlay, "critical" in settings.show


def follow(words: Lesson, at: int, asked_for: bool) -> None:
    """The visitor has come to the place `at`, in a callback.

    What a hand has changed stays as it is, unless the place was `asked_for` by a press.
    """
    places = here(words)
    if not 0 <= at < len(places) or (places[at] == now(words) and not asked_for):
        return
    if asked_for or is_in(words, now(words), session.settings()):
        _go(words, places[at])


def _query(words: Lesson, place: Place) -> str | None:
    """The state of a place: of a question, before it is answered, the state that it is about."""
    if place.kind == "state":
        return words.tries[place.index].query
    answered = place.kind == "answer" or place.index in session.visit().lesson(words.name).answers
    if answered and words.questions[place.index].query is not None:
        return words.questions[place.index].query
    before = words.steps[: words.steps.index(("question", place.index))]
    return next((words.tries[index].query for kind, index in reversed(before) if kind == "try"), None)


def _go(words: Lesson, place: Place, plays: bool = False) -> None:
    kept = session.visit().lesson(words.name)
    if place.kind == "state":
        kept.at, kept.asked = place.index, None
    else:
        kept.asked, kept.revealed = place.index, place.kind == "answer"
        if place.kind == "question" and session.presenting():
            return  # the figure stays with what is asked about
    query = _query(words, place)
    if query is not None and (plays or not is_in(words, place, session.settings())):
        states.open_state(query, plays)
