"""The lesson on convexity: a curve with tangent and chord, landscapes by their Hessian, and quadratics of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

from playground.content import Lesson, lesson
from playground.engine import ConvexCurve, Landscape, Plateau, Quadratic, ThreeValleys, TwoDips, curvature, grid
from playground.engine.convexity import Verdict, chord, verdict
from playground.engine.critical import CriticalPoint, critical_points
from playground.engine.curvature import Curvature, profile
from playground.engine.hyper import Hyper
from playground.engine.quartic import Quartic
from playground.engine.types import Array
from playground.figures.contour import contour
from playground.figures.convexity import Line, Stationary, curve, plane, stretches
from playground.figures.hessian_map import curvature_map
from playground.figures.surface import surface
from playground.figures.theme import Raw, theme
from playground.i18n import Translator, formulas, in_a_row, number, translator
from playground.link.playground import Settings, objective
from playground.link.values import number as number_in
from playground.link.values import text_of
from playground.marking import N_
from playground.ui import cache, elements, session
from playground.ui.cache import Run
from playground.ui.curvature_notes import in_words, verdict_of
from playground.ui.number_fields import number_field
from playground.ui.player import component
from playground.ui.player.component import show_address
from playground.ui.player.payload import KIND_NAMES

NAME = "convexity"
POINTS = 401
ENTRY = Hyper("L", "", low=-4.0, high=4.0, soft=(-4.0, 4.0))
ENTRIES = ("L₀₀", "L₁₁", "L₀₁")
CARRIER = "Quadratic"
"""The model in the link of the states that the registry cannot name; the start carries the point and the case."""


@dataclass(frozen=True)
class CurveCase:
    """A function of one variable to slide along, and the chord with which it opens."""

    name: str
    curve: Landscape
    chord: tuple[float, float]


@dataclass(frozen=True)
class MatrixCase:
    """A quadratic of one's own, by the entries L00, L11, L01 of its Hessian."""

    name: str
    entries: tuple[float, float, float]


CASES: tuple[CurveCase | MatrixCase | str, ...] = (
    CurveCase(N_("Convex curve"), ConvexCurve(), (0.1, 0.9)),
    CurveCase(N_("Three valleys"), ThreeValleys(), (0.19, 0.52)),
    CurveCase(N_("Plateau"), Plateau(), (0.42, 0.65)),
    CurveCase(N_("Line search example"), TwoDips(), (0.35, 0.65)),
    CurveCase("φ⁴", Quartic(), (-0.8, 0.6)),
    "LinearRegression",
    "Gabor",
    MatrixCase(N_("Dome"), (-2.0, -2.0, 0.0)),
    MatrixCase(N_("Valley"), (2.0, 2.0, 2.0)),
    "Saddle",
)
"""What the states show, in their order: a case of one's own, or the name of a registered landscape."""


def case_of(now: Settings) -> int:
    """The place in CASES of what the settings show."""
    if now.model.name != CARRIER:
        return CASES.index(now.model.name) if now.model.name in CASES else 0
    index = round(now.start[1])
    return index if 0 <= index < len(CASES) and not isinstance(CASES[index], str) else 0


def enter() -> CurveCase | MatrixCase | str:
    """What the page shows, by the settings; the button of that state is lit."""
    first = lesson(NAME, session.language()).tries[0].query
    index = case_of(session.settings(cache.read(first)))
    session.visit().lesson(NAME).at = index
    return CASES[index]


def _linked(name: str, bounds: tuple[float, float], default: tuple[float, ...]) -> Any:
    """What the link says of a chord or a Hessian, brought within bounds; the default where it says nothing of use."""
    found = [number_in(text) for text in session.beside().get(name, "").split(",")]
    if len(found) != len(default) or None in found:
        return default
    return tuple(min(max(float(value), bounds[0]), bounds[1]) for value in found if value is not None)


def _link(now: Settings, name: str, values: tuple[float, ...], default: tuple[float, ...]) -> None:
    """Keep what is on the screen, and have the address bar open it."""
    session.keep(now)
    session.beside()[name] = "" if values == default else ",".join(text_of(float(value)) for value in values)
    show_address(session.address(now), session.language(), session.presenting())


# ---------------------------------------------------------------- one dimension


@st.cache_resource(max_entries=16, show_spinner=False)
def stationary(name: str) -> list[tuple[float, float, str]]:
    """The points of a curve with slope zero: φ, L, and what they are by the sign of the slope on both sides."""
    one = next(case.curve for case in CASES if isinstance(case, CurveCase) and case.name == name)
    found = one.minimisers if one.convexity else np.array([point.phi for point in critical_points(one)])
    return sorted((float(p[0]), float(one.value(p)), turning(one, float(p[0]))) for p in np.asarray(found))


def turning(one: Landscape, at: float) -> str:
    """What a point with slope zero is, by the sign of the slope just before and after it."""
    before, after = np.sign(one.gradient(np.array([[at - 1e-3], [at + 1e-3]])))[:, 0]
    if before == after:
        return "degenerate"
    return "minimum" if before < after else "maximum"


def one_dimension(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """A curve to slide along: tangent, second derivative, chord."""
    if not session.presenting():
        st.caption(words.parts["curve"])
    st.fragment(_curve)()


def _curve() -> None:
    t, language = session.t(), session.language()
    now = session.settings()
    index = case_of(now)
    case = CASES[index]
    if not isinstance(case, CurveCase):
        return
    ((low, high),) = case.curve.window
    at = float(min(max(now.start[0], low), high))
    left, right = st.columns([1, 2], gap="medium")
    with left:
        along = Hyper("φ", "", low=low, high=high, soft=(low, high))
        phi = number_field("curve.phi", along, at, t("The point φ"))
        given = sorted(_linked("chord", (low, high), case.chord))
        names = (t("The chord from"), t("The chord to"))
        ends: Any = tuple(
            sorted(
                number_field(f"curve.chord{i}", along, end, name)
                for i, (end, name) in enumerate(zip(given, names, strict=True))
            )
        )
    _link(replace(now, start=(float(phi), float(index))), "chord", ends, case.chord)
    one = case.curve
    course = profile(one, one.window, POINTS)
    k = round((phi - low) / (high - low) * (POINTS - 1))
    phi = float(course.x[k])
    with left, _large():
        _curve_words(one, (phi, *(float(v[k]) for v in (course.value, course.slope, course.second))), ends, t, language)
        st.markdown(in_words(verdict(one)))
    reach = 0.14 * (high - low)
    tangent_x = np.array([max(low, phi - reach), min(high, phi + reach)])
    tangent = Line(tangent_x, course.value[k] + course.slope[k] * (tangent_x - phi))
    line, below = _chord(one, ends)
    points = [Stationary(p, value, kind, t(STATIONARY[kind])) for p, value, kind in stationary(case.name)]
    figure = curve(
        Line(course.x, course.value),
        course.second,
        k,
        tangent,
        line,
        below,
        points,
        look=session.look(),
        language=language,
        heading=f"<b>{t(case.name)}</b> · {t('shaded: L″ below 0')}",
        words={"L": "L[φ]", "second": "L″", "tangent": t("tangent"), "chord": t("chord")},
        height=480 if session.presenting() else 440,
    )
    alt = t("A function of one variable with a tangent and a chord, over its second derivative.")
    with right:
        elements.chart(figure, "curve", alt)


STATIONARY = {"minimum": N_("minimum"), "maximum": N_("maximum"), "degenerate": N_("plateau")}
"""What a point with slope zero is called in one dimension."""


def _chord(one: Landscape, ends: tuple[float, float]) -> tuple[Line, Any]:
    """The chord between two points, and where it lies below the curve."""
    low, high = ends
    if not low < high:
        x = np.full(3, low)
        return Line(x, one.value(x[:, None])), np.zeros(3, bool)
    found = chord(one, [low], [high], 201)
    below = found.gap < -1e-12 * float(np.abs(found.curve).max())
    return Line(low + (high - low) * found.t, found.chord), below


def _curve_words(
    one: Landscape, here: tuple[float, ...], ends: tuple[float, float], t: Translator, language: str
) -> None:
    """The point and the chord, in numbers and words."""
    phi, value, slope, second = (number(v, language) for v in here)
    bend = here[3]
    size = float(np.abs(one.hessian(np.linspace(*one.window[0], 101)[:, None])).max())
    if abs(bend) <= 1e-9 * size:
        said = t("L″ = 0: the second derivative alone does not tell.")
    else:
        said = t("L″ > 0: curved upwards here.") if bend > 0 else t("L″ < 0: curved downwards here.")
    line, below = _chord(one, ends)
    if ends[0] == ends[1]:
        test = t("A chord needs two different ends.")
    elif below.any():
        gaps = [[number(end, language, 3) for end in gap] for gap in stretches(line.x, below)]
        between = t("between {low} and {high}")
        where = f" {t('and')} ".join(between.format(low=low, high=high) for low, high in gaps)
        test = t("The chord lies below the curve {where}. One such chord is enough: not convex.").format(where=where)
    else:
        test = t("This chord lies nowhere below the curve. One chord proves nothing; all of them would.")
    sign = "+" if bend > 0 else ""
    st.markdown(f"φ = {phi} · L = {value} · L′ = {slope} · **L″ = {sign}{second}**")
    st.markdown(f"**{said}**")
    st.markdown(test)


# ---------------------------------------------------------------- two dimensions


def short(here: Curvature) -> str:
    """A Hessian's numbers in one line."""
    low, high = (_math(v, 4) for v in here.eigenvalues)
    return (
        rf"$\det H = L_{{00}}\,L_{{11}} - L_{{01}}^2 = \mathbf{{{_math(here.determinant)}}}, \quad"
        rf" \operatorname{{tr}} H = {_math(here.trace, 6)},"
        rf" \quad \lambda_{{\min}} = {low}, \quad \lambda_{{\max}} = {high}$"
    )


@elements.at_rest
def numbers_panel(now: Settings) -> None:
    """The Hessian where the player stands, in numbers and words."""
    key = cache.model_key(now)
    _numbers(objective(now.model), _stands(now), verdict_of(key), cache.survey_of(key).points)


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
    st.fragment(_own)()


def _own() -> None:
    t, language, look = session.t(), session.language(), session.look()
    case = CASES[case_of(session.settings())]
    if not isinstance(case, MatrixCase):
        return
    given = _linked("hessian", (-4.0, 4.0), case.entries)
    with st.container(horizontal=True, gap="medium"):
        entries = tuple(_entry(name, value) for name, value in zip(ENTRIES, given, strict=True))
    _link(session.settings(), "hessian", entries, case.entries)
    landscape = quadratic(entries)
    if session.presenting():
        with _large("large-line"):
            st.markdown(formulas(short(curvature(landscape, np.zeros(2))), language))
    flat, raised = own_figures(entries, language, look.name)
    left, right = st.columns(2)
    alt = t("Contours of a quadratic, coloured by the determinant of its Hessian.")
    with left:
        elements.chart(flat, "own-contour", alt)
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
    heading = f"<b>{t('Own figures')}</b> · det H: {t('blue above 0, amber below')}"
    if determinant[0, 0]:
        titles = ("φ₀", "φ₁")
        flat = curvature_map(
            ground.x, ground.y, ground.value, determinant, "det H", heading=heading, titles=titles, **options
        )
    else:
        heading = f"<b>{t('Own figures')}</b> · {t('det H is 0 everywhere')}"
        flat = contour(ground.x, ground.y, ground.value, heading=heading, titles=("φ₀", "φ₁"), **options)
    heading = f"<b>{t('Surface')}</b> · {t('turn it by hand')}"
    raised = surface(ground.x, ground.y, ground.value, heading=heading, titles=("φ₀", "φ₁", "L"), **options)
    return flat, raised


def _large(name: str = "large") -> Any:
    """A container whose text is large where the page is projected."""
    if session.presenting():
        st.html("<style>[class*=st-key-large] :is(p, .katex-display) { font-size: 1.35rem; line-height: 1.3; }</style>")
    return st.container(key=name)


def _numbers(landscape: Landscape, phi: Array, judged: Verdict, found: Sequence[CriticalPoint]) -> None:
    """H, its determinant as the course writes it, trace, eigenvalues, and what they say."""
    t, language = session.t(), session.language()
    here = curvature(landscape, phi)
    with _large():
        place = in_a_row([_math(v, 4) for v in phi], language)
        shown = rf"$H$ {t('at')} $\phi = ({place})$:" + "\n\n" + arithmetic(here)
        st.markdown(formulas(shown, language))
        st.markdown(reading(here, t))
        near = [p for p in found if np.linalg.norm(p.phi - phi) < 0.3]
        if near:
            point = min(near, key=lambda p: float(np.linalg.norm(p.phi - phi)))
            said = t("Stationary point beside it: ({a}; {b}), det H = {det}: **{kind}**.")
            a, b, det = (number(v, language) for v in (*point.phi, point.determinant))
            st.markdown(said.format(a=a, b=b, det=det, kind=t(KIND_NAMES[point.kind])))
        st.markdown(in_words(judged))


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
