"""The route for a hand that drags: it answers with the run of a link, at a pace, and never with an error."""

import base64
import json
from urllib.parse import parse_qs

import numpy as np
import pytest
from starlette.requests import Request

from playground.engine import LinearRegression, LineSearchDescent, descend
from playground.link.task import alone, from_query, task_of, to_query
from playground.ui import run_route
from playground.ui.player import payload
from playground.ui.task import training


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


@pytest.mark.parametrize("name", ["HousePrice", "MusicGenre", "ThreeUnits"])
def test_of_a_task_it_is_what_the_page_would_be_told(name):
    query = f"lang=es&task={name}&steps=30&alpha=0.05&l2=0.01"
    said = json.loads(asked(query).body)
    now, _ = from_query(parse_qs(query), name)
    done = training.train(to_query(alone(now, "es")))
    assert said["loss"] == payload.pack(done.value, "f4")
    assert said["curves"] == [payload.pack(one.loss, "f4") for one in (done.train, done.test) if one is not None]
    task = task_of(name, "es")
    if task is not None:
        x = task.reading(task.first).x if task.first is not None else task.read(task.examples[0]).x
        z = task.predict(done.phi, x).z
        assert said["numbers"]["z0"]["values"] == payload.pack(z[:, 0], "f4")
        assert any(key.startswith("c0_") for key in said["numbers"])


def test_what_becomes_of_a_training_is_said_in_the_visitor_s_language():
    said = json.loads(asked("lang=es&task=HousePrice&steps=60&optimizer=GradientDescent&alpha=50").body)
    assert said["said"].startswith("Diverge")


@pytest.mark.parametrize("query", ["task=Nothing", "task=HousePrice&steps=9999&optimizer=GradientDescent", "task="])
def test_a_long_training_and_none_have_no_answer(query):
    assert asked(query).status_code == 204


@pytest.mark.parametrize(
    "query",
    [
        "task=HousePrice&lang=%00&alpha=nan&batch=x&own=1",
        "",
        "alpha=nan&start=&model=%F0",
        "%%%&&=;x" * 50,
        "run=Adam&run=Adam&lang=zz",
    ],
)
def test_whatever_is_asked_there_is_an_answer(query):
    assert asked(query).status_code == 200


def test_a_long_run_is_left_to_the_page():
    assert asked("steps=5000").status_code == 204


def test_several_hands_come_again_at_the_same_moment():
    assert run_route.together(0.02, now=3.01) == 0.02, "a hand alone is not held up"
    moments = [now + run_route.together(0.1, now) for now in (3.001, 3.012, 3.049)]
    assert moments == pytest.approx([3.15] * 3)


def test_many_hands_slow_each_other_down_evenly():
    pace = run_route.Pace(0.5)
    assert pace.rest(0.02, now=100.0) == pytest.approx(0.04)
    assert [round(pace.rest(0.02, now=100.0), 3) for _ in range(4)] == [0.08, 0.12, 0.16, 0.2]
    assert pace.rest(0.02, now=200.0) == pytest.approx(0.04), "what is past is forgotten"
