"""The cockpit of a page with a player: controls and player, a fragment of the page that runs at a change of its own.

The charts beside it depend on few of the controls. Leaving them alone halves what a change costs the server; leaving
alone the controls that were not touched, in a fragment within, takes another tenth away: sixty students then fit into
one process. The player stands in the sidebar without being seen there; its transport goes to the place that the charts
keep for it.

A lesson has figures of its own that do depend on the run. They follow, in a fragment of theirs, when the player says
that it has painted the path and come to rest: sent with the path they would hold it up, for a browser paints in one go
what comes together; and a hand that drags a slider would ask for figures that nobody looks at.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from dataclasses import dataclass

import streamlit as st

from playground.link.playground import Settings, to_query
from playground.ui import cache, controls, curvature, session, stage


def nothing(_: Settings) -> object:
    """What figures depend on that never change."""
    return None


@dataclass(frozen=True)
class Page:
    """What a page asks of its cockpit.

    Parameters
    ----------
    hide : frozenset of str
        Controls that are left out, as for `controls.first_run_controls`.
    limit : bool
        Whether the limit of α stands under the optimizer's controls.
    about : bool
        Whether the landscape is described under its menu.
    opened : callable()
        Which of the sections "ledger" and "curvature" the player writes.
    follows : callable(settings)
        What the page's own figures depend on; while this stays the same, they stay as they are.
    reports, squares : bool
        As for `stage.play`.
    """

    hide: frozenset[str]
    limit: bool = True
    about: bool = True
    opened: Callable[[], Collection[str]] = frozenset
    follows: Callable[[Settings], object] = nothing
    reports: bool = False
    squares: bool = False


def drawn_for(now: Settings) -> tuple[object, ...]:
    """What the charts and words outside the cockpit depend on, on every page."""
    whole = to_query(now) if session.shown_whole() else ""
    names = [stage.rule_name(now, index) for index in range(len(now.runs))]
    return (cache.model_key(now), names, now.overlay, "critical" in now.show, whole)


def _keep(now: Settings) -> None:
    """Store what the controls say, and have the whole page run where its charts depend on what has changed."""
    session.keep(now)
    if not session.is_whole_run() and session.visit().charts != drawn_for(now):
        st.rerun()


def figures_are_drawn(page: Page, now: Settings) -> None:
    """Remember what charts and figures show, and tell the browser, in the fragment that draws them."""
    what = page.follows(now)
    session.figures_show(what)
    stage.say_shown(session.token(what), stage.current_step(now) if page.reports else None)
    session.visit().charts = drawn_for(now)


@st.fragment
def _first_run(page: Page) -> None:
    limit = curvature.limit_note if page.limit else None
    now = controls.first_run_controls(session.settings(), limit, page.hide)
    _keep(now)
    what = page.follows(now)
    stale, of = session.are_figures_stale(what), session.token(what)
    stage.play(now, page.opened(), reports=page.reports, squares=page.squares, stale=stale, of=of)


@st.fragment(key=session.COCKPIT)
def _cockpit(page: Page) -> None:
    before = session.settings()
    # However many controls a landscape has, the player keeps its place: a browser would make it anew in another.
    landscape, first_run = st.container(), st.container()
    with landscape:
        now = dataclasses.replace(before, model=controls.model_controls(before, page.hide, page.about))
    _keep(now)
    _keep(controls.further_controls(now, page.hide))
    with first_run:
        _first_run(page)


def cockpit(page: Page) -> Settings:
    """Draw controls and player; returns what they say. The rest of the page is drawn after it."""
    with session.whole_run(), st.sidebar:
        _cockpit(page)
    return session.settings()
