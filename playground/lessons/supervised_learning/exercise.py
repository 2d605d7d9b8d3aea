"""The exercise for home of the lesson on supervised learning."""

import numpy as np

from playground.engine.losses import BinaryCrossEntropy
from playground.worksheets import Exercise


def draw(random: np.random.Generator) -> Exercise:
    """The binary cross-entropy of three reviews."""
    p, q, r = np.round(random.uniform(0.05, 0.95, 3), 2)
    z = np.log([p, q, r]) - np.log1p([-p, -q, -r])
    value = BinaryCrossEntropy().value(z[:, None], np.array([[1.0], [0.0], [1.0]])).sum()
    return Exercise({"p": float(p), "q": float(q), "r": float(r)}, float(value), 0.006)
