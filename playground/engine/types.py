"""The shapes of the engine, said once: phi is (..., d), value (...), gradient (..., d), hessian (..., d, d)."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]
Indices = NDArray[np.integer[Any]]
Real = float | Array
"""A hyperparameter: one number, or an array that broadcasts against phi (trailing axis of length 1)."""

Window = tuple[tuple[float, float], ...]
"""One (low, high) pair a parameter."""

Kind = Literal["minimum", "maximum", "saddle", "degenerate", "undefined"]
"""What the eigenvalues of a Hessian say: all above 0, all below, both, one that is 0, or not finite."""

Convexity = Literal["strictly convex", "convex", "not convex", "undecided"]
"""What can be said of a loss: the first three are proved."""

Target = Literal["regression", "multivariate", "binary", "multiclass"]
"""What is to be predicted: a number, several numbers, one of two classes, one of several."""

Scale = Literal["linear", "log"]
"""How the heights of a landscape are coloured."""


class Proof(NamedTuple):
    """A proof that a whole loss is convex: what is proved, and the sentence that proves it."""

    kind: Literal["strictly convex", "convex"]
    reason: str


class Objective(Protocol):
    """A loss to descend: its value, gradient and Hessian at phi, its restriction to some data, and what is known of it.

    A class that inherits from it starts as a loss without data of which nothing is known.
    """

    @property
    def dimension(self) -> int:
        """The number d of parameters."""
        ...

    @property
    def window(self) -> Window:
        """The part of parameter space that is drawn, one (low, high) pair a parameter."""
        ...

    @property
    def data_size(self) -> int:
        """The number of data the loss sums over, I; 0 for a function without data."""
        return 0

    @property
    def block(self) -> int:
        """The number of points best computed at once."""
        return 1024

    @property
    def minimum(self) -> float | None:
        """The least value L*, or None where it is unknown or the loss is not bounded below."""
        return None

    @property
    def minimisers(self) -> Array | None:
        """The global minimisers (k, d), or None where they are unknown."""
        return None

    @property
    def convexity(self) -> Proof | None:
        """What is proved of the whole loss, or None."""
        return None

    def value(self, phi: Array) -> Array:
        """Loss L[phi], shape (...) for phi of shape (..., d)."""
        ...

    def gradient(self, phi: Array) -> Array:
        """Gradient of L, shape (..., d)."""
        ...

    def hessian(self, phi: Array) -> Array:
        """Hessian of L, shape (..., d, d)."""
        ...

    def known_determinant(self, phi: Array) -> Array | None:
        """The determinant (...) of the Hessian where it is known better than its rounded entries tell, else None."""
        return None

    def kinks(self, phi: Array) -> Mask | None:
        """Whether the loss has a kink or a jump at φ (..., d), and so no derivative; None for a smooth loss."""
        return None

    def __hash__(self) -> int:
        """By its value, or by itself: what was found out about an objective is remembered."""
        return object.__hash__(self)

    def batch(self, indices: Indices) -> Objective:
        """The same loss summed over these data only; a landscape without data returns itself."""
        ...
