"""Lesson: convexity. One dimension with tangent and chord, then landscapes and quadratics by their Hessian."""

from functools import partial

from playground.lessons.convexity import curve, figures
from playground.lessons.convexity.exercise import draw
from playground.lessons.convexity.settings import CURVES, MATRICES, from_query
from playground.ui.lesson.page import opened_state, show_lesson


def show() -> None:
    """Draw the page."""
    case = getattr(opened_state("convexity", from_query), "case", "")
    lesson = partial(show_lesson, "convexity", read=from_query, exercise=draw)
    if case in CURVES:
        lesson(shown=(), panels=(), before=curve.one_dimension)
    elif case in MATRICES:
        lesson(shown=(), panels=(), before=figures.own_quadratic)
    else:
        lesson(
            shown={"divisor", "alpha", "start", "steps", "show"},
            panels=("contour", figures.numbers_panel, "surface", figures.plane_panel),
            reports=True,
        )
