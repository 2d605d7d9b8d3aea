"""The lecturer's sequence: what a clicker leads through, one press a time.

Projected, a lesson is its states and its questions in the order in which its file has them; a question is asked, and
the next press reveals its answer and plays what the figure says to it. After the last comes the next lesson. On a page
that is not projected the questions stand in the words, and the way leads from state to state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from playground.content import Lesson, Question
from playground.ui import navigation, session
from playground.ui.lesson import states


@dataclass(frozen=True)
class Place:
    """A place of the sequence: a state, a question that is asked, or its answer; `index` counts each kind from 0."""

    kind: Literal["state", "question", "answer"]
    index: int


def sequence(words: Lesson, projected: bool) -> list[Place]:
    """All places of a lesson, in order."""
    places: list[Place] = []
    for kind, index in words.steps:
        if kind == "try":
            places.append(Place("state", index))
        elif projected:
            places += [Place("question", index), Place("answer", index)]
    return places


def now(words: Lesson) -> Place:
    """Where the lecturer stands."""
    here = session.visit().lesson(words.name)
    if here.asked is not None and session.presenting():
        return Place("answer" if here.revealed else "question", here.asked)
    return Place("state", here.at or 0)


def asked(words: Lesson) -> tuple[Question, bool] | None:
    """The question that is projected, and whether its answer is; None where a state is."""
    place = now(words)
    return None if place.kind == "state" else (words.questions[place.index], place.kind == "answer")


def turn(words: Lesson, by: int) -> None:
    """Go a place on or back, and over the ends of the lesson to the next or the one before, in a callback."""
    places = sequence(words, session.presenting() and "answers" not in session.hidden())
    here = now(words)
    at = (places.index(here) if here in places else 0) + by
    course, lesson = navigation.lessons(), states.place(words)
    if 0 <= at < len(places):
        _go(words, places[at], plays=by > 0 and session.presenting())
    elif 0 <= lesson + by < len(course):
        session.visit().turn = course[lesson + by].url
        st.rerun()  # the clicker's buttons are in a fragment; the head, which turns the page, is not


def _go(words: Lesson, place: Place, plays: bool) -> None:
    here = session.visit().lesson(words.name)
    if place.kind == "state":
        states.open_try(words, place.index, plays)
        return
    here.asked, here.revealed = place.index, place.kind == "answer"
    query = words.questions[place.index].query
    if here.revealed and query is not None:
        states.open_state(query, plays)
