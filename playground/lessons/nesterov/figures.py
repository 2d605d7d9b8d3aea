"""Figures of the lesson on Nesterov momentum: the step from close by, and Taylor's estimate of its gradient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from playground.content import Lesson
from playground.engine import grid
from playground.engine.closed_forms import LookAhead, look_ahead
from playground.figures.closeup import Arrow, Spot, closeup, window
from playground.figures.small_multiples import Curve, Pane, panes
from playground.figures.theme import Theme
from playground.i18n import number
from playground.lessons.shared import calculation, say, vector
from playground.link.playground import Settings, objective
from playground.link.values import Pick
from playground.ui import cache, elements, panels, session
from playground.ui.player import component

HALVINGS = 9
POINTS = 61
EXACT = 1e-9
"""An error below this share of the gradient is rounding: the loss is quadratic."""


class Moment(NamedTuple):
    """One step of the run of Nesterov momentum: the loss it saw, where it stood, what it remembered."""

    part: Any
    phi: Any
    old_m: Any
    ahead: Any
    gradient: Any
    new: Any
    alpha: float
    beta: float
    corrected: bool
    step: int

    @property
    def reach(self) -> float:
        """The a of the look-ahead point φ − a m."""
        return self.alpha * (self.beta if self.corrected else 1.0)

    def after(self, gradient: Any) -> Any:
        """Where momentum would go with this gradient: φ − α (β m + (1 − β) g)."""
        return self.phi - self.alpha * (self.beta * self.old_m + (1 - self.beta) * gradient)


def moment(now: Settings) -> Moment | None:
    """The step that the player is about to make (at the end, the last one made) of the first run of Nesterov's."""
    index = next((i for i, run in enumerate(now.runs) if run.name == "Nesterov"), None)
    if index is None:
        return None
    pick: Pick = now.runs[index]
    path = cache.run(cache.run_key(now, index)).trajectory
    k = min(component.current_step(now), path.steps - 1)
    terms, whole = path.terms, objective(now.model)
    part = whole if path.batches is None else whole.batch(path.batches[k])
    found = Moment(
        part,
        path.phi[k],
        terms["m"][k - 1] if k else np.zeros(2),
        terms["lookahead"][k],
        terms["gradient"][k],
        path.phi[k + 1],
        float(pick["alpha"]) * (1.0 if path.factors is None else path.factors[k]),
        float(pick["beta"]),
        pick["lookahead"] == "alpha_beta",
        k,
    )
    return found if all(np.isfinite(place).all() for place in found[1:6]) else None


@panels.tells
@elements.at_rest
def beside(now: Settings) -> None:
    """A panel: the step from close by, with the look-ahead point and the gradient that is measured there."""
    t, here = session.t(), moment(now)
    if here is None:
        st.caption(t("There is no step to look at here: the run has no Nesterov momentum, or it has overflowed."))
        return
    look, landscape = session.look(), objective(now.model)
    usual = here.after(here.part.gradient(here.phi))
    coast = here.phi - here.alpha * here.beta * here.old_m
    # The landing is what one wants to see: of the way that leads to it, the last part is enough.
    places = np.array([here.ahead, here.new, usual, coast])
    least = max(1e-3 * min(high - low for low, high in landscape.window), 0.5 * float(np.abs(coast - here.phi).max()))
    ground = grid(here.part, window(places, least), POINTS)
    # Each has the colour that it has on the contours: the rules their runs', the past the arrow of m.
    ours, theirs = (_color(now, name, look) for name in ("Nesterov", "Momentum"))
    arrows = [
        Arrow(t("the past alone: −αβ m"), here.phi, coast, look.arrows[2], 1, head=True),
        Arrow(t("then the gradient at φ: momentum"), coast, usual, theirs, 2),
        Arrow(t("then the gradient ahead: Nesterov"), coast, here.new, ours, 0),
    ]
    name, ahead = f"φ<sup>({here.step})</sup>", t("look ahead")
    if not here.old_m.any():  # without a past the two are one point; a hall's letters have no room to say so
        name, ahead = ("", f"{name} = {ahead}") if not session.presenting() else (name, "")
    spots = [
        Spot(name, here.phi),
        Spot("", usual, "square", theirs),
        Spot("", here.new, "circle", ours),
        Spot(ahead, here.ahead, "diamond"),
    ]
    figure = closeup(
        ground.x,
        ground.y,
        ground.value,
        [arrow for arrow in arrows if np.abs(arrow.tip - arrow.base).max() > 0],
        spots,
        look=look,
        language=session.language(),
        heading=f"<b>{t('From step {k} to step {n}').format(k=here.step, n=here.step + 1)}</b>",
        flipped=landscape.flipped,
    )
    alt = t("One step seen close up: the past alone, then the gradient measured here or ahead.")
    elements.chart(figure, "nesterov-closeup", alt)


def _color(now: Settings, name: str, look: Theme) -> str:
    """The colour of the first run with this rule; ink where there is none."""
    return next((look.runs[i] for i, run in enumerate(now.runs) if run.name == name), look.ink)


@elements.at_rest
def taylor(words: Lesson, now: Settings, runs: Sequence[cache.Run]) -> None:
    """Taylor's estimate beside the true look-ahead gradient, its error as α is halved, and the Hessian of the batch."""
    t, here = session.t(), moment(now)
    if here is None:
        return
    say(words, "taylor")
    if not here.old_m.any():
        st.markdown(
            t("**Step 0:** m = 0, so the look-ahead point is φ itself and there is nothing to estimate. Make a step.")
        )
        return
    reaches = here.reach * 0.5 ** np.arange(HALVINGS)
    found = [look_ahead(here.part, here.phi, here.old_m, float(a)) for a in reaches]
    calculation(_numbers(here, found[0]), "estimate")
    errors = np.array([one.error for one in found])
    if errors[0] <= EXACT * max(1.0, float(np.linalg.norm(found[0].measured))):
        st.markdown(
            t("**The error is zero** (but for rounding): on a quadratic loss the gradient is an affine function.")
        )
    else:
        left, right = st.columns(2)
        with left:
            alt = t("The error of the estimate against α, on logarithmic axes.")
            elements.chart(_errors(reaches, errors, here), "nesterov-errors", alt)
            st.caption(t("Dots: the error. Dashed: a line that falls as α²."))
        right.markdown(_halvings(reaches, errors, here))
    if not session.presenting():
        say(words, "update")
        calculation(_update(here, found[0]), "update")


def _matrix(values: Any) -> str:
    rows = r"\\ ".join(" & ".join(number(value, "en") for value in row) for row in values)
    return r"\begin{pmatrix}" + rows + r"\end{pmatrix}"


def _numbers(here: Moment, found: LookAhead) -> list[str]:
    """The estimate, line by line, with the numbers of this step."""
    a, name = number(here.reach, "en"), r"\alpha\beta" if here.corrected else r"\alpha"
    at = rf"\phi^{{({here.step})}}"
    return [
        rf"\mathbf g = \nabla L_{{\mathcal B}}[{at}] = {vector(found.gradient)}",
        rf"\mathbf m = {vector(here.old_m)}",
        rf"\mathbf H\mathbf m = {_matrix(found.hessian)}\,\mathbf m = {vector(found.product)}",
        rf"\mathbf g - {name}\,\mathbf H\mathbf m = {vector(found.gradient)} - {a}\,{vector(found.product)}"
        rf" = {vector(found.estimate)}",
        rf"\nabla L_{{\mathcal B}}[{at} - {name}\,\mathbf m] = {vector(found.measured)}",
    ]


def _errors(reaches: Any, errors: Any, here: Moment) -> Any:
    t = session.t()
    guide = errors[-1] * (reaches / reaches[-1]) ** 2
    curves = [Curve(t("error"), reaches, errors, 0, "points"), Curve(t("∝ α²"), reaches, guide, 1, width=1.5)]
    pane = Pane(
        t("Error of the estimate, φ and m fixed"), curves, "αβ" if here.corrected else "α", "", x_log=True, y_log=True
    )
    return panes([pane], look=session.look(), language=session.language(), height=300, legend=False)


def _halvings(reaches: Any, errors: Any, here: Moment) -> str:
    """The same as a table, with the factor by which each halving divides the error."""
    t, language = session.t(), session.language()
    head = f"| {'αβ' if here.corrected else 'α'} | {t('error')} | {t('times smaller')} |\n|---:|---:|---:|\n"
    rows = []
    for k, (a, error) in enumerate(zip(reaches, errors, strict=True)):
        with np.errstate(all="ignore"):
            factor = number(errors[k - 1] / error, language, 3) if k else ""
        rows.append(f"| {number(a, language)} | {number(error, language, 3)} | {factor} |")
    return head + "\n".join(rows)


def _update(here: Moment, found: LookAhead) -> list[str]:
    """m as Taylor has it and as it was measured."""
    kept = here.beta * np.eye(2) - here.reach * (1 - here.beta) * found.hessian
    m = kept @ here.old_m + (1 - here.beta) * found.gradient
    true = here.beta * here.old_m + (1 - here.beta) * found.measured
    name, rest = rf"\mathbf m^{{({here.step + 1})}}", number(1 - here.beta, "en")
    estimate = rf"{_matrix(kept)}\,\mathbf m + {rest}\,\mathbf g = {vector(m)}"
    return [f"{name} \\approx {estimate}", f"{name} = {vector(true)}"]
