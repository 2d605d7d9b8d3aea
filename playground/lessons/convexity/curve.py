"""Figures of the lesson on convexity in one dimension: a curve to slide along, with tangent and chord."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from playground.content import Lesson
from playground.engine import Landscape
from playground.engine.convexity import chord, verdict
from playground.engine.critical import critical_points
from playground.engine.curvature import profile
from playground.engine.hyper import Hyper
from playground.figures.contour import HEIGHT
from playground.figures.convexity import Line, Stationary, curve, stretches
from playground.figures.small_multiples import Curve, Pane, panes
from playground.i18n import Translator, number
from playground.lessons.convexity.followed import BENDS, CHART, CHORDS, ENDS, PHI, REACH, SAYS, follow_curve
from playground.lessons.convexity.settings import CURVES, CurveCase
from playground.lessons.convexity.state import keep, settings
from playground.lessons.shared import large
from playground.link.playground import Settings
from playground.marking import N_
from playground.ui import elements, proofs, session
from playground.ui.cache import Run
from playground.ui.curvature_notes import in_words
from playground.ui.number_fields import number_field

POINTS = 401


@st.cache_resource(max_entries=16, show_spinner=False)
def stationary(name: str) -> list[tuple[float, float, str]]:
    """The points of a curve with slope zero: φ, L, and what they are by the sign of the slope on both sides."""
    one = CURVES[name].curve
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
    with st.container(key="alone"):
        st.fragment(_curve)()


def _curve() -> None:
    t, language = session.t(), session.language()
    now = settings()
    if now.case not in CURVES:
        return
    case = CURVES[now.case]
    if now.guess:
        _alone(case)
        return
    ((low, high),) = case.curve.window
    # Projected, a column is not narrower than 27rem (hall.css).
    left, right = st.columns([4, 5] if session.presenting() else [1, 2], gap="medium")
    with left:
        along = Hyper("φ", "", low=low, high=high, soft=(low, high))
        phi = number_field(PHI, along, now.point[0], t("The point φ"))
        names = (t("The chord from"), t("The chord to"))
        said = {
            field: number_field(field, along, end, name)
            for field, end, name in zip(ENDS, sorted(now.chord), names, strict=True)
        }
        ends: Any = tuple(sorted(said.values()))
    keep(replace(now, point=(float(phi),), chord=ends))
    one = case.curve
    course = profile(one, one.window, POINTS)
    value, slope, second = (float(v.item()) for v in at(one, phi))
    with left, large():
        with st.container(key=SAYS):
            _curve_words(one, (phi, value, slope, second), ends, t, language)
        judged = verdict(one)
        st.markdown(proofs.verdict_in_words(one, in_words(judged), judged))
    reach = REACH * (high - low)
    tangent_x = np.array([max(low, phi - reach), min(high, phi + reach)])
    tangent = Line(tangent_x, value + slope * (tangent_x - phi))
    line, below = _chord(one, ends)
    points = [Stationary(p, value, kind, t(STATIONARY[kind])) for p, value, kind in stationary(now.case)]
    figure = curve(
        Line(course.x, course.value),
        course.second,
        (phi, value, second),
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
        elements.chart(figure, CHART, alt)
    follow_curve(one, {PHI: phi, **said}, t)


def _alone(case: CurveCase) -> None:
    """The curve without all that tells whether it is convex, while the class guesses."""
    t, ((low, high),) = session.t(), case.curve.window
    course = profile(case.curve, case.curve.window, POINTS)
    line = Curve("", course.x, course.value)
    elements.chart(
        panes(
            [Pane(t(case.name), [line], "φ", "L[φ]", (low, high))],
            look=session.look(),
            language=session.language(),
            height=300 if session.presenting() else HEIGHT,  # the question stands above it
        ),
        "curve-alone",
        t("A function of one variable."),
    )


def at(one: Landscape, phi: float) -> tuple[Any, Any, Any]:
    """L, L′ and L″ at a point."""
    point = np.array([phi])
    return one.value(point), one.gradient(point), one.hessian(point)


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
    said = t(BENDS[1 if abs(bend) <= 1e-9 * size else 2 if bend > 0 else 0])
    line, below = _chord(one, ends)
    if ends[0] == ends[1]:
        test = t(CHORDS[1])
    elif below.any():
        gaps = [[number(end, language, 3) for end in gap] for gap in stretches(line.x, below)]
        between = t("between {low} and {high}")
        where = f" {t('and')} ".join(between.format(low=low, high=high) for low, high in gaps)
        test = t("The chord lies below the curve {where}. One such chord is enough: not convex.").format(where=where)
    else:
        test = t(CHORDS[2])
    sign = "+" if bend > 0 else ""
    st.markdown(f"φ = {phi} · L = {value} · L′ = {slope} · **L″ = {sign}{second}**")
    st.markdown(f"**{said}**")
    st.markdown(test)
