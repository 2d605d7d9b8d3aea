"""Landscapes in many dimensions: a plane with the projected path, the spectrum of H, and what is proved."""

from __future__ import annotations

import dataclasses

import numpy as np
import streamlit as st

from playground.engine.convexity import Exchange
from playground.engine.losses import GaussianLikelihood
from playground.engine.messages import Note
from playground.engine.planes import Plane
from playground.engine.spectrum import ZERO, kink_distance
from playground.figures import planes
from playground.i18n import number
from playground.link.task import SEED, TaskSettings
from playground.marking import N_
from playground.ui import elements, fragments, session, widgets
from playground.ui.curvature_notes import VERDICTS
from playground.ui.number_fields import number_field
from playground.ui.session import widget_key
from playground.ui.task import training

MOST_NOTES = 3
"""Inputs that are named one by one where many say nothing."""

CAVEATS = {
    "path": N_(
        "The two main directions of the path (PCA), of length 1, so both axes have the same unit. They hold {a} and "
        "{b} of the path's variance. That is no discovery: a smooth path always looks planar in its own main "
        "directions, even a random walk's."
    ),
    "parameters": N_("All other parameters stay at their values at the end of the run."),
    "random": N_("Two random directions, orthogonal and of length 1, the same for the same seed."),
    "filter": N_(
        "Two random directions, the part of each unit scaled to the length of the unit's own weights: a relu network "
        "computes the same when one layer is scaled up and the next down (Li and others, 2018)."
    ),
    "eigen": N_(
        "The eigenvectors of the largest and of the smallest eigenvalue of H at the end of the run: a is curved by "
        "{a}, b by {b}. All other directions lie between."
    ),
}


def say(text: str) -> None:
    """A sentence, unless the page is projected."""
    if not session.presenting():
        st.caption(text)


def section(now: TaskSettings, key: str) -> TaskSettings:
    """The section on planes; returns what its controls say."""
    t = session.t()
    with widgets.unfold("plane", t("The landscape of the loss, in more than two dimensions"), True) as is_open:
        if is_open:
            now = _controls(now, key)
            _plane(now, key)
    return now


def _controls(now: TaskSettings, key: str) -> TaskSettings:
    """Which plane."""
    t, names = session.t(), training.problem(key).names
    with st.container(horizontal=True, vertical_alignment="bottom"):
        plane = widgets.choice(
            now,
            "plane",
            t("Plane through the end of the run"),
            on_change=fragments.draw_figures_and_controls,
            width=280,
        )
        axes, piece = now.axes, now.slice
        if plane == "parameters":
            chosen = []
            for k, axis in enumerate(now.axes):
                chosen.append(
                    st.selectbox(
                        (t("Parameter a"), t("Parameter b"))[k],
                        range(len(names)),
                        key=widget_key(f"axis{k}", min(axis, len(names) - 1)),
                        format_func=lambda i: elements.sentence(names[i]),
                        on_change=fragments.draw_figures_and_controls,
                        width=280,
                    )
                )
            if chosen[0] != chosen[1]:
                axes = (chosen[0], chosen[1])
            else:
                st.caption(t("Choose two different parameters."))
        if plane == "random":
            with st.container(width=200):
                drawn = number_field(
                    "slice", SEED, now.slice, t("Seed"), step=1, on_change=fragments.draw_figures_and_controls
                )
            piece = int(drawn)
    return dataclasses.replace(now, plane=plane, axes=axes, slice=piece)


def _plane(now: TaskSettings, key: str) -> None:
    t, language, look = session.t(), session.language(), session.look()
    seen = training.view(training.plane_key(now, key))
    done = training.train(key)
    if seen is None:
        if len(training.within_reach(done)) == 1 < len(done.phi) and np.ptp(done.phi[:2], axis=0).any():
            st.info(t("The run goes beyond any picture at its first step: there is no path to draw."))
        else:
            st.info(t("The run does not move, or its curvature is not finite: there is no such plane."))
        return
    names = done.problem.names
    titles = ("a", "b")
    if seen.plane.parameters is not None:
        first, second = seen.plane.parameters
        titles = (elements.sentence(names[first]), elements.sentence(names[second]))
    at = min(now.steps if now.step < 0 else now.step, len(seen.path) - 1) if session.plain() else None
    picture = planes.plane(
        seen.ground.x,
        seen.ground.y,
        seen.ground.value,
        seen.path,
        look=look,
        language=language,
        heading="",
        titles=titles,
        at=at,
    )
    inside = np.linalg.norm((seen.path - seen.path[-1]) @ seen.plane.directions, axis=-1)
    away = planes.distance(
        seen.distance,
        inside,
        look=look,
        language=language,
        heading="",
        titles=(t("step"), t("distance")),
        names=(t("from the plane"), t("within the plane, from the end")),
        last=len(done.phi) - 1,
        at=at,
    )
    st.markdown(f"**{t('True loss on the plane')}** · {t('the path is projected')}")
    with st.container(key="plane-charts"):
        elements.chart(picture, "task-plane", t("Contours of the loss on a plane, with the projected path."))
        elements.chart(away, "task-distance", t("How far off the plane the path runs at each step."))
    _caveats(now, seen, key)
    if len(seen.path) < len(done.phi):
        st.caption(t("The run goes beyond any picture: it is drawn as far as step {n}.").format(n=len(seen.path) - 1))


def _caveats(now: TaskSettings, seen: training.View, key: str) -> None:
    """What a plane shows and what it does not."""
    t, language = session.t(), session.language()
    dimension = len(seen.plane.origin)
    network = not training.problem(key).objective.predictor.affine
    text = t(CAVEATS["filter" if now.plane == "random" and network else now.plane])
    if seen.plane.shares is not None:
        text = text.format(a=percent(seen.plane.shares[0]), b=percent(seen.plane.shares[1]))
    elif seen.plane.eigenvalues is not None:
        text = text.format(**dict(zip("ab", (number(v, language) for v in _told_apart(seen.plane)), strict=True)))
    far = float(seen.distance.max())
    surface = t("The surface is the true loss on this plane, one of infinitely many through the {d} dimensions.")
    shadow = t("This path lies in the plane.")
    if far > 1e-9 * float(np.abs(seen.path).max()):
        shadow = t(
            "The path is projected onto it: at its furthest it runs {far} away from the plane, so the surface under it "
            "is not its loss."
        ).format(far=number(far, language))
    say(f"{text} {surface.format(d=dimension)} {shadow}")


def _told_apart(plane: Plane) -> list[float]:
    """The eigenvalues of a plane; 0 for one that is nothing but rounding beside the other."""
    assert plane.eigenvalues is not None
    floor = ZERO * max(abs(value) for value in plane.eigenvalues)
    return [value if abs(value) > floor else 0.0 for value in plane.eigenvalues]


def percent(share: float) -> str:
    """A share in per cent."""
    return f"{number(round(100 * float(share), 1), session.language())}\xa0%"


def spectrum_section(now: TaskSettings, key: str, step: int) -> None:
    """All eigenvalues of the Hessian at the step."""
    with widgets.unfold("spectrum", session.t()("All eigenvalues of the Hessian at this step")) as is_open:
        if is_open:
            _spectrum(key, step)


@elements.at_rest
def _spectrum(key: str, step: int) -> None:
    t, language, look = session.t(), session.language(), session.look()
    done, found = training.train(key), training.spectrum_of(key, step)
    if not np.isfinite(found.eigenvalues).all():
        st.info(t("Here the loss is too large for a Hessian."))
        return
    floor = ZERO * float(np.abs(found.eigenvalues).max())
    figure = planes.spectrum(
        found.eigenvalues,
        floor,
        look=look,
        language=language,
        heading="",
        titles=(t("eigenvalue, the largest first"), "|λ|"),
        names=("λ > 0", "λ ≈ 0", "λ < 0"),
    )
    elements.chart(figure, "task-spectrum", t("All eigenvalues of the Hessian, the largest first."))
    words = t("Step {k}: {p} positive, {z} zero, {n} negative. λmax = {high}, λmin = {low}.")
    parts = [
        words.format(
            k=min(step, done.last),
            p=found.positive,
            z=found.zero,
            n=found.negative,
            high=number(float(found.eigenvalues[-1]), language),
            low=number(float(found.eigenvalues[0]), language) if not found.zero else number(0, language),
        )
    ]
    if found.condition is not None:
        parts.append(t("Condition number λmax/λmin: {n}.").format(n=number(found.condition, language)))
    kink = kink_distance(done.problem.objective, done.phi[min(step, done.last)])
    if kink is not None:
        parts.append(
            t(
                "The nearest kink, where a hidden unit switches for some data point, is {n} away in that unit's sum; "
                "at a kink there is no Hessian."
            ).format(n=number(float(kink), language))
        )
    st.caption(_unbroken(" ".join(parts)))


def known(key: str, done: training.Trained) -> None:
    """What is proved of the loss, what the data leave open, and what became of the run."""
    t, language = session.t(), session.language()
    facts = training.facts(key)
    lines = [f"**{t(VERDICTS[facts.verdict.kind])}** {_reason(facts)}"]
    if facts.flat:
        words = t("The loss does not change at all along {n} of the {d} directions, whatever φ is.")
        lines.append(words.format(n=facts.flat, d=done.phi.shape[1]))
    lines += _told(facts.notes)
    objective = done.problem.objective
    if objective.attainment.attained is False and objective.attainment.phi is not None:
        # A plane separates the classes; where a bias runs away, which no penalty holds, λ is of no help.
        words = t("After {n} steps of this run |w| = {size} and L = {loss}.")
        lines.append(
            words.format(
                size=number(float(done.size[done.last]), language),
                n=done.last,
                loss=number(float(done.value[done.last]), language),
            )
        )
        if done.value[done.last] == 0:
            lines.append(t("The loss is so small that rounding makes it 0."))
        lines.append(t("With λ > 0 a minimum exists."))
    elif objective.minimum is not None:
        words = t("The least value is L* = {floor}; this run ends at L = {loss}.")
        lines.append(
            words.format(
                floor=number(objective.minimum, language, 6), loss=number(float(done.value[done.last]), language, 6)
            )
        )
    if isinstance(objective.loss, GaussianLikelihood):
        lines.append(t("L is −log of a probability density. A density can exceed 1, so this loss can fall below 0."))
    if done.diverged is not None:
        said = t("Diverged: from step {k} on, L − L* stays above 100 times the start's.")
        lines.append(f"**{said.format(k=done.diverged)}**")
    if not session.presenting():
        st.markdown(_unbroken("  \n".join(lines)))
    elif done.diverged is not None:
        st.markdown(lines[-1])


def _unbroken(text: str) -> str:
    """The text without a line break at any equals sign."""
    return text.replace(" = ", "\xa0=\xa0")


def _told(notes: tuple[Note, ...]) -> list[str]:
    """What the data leave open; of many inputs that say nothing, the first few and how many more."""
    t = session.t()
    alike = [note for note in notes if "input" in note.names or "input" in note.values]
    rest = [note for note in notes if note not in alike]
    shown = [elements.sentence(note) for note in [*alike[:MOST_NOTES], *rest]]
    if len(alike) > MOST_NOTES:
        more = t("More inputs of this kind: {n}.").format(n=len(alike) - MOST_NOTES)
        shown.insert(MOST_NOTES, more)
    return shown


def _reason(facts: training.Facts) -> str:
    t, language = session.t(), session.language()
    text, witness = t(facts.verdict.reason), facts.verdict.witness
    if isinstance(witness, Exchange):
        at_a, _, middle = witness.values
        text = text.format(a=number(at_a, language), m=number(middle, language))
    return text
