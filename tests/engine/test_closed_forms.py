"""Closed forms of what momentum, Nesterov and Adam remember, against the rules that iterate them."""

import numpy as np
import pytest

from playground.engine import Adam, Gabor, LinearRegression, Minibatches, Momentum, NormalizedGradient, descend
from playground.engine.closed_forms import Slope, conventions, look_ahead, moments, reach, survival, weights

START = (-2.45, 6.15)


@pytest.fixture(scope="module")
def run():
    return descend(Momentum(0.6, 0.8), Gabor(), START, 30, batches=Minibatches(5, 128), record=True)


@pytest.mark.parametrize("t", [1, 2, 3, 17, 30])
def test_m_is_the_weighted_sum_of_the_gradients(run, t):
    g = run.terms["gradient"][:t]
    np.testing.assert_allclose(weights(0.8, t) @ g, run.terms["m"][t - 1], atol=1e-12)
    np.testing.assert_allclose(run.phi[0] - 0.6 * reach(0.8, t) @ g, run.phi[t], atol=1e-12)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.99])
def test_the_weights_sum_to_one_minus_a_power(beta):
    for t in (1, 2, 5, 100):
        assert weights(beta, t).sum() == pytest.approx(1 - beta**t)
        np.testing.assert_allclose(np.cumsum(weights(beta, t)[::-1])[::-1], reach(beta, t), atol=1e-14)
    assert weights(beta, 0).size == reach(beta, 0).size == 0


def test_survival_is_one_for_aligned_gradients_and_small_for_alternating_ones():
    aligned, alternating = np.ones((40, 1)), np.where(np.arange(40) % 2, 1.0, -1.0)[:, None]
    assert survival(aligned, 0.9) == pytest.approx([1.0])
    assert survival(alternating, 0.9)[0] == pytest.approx(0.1 / 1.9, rel=0.05)
    assert survival(np.zeros((3, 2)), 0.9).tolist() == [0, 0]


def test_conventions_agree_but_for_dampening():
    batches = Minibatches(5, 128).indices(30, 30)
    paths = conventions(Gabor(), START, 30, 0.6, 0.8, batches)
    ours = descend(Momentum(0.6, 0.8), Gabor(), START, 30, batches=batches).phi
    for name in ("course", "buffer", "velocity"):
        np.testing.assert_allclose(paths[name], ours, atol=1e-11)
    assert np.abs(paths["dampening"] - ours).max() > 0.1


def test_a_slope_gives_momentum_its_bare_weights():
    path = descend(Momentum(0.5, 0.9), Slope(np.array([2.0, -1.0])), (0, 0), 50).phi
    speed = -np.diff(path, axis=0) / (0.5 * np.array([2.0, -1.0]))
    np.testing.assert_allclose(speed[:, 0], 1 - 0.9 ** np.arange(1, 51))
    assert (speed <= 1).all()


def test_the_slides_example_of_normalized_gradients():
    g = np.array([3.0, -2.0, 5.0])
    terms = NormalizedGradient(1.0, 0.0).explain(Slope(g), np.zeros(3), ())
    assert terms["v"].tolist() == [9, 4, 25]
    assert terms["step"].tolist() == [1, -1, 1]


@pytest.mark.parametrize("beta_gamma", [(0.9, 0.99), (0.9, 0.999), (0.99, 0.9)])
def test_moments_are_those_of_adam(beta_gamma):
    run = descend(Adam(0.05, *beta_gamma), Gabor(), START, 20, record=True)
    found = moments(run.terms["gradient"], *beta_gamma, epsilon=1e-8)
    for name in ("m", "v", "m_hat", "v_hat"):
        np.testing.assert_allclose(getattr(found, name), run.terms[name], rtol=1e-12)
    np.testing.assert_allclose(0.05 * found.ratio, run.terms["step"], rtol=1e-12)
    np.testing.assert_allclose(0.05 * found.raw_ratio, run.terms["raw_step"], rtol=1e-12)


def test_taylor_is_exact_on_a_quadratic_and_of_second_order_elsewhere():
    phi, m = np.array([-1.5, 6.5]), np.array([3.0, -2.0])
    assert look_ahead(LinearRegression(), phi, m, 0.3).error < 1e-10
    part = Gabor().batch(np.array([3, 7, 11, 19, 25]))
    errors = [look_ahead(part, phi, m, 0.02 / 2**k).error for k in range(4)]
    assert np.array(errors[:-1]) / errors[1:] == pytest.approx([4, 4, 4], rel=0.03)
