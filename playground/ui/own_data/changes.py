"""What a change of the data does to the rest of a page, and how it is undone."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import streamlit as st

from playground.engine import OBJECTIVES, Dataset
from playground.engine.hyper import hypers
from playground.engine.kept import travels
from playground.engine.points import TRAVELLING, is_binary, points_text
from playground.link.playground import Settings, default_run, first_start, model_of, objective
from playground.link.task import TaskSettings
from playground.link.values import Pick, default_pick
from playground.ui import own, session
from playground.ui.player.component import MALFORMED

UNDONE = 50
"""So many changes can be undone."""


def has_data(pick: Pick) -> bool:
    """Whether a landscape is fitted to data."""
    return "data" in dict(pick.values)


def is_own(pick: Pick) -> bool:
    """Whether they are the visitor's own."""
    return has_data(pick) and bool(pick["data"])


def is_shared(now: object) -> bool:
    """Whether who opens the link of a page sees the same data."""
    if isinstance(now, TaskSettings):
        return not now.data
    return not isinstance(now, Settings) or not is_own(now.model) or travels(str(now.model["data"]))


def held(key: str, value: Any) -> str:
    """The key of a widget that shows a value which is kept elsewhere."""
    st.session_state[key] = value
    return key


def remember() -> None:
    """Let the change that is coming be undone."""
    mine = session.visit().own
    mine.past.append((session.settings().model, mine.held))
    del mine.past[:-UNDONE]


def undo() -> None:
    """Take the last change back, in a callback."""
    mine = session.visit().own
    if mine.past:
        model, mine.held = mine.past.pop()
        own.put(model)


def take_back() -> None:
    """The course's data again."""
    remember()
    session.visit().own.clear()
    model = session.settings().model
    own.put(model.having(data="", names="", scaled=False, aside=0, **proposed(model)))


def proposed(model: Pick) -> dict[str, str]:
    """What lets a window be proposed anew, where a model has one of its own."""
    return {"window": ""} if "window" in dict(model.values) else {}


def use(data: Dataset, classes: bool, names: str = "") -> None:
    """Fit to other data, whose columns may have `names`, with a window, a start and learning rates that suit them."""
    before = session.settings().model
    name = before.name if has_data(before) else "LinearRegression"
    if classes:
        name = "LogisticCurve"
    elif name == "LogisticCurve" and not is_binary(data.y):
        name = "LinearRegression"
    remember()
    session.visit().own.held, session.visit().own.frame = data, None
    session.rewind()
    model = before if name == before.name else default_pick(OBJECTIVES, name)
    kept = {name: value for name, value in before.values if name in {"scaled", "aside", "aside_seed"}}
    own.put(model.having(data=points_text(data), names=names, **kept, **proposed(model)))


def edit(data: Dataset) -> None:
    """Take points that were moved, added or removed one by one: start and learning rates stay where they can."""
    before = session.settings()
    if not has_data(before.model):
        return
    model = before.model.having(data=points_text(data), **proposed(before.model))
    if not hypers(OBJECTIVES[model.name])["data"].allows(model["data"]):
        return
    remember()
    session.visit().own.held = data
    refit(before, model)


def refit(before: Settings, model: Pick) -> None:
    """Fit to other data of the same kind: start and learning rates stay where they can."""
    size = model_of(model).data_size
    new = dataclasses.replace(before, model=model, batch=None if before.batch is None else min(before.batch, size))
    if size != model_of(before.model).data_size:
        runs = tuple(
            default_run(run.name, model) if run == default_run(run.name, before.model) else run for run in before.runs
        )
        inside = all(low <= at <= high for at, (low, high) in zip(new.start, objective(model).window, strict=True))
        new = dataclasses.replace(new, runs=runs, start=new.start if inside else first_start(model))
    session.put(new)


def take_points(told: Any) -> None:
    """Take what a browser tells, {"x": numbers, "y": numbers}; anything else changes nothing."""
    try:
        x, y = ([float(value) for value in told[name][: TRAVELLING + 1]] for name in ("x", "y"))
        if len(x) <= TRAVELLING:
            edit(Dataset(np.array(x), np.array(y)))
    except MALFORMED:
        return
