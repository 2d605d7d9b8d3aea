"""The columns of a table that the playground's models are fitted to: x, and y that may be two words."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from playground.engine import Dataset
from playground.engine.messages import InputError, Note
from playground.engine.points import is_binary, plain_name
from playground.marking import N_
from playground.ui import session
from playground.ui.own_data.changes import held, use
from playground.ui.own_data.intake import Intake

ROWS = 2000
"""More rows than these are thinned, evenly: a page with them would be slow for everybody."""

THINNED = N_("Of {n} rows {m} are used, evenly spread: more would be slow.")
ONE_OF_NUMBERS = N_("Only one column holds numbers, and none holds two different words.")
CLASSES = N_("“{zero}” counts as 0 and “{one}” as 1.")
NOT_BINARY = N_("A logistic curve takes 0 and 1, or two words. The line was chosen instead.")


def _take() -> None:
    """Fit to two of the columns that were read; InputError if there are none."""
    mine = session.visit().own
    numbers, offered = mine.table.numeric, (*mine.table.numeric, *mine.table.classes)
    if len(offered) < 2:
        raise InputError(Note(ONE_OF_NUMBERS))
    mine.columns = tuple(column for column in mine.columns if column in offered)
    if len(mine.columns) < 2:
        mine.columns = (numbers[0], next(column for column in offered if column != numbers[0]))
    x, y = (mine.table.columns[column] for column in mine.columns[:2])
    mine.remarks = []
    is_words = y.dtype.kind != "f"
    if is_words:
        zero, one = sorted(set(y.tolist()))
        y = (y == one).astype(float)
        mine.remarks.append(Note(CLASSES, values={"zero": zero, "one": one}))
    elif session.settings().model.name == "LogisticCurve" and not is_binary(y):
        mine.remarks.append(Note(NOT_BINARY))
    if len(x) > ROWS:
        mine.remarks.append(Note(THINNED, values={"n": len(x), "m": ROWS}))
        kept = np.linspace(0, len(x) - 1, ROWS).astype(int)
        x, y = x[kept], y[kept]
    names = [plain_name(mine.table.names[column]) for column in mine.columns[:2]]
    use(Dataset(x, y), is_words, "|".join(names) if all(names) else "")


intake = Intake("own", N_("Paste two columns from a spreadsheet"), lambda: session.visit().own, _take)
"""Where data for the playground are brought."""


def column_menus() -> None:
    """Which columns are x and y, where there is a choice."""
    t, mine = session.t(), session.visit().own
    if mine.table is None or mine.refused is not None:
        return
    offered = ((*mine.table.numeric,), (*mine.table.numeric, *mine.table.classes))
    if len(offered[1]) <= 2 and len(mine.table.numeric) < 3:
        return
    for axis, columns in enumerate(offered):
        st.selectbox(
            (t("Column of x"), t("Column of y"))[axis],
            columns,
            key=held(f"own-column{axis}", mine.columns[axis]),
            format_func=lambda column: mine.table.names[column] or t("column {n}").format(n=column + 1),
            on_change=_chosen(axis),
        )


def _chosen(axis: int) -> Callable[[], None]:
    def changed() -> None:
        column, mine = st.session_state.get(f"own-column{axis}"), session.visit().own
        if isinstance(column, int) and len(mine.columns) == 2:
            mine.columns = (column, mine.columns[1]) if axis == 0 else (mine.columns[0], column)
            intake.taken()

    return changed
