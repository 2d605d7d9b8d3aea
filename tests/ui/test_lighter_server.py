"""What the server leaves out: all that a browser hears must stay the same, in the same order."""

import ast
import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime

from playground.ui import lighter_server


def test_what_is_wrapped_is_still_there():
    assert lighter_server._populate.__module__ == app_session.__name__
    assert lighter_server._tell.__qualname__ == "AppSession._on_scriptrunner_event"
    assert AppSession._handle_scriptrunner_event_on_event_loop
    assert lighter_server._enqueued.__qualname__ == "Runtime._enqueued_some_message"
    assert Runtime._get_async_objs
    assert lighter_server._present.__name__ == "make_bidi_component_presenter"
    assert lighter_server._identify.__qualname__ == "BidiComponentMixin._build_bidi_identity_kwargs"


def test_every_component_has_a_key_its_identity():
    """For what a component is told plays no part in it any more."""
    calls = []
    for file in Path(lighter_server.__file__).parent.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        made = {
            node.targets[0].id
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("st.components.v2.component(")
        }
        calls += [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in made]
    assert len(calls) > 8
    assert all("key" in [given.arg for given in call.keywords] for call in calls)


@pytest.mark.parametrize("section", ["theme", "theme.light", "theme.dark.sidebar", "theme.sidebar"])
def test_the_theme_is_what_streamlit_makes_of_the_configuration(section, monkeypatch):
    options = {"primaryColor": "#0067A5", "base": "dark", "font": "serif", "chartCategoricalColors": ["#000000"]}
    if section == "theme.sidebar":
        options = dict.fromkeys(options)
    monkeypatch.setattr(config, "get_options_for_section", lambda name: options if name == section else {})
    lighter_server.theme.cache_clear()
    expected, found = CustomThemeConfig(), CustomThemeConfig()
    lighter_server._populate(expected, section)
    for _ in range(2):
        found.Clear()
        lighter_server._populate_theme_msg(found, section)
        assert found == expected
    lighter_server.theme.cache_clear()


def finished(coroutine):
    """Run it to its end, in a thread of its own: a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def test_messages_come_in_their_order_and_together():
    done, wakes = [], []

    async def serve():
        loop = asyncio.get_running_loop()
        together = lighter_server.Together(loop)
        monkeyed = loop.call_soon_threadsafe
        loop.call_soon_threadsafe = lambda *what: wakes.append(what) or monkeyed(*what)

        def script():
            for i in range(40):
                together.do(lambda i=i: done.append(i), patient=True)
            together.do(lambda: done.append("end"))

        thread = threading.Thread(target=script)
        thread.start()
        await asyncio.to_thread(thread.join)
        for _ in range(200):
            if "end" in done:
                break
            await asyncio.sleep(0.01)
        together.do(lambda: done.append("late"), patient=True)
        await asyncio.sleep(10 * lighter_server.MOMENT)

    finished(serve())
    assert done[:41] == [*range(40), "end"]
    assert done[41:] == ["late"], "a patient one alone comes too"
    assert len(wakes) <= 8


def test_one_that_fails_leaves_the_others(caplog):
    done = []

    async def serve():
        together = lighter_server.Together(asyncio.get_running_loop())
        together.do(lambda: 1 / 0, patient=True)
        together.do(lambda: done.append(1))
        await asyncio.sleep(0.01)

    finished(serve())
    assert done == [1]
    assert "ZeroDivisionError" in caplog.text


class States:
    """What of Streamlit's state a component's look reads."""

    def __init__(self, **states):
        self._new_widget_state = self
        self.states = states


def test_a_component_s_state_is_as_it_was_told_unless_it_has_triggered(monkeypatch):
    monkeypatch.setattr(lighter_server, "_present", lambda *_, **__: lambda value, state: "whole")
    present = lighter_server.make_bidi_component_presenter("aggregator", "component")
    assert present({"number": 1}, States()) == {"number": 1}
    assert present({"number": 1}, States(aggregator=[])) == "whole"


def test_a_menu_looks_for_its_own_value_only(monkeypatch):
    monkeypatch.setattr(lighter_server, "_state", lambda: {"w:model": None})
    found = lighter_server.get_session_state().filtered_state
    assert "w:model" in found
    assert found["w:model"] is None
    assert "w:other" not in found
