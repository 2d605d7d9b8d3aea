"""Tasks whose input is a row of numbers, and the tables from which their data are read."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from playground.engine.types import Array
from playground.tasks.task import Input, Reading, Task, checked, out_of_range


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table that ships with the project, by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns(table: Sequence[dict[str, str]], names: Sequence[str]) -> Array:
    """Some columns of a table as numbers."""
    return np.array([[float(row[name]) for name in names] for row in table])


def ranges(task: Task, described: Sequence[tuple[str, str, float | None]]) -> tuple[Input, ...]:
    """Inputs of these names, units and steps, with the ranges of the training part."""
    seen = task.data.real[task.data.train]
    ends = zip(seen.min(axis=0).tolist(), seen.max(axis=0).tolist(), strict=True)
    return tuple(Input(n, u, low, high, step) for (n, u, step), (low, high) in zip(described, ends, strict=True))


class NumbersTask(Task):
    """A task whose real-world input is a list of numbers."""

    def read(self, real: Any) -> Reading:
        """The numbers, one for each input, and which of them lie outside the range of the data."""
        values = checked(real, self.inputs)
        return Reading(values, self.data.inputs.apply(values), out_of_range(values, self.inputs))

    def real(self, index: int) -> Array:
        """The numbers of a datum, (F,)."""
        row: Array = self.data.real[index]
        return row
