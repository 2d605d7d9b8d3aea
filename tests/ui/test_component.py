"""What the browser reports: a start if it is a pair of finite numbers, and nothing if it is anything else."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.ui.player import ASSETS, ASSETS_PATH, component

HOSTILE = [
    None,
    "start",
    7,
    [],
    {},
    {"start": None},
    {"start": 3},
    {"start": "xy"},
    {"start": [1, 2]},
    {"start": {"x": 1}},
    {"start": {"x": None, "y": 1}},
    {"start": {"x": "left", "y": 1}},
    {"start": {"x": float("nan"), "y": 1}},
    {"start": {"x": 1, "y": float("inf")}},
    {"start": {"x": 10**400, "y": 1}},
    {"start": {"x": {}, "y": []}},
    SimpleNamespace(start={"x": 1, "y": 2}),
]


@pytest.mark.parametrize("state", HOSTILE, ids=repr)
def test_what_is_no_start_is_passed_over(state):
    assert component.read_start(state) is None


@pytest.mark.parametrize(
    ("state", "point"),
    [
        ({"start": {"x": 1.25, "y": -0.5, "n": 3}}, (1.25, -0.5)),
        ({"start": {"x": 2, "y": 3}}, (2.0, 3.0)),
        ({"start": {"x": 0.1 + 0.2, "y": 5e-324}}, (0.1 + 0.2, 5e-324)),
    ],
)
def test_a_start_is_taken_to_the_last_bit(state, point):
    assert component.read_start(state) == point


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["start", "step", "x", "y", "n", "k"]), inner)
    ),
    max_leaves=8,
)


@given(JSON)
def test_nothing_that_a_browser_can_send_raises(state):
    point = component.read_start(state)
    assert point is None or all(isinstance(value, float) and abs(value) < float("inf") for value in point)
    assert component.read_step(state) >= 0


@pytest.mark.parametrize(
    ("state", "number"),
    [
        ({"player": {"start": {"x": 1, "y": 2, "n": 12}}}, 12),
        ({}, 0),
        ({"player": None}, 0),
        ({"player": {"start": {"n": "many"}}}, 0),
        ({"player": {"start": {"n": float("inf")}}}, 0),
        ({"player": {"start": {"n": float("nan")}}}, 0),
        ({"player": {"start": {}}}, 0),
    ],
)
def test_the_last_message_is_echoed(state, number, monkeypatch):
    monkeypatch.setattr(component, "st", SimpleNamespace(session_state=state))
    assert component.echo() == number


def test_the_loader_asks_for_the_present_files():
    script = component.loader("player.js")
    assert f'"{ASSETS_PATH}/all.js"' in script
    assert "module.mounts.player" in script
    assert f'"{ASSETS_PATH}/takeaway/take.js"' in component.loader("takeaway/take.js")
    assert len(script) < 1000  # it travels with every change


def test_every_module_that_is_imported_is_served():
    for file in ASSETS.glob("*.js"):
        for name in re.findall(r'(?:from|new URL\() ?"\./([\w.]+)"', file.read_text(encoding="utf-8")):
            assert (ASSETS / name).is_file(), f"{file.name} asks for {name}"


@pytest.mark.parametrize("state", [None, {}, {"link": None}, {"link": {"query": 3}}, {"link": ["?alpha=1"]}], ids=repr)
def test_what_is_no_link_is_empty(state):
    assert component.read_link(state) == ""


def test_a_link_is_read_without_its_mark():
    assert component.read_link({"link": {"query": "?lang=en&alpha=0.5", "n": 1}}) == "lang=en&alpha=0.5"
