"""One visitor's state: language, appearance, and the settings, between the link, the widgets and the record.

`Settings` is the truth. Widgets are seeded from it when they have no value yet; after every run `keep` stores what they
say. To change several controls at once (a preset, another landscape, a drag of the start) call `put` in a callback.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground.engine.kept import travels
from playground.figures.theme import Theme, theme
from playground.i18n import Translator, languages, negotiate, translator
from playground.link.fields import Pairs, to_pairs
from playground.link.playground import BESIDE, Settings, default_settings, from_query
from playground.link.reader import tidied
from playground.link.task import TaskSettings
from playground.link.values import number
from playground.ui import navigation
from playground.ui.visitor import Visit

S = TypeVar("S")

PREFIX = "w:"
"""The keys of widgets that show a part of the settings begin so."""


HERE = "http://localhost:8501/"
"""The address of the app where the visitor's browser tells none."""

LONGEST_WORD = 300
"""Letters of `hide` and `present` that are remembered: enough for every control, too little to burst a link."""

FRAME_NAMES = ("lang", "hide", "present", "plain", "embed", "embed_options")
"""Names in a link that belong to the frame, not to the settings."""

PERSONAL = ("present", "answers", "student", "home")
"""Names that stay in the visitor's own address bar: who opens a shared link is in no lecture room, and has guessed
nothing yet."""


def visit() -> Visit:
    """What the app itself remembers of a visit, in one entry: Streamlit walks over all entries at many a widget."""
    run: Any = get_script_run_ctx(suppress_warning=True)
    known: Visit | None = getattr(run, "visit", None)
    if known is not None:
        return known
    try:
        kept: Visit = st.session_state["visit"]
    except KeyError:
        kept = st.session_state["visit"] = Visit()
    if run is not None:
        run.visit = kept  # a page asks some twenty times a run, and Streamlit's way there is long
    return kept


def rewind(plays: bool = False) -> None:
    """Let the player begin anew, as after a preset; `plays` without a press."""
    visit().plays += 1
    visit().at_once = visit().plays if plays else None


def plays_at_once() -> bool:
    """Whether the player is to play what it is told now without a press."""
    return visit().at_once == visit().plays


def read_link() -> None:
    """Read the link by which the visitor came; once a page, because reading `st.query_params` is slow."""
    visit().query = tidied({name: st.query_params.get_all(name) for name in st.query_params})


def query() -> dict[str, list[str]]:
    """The link by which the visitor came, name by name."""
    return visit().query


def language() -> str:
    """The visitor's language: chosen on the page, else by the link, else by the browser, else English.

    It stays the same for a run, in which it is asked some thirty times.
    """
    run: Any = get_script_run_ctx(suppress_warning=True)
    this = getattr(run, "parallel_coordinator", None)  # another one at each run
    before, known = getattr(run, "spoken", (None, ""))
    if this is not None and this is before:
        return str(known)
    found = _language()
    if run is not None:
        run.spoken = (this, found)
    return found


def _language() -> str:
    chosen = st.session_state.get("lang")
    if chosen not in languages():
        # st.switch_page drops the query and the widget's value: what was spoken so far is remembered apart.
        asked = next(reversed(query().get("lang", [])), visit().language)
        chosen = st.session_state["lang"] = negotiate(st.context.headers.get("Accept-Language"), asked)
    visit().language = chosen
    return str(chosen)


def t() -> Translator:
    """The translator into the visitor's language."""
    return translator(language())


def look() -> Theme:
    """The colours of the visitor's appearance, light or dark."""
    return theme(getattr(st.context.theme, "type", None))


def _remembered(name: str) -> str:
    """A word of the link that stays for the whole visit, also where a click on a page drops it."""
    values = query().get(name)
    if values:
        visit().words[name] = values[-1][:LONGEST_WORD]
    return visit().words.get(name, "")


def hidden() -> frozenset[str]:
    """The controls that a lecturer's link leaves out."""
    return frozenset(word for word in _remembered("hide").split(",") if word)


def presenting() -> bool:
    """Whether the page is projected: figure and controls only, large."""
    chosen = visit().projected
    return _remembered("present") == "1" if chosen is None else chosen


def project(on: bool) -> None:
    """Project the page, or stop, in a callback."""
    visit().projected = on
    visit().words["present"] = "1" if on else ""


def plain() -> bool:
    """Whether paths are drawn by ordinary charts, for a browser in which the player cannot run."""
    return (query().get("plain") or [""])[-1] == "1"


def enter(page: str) -> None:
    """Come to a page: each page keeps its own settings, and shows them in its own widgets."""
    if visit().page != page:
        visit().page = page
        forget_widgets()


@dataclass(frozen=True)
class Store(Generic[S]):
    """The settings of a page, between its link, its widgets and the record.

    Parameters
    ----------
    page : str
        The name by which the visit keeps them.
    read : callable(query)
        The settings that a link describes, and the names in it that were ignored.
    beside : sequence of str
        Names in the link that tell where the page stands beside its settings.
    """

    page: str
    read: Callable[[Mapping[str, Sequence[str]]], tuple[S, list[str]]]
    beside: Sequence[str] = ()

    def settings(self, opening: S | None = None) -> S:
        """What the visitor has chosen; at the first call what the link says, else how the page opens."""
        here = visit().here(self.page)
        if here.settings is None:
            asked = {name: values for name, values in query().items() if name not in FRAME_NAMES}
            here.beside.update({name: values[-1] for name, values in asked.items() if name in self.beside})
            said, visit().ignored = self.read(asked)
            here.settings = here.opening = said if opening is None or set(asked) - set(self.beside) else opening
        kept: S = here.settings
        return kept

    def keep(self, new: S) -> None:
        """Store what the widgets say at the end of a run."""
        visit().here(self.page).settings = new

    def put(self, new: S) -> None:
        """Replace the settings, in a callback: every widget takes its new value."""
        self.keep(new)
        forget_widgets()


def store(page: str | None = None) -> Store[Settings]:
    """The settings of a page on which runs descend on a landscape: by default of that which is open."""
    return Store(visit().page if page is None else page, visit().here(page).read or from_query, BESIDE)


def settings(opening: Settings | None = None) -> Settings:
    """What the visitor has chosen on this page; at the first call what the link says, else how the page opens."""
    return store().settings(opening)


def beside() -> dict[str, str]:
    """Where the page stands beside its settings, by the names of BESIDE: what a reload must not lose."""
    return visit().here().beside


def first_step(situation: str, steps: int) -> int:
    """The step with which the player begins: that of the link, as long as the page shows what the link opened."""
    here = visit().here()
    if here.first is None:
        asked = number(here.beside.pop("step", "0")) or 0.0
        here.first = (situation, int(min(max(asked, 0.0), steps)))
    first, step = here.first
    return step if first == situation else 0


def opening() -> Settings:
    """What the page showed when the visitor came to it."""
    return visit().here().opening or default_settings()


def put(new: Settings, page: str | None = None) -> None:
    """Replace the settings (of another page, if one is named), in a callback: every widget takes its new value."""
    if page is not None:
        visit().here(page).opening = new
    store(page).put(new)


def return_to(query: str) -> None:
    """Take the settings of a link that was left, in a callback: the browser's Back has come to it."""
    before, _ = store().read(asked_by(query))
    now = settings()
    put(before)
    if _beside_first_run(before) != _beside_first_run(now):
        st.rerun()


def asked_by(query: str) -> dict[str, list[str]]:
    """What a link says of the page, without what it says of its frame."""
    asked = tidied(parse_qs(query, keep_blank_values=True))
    return {name: values for name, values in asked.items() if name not in FRAME_NAMES}


def _beside_first_run(one: Settings) -> Settings:
    """The settings without what the fragment around the player draws itself, see `player_page`."""
    first = replace(one.runs[0], values=())
    return replace(one, runs=(first, *one.runs[1:]), start=(0.0, 0.0), steps=0)


def forget_widgets() -> None:
    """Let every widget that shows a part of the settings take its value from them anew."""
    for key in [key for key in st.session_state if str(key).startswith(PREFIX)]:
        del st.session_state[key]


def speak_anew() -> None:
    """Have every widget say its value in the language just chosen, in a callback.

    A browser holds a menu's value by the word it shows, which in another language is no option: it would fall back to
    the first. Booleans stay out: they belong to switches, which have no words, and to buttons, which take no value.
    """
    forget_widgets()
    for key, value in list(st.session_state.items()):
        if key != "lang" and isinstance(value, str | int | float | tuple) and not isinstance(value, bool):
            st.session_state[key] = value


def keep(new: Settings) -> None:
    """Store what the widgets say at the end of a run."""
    store().keep(new)


def say_ignored() -> None:
    """One quiet sentence, once, about what in the link was ignored."""
    names, visit().ignored = visit().ignored, []
    if names:
        known = [name if name.replace(".", "_").isidentifier() and len(name) <= 20 else "…" for name in names[:6]]
        words = ", ".join(known).replace("_", r"\_")  # __name__ is bold in Markdown
        sentence = t()(
            "Part of the link could not be used as it stands and was left out or brought within bounds: {names}."
        )
        st.caption(sentence.format(names=words))


def widget_key(name: str, value: Any) -> str:
    """The key of a widget, given its first value where it has none."""
    key = PREFIX + name
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def address(current: Settings | TaskSettings | None) -> str:
    """The query of the link that opens what is on the screen: the frame's names first, then the settings."""
    return urlencode(_pairs(current), safe=",=")


def _pairs(current: Settings | TaskSettings | None) -> Pairs:
    pairs = [("lang", language())]
    pairs += [(name, word) for name in ("hide", "present") if (word := visit().words.get(name, ""))]
    if plain():
        pairs.append(("plain", "1"))
    if current is not None:
        pairs += to_pairs(current)
        pairs += [(name, value) for name, value in beside().items() if value and name != "view"]
    return pairs


def link(current: Settings | TaskSettings | None, step: int = 0, view: str = "") -> str:
    """The whole link that others are given, by the address the visitor came by; with the step and the charts shown."""
    try:
        here = urlsplit(st.context.url or HERE)
    except ValueError:  # a browser says where it is, and anything else may say anything
        here = urlsplit(HERE)
    pairs = [(name, value) for name, value in _pairs(current) if name not in PERSONAL and is_carried(name, value)]
    pairs += [("view", view)] if view else []
    pairs += [("step", str(step))] if step else []
    return f"{here.scheme}://{here.netloc}{_path(here.path)}?{urlencode(pairs, safe=',=')}"


def is_carried(name: str, value: str) -> bool:
    """Whether a pair says something to somebody else: data that stay in this session do not."""
    return name != "data" or travels(value)


def _path(path: str) -> str:
    """The path of a page, mended where Streamlit mistakes one page's name for the end of another's.

    Of ".../stochastic-gradient-descent" it takes "gradient-descent" off, to add the page's name to what is left.
    """
    head, _, page = path.rpartition("/")
    root, _, left = head.rpartition("/")
    mistaken = any(page == left + other.url for other in navigation.PAGES if left and other.url)
    return f"{root}/{page}" if mistaken else path
