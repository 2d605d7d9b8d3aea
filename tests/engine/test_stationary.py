"""Stationary points: Newton's step against roots known to fifty digits, in every unit, flat places, and runs' ends."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine import (
    OBJECTIVES,
    Gabor,
    GaussianValley,
    GradientDescent,
    LinearRegression,
    Newton,
    Plateau,
    Quadratic,
    Rosenbrock,
    Saddle,
    curvature,
    descend,
)
from playground.engine.stationary import NEAR, newton_step, rest

CONDITIONS = st.floats(0, 12).map(lambda power: 10.0**power)
ANGLES = st.floats(-360, 360)


def share(objective, phi, point):
    """How far φ is from a point, as a share of the window's sides."""
    low, high = np.array(objective.window).T
    return float(np.linalg.norm((np.asarray(phi) - point) / (high - low)))


# The distance to the critical point, known in closed form


@given(CONDITIONS, ANGLES, st.floats(-6, 0), st.floats(0, 2 * math.pi))
def test_on_a_bowl_stationary_means_near_its_minimum(condition, rotation, power, angle):
    bowl, distance = Quadratic(condition=condition, rotation=rotation), 4 * 10.0**power
    phi = distance * np.array([math.cos(angle), math.sin(angle)])
    found = curvature(bowl, phi)
    assert found.kind == "minimum"
    if not 0.99 * NEAR < share(bowl, phi, 0) < 1.01 * NEAR:
        assert found.stationary == (share(bowl, phi, 0) < NEAR)
    assert not found.flat


@given(CONDITIONS, ANGLES, st.floats(-2, 2), st.floats(-2, 2))
def test_newton_s_step_leads_to_the_minimum_of_a_bowl(condition, rotation, x, y):
    bowl, phi = Quadratic(condition=condition, rotation=rotation), np.array([x, y])
    with mp.workdps(50):
        step = mp.lu_solve(mp.matrix(bowl.hessian(phi).tolist()), mp.matrix(bowl.gradient(phi).tolist()))
        expected = np.array([float(step[0]), float(step[1])]) / 4
    # An eigenvalue is known to 1e-16 of the largest.
    np.testing.assert_allclose(newton_step(bowl, phi, np.full(2, 4.0)), expected, atol=1e-15 * condition * 2)


@pytest.mark.parametrize("units", [1e-12, 1e-3, 1.0, 1e3, 1e12])
def test_the_unit_of_a_parameter_does_not_matter(units):
    # x in other units: the slope is measured in their inverse, the window and the Hessian with it.
    x = np.array([-1.0, 0.2, 0.5, 1.3, 2.0])
    line = LinearRegression(x=units * x, y=[0.3, 0.1, 0.9, 1.4, 1.2])
    low, high = np.array(line.window).T
    for offset, expected in ((0.0, True), (0.5 * NEAR, True), (2 * NEAR, False), (0.3, False)):
        for way in np.eye(2):
            found = curvature(line, line.minimisers[0] + offset * way * (high - low))
            assert found.stationary is expected


def test_every_known_minimiser_is_stationary_and_its_surroundings_are_not(landscape):
    if landscape.minimisers is None:
        return
    low, high = np.array(landscape.window).T
    for point in landscape.minimisers:
        assert curvature(landscape, point).stationary
        for way in np.concatenate([np.eye(landscape.dimension), -np.eye(landscape.dimension)]):
            assert curvature(landscape, point + 0.3 * NEAR * way * (high - low)).stationary
            assert not curvature(landscape, point + 10 * NEAR * way * (high - low)).stationary


def test_most_of_every_window_is_not_stationary(landscape, points):
    stationary, flat = rest(landscape, points(landscape, 2000))
    assert stationary.mean() < 0.01
    assert flat.mean() < 0.01


def test_points_alone_are_judged_as_among_others(landscape, points):
    phi = points(landscape, 30)
    if landscape.minimisers is not None:
        phi = np.concatenate([phi, landscape.minimisers])
    together = rest(landscape, phi)
    alone = [rest(landscape, point) for point in phi]
    np.testing.assert_array_equal(together, np.transpose(alone))


# Where the Hessian is singular


@pytest.mark.parametrize("along", [-1.7, -0.3, 0.0, 0.1, 1.9])
def test_a_valley_is_stationary_along_its_bottom_only(along):
    valley = Quadratic(matrix=[[2, 2], [2, 2]])
    assert curvature(valley, [along, -along]).stationary is True
    assert curvature(valley, [along, -along + 0.01]).stationary is False


def test_a_double_zero_of_the_slope_is_stationary():
    assert curvature(Plateau(), [0.65]).stationary is True
    assert curvature(Plateau(), [0.65 + 1e-5]).stationary is True
    assert curvature(Plateau(), [0.651]).stationary is False


def test_a_loss_that_is_the_same_everywhere_is_stationary_and_flat():
    found = curvature(Quadratic(matrix=[[0, 0], [0, 0]]), [1.0, -1.0])
    assert (found.stationary, found.flat) == (True, True)


# Tails, where gradient and Hessian vanish together and never are zero


def test_the_tail_of_a_bell_is_nowhere_stationary():
    # Exactly: the gradient of 1 − exp(−2y² − (x − 0.7)²/8) is zero at (0.7, 0) alone.
    y = np.linspace(0.5, 60, 600)
    found = curvature(GaussianValley(), np.stack([0.7 + 0 * y, y], axis=-1))
    assert not found.stationary.any()
    assert found.flat[y > 4].all()
    assert not found.flat[y < 2.5].any()


@pytest.mark.parametrize("divisor", [1e-300, 1e-12, 1e-6, 1e-3, 0.1, 1.0, 32.0, 128.0])
def test_far_from_all_data_gabor_is_flat(divisor):
    phi = np.array([[600.0, 10.0], [-600.0, 2.5], [1e5, 0.0]])
    found = curvature(Gabor(divisor=divisor), phi)
    assert found.flat.all()
    # With a bell too narrow for any point looked at, the loss as computed is the same everywhere.
    assert not found.stationary.any() or divisor <= 1e-12


def test_what_is_not_finite_is_neither():
    for phi in ([math.inf, 1.0], [math.nan, 1.0]):
        found = curvature(Gabor(), phi)
        assert (found.stationary, found.flat) == (False, False)


# What becomes of a run


@pytest.mark.parametrize(
    ("run", "state"),
    [
        # The steps are tiny, and the minimum is far.
        (lambda: descend(GradientDescent(1e-5), Quadratic(condition=1e5), [-1.6, 1.2], 60), "moving"),
        (lambda: descend(GradientDescent(5.0), GaussianValley(), [-0.7, -0.9], 60), "moving"),
        (lambda: descend(GradientDescent(20.0), Gabor(), [-1.5, 8.5], 100), "flat"),
        (lambda: descend(GradientDescent(0.1), Gabor(), [40.0, 10.0], 100), "flat"),
        (lambda: descend(GradientDescent(0.1), Gabor(), [40.0, 10.0], 0), "flat"),
        (lambda: descend(GradientDescent(0.1), Gabor(), [3.0, 10.0], 600), "converged"),
        (lambda: descend(GradientDescent(0.05), Saddle(), [1.5, 0.0], 300), "converged"),
        (lambda: descend(Newton(), Quadratic(condition=1e12), [-1.6, 1.2], 12), "converged"),
        (lambda: descend(GradientDescent(0.1), Quadratic(matrix=[[0, 0], [0, 0]]), [1.0, 1.0], 5), "flat"),
    ],
)
def test_converged_means_stationary(run, state):
    assert run().state == state


@pytest.mark.parametrize("name", OBJECTIVES)
@pytest.mark.parametrize("alpha", [1e-9, 1e-3, 1.0, 1e3])
def test_a_run_that_converged_is_where_newton_s_method_stays(name, alpha):
    objective = OBJECTIVES[name]()
    for scale in (0.01, 1.0):
        run = descend(GradientDescent(alpha * scale), objective, next(iter(objective.starts.values())), 300)
        if run.state != "converged":
            continue
        phi = run.phi[-1]
        for _ in range(5):
            phi = phi - np.linalg.solve(objective.hessian(phi), objective.gradient(phi))
        assert share(objective, run.phi[-1], phi) < 1.1 * NEAR
        assert np.linalg.norm(objective.gradient(phi)) < 1e-9


def test_the_end_says_at_what_a_run_converged():
    assert descend(GradientDescent(0.05), Saddle(), [1.5, 0.0], 300).end.kind == "saddle"
    peak = Quadratic(matrix=[[-1, 0], [0, -2]])
    assert descend(GradientDescent(0.1), peak, [0.0, 0.0], 10).end.kind == "maximum"
    assert descend(GradientDescent(1e-3), Rosenbrock(), [1.0, 1.0], 10).end.kind == "minimum"


def test_ends_of_a_bundle():
    run = descend(GradientDescent(0.1), Gabor(), [[3.0, 10.0], [40.0, 10.0], [3.0, 10.0]], 600)
    assert run.state.tolist() == ["converged", "flat", "converged"]
    assert run.end.kind.shape == (3,)
