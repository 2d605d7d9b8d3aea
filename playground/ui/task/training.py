"""What the pages of the tasks compute, shared by all visitors: keyed by a canonical query, every cache bounded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import streamlit as st

from playground.engine import Minibatches, descend
from playground.engine.convexity import Verdict, exchange, verdict
from playground.engine.fitting import Fitting
from playground.engine.landscape import Grid, grid
from playground.engine.losses import Loss
from playground.engine.messages import Note
from playground.engine.planes import (
    OnPlane,
    Plane,
    eigen_plane,
    extent_around,
    parameter_plane,
    path_plane,
    random_plane,
)
from playground.engine.predictors import Parameter, ShallowNetwork
from playground.engine.spectrum import Spectrum, spectrum
from playground.engine.three_units import course_parameters
from playground.link.playground import optimizer
from playground.link.task import TaskSettings, from_query, ground, task_of, to_query
from playground.tasks.data_notes import data_notes
from playground.tasks.task import Score, Task
from playground.ui.fair_share import Courtesy

POINTS = 37
"""Nodes a side of a plane's landscape."""
FAR_OUT = 1e4
"""Paths are cut this far from their start: a run that diverges would need axes without end."""


@dataclass(frozen=True, eq=False)
class Problem:
    """What is trained: the loss, where training begins, what each parameter is, and which training data are used."""

    task: Task | None
    objective: Fitting
    start: Any
    names: tuple[Note, ...]
    used: Any
    whole: bool

    @property
    def loss(self) -> Loss:
        """The loss of a datum."""
        return self.objective.loss


@dataclass(frozen=True, eq=False)
class Trained:
    """A finished training: the iterates (T + 1, d), the whole loss, and how well each of them does.

    `size` is the length of the weights, biases left out, (T + 1,). `diverged` is the step at which the run ran away.
    """

    problem: Problem
    phi: Any
    value: Any
    train: Score
    test: Score | None
    size: Any
    diverged: int | None

    @property
    def last(self) -> int:
        """The last step whose numbers are all finite."""
        finite = np.isfinite(self.phi).all(axis=-1) & np.isfinite(self.value)
        return len(finite) - 1 if finite.all() else max(0, int(finite.argmin()) - 1)


def read(key: str) -> TaskSettings:
    """The settings of a canonical query."""
    query = parse_qs(key, keep_blank_values=True)
    return from_query(query, query["task"][0])[0]


@st.cache_resource(max_entries=64, show_spinner=False)
def problem(key: str) -> Problem:
    """What the training part of a query describes: data, perhaps fewer or spoilt, loss, penalty and start."""
    return _problem(read(key))


def _problem(now: TaskSettings) -> Problem:
    task = task_of(now.task, now.words, now.data)
    whole = ground(now.task, now.target, now.words or "en", now.l2, now.data)
    kept = now.kept is not None and now.kept < whole.data_size
    objective, chosen = whole, np.arange(whole.data_size)
    if kept or now.spoilt != "none":
        count = now.kept if now.kept is not None and kept else whole.data_size
        chosen = np.linspace(0, whole.data_size - 1, count).round().astype(int)
        x, y = whole.x[chosen].copy(), whole.y[chosen].copy()
        if now.spoilt == "labels":
            y[:] = y[0]
        if now.spoilt == "inputs":
            x[:, 0] = x[0, 0]
        objective = Fitting(whole.predictor, whole.loss, x, y, now.l2, whole.box)
    if task is not None:
        return Problem(task, objective, objective.predictor.start(), task.parameter_names, chosen, objective is whole)
    start = course_parameters(now.target) if now.begin == "course" else objective.predictor.start(now.init)
    names = tuple(_network_name(p) for p in objective.predictor.parameters)
    return Problem(None, objective, start, names, chosen, objective is whole)


def _network_name(p: Parameter) -> Note:
    """A parameter of the network as the book writes it: β₀ and Ω₀ of the hidden units, β₁ and Ω₁ of the outputs."""
    letter, layer = ("Ω" if p.column else "β"), ("₀" if p.layer == "hidden" else "₁")
    place = f"{p.row + 1}" if not p.column else f"{p.row + 1}{p.column}"
    return Note("{name}", values={"name": f"{letter}{layer}[{place}]"})


@st.cache_resource(max_entries=24, show_spinner=False)
def train(key: str) -> Trained:
    """The training that a query describes."""
    return _trained(read(key), problem(key))


def passing(now: TaskSettings) -> Trained:
    """The training of the settings, computed anew: for a hand that is on its way, nobody comes to it again."""
    return _trained(now, _problem(now))


def _trained(now: TaskSettings, made: Problem) -> Trained:
    batches = Minibatches(size=now.batch, seed=now.seed) if now.batch is not None else None
    with Courtesy() as pause:
        run = descend(optimizer(now.rule), made.objective, made.start, now.steps, batches=batches, pause=pause)
    with np.errstate(all="ignore"):
        value = run.value
        weights = run.phi * made.objective.penalised
        size = np.sqrt((weights * weights).sum(axis=-1))
        seen, test = _scores(made, run.phi)
    return Trained(made, run.phi, value, seen, test, size, run.diverged_at)


def _scores(made: Problem, phi: Any) -> tuple[Score, Score | None]:
    """How well each φ does on the data it is trained on, and on those set aside."""
    if made.task is None:
        bare = replace(made.objective, l2=0.0)
        return Score(bare.value(phi) / bare.data_size), None
    if made.whole:
        return made.task.score(phi), made.task.score(phi, training=False)
    bare = replace(made.objective, l2=0.0)
    loss, said = bare.value(phi) / bare.data_size, made.task.predict(phi, bare.x)
    if said.values is not None:
        error = np.abs(said.values - made.task.data.outputs.undo(bare.y)).mean(axis=-2)
        return Score(loss, error=error), made.task.score(phi, training=False)
    truth = bare.y[:, 0] if bare.y.shape[1] == 1 else bare.y.argmax(axis=1)
    right = np.asarray(said.choice) == truth
    return Score(loss, accuracy=right.mean(axis=-1)), made.task.score(phi, training=False)


# ---------------------------------------------------------------- what is known of the loss


@dataclass(frozen=True, eq=False)
class Facts:
    """What can be said of a loss before anybody trains: convex or not, with proof or witness; what data leave open."""

    verdict: Verdict
    notes: tuple[Note, ...]
    flat: int


@st.cache_resource(max_entries=64, show_spinner=False)
def facts(key: str) -> Facts:
    """What is known of the loss that a query describes."""
    made = problem(key)
    objective = made.objective
    names = tuple(entry.name for entry in made.task.inputs) if made.task is not None else None
    flat = len(objective.flat_directions)
    notes = data_notes(objective, names)
    found = None
    if isinstance(objective.predictor, ShallowNetwork):
        phi = course_parameters(read(key).target)
        found = exchange(objective, phi, objective.predictor.exchanged(phi))
    return Facts(found or verdict(objective), notes, flat)


# ---------------------------------------------------------------- planes and spectrum


@dataclass(frozen=True, eq=False)
class View:
    """A plane through the end of a training: the true loss on it, the projected path, how far off the plane it runs.

    `path` (n, 2) and `distance` (n,) go as far as the run stays in reach.
    """

    plane: Plane
    ground: Grid
    path: Any
    distance: Any


def plane_key(now: TaskSettings, key: str) -> str:
    """The key of a view: the training's, and the plane."""
    return to_query(replace(read(key), plane=now.plane, axes=now.axes, slice=now.slice))


def training_key(view: str) -> str:
    """The key of the training that a view belongs to."""
    return to_query(replace(read(view), plane="path", axes=(0, 1), slice=0))


@st.cache_resource(max_entries=48, show_spinner=False)
def view(key: str) -> View | None:
    """The plane that a query describes, or None: a path that does not move has no main directions."""
    now, done = read(key), train(training_key(key))
    objective = done.problem.objective
    path = within_reach(done)
    try:
        plane = _plane(now, objective, path)
    except ValueError:
        return None
    coordinates, distance = plane.project(path)
    least = 0.5 * float(np.abs(path[-1]).max()) or 1.0
    window = extent_around(coordinates, least=max(0.05, min(least, 1.0)), margin=0.3)
    with np.errstate(all="ignore"):
        ground = grid(OnPlane(objective, plane, window), window, POINTS, dtype=np.float32)
    return View(plane, ground, coordinates, distance)


def within_reach(done: Trained) -> Any:
    """The path (n, d) until it leaves every picture, or overflows."""
    path = done.phi[: done.last + 1]
    with np.errstate(over="ignore"):
        away = np.linalg.norm(path - path[0], axis=-1)
    return path[: len(path) if (away <= FAR_OUT).all() else max(1, int((away > FAR_OUT).argmax()))]


def _plane(now: TaskSettings, objective: Fitting, path: Any) -> Plane:
    """The plane through the path's end."""
    end = path[-1]
    if now.plane == "parameters":
        first, second = (min(axis, len(end) - 1) for axis in now.axes)
        return parameter_plane(end, first, second if second != first else (first + 1) % len(end))
    if now.plane == "random":
        return random_plane(objective, end, now.slice)
    if now.plane == "eigen":
        return eigen_plane(objective, end)
    return path_plane(path)


@st.cache_resource(max_entries=64, show_spinner=False)
def spectrum_of(key: str, step: int) -> Spectrum:
    """All eigenvalues of the Hessian at a step of a training."""
    done = train(key)
    return spectrum(done.problem.objective, done.phi[min(step, done.last)])
