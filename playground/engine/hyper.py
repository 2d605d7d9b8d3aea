"""Hyperparameters that describe themselves: hyper() declares symbol, bounds, slider range and help of a field."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Hyper:
    """The declaration of one hyperparameter: what the screen, the link and the checks know about it.

    `help` names it in a few words, `about` says in one sentence what it does.
    Legal values satisfy low <= value <= high and above < value < below (where given); `soft` is the slider's range.
    Where there are `choices`, it is one of them. Where there is a `length`, it is a text of at most so many characters
    that `parse` reads without raising ValueError.
    """

    symbol: str
    help: str
    low: float | None = None
    high: float | None = None
    above: float | None = None
    below: float | None = None
    soft: tuple[float, float] | None = None
    log: bool = False
    integer: bool = False
    choices: Mapping[str, str] | None = None
    length: int | None = None
    parse: Callable[[str], object] | None = None
    about: str = ""

    @property
    def range(self) -> str:
        """What is legal: an interval such as "[0, 1)", or the choices, or the length of a text."""
        if self.choices is not None:
            return ", ".join(self.choices)
        if self.length is not None:
            return f"texts of at most {self.length} characters"
        left = f"[{self.low:g}" if self.low is not None else f"({self.above:g}" if self.above is not None else "(-inf"
        right = f"{self.high:g}]" if self.high is not None else f"{self.below:g})" if self.below is not None else "inf)"
        return f"{left}, {right}"

    def allows(self, value: Any) -> bool:
        """Whether every entry of `value` is legal."""
        if self.choices is not None:
            return isinstance(value, str) and value in self.choices
        if self.length is not None:
            return isinstance(value, str) and len(value) <= self.length and self.refusal(value) is None
        if isinstance(value, str | bytes):
            return False
        if type(value) is float:  # the usual case; an array for one number takes fifty times as long
            return self._allows_one(value)
        try:
            number = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            return False
        legal = np.isfinite(number)
        if self.integer:
            legal &= number == np.rint(number)
        for bound, inside in (
            (self.low, np.greater_equal),
            (self.high, np.less_equal),
            (self.above, np.greater),
            (self.below, np.less),
        ):
            if bound is not None:
                legal &= inside(number, bound)
        return bool(legal.all())

    def _allows_one(self, value: float) -> bool:
        return (
            math.isfinite(value)
            and (not self.integer or value == round(value))
            and (self.low is None or value >= self.low)
            and (self.high is None or value <= self.high)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )

    def check(self, value: Any) -> None:
        """Raise ValueError, naming symbol and range, unless `value` is legal."""
        if not self.allows(value):
            raise ValueError(f"{self.symbol} must lie in {self.range}, got {value!r}")

    def refusal(self, text: str) -> ValueError | None:
        """What `parse` says against a text, or None."""
        try:
            if self.parse is not None:
                self.parse(text)
        except ValueError as error:
            return error
        return None

    def clamp(self, value: float) -> float:
        """The legal number nearest to `value` (which must not be nan)."""
        if math.isinf(value):
            value = math.copysign(1e300, value)
        low = self.low if self.above is None else math.nextafter(self.above, math.inf)
        high = self.high if self.below is None else math.nextafter(self.below, -math.inf)
        value = value if low is None else max(value, low)
        value = value if high is None else min(value, high)
        return float(round(value)) if self.integer else value


def hyper(default: Any, *, symbol: str, help: str, **facts: Any) -> Any:
    """A dataclass field that carries its Hyper; `facts` are the further fields of Hyper."""
    return dataclasses.field(default=default, metadata={"hyper": Hyper(symbol=symbol, help=help, **facts)})


def hypers(record: Any) -> Mapping[str, Hyper]:
    """The hyperparameters of a record or of its class, by field name, in the order of declaration."""
    return _declared(record if isinstance(record, type) else type(record))


@lru_cache(maxsize=256)
def _declared(kind: Any) -> Mapping[str, Hyper]:
    """What a class declares: looked up once, for every step of a scheduled run and every control asks for it."""
    return MappingProxyType({f.name: f.metadata["hyper"] for f in dataclasses.fields(kind) if "hyper" in f.metadata})


def defaults(record: Any) -> dict[str, Any]:
    """The default of each hyperparameter of a record or of its class."""
    return {f.name: f.default for f in dataclasses.fields(record) if "hyper" in f.metadata}


def check(record: Any) -> None:
    """Raise ValueError for the first hyperparameter of `record` outside its legal range."""
    for name, fact in hypers(record).items():
        fact.check(getattr(record, name))


@dataclass(frozen=True)
class Record:
    """A frozen record whose hyperparameters are legal: it cannot be built otherwise."""

    def __post_init__(self) -> None:
        """Raise ValueError for the first hyperparameter outside its legal range."""
        check(self)
