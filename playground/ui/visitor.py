"""What the app remembers of one visit, beside the values of the widgets: a page's settings, a lesson's answers, …"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class PageState:
    """One page: its settings, what it opened with, where it stands beside them, and the step its player begins with.

    `beside` goes by the names of BESIDE: what a reload must not lose. `first` is the situation for which the link named
    a step, and that step.
    """

    settings: Any = None
    opening: Any = None
    beside: dict[str, str] = field(default_factory=dict)
    first: tuple[str, int] | None = None


@dataclass
class LessonState:
    """One lesson: the state that was opened last, and the answers by the number of their question.

    `recalled` are those that came with the link.
    """

    at: int | None = None
    answers: dict[int, int] = field(default_factory=dict)
    recalled: dict[int, int] = field(default_factory=dict)


@dataclass
class Visit:
    """All of it.

    Attributes
    ----------
    query : dict
        The link by which the visitor came, name by name.
    ignored : list of str
        Names in it that were of no use, until that has been said.
    language : str
        The language that is spoken, which a change of page makes the widget forget.
    words : dict
        Words of the link that stay for the whole visit, by name.
    page : str
        The page that is open.
    unfolded : dict
        Which sections are open; `folds` is how each was when it was drawn first, by its name and label.
    plays : int
        How often the player was told to begin anew.
    whole : bool
        Whether what is drawn is a part of the whole page.
    figures, charts, surface : object
        What the figures that follow, the charts and the surface show.
    turn : str
        The page that a clicker asks for, until it is there.
    preset : str
        The preset that was opened last.
    review : str, optional
        The review that stands in its field.
    movie : tuple, optional
        The state of the lesson, and the play, in which the movie began.
    fates : bool
        Whether the many runs of the lesson on minibatches were asked for.
    """

    query: dict[str, list[str]] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    language: str | None = None
    words: dict[str, str] = field(default_factory=dict)
    page: str = ""
    pages: dict[str, PageState] = field(default_factory=dict)
    lessons: dict[str, LessonState] = field(default_factory=dict)
    unfolded: dict[str, bool] = field(default_factory=dict)
    folds: dict[tuple[str, str], bool] = field(default_factory=dict)
    plays: int = 0
    whole: bool = False
    figures: object = None
    charts: object = None
    surface: object = None
    turn: str = ""
    preset: str = ""
    review: str | None = None
    movie: tuple[int, int] | None = None
    fates: bool = False

    def here(self, page: str | None = None) -> PageState:
        """A page by its name; the one that is open, if none is named."""
        return self.pages.setdefault(self.page if page is None else page, PageState())

    def lesson(self, name: str) -> LessonState:
        """A lesson by its name."""
        return self.lessons.setdefault(name, LessonState())
