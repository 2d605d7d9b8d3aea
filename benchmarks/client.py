"""A visitor without a browser: speaks Streamlit's protobuf over its WebSocket, and knows what is on the page.

The benchmarks and the tests of hostile input share it. It sends what a browser would send, and what none would: any
value for any widget, of any type.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from harness import PATIENCE
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol


class AppError(Exception):
    """The app showed an exception, or did not take a change: the other outcome besides a time."""


@dataclass(frozen=True)
class Answer:
    """What one request cost: milliseconds until the script had finished, and bytes received."""

    milliseconds: float
    size: int


@dataclass(frozen=True)
class Widget:
    """Something on the page that takes a value: its kind, what Streamlit says of it, and the fragment it stands in."""

    kind: str
    element: Any
    fragment: str


@dataclass
class Client:
    """One visitor: a socket, the widgets on the page, and the values this visitor has given them."""

    socket: ClientConnection
    page: str
    query: str
    page_hash: str = ""
    widgets: dict[str, Widget] = field(default_factory=dict)  # by id
    values: dict[str, WidgetState] = field(default_factory=dict)  # by id
    cached: dict[str, ForwardMsg] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    """What the player, or the trainer of a task, was last told."""
    player: str = ""
    """Its id."""

    async def open(self) -> Answer:
        """Load the page."""
        return await self.run(self.request())

    async def give(self, identity: str, set_value: Callable[[WidgetState], object]) -> Answer:
        """Give a widget a value, as `set_value` writes it into the message."""
        state = self.values.setdefault(identity, WidgetState(id=identity))
        set_value(state)
        request = self.request()
        if identity in self.widgets:
            request.rerun_script.fragment_id = self.widgets[identity].fragment
        answer = await self.run(request)
        if state.WhichOneof("value") in {"trigger_value", "string_trigger_value", "json_trigger_value"}:
            del self.values[identity]  # a button is pressed once
        return answer

    async def ask_for_figures(self) -> Answer | None:
        """What the player does when it has painted a path and stands over figures that are out of date."""
        if not self.told.get("stale"):
            return None
        step = {"k": self.told.get("step", 0), "run": self.told["id"], "n": self.told["echo"] + 1}
        return await self.give(self.player, lambda state: setattr(state, "json_value", json.dumps({"step": step})))

    def request(self) -> BackMsg:
        """What the browser sends to have the script run: where it is, what it keeps, what each widget says."""
        request = BackMsg()
        client = request.rerun_script
        client.query_string = self.query
        client.page_script_hash = self.page_hash
        client.page_name = "" if self.page_hash else self.page
        client.cached_message_hashes.extend(self.cached)
        client.widget_states.widgets.extend(self.values.values())
        return request

    async def run(self, request: BackMsg) -> Answer:
        """Send a request, and take in what comes until the script has finished."""
        size, begin = 0, time.perf_counter()
        await self.socket.send(request.SerializeToString())
        while True:
            data = await asyncio.wait_for(self.socket.recv(decode=False), PATIENCE)
            size += len(data)
            if self._finished(self._message(data)):
                return Answer(1e3 * (time.perf_counter() - begin), size)

    def _message(self, data: bytes) -> ForwardMsg:
        """The message in these bytes, which may only name one that the server knows to be here already."""
        message: ForwardMsg = ForwardMsg.FromString(data)
        if message.WhichOneof("type") == "ref_hash":
            return self.cached[message.ref_hash]
        if message.metadata.cacheable:
            self.cached[message.hash] = message
        return message

    def _finished(self, message: ForwardMsg) -> bool:
        """Take in one message; whether it was the last of the run."""
        match message.WhichOneof("type"):
            case "new_session":
                self.page_hash = message.new_session.page_script_hash
            case "navigation":
                self.page_hash = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "delta":
                self._take_in(message)
            case "page_not_found":
                raise AppError(f"no page {self.page!r}")
            case "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise AppError("the script does not compile")
                return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _take_in(self, message: ForwardMsg) -> None:
        """Remember what an element is, and what it says."""
        delta = message.delta
        part = delta.new_element if delta.WhichOneof("type") == "new_element" else delta.add_block
        kind = part.WhichOneof("type")
        if kind is None:
            return
        element = getattr(part, kind)
        self.see(kind, element, delta.fragment_id)
        if getattr(element, "id", ""):
            self.widgets[element.id] = Widget(kind, element, delta.fragment_id)
        if kind == "bidi_component":
            told = self.told_to(element)
            self.query = told.get("address", self.query)  # the component writes it into the address bar
            if "stale" in told:  # the player and the trainer alone say whether they stand over old figures
                self.told, self.player = told, element.id

    @staticmethod
    def told_to(element: Any) -> dict[str, Any]:
        """What a component was told."""
        said: dict[str, Any] = json.loads(element.mixed.json if element.HasField("mixed") else element.json)[0]
        return said

    def see(self, kind: str, element: Any, fragment: str) -> None:
        """Look at an element that has come; raise what it shows of an error."""
        if kind == "exception":
            raise AppError(f"the app raised {element.type}: {element.message}")


@asynccontextmanager
async def connected(
    url: str, headers: dict[str, str] | None = None, origin: str | None = None
) -> AsyncIterator[ClientConnection]:
    """A WebSocket to the app at `url`, as a page of its own origin opens it, unless another is named."""
    async with connect(
        url.replace("http", "ws", 1) + "/_stcore/stream",
        max_size=None,
        max_queue=None,  # what nobody reads any more must not hold up the closing
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(origin or url),
        additional_headers=headers,
    ) as socket:
        yield socket
