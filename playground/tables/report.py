"""A table that was read, and the report of how: separator, decimal mark, header, and the lines that were left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.messages import Note
from playground.marking import N_

SEPARATORS = {
    "\t": N_("tab"),
    ";": N_("semicolon"),
    ",": N_("comma"),
    "|": N_("vertical bar"),
    " ": N_("spaces"),
}
"""What may stand between the columns, the surest sign first."""

DECIMALS = {".": N_("point"), ",": N_("comma")}
"""What may stand before the decimals."""

NAMED = 6
"""So many lines of a kind are named; of more it is said how many they are."""

SHOWN = 24
"""Letters of a field or a header that are repeated."""

UNDERSTOOD = N_("Rows: {n}. Separator: {separator}. Decimal mark: {mark}. Header: {header}.")
NO_HEADER = N_("Rows: {n}. Separator: {separator}. Decimal mark: {mark}. No header.")
MISSING = N_("Left out because a value is missing ({text}): lines {lines}.")
RAGGED = N_("Left out because the number of fields is another: lines {lines}.")
WORDS = N_("Left out because of words among the numbers ({text}): lines {lines}.")
REASONS = (MISSING, RAGGED, WORDS)
"""Why a line is left out."""


@dataclass(frozen=True)
class LeftOut:
    """A line that was left out: its number in the text, why, and what stands there."""

    line: int
    reason: str
    text: str = ""


@dataclass(frozen=True)
class Report:
    """How a table was read.

    Attributes
    ----------
    rows : int
        The rows that were read.
    separator, decimal : str
        A key of SEPARATORS and one of DECIMALS.
    header : tuple of str
        The names above the columns; empty where there are none.
    left_out : tuple of LeftOut
        The lines that are not among the rows, besides empty ones and comments.
    remarks : tuple of Note
        What else must be said.
    """

    rows: int
    separator: str
    decimal: str
    header: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[Note, ...] = ()

    def notes(self) -> list[Note]:
        """All of it as sentences."""
        names = {"separator": SEPARATORS[self.separator], "mark": DECIMALS[self.decimal]}
        values: dict[str, float | str] = {"n": self.rows}
        if self.header:
            values["header"] = "; ".join(name[:SHOWN] or "–" for name in self.header[:8])
        first = Note(UNDERSTOOD if self.header else NO_HEADER, names, values)
        groups = [[one for one in self.left_out if one.reason == reason] for reason in REASONS]
        return [first, *map(_left_out, filter(None, groups)), *self.remarks]

    def __str__(self) -> str:
        """The sentences in English."""
        return " ".join(note.text() for note in self.notes())


def _left_out(lines: Sequence[LeftOut]) -> Note:
    """The sentence about lines that were left out for one reason."""
    texts = list(dict.fromkeys(one.text[:SHOWN] for one in lines if one.text))[:3]
    shown = ", ".join(str(one.line) for one in lines[:NAMED])
    more = f", … ({len(lines)})" if len(lines) > NAMED else ""
    return Note(lines[0].reason, values={"lines": shown + more, "text": ", ".join(f"“{text}”" for text in texts)})


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of one length with their names, and the report of how they were read.

    Attributes
    ----------
    columns : tuple of array
        float64 where a column holds numbers, text where it holds words.
    names : tuple of str
        From the header; empty where a column has none.
    """

    columns: tuple[Any, ...]
    names: tuple[str, ...]
    report: Report

    @property
    def numeric(self) -> tuple[int, ...]:
        """The columns that hold numbers."""
        return tuple(i for i, column in enumerate(self.columns) if column.dtype.kind == "f")

    @property
    def classes(self) -> tuple[int, ...]:
        """The columns that hold two different words."""
        words = [i for i in range(len(self.columns)) if i not in self.numeric]
        return tuple(i for i in words if len(np.unique(self.columns[i])) == 2)
