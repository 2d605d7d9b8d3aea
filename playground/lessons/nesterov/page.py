"""Lesson: Nesterov momentum. Its own figures are the step from close by, and Taylor's estimate of what it measures."""

from playground.lessons.nesterov import figures
from playground.lessons.nesterov.exercise import draw
from playground.ui.lesson.page import show_lesson


def show() -> None:
    """Draw the page."""
    show_lesson(
        "nesterov",
        shown={"alpha", "beta", "lookahead", "start", "steps", "batches", "compare", "show"},
        panels=("contour", figures.beside, "loss", "fit"),
        opened=("ledger",),
        extra=figures.taylor,
        reports=True,
        exercise=draw,
    )
