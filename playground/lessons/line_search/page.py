"""Lesson: line search. Its own figures are the bracketing movie and the slice along −gradient beside the contour."""

from playground.lessons.line_search import figures
from playground.lessons.line_search.exercise import draw
from playground.ui.lesson.page import show_lesson


def show() -> None:
    """Draw the page."""
    show_lesson(
        "line-search",
        shown={"start", "steps", "method", "max_distance", "tolerance", "max_iterations", "show"},
        panels=("contour", figures.slice_panel, "loss", "fit"),
        before=figures.movie,
        extra=figures.angles,
        reports=True,
        exercise=draw,
    )
