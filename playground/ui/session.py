"""One visitor's state: language, appearance, and the settings, between the link, the widgets and the record.

`Settings` is the truth. Widgets are seeded from it when they have no value yet; after every run `keep` stores what they
say. To change several controls at once (a preset, another landscape, a drag of the start) call `put` in a callback.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit
from zlib import crc32

import streamlit as st

from playground.figures.theme import Theme, theme
from playground.i18n import Translator, languages, negotiate, translator
from playground.link.fields import to_pairs
from playground.link.playground import BESIDE, Settings, default_settings, from_query
from playground.link.reader import tidied
from playground.link.values import number
from playground.ui import navigation

PREFIX = "w:"
"""The keys of widgets that show a part of the settings begin so."""

COCKPIT, FIGURES = "cockpit", "figures"
"""The keys of a page's fragments: controls and player; and the charts, with the figures that follow the player."""

HERE = "http://localhost:8501/"
"""The address of the app where the visitor's browser tells none."""

LONGEST_WORD = 300
"""Letters of `hide` and `present` that are remembered: enough for every control, too little to burst a link."""

FRAME_NAMES = ("lang", "hide", "present", "plain", "embed", "embed_options")
"""Names in a link that belong to the frame, not to the settings."""

OWN_FIGURES = ("chord", "hessian")
"""Names in a link that belong to the state of a lesson which is open, and go with it."""

PERSONAL = ("present", "answers", "student", "home")
"""Names that stay in the visitor's own address bar: who opens a shared link is in no lecture room, and has guessed
nothing yet."""


def memo() -> dict[str, Any]:
    """What the app itself remembers of a visit, in one entry: Streamlit walks over all entries at many a widget."""
    try:
        kept: dict[str, Any] = st.session_state["memo"]
    except KeyError:
        kept = st.session_state["memo"] = {}
    return kept


def rewind() -> None:
    """Let the player begin anew, as after a preset."""
    memo()["again"] = memo().get("again", 0) + 1


def read_link() -> None:
    """Read the link by which the visitor came; once a page, for Streamlit makes it a dear question."""
    memo()["query"] = tidied({name: st.query_params.get_all(name) for name in st.query_params})


def query() -> dict[str, list[str]]:
    """The link by which the visitor came, name by name."""
    kept: dict[str, list[str]] = memo().get("query", {})
    return kept


def language() -> str:
    """The visitor's language: chosen on the page, else by the link, else by the browser, else English."""
    chosen = st.session_state.get("lang")
    if chosen not in languages():
        # st.switch_page drops the query and the widget's value: what was spoken so far is remembered apart.
        asked = next(reversed(query().get("lang", [])), memo().get("lang"))
        chosen = st.session_state["lang"] = negotiate(st.context.headers.get("Accept-Language"), asked)
    memo()["lang"] = chosen
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
        memo()[f"link:{name}"] = values[-1][:LONGEST_WORD]
    return str(memo().get(f"link:{name}", ""))


def hidden() -> frozenset[str]:
    """The controls that a lecturer's link leaves out."""
    return frozenset(word for word in _remembered("hide").split(",") if word)


def presenting() -> bool:
    """Whether the page is projected: figure and controls only, large."""
    return _remembered("present") == "1"


def plain() -> bool:
    """Whether paths are drawn by ordinary charts, for a browser in which the player cannot run."""
    return (query().get("plain") or [""])[-1] == "1"


def enter(page: str) -> None:
    """Come to a page: each page keeps its own settings, and shows them in its own widgets."""
    if memo().get("page") != page:
        memo()["page"] = page
        forget_widgets()


def _kept() -> str:
    return f"settings:{memo().get('page', '')}"


def settings(opening: Settings | None = None) -> Settings:
    """What the visitor has chosen on this page; at the first call what the link says, else how the page opens."""
    if _kept() not in memo():
        asked = {name: values for name, values in query().items() if name not in FRAME_NAMES}
        beside().update({name: values[-1] for name, values in asked.items() if name in BESIDE})
        said, memo()["ignored"] = from_query(asked)
        chosen = set(asked) - set(BESIDE)
        memo()[_kept()] = memo()[f"opening:{memo().get('page', '')}"] = said if chosen or opening is None else opening
    kept: Settings = memo()[_kept()]
    return kept


def beside() -> dict[str, str]:
    """Where the page stands beside its settings, by the names of BESIDE: what a reload must not lose."""
    kept: dict[str, str] = memo().setdefault(f"beside:{memo().get('page', '')}", {})
    return kept


def first_step(situation: str, steps: int) -> int:
    """The step with which the player begins: that of the link, as long as the page shows what the link opened."""
    place = f"first:{memo().get('page', '')}"
    if place not in memo():
        asked = number(beside().pop("step", "0")) or 0.0
        memo()[place] = (situation, int(min(max(asked, 0.0), steps)))
    first, step = memo()[place]
    return int(step) if first == situation else 0


def opening() -> Settings:
    """What the page showed when the visitor came to it."""
    kept: Settings = memo().get(f"opening:{memo().get('page', '')}", default_settings())
    return kept


def put(new: Settings, page: str | None = None) -> None:
    """Replace the settings (of another page, if one is named), in a callback: every widget takes its new value."""
    memo()[_kept() if page is None else f"settings:{page}"] = new
    for name in OWN_FIGURES:
        beside().pop(name, None)
    if page is not None:
        memo()[f"opening:{page}"] = new
    forget_widgets()


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


def shown_whole() -> bool:
    """Whether more of the page than its figures depends on every setting: paths in charts, the link that is shared."""
    return plain() or bool(st.session_state.get("share"))


@contextmanager
def whole_run() -> Iterator[None]:
    """Controls and player are drawn as a part of the whole page: what depends on them comes after them."""
    memo()["whole"] = True
    try:
        yield
    finally:
        memo()["whole"] = False


def is_whole_run() -> bool:
    """Whether what is drawn is a part of the whole page, see `whole_run`."""
    return bool(memo().get("whole"))


def figures_show(what: object) -> None:
    """Remember what the page's figures show, in the fragment that has drawn them."""
    memo()["figures"] = what


def are_figures_stale(what: object) -> bool:
    """Whether figures that should show `what` show something else; in a whole run they are still to come."""
    return not is_whole_run() and memo().get("figures") != what


def token(what: object) -> str:
    """A short name of what figures show, by which the browser knows whether they are those of the run it plays."""
    return f"{crc32(repr(what).encode()):x}"


def draw_figures() -> None:
    """Run the page's figures alone, in a callback."""
    st.rerun(FIGURES)


def draw_figures_and_cockpit() -> None:
    """Run the two fragments, in a callback: the figures first, for the cockpit asks whether they are drawn."""
    st.rerun("app" if shown_whole() else [FIGURES, COCKPIT])


def keep(new: Settings) -> None:
    """Store what the widgets say at the end of a run."""
    memo()[_kept()] = new


def say_ignored() -> None:
    """One quiet sentence, once, about what in the link was of no use."""
    names: list[str] = memo().pop("ignored", [])
    if names:
        known = [name if name.replace(".", "_").isidentifier() and len(name) <= 20 else "…" for name in names[:6]]
        words = ", ".join(known).replace("_", r"\_")  # __name__ is bold in Markdown
        sentence = t()(
            "Part of the link could not be used as it stands and was left out or brought within bounds: {names}."
        )
        st.caption(sentence.format(names=words))


def seed(name: str, value: Any) -> str:
    """The key of a widget, given its first value where it has none."""
    key = PREFIX + name
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def address(current: Settings | Sequence[tuple[str, str]] | None) -> str:
    """The query of the link that opens what is on the screen: the frame's names first, then the settings.

    A page with settings of its own gives them as (name, value) pairs.
    """
    return urlencode(_pairs(current), safe=",=")


def _pairs(current: Settings | Sequence[tuple[str, str]] | None) -> list[tuple[str, str]]:
    pairs = [("lang", language())]
    pairs += [(name, word) for name in ("hide", "present") if (word := memo().get(f"link:{name}", ""))]
    if plain():
        pairs.append(("plain", "1"))
    if current is not None:
        pairs += to_pairs(current) if isinstance(current, Settings) else list(current)
        pairs += [(name, value) for name, value in beside().items() if value]
    return pairs


def link(current: Settings | Sequence[tuple[str, str]] | None, step: int = 0) -> str:
    """The whole link that others are given, by the address the visitor came by; with the step that is shown."""
    try:
        here = urlsplit(st.context.url or HERE)
    except ValueError:  # a browser says where it is, and anything else may say anything
        here = urlsplit(HERE)
    pairs = [(name, value) for name, value in _pairs(current) if name not in PERSONAL]
    pairs += [("step", str(step))] if step else []
    return f"{here.scheme}://{here.netloc}{_path(here.path)}?{urlencode(pairs, safe=',=')}"


def _path(path: str) -> str:
    """The path of a page, mended where Streamlit mistakes one page's name for the end of another's.

    Of ".../stochastic-gradient-descent" it takes "gradient-descent" off, to add the page's name to what is left.
    """
    head, _, page = path.rpartition("/")
    root, _, left = head.rpartition("/")
    mistaken = any(page == left + other.url for other in navigation.PAGES if left and other.url)
    return f"{root}/{page}" if mistaken else path
