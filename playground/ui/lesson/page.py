"""A lesson's page: its text and figures around the player, and what comes below them.

A folder in `playground/lessons/` has what is a lesson's own; its page calls `show_lesson` with
which controls, which panels, and which figures beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

import streamlit as st

from playground.content import Lesson, lesson
from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES
from playground.engine.hyper import hypers
from playground.link.playground import Settings, to_query
from playground.ui import cache, controls, elements, fragments, navigation, session, sharing, take_away
from playground.ui.cache import Run
from playground.ui.landscape_page import landscape_page
from playground.ui.lesson import hall, questions, sequence, sheets, states, steps
from playground.ui.panels import Panel, charts
from playground.ui.player_page import PlayerPage, figures_are_drawn
from playground.ui.player_page import controls as draw_controls
from playground.worksheets import Draw

CONTROLS = frozenset({"model", "optimizer", "start", "steps", "batches", "schedule", "compare", "show"})
"""The sections of the panel of controls; beside them each hyperparameter by its field's name."""

FIELDS = frozenset(
    field for registry in (OBJECTIVES, OPTIMIZERS, SCHEDULES) for kind in registry.values() for field in hypers(kind)
)


Extra = Callable[[Lesson, Settings, list[Run]], object]
Read = Callable[[Mapping[str, Sequence[str]]], tuple[Settings, list[str]]]


def show_lesson(
    name: str,
    *,
    shown: Collection[str],
    panels: Sequence[str | Panel] = ("contour", "fit", "surface", "loss"),
    opened: Collection[str] = (),
    before: Extra | None = None,
    extra: Extra | None = None,
    reports: bool = False,
    squares: bool = False,
    follows: Callable[[Settings], object] | None = None,
    exercise: Draw | None = None,
    read: Read | None = None,
) -> None:
    """Draw a lesson.

    Parameters
    ----------
    shown : collection of str
        The controls that the lesson needs: sections (CONTROLS) and hyperparameters by field name.
    panels : sequence of str or callable(settings)
        The charts, by name or the lesson's own, two a row; the player stands under the first row. Empty: the lesson
        has no run in the plane.
    opened : collection of str
        "ledger" and "curvature", where the lesson shows them.
    before, extra : callable(lesson, settings, runs), optional
        The lesson's own figures: above the charts, and below steps and charts. Where `before` has drawn one that stands
        in place of the charts it says True.
    reports : bool
        Whether the lesson's figures follow the step at which the player stops.
    squares : bool
        Whether residuals are drawn as squares too.
    follows : callable(settings), optional
        What the lesson's own figures depend on beside the step: while this stays the same, they stay as they are.
        All settings, if not given.
    exercise : callable(generator), optional
        Draws a student's exercise, around which the lesson's `worksheet` puts its sentence.
    read : callable(query), optional
        Reads a link where the lesson has settings of its own, a record with more fields; see `session.Store`.
    """
    t = session.t()
    words = lesson(name, session.language())
    opened_state(name, read)
    _head(words, bool(panels))
    now = states.of_the_lesson(words, opened_state(name, read), shown)
    here = session.visit().lesson(words.name)
    here.at = states.which(words, now) if here.at is None else here.at
    questions.recall(words)
    hide = (CONTROLS | FIELDS) - set(shown) | session.hidden() | ({"show"} if session.presenting() else set())
    page = None
    if panels:
        page = landscape_page(
            hide,
            limit="alpha" in shown,
            about=False,
            opened=lambda: opened,
            follows=to_query if follows is None else lambda now: (follows(now), states.open_now(words, now)),
            reports=reports,
            squares=squares,
            coming=partial(sequence.coming, words),
        )
    session.say_ignored()
    if page is not None:
        now = draw_controls(page)
    _lesson(words, page, panels, opened, before, extra)
    if page is not None:
        elements.transport_place(session.address(now), controls.rules(hide))
    if session.presenting():
        return
    if words.exact:
        with st.expander(t("What the slides say, and what is exact")):
            st.markdown(words.exact)
    sheets.sheets(words, now, bool(panels), exercise)
    elements.say_keys()
    elements.foot()


def opened_state(name: str, read: Read | None = None) -> Settings:
    """What the page of a lesson shows: what the link says, else its first state, or where a clicker has led to."""
    session.visit().here().read = read
    words = lesson(name, session.language())
    session.settings(states.first(words))
    sequence.arrive(words)
    return session.settings()


@st.fragment(key=fragments.FIGURES)
def _lesson(
    words: Lesson,
    page: PlayerPage[Settings] | None,
    panels: Sequence[str | Panel],
    opened: Collection[str],
    before: Extra | None,
    extra: Extra | None,
) -> None:
    """The steps beside the figure, and the lesson's own figures; for a hall the figure alone."""
    now = session.settings()
    runs = [] if page is None else cache.runs(now)
    if session.presenting():
        hall.project(words, now, runs, panels, before)
    else:
        with st.container(key="lesson"):
            with st.container(key="words"):
                steps.way(words, now)
                st.markdown(words.text)
                steps.draw(words, now)
                _written(panels, opened)
            with st.container(key="figure"):
                if before is not None:
                    with st.container(key="before"):
                        before(words, now, runs)
                if panels:
                    charts(now, panels)
    if session.presenting():
        _written(panels, opened)
    if extra is not None:
        extra(words, now, runs)
    if page is not None:
        figures_are_drawn(page, now)


def _written(panels: Sequence[str | Panel], opened: Collection[str]) -> None:
    """The places for what the player writes at each step."""
    for section in opened if panels else ():
        elements.host(section)


# ---------------------------------------------------------------- where in the course


def _head(words: Lesson, has_run: bool) -> None:
    """Title, the bar of the course's lessons, and the ways to share and to take away."""
    t = session.t()
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-head"):
        st.markdown(f"# {states.place(words) + 1}. {words.title}", width="content")
        if session.presenting() and has_run:
            elements.rule()
        _strip()
        now = session.settings(states.first(words))
        sharing.project_button()
        if "share" not in session.hidden():
            sharing.share_button(now)
        if has_run and not session.presenting() and "take" not in session.hidden():
            take_away.take_away_button(now, words)
    turn, session.visit().turn = session.visit().turn, ""
    if turn:
        st.switch_page(navigation.page(turn, t))


def _strip() -> None:
    """The lessons of the course as a strip of numbers."""
    t = session.t()
    with st.container(horizontal=True, gap=None, key="course-bar"):
        for i, page in enumerate(navigation.lessons()):
            # The number is seen, the title is read aloud and shown under the pointer, see frame.css.
            title = t(page.title)
            st.page_link(navigation.page(page.url, t), label=f"{i + 1} *{title}*", help=title, width="content")
