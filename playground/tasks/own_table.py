"""A visitor's own table as a task: one of its columns is predicted from others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from playground.engine.hyper import hyper
from playground.engine.kept import keep, kept
from playground.engine.losses import Loss, SquaredError
from playground.engine.messages import InputError, Note
from playground.engine.types import Array, Target
from playground.marking import N_
from playground.tasks.numbers import NumbersTask, ranges
from playground.tasks.task import UNUSUAL, USUAL, Input, Output

MOST_INPUTS = 20

FEWEST_ROWS = 4
"""Fewer leave nothing to set aside for the test."""

FEW = N_("There must be at least {n} rows: a quarter of them is set aside for the test.")
NO_INPUT = N_("Choose at least one input.")
MANY = N_("At most {n} inputs.")


@dataclass(frozen=True, eq=False)
class Sheet:
    """Columns with their names: the inputs, and last the one that is predicted, (I, F + 1).

    Raises
    ------
    InputError
        If a model cannot be trained on them.
    """

    names: tuple[str, ...]
    numbers: Array

    def __post_init__(self) -> None:
        """Check the columns."""
        rows, columns = self.numbers.shape
        if columns < 2:
            raise InputError(Note(NO_INPUT))
        if columns > MOST_INPUTS + 1:
            raise InputError(Note(MANY, values={"n": MOST_INPUTS}))
        if rows < FEWEST_ROWS:
            raise InputError(Note(FEW, values={"n": FEWEST_ROWS}))
        for name, column in zip(self.names, self.numbers.T, strict=True):
            if np.abs(column).max() > USUAL:
                raise InputError(Note(UNUSUAL, values={"input": name}))

    @property
    def text(self) -> str:
        """The name by which a visit's settings have it."""
        return keep(self, "\t".join(self.names).encode(), self.numbers.tobytes())


def read_sheet(text: str) -> Sheet | None:
    """The sheet of a name, None for an empty one; ValueError if it is kept no longer."""
    found: Sheet | None = kept(text, Sheet) if text else None
    return found


@dataclass(frozen=True)
class OwnTable(NumbersTask):
    """Univariate regression by least squares on a table that a visitor has brought."""

    name: ClassVar[str] = N_("Your own table")
    about: ClassVar[str] = N_("Univariate regression: one column of your table from others.")
    source: ClassVar[str] = N_("The table is your own: no link carries it, and nothing stores it.")
    kind: ClassVar[Target] = "regression"
    loss: ClassVar[Loss] = SquaredError()

    sheet: str = hyper("", symbol=N_("table"), length=40, parse=read_sheet, help=N_("Your own table"))

    @property
    def columns(self) -> Sheet:
        """The columns themselves."""
        found = read_sheet(self.sheet)
        if found is None:
            raise ValueError("there is no table")
        return found

    @property
    def inputs(self) -> tuple[Input, ...]:
        """All columns but the last."""
        sheet = self.columns
        described = [(name, "", step_of(column)) for name, column in zip(sheet.names, sheet.numbers.T, strict=True)]
        return tuple(entry._replace(word=True) for entry in ranges(self, described[:-1]))

    @property
    def outputs(self) -> tuple[Output, ...]:  # type: ignore[override]  # of the record, not of its class
        """The last column."""
        return (Output(self.columns.names[-1], ""),)

    @property
    def examples(self) -> tuple[Any, ...]:
        """Three of those set aside."""
        return tuple(tuple(self.real(k).tolist()) for k in self.data.test[:3])

    def table(self) -> tuple[Array, Array]:
        """The inputs and what is predicted."""
        numbers = self.columns.numbers
        return numbers[:, :-1], numbers[:, -1:]

    def title(self, index: int, language: str = "en") -> Note:
        """The number of the row."""
        return Note(N_("Row {number}"), values={"number": index + 1})


def step_of(column: Array) -> float:
    """What a press on − or + changes: 1 for whole numbers, else a round hundredth of the range."""
    reach = float(np.ptp(column))
    if not reach or (column == np.rint(column)).all():
        return 1.0
    return float(10.0 ** np.floor(np.log10(reach / 50)))
