"""Values of a link: how a text becomes the nearest legal value, and how a value is written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from playground.engine.hyper import Hyper, defaults
from playground.i18n import read

Value = float | int | str | bool


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


def default_pick(registry: Mapping[str, Any], name: str) -> Pick:
    """A registered class with its own defaults."""
    return Pick(name, tuple(defaults(registry[name]).items()))


def text_of(value: Value) -> str:
    """A value as the link writes it: shortest digits that give the same number back."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def number(text: str) -> float | None:
    """The finite number that a text writes, or None; as a field reads it."""
    value = read(text)
    return value if value is not None and math.isfinite(value) else None


def cleaned(text: str, length: int) -> str:
    """The beginning of a text that a link can carry: without lone surrogates."""
    return text[:length].encode("utf-8", "replace").decode()


def legal(fact: Hyper, text: str, default: Any) -> tuple[Any, bool]:
    """The legal value nearest to a text, and whether the text was taken as it stands."""
    if fact.length is not None:
        words = cleaned(text, fact.length)
        # Half of a formula would be another formula: what is parsed is taken whole, or not at all.
        usable = fact.allows(words) and (fact.parse is None or words == text)
        return (words, words == text) if usable else (default, False)
    if fact.choices is not None:
        return (text, True) if text in fact.choices else (default, False)
    value = number(text)
    if value is None:
        return default, False
    near = fact.clamp(value)
    if isinstance(default, bool):
        return near >= 0.5, near == value
    return (int(near) if fact.integer else float(near)), near == value
