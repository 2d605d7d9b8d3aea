"""Lesson: the Gabor model. Its own figures are curves, the minima of the slides, and where the basin switches."""

from playground.ui import lesson
from playground.ui.lessons import valleys

lesson.show(
    "gabor",
    shown={"divisor", "alpha", "start", "steps", "show"},
    panels=(valleys.contour, "fit", "surface", "loss"),
    opened=("curvature",),
    extra=valleys.below,
    follows=valleys.follows,
)
