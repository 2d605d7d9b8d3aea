"""The controls of a task's page: how it is trained, on which data, and what the model is asked."""

from __future__ import annotations

import dataclasses
import io
import wave
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
import streamlit as st

from playground.engine import OPTIMIZERS, houses, music
from playground.engine.four_tasks import MoleculePoints
from playground.engine.hyper import Hyper
from playground.engine.notes import InputError, Note
from playground.engine.tasks import Reading, Task
from playground.i18n import languages, number, translator
from playground.link.fields import declared
from playground.link.playground import MAX_STEPS
from playground.link.task import (
    NETWORK,
    TARGETS,
    TaskSettings,
    cleaned,
    default_rule,
    default_settings,
    ground,
    most_steps,
    task_of,
)
from playground.marking import N_
from playground.ui import controls, session
from playground.ui.fields import number_field
from playground.ui.session import PREFIX, seed
from playground.ui.tasks import visit

FACTS = declared(TaskSettings)
"""What is legal in each field of the settings, and in what words."""


# ---------------------------------------------------------------- how it is trained


def _put_rule(task: str) -> None:
    """Another optimizer starts with the learning rate that suits the task."""
    now, name = visit.settings(task), st.session_state.get(f"{PREFIX}optimizer")
    if name in OPTIMIZERS:
        steps = min(now.steps if now.steps <= most_steps(now.rule.name) else 200, most_steps(name))
        if most_steps(now.rule.name) < MAX_STEPS <= most_steps(name):
            steps = default_settings(task, now.target).steps
        step = -1 if now.step >= steps else now.step
        visit.put(dataclasses.replace(now, rule=default_rule(name, task, now.target), steps=steps, step=step))


def _put_steps(task: str) -> None:
    """More or fewer steps: the last one stays the last one."""
    now, value = visit.settings(task), st.session_state.get(f"{PREFIX}steps")
    if isinstance(value, int | float):
        steps = int(min(max(value, 1), most_steps(now.rule.name)))
        now = dataclasses.replace(now, steps=steps, step=-1 if now.step >= steps else now.step)
        visit.keep(now)
        st.session_state[f"{PREFIX}step"] = steps if now.step < 0 else now.step


def _put_target() -> None:
    """Another kind of target is another problem: rule and steps open anew."""
    target = st.session_state.get(f"{PREFIX}target")
    if target in TARGETS:
        visit.put(default_settings(NETWORK, target))


def rule_controls(now: TaskSettings, hide: frozenset[str]) -> TaskSettings:
    """What is changed most: the rule, how many steps it makes, the penalty; returns what the controls say."""
    t = session.t()
    if "optimizer" not in hide:
        names, words = controls.menu(OPTIMIZERS, list(OPTIMIZERS), t)
        st.selectbox(
            t("Optimizer"),
            names,
            key=seed("optimizer", now.rule.name),
            format_func=words,
            on_change=_put_rule,
            args=(now.task,),
        )
    rule = controls.hyper_widgets("task.", OPTIMIZERS[now.rule.name], now.rule, hide)
    most = most_steps(rule.name)
    tip = t("At most {n}.").format(n=number(most, session.language()))
    if most != MAX_STEPS:
        tip += " " + t("A step of this rule costs much in many dimensions.")
    shown = now.steps if now.step < 0 else min(now.step, now.steps)
    fact = FACTS["steps"].bounds(now)
    number_field("steps", fact, now.steps, t("Steps"), tip=tip, step=10, on_change=partial(_put_steps, now.task))
    fact = Hyper("k", "", low=0, high=now.steps, integer=True)
    tip = t("The weights of this step are applied to the input.")
    at = min(int(number_field("step", fact, shown, t("Step shown"), tip=tip, step=1)), now.steps)
    now = dataclasses.replace(now, rule=rule, step=-1 if at == now.steps else at)
    fact = FACTS["l2"].fact
    penalty = controls.hyper_widget("l2", fact, now.l2, t)
    return dataclasses.replace(now, l2=float(penalty)) if fact.allows(penalty) else now


def data_controls(now: TaskSettings, hide: frozenset[str]) -> TaskSettings:
    """What unfolds below: minibatches, and the data; returns what the controls say."""
    count = now.kept or ground(now.task, now.target).data_size
    return _data_controls(now if "batches" in hide else controls.batches_section(now, count, 10), hide)


def network_controls(now: TaskSettings) -> TaskSettings:
    """On the page of the network, what it is to learn and where it begins; returns what the controls say."""
    if now.task != NETWORK:
        return now
    t = session.t()
    controls.choice(now, "target", t("Target"), st.radio, on_change=_put_target)
    begin = controls.choice(now, "begin", t("Start"), st.radio)
    init = now.init
    if begin == "random":
        init = int(number_field("init", FACTS["init"].fact, now.init, t("Seed"), step=1))
    return dataclasses.replace(now, begin=begin or now.begin, init=init)


def _data_controls(now: TaskSettings, hide: frozenset[str]) -> TaskSettings:
    """Fewer data, or data from which not everything can be learnt; the language of the reviews."""
    t = session.t()
    if "data" in hide:
        return now
    with controls.unfold("task-data", t("The training data"), now.kept is not None or now.spoilt != "none") as is_open:
        if not is_open:
            return now
        if now.task == "ReviewSentiment":
            language = now.words or session.language()
            words = st.segmented_control(
                t("Language of the reviews"),
                list(languages()),
                key=seed("words", language),
                format_func=languages().__getitem__,
                required=True,
            )
            if words != language:
                now = dataclasses.replace(now, words=str(words))
        count = ground(now.task, now.target).data_size
        kept = st.slider(t("Data used"), 1, count, key=seed("kept", now.kept or count))
        spoilt = controls.choice(now, "spoilt", t("What if the data were different?"))
    batch = None if now.batch is None else min(now.batch, int(kept))
    return dataclasses.replace(now, kept=None if kept == count else int(kept), spoilt=spoilt, batch=batch)


# ---------------------------------------------------------------- what the model is asked


@dataclass(frozen=True, eq=False)
class Question:
    """What the model is asked: in the real world, as numbers, and what is known of the right answer.

    Attributes
    ----------
    world : str
        The real-world input in words, in the visitor's language; plain text.
    reading : Reading or None
        The numbers, or None if no model can read it.
    truth : array (K,) or int, or None
        The right answer in real units or the class, where it is known.
    known : str
        Where the right answer is known from.
    notes : tuple of Note
        What to say about the input.
    part : str
        "train", "test", or "" for an input of the visitor's own.
    """

    world: str
    reading: Reading | None
    truth: Any
    known: str
    notes: tuple[Note, ...]
    part: str = ""


def index_of(task: Task, now: TaskSettings) -> int | None:
    """The datum that is asked about, or None for the slide's house."""
    if now.datum >= 0:
        return min(now.datum, len(task.data.real) - 1)
    if now.task == "HousePrice":
        return None
    aside = task.data.test
    return int(aside[task.data.truth[aside] == 0][0]) if now.task == "MusicGenre" else int(aside[0])


def title(task: Task, index: int, language: str) -> str:
    """What a datum is called in a menu, and whether it is one of those set aside."""
    t = translator(language)
    name = task.title(index, language).text(t, lambda value: number(value, language))
    if isinstance(task, MoleculePoints):
        name = f"{name}, {task.formula(index)}"
    return f"{name} · {t('set aside')}" if index in set(task.data.test.tolist()) else name


def titles(task: Task, indices: Any) -> list[str]:
    """What data are called."""
    names = _titles(task, session.language())
    return [names[int(index)] for index in indices]


@lru_cache(maxsize=16)
def _titles(task: Task, language: str) -> list[str]:
    return [title(task, index, language) for index in range(len(task.data.real))]


OWN = -2
"""What stands for the visitor's own input in the menu; −1 is the slide's house."""
OWN_WORDS = {"ReviewSentiment": N_("Your own review")}


def _put_datum(name: str) -> None:
    """Another datum takes the place of the visitor's own input."""
    now, chosen = visit.settings(name), st.session_state.get(f"{PREFIX}datum")
    if isinstance(chosen, int) and chosen != OWN:
        task = task_of(name, now.words or session.language())
        first = task is not None and index_of(task, dataclasses.replace(now, datum=-1)) == chosen
        visit.put(dataclasses.replace(now, datum=-1 if first else chosen, own=None, text=None))
        session.draw_figures_and_cockpit()


def _is_own(now: TaskSettings, task: Task) -> bool:
    """Whether what the fields say is no datum but the visitor's own: they stand below the menu that must say so."""
    state = st.session_state
    if now.task == "ReviewSentiment":
        written = task.real(index_of(task, now) or 0)
        text = state.get(f"{PREFIX}text", now.text)
        if now.text is None and text == session.visit().review:
            return False  # the review of another language, see `_review`
        return text is not None and text != written
    if now.task in ("HousePrice", "MoleculePoints"):
        datum = _given(now, task)
        current = now.own or datum
        fields = (state.get(f"{PREFIX}own{k}", value) for k, value in enumerate(current))
        return tuple(old if new is None else new for old, new in zip(current, fields, strict=True)) != datum
    return False


def _given(now: TaskSettings, task: Task) -> tuple[float, ...]:
    """The numbers of the datum, or of the slide's house."""
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
        names = _titles(task, session.language())
        index = index_of(task, now)
        chosen, menu = (-1 if index is None else index), f"{PREFIX}datum"
        if _is_own(now, task):
            options.insert(0, OWN)
            chosen = OWN
        if (st.session_state.get(menu) == OWN) != (chosen == OWN):
            st.session_state.pop(menu, None)
        words = {-1: t("The slide's house"), OWN: t(OWN_WORDS.get(now.task, N_("Your own numbers")))}
        st.selectbox(
            t("Choose an input"),
            options,
            key=seed("datum", chosen),
            format_func=lambda k: names[k] if k >= 0 else words[k],
            on_change=_put_datum,
            args=(now.task,),
            width=340,
        )
        if now.task in ("HousePrice", "MoleculePoints"):
            with st.popover(t("Change the numbers"), icon=":material/edit:"):
                now = _numbers(now, task)
        if now.task == "MusicGenre":
            style, clip = task.real(index_of(task, now) or 0)
            st.audio(sound(style, clip), format="audio/wav", width=340)
    return _review(now, task) if now.task == "ReviewSentiment" else now


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
            on_change=session.draw_figures_and_cockpit,
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
        key=seed("text", written if now.text is None else now.text),
        height=88,
        help=t("The model reads it when you leave the field, or press Ctrl+Enter."),
        on_change=session.draw_figures_and_cockpit,
    )
    return dataclasses.replace(now, text=None if text == written else cleaned(text or ""))


def question(now: TaskSettings, task: Task) -> Question:
    """What the model is asked, and what is known of the answer."""
    t = session.t()
    index = index_of(task, now)
    own = now.own is not None or now.text is not None
    if now.task == "MusicGenre":
        assert index is not None
        row = task.data.real[index]
        reading = Reading(row, task.data.inputs.apply(row))
        return Question(
            title(task, index, session.language()).split(" · ")[0],
            reading,
            int(task.data.truth[index]),
            t("the style it was made in"),
            (),
            _part(task, index),
        )
    if own:
        real: Any = now.own if now.own is not None else now.text
    else:
        real = task.examples[0] if index is None else task.real(index)
    try:
        reading = task.read(real)
    except InputError as error:
        return Question(str(real)[:200], None, None, "", (error.note,))
    world = real if isinstance(real, str) else _sentence(now, task, index if not own else None, reading.real)
    if isinstance(real, str):
        world = real[:220] + ("…" if len(real) > 220 else "")
    if now.task == "HousePrice" and (own or index is None):
        truth = np.array([houses.price_by_rule(reading.real)])
        return Question(world, reading, truth, t("by the rule, without the noise"), reading.notes)
    if own or index is None:
        return Question(world, reading, None, "", reading.notes)
    return Question(world, reading, task.data.truth[index], t("from the data"), reading.notes, _part(task, index))


def _part(task: Task, index: int) -> str:
    return "test" if index in set(task.data.test.tolist()) else "train"


def _sentence(now: TaskSettings, task: Task, index: int | None, real: Any) -> str:
    """A house or a molecule in words."""
    t, language = session.t(), session.language()

    def say(value: float) -> str:
        return number(value, language, 6)

    if now.task == "HousePrice":
        return t(
            "{area} square feet; bedrooms: {bedrooms}; previously sold for {previous} thousand $ in {year}; "
            "parking spots: {parking}."
        ).format(
            area=say(real[0]),
            bedrooms=say(real[1]),
            previous=say(real[2]),
            year=f"{real[3]:.6g}",
            parking=say(real[4]),
        )
    if index is not None:
        return title(task, index, language).split(" · ")[0]
    return t("A molecule of your own")


@st.cache_resource(max_entries=32, show_spinner=False)
def sound(style: str, clip: int) -> bytes:
    """A clip as the bytes of a WAV file."""
    samples = (32767 * np.clip(music.clip(style, clip), -1, 1)).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(music.RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()
