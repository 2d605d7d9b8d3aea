"""The stops of the sliders: even on a logarithmic scale, every legal value of the usual range within reach."""

import math
from itertools import pairwise
from types import SimpleNamespace

import pytest

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES
from playground.engine.hyper import Hyper, defaults, hypers
from playground.ui import controls, session

FACTS = [
    pytest.param(fact, defaults(kind)[field], id=f"{name}.{field}")
    for registry in (OBJECTIVES, OPTIMIZERS, SCHEDULES)
    for name, kind in registry.items()
    for field, fact in hypers(kind).items()
]


@pytest.fixture(autouse=True)
def state(monkeypatch):
    """An empty session."""
    fake = SimpleNamespace(session_state={})
    monkeypatch.setattr(controls, "st", fake)
    monkeypatch.setattr(session, "st", fake)
    return fake.session_state


@pytest.mark.parametrize(("fact", "value"), FACTS)
def test_the_sliders_range_is_legal_and_holds_the_default(fact, value):
    if fact.soft is None:
        assert fact.choices is not None or fact.integer
        return
    low, high = fact.soft
    assert low < high
    assert fact.allows(low)
    assert fact.allows(high)
    assert low <= value <= high or value == 0
    assert not fact.log or low > 0


@pytest.mark.parametrize(("fact", "value"), FACTS)
def test_a_logarithmic_slider_has_even_stops_and_every_value_it_met(fact, value):
    if not fact.log:
        return
    options = controls._options(fact, float(value), "one")
    assert value in options
    assert options == sorted(set(options))
    positive = [option for option in options if option > 0]
    assert all(1.03 < b / a < 1.16 for a, b in pairwise(positive) if value not in {a, b})
    assert (options[0] == 0) == (fact.low == 0)
    assert all(fact.allows(option) for option in options)
    odd = math.nextafter(fact.soft[1], math.inf) * 3
    assert odd in controls._options(fact, odd, "one")
    assert odd in controls._options(fact, float(value), "one")  # once met, it stays: a slider refuses what it lacks
    assert odd not in controls._options(fact, float(value), "other")


@pytest.mark.parametrize(
    ("soft", "step"), [((0.0, 0.99), 0.01), ((0.0, 0.999), 0.01), ((0.0, 90.0), 1.0), ((0.9, 1.0), 0.001)]
)
def test_a_linear_slider_moves_in_steps_one_can_read_to_its_very_ends(soft, step):
    stops = controls._stops(Hyper("x", "", soft=soft))
    assert (stops[0], stops[-1]) == soft
    assert all(b - a == pytest.approx(step) for a, b in pairwise(stops[:-1]))
    assert 0 < stops[-1] - stops[-2] <= step * 1.001


@pytest.mark.parametrize(("name", "value"), [("alpha", 7.77), ("beta", 0.999)])
def test_a_typed_number_becomes_a_stop_of_the_slider(state, name, value):
    state["w:x"] = value
    controls._follow("w:x", "w:x:slider")
    assert state["w:x:slider"] == value
    assert value in controls._options(hypers(OPTIMIZERS["Momentum"])[name], 0.1, "x")


def test_a_field_left_empty_moves_nothing(state):
    state["w:x"] = None
    controls._follow("w:x", "w:x:slider")
    assert "w:x:slider" not in state


def test_what_the_field_showed_a_moment_ago_is_not_taken_for_typed(state, monkeypatch):
    state["w:x"], state["w:x:slider"] = 0.1, 0.2
    controls._copy("w:x:slider", "w:x")
    state["w:x:slider"] = 0.3
    controls._copy("w:x:slider", "w:x")
    assert state["w:x"] == 0.3
    for echo in (0.1, 0.2):  # the browser has not heard of 0.3 yet
        state["w:x"] = echo
        controls._follow("w:x", "w:x:slider")
        assert state["w:x"] == state["w:x:slider"] == 0.3
    state["w:x"] = 0.17
    controls._follow("w:x", "w:x:slider")
    assert state["w:x"] == state["w:x:slider"] == 0.17
    later = controls.time.monotonic() + 2 * controls.ECHO
    monkeypatch.setattr(controls.time, "monotonic", lambda: later)
    state["w:x"] = 0.2
    controls._follow("w:x", "w:x:slider")
    assert state["w:x:slider"] == 0.2
