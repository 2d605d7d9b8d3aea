"""The cockpit of the playground: its controls and the player, one fragment in the sidebar that runs at every change.

The charts beside it depend on few of the controls. Leaving them alone halves what a change costs the server: sixty
students then fit into one process. The player stands in the sidebar without being seen there; its transport goes to the
place that the charts keep for it.
"""

from __future__ import annotations

import streamlit as st

from playground.settings import Settings, to_query
from playground.ui import cache, controls, curvature, session, stage


def drawn_for(now: Settings) -> tuple[object, ...]:
    """What the page outside the cockpit depends on; while this stays the same, it stays as it is."""
    whole = to_query(now) if session.plain() or st.session_state.get("share") else ""
    return (cache.model_key(now), tuple(run.name for run in now.runs), now.overlay, "critical" in now.show, whole)


@st.fragment
def _cockpit() -> None:
    now = controls.panel(session.settings(), curvature.limit_note, session.hidden())
    session.keep(now)
    memo = session.memo()
    if not memo.get("whole") and memo.get("drawn") != drawn_for(now):
        st.rerun()
    stage.play(now, {name for name in ("ledger", "curvature") if controls.is_unfolded(name)})


def cockpit() -> Settings:
    """Draw controls and player; returns what they say. The rest of the page is drawn after it."""
    memo = session.memo()
    memo["whole"] = True
    with st.sidebar:
        _cockpit()
    memo["whole"] = False
    now = session.settings()
    memo["drawn"] = drawn_for(now)
    return now
