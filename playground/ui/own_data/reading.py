"""Where own data come from, how they were read, and the menus that overrule it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import streamlit as st

from playground.engine import Dataset
from playground.engine.messages import InputError, Note
from playground.engine.points import is_binary
from playground.i18n import number
from playground.marking import N_
from playground.tables import Table, read_table
from playground.tables.report import DECIMALS, SEPARATORS
from playground.ui import session, widgets
from playground.ui.own_data.changes import held, use
from playground.ui.visitor import OwnData

ROWS = 2000
"""More rows than these are thinned, evenly: a page with them would be slow for everybody."""

PASTE, FILE = "own-paste", "own-file"
"""The keys of the widgets."""

AUTOMATIC = ""
"""What a menu says that leaves the choice to the reader of tables."""

THINNED = N_("Of {n} rows {m} are used, evenly spread: more would be slow.")
ONE_OF_NUMBERS = N_("Only one column holds numbers, and none holds two different words.")
CLASSES = N_("“{zero}” counts as 0 and “{one}” as 1.")
NOT_BINARY = N_("A logistic curve takes 0 and 1, or two words. The line was chosen instead.")


def sources() -> None:
    """A place to paste into, and one for a file."""
    t = session.t()
    st.text_area(
        t("Paste two columns from a spreadsheet"),
        key=PASTE,
        height=96,
        on_change=_pasted,
        placeholder="x; y\n1,5; 2,0\n2,5; 3,5",
    )
    st.file_uploader(t("Or choose a file (CSV or text, up to 1 MB)"), max_upload_size=1, key=FILE, on_change=_uploaded)


def _say(note: Note) -> str:
    return note.text(session.t(), lambda value: number(value, session.language(), 6))


def understood() -> None:
    """What was read and how, with menus that overrule it."""
    t, mine = session.t(), session.visit().own
    if mine.refused is not None:
        st.caption(f":red[{_plain(_say(mine.refused))}]")
    if mine.source is None:
        return
    if mine.table is not None:
        st.caption("  \n".join(_plain(_say(note)) for note in [*mine.table.report.notes(), *mine.remarks]))
        _column_menus(mine.table, mine)
    with widgets.unfold("own-how", t("Read it otherwise")) as is_open:
        if is_open:
            _manner(mine)


def _plain(text: str) -> str:
    """A text in which nothing is Markdown: it may hold what a visitor has pasted."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+!|<>~$:^" else sign for sign in text)


def _manner(mine: OwnData) -> None:
    t = session.t()
    _mark_menu("separator", t("Between the columns"), SEPARATORS)
    _mark_menu("decimal", t("Before the decimals"), DECIMALS)
    heads = {AUTOMATIC: t("as it seems"), "yes": t("names of the columns"), "no": t("data")}
    read: dict[str, bool] = {"yes": True, "no": False}
    now = next((word for word, said in read.items() if said is mine.how.get("header")), AUTOMATIC)
    st.selectbox(
        t("The first row"),
        list(heads),
        key=held("own-header", now),
        format_func=lambda one: heads[one],
        on_change=_overruled("header", "own-header", lambda said: read.get(str(said))),
    )


def _mark_menu(name: str, label: str, words: Mapping[str, str]) -> None:
    """A menu of marks, which the reader of tables chooses where the visitor does not."""
    t, key = session.t(), f"own-{name}"
    st.selectbox(
        label,
        [AUTOMATIC, *words],
        key=held(key, session.visit().own.how.get(name, AUTOMATIC)),
        format_func=lambda one: t(words[one]) if one else t("as it seems"),
        on_change=_overruled(name, key, lambda said: said or None),
    )


def _column_menus(table: Table, mine: OwnData) -> None:
    """Which columns are x and y, where there is a choice."""
    t = session.t()
    offered = ((*table.numeric,), (*table.numeric, *table.classes))
    if len(offered[1]) <= 2 and len(table.numeric) < 3:
        return
    for axis, columns in enumerate(offered):
        st.selectbox(
            (t("Column of x"), t("Column of y"))[axis],
            columns,
            key=held(f"own-column{axis}", mine.columns[axis]),
            format_func=lambda column: table.names[column] or t("column {n}").format(n=column + 1),
            on_change=_chosen(axis),
        )


# ---------------------------------------------------------------- what is read, and taken


def _read() -> None:
    """Read what was pasted or uploaded last, in the manner that the menus say."""
    mine = session.visit().own
    if mine.source is None:
        return
    try:
        mine.table = read_table(mine.source, language=session.language(), **mine.how)
        mine.refused = None
    except InputError as error:
        mine.table, mine.refused = None, error.note
        return
    numbers, offered = mine.table.numeric, (*mine.table.numeric, *mine.table.classes)
    if len(offered) < 2:
        mine.table, mine.refused = None, Note(ONE_OF_NUMBERS)
        return
    mine.columns = tuple(column for column in mine.columns if column in offered) if mine.columns else ()
    if len(mine.columns) < 2:
        second = next((column for column in offered if column != numbers[0]), numbers[0])
        mine.columns = (numbers[0], second)
    _take_columns()


def _take_columns() -> None:
    """Fit to the two columns that are chosen."""
    mine = session.visit().own
    if mine.table is None:
        return
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
    use(Dataset(x, y), is_words)


def _take_source(source: str | bytes) -> None:
    mine = session.visit().own
    mine.clear()
    mine.source = source
    _read()


def _pasted() -> None:
    text = str(st.session_state.get(PASTE) or "")
    if text.strip():
        _take_source(text)


def _uploaded() -> None:
    file = st.session_state.get(FILE)
    if file is not None:
        _take_source(file.getvalue())


def _overruled(name: str, key: str, read: Callable[[Any], Any]) -> Callable[[], None]:
    """What to do when a menu says how to read."""

    def changed() -> None:
        said = read(st.session_state.get(key))
        how = session.visit().own.how
        how.pop(name, None)
        if said is not None:
            how[name] = said
        _read()

    return changed


def _chosen(axis: int) -> Callable[[], None]:
    def changed() -> None:
        column, mine = st.session_state.get(f"own-column{axis}"), session.visit().own
        if isinstance(column, int) and len(mine.columns) == 2:
            mine.columns = (column, mine.columns[1]) if axis == 0 else (mine.columns[0], column)
            _take_columns()

    return changed
