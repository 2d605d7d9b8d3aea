"""Data that hands draw: a click in their chart adds a point, a drag moves one, a double click removes it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.engine import Dataset
from playground.engine.points import TRAVELLING
from playground.engine.types import Window
from playground.link.playground import Settings, model_of
from playground.link.values import Pick
from playground.marking import N_
from playground.ui import session
from playground.ui.own_data.changes import edit, has_data, held
from playground.ui.player import protocol


def can_draw(pick: Pick) -> bool:
    """Whether a landscape's data can be changed by hand: they are few, in their own units, and all are fitted."""
    return has_data(pick) and not pick["scaled"] and not pick["aside"] and model_of(pick).data_size <= TRAVELLING


def drawn(now: Settings) -> protocol.Draws | None:
    """What the player is told where hands may change the data in their chart; None where they may not."""
    if not (session.visit().own.draws and can_draw(now.model)):
        return None
    return {"most": TRAVELLING, "classes": not model_of(now.model).targets}


def frame(now: Settings) -> Window | None:
    """The part of data space that is drawn while hands change them: it only grows, so that nothing runs away."""
    mine = session.visit().own
    if drawn(now) is None:
        return None
    shown = model_of(now.model).data_window
    before = shown if mine.frame is None else mine.frame
    (a, b), (c, d) = ((min(one[0], two[0]), max(one[1], two[1])) for one, two in zip(shown, before, strict=True))
    mine.frame = (a, b), (c, d)
    return mine.frame


def _begin() -> None:
    """One point alone, in the middle of the frame."""
    mine, model = session.visit().own, model_of(session.settings().model)
    (a, b), (c, d) = mine.frame or model.data_window
    middle = (c + d) / 2 if model.targets else 1.0
    edit(Dataset(np.array([float(f"{(a + b) / 2:.3g}")]), np.array([float(f"{middle:.3g}")])))


def switch(pick: Pick) -> None:
    """The switch that lets hands change the data in their chart."""
    t, mine = session.t(), session.visit().own
    if not can_draw(pick) or session.plain():
        return
    draws = st.toggle(t("Draw in the data chart"), key=held("own-draws", mine.draws), on_change=_switched)
    if draws:
        st.caption(t(HOW_TO_DRAW))
        st.button(t("Begin with one point"), key="own-begin", on_click=_begin)


def _switched() -> None:
    mine = session.visit().own
    mine.draws, mine.frame = bool(st.session_state.get("own-draws")), None


HOW_TO_DRAW = N_("A click adds a point, a drag moves it, a double click or the Delete key removes it.")
