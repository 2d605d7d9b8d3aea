"""The loop: descend() lets an optimizer walk on an objective, and gives the Trajectory."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from playground.engine.batches import Minibatches
from playground.engine.hyper import Hyper, hypers
from playground.engine.optimizers import Optimizer, Terms
from playground.engine.trajectory import Schedule, Trajectory, scaled, with_values
from playground.engine.types import Array, Indices, Objective


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
    pause: Callable[[], None] | None = None,
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
    pause : callable
        Called after every step: a server lets others go first there, or stops the walk by raising.

    Raises
    ------
    ValueError
        If steps is negative, start or the hyperparameters have a wrong shape, a factor is negative or not finite, or
        there are fewer batches than steps.
    """
    if steps < 0:
        raise ValueError(f"steps must be 0 or more, got {steps}")
    factors = None if schedule is None else _factors(schedule, steps)
    start, values = _broadcast(optimizer, start, objective.dimension, batches)
    lead, d = start.shape[:-1], start.shape[-1]
    start = start.reshape(-1, d)
    drawn = None if batches is None else _draw(batches, objective.data_size, steps, lead)
    shared = drawn is None or drawn == [] or drawn[0].ndim == 1
    # In memory the runs lie side by side, (time, d, runs): a block of runs is then contiguous, parameter by parameter.
    phi = np.empty((steps + 1 if path else 2, d, len(start)), start.dtype)
    kept: list[list[Terms]] = []
    with np.errstate(all="ignore"):
        for part in _blocks(len(start), objective.block) if lead else [slice(0, 1)]:
            rule, rows = _of_runs(optimizer, values, part), drawn if shared else [batch[part] for batch in drawn or ()]
            kept.append(_walk(rule, objective, start[part], rows, factors, phi[:, :, part], steps, record, pause))
    recorded = _stack(kept, lead) if record else {}
    return Trajectory(
        optimizer,
        objective,
        np.moveaxis(phi, 1, -1).reshape(len(phi), *lead, d),
        steps,
        drawn,
        factors,
        (lambda _: recorded) if record else _replayed,
    )


def _replayed(run: Trajectory) -> dict[str, Array]:
    """What each step of a run computed that was not recorded."""
    schedule = _lookup(run.factors)
    return descend(run.optimizer, run.objective, run.phi[0], run.steps, run.batches, schedule, record=True).terms


def _lookup(factors: list[float] | None) -> Schedule | None:
    return None if factors is None else factors.__getitem__


def _walk(
    optimizer: Optimizer,
    objective: Objective,
    start: Array,
    batches: Sequence[Indices] | None,
    factors: list[float] | None,
    path: Array,
    steps: int,
    record: bool,
    pause: Callable[[], None] | None,
) -> list[Terms]:
    """The loop itself, for a block of n runs: fill path (points, d, n) from start (n, d); return the terms if asked."""
    runs = len(start)
    # A lone run walks beside its own copy: a rule may sum over parameters, and NumPy adds up a single column in another
    # order than several (see total()).
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
        if pause is not None:
            pause()
    path[-1] = phi[:runs].T
    return kept


def _stack(blocks: list[list[Terms]], lead: tuple[int, ...]) -> dict[str, Array]:
    """The terms of all blocks and steps, by name, as arrays (steps, ..., whatever a run's term has)."""
    whole: dict[str, Array] = {}
    for name, like in blocks[0][0].items() if blocks and blocks[0] else ():
        # Joined and then cut, which is many times quicker than to stack small arrays.
        parts = [
            np.concatenate([terms[name] for terms in steps]).reshape(len(steps), -1, *like.shape[1:])
            for steps in blocks
        ]
        rows = np.concatenate(parts, axis=1)
        whole[name] = rows.reshape(len(rows), *lead, *like.shape[1:])
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
    batches: Minibatches | Sequence[Indices], count: int, steps: int, lead: tuple[int, ...]
) -> list[Indices] | None:
    """The index array of each step, (B,) or (runs, B); None where there are no data to draw from."""
    if count == 0:
        return None
    if isinstance(batches, Minibatches):
        if np.ndim(batches.seed):
            batches = dataclasses.replace(batches, seed=np.broadcast_to(batches.seed, lead).ravel())
        return batches.indices(count, steps)
    if len(batches) < steps:
        raise ValueError(f"{steps} steps need as many batches, got {len(batches)}")
    return [np.asarray(batch) for batch in batches[:steps]]


def _broadcast(optimizer: Optimizer, start: Any, dimension: int, batches: Any) -> tuple[Array, dict[str, Any]]:
    """Start as (..., d), and the hyperparameters: arrays as columns (runs, 1), mutually broadcast, and plain numbers.

    The real ones take the dtype of start: one of another dtype would widen the whole walk.
    """
    start = np.asarray(start)
    start = start if start.dtype.kind == "f" else start.astype(float)
    if start.ndim == 0 or start.shape[-1] != dimension:
        raise ValueError(f"start must end with an axis of length {dimension}, got shape {start.shape}")
    seeds = np.shape(batches.seed) if isinstance(batches, Minibatches) else ()
    values = {name: np.asarray(getattr(optimizer, name)) for name in hypers(optimizer)}
    lead = np.broadcast_shapes(start.shape[:-1], seeds, *(value.shape[:-1] for value in values.values()))
    for name, fact in hypers(optimizer).items():
        value = values[name]
        if value.ndim:
            value = np.broadcast_to(value, lead + value.shape[-1:]).reshape(-1, value.shape[-1])
        values[name] = (value if fact.integer or fact.choices is not None else _narrowed(value, start.dtype, fact))[()]
    return np.broadcast_to(start, (*lead, dimension)), values


def _narrowed(value: Array, dtype: Any, fact: Hyper) -> Array:
    """A real hyperparameter in `dtype`, still legal there: float32 would make 1 − 1e-9 into 1, and 1e300 infinite."""
    if np.can_cast(value.dtype, dtype):
        return value.astype(dtype)
    largest = np.finfo(dtype).max
    low = -largest if fact.above is None else np.nextafter(dtype.type(fact.above), dtype.type(np.inf))
    high = largest if fact.below is None else np.nextafter(dtype.type(fact.below), dtype.type(-np.inf))
    return np.clip(value, low, high).astype(dtype)


def _of_runs(optimizer: Optimizer, values: dict[str, Any], part: slice) -> Optimizer:
    """The optimizer with the hyperparameters of these runs."""
    return with_values(optimizer, **{name: value[part] if np.ndim(value) else value for name, value in values.items()})
