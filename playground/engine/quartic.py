"""The quartic φ⁴: strictly convex, though its second derivative vanishes at its minimum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from playground.engine.base import Landscape
from playground.engine.types import Array, Proof
from playground.marking import N_


@dataclass(frozen=True)
class Quartic(Landscape):
    """φ⁴: the second derivative 12 φ² is zero at the minimum, so "L″ > 0 everywhere" is sufficient, not necessary."""

    name: ClassVar[str] = N_("Quartic")
    about: ClassVar[str] = N_("Strictly convex, though flat at its minimum.")
    dimension: ClassVar[int] = 1
    formula: ClassVar[str] = "x^4"
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"default": (0.8,)}
    window = ((-1.0, 1.0),)
    alpha = 0.1
    max_distance = 1.0
    minimum = 0.0

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return r"\phi^4"

    @property
    def minimisers(self) -> Array:
        """Zero."""
        return np.zeros((1, 1))

    @property
    def convexity(self) -> Proof:
        """Its slope grows all the way, although the second derivative vanishes at one point."""
        reason = N_("The slope 4φ³ grows all the way, though the second derivative 12φ² is zero at 0.")
        return Proof("strictly convex", reason)

    def _value(self, phi: Array) -> Array:
        value: Array = phi[0] ** 4
        return value

    def _gradient(self, phi: Array) -> Array:
        slope: Array = 4 * phi**3
        return slope

    def _hessian(self, phi: Array) -> Array:
        second: Array = 12 * phi**2
        return second[None]
