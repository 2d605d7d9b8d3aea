"""A visitor's own data: pasted, from a file, or typed point by point; how they were read, and what they ask for."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import streamlit as st

from playground.engine import OBJECTIVES, Dataset, LogisticCurve, curvature
from playground.engine.hyper import hypers
from playground.engine.messages import InputError, Note
from playground.engine.points import TRAVELLING, is_binary, points_text, travels
from playground.i18n import number
from playground.link.playground import Settings, default_run, first_start, model_of, objective
from playground.link.values import Pick, default_pick
from playground.marking import N_
from playground.tables import Table, read_table
from playground.tables.report import DECIMALS, SEPARATORS
from playground.ui import own, session, widgets
from playground.ui.player.component import MALFORMED, echo, loader
from playground.ui.visitor import OwnData

ROWS = 2000
"""More rows than these are thinned, evenly: a page with them would be slow for everybody."""

UNDONE = 50
"""So many changes can be undone."""

TABLE, PASTE, FILE = "own-table", "own-paste", "own-file"
"""The keys of the widgets."""

AUTOMATIC = ""
"""What a menu says that leaves the choice to the reader of tables."""

NO_MINIMUM = N_("This loss has no minimum.")
THINNED = N_("Of {n} rows {m} are used, evenly spread: more would be slow.")
CLASSES = N_("“{zero}” counts as 0 and “{one}” as 1.")
STAYS = N_(
    "{n} points are more than a link carries ({most}): they stay in this session, and the link opens without them."
)
NOT_BINARY = N_("A logistic curve takes 0 and 1, or two words. The line was chosen instead.")
CONDITION = N_("Condition number of the Hessian: {before} as the data stand, {after} centred and scaled.")

_table = st.components.v2.component("playground.points", js=loader("table.js"), isolate_styles=False)


def has_data(pick: Pick) -> bool:
    """Whether a landscape is fitted to data."""
    return "data" in dict(pick.values)


def is_own(pick: Pick) -> bool:
    """Whether they are the visitor's own."""
    return has_data(pick) and bool(pick["data"])


def is_shared(now: object) -> bool:
    """Whether who opens the link of a page sees the same data."""
    return not isinstance(now, Settings) or not is_own(now.model) or travels(str(now.model["data"]))


# ---------------------------------------------------------------- what a change does


def _remember() -> None:
    """Let the change that is coming be undone."""
    mine = session.visit().own
    mine.past.append((session.settings().model, mine.held))
    del mine.past[:-UNDONE]


def _undo() -> None:
    mine = session.visit().own
    if mine.past:
        model, mine.held = mine.past.pop()
        own.put(model)


def _take_back() -> None:
    """The course's data again."""
    _remember()
    session.visit().own.clear()
    model = session.settings().model
    own.put(model.having(data="", scaled=False, **_proposed(model)))


def _proposed(model: Pick) -> dict[str, str]:
    """What lets a window be proposed anew, where a model has one of its own."""
    return {"window": ""} if "window" in dict(model.values) else {}


def _use(data: Dataset, classes: bool) -> None:
    """Fit to other data, with a window, a start and learning rates that suit them."""
    before = session.settings().model
    name = before.name if has_data(before) else "LinearRegression"
    if classes:
        name = "LogisticCurve"
    elif name == "LogisticCurve" and not is_binary(data.y):
        name = "LinearRegression"
    _remember()
    session.visit().own.held = data
    model = before if name == before.name else default_pick(OBJECTIVES, name)
    own.put(model.having(data=points_text(data), scaled=bool(dict(before.values).get("scaled")), **_proposed(model)))


def edit(data: Dataset) -> None:
    """Take points that were moved, added or removed one by one: start and learning rates stay where they can."""
    before = session.settings()
    if not has_data(before.model):
        return
    model = before.model.having(data=points_text(data), **_proposed(before.model))
    if not hypers(OBJECTIVES[model.name])["data"].allows(model["data"]):
        return
    same = data.x.size == model_of(before.model).data_size
    _remember()
    session.visit().own.held = data
    new = dataclasses.replace(
        before, model=model, batch=None if before.batch is None else min(before.batch, data.x.size)
    )
    if not same:
        runs = tuple(
            default_run(run.name, model) if run == default_run(run.name, before.model) else run for run in before.runs
        )
        inside = all(low <= at <= high for at, (low, high) in zip(new.start, objective(model).window, strict=True))
        new = dataclasses.replace(new, runs=runs, start=new.start if inside else first_start(model))
    session.put(new)


def take_points(told: Any) -> None:
    """Take what a browser tells, {"x": numbers, "y": numbers}; anything else changes nothing."""
    try:
        x, y = ([float(value) for value in told[name][: TRAVELLING + 1]] for name in ("x", "y"))
        if len(x) <= TRAVELLING:
            edit(Dataset(np.array(x), np.array(y)))
    except MALFORMED:
        return


# ---------------------------------------------------------------- reading


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
    _use(Dataset(x, y), is_words)


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


# ---------------------------------------------------------------- the section


def section(now: Settings) -> Pick:
    """Draw the section; returns the model with what its switch says."""
    t, pick = session.t(), now.model
    if not has_data(pick):
        return pick
    with widgets.unfold("own-data", t("Your own data"), is_own(pick)) as is_open:
        if not is_open:
            return pick
        _sources()
        _understood()
        if is_own(pick):
            _own(pick)
        _points(pick)
        return _centring(pick)


def _sources() -> None:
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


def _understood() -> None:
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
        key=_held("own-header", now),
        format_func=lambda one: heads[one],
        on_change=_overruled("header", "own-header", lambda said: read.get(str(said))),
    )


def _mark_menu(name: str, label: str, words: Mapping[str, str]) -> None:
    """A menu of marks, which the reader of tables chooses where the visitor does not."""
    t, key = session.t(), f"own-{name}"
    st.selectbox(
        label,
        [AUTOMATIC, *words],
        key=_held(key, session.visit().own.how.get(name, AUTOMATIC)),
        format_func=lambda one: t(words[one]) if one else t("as it seems"),
        on_change=_overruled(name, key, lambda said: said or None),
    )


def _held(key: str, value: Any) -> str:
    """The key of a widget that shows a value which is kept elsewhere."""
    st.session_state[key] = value
    return key


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
            key=_held(f"own-column{axis}", mine.columns[axis]),
            format_func=lambda column: table.names[column] or t("column {n}").format(n=column + 1),
            on_change=_chosen(axis),
        )


def _own(pick: Pick) -> None:
    """What is said of own data, and the ways back."""
    t, language = session.t(), session.language()
    model = model_of(pick)
    if not travels(str(pick["data"])):
        st.caption(t(STAYS).format(n=number(model.data_size, language), most=TRAVELLING))
    if isinstance(model, LogisticCurve) and not model.attainment.attained:
        st.caption(f"**{t(NO_MINIMUM)}** {t(model.attainment.reason)}")
    with st.container(horizontal=True, key="own-buttons"):
        st.button(t("Undo"), key="own-undo", on_click=_undo, disabled=not session.visit().own.past)
        st.button(t("The course's data"), key="own-back", on_click=_take_back)


def _points(pick: Pick) -> None:
    """A table of fields, for data that are few."""
    t, model = session.t(), model_of(pick)
    if model.data_size > TRAVELLING or pick["scaled"]:
        return

    def changed() -> None:
        told = st.session_state.get(TABLE)
        take_points(None if told is None else told.get("points"))

    data = {
        "x": [float(value) for value in model.x],
        "y": [float(value) for value in model.y],
        "words": {name: t(text) for name, text in WORDS.items()},
        "most": TRAVELLING,
        "lang": session.language(),
        "echo": echo(TABLE, "points"),
    }
    _table(key=TABLE, data=[data], on_points_change=changed)


WORDS = {
    "points": N_("{n} points"),
    "add": N_("Add a point"),
    "remove": N_("Remove point {n}"),
    "field": N_("{name} of point {n}"),
    "wrong": N_("“{text}” is not a number."),
}
"""What the table of points says."""


def _centring(pick: Pick) -> Pick:
    """The switch that centres and scales, and what it does to the condition number."""
    t, language = session.t(), session.language()
    fact = hypers(OBJECTIVES[pick.name])["scaled"]
    scaled = bool(widgets.hyper_widget("model.scaled", fact, pick["scaled"], t))
    if pick.name == "LinearRegression":
        before, after = (number(_condition(pick.having(scaled=on)), language) for on in (False, True))
        st.caption(t(CONDITION).format(before=before, after=after))
    if scaled == pick["scaled"]:
        return pick
    changed = pick.having(scaled=scaled, **_proposed(pick))
    _reopen(changed)
    return changed


def _reopen(pick: Pick) -> None:
    """Other units ask for another window, start and learning rate."""
    own.put(pick)
    st.rerun()


def _condition(pick: Pick) -> float:
    """λmax / λmin of a Hessian that is the same everywhere; ∞ where it is flat in a direction."""
    low, high = (float(value) for value in curvature(objective(pick), np.zeros(2)).eigenvalues)
    return high / low if low > 0 else math.inf
