"""Lesson: linear regression and its loss. Its own figures: three lines with their squares, and the slides' points."""

from playground.ui import lesson
from playground.ui.lessons import line

lesson.show(
    "linear-regression",
    shown={"dataset", "start", "alpha", "steps"},
    panels=(line.contour, "fit", "surface", "loss"),
    extra=line.three_lines,
    squares=True,
)
