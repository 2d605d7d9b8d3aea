"""The cockpit of the playground: its controls and the player, a fragment of the page that runs at a change of its own.

The charts beside it depend on few of the controls. Leaving them alone halves what a change costs the server; leaving
alone the controls that were not touched, in a fragment within, takes another tenth away: sixty students then fit into
one process. The player stands in the sidebar without being seen there; its transport goes to the place that the charts
keep for it.
"""

from __future__ import annotations

import dataclasses

import streamlit as st

from playground.settings import Settings, to_query
from playground.ui import cache, controls, curvature, session, stage


def drawn_for(now: Settings) -> tuple[object, ...]:
    """What the page outside the cockpit depends on; while this stays the same, it stays as it is."""
    whole = to_query(now) if session.plain() or st.session_state.get("share") else ""
    return (cache.model_key(now), tuple(run.name for run in now.runs), now.overlay, "critical" in now.show, whole)


def _keep(now: Settings) -> None:
    """Store what the controls say, and have the whole page run where it depends on what has changed."""
    session.keep(now)
    memo = session.memo()
    if not memo.get("whole") and memo.get("drawn") != drawn_for(now):
        st.rerun()


@st.fragment
def _first_run() -> None:
    now = controls.first_run_controls(session.settings(), curvature.limit_note, session.hidden())
    _keep(now)
    stage.play(now, {name for name in ("ledger", "curvature") if controls.is_unfolded(name)})


@st.fragment
def _cockpit() -> None:
    before, hide = session.settings(), session.hidden()
    # However many controls a landscape has, the player keeps its place: a browser would make it anew in another.
    landscape, first_run = st.container(), st.container()
    with landscape:
        now = dataclasses.replace(before, model=controls.model_controls(before, hide))
    _keep(now)
    _keep(controls.further_controls(now, hide))
    with first_run:
        _first_run()


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
