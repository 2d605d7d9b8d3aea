"""Lesson: momentum. Its own figures weigh the past gradients at the step at which the player stands."""

from playground.content import Lesson
from playground.lessons.momentum import figures
from playground.lessons.momentum.exercise import draw
from playground.link.playground import Settings
from playground.ui.cache import Run
from playground.ui.lesson.page import show_lesson


def extra(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """What m is made of, what becomes of it for large t, and how others write the rule."""
    figures.follow(words, now, runs)
    figures.large(words, now)
    figures.others(words, now, runs)
    figures.drawn(words)


def show() -> None:
    """Draw the page."""
    show_lesson(
        "momentum",
        shown={"alpha", "beta", "start", "steps", "batches", "compare", "show"},
        panels=("contour", figures.beside, "loss", "fit"),
        opened=("ledger",),
        extra=extra,
        reports=True,
        exercise=draw,
    )
