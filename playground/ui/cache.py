"""What has been computed, shared by all visitors: every entry is keyed by a canonical query, every cache is bounded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import streamlit as st

from playground.engine import (
    Grid,
    Landscape,
    Trajectory,
    curvature,
    curvature_map,
    descend,
    grid,
    profile,
    proposals,
)
from playground.engine.critical import survey
from playground.engine.points import read_names
from playground.engine.types import Window
from playground.exports.figure import data_titles
from playground.figures.contour import contour
from playground.figures.curve import curve
from playground.figures.fit import fit
from playground.figures.hessian_map import curvature_map as curvature_figure
from playground.figures.hessian_map import with_critical_points, with_undecided
from playground.figures.surface import surface
from playground.figures.theme import Raw, theme
from playground.figures.thumbnail import thumbnail
from playground.i18n import in_a_row, number, point, translator
from playground.link.playground import (
    Overlay,
    Settings,
    default_settings,
    from_query,
    minibatches,
    model_of,
    objective,
    optimizer,
    schedule,
    to_query,
)
from playground.ui import proofs
from playground.ui.fair_share import Courtesy
from playground.ui.player import preview
from playground.ui.player.payload import KIND_NAMES, curvature_tracks, packed_path
from playground.ui.player.protocol import Curvature, LossProgram

CONTOUR_POINTS, SURFACE_POINTS, CURVE_POINTS = 81, 61, 601
"""Nodes a side: a contour carries its heights and, to be read on hover, its losses."""


@lru_cache(maxsize=1024)
def read(query: str) -> Settings:
    """The settings of a canonical query."""
    return from_query(parse_qs(query))[0]


def run_key(settings: Settings, index: int = 0) -> str:
    """The query of one run alone: all that its path depends on, and nothing else."""
    chosen = settings.runs[index]
    alone = replace(settings, runs=(replace(chosen, full=False),), show=(), guess=False, overlay="none")
    return to_query(replace(alone, batch=None) if chosen.full else alone)


def run_keys(settings: Settings) -> list[str]:
    """The query of each run."""
    return [run_key(settings, index) for index in range(len(settings.runs))]


def model_key(settings: Settings) -> str:
    """The query of a landscape alone."""
    return to_query(default_settings(settings.model))


@dataclass(frozen=True)
class Run:
    """A finished run: the engine's trajectory, and its arrays as the player takes them."""

    trajectory: Trajectory
    packed: dict[str, Any]


LONG = 400
"""Longer runs go into a smaller cache: one may take a megabyte."""


def run(key: str) -> Run:
    """The first run that a query describes."""
    return (_long_run if read(key).steps > LONG else _run)(key)


def runs(settings: Settings) -> list[Run]:
    """All runs of the settings, computed or found."""
    return [run(key) for key in run_keys(settings)]


@st.cache_resource(max_entries=512, show_spinner=False)
def _run(key: str) -> Run:
    return _computed(key)


@st.cache_resource(max_entries=32, show_spinner=False)
def _long_run(key: str) -> Run:
    return _computed(key)


def _computed(key: str) -> Run:
    settings = read(key)
    trajectory = walked(settings, record=True)
    return Run(trajectory, {"id": key, "steps": settings.steps, **packed_path(trajectory)})


@st.cache_resource(max_entries=64, show_spinner=False)
def loss_program(key: str) -> LossProgram | None:
    """The loss of a landscape as the browser runs it."""
    return preview.loss_of(objective(read(key).model))


def walked(settings: Settings, record: bool = False) -> Trajectory:
    """The first run of the settings, computed anew; `record` keeps what each step computes."""
    with Courtesy() as pause:
        return descend(
            optimizer(settings.runs[0]),
            objective(settings.model),
            np.array(settings.start),
            settings.steps,
            batches=minibatches(settings),
            schedule=schedule(settings),
            record=record,
            pause=pause,
        )


@st.cache_resource(max_entries=256, show_spinner=False)
def curvature_of(key: str) -> Curvature:
    """Hessian, determinant, trace, eigenvalues and kind along a run."""
    settings = read(key)
    landscape, phi = objective(settings.model), run(key).trajectory.phi
    return curvature_tracks(curvature(landscape, phi), landscape.gradient(phi))


@st.cache_resource(max_entries=64, show_spinner=False)
def heights(key: str, points: int) -> Grid:
    """The loss on a grid over the window of a landscape, in float32: it is only looked at; nan beyond its limits."""
    landscape = objective(read(key).model)
    found = grid(landscape, landscape.window, points, dtype=np.float32)
    return found if landscape.limits is None else replace(found, value=_within(found.value, landscape.limits))


def _axis_titles(landscape: Landscape, language: str) -> tuple[str, str]:
    t = translator(language)
    first, second = landscape.parameter_names
    titles = (f"φ₀, {t(first)}" if first else "φ₀", f"φ₁, {t(second)}" if second else "φ₁")
    return titles if not landscape.flipped else (titles[0], f"{titles[1]} {t('(grows downwards)')}")


@st.cache_resource(max_entries=128, show_spinner=False)
def contour_figure(key: str, language: str, appearance: str, overlay: Overlay = "none", critical: bool = False) -> Raw:
    """The contour of a landscape, coloured by the loss or by a number of its Hessian, with its critical points."""
    t, landscape = translator(language), objective(read(key).model)
    ground = heights(key, CONTOUR_POINTS)
    heading = f"<b>{t('Parameters')}</b> · {t('contours of the loss L[φ]')}"
    options: dict[str, Any] = {
        "look": theme(appearance),
        "language": language,
        "heading": heading,
        "titles": _axis_titles(landscape, language),
        "scale": landscape.scale,
        "flipped": landscape.flipped,
        "equal": landscape.equal_units,
        "minimisers": landscape.minimisers,
    }
    points = survey_of(key).points if critical else ()
    if points:
        options["keep_off"] = np.array([point.phi for point in points])
    if overlay == "none":
        figure = contour(ground.x, ground.y, ground.value, **options)
    else:
        name, numbers = _hessian_numbers(key)[overlay]
        options["heading"] = f"<b>{t('Parameters')}</b> · {name}: {t('blue above 0, amber below')}"
        figure = curvature_figure(ground.x, ground.y, ground.value, numbers, name, **options)
    if not critical:
        return figure
    words: dict[str, str] = {kind: t(word) for kind, word in KIND_NAMES.items()}
    texts = [
        f"{words[p.kind]}<br>φ {point(p.phi, language)}"
        f"<br>L {number(p.value, language)}"
        f"<br>det H {number(p.determinant, language)}"
        f"<br>λ {in_a_row((number(one, language) for one in p.eigenvalues), language)}"
        for p in points
    ]
    figure = with_critical_points(figure, points, texts, words, theme(appearance))
    proof = proofs.of(landscape)
    if proof is None or not proof.undecided:
        return figure
    return with_undecided(
        figure, proof.left.low, proof.left.high, landscape.window, t("left open by the proof"), theme(appearance)
    )


@st.cache_resource(max_entries=128, show_spinner=False)
def curve_figure(key: str, language: str, appearance: str, critical: bool = False) -> Raw:
    """The curve of a loss of one parameter, with its critical points where they are asked for."""
    t, landscape, look = translator(language), objective(read(key).model), theme(appearance)
    heading, line = f"<b>{t('Loss')}</b> · {t('the path on L[φ]')}", profile(landscape, landscape.window, CURVE_POINTS)
    y = _within(line.value, landscape.limits)
    figure = curve(line.x, y, look=look, language=language, heading=heading, titles=("φ", "L"))
    if not critical:
        return figure
    points = survey_of(key).points
    texts = [
        f"{t(KIND_NAMES[p.kind])}<br>φ {number(p.phi[0], language)}<br>L {number(p.value, language)}"
        f"<br>L″ {number(p.determinant, language)}"
        for p in points
    ]
    words: dict[str, str] = {kind: t(word) for kind, word in KIND_NAMES.items()}
    places = [replace(p, phi=np.array([p.phi[0], p.value])) for p in points]
    return with_critical_points(figure, places, texts, words, look)


@st.cache_resource(max_entries=96, show_spinner=False)
def slope_figure(key: str, language: str, appearance: str) -> Raw:
    """The derivative of a loss of one parameter."""
    t, landscape = translator(language), objective(read(key).model)
    line = profile(landscape, landscape.window, CURVE_POINTS)
    heading = f"<b>{t('Derivative')}</b> · {t('the slope of the tangent')}"
    slope = _within(line.slope, proposals.between(line.slope) if landscape.limits else None)
    return curve(
        line.x, slope, look=theme(appearance), language=language, heading=heading, titles=("φ", "L′"), zero=True
    )


def _within(values: Any, limits: tuple[float, float] | None) -> Any:
    """The values, nan beyond the limits."""
    if limits is None:
        return values
    with np.errstate(invalid="ignore"):
        return np.where((limits[0] <= values) & (values <= limits[1]), values, np.nan)


@st.cache_resource(max_entries=16, show_spinner=False)
def _hessian_numbers(key: str) -> dict[str, tuple[str, Any]]:
    """Determinant, smallest eigenvalue and trace of the Hessian on a grid, with their names."""
    landscape = objective(read(key).model)
    with Courtesy(free=0):
        here = curvature_map(landscape, landscape.window, CONTOUR_POINTS)
    return {
        "determinant": ("det H", here.determinant),
        "eigenvalue": ("λ min", here.smallest),
        "trace": ("tr H", here.trace),
    }


@st.cache_resource(max_entries=32, show_spinner=False)
def survey_of(key: str) -> Any:
    """All critical points of a landscape in its window, and what is known of their completeness."""
    with Courtesy(free=0) as pause:
        return survey(objective(read(key).model), pause=pause)


@st.cache_resource(max_entries=96, show_spinner=False)
def surface_figure(key: str, language: str, appearance: str) -> Raw:
    """The surface of a landscape."""
    t, landscape, ground = translator(language), objective(read(key).model), heights(key, SURFACE_POINTS)
    top = "log₁₀(1 + L − min L)" if landscape.scale == "log" else "L"
    return surface(
        ground.x,
        ground.y,
        ground.value,
        look=theme(appearance),
        language=language,
        heading=f"<b>{t('Surface')}</b> · {t('the same path on L[φ]')}",
        titles=("φ₀", "φ₁", top),
        scale=landscape.scale,
        flipped=landscape.flipped,
    )


@st.cache_resource(max_entries=32, show_spinner=False)
def fit_figure(key: str, language: str, appearance: str, frame: Window | None = None) -> Raw:
    """The data of a model; those that a hand may move, in a frame of their own."""
    model, t = model_of(read(key).model), translator(language)
    return fit(
        model.x,
        model.y,
        model.data_window if frame is None else frame,
        look=theme(appearance),
        language=language,
        heading=f"<b>{t('Data')}</b> · {t('the model f[x, φ]')}",
        titles=data_titles(model, t),
        moving=frame is not None,
        aside=None if model.held_out is None else (model.held_out.x, model.held_out.y),
        names=(read_names(model.names) if model.data else None) or ("x", "y"),
    )


@st.cache_resource(max_entries=128, show_spinner=False)
def picture(key: str, appearance: str) -> str:
    """A small picture of the runs that a query describes."""
    settings = read(key)
    landscape = objective(settings.model)
    ground = heights(model_key(settings), 45)
    paths = [one.trajectory.phi for one in runs(settings)]
    return thumbnail(
        landscape.window,
        ground.value,
        paths,
        look=theme(appearance),
        scale=landscape.scale,
        flipped=landscape.flipped,
    )
