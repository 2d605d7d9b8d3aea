"""What the playground says about curvature: the verdict with its proof, the limits of α, all critical points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import streamlit as st

from playground.engine import OPTIMIZERS, GradientDescent
from playground.engine.convexity import Verdict, Witness, verdict
from playground.engine.critical import CriticalPoint
from playground.engine.hyper import hypers
from playground.engine.stability import contraction, hold, stability
from playground.engine.types import Array, Convexity
from playground.i18n import number, point
from playground.link.playground import Settings, objective, optimizer
from playground.link.values import Pick
from playground.marking import N_
from playground.ui import cache, proofs, session
from playground.ui.player.payload import KIND_NAMES

VERDICTS: dict[Convexity, str] = {
    "strictly convex": N_("Strictly convex, everywhere: proved."),
    "convex": N_("Convex, everywhere, but not strictly: proved."),
    "not convex": N_("Not convex."),
    "undecided": N_("Not known to be convex."),
}

CONVEX = {"convex", "strictly convex"}
LEVEL = N_("The gradient vanishes, or all but vanishes, along a whole line or region; such points are not listed.")
VALLEY = N_("The minima are not isolated: they fill a whole line or region, and are not listed.")

COURSE_DOTS = ((8.12, 6.43), (-8.62, 4.39), (1.95, 2.92))
"""Three of the dots that the course's figure 6.4 draws as local minima, read off the figure (D = 32)."""


@st.cache_resource(max_entries=64, show_spinner=False)
def verdict_of(key: str) -> Verdict:
    """The verdict on a landscape's convexity."""
    return verdict(objective(cache.read(key).model))


def say_verdict(now: Settings) -> None:
    """Whether the loss is convex, with the proof or the witness, in words."""
    found = verdict_of(cache.model_key(now))
    st.markdown(proofs.verdict_in_words(objective(now.model), in_words(found), found))


def in_words(found: Verdict) -> str:
    """A verdict with its proof or its witness, as a sentence."""
    t, language = session.t(), session.language()
    text = f"**{t(VERDICTS[found.kind])}**"
    if isinstance(here := found.witness, Witness):
        at, value = [number(p, language) for p in here.phi], number(here.eigenvalue, language)
        if len(at) == 1:
            text += " " + t("Witness: φ = {a}, where L″ = {value}.").format(a=at[0], value=value)
        else:
            words = t("Witness: φ = ({a}, {b}), where an eigenvalue is {value}.")
            text += " " + words.format(a=at[0], b=at[1], value=value)
    # The witness comes before the reason, whose "this point" is it, and not the point at which the reader stands.
    text += " " + t(found.reason)
    if found.points:
        text += " " + t("({n} points looked at.)").format(n=number(found.points, language, 6))
    return text


def limit(now: Settings, run: Pick | None = None) -> tuple[float, bool] | None:
    """The limit of α at the global minimum (of several: the least) for a run, and whether it holds everywhere.

    None where nothing can be said: no known minimum, minibatches, a schedule, a rule that is not linear. The run is the
    first one, if none is given.
    """
    if now.schedule.name != "Constant" or (now.batch is not None and objective(now.model).data_size):
        return None
    rule = run or now.runs[0]
    return _limit(now.model, rule.having(alpha=1.0) if "alpha" in hypers(OPTIMIZERS[rule.name]) else rule)


@lru_cache(maxsize=256)
def _limit(model: Pick, run: Pick) -> tuple[float, bool] | None:
    """The same for a run whatever its α: asked for at each press of its slider, it is found once."""
    landscape = objective(model)
    minimisers = landscape.minimisers
    if minimisers is None:
        return None
    found = [stability(optimizer(run), landscape, point).limit for point in minimisers]
    limits = [limit for limit in found if limit is not None]
    if not limits or len(limits) < len(found):
        return None
    return min(limits), landscape.constant_hessian is not None


def limit_marks(now: Settings, run: Pick) -> list[tuple[float, str]]:
    """What theory marks on the track of a run's α: where it stops converging; not while what comes is hidden."""
    found = None if now.guess else limit(now, run)
    return [] if found is None else [(found[0], _limit_words(*found))]


def limit_note(now: Settings) -> None:
    """Where the fixed learning rate stops converging, beside its slider; not while what comes is hidden."""
    found = None if now.guess else limit(now)
    if found is None:
        return
    text = _limit_words(*found)
    st.caption(text if 0 < float(now.runs[0]["alpha"]) < found[0] else f":red[{text}]")


def _limit_words(limit: float, everywhere: bool) -> str:
    t = session.t()
    words = t("Converges for 0 < α < {limit}.") if everywhere else t("At the global minimum, 0 < α < {limit} settles.")
    said = number(cut(limit), session.language())
    if cut(limit) < limit * (1 - 1e-12):
        said += "…"  # cut, where the lessons' texts round
    return words.format(limit=said).replace("….", "…")


def cut(limit: float, digits: int = 4) -> float:
    """A limit to `digits` significant digits, never above it: what is said to converge does."""
    if not (math.isfinite(limit) and limit > 0):
        return limit
    # A limit that rounding left a last place below a short number is that number.
    unit = 10.0 ** (digits - 1 - math.floor(math.log10(limit)))
    return math.floor(limit * unit * (1 + 1e-14)) / unit


def notes(now: Settings, run: cache.Run) -> list[str]:
    """What the run's own numbers say of stability: predicted and measured contraction, and the hold of a saddle."""
    t, language = session.t(), session.language()
    landscape, rule, path = objective(now.model), optimizer(now.runs[0]), run.trajectory.phi
    said = []
    if landscape.minimisers is not None and limit(now) is not None:
        nearest = min(landscape.minimisers, key=lambda point: math.hypot(*(point - path[-1])))
        here = stability(rule, landscape, nearest)
        if here.condition is not None:
            said.append(
                t("Condition number λmax/λmin at the global minimum: {n}.").format(n=number(here.condition, language))
            )
        if here.best is not None:
            said.append(t("Best fixed α on the quadratic model there: {n}.").format(n=number(here.best, language)))
        ends, began = math.hypot(*(path[-1] - nearest)), math.hypot(*(path[0] - nearest))
        measured = contraction(path, nearest) if ends < 0.5 * began else None
        if here.rate is not None and measured is not None:
            words = t("Each step multiplies the distance to the minimum by {p} (predicted), {m} (measured at the end).")
            said.append(words.format(p=number(here.rate, language), m=number(measured, language)))
    end = run.trajectory.end
    if run.trajectory.state == "converged" and end.kind == "degenerate":
        found = cache.survey_of(cache.model_key(now)).points
        near = min(found, key=lambda p: math.hypot(*(p.phi - path[-1])), default=None)
        if near is not None and near.kind == "degenerate":
            said.append(t("Where the run ends: {words}.").format(words=proofs.shape_in_words(landscape, near, found)))
    if isinstance(rule, GradientDescent) and now.batch is None and now.schedule.name == "Constant":
        said += _hold(now, path, float(rule.alpha))
    return said


def _hold(now: Settings, path: Array, alpha: float) -> list[str]:
    """How long the saddle nearest to the start holds a path that begins beside it."""
    t, language = session.t(), session.language()
    found = hold(objective(now.model), cache.survey_of(cache.model_key(now)).points, path[0], alpha)
    if found is None:
        return []
    words = t("The start is next to the saddle ({a}, {b}): after about {n} steps the path is {r} away from it.")
    a, b = (number(coordinate, language) for coordinate in found.phi)
    n, r = number(max(1, round(found.steps)), language, 6), number(found.radius, language, 2)
    return [words.format(a=a, b=b, n=n, r=r)]


def table(now: Settings) -> None:
    """All critical points of the window: sorted by loss, to sort anew, to download; and how they were found."""
    t, language = session.t(), session.language()
    key = cache.model_key(now)
    found = cache.survey_of(key)
    landscape = objective(now.model)
    if not found.isolated:
        st.markdown(t(VALLEY if verdict_of(key).kind in CONVEX else LEVEL))
    points, whole = proofs.points(landscape, found)
    counts = {kind: sum(point.kind == kind for point in points) for kind in KIND_NAMES}
    listed = ", ".join(f"{n} × {t(KIND_NAMES[kind])}" for kind, n in counts.items() if n) or t("none")
    st.markdown(f"**{t('Critical points in this window')}: {len(points)}** ({listed})")
    if points:
        rows = [
            {
                **_coordinates(p),
                t("Kind"): t(KIND_NAMES[p.kind]),
                t("Remark"): _remark(now, p, points),
            }
            for p in points
        ]
        wrong = [p for p in points if _drawn_wrong(now, p)]
        if wrong:
            where = ", ".join(point(p.phi, language) for p in wrong)
            st.markdown(t("Drawn as local minima in the course's figure, but saddles: {points}.").format(points=where))
        st.dataframe(rows, hide_index=True, key="critical-points")
    words = t("Found by Newton's method from {n} starts on a grid, each point polished until the gradient vanishes.")
    lines = [] if whole else [words.format(n=number(found.searched, language, 6))]
    lines += proofs.completeness(landscape)
    smooth = landscape.kinks(np.array(now.start)) is None and landscape.limits is None
    if smooth and not whole and found.winding is not None and found.degree is not None:
        check = t("Along the border the gradient turns {w} times; minima + maxima − saddles of the list is {d}.")
        lines.append(check.format(w=number(found.winding, language), d=number(found.degree, language)))
        lines.append(t("They agree: a check, not a proof.") if found.agrees else t("They differ: a point is missing."))
    st.caption(" ".join(lines))


def _remark(now: Settings, point: CriticalPoint, others: Sequence[CriticalPoint]) -> str:
    """What else is to be said of a critical point."""
    if point.kind == "degenerate":
        return proofs.shape_in_words(objective(now.model), point, others)
    return session.t()("drawn as a minimum") if _drawn_wrong(now, point) else ""


def _coordinates(point: CriticalPoint) -> dict[str, float]:
    """The numbers of a critical point, by the headings of their columns."""
    phi, values = point.phi.tolist(), point.eigenvalues.tolist()
    if len(phi) == 1:
        return {"φ": phi[0], "L": point.value, "L″": values[0]}
    place = {"φ₀": phi[0], "φ₁": phi[1], "L": point.value, "det H": point.determinant}
    return place | {"λ min": values[0], "λ max": values[1]}


def _drawn_wrong(now: Settings, point: CriticalPoint) -> bool:
    """Whether the course's figure draws a saddle as a local minimum."""
    if now.model.name != "Gabor" or now.model["divisor"] != 32.0 or point.kind != "saddle":
        return False
    return any(np.hypot(point.phi[0] - x, point.phi[1] - y) < 0.2 for x, y in COURSE_DOTS)
