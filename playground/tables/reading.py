"""Reading a table: separator and decimal mark are chosen together, as the pair under which most rows are numbers.

What is hostile or no table at all is refused before anything is split: a sentence, and no more than a glance at it.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from playground.engine.messages import InputError, Note
from playground.i18n import decimal_mark
from playground.marking import N_
from playground.tables.cells import is_missing, is_word, number
from playground.tables.columns import MOST_COLUMNS, Row, table_of
from playground.tables.report import SEPARATORS, Table

LIMIT = 2**20
"""Bytes, or letters, of the largest table."""

LONGEST_LINE = 4000
"""Letters of the longest line."""

MOST_LINES, MOST_LETTERS, BEGINNING = 8000, 250_000, 40
"""Of more lines or letters than these so many are read, evenly spread, and all lines at the beginning.

A megabyte of numbers takes seconds, and all who are on the same server would wait.
"""

LOOKED_AT = 400
"""So many lines, spread evenly, decide separator and decimal mark."""

COMMENT = ("#", "%")
"""A line that begins so is no row."""

ARCHIVES = {b"PK\x03\x04", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0", b"%PDF", b"Rar!", b"7z\xbc\xaf"}
"""How files begin that are no text."""

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

TOO_LARGE = N_("This is larger than 1 MB. Keep the two columns that matter, or fewer rows.")
NO_TEXT = N_("This is not text: save the sheet as CSV, or copy its columns and paste them.")
EMPTY = N_("There is nothing here yet. Paste two columns of numbers.")
LONG_LINE = N_("Line {line} has more than {n} characters: this is not a table.")
THINNED = N_("Of {n} lines {m} were read, evenly spread.")
WIDE = N_("There are more than {n} columns.")
ONE_COLUMN = N_("Only one column was found. There must be at least two, separated by a tab, a semicolon or a comma.")
NO_ROWS = N_("No row of numbers was found. The first line is: {text}")


Line = tuple[int, str]
"""The number of a line in the text, from 1 on, and what stands there."""


def read_table(
    source: str | bytes,
    *,
    separator: str | None = None,
    decimal: str | None = None,
    header: bool | None = None,
    language: str = "en",
) -> Table:
    """The columns of numbers that a text holds.

    Parameters
    ----------
    source : str or bytes
        As it was pasted, or as it lies in a file.
    separator, decimal : str, optional
        What the visitor says; by default what fits best.
    header : bool, optional
        Whether the first row names the columns; by default whether it is no row of numbers.
    language : str
        Where both decimal marks fit, that of the language is taken.

    Raises
    ------
    InputError
        A ValueError whose `note` says, to be translated, why this cannot be read.
    """
    lines, comments = _lines(_text(source))
    count = len(lines)
    lines = _thinned(lines)
    if all(_fields(text) > MOST_COLUMNS for _, text in lines[:LOOKED_AT]):
        raise InputError(Note(WIDE, values={"n": MOST_COLUMNS}))
    pair = _pair(lines, separator, decimal, language)
    found = None if pair is None else table_of(_rows(lines, pair[0]), _rows(comments, pair[0]), *pair, header)
    if found is None:
        raise InputError(_refusal(lines))
    if len(lines) == count:
        return found
    told = Note(THINNED, values={"n": count, "m": len(lines)})
    return replace(found, report=replace(found.report, remarks=(*found.report.remarks, told)))


# ---------------------------------------------------------------- the text


def _text(source: str | bytes) -> str:
    """The source as text."""
    if len(source) > LIMIT:
        raise InputError(Note(TOO_LARGE))
    text = _decoded(source) if isinstance(source, bytes) else source.removeprefix("\ufeff")
    if "\0" in text:
        raise InputError(Note(NO_TEXT))
    if not text.strip():
        raise InputError(Note(EMPTY))
    return text


def _decoded(source: bytes) -> str:
    """The encoding is told by its mark at the beginning; else it is UTF-8, or what Windows had before."""
    if any(source.startswith(mark) for mark in ARCHIVES):
        raise InputError(Note(NO_TEXT))
    for mark, encoding in BOMS:
        if source.startswith(mark):
            return source[len(mark) :].decode(encoding, "replace")
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError:
        return source.decode("cp1252", "replace")


def _lines(text: str) -> tuple[list[Line], list[Line]]:
    """The lines that may be rows, and the comments, without empty ones."""
    rows: list[Line] = []
    comments: list[Line] = []
    for at, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if len(line) > LONGEST_LINE:
            raise InputError(Note(LONG_LINE, values={"line": at, "n": LONGEST_LINE}))
        if line.strip(" \t;,|\N{NO-BREAK SPACE}"):
            (comments if line.lstrip().startswith(COMMENT) else rows).append((at, line))
    if not rows:
        raise InputError(Note(EMPTY))
    return rows, comments


def _thinned(lines: list[Line]) -> list[Line]:
    """Of very many lines those at the beginning, where a header may stand, and then as many as are read soon."""
    letters = sum(len(text) for _, text in lines)
    most = max(2 * BEGINNING, min(MOST_LINES, int(len(lines) * MOST_LETTERS / max(letters, 1))))
    if len(lines) <= most:
        return lines
    rest = np.linspace(BEGINNING, len(lines) - 1, most - BEGINNING).astype(int)
    return lines[:BEGINNING] + [lines[i] for i in rest]


def _rows(lines: Sequence[Line], separator: str) -> list[Row]:
    marks = "".join(COMMENT) + " "
    return [
        Row(at, _split(text.lstrip(marks) if text.lstrip()[:1] in COMMENT else text, separator)) for at, text in lines
    ]


def _split(text: str, separator: str) -> list[str]:
    """The fields of a line; between quotation marks a separator is none."""
    plain = text.replace("\N{NO-BREAK SPACE}", " ").strip() if separator == " " else text
    if '"' in plain:
        return [field.strip() for field in next(csv.reader([plain], delimiter=separator, skipinitialspace=True), [])]
    return re.split(" +", plain) if separator == " " else [field.strip() for field in plain.split(separator)]


# ---------------------------------------------------------------- separator and decimal mark


Pair = tuple[str, str]


def _pair(lines: Sequence[Line], separator: str | None, decimal: str | None, language: str) -> Pair | None:
    """Separator and decimal mark under which most rows are read; None if none is under any."""
    usual = decimal_mark(language)
    decimals = [decimal] if decimal else [usual, "." if usual == "," else ","]
    separators = [separator] if separator else list(SEPARATORS)
    step = max(1, len(lines) // LOOKED_AT)
    some = lines[::step]
    is_quoted = any('"' in text for _, text in some)  # then a comma may be both
    best: tuple[tuple[int, ...], Pair] | None = None
    for one in separators:
        rows = [_split(line, one) for _, line in some]
        for mark in decimals:
            score = _score(rows, mark) if one != mark or is_quoted else (0,)
            if score > (0,) and (best is None or score > best[0]):  # of equal ones the first
                best = (score, (one, mark))
    return None if best is None else best[1]


def _score(rows: Sequence[Sequence[str]], mark: str) -> tuple[int, ...]:
    """How many rows of the commonest width are all numbers, then how many have numbers and clean words only."""
    whole: Counter[int] = Counter()
    clean: Counter[int] = Counter()
    for fields in rows:
        if not 2 <= len(fields) <= MOST_COLUMNS:
            continue
        others = [field for field in fields if number(field, mark) is None]
        if len(others) == len(fields):
            continue
        whole[len(fields)] += not others
        clean[len(fields)] += all(is_missing(field) or is_word(field) for field in others)
    if not clean:
        return (0,)
    return max((whole[width], clean[width]) for width in clean) if any(clean.values()) or any(whole.values()) else (0,)


def _fields(text: str) -> int:
    """How many fields a line has at most, under any separator."""
    return 1 + max(text.count(one) for one in SEPARATORS)


def _refusal(lines: Sequence[Line]) -> Note:
    """Why nothing was read."""
    first = lines[0][1]
    if _fields(first) > MOST_COLUMNS:
        return Note(WIDE, values={"n": MOST_COLUMNS})
    if all(len(_split(text, one)) < 2 for _, text in lines[:LOOKED_AT] for one in SEPARATORS):
        return Note(ONE_COLUMN)
    return Note(NO_ROWS, values={"text": first.strip()[:60]})
