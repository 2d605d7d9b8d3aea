"""What several lessons use: pieces of their text, tables, and numbers as the language writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from playground.content import Lesson
from playground.engine import Grid
from playground.figures.board import Picture, board
from playground.figures.small_multiples import Pane, panes
from playground.figures.theme import Raw
from playground.i18n import formulas, in_a_row, number
from playground.ui import elements, session


def say(words: Lesson, part: str) -> None:
    """A piece of the lesson's text, unless the page is projected."""
    if not session.presenting():
        st.markdown(words.parts[part])


def table(head: Sequence[str], rows: Iterable[Sequence[str]], first: str = "---") -> str:
    """A table in Markdown: numbers to the right, the first column as `first` says."""
    lines = [head, [first, *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def pair(vector: Any) -> str:
    """A vector in words, such as "(1.5, −2)"."""
    language = session.language()
    return f"({in_a_row([number(part, language) for part in vector], language)})"


def vector(values: Any) -> str:
    """A vector inside a formula; `formulas` gives it the mark of the language."""
    return r"\left(" + r",\ ".join(number(value, "en") for value in values) + r"\right)"


def calculation(lines: Sequence[str], key: str) -> None:
    """A calculation, a formula a line and each from the left: where the page is narrow, a long one is broken."""
    with st.container(key=f"calculation-{key}"):
        st.markdown(formulas("\n\n".join(f"$$\n{line}\n$$" for line in lines), session.language()))


def percent(share: float) -> str:
    """A share in per cent."""
    return f"{number(round(100 * float(share), 1), session.language())}\xa0%"


def side_by_side(rows: Sequence[Pane], key: str, alt: str, height: int = 280) -> None:
    """Each pane a chart of its own: side by side where there is room, one under the other on a phone."""
    for i, (column, row) in enumerate(zip(st.columns(len(rows)), rows, strict=True)):
        with column:
            figure = panes([row], look=session.look(), language=session.language(), height=height, legend=False)
            elements.chart(figure, f"{key}-{i}", alt)


def boards(ground: Grid, pictures: Iterable[Picture], **look: Any) -> list[Raw]:
    """Each picture on a board of its own over the same ground, to stand in columns; `look` is as for `board`."""
    return [board(ground.x, ground.y, ground.value, one, **look) for one in pictures]


def large(name: str = "large") -> Any:
    """A container whose text is large where the page is projected."""
    if session.presenting():
        st.html("<style>[class*=st-key-large] :is(p, .katex-display) { font-size: 1.35rem; line-height: 1.3; }</style>")
    return st.container(key=name)
