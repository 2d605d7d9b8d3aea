"""Lesson: linear regression and its loss. Its own figures: three lines with their squares, and the slides' points."""

from playground.figures.marked_points import FIGURE_2_4
from playground.lessons.linear_regression import figures
from playground.lessons.linear_regression.exercise import draw
from playground.ui.cache import model_key
from playground.ui.lesson.page import show_lesson


def show() -> None:
    """Draw the page."""
    show_lesson(
        "linear-regression",
        shown={"dataset", "start", "alpha", "steps"},
        panels=(figures.by_hand(FIGURE_2_4), "fit", "surface", "loss"),
        extra=figures.three_lines,
        squares=True,
        follows=model_key,
        exercise=draw,
    )
