"""Scaling: bringing numbers of different units to a common size, and setting a part of the data aside for the test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.engine.types import Array, Indices


@dataclass(frozen=True, eq=False)
class Scaling:
    """The standardisation (value − mean) / scale, column by column; mean and scale have shape (F,)."""

    mean: Array
    scale: Array

    @classmethod
    def fitted(cls, values: Array) -> Scaling:
        """The scaling after which the columns of `values` (I, F) have mean 0 and standard deviation 1.

        A column whose values are all equal is only moved to 0.
        """
        spread = values.std(axis=0)
        equal = (values == values[:1]).all(axis=0) | (spread == 0)
        return cls(values.mean(axis=0), np.where(equal, 1.0, spread))

    @classmethod
    def none(cls, columns: int) -> Scaling:
        """The scaling that changes nothing."""
        return cls(np.zeros(columns), np.ones(columns))

    def apply(self, values: Array) -> Array:
        """From real units (..., F) to the model's."""
        scaled: Array = (values - self.mean) / self.scale
        return scaled

    def undo(self, scaled: Array) -> Array:
        """From the model's units (..., F) to real ones."""
        values: Array = scaled * self.scale + self.mean
        return values


def split(classes: Array, share: float, seed: int) -> tuple[Indices, Indices]:
    """The data for training and those set aside for the test, as sorted index arrays.

    Of each class the same share is set aside, drawn from the seed; `classes` (I,) names every datum's class, and is
    all zeros where there are none. The stream is RandomState's, frozen for ever: the same data are always set aside.
    """
    random = np.random.RandomState(seed)
    aside = []
    for name in np.unique(classes):
        members = random.permutation(np.flatnonzero(classes == name))
        aside.append(members[: round(share * len(members))])
    test = np.sort(np.concatenate(aside))
    return np.setdiff1d(np.arange(len(classes)), test), test
