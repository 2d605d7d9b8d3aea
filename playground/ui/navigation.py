"""The pages and their order: one row a page; the address of a page is the same in every language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from playground.i18n import Translator
from playground.marking import N_

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Page:
    """A page of the app: its script, its title, its address, and the group it stands in."""

    script: str
    title: str
    url: str
    group: str = ""


_COURSE = N_("The course")
_TASKS = N_("Tasks")

PAGES = (
    Page("pages/play.py", N_("Playground"), ""),
    Page("pages/lessons/supervised_learning.py", N_("Models, losses, training"), "supervised-learning", _COURSE),
    Page("pages/lessons/linear_regression.py", N_("Linear regression"), "linear-regression", _COURSE),
    Page("pages/lessons/gradient_descent.py", N_("Gradient descent"), "gradient-descent", _COURSE),
    Page("pages/lessons/line_search.py", N_("Line search"), "line-search", _COURSE),
    Page("pages/lessons/convexity.py", N_("Convexity"), "convexity", _COURSE),
    Page("pages/lessons/gabor.py", N_("The Gabor model"), "gabor", _COURSE),
    Page(
        "pages/lessons/stochastic_gradient_descent.py",
        N_("Stochastic gradient descent"),
        "stochastic-gradient-descent",
        _COURSE,
    ),
    Page("pages/lessons/momentum.py", N_("Momentum"), "momentum", _COURSE),
    Page("pages/lessons/nesterov.py", N_("Nesterov momentum"), "nesterov", _COURSE),
    Page("pages/lessons/adam.py", N_("Normalized gradients and Adam"), "adam", _COURSE),
    Page("pages/lessons/hyperparameters.py", N_("Hyperparameters"), "hyperparameters", _COURSE),
    Page("pages/tasks/house_price.py", N_("House price"), "house-price", _TASKS),
    Page("pages/tasks/molecule.py", N_("Freezing and boiling point"), "molecule", _TASKS),
    Page("pages/tasks/review.py", N_("Restaurant review"), "review", _TASKS),
    Page("pages/tasks/music.py", N_("Music style"), "music", _TASKS),
    Page("pages/tasks/shallow_network.py", N_("Three hidden units"), "shallow-network", _TASKS),
)
"""All pages, in the order of the navigation."""


def lessons() -> list[Page]:
    """The lessons, in the order of the course."""
    return [page for page in PAGES if page.group == _COURSE]


def what_follows(url: str, t: Translator) -> str:
    """Which lesson comes after one, in a sentence."""
    after = [page.url for page in lessons()].index(url) + 1
    if after == len(lessons()):
        return t("It was the last of the course.")
    return t("Next: {n}. {title}").format(n=after + 1, title=t(lessons()[after].title))


def is_lesson(url: str) -> bool:
    """Whether the page at an address is a lesson."""
    return any(page.url == url for page in lessons())


def page(url: str, t: Translator) -> st.Page:
    """The page at an address, for st.switch_page."""
    return _made(next(page for page in PAGES if page.url == url), t)


def _made(page: Page, t: Translator) -> st.Page:
    return st.Page(ROOT / page.script, title=t(page.title), url_path=page.url or None, default=page is PAGES[0])


def menu(t: Translator) -> dict[str, list[st.Page]]:
    """The pages by group, as st.navigation takes them; the first page is the default."""
    groups: dict[str, list[st.Page]] = {}
    for page in PAGES:
        groups.setdefault(t(page.group) if page.group else "", []).append(_made(page, t))
    return groups
