"""The section on own data in the panel of controls: where they come from, what is said of them, the ways back."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from playground.engine import OBJECTIVES, LogisticCurve
from playground.engine.eigen import eigenvalues
from playground.engine.hyper import hypers
from playground.engine.kept import travels
from playground.engine.points import TRAVELLING, read_names
from playground.i18n import decimal_mark, number
from playground.link.playground import Settings, model_of
from playground.link.values import Pick
from playground.marking import N_
from playground.ui import own, session, widgets
from playground.ui.number_fields import number_field
from playground.ui.own_data.changes import has_data, is_own, proposed, refit, take_back, take_points, undo
from playground.ui.own_data.drawing import switch
from playground.ui.own_data.reading import column_menus, intake
from playground.ui.player.component import echo, loader

TABLE = "own-table"
"""The key of the table of points."""

NO_MINIMUM = N_("This loss has no minimum.")
STAYS = N_(
    "{n} points are more than a link carries ({most}): they stay in this session, and the link opens without them."
)
CONDITION = N_("Condition number of the Hessian: {before} with the data as they are, {after} centred and scaled.")

_table = st.components.v2.component("playground.points", js=loader("table.js"), isolate_styles=False)


def section(now: Settings) -> Pick:
    """Draw the section; returns the model with what its switch says."""
    t, pick = session.t(), now.model
    if not has_data(pick):
        return pick
    with widgets.unfold("own-data", t("Your own data"), is_own(pick)) as is_open:
        if not is_open:
            return pick
        intake.draw()
        intake.overrule()
        column_menus()
        switch(pick)
        if is_own(pick):
            _own(pick)
        _points(pick)
        _centring(pick)
        _setting_aside(pick)
        return pick


def _own(pick: Pick) -> None:
    """What is said of own data, and the ways back."""
    t, language = session.t(), session.language()
    model = model_of(pick)
    if not travels(str(pick["data"])):
        st.caption(t(STAYS).format(n=number(model.brought.x.size, language), most=TRAVELLING))
    if isinstance(model, LogisticCurve) and not model.attainment.attained:
        st.caption(f"**{t(NO_MINIMUM)}** {t(model.attainment.reason)}")
    with st.container(horizontal=True, key="own-buttons"):
        st.button(t("Undo"), key="own-undo", on_click=undo, disabled=not session.visit().own.past)
        st.button(t("The course's data"), key="own-back", on_click=take_back)


def _points(pick: Pick) -> None:
    """A table of fields, for data that are few."""
    t, brought = session.t(), model_of(pick).brought
    if brought.x.size > TRAVELLING:
        return

    def changed() -> None:
        told = st.session_state.get(TABLE)
        take_points(None if told is None else told.get("points"))

    data = {
        "x": brought.x.tolist(),
        "y": brought.y.tolist(),
        "names": list(read_names(str(pick["names"])) or ("x", "y")),
        "words": {name: t(text) for name, text in WORDS.items()},
        "most": TRAVELLING,
        "lang": session.language(),
        "mark": decimal_mark(session.language()),
        "echo": echo(TABLE, "points"),
    }
    _table(key=TABLE, data=[data], on_points_change=changed)


WORDS = {
    "points": N_("{n} points"),
    "add": N_("Add a point"),
    "remove": N_("Remove point {n}"),
    "field": N_("{name} of point {n}"),
    "wrong": N_("“{text}” is not a number."),
}
"""What the table of points says."""


def _centring(pick: Pick) -> None:
    """The switch that centres and scales, and what it does to the condition number."""
    t, language = session.t(), session.language()
    fact = hypers(OBJECTIVES[pick.name])["scaled"]
    scaled = bool(widgets.hyper_widget("model.scaled", fact, pick["scaled"], t))
    if pick.name == "LinearRegression":
        before, after = (number(_condition(pick.having(scaled=on)), language) for on in (False, True))
        st.caption(t(CONDITION).format(before=before, after=after))
    if scaled != pick["scaled"]:
        own.put(pick.having(scaled=scaled, **proposed(pick)))  # other units ask for another window, start and rate
        st.rerun()


def _setting_aside(pick: Pick) -> None:
    """How much is set aside for the test, and by which drawing."""
    t, facts = session.t(), hypers(OBJECTIVES[pick.name])
    said: dict[str, int] = {}
    for name, step in {"aside": 5, "aside_seed": 1}.items():
        if name == "aside" or said["aside"]:
            fact, now = facts[name], float(pick[name])
            said[name] = int(number_field(f"model.{name}", fact, now, t(fact.help), tip=t(fact.about), step=step))
    if any(said[name] != pick[name] for name in said):
        refit(session.settings(), pick.having(**said, **proposed(pick)))
        st.rerun()


def _condition(pick: Pick) -> float:
    """λmax / λmin of a Hessian that is the same everywhere; ∞ where it is flat in a direction."""
    model, anywhere = model_of(pick), np.zeros(2)
    low, high = eigenvalues(model.hessian(anywhere), model.known_determinant(anywhere)).tolist()
    return high / low if low > 0 else math.inf
