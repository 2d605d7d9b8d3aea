"""Exercises for home: a seed for each student, the numbers it draws, and the answer that can be checked.

A lesson's `exercise.py` draws the numbers; the sentence around them is the `worksheet` block of its words, which names
them in {braces}.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Exercise:
    """The numbers of an exercise by name, its answer, and how far off an answer may be."""

    numbers: Mapping[str, float]
    answer: float
    tolerance: float


Draw = Callable[[np.random.Generator], Exercise]
"""Draws the numbers of an exercise, and computes its answer."""


def seed_of(student: str) -> int:
    """The seed of a student's name or number: the same text gives the same exercise, on every machine."""
    return zlib.crc32(" ".join(student.casefold().split()).encode())


def exercise(draw: Draw, student: str) -> Exercise:
    """A student's exercise in a lesson, by the function that draws it."""
    return draw(np.random.default_rng(seed_of(student)))


def correct(exercise: Exercise, answer: float) -> bool:
    """Whether an answer is right, as far as it was asked for."""
    return abs(answer - exercise.answer) <= exercise.tolerance
