"""Figures of the lesson on Adam: signs of gradients, the slides' four panels, moments with and without correction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from playground.content import Lesson
from playground.engine import (
    OBJECTIVES,
    Adam,
    GaussianValley,
    GradientDescent,
    NormalizedGradient,
    descend,
)
from playground.engine.closed_forms import Slope, moments
from playground.engine.hyper import Hyper
from playground.figures.board import Picture
from playground.figures.contour import HEIGHT
from playground.figures.small_multiples import Curve, Pane, panes
from playground.figures.theme import theme
from playground.i18n import decimal_mark, number, translator
from playground.lessons.shared import boards, say, side_by_side, table
from playground.link.playground import Settings, default_settings
from playground.link.values import default_pick
from playground.ui import cache, elements, panels, session, widgets
from playground.ui.number_fields import number_field
from playground.ui.player import component

GRADIENT = (3.0, -2.0, 5.0)
ENTRY = Hyper("g", "", low=-1e6, high=1e6)
"""The slides' example."""

PAIRS = ((0.9, 0.99), (0.9, 0.999), (0.99, 0.9))
"""β and γ: the slides', the usual ones, and a pair for which the uncorrected start is too slow."""

CONSTANT = 60
START = (-0.7, -0.9)


class Panel(NamedTuple):
    """One panel of the slides: what is printed on it, the rules that are run, and for how many steps."""

    letter: str
    printed: str
    rules: tuple[Any, ...]
    steps: int


PANELS = (
    Panel("a", "α = 0.05", (GradientDescent(0.05), GradientDescent(0.08)), 200),
    Panel("b", "α = 1.0", (GradientDescent(1.0),), 40),
    Panel("c", "α = 0.05", (NormalizedGradient(0.05), NormalizedGradient(0.08)), 40),
    Panel("d", "α = 0.05, β = 0.9, γ = 0.99", (Adam(0.05, 0.9, 0.99),), 60),
)
"""The four panels of figure 6.9. Panel a was drawn with 0.08, and the notebook's panel c has 0.08 too."""


@panels.tells
@elements.at_rest
def steps_panel(now: Settings) -> None:
    """A panel: each step of the first run in units of α, one curve a parameter."""
    t, path = session.t(), cache.run(cache.run_key(now, 0)).trajectory
    alpha = float(dict(now.runs[0].values).get("alpha", 1.0)) or 1.0
    k = np.arange(1, path.steps + 1)
    step, shown = component.current_step(now), path.steps
    if now.guess:
        shown = step
    with np.errstate(all="ignore"):
        sizes = np.diff(path.phi, axis=0) / -alpha
    # A pane a parameter: colour and dash say which run it is, here as everywhere.
    rows = [
        Pane(
            f"{t('Run 1: step over −α')}, φ{'₀₁'[axis]}",
            [Curve("", k[:shown], sizes[:shown, axis], width=2.0)],
            t("step") if axis else "",
            at=step or None,
        ).within((0.5, path.steps + 0.5))
        for axis in (0, 1)
    ]
    figure = panes(rows, look=session.look(), language=session.language(), height=HEIGHT, columns=1, legend=False)
    elements.chart(figure, "adam-steps", t("The steps of the first run, parameter by parameter, in units of α."))


def signs(words: Lesson) -> None:
    """The slides' example, with a gradient of one's own: g, v = g², √v, the quotient."""
    language = session.language()
    say(words, "signs")
    values = []
    for i, (column, start) in enumerate(zip(st.columns(3), GRADIENT, strict=True)):
        with column:
            values.append(number_field(f"sign{i}", ENTRY, start, f"g{'₀₁₂'[i]}", track=False))
    g = np.array(values)
    rule = NormalizedGradient(1.0, 0.0)
    terms = rule.explain(Slope(g), np.zeros(3), rule.init(np.zeros(3)))
    rows = {"g": g, "v = g²": terms["v"], "√v": np.sqrt(terms["v"]), "g / √v": terms["step"]}
    body = [[name, *(number(value, language) for value in row)] for name, row in rows.items()]
    st.markdown(table([session.t()("Term"), "φ₀", "φ₁", "φ₂"], body))


def four(words: Lesson) -> None:
    """The slides' four panels, computed, with the exact ends."""
    t = session.t()
    with widgets.unfold("panels", t("The slides' four panels, computed"), True) as is_open:
        if not is_open:
            return
        pictures = zip(PANELS, st.columns(4), _board(session.language(), session.look().name), strict=True)
        for panel, column, figure in pictures:
            with column:
                alt = t("Panel {letter}: the whole path over the contours of the loss.").format(letter=panel.letter)
                elements.chart(figure, f"adam-board-{panel.letter}", alt)
        if not session.presenting():
            st.markdown(words.parts["panels"] + "\n\n" + _ends(session.language()))


@st.cache_resource(max_entries=1, show_spinner=False)
def paths() -> dict[str, list[Any]]:
    """The trajectories of the four panels, by letter."""
    return {
        panel.letter: [descend(rule, GaussianValley(), START, panel.steps) for rule in panel.rules] for panel in PANELS
    }


@st.cache_resource(max_entries=8, show_spinner=False)
def _board(language: str, appearance: str) -> list[Any]:
    model = default_pick(OBJECTIVES, "GaussianValley")
    ground = cache.heights(cache.model_key(default_settings(model)), cache.SURFACE_POINTS)
    pictures = []
    for panel in PANELS:
        name = translator(language)(type(panel.rules[0]).name)
        runs = [run.phi for run in paths()[panel.letter]]
        labels = [f"α = {number(rule.alpha, language)}" for rule in panel.rules]
        shown = f"{panel.letter}) {name}<br>" + (" · ".join(labels) if len(labels) > 1 else _local(panel, language))
        pictures.append(Picture(shown, runs, labels))
    return boards(ground, pictures, look=theme(appearance), language=language, height=290, width=1.8)


def _local(panel: Panel, language: str) -> str:
    return panel.printed.replace(".", decimal_mark(language))


def _ends(language: str) -> str:
    """The table of exact ends."""
    t = translator(language)
    head = f"| {t('Panel')} | {t('Optimizer')} | {t('Hyperparameters')} | {t('Steps')} | φ₀ | φ₁ | L |\n"
    head += "|---|---|---|---:|---:|---:|---:|\n"
    rows = []
    for panel in PANELS:
        for rule, run in zip(panel.rules, paths()[panel.letter], strict=True):
            facts = f"α = {number(rule.alpha, language)}" if panel.letter != "d" else _local(panel, language)
            end = [number(round(float(v), 6), language, 6) for v in run.phi[-1]] + [number(run.value[-1], language, 4)]
            cells = [panel.letter, t(type(rule).name), facts, str(panel.steps), *end]
            rows.append("| " + " | ".join(cells) + " |")
    return head + "\n".join(rows)


def corrected(words: Lesson, now: Settings, runs: Sequence[cache.Run]) -> None:
    """The moments over t with and without correction, for three pairs of β and γ."""
    t = session.t()
    say(words, "moments")
    sources = {"constant": t("a constant gradient, g = 1"), "0": t("run 1, φ₀"), "1": t("run 1, φ₁")}
    chosen = st.segmented_control(
        t("Gradients of"), list(sources), default="constant", format_func=sources.__getitem__, key="moments-of"
    )
    if chosen in {"0", "1"} and runs and "gradient" in runs[0].trajectory.terms:
        gradients = runs[0].trajectory.terms["gradient"][:, int(chosen)]
    else:
        gradients = np.ones(CONSTANT)
    alt = t("Moments and steps over t, with and without correction, for one pair of β and γ.")
    # Which dash is which comes before the twelve curves.
    st.caption(t("Step / α: solid corrected, dashed uncorrected. Uncorrected moments: m dotted, √v dash-dotted."))
    side_by_side(_moments(gradients), "adam-moments", alt, 320)


def _moments(gradients: Any) -> list[Pane]:
    t, language = session.t(), session.language()
    n, rows = np.arange(1, len(gradients) + 1), []
    for beta, gamma in PAIRS:
        found = moments(gradients, beta, gamma)
        with np.errstate(all="ignore"):
            root = np.sqrt(found.v)
        curves = [
            Curve(t("step / α, corrected"), n, found.ratio, 0, width=3),
            Curve(t("step / α, uncorrected"), n, found.raw_ratio, 1, width=3),
            Curve(t("m, uncorrected"), n, found.m, 2, width=1.8),
            Curve(t("√v, uncorrected"), n, root, 3, width=1.8),
        ]
        heading = f"β = {number(beta, language)}, γ = {number(gamma, language)}"
        rows.append(Pane(heading, curves, "t + 1").within((0.5, len(gradients) + 0.5)))
    return rows
