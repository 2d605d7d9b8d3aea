"""The playground: pick a model and an optimizer, and watch it descend."""

import streamlit as st

from playground.engine import OPTIMIZERS
from playground.settings import objective
from playground.ui import controls, session, stage

t, hide = session.t(), session.hidden()
now = controls.panel(session.settings())
session.keep(now)

names = t(OPTIMIZERS[now.runs[0].name].name), t(type(objective(now.model)).name)
title = t("{optimizer} on {model}").format(optimizer=names[0], model=names[1])
st.markdown(f"#### {title}  \n{t('Drag the dot. Press play. The model learns.')}")

left, right = st.columns(2)
with left:
    stage.contour_panel(now)
with right:
    stage.fit_panel(now)
runs = stage.play(now, {name for name in ("ledger", "curvature") if controls.is_unfolded(name)})
left, right = st.columns(2)
with left:
    stage.surface_panel(now)
with right:
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
