"""Stability: limits of α against runs just inside and outside, predicted against measured contraction, saddles."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from playground.engine import (
    Adam,
    Beale,
    Gabor,
    GradientDescent,
    Himmelblau,
    LinearRegression,
    LineSearchDescent,
    Momentum,
    Nesterov,
    Newton,
    Quadratic,
    Rastrigin,
    Saddle,
    Stability,
    contraction,
    critical_points,
    descend,
    hold,
    holding_steps,
    stability,
)

LINE = LinearRegression()
LINEAR_RULES = [
    GradientDescent(),
    Momentum(),
    Nesterov(),
    Nesterov(lookahead="alpha"),
    Momentum(beta=0.3),
    Nesterov(beta=0.0),
]


def test_limits_of_the_course(reference):
    facts = reference["static_losses"]["linear_hessian"]
    plain = stability(GradientDescent(0.02), LINE, LINE.minimisers[0])
    assert plain.limit == pytest.approx(facts["alpha_max"], rel=1e-12)
    assert plain.best == pytest.approx(facts["alpha_best_fixed"], rel=1e-12)
    assert plain.condition == pytest.approx(facts["condition"], rel=1e-12)
    limits = [stability(rule, LINE, [0.0, 0.0]).limit for rule in LINEAR_RULES[1:4]]
    assert limits == pytest.approx([0.760, 0.271, 0.253], abs=5e-4)


def test_limits_at_the_minima_of_gabor():
    places = [(0.003794635611, 16.026347827142), (6.307961387848, 13.515787336910), (-0.166465650553, 4.880932748264)]
    limits = [stability(GradientDescent(), Gabor(), place).limit for place in places]
    assert limits == pytest.approx([0.1765, 0.296, 0.1445], abs=5e-4)


@pytest.mark.parametrize("rule", LINEAR_RULES, ids=repr)
def test_the_limit_separates_runs(rule):
    bowl = Quadratic(condition=7.0, rotation=20.0)
    limit = stability(rule, bowl, [0.0, 0.0]).limit
    inside = descend(dataclasses.replace(rule, alpha=0.995 * limit), bowl, [1.0, 0.7], 4000)
    outside = descend(dataclasses.replace(rule, alpha=1.005 * limit), bowl, [1.0, 0.7], 4000)
    assert inside.value[-1] < 1e-9
    assert not outside.value[-1] < 1e6  # it may have overflowed to nan
    assert stability(dataclasses.replace(rule, alpha=0.995 * limit), bowl, [0.0, 0.0]).rate < 1
    assert stability(dataclasses.replace(rule, alpha=1.005 * limit), bowl, [0.0, 0.0]).rate > 1


@pytest.mark.parametrize("rule", LINEAR_RULES, ids=repr)
@pytest.mark.parametrize("share", [0.05, 0.4, 0.9])
def test_predicted_and_measured_contraction_agree(rule, share):
    bowl = Quadratic(condition=7.0, rotation=20.0)
    rule = dataclasses.replace(rule, alpha=share * stability(rule, bowl, [0.0, 0.0]).limit)
    run = descend(rule, bowl, [1.0, 0.7], 400)
    measured = contraction(run.phi, np.zeros(2))
    assert measured == pytest.approx(stability(rule, bowl, [0.0, 0.0]).rate, abs=0.01)


def test_the_best_rate_is_the_best():
    bowl = Quadratic(condition=7.0)
    best = stability(GradientDescent(), bowl, [0.0, 0.0]).best
    rates = [stability(GradientDescent(best * share), bowl, [0.0, 0.0]).rate for share in (0.98, 1.0, 1.02)]
    assert rates[1] == min(rates)
    assert rates[1] == pytest.approx((7 - 1) / (7 + 1))


@pytest.mark.parametrize("rule", [Adam(), LineSearchDescent(), Newton()])
def test_other_rules_get_no_limit(rule):
    found = stability(rule, LINE, [0.0, 0.0])
    assert found.limit is None
    assert found.rate is None
    assert found.condition == pytest.approx(12.5258, abs=1e-4)


@pytest.mark.parametrize(
    ("objective", "phi"),
    [
        (Saddle(), [0.0, 0.0]),
        (Quadratic(matrix=[[-2, 0], [0, -2]]), [0.0, 0.0]),
        (Gabor(), [3.44, 15.63]),
        (Gabor(), [math.inf, 0.0]),
    ],
)
def test_without_a_minimum_nothing_is_said(objective, phi):
    assert stability(GradientDescent(), objective, phi) == stability(Adam(), objective, phi)
    assert stability(GradientDescent(), objective, phi).limit is None


def test_in_a_proved_valley_of_minima_the_curved_direction_limits():
    valley = Quadratic(matrix=[[2, -2], [-2, 2]])
    said = stability(GradientDescent(), valley, [0.0, 0.0])
    assert said == Stability(limit=0.5)
    assert stability(Adam(), valley, [0.0, 0.0]) == Stability()
    for alpha, settles in ((0.49, True), (0.51, False)):
        assert (descend(GradientDescent(alpha), valley, [1.0, 0.5], 2000).value[-1] < 1e-9) == settles


def test_contraction_is_measured_over_whole_swings():
    rule = Momentum(0.1, 0.9)
    run = descend(rule, LINE, [1.6, -0.5], 100)
    predicted = stability(rule, LINE, LINE.minimisers[0]).rate
    assert contraction(run.phi, LINE.minimisers[0]) == pytest.approx(predicted, abs=0.01)


def test_contraction_needs_points():
    assert contraction(np.zeros((9, 2)), np.zeros(2)) is None
    assert contraction(np.array([[1.0, 0.0], [0.5, 0.0]]), np.zeros(2)) is None
    halving = 0.5 ** np.arange(200)[:, None] * np.ones(2)
    assert contraction(halving, np.zeros(2)) == pytest.approx(0.5, rel=1e-6)


def test_how_long_saddles_hold():
    # The saddle that holds, λ = −0.117: about 200 steps from 0.1 away and 600 from 0.001, at α = 0.1. To both sides the
    # linear model is off by what the slope of the curvature adds or takes.
    saddle = min(critical_points(Gabor()), key=lambda point: np.linalg.norm(point.phi - [-8.5775, 4.3963]))
    assert saddle.eigenvalues[0] == pytest.approx(-0.117, abs=1e-3)
    for distance, low, high in ((0.1, 170, 240), (0.001, 560, 640)):
        predicted = holding_steps(saddle.eigenvalues[0], 0.1, distance)
        assert low <= predicted <= high
        direction = np.linalg.eigh(Gabor().hessian(saddle.phi))[1][:, 0]
        run = descend(GradientDescent(0.1), Gabor(), saddle.phi + distance * direction * np.array([[1], [-1]]), 1200)
        away = np.linalg.norm(run.phi - saddle.phi, axis=-1) > 1
        assert all(low <= step <= high for step in away.argmax(axis=0))


def test_a_steep_saddle_only_deflects():
    assert holding_steps(-4.82, 0.1, 0.1) == pytest.approx(5.9, abs=0.1)


def test_on_the_stable_curve_a_saddle_holds_for_ever():
    assert holding_steps(-1.0, 0.1, 0.0) == math.inf
    assert holding_steps(-1.0, 0.1, 1.0) == 0


@pytest.mark.parametrize(
    ("eigenvalue", "alpha", "distance"), [(0.0, 0.1, 0.1), (-1.0, 0.0, 0.1), (-1.0, 0.1, 2.0), (-1.0, 0.1, -0.1)]
)
def test_bad_saddles_are_refused(eigenvalue, alpha, distance):
    with pytest.raises(ValueError, match="saddle"):
        holding_steps(eigenvalue, alpha, distance)


@pytest.mark.parametrize(
    "objective", [Gabor(), Gabor(divisor=8.0), Himmelblau(), Beale(), Rastrigin(), Saddle()], ids=repr
)
def test_where_a_hold_is_predicted_it_lasts_so_long_within_a_factor_of_two(objective):
    points, random = critical_points(objective), np.random.default_rng(0)
    saddles = [point for point in points if point.kind == "saddle"]
    said = 0
    for saddle in saddles[:: 1 + len(saddles) // 24]:
        starts = saddle.phi + random.normal(size=(6, 2)) * np.array([[0.003], [0.01], [0.03], [0.1], [0.3], [1.0]])
        for alpha in (objective.alpha, objective.alpha / 5):
            found = [hold(objective, points, start, alpha) for start in starts]
            asked = [k for k, one in enumerate(found) if one is not None and one.steps < 300]
            if not asked:
                continue
            path = descend(GradientDescent(alpha), objective, starts[asked], 601).phi
            for column, k in enumerate(asked):
                away = np.linalg.norm(path[:, column] - found[k].phi, axis=-1) > found[k].radius
                actual, predicted = int(away.argmax()), round(found[k].steps)
                assert away.any()
                assert predicted <= 2 * actual + 1
                assert actual <= 2 * predicted + 1
                said += 1
    assert said or isinstance(objective, Beale)


def test_no_hold_is_predicted_where_the_saddle_s_shape_ends_at_once():
    # On Beale from the plain the path is off after one step, where the quadratic model says hundreds.
    assert hold(Beale(), critical_points(Beale()), np.array([0.1, 1.0]), Beale().alpha) is None
    assert hold(Saddle(), critical_points(Saddle()), np.array([0.1, 0.0]), 0.05) is None
    assert hold(Saddle(), [], np.array([0.1, 0.1]), 0.05) is None
    assert hold(Saddle(), critical_points(Saddle()), np.array([0.1, 0.1]), 0.0) is None


def test_on_rastrigin_a_hold_is_told_for_a_quarter_of_its_period():
    found = hold(Rastrigin(), critical_points(Rastrigin()), np.array([0.49, 0.0]), 0.002)
    x, y = found.phi
    assert x == pytest.approx(0.5, abs=0.01)
    assert 2 * x + 20 * math.pi * math.sin(2 * math.pi * x) == pytest.approx(0, abs=1e-10)
    assert y == pytest.approx(0, abs=1e-12)
    assert found.radius == pytest.approx(0.25, abs=0.005)
