"""The parts of a page that run by themselves: whether figures are up to date, and which part a callback runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

import streamlit as st

from playground.ui import session

CONTROLS, FIGURES = "controls", "figures"
"""The keys of a page's fragments: controls and player; and the charts, with the figures that follow the player."""


def shown_whole() -> bool:
    """Whether more of the page than its figures depends on every setting: paths in charts, the link that is shared."""
    return session.plain() or any(_menus())


def _menus() -> tuple[bool, ...]:
    """Which menus of the page are open, whose insides only a whole run draws."""
    return tuple(bool(st.session_state.get(menu)) for menu in ("share", "take"))


@contextmanager
def whole_run() -> Iterator[None]:
    """Marks a run of the whole page, not of a fragment: what follows is drawn in any case."""
    session.visit().whole = True
    session.visit().menus = _menus()
    try:
        yield
    finally:
        session.visit().whole = False


def is_whole_run() -> bool:
    """Whether what is drawn is a part of the whole page, see `whole_run`."""
    return session.visit().whole


def figures_show(what: object) -> None:
    """Remember what the page's figures show, in the fragment that has drawn them."""
    session.visit().figures = what


def are_figures_stale(what: object) -> bool:
    """Whether figures that should show `what` show something else; in a whole run they are still to come."""
    return not is_whole_run() and session.visit().figures != what


def token(what: object) -> str:
    """A short name of what figures show, by which the browser knows whether they are those of the run it plays."""
    return f"{crc32(repr(what).encode()):x}"


def draw_figures() -> None:
    """Run the page's figures alone, in a callback; all of it where a menu was opened in the same moment.

    Streamlit makes one run of what comes together, and a menu whose run were narrowed to the figures would stay empty.
    """
    st.rerun(FIGURES if session.visit().menus == _menus() else "app")


def draw_figures_and_controls() -> None:
    """Run the two fragments, in a callback: the figures first, for the controls' asks whether they are drawn."""
    st.rerun("app" if shown_whole() else [FIGURES, CONTROLS])
