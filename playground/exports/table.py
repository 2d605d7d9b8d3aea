"""Numbers as CSV: a spreadsheet of the visitor's language opens it as it is, and no digit is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine import Trajectory

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet takes φ for something else."""


def written(rows: Iterable[Sequence[Any]], language: str) -> str:
    """Rows as text: decimal comma and semicolons where the language has them, else point and comma."""
    comma = language == "es"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(value, comma) for value in row])
    return BYTE_ORDER_MARK + out.getvalue()


def _cell(value: Any, comma: bool) -> str:
    if isinstance(value, float | np.floating):
        text = repr(float(value))
        return text.replace(".", ",") if comma else text
    return str(value)


def run_table(path: Trajectory, language: str) -> str:
    """A run, one row an iterate: step, φ, L, and of the step that leads there what the optimizer computed; batches."""
    terms = {} if not path.steps else {name: rows for name, rows in path.terms.items() if _fits(rows, path)}
    terms.pop("phi", None)
    d = path.phi.shape[-1]
    names = ["step", *(f"phi_{i}" for i in range(d)), "L"]
    for name, rows in terms.items():
        names += [name] if rows.ndim == 1 else [f"{name}_{i}" for i in range(rows.shape[-1])]
    names += ["batch"] if path.batches is not None else []
    return written([names, *(_row(path, terms, step) for step in range(path.steps + 1))], language)


def _fits(rows: Any, path: Trajectory) -> bool:
    """Whether a term is a number or a vector a step."""
    return np.shape(rows) in {(path.steps,), (path.steps, path.phi.shape[-1])}


def _row(path: Trajectory, terms: dict[str, Any], step: int) -> list[Any]:
    row = [step, *path.phi[step], path.value[step]]
    for rows in terms.values():
        if step == 0:
            row += [""] * (1 if rows.ndim == 1 else rows.shape[-1])
        else:
            row += np.atleast_1d(rows[step - 1]).tolist()
    if path.batches is not None:
        row.append(" ".join(map(str, path.batches[step - 1].tolist())) if step else "")
    return row


def training_table(phi: NDArray[Any], loss: NDArray[Any], language: str) -> str:
    """A training, one row a step: its loss, and every parameter; phi is (steps + 1, d)."""
    names = ["step", "L", *(f"phi_{i}" for i in range(phi.shape[-1]))]
    rows = ([step, loss[step], *phi[step]] for step in range(len(phi)))
    return written([names, *rows], language)
