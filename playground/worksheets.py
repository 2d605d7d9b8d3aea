"""Exercises for home: a seed for each student, the numbers it draws, and the answer that can be checked. No Streamlit.

Each function takes a NumPy generator and returns an Exercise; the sentence around the numbers is the lesson's
`worksheet` block, which names them in {braces}.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from playground.engine import Gabor, GradientDescent, LinearRegression, Minibatches, bracket, descend
from playground.engine.losses import BinaryCrossEntropy
from playground.engine.memory import moments, reach


@dataclass(frozen=True)
class Exercise:
    """The numbers of an exercise by name, its answer, and how far off an answer may be."""

    numbers: Mapping[str, float]
    answer: float
    tolerance: float


def seed_of(student: str) -> int:
    """The seed of a student's name or number: the same text gives the same exercise, on every machine."""
    return zlib.crc32(" ".join(student.casefold().split()).encode())


def exercise(lesson: str, student: str) -> Exercise:
    """A student's exercise in a lesson. Raises KeyError for a lesson without one."""
    return EXERCISES[lesson](np.random.default_rng(seed_of(student)))


def correct(exercise: Exercise, answer: float) -> bool:
    """Whether an answer is right, as far as it was asked for."""
    return abs(answer - exercise.answer) <= exercise.tolerance


def linear_regression(random: np.random.Generator) -> Exercise:
    """The sum of the twelve squares of a line."""
    a, b = np.round(random.uniform(0.2, 1.8), 1), np.round(random.uniform(-0.8, 0.8), 1)
    value = LinearRegression().value(np.array([a, b]))
    return Exercise({"a": float(a), "b": float(b)}, float(value), 0.006)


def line_search(random: np.random.Generator) -> Exercise:
    """Some iterations of bracketing on a parabola, by hand."""
    m, n = float(np.round(random.uniform(0.1, 0.9), 2)), int(random.integers(2, 5))
    found = bracket(lambda p: (p - m) ** 2, 0.0, 1.0, 1e-12, n)
    return Exercise({"m": m, "n": n}, float(found.solution), 0.0006)


def gradient_descent(random: np.random.Generator) -> Exercise:
    """One step of gradient descent on the twelve points, by hand: the new slope."""
    a, b = np.round(random.uniform(0.2, 1.8), 1), np.round(random.uniform(-0.8, 0.8), 1)
    alpha = float(random.choice([0.01, 0.02, 0.03]))
    model, phi = LinearRegression(), np.array([a, b])
    new, _ = GradientDescent(alpha).step(model, phi, ())
    return Exercise({"a": float(a), "b": float(b), "alpha": alpha}, float(new[1]), 0.006)


def stochastic_gradient_descent(random: np.random.Generator) -> Exercise:
    """How many steps some epochs of minibatches are; the last batch of an epoch may be short."""
    count, size, epochs = int(random.integers(20, 100)), int(random.integers(3, 12)), int(random.integers(3, 20))
    steps = epochs * Minibatches(size, seed=0).per_epoch(count)
    return Exercise({"count": count, "size": size, "epochs": epochs}, float(steps), 0.5)


def momentum(random: np.random.Generator) -> Exercise:
    """Three steps of momentum on given gradients: where the parameter stands."""
    alpha, beta = float(random.choice([0.1, 0.2, 0.5])), float(random.choice([0.5, 0.8, 0.9]))
    start = float(random.integers(-3, 4))
    gradients = random.choice([-5, -4, -3, -2, 2, 3, 4, 5], 3).astype(float)
    place = start - alpha * float(reach(beta, 3) @ gradients)
    a, b, c = gradients.tolist()
    return Exercise({"alpha": alpha, "beta": beta, "p": start, "a": a, "b": b, "c": c}, place, 0.0006)


def nesterov(random: np.random.Generator) -> Exercise:
    """The gradient of φ⁴/4 at the look-ahead point, measured and by Taylor: how far apart they are."""
    phi, m = float(random.choice([1.0, 1.5, 2.0])), float(random.choice([1.0, 2.0, 3.0]))
    alpha, beta = float(random.choice([0.1, 0.2])), float(random.choice([0.5, 0.9]))
    ahead = alpha * beta * m
    error = abs((phi - ahead) ** 3 - (phi**3 - ahead * 3 * phi**2))
    return Exercise({"p": phi, "m": m, "alpha": alpha, "beta": beta}, error, 0.0006)


def adam(random: np.random.Generator) -> Exercise:
    """The second step of Adam on two given gradients, in units of α."""
    first, second = random.choice([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5], 2, replace=False).astype(float).tolist()
    beta, gamma = float(random.choice([0.8, 0.9])), float(random.choice([0.9, 0.99]))
    ratio = moments(np.array([first, second]), beta, gamma).ratio[1]
    return Exercise({"a": first, "b": second, "beta": beta, "gamma": gamma}, float(ratio), 0.0006)


def gabor(random: np.random.Generator) -> Exercise:
    """The valley of the Gabor model in which a run ends."""
    a, b = np.round(random.uniform(-4.0, 5.0), 1), np.round(random.uniform(6.0, 20.0), 1)
    end = descend(GradientDescent(0.1), Gabor(), np.array([a, b]), 400).value[-1]
    return Exercise({"a": float(a), "b": float(b)}, float(end), 0.006)


def supervised_learning(random: np.random.Generator) -> Exercise:
    """The binary cross-entropy of three reviews."""
    p, q, r = np.round(random.uniform(0.05, 0.95, 3), 2)
    z = np.log([p, q, r]) - np.log1p([-p, -q, -r])
    value = BinaryCrossEntropy().value(z[:, None], np.array([[1.0], [0.0], [1.0]])).sum()
    return Exercise({"p": float(p), "q": float(q), "r": float(r)}, float(value), 0.006)


def hyperparameters(random: np.random.Generator) -> Exercise:
    """The largest learning rate with which momentum converges on a quadratic loss."""
    curvature, beta = float(random.integers(4, 60)), float(random.choice([0.5, 0.6, 0.7, 0.8, 0.9]))
    limit = 2 * (1 + beta) / ((1 - beta) * curvature)
    return Exercise({"curvature": curvature, "beta": beta}, limit, 0.006 * limit)


def convexity(random: np.random.Generator) -> Exercise:
    """The smaller eigenvalue of a Hessian whose determinant is often positive, though the loss need not be convex."""
    a, c = random.integers(1, 10, 2) * random.choice([-1, 1])
    b = int(random.integers(-5, 6)) or 1
    low = np.linalg.eigvalsh(np.array([[a, b], [b, c]], dtype=float))[0]
    return Exercise({"a": float(a), "b": float(b), "c": float(c)}, float(low), 0.006)


EXERCISES: dict[str, Callable[[np.random.Generator], Exercise]] = {
    "supervised-learning": supervised_learning,
    "linear-regression": linear_regression,
    "gradient-descent": gradient_descent,
    "stochastic-gradient-descent": stochastic_gradient_descent,
    "line-search": line_search,
    "convexity": convexity,
    "gabor": gabor,
    "momentum": momentum,
    "nesterov": nesterov,
    "adam": adam,
    "hyperparameters": hyperparameters,
}
"""By lesson."""
