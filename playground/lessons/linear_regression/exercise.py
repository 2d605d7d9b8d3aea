"""The exercise for home of the lesson on linear regression."""

import numpy as np

from playground.engine import LinearRegression
from playground.worksheets import Exercise


def draw(random: np.random.Generator) -> Exercise:
    """The sum of the twelve squares of a line."""
    a, b = np.round(random.uniform(0.2, 1.8), 1), np.round(random.uniform(-0.8, 0.8), 1)
    value = LinearRegression().value(np.array([a, b]))
    return Exercise({"a": float(a), "b": float(b)}, float(value), 0.006)
