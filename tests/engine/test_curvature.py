"""Curvature: eigenvalues in closed form, the course's determinant, and verdicts that say no more than is known."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.engine import Gabor, GaussianValley, LinearRegression, Newton, Quadratic, Saddle, curvature, eigen
from playground.engine.curvature import determinant

ENTRIES = st.floats(-1e150, 1e150) | st.floats(-10, 10) | st.sampled_from([0.0, 1.0, -1.0, 1e-300, 1e300])


@given(ENTRIES, ENTRIES, ENTRIES)
@example(0.5, 5e-324, 0.5)
@example(274877906944.0, 7.387e-306, 274877906944.0)
@example(5e-324, 5e-324, 5e-324)
@example(1e308, 1e308, -1e308)
def test_eigenvalues_of_two_by_two(a, b, c):
    matrix = np.array([[a, b], [b, c]])
    values, vectors = eigen(matrix)
    size = np.abs(matrix).max()
    assert values[0] <= values[1]
    np.testing.assert_allclose(values, np.linalg.eigvalsh(matrix), rtol=0, atol=4e-15 * size)
    np.testing.assert_allclose(vectors.T @ vectors, np.eye(2), atol=1e-14)
    if size > 0:
        unit = matrix / size
        np.testing.assert_allclose(unit @ vectors, vectors * (values / size), atol=1e-14)


SUBNORMAL = st.floats(-1e-300, 1e-300)


@given(st.floats(-1e300, 1e300), SUBNORMAL, SUBNORMAL)
@example(0.5, 5e-324, 0.0)
def test_eigenvectors_have_length_one_beside_entries_that_all_but_vanish(a, b, gap):
    _, vectors = eigen(np.array([[a, b], [b, a + gap]]))
    np.testing.assert_allclose(vectors.T @ vectors, np.eye(2), atol=1e-14)
    if gap == 0 and abs(b) > 1e-320 * max(1, abs(a)):  # then they are the two diagonals
        np.testing.assert_allclose(np.abs(vectors), 0.5**0.5, rtol=1e-14)


def test_newton_solves_a_quadratic_whose_mixed_term_all_but_vanishes():
    bowl = Quadratic(matrix=[[0.5, 5e-324], [5e-324, 0.5]])
    phi, _ = Newton(delta=0.1).step(bowl, np.array([1.0, 1.0]), ())
    np.testing.assert_allclose(phi, 0, atol=1e-15)


WIDE = st.floats(-1e300, 1e300) | st.sampled_from([0.0, 5e-324, 1e-200, -1e-160, 1e160, 1e200, -1e308, 1.7e308])


@given(WIDE, WIDE, WIDE)
@example(1e155, np.nextafter(1e155, 0), 1e155)
@example(1e-200, 0.0, 1e-200)
@example(1e200, 1.0, 1e-200)
@example(0.0, 4e-290, 5e33)
def test_the_determinant_of_extreme_entries_is_the_exact_one_clipped_to_the_range_of_numbers(a, b, c):
    found = determinant(np.array([[a, b], [b, c]]))
    products = Fraction(a) * Fraction(c), Fraction(b) ** 2
    exact = products[0] - products[1]
    # Rounding of the two products, as the course's formula makes it; the smallest number stands for all below it.
    allowed = 4 * Fraction(np.finfo(float).eps) * max(map(abs, products)) + Fraction(5e-324)
    if np.isinf(found):
        assert abs(exact) + allowed > Fraction(1.7e308)
    else:
        assert abs(Fraction(float(found)) - exact) <= allowed
    if abs(exact) > 8 * Fraction(np.finfo(float).eps) * max(map(abs, products)):
        assert np.sign(found) == (1 if exact > 0 else -1)


@pytest.mark.parametrize("powers", [(200, 200, -300), (-200, -200, -200), (150, -150, 0), (300, 300, 300)])
def test_the_determinant_of_a_larger_extreme_matrix(powers):
    scale = np.array([10.0**power for power in powers])
    core = np.array([[2.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 4.0]])
    matrix = core * np.sqrt(scale)[:, None] * np.sqrt(scale)
    (a, b, _), (_, c, d), (_, _, e) = [[Fraction(entry) for entry in row] for row in matrix.tolist()]
    exact = a * (c * e - d * d) - b * b * e
    found = determinant(matrix)
    assert found > 0
    clipped = min(max(exact, Fraction(5e-324)), Fraction(1.7976931348623157e308))
    assert min(found, 1.7976931348623157e308) == pytest.approx(float(clipped), rel=1e-12)


def test_a_determinant_has_the_sign_that_the_eigenvalues_say():
    found = curvature(Quadratic(matrix=[[1e-200, 0], [0, -1e-200]]), [0.0, 0.0])
    assert found.kind == "saddle"
    assert found.determinant < 0
    huge = curvature(Quadratic(matrix=[[2e200, 1e200], [1e200, 1e200]]), [0.0, 0.0])
    assert huge.kind == "minimum"
    assert huge.determinant == np.inf


def test_eigenvalues_of_larger_matrices():
    matrix = np.random.default_rng(0).normal(size=(5, 4, 4))
    matrix = matrix + matrix.swapaxes(-1, -2)
    values, vectors = eigen(matrix)
    np.testing.assert_allclose(values, np.linalg.eigvalsh(matrix), atol=1e-13)
    np.testing.assert_allclose(matrix @ vectors, vectors * values[:, None, :], atol=1e-12)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_eigenvalues_of_what_is_not_finite(d):
    matrix = np.zeros((3, d, d))
    matrix[0, 0, 0], matrix[1, 0, 0] = np.nan, np.inf
    values, vectors = eigen(matrix)
    assert np.isnan(values[:2]).all()
    assert np.isnan(vectors[:2]).all()
    np.testing.assert_array_equal(values[2], 0)


def test_the_signs_of_determinant_and_eigenvalues_agree():
    random = np.random.default_rng(1)
    h = random.normal(size=(20000, 3))
    h[:, 2] = h[:, 1] ** 2 / h[:, 0] * (1 + 1e-15 * random.integers(-3, 4, 20000))  # all but singular
    matrix = np.stack([h[:, :2], h[:, 1:]], axis=1)
    determinant = matrix[:, 0, 0] * matrix[:, 1, 1] - matrix[:, 0, 1] ** 2
    values, _ = eigen(matrix)
    np.testing.assert_array_equal(np.sign(values).prod(axis=-1), np.sign(determinant))


def test_the_line(reference):
    expected = reference["static_losses"]["linear_hessian"]
    found = curvature(LinearRegression(), [1.0, 0.0])
    assert found.determinant == pytest.approx(expected["det"], rel=1e-13)
    np.testing.assert_allclose(found.eigenvalues, expected["eigenvalues"], rtol=1e-12)
    assert found.eigenvalues[1] / found.eigenvalues[0] == pytest.approx(expected["condition"], rel=1e-12)
    assert found.trace == pytest.approx(54.0242)
    assert found.kind == "minimum"
    assert found.stationary is False
    assert curvature(LinearRegression(), LinearRegression().minimisers[0]).stationary is True


def test_the_maximum_with_a_positive_determinant():
    found = curvature(Gabor(), [3.44, 15.63])
    assert found.determinant == pytest.approx(8.2, abs=0.1)
    assert found.kind == "maximum"


def test_the_marked_saddle_of_the_course():
    found = curvature(Gabor(), [-2.852506, 9.038015])
    assert found.determinant == pytest.approx(-3.894, abs=1e-3)
    assert found.kind == "saddle"


@pytest.mark.parametrize(
    ("matrix", "kind"),
    [
        ([[2, 0], [0, 1]], "minimum"),
        ([[-2, 0], [0, -1]], "maximum"),
        ([[2, 0], [0, -1]], "saddle"),
        ([[2, 2], [2, 2]], "degenerate"),
        ([[0, 0], [0, 0]], "degenerate"),
        ([[1, 0], [0, 1e-16]], "degenerate"),
        ([[1, 0], [0, -1e-16]], "degenerate"),
        ([[1, 0], [0, 1e-12]], "minimum"),
        ([[1, 0], [0, -1e-12]], "saddle"),
        ([[1e-30, 0], [0, 1e-30]], "minimum"),
        ([[1, 0, 0], [0, 2, 0], [0, 0, 3]], "minimum"),
        ([[1, 0, 0], [0, 2, 0], [0, 0, -3]], "saddle"),
        ([[-1]], "maximum"),
        ([[0]], "degenerate"),
    ],
)
def test_kinds(matrix, kind):
    quadratic = Quadratic(matrix=matrix)
    found = curvature(quadratic, np.zeros(quadratic.dimension))
    assert found.kind == kind
    assert isinstance(found.kind, str)
    assert found.stationary is True
    assert found.determinant == pytest.approx(np.linalg.det(np.array(matrix, dtype=float)), abs=1e-12)


def test_a_verdict_needs_a_stationary_point():
    assert curvature(Saddle(), [0.0, 0.0]).stationary is True
    found = curvature(Saddle(), [[0.1, 0.0], [0.0, 0.0]])
    assert found.stationary.tolist() == [False, True]
    assert found.kind.tolist() == ["saddle", "saddle"]


def test_shapes_and_parts():
    phi = np.random.default_rng(2).uniform([-10, 2.5], [10, 22.5], (4, 5, 2))
    found = curvature(Gabor(), phi)
    assert found.hessian.shape == (4, 5, 2, 2)
    assert found.eigenvectors.shape == (4, 5, 2, 2)
    assert found.eigenvalues.shape == (4, 5, 2)
    assert found.determinant.shape == found.trace.shape == found.kind.shape == found.stationary.shape == (4, 5)
    np.testing.assert_allclose(found.eigenvalues.sum(axis=-1), found.trace, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(found.eigenvalues.prod(axis=-1), found.determinant, rtol=1e-10, atol=1e-12)
    h = found.hessian
    np.testing.assert_array_equal(found.determinant, h[..., 0, 0] * h[..., 1, 1] - h[..., 0, 1] ** 2)


def test_where_the_loss_overflows_nothing_is_claimed():
    found = curvature(Gabor(), [np.inf, 1.0])
    assert found.kind == "undefined"
    assert found.stationary is False


def test_condition_of_the_valley():
    values = curvature(GaussianValley(), [0.7, 0.0]).eigenvalues
    assert values[1] / values[0] == pytest.approx(16)
