"""Trajectories: where a run or a bundle of runs went, what became of it, and what each step computed on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from playground.engine.curvature import Curvature, curvature
from playground.engine.hyper import hypers
from playground.engine.landscape import bottom, relief
from playground.engine.optimizers import Arrow, Optimizer
from playground.engine.stationary import NEAR
from playground.engine.types import Array, Indices, Mask, Objective, Real

Schedule = Callable[[int], float]
"""A factor on α for each step, counted from 0."""


Outcome = Literal["converged", "flat", "kink", "stopped", "unmoved", "moving", "diverged"]
"""What becomes of a run: it stands at a stationary point, or where the loss is too flat to know of one, or on a kink;
it has stopped elsewhere, it never moved, it still moves, or it ran away."""


Found = Any
"""What is found out about a run: a plain value, None where there is no such step; of a bundle an array, there −1."""


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
    objective: Objective
    phi: Array
    steps: int
    batches: list[Indices] | None
    factors: list[float] | None
    _terms: Callable[[Trajectory], dict[str, Array]]

    @cached_property
    def value(self) -> Array:
        """The loss of the full objective at each point, (steps + 1, ...)."""
        return self.objective.value(self.phi)

    @cached_property
    def terms(self) -> dict[str, Array]:
        """What each step computed, by name, stacked over the steps: (steps, ..., d); replayed unless recorded."""
        return self._terms(self)

    @cached_property
    def diverged_at(self) -> Found:
        """The step at which the run began to run away, or None.

        It is the first step after which L − L* stays above 100 (L(start) − L*) to the end, or is no longer finite. The
        run has diverged once it has gone, since then, beyond what comes back: 100 times what a convergent run may reach
        on its way (`Optimizer.swing`), and 100 times the window's median height. So a longer run dates the onset alike,
        and a swing of momentum is none. Where L* is unknown, the least loss over the window stands for it, and to fall
        far below that is to stay away; a start close to L* counts as a hundredth of the median height above L*.
        """
        value, scale, swing = self._whole_value, relief(self.objective), np.asarray(self.optimizer.swing)
        swing = swing[..., 0] if swing.ndim else swing
        with np.errstate(invalid="ignore", over="ignore"):
            excess = value - bottom(self.objective)
            start = np.maximum(excess[0], 0.01 * scale)
            broken = ~(np.isfinite(value) & np.isfinite(self.phi).all(axis=-1))
            gone = broken | (excess > 100 * np.maximum(swing**2 * start, scale))
            onset = _settled(broken | (np.abs(excess) > 100 * start))
        later = _upright(range(len(value)), value.ndim) >= onset
        onset = np.where((gone & later).any(axis=0), onset, -1)
        return onset if onset.ndim else (int(onset) if onset >= 0 else None)

    @cached_property
    def left_window_at(self) -> Found:
        """The first step outside the objective's window, or None."""
        self._require_path()
        low, high = np.array(self.objective.window).T
        return _first(~((low <= self.phi) & (self.phi <= high)).all(axis=-1))

    @cached_property
    def state(self) -> Found:
        """What became of the run, an `Outcome`.

        Converged means that the run stands still, each of the last five steps at most 1e-4 of the window's sides, at a
        stationary point, as `end` says; that need not be a minimum. Flat means that it stands still where the loss is
        so flat that nothing moves, and nothing is known of a stationary point.
        """
        low, high = np.array(self.objective.window).T
        with np.errstate(all="ignore"):
            moves = np.linalg.norm(np.diff(self.phi[-6:], axis=0) / (high - low), axis=-1)
        still = (moves <= NEAR).all(axis=0)
        diverged = self.diverged_at is not None if self.phi.ndim == 2 else self.diverged_at >= 0
        stands = (moves == 0).all(axis=0) | (self.is_alpha_spent and (moves[-1:] == 0).all(axis=0))
        outcomes: dict[Outcome, Any] = {
            "diverged": diverged,
            "flat": still & self.end.flat,
            "converged": still & self.end.stationary,
            "kink": stands & self.end.kink,
            "unmoved": (self.phi == self.phi[0]).all(axis=(0, -1)),
            "stopped": stands,
        }
        state = np.select([np.asarray(holds) for holds in outcomes.values()], list(outcomes), "moving")
        return state if state.ndim else str(state)

    @property
    def is_alpha_spent(self) -> bool:
        """Whether the schedule has brought α down to 0."""
        return bool(self.factors) and self.factors[-1] == 0 and "alpha" in hypers(self.optimizer)  # type: ignore[index]

    @cached_property
    def stands_from(self) -> Found:
        """The step from which φ keeps its value to the end, or None if the last step moved it."""
        self._require_path()
        held = _settled((self.phi == self.phi[-1]).all(axis=-1))
        stands = held < self.steps
        return np.where(stands, held, -1) if held.ndim else (int(held) if stands else None)

    @cached_property
    def progress(self) -> Found:
        """The share of the way from L(start) down to L* that is done at the end, (...); nan where L* is unknown.

        Negative where the run stands higher than at its start.
        """
        minimum = self.objective.minimum
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            excess = self.value[[0, -1]] - (np.nan if minimum is None else minimum)
            return np.where(excess[0] > 0, 1 - excess[1] / excess[0], np.nan)[()]

    @cached_property
    def end(self) -> Curvature:
        """The curvature at the last point: whether it is stationary, and of which kind."""
        return curvature(self.objective, self.phi[-1])

    @cached_property
    def visits(self) -> Array:
        """Data visited on the way to each point, (steps + 1, ...).

        A step visits every datum of its batch once, whatever it computes there; a line search visits them again for
        each trial. Without data, this counts the points at which the loss was computed.
        """
        self._require_path()
        count = self.objective.data_size or 1
        sizes = [batch.shape[-1] for batch in self.batches] if self.batches is not None else [count] * self.steps
        visits = np.zeros(self.phi.shape[:-1])
        visits[1:] = _upright(sizes, visits.ndim)
        if self.optimizer.searches and self.steps:
            visits[1:] *= self.terms["evaluations"]
        return np.cumsum(visits, axis=0)

    def steps_to(self, fraction: float = 0.01) -> Found:
        """The first step with L − L* ≤ fraction · (L(start) − L*), or None.

        None also where L* is unknown or the loss is not bounded below.
        """
        minimum = self.objective.minimum
        with np.errstate(invalid="ignore"):
            excess = self._whole_value - (np.nan if minimum is None else minimum)
            return _first(excess <= fraction * excess[0])

    def visits_to(self, fraction: float = 0.01) -> Found:
        """The data visited until `steps_to(fraction)`, or None."""
        step = self.steps_to(fraction)
        if step is None:
            return None
        visits = np.take_along_axis(self.visits, np.maximum(step, 0)[None], axis=0)[0]
        return np.where(step >= 0, visits, -1).astype(int) if self.phi.ndim > 2 else int(visits)

    @property
    def _whole_value(self) -> Array:
        """The loss along the whole path."""
        self._require_path()
        return self.value

    def _require_path(self) -> None:
        if len(self.phi) != self.steps + 1:
            raise ValueError("this trajectory has its end points only; descend with path=True to keep the path")

    @property
    def arrows(self) -> dict[Arrow, tuple[Array, Array]]:
        """Where the optimizer's arrows start at each step and where their tips lie, two arrays (steps, ..., d) each."""
        if not self.steps:
            return {}
        with np.errstate(all="ignore"):
            return {arrow: arrow.ends(self._scheduled, self.phi[:-1], self.terms) for arrow in self.optimizer.arrows}

    @property
    def alphas(self) -> Array | None:
        """The α of each step, (steps, ..., 1), where a schedule changes it; None where nothing does."""
        scheduled = self.factors is not None and "alpha" in hypers(self.optimizer)
        return self._scheduled.alpha if scheduled else None  # type: ignore[attr-defined]

    @property
    def _scheduled(self) -> Optimizer:
        """The optimizer with an α for each step."""
        factors = self.factors
        return self.optimizer if factors is None else scaled(self.optimizer, _upright(factors, self.phi.ndim))


def _upright(numbers: Sequence[float], axes: int) -> Array:
    """One number a step as an array of so many axes, time first, to stand beside a path."""
    return np.array(numbers, float).reshape(-1, *(1,) * (axes - 1))


def _first(mask: Mask) -> Found:
    """The index along time of the first True of mask (points, ...): None or an int, or for a bundle −1 or an index."""
    index = np.where(mask.any(axis=0), mask.argmax(axis=0), -1)
    return index if index.ndim else (int(index) if index >= 0 else None)


def _settled(mask: Mask) -> Array:
    """The index along time from which mask (points, ...) holds to the end, −1 where it does not hold there."""
    last = len(mask) - np.logical_not(mask)[::-1].argmax(axis=0)
    return np.where(mask[-1], np.where(mask.all(axis=0), 0, last), -1)


def scaled(optimizer: Optimizer, factor: Real) -> Optimizer:
    """The optimizer with its α multiplied by `factor`; one without α is returned as it is."""
    return with_values(optimizer, alpha=optimizer.alpha * factor) if "alpha" in hypers(optimizer) else optimizer  # type: ignore[attr-defined]


def with_values(optimizer: Optimizer, **values: Any) -> Optimizer:
    """A copy with other values, unchecked: they derive from legal ones, and a check would cost as much as a step."""
    other = object.__new__(type(optimizer))
    other.__dict__.update(optimizer.__dict__, **values)
    return other
