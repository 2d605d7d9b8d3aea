"""Lesson: line search. Its own figures are the bracketing movie and the slice along −gradient beside the contour."""

from playground.ui import lesson
from playground.ui.lessons import brackets

lesson.show(
    "line-search",
    shown={"start", "steps", "method", "max_distance", "tolerance", "max_iterations", "show"},
    panels=("contour", brackets.slice_panel, "loss", "fit"),
    before=brackets.movie,
    extra=brackets.angles,
    reports=True,
)
