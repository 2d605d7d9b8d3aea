"""The way through a lesson: its states and questions in the order in which its file has them.

Projected, a clicker leads through it, one press a time: a question is asked over its own figure, at the start and with
the end hidden, and the next press reveals its answer and plays what the figure says to it. Elsewhere the steps stand
beside the figure, which is in the state of the one that is read. At the end a press more leads to the next lesson.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from playground.content import Lesson
from playground.link.playground import Settings
from playground.ui import cache, navigation, session
from playground.ui.lesson import states


@dataclass(frozen=True)
class Place:
    """A place of the sequence: a state, a question that is asked, its answer, or the end; `index` counts from 0."""

    kind: Literal["state", "question", "answer", "end"]
    index: int


def sequence(words: Lesson, projected: bool, asks: bool = True) -> list[Place]:
    """All places of a lesson, in order; without its questions where it `asks` none.

    Only a hall needs places of their own for an answer and for the end: who reads commits to an answer in the question
    itself, and sees what comes below.
    """
    places: list[Place] = []
    for kind, index in words.steps:
        if kind == "try":
            places.append(Place("state", index))
        elif asks:
            places.append(Place("question", index))
            if projected:
                places.append(Place("answer", index))
    return [*places, Place("end", 0)] if projected else places


def here(words: Lesson) -> list[Place]:
    """The places of a lesson as this visitor goes through it."""
    return sequence(words, session.presenting(), "answers" not in session.hidden())


def now(words: Lesson) -> Place:
    """Where the visitor stands."""
    kept = session.visit().lesson(words.name)
    if kept.ended and session.presenting():
        return Place("end", 0)
    if kept.asked is None or "answers" in session.hidden():
        return Place("state", kept.at or 0)
    return Place("answer" if kept.revealed and session.presenting() else "question", kept.asked)


def figure(words: Lesson, place: Place) -> Settings | None:
    """What the figure shows at a place: of a question, before it is answered, without what comes; None where nothing is
    said, or at the end, over what was shown last."""
    query = _query(words, place)
    if query is None:
        return None
    return replace(states.state(query), guess=True) if _is_open(words, place) else states.state(query)


def _is_open(words: Lesson, place: Place) -> bool:
    """Whether a place is a question that has still to be answered."""
    answers = {} if session.presenting() else session.visit().lesson(words.name).answers
    return place.kind == "question" and place.index not in answers


def _query(words: Lesson, place: Place) -> str | None:
    if place.kind == "state":
        return words.tries[place.index].query
    if place.kind == "end":
        return None
    before = words.steps[: words.steps.index(("question", place.index))]
    about = next((words.tries[index].query for kind, index in reversed(before) if kind == "try"), None)
    return words.questions[place.index].query or about


def is_in(words: Lesson, place: Place, settings: Settings) -> bool:
    """Whether the figure is in the state of a place, whether or not the end is hidden."""
    wanted = figure(words, place)
    return wanted is None or states.same(wanted, settings)


def settle(words: Lesson, settings: Settings) -> Place:
    """Where the visitor stands: who has come to another state by hand stands there."""
    if not is_in(words, now(words), settings) and (at := states.open_now(words, settings)) is not None:
        session.visit().lesson(words.name).stand(at)
    return now(words)


def is_told(words: Lesson, question: int) -> bool:
    """Whether a hall has come to the answer of a question, or is not asked."""
    places, answer = here(words), Place("answer", question)
    return answer not in places or places.index(now(words)) >= places.index(answer)


def turn(words: Lesson, by: int) -> None:
    """Go a place on or back, and over the ends of the lesson to the next or the one before, in a callback."""
    places, place = here(words), now(words)
    at = (places.index(place) if place in places else 0) + by
    course, lesson = navigation.lessons(), states.place(words)
    if 0 <= at < len(places):
        session.visit().lesson(words.name).walked += 1
        go(words, places[at], plays=by > 0 and session.presenting())
    elif 0 <= lesson + by < len(course):
        session.visit().turn = course[lesson + by].url
        session.visit().lesson(session.visit().turn).comes = by
        st.rerun()  # the clicker's buttons are in a fragment; the head, which turns the page, is not


def arrive(words: Lesson) -> None:
    """Stand where a clicker has led to from another lesson: at the first place from before, at the last from after."""
    kept = session.visit().lesson(words.name)
    by, kept.comes = kept.comes, 0
    places = here(words)
    if not by or not places:
        return
    _stand(words, places[0 if by > 0 else -1])
    shown = [one for place in (places if by > 0 else reversed(places)) if (one := figure(words, place)) is not None]
    if shown:
        session.put(shown[0])
        session.rewind(plays=by > 0 and not shown[0].guess)


def coming(words: Lesson, settings: Settings) -> Settings | None:
    """What the clicker's next press will have the figure show, where that changes nothing of the landscape."""
    if not session.presenting():
        return None
    places, place = here(words), now(words)
    at = (places.index(place) if place in places else 0) + 1
    after = figure(words, places[at]) if at < len(places) else None
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
        go(words, places[at])


def answer(words: Lesson, index: int) -> None:
    """The figure answers a question that was committed to, in a callback."""
    go(words, Place("question", index), plays=True)
    st.rerun()


def go(words: Lesson, place: Place, plays: bool = False) -> None:
    """Stand at a place, with the figure in its state, in a callback; in a hall from its beginning."""
    _stand(words, place)
    wanted = figure(words, place)
    if wanted is not None and (plays or session.presenting() or wanted != session.settings()):
        states.play(wanted, plays)


def _stand(words: Lesson, place: Place) -> None:
    kept = session.visit().lesson(words.name)
    if place.kind == "state":
        kept.stand(place.index)
        return
    kept.asked = None if place.kind == "end" else place.index
    kept.revealed, kept.ended = place.kind == "answer", place.kind == "end"
    if (wanted := figure(words, place)) is not None:  # what else stands on the page goes by the state that it is
        at = states.open_now(words, wanted)
        kept.at = kept.at if at is None else at
