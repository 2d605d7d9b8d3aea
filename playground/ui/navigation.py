"""The pages and their order: one row a page; the address of a page is the same in every language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from playground.i18n import Translator
from playground.marking import N_

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Page:
    """A page of the app: its script, its title, its address, and the group it stands in."""

    script: str
    title: str
    url: str
    group: str = ""


PAGES = (Page("pages/play.py", N_("Playground"), "", ""),)
"""All pages, in the order of the navigation."""


def menu(t: Translator) -> dict[str, list[st.Page]]:
    """The pages by group, as st.navigation takes them; the first page is the default."""
    groups: dict[str, list[st.Page]] = {}
    for i, page in enumerate(PAGES):
        made = st.Page(ROOT / page.script, title=t(page.title), url_path=page.url or None, default=i == 0)
        groups.setdefault(t(page.group) if page.group else "", []).append(made)
    return groups
