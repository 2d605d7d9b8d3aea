"""The exercise for home of the lesson on gradient descent."""

import numpy as np

from playground.engine import GradientDescent, LinearRegression
from playground.worksheets import Exercise


def draw(random: np.random.Generator) -> Exercise:
    """One step of gradient descent on the twelve points, by hand: the new slope."""
    a, b = np.round(random.uniform(0.2, 1.8), 1), np.round(random.uniform(-0.8, 0.8), 1)
    alpha = float(random.choice([0.01, 0.02, 0.03]))
    model, phi = LinearRegression(), np.array([a, b])
    new, _ = GradientDescent(alpha).step(model, phi, ())
    return Exercise({"a": float(a), "b": float(b), "alpha": alpha}, float(new[1]), 0.006)
