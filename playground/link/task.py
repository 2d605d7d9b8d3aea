# ruff: noqa: RUF009 - linked() in a default only declares a field
"""What a visitor has chosen on the page of a task, as a frozen record of primitives, and its translation into a link.

The same contract as `playground.link.playground`: `to_query` leaves defaults out and writes ASCII names, `from_query`
reads any text without ever raising, and the canonical query is the key of every cache. The page's address names the
task.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from playground.engine import OPTIMIZERS, Minibatches
from playground.engine.fitting import Fitting
from playground.engine.hyper import Hyper, hypers
from playground.engine.kept import KEPT, LETTERS
from playground.engine.three_units import three_units
from playground.engine.types import Target
from playground.link import values
from playground.link.fields import Count, Field, Given, Pairs, Picked, Point, always, linked, read, to_pairs
from playground.link.playground import MAX_STEPS, has_batches
from playground.link.reader import Reader
from playground.link.values import Pick
from playground.marking import N_
from playground.tasks import TASKS
from playground.tasks.own_table import OwnTable, read_sheet
from playground.tasks.review import LANGUAGES
from playground.tasks.task import Task
from playground.tasks.words import MOST_CHARACTERS

OPEN = "HousePrice"
"""The task whose page takes a table of the visitor's own."""

NETWORK = "ThreeUnits"
"""The name of the page on the course's network of three hidden units, which is no task of its own."""

TARGETS = {
    "regression": N_("a number: normal likelihood"),
    "binary": N_("two classes: binary cross-entropy"),
    "multiclass": N_("three classes: cross-entropy"),
}
SPOILT = {
    "none": N_("as they are"),
    "labels": N_("all labels equal"),
    "inputs": N_("one input the same in all data"),
}
"""What may be done to the training data, to see what cannot be learnt from them then."""

PLANES = {
    "path": N_("main directions of the path"),
    "parameters": N_("two parameters"),
    "random": N_("two random directions"),
    "eigen": N_("extreme eigenvectors of H"),
}
BEGINNINGS = {"course": N_("the course's parameters"), "random": N_("random parameters")}

LENGTH = MOST_CHARACTERS + 1
"""Characters of a review that are kept: one more than the model reads, which then says itself that it is too long."""

SEED = hypers(Minibatches)["seed"]
FAR = 1e9
"""No number of an input is larger: beyond, only rounding can be seen."""


# ---------------------------------------------------------------- records of the engine, and how a page opens


def review_language(language: str) -> str:
    """The language of the reviews for a visitor who speaks `language`: English where there are none in it."""
    return language if language in LANGUAGES else "en"


def task_of(name: str, words: str = "en", data: str = "") -> Task | None:
    """The task of a name, in the language of its data, or on data of the visitor's own; None for the network."""
    if data:
        return OwnTable(data)
    kind: Callable[..., Task] | None = TASKS.get(name)
    if kind is None:
        return None
    return kind(language=review_language(words)) if "language" in hypers(TASKS[name]) else kind()


def made(now: Any) -> Any:
    """The task of the settings, where it is one."""
    return task_of(now.task, now.words, now.data)


def opening(name: str) -> Any:
    """What a task says of how its page opens; optimizer, steps and penalty."""
    return TASKS.get(name, _Network)


class _Network:
    """How the page of the network opens."""

    optimizer, steps, l2, input = "Adam", 200, 0.0, ""


@lru_cache(maxsize=64)
def ground(name: str, target: Target = "regression", words: str = "en", l2: float = 0.0, data: str = "") -> Fitting:
    """The loss on the training data as they are."""
    task = task_of(name, words, data)
    return three_units(target, l2) if task is None else task.objective(l2)


def ground_of(now: Any) -> Fitting:
    """The loss on the training data of these settings as they are."""
    return ground(now.task, now.target, now.words or "en", data=now.data)


@lru_cache(maxsize=256)
def default_rule(name: str, task: str, target: Target = "regression", data: str = "") -> Pick:
    """An optimizer with the learning rate that suits the task."""
    kind = TASKS.get(task)
    rule: Any = OPTIMIZERS[name]().suggest(ground(task, target, data=data))
    if kind is not None and name == kind.optimizer:
        rule = replace(rule, alpha=kind.alpha)
    if kind is None and name == "Adam":
        rule = replace(rule, alpha=0.05)
    return Pick(name, tuple((field, getattr(rule, field)) for field in hypers(rule)))


def most_steps(rule: str) -> int:
    """The most steps that a rule may make on these pages."""
    return OPTIMIZERS[rule].most_steps or MAX_STEPS


# ---------------------------------------------------------------- the fields


def is_network(now: Any) -> bool:
    """Whether the page is that of the network."""
    return bool(now.task == NETWORK)


def reads_text(now: Any) -> bool:
    """Whether the input is a text."""
    return bool(opening(now.task).input == "text")


def reads_numbers(now: Any) -> bool:
    """Whether the input is a row of numbers."""
    return bool(opening(now.task).input == "numbers")


def choice(usual: str, words: Mapping[str, str], when: Given = always) -> Any:
    """A word out of a few."""
    return linked(Field(usual, when, Hyper("", "", choices=words)))


@dataclass(frozen=True)
class Step(Field):
    """The step that is shown; the last one is −1 in the record, and a number in the link."""

    def read(self, reader: Reader, name: str, now: Any) -> int:
        """The step that a link gives."""
        step: int = super().read(reader, name, now)
        return -1 if step == now.steps else step

    def write(self, name: str, value: int, now: Any) -> Pairs:
        """The link's pairs."""
        return super().write(name, now.steps if value < 0 else value, now)


@dataclass(frozen=True)
class Axes(Point):
    """Two different parameters."""

    def legal(self, text: str, now: Any) -> tuple[tuple[int, int], bool]:
        """The two, or the first two where they are not two different ones."""
        found, taken = super().legal(text, now)
        below = all(value == int(value) and value < ground_of(now).dimension for value in found)
        good = taken and below and found[0] != found[1]
        return ((int(found[0]), int(found[1])), True) if good else (self.default(now), False)


@dataclass(frozen=True, kw_only=True)
class TaskSettings:
    """Everything that decides what is computed and drawn on the page of a task; one line a field, in the link's order.

    Attributes
    ----------
    task : str
        A name of TASKS, or NETWORK.
    data : str
        The visitor's own table, by its name; empty for the task's data.
    words : str
        The language of the reviews; empty for the page's.
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
    axes : (int, int)
        The two parameters of the plane that is made of two parameters.
    """

    task: str
    target: Target = choice("regression", TARGETS, is_network)
    data: str = linked(
        Field("", lambda now: now.task == OPEN, Hyper("", "", length=LETTERS + len(KEPT), parse=read_sheet))
    )
    words: str = choice("", dict(zip(LANGUAGES, LANGUAGES, strict=True)), reads_text)
    rule: Pick = linked(
        Picked(
            lambda now: opening(now.task).optimizer,
            registry=OPTIMIZERS,
            called="optimizer",
            given=lambda now, name: default_rule(name, now.task, now.target, now.data),
        )
    )
    steps: int = linked(
        Field(
            lambda now: min(opening(now.task).steps, most_steps(now.rule.name)),
            fact=Hyper("T", "", low=1, integer=True),
            most=lambda now: most_steps(now.rule.name),
        )
    )
    step: int = linked(Step(0, fact=Hyper("k", "", low=-1, integer=True), most=lambda now: now.steps))
    l2: float = linked(Field(lambda now: opening(now.task).l2, fact=hypers(Fitting)["l2"]))
    batch: int | None = linked(
        Count(fact=Hyper("B", "", low=0, integer=True), most=lambda now: ground_of(now).data_size)
    )
    seed: int = linked(Field(1, has_batches, SEED))
    kept: int | None = linked(
        Count(fact=Hyper("I", "", low=0, integer=True), most=lambda now: ground_of(now).data_size - 1)
    )
    spoilt: str = choice("none", SPOILT)
    begin: str = choice("course", BEGINNINGS, is_network)
    init: int = linked(Field(0, is_network, SEED))
    datum: int = linked(
        Field(
            -1,
            lambda now: not is_network(now),
            Hyper("i", "", low=-1, integer=True),
            lambda now: len(made(now).data.real) - 1,
        )
    )
    own: tuple[float, ...] | None = linked(
        Point(None, reads_numbers, Hyper("x", "", low=-FAR, high=FAR), count=lambda now: len(made(now).inputs))
    )
    text: str | None = linked(Field(None, reads_text, Hyper("", "", length=LENGTH)))
    plane: str = choice("path", PLANES)
    axes: tuple[int, int] = linked(Axes((0, 1), fact=Hyper("φ", "", low=0)))
    slice: int = linked(Field(0, fact=SEED))


# ---------------------------------------------------------------- there and back


@lru_cache(maxsize=64)
def default_settings(task: str, target: Target = "regression", data: str = "") -> TaskSettings:
    """How the page of a task opens: before the first step, and applied to the first example."""
    return read(TaskSettings, Reader({}), task=task, target=target, data=data)


def cleaned(text: str) -> str:
    """A review that a link can carry."""
    return values.cleaned(text, LENGTH)


def alone(now: TaskSettings, words: str) -> TaskSettings:
    """Only what the training depends on, with the language of the reviews spelt out."""
    bare = replace(now, step=0, datum=-1, own=None, text=None, plane="path", axes=(0, 1), slice=0)
    return replace(bare, words=now.words or review_language(words) if reads_text(now) else "")


@lru_cache(maxsize=1024)
def to_query(now: TaskSettings) -> str:
    """The canonical query, the task's name first: equal settings, equal text; the key of every cache."""
    return urlencode([("task", now.task), *to_pairs(now)], safe=",=")


def from_query(query: Mapping[str, Sequence[str]], task: str) -> tuple[TaskSettings, list[str]]:
    """The settings of a task's page that a link describes, and the names in it that were ignored.

    Unknown names and values fall back to defaults, numbers are clamped into their legal range; nothing is raised.
    """
    reader = Reader(query, without=("task",))
    return read(TaskSettings, reader, task=task), reader.ignored()
