"""The five boxes of a task as the course draws them: real world, model input, model, model output, real world.

The server writes the numbers of the step it knows; the trainer writes those of every other step into the same places.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from playground.i18n import Translator, number
from playground.marking import N_
from playground.tasks.task import Task
from playground.ui.player.payload import pack
from playground.ui.player.protocol import Live
from playground.ui.task.question import Question
from playground.ui.task.training import Trained

MOST_WORDS = 14
MANY = 8
"""More numbers than this want a wider box."""

STYLE = f"<style>{Path(__file__).with_name('flow.css').read_text()}</style>"

ONE_OUTPUT = "z = φ<sub>0</sub> + Σ φ<sub>j</sub> x<sub>j</sub>"
SEVERAL_OUTPUTS = "z<sub>k</sub> = φ<sub>k0</sub> + Σ φ<sub>kj</sub> x<sub>j</sub>"
FORMULAE = {
    "regression": ONE_OUTPUT,
    "multivariate": SEVERAL_OUTPUTS,
    "binary": ONE_OUTPUT,
    "multiclass": SEVERAL_OUTPUTS,
}
READINGS = {
    "regression": N_("the output times its scale, plus its mean"),
    "multivariate": N_("each output times its scale, plus its mean"),
    "binary": N_("the sigmoid of z is the probability"),
    "multiclass": N_("the softmax of z gives the probabilities"),
}


DRAW = N_("undecided: all are equally likely")
BOTH = N_("undecided: both are equally likely")
BIAS = N_("I don't know: only the bias decides")
OUTWEIGHED = N_("{name}: the bias outweighs the words")


@dataclass(frozen=True, eq=False)
class Tracks:
    """What the model says of one input at every step: numbers by name, each (T + 1,).

    `choice` is the number of the class; −1 where nothing finite is said, and a number beyond the classes where all are
    equally likely, or where the words of a review do not decide: see `verdicts`.
    """

    z: Any
    values: Any
    probability: Any
    choice: Any
    loss: Any


def tracks(task: Task, done: Trained, asked: Question) -> Tracks | None:
    """What the model says of an input at every step of a training; None where the input cannot be read."""
    if asked.reading is None:
        return None
    with np.errstate(all="ignore"):
        said = task.predict(done.phi, asked.reading.x)
        choice = None
        if said.probability is not None:
            words = asked.reading.bag is not None
            choice = _choice(said.z, said.probability, done.phi[:, 0] if words else None)
        loss = None
        if asked.truth is not None:
            target = _target(task, asked.truth)
            loss = task.loss.value(said.z[..., None, :], target[None, :])[..., 0]
    return Tracks(said.z, said.values, said.probability, choice, loss)


def verdicts(task: Task, t: Translator) -> list[str]:
    """What each `choice` means: the classes, a draw, a bias that decides alone, and one that outweighs the words."""
    names = [t(name) for name in task.classes]
    outweighed = [t(OUTWEIGHED).format(name=name) for name in names]
    return [*names, t(BOTH if len(names) == 2 else DRAW), t(BIAS), *outweighed]


def _choice(z: Any, probability: Any, bias: Any = None) -> Any:
    """The most probable class at each step, (T + 1,), or why there is none; `bias` (T + 1,) of a bag of words."""
    classes = probability.shape[-1]
    most = probability == probability.max(axis=-1, keepdims=True)
    choice = np.where(most.sum(axis=-1) > 1, classes, probability.argmax(axis=-1))
    if bias is not None:
        words = z[:, 0] - bias
        silent = np.abs(words) <= 1e-12 * np.abs(bias)
        against = np.sign(words) != np.sign(z[:, 0])
        decided = choice < classes
        choice = np.where(decided & silent, classes + 1, np.where(decided & against, classes + 2 + choice, choice))
    return np.where(np.isfinite(z).all(axis=-1), choice, -1)


def short_verdict(task: Task, said: Tracks | None, step: int, t: Translator, lang: str) -> str:
    """The answer in one line, for a phone, where the boxes end far below the text."""
    if said is None or not task.classes:
        return ""
    percent = f'<span data-live="p1">{number(100 * float(said.probability[step, 1]), lang, 3)}</span>'
    verdict = f'<b data-live="choice">{html.escape(_verdict(task, int(said.choice[step]), t))}</b>'
    return f'<p class="pg-verdict">→ {verdict} · {html.escape(t(task.classes[1]))} {percent}\xa0%</p>'


def _verdict(task: Task, choice: int, t: Translator) -> str:
    return verdicts(task, t)[choice] if choice >= 0 else "—"


def _target(task: Task, truth: Any) -> Any:
    """The right answer as the loss takes it, (K,)."""
    if not task.classes:
        return task.data.outputs.apply(np.asarray(truth, dtype=float))
    return np.array([float(truth)]) if len(task.classes) == 2 else np.eye(len(task.classes))[int(truth)]


def numbers(task: Task, said: Tracks | None, t: Translator) -> dict[str, Live]:
    """The tracks as the trainer takes them: by the names that the places in the boxes bear."""
    if said is None:
        return {}
    found: dict[str, Live] = {f"z{k}": {"values": pack(column, "f4")} for k, column in enumerate(said.z.T)}
    if said.values is not None:
        found |= {f"v{k}": {"values": pack(column, "f4"), "digits": 4} for k, column in enumerate(said.values.T)}
    if said.probability is not None:
        found |= {
            f"p{k}": {"values": pack(column, "f4"), "percent": True} for k, column in enumerate(said.probability.T)
        }
        found["choice"] = {"values": pack(said.choice, "f4"), "choices": verdicts(task, t)}
    if said.loss is not None:
        found["loss"] = {"values": pack(said.loss, "f4")}
    return found


def boxes(task: Task, done: Trained, asked: Question, said: Tracks | None, step: int, t: Translator, lang: str) -> str:
    """The five boxes at a step, as HTML; every text in it is escaped."""

    def cell(name: str, values: Any, digits: int = 3, percent: bool = False) -> str:
        value = float(values[step]) * (100 if percent else 1)
        return f'<span data-live="{name}">{number(value, lang, digits)}</span>'

    shown = [
        (t("Real-world input"), f"<p>{html.escape(asked.world.strip()) or '—'}</p>{_part(asked, t)}", ""),
        (t("Model input"), _input(task, asked, t, lang), ""),
        (t("Model"), _model(task, done, t, lang), "pg-model"),
    ]
    if said is None:
        shown += [(t("Model output"), "—", ""), (t("Real-world output"), "—", "")]
    else:
        several = said.z.shape[1] > 1
        z = "".join(
            f"<p>z{_lower(k) if several else ''} = {cell(f'z{k}', column)}</p>" for k, column in enumerate(said.z.T)
        )
        reading = f"<small>{html.escape(t(READINGS[task.kind]))}</small>"
        shown.append((t("Model output"), z + reading, ""))
        shown.append((t("Real-world output"), "".join(_answer(task, asked, said, step, cell, t, lang)), ""))
    inside = "".join(
        f'<section class="{kind}"><h2>{html.escape(head)}</h2>{body}</section>' for head, body, kind in shown
    )
    many = " pg-many" if len(task.inputs) > MANY and task.standardised else ""
    return f'<div class="pg-flow{many}" data-testid="flow">{inside}</div>'


def _lower(k: int) -> str:
    return "₀₁₂₃₄₅₆₇₈₉"[k + 1]


def _part(asked: Question, t: Translator) -> str:
    words = {"train": t("The model is trained on it."), "test": t("Set aside: the model never trains on it.")}
    return f"<small>{html.escape(words[asked.part])}</small>" if asked.part in words else ""


def _input(task: Task, asked: Question, t: Translator, lang: str) -> str:
    """The numbers that the model reads: in real units, and standardised."""
    reading = asked.reading
    if reading is None:
        return "—"
    if reading.bag is not None:
        found = np.flatnonzero(reading.real)
        words = [entry.name for entry in task.inputs]
        listed = ", ".join(f"{words[k]} {int(reading.real[k])}" for k in found[:MOST_WORDS])
        more = ", …" if len(found) > MOST_WORDS else ""
        said = t("{n} counts of words, {k} of them not 0").format(n=len(words), k=len(found))
        return f"<p>{html.escape(listed + more) or '∅'}</p><small>{html.escape(said)}</small>"
    rows = "".join(
        f"<tr><td>{html.escape(entry.label(t))}</td><td>{number(real, lang)}</td><td>{number(x, lang, 3)}</td></tr>"
        for entry, real, x in zip(task.inputs, reading.real, reading.x, strict=True)
    )
    head = f"<tr><td></td><th>{html.escape(t('real'))}</th><th>x</th></tr>"
    said = html.escape(t("x: standardized, mean 0 and spread 1 on the training data"))
    return f"<table>{head}{rows}</table><small>{said}</small>"


def _model(task: Task, done: Trained, t: Translator, lang: str) -> str:
    parameters = t("{n} parameters").format(n=done.phi.shape[1])
    data = t("{n} training examples").format(n=done.problem.objective.data_size)
    return f'<p class="pg-big">{FORMULAE[task.kind]}</p><small>{parameters}</small><small>{data}</small>'


def _answer(task: Task, asked: Question, said: Tracks, step: int, cell: Any, t: Translator, lang: str) -> Iterator[str]:
    """The last box: the prediction, the right answer and the loss of this one datum."""
    if said.values is not None:
        for k, output in enumerate(task.outputs):
            unit = html.escape(t(output.unit))
            value = cell(f"v{k}", said.values[:, k], 4)
            yield f'<p>{html.escape(t(output.name))} <span class="pg-big">{value}</span>&nbsp;{unit}'
            if asked.truth is not None:
                yield f"<small>{html.escape(t('true'))}: {number(float(asked.truth[k]), lang)}</small>"
            yield "</p>"
        if asked.truth is not None:
            yield f"<small>{html.escape(asked.known)}</small>"
    else:
        name = html.escape(_verdict(task, int(said.choice[step]), t))
        yield f'<p class="pg-big" data-live="choice">{name}</p>'
        for k, word in enumerate(task.classes):
            p = said.probability[step, k]
            width = 100 * float(np.nan_to_num(p))
            yield (
                f"<small>{html.escape(t(word))} {cell(f'p{k}', said.probability[:, k], 3, True)} %</small>"
                f'<span class="pg-track"><i data-bar="p{k}" style="width:{width:.1f}%"></i></span>'
            )
        if asked.truth is not None:
            right = t(task.classes[int(asked.truth)])
            yield f"<small>{html.escape(t('right answer'))}: {html.escape(right)}, {html.escape(asked.known)}</small>"
    if said.loss is not None:
        yield f"<small>{html.escape(t('loss of this input'))}: ℓ\xa0=\xa0{cell('loss', said.loss)}</small>"
