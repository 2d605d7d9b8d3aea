"""Lesson: normalized gradients and Adam. Its own figures are signs, the slides' four panels, and the moments over t."""

from playground.content import Lesson
from playground.lessons.adam import figures
from playground.lessons.adam.exercise import draw
from playground.link.playground import Settings
from playground.ui.cache import Run
from playground.ui.lesson.page import show_lesson


def extra(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """In the order of the slides: four panels, signs, moments and their correction."""
    figures.four(words)
    figures.signs(words)
    figures.corrected(words, now, runs)


def show() -> None:
    """Draw the page."""
    show_lesson(
        "adam",
        shown={
            "optimizer",
            "alpha",
            "beta",
            "gamma",
            "epsilon",
            "bias_correction",
            "start",
            "steps",
            "compare",
            "show",
        },
        panels=("contour", "fit", "loss", figures.steps_panel),
        opened=("ledger",),
        extra=extra,
        reports=True,
        exercise=draw,
    )
