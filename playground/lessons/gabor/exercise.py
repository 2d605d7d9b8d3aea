"""The exercise for home of the lesson on the Gabor model."""

import numpy as np

from playground.engine import Gabor, GradientDescent, descend
from playground.worksheets import Exercise


def draw(random: np.random.Generator) -> Exercise:
    """The valley of the Gabor model in which a run ends."""
    a, b = np.round(random.uniform(-4.0, 5.0), 1), np.round(random.uniform(6.0, 20.0), 1)
    end = descend(GradientDescent(0.1), Gabor(), np.array([a, b]), 400).value[-1]
    return Exercise({"a": float(a), "b": float(b)}, float(end), 0.006)
