"""Losses: how bad a model's output is for one datum, each with its exact first and second derivatives in the output."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from playground.engine.hyper import Record, hyper
from playground.engine.types import Array
from playground.marking import N_


@dataclass(frozen=True)
class Loss(Record, ABC):
    """A loss ℓ(z, y) of the model's output z (..., K) for a datum with the target y (..., K).

    A target is what is to be predicted: K real numbers, 0 or 1 for two classes (K = 1), or for K classes a 1 at the
    right one and 0 elsewhere. All losses here are convex in z.
    """

    name: ClassVar[str]
    latex: ClassVar[str]
    classes: ClassVar[bool]

    @property
    @abstractmethod
    def greatest_curvature(self) -> float:
        """A bound on the eigenvalues of `curvature` for all z and y."""

    @abstractmethod
    def value(self, z: Array, y: Array) -> Array:
        """ℓ, shape (...)."""

    @abstractmethod
    def slope(self, z: Array, y: Array) -> Array:
        """∂ℓ/∂z, shape (..., K)."""

    @abstractmethod
    def curvature(self, z: Array, y: Array) -> Array:
        """∂²ℓ/∂z∂zᵀ, shape (..., K, K)."""

    @abstractmethod
    def read(self, z: Array) -> Array:
        """What an output z (..., K) says: the predicted numbers (..., K), or the probability of each class."""


@dataclass(frozen=True)
class SquaredError(Loss):
    """The squared error Σ_k (z_k − y_k)², without a half and without a mean, as the course writes it."""

    name: ClassVar[str] = N_("Least squares")
    latex: ClassVar[str] = r"\sum_k \left(z_{ik} - y_{ik}\right)^2"
    classes: ClassVar[bool] = False
    greatest_curvature = 2.0

    def value(self, z: Array, y: Array) -> Array:
        """Σ_k (z_k − y_k)²."""
        residual = z - y
        value: Array = (residual * residual).sum(axis=-1)
        return value

    def slope(self, z: Array, y: Array) -> Array:
        """2 (z − y)."""
        slope: Array = 2 * (z - y)
        return slope

    def curvature(self, z: Array, y: Array) -> Array:
        """Twice the unit matrix."""
        return _unit_matrices(z, 2.0)

    def read(self, z: Array) -> Array:
        """The numbers themselves."""
        return z


@dataclass(frozen=True)
class GaussianLikelihood(Loss):
    """The negative logarithm of a normal density about z: Σ_k (z_k − y_k)² / (2σ²) + ½ log(2πσ²).

    Least squares up to a factor and a constant. Source: Understanding Deep Learning, section 5.3.
    """

    name: ClassVar[str] = N_("Gaussian likelihood")
    latex: ClassVar[str] = (
        r"\sum_k \frac{\left(z_{ik} - y_{ik}\right)^2}{2\sigma^2} + \tfrac{1}{2}\log\left(2\pi\sigma^2\right)"
    )
    classes: ClassVar[bool] = False

    sigma: float = hyper(
        0.2,
        symbol="σ",
        above=0.0,
        soft=(0.05, 2.0),
        log=True,
        help=N_("Standard deviation of the scatter"),
        about=N_("The data are taken to scatter about the prediction by this much, normally."),
    )

    @property
    def greatest_curvature(self) -> float:
        """1 / σ²."""
        return 1 / self.sigma / self.sigma  # σ² may overflow or vanish

    def value(self, z: Array, y: Array) -> Array:
        """Σ_k (z_k − y_k)² / (2σ²) + ½ log(2πσ²)."""
        residual = (z - y) / self.sigma
        constant = math.log(2 * math.pi) + 2 * math.log(self.sigma)
        value: Array = 0.5 * (residual * residual + constant).sum(axis=-1)
        return value

    def slope(self, z: Array, y: Array) -> Array:
        """(z − y) / σ²."""
        slope: Array = (z - y) / self.sigma / self.sigma
        return slope

    def curvature(self, z: Array, y: Array) -> Array:
        """The unit matrix over σ²."""
        return _unit_matrices(z, self.greatest_curvature)

    def read(self, z: Array) -> Array:
        """The mean of the density."""
        return z


@dataclass(frozen=True)
class BinaryCrossEntropy(Loss):
    """The negative logarithm of the probability of the right one of two classes, with P(y = 1) = σ(z), σ the sigmoid.

    That is log(1 + e^z) − y z; since y is 0 or 1, it equals log(1 + e^{(1 − 2y) z}), which loses no digits where it is
    small. Source: Understanding Deep Learning, section 5.4.
    """

    name: ClassVar[str] = N_("Binary cross-entropy")
    latex: ClassVar[str] = r"\log\left(1 + e^{z_i}\right) - y_i\,z_i"
    classes: ClassVar[bool] = True
    greatest_curvature = 0.25

    def value(self, z: Array, y: Array) -> Array:
        """log(1 + e^{(1 − 2y) z})."""
        value: Array = np.logaddexp(0, (1 - 2 * y) * z)[..., 0]
        return value

    def slope(self, z: Array, y: Array) -> Array:
        """σ(z) − y."""
        sign = 1 - 2 * y
        slope: Array = sign * sigmoid(sign * z)
        return slope

    def curvature(self, z: Array, y: Array) -> Array:
        """σ(z) σ(−z)."""
        return (sigmoid(z) * sigmoid(-z))[..., None]

    def read(self, z: Array) -> Array:
        """The probabilities of class 0 and of class 1, (..., 2)."""
        return np.concatenate([sigmoid(-z), sigmoid(z)], axis=-1)


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """The negative logarithm of the probability of the right one of K classes, with P(k) = e^{z_k} / Σ_j e^{z_j}.

    That is log Σ_j e^{z_j} − z_y = log Σ_j e^{z_j − z_y}. Adding one number to all z_k changes nothing: the loss is
    convex, but not strictly. Source: Understanding Deep Learning, section 5.5.
    """

    name: ClassVar[str] = N_("Cross-entropy")
    latex: ClassVar[str] = r"\log \sum_k e^{z_{ik}} - z_{i y_i}"
    classes: ClassVar[bool] = True
    greatest_curvature = 0.5

    def value(self, z: Array, y: Array) -> Array:
        """Log Σ_j e^{z_j − z_y}."""
        value: Array = np.logaddexp.reduce(z - (z * y).sum(axis=-1, keepdims=True), axis=-1)
        return value

    def slope(self, z: Array, y: Array) -> Array:
        """Softmax(z) − y; at the right class −Σ_{j≠y} p_j, which keeps its digits where p_y is close to 1."""
        p = softmax(z)
        return np.where(y == 1, -_others(p), p)

    def curvature(self, z: Array, y: Array) -> Array:
        """Diag(p) − p pᵀ with p = softmax(z); on the diagonal p_k Σ_{j≠k} p_j, where p_k (1 − p_k) would cancel."""
        p = softmax(z)
        curvature: Array = -p[..., :, None] * p[..., None, :]
        diagonal = np.arange(z.shape[-1])
        curvature[..., diagonal, diagonal] = p * _others(p)
        return curvature

    def read(self, z: Array) -> Array:
        """The probability of each class, (..., K)."""
        return softmax(z)


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^{−z}), entry by entry; no overflow for any finite z."""
    probability: Array = np.exp(-np.logaddexp(0, -z))
    return probability


def softmax(z: Array) -> Array:
    """e^{z_k} / Σ_j e^{z_j} along the last axis; no overflow for any finite z."""
    power = np.exp(z - z.max(axis=-1, keepdims=True))
    probability: Array = power / power.sum(axis=-1, keepdims=True)
    return probability


def _others(p: Array) -> Array:
    """Σ_{j≠k} p_j for each k along the last axis, added up without the p_k that would hide the others."""
    size = p.shape[-1]
    others: Array = np.matmul(p, np.ones((size, size), p.dtype) - np.eye(size, dtype=p.dtype))
    return others


def _unit_matrices(z: Array, scale: float) -> Array:
    """`scale` times the unit matrix for each output z (..., K), shape (..., K, K)."""
    matrix: Array = np.diag(np.full(z.shape[-1], scale, z.dtype))  # not a product: ∞ · 0 is nan
    return np.broadcast_to(matrix, (*z.shape, z.shape[-1]))


LOSSES: dict[str, type[Loss]] = {
    kind.__name__: kind for kind in (SquaredError, GaussianLikelihood, BinaryCrossEntropy, CrossEntropy)
}
"""The losses, by name."""
