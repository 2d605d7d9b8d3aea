"""The exercise for home of the lesson on stochastic gradient descent."""

import numpy as np

from playground.engine import Minibatches
from playground.worksheets import Exercise


def draw(random: np.random.Generator) -> Exercise:
    """How many steps some epochs of minibatches are; the last batch of an epoch may be short."""
    count, size, epochs = int(random.integers(20, 100)), int(random.integers(3, 12)), int(random.integers(3, 20))
    steps = epochs * Minibatches(size, seed=0).per_epoch(count)
    return Exercise({"count": count, "size": size, "epochs": epochs}, float(steps), 0.5)
