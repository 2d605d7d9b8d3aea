"""What all landscapes share: columns, blocks, and the facts that a page shows."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, final

import numpy as np

from playground.engine.expression import Expression, parse
from playground.engine.hyper import Record
from playground.engine.proofs.enclosure import NAMES, Enclose, Enclosure, of_expression
from playground.engine.types import Array, Indices, Mask, Proof, Scale, Window

CACHED = 16_384
"""Numbers (data times columns) of a block that stays in a core's cache: measured twice as fast as one huge block."""


def total(terms: Array) -> Array:
    """Sum of terms (..., I, N) over the data, the second axis from the end, strictly in their order: (..., N).

    NumPy adds the rows of several columns in order, but those of a single column in pairs: with one column, a run alone
    would differ in its last bit from the same run among others. A running sum has no choice but to keep the order.
    """
    alone = terms.shape[-1] == 1
    sums: Array = np.add.accumulate(terms, axis=-2)[..., -1, :] if alone else np.add.reduce(terms, axis=-2)
    return sums


def safe_alpha(curvature: float) -> float:
    """1 / λ to two digits for a greatest curvature λ, half of gradient descent's limit 2 / λ; 1 where nothing curves.

    Always finite and above 0, as a learning rate must be. nan stands for a curvature that overflowed.
    """
    alpha = 0.0 if math.isnan(curvature) else 1 / float(curvature) if curvature > 0 else 1.0
    return float(f"{min(max(alpha, 1e-309), 1e300):.1e}")


@dataclass(frozen=True)
class Landscape(Record, ABC):
    """A loss L[φ] over d parameters with exact derivatives, and the facts a page needs to show it.

    A leaf computes on columns: φ as (d, N), one column a point, in `_value` (N,), `_gradient` (d, N) and `_hessian`
    (d, d, N). The public methods take φ as (..., d) and cut many points into blocks that fit the cache. Overflow gives
    inf or nan, silently. The result has the dtype of φ (integers become float64).
    """

    name: ClassVar[str]
    about: ClassVar[str] = ""
    note: ClassVar[str] = ""
    course: ClassVar[bool] = False
    dimension: ClassVar[int] = 2
    starts: ClassVar[dict[str, tuple[float, ...]]]
    scale: ClassVar[Scale] = "linear"
    steps: ClassVar[int] = 100
    parameter_names: ClassVar[tuple[str, ...]] = ("", "")
    flipped: ClassVar[bool] = False
    formula: ClassVar[str] = ""

    @property
    @abstractmethod
    def latex(self) -> str:
        """L[φ] in LaTeX, with this record's constants."""

    @property
    @abstractmethod
    def window(self) -> Window:
        """The part of parameter space that is drawn: one (low, high) pair a parameter."""

    @property
    @abstractmethod
    def alpha(self) -> float:
        """A telling fixed learning rate for gradient descent."""

    @property
    @abstractmethod
    def max_distance(self) -> float:
        """A telling reach of a line search, in multiples of the gradient."""

    @property
    @abstractmethod
    def minimisers(self) -> Array | None:
        """The global minimisers (k, d), or None where they are unknown."""

    @property
    @abstractmethod
    def minimum(self) -> float | None:
        """The least value L*, or None where it is unknown or the loss is not bounded below."""

    @property
    def data_size(self) -> int:
        """The number of data the loss sums over, I; 0 for a function without data."""
        return 0

    @property
    def convexity(self) -> Proof | None:
        """What is proved of the whole loss, or None."""
        return None

    @property
    def constant_hessian(self) -> Array | None:
        """H (d, d) where it is known to be the same everywhere, else None."""
        return None

    @cached_property
    def expression(self) -> Expression | None:
        """L as a formula in x (and y), or None: derived a second time from `formula`, apart from `_value`."""
        return parse(self.formula, NAMES[: self.dimension]) if self.formula else None

    @property
    def general(self) -> Expression | None:
        """`expression` with the record's own hyperparameters as names, where it can be had; else as it is."""
        return self.expression

    def enclosure(self, centre: Array, radius: Array) -> Enclosure:
        """What is certain of the loss over boxes with these centres and radii, each (d, N).

        Raises
        ------
        NotImplementedError
            If the loss has no formula of one or two parameters.
        """
        return self._enclose(centre, radius)

    @cached_property
    def _enclose(self) -> Enclose:
        if self.expression is None:
            raise NotImplementedError(f"{type(self).__name__} has no formula that bounds could be taken from")
        return of_expression(self.expression, NAMES[: self.dimension])

    @cached_property
    def block(self) -> int:
        """The number of columns best computed at once."""
        return max(2, CACHED // max(self.data_size, 8))

    @final
    def value(self, phi: Array) -> Array:
        """Loss L[φ], shape (...) for φ of shape (..., d). Raises ValueError for another d."""
        return self._by_columns(self._value, phi, ())

    @final
    def gradient(self, phi: Array) -> Array:
        """Gradient ∂L/∂φ, shape (..., d) for φ of shape (..., d). Raises ValueError for another d."""
        return self._by_columns(self._gradient, phi, (self.dimension,))

    @final
    def hessian(self, phi: Array) -> Array:
        """Hessian ∂²L/∂φ∂φᵀ, shape (..., d, d) for φ of shape (..., d). Raises ValueError for another d."""
        return self._by_columns(self._hessian, phi, (self.dimension, self.dimension))

    def known_determinant(self, phi: Array) -> Array | None:
        """det H (...) at φ (..., d) where it is known better than the rounded entries of H tell, else None."""
        return None

    @property
    def limits(self) -> tuple[float, float] | None:
        """The heights between which the loss is drawn, where it has poles in its window; else None."""
        return None

    @property
    def equal_units(self) -> bool:
        """Whether a unit is drawn as long on both axes, so that angles are seen: unless that makes a hairline."""
        return True

    def kinks(self, phi: Array) -> Mask | None:
        """Whether the loss has a kink or a jump at φ (..., d), and so no derivative; None for a smooth loss."""
        return None

    def batch(self, indices: Indices) -> Landscape:
        """The loss over these data only; a landscape without data returns itself."""
        return self

    @abstractmethod
    def _value(self, phi: Array) -> Array:
        """L of the columns φ (d, N), shape (N,)."""

    @abstractmethod
    def _gradient(self, phi: Array) -> Array:
        """∂L/∂φ of the columns φ (d, N), shape (d, N)."""

    @abstractmethod
    def _hessian(self, phi: Array) -> Array:
        """∂²L/∂φ∂φᵀ of the columns φ (d, N), shape (d, d, N)."""

    def _by_columns(self, function: Callable[[Array], Array], phi: Array, shape: tuple[int, ...]) -> Array:
        """`function` of columns applied to φ (..., d), block by block; a column gives an array of `shape`."""
        phi = np.asarray(phi)
        if phi.dtype.kind != "f":
            phi = phi.astype(float)
        if phi.ndim == 0 or phi.shape[-1] != self.dimension:
            raise ValueError(f"φ must end with an axis of length {self.dimension}, got shape {phi.shape}")
        points = phi if phi.ndim == 2 else phi.reshape(-1, self.dimension)
        # Contiguous, because NumPy adds up in the order in which numbers lie: see total().
        columns = np.ascontiguousarray(points.T)
        count, size = len(points), self.block
        with np.errstate(all="ignore"):
            if count <= size:
                result = function(columns)
            else:
                result = np.empty((*shape, count), phi.dtype)
                for low in range(0, count, size):
                    result[..., low : low + size] = function(columns[:, low : low + size])
        return result.T if phi.ndim == 2 else result.T.reshape(phi.shape[:-1] + shape)


def beside(column: Array, phi: Array) -> Array:
    """What belongs to each run (..., 1 or runs), laid beside the columns φ (d, N) in φ's dtype."""
    column = column.astype(phi.dtype, copy=False)
    if column.shape[-1] in (1, phi.shape[-1]):
        return column
    return np.tile(column, phi.shape[-1] // column.shape[-1])
