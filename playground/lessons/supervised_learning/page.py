"""Lesson: models, losses, training. Its own figures are the four tasks as one strip, and three losses."""

from playground.lessons.supervised_learning import figures
from playground.lessons.supervised_learning.exercise import draw
from playground.ui.cache import model_key
from playground.ui.lesson.page import show_lesson


def show() -> None:
    """Draw the page."""
    show_lesson(
        "supervised-learning",
        shown={"start"},
        panels=("contour", "fit"),
        extra=figures.three_losses,
        follows=model_key,
        exercise=draw,
    )
