"""What a visitor has chosen on the page of a task, as a frozen record of primitives, and its translation into a link.

The same contract as `playground.settings`: `to_query` leaves defaults out and writes ASCII names, `from_query` reads
any text without ever raising, and the canonical query is the key of every cache. The page's address names the task.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from playground.engine import OPTIMIZERS
from playground.engine.chapter5 import three_units
from playground.engine.fitting import Fitting
from playground.engine.four_tasks import TASKS, ReviewSentiment
from playground.engine.hyper import hypers
from playground.engine.tasks import Task
from playground.engine.text import MOST_CHARACTERS
from playground.settings import MAX_STEPS, Pick, Value, legal, number, text_of, tidied

NETWORK = "ThreeUnits"
"""The name of the page on the course's network of three hidden units, which is no task of its own."""

LANGUAGES = ("en", "es")
TARGETS = ("regression", "binary", "multiclass")
SPOILT = ("none", "labels", "inputs")
"""What may be done to the training data, to see what cannot be learnt from them then."""

PLANES = ("path", "parameters", "random", "eigen")
BEGINNINGS = ("course", "random")
SLOW = {"Newton": 20, "LineSearchDescent": 200}
"""The most steps of rules whose single step costs much in many dimensions."""

MOST_SEED = 2**32 - 1
FAR = 1e9
"""No number of an input is larger: beyond, only rounding can be seen."""


@dataclass(frozen=True)
class TaskSettings:
    """Everything that decides what is computed and drawn on the page of a task.

    Attributes
    ----------
    task : str
        A name of TASKS, or NETWORK.
    rule : Pick
        The optimizer and its hyperparameters.
    step : int
        The step whose weights are applied; −1 for the last. A page opens at 0, untrained.
    batch : int or None
        Data a step, or None for all.
    kept : int or None
        How many of the training data are used, or None for all.
    datum : int
        The datum that is read; −1 for the task's first example.
    own : tuple of float, or None
        The visitor's own numbers in the place of the datum's.
    text : str or None
        The visitor's own review in its place.
    words : str
        The language of the reviews; empty for the page's.
    axes : (int, int)
        The two parameters of the plane that is made of two parameters.
    """

    task: str
    rule: Pick
    steps: int
    l2: float
    step: int = 0
    batch: int | None = None
    seed: int = 1
    kept: int | None = None
    spoilt: str = "none"
    datum: int = -1
    own: tuple[float, ...] | None = None
    text: str | None = None
    words: str = ""
    target: str = "regression"
    begin: str = "course"
    init: int = 0
    plane: str = "path"
    axes: tuple[int, int] = (0, 1)
    slice: int = 0


# ---------------------------------------------------------------- defaults and records of the engine


def task_of(name: str, words: str = "en") -> Task | None:
    """The task of a name; None for the network."""
    if name == "ReviewSentiment":
        return ReviewSentiment(language=words or "en")
    return TASKS[name]() if name in TASKS else None


@lru_cache(maxsize=64)
def ground(name: str, target: str = "regression", words: str = "en", l2: float = 0.0) -> Fitting:
    """The loss on the training data as they are."""
    task = task_of(name, words)
    return three_units(target, l2) if task is None else task.objective(l2)


@lru_cache(maxsize=256)
def default_rule(name: str, task: str, target: str = "regression") -> Pick:
    """An optimizer with the learning rate that suits the task."""
    kind = TASKS.get(task)
    rule: Any = OPTIMIZERS[name]().suggest(ground(task, target))
    if kind is not None and name == kind.optimizer:
        rule = replace(rule, alpha=kind.alpha)
    if kind is None and name == "Adam":
        rule = replace(rule, alpha=0.05)
    return Pick(name, tuple((field, getattr(rule, field)) for field in hypers(rule)))


@lru_cache(maxsize=64)
def default_settings(task: str, target: str = "regression") -> TaskSettings:
    """How the page of a task opens: before the first step, and applied to the first example."""
    kind = TASKS.get(task)
    first = kind.optimizer if kind else "Adam"
    return TaskSettings(
        task=task,
        target=target,
        rule=default_rule(first, task, target),
        steps=kind.steps if kind else 200,
        l2=kind.l2 if kind else 0.0,
    )


def most_steps(rule: str) -> int:
    """The most steps that a rule may make on these pages."""
    return SLOW.get(rule, MAX_STEPS)


def cleaned(text: str) -> str:
    """A text that a link can carry: no lone surrogates, and not longer than what the model reads, plus one sign."""
    return text[: MOST_CHARACTERS + 1].encode("utf-8", "replace").decode()


def alone(now: TaskSettings, words: str) -> TaskSettings:
    """Only what the training depends on, with the language of the reviews spelt out."""
    bare = replace(now, step=0, datum=-1, own=None, text=None, plane="path", axes=(0, 1), slice=0)
    return replace(bare, words=now.words or words) if now.task == "ReviewSentiment" else replace(bare, words="")


# ---------------------------------------------------------------- writing a link


def to_pairs(now: TaskSettings) -> list[tuple[str, str]]:
    """The link's (name, value) pairs in their canonical order, defaults left out; the task is the page's address."""
    pairs: list[tuple[str, str]] = []

    def add(name: str, value: Value, default: Value) -> None:
        if value != default:
            pairs.append((name, text_of(value)))

    here = default_settings(now.task, now.target)
    add("target", now.target, "regression")
    add("words", now.words, "")
    add("optimizer", now.rule.name, here.rule.name)
    known = default_rule(now.rule.name, now.task, now.target)
    for field, value in now.rule.values:
        add(field, value, known[field])
    add("steps", now.steps, min(here.steps, most_steps(now.rule.name)))
    add("step", now.steps if now.step < 0 else now.step, 0)
    add("l2", now.l2, here.l2)
    if now.batch is not None:
        pairs.append(("batch", text_of(now.batch)))
        add("seed", now.seed, 1)
    if now.kept is not None:
        pairs.append(("kept", text_of(now.kept)))
    add("spoilt", now.spoilt, "none")
    add("begin", now.begin, "course")
    add("init", now.init, 0)
    add("datum", now.datum, -1)
    if now.own is not None:
        pairs.append(("own", ",".join(text_of(float(value)) for value in now.own)))
    if now.text is not None:
        pairs.append(("text", now.text))
    add("plane", now.plane, "path")
    if now.axes != (0, 1):
        pairs.append(("axes", f"{now.axes[0]},{now.axes[1]}"))
    add("slice", now.slice, 0)
    return pairs


@lru_cache(maxsize=1024)
def to_query(now: TaskSettings) -> str:
    """The canonical query, the task's name first: equal settings, equal text; the key of every cache."""
    return urlencode([("task", now.task), *to_pairs(now)], safe=",=")


# ---------------------------------------------------------------- reading a link


class _Reader:
    """The names and values of a link, taken one by one; remembers what was of no use."""

    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        self.query = tidied(query)
        self.ignored: list[str] = []

    def take(self, name: str) -> str | None:
        """The last value of a name, or None."""
        values = self.query.pop(name, None)
        return values[-1] if values else None

    def choose(self, name: str, options: Sequence[str], default: str) -> str:
        """One of the options."""
        text = self.take(name)
        if text is None or text in options:
            return default if text is None else text
        self.ignored.append(name)
        return default

    def whole(self, name: str, low: int, high: int, default: int) -> int:
        """A whole number inside its range."""
        text = self.take(name)
        if text is None:
            return default
        value = number(text)
        if value is None:
            self.ignored.append(name)
            return default
        near = int(min(max(round(value), low), high))
        if near != value:
            self.ignored.append(name)
        return near

    def maybe(self, name: str, low: int, high: int) -> int | None:
        """A whole number inside its range, or None where there is none."""
        got = self.whole(name, low - 1, high, low - 1)
        return None if got < low else got

    def numbers(self, name: str, count: int | None) -> tuple[float, ...] | None:
        """So many finite numbers, brought inside ±FAR."""
        text = self.take(name)
        if text is None:
            return None
        found = [number(part) for part in text.split(",")]
        if count is None or len(found) != count or any(value is None for value in found):
            self.ignored.append(name)
            return None
        values = tuple(float(value) for value in found if value is not None)
        near = tuple(math.copysign(min(abs(value), FAR), value) for value in values)
        if near != values:
            self.ignored.append(name)
        return near


def from_query(query: Mapping[str, Sequence[str]], task: str) -> tuple[TaskSettings, list[str]]:
    """The settings of a task's page that a link describes, and the names in it that were of no use.

    Unknown names and values fall back to defaults, numbers are clamped into their legal range; nothing is raised.
    """
    reader = _Reader(query)
    reader.take("task")
    network, kind = task == NETWORK, TASKS.get(task)
    target = reader.choose("target", TARGETS, "regression") if network else "regression"
    base = default_settings(task, target)
    sentiment = task == "ReviewSentiment"
    words = reader.choose("words", LANGUAGES, "") if sentiment else ""
    name = reader.choose("optimizer", list(OPTIMIZERS), base.rule.name)
    rule = _rule(reader, default_rule(name, task, target))
    most = most_steps(name)
    steps = reader.whole("steps", 1, most, min(base.steps, most))
    penalty = reader.take("l2")
    l2 = base.l2
    if penalty is not None:
        value, taken = legal(hypers(Fitting)["l2"], penalty, base.l2)
        l2 = float(value)
        if not taken:
            reader.ignored.append("l2")
    data = ground(task, target, words or "en").data_size
    batch = reader.maybe("batch", 1, data)
    made = task_of(task, words)
    numeric = kind is not None and task in ("HousePrice", "MoleculePoints")
    inputs = len(made.inputs) if made is not None and numeric else None
    entries = len(made.data.real) if made is not None else 0
    dimension = ground(task, target, words or "en").dimension
    text = reader.take("text") if sentiment else None
    step = reader.whole("step", -1, steps, 0)
    settings = TaskSettings(
        task=task,
        target=target,
        rule=rule,
        steps=steps,
        step=-1 if step == steps else step,
        l2=l2,
        batch=batch,
        seed=reader.whole("seed", 0, MOST_SEED, 1) if batch is not None else 1,
        kept=reader.maybe("kept", 1, data - 1),
        spoilt=reader.choose("spoilt", SPOILT, "none"),
        datum=reader.whole("datum", -1, entries - 1, -1) if entries else -1,
        own=reader.numbers("own", inputs),
        text=None if text is None else cleaned(text),
        words=words,
        begin=reader.choose("begin", BEGINNINGS, "course") if network else "course",
        init=reader.whole("init", 0, MOST_SEED, 0) if network else 0,
        plane=reader.choose("plane", PLANES, "path"),
        axes=_axes(reader, dimension),
        slice=reader.whole("slice", 0, MOST_SEED, 0),
    )
    return settings, list(dict.fromkeys([*reader.ignored, *reader.query]))


def _rule(reader: _Reader, rule: Pick) -> Pick:
    """The rule with the values that the link gives for its hyperparameters."""
    changes: dict[str, Value] = {}
    for field, fact in hypers(OPTIMIZERS[rule.name]).items():
        text = reader.take(field)
        if text is not None:
            changes[field], taken = legal(fact, text, rule[field])
            if not taken:
                reader.ignored.append(field)
    return rule.having(**changes) if changes else rule


def _axes(reader: _Reader, dimension: int) -> tuple[int, int]:
    """Two different parameters."""
    text = reader.take("axes")
    if text is None:
        return (0, 1)
    found = [number(part) for part in text.split(",")]
    whole = [int(value) for value in found if value is not None and value == int(value) and 0 <= value < dimension]
    if len(found) != 2 or len(whole) != 2 or whole[0] == whole[1]:
        reader.ignored.append("axes")
        return (0, 1)
    return whole[0], whole[1]


def made_rule(rule: Pick) -> Any:
    """The optimizer that a pick names."""
    return OPTIMIZERS[rule.name](**dict(rule.values))
