"""What each input adds to each output, as bars that move with the step: the server writes one step, the trainer all."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.i18n import Translator, number
from playground.tasks.task import Task
from playground.ui.player.payload import pack
from playground.ui.player.protocol import Live
from playground.ui.task.question import Question
from playground.ui.task.training import Trained

MOST_BARS = 14
"""Inputs whose contributions are drawn, the largest first."""
STEPS_OF_A_BAR = 32_767
"""How finely the contributions travel: so many steps to either side of 0, in integers of two bytes."""


@dataclass(frozen=True, eq=False)
class Bars:
    """What each input adds to each output at every step.

    Attributes
    ----------
    inputs : list of int
        Which inputs are shown, those that add most along the training first.
    values : array (T + 1, K, n)
        Of many classes only that of the class chosen at the step, so K = 1; without words or numbers the weights.
    top : float
        The largest size among them.
    silent : bool
        Whether the input is 0 throughout, and the values are the weights themselves.
    chosen : array (T + 1,)
        The class whose bars they are, where there are more than two.
    """

    inputs: list[int]
    values: Any
    top: float
    silent: bool
    chosen: Any


def bars(task: Task, done: Trained, asked: Question) -> Bars | None:
    """What each input adds, along the training; None where the input cannot be read."""
    if asked.reading is None:
        return None
    x = asked.reading.x
    silent = not np.abs(x).any()
    with np.errstate(all="ignore"):
        weights = done.phi.reshape(len(done.phi), -1, len(x) + 1)[..., 1:]
        adds = weights if silent else weights * x
        chosen = np.zeros(len(done.phi), dtype=int)
        if task.classes and adds.shape[1] > 1:
            chosen = np.asarray(task.predict(done.phi, x).choice)
            adds = np.take_along_axis(adds, chosen[:, None, None], axis=1)
    adds = np.where(np.isfinite(adds), adds, 0.0)
    reach = np.abs(adds).max(axis=(0, 1))
    order = [int(k) for k in np.argsort(-reach, kind="stable")[:MOST_BARS] if x[k] != 0 or silent or task.standardised]
    values = adds[..., order]
    return Bars(order, values, float(np.abs(values).max(initial=0.0)) or 1.0, silent, chosen)


def numbers(task: Task, found: Bars | None, t: Translator) -> dict[str, Live]:
    """The contributions as the trainer takes them, by the names that the bars bear."""
    if found is None:
        return {}
    unit = found.top / STEPS_OF_A_BAR
    tracks: dict[str, Live] = {
        f"c{row}_{k}": {"values": pack(np.rint(found.values[:, row, j] / unit) + STEPS_OF_A_BAR, "u2"), "unit": unit}
        for row in range(found.values.shape[1])
        for j, k in enumerate(found.inputs)
    }
    if len(task.classes) > 2:
        tracks["chosen"] = {"values": pack(found.chosen, "u1"), "choices": [t(name) for name in task.classes]}
    return tracks


def chart(task: Task, found: Bars, step: int, t: Translator, lang: str) -> str:
    """The contributions at a step as HTML: a row an input, a bar an output, to the left below 0."""
    heading = (
        t("The weights: this input is 0 throughout") if found.silent else t("What each input adds: weight · value")
    )
    heads = [t(output.name) for output in task.outputs]
    if task.classes:
        heads = [t(task.classes[1 if len(task.classes) == 2 else found.chosen[step]])]
    rows = []
    for j, k in enumerate(found.inputs):
        entry = task.inputs[k]
        name = html.escape(entry.name if entry.word else t(entry.name))
        cells = []
        for row in range(len(heads)):
            value = float(found.values[step, row, j])
            left, width = 50 + 50 * min(value, 0) / found.top, 50 * abs(value) / found.top
            below = ' class="pg-below"' if value < 0 else ""
            bar = f'<i data-signed="c{row}_{k}"{below} style="left:{left:.1f}%;width:{width:.1f}%"></i>'
            number_ = f'<b data-live="c{row}_{k}">{number(value, lang, 3)}</b>'
            cells.append(f'<span class="pg-signed pg-signed-{row}">{bar}</span>{number_}')
        rows.append(f"<tr><th>{name}</th><td>{'</td><td>'.join(cells)}</td></tr>")
    live = ' data-live="chosen"' if len(task.classes) > 2 else ""
    columns = "".join(f"<th>z · <span{live}>{html.escape(head)}</span></th>" for head in heads)
    return (
        f'<div class="pg-heading"><b>{html.escape(heading)}</b></div>'
        f'<table class="pg-bars" data-testid="contributions"><tr><td></td>{columns}</tr>{"".join(rows)}</table>'
    )
