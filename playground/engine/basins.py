"""Chance in stochastic gradient descent: the gradients of batches, and the valleys in which many seeds end."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.base import Landscape
from playground.engine.batches import Minibatches
from playground.engine.descent import descend
from playground.engine.optimizers import GradientDescent, Newton, Optimizer
from playground.engine.types import Array, Indices, Objective

SETTLING = 200
"""Small gradient steps that decide in which valley a point lies."""

POLISHING = 40
"""Damped Newton steps that then find the valley's lowest point."""


def batch_gradients(objective: Objective, phi: Any, batches: Iterable[Indices]) -> Array:
    """The gradient of each batch's loss at one point φ (d,): (batches, d).

    Over the batches of an epoch they add up to the gradient of the whole loss, because every datum is in one of them.
    """
    phi = np.asarray(phi, dtype=float)
    return np.stack([objective.batch(batch).gradient(phi) for batch in batches])


def wilson(successes: int, trials: int, z: float = 1.959964) -> tuple[float, float]:
    """The interval of a proportion by Wilson's score method, of 95 % unless another quantile z is given.

    Unlike ± z √(p (1 − p) / n) it stays inside [0, 1] and says something of 0 successes too (Wilson, 1927).
    """
    if trials < 1:
        return 0.0, 1.0
    share, n = successes / trials, trials
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    return low, 1.0 if successes == trials else min(1.0, middle + half)


def settle(objective: Landscape, phi: Any) -> Array:
    """Where points φ (..., d) come to rest downhill: the lowest points of their valleys, (..., d).

    Small steps of gradient descent (half the landscape's own α) decide on the valley; damped Newton steps then end the
    crawl along its floor. The steps are in float32, which suffices to tell the valleys apart; the last three are exact.
    """
    slow = GradientDescent(0.5 * objective.alpha)
    low = descend(slow, objective, np.asarray(phi, dtype=np.float32), SETTLING, path=False).phi[-1]
    return _polish(objective, _polish(objective, low).astype(float), 3)


def _polish(objective: Objective, phi: Array, steps: int = POLISHING) -> Array:
    low: Array = descend(Newton(delta=0.5), objective, phi, steps, path=False).phi[-1]
    return low


@dataclass(frozen=True, eq=False)
class Fates:
    """In which valley each run of a bundle lies, at several times.

    Attributes
    ----------
    epochs : tuple of int
        The times, in epochs.
    phi : Array
        The lowest points of the valleys, (valleys, d), in the order of their losses.
    value : Array
        The losses there, (valleys,).
    labels : Array of int
        The valley of each run at each time, (times, runs).
    """

    epochs: tuple[int, ...]
    phi: Array
    value: Array
    labels: Indices

    def counts(self) -> Indices:
        """How many runs lie in each valley at each time, (times, valleys)."""
        return np.stack([np.bincount(row, minlength=len(self.phi)) for row in self.labels])

    def kept(self, index: int) -> float:
        """The share of the runs that end in the valley in which they lay at time `index`."""
        return float(np.mean(self.labels[index] == self.labels[-1]))


def fates(optimizer: Optimizer, objective: Landscape, start: Any, batches: Minibatches, epochs: Sequence[int]) -> Fates:
    """Let a bundle of runs go, one a seed of `batches` (or one a start), and settle it after so many epochs each."""
    size = batches.per_epoch(objective.data_size)
    trajectory = descend(optimizer, objective, start, size * max(epochs), batches)
    low = settle(objective, trajectory.phi[[size * epoch for epoch in epochs]])
    phi, labels = valleys(low.reshape(-1, low.shape[-1]), 0.01 * _side(objective))
    value = objective.value(phi)
    order = np.argsort(value)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return Fates(tuple(epochs), phi[order], value[order], rank[labels].reshape(low.shape[:-1]))


def valleys(points: Array, radius: float) -> tuple[Array, Indices]:
    """Points (n, d) taken together where they lie within `radius`: one of each group (k, d), and each point's group."""
    labels = np.full(len(points), -1)
    found: list[Array] = []
    while (left := np.flatnonzero(labels < 0)).size:
        first = points[left[0]]
        with np.errstate(invalid="ignore"):
            near = np.linalg.norm(points[left] - first, axis=1) <= radius
        near[0] = True
        labels[left[near]] = len(found)
        found.append(first)
    return np.array(found), labels


def _side(objective: Objective) -> float:
    return float(min(high - low for low, high in objective.window))
