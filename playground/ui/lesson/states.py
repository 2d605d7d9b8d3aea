"""The telling states of a lesson: how they are opened, what has been changed since, and the buttons of the way."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from playground.content import Lesson
from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES
from playground.engine.hyper import hypers
from playground.link.playground import Settings
from playground.link.values import Pick
from playground.ui import navigation, session


def state(query: str) -> Settings:
    """The settings of a telling state of the page that is open."""
    return _state(session.store().read, query)


@lru_cache(maxsize=512)
def _state(read: Callable[..., tuple[Settings, list[str]]], query: str) -> Settings:
    return read(parse_qs(query))[0]


def first(words: Lesson) -> Settings | None:
    """The state with which a lesson opens."""
    return state(words.tries[0].query) if words.tries else None


def which(words: Lesson, now: Settings) -> int:
    """The state that a link opens, or comes closest to: a run sheet's link lights the button it stands for."""
    return min(range(len(words.tries)), key=lambda i: len(changes(state(words.tries[i].query), now)), default=0)


def of_the_lesson(words: Lesson, now: Settings, shown: Collection[str]) -> Settings:
    """The settings, or the lesson's first state if the link names a model or an optimizer that it does not use."""
    states = [state(one.query) for one in words.tries] + [state(q.query) for q in words.questions if q.query]
    models, rules = {one.model.name for one in states}, {run.name for one in states for run in one.runs}
    own = now.runs[:1] if "compare" in shown else now.runs  # further runs are the visitor's where they can be added
    strange = (
        ("model" not in shown and now.model.name not in models)
        or len(now.start) == 1  # a curve, for which a lesson's figures have no place
        or ("optimizer" not in shown and not {run.name for run in own} <= rules)
    )
    if not states or not strange:
        return now
    session.keep(states[0])
    return states[0]


def place(words: Lesson) -> int:
    """Which lesson of the course this is, from 0."""
    return next(i for i, page in enumerate(navigation.lessons()) if page.url == words.name)


def open_try(words: Lesson, index: int, plays: bool = False) -> None:
    """Set the figure to a state of a lesson, in a callback; `plays` without a press."""
    session.visit().lesson(words.name).stand(index)
    open_state(words.tries[index].query, plays)


def open_state(query: str, plays: bool = False) -> None:
    """Set the figure to a state, in a callback."""
    play(state(query), plays)


def play(settings: Settings, plays: bool = False) -> None:
    """Let the player begin anew with other settings, in a callback; the whole page runs.

    `plays` without a press, where what comes is no secret.
    """
    session.put(settings)
    session.rewind(plays and not settings.guess)
    st.rerun()


def same(one: Settings, other: Settings) -> bool:
    """Whether two settings are the same state, whether or not the end is hidden."""
    return dataclasses.replace(one, guess=other.guess) == other


def open_now(words: Lesson, now: Settings) -> int | None:
    """The state that the figure is in; None where something has been changed."""
    last = session.visit().lesson(words.name).at or 0
    for index in sorted(range(len(words.tries)), key=lambda i: i != last):
        if same(state(words.tries[index].query), now):
            return index
    return None


def changed_since(words: Lesson, now: Settings) -> list[str]:
    """What differs from the state that was opened last, each in a word or a symbol."""
    return changes(state(words.tries[session.visit().lesson(words.name).at or 0].query), now)


def way(words: Lesson, turn: Callable[[Lesson, int], None], by: int) -> None:
    """The button that goes a place on (1) or back (-1)."""
    t = session.t()
    if by > 0:
        name, sign, tip = "lesson-next", "→", t("On to the next step, then to the next lesson (PageDown)")
    else:
        name, sign, tip = "lesson-previous", "←", t("Back one step (PageUp)")
    st.button(f"{sign} *{tip}*", key=name, help=tip, on_click=turn, args=(words, by))  # the sign alone is seen


def changes(before: Settings, now: Settings) -> list[str]:
    """What differs between two settings, of a lesson's own too, each in a word or a symbol."""
    t = session.t()
    found: list[str] = []
    pairs: list[tuple[Pick, Pick, Mapping[str, Any], str]] = [(before.model, now.model, OBJECTIVES, t("model"))]
    pairs += [(old, new, OPTIMIZERS, t("optimizer")) for old, new in zip(before.runs, now.runs, strict=False)]
    pairs.append((before.schedule, now.schedule, SCHEDULES, t("schedule")))
    for old, new, registry, word in pairs:
        if old.name != new.name:
            found.append(word)
        else:
            found += [t(fact.symbol) for field, fact in hypers(registry[old.name]).items() if old[field] != new[field]]
    rest = {
        t("number of runs"): len(before.runs) != len(now.runs),
        t("start"): before.start != now.start,
        t("number of steps"): before.steps != now.steps,
        t("minibatches"): (before.batch, before.seed, before.draw) != (now.batch, now.seed, now.draw)
        or [run.full for run in before.runs] != [run.full for run in now.runs],
        t("what is shown"): (before.show, before.overlay) != (now.show, now.overlay),
    }
    more = {"case": t("model"), "point": t("point"), "chord": t("chord"), "hessian": t("Hessian")}
    rest |= {word: getattr(before, name, None) != getattr(now, name, None) for name, word in more.items()}
    return list(dict.fromkeys(found + [word for word, differs in rest.items() if differs]))
