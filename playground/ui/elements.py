"""What pages are made of: charts in the app's manner, places that the player fills, and a few lines of HTML."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

from playground.engine.messages import Note
from playground.figures.theme import CONFIG, Raw, enlarged, typeset
from playground.i18n import number
from playground.marking import N_
from playground.ui import session
from playground.ui.described import described

Given = ParamSpec("Given")


Drawn = TypeVar("Drawn")


KEYS = N_(
    "Keys: Space plays and pauses, ← and → make a step, Home and End go to the first and the last. Where the start "
    "has the focus (Tab), the arrow keys move it, with Shift further. PageUp and PageDown go through the steps of a "
    "lesson."
)


def sentence(note: Note, digits: int = 4) -> str:
    """A note in the visitor's language."""
    language = session.language()
    return note.text(session.t(), lambda value: number(value, language, digits))


def host(name: str, heading: str = "", about: str = "") -> None:
    """An empty place that the player fills, under a heading; `about` says more where it is asked for."""
    head = f'<h2 class="pg-heading">{typeset(heading)}</h2>' if heading else ""
    if about:
        head = f'<div class="pg-headed">{head}{explanation(about)}</div>'
    st.html(f'{head}<div class="pg-host-{name}"></div>')


def rule() -> None:
    """The places for the rule of a projected page: its lines in symbols, and the same with the numbers of the step."""
    host("formula")
    host("numbers")


def explanation(words: str) -> str:
    """HTML of a question mark that opens a sentence or two, by mouse, finger and keys."""
    name = html.escape(session.t()("What this means"))
    return f'<details class="pg-what"><summary aria-label="{name}">?</summary><p>{html.escape(words)}</p></details>'


def at_rest(draw: Callable[Given, Drawn]) -> Callable[Given, Drawn]:
    """Mark what `draw` draws as that of the step at which the player rests; the browser dims it while it moves on."""

    @wraps(draw)
    def marked(*args: Given.args, **kwargs: Given.kwargs) -> Drawn:
        with st.container(key=f"rest-{draw.__name__.strip('_')}"):
            return draw(*args, **kwargs)

    return marked


def say_shown(of: str, step: int | None) -> None:
    """Tell the browser for what, and for which step, the figures at rest are drawn; None: for every step."""
    st.html(f'<i class="pg-shown" data-of="{of}" data-step="{"" if step is None else step}"></i>')


def say_keys() -> None:
    """Which keys do what, at the end of a page that is not projected."""
    if not session.presenting() and not session.plain():
        st.html(f'<p class="pg-foot pg-keys">{session.t()(KEYS)}</p>')


def transport_place(address: str, rules: Sequence[tuple[str, str]] = ()) -> None:
    """Where the player puts its transport, and what is read there until it does.

    On a phone it puts there a menu of `rules` too: names and words of the optimizers to choose from.

    It belongs to the page itself and to none of its fragments, so that it stays in view wherever the page is scrolled.
    """
    menu = f'<div class="pg-rules" data-rules="{html.escape(json.dumps(rules))}"></div>' if rules else ""
    st.html(f'<div class="pg-row"><div class="pg-host-transport"></div>{menu}{_note(address)}</div>')


CONTOURS = ("contour",)
"""The keys of what is the large chart where a page is projected."""


def chart(figure: Raw, key: str, alt: str | None = None) -> None:
    """Show a figure in the app's manner; large where the page is projected. `alt` names it; its numbers are added."""
    told = described(figure, session.t(), session.language())
    shown = enlarged(figure, key not in CONTOURS) if session.presenting() else figure
    st.plotly_chart(shown, theme=None, config=CONFIG, alt=f"{alt or ''} {told}".strip() or None, key=key)


def _note(address: str) -> str:
    """What is read where the player cannot run; the player removes it, and it shows only after a while."""
    if session.plain():
        return ""
    t = session.t()
    words, link = t("Nothing moves here? Your browser seems to block the player."), t("Show the whole path instead")
    query = html.escape(address)
    return f'<p class="pg-note">{words} <a href="?{query}&amp;plain=1" target="_self">{link}</a></p>'


VERSION = "0.1.0"
"""As in CITATION.cff."""

SOURCE = "PLAYGROUND_SOURCE"
"""The variable with the address of the source, where the house that runs the app tells it."""


def foot() -> None:
    """A quiet line at the end of a page: what this is, how it is cited, and where its source is."""
    if session.presenting() or "foot" in session.hidden():
        return
    t, source = session.t(), os.environ.get(SOURCE, "")
    cited = t("To cite: {title}, version {version}.").format(title=t("Playground of fitting models"), version=VERSION)
    link = f' <a href="{html.escape(source)}">{t("Source")}</a>.' if source.startswith("https://") else ""
    st.html(f'<p class="pg-foot">{cited}{link}</p>')
