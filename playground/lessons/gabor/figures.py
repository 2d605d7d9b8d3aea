"""Figures of the lesson on the Gabor model: curves, the minima with their printed losses, where the basin switches."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from playground.content import Lesson
from playground.engine import Gabor, GradientDescent, descend
from playground.figures.contour import without_level_labels
from playground.figures.digitised import GRADIENT_DESCENT
from playground.figures.fit_pictures import fitted
from playground.figures.marked_points import Marks, free_sides, marked
from playground.figures.model_outputs import along
from playground.figures.theme import Raw
from playground.i18n import number, point
from playground.lessons.shared import say
from playground.link.playground import Settings, model_of, objective
from playground.ui import cache, elements, session
from playground.ui.cache import Run
from playground.ui.lesson import states
from playground.ui.panels import contour_panel

CURVES = ((-5.0, 25.0), (20.0, 40.0), (3.0, 15.0))

PRINTED = {"c": "0.64", "b": "3.67", "d": "5.51", "e": "10.18", "f": "9.96"}
"""The loss that each panel of the course's figure prints."""

DRAWN = {
    "c": (0.003794635611, 16.026347827142),
    "b": (6.559354269535, 18.348855285164),
    "d": (-5.819376, 13.824504),
    "e": (-0.166465650553, 4.880932748264),
    "f": (6.171313163079, 8.088135558849),
}
"""The minimum whose curve each panel draws. That of panel d is not the one whose loss it prints."""

MEANT = (6.307961387848, 13.515787336910)
"""The minimum whose loss panel d prints."""

LINE, REACH, STEPS = 10.0, (-10.0, 10.0), 250
"""The starts (φ0, 10) whose ends are compared, at α = 0.1."""


def contour(now: Settings) -> None:
    """The contour with the loss of every minimum at its place."""
    t, language, look = session.t(), session.language(), session.look()
    points = cache.survey_of(cache.model_key(now)).points
    minima = [point for point in points if point.kind == "minimum"]

    def dress(figure: Raw) -> Raw:
        marks = []
        if minima:
            labels = [number(round(point.value, 2), language) for point in minima]
            places = np.array([point.phi for point in minima])
            rest = np.array([point.phi for point in points if point.kind != "minimum"]).reshape(-1, 2)
            sides = free_sides(places, rest if "critical" in now.show else rest[:0], objective(now.model).window)
            marks = [Marks(places, "circle", labels=labels, size=7, sides=sides)]
            figure = without_level_labels(figure)
        if drawn:
            names = [t("drawn"), "", ""]
            paths = zip(GRADIENT_DESCENT, names, strict=True)
            marks += [Marks(path, "circle", name, size=5, line=True) for path, name in paths]
        return marked(figure, marks, look)

    drawn = st.session_state.get("drawn-paths")
    contour_panel(now, dress if minima or drawn else None)


def follows(now: Settings) -> object:
    """What the figures of the lesson depend on: the landscape, and where the start lies on the line of the basins."""
    return cache.model_key(now), now.start[0]


def below(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """All figures of the lesson under the charts."""
    st.toggle(session.t()("Show the paths of the slides: read off the drawing, not computed"), key="drawn-paths")
    _curves(words, now)
    _minima(words, now)
    _basins(words, now)


def _picture(now: Settings, phi: Any, heading: str, key: str, height: int = 230) -> None:
    """The model's curve at φ over the data."""
    model, phi = model_of(now.model), np.array(phi)
    low, high = model.data_window[0]
    x = np.linspace(low, high, 241)
    figure = fitted(
        model.x,
        model.y,
        model.data_window,
        (x, model.predict(phi, x)),
        look=session.look(),
        language=session.language(),
        heading=heading,
        titles=("x", "y"),
        predicted=model.predict(phi, model.x),
        height=height,
    )
    alt = session.t()("The data, and the Gabor model's curve at one point of the map.")
    elements.chart(figure, key, alt)


def _curves(words: Lesson, now: Settings) -> None:
    """The three curves that introduce the model."""
    say(words, "curves")
    language, model = session.language(), objective(now.model)
    for i, (column, phi) in enumerate(zip(st.columns(3), CURVES, strict=True)):
        loss = number(float(model.value(np.array(phi))), language)
        heading = f"{point(phi, language)} · L = {loss}"
        with column:
            _picture(now, phi, heading, f"curve{i}")


def _minima(words: Lesson, now: Settings) -> None:
    """The minima of the course's figure: the loss that is printed, and the one that is computed."""
    t, language, model = session.t(), session.language(), objective(now.model)
    divisor = float(now.model["divisor"])
    say(words, "minima")
    if divisor != 32:
        text = t("With D = {d} the minima are others; the printed losses belong to D = 32.")
        st.info(text.format(d=number(divisor, language)))
    panels = [(name, DRAWN[name], PRINTED[name]) for name in "bcdef"] + [("", MEANT, "")]
    for i, (name, phi, printed) in enumerate(panels):
        if i % 3 == 0:
            columns = st.columns(3)
        loss = number(float(model.value(np.array(phi))), language)
        if name:
            tag = f"{name}) " + t("printed {value}").format(value=number(float(printed), language))
        else:
            tag = t("where {value} belongs").format(value=number(5.51, language))
        with columns[i % 3]:
            _picture(now, phi, f"{tag} · <b>L = {loss}</b>", f"minimum{i}")
            query = f"model=Gabor&divisor={divisor:g}&start={phi[0]},{phi[1]}&steps=20&show=critical"
            st.button(t("Go there"), key=f"minimum{i}:go", on_click=states.open_state, args=(query,))


@st.cache_resource(max_entries=8, show_spinner=False)
def ends(divisor: float) -> tuple[Any, Any]:
    """Starts φ0 on φ1 = 10, and the loss in which small steps from each end."""
    starts = np.linspace(REACH[0], REACH[1], 201)
    return starts, _ends_from(starts, divisor, STEPS)


def _ends_from(starts: Any, divisor: float, steps: int) -> Any:
    phi = np.stack([starts, np.full_like(starts, LINE)], axis=-1)
    with np.errstate(all="ignore"):
        return descend(GradientDescent(0.1), Gabor(divisor=divisor), phi, steps).value[-1]


@st.cache_resource(max_entries=8, show_spinner=False)
def switch(divisor: float) -> float:
    """Where on φ1 = 10, between 2 and 3.5, the end changes: narrowed down by 24 starts at a time."""
    low, high = 2.0, 3.5
    for _ in range(5):
        starts = np.linspace(low, high, 24)
        values = _ends_from(starts, divisor, 120)
        at = int(np.argmax(np.abs(np.diff(values))))
        low, high = float(starts[at]), float(starts[at + 1])
    return (low + high) / 2


def _basins(words: Lesson, now: Settings) -> None:
    """Where small steps end, against where they start on φ1 = 10."""
    t, language, divisor = session.t(), session.language(), float(now.model["divisor"])
    say(words, "basins")
    starts, values = ends(divisor)
    here = float(np.clip(now.start[0], *REACH))
    edge = switch(divisor)
    figure = along(
        starts,
        values,
        (here, float(np.interp(here, starts, values))),
        look=session.look(),
        language=language,
        heading=f"<b>{t('Where it ends')}</b> · φ₁ = 10, α = 0{',' if language == 'es' else '.'}1"
        f" · {t('switch at φ₀ = {edge}').format(edge=number(edge, language, 5))}",
        titles=(t("start φ₀ on φ₁ = 10"), t("loss at the end")),
        crossed=edge,
    )
    alt = t("The loss in which gradient descent ends, against the start on a line: flat steps with sudden jumps.")
    elements.chart(figure, "basins", alt)
