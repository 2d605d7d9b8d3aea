"""A page with a player: its controls and the player run at every change of their own, its figures follow.

A value goes one way: controls → settings → runs → what the player is told → figures.

The charts of a page depend on few of the controls. Leaving them alone halves what a change costs the server; leaving
alone the controls that were not touched, in a fragment within, saves another tenth: sixty students then fit into
one process. The component is mounted in the sidebar, invisibly; its transport moves to the place that the page
keeps for it.

Figures that do depend on the run follow in a fragment of theirs, when the player says that it has painted the path and
come to rest: sent with the path they would hold it up, for a browser paints in one go what comes together; and a hand
that drags a slider would ask for figures that nobody looks at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from playground.ui import elements, fragments, session
from playground.ui.session import Store

S = TypeVar("S")


def nothing(_: object) -> None:
    """What never changes; no step in particular."""


@dataclass(frozen=True)
class PlayerPage(Generic[S]):
    """What a page with a player says of itself.

    Parameters
    ----------
    store : Store
        Where its settings are kept.
    above, often, below : callable(settings) → settings
        Its controls from the top of the panel to its bottom, and what they say. `often` are those that are changed
        most: they run alone, with the player.
    play : callable(settings, stale, of)
        Gives the player what it plays. `stale` says that figures are to be drawn anew once it is painted, `of` for
        what they must be drawn.
    follows : callable(settings)
        What the figures depend on beside the step; while both stay the same, they stay as they are.
    step : callable(settings)
        The step for which the figures are drawn; None where they do not depend on it.
    beside : callable(settings)
        What depends on the settings outside of the three fragments: when that changes, the whole page runs.
    """

    store: Store[S]
    above: Callable[[S], S]
    often: Callable[[S], S]
    below: Callable[[S], S]
    play: Callable[[S, bool, str], None]
    follows: Callable[[S], object] = nothing
    step: Callable[[S], int | None] = nothing
    beside: Callable[[S], object] = nothing


def controls(page: PlayerPage[S]) -> S:
    """Draw controls and player; returns what they say. The rest of the page is drawn after it."""
    with fragments.whole_run(), st.sidebar:
        _controls(page)
    return page.store.settings()


@st.fragment(key=fragments.CONTROLS)
def _controls(page: PlayerPage[S]) -> None:
    # However many controls stand above, the player keeps its place: a browser would make it anew in another.
    above, often = st.container(), st.container()
    with above:
        _keep(page, page.above(page.store.settings()))
    _keep(page, page.below(page.store.settings()))
    with often:
        _often(page)


@st.fragment
def _often(page: PlayerPage[S]) -> None:
    now = page.often(page.store.settings())
    _keep(page, now)
    page.play(now, fragments.are_figures_stale(_shown(page, now)), fragments.token(page.follows(now)))


def _keep(page: PlayerPage[S], now: S) -> None:
    """Store what the controls say, and have the whole page run where more than its fragments depends on the change."""
    page.store.keep(now)
    if not fragments.is_whole_run() and session.visit().beside != page.beside(now):
        st.rerun()


def _shown(page: PlayerPage[S], now: S) -> tuple[object, ...]:
    return page.follows(now), page.step(now)


def figures_are_drawn(page: PlayerPage[S], now: S) -> None:
    """Remember what the figures show, and tell the browser, at the end of the fragment that draws them."""
    fragments.figures_show(_shown(page, now))
    elements.say_shown(fragments.token(page.follows(now)), page.step(now))
    session.visit().beside = page.beside(now)
