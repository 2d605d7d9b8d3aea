"""Where a table is brought: pasted, dropped or chosen; what was understood of it, and the menus that overrule it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from playground.engine.messages import InputError, Note
from playground.i18n import number
from playground.marking import N_
from playground.tables import LIMIT, read_table
from playground.tables.reading import TOO_LARGE
from playground.tables.report import DECIMALS, SEPARATORS
from playground.ui import session, widgets
from playground.ui.own_data.changes import held
from playground.ui.player.component import MALFORMED, loader
from playground.ui.visitor import OwnData

AUTOMATIC = ""
"""What a menu says that leaves the choice to the reader of tables."""

PLACEHOLDER = "x; y\n1,5; 2,0\n2,5; 3,5"

WORDS = {
    "choose": N_("Choose a file"),
    "drop": N_("CSV or text, up to 1 MB; it may be dropped here too."),
    "large": TOO_LARGE,
}
"""What the place says, beside what is to be pasted."""

_place = st.components.v2.component("playground.intake", js=loader("intake.js"), isolate_styles=False)


@dataclass(frozen=True)
class Intake:
    """A place where a table is brought.

    Parameters
    ----------
    name : str
        The keys of its widgets begin so.
    label : str
        What is to be pasted.
    kept : callable()
        Where the visit keeps what was brought.
    take : callable()
        Called when a table has been read; InputError says why it is of no use.
    """

    name: str
    label: str
    kept: Callable[[], OwnData]
    take: Callable[[], None]

    def draw(self) -> None:
        """The place, with what is said of the table that was brought last."""
        t, mine = session.t(), self.kept()
        said = self._said(mine)
        if session.plain():
            st.text_area(t(self.label), key=f"{self.name}-paste", on_change=self._pasted, placeholder=PLACEHOLDER)
            for line in said:
                st.text(line)
            return
        data = {
            "words": {"paste": t(self.label), **{name: t(text) for name, text in WORDS.items()}},
            "placeholder": PLACEHOLDER,
            "limit": LIMIT,
            "said": said,
            "wrong": mine.refused is not None,
            "reading": mine.readings,
        }
        _place(key=f"{self.name}-bring", data=[data], on_brought_change=self._brought)

    def overrule(self) -> None:
        """Menus that say how it is to be read."""
        if self.kept().source is None:
            return
        t, how = session.t(), self.kept().how
        with widgets.unfold(f"{self.name}-how", t("Read it differently")) as is_open:
            if not is_open:
                return
            self._mark_menu("separator", t("Between the columns"), SEPARATORS)
            self._mark_menu("decimal", t("Before the decimals"), DECIMALS)
            heads = {AUTOMATIC: t("as it seems"), "yes": t("names of the columns"), "no": t("data")}
            read: dict[str, bool] = {"yes": True, "no": False}
            key = f"{self.name}-header"
            st.selectbox(
                t("The first row"),
                list(heads),
                key=held(key, next((word for word, said in read.items() if said is how.get("header")), AUTOMATIC)),
                format_func=lambda one: heads[one],
                on_change=self._overruled("header", key, lambda said: read.get(str(said))),
            )

    def bring(self, source: str | bytes) -> None:
        """Read a table, and take it."""
        mine = self.kept()
        mine.clear()
        mine.source = source
        self._read()

    def taken(self) -> None:
        """Take the table that was read, or say why it is of no use."""
        mine = self.kept()
        mine.refused = None
        try:
            self.take()
        except InputError as error:
            mine.refused = error.note

    def _read(self) -> None:
        mine = self.kept()
        if mine.source is None:
            return
        mine.readings += 1
        mine.table, mine.remarks = None, []
        try:
            mine.table = read_table(mine.source, language=session.language(), **mine.how)
        except InputError as error:
            mine.refused = error.note
            return
        self.taken()

    def _said(self, mine: OwnData) -> list[str]:
        """What was read and how, or why nothing was."""
        notes = [mine.refused] if mine.refused is not None else []
        if mine.table is not None and not notes:
            notes = [*mine.table.report.notes(), *mine.remarks]
        return [_text(note) for note in notes]

    def _mark_menu(self, name: str, label: str, words: Mapping[str, str]) -> None:
        """A menu of marks, which the reader of tables chooses where the visitor does not."""
        t, key = session.t(), f"{self.name}-{name}"
        st.selectbox(
            label,
            [AUTOMATIC, *words],
            key=held(key, self.kept().how.get(name, AUTOMATIC)),
            format_func=lambda one: t(words[one]) if one else t("as it seems"),
            on_change=self._overruled(name, key, lambda said: said or None),
        )

    def _overruled(self, name: str, key: str, read: Callable[[Any], Any]) -> Callable[[], None]:
        """What to do when a menu says how to read."""

        def changed() -> None:
            said, how = read(st.session_state.get(key)), self.kept().how
            how.pop(name, None)
            if said is not None:
                how[name] = said
            self._read()

        return changed

    def _brought(self) -> None:
        try:
            source = source_of(st.session_state[f"{self.name}-bring"]["brought"])
        except MALFORMED:
            return
        if source.strip():
            self.bring(source)

    def _pasted(self) -> None:
        text = str(st.session_state.get(f"{self.name}-paste") or "")
        if text.strip():
            self.bring(text)


def source_of(told: Any) -> str | bytes:
    """What a browser has brought, {"text": text} or {"file": base64}; one of MALFORMED for anything else.

    No more of it is looked at than what `read_table` refuses as too large.
    """
    if "text" in told:
        return str(told["text"])[: LIMIT + 1]
    return base64.b64decode(told["file"][: 4 * (LIMIT // 3 + 2)], validate=True)


def _text(note: Note) -> str:
    return note.text(session.t(), lambda value: number(value, session.language(), 6))
