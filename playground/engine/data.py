"""The data that models are fitted to: the course's own pairs (x, y), and the checks a user's own pairs must pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.types import Array, Indices

HUGE = 1e50
"""Larger numbers are refused: their squares and the products of these would overflow."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """The pairs (x_i, y_i), i = 1…I, that a model is fitted to: two read-only arrays of shape (I,).

    Raises
    ------
    ValueError
        Unless x and y are finite, not huge, of one length, and hold at least one pair.
    """

    x: Array
    y: Array

    def __post_init__(self) -> None:
        """Check the pairs and freeze them."""
        x, y = _column(self.x, "x"), _column(self.y, "y")
        if x.size != y.size:
            raise ValueError(f"x and y must have the same length, got {x.size} and {y.size}")
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "y", y)

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same pairs in the same order."""
        return isinstance(other, Dataset) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[bytes, bytes]:
        return self.x.tobytes(), self.y.tobytes()


def _column(values: Any, name: str) -> Array:
    """`values` as a read-only vector of finite float64."""
    try:
        column = np.array(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers only") from None
    if column.ndim != 1 or column.size == 0:
        raise ValueError(f"{name} must be a list of at least one number")
    if not np.isfinite(column).all():
        raise ValueError(f"{name} must hold finite numbers only")
    if np.abs(column).max() > HUGE:
        raise ValueError(f"{name} must hold numbers up to {HUGE:g} in size")
    column.flags.writeable = False
    return column


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


_LINEAR_X = (0.03, 0.19, 0.34, 0.46, 0.78, 0.81, 1.08, 1.18, 1.39, 1.60, 1.65, 1.90)
_LINEAR_Y = (0.67, 0.90, 1.05, 1.00, 1.40, 1.50, 1.30, 1.54, 1.55, 1.68, 1.73, 1.60)

# fmt: off
_GABOR_X = (
    -1.92, -14.22, 1.49, -1.94, -2.389, -5.09, -8.861, 3.578, -6.01, -6.995,
    3.634, 0.8743, -10.96, 0.4073, -9.467, 8.56, 10.62, -0.1729, 10.4, -12.61,
    0.1574, -13.04, -2.156, -12.1, -11.19, 2.902, -8.22, -11.79, -8.391, -4.505,
)
_GABOR_Y = (
    -1.051, -0.02482, 0.8896, -0.4943, -0.9371, 0.4306, 0.009577, -0.07944, 0.1624, -0.2682,
    -0.3129, 0.8303, -0.02365, 0.5098, -0.2777, 0.3367, 0.1927, -0.2222, 0.06352, 0.006888,
    0.03224, 0.01091, -0.5706, -0.05258, -0.03666, 0.1709, -0.04805, 0.2008, -0.1904, 0.5952,
)
# fmt: on

DATASETS: dict[str, Dataset] = {
    "linear": Dataset(_LINEAR_X, _LINEAR_Y),  # type: ignore[arg-type]  # tuples become arrays
    # The notebooks differ from the figures in one number: the second y is 0.85 instead of 0.90.
    "linear_notebooks": Dataset(_LINEAR_X, (*_LINEAR_Y[:1], 0.85, *_LINEAR_Y[2:])),  # type: ignore[arg-type]
    "gabor": Dataset(_GABOR_X, _GABOR_Y),  # type: ignore[arg-type]
}
"""The course's datasets, by name (Understanding Deep Learning, figures 2.2 and 6.2; notebooks 2.1 and 6.3)."""
