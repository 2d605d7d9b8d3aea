"""Every number of the lesson on normalized gradients and Adam, against the engine and the verified ends."""

from urllib.parse import parse_qs

import numpy as np
import pytest

from playground import worksheets
from playground.content import lesson
from playground.engine import Adam, GaussianValley, GradientDescent, NormalizedGradient, curvature, descend
from playground.engine.closed_forms import Slope, moments
from playground.lessons.adam.exercise import draw
from playground.lessons.adam.figures import PAIRS, START, paths
from playground.link.playground import from_query, minibatches, objective, optimizer

WORDS = lesson("adam", "en")
SMALL, LARGE, SIGNS, BOUNCE, ADAM, RAW, NO_PAST = (one.query for one in WORDS.tries)


def runs(query):
    now = from_query(parse_qs(query))[0]
    return [
        descend(optimizer(run), objective(now.model), now.start, now.steps, batches=minibatches(now), record=True)
        for run in now.runs
    ]


def test_the_valley():
    found = curvature(GaussianValley(), np.array([0.7, 0.0]))
    np.testing.assert_allclose(found.hessian, np.diag([0.25, 4.0]), atol=1e-12)
    assert GaussianValley().value(np.array(START)) == pytest.approx(0.845104, abs=5e-7)


def test_the_slides_example():
    g = np.array([3.0, -2.0, 5.0])
    terms = NormalizedGradient(0.1, 0.0).explain(Slope(g), np.zeros(3), ())
    assert terms["v"].tolist() == [9, 4, 25]
    assert terms["phi"] == pytest.approx([-0.1, 0.1, -0.1])
    assert -0.1 * g / np.linalg.norm(g) == pytest.approx([-0.049, 0.032, -0.081], abs=5e-4)


@pytest.mark.parametrize(
    ("letter", "which", "end", "loss"),
    [
        ("a", 0, (0.555907, 0.0), 2.59e-3),
        ("a", 1, (0.668404, 0.0), 1.25e-4),
        ("c", 1, (0.74, 0.06), 0.007373),
        ("d", 0, (0.667073, 0.029500), 0.001874),
    ],
)
def test_the_panels_end_where_they_were_verified(letter, which, end, loss):
    run = paths()[letter][which]
    assert run.phi[-1] == pytest.approx(end, abs=1e-6)
    assert run.value[-1] == pytest.approx(loss, rel=5e-3)


def test_panel_b_is_compared_for_a_few_steps_and_is_chaotic():
    path = paths()["b"][0].phi
    first = [(-0.7, -0.9), (-0.645786, -0.342374), (-0.433570, 0.521447), (-0.293464, -0.509740)]
    assert path[:4] == pytest.approx(np.array(first), abs=1e-6)
    other = descend(GradientDescent(1.0), GaussianValley(), (-0.7, -0.9 + 1e-10), 40).phi
    apart = np.abs(other - path).max(axis=1)
    assert apart[1] < 1e-9
    assert np.abs(other - path)[:, 0].max() < 1e-6, "it is φ₁ alone"
    assert 5e-5 < apart.max() < 1e-3
    assert np.isfinite(path).all()
    assert descend(GradientDescent(1.0), GaussianValley(), START, 600).state != "diverged"


def test_the_two_cycle_of_panel_b_repels():
    place = np.sqrt(np.log(2) / 2)
    assert place == pytest.approx(0.5887, abs=5e-5)
    loss = GaussianValley()
    two = descend(GradientDescent(1.0), loss, (0.7, place), 2).phi
    assert two[1] == pytest.approx((0.7, -place))
    factor = 1 - loss.hessian(np.array([0.7, place]))[1, 1]
    assert factor**2 == pytest.approx(3.14, abs=0.01)


@pytest.mark.parametrize(("alpha", "holds"), [(0.49, True), (0.51, False)])
def test_the_minimum_holds_gradient_descent_below_one_half(alpha, holds):
    run = descend(GradientDescent(alpha), GaussianValley(), (0.7, 0.01), 1000)
    assert bool(abs(run.phi[-1, 1]) < 1e-6) is holds


def test_signs_at_005_until_rounding_decides():
    first, second = runs(SIGNS)
    np.testing.assert_allclose(first.phi[:18], second.phi[:18], atol=1e-6)
    assert first.phi[17] == pytest.approx((0.15, -0.05), abs=1e-6)
    assert abs(first.phi[18, 1]) < 1e-7
    assert np.abs(first.phi[19:] - second.phi[19:]).max() > 0.04


@pytest.mark.parametrize("query", [BOUNCE, WORDS.questions[1].query])
def test_the_honest_bounce(query):
    path = runs(query)[0].phi
    odd, even = path[17::2], path[18::2]
    np.testing.assert_allclose(odd, np.broadcast_to((0.66, -0.02), odd.shape), atol=1e-5)
    np.testing.assert_allclose(even, np.broadcast_to((0.74, 0.06), even.shape), atol=1e-5)


def test_adam_overshoots():
    path = runs(ADAM)[0].phi
    assert np.argmax(path[:, 0] > 0.7) == 29
    assert path[:, 0].max() == pytest.approx(0.869, abs=5e-4)
    assert path[-1, 0] == pytest.approx(0.667, abs=5e-4)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_first_corrected_step_is_alpha_times_the_sign(pair):
    run = descend(Adam(0.05, *pair), GaussianValley(), START, 1)
    np.testing.assert_allclose(run.phi[1] - run.phi[0], 0.05, rtol=1e-5)


@pytest.mark.parametrize("query", [RAW, WORDS.questions[2].query])
def test_without_correction_the_first_step_is_too_long(query):
    corrected, raw = runs(query)
    assert (raw.phi[1] - raw.phi[0]) / 0.05 == pytest.approx([3.16, 3.16], abs=5e-3)
    assert (corrected.phi[1] - corrected.phi[0]) / 0.05 == pytest.approx([1, 1], abs=1e-5)
    assert raw.left_window_at == 8


@pytest.mark.parametrize(
    ("pair", "first", "most"),
    [
        ((0.9, 0.99), [1.00, 1.35, 1.57, 1.73], (2.13, 13)),
        ((0.9, 0.999), [3.16, 4.25, 4.95, 5.44], (6.57, 12)),
        ((0.99, 0.9), [0.03, 0.05, 0.06, 0.07], None),
    ],
)
def test_the_table_of_uncorrected_steps(pair, first, most):
    assert pair in PAIRS
    found = moments(np.full(600, 2.0), *pair)
    assert found.raw_ratio[:4] == pytest.approx(first, abs=5e-3)
    np.testing.assert_allclose(found.ratio, 1)
    np.testing.assert_allclose(found.m_hat, 2)
    np.testing.assert_allclose(found.v_hat, 4)
    if most is None:
        assert found.raw_ratio.max() < 1
    else:
        assert (round(found.raw_ratio.max(), 2), found.raw_ratio.argmax() + 1) == most


def test_without_a_past_adam_goes_by_signs():
    adam, signs, plain = runs(NO_PAST)
    np.testing.assert_allclose(adam.phi, signs.phi, atol=1e-12)
    assert np.abs(adam.phi - plain.phi).max() > 0.1


def test_the_worksheet_by_hand():
    task = worksheets.exercise(draw, "Ada")
    n = task.numbers
    b, c = n["beta"], n["gamma"]
    m = (b * (1 - b) * n["a"] + (1 - b) * n["b"]) / (1 - b**2)
    v = (c * (1 - c) * n["a"] ** 2 + (1 - c) * n["b"] ** 2) / (1 - c**2)
    assert worksheets.correct(task, m / v**0.5)
