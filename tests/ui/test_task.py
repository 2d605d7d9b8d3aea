"""The link of a task's page: settings survive it to the last bit, and no text in it does harm."""

from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playground.engine import OPTIMIZERS
from playground.engine.hyper import hypers
from playground.link.playground import optimizer
from playground.link.task import (
    BEGINNINGS,
    FAR,
    LANGUAGES,
    NETWORK,
    PLANES,
    SEED,
    SPOILT,
    TARGETS,
    TaskSettings,
    alone,
    cleaned,
    default_rule,
    default_settings,
    from_query,
    ground,
    most_steps,
    task_of,
    to_pairs,
    to_query,
)
from playground.tasks import TASKS
from playground.ui.session import FRAME_NAMES
from playground.ui.task import training

NAMES = [*TASKS, NETWORK]


def read(query, task):
    return from_query(parse_qs(query, keep_blank_values=True), task)


@st.composite
def chosen(draw):
    """Settings as a page can make them."""
    task = draw(st.sampled_from(NAMES))
    network, review, numeric = task == NETWORK, task == "ReviewSentiment", task in ("HousePrice", "MoleculePoints")
    target = draw(st.sampled_from(list(TARGETS))) if network else "regression"
    words = draw(st.sampled_from(["", *LANGUAGES])) if review else ""
    name = draw(st.sampled_from(list(OPTIMIZERS)))
    rule = default_rule(name, task, target)
    if "alpha" in hypers(OPTIMIZERS[name]):
        rule = rule.having(alpha=draw(st.just(rule["alpha"]) | st.floats(1e-9, 1e9)))
    steps = draw(st.integers(1, most_steps(name)))
    data, dimension = ground(task, target, words or "en").data_size, ground(task, target, words or "en").dimension
    batch = draw(st.none() | st.integers(1, data))
    real = st.floats(-FAR, FAR, allow_nan=False)
    inputs = len(task_of(task).inputs) if numeric else 0
    axes = draw(st.lists(st.integers(0, dimension - 1), min_size=2, max_size=2, unique=True))
    return TaskSettings(
        task=task,
        target=target,
        rule=rule,
        steps=steps,
        step=draw(st.integers(-1, steps - 1)),
        l2=draw(st.just(0.0) | st.floats(0, 1e6)),
        batch=batch,
        seed=draw(st.integers(0, int(SEED.high))) if batch is not None else 1,
        kept=draw(st.none() | st.integers(1, data - 1)),
        spoilt=draw(st.sampled_from(list(SPOILT))),
        datum=-1 if network else draw(st.integers(-1, len(task_of(task).data.real) - 1)),
        own=draw(st.none() | st.tuples(*[real] * inputs)) if numeric else None,
        text=draw(st.none() | st.text(max_size=60).map(cleaned)) if review else None,
        words=words,
        begin=draw(st.sampled_from(list(BEGINNINGS))) if network else "course",
        init=draw(st.integers(0, int(SEED.high))) if network else 0,
        plane=draw(st.sampled_from(list(PLANES))),
        axes=(axes[0], axes[1]),
        slice=draw(st.integers(0, int(SEED.high))),
    )


@settings(deadline=None, max_examples=150)
@given(chosen())
def test_a_link_gives_the_same_settings_back(now):
    got, ignored = read(to_query(now), now.task)
    assert got == now
    assert ignored == []
    assert to_query(got) == to_query(now)
    assert optimizer(now.rule) == optimizer(got.rule)
    assert not {name for name, _ in to_pairs(now)} & {*FRAME_NAMES, "task"}


@pytest.mark.parametrize("name", NAMES)
def test_defaults_leave_no_trace_in_the_link(name):
    assert to_pairs(default_settings(name)) == []


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from(NAMES),
    st.dictionaries(
        st.sampled_from(
            ["step", "steps", "l2", "own", "axes", "datum", "kept", "batch", "alpha", "text", "plane", "x"]
        ),
        st.text(max_size=20) | st.sampled_from(["nan", "inf", "-1", "1e400", "1,2", "0,0", "9" * 400, ""]),
    ),
)
@example("HousePrice", {"own": "nan,1,1,1,1"})
@example("HousePrice", {"own": "1e300,1,1,1,1"})
@example("ReviewSentiment", {"text": "\ud800"})
@example("MusicGenre", {"axes": "3,3"})
def test_no_text_in_a_link_does_harm(task, query):
    now, _ = from_query({name: [value] for name, value in query.items()}, task)
    again, ignored = read(to_query(now), task)
    assert again == now
    assert ignored == []
    assert np.isfinite([*(now.own or ()), now.l2]).all()


def test_equal_trainings_share_a_key_whatever_is_looked_at():
    now = default_settings("HousePrice")
    seen = read("step=3&datum=7&own=1,2,3,4,5&plane=random&slice=8", "HousePrice")[0]
    assert to_query(alone(seen, "en")) == to_query(alone(now, "es"))
    reviews = default_settings("ReviewSentiment")
    assert to_query(alone(reviews, "en")) != to_query(alone(reviews, "es")), "other reviews, another training"


def test_a_long_review_is_cut_before_it_makes_a_link():
    now = read(urlencode({"text": "a" * 100_000}), "ReviewSentiment")[0]
    assert len(now.text) == 2001


@pytest.mark.parametrize("name", NAMES)
def test_a_training_is_that_of_the_engine(name):
    key = to_query(alone(default_settings(name), "en"))
    done = training.train(key)
    assert done.phi.shape == (201, done.problem.objective.dimension)
    assert done.value[-1] < done.value[0]
    assert len(done.problem.names) == done.phi.shape[1]
    seen = training.view(key)
    point = seen.plane.point(seen.path[-1])
    assert np.allclose(point, done.phi[-1])
    assert np.allclose(seen.distance[-1], 0, atol=1e-12)


def test_a_path_that_goes_nowhere_has_no_main_directions():
    now = read("optimizer=GradientDescent&alpha=0", "HousePrice")[0]
    assert training.view(to_query(alone(now, "en"))) is None
