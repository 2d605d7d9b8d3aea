"""What Streamlit does anew at each run and need not: a class of sixty students shares one processor.

- The colours and letters of `.streamlit/config.toml` go to the browser with every run. They are read out of it once.
- A script hands each of its some forty messages to the server's loop by itself, and wakes it each time; while the loop
  takes one, the script waits. Here they are handed over together: when the script has come to its end, or after a
  moment.
- For one value a menu collects those of all widgets. Here it asks for the one.
- To read what a component tells, Streamlit writes a class anew, at each look. Here that is left to those that tell
  something new (a trigger). And it writes out and hashes all that a component is told, for an identity that comes from
  its key alone; all components here have one.

There is no public place to say so: this wraps methods of Streamlit, whose version `requirements.txt` holds, and
`tests/ui/test_lighter_server.py` fails if the wrapping no longer fits.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from streamlit.components.v2.bidi_component import main as component_main
from streamlit.elements.widgets import selectbox
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

MOMENT = 0.005
"""Seconds for which messages of a script may wait for others."""

PATIENT = frozenset({ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG})
"""What a script tells while it runs; the others say that it has come to an end."""

_populate = app_session._populate_theme_msg
_tell = AppSession._on_scriptrunner_event
_enqueued = Runtime._enqueued_some_message
_state = selectbox.get_session_state  # type: ignore[attr-defined]
_present = component_main.make_bidi_component_presenter  # type: ignore[attr-defined]
_identify = component_main.BidiComponentMixin._build_bidi_identity_kwargs


@lru_cache(maxsize=16)
def theme(section: str) -> CustomThemeConfig:
    """What a section of the configuration says of colours and letters; it does not change while the server runs."""
    found = CustomThemeConfig()
    _populate(found, section)
    return found


def _populate_theme_msg(msg: CustomThemeConfig, section: str = "theme") -> None:
    known = theme(section)
    if known.ByteSize():
        msg.MergeFrom(known)


class Together:
    """Hands what a thread wants done on a loop over in one go, in its order."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.waiting: deque[Callable[[], None]] = deque()
        self.called = False

    def do(self, what: Callable[[], None], patient: bool = False) -> None:
        """Have it done, after what came before: at once, or with what comes within a moment."""
        self.waiting.append(what)
        if not patient:
            self.loop.call_soon_threadsafe(self._work)
        elif not self.called:
            self.called = True
            self.loop.call_soon_threadsafe(self.loop.call_later, MOMENT, self._work)

    def _work(self) -> None:
        self.called = False  # before they are taken: what comes from now on calls anew
        while self.waiting:
            try:
                self.waiting.popleft()()
            except Exception:
                self.loop.call_soon(self._work)  # the others have no part in it
                raise


def _together(session: AppSession) -> Together:
    kept = session.__dict__.get("_together")
    if kept is None or kept.loop is not session._event_loop:
        kept = session.__dict__["_together"] = Together(session._event_loop)
    return kept


def _call_soon_on_event_loop(session: AppSession, callback: Callable[[], None], patient: bool = False) -> None:
    try:
        _together(session).do(callback, patient)
    except RuntimeError:  # the server is being closed
        if not session._event_loop.is_closed():
            raise


def _on_scriptrunner_event(
    session: AppSession, sender: Any, event: ScriptRunnerEvent, *more: Any, **named: Any
) -> None:
    def handle() -> None:
        session._handle_scriptrunner_event_on_event_loop(sender, event, *more, **named)

    _call_soon_on_event_loop(session, handle, event in PATIENT)


def _enqueued_some_message(runtime: Runtime) -> None:
    """Wake the loop that sends, unless it is awake."""
    objects = runtime._get_async_objs()
    if not objects.need_send_data.is_set():
        _enqueued(runtime)


def make_bidi_component_presenter(aggregator_id: str, *more: Any, **named: Any) -> Any:
    """What reads the state of a component."""
    whole = _present(aggregator_id, *more, **named)

    def present(value: object, state: Any) -> object:
        return value if state._new_widget_state.states.get(aggregator_id) is None else whole(value, state)

    return present


class _OneByOne:
    """What a menu reads of the session's state: `filtered_state` with a value for who asks for it."""

    def __init__(self, state: Any) -> None:
        self.state = state

    @property
    def filtered_state(self) -> _OneByOne:
        """All values, of which none is looked for yet."""
        return self

    def __contains__(self, key: str) -> bool:
        return key in self.state

    def __getitem__(self, key: str) -> Any:
        return self.state[key]


def get_session_state() -> _OneByOne:
    """What a menu reads of the session's state."""
    return _OneByOne(_state())


def _build_bidi_identity_kwargs(_: Any, **__: Any) -> dict[str, Any]:
    return {}


def install() -> None:
    """Have Streamlit do so."""
    theirs: dict[Any, list[Callable[..., Any]]] = {
        app_session: [_populate_theme_msg],
        AppSession: [_call_soon_on_event_loop, _on_scriptrunner_event],
        Runtime: [_enqueued_some_message],
        selectbox: [get_session_state],
        component_main: [make_bidi_component_presenter],
        component_main.BidiComponentMixin: [_build_bidi_identity_kwargs],
    }
    for home, ours in theirs.items():
        for one in ours:
            setattr(home, one.__name__, one)
