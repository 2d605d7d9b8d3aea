"""The exercise for home of the lesson on hyperparameters."""

import numpy as np

from playground.worksheets import Exercise


def draw(random: np.random.Generator) -> Exercise:
    """The largest learning rate with which momentum converges on a quadratic loss."""
    curvature, beta = float(random.integers(4, 60)), float(random.choice([0.5, 0.6, 0.7, 0.8, 0.9]))
    limit = 2 * (1 + beta) / ((1 - beta) * curvature)
    return Exercise({"curvature": curvature, "beta": beta}, limit, 0.006 * limit)
