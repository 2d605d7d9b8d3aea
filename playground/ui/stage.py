"""What the playground and the lessons share: the charts of a landscape, the player over them, and what it is told."""

from __future__ import annotations

import html
import json
import math
import time
from collections.abc import Callable, Collection, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np
import streamlit as st

from playground.engine import OPTIMIZERS, Model
from playground.engine.descent import Outcome
from playground.engine.hyper import hypers
from playground.engine.listing import listing
from playground.figures.contour import heights
from playground.figures.plain import losses, with_curves, with_paths, with_paths_3d
from playground.figures.theme import CONFIG, DOWNWARD, FONT, LANDSCAPE, MODEL, UPWARD, Raw, enlarged
from playground.i18n import number
from playground.link.playground import Settings, minibatches, objective, optimizer, schedule
from playground.marking import N_
from playground.ui import cache, controls, session
from playground.ui.curvature import notes
from playground.ui.player import payload, protocol
from playground.ui.player.component import KEY, echo, player, read_step
from playground.ui.player.trace import trace

Given = ParamSpec("Given")
Drawn = TypeVar("Drawn")

Panel = Callable[[Settings], None]
"""Draws a chart of its own."""

PANELS = {"contour": "contour", "fit": "fit", "surface": "surface"}
"""The keys of the charts that the player draws over; it finds them by these."""


HEADSTART = 0.08
"""Seconds that the contours of another landscape have before its surface."""

LEAST = N_("L* is the least value that this loss takes anywhere, and L − L* is how far a run is still above it.")
FIRST_WITHIN = N_("First within 1 %, at step")
WITHIN = N_("“{first}”: the first step at which L − L* is at most a hundredth of what it was at the start.")

KEYS = N_(
    "Keys: Space plays and pauses, ← and → make a step, Home and End go to the first and the last. Where the start "
    "has the focus (Tab), the arrow keys move it, with Shift further. PageUp and PageDown turn a projected lesson."
)


def canvas_look() -> protocol.Look:
    """The colours and letters of what is drawn on a canvas."""
    theme = session.look()
    look: protocol.Look = {
        "ink": theme.ink,
        "grid": theme.grid,
        "axis": theme.axis,
        "halo": theme.halo,
        "ghost": theme.ghost,
        "residual": theme.residual,
        "lit": theme.lit,
        "model": MODEL,
        "upward": UPWARD,
        "downward": DOWNWARD,
        "font": f"13px {FONT}",
    }
    return {**look, "font": f"20px {FONT}", "scale": 1.6} if session.presenting() else look


def host(name: str, heading: str = "", about: str = "") -> None:
    """An empty place that the player fills, under a heading; `about` says more where it is asked for."""
    head = f'<h2 class="pg-heading">{heading}</h2>' if heading else ""
    if about:
        head = f'<div class="pg-headed">{head}{explanation(about)}</div>'
    st.html(f'{head}<div class="pg-host-{name}"></div>')


def explanation(words: str) -> str:
    """HTML of a question mark that opens a sentence or two, by mouse, finger and keys."""
    name = html.escape(session.t()("What this means"))
    return f'<details class="pg-what"><summary aria-label="{name}">?</summary><p>{html.escape(words)}</p></details>'


def at_rest(draw: Callable[Given, Drawn]) -> Callable[Given, Drawn]:
    """Mark what `draw` draws as that of the step at which the player rests; the browser dims it while it moves on."""

    @wraps(draw)
    def marked(*args: Given.args, **kwargs: Given.kwargs) -> Drawn:
        with st.container(key=f"rest-{draw.__name__.strip('_')}"):
            return draw(*args, **kwargs)

    return marked


def say_shown(of: str, step: int | None) -> None:
    """Tell the browser for what, and for which step, the figures at rest are drawn; None: for every step."""
    st.html(f'<i class="pg-shown" data-of="{of}" data-step="{"" if step is None else step}"></i>')


def say_keys() -> None:
    """Which keys do what, at the end of a page that is not projected."""
    if not session.presenting() and not session.plain():
        st.caption(session.t()(KEYS))


def charts(now: Settings, names: Sequence[str | Panel]) -> None:
    """The charts in two columns, and under the first two the place of legend and table."""
    t = session.t()
    # One grid instead of rows of columns: a dozen messages fewer at every change (see frame.css).
    with st.container(key="panels"):
        host("tabs")
        for name in names[:2]:
            _chart(name, now)
        more = explanation(t(WITHIN).format(first=t(FIRST_WITHIN)) + " " + t(LEAST))
        st.html(
            f'<div class="pg-under"><div class="pg-host-legend"></div><div class="pg-host-table"></div>{more}</div>'
        )
        for name in names[2:]:
            _chart(name, now)


def transport_place(address: str, rules: Sequence[tuple[str, str]] = ()) -> None:
    """Where the player puts its transport, and what is read there until it does.

    On a phone it puts there a menu of `rules` too: names and words of the optimizers to choose from.

    It belongs to the page itself and to none of its fragments, so that it stays in view wherever the page is scrolled.
    """
    menu = f'<div class="pg-rules" data-rules="{html.escape(json.dumps(rules))}"></div>' if rules else ""
    st.html(f'<div class="pg-row"><div class="pg-host-transport"></div>{menu}{_note(address)}</div>')


def _chart(name: str | Panel, now: Settings) -> None:
    if isinstance(name, str):
        CHARTS[name](now)
    else:
        with st.container(key=f"lessons-{name.__name__}"):
            name(now)


def chart(figure: Raw, key: str, alt: str | None = None) -> None:
    """Show a figure in the app's manner; large where the page is projected."""
    shown = enlarged(figure) if session.presenting() else figure
    st.plotly_chart(shown, theme=None, config=CONFIG, alt=alt, key=key)


def _paths(now: Settings) -> list[Any]:
    return [run.trajectory.phi for run in cache.runs(now)]


def contour_panel(now: Settings, dress: Callable[[Raw], Raw] | None = None) -> None:
    """The contour of the loss; `dress` adds to the figure what a lesson marks on it."""
    t, language, look = session.t(), session.language(), session.look()
    figure = cache.contour_figure(cache.model_key(now), language, look.name, now.overlay, "critical" in now.show)
    if dress is not None:
        figure = dress(figure)
    if session.plain():
        figure = with_paths(figure, _paths(now), look)
    alt = t("Contours of the loss of {name} over φ₀ and φ₁.").format(name=t(objective(now.model).name))
    chart(figure, PANELS["contour"], alt)


def fit_panel(now: Settings) -> None:
    """The model over its data; where there are no data, the parameters against the step."""
    t, language, look = session.t(), session.language(), session.look()
    landscape = objective(now.model)
    if isinstance(landscape, Model):
        figure = cache.fit_figure(cache.model_key(now), language, look.name)
        if session.plain():
            x = np.linspace(float(landscape.data_window[0][0]), float(landscape.data_window[0][1]), 200)
            figure = with_curves(figure, x, [landscape.predict(path[-1], x) for path in _paths(now)], look)
        alt = t("The data of {name}, and the model's curve at the current step.").format(name=t(landscape.name))
        chart(figure, PANELS["fit"], alt)
        return
    heading = f"<b>{t('Parameters at each step')}</b>"
    if session.plain():
        curves = [path[:, axis] for path in _paths(now)[:1] for axis in (0, 1)]
        heading += f" · {t('φ₀ solid, φ₁ dashed')}"
        figure = losses(curves, look=look, language=language, heading=heading, title=t("step"), log=False)
        chart(figure, "parameters")
    else:
        host("parameters", heading)


def surface_panel(now: Settings) -> None:
    """The loss as a surface."""
    t, language, look = session.t(), session.language(), session.look()
    landscape = objective(now.model)
    figure = cache.surface_figure(cache.model_key(now), language, look.name)
    if session.plain():
        ground = cache.heights(cache.model_key(now), cache.SURFACE_POINTS).value
        values = [run.trajectory.value for run in cache.runs(now)]
        tops = [heights(np.append(value, ground.min()), landscape.scale)[:-1] for value in values]
        figure = with_paths_3d(figure, _paths(now), tops, look)
    alt = t("The loss of {name} as a surface over φ₀ and φ₁.").format(name=t(landscape.name))
    let_the_contours_go_first(now)
    chart(figure, PANELS["surface"], alt)


def let_the_contours_go_first(now: Settings) -> None:
    """Wait a moment before another surface is sent.

    A browser draws in one go what comes together, and shows none of it before the surface, the slowest, is done.
    """
    visit, shown = session.visit(), cache.model_key(now)
    if visit.surface != shown:
        visit.surface = shown
        time.sleep(HEADSTART)


def loss_panel(now: Settings) -> None:
    """The loss at each step."""
    t, language, look = session.t(), session.language(), session.look()
    floor = objective(now.model).minimum
    heading = f"<b>{t('Loss at each step')}</b> · {'L − L*' if floor is not None else 'L'}"
    if session.plain():
        paths = [run.trajectory for run in cache.runs(now)]
        values = [path.value - (floor or 0.0) for path in paths]
        gone = [path.state == "diverged" for path in paths]
        log = floor is not None or not any((value <= 0).any() for value in values)
        figure = losses(values, look=look, language=language, heading=heading, title=t("step"), log=log, diverged=gone)
        chart(figure, "loss")
    else:
        host("loss", heading, "" if floor is None else t(LEAST))


CHARTS: dict[str, Panel] = {"contour": contour_panel, "fit": fit_panel, "surface": surface_panel, "loss": loss_panel}
"""The charts by name."""


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
    "stopped": N_("Stands still from step {k}: no step since has changed φ, though the gradient has not vanished."),
    "unmoved": N_("It does not move: every step has length 0."),
    "moving": N_("Still moving after {n} steps."),
    "diverged": N_("Diverged: from step {k} on, L − L* stays above 100 times the start's."),
}
"""What is said of a run by what became of it."""

OUTCOMES_SHORT: dict[Outcome, str] = {
    "converged": CONVERGED_SHORT["minimum"],
    "flat": N_("too flat to move"),
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
        text = t("Still moving after {n} steps, {share} % of the way down to L*.")
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


def arrows(now: Settings, run: cache.Run) -> list[protocol.Arrow]:
    """The arrows that are switched on, as vectors from each iterate."""
    t, look = session.t(), session.look()
    drawn = []
    for i, (arrow, (base, tip)) in enumerate(run.trajectory.arrows.items()):
        if arrow.name not in now.show:
            continue
        of_part = arrow.term == "gradient" and sees_a_part(now)
        entry: protocol.Arrow = {
            "label": t("{arrow} (minibatch)").format(arrow=t(arrow.label)) if of_part else t(arrow.label),
            "color": look.arrows[i % len(look.arrows)],
            "vector": payload.pack(tip - base, "f4"),
            "mark": arrow.kind == "point",
        }
        if arrow.base != "old_phi":
            entry["base"] = payload.pack(base, "f4")
        drawn.append(entry)
    return drawn


def _marked(marks: Sequence[str]) -> list[protocol.Marked]:
    """What the lines of the curvature mean, for the legend."""
    t = session.t()

    def line(name: str, color: str, *dash: int) -> protocol.Marked:
        return {"name": name, "color": color, "dash": list(dash), "ground": LANDSCAPE[3]}

    known = {
        "eigenvectors": [line(t("eigenvector, λ > 0"), UPWARD), line(t("eigenvector, λ < 0"), DOWNWARD, 6, 4)],
        "quadratic": [line(t("local quadratic model"), MODEL)],
    }
    return [entry for mark in marks for entry in known[mark]]


def epochs(now: Settings) -> list[int]:
    """The steps at which an epoch begins."""
    batches = minibatches(now)
    if batches is None or batches.draw != "epoch":
        return []
    size = batches.per_epoch(objective(now.model).data_size)
    return list(range(size, now.steps + 1, size)) if now.steps // size <= 60 else []


def model_program(now: Settings) -> protocol.Model | None:
    """The model as the browser computes it while a hand drags the start."""
    model = objective(now.model)
    if not isinstance(model, Model):
        return None
    return {
        "key": cache.model_key(now),
        "program": trace(model.predict),
        "x": [float(v) for v in model.x],
        "y": [float(v) for v in model.y],
    }


def source(now: Settings) -> str:
    """The first run as lines that can be run: what is shown is what runs."""
    run = now.runs[0]
    batches = None if run.full else minibatches(now)
    return listing(optimizer(run), objective(now.model), now.start, now.steps, batches, schedule(now))


def play(
    now: Settings,
    opened: Collection[str] = (),
    *,
    reports: bool = False,
    squares: bool = False,
    stale: bool = False,
    of: str = "",
) -> None:
    """Compute the runs (or find them), and give them to the player.

    Parameters
    ----------
    opened : collection of str
        The sections that the player writes: "ledger", "curvature".
    reports : bool
        Whether the player tells the step at which it is stopped, see `current_step`.
    squares : bool
        Whether each residual is drawn as the square whose area the loss adds up.
    stale : bool
        Whether figures are to be drawn anew once this is painted, in the fragment of the key session.FIGURES.
    of : str
        What those figures must be drawn for, see `say_shown`.
    """
    t, language, look = session.t(), session.language(), session.look()
    landscape = objective(now.model)
    if session.plain():
        return
    keys, runs = cache.run_keys(now), cache.runs(now)
    told = [{**run.packed, "verdict": verdict(run), "name": title(now, i)} for i, run in enumerate(runs)]
    situation = f"{cache.model_key(now)}|{session.visit().plays}"
    data: protocol.PlayerData = {
        "id": "|".join(keys) + f"|{language}|{look.name}|{now.show}|{now.guess}|{now.overlay}",
        "situation": situation,
        "step": session.first_step(situation, now.steps),
        "lang": language,
        "words": payload.words(t, language),
        "look": canvas_look(),
        "panels": PANELS,
        "runs": payload.dressed(told, look),
        "start": list(now.start),
        "window": [list(side) for side in landscape.window],
        "floor": landscape.minimum,
        "epochs": epochs(now),
        "arrows": arrows(now, runs[0]),
        "guess": now.guess,
        "present": session.presenting(),
        "model": model_program(now),
        "address": session.address(now),
        "rule": now.runs[0].name,
        "alpha": float(now.runs[0]["alpha"]) if "alpha" in hypers(OPTIMIZERS[now.runs[0].name]) else None,
        "reports": reports,
        "squares": squares,
        "stale": stale,
        "of": of,
        "echo": echo(),
    }
    if "ledger" in opened:
        rule, trajectory = optimizer(now.runs[0]), runs[0].trajectory
        terms, phi, alphas = trajectory.terms, trajectory.phi, trajectory.alphas
        data["ledger"] = payload.ledger(rule, terms, phi, alphas, t, sees_a_part(now))
    marks: list[str] = [mark for mark in ("eigenvectors", "quadratic") if mark in now.show]
    if "curvature" in opened or marks:
        data["curvature"] = cache.curvature_of(keys[0])
        data["marks"], data["marked"] = marks, _marked(marks)
    if "curvature" in opened:
        data["notes"] = notes(now, runs[0])
    if len(runs) > 1:
        data["table"] = compare_table(now, runs)
    player(data, controls.move_start, session.draw_figures, controls.choose_rule)


def current_step(now: Settings) -> int:
    """The step at which the player was last stopped on this page; 0 before it has told one."""
    return min(read_step(st.session_state.get(KEY)), now.steps)


def shared_step(now: Settings) -> int:
    """The step that was on the screen when the visitor pressed Share."""
    return min(read_step(st.session_state.get(KEY), "shared"), now.steps)


def _note(address: str) -> str:
    """What is read where the player cannot run; the player removes it, and it shows only after a while."""
    if session.plain():
        return ""
    t = session.t()
    words, link = t("Nothing moves here? Your browser seems to block the player."), t("Show the whole path instead")
    query = html.escape(address)
    return f'<p class="pg-note">{words} <a href="?{query}&amp;plain=1" target="_self">{link}</a></p>'


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
    return f"{index + 1}. {rule_name(now, index)}"


def rule_name(now: Settings, index: int) -> str:
    """The name of a run's rule; gradient descent on a part of the data is SGD, as the course says."""
    run = now.runs[index]
    sgd = run.name == "GradientDescent" and sees_a_part(now, index)
    return "SGD" if sgd else session.t()(OPTIMIZERS[run.name].name)


def sees_a_part(now: Settings, index: int = 0) -> bool:
    """Whether the steps of a run see a minibatch, not all the data."""
    size = objective(now.model).data_size
    return now.batch is not None and not now.runs[index].full and now.batch < size


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
