"""Runs in words: what they are called, what became of them, how they compare, and the lines of code that make them."""

from __future__ import annotations

import math

import numpy as np

from playground.engine import OPTIMIZERS
from playground.engine.hyper import hypers
from playground.engine.listing import listing
from playground.engine.trajectory import Outcome
from playground.exports.names import run_name
from playground.i18n import number
from playground.link.playground import Settings, minibatches, objective, optimizer, schedule
from playground.marking import N_
from playground.ui import cache, session

FIRST_WITHIN = N_("First within 1 %, at step")


CONVERGED = {
    "minimum": N_("Converged: the gradient vanishes here, to a ten-thousandth of the window, and the steps are tiny."),
    "maximum": N_(
        "Converged at a maximum: the gradient vanishes here, to a ten-thousandth of the window, and the steps are tiny."
    ),
    "saddle": N_(
        "Converged at a saddle: the gradient vanishes here, to a ten-thousandth of the window, and the steps are tiny."
    ),
}
"""What is said of a run at a stationary point, by its kind; where that is undecided, the same as of a minimum."""


CONVERGED_SHORT = {
    "minimum": N_("converged"),
    "maximum": N_("converged at a maximum"),
    "saddle": N_("converged at a saddle"),
}
"""The same in a table."""


OUTCOMES: dict[Outcome, str] = {
    "converged": CONVERGED["minimum"],
    "flat": N_("So flat here that nothing moves."),
    "kink": N_(
        "Stands still on a kink from step {k}: there is no derivative here, so that this is no stationary point."
    ),
    "stopped": N_("Stands still from step {k}: no step since has changed φ, though the gradient has not vanished."),
    "unmoved": N_("It does not move: every step has length 0."),
    "moving": N_("Still moving at step {n}."),
    "diverged": N_("Diverged: from step {k} on, L − L* stays above 100 times the start's."),
}
"""What is said of a run by what became of it."""


OUTCOMES_SHORT: dict[Outcome, str] = {
    "converged": CONVERGED_SHORT["minimum"],
    "flat": N_("too flat to move"),
    "kink": N_("on a kink from step {k}"),
    "stopped": N_("stands still from step {k}"),
    "unmoved": N_("does not move"),
    "moving": N_("still moving"),
    "diverged": N_("diverged, from step {k} on"),
}
"""The same in a table."""


def verdict(run: cache.Run) -> str:
    """What became of a run, in a sentence."""
    t, language, path = session.t(), session.language(), run.trajectory
    if path.state == "converged":
        text = t(CONVERGED.get(path.end.kind, CONVERGED["minimum"]))
    elif path.state == "stopped" and path.is_alpha_spent:
        text = t("Stands still from step {k}: α has fallen to 0.")
    elif path.state == "moving" and (share := percent(path.progress)) is not None:
        text = t("Still moving at step {n}, {share} % of the way down to L*.")
        text = text.replace(" %", "\u00a0%").replace("{share}", number(share, language))
    else:
        text = t(OUTCOMES[path.state])
    text = text.format(k=path.diverged_at if path.state == "diverged" else path.stands_from, n=path.steps)
    if path.left_window_at is not None and path.state != "diverged":
        text += " " + t("Out of view at step {k}.").format(k=path.left_window_at)
    return text


def percent(share: float) -> float | None:
    """A share in per cent, cut and not rounded, so that 100 is all of it: whole below 99, to a hundredth above.

    None for less than one per cent, and for nan.
    """
    if not share >= 0.01:
        return None
    digits = 0 if share < 0.99 else 2
    # A ten-digit decimal first: 0.29 is 28.999999999999996 per cent to a computer.
    scale = 10.0**digits
    return math.floor(round(share * 100 * scale, 8)) / scale


def source(now: Settings) -> str:
    """The first run as lines that can be run: what is shown is what runs."""
    run = now.runs[0]
    batches = None if run.full else minibatches(now)
    return listing(optimizer(run), objective(now.model), now.start, now.steps, batches, schedule(now))


def compare_table(now: Settings, runs: list[cache.Run]) -> list[list[str]]:
    """The comparison of runs in the visitor's words and numbers: the headings, then a row a run."""
    t, language = session.t(), session.language()
    headings = [
        t("Run"),
        t("Hyperparameters"),
        t("Loss now"),
        t("Loss at the end"),
        t("Best loss"),
        t(FIRST_WITHIN),
        t("Data visited until then"),
        t("State"),
    ]
    rows = []
    for i, run in enumerate(runs):
        path = run.trajectory
        finite = path.value[np.isfinite(path.value)]
        steps, visits = path.steps_to(), path.visits_to()
        if path.state == "converged":
            state = t(CONVERGED_SHORT.get(path.end.kind, CONVERGED_SHORT["minimum"]))
        else:
            since = path.diverged_at if path.state == "diverged" else path.stands_from
            state = t(OUTCOMES_SHORT[path.state]).format(k=since)
        if path.state != "diverged" and path.left_window_at is not None:
            state += ", " + t("out of view at step {k}").format(k=path.left_window_at)
        rows.append(
            [
                title(now, i),
                caption(now, i),
                "",  # the player writes it
                number(path.value[-1], language),
                number(finite.min(), language) if len(finite) else "–",
                "–" if steps is None else str(steps),
                "–" if visits is None else str(visits),
                state,
            ]
        )
    # A number and its sign stay on one line.
    return [[text.replace(" %", "\u00a0%") for text in headings], *rows]


def title(now: Settings, index: int) -> str:
    """A run's number and name."""
    return f"{index + 1}. {run_name(now, index, session.t(), session.language())}"


def caption(now: Settings, index: int) -> str:
    """A run's hyperparameters in symbols: α = 0.02, β = 0.9."""
    t, language, run = session.t(), session.language(), now.runs[index]
    facts = hypers(OPTIMIZERS[run.name])
    words = [
        f"{t(facts[field].symbol)} = {number(value, language)}"
        for field, value in run.values
        if isinstance(value, float | int) and not isinstance(value, bool)
    ]
    if now.batch is not None and objective(now.model).data_size:
        words.append(t("all the data") if run.full else f"B = {now.batch}")
    return ", ".join(words)
