"""What the app remembers of one visit, beside the values of the widgets: a page's settings, a lesson's answers, …"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class PageState:
    """One page: its settings, what it opened with, where it stands beside them, and the step its player begins with.

    `read` reads a link where the page has settings of its own, see session.Store. `beside` goes by the names of BESIDE:
    what a reload must not lose. `first` is the situation for which the link named
    a step, and that step.
    """

    settings: Any = None
    read: Callable[..., Any] | None = None
    opening: Any = None
    beside: dict[str, str] = field(default_factory=dict)
    first: tuple[str, int] | None = None


@dataclass
class LessonState:
    """One lesson: the state that was opened last, and the answers by the number of their question.

    `recalled` are those that came with the link. `asked` is the question at which the visitor stands, `revealed`
    whether its answer is projected too, `ended` whether the visitor stands at the end. `comes` is 1 where a clicker
    leads into the lesson from the one before, −1 from the one after, until it is there. `walked` counts the moves by
    a button: the page scrolls there.
    """

    at: int | None = None
    asked: int | None = None
    revealed: bool = False
    ended: bool = False
    comes: int = 0
    walked: int = 0
    answers: dict[int, int] = field(default_factory=dict)
    recalled: dict[int, int] = field(default_factory=dict)

    def stand(self, at: int) -> None:
        """Stand at a state."""
        self.at, self.asked, self.ended = at, None, False


@dataclass
class OwnData:
    """The data that a visitor has brought.

    `source` is what was pasted or uploaded last, `how` how it is to be read, where the visitor says so; `table` or
    `refused` what came of it, `readings` how often something was read, `columns` those of x and y (of a task: what is
    predicted, then its inputs), `remarks` what was done with them. `held` keeps data that no link carries; `past` are
    the models before each change, with what was held, to undo it. `draws` is whether hands change the data in their
    chart, over `frame` at least.
    """

    source: str | bytes | None = None
    how: dict[str, Any] = field(default_factory=dict)
    table: Any = None
    refused: Any = None
    readings: int = 0
    columns: tuple[int, ...] = ()
    remarks: list[Any] = field(default_factory=list)
    held: Any = None
    past: list[Any] = field(default_factory=list)
    draws: bool = False
    frame: tuple[tuple[float, float], ...] | None = None

    def clear(self) -> None:
        """Forget what was pasted or uploaded."""
        self.source, self.table, self.refused, self.columns = None, None, None, ()
        self.how, self.remarks = {}, []


@dataclass
class Visit:
    """All of it.

    `query` is the link by which the visitor came, `words` what of it stays for the whole visit, `ignored` the names in
    it that were of no use, until that has been said. `figures`, `beside` and `surface` are what the figures, the page
    beside its fragments and the surface show, `whole` is whether the whole page is drawn, `plays` how often the player
    was told to begin anew.
    """

    query: dict[str, list[str]] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    language: str | None = None
    page: str = ""
    pages: dict[str, PageState] = field(default_factory=dict)
    lessons: dict[str, LessonState] = field(default_factory=dict)
    # Which sections are open; and how each was when it was drawn first, by its name and label.
    unfolded: dict[str, bool] = field(default_factory=dict)
    folds: dict[tuple[str, str], bool] = field(default_factory=dict)
    figures: object = None
    beside: object = None
    surface: object = None
    whole: bool = False
    # Which menus were open when all of the page ran last.
    menus: tuple[bool, ...] = ()
    plays: int = 0
    # The play that begins without a press; and whether the page is projected, once a button has said so.
    at_once: int | None = None
    projected: bool | None = None
    # The page that a clicker asks for, until it is there; the preset and the review that were opened last.
    turn: str = ""
    preset: str = ""
    review: str | None = None
    # The lesson on line search: the state, and the play, in which its movie began. On minibatches: many runs are shown.
    movie: tuple[int, int] | None = None
    # Of a typed landscape, by its name: the formula, and how it was typed. And beside which one the field last opened,
    # with the number of the last change that is no draft of it.
    typed: dict[str, tuple[str, str]] = field(default_factory=dict)
    drafted: tuple[object, int] | None = None
    fates: bool = False
    own: OwnData = field(default_factory=OwnData)
    table: OwnData = field(default_factory=OwnData)

    def here(self, page: str | None = None) -> PageState:
        """A page by its name; the one that is open, if none is named."""
        return self.pages.setdefault(self.page if page is None else page, PageState())

    def lesson(self, name: str) -> LessonState:
        """A lesson by its name."""
        return self.lessons.setdefault(name, LessonState())
