"""Figures of the lesson on gradient descent: the table of the twelve rows whose sum is the gradient."""

import math

import numpy as np
import streamlit as st

from playground.content import lesson as words_of
from playground.i18n import MINUS, decimal_mark, in_a_row, number
from playground.lessons.shared import table as markdown
from playground.link.playground import Settings, model_of
from playground.ui import cache, elements, session
from playground.ui.player import component

STYLE = """<style>
.st-key-rows table { font-variant-numeric: tabular-nums; font-size: %s; }
.st-key-rows :is(th, td) { padding: 0.12rem 0.7rem; }
.st-key-rows tr:last-child td { border-top: 2px solid currentColor; }
</style>"""


def fixed(value: float, places: int, language: str) -> str:
    """A number with as many decimals as the others of its column, so that they can be added on the blackboard."""
    if not math.isfinite(value) or abs(value) >= 1e4:
        return number(value, language)
    text = f"{value:.{places}f}"
    return text.replace("-", MINUS).replace(".", decimal_mark(language))


@elements.at_rest
def table(now: Settings) -> None:
    """Every datum's part of the gradient at the current step, their sum, and what a mean would change."""
    t, language = session.t(), session.language()
    step = component.current_step(now)
    phi, model = cache.run(cache.run_key(now)).trajectory.phi[step], model_of(now.model)
    with np.errstate(all="ignore"):
        r = model.predict(phi, model.x) - model.y
        rows = np.stack([model.x, model.y, r, 2 * r, 2 * model.x * r], axis=1)
    places = (2, 2, 3, 3, 3)
    head = ["i", "x", "y", "r", "2r", "2xr"]
    body = [
        [str(i + 1), *(fixed(v, n, language) for v, n in zip(row, places, strict=True))] for i, row in enumerate(rows)
    ]
    total = rows[:, 3:].sum(axis=0)
    body.append(["Σ", "", "", "", *(f"**{fixed(value, 3, language)}**" for value in total)])
    st.html(STYLE % ("1.2rem" if session.presenting() else "1rem"))
    with st.container(key="rows"):
        st.markdown(f"**{t('Step {k}: each data point and its part of the gradient').format(k=step)}**")
        if not session.presenting():
            st.markdown(words_of("gradient-descent", language).parts["sum"])
        st.markdown(markdown(head, body, "---:"))
    mean = f"({in_a_row([fixed(value, 3, language) for value in total / len(rows)], language)})"
    alpha = number(len(rows) * float(now.runs[0]["alpha"]), language)
    st.caption(
        t(
            "If L were the mean, the gradient would be {n} times smaller, {g}, and α = {alpha} would make this step."
        ).format(n=len(rows), g=mean, alpha=alpha)
    )
