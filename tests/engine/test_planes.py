"""Planes: the picture is the true loss, the projection says what it leaves out, the directions are what they claim."""

import numpy as np
import pytest

from playground.engine import Adam, Minibatches, descend, grid
from playground.engine.fitting import logistic_regression, softmax_regression
from playground.engine.planes import (
    OnPlane,
    Plane,
    eigen_plane,
    extent_around,
    parameter_plane,
    path_plane,
    random_plane,
)
from playground.engine.spectrum import kink_distance, spectrum
from playground.engine.three_units import course_parameters, three_units

RANDOM = np.random.RandomState(5)
LOGISTIC = logistic_regression(RANDOM.randn(30, 6), RANDOM.randint(0, 2, 30), l2=0.1)
SOFTMAX = softmax_regression(RANDOM.randn(30, 3), RANDOM.randint(0, 3, 30), 3)
NETWORK = three_units("multiclass")
CASES = {
    "logistic": (LOGISTIC, RANDOM.randn(7)),
    "softmax": (SOFTMAX, RANDOM.randn(12)),
    "network": (NETWORK, course_parameters("multiclass")),
}
each = pytest.mark.parametrize(("objective", "phi"), CASES.values(), ids=CASES)


def planes(objective, phi):
    path = descend(Adam(0.1), objective, phi + 0.5, 30).phi
    return [
        parameter_plane(phi, 1, 3),
        random_plane(objective, phi, 4),
        eigen_plane(objective, phi),
        path_plane(path),
    ]


@each
def test_the_surface_is_the_true_loss_on_the_plane(objective, phi):
    for plane in planes(objective, phi):
        slice_ = OnPlane(objective, plane)
        drawn = grid(slice_, ((-1, 1), (-2, 2)), 5)
        for row, column in ((0, 0), (1, 4), (2, 2)):
            point = plane.origin + drawn.x[column] * plane.u + drawn.y[row] * plane.v
            assert drawn.value[row, column] == pytest.approx(float(objective.value(point)), rel=1e-12)
        assert slice_.value(np.zeros(2)) == objective.value(plane.origin)


@each
def test_derivatives_on_the_plane_follow_the_chain_rule(objective, phi):
    for plane in planes(objective, phi):
        slice_, here, h = OnPlane(objective, plane), np.array([1e-3, -2e-3]), 1e-6
        steps = h * np.eye(2)
        slope = (slice_.value(here + steps) - slice_.value(here - steps)) / (2 * h)
        np.testing.assert_allclose(slice_.gradient(here), slope, atol=1e-5 * (1 + np.abs(slope).max()))
        bend = (slice_.gradient(here + steps) - slice_.gradient(here - steps)) / (2 * h)
        np.testing.assert_allclose(slice_.hessian(here), bend, atol=1e-5 * (1 + np.abs(bend).max()))


@each
def test_a_point_of_the_plane_projects_onto_itself_and_the_rest_is_the_distance(objective, phi):
    for plane in planes(objective, phi):
        coordinates = RANDOM.randn(3, 4, 2)
        back, distance = plane.project(plane.point(coordinates))
        np.testing.assert_allclose(back, coordinates, atol=1e-9)
        np.testing.assert_allclose(distance, 0, atol=1e-8)
        away = RANDOM.randn(objective.dimension)
        coordinates, distance = plane.project(plane.origin + away)
        rest = plane.origin + away - plane.point(coordinates)
        np.testing.assert_allclose(plane.directions @ rest, 0, atol=1e-7 * np.abs(plane.directions).max())
        assert distance == pytest.approx(np.linalg.norm(rest))


def test_a_convex_loss_is_convex_on_every_plane():
    for objective, phi in CASES.values():
        whole, drawn = objective.convexity, OnPlane(objective, random_plane(objective, phi)).convexity
        assert (whole and whole[0]) == (drawn and drawn[0])


def test_a_run_stays_on_the_plane_it_is_given():
    slice_ = OnPlane(LOGISTIC, parameter_plane(np.ones(7), 0, 2))
    run = descend(Adam(0.1), slice_, (0.5, 0.5), 20, Minibatches(5, 1))
    assert np.isfinite(run.value).all()
    assert run.value[-1] < run.value[0]


def test_float32_pictures_have_float32_values():
    slice_ = OnPlane(LOGISTIC, parameter_plane(np.ones(7), 0, 2))
    assert grid(slice_, slice_.window, 8, np.float32).value.dtype == np.float32


def test_the_extreme_eigenvectors_carry_the_extreme_curvatures():
    objective, phi = CASES["network"]
    plane = eigen_plane(objective, phi)
    values = np.linalg.eigvalsh(objective.hessian(phi))
    assert plane.eigenvalues == pytest.approx((values[-1], values[0]))
    curvature = OnPlane(objective, plane).hessian(np.zeros(2))
    np.testing.assert_allclose(curvature, np.diag(plane.eigenvalues), atol=1e-8 * values[-1])


def test_random_directions_of_an_affine_model_are_orthonormal_and_repeatable():
    objective, phi = CASES["logistic"]
    plane = random_plane(objective, phi, 9)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    np.testing.assert_array_equal(plane.u, random_plane(objective, phi, 9).u)
    assert not np.allclose(plane.u, random_plane(objective, phi, 10).u)


def test_filter_normalised_pictures_do_not_see_the_scale_symmetry_of_a_relu_network():
    objective, phi = CASES["network"]
    network = objective.predictor
    scale = np.array([4.0 if p.layer == "hidden" else 0.25 if p.column else 1.0 for p in network.parameters])
    np.testing.assert_allclose(objective.value(scale * phi), objective.value(phi))
    window = ((-1, 1), (-1, 1))
    one = grid(OnPlane(objective, random_plane(objective, phi, 3)), window, 9).value
    other = grid(OnPlane(objective, random_plane(objective, scale * phi, 3)), window, 9).value
    np.testing.assert_allclose(one, other, rtol=1e-9)


def test_each_unit_of_a_filter_normalised_direction_is_as_long_as_the_unit():
    objective, phi = CASES["network"]
    u = random_plane(objective, phi, 3).u
    for h in range(3):
        rows = slice(2 * h, 2 * h + 2)
        assert np.linalg.norm(u[rows]) == pytest.approx(np.linalg.norm(phi[rows]))


def test_the_main_directions_are_those_of_principal_components():
    from sklearn.decomposition import PCA

    objective, phi = CASES["softmax"]
    path = descend(Adam(0.1), objective, phi, 60).phi
    plane, other = path_plane(path), PCA(2).fit(path)
    np.testing.assert_allclose(plane.shares, other.explained_variance_ratio_, rtol=1e-9)
    for mine, theirs in zip(plane.directions, other.components_, strict=True):
        assert abs(mine @ theirs) == pytest.approx(1)
    np.testing.assert_array_equal(plane.origin, path[-1])
    assert plane.project(path[-1])[1] == 0


def test_a_straight_path_has_one_main_direction_and_the_plane_still_has_two():
    path = np.outer(np.arange(6.0), [1.0, 2.0, -2.0])
    plane = path_plane(path)
    assert plane.shares == (1.0, 0.0)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(plane.project(path)[1], 0, atol=1e-12)
    two = path_plane(np.array([[0.0, 0.0], [1.0, 1.0]]))
    np.testing.assert_allclose(two.directions @ two.directions.T, np.eye(2), atol=1e-12)


def test_a_path_that_diverges_is_cut_where_it_is_no_longer_finite():
    path = np.array([[0.0, 0, 0], [1, 0, 2], [1e200, 3, 1], [np.inf, 0, 0], [np.nan, 0, 0]])
    assert np.isfinite(path_plane(path).directions).all()
    with pytest.raises(ValueError, match="does not move"):
        path_plane(np.ones((5, 3)))
    with pytest.raises(ValueError, match="does not move"):
        path_plane(np.full((5, 3), np.nan))


@pytest.mark.parametrize("size", [1e-310, 1e-200, 1e200, 1e307, 1.7e308])
def test_the_main_directions_do_not_depend_on_the_size_of_the_path(size):
    path = np.random.RandomState(1).rand(12, 4)
    ordinary, extreme = path_plane(path), path_plane(path * size)
    np.testing.assert_allclose(extreme.directions, ordinary.directions, atol=1e-9)
    np.testing.assert_allclose(extreme.shares, ordinary.shares, rtol=1e-9)
    # One sign after the other: differences overflow too.
    signs = np.where(np.arange(12) % 2, 1, -1)[:, None]
    np.testing.assert_allclose(path_plane(signs * path * size).shares, path_plane(signs * path).shares, rtol=1e-9)


def test_a_path_that_moves_by_its_last_digit_only_has_a_main_direction():
    path = np.array([[1e308, 1.0], [np.nextafter(1e308, 0), 1.0], [1e308, 1.0]])
    np.testing.assert_allclose(path_plane(path).u, [1.0, 0.0])


def test_directions_of_very_different_lengths_span_a_plane():
    plane = Plane(np.zeros(3), np.array([1e200, 0.0, 0.0]), np.array([1e-200, 1e-200, 0.0]))
    there = np.array([2e-200, 3e200])
    np.testing.assert_allclose(plane.point(there), [5.0, 3.0, 0.0])
    coordinates, distance = plane.project(plane.point(there) + np.array([0.0, 0.0, 7.0]))
    np.testing.assert_allclose(coordinates, there)
    assert distance == pytest.approx(7.0)


def test_what_is_too_far_away_to_be_drawn_is_left_out_of_a_window():
    (left, right), _ = extent_around(np.array([[1e308, 0.0], [-1e308, 0.0], [3.0, 0.0]]))
    assert left < 0 < 3 < right < 10


def test_a_plane_needs_two_directions():
    with pytest.raises(ValueError, match="must differ"):
        parameter_plane(np.zeros(4), 2, 2)
    with pytest.raises(ValueError, match="must differ"):
        Plane(np.zeros(3), np.ones(3), np.zeros(3))
    with pytest.raises(ValueError, match="finite"):
        Plane(np.zeros(3), np.ones(3), np.array([np.nan, 0, 0]))
    with pytest.raises(ValueError, match="one length"):
        Plane(np.zeros(3), np.ones(2), np.ones(3))


def test_a_window_around_a_path_is_square_and_holds_it():
    points = np.array([[0.0, 0.0], [10.0, -1.0], [np.inf, 0.0]])
    (left, right), (low, high) = extent_around(points)
    assert right - left == pytest.approx(high - low)
    assert left < 0 < 10 < right
    assert extent_around(np.zeros((0, 2)), least=2.0) == ((-2.0, 2.0), (-2.0, 2.0))


def test_the_spectrum_counts_the_signs_of_the_eigenvalues():
    whole = spectrum(SOFTMAX, np.zeros(12))
    assert (whole.positive, whole.zero, whole.negative, whole.condition) == (8, 4, 0, None)
    bowl = spectrum(LOGISTIC, np.zeros(7))
    assert bowl.positive == 7
    assert bowl.condition == pytest.approx(np.linalg.cond(LOGISTIC.hessian(np.zeros(7))))
    assert spectrum(NETWORK, course_parameters("multiclass")).negative > 0
    lost = spectrum(LOGISTIC, np.full(7, np.nan))
    assert (lost.positive, lost.zero, lost.negative) == (0, 0, 0)


def test_the_distance_to_a_kink():
    phi = course_parameters("binary")
    assert kink_distance(three_units("binary"), phi) > 0
    phi[:2] = 0
    assert kink_distance(three_units("binary"), phi) == 0
    assert kink_distance(LOGISTIC, np.zeros(7)) is None
