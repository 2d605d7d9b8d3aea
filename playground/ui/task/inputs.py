"""The input of a task: a datum from the menu, or the visitor's own, in numbers or in words."""

from __future__ import annotations

import dataclasses
import io
import wave

import numpy as np
import streamlit as st

from playground.link.fields import declared
from playground.link.task import TaskSettings, cleaned, task_of
from playground.marking import N_
from playground.tasks.music import synthesis
from playground.tasks.task import Task
from playground.ui import fragments, session
from playground.ui.number_fields import number_field
from playground.ui.session import PREFIX, widget_key
from playground.ui.task import state
from playground.ui.task.question import index_of, titles

FACTS = declared(TaskSettings)

OWN = -2
"""What stands for the visitor's own input in the menu; −1 is an example that is no datum."""


OWN_WORDS = {"text": N_("Your own review"), "numbers": N_("Your own numbers"), "sound": ""}


def _put_datum(name: str) -> None:
    """Another datum takes the place of the visitor's own input."""
    now, chosen = state.settings(name), st.session_state.get(f"{PREFIX}datum")
    if isinstance(chosen, int) and chosen != OWN:
        task = task_of(name, now.words or session.language(), now.data)
        first = task is not None and index_of(task, dataclasses.replace(now, datum=-1)) == chosen
        state.put(dataclasses.replace(now, datum=-1 if first else chosen, own=None, text=None))
        fragments.draw_figures_and_controls()


def _is_own(now: TaskSettings, task: Task) -> bool:
    """Whether what the fields say is no datum but the visitor's own: they stand below the menu that must say so."""
    given = st.session_state
    if task.input == "text":
        written = task.real(index_of(task, now) or 0)
        text = given.get(f"{PREFIX}text", now.text)
        if now.text is None and text == session.visit().review:
            return False  # the review of another language, see `_review`
        return text is not None and text != written
    if task.input == "numbers":
        datum = _given(now, task)
        current = now.own or datum
        fields = (given.get(f"{PREFIX}own{k}", value) for k, value in enumerate(current))
        return tuple(old if new is None else new for old, new in zip(current, fields, strict=True)) != datum
    return False


def _given(now: TaskSettings, task: Task) -> tuple[float, ...]:
    """The numbers of the datum, or of the first example."""
    index = index_of(task, now)
    given = task.examples[0] if index is None else task.real(index)
    return tuple(float(value) for value in given)


def ask(now: TaskSettings, task: Task) -> TaskSettings:
    """The input: a datum from the menu, or the visitor's own."""
    t = session.t()
    aside = task.data.test.tolist()
    first = index_of(task, dataclasses.replace(now, datum=-1))
    # Streamlit tells options apart by their words, so no datum may stand there twice.
    options = [*([-1] if first is None else []), *aside, *task.data.train.tolist()]
    with st.container(horizontal=True, vertical_alignment="bottom", key="ask"):
        names = titles(task, range(len(task.data.real)))
        index = index_of(task, now)
        chosen, menu = (-1 if index is None else index), f"{PREFIX}datum"
        if _is_own(now, task):
            options.insert(0, OWN)
            chosen = OWN
        if (st.session_state.get(menu) == OWN) != (chosen == OWN):
            st.session_state.pop(menu, None)
        words = {-1: t(task.example), OWN: t(OWN_WORDS[task.input])}
        st.selectbox(
            t("Choose an input"),
            options,
            key=widget_key("datum", chosen),
            format_func=lambda k: names[k] if k >= 0 else words[k],
            on_change=_put_datum,
            args=(now.task,),
            width=340,
        )
        if task.input == "numbers":
            with st.popover(t("Change the numbers"), icon=":material/edit:"):
                now = _numbers(now, task)
        if task.input == "sound":
            style, clip = task.real(index_of(task, now) or 0)
            st.audio(sound(style, clip), format="audio/wav", width=340)
    return _review(now, task) if task.input == "text" else now


def _numbers(now: TaskSettings, task: Task) -> TaskSettings:
    """A field for each number of the input."""
    t, datum = session.t(), _given(now, task)
    current = now.own or datum
    values = []
    for k, entry in enumerate(task.inputs):
        value = number_field(
            f"own{k}",
            FACTS["own"].fact,
            float(current[k]),
            entry.label(t),
            track=False,
            step=float(entry.step or 1),
            on_change=fragments.draw_figures_and_controls,
        )
        values.append(value)
    own = tuple(values)
    return dataclasses.replace(now, own=None if own == datum else own)


def _review(now: TaskSettings, task: Task) -> TaskSettings:
    """The text of a review, to be written over."""
    t = session.t()
    written = task.real(index_of(task, now) or 0)
    field, visited = PREFIX + "text", session.visit()
    if now.text is None and st.session_state.get(field) == visited.review:
        st.session_state.pop(field, None)  # another language: its own review takes the place of the old one
    visited.review = written
    text = st.text_area(
        t("A review: change it, or write your own"),
        key=widget_key("text", written if now.text is None else now.text),
        height=88,
        help=t("The model reads it when you leave the field, or press Ctrl+Enter."),
        on_change=fragments.draw_figures_and_controls,
    )
    return dataclasses.replace(now, text=None if text == written else cleaned(text or ""))


@st.cache_resource(max_entries=32, show_spinner=False)
def sound(style: str, clip: int) -> bytes:
    """A clip as the bytes of a WAV file."""
    samples = (32767 * np.clip(synthesis.clip(style, clip), -1, 1)).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(synthesis.RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()
