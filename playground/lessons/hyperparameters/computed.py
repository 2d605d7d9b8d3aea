"""What the lesson on hyperparameters computes: a sweep of learning rates for each optimizer, and boards of variants."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from playground.engine import OPTIMIZERS, SCHEDULES
from playground.engine.hyper import hypers
from playground.engine.sweep import Sweep, sweep
from playground.link.playground import Settings, default_run, minibatches, objective, optimizer, schedule
from playground.link.values import Pick, default_pick
from playground.ui import cache
from playground.ui.number_fields import E24

KINDS = ("GradientDescent", "Momentum", "Nesterov", "NormalizedGradient", "Adam")
"""The course's optimizers that have a learning rate."""

ALPHAS = np.array([float(f"{m / 10}e{power}") for power in range(-4, 1) for m in E24] + [10.0])
"""The learning rates that are tried: the stops of the slider, 24 a decade."""

FRACTION = 0.01
BETAS = (0.0, 0.5, 0.9, 0.95, 0.99)
GAMMAS = (0.0, 0.9, 0.99, 0.999, 0.9999)
FACTORS = (0.1, 0.3, 1.0, 2.0, 3.0)

ROWS = ("algorithm", "alpha", "beta", "gamma", "batch", "schedule")
"""What a board can vary."""


def pick_of(now: Settings, name: str) -> Pick:
    """The optimizer as one of the runs has it, else as it opens on this landscape."""
    return next((replace(run, full=False) for run in now.runs if run.name == name), default_run(name, now.model))


@st.cache_resource(max_entries=256, show_spinner=False)
def _sweep(key: str) -> Sweep:
    now = cache.read(key)
    return sweep(
        optimizer(now.runs[0]),
        objective(now.model),
        np.array(now.start),
        now.steps,
        ALPHAS,
        minibatches(now),
        schedule(now),
        FRACTION,
    )


def sweep_of(now: Settings, name: str) -> Sweep:
    """The sweep of an optimizer from the start, with the steps, batches and schedule that are set."""
    alone = replace(now, runs=(pick_of(now, name).having(alpha=1.0),))
    return _sweep(cache.run_key(alone))


def own_best(now: Settings, settled: bool) -> Settings:
    """The fair comparison: every optimizer with the α that is best for it; with its own where none reaches the goal."""
    runs = []
    for name in KINDS:
        found, pick = sweep_of(now, name), pick_of(now, name)
        best = found.best(settled)
        runs.append(pick if best is None else pick.having(alpha=float(found.alpha[best])))
    return replace(now, runs=tuple(runs), show=())


def one_for_all(now: Settings, alpha: float) -> Settings:
    """The unfair comparison: every optimizer with the same α."""
    return replace(now, runs=tuple(pick_of(now, name).having(alpha=alpha) for name in KINDS), show=())


def common_alpha(now: Settings) -> float:
    """The α of the first run, for all."""
    first = dict(now.runs[0].values)
    return float(first.get("alpha", default_run("GradientDescent", now.model)["alpha"]))


def variants(now: Settings, row: str) -> list[tuple[str, Any, Settings]]:
    """The cells of a row of the board: symbol, value and settings of each; none where it does not apply."""
    base = replace(now.runs[0], full=False)
    if "alpha" not in hypers(OPTIMIZERS[base.name]):
        base = default_run("GradientDescent", now.model)
    count = objective(now.model).data_size
    alone = replace(now, runs=(base,), show=(), guess=False)

    def having(pick: Pick, field: str, values: tuple[float, ...]) -> list[tuple[str, Any, Settings]]:
        symbol = hypers(OPTIMIZERS[pick.name])[field].symbol
        return [(symbol, value, replace(alone, runs=(pick.having(**{field: value}),))) for value in values]

    if row == "algorithm":
        names = [name for name, kind in OPTIMIZERS.items() if kind.course]
        return [("", name, replace(alone, runs=(default_run(name, now.model),))) for name in names]
    if row == "alpha":
        middle = float(base["alpha"]) or 0.1
        return having(base, "alpha", tuple(float(f"{middle * factor:.2g}") for factor in FACTORS))
    if row == "beta":
        return having(base if "beta" in dict(base.values) else pick_of(now, "Momentum"), "beta", BETAS)
    if row == "gamma":
        return having(pick_of(now, "Adam"), "gamma", GAMMAS)
    if not count:
        return []
    if row == "batch":
        sizes = sorted({1, max(1, count // 10), max(1, count // 6), max(1, count // 3), count})
        return [("B", size, replace(alone, batch=size)) for size in sizes]
    noisy = replace(alone, batch=now.batch or max(1, count // 6))
    return [("", name, replace(noisy, schedule=default_pick(SCHEDULES, name))) for name in SCHEDULES]
