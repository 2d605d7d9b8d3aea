"""Figures of the lesson on line search: the bracketing movie, and the slice along −gradient beside the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from playground.content import Lesson, lesson
from playground.engine import Landscape, Search, bracket
from playground.engine.curves import ThreeValleys, TwoDips
from playground.engine.hyper import Hyper
from playground.figures.bracketing import bracketing
from playground.i18n import Translator, number
from playground.lessons.shared import say, table
from playground.link.playground import Settings, objective
from playground.marking import N_
from playground.ui import cache, elements, panels, session, widgets
from playground.ui.cache import Run
from playground.ui.number_fields import number_field
from playground.ui.player import component
from playground.ui.session import PREFIX

POINTS = 401
ANSWER = 4
"""What stands for a rule in the picture of the answer."""
SECONDS = 1.6
"""How long a picture of the movie stands while it plays."""
AT, LOW, HIGH = (f"{PREFIX}movie.{name}" for name in ("at", "a", "d"))
"""Where the session keeps the number of the picture, and the ends of the bracket at the start."""


def on_a_line(curve: Landscape) -> Any:
    """A loss of one parameter as a function of plain numbers and arrays."""
    return lambda p: curve.value(np.asarray(p, dtype=float)[..., None])


@dataclass(frozen=True)
class Case:
    """A search to watch: a function, the interval [low, high], and its name."""

    name: str
    function: Any
    low: float = 0.0
    high: float = 1.0


CASES = (
    Case(N_("One valley (notebook 6.1)"), on_a_line(TwoDips())),
    Case(N_("a is the lowest"), on_a_line(TwoDips()), low=0.36),
    Case(N_("Three valleys"), on_a_line(ThreeValleys())),
)


@dataclass(frozen=True)
class Picture:
    """One picture of the movie: the bracket, and the rule (1, 2, 3) once it is told; 0 before, ANSWER at the end."""

    iteration: int
    points: Any
    heights: Any
    rule: int


def pictures(search: Search, function: Any) -> list[Picture]:
    """Two pictures an iteration, first the bracket, then the rule that shrinks it, and one for the answer."""
    found = []
    for k, points in enumerate(search.brackets):
        heights = function(points)
        if k < len(search.brackets) - 1:
            found += [Picture(k, points, heights, 0), Picture(k, points, heights, rule(heights))]
        else:
            found.append(Picture(k, points, heights, ANSWER))
    return found


def rule(heights: Any) -> int:
    """Which of the three rules applies to the values at a, b, c, d."""
    a, b, c, d = heights
    if a <= min(b, c, d):
        return 1
    return 2 if b < c else 3


def thrown_away(picture: Picture) -> tuple[float, float] | None:
    """The part of the bracket that the rule throws away."""
    a, b, c, d = (float(v) for v in picture.points)
    return {1: ((a + d) / 2, d), 2: (c, d), 3: (a, b)}.get(picture.rule)


def _lowest(case: Case, low: float, high: float) -> tuple[float, float]:
    """The lowest point of a fine grid over the interval."""
    p = np.linspace(low, high, 20_001)
    value = case.function(p)
    at = int(np.argmin(value))
    return float(p[at]), float(value[at])


# ---------------------------------------------------------------- the movie


def movie(words: Lesson, now: Settings, runs: list[Run]) -> bool:
    """The bracket a, b, c, d on a function of one variable, rule by rule; says whether one is shown."""
    visit = session.visit()
    opened = visit.lesson(words.name).at or 0
    if opened >= len(CASES):
        return False
    if visit.movie != (opened, visit.plays) or AT not in st.session_state:
        visit.movie = (opened, visit.plays)
        case = CASES[opened]
        st.session_state["movie:case"] = opened
        _open(case)
        st.session_state["movie:plays"] = session.plays_at_once()
    tolerance, most = float(now.runs[0]["tolerance"]), int(now.runs[0]["max_iterations"])
    playing = bool(st.session_state["movie:plays"])
    st.fragment(_movie, run_every=SECONDS if playing else None)(tolerance, most, playing)
    return True


def _movie(tolerance: float, most: int, playing: bool) -> None:
    t, language = session.t(), session.language()
    # As on the page of a run: what moves on top, below it the transport, then what a hand sets.
    stage, row, fields = st.container(key="movie-stage"), st.container(), st.container(key="movie-fields")
    with fields:
        case, low, high = _fields(t)
    if high <= low:
        stage.info(t("The bracket needs a below d."))
        return
    search = bracket(case.function, low, high, tolerance, most)
    frames = pictures(search, case.function)
    last = len(frames) - 1
    at = min(int(st.session_state.get(AT, 0)), last)
    if st.session_state["movie:plays"]:
        # Each return of the fragment shows the next picture; at the end it stops.
        at = min(at + 1, last)
        st.session_state["movie:plays"] = at < last
    st.session_state[AT] = at
    if st.session_state["movie:plays"] != playing:
        st.rerun()
    picture = frames[at]
    with row:
        _transport(at, last, t)
    if session.presenting():
        st.html("<style>.st-key-movie-says p { font-size: 1.5rem; line-height: 1.3; }</style>")
    with stage:
        _draw(picture, search, case, (low, high), t, language)
        with st.container(key="movie-rules"):
            *rules, after = lesson("line-search", language).parts["rules"].splitlines()
            for i, text in enumerate(rules, start=1):
                (st.success if picture.rule == i else st.container(border=True).markdown)(f"**{i}.** {text}")
            st.caption(after)
        with st.container(key="movie-says"):
            st.markdown(f"**{_sentence(picture, search, case, (low, high), tolerance, t, language)}**")
    _table(search, frames, t, language)


def _fields(t: Translator) -> tuple[Case, float, float]:
    """The function and the bracket with which the search begins."""
    first, second, third = st.container(), st.container(), st.container()
    with first:
        names = [t(case.name) for case in CASES]
        chosen = st.selectbox(
            t("Function"), range(len(CASES)), key="movie:case", format_func=names.__getitem__, on_change=_another
        )
    case, end = CASES[chosen], Hyper("a", "", low=0.0, high=1.0, soft=(0.0, 1.0))
    with second:
        low = number_field("movie.a", end, case.low, t("The bracket at the start, a"), on_change=_rewind)
    with third:
        high = number_field("movie.d", end, case.high, t("The bracket at the start, d"), on_change=_rewind)
    return case, low, high


def _another() -> None:
    case = CASES[st.session_state["movie:case"]]
    _open(case)


def _open(case: Case) -> None:
    """Begin the search of a case."""
    st.session_state[LOW], st.session_state[HIGH] = case.low, case.high
    _rewind()


def _rewind() -> None:
    st.session_state[AT] = 0


def _go(to: int) -> None:
    st.session_state[AT] = to
    st.session_state["movie:plays"] = False


def _turn() -> None:
    """Play or pause, from the start where the end is reached."""
    st.session_state["movie:plays"] = not st.session_state["movie:plays"]
    if st.session_state.get("movie:ended"):
        _rewind()


def _transport(at: int, last: int, t: Translator) -> None:
    plays = bool(st.session_state["movie:plays"])
    st.session_state["movie:ended"] = at == last
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="movie-transport"):
        for key, icon, help_, to in (
            ("first", "skip_previous", t("To the start"), 0),
            ("back", "chevron_left", t("One picture back"), max(0, at - 1)),
            ("play", "pause" if plays else "play_arrow", t("Pause") if plays else t("Play"), None),
            ("next", "chevron_right", t("One picture forward"), min(last, at + 1)),
            ("last", "skip_next", t("To the end"), last),
        ):
            act: Any = {"on_click": _turn, "type": "primary"} if to is None else {"on_click": _go, "args": (to,)}
            st.button("", icon=f":material/{icon}:", key=f"movie:{key}", help=help_, **act)
        picture = Hyper("k", "", low=0, high=last, integer=True, soft=(0, max(1, last)))
        with st.container(width="stretch"):
            number_field("movie.at", picture, at, t("Picture"))


def _sentence(
    picture: Picture,
    search: Search,
    case: Case,
    ends: tuple[float, float],
    tolerance: float,
    t: Translator,
    language: str,
) -> str:
    """What is to be seen, in words."""
    k = picture.iteration + 1
    if picture.rule == 0:
        return t("Iteration {k}. L is known at a, b, c, d. Which part can be discarded?").format(k=k)
    if picture.rule == 1:
        return t("Rule 1: a is the lowest of the four. What lies beyond half the distance is discarded.")
    if picture.rule == 2:
        return t("Rule 2: L is lower at b than at c. The minimum is taken to lie left of c: d moves to c.")
    if picture.rule == 3:
        return t("Rule 3: L is not lower at b than at c. The minimum is taken to lie right of b: a moves to b.")
    gap = float(picture.points[2] - picture.points[1])
    why = t("by tolerance: c − b = {gap}") if gap <= tolerance else t("by count, with c − b = {gap} still")
    text = t("Stopped after {n} iterations, {why}. Answer (b + c)/2 = {p}, L = {value}.").format(
        n=int(search.iterations),
        why=why.format(gap=number(gap, language, 3)),
        p=number(float(search.solution), language, 6),
        value=number(float(search.value), language, 6),
    )
    p, value = _lowest(case, *ends)
    lost = next((i for i, row in enumerate(search.brackets) if not row[0] <= p <= row[3]), None)
    if lost is not None and float(search.value) > value + 1e-3:
        text += " " + t("The lowest point, {p} with L = {value}, was discarded in iteration {k}.").format(
            p=number(p, language), value=number(value, language), k=lost
        )
    return text


def _draw(
    picture: Picture, search: Search, case: Case, ends: tuple[float, float], t: Translator, language: str
) -> None:
    p = np.linspace(0, 1, POINTS)
    final = picture.rule == ANSWER
    figure = bracketing(
        p,
        case.function(p),
        picture.points,
        picture.heights,
        look=session.look(),
        language=language,
        heading="" if session.presenting() else f"<b>{t('Bracketing')}</b> · {t('where the search is looking')}",
        titles=("φ", "L[φ]"),
        names=() if final else ("a", "b", "c", "d"),
        gone=thrown_away(picture),
        answer=(float(search.solution), float(search.value)) if final else None,
        lowest=_lowest(case, *ends) if final else None,
        height=320 if session.presenting() else 380,
    )
    alt = t("A function of one variable with the bracket a, b, c, d of a line search.")
    elements.chart(figure, "movie", alt)


def _table(search: Search, frames: list[Picture], t: Translator, language: str) -> None:
    """Every bracket in numbers."""
    if session.presenting():
        return
    with widgets.unfold("brackets", t("Every bracket in numbers")) as is_open:
        if not is_open:
            return
        rules = {one.iteration: str(one.rule) for one in frames if 0 < one.rule < ANSWER}
        rows = [
            [str(k + 1), *(number(float(v), language) for v in row), rules.get(k, "")]
            for k, row in enumerate(search.brackets)
        ]
        st.markdown(table([t("Iteration"), "a", "b", "c", "d", t("Rule")], rows, "---:"))


# ---------------------------------------------------------------- along −gradient


@panels.tells
@elements.at_rest
def slice_panel(now: Settings) -> None:
    """The loss along −gradient from the point where the player stands, and what the search found on it."""
    t, language = session.t(), session.language()
    step = min(component.current_step(now), now.steps - 1)
    landscape, chosen = objective(now.model), now.runs[0]
    run = cache.run(cache.run_key(now)).trajectory
    phi, gradient, alpha = run.phi[step], run.terms["gradient"][step], float(np.ravel(run.terms["alpha"])[step])
    searched = chosen["method"] == "bracket"
    reach = max(float(chosen["max_distance"]), 1.15 * alpha) if searched or alpha <= 0 else 2.5 * alpha

    def along(a: Any) -> Any:
        return landscape.value(phi - np.asarray(a)[..., None] * gradient)

    a = np.linspace(0.0, reach, POINTS)
    value = along(a)
    points = np.array([0.0])
    if searched:
        search = bracket(along, 0.0, chosen["max_distance"], chosen["tolerance"], chosen["max_iterations"])
        points = np.unique(search.brackets)
    figure = bracketing(
        a,
        value,
        points,
        along(points),
        look=session.look(),
        language=language,
        heading=f"<b>{t('Slice along −gradient')}</b> · {t('step')} {step} · α = {number(alpha, language)}",
        titles=(t("distance α along −gradient"), "L[φ − α g]"),
        names=(),
        answer=(alpha, float(along(np.array(alpha)))),
        height=420,
    )
    alt = t("The loss along the negative gradient, with the points where the search looked and its answer.")
    elements.chart(figure, "slice", alt)


def angles(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """The angle between each gradient and the next."""
    t, language = session.t(), session.language()
    trajectory = runs[0].trajectory
    gradients = np.asarray(trajectory.terms["gradient"])
    shown = min(len(gradients) - 1, 8)
    say(words, "angle")
    head = [t("From step to step"), "α", "L", t("angle between the gradients")]
    rows = []
    for k in range(shown):
        angle = angle_between(gradients[k], gradients[k + 1])
        row = [
            f"{k} → {k + 1}",
            number(float(np.ravel(trajectory.terms["alpha"])[k]), language),
            number(float(trajectory.value[k + 1]), language),
            f"{number(angle, language)}°",
        ]
        rows.append(row)
    st.markdown(table(head, rows))


def angle_between(one: Any, other: Any) -> float:
    """The angle between two vectors in degrees; nan where one of them vanishes."""
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.degrees(np.arccos(np.clip(one @ other / size, -1, 1)))) if size else float("nan")
