"""A page of one of the four tasks, or of the course's network: input, boxes, transport, charts, planes.

A script in `pages/tasks/` calls `show_task` with the name of its task. Everything moves with one step: the boxes, the
loss and the marks on the charts in the browser (see `trainer.js`), the charts that the server draws when the run stops.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from playground.engine.three_units import OUTPUTS, course_parameters, three_units
from playground.exports.table import training_table
from playground.i18n import number
from playground.link.task import TaskSettings, task_of, to_query
from playground.marking import N_
from playground.tasks.task import Task
from playground.ui import elements, fragments, session, sharing, take_away
from playground.ui.player.component import trainer
from playground.ui.player_page import PlayerPage, figures_are_drawn
from playground.ui.player_page import controls as draw_controls
from playground.ui.task import charts, controls, feed, flow, inputs, landscapes, state, training
from playground.ui.task.question import question

ABOUT_NETWORK = N_(
    "The course's network of three hidden units and its twenty data points, with three kinds of target. Its parameters "
    "give the losses {a}, {b} and {c}."
)


def show_task(name: str) -> None:
    """Draw the page of a task."""
    page = _page(name)
    now = draw_controls(page)
    st.html(flow.STYLE)
    _head(now, _task(now))
    session.say_ignored()
    _figures(page)
    elements.transport_place(session.address(now))
    if page.store.settings() != now:
        st.rerun()  # what is asked, and the plane, are chosen among the figures: transport and link come before them


def _page(name: str) -> PlayerPage[TaskSettings]:
    hide = session.hidden()
    # What unfolds below the controls of the rule is asked first: it may change the problem.
    return PlayerPage(
        store=state.store(name),
        above=controls.network_controls,
        often=lambda now: controls.rule_controls(now, hide),
        below=lambda now: controls.data_controls(now, hide),
        play=_play,
        follows=lambda now: to_query(replace(now, step=-1)),
        step=_step,
        beside=lambda now: (bool(now.data), to_query(now) if fragments.shown_whole() else ""),
    )


def _task(now: TaskSettings) -> Task | None:
    """The task, in the language of its data; None on the page of the network."""
    return task_of(now.task, now.words or session.language(), now.data)


def _step(now: TaskSettings) -> int:
    """The step that is shown."""
    return now.steps if now.step < 0 else min(now.step, now.steps)


def _play(now: TaskSettings, stale: bool, of: str) -> None:
    """Train, and give the trainer what it plays."""
    with st.spinner(session.t()("Training …"), show_time=False):
        done = training.train(state.key(now))
    if not session.plain():
        data = feed.trainer_data(now, _task(now), done, _step(now), stale=stale, of=of)
        trainer(data, partial(state.stop, now.task), partial(state.return_to, now.task))


@st.fragment(key=fragments.FIGURES)
def _figures(page: PlayerPage[TaskSettings]) -> None:
    """Input, boxes, charts and planes: what follows when the transport has come to rest."""
    t, language = session.t(), session.language()
    now = page.store.settings()
    task = _task(now)
    if task is not None:
        now = inputs.ask(now, task)
    key, step = state.key(now), _step(now)
    done = training.train(key)
    asked = None if task is None else question(now, task)
    if task is not None and asked is not None:
        said = flow.tracks(task, done, asked)
        if task.input == "text":
            st.html(flow.short_verdict(task, said, step, t, language))
        st.html(flow.boxes(task, done, asked, said, step, t, language))
        for note in asked.notes:
            # As plain text: a review may contain anything.
            st.text(elements.sentence(note))
    charts.charts(now, task, asked, done, step)
    landscapes.known(key, done)
    if task is not None:
        landscapes.say(t(task.source))
    now = landscapes.section(now, key)
    landscapes.spectrum_section(now, key, step)
    elements.say_keys()
    elements.foot()
    page.store.keep(now)
    figures_are_drawn(page, now)


def _head(now: TaskSettings, task: Task | None) -> None:
    """Title, what the page is about, and the way to share it."""
    t = session.t()
    with st.container(key="heading", horizontal=True, vertical_alignment="center"):
        if task is None:
            title, about = t("Three hidden units"), _about_network()
        else:
            title, about = t(task.name), t(task.about)
        st.markdown(f"# {title}" + ("" if session.presenting() else f"  \n{about}"), width="stretch")
        if "share" not in session.hidden():
            sharing.share_button(now)
        if "take" not in session.hidden():
            take_away.task_button(now, title, _numbers(now, session.language()))


def _numbers(now: TaskSettings, language: str) -> Callable[[], str]:
    """What writes the numbers of the training, once they are asked for."""

    def numbers() -> str:
        done = training.train(state.key(now))
        return training_table(done.phi, done.value, language)

    return numbers


def _about_network() -> str:
    language = session.language()
    losses = (float(three_units(kind).value(course_parameters(kind))) for kind in OUTPUTS)
    a, b, c = (number(round(loss, 3), language, 5) for loss in losses)  # as the first lesson says them
    return session.t()(ABOUT_NETWORK).format(a=a, b=b, c=c)
