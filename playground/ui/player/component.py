"""The component itself: mounts the player on a page and hears where the visitor has put the start."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import streamlit as st

from playground.i18n import Translator
from playground.link.playground import Settings
from playground.ui.player import ASSETS_PATH, bundle
from playground.ui.player.payload import WORDS, names
from playground.ui.player.protocol import LessonData, NotesData, PlayerData, TrainerData

KEY = "player"

LONGEST_VIEW = 40
"""Letters of the word for how the charts share the screen."""

MALFORMED = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
"""What reading a message may raise: it may come from who is no browser."""


def loader(module: str) -> str:
    """The script of a component: the module itself is served once, by a route of the app; only this is sent anew.

    What every page needs comes in one file (`bundle.py`), the rest by itself.
    """
    name = module.removesuffix(".js")
    file, given = (bundle.NAME, f"mounts.{name}") if name in bundle.components() else (module, "default")
    return f"""
const ready = import(new URL("{ASSETS_PATH}/{file}", document.baseURI));
let mount;
export default (component) => {{
  let leave = () => {{}}, gone = false;
  const go = (module) => {{ mount = module.{given}; if (!gone) leave = mount(component); }};
  mount ? (leave = mount(component)) : ready.then(go);
  return () => {{ gone = true; leave(); }};
}};
"""


_player = st.components.v2.component(
    "playground.player",
    html='<div data-testid="player"></div>',
    js=loader("player.js"),
    isolate_styles=False,
)


ADDRESS = "address"

_address = st.components.v2.component("playground.address", js=loader("address.js"), isolate_styles=False)


def show_address(address: str, t: Translator, language: str, present: bool, on_link: Callable[[str], None]) -> None:
    """Do what else the player does: a link in the address bar, and Streamlit's buttons named in `language`.

    `on_link` hears to which link the visitor has returned by the browser's Back.
    """
    words = {"names": names(t), **{name: t(WORDS[name]) for name in ("skip", "undo", "redo")}}
    data = {"address": address, "lang": language, "present": present, "words": words}
    _address(key=ADDRESS, data=[data], on_link_change=lambda: on_link(read_link(st.session_state.get(ADDRESS))))


_appearance = st.components.v2.component("playground.appearance", js=loader("appearance.js"), isolate_styles=False)


def watch_appearance(drawn: str) -> None:
    """Have the page run again when the visitor's appearance is another than `drawn`, "light" or "dark"."""
    _appearance(key="appearance", data=[{"drawn": drawn}])


def player(
    data: PlayerData,
    on_start: Callable[[float, float], None],
    on_rest: Callable[[], None],
    on_rule: Callable[[str], None],
    on_link: Callable[[str], None],
    on_points: Callable[[Any], None],
) -> None:
    """Mount the player with what it shows.

    Parameters
    ----------
    data : PlayerData
        What it shows.
    on_start : callable(x, y)
        Hears where a click or a drag has put the start.
    on_rest : callable()
        Called when it stands still at another step, or over figures that are stale, where `data` asks for that.
    on_rule : callable(name)
        Hears which optimizer was chosen in the menu that a phone has under its chart.
    on_link : callable(query)
        Hears to which link the visitor has returned by the browser's Back.
    on_points : callable({"x": numbers, "y": numbers})
        Hears of data that a hand has changed in their chart, or whatever else somebody tells.
    """

    def moved() -> None:
        point = read_start(st.session_state.get(KEY))
        if point is not None:
            on_start(point[0], point[1])

    def chosen() -> None:
        told = st.session_state.get(KEY)
        if told is not None and isinstance(told.get("rule"), dict):
            on_rule(str(told["rule"].get("name")))

    def returned() -> None:
        on_link(read_link(st.session_state.get(KEY)))

    def changed() -> None:
        told = st.session_state.get(KEY)
        on_points(None if told is None else told.get("points"))

    # In a list, because Streamlit looks through a dict for dataframes, and loads pandas (70 MB) to do it.
    _player(
        key=KEY,
        data=[data],
        on_start_change=moved,
        on_step_change=on_rest,
        on_shared_change=_nothing,
        on_rule_change=chosen,
        on_link_change=returned,
        on_points_change=changed,
    )


TRAINER = "trainer"

_trainer = st.components.v2.component(
    "playground.trainer", html='<div data-testid="trainer"></div>', js=loader("trainer.js"), isolate_styles=False
)


def trainer(data: TrainerData, on_step: Callable[[int], None], on_link: Callable[[str], None]) -> None:
    """Mount the trainer with what it shows.

    `on_step` hears at which step it has stopped, `on_link` to which link the browser's Back has returned.
    """

    def stopped() -> None:
        state: Any = st.session_state.get(TRAINER)
        try:
            step = int(state["step"]["k"])
        except MALFORMED:
            return
        on_step(step)

    def returned() -> None:
        on_link(read_link(st.session_state.get(TRAINER)))

    _trainer(key=TRAINER, data=[data], on_step_change=stopped, on_link_change=returned)


LESSON = "lesson-walk"

_lesson = st.components.v2.component("playground.lesson", js=loader("lesson.js"), isolate_styles=False)


def lesson(data: LessonData, on_step: Callable[[int, bool], None]) -> None:
    """Mount what follows a lesson's reader; `on_step` hears which step is read, and whether it was pressed."""

    def came() -> None:
        state: Any = st.session_state.get(LESSON)
        try:
            at, pressed = int(state["step"]["i"]), state["step"].get("pressed") is True
        except MALFORMED:
            return
        on_step(at, pressed)

    _lesson(key=LESSON, data=[data], on_step_change=came)


_notes = st.components.v2.component("playground.notes", js=loader("notes.js"), isolate_styles=False)


def notes(data: NotesData) -> None:
    """Mount the button that opens the lecturer's second window, and what tells it where the lesson is."""
    _notes(key="notes", data=[data])


def _nothing() -> None:
    """The step is only kept: the button that is about to be pressed runs the page."""


def read_step(state: Any, told: str = "step") -> int:
    """The step at which the browser says it stopped, or of which it is "shared"; 0 for anything else."""
    try:
        return max(0, int(state[told]["k"]))
    except MALFORMED:
        return 0


def read_link(state: Any) -> str:
    """The query of the link to which the browser says it has returned; empty for anything else."""
    try:
        query = state["link"]["query"]
    except MALFORMED:
        return ""
    return query.removeprefix("?") if isinstance(query, str) else ""


def read_start(state: Any) -> tuple[float, float] | None:
    """The start that the browser reports, or None where it is not a pair of finite numbers."""
    try:
        x, y = float(state["start"]["x"]), float(state["start"]["y"])
    except MALFORMED:
        return None
    return (x, y) if math.isfinite(x) and math.isfinite(y) else None


def shared_view() -> str:
    """How the charts shared the screen when the visitor pressed Share, as the link writes it."""
    try:
        view = st.session_state[KEY]["shared"]["view"]
    except MALFORMED:
        return ""
    return view[:LONGEST_VIEW] if isinstance(view, str) and view.replace(",", "").isalpha() else ""


def echo(key: str = KEY, message: str = "start") -> int:
    """The number of the last message from the browser, so that it knows which one has been answered."""
    try:
        return int(st.session_state[key][message]["n"])
    except MALFORMED:
        return 0


def current_step(now: Settings) -> int:
    """The step at which the player was last stopped on this page; 0 before it has told one."""
    return min(read_step(st.session_state.get(KEY)), now.steps)


def shared_step(now: Settings) -> int:
    """The step that was on the screen when the visitor pressed Share."""
    return min(read_step(st.session_state.get(KEY), "shared"), now.steps)
