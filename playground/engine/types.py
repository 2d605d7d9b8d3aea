"""The shapes of the engine, said once: phi is (..., d), value (...), gradient (..., d), hessian (..., d, d)."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]
Indices = NDArray[np.integer[Any]]
Real = float | Array
"""A hyperparameter: one number, or an array that broadcasts against phi (trailing axis of length 1)."""

Window = tuple[tuple[float, float], ...]
"""One (low, high) pair a parameter."""


class Objective(Protocol):
    """What an optimizer may ask of a loss: its value, gradient and Hessian at phi, and its restriction to some data."""

    @property
    def dimension(self) -> int:
        """The number d of parameters."""
        ...

    @property
    def window(self) -> Window:
        """The part of parameter space that is drawn, one (low, high) pair a parameter."""
        ...

    def value(self, phi: Array) -> Array:
        """Loss L[phi], shape (...) for phi of shape (..., d)."""
        ...

    def gradient(self, phi: Array) -> Array:
        """Gradient of L, shape (..., d)."""
        ...

    def hessian(self, phi: Array) -> Array:
        """Hessian of L, shape (..., d, d)."""
        ...

    def batch(self, indices: Indices) -> Objective:
        """The same loss summed over these data only; a landscape without data returns itself."""
        ...
