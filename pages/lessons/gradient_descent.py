"""Lesson: gradient descent. Its own figure is the table of the twelve rows whose sum is the gradient."""

import numpy as np
import streamlit as st

from playground.content import Lesson
from playground.i18n import number
from playground.settings import Settings, objective
from playground.ui import lesson, session, stage
from playground.ui.cache import Run


def table(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """Every datum's part of the gradient at the current step, and their sum."""
    st.markdown(words.parts["sum"])
    step = stage.current_step(now)
    phi, model, language = runs[0].trajectory.phi[step], objective(now.model), session.language()
    with np.errstate(all="ignore"):
        r = model.predict(phi, model.x) - model.y
        rows = np.stack([model.x, model.y, r, 2 * r, 2 * model.x * r], axis=1)
    head = ["i", "x", "y", "r", "2r", "2xr"]
    body = [[str(i + 1), *(number(value, language) for value in row)] for i, row in enumerate(rows)]
    body.append(["Σ", "", "", "", *(f"**{number(value, language)}**" for value in rows[:, 3:].sum(axis=0))])
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---:"] * len(head), *body]]
    st.markdown(f"**{session.t()('Step')} {step}**\n\n" + "\n".join(lines))


lesson.show(
    "gradient-descent",
    shown={"alpha", "start", "steps", "show"},
    panels=("contour", "fit", "loss"),
    opened=("ledger",),
    extra=table,
    reports=True,
)
