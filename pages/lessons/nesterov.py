"""Lesson: Nesterov momentum. Its own figures are the step from close by, and Taylor's estimate of what it measures."""

from playground.ui import lesson
from playground.ui.lessons import nesterov

lesson.show(
    "nesterov",
    shown={"alpha", "beta", "lookahead", "start", "steps", "batches", "compare", "show"},
    panels=("contour", nesterov.beside, "loss", "fit"),
    opened=("ledger",),
    extra=nesterov.taylor,
    reports=True,
)
