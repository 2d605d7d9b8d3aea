"""The playground: pick a model and an optimizer, and watch it descend."""

import streamlit as st

from playground.link.playground import objective
from playground.ui import controls, curvature, session, sharing, stage
from playground.ui.cockpit import Page, cockpit, figures_are_drawn

t, hide = session.t(), session.hidden()
page = Page(hide, opened=lambda: [name for name in ("ledger", "curvature") if controls.is_unfolded(name)])
now = cockpit(page)

what = stage.rule_name(now, 0) if len(now.runs) == 1 else t("{n} runs").format(n=len(now.runs))
title = f"{what} · {t(objective(now.model).name)}"
with st.container(key="heading", horizontal=True, vertical_alignment="center"):
    st.markdown(f"# {title}  \n{t('Drag the dot. Press play. The model learns.')}", width="stretch")
    if "presets" not in hide:
        sharing.presets_button()
    if "reset" not in hide:
        sharing.reset_button()
    if "share" not in hide:
        sharing.share_button(now)
session.say_ignored()


@st.fragment(key=session.FIGURES)
def charts() -> None:
    """The charts that do not move."""
    settings = session.settings()
    stage.charts(settings, [name for name in ("contour", "fit", "surface", "loss") if name not in hide])
    figures_are_drawn(page, settings)


charts()
stage.transport_place(session.address(now), controls.rules(hide))

for name, label in {
    "ledger": t("This step, in numbers"),
    "curvature": t("Curvature at this point"),
    "code": t("The code"),
}.items():
    if name not in hide:
        with controls.unfold(name, label) as is_open:
            if is_open and name == "code":
                st.caption(
                    t("The first run, as lines that run in the project's folder. The loop is the optimizer's own.")
                )
                st.code(stage.source(now))
            elif is_open:
                stage.host(name)
            if is_open and name == "curvature":
                stage.host("notes")
                curvature.say_verdict(now)
                curvature.table(now)

stage.say_keys()
