"""Fitting: a predictor, a loss and data make an objective in any dimension, with exact gradient and Hessian."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import ArrayLike

from playground.engine import attainment
from playground.engine.attainment import Attainment
from playground.engine.base import CACHED, Landscape, safe_alpha
from playground.engine.data import HUGE
from playground.engine.eigen import eigenvalues
from playground.engine.hyper import check, hyper
from playground.engine.losses import BinaryCrossEntropy, CrossEntropy, Loss, SquaredError
from playground.engine.predictors import Affine, Predictor, design_of
from playground.engine.types import Array, Indices, Proof, Window
from playground.marking import N_

REACH = 3.0
"""Half the side of the window of parameters that have no better one: inputs are meant to be standardised."""


@dataclass(frozen=True, eq=False)
class Fitting(Landscape):
    """The loss of a predictor on data, L[φ] = Σ_i ℓ(f[x_i, φ], y_i) + λ Σ_w w²: a sum over the data, not a mean.

    The penalty runs over the weights and spares the biases. With J = ∂z/∂φ the gradient is Σ_i J_iᵀ ∂ℓ/∂z, and the
    Hessian Σ_i J_iᵀ (∂²ℓ/∂z∂zᵀ) J_i + Σ_ik ∂ℓ/∂z_k ∂²z_k/∂φ∂φᵀ, where the last sum is 0 for an affine predictor.
    A batch carries its share B/I of the penalty, so that the batches of an epoch add up to the whole.

    Attributes
    ----------
    predictor, loss : Predictor, Loss
        What turns an input into an output, and what judges it.
    x : Array
        The inputs, (I, F); in a batch (B, F), or (runs, B, F) if every run has its own.
    y : Array
        The targets, (I, K): numbers, 0 or 1, or a 1 at the right class (see `Loss`).
    box : Window or None
        The part of parameter space that is drawn, if not −3…3 for every parameter.

    Raises
    ------
    ValueError
        Unless the data are finite and fit the predictor and the loss.
    """

    name: ClassVar[str] = N_("A model and its data")
    starts: ClassVar[dict[str, tuple[float, ...]]] = {}

    predictor: Predictor
    loss: Loss
    x: Array
    y: Array
    l2: float = hyper(
        0.0,
        symbol="λ",
        low=0.0,
        high=1e9,
        soft=(1e-3, 100.0),
        log=True,
        help=N_("Penalty on large weights"),
        about=N_("λ times the sum of the squared weights is added to the loss; the biases go free."),
    )
    box: Window | None = None

    def __post_init__(self) -> None:
        """Check λ and the data, freeze them, and fix the dimension."""
        check(self)
        x, y = _table(self.x, "x", self.predictor.inputs), _table(self.y, "y", self.predictor.outputs)
        if len(x) != len(y):
            raise ValueError(f"x and y must have the same length, got {len(x)} and {len(y)}")
        if self.loss.classes and not _names_classes(y):
            raise ValueError("the target of a class is 0 or 1, with a single 1 among several classes")
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "y", y)
        object.__setattr__(self, "dimension", self.predictor.dimension)
        object.__setattr__(self, "starts", {"default": tuple(self.predictor.start().tolist())})

    def __eq__(self, other: object) -> bool:
        """Whether both are the same predictor and loss of the same data with the same λ."""
        return isinstance(other, Fitting) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @cached_property
    def _key(self) -> tuple[Any, ...]:
        data = self.x.shape, self.x.tobytes(), self.y.tobytes()
        return self.predictor, self.loss, self.l2, self.box, data

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        penalty = rf" + {self.l2:g} \sum_w w^2" if self.l2 else ""
        return rf"\sum_{{i=1}}^{{{self.data_size}}} \left[{self.loss.latex}\right]{penalty}"

    @property
    def window(self) -> Window:
        """The box, or −3…3 for every parameter."""
        return self.box if self.box is not None else ((-REACH, REACH),) * self.dimension

    @cached_property
    def alpha(self) -> float:
        """1 / λmax, half of the limit of gradient descent, to two digits.

        λmax is the largest eigenvalue at the start for a network; for an affine predictor a bound that holds
        everywhere, the largest eigenvalue of Σ x xᵀ times the greatest curvature of the loss.
        """
        if self.predictor.affine:
            widest = np.linalg.eigvalsh(self.design.T @ self.design)[-1] * self.loss.greatest_curvature + 2 * self.l2
        else:
            widest = np.abs(eigenvalues(self.hessian(self.predictor.start()))).max()
        return safe_alpha(widest)

    @property
    def max_distance(self) -> float:
        """Five times α, as in the course's example of a line."""
        return 5 * self.alpha

    @cached_property
    def attainment(self) -> Attainment:
        """Whether the loss has a least value, and where, as far as that is known; nothing is of a network."""
        if not self.predictor.affine:
            return attainment.NETWORK
        if not self.loss.classes:
            with np.errstate(all="ignore"):
                return attainment.least_squares(self.x, self.y, self.l2, self.loss)
        return attainment.missing_class(self.y) or self._classified()

    def _classified(self) -> Attainment:
        """What Newton's method finds, on inputs of mean 0 and size 1."""
        inputs = attainment.Inputs.of(self.x)
        scaled = self.with_inputs(inputs.unit, inputs.size)
        found = attainment.classified(scaled, self.loss, scaled.design, self.y, self.l2 > 0)
        phi = None if found.phi is None else inputs.undo(found.phi.reshape(self.predictor.outputs, -1)).ravel()
        return replace(found, phi=phi, unique=len(self.flat_directions) == 0 if found.attained else None)

    @cached_property
    def flat_directions(self) -> Array:
        """Orthonormal directions (m, d) along which the loss is constant whatever φ is; none known for a network."""
        if not self.predictor.affine:
            return np.zeros((0, self.dimension))
        return attainment.flat_directions(self.x, self.predictor.outputs, self._is_softmax, self.l2 > 0)

    @property
    def _is_softmax(self) -> bool:
        """Whether one number added to all outputs changes nothing."""
        return self.loss.classes and self.predictor.outputs > 1

    @property
    def convexity(self) -> Proof | None:
        """Every loss here is convex in the output, so in φ if the output is linear in φ; None for a network."""
        return attainment.convexity(self.flat_directions, self._is_softmax) if self.predictor.affine else None

    @property
    def minimum(self) -> float | None:
        """The least value, or None where there is none or none is known."""
        return self.attainment.infimum if self.attainment.attained else None

    @property
    def minimisers(self) -> Array | None:
        """The only minimiser (1, d), or None where there is none, none is known, or there are many."""
        known = self.attainment
        return known.phi[None] if known.unique and known.phi is not None else None

    @property
    def data_size(self) -> int:
        """The number of data, I."""
        return int(self.x.shape[-2])

    @cached_property
    def block(self) -> int:
        """The number of columns best computed at once."""
        return max(2, CACHED // (self.data_size * self.predictor.outputs))

    @cached_property
    def design(self) -> Array:
        """The inputs with a column of ones before them, (I, F + 1)."""
        return design_of(self.x)

    @cached_property
    def penalised(self) -> Array:
        """1 for every weight and 0 for every bias, (d,)."""
        return np.array([float(p.column > 0) for p in self.predictor.parameters])

    @final
    def batch(self, indices: Indices) -> Fitting:
        """The loss of these data and their share of the penalty.

        Indices are (B,), or (runs, B) to give each run its own data; the batch then takes φ of shape (..., runs, d).
        """
        part = object.__new__(type(self))
        share = np.shape(indices)[-1] / self.data_size
        changed = {"x": self.x[indices], "y": self.y[indices], "design": self.design[indices], "l2": self.l2 * share}
        kept = {name: getattr(self, name) for name in ("predictor", "loss", "box", "dimension", "penalised")}
        for name, entry in {**kept, **changed}.items():
            object.__setattr__(part, name, entry)
        if np.ndim(indices) == 2:  # data that differ from run to run lie beside their runs, in one block
            object.__setattr__(part, "block", sys.maxsize)
        return part

    def with_inputs(self, x: Array, size: Array) -> Fitting:
        """The same loss of other inputs x (I, F), whose weights were divided by `size` (F,) before the penalty."""
        other = self.batch(np.arange(self.data_size))
        price = self.penalised.reshape(self.predictor.outputs, -1) / np.concatenate([[1.0], size]) ** 2
        for name, entry in {"x": x, "design": design_of(x), "penalised": price.ravel()}.items():
            object.__setattr__(other, name, entry)
        return other

    def outputs(self, phi: Array, x: Array | None = None) -> Array:
        """The predictor's outputs z (..., n, K) for φ (..., d) and inputs x (n, F), by default those of the data."""
        phi = np.asarray(phi)
        design = self.design if x is None else design_of(np.asarray(x, dtype=float))
        rows = np.ascontiguousarray(phi.reshape(-1, self.dimension))
        with np.errstate(all="ignore"):
            z: Array = self.predictor.forward(rows, design.astype(rows.dtype, copy=False))[0]
        return z.reshape(*phi.shape[:-1], *z.shape[1:])

    def _value(self, phi: Array) -> Array:
        rows, design, y = self._rows(phi)
        z, _ = self.predictor.forward(rows, design)
        penalty = (self.penalised.astype(rows.dtype) * rows * rows).sum(axis=-1)
        value: Array = self.loss.value(z, y).sum(axis=-1) + self.l2 * penalty
        return value

    def _gradient(self, phi: Array) -> Array:
        rows, design, y = self._rows(phi)
        z, memory = self.predictor.forward(rows, design)
        gradient = self.predictor.backward(rows, design, memory, self.loss.slope(z, y))
        gradient += (2 * self.l2 * self.penalised).astype(rows.dtype) * rows
        return gradient.T

    def _hessian(self, phi: Array) -> Array:
        rows, design, y = self._rows(phi)
        z, memory = self.predictor.forward(rows, design)
        slope, curvature = self.loss.slope(z, y), self.loss.curvature(z, y)
        hessian = self.predictor.second(rows, design, memory, slope, curvature)
        hessian = 0.5 * (hessian + hessian.swapaxes(-1, -2))  # a matrix product is symmetric but for rounding
        diagonal = np.arange(self.dimension)
        hessian[:, diagonal, diagonal] += (2 * self.l2 * self.penalised).astype(rows.dtype)
        return hessian.T

    def _rows(self, phi: Array) -> tuple[Array, Array, Array]:
        """φ as rows (N, d), with design and targets in its dtype, laid beside the runs they belong to."""
        rows = np.ascontiguousarray(phi.T)
        design, y = self.design.astype(rows.dtype, copy=False), self.y.astype(rows.dtype, copy=False)
        if design.ndim == 3 and len(design) != len(rows):
            copies = (len(rows) // len(design), 1, 1)
            design, y = np.tile(design, copies), np.tile(y, copies)
        return rows, design, y


def _table(values: ArrayLike, name: str, columns: int) -> Array:
    """`values` as a read-only table of finite float64 with this many columns."""
    try:
        table = np.array(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers only") from None
    if table.ndim != 2 or table.shape[1] != columns or not len(table):
        raise ValueError(f"{name} must have at least one row, and {columns} columns, got shape {table.shape}")
    if not np.isfinite(table).all():
        raise ValueError(f"{name} must hold finite numbers only")
    if np.abs(table).max() > HUGE:
        raise ValueError(f"{name} must hold numbers up to {HUGE:g} in size")
    table.flags.writeable = False
    return table


def _names_classes(y: Array) -> bool:
    """Whether the targets (I, K) are 0 or 1, and with several columns exactly one of them is 1."""
    binary = bool(((y == 0) | (y == 1)).all())
    return binary and (y.shape[1] == 1 or bool((y.sum(axis=1) == 1).all()))


def linear_regression(x: ArrayLike, y: ArrayLike, l2: float = 0.0) -> Fitting:
    """Least squares of a linear model: x (I, F) or (I,), y (I, K), or (I,) for one output."""
    x, y = _columns(x), _columns(y)
    return Fitting(Affine(x.shape[1], y.shape[1]), SquaredError(), x, y, l2)


def logistic_regression(x: ArrayLike, labels: ArrayLike, l2: float = 0.0) -> Fitting:
    """Binary cross-entropy of a linear model: x (I, F) or (I,), labels (I,) of 0 and 1."""
    x = _columns(x)
    return Fitting(Affine(x.shape[1], 1), BinaryCrossEntropy(), x, _columns(labels), l2)


def softmax_regression(x: ArrayLike, labels: ArrayLike, classes: int | None = None, l2: float = 0.0) -> Fitting:
    """Cross-entropy of a linear model: x (I, F) or (I,), labels (I,) of 0…K − 1; K is `classes` if given."""
    x, y = _columns(x), one_hot(labels, classes)
    return Fitting(Affine(x.shape[1], y.shape[1]), CrossEntropy(), x, y, l2)


def one_hot(labels: ArrayLike, classes: int | None = None) -> Array:
    """The labels (I,) of 0…K − 1 as targets (I, K), a 1 at the label and 0 elsewhere; ValueError for other labels."""
    whole = np.asarray(labels)
    if whole.ndim != 1 or not whole.size or whole.dtype.kind not in "iu" or whole.min() < 0:
        raise ValueError("labels must be a list of at least one whole number, not below 0")
    count = int(whole.max()) + 1 if classes is None else classes
    if whole.max() >= count:
        raise ValueError(f"labels must be below {count}, got {whole.max()}")
    targets: Array = np.eye(count)[whole]
    return targets


def _columns(values: ArrayLike) -> Array:
    """A list of numbers as a table of one column; a table as it is."""
    table = np.asarray(values, dtype=float)
    return table[:, None] if table.ndim == 1 else table
