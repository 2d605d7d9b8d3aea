"""A visitor's settings on the page of a task, between the link, the widgets and the record."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from playground.link.task import TaskSettings, alone, from_query, to_query
from playground.ui import fragments, session


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


def return_to(task: str, query: str) -> None:
    """Take the settings of a link that was left, in a callback: the browser's Back has come to it."""
    put(store(task).read(session.asked_by(query))[0])
    st.rerun()


def key(now: TaskSettings) -> str:
    """The canonical query of the training alone."""
    return to_query(alone(now, session.language()))


def stop(task: str, step: int) -> None:
    """Make the step at which the trainer has stopped the page's step, in a callback; the figures follow."""
    now = settings(task)
    moved = replace(now, step=-1 if step >= now.steps else max(step, 0))
    if moved == now:
        fragments.draw_figures()
    else:
        put(moved)
        fragments.draw_figures_and_controls()
