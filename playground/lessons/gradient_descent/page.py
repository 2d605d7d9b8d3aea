"""Lesson: gradient descent. Its own figure is the table of the twelve rows whose sum is the gradient."""

from playground.figures.marked_points import FIGURE_6_1
from playground.lessons.gradient_descent import figures
from playground.lessons.gradient_descent.exercise import draw
from playground.lessons.linear_regression.figures import ask, by_hand
from playground.ui.lesson.page import show_lesson


def show() -> None:
    """Draw the page."""
    show_lesson(
        "gradient-descent",
        shown={"alpha", "start", "steps", "show"},
        panels=(by_hand(FIGURE_6_1), "fit", figures.table, "loss"),
        opened=("ledger",),
        extra=lambda words, now, runs: ask(),
        reports=True,
        exercise=draw,
    )
