"""The panel of controls of the playground and the lessons, and what a choice in it changes beside itself."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES, START_LABELS
from playground.engine.hyper import hypers
from playground.engine.model import DATA
from playground.engine.teaching import TEACHING
from playground.i18n import Translator, capitalized, formulas, in_a_row, number
from playground.link.fields import declared
from playground.link.playground import (
    CURVATURE_MARKS,
    MAX_RUNS,
    MAX_STEPS,
    OVERLAYS,
    Settings,
    carry,
    default_run,
    default_settings,
    farthest,
    menu_models,
    objective,
    show_words,
)
from playground.link.values import Pick, default_pick
from playground.ui import curvature_notes, fragments, number_fields, own, session, widgets
from playground.ui.session import PREFIX, widget_key

FACTS = declared(Settings)
"""What is legal in each field of the settings, and in what words."""


PARAMETERS = {1: ("φ",), 2: ("φ₀", "φ₁")}
"""What the parameters are called, by their number."""

SEARCHES = 25
"""Steps with which a line search begins."""


# ---------------------------------------------------------------- what a choice changes


def _put_model() -> None:
    """Another landscape opens with its own start, steps and learning rates; the optimizers stay."""
    before = session.settings()
    name = st.session_state.get(PREFIX + "model")
    if name not in menu_models():
        return
    model = carry(default_pick(OBJECTIVES, name), before.model)
    fresh = default_settings(model)
    runs = tuple(default_run(run.name, model) for run in before.runs)
    session.put(dataclasses.replace(fresh, runs=runs, show=before.show, guess=before.guess, overlay=before.overlay))


def _put_optimizer(index: int) -> None:
    """Another optimizer starts with the learning rate that suits the landscape."""
    before = session.settings()
    name = st.session_state.get(f"{PREFIX}optimizer{index}")
    if name not in OPTIMIZERS or index >= len(before.runs):
        return
    runs = list(before.runs)
    runs[index] = default_run(name, before.model)
    # A line search makes one step of many evaluations, and needs few of them.
    steps = min(before.steps, SEARCHES) if OPTIMIZERS[name].searches else before.steps
    session.put(dataclasses.replace(before, runs=tuple(runs), steps=steps))


def rules(hide: frozenset[str]) -> list[tuple[str, str]]:
    """Names and words of the optimizers, in the order of the menu; none where the menu is left out."""
    if "optimizer" in hide:
        return []
    names, words = widgets.menu(OPTIMIZERS, list(OPTIMIZERS), session.t())
    return [(name, words(name)) for name in names]


def choose_rule(name: str) -> None:
    """Take another optimizer for the first run, in a callback of a menu outside the panel."""
    if name in OPTIMIZERS:
        st.session_state[f"{PREFIX}optimizer0"] = name
        _put_optimizer(0)
        st.rerun()


def move_start(*point: float) -> None:
    """Set the start, in a callback: its fields take it, and every other widget stays as it is.

    A point on the curve of one parameter has a height too, which says nothing.
    """
    now = session.settings()
    far = farthest(now.model)
    start = tuple(min(max(x, -far), far) for x in point[: len(now.start)])
    session.keep(dataclasses.replace(now, start=start))
    for axis, x in enumerate(start):
        st.session_state[f"{PREFIX}start{axis}"] = x
    st.session_state[PREFIX + "named"] = None


def _put_named_start() -> None:
    before = session.settings()
    name = st.session_state.get(PREFIX + "named")
    starts = objective(before.model).starts
    if name in starts:
        move_start(*map(float, starts[name]))


def _add_run() -> None:
    """One more run: the first rule of the menu that is not there yet."""
    before = session.settings()
    used = {run.name for run in before.runs}
    name = next((n for n in ("Momentum", "Adam", "Nesterov", *OPTIMIZERS) if n not in used), "GradientDescent")
    session.put(dataclasses.replace(before, runs=(*before.runs, default_run(name, before.model))))


def _remove_run(index: int) -> None:
    before = session.settings()
    session.put(dataclasses.replace(before, runs=before.runs[:index] + before.runs[index + 1 :]))


# ---------------------------------------------------------------- the panel


def model_controls(now: Settings, hide: frozenset[str], note: bool = True) -> Pick:
    """Which landscape, and its own hyperparameters."""
    t = session.t()
    if "model" not in hide:
        names, words = widgets.menu(OBJECTIVES, menu_models(), t)
        st.selectbox(
            t("Model and data"), names, key=widget_key("model", now.model.name), format_func=words, on_change=_put_model
        )
    if own.is_own(now.model.name):
        return now.model if "model" in hide else own.controls(now.model)
    # Own data and their units have a section of their own, see own_data.
    apart = (DATA - {"dataset"}) | ({"dataset"} if dict(now.model.values).get("data") else set())
    pick = widgets.hyper_widgets("model.", OBJECTIVES[now.model.name], now.model, hide | apart)
    if note:
        landscape = objective(pick)
        known = TEACHING.get(str(dict(pick.values).get("dataset", "")))
        said = f"{t(landscape.about)} {t(landscape.note)}" if known is None else t(known.about)
        about = "" if "dataset" in apart else f"{said}\n\n"
        st.caption(about + formulas(f"${landscape.latex}$", session.language()))
    return pick


def run_controls(now: Settings, index: int, hide: frozenset[str]) -> Pick:
    """Which optimizer, and its hyperparameters."""
    t = session.t()
    run = now.runs[index]
    if "optimizer" not in hide:
        names, words = widgets.menu(OPTIMIZERS, list(OPTIMIZERS), t)
        st.selectbox(
            t("Optimizer") if index == 0 else t("Optimizer of run {n}").format(n=index + 1),
            names,
            key=widget_key(f"optimizer{index}", run.name),
            format_func=words,
            on_change=_put_optimizer,
            args=(index,),
            help=t(OPTIMIZERS[run.name].about),
        )
    kind, prefix = OPTIMIZERS[run.name], f"run{index}."
    marks = {"alpha": curvature_notes.limit_marks(now, _entered(prefix, kind, run))} if "alpha" in hypers(kind) else {}
    return widgets.hyper_widgets(prefix, kind, run, hide, marks)


def _entered(prefix: str, kind: Any, pick: Pick) -> Pick:
    """A pick with what its widgets hold already: a limit of α depends on β, whose widget comes after it."""
    held = {field: st.session_state.get(f"{PREFIX}{prefix}{field}", pick[field]) for field in hypers(kind)}
    return pick.having(**{field: value for field, value in held.items() if hypers(kind)[field].allows(value)})


def _start_words(name: str, point: Sequence[float], t: Translator) -> str:
    language = session.language()
    place = in_a_row((number(value, language) for value in point), language)
    return f"{t(START_LABELS[name])} ({place})" if name in START_LABELS else f"({place})"


def start_controls(now: Settings, hide: frozenset[str]) -> tuple[float, ...]:
    """Where the run begins, by name or by number."""
    t = session.t()
    if "start" in hide:
        return now.start
    named = objective(now.model).starts
    if len(named) > 1:
        st.selectbox(
            t("Start"),
            list(named),
            index=None,
            key=PREFIX + "named",
            format_func=lambda name: _start_words(name, named[name], t),
            on_change=_put_named_start,
            placeholder=t("a point of the course …"),
            label_visibility="collapsed",
        )
    with st.container(key="start-fields"):
        return tuple(
            number_fields.number_field(
                f"start{axis}", FACTS["start"].bounds(now), at, f"{t('Start')} {label}", track=False
            )
            for axis, (at, label) in enumerate(zip(now.start, PARAMETERS[len(now.start)], strict=True))
        )


def steps_control(now: Settings, hide: frozenset[str]) -> int:
    """How many steps are made."""
    t = session.t()
    if "steps" in hide:
        return now.steps
    tip = t("At most {n}.").format(n=number(MAX_STEPS, session.language()))
    return int(number_fields.number_field("steps", FACTS["steps"].fact, now.steps, t("Steps"), tip=tip, step=10))


def batch_controls(now: Settings, hide: frozenset[str]) -> Settings:
    """All the data at each step, or minibatches."""
    count = objective(now.model).data_size

    def drawn(now: Settings) -> Settings:
        t = session.t()
        draw = widgets.choice(now, "draw", t("Without replacement"), st.radio)
        words = t("{i} data, {n} batches per epoch. The loss of a batch is the sum over the batch.")
        st.caption(words.format(i=count, n=math.ceil(count / (now.batch or count))))
        return dataclasses.replace(now, draw=draw)

    return widgets.batches_section(now, count, 5, drawn) if count and "batches" not in hide else now


def schedule_controls(now: Settings, hide: frozenset[str]) -> Pick:
    """How the learning rate changes with the step."""
    t = session.t()
    if "schedule" in hide:
        return now.schedule
    with widgets.unfold("schedule", t("Schedule of α"), now.schedule.name != next(iter(SCHEDULES))) as is_open:
        if not is_open:
            return now.schedule
        name = st.selectbox(
            t("Schedule"),
            list(SCHEDULES),
            key=widget_key("schedule", now.schedule.name),
            format_func=lambda n: t(SCHEDULES[n].name),
            label_visibility="collapsed",
        )
        plan = now.schedule if name == now.schedule.name else default_pick(SCHEDULES, name)
        return widgets.hyper_widgets(f"schedule.{name}.", SCHEDULES[name], plan, hide)


def compare_controls(now: Settings, hide: frozenset[str]) -> tuple[Pick, ...]:
    """Further runs on the same landscape, each with its own rule."""
    t = session.t()
    if "compare" in hide:
        return now.runs[1:]
    more: list[Pick] = []
    with widgets.unfold("compare", t("Compare"), len(now.runs) > 1) as is_open:
        if not is_open:
            return now.runs[1:]
        for index in range(1, len(now.runs)):
            run = run_controls(now, index, hide - {"optimizer"})
            if now.batch is not None:
                label = t("Run {n} sees all the data").format(n=index + 1)
                run = dataclasses.replace(run, full=st.checkbox(label, key=widget_key(f"full{index}", run.full)))
            more.append(run)
            st.button(
                t("Remove run {n}").format(n=index + 1), on_click=_remove_run, args=(index,), key=f"remove{index}"
            )
        if len(now.runs) < MAX_RUNS:
            st.button(t("Add a run"), on_click=_add_run, key="add", width="stretch")
        else:
            st.caption(t("No more than five runs can be told apart."))
    return tuple(more)


def guess_control(now: Settings, name: str = "guess") -> bool:
    """Whether path and losses beyond the current step stay hidden; `name` is that of the switch."""
    t = session.t()
    tip = t("Path and losses beyond the current step stay hidden until the class has guessed.")
    return st.toggle(t("Hide what comes next"), key=widget_key(name, now.guess), help=tip)


def _dress_contour() -> None:
    """Draw the contour in other colours or with the critical points: nothing beside the charts depends on it."""
    now, overlay = session.settings(), st.session_state.get(PREFIX + "overlay")
    show = tuple(
        word
        for word in show_words()
        if (st.session_state.get(f"{PREFIX}show.critical") if word == "critical" else word in now.show)
    )
    session.keep(dataclasses.replace(now, overlay=overlay if overlay in OVERLAYS else now.overlay, show=show))
    fragments.draw_figures_and_controls()


def show_controls(now: Settings, hide: frozenset[str]) -> dict[str, Any]:
    """What is drawn besides the path."""
    t = session.t()
    if "show" in hide:
        return {}
    here = {arrow.name: arrow for arrow in OPTIMIZERS[now.runs[0].name].arrows}
    with widgets.unfold("show", t("Show"), bool(now.show) or now.guess or now.overlay != "none") as is_open:
        if not is_open:
            return {}
        chosen = []
        for name, label in ((name, t(arrow.label)) for name, arrow in here.items()):
            if st.checkbox(capitalized(label), key=widget_key(f"show.{name}", name in now.show)):
                chosen.append(name)
        planar = len(now.start) == 2
        overlay = now.overlay
        if planar:
            overlay = widgets.choice(now, "overlay", t("Colours of the contour plot"), on_change=_dress_contour)
        chosen += [
            mark
            for mark, label in CURVATURE_MARKS.items()
            if planar or mark != "eigenvectors"
            if st.checkbox(
                t(label),
                key=widget_key(f"show.{mark}", mark in now.show),
                on_change=_dress_contour if mark == "critical" else None,
            )
        ]
        guess = guess_control(now)
    kept = [name for name in now.show if name not in here and name not in CURVATURE_MARKS]
    show = tuple(word for word in show_words() if word in chosen or word in kept)
    return {"show": show, "guess": guess, "overlay": overlay}


def first_run_controls(now: Settings, limit: Callable[[Settings], None] | None, hide: frozenset[str]) -> Settings:
    """What is changed most: the first run's rule, where it begins, how long it is; returns what the controls say.

    Parameters
    ----------
    limit : callable(settings), optional
        Writes a note under the optimizer's hyperparameters.
    hide : frozenset of str
        Sections and hyperparameters (by field name) that are left out and keep their values.
    """
    now = dataclasses.replace(now, runs=(run_controls(now, 0, hide), *now.runs[1:]))
    if limit is not None:
        limit(now)
    return dataclasses.replace(now, start=start_controls(now, hide), steps=steps_control(now, hide))


def further_controls(now: Settings, hide: frozenset[str]) -> Settings:
    """What unfolds below: minibatches, the schedule, further runs, what is shown."""
    now = batch_controls(now, hide)
    plan = schedule_controls(now, hide)
    more = compare_controls(now, hide)
    show = show_controls(now, hide)
    return dataclasses.replace(now, runs=(now.runs[0], *more), schedule=plan, **show)
