"""Lesson: the Gabor model. Its own figures are curves, the minima of the slides, and where the basin switches."""

from playground.lessons.gabor import figures
from playground.lessons.gabor.exercise import draw
from playground.ui.lesson.page import show_lesson


def show() -> None:
    """Draw the page."""
    show_lesson(
        "gabor",
        shown={"divisor", "alpha", "start", "steps", "show"},
        panels=(figures.contour, "fit", "surface", "loss"),
        opened=("curvature",),
        extra=figures.below,
        follows=figures.follows,
        exercise=draw,
    )
