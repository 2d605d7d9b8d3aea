"""The exercise for home of the lesson on Nesterov momentum."""

import numpy as np

from playground.worksheets import Exercise


def draw(random: np.random.Generator) -> Exercise:
    """The gradient of φ⁴/4 at the look-ahead point, measured and by Taylor: how far apart they are."""
    phi, m = float(random.choice([1.0, 1.5, 2.0])), float(random.choice([1.0, 2.0, 3.0]))
    alpha, beta = float(random.choice([0.1, 0.2])), float(random.choice([0.5, 0.9]))
    ahead = alpha * beta * m
    error = abs((phi - ahead) ** 3 - (phi**3 - ahead * 3 * phi**2))
    return Exercise({"p": phi, "m": m, "alpha": alpha, "beta": beta}, error, 0.0006)
