"""The settings of the lesson on convexity on its page: read, kept, and shown in the address bar."""

from __future__ import annotations

import streamlit as st

from playground.content import lesson
from playground.lessons.convexity.settings import ConvexitySettings
from playground.ui import session
from playground.ui.lesson import states
from playground.ui.player.component import show_address


def settings() -> ConvexitySettings:
    """What the visitor has chosen."""
    now = session.settings()
    assert isinstance(now, ConvexitySettings)
    return now


def keep(now: ConvexitySettings) -> None:
    """Keep what is on the screen, and have the address bar open it: there is no player to do so.

    The whole page runs where another button is lit from now on, or something else is said to have been changed.
    """
    words = lesson("convexity", session.language())
    before = states.changed_since(words, settings())
    session.keep(now)
    if states.changed_since(words, now) != before:
        st.rerun()
    show_address(session.address(now), session.t(), session.language(), session.presenting(), session.return_to)
