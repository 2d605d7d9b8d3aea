"""A state of the playground as one SVG: contours with paths, data with the model, losses, the ledger as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs

import numpy as np
from numpy.typing import NDArray

from playground.engine import OPTIMIZERS, Landscape, Model, Trajectory, grid
from playground.engine.hyper import hypers
from playground.engine.points import read_names
from playground.engine.teaching import TEACHING
from playground.exports.losses import Losses
from playground.exports.names import run_name
from playground.exports.plain import plain_lines
from playground.figures.contour import named_levels
from playground.figures.svg import Axes, Box, bare, document
from playground.figures.svg_charts import (
    HEIGHT,
    INSIDE,
    WIDTH,
    Ground,
    curve_axes,
    curve_svg,
    curves_svg,
    fit_svg,
    ground_svg,
    ledger_svg,
    levels_svg,
    paths_svg,
    title_of,
)
from playground.figures.theme import Theme, theme
from playground.i18n import Translator, in_a_row, number, translator
from playground.link.playground import Settings, default_settings, from_query, objective, optimizer, to_query
from playground.marking import N_

CONTOUR, FIT, LOSS, LEDGER = "contour", "fit", "loss", "ledger"
VIEWS = (CONTOUR, FIT, LOSS, LEDGER)
"""The charts that a figure may have."""
POINTS = 81
"""Nodes a side of the grid."""
CM = 12.0
"""Width of a chart on paper, in centimetres."""

LONGEST = N_("The run has {n} steps.")


def figure(
    settings: Settings,
    runs: Sequence[Trajectory],
    *,
    views: Sequence[str] = (CONTOUR, FIT),
    language: str = "en",
    appearance: str = "light",
    step: int | None = None,
    link: str = "",
    sized: bool = True,
    minimum: bool = True,
) -> str:
    """The figure of `views`, two in a row; equal for equal arguments.

    Parameters
    ----------
    step : int, optional
        The step that is shown; by default the last.
    sized : bool
        Whether it has a size in centimetres, as on paper, or that of the screen.
    minimum : bool
        Whether it tells where the least loss is, and how large; in a quiz it does not.
    """
    t, look = translator(language), theme(appearance)
    drawing = _Drawing(settings, runs, t, language, look, step, minimum)
    columns = min(2, len(views))
    rows = -(-len(views) // columns)
    parts = []
    for place, view in enumerate(views):
        x, y = WIDTH * (place % columns), HEIGHT * (place // columns)
        body = drawing.charts[view]()
        parts.append(f'<g transform="translate({x:g} {y:g})">{body}</g>' if place else f"<g>{body}</g>")
    about = f"{title_of_run(settings, language)}. {t(LONGEST).format(n=settings.steps)}"
    size = {"cm": CM * columns} if sized else {}
    title = title_of_run(settings, language)
    return document("".join(parts), WIDTH * columns, HEIGHT * rows, look, title=title, about=about, link=link, **size)


SEATS = {CONTOUR: Box(0, 0, 510, 510), FIT: Box(0, 0, 254, 115)}
"""The axes of the charts of the playground's first screen, as large as on a laptop."""


def seated(
    settings: Settings,
    runs: Sequence[Trajectory],
    view: str,
    *,
    language: str,
    step: int | None,
    minimum: bool,
) -> tuple[str, str]:
    """A chart of the first screen, its heading and its SVG, whose edge is that of the axes: words stand outside."""
    t, landscape = translator(language), objective(settings.model)
    drawing = _Drawing(settings, runs, t, language, theme("light"), step, minimum, SEATS)
    heading = contour_heading(landscape, t) if view == CONTOUR else fit_heading(landscape, t)
    box = axes_of(settings, SEATS[CONTOUR]).box if view == CONTOUR else SEATS[view]
    return heading, bare(drawing.charts[view](), box, theme("light"))


def title_of_run(settings: Settings, language: str) -> str:
    """What runs on what: "Adam · Gabor model, α = 0.1, β = 0.9"."""
    t = translator(language)
    names = " / ".join(dict.fromkeys(run_name(settings, i, t, language) for i in range(len(settings.runs))))
    where = t(objective(settings.model).name)
    if len(settings.runs) > 1:
        return f"{names} · {where}"
    run = settings.runs[0]
    facts = hypers(OPTIMIZERS[run.name])
    values = [
        f"{t(facts[field].symbol)} = {number(value, language)}"
        for field, value in run.values
        if isinstance(value, float | int) and not isinstance(value, bool)
    ]
    return ", ".join([f"{names} · {where}", *values])


def ground_of(settings: Settings) -> Ground:
    """The landscape of some settings as it is drawn, two parameters over the plane."""
    return _ground(landscape_query(settings))


def axes_of(settings: Settings, box: Box = INSIDE) -> Axes:
    """The axes of the chart on which the paths of some settings lie."""
    if objective(settings.model).dimension == 1:
        return curve_axes(*curve_of(landscape_query(settings)), box)
    return replace(ground_of(settings), room=box).axes


def on_the_chart(run: Trajectory) -> NDArray[Any]:
    """Where a path lies on it, (steps + 1, 2): in the plane, or with one parameter on the curve of the loss."""
    return run.phi if run.phi.shape[-1] == 2 else np.column_stack([run.phi[:, 0], run.value])


def landscape_query(settings: Settings) -> str:
    """The query of a landscape alone."""
    return to_query(default_settings(settings.model))


def _landscape(query: str) -> Landscape:
    return objective(from_query(parse_qs(query))[0].model)


@lru_cache(maxsize=64)
def _ground(query: str) -> Ground:
    landscape = _landscape(query)
    found = grid(landscape, landscape.window, POINTS, dtype=np.float32)
    value = _limited(landscape, np.asarray(found.value))
    return Ground(found.x, found.y, value, landscape.scale, landscape.flipped, landscape.minimisers)


@lru_cache(maxsize=64)
def curve_of(query: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """The loss of one parameter over its window: places and heights."""
    landscape = _landscape(query)
    x = np.linspace(*landscape.window[0], 401)
    value = landscape.value(x[:, None])
    return x, _limited(landscape, np.where(np.isfinite(value), value, np.nan))


def _limited(landscape: Landscape, value: NDArray[Any]) -> NDArray[Any]:
    """Heights without those that surround a pole."""
    if landscape.limits is None:
        return value
    low, high = landscape.limits
    return np.where((low <= value) & (value <= high), value, np.nan)


def background(
    settings: Settings, view: str, language: str, appearance: str, minimum: bool = True
) -> tuple[str, Axes] | None:
    """The contour, or the data, without what moves over it, as an SVG, and its axes; None for another chart."""
    look, landscape = theme(appearance), objective(settings.model)
    if view == CONTOUR:
        query, heading = landscape_query(settings), contour_heading(landscape, translator(language))
        ground = _drawn_ground(query, language, look.name, minimum, INSIDE, heading)
        body = ground + _levels(query, language, minimum, INSIDE)
        axes = axes_of(settings)
    elif view == FIT and isinstance(landscape, Model):
        drawing = _Drawing(settings, (), translator(language), language, look, None)
        body, axes = drawing.data(), Axes(INSIDE, landscape.data_window[0], landscape.data_window[1])
    else:
        return None
    return document(body, WIDTH, HEIGHT, look, title=title_of_run(settings, language)), axes


def contour_heading(landscape: Landscape, t: Translator) -> str:
    """What stands above the chart of the parameters."""
    return f"{t('Parameters')} · {t('the loss L[φ]') if landscape.dimension == 1 else t('contours of the loss L[φ]')}"


def fit_heading(landscape: Landscape, t: Translator) -> str:
    """What stands above the data; of a landscape without any, above its parameters at each step."""
    return f"{t('Data')} · {t('the model f[x, φ]')}" if isinstance(landscape, Model) else t("Parameters at each step")


@lru_cache(maxsize=64)
def _drawn_ground(query: str, language: str, appearance: str, minimum: bool, box: Box, heading: str) -> str:
    t, landscape, look = translator(language), _landscape(query), theme(appearance)
    if landscape.dimension == 1:
        return curve_svg(*curve_of(query), look, language, ("φ", "L"), heading, box)
    ground = replace(_ground(query), room=box)
    ground = ground if minimum else replace(ground, minimisers=None)
    return ground_svg(ground, look, language, axis_titles(landscape, t), heading)


@lru_cache(maxsize=64)
def _named(query: str, minimum: bool) -> list[tuple[float, NDArray[Any]]]:
    ground = _ground(query)
    return named_levels(ground.x, ground.y, ground.value, ground.scale, ground.minimisers if minimum else None)


def _levels(query: str, language: str, minimum: bool, box: Box, paths: Sequence[NDArray[Any]] = ()) -> str:
    """The losses of some level lines, where no path covers them; a curve has none."""
    if _landscape(query).dimension == 1:
        return ""
    return levels_svg(replace(_ground(query), room=box), _named(query, minimum), language, paths)


def axis_titles(landscape: Landscape, t: Translator) -> tuple[str, str]:
    """What stands at the two axes of a contour."""
    first, second = landscape.parameter_names
    titles = (f"φ₀, {t(first)}" if first else "φ₀", f"φ₁, {t(second)}" if second else "φ₁")
    return titles if not landscape.flipped else (titles[0], f"{titles[1]} {t('(grows downwards)')}")


def data_titles(model: Model, t: Translator) -> tuple[str, str]:
    """What the axes of a model's data are called."""
    known, own = TEACHING.get(model.dataset), read_names(model.names) if model.data else None
    x, y = known.axes if known is not None and not model.data else (N_("input, x"), N_("output, y"))
    if own is not None:
        x, y = (f"{name}, {sign}" for name, sign in zip(own, "xy", strict=True))
    if not model.scaled:
        return t(x), t(y)
    units = t("{name}, in standard deviations from its mean")
    return units.format(name=t(x)), units.format(name=t(y)) if model.targets else t(y)


class _Drawing:
    """The charts of some runs, by name."""

    def __init__(
        self,
        settings: Settings,
        runs: Sequence[Trajectory],
        t: Translator,
        language: str,
        look: Theme,
        step: int | None,
        minimum: bool = True,
        boxes: Mapping[str, Box] | None = None,
    ) -> None:
        self.minimum, self.boxes = minimum, boxes or {}
        self.settings, self.runs, self.t, self.language, self.look, self.step = settings, runs, t, language, look, step
        self.landscape = objective(settings.model)
        self.charts: dict[str, Callable[[], str]] = {
            CONTOUR: self._contour,
            FIT: self._fit,
            LOSS: self._loss,
            LEDGER: self._ledger,
        }

    def _contour(self) -> str:
        query = landscape_query(self.settings)
        box, heading = self._room(CONTOUR, contour_heading(self.landscape, self.t))
        paths = [on_the_chart(run) for run in self.runs]
        return "".join(
            (
                _drawn_ground(query, self.language, self.look.name, self.minimum, box, heading),
                _levels(query, self.language, self.minimum, box, paths),
                paths_svg(axes_of(self.settings, box), paths, self.step, self.look),
            )
        )

    def _room(self, view: str, heading: str) -> tuple[Box, str]:
        """Where the axes of a chart stand, and its heading: none where its seat is told, for there the page has one."""
        return (self.boxes[view], "") if view in self.boxes else (INSIDE, heading)

    def _at(self, run: Trajectory) -> int:
        return run.steps if self.step is None else min(self.step, run.steps)

    def _fit(self) -> str:
        if not isinstance(self.landscape, Model):
            return self._parameters()
        model = self.landscape
        x = np.linspace(*model.data_window[0], 201)
        with np.errstate(all="ignore"):
            curves = [(x, model.predict(run.phi[self._at(run)], x)) for run in self.runs]
            said = model.predict(self.runs[0].phi[self._at(self.runs[0])], model.x)
        return self._points(model, curves, said)

    def data(self) -> str:
        """The data alone."""
        assert isinstance(self.landscape, Model)
        return self._points(self.landscape, (), self.landscape.y)

    def _points(self, model: Model, curves: Sequence[Any], said: NDArray[Any]) -> str:
        t, tested = self.t, model.held_out
        titles, (box, heading) = data_titles(model, t), self._room(FIT, fit_heading(model, t))
        aside = None if tested is None else (tested.x, tested.y)
        window, look = model.data_window, self.look
        return fit_svg((model.x, model.y), window, curves, said, look, self.language, titles, heading, aside, box)

    def _parameters(self) -> str:
        t, phi = self.t, self.runs[0].phi
        tracks, titles = list(phi.T), (t("step"), "φ")
        names = ("φ₀", "φ₁") if len(tracks) > 1 else ("φ",)
        box, heading = self._room(FIT, fit_heading(self.landscape, t))
        return curves_svg(tracks, self.step, self.look, self.language, titles, heading, log=False, names=names, box=box)

    def _loss(self) -> str:
        of, t = Losses.of(self.landscape, self.runs, self.t, self.minimum), self.t
        titles = (t("step"), of.title)
        return curves_svg(
            of.fitted, self.step, self.look, self.language, titles, of.heading, log=of.log, dotted=of.tested
        )

    def _ledger(self) -> str:
        run, t = self.runs[0], self.t
        step = self._at(run)
        if not step:
            return title_of(t("No step was taken."))
        rule = optimizer(self.settings.runs[0])
        rows = [
            (symbol, formula, self._vector(run.terms[term][step - 1]))
            for term, symbol, formula in plain_lines(rule.formulas)
            if term in run.terms and np.size(run.terms[term][step - 1]) <= 2
        ]
        heading = t("From step {from} to step {to}").replace("{from}", str(step - 1)).replace("{to}", str(step))
        return ledger_svg(rows, heading)

    def _vector(self, values: Any) -> str:
        words = [number(float(value), self.language) for value in np.ravel(values)]
        return words[0] if len(words) == 1 else f"({in_a_row(words, self.language)})"
