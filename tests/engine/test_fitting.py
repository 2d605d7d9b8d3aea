"""Predictor × loss × data: values and derivatives against the course's numbers, differences and other libraries."""

import warnings

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import log_expit, log_softmax
from sklearn.linear_model import LogisticRegression, Ridge

from playground.engine import Adam, GradientDescent, LineSearchDescent, Minibatches, Newton, descend
from playground.engine.fitting import Fitting, linear_regression, logistic_regression, one_hot, softmax_regression
from playground.engine.losses import BinaryCrossEntropy, CrossEntropy, GaussianLikelihood, SquaredError
from playground.engine.predictors import Affine, ShallowNetwork
from playground.engine.spectrum import kink_distance
from playground.engine.three_units import OUTPUTS, X, course_parameters, three_units

RANDOM = np.random.RandomState(7)
X5, X3, X1 = RANDOM.randn(40, 5), RANDOM.randn(30, 3), RANDOM.randn(25, 1)
NUMBERS, PAIRS = RANDOM.randn(40), RANDOM.randn(30, 2)
TWO, THREE = (RANDOM.rand(40) < 0.5).astype(int), RANDOM.randint(0, 3, 30)

OBJECTIVES = {
    "linear": linear_regression(X5, NUMBERS),
    "linear, penalised": linear_regression(X5, NUMBERS, l2=0.7),
    "multivariate": linear_regression(X3, PAIRS, l2=0.2),
    "gaussian": Fitting(Affine(5, 1), GaussianLikelihood(0.5), X5, NUMBERS[:, None], 0.3),
    "logistic": logistic_regression(X5, TWO),
    "logistic, penalised": logistic_regression(X5, TWO, l2=0.4),
    "softmax": softmax_regression(X3, THREE),
    "softmax, penalised": softmax_regression(X3, THREE, l2=0.4),
    "wide network": Fitting(ShallowNetwork(3, 2, 4), SquaredError(), X3, PAIRS, 0.1),
    **{f"network, {kind}": three_units(kind, l2=0.05) for kind in OUTPUTS},
}
each = pytest.mark.parametrize("objective", OBJECTIVES.values(), ids=OBJECTIVES)


def smooth_points(objective, count=4, seed=3):
    """Random points (count, d); for a network none has a unit about to switch."""
    points = np.random.RandomState(seed).randn(200, objective.dimension)
    distance = kink_distance(objective, points)
    return points[:count] if distance is None else points[distance > 2e-3][:count]


def difference(function, phi, h):
    """Central differences of `function` (d,) -> (...) at φ (d,), shape (..., d)."""
    steps = h * np.eye(len(phi))
    return np.moveaxis((function(phi + steps) - function(phi - steps)) / (2 * h), 0, -1)


@pytest.mark.parametrize(
    ("kind", "loss"), [("regression", 11.452419564), ("binary", 9.563639387), ("multiclass", 17.015457867)]
)
def test_the_network_of_chapter_5_has_the_losses_of_the_course(kind, loss):
    assert three_units(kind).value(course_parameters(kind)) == pytest.approx(loss, abs=5e-10)


def test_the_regression_of_chapter_5_has_the_sum_of_squares_of_the_course():
    likelihood = three_units("regression")
    squares = Fitting(likelihood.predictor, SquaredError(), likelihood.x, likelihood.y)
    assert squares.value(course_parameters("regression")) == pytest.approx(2.020992572, abs=5e-10)


@each
def test_the_gradient_is_the_slope_of_the_value(objective):
    for phi in smooth_points(objective):
        expected = difference(objective.value, phi, 1e-5)
        np.testing.assert_allclose(objective.gradient(phi), expected, rtol=0, atol=1e-6 * (1 + np.abs(expected).max()))


@each
def test_the_hessian_is_the_slope_of_the_gradient(objective):
    for phi in smooth_points(objective):
        expected = difference(objective.gradient, phi, 1e-5)
        hessian = objective.hessian(phi)
        np.testing.assert_allclose(hessian, expected, rtol=0, atol=1e-6 * (1 + np.abs(expected).max()))
        np.testing.assert_array_equal(hessian, hessian.T)


@each
def test_shapes_and_dtype_follow_phi(objective):
    d = objective.dimension
    phi = np.zeros((2, 3, d), np.float32)
    assert [f(phi).shape for f in (objective.value, objective.gradient, objective.hessian)] == [
        (2, 3),
        (2, 3, d),
        (2, 3, d, d),
    ]
    assert {f(phi).dtype for f in (objective.value, objective.gradient, objective.hessian)} == {np.dtype(np.float32)}
    assert objective.value(np.zeros(d, int)).dtype == np.float64
    assert objective.outputs(phi).shape == (2, 3, objective.data_size, objective.predictor.outputs)
    with pytest.raises(ValueError, match="length"):
        objective.value(np.zeros(d + 1))


@each
def test_overflow_is_silent(objective):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for size in (1e300, -1e300, np.inf, np.nan):
            phi = np.full(objective.dimension, size)
            objective.value(phi), objective.gradient(phi), objective.hessian(phi)
        descend(GradientDescent(1e6), objective, objective.predictor.start(), 40)


@each
def test_a_run_among_others_is_the_run_alone_to_the_bit(objective):
    start = np.random.RandomState(0).randn(5, objective.dimension)
    for batches in (None, Minibatches(7, 2), Minibatches(7, np.arange(5))):
        bundle = descend(Adam(0.05), objective, start, 12, batches).phi
        for run in (0, 3):
            own = Minibatches(7, run) if batches is not None and np.ndim(batches.seed) else batches
            np.testing.assert_array_equal(bundle[:, run], descend(Adam(0.05), objective, start[run], 12, own).phi)


@each
def test_a_batch_of_all_the_data_is_the_whole_to_the_bit(objective):
    start = objective.predictor.start(1) + 0.1
    whole = descend(GradientDescent(objective.alpha), objective, start, 10)
    batch = descend(GradientDescent(objective.alpha), objective, start, 10, Minibatches(objective.data_size, 5))
    np.testing.assert_array_equal(whole.phi, batch.phi)


@each
def test_the_batches_of_an_epoch_add_up_to_the_whole_penalty_included(objective):
    phi = smooth_points(objective, 1)[0]
    epoch = Minibatches(7, 1).indices(objective.data_size, -(-objective.data_size // 7))
    parts = [objective.batch(batch) for batch in epoch]
    np.testing.assert_allclose(sum(part.value(phi) for part in parts), objective.value(phi), rtol=1e-12)
    np.testing.assert_allclose(sum(part.gradient(phi) for part in parts), objective.gradient(phi), rtol=0, atol=1e-9)


@each
def test_batches_of_each_run_are_the_batches_alone(objective):
    phi = smooth_points(objective, 4)
    indices = np.stack([np.random.RandomState(k).permutation(objective.data_size)[:6] for k in range(4)])
    bundle = objective.batch(indices)
    for name in ("value", "gradient", "hessian"):
        together = getattr(bundle, name)(np.stack([phi, phi]))
        for run in range(4):
            alone = getattr(objective.batch(indices[run]), name)(phi[run])
            np.testing.assert_array_equal(together[1, run], alone)


def test_losses_agree_with_another_library():
    z, y = RANDOM.randn(50, 1) * 30, RANDOM.randint(0, 2, (50, 1))
    np.testing.assert_allclose(BinaryCrossEntropy().value(z, y), -log_expit((2 * y - 1) * z)[:, 0], rtol=1e-13)
    z, labels = RANDOM.randn(50, 4) * 30, RANDOM.randint(0, 4, 50)
    expected = -log_softmax(z, axis=1)[np.arange(50), labels]
    np.testing.assert_allclose(CrossEntropy().value(z, one_hot(labels, 4)), expected, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("size", [1000.0, -1000.0])
def test_logits_of_a_thousand_give_finite_losses(size):
    binary, several = BinaryCrossEntropy(), CrossEntropy()
    z, target = np.array([[size]]), np.array([[1.0]])
    assert binary.value(z, target) == max(0.0, -size)
    assert np.isfinite(binary.slope(z, target)).all()
    assert np.isfinite(binary.curvature(z, target)).all()
    z, target = np.array([[size, 0.0, -size]]), np.array([[1.0, 0.0, 0.0]])
    assert several.value(z, target) == max(0.0, -2 * size)
    assert np.isfinite(several.slope(z, target)).all()
    assert np.isfinite(several.curvature(z, target)).all()
    np.testing.assert_allclose(several.read(z).sum(), 1)


def test_a_tiny_loss_keeps_its_digits():
    assert BinaryCrossEntropy().value(np.array([50.0]), np.array([1.0])) == pytest.approx(np.exp(-50), rel=1e-12)
    three = CrossEntropy().value(np.array([[50.0, 0.0, 0.0]]), np.array([[1.0, 0.0, 0.0]]))
    assert three == pytest.approx(2 * np.exp(-50), rel=1e-12)


LOGITS = st.floats(-700, 700) | st.sampled_from([0.0, 40.0, -40.0, 345.0, -350.0])


@given(st.lists(LOGITS, min_size=2, max_size=5), st.data())
def test_slope_and_curvature_of_softmax_keep_their_digits_at_any_gap(logits, data):
    label = data.draw(st.integers(0, len(logits) - 1))
    z, y = np.array([logits]), one_hot(np.array([label]), len(logits))
    with mpmath.workdps(700):
        powers = [mpmath.exp(mpmath.mpf(number)) for number in logits]
        p = [power / mpmath.fsum(powers) for power in powers]
        value = [float(-mpmath.log(p[label]))]
        slope = [[float(p[k] - (k == label)) for k in range(len(p))]]
        bend = [[[float(p[k] * ((k == j) - p[j])) for j in range(len(p))] for k in range(len(p))]]
    # An exponential multiplies the rounding of its argument, of up to 1400, by that argument.
    close = {"rtol": 1e-12, "atol": 1e-300}
    np.testing.assert_allclose(CrossEntropy().value(z, y), value, **close)
    np.testing.assert_allclose(CrossEntropy().slope(z, y), slope, **close)
    np.testing.assert_allclose(CrossEntropy().curvature(z, y), bend, **close)


@given(LOGITS, st.integers(0, 1))
def test_slope_and_curvature_of_two_classes_keep_their_digits_at_any_logit(logit, label):
    z, y = np.array([[logit]]), np.array([[float(label)]])
    with mpmath.workdps(700):
        p = 1 / (1 + mpmath.exp(-mpmath.mpf(logit)))
        value, slope, bend = -mpmath.log(p if label else 1 - p), p - label, p * (1 - p)
    close = {"rtol": 1e-12, "atol": 1e-300}
    np.testing.assert_allclose(BinaryCrossEntropy().value(z, y), [float(value)], **close)
    np.testing.assert_allclose(BinaryCrossEntropy().slope(z, y), [[float(slope)]], **close)
    np.testing.assert_allclose(BinaryCrossEntropy().curvature(z, y), [[[float(bend)]]], **close)


@given(st.floats(0, 1000), st.integers(0, 2), st.floats(-2, 2))
def test_a_convex_loss_has_no_saddle_however_wide_the_gap(gap, label, x):
    objective = softmax_regression([[x]], [label], 3)
    hessian = objective.hessian(np.array([gap, 0.3, 0.0, -0.2, 0.1, 0.0]))
    eigenvalues = np.linalg.eigvalsh(hessian)
    assert eigenvalues[0] >= -1e-14 * eigenvalues[-1]


def test_the_slope_at_a_logit_gap_of_forty_is_what_it_is():
    z, y = np.array([[40.0, 0.0, 0.0]]), np.array([[1.0, 0.0, 0.0]])
    np.testing.assert_allclose(CrossEntropy().slope(z, y), np.exp(-40) * np.array([[-2.0, 1.0, 1.0]]), rtol=1e-14)


@given(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3), st.floats(-1e3, 1e3), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_softmax_does_not_see_a_number_added_to_all_logits(z, shift, label):
    z, target = np.array([z]), one_hot(np.array([label]), 3)
    np.testing.assert_allclose(CrossEntropy().value(z + shift, target), CrossEntropy().value(z, target), atol=1e-9)


def test_least_squares_solve_the_normal_equations():
    design = np.column_stack([np.ones(40), X5])
    expected = np.linalg.solve(design.T @ design, design.T @ NUMBERS)
    np.testing.assert_allclose(OBJECTIVES["linear"].minimisers[0], expected, rtol=1e-10)
    residual = design @ expected - NUMBERS
    assert OBJECTIVES["linear"].minimum == pytest.approx(residual @ residual, rel=1e-12)


def test_penalised_squares_are_ridge_regression():
    for objective, x, y in ((OBJECTIVES["linear, penalised"], X5, NUMBERS), (OBJECTIVES["multivariate"], X3, PAIRS)):
        ridge = Ridge(alpha=objective.l2).fit(x, y)
        rows = np.column_stack([np.atleast_1d(ridge.intercept_), np.atleast_2d(ridge.coef_)])
        np.testing.assert_allclose(objective.minimisers[0], rows.ravel(), rtol=1e-9)


def test_penalised_logistic_regression_agrees_with_another_library():
    objective = OBJECTIVES["logistic, penalised"]
    other = LogisticRegression(C=1 / (2 * objective.l2), tol=1e-10, max_iter=10_000).fit(X5, TWO)
    np.testing.assert_allclose(objective.minimisers[0], np.r_[other.intercept_, other.coef_[0]], atol=1e-5)


def test_penalised_softmax_regression_agrees_with_another_library():
    objective = OBJECTIVES["softmax, penalised"]
    other = LogisticRegression(C=1 / (2 * objective.l2), tol=1e-10, max_iter=10_000).fit(X3, THREE)
    phi = np.column_stack([other.intercept_, other.coef_]).ravel()
    assert objective.minimum == pytest.approx(objective.value(phi), rel=1e-9)
    np.testing.assert_allclose(objective.gradient(phi), 0, atol=1e-4)


@pytest.mark.parametrize("name", ["linear", "multivariate", "logistic, penalised", "softmax, penalised"])
def test_every_kind_of_optimizer_finds_the_minimum(name):
    objective = OBJECTIVES[name]
    for optimizer, steps in (
        (GradientDescent(objective.alpha), 600),
        (LineSearchDescent(objective.max_distance), 40),
        (Newton(1e-6), 12),
        (Adam(0.05, gamma=0.999), 600),
    ):
        end = descend(optimizer, objective, np.zeros(objective.dimension), steps, path=False).phi[-1]
        assert objective.value(end) == pytest.approx(objective.minimum, rel=1e-5)


def test_gradient_descent_at_the_suggested_rate_never_climbs():
    for name in ("linear", "multivariate", "logistic", "softmax"):
        objective = OBJECTIVES[name]
        start = np.random.RandomState(4).randn(objective.dimension) * 3
        value = descend(GradientDescent(objective.alpha), objective, start, 100).value
        assert (np.diff(value) <= 1e-9).all()


def test_equal_objectives_are_equal_and_share_a_cache():
    one, other = three_units("binary"), three_units("binary")
    assert one == other
    assert hash(one) == hash(other)
    assert one != three_units("binary", l2=0.1)
    assert one != three_units("regression")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: linear_regression([[1.0, np.nan]], [1.0]), "finite"),
        (lambda: linear_regression([["a"]], [1.0]), "could not convert|numbers"),
        (lambda: linear_regression([[1.0]], [1.0, 2.0]), "same length"),
        (lambda: linear_regression(np.zeros((0, 2)), np.zeros((0, 1))), "at least one row"),
        (lambda: logistic_regression([[1.0], [2.0]], [0, 2]), "0 or 1"),
        (lambda: softmax_regression([[1.0], [2.0]], [0, 3], classes=2), "below 2"),
        (lambda: softmax_regression([[1.0], [2.0]], [0.5, 1.0]), "whole number"),
        (lambda: linear_regression([[1.0]], [1.0], l2=-1.0), "λ"),
        (lambda: Affine(0, 1), "inputs"),
        (lambda: Fitting(Affine(2, 1), SquaredError(), [[1.0]], [[1.0]]), "2 columns"),
    ],
)
def test_bad_data_are_refused_with_a_sentence(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_the_data_of_chapter_5_are_the_course_s(reference):
    data = reference["datasets"]["binary_5_2"]
    assert data["x"] == list(X)
    for kind, targets in (("binary", "y_binary"), ("regression", "y_regression_5_1")):
        assert three_units(kind).y[:, 0].tolist() == data[targets]
    assert three_units("multiclass").y.argmax(axis=1).tolist() == data["y_multiclass"]
