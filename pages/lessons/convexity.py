"""Lesson: convexity. One dimension with tangent and chord, then landscapes and quadratics by their Hessian."""

from playground.ui import lesson
from playground.ui.lessons import convexity

case = convexity.enter()
if isinstance(case, convexity.CurveCase):
    lesson.show(convexity.NAME, shown=(), panels=(), before=convexity.one_dimension)
elif isinstance(case, convexity.MatrixCase):
    lesson.show(convexity.NAME, shown=(), panels=(), before=convexity.own_quadratic)
else:
    lesson.show(
        convexity.NAME,
        shown={"divisor", "alpha", "start", "steps", "show"},
        panels=("contour", convexity.numbers_panel, "surface", convexity.plane_panel),
        reports=True,
    )
