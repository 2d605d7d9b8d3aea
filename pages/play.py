"""The playground: pick a model and an optimizer, and watch it descend."""

import streamlit as st

from playground.engine import OPTIMIZERS
from playground.settings import objective
from playground.ui import controls, session, sharing, stage

t, hide = session.t(), session.hidden()
now = controls.panel(session.settings(), stage.limit_note, hide)
session.keep(now)

what = t(OPTIMIZERS[now.runs[0].name].name) if len(now.runs) == 1 else t("{n} runs").format(n=len(now.runs))
title = t("{optimizer} on {model}").format(optimizer=what, model=t(objective(now.model).name))
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.markdown(f"#### {title}  \n{t('Drag the dot. Press play. The model learns.')}", width="content")
    with st.container(horizontal=True, width="content"):
        if "presets" not in hide:
            sharing.presets_button()
        sharing.reset_button()
        if "share" not in hide:
            sharing.share_button(now)
session.say_ignored()

stage.tabs()
left, right = st.columns(2)
with left:
    stage.contour_panel(now)
with right:
    stage.fit_panel(now)
runs = stage.play(now, {name for name in ("ledger", "curvature") if controls.is_unfolded(name)})
if len(now.runs) > 1:
    stage.compare_table(now, runs)
left, right = st.columns(2)
with left:
    if "surface" not in hide:
        stage.surface_panel(now)
with right:
    if "loss" not in hide:
        stage.loss_panel(now)

for name, label in {
    "ledger": t("This step, in numbers"),
    "curvature": t("Curvature at this point"),
    "code": t("The code"),
}.items():
    if name not in hide:
        with controls.unfold(name, label) as is_open:
            if is_open and name == "code":
                st.code(stage.source(now))
            elif is_open:
                stage.host(name)
