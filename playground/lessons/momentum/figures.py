"""Figures of the lesson on momentum: weights of past gradients, large t, conventions, the slides' drawn paths."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from playground.content import Lesson, lesson
from playground.engine import OBJECTIVES, Momentum, descend
from playground.engine.closed_forms import Slope, conventions, reach, survival, weights
from playground.engine.hyper import Hyper
from playground.figures import digitised
from playground.figures.board import Picture
from playground.figures.contour import HEIGHT
from playground.figures.small_multiples import Curve, Pane, panes
from playground.figures.theme import theme
from playground.i18n import number, translator
from playground.lessons.shared import boards, calculation, say, side_by_side, vector
from playground.link.playground import Settings, default_settings, objective
from playground.link.values import Pick, default_pick
from playground.ui import cache, elements, session, widgets
from playground.ui.lesson import sequence
from playground.ui.number_fields import number_field
from playground.ui.player import component

MANY = Hyper("t", "", low=1, high=300, integer=True, soft=(1, 300))
IN_POSITION = 2
"""The question about what a gradient weighs in the position."""

LONGEST = 100
"""Conventions are compared over so many steps: enough to see whether two paths are one."""


def momentum_run(now: Settings, runs: Sequence[cache.Run]) -> tuple[Pick, Any] | None:
    """The first run that is momentum, and its trajectory; None where a link has brought other rules."""
    pairs = zip(now.runs, runs, strict=False)
    return next(((pick, run.trajectory) for pick, run in pairs if pick.name == "Momentum"), None)


def beside(now: Settings) -> None:
    """A panel: what each past gradient weighs at a step; the bars are the player's (weights.js)."""
    t, pick = session.t(), next((run for run in now.runs if run.name == "Momentum"), None)
    if pick is None:
        st.caption(t("This figure needs a run with momentum."))
        return
    step, beta = now.steps if session.plain() else 0, float(pick["beta"])
    k, wide, hall = np.arange(step), (-0.7, now.steps - 0.3), session.presenting()
    # What a gradient weighs in the position is asked: a hall sees it with the answer, side by side and from afar.
    both = not hall or sequence.is_told(lesson("momentum", session.language()), IN_POSITION)
    names, title = (t("Weight of gₖ in m⁽ᵗ⁾"), t("Weight of gₖ in φ⁽ᵗ⁾, times −α")), "k"
    if hall and both:
        names, title = (t("Weight of gₖ<br>in m⁽ᵗ⁾"), t("Weight of gₖ<br>in φ⁽ᵗ⁾, × −α")), ""
    average = [Curve("", k, weights(beta, step), 2, "bar")]
    rows = [Pane(names[0], average, "" if both else title).within(wide, (0.0, 1.08 * (1 - beta)))]
    if both:
        rows.append(Pane(names[1], [Curve("", k, reach(beta, step), 3, "bar")], title).within(wide, (0.0, 1.08)))
    figure = panes(
        rows,
        look=session.look(),
        language=session.language(),
        height=HEIGHT,
        columns=len(rows) if hall else 1,
        gap=0.18,
    )
    alt = t("Two rows of bars: what each past gradient weighs in m and in the position.")
    if not both:
        alt = t("Bars: what each past gradient weighs in m.")
    elements.chart(figure, "momentum-weights", alt)


@elements.at_rest
def follow(words: Lesson, now: Settings, runs: Sequence[cache.Run]) -> None:
    """Gradients and their average up to the current step, and both sums in numbers."""
    t, found = session.t(), momentum_run(now, runs)
    if found is None:
        return
    pick, path = found
    alpha, beta, step = float(pick["alpha"]), float(pick["beta"]), component.current_step(now)
    say(words, "follow")
    side_by_side(_gradients(path, step, now.guess), "momentum-gradients", t("The gradients as bars, their average m."))
    st.caption(t("Bars: the gradients gₖ, faint where they are still to come. Line: their average m."))
    _in_words(path.terms["gradient"][:step], path.terms["step"][:step], beta, alpha, step)
    if session.presenting():
        return
    st.markdown(words.parts["terms"])
    calculation(_terms(path, beta), "terms")
    st.markdown(words.parts["position"])
    if path.factors is not None:
        st.caption(t("The sum holds while α is fixed; here a schedule changes it."))
    else:
        calculation(_position(path, alpha, beta, step), "position")


def _gradients(path: Any, step: int, guess: bool) -> list[Pane]:
    """Gradients and their average over k, one pane a parameter; what is to come is faint, or hidden."""
    t, g, m = session.t(), path.terms["gradient"], path.terms["m"]
    k, last = np.arange(len(g)), step if guess else len(g)
    rows = []
    for axis, name in enumerate(("φ₀", "φ₁")):
        curves = [
            Curve(t("gradient gₖ"), k[:step], g[:step, axis], 2, "bar"),
            Curve(t("gradients to come"), k[step:last], g[step:last, axis], 2, "bar", opacity=0.3),
            Curve(t("average m"), k[:last], m[:last, axis], 0),
        ]
        rows.append(Pane(t("Along {name}").format(name=name), curves, "k", at=step - 1 if step else None))
    return [row.within((-0.7, len(g) - 0.3)) for row in rows]


def _in_words(gradients: Any, steps: Any, beta: float, alpha: float, step: int) -> None:
    """What has cancelled, and that no step is longer than α times the largest gradient so far."""
    t, language = session.t(), session.language()
    if step == 0:
        st.markdown(t("**Step 0:** m = 0, there is nothing to weigh yet. Make a step."))
        return
    left = 100 * survival(gradients, beta)
    with np.errstate(all="ignore"):
        longest, bound = (float(np.linalg.norm(v, axis=1).max()) for v in (steps, alpha * gradients))
    text = t(
        "**Step {k}:** the weights in m sum to 1 − βᵗ = {sum}. Of what they weigh, {a} % is left along φ₀ and {b} % "
        "along φ₁; the rest has cancelled. Longest step so far {longest}, α times the largest gradient {bound}."
    )
    facts = {"a": left[0], "b": left[1], "longest": longest, "bound": bound}
    said = {name: number(value, language, 3) for name, value in facts.items()}
    st.markdown(text.format(k=step, sum=weighed(beta, step, language), **said))


def weighed(beta: float, step: int, language: str) -> str:
    """The sum 1 − βᵗ of the weights; where rounding would make it 1, as 1 less what is missing."""
    rest = beta**step
    missing = 0 < rest < 0.0005
    return f"1 − {number(rest, language, 2)}" if missing else number(1 - rest, language, 3)


def _terms(path: Any, beta: float) -> list[str]:
    """m⁽¹⁾, m⁽²⁾ and m⁽³⁾ written out with the gradients of this run."""
    lines = []
    b, rest = number(beta, "en"), number(1 - beta, "en")
    for count in range(1, min(3, path.steps) + 1):
        inside = []
        for k in range(count):
            power = count - 1 - k
            factor = "" if power == 0 else (f"{b}\\," if power == 1 else f"{b}^{power}\\,")
            inside.append(factor + vector(path.terms["gradient"][k]))
        lines.append(rf"\mathbf m^{{({count})}} = {rest}\,\big[" + " + ".join(inside) + r"\big]")
        lines[-1] += f" = {vector(path.terms['m'][count - 1])}"
    return lines


def _position(path: Any, alpha: float, beta: float, step: int) -> list[str]:
    """The sum with numbers, beside the iterate of the run."""
    with np.errstate(all="ignore"):
        total = reach(beta, step) @ path.terms["gradient"][:step] if step else np.zeros(2)
        closed = path.phi[0] - alpha * total
    formula = rf"\phi^{{(0)}} - \alpha\sum = {vector(path.phi[0])} - {number(alpha, 'en')}\cdot{vector(total)}"
    return [f"{formula} = {vector(closed)}", f"\\phi^{{({step})}} = {vector(path.phi[step])}"]


def large(words: Lesson, now: Settings) -> None:
    """What happens for large t, by a slider of t; and a slope on which every gradient is the same."""
    t = session.t()
    pick = next((run for run in now.runs if run.name == "Momentum"), None)
    beta = float(pick["beta"]) if pick is not None else 0.9
    with widgets.unfold("large", t("What if t is large?")) as is_open:
        if not is_open:
            return
        say(words, "large")
        count = int(number_field("large-t", MANY, 30, t("Number of steps t")))
        alt = t("Weights of the gradients in the position, and the length of the steps on a uniform slope.")
        side_by_side(_large(beta, count), "momentum-large", alt)
        st.caption(
            t("Second chart: solid, this course; dashed, the same α without the factor 1 − β; dotted, plain descent.")
        )
        half = math.log(0.5) / math.log(beta) if beta > 0 else 0.0
        text = t("β = {beta}: half of a gradient's weight has arrived after {half} steps; all but 1 % after {late}.")
        late = math.log(0.01) / math.log(beta) if beta > 0 else 0.0
        facts = {"beta": beta, "half": half, "late": late}
        st.markdown(text.format(**{name: number(value, session.language(), 3) for name, value in facts.items()}))


def _large(beta: float, count: int) -> list[Pane]:
    t, k = session.t(), np.arange(count)
    path = descend(Momentum(1.0, beta), Slope(np.ones(1)), np.zeros(1), count).phi[:, 0]
    speed, n = -np.diff(path), np.arange(1, count + 1)
    wide = (-0.7, count - 0.3)
    return [
        Pane(t("Weight of gₖ in φ⁽ᵗ⁾"), [Curve("", k, reach(beta, count), 3, "bar")], "k", "", wide, (0, 1.08)),
        Pane(
            t("Step on a uniform slope, in units of α g"),
            [
                Curve(t("this course: up to 1, never above"), n, speed, 0),
                Curve(t("without the factor 1 − β, same α"), n, speed / (1 - beta), 1),
                Curve(t("plain descent"), n, np.ones(count), 2, width=1.5),
            ],
            "t",
            "",
            (0.5, max(2, count) + 0.5),
            (0, 1.08 * max(1.2, float(speed[-1] / (1 - beta)))),
        ),
    ]


def others(words: Lesson, now: Settings, runs: Sequence[cache.Run]) -> None:
    """How others write the rule, the learning rate they need, and how far their paths are from this run's."""
    t, language, found = session.t(), session.language(), momentum_run(now, runs)
    if found is None or session.presenting():
        return
    with widgets.unfold("conventions", t("Three ways to write momentum, and how to convert α")) as is_open:
        if not is_open:
            return
        st.markdown(words.parts["conventions"])
        pick, path = found
        alpha, beta, steps = float(pick["alpha"]), float(pick["beta"]), min(path.steps, LONGEST)
        text = t("Here α = {alpha} and β = {beta}: the second and third row need α (1 − β) = **{rate}**.")
        facts = {"alpha": alpha, "beta": beta, "rate": alpha * (1 - beta)}
        st.markdown(text.format(**{name: number(value, language) for name, value in facts.items()}))
        paths = conventions(objective(now.model), now.start, steps, alpha, beta, path.batches)
        with np.errstate(all="ignore"):
            apart = {name: np.abs(other - paths["course"]).max() for name, other in paths.items()}
        text = t(
            "Largest distance from the course's path over {n} steps: PyTorch {buffer}, Keras {velocity}, with "
            "dampening {dampening}."
        )
        st.markdown(text.format(n=steps, **{name: number(value, language, 2) for name, value in apart.items()}))


def drawn(words: Lesson) -> None:
    """The paths of figure 6.7 as thin lines: shown, not reproduced."""
    t = session.t()
    with widgets.unfold("digitised", t("The slides' figure, digitized")) as is_open:
        if not is_open:
            return
        for i, (column, figure) in enumerate(
            zip(st.columns(2), _drawn(session.language(), session.look().name), strict=True)
        ):
            with column:
                elements.chart(
                    figure, f"drawn-{i}", t("The paths of figure 6.7, thin, over the loss of the Gabor model.")
                )
        st.caption(words.parts["drawn"])


@st.cache_resource(max_entries=8, show_spinner=False)
def _drawn(language: str, appearance: str) -> list[Any]:
    t, model = translator(language), default_pick(OBJECTIVES, "Gabor")
    ground = cache.heights(cache.model_key(default_settings(model)), cache.CONTOUR_POINTS)
    pictures = [
        Picture(t("SGD, digitized"), (digitised.SGD_WHITE, digitised.SGD_CYAN)),
        Picture(t("Momentum, digitized"), (digitised.MOMENTUM_WHITE, digitised.MOMENTUM_CYAN)),
    ]
    return boards(ground, pictures, look=theme(appearance), language=language, height=HEIGHT, width=1.2, dots=False)
