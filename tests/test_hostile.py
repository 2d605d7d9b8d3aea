"""What nobody's browser sends: rubbish in the link, in every widget, in the protocol itself.

A real server is spoken to as Streamlit's own client speaks. Whatever comes, no error is left uncaught in its log, no
stack trace reaches the visitor, and the engine gets only what is legal.
"""

import asyncio
import json
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from urllib.parse import parse_qs, urlencode

import pytest
from client import AppError, Client, connected
from harness import UNCAUGHT, finish, healthy
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.state.session_state import WStates
from websockets.exceptions import ConnectionClosed, InvalidStatus

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES
from playground.engine.hyper import hypers
from playground.link import task as task_link
from playground.link.fields import to_pairs
from playground.link.playground import FAR, MAX_RUNS, MAX_STEPS, from_query, to_query
from playground.tasks import TASKS
from playground.ui import untrusted_widgets
from playground.ui.navigation import PAGES
from playground.ui.session import FRAME_NAMES

OPEN = "model=Gabor&batch=5&schedule=Exponential&run=Adam&run=Newton&show=gradient&overlay=trace"
"""A link by which every section of the panel is open."""

# Each example opens a page of a real server: to look for a simpler one that fails too would take minutes.
found = (Phase.explicit, Phase.generate)
TASK_PAGES = dict(
    zip(("house-price", "molecule", "review", "music", "shallow-network"), (*TASKS, task_link.NETWORK), strict=True)
)
"""The pages of the tasks by address, and the task that each shows."""

few = settings(suppress_health_check=list(HealthCheck), derandomize=True, database=None, max_examples=20, phases=found)


@contextmanager
def calm(server):
    """Nothing is left uncaught meanwhile."""
    before = server.log.stat().st_size
    yield
    said = server.log.read_bytes()[before:].decode(errors="replace")
    assert not UNCAUGHT.search(said), said


def visit(server, page="", query="", *acts, headers=None):
    """Open a page, do something there, look once more: what the player was told."""

    async def go():
        async with connected(server.url, headers) as socket:
            client = Client(socket, page, query)
            await client.open()
            for act in acts:
                await act(client)
            await client.run(client.request())
            return client

    with calm(server):
        return finish(go())


def assert_legal(told):
    """What the engine was given reads back as it stands: nothing in it had to be brought within bounds."""
    assert 1 <= len(told["runs"]) <= MAX_RUNS
    for run in told["runs"]:
        read, ignored = from_query(parse_qs(run["id"]))
        assert not ignored
        assert to_query(read) == run["id"]
        assert 1 <= run["steps"] == read.steps <= MAX_STEPS
        assert max(map(abs, read.start)) <= FAR


def assert_nothing_illegal(client):
    """What the page now says of itself, as runs or as the link of a task, reads back as it stands."""
    if "runs" in client.told:
        assert_legal(client.told)
    if client.page in TASK_PAGES:
        said = {name: values for name, values in parse_qs(client.query).items() if name not in FRAME_NAMES}
        read, ignored = task_link.from_query(said, TASK_PAGES[client.page])
        assert not ignored
        assert to_pairs(read) == [(name, value) for name, (value,) in said.items()]


# ---------------------------------------------------------------- the link

FIELDS = sorted(
    {field for registry in (OBJECTIVES, OPTIMIZERS) for kind in registry.values() for field in hypers(kind)}
    | {f"schedule.{field}" for kind in SCHEDULES.values() for field in hypers(kind)}
)
NAMES = ["model", "optimizer", "run", "start", "steps", "batch", "seed", "draw", "schedule", "show", "guess", "overlay"]
NUMBERS = ["0", "-1", "1e308", "-1e308", "1e-320", "nan", "inf", "-inf", "1e999", "9" * 500, "0x10", "1_0", "٣", "1,5"]
MARKUP = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "$\\href{x}{y}$"]
texts = (
    st.sampled_from([*NUMBERS, *MARKUP, *OBJECTIVES, *OPTIMIZERS, *SCHEDULES, "", "1", "es", "x" * 5000])
    | st.text(max_size=30)
    | st.lists(st.sampled_from([*NUMBERS, *FIELDS, *OPTIMIZERS, "full=1", "alpha=1e308", "="]), max_size=6).map(
        ",".join
    )
)
links = st.lists(st.tuples(st.sampled_from([*NAMES, *FIELDS, *FRAME_NAMES]) | st.text(max_size=30), texts), max_size=12)


@few
@given(links, st.just("") | st.sampled_from([page.url for page in PAGES]))
@example([("hide", "x" * 5000)], "")
@example([("alpha", "1e308"), ("model", "LinearRegression")], "")
@example([("alpha", "1e308"), ("optimizer", "Momentum"), ("steps", "2000")], "gradient-descent")
def test_no_link_is_an_error(server, link, page):
    client = visit(server, page, urlencode(link, errors="replace"))
    assert_nothing_illegal(client)


@pytest.mark.parametrize("query", ["%", "&&&", "=", "%ff=%fe", "a" * 100_000, "lang=%00", "lang=en&" * 2000, "?", "\n"])
def test_no_raw_query_is_an_error(server, query):
    assert_legal(visit(server, "", query).told)


# ---------------------------------------------------------------- widgets

VALUES = {
    "bool_value": st.booleans(),
    "double_value": st.floats() | st.integers(-5, 5).map(float),
    "int_value": st.sampled_from([0, 1, -1, 2**31, -(2**31), 2**62]),
    "string_value": texts,
    "double_array_value": st.lists(st.floats(), max_size=3),
    "int_array_value": st.lists(st.integers(-3, 2**40), max_size=3),
    "string_array_value": st.lists(texts, max_size=3),
    "json_value": st.sampled_from(['"{"', "{", "null", "[1]", "[" * 50_000, "9" * 5000, "1e999", "[]", '{"value": {}}'])
    | st.fixed_dictionaries(
        {},
        optional={
            "start": st.fixed_dictionaries({"x": st.floats(), "y": st.floats() | texts, "n": st.floats() | st.none()})
            | st.lists(st.floats()),
            "step": st.fixed_dictionaries({"k": st.floats() | texts | st.integers()}) | st.none(),
        },
    ).map(json.dumps),
    "json_trigger_value": st.sampled_from(["", "{", "[]", '[{"event": "start"}]', '{"event": []}']),
    "bytes_value": st.binary(max_size=5),
    "trigger_value": st.booleans(),
    "clear": st.none(),
}
values = st.sampled_from(list(VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind]))


def write(kind, value, state):
    """Write a value of any kind into a widget's message."""
    sent = state.WhichOneof("value")
    if sent:
        state.ClearField(sent)
    if kind.endswith("array_value"):
        field = getattr(state, kind)
        field.SetInParent()
        field.data.extend(value)
    elif kind != "clear":
        setattr(state, kind, value.encode("utf-8", "replace").decode() if isinstance(value, str) else value)


def giving(which, kind, value):
    """Give the widget at a place, counted round and round, a value."""

    async def act(client):
        identities = list(client.widgets)
        await client.give(identities[which % len(identities)], lambda state: write(kind, value, state))

    return act


acts = st.lists(st.tuples(st.integers(0, 60), values), min_size=1, max_size=8)


@few
@example([(which, ("double_value", 1e308)) for which in range(20)], ("house-price", ""))
@example([(which, ("string_value", "1e308")) for which in range(20)], ("review", ""))
@given(acts, st.sampled_from([("", OPEN), ("", ""), *((page.url, "") for page in PAGES[1:])]))
def test_no_value_of_a_widget_is_an_error(server, acts, place):
    client = visit(server, *place, *(giving(which, *value) for which, value in acts))
    assert_nothing_illegal(client)


@pytest.mark.parametrize(("kind", "value"), [("string_value", "x"), ("json_value", "{"), ("double_value", 1e300)])
def test_one_wrong_kind_of_value_for_every_widget_is_no_error(server, kind, value):
    """What `untrusted_widgets.py` does; without it each of these is an error in Streamlit."""
    assert_legal(visit(server, "", OPEN, *(giving(which, kind, value) for which in range(40))).told)


def test_a_value_that_is_taken_away_does_not_open_the_door_to_another_kind(server):
    def menu(client):
        return next(i for i, widget in client.widgets.items() if widget.kind == "selectbox")

    async def clear(client):
        await client.give(menu(client), lambda state: write("clear", None, state))

    async def text(client):
        await client.give(menu(client), lambda state: write("bytes_value", b"3", state))

    visit(server, "", "", clear, text, clear)


# ---------------------------------------------------------------- the protocol


def hostile_requests():
    """Requests that no browser sends."""
    for url in ("http://[", "x" * 10_000, "javascript:alert(1)", "http://a/?" + "b" * 5000):
        request = BackMsg()
        request.rerun_script.context_info.url = url
        request.rerun_script.context_info.color_scheme = url
        request.rerun_script.context_info.timezone = url
        request.rerun_script.context_info.locale = url
        yield request
    for name in ("fragment_id", "page_script_hash", "page_name"):
        request = BackMsg()
        setattr(request.rerun_script, name, "../../../etc/passwd")
        yield request
    request = BackMsg()
    request.rerun_script.cached_message_hashes.extend(["x" * 64] * 1000)
    request.rerun_script.widget_states.widgets.extend(
        WidgetState(id=f"$$ID-x-{i}", bool_value=True) for i in range(1000)
    )
    yield request
    for name in (
        "clear_cache",
        "set_run_on_save",
        "load_git_info",
        "debug_disconnect_websocket",
        "debug_shutdown_runtime",
    ):
        request = BackMsg()
        setattr(request, name, True)
        yield request


def test_no_visitor_empties_the_caches_of_all(monkeypatch):
    """Streamlit would, and clear the state of a script that runs: "dictionary changed size during iteration"."""
    monkeypatch.setattr(AppSession, "_handle_clear_cache_request", AppSession._handle_clear_cache_request)
    monkeypatch.setattr(WStates, "__getitem__", WStates.__getitem__)
    untrusted_widgets.install()
    session = SimpleNamespace(_session_state={"seen": 1})
    AppSession._handle_clear_cache_request(session)
    assert session._session_state == {"seen": 1}


@pytest.mark.parametrize("request_", list(hostile_requests()), ids=lambda request: str(request)[:40])
def test_no_request_is_an_error(server, request_):
    async def share(client):
        await client.socket.send(request_.SerializeToString())
        popover = next(i for i, widget in client.widgets.items() if i.endswith("-share"))
        await client.give(popover, lambda state: write("bool_value", True, state))

    async def again(client):
        if request_.WhichOneof("type") == "rerun_script":
            request_.rerun_script.widget_states.widgets.extend(client.values.values())  # what is open stays open
        await client.socket.send(request_.SerializeToString())
        await asyncio.sleep(0.1)

    with suppress(AppError):  # of a page that there is not, the client hears that there is none
        visit(server, "", "hide=" + "x" * 5000, share, again)


@pytest.mark.parametrize(
    "frame", [b"", b"\xff" * 100, b"\x0a", "text", "{}", b"\0" * 100_000], ids=lambda f: repr(f)[:9]
)
def test_no_frame_is_an_error(server, frame):
    async def go():
        async with connected(server.url) as socket:
            await socket.send(frame)
            await asyncio.sleep(0.1)

    with calm(server), suppress(ConnectionClosed):
        finish(go())
    assert healthy(server.url)


@pytest.mark.parametrize("header", ["Accept-Language", "Cookie", "User-Agent", "X-Forwarded-For"])
@pytest.mark.parametrize("value", ["x" * 4000, "es;q=nan,en;q=1e999", "<script>", ";;;=,,,"])
def test_no_header_is_an_error(server, header, value):
    assert_legal(visit(server, headers={header: value}).told)


def test_a_page_of_another_origin_is_not_let_in(server):
    async def go():
        async with connected(server.url, origin="http://evil.example") as socket:
            await socket.recv()

    with pytest.raises(InvalidStatus):
        finish(go())
