"""Tuning: one optimizer under many learning rates at once, and which of them is best by a criterion said exactly."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.batches import Minibatches
from playground.engine.descent import descend
from playground.engine.optimizers import Optimizer
from playground.engine.trajectory import Schedule
from playground.engine.types import Array, Indices, Objective


@dataclass(frozen=True, eq=False)
class Sweep:
    """What became of an optimizer under each learning rate.

    Attributes
    ----------
    alpha : Array
        The learning rates, (n,).
    excess : Array
        L − L* after the last step, (n,).
    first, settled : Array of int
        The first step with L − L* ≤ 1 % of L(start) − L*, and the first from which on this holds to the end; −1 for
        never. A path that rushes through the valley has the one without the other. Each (n,).
    """

    alpha: Array
    excess: Array
    first: Indices
    settled: Indices

    def best(self, settled: bool = True) -> int | None:
        """The index of the best α: fewest steps by the criterion, ties by the lower final loss; None if none holds."""
        steps = self.settled if settled else self.first
        reached = np.flatnonzero(steps >= 0)
        if not reached.size:
            return None
        with np.errstate(invalid="ignore"):
            end = np.where(np.isfinite(self.excess), self.excess, np.inf)
        return int(reached[np.lexsort((end[reached], steps[reached]))[0]])


def sweep(
    optimizer: Optimizer,
    objective: Objective,
    start: Any,
    steps: int,
    alpha: Any,
    batches: Minibatches | None = None,
    schedule: Schedule | None = None,
    fraction: float = 0.01,
) -> Sweep:
    """One bundle of runs from one start, a learning rate each; ValueError for an objective of unknown minimum."""
    if objective.minimum is None:
        raise ValueError("a sweep measures L − L*, and this loss has no known minimum")
    alpha = np.asarray(alpha, dtype=float)
    many = dataclasses.replace(optimizer, **{"alpha": alpha[:, None]})
    value = descend(many, objective, start, steps, batches, schedule).value
    with np.errstate(invalid="ignore", over="ignore"):
        excess = value - objective.minimum
        below = excess <= fraction * excess[0]
    first = np.where(below.any(axis=0), below.argmax(axis=0), -1)
    # The last step that lies above; what follows it stays below.
    above = len(below) - 1 - (~below)[::-1].argmax(axis=0)
    settled = np.where(below.all(axis=0), 0, np.where(below[-1], above + 1, -1))
    return Sweep(alpha, excess[-1], first, settled)
