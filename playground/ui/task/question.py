"""What the model of a task is asked: in the real world, as numbers, and what is known of the right answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from playground.engine.messages import InputError, Note
from playground.i18n import number, translator
from playground.link.task import TaskSettings
from playground.tasks.task import Reading, Task
from playground.ui import session
from playground.ui.elements import sentence

LONGEST_TEXT = 220
"""Letters of a text that are shown."""


@dataclass(frozen=True, eq=False)
class Question:
    """What the model is asked: in the real world, as numbers, and what is known of the right answer.

    Attributes
    ----------
    world : str
        The real-world input in words, in the visitor's language; plain text.
    reading : Reading or None
        The numbers, or None if no model can read it.
    truth : array (K,) or int, or None
        The right answer in real units or the class, where it is known.
    known : str
        Where the right answer is known from.
    notes : tuple of Note
        What to say about the input.
    part : str
        "train", "test", or "" for an input of the visitor's own.
    """

    world: str
    reading: Reading | None
    truth: Any
    known: str
    notes: tuple[Note, ...]
    part: str = ""


def index_of(task: Task, now: TaskSettings) -> int | None:
    """The datum that is asked about, or None for an example that is none."""
    return min(now.datum, len(task.data.real) - 1) if now.datum >= 0 else task.first


def title(task: Task, index: int, language: str) -> str:
    """What a datum is called in a menu, and whether it is one of those set aside."""
    t = translator(language)
    name = task.title(index, language).text(t, lambda value: number(value, language))
    return f"{name} · {t('set aside')}" if index in set(task.data.test.tolist()) else name


def titles(task: Task, indices: Any) -> list[str]:
    """What data are called."""
    names = _titles(task, session.language())
    return [names[int(index)] for index in indices]


@lru_cache(maxsize=16)
def _titles(task: Task, language: str) -> list[str]:
    return [title(task, index, language) for index in range(len(task.data.real))]


def read_only(now: TaskSettings, task: Task) -> Question:
    """The same without words, for whoever has no page: the numbers, and the right answer where it is known."""
    own = now.text if now.own is None else now.own
    index = index_of(task, now) if own is None else None
    try:
        if index is not None:
            return Question("", task.reading(index), task.data.truth[index], "", ())
        reading = task.read(task.examples[0] if own is None else own)
    except InputError:
        return Question("", None, None, "", ())
    return Question("", reading, (task.answer(reading.real) or (None, ""))[0], "", ())


def question(now: TaskSettings, task: Task) -> Question:
    """What the model is asked, and what is known of the answer."""
    t, language = session.t(), session.language()
    own = now.text if now.own is None else now.own
    index = index_of(task, now) if own is None else None
    real = own if own is not None else task.examples[0] if index is None else task.real(index)
    try:
        reading = task.read(real) if index is None else task.reading(index)
    except InputError as error:
        return Question(str(real)[:LONGEST_TEXT], None, None, "", (error.note,))
    if isinstance(real, str):
        world = real[:LONGEST_TEXT] + ("…" if len(real) > LONGEST_TEXT else "")
    else:
        world = sentence(task.sentence(reading.real, index, language), 6)
    if index is not None:
        return Question(world, reading, task.data.truth[index], t(task.known), reading.notes, _part(task, index))
    truth, known = task.answer(reading.real) or (None, "")
    return Question(world, reading, truth, t(known) if known else "", reading.notes)


def _part(task: Task, index: int) -> str:
    return "test" if index in set(task.data.test.tolist()) else "train"
