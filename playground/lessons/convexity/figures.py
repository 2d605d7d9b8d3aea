"""Figures of the lesson on convexity: landscapes by their Hessian at a point, and quadratics of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from playground.content import Lesson
from playground.engine import Landscape, Quadratic, curvature, grid
from playground.engine.convexity import Verdict, verdict
from playground.engine.critical import CriticalPoint
from playground.engine.curvature import Curvature
from playground.engine.types import Array
from playground.figures.contour import contour
from playground.figures.convexity import plane
from playground.figures.hessian_map import curvature_map
from playground.figures.surface import surface
from playground.figures.theme import Raw, theme
from playground.i18n import Translator, formulas, in_a_row, number, translator
from playground.lessons.convexity.settings import ENTRY, MATRICES
from playground.lessons.convexity.state import keep, settings
from playground.lessons.shared import large
from playground.link.playground import Settings, objective
from playground.marking import N_
from playground.ui import cache, elements, panels, proofs, session
from playground.ui.cache import Run
from playground.ui.curvature_notes import in_words, verdict_of
from playground.ui.number_fields import number_field
from playground.ui.player import component
from playground.ui.player.payload import KIND_NAMES

OWN = N_("Contours of a quadratic, coloured by the determinant of its Hessian.")
ENTRIES = ("L₀₀", "L₁₁", "L₀₁")


def short(here: Curvature) -> str:
    """A Hessian's numbers in one line."""
    low, high = (_math(v, 4) for v in here.eigenvalues)
    return (
        rf"$\det H = L_{{00}}\,L_{{11}} - L_{{01}}^2 = \mathbf{{{_math(here.determinant)}}}, \quad"
        rf" \operatorname{{tr}} H = {_math(here.trace, 6)},"
        rf" \quad \lambda_{{\min}} = {low}, \quad \lambda_{{\max}} = {high}$"
    )


@panels.tells
@elements.at_rest
def numbers_panel(now: Settings) -> None:
    """The Hessian where the player stands, in numbers and words."""
    key = cache.model_key(now)
    _numbers(objective(now.model), _stands(now), verdict_of(key), cache.survey_of(key).points)


@panels.tells
@elements.at_rest
def plane_panel(now: Settings) -> None:
    """The same Hessian in the plane of trace and determinant, among those of the critical points."""
    found = cache.survey_of(cache.model_key(now)).points
    _plane(curvature(objective(now.model), _stands(now)), found)


def _stands(now: Settings) -> Any:
    """Where the player stands; the start where the run has overflowed."""
    phi = cache.run(cache.run_key(now)).trajectory.phi[component.current_step(now)]
    return phi if np.isfinite(phi).all() else np.array(now.start)


def own_quadratic(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """Contour and surface of a quadratic whose Hessian is set entry by entry."""
    if not session.presenting():
        st.caption(words.parts["own"])
    with st.container(key="alone"):
        st.fragment(_own)()


def _own() -> None:
    t, language, look = session.t(), session.language(), session.look()
    now = settings()
    if now.case not in MATRICES:
        return
    if now.guess:  # the colours of det H alone, while the class guesses
        elements.chart(own_figures(now.hessian, language, look.name)[0], "own-contour", t(OWN))
        return
    with st.container(horizontal=True, gap="medium"):
        first, last, mixed = (_entry(name, value) for name, value in zip(ENTRIES, now.hessian, strict=True))
    entries = (first, last, mixed)
    keep(replace(now, hessian=entries))
    landscape = quadratic(entries)
    if session.presenting():
        with large("large-line"):
            st.markdown(formulas(short(curvature(landscape, np.zeros(2))), language))
    flat, raised = own_figures(entries, language, look.name)
    left, right = st.columns(2)
    with left:
        elements.chart(flat, "own-contour", t(OWN))
    with right:
        elements.chart(raised, "own-surface", t("The quadratic as a surface."))
    left, right = st.columns(2)
    with left:
        _numbers(landscape, np.zeros(2), verdict(landscape), ())
    with right:
        _plane(curvature(landscape, np.zeros(2)), ())


def _entry(name: str, value: float) -> float:
    with st.container(width=240):
        return number_field(f"own.{name}", ENTRY, value, name)


def quadratic(entries: tuple[float, ...]) -> Quadratic:
    """½ φᵀHφ with the entries L00, L11, L01 of H."""
    first, last, mixed = entries
    return Quadratic(matrix=[[first, mixed], [mixed, last]])


@st.cache_resource(max_entries=64, show_spinner=False)
def own_figures(entries: tuple[float, ...], language: str, appearance: str) -> tuple[Raw, Raw]:
    """The contour, coloured by det H, and the surface of a quadratic."""
    t, landscape, look = translator(language), quadratic(entries), theme(appearance)
    ground = grid(landscape, landscape.window, 61)
    determinant = np.broadcast_to(curvature(landscape, np.zeros(2)).determinant, ground.value.shape)
    options: dict[str, Any] = {"look": look, "language": language}
    heading = f"<b>det H</b> · {t('blue above 0, amber below')}"
    if determinant[0, 0]:
        titles = ("φ₀", "φ₁")
        flat = curvature_map(
            ground.x, ground.y, ground.value, determinant, "det H", heading=heading, titles=titles, **options
        )
    else:
        heading = f"<b>{t('Your own numbers')}</b> · {t('det H is 0 everywhere')}"
        flat = contour(ground.x, ground.y, ground.value, heading=heading, titles=("φ₀", "φ₁"), **options)
    heading = f"<b>{t('Surface')}</b> · {t('turn it by hand')}"
    raised = surface(ground.x, ground.y, ground.value, heading=heading, titles=("φ₀", "φ₁", "L"), **options)
    return flat, raised


def _numbers(landscape: Landscape, phi: Array, judged: Verdict, found: Sequence[CriticalPoint]) -> None:
    """H, its determinant as the course writes it, trace, eigenvalues, and what they say."""
    t, language = session.t(), session.language()
    here = curvature(landscape, phi)
    with large():
        place = in_a_row([_math(v, 4) for v in phi], language)
        shown = rf"$H$ {t('at')} $\phi = ({place})$:" + "\n\n" + arithmetic(here)
        st.markdown(formulas(shown, language))
        st.markdown(reading(here, t))
        near = [p for p in found if np.linalg.norm(p.phi - phi) < 0.3]
        if near:
            point = min(near, key=lambda p: float(np.linalg.norm(p.phi - phi)))
            said = t("The stationary point next to it: ({a}, {b}), det H = {det}: **{kind}**.")
            a, b, det = (number(v, language) for v in (*point.phi, point.determinant))
            st.markdown(said.format(a=a, b=b, det=det, kind=t(KIND_NAMES[point.kind])))
        st.markdown(proofs.verdict_in_words(landscape, in_words(judged), judged))


def _plane(here: Curvature, found: Sequence[CriticalPoint]) -> None:
    t = session.t()
    others = [(p.kind, float(p.eigenvalues.sum()), float(p.determinant)) for p in found]
    figure = plane(
        (float(here.trace), float(here.determinant)),
        others,
        look=session.look(),
        language=session.language(),
        heading=f"<b>{t('The plane of trace and determinant')}</b>",
        words={
            "up": t("bowl"),
            "down": t("dome"),
            "saddle": t("saddle"),
            "never": t("no symmetric H"),
            "trace": "tr H",
            "determinant": "det H",
        },
    )
    alt = t("Trace across, determinant upwards: bowls at the upper right, domes at the upper left, saddles below.")
    elements.chart(figure, "plane", alt)


def _math(value: Any, digits: int = 7) -> str:
    """A number inside a formula; `formulas` gives it the mark of the language."""
    return f"{float(value):.{digits}g}" if float(f"{float(value):.{digits}g}") else "0"


def arithmetic(here: Curvature) -> str:
    """H and its determinant, trace and eigenvalues as formulas, with the numbers in them."""
    (first, mixed), (_, last) = here.hessian
    a, b, c = (_math(entry, 6) for entry in (first, last, mixed))
    b_factor = f"({b})" if last < 0 else b
    c_factor = f"({c})" if mixed < 0 else c
    low, high = (_math(v, 4) for v in here.eigenvalues)
    rows = (
        r"\det H &= L_{00}\,L_{11} - L_{01}^2",
        rf"&= {a} \cdot {b_factor} - {c_factor}^2",
        rf"&= \mathbf{{{_math(here.determinant)}}}",
        rf"\operatorname{{tr}} H &= L_{{00}} + L_{{11}} = {_math(here.trace, 6)}",
        rf"\lambda_{{\min}} &= {low}, \quad \lambda_{{\max}} = {high}",
    )
    matrix = "$$\n" + rf"H = \begin{{pmatrix}} {a} & {c} \\ {c} & {b} \end{{pmatrix}}" + "\n$$"
    return matrix + "\n\n" + "$$\n\\begin{aligned}" + r" \\ ".join(rows) + "\\end{aligned}\n$$"


READINGS = {
    "minimum": N_("det H > 0 and tr H > 0: both eigenvalues are positive."),
    "maximum": N_("det H > 0, yet tr H < 0: both eigenvalues are negative."),
    "saddle": N_("det H < 0: the eigenvalues have opposite signs."),
    "degenerate": N_("det H = 0: an eigenvalue is zero."),
}
BENDS = {
    "minimum": (N_("A minimum."), N_("Curved upwards here.")),
    "maximum": (N_("A **maximum**."), N_("Curved **downwards** here.")),
    "saddle": (N_("A saddle."), N_("Curved up one way, down the other.")),
    "degenerate": (N_("Undecided by the Hessian."), N_("Level in one direction.")),
}


def reading(here: Curvature, t: Translator) -> str:
    """What determinant and trace say of a point, and what the point is."""
    if here.kind not in READINGS:
        return t("The Hessian is not finite here.")
    if here.flat and not here.stationary:
        return t("So flat here that nothing moves.")
    return f"{t(READINGS[here.kind])} {t(BENDS[here.kind][0 if here.stationary else 1])}"
