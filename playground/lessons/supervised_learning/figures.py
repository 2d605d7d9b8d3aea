"""Figures of the first lesson: the four tasks as one strip, and three losses on the same twenty inputs."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import streamlit as st

from playground.content import Lesson
from playground.engine.fitting import Fitting
from playground.engine.hyper import Hyper
from playground.engine.losses import SquaredError
from playground.engine.three_units import course_parameters, three_units
from playground.engine.types import Target
from playground.figures.model_outputs import along, outputs, parts
from playground.i18n import number
from playground.lessons.shared import say
from playground.lessons.supervised_learning.followed import SHIFT, follow_shift
from playground.link.playground import Settings
from playground.marking import N_
from playground.ui import elements, navigation, session
from playground.ui.cache import Run
from playground.ui.number_fields import number_field

KINDS: dict[Target, str] = {
    "regression": N_("Least squares"),
    "binary": N_("Binary cross-entropy"),
    "multiclass": N_("Multiclass cross-entropy"),
}

REACH: dict[Target, float] = {"regression": 1.0, "binary": 8.0, "multiclass": 8.0}
"""How far the slider moves the output up or down."""

POINTS = 241


def model(kind: Target) -> Fitting:
    """The network with its loss; for the regression the sum of squares, as the course writes it."""
    fitting = three_units(kind)
    return Fitting(fitting.predictor, SquaredError(), fitting.x, fitting.y) if kind == "regression" else fitting


def shifted(kind: Target, shift: Any) -> Any:
    """The course's parameters with the first output's bias moved by `shift` (...), (..., d)."""
    phi = course_parameters(kind)
    names = three_units(kind).predictor.parameters
    at = next(i for i, name in enumerate(names) if name.layer == "output" and not name.column)
    move = np.zeros(phi.size)
    move[at] = 1.0
    return phi + np.asarray(shift, dtype=float)[..., None] * move


def tasks(words: Lesson) -> None:
    """The four tasks of the course, each a row from the real world to numbers and back."""
    t = session.t()
    heads = [t("Real world"), t("Model input"), t("Model"), t("Model output"), t("Real world")]
    rows = [[cell.strip() for cell in line.split("|")] for line in words.parts["tasks"].splitlines() if "|" in line]
    cells = [f'<div class="pg-task-head">{html.escape(head)}</div>' for head in heads]
    large = ' style="font-size:1.25rem;max-width:none"' if session.presenting() else ""
    for name, kind, *boxes in rows:
        world, put_in, out, answer = (html.escape(box) for box in boxes)
        cells.append(f"<div><b>{html.escape(name)}</b><br>{world}</div>")
        cells.append(f"<code>{put_in}</code>")
        cells.append(f'<div class="pg-task-model">f[x, φ]<small>{html.escape(kind)}</small></div>')
        cells.append(f"<code>{out}</code>")
        cells.append(f"<div>{answer}</div>")
    st.html(
        "<style>.pg-tasks{display:grid;grid-template-columns:1.5fr 1.55fr 1fr .95fr 1.15fr;gap:.35rem .7rem;"
        "align-items:center;max-width:1200px}"
        ".pg-tasks>*{padding:.35rem .6rem;border-radius:.5rem;overflow-wrap:anywhere;white-space:pre-line}"
        ".pg-tasks>:not(.pg-task-head){min-height:3.1rem;display:flow-root;"
        "border:1px solid color-mix(in srgb,currentColor 22%,transparent)}"
        ".pg-tasks code{font-size:.85em;background:none;color:inherit}"
        ".pg-task-head{font-size:.85em;opacity:.75;padding:0 .6rem!important}"
        ".pg-tasks>.pg-task-model{background:var(--st-primary-color,#0067a5);color:var(--st-background-color,#fff);text-align:center;"
        "font-weight:600}.pg-task-model small{display:block;font-weight:400}"
        "@container page (max-width:640px){.pg-tasks{grid-template-columns:1fr}.pg-task-head{display:none}"
        ".pg-tasks>:not(.pg-task-head){min-height:0}"
        ".pg-tasks>:nth-child(5n+1):not(.pg-task-head){margin-top:.8rem}}</style>"
        f'<div class="pg-tasks"{large}>{"".join(cells)}</div>'
    )


def three_losses(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """The tasks, then a network of three units with three kinds of target and the loss that goes with each."""
    t = session.t()
    if session.presenting() and (session.visit().lesson(words.name).at or 0) > 0:
        return  # a class that has seen the strip looks at the charts
    tasks(words)
    with st.container(horizontal=True, gap="small"):
        for url in ("house-price", "molecule", "review", "music"):
            st.page_link(navigation.page(url, t), icon=":material/play_circle:")
    say(words, "losses")
    st.fragment(_losses)(words)
    say(words, "training")


def _losses(words: Lesson) -> None:
    """A kind of target, one parameter to move, and the loss that goes with it."""
    t = session.t()
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    kind = left.segmented_control(
        t("Kind of target"), list(KINDS), default="regression", key="loss-kind", format_func=lambda k: t(KINDS[k])
    )
    kind = kind or "regression"
    end = REACH[kind]
    fact = Hyper("δ", "", low=-end, high=end, soft=(-end, end))
    with right:
        shift = number_field(f"{SHIFT}.{kind}", fact, 0.0, t("Move one parameter, the first output's bias, by"))
    say(words, kind)
    _charts(kind, shift)


def _charts(kind: Target, shift: float) -> None:
    t, language, look = session.t(), session.language(), session.look()
    fitting, phi = model(kind), shifted(kind, shift)
    x = np.linspace(0.0, 1.0, POINTS)
    said = fitting.loss.read(fitting.outputs(phi, x[:, None]))
    inputs, points, names = fitting.x[:, 0], [], []
    if kind == "regression":
        points = [(inputs, fitting.y[:, 0])]
    elif kind == "binary":
        said = said[:, 1:]
        points = [(inputs, fitting.y[:, 0])]
    else:
        classes = fitting.y.argmax(axis=1)
        points = [(inputs[classes == k], np.full((classes == k).sum(), -0.06 * (k + 1))) for k in range(3)]
        names = [t("class {k}").format(k=k) for k in range(3)]
    each = fitting.loss.value(fitting.outputs(phi), fitting.y)
    shifts = np.linspace(-REACH[kind], REACH[kind], 161)
    values = fitting.value(shifted(kind, shifts))
    total = float(each.sum())
    loss = number(total, language)
    first, second, third = st.columns(3)
    heading = f"<b>{t('Model and data')}</b> · {t('y') if kind == 'regression' else t('probability of each class')}"
    if kind == "binary":
        heading = f"<b>{t('Model and data')}</b> · {t('probability of class 1')}"
    figure = outputs(
        x,
        said,
        points,
        look=look,
        language=language,
        heading=heading,
        titles=("x", ""),
        names=names,
        limits=_room(kind, fitting),
    )
    alt = t("Twenty data points, and what the model says at each input.")
    with first:
        elements.chart(figure, "targets", alt)
    figure = parts(
        inputs,
        each,
        look=look,
        language=language,
        heading=f"<b>{t('Loss of each data point')}</b> · ℓᵢ",
        titles=("x", ""),
    )
    alt = t("What each of the twenty data points adds to the loss.")
    with second:
        elements.chart(figure, "parts", alt)
    figure = along(
        shifts,
        values,
        (shift, total),
        look=look,
        language=language,
        heading=f"<b>{t('Their sum')}</b> · L = {loss}",
        titles=(t("shift of one parameter"), ""),
    )
    alt = t("The loss against one parameter, the data held fixed.")
    with third:
        elements.chart(figure, "along", alt)
    bare = course_parameters(kind)
    curve, data = (x, fitting.outputs(bare, x[:, None])), (inputs, fitting.outputs(bare), fitting.y)
    follow_shift(kind, shift, curve, data, "L = ")


def _room(kind: Target, fitting: Fitting) -> tuple[float, float]:
    """The limits of the first chart, the same for every shift: what moves is seen to move."""
    if kind != "regression":
        return (-0.24, 1.06)
    said = fitting.outputs(course_parameters(kind))
    return float(min(said.min(), fitting.y.min()) - REACH[kind]), float(max(said.max(), fitting.y.max()) + REACH[kind])
