"""What the player is told: the runs of the settings, with all that is drawn and written beside them."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from playground.engine import OPTIMIZERS, SCHEDULES, Model
from playground.engine.hyper import hypers
from playground.exports.names import sees_a_part
from playground.figures.theme import DOWNWARD, FONT, LANDSCAPE, MODEL, UPWARD
from playground.i18n import decimal_mark
from playground.link.playground import Settings, minibatches, objective, optimizer
from playground.ui import cache, session
from playground.ui.curvature_notes import notes
from playground.ui.player import beats, formulas, payload, preview, protocol
from playground.ui.player.component import echo
from playground.ui.wording import compare_table, title, verdict

PANELS = {"contour": "contour", "fit": "fit", "surface": "surface", "slope": "slope", "weights": "momentum-weights"}
"""The keys of the charts that the player draws over; it finds them by these."""


def canvas_look() -> protocol.Look:
    """The colours and letters of what is drawn on a canvas."""
    theme = session.look()
    look: protocol.Look = {
        "ink": theme.ink,
        "grid": theme.grid,
        "axis": theme.axis,
        "halo": theme.halo,
        "data": theme.data,
        "ghost": theme.ghost,
        "residual": theme.residual,
        "lit": theme.lit,
        "model": MODEL,
        "upward": UPWARD,
        "downward": DOWNWARD,
        "font": f"13px {FONT}",
    }
    return {**look, "font": f"24px {FONT}", "scale": 1.8} if session.presenting() else look


def arrows(now: Settings, run: cache.Run) -> list[protocol.Arrow]:
    """The arrows that are switched on, as vectors from each iterate; none while what comes is hidden: they tell it."""
    t, look = session.t(), session.look()
    drawn: list[protocol.Arrow] = []
    if now.guess:
        return drawn
    for arrow, (base, tip) in run.trajectory.arrows.items():
        if arrow.name not in now.show:
            continue
        label = t(arrow.label)
        if session.presenting() and arrow.kind == "scaled":  # as the formula above it has it
            label = f"−α\u00a0{arrow.term[0]}"
        of_part = arrow.term == "gradient" and sees_a_part(now)
        entry: protocol.Arrow = {
            "label": t("{arrow} (minibatch)").format(arrow=label) if of_part else label,
            "color": beats.color(look, arrow.term),
            "vector": payload.pack(payload.in_the_plane(tip - base, 0.0), "f4"),
            "mark": arrow.kind == "point",
        }
        if arrow.base != "old_phi":
            entry["base"] = payload.pack(payload.in_the_plane(base, run.trajectory.value[:-1, None]), "f4")
        drawn.append(entry)
    return drawn


def has_one(now: Settings) -> bool:
    """Whether the landscape has one parameter: then a curve and its derivative stand for contour and surface."""
    return len(now.start) == 1


def _start_on_the_chart(now: Settings) -> list[float]:
    """Where the start lies on the chart: with one parameter on the curve, or on the axis where there is none."""
    if not has_one(now):
        return list(now.start)
    height = float(objective(now.model).value(np.array(now.start)))
    return [*now.start, height if math.isfinite(height) else 0.0]


def _marked(marks: Sequence[str], on_a_curve: bool) -> list[protocol.Marked]:
    """What the lines of the curvature mean, for the legend."""
    t = session.t()
    if on_a_curve:
        words, ink = t("local quadratic model"), session.look().ink
        return [{"name": words, "color": ink, "dash": [7, 4], "ground": "none"}] if "quadratic" in marks else []

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


def _plan(now: Settings) -> dict[str, protocol.Planned]:
    """Schedule and minibatches: the numbers of their fields, by the fields' names, see `ui.controls`."""
    kind, name = SCHEDULES[now.schedule.name], now.schedule.name
    plan: dict[str, protocol.Planned] = {
        f"schedule.{name}.{field}": {"link": f"schedule.{field}", "value": float(now.schedule[field])}
        for field in hypers(kind)
    }
    if now.batch is not None:
        plan |= {
            "batch": {"link": "batch", "value": float(now.batch)},
            "seed": {"link": "seed", "value": float(now.seed)},
        }
    return plan


def model_program(now: Settings) -> protocol.Model | None:
    """The model as the browser computes it while a hand drags the start."""
    model = objective(now.model)
    if not isinstance(model, Model):
        return None
    told = preview.model(cache.model_key(now), model)
    if told is not None and session.presenting():
        told["written"] = formulas.curve(model, session.language())
    return told


def _place(now: Settings) -> str:
    """The landscape that is shown; points that a hand moves leave it the same."""
    own = dict(now.model.values).get("data")
    return cache.model_key(replace(now, model=now.model.having(data="")) if own else now) + ("|own" if own else "")


def player_data(
    now: Settings,
    opened: Collection[str] = (),
    *,
    reports: bool = False,
    squares: bool = False,
    stale: bool = False,
    of: str = "",
    coming: bool = False,
) -> protocol.PlayerData:
    """Compute the runs (or find them), and say what the player needs to show them.

    Parameters
    ----------
    opened : collection of str
        The sections that the player writes: "ledger", "curvature".
    reports, squares : bool
        As for `landscape_page`.
    stale, of : bool, str
        As for `PlayerPage.play`.
    coming : bool
        Whether the next press of a clicker is to show this, which then begins anew and plays.
    """
    t, language, look = session.t(), session.language(), session.look()
    landscape = objective(now.model)
    keys, runs, rules = cache.run_keys(now), cache.runs(now), [optimizer(run) for run in now.runs]
    told = ["" if "verdict" in session.hidden() else verdict(run) for run in runs]
    lines = [{**run.packed, "verdict": told[i], "name": title(now, i)} for i, run in enumerate(runs)]
    situation = f"{_place(now)}|{session.visit().plays + coming}"
    data: protocol.PlayerData = {
        "id": "|".join(keys) + f"|{language}|{look.name}|{now.show}|{now.guess}|{now.overlay}",
        "situation": situation,
        "step": 0 if coming else session.first_step(situation, now.steps),
        "lang": language,
        "mark": decimal_mark(language),
        "words": payload.words(t, language, landscape.dimension),
        "look": canvas_look(),
        "panels": PANELS,
        "runs": payload.dressed(lines, look),
        "start": _start_on_the_chart(now),
        "window": [list(side) for side in landscape.window],
        "floor": None if "minimum" in session.hidden() else landscape.minimum,
        "epochs": epochs(now),
        "arrows": arrows(now, runs[0]),
        "beats": beats.beats(runs[0].trajectory, look),
        "guess": now.guess,
        "present": session.presenting(),
        "model": model_program(now),
        "address": session.address(now),
        "rule": now.runs[0].name,
        "view": session.beside().get("view", ""),
        "plays": not now.guess if coming else session.plays_at_once(),
        "alpha": float(now.runs[0]["alpha"]) if "alpha" in hypers(OPTIMIZERS[now.runs[0].name]) else None,
        "weighs": next((i for i, run in enumerate(now.runs) if run.name == "Momentum"), None),
        "reports": reports,
        "squares": squares,
        "stale": stale,
        "of": of,
        "walk": preview.walk(
            cache.loss_program(cache.model_key(now)), landscape, rules, runs[0].trajectory.factors, _plan(now)
        ),
        "echo": max(echo(), echo(message="link")),
    }
    if "ledger" in opened:
        rule, trajectory = optimizer(now.runs[0]), runs[0].trajectory
        terms, phi, alphas = trajectory.terms, trajectory.phi, trajectory.alphas
        data["ledger"] = formulas.ledger(rule, terms, phi, alphas, t, sees_a_part(now))
    marks: list[str] = [mark for mark in ("eigenvectors", "quadratic") if mark in now.show]
    if "curvature" in opened or marks:
        data["curvature"] = cache.curvature_of(keys[0])
        data["marks"], data["marked"] = marks, _marked(marks, has_one(now))
    if "curvature" in opened:
        data["notes"] = notes(now, runs[0])
    if len(runs) > 1:
        data["table"] = compare_table(now, runs)
    return data
