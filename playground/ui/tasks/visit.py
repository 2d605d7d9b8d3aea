"""A visitor's settings on the page of a task, between the link, the widgets and the record; as `session` does it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from playground.link.task import TaskSettings, alone, from_query, to_query
from playground.ui import session
from playground.ui.player.component import loader
from playground.ui.player.protocol import TrainerData

KEY = "trainer"

_trainer = st.components.v2.component(
    "playground.trainer", html='<div data-testid="trainer"></div>', js=loader("trainer.js"), isolate_styles=False
)


def store(task: str) -> session.Store[TaskSettings]:
    """The settings of a task's page."""
    return session.Store(task, partial(from_query, task=task))


def settings(task: str) -> TaskSettings:
    """What the visitor has chosen on this page; at the first call what the link says."""
    return store(task).settings()


def keep(new: TaskSettings) -> None:
    """Store what the widgets say at the end of a run."""
    store(new.task).keep(new)


def put(new: TaskSettings) -> None:
    """Replace the settings, in a callback: every widget takes its new value."""
    store(new.task).put(new)


def key(now: TaskSettings) -> str:
    """The canonical query of the training alone."""
    return to_query(alone(now, session.language()))


def trainer(task: str, data: TrainerData) -> None:
    """Mount the transport; the step at which it stops becomes the page's step, and the figures follow."""

    def stopped() -> None:
        state: Any = st.session_state.get(KEY)
        try:
            step = int(state["step"]["k"])
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return
        kept = settings(task)
        moved = _at(kept, min(max(step, 0), kept.steps))
        if moved == kept:
            session.draw_figures()
        else:
            put(moved)
            session.draw_figures_and_cockpit()

    _trainer(key=KEY, data=[data], on_step_change=stopped)


def _at(now: TaskSettings, step: int) -> TaskSettings:
    return replace(now, step=-1 if step >= now.steps else step)


def echo() -> int:
    """The number of the last message from the browser, so that it knows which one has been answered."""
    try:
        return int(st.session_state[KEY]["step"]["n"])
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return 0
