"""A table of the visitor's own on the page of a task: which column is predicted, and from which."""

from __future__ import annotations

import dataclasses

import numpy as np
import streamlit as st

from playground.engine.messages import InputError, Note
from playground.engine.points import plain_name
from playground.link.task import OPEN, TaskSettings, default_settings
from playground.marking import N_
from playground.tables import Table
from playground.tasks.own_table import MANY, MOST_INPUTS, NO_INPUT, Sheet
from playground.ui import session, widgets
from playground.ui.own_data.changes import held
from playground.ui.own_data.intake import Intake
from playground.ui.own_data.reading import THINNED
from playground.ui.task import state

ROWS = 1000
"""More rows than these are thinned, evenly."""

ONE_OF_NUMBERS = N_("Only one column holds numbers: there is nothing to predict it from.")
STAYS = N_("Your table stays in this session: no link carries it, and nothing stores it.")


def section(now: TaskSettings, hide: frozenset[str]) -> None:
    """Where a table is brought, on the page that takes one."""
    t = session.t()
    if now.task != OPEN or "data" in hide:
        return
    with widgets.unfold("own-table", t("Your own table"), bool(now.data)) as is_open:
        if not is_open:
            return
        intake.draw()
        intake.overrule()
        st.caption(t(STAYS))
        mine = session.visit().table
        if mine.table is not None and mine.columns:
            _columns(mine.table, mine.columns)
        if now.data:
            st.button(t("The made-up houses"), key="table-back", on_click=_take_back)


def _columns(table: Table, chosen: tuple[int, ...]) -> None:
    """Which column is predicted, and which are the inputs."""
    t, names = session.t(), _names(table)
    target, inputs = chosen[0], list(chosen[1:])
    st.selectbox(
        t("What is predicted"),
        table.numeric,
        key=held("table-target", target),
        format_func=names.__getitem__,
        on_change=_choose,
    )
    st.pills(
        t("Inputs"),
        [column for column in table.numeric if column != target],
        selection_mode="multi",
        key=held("table-inputs", inputs),
        format_func=names.__getitem__,
        on_change=_choose,
    )


def _names(table: Table) -> dict[int, str]:
    """What the columns are called; two of one name are told apart."""
    t = session.t()
    names: dict[int, str] = {}
    for column in table.numeric:
        name = plain_name(table.names[column]) or t("column {n}").format(n=column + 1)
        names[column] = name if name not in names.values() else f"{name} ({column + 1})"
    return names


def _choose() -> None:
    """Take the columns that the menus say."""
    mine, given = session.visit().table, st.session_state
    target, inputs = given.get("table-target"), given.get("table-inputs") or []
    if mine.table is None or target not in mine.table.numeric:
        return
    before, columns = mine.columns, (target, *(column for column in mine.table.numeric if column in inputs))
    if target != before[0]:  # the one that was predicted takes its place
        columns = (target, *(before[0] if column == target else column for column in before[1:]))
    mine.columns = columns
    intake.taken()
    if mine.refused is not None:
        mine.columns = before
        mine.readings += 1


def _take() -> None:
    """Train on the table that was read: at first its last column from the others; InputError if that cannot be."""
    mine = session.visit().table
    table: Table = mine.table
    if len(table.numeric) < 2:
        raise InputError(Note(ONE_OF_NUMBERS))
    if not mine.columns or not set(mine.columns) <= set(table.numeric):
        mine.columns = (table.numeric[-1], *table.numeric[:-1][:MOST_INPUTS])
    if len(mine.columns) < 2:
        raise InputError(Note(NO_INPUT))
    if len(mine.columns) > MOST_INPUTS + 1:
        raise InputError(Note(MANY, values={"n": MOST_INPUTS}))
    names, order = _names(table), (*mine.columns[1:], mine.columns[0])
    numbers = np.column_stack([table.columns[column] for column in order])
    mine.remarks = []
    if len(numbers) > ROWS:
        mine.remarks.append(Note(THINNED, values={"n": len(numbers), "m": ROWS}))
        numbers = numbers[np.linspace(0, len(numbers) - 1, ROWS).astype(int)]
    mine.held = Sheet(tuple(names[column] for column in order), numbers)
    _open(mine.held.text)


def _take_back() -> None:
    session.visit().table.clear()
    _open("")


def _open(data: str) -> None:
    """The page on other data, in a callback: optimizer and number of steps stay."""
    now = state.settings(OPEN)
    fresh = default_settings(OPEN, data=data)
    rule = now.rule if now.rule.name == fresh.rule.name else fresh.rule
    state.put(dataclasses.replace(fresh, rule=rule, steps=now.steps))


TO_PASTE = N_("Paste a table with a header: a column to predict, and its inputs")

intake = Intake("table", TO_PASTE, lambda: session.visit().table, _take)
"""Where a table is brought."""
