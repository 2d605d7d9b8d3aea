"""Lesson: stochastic gradient descent. Its own figures are the loss of the batch, and what many seeds do."""

from playground.lessons.stochastic_gradient_descent import figures
from playground.lessons.stochastic_gradient_descent.exercise import draw
from playground.ui.lesson.page import show_lesson


def show() -> None:
    """Draw the page."""
    show_lesson(
        "stochastic-gradient-descent",
        shown={"alpha", "start", "steps", "batches", "schedule", "show"},
        panels=("contour", figures.batch_panel, "fit", "loss"),
        extra=figures.extra,
        reports=True,
        exercise=draw,
    )
