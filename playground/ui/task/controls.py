"""The panel of controls of a task: how it is trained, and on which data."""

from __future__ import annotations

import dataclasses
from functools import partial

import streamlit as st

from playground.engine import OPTIMIZERS
from playground.engine.hyper import Hyper
from playground.i18n import languages, number
from playground.link.fields import declared
from playground.link.playground import MAX_STEPS
from playground.link.task import (
    NETWORK,
    TARGETS,
    TaskSettings,
    default_rule,
    default_settings,
    ground_of,
    most_steps,
    reads_text,
    review_language,
)
from playground.tasks.review import LANGUAGES
from playground.ui import session, widgets
from playground.ui.number_fields import number_field
from playground.ui.session import PREFIX, widget_key
from playground.ui.task import own_table, state

FACTS = declared(TaskSettings)
"""What is legal in each field of the settings, and in what words."""


# ---------------------------------------------------------------- how it is trained


def _put_rule(task: str) -> None:
    """Another optimizer starts with the learning rate that suits the task."""
    now, name = state.settings(task), st.session_state.get(f"{PREFIX}optimizer")
    if name in OPTIMIZERS:
        steps = min(now.steps if now.steps <= most_steps(now.rule.name) else 200, most_steps(name))
        if most_steps(now.rule.name) < MAX_STEPS <= most_steps(name):
            steps = default_settings(task, now.target, now.data).steps
        step = -1 if now.step >= steps else now.step
        state.put(dataclasses.replace(now, rule=default_rule(name, task, now.target, now.data), steps=steps, step=step))


def _put_steps(task: str) -> None:
    """More or fewer steps: the last one stays the last one."""
    now, value = state.settings(task), st.session_state.get(f"{PREFIX}steps")
    if isinstance(value, int | float):
        steps = int(min(max(value, 1), most_steps(now.rule.name)))
        now = dataclasses.replace(now, steps=steps, step=-1 if now.step >= steps else now.step)
        state.keep(now)
        st.session_state[f"{PREFIX}step"] = steps if now.step < 0 else now.step


def _put_target() -> None:
    """Another kind of target is another problem: rule and steps open anew."""
    target = st.session_state.get(f"{PREFIX}target")
    if target in TARGETS:
        state.put(default_settings(NETWORK, target))


def rule_controls(now: TaskSettings, hide: frozenset[str]) -> TaskSettings:
    """What is changed most: the rule, how many steps it makes, the penalty; returns what the controls say."""
    t = session.t()
    if "optimizer" not in hide:
        names, words = widgets.menu(OPTIMIZERS, list(OPTIMIZERS), t)
        st.selectbox(
            t("Optimizer"),
            names,
            key=widget_key("optimizer", now.rule.name),
            format_func=words,
            on_change=_put_rule,
            args=(now.task,),
            help=t(OPTIMIZERS[now.rule.name].about),
        )
    rule = widgets.hyper_widgets("task.", OPTIMIZERS[now.rule.name], now.rule, hide)
    most = most_steps(rule.name)
    tip = t("At most {n}.").format(n=number(most, session.language()))
    if most != MAX_STEPS:
        tip += " " + t("Each step of this rule is costly in many dimensions.")
    shown = now.steps if now.step < 0 else min(now.step, now.steps)
    fact = FACTS["steps"].bounds(now)
    number_field("steps", fact, now.steps, t("Steps"), tip=tip, step=10, on_change=partial(_put_steps, now.task))
    fact = Hyper("k", "", low=0, high=now.steps, integer=True)
    tip = t("The weights of this step are applied to the input.")
    with st.container(key="rest-step"):  # while it plays, the step is another
        at = min(int(number_field("step", fact, shown, t("Step shown"), tip=tip, step=1)), now.steps)
    now = dataclasses.replace(now, rule=rule, step=-1 if at == now.steps else at)
    fact = FACTS["l2"].fact
    penalty = widgets.hyper_widget("l2", fact, now.l2, t)
    return dataclasses.replace(now, l2=float(penalty)) if fact.allows(penalty) else now


def data_controls(now: TaskSettings, hide: frozenset[str]) -> TaskSettings:
    """What unfolds below: minibatches, and the data; returns what the controls say."""
    own_table.section(now, hide)
    count = now.kept or ground_of(now).data_size
    return _data_controls(now if "batches" in hide else widgets.batches_section(now, count, 10), hide)


def network_controls(now: TaskSettings) -> TaskSettings:
    """On the page of the network, what it is to learn and where it begins; returns what the controls say."""
    if now.task != NETWORK:
        return now
    t = session.t()
    widgets.choice(now, "target", t("Target"), st.radio, on_change=_put_target)
    begin = widgets.choice(now, "begin", t("Start"), st.radio)
    init = now.init
    if begin == "random":
        init = int(number_field("init", FACTS["init"].fact, now.init, t("Seed"), step=1))
    return dataclasses.replace(now, begin=begin or now.begin, init=init)


def _data_controls(now: TaskSettings, hide: frozenset[str]) -> TaskSettings:
    """Fewer data, or data from which not everything can be learnt; the language of the reviews."""
    t = session.t()
    if "data" in hide:
        return now
    with widgets.unfold("task-data", t("The training data"), now.kept is not None or now.spoilt != "none") as is_open:
        if not is_open:
            return now
        if reads_text(now):
            language = now.words or review_language(session.language())
            words = st.segmented_control(
                t("Language of the reviews"),
                list(LANGUAGES),
                key=widget_key("words", language),
                format_func=lambda code: languages().get(code, code),
                required=True,
            )
            if words != language:
                now = dataclasses.replace(now, words=str(words))
        count = ground_of(now).data_size
        fact = Hyper("I", "", low=1, high=count, integer=True, soft=(1, count))
        kept = int(number_field("kept", fact, now.kept or count, t("Data used")))
        spoilt = widgets.choice(now, "spoilt", t("What if the data were different?"))
    batch = None if now.batch is None else min(now.batch, kept)
    return dataclasses.replace(now, kept=None if kept == count else kept, spoilt=spoilt, batch=batch)
