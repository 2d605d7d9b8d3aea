"""Fields of a page's settings: one declaration says what is legal, what a silent link means, and how a link writes it.

A record is a frozen dataclass whose fields are declared by the functions at the end: `steps: int = number(…)`. Where
what is usual or legal depends on other fields, the declaration gives a function of the record; it may ask for those
that are declared above its own.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType, SimpleNamespace
from typing import Any, TypeVar

from playground.engine.hyper import Hyper, hypers
from playground.link.reader import Reader
from playground.link.values import Pick, default_pick, legal, text_of
from playground.link.values import number as number_in

Pairs = list[tuple[str, str]]
R = TypeVar("R")
Given = Callable[[Any], Any]
"""A function of the record, or of what has been read of it so far."""


ANY = Hyper("", "")
"""What says nothing of what is legal: the kind of field does."""


def always(_: Any) -> bool:
    """Of a field that is there on every page."""
    return True


@dataclass(frozen=True)
class Field:
    """One field in a link: a name and a value, left out where the value is the usual one.

    Parameters
    ----------
    usual : value, or callable(record)
        What a link means that does not name the field.
    when : callable(record)
        Whether the page has the field; where not, it keeps its usual value and a link that names it names nothing.
    fact : Hyper
        What is legal.
    most : callable(record), optional
        The upper bound, where it depends on the record.
    """

    usual: Any = None
    when: Given = always
    fact: Hyper = ANY
    most: Given | None = None

    def bounds(self, now: Any) -> Hyper:
        """What is legal in this record."""
        return self.fact if self.most is None else replace(self.fact, high=self.most(now))

    def default(self, now: Any) -> Any:
        """The usual value."""
        return self.usual(now) if callable(self.usual) else self.usual

    def legal(self, text: str, now: Any) -> tuple[Any, bool]:
        """The legal value nearest to a text, and whether the text was taken as it stands."""
        return legal(self.bounds(now), text, self.default(now))

    def text(self, value: Any) -> str:
        """A value as the link writes it."""
        return text_of(value)

    def read(self, reader: Reader, name: str, now: Any) -> Any:
        """The value that a link gives."""
        text = reader.take(name) if self.when(now) else None
        if text is None:
            return self.default(now)
        value, taken = self.legal(text, now)
        reader.note(name, taken)
        return value

    def write(self, name: str, value: Any, now: Any) -> Pairs:
        """The link's pairs."""
        return [(name, self.text(value))] if self.when(now) and value != self.default(now) else []


@dataclass(frozen=True)
class Count(Field):
    """How many of all, or None for all; 0 says all, where it is legal."""

    def legal(self, text: str, now: Any) -> tuple[Any, bool]:
        """The nearest number within bounds."""
        value, taken = super().legal(text, now)
        return value or None, taken


@dataclass(frozen=True)
class Flag(Field):
    """True or false."""

    def legal(self, text: str, now: Any) -> tuple[bool, bool]:
        """1 or 0, and nothing else."""
        return text == "1", text in {"0", "1"}


@dataclass(frozen=True)
class Point(Field):
    """Several numbers, each within bounds on both sides of 0; `count` says how many."""

    count: Given = lambda _: 2

    def bounds(self, now: Any) -> Hyper:
        """What is legal in this record, on both sides."""
        return self.fact if self.most is None else replace(self.fact, low=-self.most(now), high=self.most(now))

    def legal(self, text: str, now: Any) -> tuple[Any, bool]:
        """The nearest numbers within bounds, if there are as many as there must be."""
        found = [value for part in text.split(",") if (value := number_in(part)) is not None]
        if not len(found) == self.count(now) == text.count(",") + 1:
            return self.default(now), False
        near = tuple(self.bounds(now).clamp(value) for value in found)
        return near, near == tuple(found)

    def text(self, value: Any) -> str:
        """The numbers, with commas between."""
        return ",".join(text_of(float(part)) for part in value)


@dataclass(frozen=True)
class Words(Field):
    """Some of the words that `among` gives, in their order."""

    among: Callable[[], Sequence[str]] = tuple

    def legal(self, text: str, now: Any) -> tuple[Any, bool]:
        """Those that are known."""
        asked, known = [word for word in text.split(",") if word], self.among()
        return tuple(word for word in known if word in asked), set(asked) <= set(known)

    def text(self, value: Any) -> str:
        """The words, with commas between."""
        return ",".join(value)


@dataclass(frozen=True)
class Picked(Field):
    """A record of a registry: its name, and each hyperparameter under its own name.

    Parameters
    ----------
    registry : mapping from name to class
    called : str
        The name in the link, where it is not the field's.
    prefix : str
        What stands before the names of its hyperparameters.
    among : callable, optional
        The names that may be picked.
    given : callable(record, name), optional
        The pick with its usual values; by default those of its class.
    """

    registry: Mapping[str, Any] = dataclasses.field(kw_only=True)
    called: str = ""
    prefix: str = ""
    among: Callable[[], Sequence[str]] | None = None
    given: Callable[[Any, str], Pick] | None = None

    def pick(self, now: Any, name: str) -> Pick:
        """A pick with its usual values."""
        return self.given(now, name) if self.given is not None else default_pick(self.registry, name)

    def name(self, now: Any) -> str:
        """The usual name: the first one, if none is declared."""
        return super().default(now) or next(iter(self.registry))

    def default(self, now: Any) -> Pick:
        """The usual pick."""
        return self.pick(now, self.name(now))

    def read(self, reader: Reader, name: str, now: Any) -> Pick:
        """The pick that a link gives."""
        text, options = reader.take(self.called or name), self.among() if self.among is not None else self.registry
        reader.note(self.called or name, text is None or text in options)
        pick = self.pick(now, text if text is not None and text in options else self.name(now))
        return reader.fill(pick, self.registry[pick.name], self.prefix)

    def write(self, name: str, value: Pick, now: Any) -> Pairs:
        """The name where it is not the usual one, and the values that are not."""
        known = dict(self.pick(now, value.name).values)
        pairs = [(self.called or name, value.name)] if value.name != self.name(now) else []
        return pairs + [(self.prefix + field, text_of(one)) for field, one in value.values if one != known[field]]


@dataclass(frozen=True)
class Runs(Field):
    """Several records of a registry: the first by a field of its own, each of the others in one word called `more`."""

    first: Picked = dataclasses.field(kw_only=True)
    more: str = "run"
    limit: int = 5

    def default(self, now: Any) -> tuple[Pick, ...]:
        """The usual first pick alone."""
        return (self.first.default(now),)

    def read(self, reader: Reader, name: str, now: Any) -> tuple[Pick, ...]:
        """The picks that a link gives, not more than `limit`."""
        runs = [self.first.read(reader, name, now)]
        for text in reader.take_all(self.more):
            run, taken = self._run(text, now)
            reader.note(self.more, taken and len(runs) < self.limit)
            runs += [run] if run is not None and len(runs) < self.limit else []
        return tuple(runs)

    def write(self, name: str, value: tuple[Pick, ...], now: Any) -> Pairs:
        """The first pick's pairs, then a word for each of the others."""
        return self.first.write(name, value[0], now) + [(self.more, self._word(run, now)) for run in value[1:]]

    def _word(self, run: Pick, now: Any) -> str:
        """A further run in one word: name,field=value,… without the usual values."""
        known = dict(self.first.pick(now, run.name).values)
        words = [f"{field}={text_of(value)}" for field, value in run.values if value != known[field]]
        return ",".join([run.name, *words, *(["full=1"] if run.full else [])])

    def _run(self, text: str, now: Any) -> tuple[Pick | None, bool]:
        """A further run from its word, and whether all of the word was understood."""
        name, *parts = text.split(",")
        if name not in self.first.registry:
            return None, False
        run, facts, good = self.first.pick(now, name), hypers(self.first.registry[name]), True
        for part in _with_decimal_commas(parts):
            field, _, value = part.partition("=")
            if field == "full":
                run, good = replace(run, full=value == "1"), good and value in {"0", "1"}
            elif field in facts:
                near, taken = legal(facts[field], value, run[field])
                run, good = run.having(**{field: near}), good and taken
            else:
                good = False
        return run, good


WHOLE = re.compile(r"[+-]?\d+")
DECIMALS = re.compile(r"\d+(e[+-]?\d+)?", re.IGNORECASE)
"""What stands before a decimal comma, and what after it."""


def _with_decimal_commas(parts: Sequence[str]) -> list[str]:
    """The parts of a run's word; digits alone belong to the whole number before them, as in alpha=0,05."""
    whole: list[str] = []
    for part in parts:
        if whole and DECIMALS.fullmatch(part) and WHOLE.fullmatch(whole[-1].partition("=")[2]):
            whole[-1] += f",{part}"
        else:
            whole.append(part)
    return whole


# ---------------------------------------------------------------- a record and its fields


def linked(field: Field, **more: Any) -> Any:
    """A dataclass field that is in the link, with the usual value as its default; `more` as for `dataclasses.field`."""
    if not (isinstance(field, Picked | Runs) or callable(field.usual)):
        more["default"] = field.usual
    return dataclasses.field(metadata={"link": field}, **more)


def declared(kind: type) -> Mapping[str, Any]:
    """What a record declares of its link, by name, in the order in which the link writes it."""
    return _declared(kind)


@lru_cache(maxsize=256)
def _declared(kind: Any) -> Mapping[str, Any]:
    return MappingProxyType({f.name: f.metadata["link"] for f in dataclasses.fields(kind) if "link" in f.metadata})


def read(kind: type[R], reader: Reader, **given: Any) -> R:
    """The record that a link describes; what is given is not read."""
    now = SimpleNamespace(**given)
    for name, field in declared(kind).items():
        if name not in given:
            setattr(now, name, field.read(reader, name, now))
    return kind(**vars(now))


def to_pairs(record: Any) -> Pairs:
    """The link's (name, value) pairs in their canonical order, what is usual left out."""
    return [
        pair
        for name, field in declared(type(record)).items()
        for pair in field.write(name, getattr(record, name), record)
    ]
