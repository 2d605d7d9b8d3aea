"""Exercises for home: a seed for each student, the numbers it draws, and the answer that can be checked. No Streamlit.

Each function takes a NumPy generator and returns an Exercise; the sentence around the numbers is the lesson's
`worksheet` block, which names them in {braces}.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from playground.engine import GradientDescent, LinearRegression


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


def gradient_descent(random: np.random.Generator) -> Exercise:
    """One step of gradient descent on the twelve points, by hand: the new slope."""
    a, b = np.round(random.uniform(0.2, 1.8), 1), np.round(random.uniform(-0.8, 0.8), 1)
    alpha = float(random.choice([0.01, 0.02, 0.03]))
    model, phi = LinearRegression(), np.array([a, b])
    new, _ = GradientDescent(alpha).step(model, phi, ())
    return Exercise({"a": float(a), "b": float(b), "alpha": alpha}, float(new[1]), 0.005)


EXERCISES: dict[str, Callable[[np.random.Generator], Exercise]] = {
    "gradient-descent": gradient_descent,
}
"""By lesson."""
