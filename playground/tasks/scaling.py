"""Scaling: bringing numbers of different units to a common size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.engine.types import Array


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
