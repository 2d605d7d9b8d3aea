"""What a browser may say of a widget: a value of the kind that the widget takes, or nothing.

Streamlit keeps numbers within their bounds, but trusts a client to send a number where a number belongs. A browser
does; whoever speaks its protocol by hand need not, and each such message would end in an error. Here it ends as if the
widget had its first value.

Nor may one visitor empty the caches of all: Streamlit would do so for whoever asks, and clear the visitor's state
under the hands of a script that is running, which ends in an error of its own.

There is no public place to say so: this wraps two methods of Streamlit, whose version `requirements.txt` holds, and
`tests/test_hostile.py` fails if the wrapping no longer helps.
"""

from __future__ import annotations

from typing import Any

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.state.session_state import Serialized, Value, WStates

CLEARABLE = frozenset({"bool_value", "double_value", "int_value", "string_value"})
"""Kinds of values that a visitor can take away, such as the number in a field."""

NUMBERS = (frozenset({"int_value", "double_value"}), frozenset({"int_array_value", "double_array_value"}))
"""Kinds that a browser uses for one another: a field of whole numbers is registered as the one and sends the other."""

_trusting = WStates.__getitem__


def _fits(kind: str | None, expected: str) -> bool:
    """Whether a value of this kind may have been sent for a widget that expects the other."""
    if kind is None:
        return expected in CLEARABLE
    return kind == expected or any(kind in same and expected in same for same in NUMBERS)


def _getitem(states: WStates, identity: str) -> Any:
    """A widget's value; its first one in place of what is no value of its kind."""
    sent, widget = states.states.get(identity), states.widget_metadata.get(identity)
    if widget is None or not isinstance(sent, Serialized):
        return _trusting(states, identity)
    kind = sent.value.WhichOneof("value")
    if _fits(kind, widget.value_type):
        try:
            return _trusting(states, identity)
        except Exception:  # whatever a deserializer does with what it was not written for
            pass
        finally:
            states.set_widget_metadata(widget)  # reading a value that was taken away forgets the widget's kind
    first = widget.deserializer(None)
    states.states[identity] = Value(first)
    return first


def _ignore(session: AppSession) -> None:
    """Leave the caches as they are: they are everybody's, and bounded."""


def install() -> None:
    """Have every value that comes from a browser read this way, and no browser empty the caches."""
    WStates.__getitem__ = _getitem  # type: ignore[method-assign]
    AppSession._handle_clear_cache_request = _ignore  # type: ignore[method-assign, assignment]
