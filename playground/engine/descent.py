"""The loop: descend() lets an optimizer walk on an objective, and a Trajectory is the walk."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from playground.engine.batches import Minibatches
from playground.engine.hyper import hypers
from playground.engine.optimizers import Arrow, Optimizer, Terms
from playground.engine.types import Array, Indices, Objective

Schedule = Callable[[int], float]
"""A factor on α for each step, counted from 0."""

BLOCK = 1024
"""Runs of a block when the objective names no better number: with them the time loop stays in the cache."""


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The walk of one run or of a bundle: where it went, and everything needed to say why.

    Attributes
    ----------
    phi : Array
        The iterates, (steps + 1, ..., d), time first; with path=False only the two end points, (2, ..., d).
    batches : list of index arrays or None
        The data that each step saw, or None where every step saw all.
    factors : list of float
        What the schedule multiplied α by, step by step.
    """

    optimizer: Optimizer
    objective: Any
    phi: Array
    steps: int
    batches: list[Indices] | None
    factors: list[float] | None
    _recorded: dict[str, Array] | None = None

    @cached_property
    def value(self) -> Array:
        """The loss of the full objective at each point, (steps + 1, ...)."""
        return self.objective.value(self.phi)  # type: ignore[no-any-return]

    @cached_property
    def terms(self) -> dict[str, Array]:
        """What each step computed, by name, stacked over the steps: (steps, ..., d); replayed unless recorded."""
        if self._recorded is not None:
            return self._recorded
        replay = descend(
            self.optimizer, self.objective, self.phi[0], self.steps, self.batches, _lookup(self.factors), record=True
        )
        return replay.terms

    def arrows(self, step: int) -> dict[Arrow, tuple[Array, Array]]:
        """Start and tip of the optimizer's arrows at a step counted from 0."""
        optimizer = self.optimizer if self.factors is None else scaled(self.optimizer, self.factors[step])
        terms = {name: term[step] for name, term in self.terms.items()}
        return {arrow: arrow.ends(optimizer, self.phi[step], terms) for arrow in optimizer.arrows}


def _lookup(factors: list[float] | None) -> Schedule | None:
    return None if factors is None else factors.__getitem__


def descend(
    optimizer: Optimizer,
    objective: Objective,
    start: Any,
    steps: int,
    batches: Minibatches | Sequence[Indices] | None = None,
    schedule: Schedule | None = None,
    *,
    record: bool = False,
    path: bool = True,
) -> Trajectory:
    """Walk `steps` steps from `start` (..., d), for one run or thousands at once.

    Hyperparameters may be arrays with a trailing axis of length 1, such as (N, 1); they, the seeds of the batches and
    `start` are broadcast against one another. Overflow is recorded as inf or nan, never raised and never clipped. A run
    in a bundle is, to the last bit, the same run alone.

    Parameters
    ----------
    batches : Minibatches, or a sequence of index arrays, one a step
        Which data each step sees; None for all. Ignored by an objective without data.
    schedule : callable
        schedule(step) multiplies α; line search and Newton's method ignore it.
    record : bool
        Keep what each step computes, for `Trajectory.terms`, in the same pass.
    path : bool
        Whether to keep all iterates, or only the first and the last.

    Raises
    ------
    ValueError
        If steps is negative, start or the hyperparameters have a wrong shape, a factor is negative or not finite, or
        there are fewer batches than steps.
    """
    if steps < 0:
        raise ValueError(f"steps must be 0 or more, got {steps}")
    factors = None if schedule is None else _factors(schedule, steps)
    start, columns = _broadcast(optimizer, start, objective.dimension, batches)
    lead, d = start.shape[:-1], start.shape[-1]
    start = start.reshape(-1, d)
    drawn = _draw(batches, getattr(objective, "data_size", 0), steps, lead)
    shared = drawn is None or drawn == [] or drawn[0].ndim == 1
    # In memory the runs lie side by side, (time, d, runs): a block of runs is then contiguous, parameter by parameter.
    phi = np.empty((steps + 1 if path else 2, d, len(start)), start.dtype)
    kept: list[list[Terms]] = []
    with np.errstate(all="ignore"):
        for part in _blocks(len(start), getattr(objective, "block", BLOCK)):
            rule, rows = _of_runs(optimizer, columns, part), drawn if shared else [batch[part] for batch in drawn or ()]
            kept.append(_walk(rule, objective, start[part], rows, factors, phi[:, :, part], steps, record))
    return Trajectory(
        optimizer,
        objective,
        np.moveaxis(phi, 1, -1).reshape(len(phi), *lead, d),
        steps,
        drawn,
        factors,
        _stack(kept, lead) if record else None,
    )


def _walk(
    optimizer: Optimizer,
    objective: Objective,
    start: Array,
    batches: Sequence[Indices] | None,
    factors: list[float] | None,
    path: Array,
    steps: int,
    record: bool,
) -> list[Terms]:
    """The loop itself, for a block of n runs: fill path (points, d, n) from start (n, d); return the terms if asked."""
    runs = len(start)
    # A lone run walks beside its own copy: NumPy sums a single column in another order than several (see total()).
    phi = np.asfortranarray(start if runs > 1 else np.repeat(start, 2, axis=0))
    state = optimizer.init(phi)
    path[0] = start.T
    kept = []
    for t in range(steps):
        rule = optimizer if factors is None else scaled(optimizer, factors[t])
        part = objective if batches is None else objective.batch(batches[t])
        terms = rule.explain(part, phi, state)
        phi, state = terms["phi"], terms["state"]
        if t + 1 < len(path):
            path[t + 1] = phi[:runs].T
        if record:
            kept.append({name: term[:runs] for name, term in terms.items() if name != "state"})
    path[-1] = phi[:runs].T
    return kept


def _stack(blocks: list[list[Terms]], lead: tuple[int, ...]) -> dict[str, Array]:
    """The terms of all blocks and steps, by name, as arrays (steps, ..., whatever a run's term has)."""
    whole: dict[str, Array] = {}
    for name in blocks[0][0] if blocks and blocks[0] else ():
        rows = np.concatenate([np.stack([terms[name] for terms in steps]) for steps in blocks], axis=1)
        whole[name] = rows.reshape(len(rows), *lead, *rows.shape[2:])
    return whole


def _blocks(runs: int, size: int) -> list[slice]:
    """`runs` columns cut into equal blocks of at most `size`."""
    edges = np.linspace(0, runs, -(-runs // size) + 1).astype(int).tolist()
    return [slice(low, high) for low, high in pairwise(edges)]


def _factors(schedule: Schedule, steps: int) -> list[float]:
    """What the schedule multiplies α by at each step; ValueError unless finite and not negative."""
    factors = [float(schedule(t)) for t in range(steps)]
    if not all(0 <= factor < float("inf") for factor in factors):
        raise ValueError("a schedule must give finite factors, not below 0")
    return factors


def _draw(
    batches: Minibatches | Sequence[Indices] | None, count: int, steps: int, lead: tuple[int, ...]
) -> list[Indices] | None:
    """The index array of each step, (B,) or (runs, B); None where every step sees all data."""
    if batches is None or count == 0:
        return None
    if isinstance(batches, Minibatches):
        if np.ndim(batches.seed):
            batches = dataclasses.replace(batches, seed=np.broadcast_to(batches.seed, lead).ravel())
        return batches.indices(count, steps)
    if len(batches) < steps:
        raise ValueError(f"{steps} steps need as many batches, got {len(batches)}")
    return [np.asarray(batch) for batch in batches[:steps]]


def _broadcast(optimizer: Optimizer, start: Any, dimension: int, batches: Any) -> tuple[Array, dict[str, Array]]:
    """Start as (..., d), and the hyperparameters that are arrays as columns (runs, 1), mutually broadcast."""
    start = np.asarray(start)
    start = start if start.dtype.kind == "f" else start.astype(float)
    if start.ndim == 0 or start.shape[-1] != dimension:
        raise ValueError(f"start must end with an axis of length {dimension}, got shape {start.shape}")
    arrays = {name: np.asarray(getattr(optimizer, name)) for name in hypers(optimizer)}
    arrays = {name: array for name, array in arrays.items() if array.ndim}
    seeds = np.shape(batches.seed) if isinstance(batches, Minibatches) else ()
    lead = np.broadcast_shapes(start.shape[:-1], seeds, *(array.shape[:-1] for array in arrays.values()))
    columns = {}
    for name, array in arrays.items():
        wide = np.broadcast_to(array, lead + array.shape[-1:]).reshape(-1, array.shape[-1])
        columns[name] = wide.astype(start.dtype) if wide.dtype.kind == "f" else wide
    return np.broadcast_to(start, (*lead, dimension)), columns


def _of_runs(optimizer: Optimizer, columns: dict[str, Array], part: slice) -> Optimizer:
    """The optimizer with the hyperparameters of these runs."""
    return _with(optimizer, **{name: column[part] for name, column in columns.items()}) if columns else optimizer


def scaled(optimizer: Optimizer, factor: float) -> Optimizer:
    """The optimizer with its α multiplied by `factor`; one without α is returned as it is."""
    return _with(optimizer, alpha=optimizer.alpha * factor) if "alpha" in hypers(optimizer) else optimizer  # type: ignore[attr-defined]


def _with(optimizer: Optimizer, **values: Any) -> Optimizer:
    """A copy with other values, unchecked: they derive from legal ones, and a check would cost as much as a step."""
    other = copy.copy(optimizer)
    for name, value in values.items():
        object.__setattr__(other, name, value)
    return other
