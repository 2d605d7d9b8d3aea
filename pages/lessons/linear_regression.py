"""Lesson: linear regression and its loss. Its own figures: three lines with their squares, and the slides' points."""

from playground.figures.marks import FIGURE_2_4
from playground.ui import lesson
from playground.ui.cache import model_key
from playground.ui.lessons import line

lesson.show(
    "linear-regression",
    shown={"dataset", "start", "alpha", "steps"},
    panels=(line.by_hand(FIGURE_2_4), "fit", "surface", "loss"),
    extra=line.three_lines,
    squares=True,
    follows=model_key,
)
