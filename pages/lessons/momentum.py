"""Lesson: momentum. Its own figures weigh the past gradients at the step at which the player stands."""

from playground.content import Lesson
from playground.link.playground import Settings
from playground.ui import lesson
from playground.ui.cache import Run
from playground.ui.lessons import momentum


def figures(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """What m is made of, what becomes of it for large t, and how others write the rule."""
    momentum.follow(words, now, runs)
    momentum.large(words, now)
    momentum.others(words, now, runs)
    momentum.drawn(words)


lesson.show(
    "momentum",
    shown={"alpha", "beta", "start", "steps", "batches", "compare", "show"},
    panels=("contour", momentum.beside, "loss", "fit"),
    opened=("ledger",),
    extra=figures,
    reports=True,
)
