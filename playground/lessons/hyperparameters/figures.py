"""Figures of the lesson on hyperparameters: the same start under other values, and a comparison that is fair."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from playground.content import Lesson
from playground.engine import OPTIMIZERS, SCHEDULES
from playground.engine.landscape import bottom
from playground.engine.sweep import Sweep
from playground.figures.sweep import Row, learning_rates
from playground.i18n import number
from playground.lessons.hyperparameters import computed
from playground.lessons.shared import say
from playground.lessons.shared import table as markdown
from playground.link.playground import Settings, objective, to_query
from playground.ui import cache, elements, navigation, panels, session, sharing
from playground.ui.cache import Run
from playground.ui.lesson import states

# ---------------------------------------------------------------- the fair comparison


def comparison(words: Lesson, now: Settings) -> None:
    """The loss against α for each optimizer, its best α, and both comparisons to play."""
    t, language, look = session.t(), session.language(), session.look()
    say(words, "fair")
    landscape = objective(now.model)
    if landscape.minimum is None:
        st.info(t("This loss has no least value, so “within 1 % of it” says nothing. Choose another landscape."))
        return
    kinds = {"settled": t("stays within 1 %"), "first": t("first comes within 1 %")}
    goal = st.radio(
        t("The best α is the one that soonest …"),
        list(kinds),
        format_func=kinds.get,
        horizontal=True,
        key="goal",
        help=t("Within 1 %: L − L* is at most a hundredth of what it was at the start.") + " " + t(panels.LEAST),
    )
    settled = goal == "settled"
    sweeps = {name: computed.sweep_of(now, name) for name in computed.KINDS}
    begin = float(landscape.value(np.array(now.start))) - landscape.minimum
    if not np.isfinite(begin) or begin <= 0:
        st.info(t("The start is a minimum already: nothing is left to compare."))
        return
    rows = [
        Row(t(OPTIMIZERS[name].name), one.excess, one.settled if settled else one.first, one.best(settled))
        for name, one in sweeps.items()
    ]
    figures = learning_rates(
        computed.ALPHAS,
        rows,
        begin=begin,
        steps=now.steps,
        fraction=computed.FRACTION,
        look=look,
        language=language,
        headings=(
            t("L − L* after {n} steps").format(n=now.steps),
            t("steps until it {goal}").format(goal=kinds[goal]),
        ),
        titles=("α", "L − L*", t("steps")),
    )
    alt = t("The loss after all steps, and the steps needed, against the learning rate, a curve for each optimizer.")
    for i, (column, figure) in enumerate(zip(st.columns(2), figures, strict=True)):
        with column:
            elements.chart(figure, f"sweep{i}", alt)
    common = computed.common_alpha(now)
    table(sweeps, settled, computed.one_for_all(now, common), common)
    a, b = st.columns(2)
    a.button(
        t("Play the fair one: each with its own best α"),
        icon=":material/balance:",
        key="fair",
        type="primary",
        width="stretch",
        on_click=states.play,
        args=(computed.own_best(now, settled),),
    )
    b.button(
        t("Play the unfair one: α = {alpha} for all").format(alpha=number(common, language)),
        icon=":material/gavel:",
        key="unfair",
        width="stretch",
        on_click=states.play,
        args=(computed.one_for_all(now, common),),
    )


def table(sweeps: Mapping[str, Sweep], settled: bool, unfair: Settings, common: float) -> None:
    """Each optimizer's best α with what it reaches, beside the same α for all."""
    t, language = session.t(), session.language()
    floor = bottom(objective(unfair.model))
    head = [
        t("Optimizer"),
        t("best α"),
        t("steps"),
        t("L − L* at the end"),
        t("steps at α = {alpha}").format(alpha=number(common, language)),
        t("L − L* at the end"),
    ]
    body = []
    for i, (name, one) in enumerate(sweeps.items()):
        best, path = one.best(settled), cache.run(cache.run_key(unfair, i)).trajectory
        excess = path.value - floor
        reached = excess <= computed.FRACTION * excess[0]
        if settled:
            reached = np.logical_and.accumulate(reached[::-1])[::-1]
        steps = int(reached.argmax()) if reached.any() else None
        found = ["–"] * 3
        if best is not None:
            count = (one.settled if settled else one.first)[best]
            found = [f"**{number(one.alpha[best], language)}**", f"**{count}**", number(one.excess[best], language, 3)]
        body.append(
            [t(OPTIMIZERS[name].name), *found, "–" if steps is None else str(steps), number(excess[-1], language, 3)]
        )
    st.markdown(markdown(head, body))


# ---------------------------------------------------------------- the board


def board(words: Lesson, now: Settings) -> None:
    """Small pictures of the same start under other values; a click opens one in the playground."""
    t = session.t()
    say(words, "board")
    names = {
        "algorithm": t("algorithm"),
        "alpha": "α",
        "beta": "β",
        "gamma": "γ",
        "batch": t("batch size B"),
        "schedule": t("schedule"),
        "all": t("all"),
    }
    chosen = st.segmented_control(
        t("What differs"), list(names), default="alpha", format_func=names.__getitem__, key="board", required=True
    )
    for row in computed.ROWS if chosen in (None, "all") else (chosen,):
        cells = computed.variants(now, row)
        if not cells:
            st.caption(t("This landscape has no data, so there are no batches."))
            continue
        if chosen in (None, "all"):
            st.markdown(f"**{names[row]}**")
        # A grid of its own (see frame.css): as many a row as fit, on a phone too.
        grid = st.container(key=f"board-{row}")
        for i, (symbol, value, cell) in enumerate(cells):
            with grid.container():
                small(f"{row}-{i}", _label(row, symbol, value), cell)


def _label(row: str, symbol: str, value: Any) -> str:
    t, language = session.t(), session.language()
    if row == "algorithm":
        return t(OPTIMIZERS[value].name)
    if row == "schedule":
        return t(SCHEDULES[value].name)
    return f"{symbol} = {number(value, language)}"


def small(key: str, label: str, cell: Settings) -> None:
    """One picture, its end, and the button that opens it."""
    t, language, look = session.t(), session.language(), session.look()
    path = cache.run(cache.run_key(cell)).trajectory
    picture = sharing.data_uri(cache.picture(to_query(cell), look.name))
    end = t("diverged") if path.state == "diverged" else f"L = {number(path.value[-1], language, 3)}"
    st.html(f'<img src="{picture}" alt="" style="width:100%;border-radius:0.4rem;display:block">')
    if st.button(label, key=f"cell-{key}", help=t("Open in the playground"), width="stretch"):
        session.put(cell, page="")
        st.switch_page(navigation.page("", t))
    st.caption(end, text_alignment="center")


def extra(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """Everything below the charts."""
    comparison(words, now)
    board(words, now)
