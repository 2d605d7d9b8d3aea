"""From rows of fields to columns: which row is the header, what each column holds, and which rows are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from playground.engine.messages import Note
from playground.marking import N_
from playground.tables.cells import has_sign, is_ambiguous, is_missing, number
from playground.tables.report import MISSING, RAGGED, WORDS, LeftOut, Report, Table

MOST_COLUMNS = 100

AMBIGUOUS = N_("{text} was read as {value}. If something else is meant, choose the other decimal mark.")
ROW_NUMBERS = N_("The first column holds row numbers and was left out.")
SPARSE = N_("Most of a column is empty, so it was left out: {text}.")
UNITS = N_("Signs of units were left out: {text} was read as {value}.")


class Row(NamedTuple):
    """The number of a line in the text, and its fields."""

    at: int
    fields: list[str]


def table_of(
    rows: Sequence[Row], comments: Sequence[Row], separator: str, mark: str, header: bool | None
) -> Table | None:
    """The table of rows that have been split at a separator; None if fewer than two columns or no rows are left.

    `comments` are the lines that may name the columns; `header` is as for `read_table`.
    """
    numbers = [[number(field, mark) for field in row.fields] for row in rows]
    width = _width(rows, numbers)
    if not 2 <= width <= MOST_COLUMNS:
        return None
    full = [i for i, row in enumerate(rows) if len(row.fields) == width]
    is_number = [_holds_numbers([rows[i].fields[j] for i in full], [numbers[i][j] for i in full]) for j in range(width)]
    begin, names = _header(rows, numbers, comments, is_number, header)
    title = max(0, begin - 1) if names and begin else begin
    out = [LeftOut(row.at, RAGGED) for row in [*rows[:title], *rows[begin:]] if len(row.fields) != width]
    out += [LeftOut(row.at, WORDS, row.fields[0]) for row in rows[:title] if len(row.fields) == width]
    body = [i for i in full if i >= begin]
    remarks: list[Note] = []
    columns = [j for j in range(width) if _is_column(j, body, rows, numbers, names, remarks)]
    kept = []
    for i in body:
        lack = _lack(rows[i], columns, numbers[i], is_number)
        if lack is None:
            kept.append(i)
        else:
            out.append(lack)
    if len(columns) < 2 or not kept or not any(is_number[j] for j in columns):
        return None
    remarks += _remarks([rows[i].fields[j] for i in kept for j in columns if is_number[j]], mark)
    arrays = tuple(
        np.array([numbers[i][j] if is_number[j] else rows[i].fields[j] for i in kept], float if is_number[j] else str)
        for j in columns
    )
    shown = tuple(names[j] if names else "" for j in columns)
    lines = tuple(sorted(out, key=lambda one: one.line))
    return Table(arrays, shown, Report(len(kept), separator, mark, shown if names else (), lines, tuple(remarks)))


def _width(rows: Sequence[Row], numbers: Sequence[Sequence[float | None]]) -> int:
    """The commonest number of fields among rows that hold numbers, at least two fields; 0 if there are none."""
    found = (len(row.fields) for row, some in zip(rows, numbers, strict=True) if any(v is not None for v in some))
    counts = Counter(width for width in found if width > 1)
    return max(counts, key=lambda width: (counts[width], width)) if counts else 0


def _holds_numbers(fields: Sequence[str], numbers: Sequence[float | None]) -> bool:
    """Whether more fields of a column are numbers than words."""
    count = sum(1 for value in numbers if value is not None)
    words = sum(1 for field, value in zip(fields, numbers, strict=True) if value is None and not is_missing(field))
    return count > 0 and count >= words


def _header(
    rows: Sequence[Row],
    numbers: Sequence[Sequence[float | None]],
    comments: Sequence[Row],
    is_number: Sequence[bool],
    header: bool | None,
) -> tuple[int, tuple[str, ...]]:
    """Where the rows of data begin, and the names of the columns, none where there is no header."""
    width = len(is_number)
    begin = (
        header
        if header is not None
        else next((i for i in range(len(rows)) if _is_data(i, rows, numbers, is_number)), 0)
    )
    begin = int(begin)
    if begin:
        above = [field.strip('"') for field in rows[begin - 1].fields]
        # R writes no name above its row names.
        above = ["", *above] if len(above) == width - 1 else above
        return begin, tuple(above) if len(above) == width else ()
    last = [row for row in comments if row.at < rows[0].at][-1:]
    named = header is None and last and len(last[0].fields) == width
    return 0, tuple(last[0].fields) if named else ()


def _is_data(i: int, rows: Sequence[Row], numbers: Sequence[Sequence[float | None]], is_number: Sequence[bool]) -> bool:
    """Whether numbers stand in a row where numbers must."""
    if len(rows[i].fields) != len(is_number):
        return False
    due = [j for j, one in enumerate(is_number) if one]
    return any(numbers[i][j] is not None for j in due) and all(
        numbers[i][j] is not None or is_missing(rows[i].fields[j]) for j in due
    )


def _is_column(
    j: int,
    body: Sequence[int],
    rows: Sequence[Row],
    numbers: Sequence[Sequence[float | None]],
    names: Sequence[str],
    remarks: list[Note],
) -> bool:
    """Whether a column is offered; if not, a remark says so, but of an empty one without a name."""
    name = names[j] if names else ""
    filled = sum(1 for i in body if not is_missing(rows[i].fields[j]))
    if 2 * filled < len(body):
        if name or filled:
            remarks.append(Note(SPARSE, values={"text": name or str(j + 1)}))
        return False
    if j == 0 and names and not name and len(rows[body[0]].fields) > 2:
        steps = [numbers[i][0] for i in body]
        if steps[0] in (0.0, 1.0) and steps == [steps[0] + k for k in range(len(body))]:
            remarks.append(Note(ROW_NUMBERS))
            return False
    return True


def _lack(
    row: Row, columns: Sequence[int], numbers: Sequence[float | None], is_number: Sequence[bool]
) -> LeftOut | None:
    """Why a row is left out; None if nothing is lacking."""
    for j in columns:
        field = row.fields[j]
        if is_missing(field) and (numbers[j] is None or not is_number[j]):
            return LeftOut(row.at, MISSING, field or " ")
        if is_number[j] and numbers[j] is None:
            return LeftOut(row.at, WORDS, field)
    return None


def _remarks(fields: Sequence[str], mark: str) -> list[Note]:
    """What must be said of numbers that might be meant otherwise."""
    found = []
    for applies, message in ((is_ambiguous, AMBIGUOUS), (has_sign, UNITS)):
        first = next((field for field in fields if applies(field)), None)
        everywhere = first is not None and (message is UNITS or all(map(_could_be_otherwise, fields)))
        value = None if first is None else number(first, mark)
        if everywhere and first is not None and value is not None:
            found.append(Note(message, values={"text": first, "value": value}))
    return found


def _could_be_otherwise(field: str) -> bool:
    """Whether a number is read under both decimal marks."""
    return number(field, ".") is not None and number(field, ",") is not None
