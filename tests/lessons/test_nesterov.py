"""Every number of the lesson on Nesterov momentum, against the engine and the reference."""

from itertools import pairwise
from urllib.parse import parse_qs

import numpy as np
import pytest

from playground import worksheets
from playground.content import lesson
from playground.engine import GradientDescent, LinearRegression, Momentum, Nesterov, curvature, descend
from playground.engine.closed_forms import look_ahead
from playground.lessons.nesterov.exercise import draw
from playground.link.playground import from_query, minibatches, objective, optimizer

WORDS = lesson("nesterov", "en")
BRAKES, CURVED, NOTEBOOK, WHERE, NO_PAST = (one.query for one in WORDS.tries)


def runs(query):
    now = from_query(parse_qs(query))[0]
    return [
        descend(optimizer(run), objective(now.model), now.start, now.steps, batches=minibatches(now), record=True)
        for run in now.runs
    ]


def test_it_brakes_in_time():
    nesterov, momentum = runs(BRAKES)
    assert (nesterov.value[20], momentum.value[20]) == pytest.approx((0.239, 1.463), abs=5e-4)
    np.testing.assert_array_equal(nesterov.phi[1], momentum.phi[1])


def test_the_curved_valley():
    nesterov, momentum = runs(CURVED)
    assert (nesterov.value[20], momentum.value[20]) == pytest.approx((1.839, 3.545), abs=5e-4)


def test_the_notebooks_run():
    ends = [run.value[-1] for run in runs(NOTEBOOK)]
    assert ends == pytest.approx([0.800868, 0.803359, 0.745915], abs=1e-6)
    assert [round(end, 3) for end in ends] == [0.801, 0.803, 0.746]


@pytest.mark.parametrize("query", [WHERE, WORDS.questions[1].query])
def test_alpha_m_or_alpha_beta_m(query):
    corrected, slides, momentum = runs(query)
    assert corrected.value[40] == pytest.approx(0.195, abs=5e-4)
    assert slides.state == "diverged"
    assert momentum.value[-1] < momentum.value[0] / 10


@pytest.mark.parametrize(
    ("rule", "limit"),
    [
        (lambda a: Nesterov(a, 0.9), 0.2713),
        (lambda a: Nesterov(a, 0.9, "alpha"), 0.2532),
        (lambda a: Momentum(a, 0.9), 0.7595),
        (lambda a: Nesterov(a, 0.0, "alpha"), 0.01333),
        (lambda a: Nesterov(a, 0.0), 0.03998),
        (GradientDescent, 0.03998),
    ],
)
def test_the_limits_of_alpha(rule, limit):
    for factor, diverged in ((0.98, False), (1.02, True)):
        run = descend(rule(factor * limit), LinearRegression(), (1.6, -0.8), 1000)
        assert (run.state == "diverged") is diverged


def test_the_limits_have_closed_forms():
    high, b = curvature(LinearRegression(), np.zeros(2)).eigenvalues[-1], 0.9
    assert 2 * (1 + b) / ((1 + 2 * b) * (1 - b) * high) == pytest.approx(0.2713, abs=5e-5)
    assert 2 * (1 + b) / (3 * (1 - b) * high) == pytest.approx(0.2532, abs=5e-5)


def test_without_a_past_the_corrected_rule_is_gradient_descent():
    corrected, slides, plain = runs(NO_PAST)
    np.testing.assert_array_equal(corrected.phi, plain.phi)
    assert slides.state == "diverged"


def test_taylor_at_step_four_of_the_curved_valley():
    now, run = from_query(parse_qs(CURVED))[0], runs(CURVED)[0]
    loss, m = objective(now.model), run.terms["m"][3]
    found = [look_ahead(loss, run.phi[4], m, 0.27 / 2**k) for k in range(9)]
    np.testing.assert_allclose(found[0].measured, run.terms["gradient"][4], atol=1e-12)
    factors = [a.error / b.error for a, b in pairwise(found)]
    assert factors[0] == pytest.approx(7.5, abs=0.05)
    assert factors[-1] == pytest.approx(4, abs=0.1)


def test_taylor_is_exact_on_the_twelve_points():
    run = runs(BRAKES)[0]
    assert look_ahead(LinearRegression(), run.phi[4], run.terms["m"][3], 0.18).error < 1e-12


def test_taylor_takes_the_hessian_of_the_batch():
    now, run = from_query(parse_qs(NOTEBOOK))[0], runs(NOTEBOOK)[0]
    for k in (5, 10, 40):
        part = objective(now.model).batch(run.batches[k])
        found = look_ahead(part, run.phi[k], run.terms["m"][k - 1], 0.36)
        np.testing.assert_allclose(found.measured, run.terms["gradient"][k], atol=1e-12)
        m = (0.6 * np.eye(2) - 0.36 * 0.4 * found.hessian) @ run.terms["m"][k - 1] + 0.4 * found.gradient
        np.testing.assert_allclose(m, run.terms["m"][k], atol=0.4 * found.error + 1e-12)


def test_the_worksheet_by_hand():
    task = worksheets.exercise(draw, "Ada")
    n = task.numbers
    a = n["alpha"] * n["beta"] * n["m"]
    # φ³ at φ − a is φ³ − 3φ²a + 3φa² − a³: the estimate leaves out the last two.
    assert worksheets.correct(task, abs(3 * n["p"] * a**2 - a**3))
