"""What the trainer is told: the losses and the numbers of a training at each step."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from playground.engine import OPTIMIZERS
from playground.engine.hyper import hypers
from playground.i18n import Translator, capitalized, decimal_mark
from playground.link.task import TaskSettings, ground, to_query
from playground.marking import N_
from playground.tasks.task import Task
from playground.ui import session
from playground.ui.player import payload
from playground.ui.player.component import TRAINER, echo
from playground.ui.player.feed import canvas_look
from playground.ui.player.payload import pack
from playground.ui.player.protocol import Live, Planned, Told, TrainerData
from playground.ui.task import contributions, flow, training
from playground.ui.task.question import Question, question, read_only

MEANS = {
    "loss_chart": N_("Mean loss per data point"),
    "loss_told": N_("{name}: mean loss {a} at step 0, {b} at step {k}."),
}
"""The chart draws means, while the sentence of a step tells the sum."""


def trainer_data(
    now: TaskSettings, task: Task | None, done: training.Trained, step: int, *, stale: bool, of: str
) -> TrainerData:
    """What the trainer writes, draws and moves while it plays; `stale` and `of` as for `PlayerPage.play`."""
    t, language, look = session.t(), session.language(), session.look()
    numbers = {} if task is None else _numbers(task, done, question(now, task), t)
    last = len(done.phi) - 1
    scores = [(t("training data"), done.train), (t("test data"), done.test)]
    curves = [
        {"name": name, "steps": last, "loss": pack(score.loss, "f4")} for name, score in scores if score is not None
    ]
    return {
        "id": to_query(now) + language + look.name,
        "lang": language,
        "mark": decimal_mark(language),
        "words": payload.words(t, language) | {name: t(text) for name, text in MEANS.items()},
        "look": canvas_look(),
        "loss": pack(done.value, "f4"),
        "curves": payload.dressed(curves, look),
        "numbers": numbers,
        "step": step,
        "untrained": t("Not trained yet: press play."),
        "said": _outcome(done, t),
        "present": session.presenting(),
        "address": session.address(now),
        "stale": stale,
        "of": of,
        "told": [] if task is None else _told(task),
        "steps": last,
        "plan": _plan(now),
        "query": urlencode({"lang": language}) + "&" + to_query(now),
        "echo": echo(TRAINER, "step"),
    }


def passing(now: TaskSettings, task: Task | None, done: training.Trained, t: Translator) -> dict[str, Any]:
    """What of it changes with every number that a hand drags (protocol.PassingTraining, but for the pace)."""
    scores = [score for score in (done.train, done.test) if score is not None]
    return {
        "loss": pack(done.value, "f4"),
        "curves": [pack(score.loss, "f4") for score in scores],
        "numbers": {} if task is None else _numbers(task, done, read_only(now, task), t),
        "said": _outcome(done, t),
    }


def _numbers(task: Task, done: training.Trained, asked: Question, t: Translator) -> dict[str, Live]:
    """The numbers in the boxes and beside the bars."""
    numbers = flow.numbers(task, flow.tracks(task, done, asked), t)
    return numbers | contributions.numbers(task, contributions.bars(task, done, asked), t)


def _outcome(done: training.Trained, t: Translator) -> str:
    diverged = t("Diverged: from step {k} on, L − L* stays above 100 times the start's.")
    return "" if done.diverged is None else diverged.format(k=done.diverged)


def _plan(now: TaskSettings) -> dict[str, Planned]:
    """The numbers on which the training depends, by the names of their fields, see `ui.task.controls`."""
    kind = OPTIMIZERS[now.rule.name]
    real = [field for field, fact in hypers(kind).items() if fact.choices is None and fact.length is None]
    plan: dict[str, Planned] = {f"task.{field}": {"link": field, "value": float(now.rule[field])} for field in real}
    whole = ground(now.task, now.target).data_size
    for field, value in {
        "l2": now.l2,
        "batch": now.batch,
        "seed": None if now.batch is None else now.seed,
        "kept": whole if now.kept is None else now.kept,
        "init": now.init if now.begin == "random" else None,
    }.items():
        if value is not None:
            plan[field] = {"link": field, "value": float(value)}
    return plan


def _told(task: Task) -> list[Told]:
    """What is said of the boxes at each step: the number's name, begun as a sentence, its place, its unit."""
    t = session.t()
    if task.classes:
        verdict: Told = {"name": t("Real-world output"), "key": "choice", "unit": ""}
        # One share tells both of two classes, as `short_verdict` does.
        shares = range(1 if len(task.classes) == 2 else 0, len(task.classes))
        return [verdict] + [{"name": capitalized(t(task.classes[k])), "key": f"p{k}", "unit": "%"} for k in shares]
    return [
        {"name": capitalized(t(output.name)), "key": f"v{k}", "unit": t(output.unit).replace(" ", "\N{NO-BREAK SPACE}")}
        for k, output in enumerate(task.outputs)
    ]
