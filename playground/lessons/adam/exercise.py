"""The exercise for home of the lesson on Adam."""

import numpy as np

from playground.engine.closed_forms import moments
from playground.worksheets import Exercise


def draw(random: np.random.Generator) -> Exercise:
    """The second step of Adam on two given gradients, in units of α."""
    first, second = random.choice([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5], 2, replace=False).astype(float).tolist()
    beta, gamma = float(random.choice([0.8, 0.9])), float(random.choice([0.9, 0.99]))
    ratio = moments(np.array([first, second]), beta, gamma).ratio[1]
    return Exercise({"a": first, "b": second, "beta": beta, "gamma": gamma}, float(ratio), 0.0006)
