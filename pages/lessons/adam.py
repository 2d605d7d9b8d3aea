"""Lesson: normalized gradients and Adam. Its own figures are signs, the slides' four panels, and the moments over t."""

from playground.content import Lesson
from playground.link.playground import Settings
from playground.ui import lesson
from playground.ui.cache import Run
from playground.ui.lessons import adam


def figures(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """In the order of the slides: four panels, signs, moments and their correction."""
    adam.four(words)
    adam.signs(words)
    adam.corrected(words, now, runs)


lesson.show(
    "adam",
    shown={"optimizer", "alpha", "beta", "gamma", "epsilon", "bias_correction", "start", "steps", "compare", "show"},
    panels=("contour", "fit", "loss", adam.steps_panel),
    opened=("ledger",),
    extra=figures,
    reports=True,
)
