"""What the lesson on stochastic gradient descent computes, shared by all visitors: keyed by plain values, bounded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st

from playground.engine import Gabor, GradientDescent, Minibatches, descend, grid
from playground.engine.basins import Fates, fates, settle
from playground.engine.landscape import scatter
from playground.engine.schedules import InverseTime, StepDecay
from playground.engine.types import Array, Indices
from playground.figures.contour import contour
from playground.figures.stochastic import Arrow, with_arrows
from playground.figures.theme import Raw, theme
from playground.link.playground import Settings, objective
from playground.ui import cache

POINTS = 61
EPOCHS = (1, 2, 5, 10, 20)
"""After so many epochs runs are settled and counted."""

STARTS: dict[str, tuple[float, float] | None] = {
    "slides": (3.0, 10.0),
    "ten": (-0.166465650553, 4.880932748264),
    "five": (6.307961387848, 13.515787336910),
    "anywhere": None,
}
"""Where the many seeds begin: the slides' start, two local minima, and points spread over the window."""

FIGURE = {"b": (22, 5, 15), "c": (7, 20, 5), "d": (28, 19, 11)}
"""The batches of figure 6.6, data counted from 0."""
FIGURE_POINT = (2.88, 9.946)

RUNS = 32
"""Seeds over which the curves of cost and noise are averaged."""


@lru_cache(maxsize=1)
def gabor() -> Gabor:
    """The course's Gabor model."""
    return Gabor()


@st.cache_resource(max_entries=64, show_spinner=False)
def fates_of(start: str, seeds: int, alpha: float, size: int) -> Fates:
    """The valleys of `seeds` runs, the first of them with seed 0."""
    point = STARTS[start]
    where = scatter(gabor().window, seeds) if point is None else np.array(point)
    # Time 0 stands for gradient descent with small steps from the same points.
    return fates(GradientDescent(alpha), gabor(), where, Minibatches(size, np.arange(seeds)), (0, *EPOCHS))


@dataclass(frozen=True, eq=False)
class Part:
    """The batch that makes a step: its data, where it is seen from, its gradient and the whole one."""

    step: int
    indices: Indices
    phi: Array
    batch: Array
    whole: Array


def part(now: Settings, run: cache.Run, step: int) -> Part:
    """The batch of the step that follows `step` (of the last one at the end)."""
    model, path = objective(now.model), run.trajectory
    k = min(step, path.steps - 1)
    indices = np.arange(model.data_size) if path.batches is None else np.asarray(path.batches[k])
    phi = path.phi[k]
    with np.errstate(all="ignore"):
        return Part(k, indices, phi, model.batch(indices).gradient(phi), model.gradient(phi))


def epoch(now: Settings, run: cache.Run, step: int) -> list[Indices]:
    """All batches of the epoch of a step, whether or not the run goes on to its end."""
    count = objective(now.model).data_size
    if now.batch is None:
        return [np.arange(count)]
    batches = Minibatches(now.batch, now.seed, now.draw)
    size = batches.per_epoch(count)
    first = size * (step // size)
    return batches.indices(count, first + size)[first:]


@st.cache_resource(max_entries=128, show_spinner=False)
def batch_ground(model: str, indices: tuple[int, ...], language: str, appearance: str, heading: str) -> Raw:
    """The contours of the loss of these data only, over the window of the whole loss."""
    landscape = objective(cache.read(model).model)
    ground = grid(landscape.batch(np.array(indices)), landscape.window, POINTS)
    return contour(
        ground.x,
        ground.y,
        ground.value,
        look=theme(appearance),
        language=language,
        heading=heading,
        titles=("φ₀", "φ₁"),
        scale=landscape.scale,
        flipped=landscape.flipped,
    )


def batch_figure(now: Settings, seen: Part, language: str, appearance: str, heading: str) -> Raw:
    """The loss of a batch with its negative gradient, and beside it the whole one times B / I, its mean."""
    look, landscape = theme(appearance), objective(now.model)
    ground = batch_ground(cache.model_key(now), tuple(map(int, seen.indices)), language, appearance, heading)
    mean = seen.whole * len(seen.indices) / landscape.data_size
    # Both are enlarged alike, so that they can be seen: the longer one is a fifth of the window.
    longest = max(float(np.linalg.norm(seen.batch)), float(np.linalg.norm(mean)))
    side = min(high - low for low, high in landscape.window)
    factor = 0.2 * side / longest if 0 < longest < np.inf else 0.0
    arrows = [Arrow(seen.phi, -factor * mean, "#1c2530", 2.0), Arrow(seen.phi, -factor * seen.batch, look.lit, 3.0)]
    return with_arrows(ground, seen.phi, arrows, look=look)


@st.cache_resource(max_entries=24, show_spinner=False)
def slides_batch(name: str, language: str, appearance: str, heading: str) -> Raw:
    """One batch of figure 6.6 with its negative gradient, drawn with α = 1 as in the figure."""
    look, phi = theme(appearance), np.array(FIGURE_POINT)
    indices = FIGURE[name]
    ground = batch_ground("model=Gabor", indices, language, appearance, heading)
    gradient = gabor().batch(np.array(indices)).gradient(phi)
    return with_arrows(ground, phi, [Arrow(phi, -gradient, look.lit, 2.5)], look=look, height=310)


@st.cache_resource(max_entries=32, show_spinner=False)
def costs(alpha: float, matched: bool) -> list[tuple[int, float, Any, Any]]:
    """For several B: its α, the data visited and the mean of L − L* at each step, over RUNS seeds from (−2, 20).

    Matched: α is that of gradient descent times I / B, so that the mean step is as long.
    """
    model, told = gabor(), []
    for size in (30, 15, 5, 1):
        own = alpha * 30 / size if matched else alpha
        # Twenty epochs show the same data; in steps, as many as gradient descent makes.
        run = descend(
            GradientDescent(own), model, np.array((-2.0, 20.0)), 60 * 30 // size, Minibatches(size, np.arange(RUNS))
        )
        told.append((size, own, run.visits[:, 0], run.value.mean(axis=1) - model.minimum))
    return told


@st.cache_resource(max_entries=32, show_spinner=False)
def floors(alpha: float, size: int) -> list[tuple[str, Any]]:
    """The mean of L − L* over RUNS seeds that begin at the global minimum, under several schedules, for 50 epochs."""
    model, lowest = gabor(), settle(gabor(), np.array((0.0, 16.0)))
    batches = Minibatches(size, np.arange(RUNS))
    every = batches.per_epoch(30)
    plans = {
        "constant": None,
        "halved": StepDecay(drop=0.5, every=10 * every),
        "inverse": InverseTime(rate=0.3 / every),
    }
    told = []
    for name, plan in plans.items():
        run = descend(GradientDescent(alpha), model, lowest, 50 * every, batches, plan)
        told.append((name, run.value.mean(axis=1) - model.minimum))
    return told
