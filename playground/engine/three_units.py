"""The course's example of losses: twenty inputs, a network of three hidden units, and three kinds of target.

Source: Understanding Deep Learning, chapter 5; notebooks 5.1 to 5.3.
"""

from __future__ import annotations

import numpy as np

from playground.engine.fitting import Fitting, one_hot
from playground.engine.losses import BinaryCrossEntropy, CrossEntropy, GaussianLikelihood, Loss
from playground.engine.predictors import ShallowNetwork
from playground.engine.types import Array, Target

# fmt: off
X = (
    0.09291784, 0.46809093, 0.93089486, 0.67612654, 0.73441752, 0.86847339, 0.49873225, 0.51083168, 0.18343972,
    0.99380898, 0.27840809, 0.38028817, 0.12055708, 0.56715537, 0.92005746, 0.7707227, 0.85278176, 0.0531595,
    0.87168699, 0.58858043,
)
Y_REGRESSION = (
    -0.25934537, 0.18195445, 0.65127015, 0.13921448, 0.09366691, 0.30567674, 0.37229117, 0.20716968, -0.08131792,
    0.51187806, 0.16943738, 0.3994327, 0.01906257, 0.5582041, 0.45256496, -0.1183121, 0.02957665, -1.24354444,
    0.24803884, 0.2682497,
)
Y_BINARY = (0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1)
Y_MULTICLASS = (2, 0, 1, 2, 1, 0, 0, 2, 2, 0, 2, 0, 2, 0, 1, 2, 1, 2, 1, 0)
# fmt: on

BETA0, OMEGA0 = (0.3, -1.0, -0.5), (-1.0, 1.8, 0.65)
"""The hidden units' biases and weights, common to all three."""

OUTPUTS: dict[Target, tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]] = {
    "regression": ((0.1,), ((-2.0, -1.0, 7.0),)),
    "binary": ((2.6,), ((-24.0, -8.0, 50.0),)),
    "multiclass": ((2.0, -2.0, 0.0), ((-24.0, -8.0, 50.0), (-2.0, 8.0, -30.0), (16.0, -8.0, -8.0))),
}
"""The output's biases and weights, by kind of target."""


def three_units(kind: Target, l2: float = 0.0) -> Fitting:
    """The loss of the course's network: `kind` is "regression" (normal density, σ = 0.2), "binary" or "multiclass"."""
    losses: dict[Target, tuple[Loss, Array]] = {
        "regression": (GaussianLikelihood(0.2), np.array(Y_REGRESSION)[:, None]),
        "binary": (BinaryCrossEntropy(), np.array(Y_BINARY, float)[:, None]),
        "multiclass": (CrossEntropy(), one_hot(Y_MULTICLASS)),
    }
    loss, y = losses[kind]
    network = ShallowNetwork(1, y.shape[1])
    reach = np.abs(course_parameters(kind)) + 1
    box = tuple((-float(r), float(r)) for r in reach)
    return Fitting(network, loss, np.array(X)[:, None], y, l2, box)


def course_parameters(kind: Target) -> Array:
    """The parameters that the course gives for this kind of target, (d,)."""
    beta1, omega1 = OUTPUTS[kind]
    return ShallowNetwork(1, len(beta1)).pack(BETA0, OMEGA0, beta1, omega1)
