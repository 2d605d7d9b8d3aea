"""The playground's page: controls, charts, and what unfolds below them."""

from __future__ import annotations

import streamlit as st

from playground.exports.names import rule_name
from playground.link.playground import Settings, objective
from playground.ui import (
    controls,
    curvature_notes,
    elements,
    fragments,
    navigation,
    panels,
    session,
    sharing,
    take_away,
    widgets,
    wording,
)
from playground.ui.landscape_page import landscape_page
from playground.ui.player_page import PlayerPage, figures_are_drawn
from playground.ui.player_page import controls as draw_controls


def show() -> None:
    """Draw the page."""
    hide = session.hidden()
    page = landscape_page(
        hide, opened=lambda: [name for name in ("ledger", "curvature") if widgets.is_unfolded(name)], data=True
    )
    now = draw_controls(page)
    _head(now, hide)
    session.say_ignored()
    _charts(page, hide)
    elements.transport_place(session.address(now), controls.rules(hide))
    _sections(now, hide)
    elements.say_keys()
    elements.foot()


def _head(now: Settings, hide: frozenset[str]) -> None:
    """What runs on what, and the buttons beside it."""
    t = session.t()
    what = rule_name(now, 0, t) if len(now.runs) == 1 else t("{n} runs").format(n=len(now.runs))
    title = f"{what} · {t(objective(now.model).name)}"
    with st.container(key="heading", horizontal=True, vertical_alignment="center"):
        if session.presenting():
            st.markdown(f"# {title}", width="content")
            elements.rule()
        else:
            _title(title)
        sharing.project_button()
        if "presets" not in hide and not session.presenting():
            sharing.presets_button()
        if "reset" not in hide and not session.presenting():
            sharing.reset_button()
        if "share" not in hide:
            sharing.share_button(now)
        if "take" not in hide and not session.presenting():
            take_away.take_away_button(now)


def _title(title: str) -> None:
    """What the page shows; what to do first, where the browser writes hints; and the way into the course."""
    t = session.t()
    with st.container(key="title", gap=None):
        st.markdown(f"# {title}")
        with st.container(key="begin", horizontal=True, vertical_alignment="center", gap="small"):
            st.html(f'<div class="pg-host-hints">{t("Drag the dot. Press play. The model learns.")}</div>')
            if "nav" not in session.hidden():
                label = t("To the course")
                st.page_link(navigation.page(navigation.lessons()[0].url, t), label=label, icon=":material/school:")


@st.fragment(key=fragments.FIGURES)
def _charts(page: PlayerPage[Settings], hide: frozenset[str]) -> None:
    """The charts that do not move."""
    now = session.settings()
    panels.charts(now, [name for name in panels.CHARTS if name not in hide])
    figures_are_drawn(page, now)


def _sections(now: Settings, hide: frozenset[str]) -> None:
    """The step in numbers, the curvature at the point, and the code, each once it is unfolded."""
    t = session.t()
    for name, label in {
        "ledger": t("This step, in numbers"),
        "curvature": t("Curvature at this point"),
        "code": t("The code"),
    }.items():
        if name in hide:
            continue
        with widgets.unfold(name, label) as is_open:
            if not is_open:
                continue
            if name == "code":
                st.caption(
                    t("The first run, as lines that run in the project's folder. The loop is the optimizer's own.")
                )
                st.code(wording.source(now))
                continue
            elements.host(name)
            if name == "curvature":
                elements.host("notes")
                curvature_notes.say_verdict(now)
                curvature_notes.table(now)
