"""The charts of a landscape, which the playground and the lessons share: contour, data, surface and loss."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import numpy as np
import streamlit as st

from playground.engine import Model
from playground.exports.losses import Losses, loss_heading
from playground.figures.contour import for_the_player, heights, quiet
from playground.figures.static_paths import losses, with_curves, with_paths, with_paths_3d
from playground.figures.theme import Raw, below_lines
from playground.i18n import point
from playground.link.playground import Settings, objective
from playground.marking import N_
from playground.ui import cache, own_data, session
from playground.ui.elements import chart, explanation, host
from playground.ui.player.feed import PANELS, has_one
from playground.ui.player.payload import on_the_chart
from playground.ui.wording import FIRST_WITHIN

Panel = Callable[[Settings], None]
"""Draws a chart of its own."""


def tells(panel: Panel) -> Panel:
    """A chart of a lesson that tells what the next step does: it is hidden with what comes."""

    @wraps(panel)
    def shown(now: Settings) -> None:
        if now.guess:
            st.caption(session.t()("This chart tells what comes next, which is hidden for now."))
        else:
            panel(now)

    return shown


HEADSTART = 0.08
"""Seconds that the contours of another landscape have before its surface."""

MOST_TOLD = 6
"""Minima that are told one by one."""

LEAST = N_("L* is the least value that this loss takes anywhere, and L − L* is how far a run is still above it.")
WITHIN = N_("“{first}”: the first step at which L − L* is at most a hundredth of what it was at the start.")


def charts(now: Settings, names: Sequence[str | Panel], aside: Sequence[Callable[[], object]] = ()) -> None:
    """The charts in two columns, and under the first two the place of legend and table.

    `aside` draws what stands beside the large chart, on a page that is projected.
    """
    t = session.t()
    # One grid instead of rows of columns: a dozen messages fewer at every change (see frame.css).
    with st.container(key="panels"):
        st.html(f'<h2 class="pg-unseen">{t("Charts")}</h2>')
        host("tabs")
        for part in aside:
            part()
        for name in names[:2]:
            _chart(name, now)
        more = explanation(t(WITHIN).format(first=t(FIRST_WITHIN)) + " " + t(LEAST))
        st.html(
            f'<div class="pg-under"><div class="pg-host-legend"></div><div class="pg-host-table"></div>{more}</div>'
        )
        for name in names[2:]:
            _chart(name, now)
        if session.presenting():
            host("step")  # in numbers, of a rule for which the head has no room


def _chart(name: str | Panel, now: Settings) -> None:
    if isinstance(name, str):
        CHARTS[name](now)
    else:
        with st.container(key=f"lessons-{name.__name__}"):
            name(now)


def _paths(now: Settings) -> list[Any]:
    return [on_the_chart(run.trajectory) for run in cache.runs(now)]


def contour_panel(now: Settings, dress: Callable[[Raw], Raw] | None = None) -> None:
    """The contour of the loss; `dress` adds to the figure what a lesson marks on it."""
    t, language, look = session.t(), session.language(), session.look()
    key, critical, name = cache.model_key(now), "critical" in now.show, t(objective(now.model).name)
    if has_one(now):
        figure = cache.curve_figure(key, language, look.name, critical)
        alt = t("The loss of {name} as a curve over φ.").format(name=name)
    else:
        figure = cache.contour_figure(key, language, look.name, now.overlay, critical)
        alt = t("Contours of the loss of {name} over φ₀ and φ₁.").format(name=name) + _least(now)
    if dress is not None:
        figure = dress(figure)
    figure = quiet(figure, session.hidden())
    figure = with_paths(figure, _paths(now), look) if session.plain() else for_the_player(figure)
    chart(figure, PANELS["contour"], alt)


def _least(now: Settings) -> str:
    """Where the loss is least, for those who do not see its marks; empty where that is not known, or not to be told."""
    points = objective(now.model).minimisers
    if points is None or not 0 < len(points) <= MOST_TOLD or "minimum" in session.hidden():
        return ""
    language = session.language()
    told = ", ".join(point(place, language, 3) for place in points)
    return " " + session.t()("It is least at {points}.").format(points=told)


def fit_panel(now: Settings) -> None:
    """The model over its data; where there are no data, the parameters against the step."""
    t, language, look = session.t(), session.language(), session.look()
    landscape = objective(now.model)
    if isinstance(landscape, Model):
        figure = cache.fit_figure(cache.model_key(now), language, look.name, own_data.frame(now))
        if session.plain():
            x = np.linspace(float(landscape.data_window[0][0]), float(landscape.data_window[0][1]), 200)
            figure = with_curves(figure, x, [landscape.predict(path[-1], x) for path in _paths(now)], look)
        if session.presenting():
            figure = below_lines(figure, len(landscape.written))
        alt = t("The data of {name}, and the model's curve at the current step.").format(name=t(landscape.name))
        chart(figure, PANELS["fit"], alt)
        return
    heading = f"<b>{t('Parameter at each step') if has_one(now) else t('Parameters at each step')}</b>"
    if session.plain():
        curves = [path[:, axis] for path in _paths(now)[:1] for axis in range(len(now.start))]
        heading += "" if has_one(now) else f" · {t('φ₀ solid, φ₁ dashed')}"
        figure = losses(curves, look=look, language=language, heading=heading, title=t("step"), log=False)
        chart(figure, "parameters")
    else:
        host("parameters", heading)


def surface_panel(now: Settings) -> None:
    """The loss as a surface; of one parameter, the derivative below the curve."""
    t, language, look = session.t(), session.language(), session.look()
    landscape = objective(now.model)
    if has_one(now):
        figure = cache.slope_figure(cache.model_key(now), language, look.name)
        chart(figure, PANELS["slope"], t("The derivative of the loss of {name}.").format(name=t(landscape.name)))
        return
    figure = cache.surface_figure(cache.model_key(now), language, look.name)
    if session.plain():
        ground = cache.heights(cache.model_key(now), cache.SURFACE_POINTS).value
        values = [run.trajectory.value for run in cache.runs(now)]
        tops = [heights(np.append(value, ground.min()), landscape.scale)[:-1] for value in values]
        figure = with_paths_3d(figure, _paths(now), tops, look)
    alt = t("The loss of {name} as a surface over φ₀ and φ₁.").format(name=t(landscape.name)) + _least(now)
    delay_surface(now)
    chart(figure, PANELS["surface"], alt)


def delay_surface(now: Settings) -> None:
    """Wait a moment before another surface is sent.

    A browser draws in one go what comes together, and shows none of it before the surface, the slowest, is done.
    """
    visit, shown = session.visit(), cache.model_key(now)
    if visit.surface != shown:
        visit.surface = shown
        time.sleep(HEADSTART)


def loss_panel(now: Settings) -> None:
    """The loss at each step."""
    t, language, look = session.t(), session.language(), session.look()
    landscape = objective(now.model)
    tested = isinstance(landscape, Model) and landscape.held_out is not None
    floor = None if tested else landscape.minimum
    heading = f"<b>{loss_heading(landscape, t)}</b>"
    if not tested:
        heading += f" · {'L − L*' if floor is not None else 'L'}"
    if session.plain():
        paths = [run.trajectory for run in cache.runs(now)]
        of = Losses.of(landscape, paths, t)
        values = [one for pair in zip(of.fitted, of.tested, strict=True) for one in pair] if of.tested else of.fitted
        gone = [path.state == "diverged" for path in paths for _ in range(2 if of.tested else 1)]
        figure = losses(
            values, look=look, language=language, heading=heading, title=t("step"), log=of.log, diverged=gone
        )
        chart(figure, "loss")
    else:
        host("loss", heading, "" if floor is None else t(LEAST))


CHARTS: dict[str, Panel] = {"contour": contour_panel, "fit": fit_panel, "surface": surface_panel, "loss": loss_panel}
"""The charts by name."""
