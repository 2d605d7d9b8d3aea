"""What is computed before the first visitor comes: the first page's landscape, run and figures, in both languages."""

from __future__ import annotations

from importlib import import_module

from playground.i18n import languages
from playground.link.playground import default_settings
from playground.ui import cache

PAGES = ("playground.ui.playground_page", "playground.ui.lesson.page", "playground.ui.task.page")
"""The modules that the scripts of pages ask for."""


def modules() -> None:
    """Import what the pages' scripts will."""
    for name in PAGES:
        import_module(name)


def run() -> None:
    """Fill the caches with what the first page shows."""
    settings = default_settings()
    cache.run(cache.run_key(settings))
    cache.curvature_of(cache.run_key(settings))
    for language in languages():
        for appearance in ("light", "dark"):
            cache.contour_figure(cache.model_key(settings), language, appearance)
