"""Lesson: hyperparameters. A board of the same start under other values, and a comparison that is fair."""

from playground.lessons.hyperparameters import figures
from playground.lessons.hyperparameters.exercise import draw
from playground.ui.lesson.page import CONTROLS, FIELDS, show_lesson


def show() -> None:
    """Draw the page."""
    show_lesson(
        "hyperparameters",
        shown=(CONTROLS | FIELDS) - {"show"},
        panels=("contour", "loss"),
        extra=figures.extra,
        exercise=draw,
    )
