"""Curves: losses of one parameter, for line search and convexity, with exact derivatives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from playground.engine.base import Landscape
from playground.engine.types import Array, Proof
from playground.marking import N_


@dataclass(frozen=True)
class TwoDips(Landscape):
    """The course's function for line search: 1 − ½ exp(−(φ − 0.65)²/0.1) − 0.45 exp(−(φ − 0.35)²/0.02).

    It has one minimum on [0, 1], yet four inflections: one valley, and not convex. Source: notebook 6.1.
    """

    name: ClassVar[str] = N_("Line search example")
    about: ClassVar[str] = N_("One minimum, and yet not convex.")
    course: ClassVar[bool] = True
    dimension: ClassVar[int] = 1
    formula: ClassVar[str] = "1 - exp(-(x - 0.65)^2/0.1)/2 - 0.45exp(-(x - 0.35)^2/0.02)"
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"default": (0.9,)}
    window = ((0.0, 1.0),)
    alpha = 0.02
    max_distance = 0.2
    minimum = 0.3286036574691702

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return r"1 - \tfrac{1}{2} e^{-(\phi - 0.65)^2/0.1} - 0.45\,e^{-(\phi - 0.35)^2/0.02}"

    @property
    def minimisers(self) -> Array:
        """The one minimum."""
        return np.array([[0.3803215288239421]])

    def _value(self, phi: Array) -> Array:
        (_, wide), (_, narrow) = self._dips(phi)
        return 1 - wide - narrow

    def _gradient(self, phi: Array) -> Array:
        (far, wide), (near, narrow) = self._dips(phi)
        return (wide * far * (2 / 0.1) + narrow * near * (2 / 0.02))[None]

    def _hessian(self, phi: Array) -> Array:
        (far, wide), (near, narrow) = self._dips(phi)
        second = wide * (2 / 0.1 - (2 / 0.1 * far) ** 2) + narrow * (2 / 0.02 - (2 / 0.02 * near) ** 2)
        return np.asarray(second)[None, None]

    def _dips(self, phi: Array) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """The distance from each dip's centre, and the dip."""
        far, near = phi[0] - 0.65, phi[0] - 0.35
        return (far, 0.5 * np.exp(-far * far / 0.1)), (near, 0.45 * np.exp(-near * near / 0.02))


@dataclass(frozen=True)
class ThreeValleys(Landscape):
    """½ + (φ − 0.45)² + 0.12 cos 18φ: a bowl with ripples, its middle valley the deepest.

    An analytic stand-in for the hand-drawn curve with several minima.
    """

    name: ClassVar[str] = N_("Three valleys")
    about: ClassVar[str] = N_("Three minima, of which the middle one is the deepest.")
    course: ClassVar[bool] = True
    dimension: ClassVar[int] = 1
    formula: ClassVar[str] = "0.5 + (x - 0.45)^2 + 0.12cos(18x)"
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"default": (0.05,)}
    window = ((0.0, 1.0),)
    alpha = 0.01
    max_distance = 0.2
    minimum = 0.3851516826387325

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return r"\tfrac{1}{2} + (\phi - 0.45)^2 + 0.12\cos 18\phi"

    @property
    def minimisers(self) -> Array:
        """The deepest of the three."""
        return np.array([[0.5199956508173853]])

    def _value(self, phi: Array) -> Array:
        value: Array = 0.5 + (phi[0] - 0.45) ** 2 + 0.12 * np.cos(18 * phi[0])
        return value

    def _gradient(self, phi: Array) -> Array:
        slope: Array = 2 * (phi - 0.45) - 0.12 * 18 * np.sin(18 * phi)
        return slope

    def _hessian(self, phi: Array) -> Array:
        second: Array = 2 - 0.12 * 18**2 * np.cos(18 * phi)
        return second[None]


@dataclass(frozen=True)
class ConvexCurve(Landscape):
    """0.9 exp(−4φ) + 0.002 exp(6φ): strictly convex, with its minimum at ln(300)/10.

    An analytic stand-in for the hand-drawn convex curve.
    """

    name: ClassVar[str] = N_("Convex curve")
    about: ClassVar[str] = N_("Curved upwards everywhere: one minimum.")
    course: ClassVar[bool] = True
    dimension: ClassVar[int] = 1
    formula: ClassVar[str] = "0.9exp(-4x) + 0.002exp(6x)"
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"default": (0.05,)}
    window = ((0.0, 1.0),)
    alpha = 0.1
    max_distance = 0.5

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return r"0.9\,e^{-4\phi} + 0.002\,e^{6\phi}"

    @property
    def minimisers(self) -> Array:
        """ln(300)/10."""
        return np.array([[math.log(300) / 10]])

    @property
    def minimum(self) -> float:
        """The loss there."""
        return float(self.value(self.minimisers[0]))

    @property
    def convexity(self) -> Proof:
        """Its second derivative is a sum of two positive terms."""
        reason = N_("The second derivative, 14.4 exp(−4φ) + 0.072 exp(6φ), is positive everywhere.")
        return Proof("strictly convex", reason)

    def _value(self, phi: Array) -> Array:
        value: Array = 0.9 * np.exp(-4 * phi[0]) + 0.002 * np.exp(6 * phi[0])
        return value

    def _gradient(self, phi: Array) -> Array:
        slope: Array = 0.012 * np.exp(6 * phi) - 3.6 * np.exp(-4 * phi)
        return slope

    def _hessian(self, phi: Array) -> Array:
        second: Array = 0.072 * np.exp(6 * phi) + 14.4 * np.exp(-4 * phi)
        return second[None]


@dataclass(frozen=True)
class Plateau(Landscape):
    """The quartic with L' = 12 (φ − 0.3)(φ − 0.65)²: a minimum, and a level stretch that is no extremum.

    An analytic stand-in for the hand-drawn curve with a plateau.
    """

    name: ClassVar[str] = N_("Plateau")
    about: ClassVar[str] = N_("One minimum, and a level stretch that is none.")
    course: ClassVar[bool] = True
    dimension: ClassVar[int] = 1
    formula: ClassVar[str] = "3x^4 - 6.4x^3 + 4.875x^2 - 1.521x + 0.26605"
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"default": (0.95,)}
    window = ((0.0, 1.0),)
    alpha = 0.2
    max_distance = 1.0
    minimum = 0.1

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return r"3\phi^4 - 6.4\phi^3 + 4.875\phi^2 - 1.521\phi + 0.26605"

    @property
    def minimisers(self) -> Array:
        """0.3."""
        return np.array([[0.3]])

    def _value(self, phi: Array) -> Array:
        # In powers of δ = φ − 0.3, which lose nothing near the minimum.
        delta = phi[0] - 0.3
        value: Array = 0.1 + delta**2 * (0.735 + delta * (3 * delta - 2.8))
        return value

    def _gradient(self, phi: Array) -> Array:
        slope: Array = 12 * (phi - 0.3) * (phi - 0.65) ** 2
        return slope

    def _hessian(self, phi: Array) -> Array:
        second: Array = 12 * (phi - 0.65) * (3 * phi - 1.25)
        return second[None]
