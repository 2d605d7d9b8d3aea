"""Lesson: convexity. One dimension with tangent and chord, then landscapes and quadratics by their Hessian."""

from playground.lessons.convexity import figures
from playground.lessons.convexity.exercise import draw
from playground.ui.lesson.page import show_lesson


def show() -> None:
    """Draw the page."""
    case = figures.enter()
    if isinstance(case, figures.CurveCase):
        show_lesson(figures.NAME, shown=(), panels=(), before=figures.one_dimension, exercise=draw)
    elif isinstance(case, figures.MatrixCase):
        show_lesson(figures.NAME, shown=(), panels=(), before=figures.own_quadratic, exercise=draw)
    else:
        show_lesson(
            figures.NAME,
            shown={"divisor", "alpha", "start", "steps", "show"},
            panels=("contour", figures.numbers_panel, "surface", figures.plane_panel),
            reports=True,
            exercise=draw,
        )
