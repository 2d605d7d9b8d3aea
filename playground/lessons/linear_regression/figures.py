"""Figures of the lesson on linear regression: three lines with their squares, and the points that a hand has placed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from playground.content import Lesson
from playground.figures.fit_pictures import fitted
from playground.figures.marked_points import Marks, marked
from playground.figures.theme import Raw
from playground.i18n import in_a_row, number
from playground.lessons.shared import say
from playground.link.playground import Settings, model_of
from playground.ui import elements, panels, session
from playground.ui.cache import Run

KEY = "by-hand"
LINES = ((0.4, 0.2), (1.6, -0.8))


def by_hand(points: Sequence[tuple[float, float]]) -> panels.Panel:
    """A panel: the contour, and on it the numbered points of a figure of the slides where they are asked for."""

    def panel(now: Settings) -> None:
        t, look = session.t(), session.look()

        def dress(figure: Raw) -> Raw:
            labels = [str(i) for i in range(len(points))]
            drawn = Marks(np.array(points), "circle-open", t("drawn by hand on the slides"), labels, 10, line=True)
            return marked(figure, [drawn], look)

        panels.contour_panel(now, dress if st.session_state.get(KEY) else None)

    return panel


def ask() -> None:
    """The switch for the points that a hand has placed."""
    st.toggle(session.t()("Show the numbered points of the slides: placed by hand, not computed"), key=KEY)


def three_lines(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """Two lines and the best one, each with its residuals, their squares and its loss."""
    t, language, look = session.t(), session.language(), session.look()
    ask()
    say(words, "lines")
    model = model_of(now.model)
    across = np.array(model.data_window[0])
    assert model.minimisers is not None  # the x of both data sets differ
    for i, (column, phi) in enumerate(zip(st.columns(3), [*map(np.array, LINES), model.minimisers[0]], strict=True)):
        value = float(model.value(phi))
        at = in_a_row([number(float(v), language, 3) for v in phi], language)
        loss = number(round(value, 2), language)
        figure = fitted(
            model.x,
            model.y,
            model.data_window,
            (across, model.predict(phi, across)),
            look=look,
            language=language,
            heading=f"({at}) · <b>L = {loss}</b>",
            titles=("x", "y"),
            predicted=model.predict(phi, model.x),
            squares=True,
        )
        alt = t("Twelve points, a line, its residuals and their squares.")
        with column:
            elements.chart(figure, f"line{i}", alt)
