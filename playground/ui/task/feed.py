"""What the trainer is told: the losses and the numbers of a training at each step."""

from __future__ import annotations

from playground.i18n import decimal_mark
from playground.link.task import TaskSettings, to_query
from playground.tasks.task import Task
from playground.ui import session
from playground.ui.player import payload
from playground.ui.player.component import TRAINER, echo
from playground.ui.player.feed import canvas_look
from playground.ui.player.payload import pack
from playground.ui.player.protocol import Live, Told, TrainerData
from playground.ui.task import contributions, flow, training
from playground.ui.task.question import question


def trainer_data(
    now: TaskSettings, task: Task | None, done: training.Trained, step: int, *, stale: bool, of: str
) -> TrainerData:
    """What the trainer writes, draws and moves while it plays; `stale` and `of` as for `PlayerPage.play`."""
    t, language, look = session.t(), session.language(), session.look()
    numbers: dict[str, Live] = {}
    if task is not None:
        asked = question(now, task)
        numbers = flow.numbers(task, flow.tracks(task, done, asked), t)
        numbers |= contributions.numbers(task, contributions.bars(task, done, asked), t)
    last = len(done.phi) - 1
    scores = [(t("training data"), done.train), (t("test data"), done.test)]
    curves = [
        {"name": name, "steps": last, "loss": pack(score.loss, "f4")} for name, score in scores if score is not None
    ]
    diverged = t("Diverged: from step {k} on, L − L* stays above 100 times the start's.")
    return {
        "id": to_query(now) + language + look.name,
        "lang": language,
        "mark": decimal_mark(language),
        "words": payload.words(t, language),
        "look": canvas_look(),
        "loss": pack(done.value, "f4"),
        "curves": payload.dressed(curves, look),
        "numbers": numbers,
        "step": step,
        "untrained": t("Not trained yet: press play."),
        "said": "" if done.diverged is None else diverged.format(k=done.diverged),
        "present": session.presenting(),
        "address": session.address(now),
        "stale": stale,
        "of": of,
        "told": [] if task is None else _told(task),
        "steps": last,
        "echo": echo(TRAINER, "step"),
    }


def _told(task: Task) -> list[Told]:
    """What is said of the boxes at each step: the number's name, its place, its unit."""
    t = session.t()
    if task.classes:
        return [{"name": t("Real-world output"), "key": "choice", "unit": ""}]
    return [{"name": t(output.name), "key": f"v{k}", "unit": t(output.unit)} for k, output in enumerate(task.outputs)]
