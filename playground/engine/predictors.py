"""Predictors: models f[x, φ] of several inputs and outputs, affine or a network, with exact derivatives in φ."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import combinations
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np

from playground.engine.types import Array
from playground.marking import N_


class Parameter(NamedTuple):
    """What one entry of φ is: in its layer, the weight with which unit `row` takes its input `column`, 0 = the bias."""

    layer: Literal["hidden", "output"]
    row: int
    column: int


@dataclass(frozen=True)
class Predictor(ABC):
    """A model that turns F inputs into K outputs z = f[x, φ].

    A leaf computes on rows: φ as (N, d), and the inputs as a design (I, P) with P = F + 1, whose first column is 1 so
    that a bias is one more weight; or (N, I, P) if every run has its own data. All products are NumPy's stacked matmul,
    one small product for each run, so that the numbers of a run do not depend on the runs beside it.
    """

    inputs: int
    outputs: int

    name: ClassVar[str]
    affine: ClassVar[bool]

    def __post_init__(self) -> None:
        """Refuse a model without inputs or outputs."""
        if self.inputs < 1 or self.outputs < 1:
            raise ValueError(f"a model needs inputs and outputs, got {self.inputs} and {self.outputs}")

    @property
    @abstractmethod
    def parameters(self) -> tuple[Parameter, ...]:
        """What each entry of φ is, in order: unit by unit, the bias before the weights."""

    @property
    def dimension(self) -> int:
        """The number of parameters, d."""
        return len(self.parameters)

    @abstractmethod
    def start(self, seed: int = 0) -> Array:
        """Where training begins, (d,)."""

    @abstractmethod
    def forward(self, phi: Array, design: Array) -> tuple[Array, Any]:
        """The outputs z (N, I, K), and what the derivatives can use again."""

    @abstractmethod
    def backward(self, phi: Array, design: Array, memory: Any, slope: Array) -> Array:
        """Σ_i J_iᵀ s_i (N, d) with J = ∂z/∂φ, for slopes s = ∂ℓ/∂z (N, I, K): the gradient of Σ_i ℓ."""

    @abstractmethod
    def second(self, phi: Array, design: Array, memory: Any, slope: Array, curvature: Array) -> Array:
        """Σ_i J_iᵀ C_i J_i + Σ_ik s_ik ∂²z_ik/∂φ∂φᵀ (N, d, d), for curvatures C = ∂²ℓ/∂z∂zᵀ: the Hessian of Σ_i ℓ."""


def design_of(x: Array) -> Array:
    """The inputs x (I, F) with a column of ones before them, (I, F + 1)."""
    return np.concatenate([np.ones((*x.shape[:-1], 1), x.dtype), x], axis=-1)


def _layer(design: Array, rows: Array) -> Array:
    """The products of every datum (I, P) or (N, I, P) with every unit's row (N, units, P): (N, I, units)."""
    products: Array = np.matmul(design, rows.swapaxes(-1, -2))
    return products


def _summed(left: Array, right: Array) -> Array:
    """Σ_i left_i right_iᵀ over the data: (..., I, A) and (..., I, B) give (..., A, B)."""
    products: Array = np.matmul(left.swapaxes(-1, -2), right)
    return products


def _unit_rows(layer: Literal["hidden", "output"], rows: int, columns: int) -> tuple[Parameter, ...]:
    return tuple(Parameter(layer, row, column) for row in range(rows) for column in range(columns))


@dataclass(frozen=True)
class Affine(Predictor):
    """The linear model z_k = φ_k0 + Σ_j φ_kj x_j: a weighted sum of the inputs for every output.

    φ holds one row an output. J does not depend on φ, so a convex loss of z is a convex loss of φ.
    """

    name: ClassVar[str] = N_("Linear model")
    affine: ClassVar[bool] = True

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """K rows of F + 1."""
        return _unit_rows("output", self.outputs, self.inputs + 1)

    def start(self, seed: int = 0) -> Array:
        """The origin, where every input says nothing."""
        return np.zeros(self.dimension)

    def forward(self, phi: Array, design: Array) -> tuple[Array, Any]:
        """Z, and nothing to remember."""
        return _layer(design, self._rows(phi)), None

    def backward(self, phi: Array, design: Array, memory: Any, slope: Array) -> Array:
        """Σ_i s_ik x_ij, row by row."""
        return _summed(slope, design).reshape(phi.shape)

    def second(self, phi: Array, design: Array, memory: Any, slope: Array, curvature: Array) -> Array:
        """The blocks Σ_i C_ikl x_i x_iᵀ."""
        blocks = curvature.transpose(0, 2, 3, 1)[..., None]  # (N, K, K, I, 1)
        x = design if design.ndim == 2 else design[:, None, None]
        hessian = _summed(x, blocks * x)  # (N, K, K, P, P)
        return hessian.swapaxes(2, 3).reshape(*phi.shape, self.dimension)

    def _rows(self, phi: Array) -> Array:
        return phi.reshape(-1, self.outputs, self.inputs + 1)


@dataclass(frozen=True)
class ShallowNetwork(Predictor):
    """A network with one hidden layer: h = relu(β0 + Ω0 x), z = β1 + Ω1 h.

    φ holds one row a hidden unit, (bias, weights of the inputs), then one row an output, (bias, weights of the hidden
    units). Where a unit's sum is exactly 0 the loss has a kink: no Hessian exists there, and the derivative of relu is
    taken as 0. Source: Understanding Deep Learning, section 3.2.
    """

    hidden: int = 3

    name: ClassVar[str] = N_("Shallow network")
    affine: ClassVar[bool] = False

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """H rows of F + 1, then K rows of H + 1."""
        hidden = _unit_rows("hidden", self.hidden, self.inputs + 1)
        return hidden + _unit_rows("output", self.outputs, self.hidden + 1)

    def pack(self, beta0: Any, omega0: Any, beta1: Any, omega1: Any) -> Array:
        """The parameters β0 (H,), Ω0 (H, F), β1 (K,) and Ω1 (K, H) of the book as φ (d,)."""
        layers = [(beta0, omega0, self.hidden, self.inputs), (beta1, omega1, self.outputs, self.hidden)]
        rows = [
            np.hstack([np.reshape(beta, (units, 1)), np.reshape(omega, (units, size))])
            for beta, omega, units, size in layers
        ]
        return np.concatenate([layer.ravel() for layer in rows]).astype(float)

    def start(self, seed: int = 0) -> Array:
        """Normal weights of variance 2 / (number of inputs of the unit), biases 0. Source: He et al. (2015)."""
        weights = np.random.RandomState(seed).standard_normal(self.dimension)
        fan = {"hidden": self.inputs, "output": self.hidden}
        scale = [(2 / fan[p.layer]) ** 0.5 if p.column else 0.0 for p in self.parameters]
        return np.array(scale) * weights

    def swapped(self, phi: Array, first: int, second: int) -> Array:
        """φ (..., d) with two hidden units exchanged: another point, the same function, hence the same loss."""
        order = list(range(self.hidden))
        order[first], order[second] = second, first
        hidden, output = self._layers(phi.reshape(-1, self.dimension))
        output = np.concatenate([output[..., :1], output[..., 1:][..., order]], axis=-1)
        whole = np.concatenate([hidden[:, order].reshape(len(hidden), -1), output.reshape(len(output), -1)], axis=-1)
        return whole.reshape(phi.shape)

    def exchanged(self, phi: Array) -> list[Array]:
        """The points that differ from φ (d,) by two hidden units exchanged, a pair each."""
        return [self.swapped(phi, *pair) for pair in combinations(range(self.hidden), 2)]

    def sums(self, phi: Array, design: Array) -> Array:
        """What the hidden units see before relu, (N, I, H), for φ (N, d)."""
        return _layer(design, self._layers(phi)[0])

    def forward(self, phi: Array, design: Array) -> tuple[Array, Any]:
        """Z, and which units are on (N, I, H) with their activations beside a column of ones (N, I, H + 1)."""
        sums = self.sums(phi, design)
        hidden = design_of(np.maximum(sums, 0))
        return _layer(hidden, self._layers(phi)[1]), ((sums > 0).astype(phi.dtype), hidden)

    def backward(self, phi: Array, design: Array, memory: Any, slope: Array) -> Array:
        """Backpropagation: output weights first, then the hidden units that were on."""
        active, hidden = memory
        omega1 = self._layers(phi)[1][..., 1:]
        inner = np.matmul(slope, omega1) * active
        parts = [_summed(inner, design), _summed(slope, hidden)]
        return np.concatenate([part.reshape(len(phi), -1) for part in parts], axis=-1)

    def second(self, phi: Array, design: Array, memory: Any, slope: Array, curvature: Array) -> Array:
        """Σ JᵀCJ, and the mixed second derivatives ∂²z_k/∂Ω1_kh∂(row h) = [h on] x̃ where both layers meet."""
        active, hidden = memory
        jacobian = self._jacobian(phi, design, active, hidden)
        rows = (len(phi), -1, self.dimension)
        hessian = _summed(jacobian.reshape(rows), np.matmul(curvature, jacobian).reshape(rows))
        on = (slope[..., :, None] * active[..., None, :]).reshape(*slope.shape[:2], -1)
        mixed = _summed(on, design).reshape(len(phi), self.outputs, self.hidden, -1)
        for k in range(self.outputs):
            for h in range(self.hidden):
                weight, row = self._output(k).start + 1 + h, self._hidden(h)
                hessian[:, weight, row] += mixed[:, k, h]
                hessian[:, row, weight] += mixed[:, k, h]
        return hessian

    def _jacobian(self, phi: Array, design: Array, active: Array, hidden: Array) -> Array:
        """∂z/∂φ, (N, I, K, d)."""
        omega1 = self._layers(phi)[1][..., 1:]
        jacobian = np.zeros((*active.shape[:2], self.outputs, self.dimension), phi.dtype)
        for k in range(self.outputs):
            jacobian[:, :, k, self._output(k)] = hidden
            for h in range(self.hidden):
                jacobian[:, :, k, self._hidden(h)] = (omega1[:, k, h, None] * active[..., h])[..., None] * design
        return jacobian

    def _hidden(self, unit: int) -> slice:
        """Where φ holds the row of a hidden unit."""
        size = self.inputs + 1
        return slice(unit * size, (unit + 1) * size)

    def _output(self, unit: int) -> slice:
        """Where φ holds the row of an output."""
        begin, size = self.hidden * (self.inputs + 1), self.hidden + 1
        return slice(begin + unit * size, begin + (unit + 1) * size)

    def _layers(self, phi: Array) -> tuple[Array, Array]:
        """The rows of both layers, (N, H, F + 1) and (N, K, H + 1)."""
        cut = self.hidden * (self.inputs + 1)
        return (
            phi[:, :cut].reshape(len(phi), self.hidden, -1),
            phi[:, cut:].reshape(len(phi), self.outputs, -1),
        )
