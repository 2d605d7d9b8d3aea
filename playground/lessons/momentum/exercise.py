"""The exercise for home of the lesson on momentum."""

import numpy as np

from playground.engine.closed_forms import reach
from playground.worksheets import Exercise


def draw(random: np.random.Generator) -> Exercise:
    """Three steps of momentum on given gradients: where the parameter stands."""
    alpha, beta = float(random.choice([0.1, 0.2, 0.5])), float(random.choice([0.5, 0.8, 0.9]))
    start = float(random.integers(-3, 4))
    gradients = random.choice([-5, -4, -3, -2, 2, 3, 4, 5], 3).astype(float)
    place = start - alpha * float(reach(beta, 3) @ gradients)
    a, b, c = gradients.tolist()
    return Exercise({"alpha": alpha, "beta": beta, "p": start, "a": a, "b": b, "c": c}, place, 0.0006)
