"""The route for a hand that drags: it answers with the run of a link, at a pace, and never with an error."""

import base64
import json

import numpy as np
import pytest
from starlette.requests import Request

from playground.engine import LinearRegression, LineSearchDescent, descend
from playground.ui import run_route


def asked(query):
    """The answer to a link."""
    scope = {"type": "http", "method": "GET", "path": "/run", "headers": [], "query_string": query.encode()}
    return run_route.answer(Request(scope))


def unpacked(packed):
    return np.frombuffer(base64.b64decode(packed["b"]), "<f8")


def test_the_answer_is_the_run_of_the_link():
    said = json.loads(asked("optimizer=LineSearchDescent&max_distance=0.3&start=1,-0.5&steps=7").body)
    path = descend(LineSearchDescent(0.3), LinearRegression(), [1.0, -0.5], 7)
    assert np.array_equal(unpacked(said["phi"]).reshape(-1, 2), path.phi)
    assert np.array_equal(unpacked(said["loss"]), path.value)
    assert (said["left"], said["diverged"]) == (path.left_window_at, path.diverged_at)
    assert said["rest"] >= 0


@pytest.mark.parametrize("query", ["", "alpha=nan&start=&model=%F0", "%%%&&=;x" * 50, "run=Adam&run=Adam&lang=zz"])
def test_whatever_is_asked_there_is_an_answer(query):
    assert asked(query).status_code == 200


def test_a_long_run_is_left_to_the_page():
    assert asked("steps=5000").status_code == 204


def test_many_hands_slow_each_other_down_evenly():
    pace = run_route.Pace(0.5)
    assert pace.rest(0.02, now=100.0) == pytest.approx(0.04)
    assert [round(pace.rest(0.02, now=100.0), 3) for _ in range(4)] == [0.08, 0.12, 0.16, 0.2]
    assert pace.rest(0.02, now=200.0) == pytest.approx(0.04), "what is past is forgotten"
