"""Spectrum: all eigenvalues of the Hessian at a point, counted by sign, and how far the point is from a kink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.engine.eigen import eigen
from playground.engine.fitting import Fitting
from playground.engine.predictors import ShallowNetwork
from playground.engine.types import Array, Objective

ZERO = 1e-8
"""An eigenvalue counts as zero beside another that is this many times larger: the Hessian is a long sum."""


@dataclass(frozen=True, eq=False)
class Spectrum:
    """The eigenvalues (d,) of the Hessian at one point, ascending, and their unit eigenvectors (d, d) as columns.

    `positive`, `zero` and `negative` count them; an eigenvalue counts as zero beside one 1e8 times as large. Where the
    Hessian is not finite, all are nan and the counts 0.
    """

    eigenvalues: Array
    eigenvectors: Array
    positive: int
    zero: int
    negative: int

    @property
    def condition(self) -> float | None:
        """λmax / λmin if all eigenvalues are positive, else None."""
        whole = self.positive == len(self.eigenvalues)
        return float(self.eigenvalues[-1] / self.eigenvalues[0]) if whole else None


def spectrum(objective: Objective, phi: Array) -> Spectrum:
    """The spectrum of the objective's Hessian at φ (d,)."""
    values, vectors = eigen(objective.hessian(np.asarray(phi, dtype=float)))
    floor = ZERO * np.abs(values).max()
    positive, negative = int((values > floor).sum()), int((values < -floor).sum())
    zero = int((np.abs(values) <= floor).sum())
    return Spectrum(values, vectors, positive, zero, negative)


def kink_distance(objective: Fitting, phi: Array) -> Array | None:
    """How close a hidden unit of a network is to switching on or off for some datum, (...) for φ (..., d).

    The least |β0 + Ω0 x| over all units and data. At 0 the loss has a kink, and no Hessian. None for other predictors.
    """
    predictor = objective.predictor
    if not isinstance(predictor, ShallowNetwork):
        return None
    phi = np.asarray(phi, dtype=float)
    sums = predictor.sums(phi.reshape(-1, objective.dimension), objective.design)
    distance: Array = np.abs(sums).min(axis=(-2, -1)).reshape(phi.shape[:-1])
    return distance
