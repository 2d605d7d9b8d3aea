"""The exercise for home of the lesson on convexity."""

import numpy as np

from playground.worksheets import Exercise


def draw(random: np.random.Generator) -> Exercise:
    """The smaller eigenvalue of a Hessian whose determinant is often positive, though the loss need not be convex."""
    a, c = random.integers(1, 10, 2) * random.choice([-1, 1])
    b = int(random.integers(-5, 6)) or 1
    low = np.linalg.eigvalsh(np.array([[a, b], [b, c]], dtype=float))[0]
    return Exercise({"a": float(a), "b": float(b), "c": float(c)}, float(low), 0.006)
