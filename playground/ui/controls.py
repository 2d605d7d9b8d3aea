"""Widgets from metadata: a hyperparameter's declaration gives its slider, its number field and its help."""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import streamlit as st

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES, START_LABELS
from playground.engine.hyper import Hyper, hypers
from playground.i18n import Translator
from playground.i18n import number as in_words
from playground.marking import N_
from playground.settings import (
    FAR,
    MAX_RUNS,
    MAX_STEPS,
    OVERLAYS,
    Pick,
    Settings,
    Value,
    default_pick,
    default_run,
    default_settings,
    menu_models,
    objective,
    show_words,
)
from playground.ui import session
from playground.ui.session import PREFIX, seed

SEARCHES = 25
"""Steps with which a line search begins."""

E24 = (10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91)
"""The stops of a logarithmic slider in a decade: steps that look equal, as engineers have chosen them (IEC 60063)."""

ECHO, ECHOES = 2.0, 30
"""Seconds for which what a field showed before counts as an echo and not as typed, and how many are remembered."""

MET = 30
"""Values besides its stops that a slider keeps in reach."""


@lru_cache(maxsize=64)
def _stops(fact: Hyper) -> tuple[float, ...]:
    """The stops of a slider: equal steps, or for a rate equal ratios, and 0 where it is legal."""
    low, high = fact.soft or ((1e-4, 1.0) if fact.log else (0.0, 1.0))
    if fact.log:
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        inside = [stop for power in powers for m in E24 if low <= (stop := float(f"{m / 10}e{power}")) <= high]
        return (0.0, *inside) if fact.low == 0 else tuple(inside)
    step = 10.0 ** math.floor(math.log10((high - low) / 50))
    return (*(round(low + i * step, 10) for i in range(math.ceil((high - low) / step - 1e-9))), high)


def _options(fact: Hyper, value: float, key: str) -> list[float]:
    """The stops of a slider, and every value met so far: a slider refuses what is not among its options."""
    return sorted({*_stops(fact), *_meet(key, value)})


def _meet(key: str, value: float) -> list[float]:
    """The values that a slider met of late, this one the last."""
    met: list[float] = session.memo().setdefault(f"met:{key}", [])
    if value in met:
        met.remove(value)
    met.append(value)
    del met[:-MET]
    return met


def _copy(slide: str, exact: str) -> None:
    """Let the field take the slider's value; what it has shown until now may still come back, see `_follow`."""
    if slide not in st.session_state:
        return  # it is gone where the same message changes the landscape too
    echoes = session.memo().setdefault(f"echoes:{exact}", {})
    for value in (st.session_state.get(exact), st.session_state[slide]):
        echoes.pop(value, None)
        echoes[value] = time.monotonic()
    for value in list(echoes)[:-ECHOES]:
        del echoes[value]
    st.session_state[exact] = st.session_state[slide]


def hyper_widget(name: str, fact: Hyper, value: Value, t: Translator, language: str) -> Value | None:
    """The widgets of one hyperparameter: a slider over its usual range, and a field for any legal number.

    Returns None while the field is empty.

    Parameters
    ----------
    name : str
        What the keys of the widgets are made of.
    """
    label, tip = t(fact.symbol), t(fact.help)
    if fact.choices is not None:
        words: Mapping[str, str] = fact.choices
        return st.selectbox(tip, list(words), key=seed(name, value), format_func=lambda word: t(words[word]))
    if isinstance(value, bool):
        return st.toggle(tip, key=seed(name, value))
    if fact.integer:
        return st.number_input(
            label,
            min_value=None if fact.low is None else int(fact.low),
            max_value=None if fact.high is None else int(fact.high),
            value=None,
            key=seed(name, int(value)),
            help=tip,
        )
    number = float(value)
    exact, slide = PREFIX + name, PREFIX + name + ":slider"
    seed(name, number)
    row = st.container(horizontal=True, vertical_alignment="bottom", key=f"row-{name}")
    options = _options(fact, number, name)
    seed(name + ":slider", number)
    row.select_slider(
        label,
        options,
        key=slide,
        on_change=_copy,
        args=(slide, exact),
        format_func=lambda v: in_words(v, language),
        help=tip,
    )
    return row.number_input(
        f"{label}, {tip}",
        min_value=fact.low if fact.low is not None else fact.above,
        max_value=fact.high if fact.high is not None else (math.nextafter(fact.below, 0.0) if fact.below else None),
        value=None,  # a field that is emptied says nothing, and changes nothing
        step=None,
        format="%g",
        key=exact,
        on_change=_follow,
        args=(exact, slide),
        label_visibility="collapsed",
        width=76,
    )


def _follow(exact: str, slide: str) -> None:
    """Move the slider to the number that was typed.

    While a slider is pressed quickly, a browser tells with it what the field showed some presses ago. That is nothing
    that anybody has typed, and the slider would jump back.
    """
    value = st.session_state.get(exact)
    if value is None:
        return
    told = session.memo().get(f"echoes:{exact}", {}).get(value)
    if told is not None and time.monotonic() - told < ECHO and slide in st.session_state:
        st.session_state[exact] = st.session_state[slide]
        return
    _meet(exact.removeprefix(PREFIX), value)
    st.session_state[slide] = value


def hyper_widgets(prefix: str, kind: Any, pick: Pick, hide: frozenset[str]) -> Pick:
    """The widgets of every hyperparameter of a record; what is hidden keeps its value."""
    t, language = session.t(), session.language()
    changes: dict[str, Value] = {}
    for field, fact in hypers(kind).items():
        if field in hide:
            continue
        value = hyper_widget(prefix + field, fact, pick[field], t, language)
        if value is not None and fact.allows(value):
            changes[field] = value
    return pick.having(**changes)


@contextmanager
def unfold(name: str, label: str, expanded: bool = False) -> Iterator[bool]:
    """A folding section whose content is computed only while it is open: gives whether it is.

    Opening is remembered by `name`, so that it survives a change of language.
    """
    kept = f"open:{name}"
    memo = session.memo()
    first = memo.setdefault(f"fold:{name}:{label}", memo.get(kept, expanded))
    box = st.expander(label, expanded=first, on_change="rerun", key=f"fold:{name}")
    memo[kept] = bool(box.open)
    with box:
        yield bool(box.open)


def is_unfolded(name: str) -> bool:
    """Whether a section is open, before it is drawn."""
    return bool(st.session_state.get(f"fold:{name}", session.memo().get(f"open:{name}")))


# ---------------------------------------------------------------- what a choice changes


def _put_model() -> None:
    """Another landscape opens with its own start, steps and learning rates; the optimizers stay."""
    before = session.settings()
    name = st.session_state.get(PREFIX + "model")
    if name not in menu_models():
        return
    model = default_pick(OBJECTIVES, name)
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


def move_start(x: float, y: float) -> None:
    """Set the start, in a callback: the two fields take it, and every other widget stays as it is."""
    start = (min(max(x, -FAR), FAR), min(max(y, -FAR), FAR))
    session.keep(dataclasses.replace(session.settings(), start=start))
    for axis in (0, 1):
        st.session_state[f"{PREFIX}start{axis}"] = start[axis]
    st.session_state[PREFIX + "named"] = None


def _put_named_start() -> None:
    before = session.settings()
    name = st.session_state.get(PREFIX + "named")
    starts = objective(before.model).starts
    if name in starts:
        x, y = starts[name]
        move_start(float(x), float(y))


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


def _menu(registry: Mapping[str, Any], names: Sequence[str], t: Translator) -> tuple[list[str], Callable[[str], str]]:
    """A menu's names, the course's own first, and how each is written."""
    ordered = sorted(names, key=lambda name: not registry[name].course)
    beyond = t("beyond the course")
    return ordered, lambda n: t(registry[n].name) if registry[n].course else f"{t(registry[n].name)} · {beyond}"


def model_controls(now: Settings, hide: frozenset[str], note: bool = True) -> Pick:
    """Which landscape, and its own hyperparameters."""
    t = session.t()
    if "model" not in hide:
        names, words = _menu(OBJECTIVES, menu_models(), t)
        st.selectbox(
            t("Model and data"), names, key=seed("model", now.model.name), format_func=words, on_change=_put_model
        )
    pick = hyper_widgets("model.", OBJECTIVES[now.model.name], now.model, hide)
    if note:
        landscape = objective(pick)
        more = t(getattr(landscape, "note", ""))
        st.caption(f"{t(landscape.about)} {more}\n\n${landscape.latex}$")
    return pick


def run_controls(now: Settings, index: int, hide: frozenset[str]) -> Pick:
    """Which optimizer, and its hyperparameters."""
    t = session.t()
    run = now.runs[index]
    if "optimizer" not in hide:
        names, words = _menu(OPTIMIZERS, list(OPTIMIZERS), t)
        st.selectbox(
            t("Optimizer") if index == 0 else t("Optimizer of run {n}").format(n=index + 1),
            names,
            key=seed(f"optimizer{index}", run.name),
            format_func=words,
            on_change=_put_optimizer,
            args=(index,),
        )
    return hyper_widgets(f"run{index}.", OPTIMIZERS[run.name], run, hide)


def _start_words(name: str, point: Sequence[float], t: Translator) -> str:
    language = session.language()
    place = "; ".join(in_words(value, language) for value in point)
    return f"{t(START_LABELS[name])} ({place})" if name in START_LABELS else f"({place})"


def start_controls(now: Settings, hide: frozenset[str]) -> tuple[float, float]:
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
    values = []
    row = st.container(key="start-fields")
    for axis, label in enumerate(("φ₀", "φ₁")):
        value = row.number_input(
            f"{t('Start')} {label}",
            value=None,
            step=None,
            format="%.6g",
            key=seed(f"start{axis}", float(now.start[axis])),
        )
        values.append(now.start[axis] if value is None or not math.isfinite(value) else min(max(value, -1e6), 1e6))
    return values[0], values[1]


def steps_control(now: Settings, hide: frozenset[str]) -> int:
    """How many steps are made."""
    t = session.t()
    if "steps" in hide:
        return now.steps
    value = st.number_input(
        t("Steps"),
        1,
        MAX_STEPS,
        None,
        step=10,
        key=seed("steps", now.steps),
        help=t("At most {n}.").format(n=MAX_STEPS),
    )
    return now.steps if value is None else int(value)


def batch_controls(now: Settings, hide: frozenset[str]) -> dict[str, Any]:
    """All the data at each step, or minibatches."""
    t = session.t()
    count = len(getattr(objective(now.model), "x", ()))
    if not count or "batches" in hide:
        return {}
    with unfold("batches", t("Minibatches"), now.batch is not None) as is_open:
        if not is_open:
            return {}
        on = st.toggle(t("Use only a part of the data at each step"), key=seed("batched", now.batch is not None))
        if not on:
            return {"batch": None}
        size = st.slider(t("Batch size B"), 1, count, key=seed("batch", min(now.batch or 5, count)))
        number = st.number_input(t("Seed"), 0, 2**32 - 1, None, key=seed("seed", now.seed))
        words = {"epoch": t("one shuffle an epoch"), "step": t("a new shuffle at each step (notebooks)")}
        draw = st.radio(t("Without replacement"), list(words), key=seed("draw", now.draw), format_func=words.get)
        epochs = math.ceil(count / size)
        st.caption(
            t("{i} data, {n} batches an epoch. The loss of a batch is the sum over the batch.").format(
                i=count, n=epochs
            )
        )
    return {"batch": size, "seed": now.seed if number is None else int(number), "draw": draw}


def schedule_controls(now: Settings, hide: frozenset[str]) -> Pick:
    """How the learning rate changes with the step."""
    t = session.t()
    if "schedule" in hide:
        return now.schedule
    with unfold("schedule", t("Schedule of α"), now.schedule.name != next(iter(SCHEDULES))) as is_open:
        if not is_open:
            return now.schedule
        name = st.selectbox(
            t("Schedule"),
            list(SCHEDULES),
            key=seed("schedule", now.schedule.name),
            format_func=lambda n: t(SCHEDULES[n].name),
            label_visibility="collapsed",
        )
        plan = now.schedule if name == now.schedule.name else default_pick(SCHEDULES, name)
        return hyper_widgets(f"schedule.{name}.", SCHEDULES[name], plan, hide)


def compare_controls(now: Settings, hide: frozenset[str]) -> tuple[Pick, ...]:
    """Further runs on the same landscape, each with its own rule."""
    t = session.t()
    if "compare" in hide:
        return now.runs[1:]
    more: list[Pick] = []
    with unfold("compare", t("Compare"), len(now.runs) > 1) as is_open:
        if not is_open:
            return now.runs[1:]
        for index in range(1, len(now.runs)):
            run = run_controls(now, index, hide - {"optimizer"})
            if now.batch is not None:
                label = t("Run {n} sees all the data").format(n=index + 1)
                run = dataclasses.replace(run, full=st.checkbox(label, key=seed(f"full{index}", run.full)))
            more.append(run)
            st.button(
                t("Remove run {n}").format(n=index + 1), on_click=_remove_run, args=(index,), key=f"remove{index}"
            )
        if len(now.runs) < MAX_RUNS:
            st.button(t("Add a run"), on_click=_add_run, key="add", width="stretch")
        else:
            st.caption(t("Five runs are the most that can be told apart."))
    return tuple(more)


def guess_control(now: Settings) -> bool:
    """Whether path and losses beyond the current step stay hidden."""
    t = session.t()
    tip = t("Path and losses beyond the current step stay hidden until the class has guessed.")
    return st.toggle(t("Hide what comes next"), key=seed("guess", now.guess), help=tip)


OVERLAY_WORDS = {
    "none": N_("the loss"),
    "determinant": N_("sign and size of det H"),
    "eigenvalue": N_("smallest eigenvalue of H"),
    "trace": N_("trace of H"),
}
MARK_WORDS = {
    "critical": N_("All critical points"),
    "eigenvectors": N_("Eigenvectors of H at the current point"),
    "quadratic": N_("The local quadratic model, as contours"),
}


def _dress_contour() -> None:
    """Draw the contour in other colours or with the critical points: nothing beside the charts depends on it."""
    now, overlay = session.settings(), st.session_state.get(PREFIX + "overlay")
    show = tuple(
        word
        for word in show_words()
        if (st.session_state.get(f"{PREFIX}show.critical") if word == "critical" else word in now.show)
    )
    session.keep(dataclasses.replace(now, overlay=overlay if overlay in OVERLAYS else now.overlay, show=show))
    session.draw_figures_and_cockpit()


def show_controls(now: Settings, hide: frozenset[str]) -> dict[str, Any]:
    """What is drawn besides the path."""
    t = session.t()
    if "show" in hide:
        return {}
    here = {arrow.name: arrow for arrow in OPTIMIZERS[now.runs[0].name].arrows}
    with unfold("show", t("Show"), bool(now.show) or now.guess or now.overlay != "none") as is_open:
        if not is_open:
            return {}
        chosen = [
            name
            for name, arrow in here.items()
            if st.checkbox(_capital(t(arrow.label)), key=seed(f"show.{name}", name in now.show))
        ]
        overlay = st.selectbox(
            t("Colours of the contour plot"),
            OVERLAYS,
            key=seed("overlay", now.overlay),
            format_func=lambda word: t(OVERLAY_WORDS[word]),
            on_change=_dress_contour,
        )
        chosen += [
            mark
            for mark, label in MARK_WORDS.items()
            if st.checkbox(
                t(label),
                key=seed(f"show.{mark}", mark in now.show),
                on_change=_dress_contour if mark == "critical" else None,
            )
        ]
        guess = guess_control(now)
    kept = [name for name in now.show if name not in here and name not in MARK_WORDS]
    show = tuple(word for word in show_words() if word in chosen or word in kept)
    return {"show": show, "guess": guess, "overlay": overlay}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
    batches = batch_controls(now, hide)
    plan = schedule_controls(now, hide)
    more = compare_controls(now, hide)
    show = show_controls(now, hide)
    return dataclasses.replace(now, runs=(now.runs[0], *more), schedule=plan, **batches, **show)
