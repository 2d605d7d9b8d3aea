# ruff: noqa: RUF009 - linked() in a default only declares a field
"""What a visitor has chosen on the playground or in a lesson: all that decides what is computed and drawn there.

`to_query` writes it with ASCII names, leaving defaults out; `from_query` reads any text without ever raising. The
canonical query is also the key of every cache.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import urlencode

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES, Landscape, Minibatches, Model, Optimizer, Schedule
from playground.engine.batches import Draw
from playground.engine.hyper import Hyper, hypers
from playground.engine.model import DATA
from playground.link.fields import Count, Field, Flag, Picked, Point, Runs, Words, linked, read, to_pairs
from playground.link.reader import Reader
from playground.link.values import Pick, default_pick
from playground.marking import N_

MAX_STEPS = 2000
MAX_RUNS = 5
FAR = 1e6
"""A start further out than this is brought back to it: beyond, only overflow can be seen."""

BATCHES = hypers(Minibatches)
DRAWS = tuple(BATCHES["draw"].choices or ())

Overlay = Literal["none", "determinant", "eigenvalue", "trace"]
OVERLAY_WORDS = {
    "none": N_("the loss"),
    "determinant": N_("sign and size of det H"),
    "eigenvalue": N_("smallest eigenvalue of H"),
    "trace": N_("trace of H"),
}
"""What the contour plot can show instead of the loss's own colours: a map of the Hessian."""
OVERLAYS = tuple(OVERLAY_WORDS)

CURVATURE_MARKS = {
    "critical": N_("All critical points"),
    "eigenvectors": N_("Eigenvectors of H at the current point"),
    "quadratic": N_("The local quadratic model, as contours"),
}
"""What can be drawn over the contour plot about curvature."""

BESIDE = ("step", "view", "answers", "student", "home")
"""Names of a link that tell where a page stands, and not what is computed: they belong to no settings."""


@lru_cache(maxsize=256)
def objective(model: Pick) -> Landscape:
    """The landscape that a pick names."""
    return OBJECTIVES[model.name](**dict(model.values))


def model_of(pick: Pick) -> Model:
    """The landscape that a pick names, where it is a model of data; TypeError where it is none."""
    found = objective(pick)
    if not isinstance(found, Model):
        raise TypeError(f"{pick.name} has no data")
    return found


@lru_cache(maxsize=256)
def default_run(name: str, model: Pick) -> Pick:
    """An optimizer with a learning rate that suits this landscape."""
    rule = OPTIMIZERS[name]().suggest(objective(model))
    return Pick(name, tuple((field, getattr(rule, field)) for field in hypers(rule)))


@lru_cache(maxsize=256)
def first_start(model: Pick) -> tuple[float, ...]:
    """The start with which a landscape opens."""
    return tuple(float(x) for x in next(iter(objective(model).starts.values())))


@lru_cache(maxsize=256)
def farthest(model: Pick) -> float:
    """How far out a start may lie: FAR, or ten times the window of own data in large units."""
    return max(FAR, *(10 * abs(end) for side in objective(model).window for end in side))


def carry(model: Pick, before: Pick) -> Pick:
    """A model with the own data of another, where both are fitted to data and these are legal for it."""
    known = dict(before.values)
    fact = hypers(OBJECTIVES[model.name]).get("data")
    if fact is None or not known.get("data") or not fact.allows(known["data"]):
        return model
    return model.having(**{name: known[name] for name in DATA - {"dataset"}})


def menu_models() -> list[str]:
    """The landscapes of the playground's menu: those with two parameters, then those with one."""
    return [name for name, kind in OBJECTIVES.items() if kind.dimension <= 2]


def show_words() -> tuple[str, ...]:
    """Everything that `show` can switch on: the arrows of the optimizers, then what tells of curvature."""
    arrows = [arrow.name for kind in OPTIMIZERS.values() for arrow in kind.arrows]
    return tuple(dict.fromkeys([*arrows, *CURVATURE_MARKS]))


def has_batches(now: Any) -> bool:
    """Whether a step sees a part of the data only."""
    return now.batch is not None


@dataclass(frozen=True)
class Settings:
    """Everything that decides what is computed and drawn on the playground page; one line a field.

    The order is that of the link. `batch` is the data in a minibatch, or None where every step sees all of them.
    """

    model: Pick = linked(Picked(registry=OBJECTIVES, among=menu_models))
    runs: tuple[Pick, ...] = linked(
        Runs(
            first=Picked(
                "GradientDescent",
                registry=OPTIMIZERS,
                called="optimizer",
                given=lambda now, name: default_run(name, now.model),
            ),
            limit=MAX_RUNS,
        )
    )
    start: tuple[float, ...] = linked(
        Point(
            lambda now: first_start(now.model),
            fact=Hyper("φ", "", -FAR, FAR),
            most=lambda now: farthest(now.model),
            count=lambda now: objective(now.model).dimension,
        )
    )
    steps: int = linked(
        Field(lambda now: int(objective(now.model).steps), fact=Hyper("T", "", 1, MAX_STEPS, integer=True))
    )
    batch: int | None = linked(
        Count(
            when=lambda now: bool(objective(now.model).data_size),
            fact=replace(BATCHES["size"], low=1),
            most=lambda now: objective(now.model).data_size,
        ),
        kw_only=True,
    )
    seed: int = linked(Field(1, has_batches, BATCHES["seed"]), kw_only=True)
    draw: Draw = linked(Field("epoch", has_batches, BATCHES["draw"]), kw_only=True)
    schedule: Pick = linked(Picked(registry=SCHEDULES, prefix="schedule."))
    show: tuple[str, ...] = linked(Words((), among=show_words))
    guess: bool = linked(Flag(False))
    overlay: Overlay = linked(Field("none", fact=Hyper("", "", choices=OVERLAY_WORDS)))


@lru_cache(maxsize=512)
def default_settings(model: Pick | None = None, optimizer: str = "GradientDescent") -> Settings:
    """The state in which a landscape opens: its first start, its number of steps, one optimizer, all the data."""
    model = model or default_pick(OBJECTIVES, next(iter(OBJECTIVES)))
    return read(Settings, Reader({}), model=model, runs=(default_run(optimizer, model),))


@lru_cache(maxsize=2048)
def to_query(settings: Settings) -> str:
    """The canonical query string: equal settings, equal text; the key of every cache."""
    return urlencode(to_pairs(settings), safe=",=")


def from_query(query: Mapping[str, Sequence[str]]) -> tuple[Settings, list[str]]:
    """The settings that a link describes, and the names in it that were ignored or brought inside their bounds.

    Unknown names and values fall back to defaults, numbers are clamped into their legal range; nothing is raised.

    Parameters
    ----------
    query : mapping from name to its values
        As ``urllib.parse.parse_qs`` gives it.
    """
    reader = Reader(query, without=BESIDE)
    return read(Settings, reader), reader.ignored()


# ---------------------------------------------------------------- records of the engine


def optimizer(run: Pick) -> Optimizer:
    """The optimizer that a pick names."""
    return OPTIMIZERS[run.name](**dict(run.values))


def schedule(settings: Settings) -> Schedule | None:
    """The schedule of the learning rate, or None where it is constant."""
    values: dict[str, Any] = dict(settings.schedule.values)
    made = SCHEDULES[settings.schedule.name](**values)
    first = default_pick(SCHEDULES, next(iter(SCHEDULES)))
    return None if settings.schedule == first else made


def minibatches(settings: Settings) -> Minibatches | None:
    """The minibatches, or None where every step sees all the data."""
    if settings.batch is None or not objective(settings.model).data_size:
        return None
    return Minibatches(size=settings.batch, seed=settings.seed, draw=settings.draw)
