"""The numbers of the lesson on stochastic gradient descent, each against the engine."""

import json
from pathlib import Path

import numpy as np
import pytest

from playground.engine import Gabor, GradientDescent, InverseTime, Minibatches, curvature, descend
from playground.engine.basins import batch_gradients, fates, settle, valleys, wilson
from playground.figures.stochastic import DIGITISED
from playground.lessons.stochastic_gradient_descent import computed
from playground.link.playground import minibatches, objective, optimizer, schedule
from playground.ui import wording
from playground.ui.cache import read as state

REFERENCE = json.loads((Path(__file__).parents[1] / "data" / "reference.json").read_text(encoding="utf-8"))
MODEL = Gabor()
RULE = GradientDescent(0.3)
EPOCHS = (1, 20)


def end(query, run=0):
    """The last loss of a run of a state."""
    now = state(query)
    pick = now.runs[run]
    path = descend(
        optimizer(pick),
        objective(now.model),
        np.array(now.start),
        now.steps,
        None if pick.full else minibatches(now),
        schedule(now),
    )
    return path.phi[-1], float(path.value[-1])


# ---------------------------------------------------------------- one epoch


@pytest.mark.parametrize("size", [1, 3, 5, 7, 30])
def test_the_gradients_of_an_epoch_add_up_to_the_whole(size):
    phi = np.array((3.0, 10.0))
    batches = Minibatches(size, 3).indices(30, -(-30 // size))
    gradients = batch_gradients(MODEL, phi, batches)
    np.testing.assert_allclose(gradients.sum(axis=0), MODEL.gradient(phi), rtol=1e-12)
    np.testing.assert_allclose(gradients.mean(axis=0) * len(batches), MODEL.gradient(phi), rtol=1e-12)


def test_a_new_shuffle_at_each_step_has_another_sum():
    phi = np.array((3.0, 10.0))
    batches = Minibatches(5, 3, "step").indices(30, 6)
    assert np.abs(batch_gradients(MODEL, phi, batches).sum(axis=0) - MODEL.gradient(phi)).max() > 0.1


def test_seven_of_thirty_make_five_batches_the_last_with_two():
    assert [len(batch) for batch in Minibatches(7, 1).indices(30, 5)] == [7, 7, 7, 7, 2]


def test_the_slides_batches_and_their_arrows():
    point = np.array(computed.FIGURE_POINT)
    assert {k: list(v) for k, v in computed.FIGURE.items()} == REFERENCE["digitised_figures"]["fig6_6"]["batches"]
    arrows = {"b": (1.46, -0.41), "c": (1.50, -0.31), "d": (-2.00, 0.33)}
    for name, arrow in arrows.items():
        gradient = MODEL.batch(np.array(computed.FIGURE[name])).gradient(point)
        np.testing.assert_allclose(-gradient, arrow, atol=0.006)
    np.testing.assert_allclose(-MODEL.gradient(point), (1.56, -0.53), atol=0.006)


# ---------------------------------------------------------------- the states


def test_the_lucky_seed_the_other_seed_and_gradient_descent():
    lucky = "model=Gabor&start=3,10&alpha=0.3&batch=5&seed=3&steps=120&run=GradientDescent,alpha=0.05,full=1"
    assert end(lucky)[1] == pytest.approx(0.824, abs=5e-4)
    assert end(lucky, 1)[1] == pytest.approx(5.511, abs=0.01)
    phi, _ = end(lucky.replace("&seed=3", ""))
    assert MODEL.value(settle(MODEL, phi)) == pytest.approx(5.511081277, abs=1e-6)


def test_the_seed_that_is_shown_escapes_and_gradient_descent_does_not_move():
    query = (
        "model=Gabor&start=-0.166465650553,4.880932748264&alpha=0.3&batch=5&seed=7&steps=240"
        "&run=GradientDescent,alpha=0.05,full=1"
    )
    assert end(query)[1] < 0.9
    assert end(query, 1)[1] == pytest.approx(10.182264979, abs=1e-8)


def test_the_notebook_run():
    phi, value = end("model=Gabor&start=3.5,6.5&alpha=0.8&batch=5&draw=step&steps=41")
    np.testing.assert_allclose(phi, (-0.497, 12.268), atol=6e-4)
    assert value == pytest.approx(4.624355, abs=1e-5)


def test_a_batch_of_all_data_is_gradient_descent_to_the_bit():
    query = "model=Gabor&start=3,10&alpha=0.05&batch=30&steps=120&run=GradientDescent,alpha=0.05,full=1"
    np.testing.assert_array_equal(end(query)[0], end(query, 1)[0])


def test_a_constant_rate_never_settles_at_the_minimum_and_a_schedule_does():
    lowest = settle(MODEL, np.array((0.0, 16.0)))
    assert MODEL.minimum == pytest.approx(0.645696125, abs=1e-8)
    assert np.abs(MODEL.gradient(lowest)).max() < 1e-6
    batches = Minibatches(5, np.arange(32))
    constant = descend(RULE, MODEL, lowest, 300, batches).value - MODEL.minimum
    falling = descend(RULE, MODEL, lowest, 300, batches, InverseTime()).value - MODEL.minimum
    assert constant[-60:].mean() > 0.02
    assert falling[-60:].mean() < constant[-60:].mean() / 50


def test_the_loss_is_least_at_the_end_of_an_epoch():
    excess = computed.floors.__wrapped__(0.1, 5)[0][1] if hasattr(computed.floors, "__wrapped__") else None
    excess = computed.floors(0.1, 5)[0][1] if excess is None else excess
    assert excess[60::6].mean() < excess[63::6].mean() / 2


# ---------------------------------------------------------------- no 1/B, and what an epoch costs


def test_the_same_rate_costs_the_same_data_and_the_matched_rate_makes_the_same_steps():
    same = {size: excess for size, _, _, excess in computed.costs(0.02, False)}
    visited = {size: data for size, _, data, _ in computed.costs(0.02, False)}
    for size in (15, 5, 1):
        assert visited[size][-1] == visited[30][-1] == 1800
        assert same[size][-1] == pytest.approx(same[30][-1], rel=0.02)
        assert same[size][10] > 5 * same[30][20]
    matched = {size: excess for size, _, _, excess in computed.costs(0.02, True)}
    for size in (15, 5):
        np.testing.assert_allclose(matched[size][:61], matched[30], rtol=0.2)
    assert matched[5][-1] < matched[30][-1] / 4


def test_two_over_lambda_max_at_the_global_minimum():
    top = curvature(MODEL, settle(MODEL, np.array((0.0, 16.0)))).eigenvalues[-1]
    assert 2 / top == pytest.approx(0.1765, abs=5e-5)


# ---------------------------------------------------------------- many seeds


@pytest.fixture(scope="module")
def many():
    """A thousand seeds from each of the three starts."""
    batches = Minibatches(5, np.arange(1000))
    return {name: fates(RULE, MODEL, np.array(at), batches, EPOCHS) for name, at in computed.STARTS.items() if at}


def share(fate, value, time=-1):
    """The share of the seeds in the valley of a loss."""
    near = np.flatnonzero(np.abs(fate.value - value) < 0.01)
    return float(fate.counts()[time, near].sum() / fate.labels.shape[1])


def test_choosing_from_the_slides_start(many):
    fate = many["slides"]
    low, high = wilson(round(1000 * share(fate, 0.6457)), 1000)
    assert low < 0.14 < high
    assert fate.kept(0) == pytest.approx(0.93, abs=0.01)


def test_escaping_from_the_minimum_10_18(many):
    fate = many["ten"]
    assert share(fate, 0.6457) == pytest.approx(0.79, abs=0.025)
    assert share(fate, 0.6457, 0) < 0.05, "an escape takes more than an epoch"


def test_no_seed_leaves_5_511_for_the_global_valley_and_a_third_for_3_67(many):
    fate = many["five"]
    assert share(fate, 0.6457) == 0
    assert share(fate, 3.6705) == pytest.approx(0.33, abs=0.03)


def test_from_anywhere_it_is_a_little_better_within_the_noise():
    fate = computed.fates_of("anywhere", 300, 0.3, 5)
    mean = fate.value[fate.labels].mean(axis=1)
    assert mean[-1] < mean[0]
    ends = [wilson(round(300 * share(fate, 0.6457, time)), 300) for time in (0, -1)]
    assert ends[0][1] > ends[1][0]


def test_settling_agrees_with_many_small_steps():
    path = descend(RULE, MODEL, np.array((3.0, 10.0)), 120, Minibatches(5, np.arange(40)))
    slow = descend(GradientDescent(0.02), MODEL, path.phi[-1], 6000, path=False).phi[-1]
    assert np.abs(settle(MODEL, path.phi[-1]) - slow).max() < 0.05


def test_points_are_taken_together_where_they_lie_close():
    points = np.array([[0.0, 0.0], [5.0, 5.0], [0.1, 0.0], [np.nan, 0.0]])
    found, labels = valleys(points, 0.2)
    assert labels.tolist() == [0, 1, 0, 2]
    assert len(found) == 3


def test_wilsons_interval():
    # Newcombe (1998): 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(20, 20) == pytest.approx((0.8389, 1.0), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_drawn_paths_are_those_of_the_slides():
    for name, drawn in zip(("SGD1", "SGD2"), DIGITISED, strict=True):
        figure = REFERENCE["digitised_figures"][name]
        np.testing.assert_allclose(drawn, [figure["start"], *figure["path"]], atol=0.0051)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (
            "batch=5&run=GradientDescent,alpha=0.05,full=1&run=Momentum",
            ["1. SGD", "2. Gradient descent", "3. Momentum"],
        ),
        ("batch=30", ["1. Gradient descent"]),
        ("", ["1. Gradient descent"]),
    ],
)
def test_gradient_descent_on_a_part_of_the_data_is_called_sgd(query, names):
    now = state("model=Gabor&" + query)
    assert [wording.title(now, i) for i in range(len(now.runs))] == names
