"""The exercise for home of the lesson on line search."""

import numpy as np

from playground.engine import bracket
from playground.worksheets import Exercise


def draw(random: np.random.Generator) -> Exercise:
    """Some iterations of bracketing on a parabola, by hand."""
    m, n = float(np.round(random.uniform(0.1, 0.9), 2)), int(random.integers(2, 5))
    found = bracket(lambda p: (p - m) ** 2, 0.0, 1.0, 1e-12, n)
    return Exercise({"m": m, "n": n}, float(found.solution), 0.0006)
