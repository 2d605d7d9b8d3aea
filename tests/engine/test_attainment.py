"""Whether a loss has a minimum: each verdict is checked by what it claims; where nothing is known, none is given."""

from fractions import Fraction

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression as SklearnLogistic
from sklearn.linear_model import Ridge

from playground.engine import GradientDescent, descend
from playground.engine.attainment import null_space
from playground.engine.convexity import exchange
from playground.engine.fitting import Fitting, linear_regression, logistic_regression, softmax_regression
from playground.engine.losses import GaussianLikelihood
from playground.engine.predictors import Affine
from playground.engine.three_units import OUTPUTS, course_parameters, three_units

RANDOM = np.random.RandomState(2)
WIDE = RANDOM.randn(12, 30)
LABELS = np.arange(12) % 2


def test_more_inputs_than_data_are_separable_so_that_no_minimum_exists():
    objective = logistic_regression(WIDE, LABELS)
    known = objective.attainment
    assert (known.attained, known.infimum, objective.minimum, objective.minimisers) == (False, 0.0, None, None)
    z = objective.outputs(known.phi)[:, 0]
    assert ((z > 0) == LABELS).all()
    assert [float(objective.value(scale * known.phi)) for scale in (1, 10, 100)][-1] < 1e-8


def test_without_a_penalty_the_weights_of_separable_classes_grow_without_end():
    run = descend(GradientDescent(0.05), logistic_regression(WIDE, LABELS), np.zeros(31), 4000)
    length = np.linalg.norm(run.phi, axis=1)
    assert (np.diff(length) > 0).all()
    assert (np.diff(run.value) < 0).all()


def test_a_penalty_gives_separable_classes_a_minimum():
    objective = logistic_regression(WIDE, LABELS, l2=0.1)
    assert objective.attainment.attained
    assert objective.attainment.unique
    np.testing.assert_allclose(objective.gradient(objective.minimisers[0]), 0, atol=1e-9)


def test_mixed_classes_have_a_minimum_where_the_gradient_vanishes():
    objective = logistic_regression([0.0, 1.0, 2.0, 3.0], [0, 1, 0, 1])
    assert objective.attainment.attained
    np.testing.assert_allclose(objective.gradient(objective.minimisers[0]), 0, atol=1e-10)


def test_classes_that_touch_are_left_undecided():
    # x = 1 has both labels, so no plane separates strictly; yet the slope can grow for ever: nothing is claimed.
    objective = logistic_regression([0.0, 1.0, 1.0, 2.0], [0, 0, 1, 1])
    assert objective.attainment.attained is None
    assert objective.minimum is None


@pytest.mark.parametrize("l2", [0.0, 1.0])
def test_equal_labels_have_no_minimum_even_with_a_penalty_because_the_bias_is_free(l2):
    for objective in (
        logistic_regression([0.0, 1.0, 2.0], [1, 1, 1], l2),
        softmax_regression([0.0, 1.0], [1, 1], 3, l2),
    ):
        assert (objective.attainment.attained, objective.attainment.infimum) == (False, 0.0)


def test_a_class_without_data_leaves_no_minimum():
    objective = softmax_regression([0.0, 1.0, 0.5, 0.2], [0, 1, 0, 1], 3, l2=1.0)
    assert (objective.attainment.attained, objective.attainment.infimum) == (False, None)


def test_separable_classes_of_softmax_have_no_minimum():
    objective = softmax_regression(np.eye(3), [0, 1, 2])
    assert (objective.attainment.attained, objective.attainment.infimum) == (False, 0.0)


def test_a_minimum_of_softmax_is_never_the_only_one():
    for l2, free in ((0.0, 3), (0.5, 1)):
        objective = softmax_regression(RANDOM.randn(40, 2), RANDOM.randint(0, 3, 40), 3, l2)
        assert objective.attainment.attained
        assert not objective.attainment.unique
        assert objective.minimisers is None
        assert objective.flat_directions.shape == (free, 9)


def test_equal_x_leave_the_slope_of_a_line_free():
    objective = linear_regression([2.0, 2.0, 2.0], [1.0, 2.0, 3.0])
    assert objective.attainment.attained
    assert not objective.attainment.unique
    assert objective.minimum == pytest.approx(2.0)
    assert objective.flat_directions.shape == (1, 2)
    assert np.isfinite(objective.attainment.phi).all()


def test_the_loss_is_constant_along_its_flat_directions():
    twins = np.column_stack([RANDOM.randn(20, 2)] * 2)
    for objective in (
        linear_regression(twins, RANDOM.randn(20, 2)),
        logistic_regression(twins, RANDOM.randint(0, 2, 20)),
        softmax_regression(twins, RANDOM.randint(0, 3, 20), 3),
        softmax_regression(twins, RANDOM.randint(0, 3, 20), 3, l2=0.3),
    ):
        flat, phi = objective.flat_directions, RANDOM.randn(objective.dimension)
        assert len(flat)
        np.testing.assert_allclose(flat @ flat.T, np.eye(len(flat)), atol=1e-12)
        np.testing.assert_allclose(objective.value(phi + 7 * flat), objective.value(phi), rtol=1e-10)
        np.testing.assert_allclose(objective.hessian(phi) @ flat.T, 0, atol=1e-10)
        eigenvalues = np.linalg.eigvalsh(objective.hessian(phi))
        assert (eigenvalues > -1e-9).all()
        assert (eigenvalues < 1e-9).sum() == len(flat)


SHIFTS = [0.0, 14.62, 1990.0, 1e6, 1e8, -1e14]
SCALES = [1e-40, 1e-6, 1.0, 1e6, 1e40]
placed = pytest.mark.parametrize(("shift", "scale"), [*((s, 1.0) for s in SHIFTS), *((0.0, s) for s in SCALES)])


def exact_line(x, y):
    """The least sum of squares of a line, and its slope, in exact fractions."""
    x, y = [Fraction(float(a)) for a in x], [Fraction(float(b)) for b in y]
    x_mean, y_mean = sum(x) / len(x), sum(y) / len(y)
    mixed = sum((a - x_mean) * (b - y_mean) for a, b in zip(x, y, strict=True))
    slope = mixed / sum((a - x_mean) ** 2 for a in x)
    return float(sum((b - y_mean) ** 2 for b in y) - slope * mixed), float(slope)


@placed
@pytest.mark.parametrize("y", [[0, 1, 3], [5, 5, 5], [0, 1, 2]])
def test_least_squares_are_exact_wherever_the_data_lie(shift, scale, y):
    x = shift + scale * np.arange(1.0, 4.0)
    objective = linear_regression(x, np.array(y, float))
    least, slope = exact_line(x, y)
    assert objective.attainment.unique
    assert objective.convexity[0] == "strictly convex"
    assert objective.minimum == pytest.approx(least, rel=1e-12, abs=1e-14)
    assert objective.minimisers[0, 1] == pytest.approx(slope, rel=1e-12, abs=1e-14 / scale)


@placed
def test_one_loss_of_moved_and_scaled_inputs_has_one_least_value(shift, scale):
    i = np.arange(30)
    x, labels = np.stack([i, i * i % 11], axis=1).astype(float), ((i % 3 == 0) | (i > 22)).astype(int)
    three = (i * i // 2) % 3
    for make, y in ((linear_regression, x[:, 1] * labels), (logistic_regression, labels), (softmax_regression, three)):
        ordinary, placed = make(x, y), make(shift + scale * x, y)
        assert placed.attainment.attained
        assert placed.minimum == pytest.approx(ordinary.minimum, rel=1e-9)
        assert placed.attainment.unique == ordinary.attainment.unique
        assert placed.convexity == ordinary.convexity
        assert len(placed.flat_directions) == len(ordinary.flat_directions)


@placed
def test_logistic_regression_of_one_input_agrees_with_another_library(shift, scale):
    i = np.arange(30)
    labels = ((i % 3 == 0) | (i > 22)).astype(int)
    other = SklearnLogistic(C=np.inf, tol=1e-12, max_iter=1000).fit((i[:, None] - 14.5) / 10, labels)
    objective = logistic_regression(shift + scale * i, labels)
    assert objective.minimum == pytest.approx(18.605, abs=1e-3)
    assert objective.minimisers[0, 1] == pytest.approx(other.coef_[0, 0] / 10 / scale, rel=1e-4)


@placed
def test_classes_are_separable_wherever_they_lie(shift, scale):
    objective = logistic_regression(shift + scale * np.arange(6.0), [0, 0, 0, 1, 1, 1])
    assert objective.attainment.attained is False


@placed
def test_equal_inputs_are_equal_wherever_they_lie(shift, scale):
    for objective in (
        linear_regression(np.full(5, shift + scale), np.arange(5.0)),
        logistic_regression(np.full(5, shift + scale), [0, 1, 0, 1, 1]),
    ):
        assert objective.attainment.attained
        assert not objective.attainment.unique
        assert len(objective.flat_directions) == 1
        flat = objective.flat_directions[0]
        assert abs(flat[0] + flat[1] * (shift + scale)) <= 1e-12 * max(1.0, abs(flat[1] * (shift + scale)))
    assert linear_regression(np.full(5, shift + scale), np.arange(5.0)).minimum == pytest.approx(10.0)


def test_penalised_losses_of_any_scale_agree_with_another_library():
    x, y = WIDE[:, :3], RANDOM.randn(12)
    for scale in (1e-3, 1.0, 1e3):
        ridge = Ridge(alpha=0.3).fit(x * scale, y)
        objective = linear_regression(x * scale, y, l2=0.3)
        np.testing.assert_allclose(objective.minimisers[0], np.r_[ridge.intercept_, ridge.coef_], rtol=1e-8)
        logistic = logistic_regression(x * scale, LABELS, l2=0.3)
        np.testing.assert_allclose(logistic.gradient(logistic.minimisers[0]), 0, atol=1e-8 * scale)
        assert logistic.value(logistic.minimisers[0]) == pytest.approx(logistic.minimum, rel=1e-10)


@pytest.mark.parametrize("sigma", [5e-324, 1e-200, 1e-3, 1e3, 1e200, 1e308])
@pytest.mark.parametrize("l2", [0.0, 1e-9, 1e9])
def test_a_scatter_of_any_size_is_judged_without_an_error(sigma, l2):
    x, y = np.arange(4.0)[:, None], np.array([[0.0], [1.0], [3.0], [2.0]])
    objective = Fitting(Affine(1, 1), GaussianLikelihood(sigma), x, y, l2)
    assert objective.attainment.attained
    assert objective.attainment.unique
    assert 0 < objective.alpha < np.inf
    objective.value(np.zeros(2)), objective.gradient(np.zeros(2)), objective.hessian(np.zeros(2))
    if l2 == 0:
        np.testing.assert_allclose(objective.minimisers, linear_regression(x, y).minimisers, rtol=1e-12)


def test_null_space():
    assert null_space(np.eye(3)).shape == (0, 3)
    assert null_space(np.zeros((2, 3))).shape == (3, 3)


@pytest.mark.parametrize("kind", OUTPUTS)
def test_a_network_is_not_convex_and_a_witness_proves_it(kind):
    objective, phi = three_units(kind), course_parameters(kind)
    verdict = exchange(objective, phi, objective.predictor.exchanged(phi))
    found = verdict.witness
    assert verdict.kind == "not convex"
    ends = objective.value(np.stack([found.a, found.b]))
    assert ends[0] == pytest.approx(ends[1], rel=1e-12)
    assert objective.value((found.a + found.b) / 2) == found.values[2] > ends.max()
    assert np.linalg.eigvalsh(objective.hessian(phi))[0] < 0
    assert objective.attainment.attained is None


def test_a_convex_loss_has_no_witness():
    convex, random = logistic_regression(WIDE, LABELS), np.random.RandomState(5)
    for a in random.standard_normal((20, 31)):
        assert exchange(convex, a, [a, -a, *random.standard_normal((5, 31))]) is None
    assert exchange(convex, np.zeros(31), []) is None


def test_what_is_proved_of_the_whole_loss():
    x, three = RANDOM.randn(40, 2), RANDOM.randint(0, 3, 40)
    twins = np.column_stack([x, x])
    assert linear_regression(x, x[:, 0]).convexity[0] == "strictly convex"
    assert logistic_regression(x, three > 0).convexity[0] == "strictly convex"
    assert linear_regression(twins, x[:, 0]).convexity[0] == "convex"
    assert linear_regression(twins, x[:, 0], l2=0.1).convexity[0] == "strictly convex"
    assert "logits" in softmax_regression(x, three, 3, l2=0.1).convexity[1]
    assert three_units("binary").convexity is None
