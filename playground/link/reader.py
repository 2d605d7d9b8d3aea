"""The names and values of a link, cleaned of what surrounded it, and taken one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from playground.engine import OBJECTIVES
from playground.engine.hyper import hypers
from playground.link.values import Pick, Value, legal

AROUND = " \t\n\N{ZERO WIDTH SPACE}\N{NO-BREAK SPACE}"
ENDING = AROUND + ".,;:!?)]}>*\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}»…"
"""What a sentence leaves at the end of a link that stands in it; no value of ours ends so, but a text."""


@cache
def texts() -> frozenset[str]:
    """Names of a link whose value is a text of the visitor's own, which may end as it likes."""
    own = {name for kind in OBJECTIVES.values() for name, fact in hypers(kind).items() if fact.length is not None}
    return frozenset({"text", "student", *own})


def tidied(query: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The names and values of a link, without what the text that it stood in has left on them.

    A page's source writes `&amp;` for `&`, so that a name begins with "amp;"; a sentence ends with a full stop.
    """
    tidy: dict[str, list[str]] = {}
    for name, values in query.items():
        while name.startswith("amp;"):
            name = name.removeprefix("amp;")
        plain = list(values) if name in texts() else [value.lstrip(AROUND).rstrip(ENDING) for value in values]
        tidy.setdefault(name, []).extend(plain)
    return tidy


class Reader:
    """The names and values of a link, taken one by one; collects the names that were ignored."""

    def __init__(self, query: Mapping[str, Sequence[str]], without: Sequence[str] = ()) -> None:
        self.query = {name: values for name, values in tidied(query).items() if name not in without}
        self._ignored: list[str] = []

    def take_all(self, name: str) -> list[str]:
        """All values of a name."""
        return self.query.pop(name, [])

    def take(self, name: str) -> str | None:
        """The last value of a name, or None."""
        values = self.take_all(name)
        return values[-1] if values else None

    def note(self, name: str, taken: bool) -> None:
        """Remember a name whose value was not taken as it stands."""
        if not taken:
            self._ignored.append(name)

    def fill(self, pick: Pick, kind: Any, prefix: str = "") -> Pick:
        """The pick with the values that the link gives for its hyperparameters."""
        changes: dict[str, Value] = {}
        for field, fact in hypers(kind).items():
            text = self.take(prefix + field)
            if text is not None:
                changes[field], taken = legal(fact, text, pick[field])
                self.note(prefix + field, taken)
        return pick.having(**changes) if changes else pick

    def ignored(self) -> list[str]:
        """The names that were ignored or brought inside their bounds, then those that nobody took."""
        return list(dict.fromkeys([*self._ignored, *self.query]))
