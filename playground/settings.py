"""What a visitor has chosen, as one frozen record of primitives, and its two-way translation into a link.

`Settings` is all that decides what is computed and drawn. `to_query` writes it with ASCII names, leaving defaults out;
`from_query` reads any text without ever raising. The canonical query is also the key of every cache.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES, Landscape, Minibatches, Model, Optimizer, Schedule
from playground.engine.hyper import Hyper, defaults, hypers
from playground.i18n import read

Value = float | int | str | bool
MAX_STEPS = 2000
MAX_RUNS = 5
FAR = 1e6
"""A start further out than this is brought back to it: beyond, only overflow can be seen."""

OVERLAYS = ("none", "determinant", "eigenvalue", "trace")
"""What the contour plot can show instead of the loss's own colours: a map of the Hessian."""

CURVATURE_MARKS = ("critical", "eigenvectors", "quadratic")
"""What can be drawn over the contour plot about curvature."""

DRAWS = ("epoch", "step")

BESIDE = ("step", "answers", "student", "home", "chord", "hessian")
"""Names of a link that tell where a page stands, and not what is computed: they belong to no settings."""

TEXTS = frozenset({"text", "student"})
"""Names of a link whose value is a text of the visitor's own, which may end as it likes."""

AROUND = " \t\n\N{ZERO WIDTH SPACE}\N{NO-BREAK SPACE}"
ENDING = AROUND + ".,;:!?)]}>*\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}»…"
"""What a sentence leaves at the end of a link that stands in it; no value of ours ends so."""


@dataclass(frozen=True)
class Pick:
    """A registered record, by name, with every hyperparameter it was given.

    `full` marks a compared run that sees all the data where the others see minibatches.
    """

    name: str
    values: tuple[tuple[str, Value], ...] = ()
    full: bool = False

    def __getitem__(self, field: str) -> Value:
        """The value of a hyperparameter."""
        return dict(self.values)[field]

    def having(self, **changes: Value) -> Pick:
        """The same pick with other values."""
        return replace(self, values=tuple({**dict(self.values), **changes}.items()))


@dataclass(frozen=True)
class Settings:
    """Everything that decides what is computed and drawn on the playground page."""

    model: Pick
    runs: tuple[Pick, ...]
    start: tuple[float, float]
    steps: int
    schedule: Pick
    batch: int | None = None
    seed: int = 1
    draw: str = "epoch"
    show: tuple[str, ...] = ()
    guess: bool = False
    overlay: str = "none"


# ---------------------------------------------------------------- defaults


def default_pick(registry: Mapping[str, Any], name: str) -> Pick:
    """A registered class with its own defaults."""
    return Pick(name, tuple(defaults(registry[name]).items()))


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
    """An optimizer with the learning rate that tells something on this landscape."""
    rule = OPTIMIZERS[name]().suggest(objective(model))
    return Pick(name, tuple((field, getattr(rule, field)) for field in hypers(rule)))


@lru_cache(maxsize=512)
def default_settings(model: Pick | None = None, optimizer: str = "GradientDescent") -> Settings:
    """The state in which a landscape opens: its first start, its number of steps, one optimizer, all the data."""
    model = model or default_pick(OBJECTIVES, next(iter(OBJECTIVES)))
    landscape = objective(model)
    x, y = next(iter(landscape.starts.values()))
    return Settings(
        model=model,
        runs=(default_run(optimizer, model),),
        start=(float(x), float(y)),
        steps=int(landscape.steps),
        schedule=default_pick(SCHEDULES, next(iter(SCHEDULES))),
    )


def menu_models() -> list[str]:
    """The landscapes of the playground's menu: those with two parameters."""
    return [name for name, kind in OBJECTIVES.items() if kind.dimension == 2]


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


# ---------------------------------------------------------------- writing a link


def text_of(value: Value) -> str:
    """A value as the link writes it: shortest digits that give the same number back."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _run_text(run: Pick, model: Pick) -> str:
    """A compared run in one word: name,field=value,… without defaults."""
    known = dict(default_run(run.name, model).values)
    words = [f"{k}={text_of(v)}" for k, v in run.values if v != known[k]]
    return ",".join([run.name, *words, *(["full=1"] if run.full else [])])


def to_pairs(settings: Settings) -> list[tuple[str, str]]:
    """The link's (name, value) pairs in their canonical order, defaults left out."""
    base = default_settings(default_pick(OBJECTIVES, settings.model.name))
    pairs: list[tuple[str, str]] = []

    def add(name: str, value: Value, default: Value) -> None:
        if value != default:
            pairs.append((name, text_of(value)))

    add("model", settings.model.name, default_settings().model.name)
    for field, value in settings.model.values:
        add(field, value, base.model[field])
    here = default_settings(settings.model)
    first = settings.runs[0]
    add("optimizer", first.name, here.runs[0].name)
    known = default_run(first.name, settings.model)
    for field, value in first.values:
        add(field, value, known[field])
    pairs += [("run", _run_text(run, settings.model)) for run in settings.runs[1:]]
    if settings.start != here.start:
        pairs.append(("start", ",".join(text_of(float(v)) for v in settings.start)))
    add("steps", settings.steps, here.steps)
    if settings.batch is not None:
        pairs.append(("batch", text_of(settings.batch)))
        add("seed", settings.seed, 1)
        add("draw", settings.draw, "epoch")
    add("schedule", settings.schedule.name, here.schedule.name)
    plain = default_pick(SCHEDULES, settings.schedule.name)
    for field, value in settings.schedule.values:
        add(f"schedule.{field}", value, plain[field])
    if settings.show:
        pairs.append(("show", ",".join(settings.show)))
    add("guess", settings.guess, False)
    add("overlay", settings.overlay, "none")
    return pairs


@lru_cache(maxsize=2048)
def to_query(settings: Settings) -> str:
    """The canonical query string: equal settings, equal text; the key of every cache."""
    return urlencode(to_pairs(settings), safe=",=")


# ---------------------------------------------------------------- reading a link

WHOLE = re.compile(r"[+-]?\d+")
DECIMALS = re.compile(r"\d+(e[+-]?\d+)?", re.IGNORECASE)
"""What stands before a decimal comma, and what after it."""


def tidied(query: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The names and values of a link, without what the text that it stood in has left on them.

    A page's source writes `&amp;` for `&`, so that a name begins with "amp;"; a sentence ends with a full stop.
    """
    tidy: dict[str, list[str]] = {}
    for name, values in query.items():
        while name.startswith("amp;"):
            name = name.removeprefix("amp;")
        plain = list(values) if name in TEXTS else [value.lstrip(AROUND).rstrip(ENDING) for value in values]
        tidy.setdefault(name, []).extend(plain)
    return tidy


def number(text: str) -> float | None:
    """The finite number that a text writes, or None; as a field reads it."""
    value = read(text)
    return value if value is not None and math.isfinite(value) else None


def legal(fact: Hyper, text: str, default: Value) -> tuple[Value, bool]:
    """The legal value nearest to a text, and whether the text was taken as it stands."""
    if fact.choices is not None:
        return (text, True) if text in fact.choices else (default, False)
    value = number(text)
    if value is None:
        return default, False
    near = fact.clamp(value)
    if isinstance(default, bool):
        return near >= 0.5, near == value
    return (int(near) if fact.integer else float(near)), near == value


class _Reader:
    """The names and values of a link, taken one by one; remembers what was of no use."""

    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        self.query = {name: values for name, values in tidied(query).items() if name not in BESIDE}
        self.ignored: list[str] = []

    def take(self, name: str) -> str | None:
        """The last value of a name, or None."""
        values = self.query.pop(name, None)
        return values[-1] if values else None

    def choose(self, name: str, options: Sequence[str], default: str) -> str:
        """One of the options."""
        text = self.take(name)
        if text is None:
            return default
        if text not in options:
            self.ignored.append(name)
            return default
        return text

    def fill(self, pick: Pick, kind: Any, prefix: str = "") -> Pick:
        """The pick with the values that the link gives for its hyperparameters."""
        changes: dict[str, Value] = {}
        for field, fact in hypers(kind).items():
            text = self.take(prefix + field)
            if text is not None:
                changes[field], taken = legal(fact, text, pick[field])
                if not taken:
                    self.ignored.append(prefix + field)
        return pick.having(**changes) if changes else pick

    def whole(self, name: str, low: int, high: int, default: int | None) -> int | None:
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


def _with_decimal_commas(parts: Sequence[str]) -> list[str]:
    """The parts of a run's word; digits alone belong to the whole number before them, as in alpha=0,05."""
    whole: list[str] = []
    for part in parts:
        if whole and DECIMALS.fullmatch(part) and WHOLE.fullmatch(whole[-1].partition("=")[2]):
            whole[-1] += f",{part}"
        else:
            whole.append(part)
    return whole


def read_run(text: str, model: Pick) -> tuple[Pick | None, bool]:
    """A compared run from its word in the link, and whether all of the word was understood."""
    name, *parts = text.split(",")
    if name not in OPTIMIZERS:
        return None, False
    run, facts, good = default_run(name, model), hypers(OPTIMIZERS[name]), True
    for part in _with_decimal_commas(parts):
        field, _, value = part.partition("=")
        if field == "full":
            run, good = replace(run, full=value == "1"), good and value in {"0", "1"}
            continue
        if field not in facts:
            good = False
            continue
        near, taken = legal(facts[field], value, run[field])
        run, good = run.having(**{field: near}), good and taken
    return run, good


def _read_start(text: str | None, default: tuple[float, float], ignored: list[str]) -> tuple[float, float]:
    if text is None:
        return default
    numbers = [number(part) for part in text.split(",")]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        ignored.append("start")
        return default
    near = (min(max(numbers[0], -FAR), FAR), min(max(numbers[1], -FAR), FAR))
    if near != tuple(numbers):
        ignored.append("start")
    return near


def from_query(query: Mapping[str, Sequence[str]], arrows: Sequence[str] | None = None) -> tuple[Settings, list[str]]:
    """The settings that a link describes, and the names in it that were ignored or brought inside their bounds.

    Unknown names and values fall back to defaults, numbers are clamped into their legal range; nothing is raised.

    Parameters
    ----------
    query : mapping from name to its values
        As ``urllib.parse.parse_qs`` gives it.
    arrows : sequence of str, optional
        The legal words of `show`; by default every arrow and overlay known.
    """
    reader = _Reader(query)
    base = default_settings()
    name = reader.choose("model", menu_models(), base.model.name)
    model = reader.fill(default_pick(OBJECTIVES, name), OBJECTIVES[name])
    here = default_settings(model)
    chosen = reader.choose("optimizer", list(OPTIMIZERS), here.runs[0].name)
    runs = [reader.fill(default_run(chosen, model), OPTIMIZERS[chosen])]
    for text in reader.query.pop("run", []):
        run, good = read_run(text, model)
        if run is None or not good or len(runs) == MAX_RUNS:
            reader.ignored.append("run")
        if run is not None and len(runs) < MAX_RUNS:
            runs.append(run)
    start = _read_start(reader.take("start"), here.start, reader.ignored)
    steps = reader.whole("steps", 1, MAX_STEPS, here.steps)
    count = objective(model).data_size
    batch = reader.whole("batch", 1, count, None) if count else None
    seed = reader.whole("seed", 0, 2**32 - 1, 1) if batch else 1
    draw = reader.choose("draw", DRAWS, "epoch") if batch else "epoch"
    kind = reader.choose("schedule", list(SCHEDULES), here.schedule.name)
    plan = reader.fill(default_pick(SCHEDULES, kind), SCHEDULES[kind], "schedule.")
    words = show_words() if arrows is None else arrows
    asked = [word for word in (reader.take("show") or "").split(",") if word]
    if any(word not in words for word in asked):
        reader.ignored.append("show")
    guess = reader.choose("guess", ("0", "1"), "0") == "1"
    overlay = reader.choose("overlay", OVERLAYS, "none")
    settings = Settings(
        model=model,
        runs=tuple(runs),
        start=start,
        steps=steps or here.steps,
        schedule=plan,
        batch=batch,
        seed=1 if seed is None else seed,
        draw=draw,
        show=tuple(word for word in words if word in asked),
        guess=guess,
        overlay=overlay,
    )
    return settings, list(dict.fromkeys([*reader.ignored, *reader.query]))


def show_words() -> tuple[str, ...]:
    """Everything that `show` can switch on: the arrows of the optimizers, then what tells of curvature."""
    arrows = [arrow.name for kind in OPTIMIZERS.values() for arrow in kind.arrows]
    return tuple(dict.fromkeys([*arrows, *CURVATURE_MARKS]))
