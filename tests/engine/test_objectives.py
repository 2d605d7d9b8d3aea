"""Objectives: derivatives against differences, the course's numbers, shapes, batches, and bits."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.engine import (
    DATASETS,
    OBJECTIVES,
    START_LABELS,
    Beale,
    Gabor,
    GaussianValley,
    GradientDescent,
    LinearRegression,
    Model,
    Quadratic,
    Saddle,
    curvature,
)
from playground.engine.critical import lowest
from playground.engine.proposed import Proposed
from playground.engine.stability import stability

MODELS = [LinearRegression(), LinearRegression(dataset="linear_notebooks"), Gabor(), Gabor(divisor=8.0)]


def central(function, phi, h=1e-5):
    """The derivative of `function` along each parameter, by central differences, on a new last axis."""
    steps = h * np.eye(phi.shape[-1])
    return np.stack([(function(phi + step) - function(phi - step)) / (2 * h) for step in steps], axis=-1)


def test_gradient_is_the_derivative_of_the_value(landscape, points):
    phi = points(landscape, 200)
    gradient = landscape.gradient(phi)
    np.testing.assert_allclose(gradient, central(landscape.value, phi), rtol=1e-6, atol=3e-9 * np.abs(gradient).max())


def test_hessian_is_the_derivative_of_the_gradient(landscape, points):
    phi = points(landscape, 200)
    hessian = landscape.hessian(phi)
    np.testing.assert_allclose(hessian, central(landscape.gradient, phi), rtol=1e-6, atol=3e-9 * np.abs(hessian).max())
    np.testing.assert_array_equal(hessian, hessian.swapaxes(-1, -2))


@pytest.mark.parametrize(
    "other",
    [
        Gabor(divisor=8.0),
        Quadratic(condition=50.0, rotation=-20.0),
        Quadratic(matrix=[[1, 2, 0], [2, -3, 1], [0, 1, 5]]),
    ],
)
def test_derivatives_with_other_hyperparameters(other, points):
    phi = points(other, 50)
    np.testing.assert_allclose(other.gradient(phi), central(other.value, phi), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(other.hessian(phi), central(other.gradient, phi), rtol=1e-5, atol=1e-6)


def test_shapes_follow_phi(landscape):
    d = landscape.dimension
    for lead in ((), (1,), (5,), (2, 3), (0,), (4, 0, 2)):
        phi = np.full((*lead, d), 0.3)
        assert landscape.value(phi).shape == lead
        assert landscape.gradient(phi).shape == (*lead, d)
        assert landscape.hessian(phi).shape == (*lead, d, d)


def test_wrong_dimension_is_refused(landscape):
    with pytest.raises(ValueError, match="length"):
        landscape.value(np.zeros(landscape.dimension + 1))
    with pytest.raises(ValueError, match="length"):
        landscape.gradient(np.float64(0.0))


def test_dtype_follows_phi(landscape, points):
    phi = points(landscape, 20)
    for function in (landscape.value, landscape.gradient, landscape.hessian):
        double, single = function(phi), function(phi.astype(np.float32))
        assert double.dtype == np.float64
        assert single.dtype == np.float32
        np.testing.assert_allclose(single, double, rtol=2e-4, atol=2e-4 * np.abs(double).max())
        assert function(np.ones((1, landscape.dimension), dtype=int)).dtype == np.float64


def test_a_point_does_not_depend_on_its_neighbours(landscape, points):
    phi = points(landscape, 3000)
    value, gradient, hessian = landscape.value(phi), landscape.gradient(phi), landscape.hessian(phi)
    for k in (0, 1, 1023, 1500, 2999):
        assert landscape.value(phi[k]) == value[k]
        assert (landscape.gradient(phi[k]) == gradient[k]).all()
        assert (landscape.hessian(phi[k]) == hessian[k]).all()
    assert (landscape.value(phi.reshape(30, 100, -1)).ravel() == value).all()
    assert (landscape.gradient(phi[:7]) == gradient[:7]).all()


def test_many_parameters_do_not_depend_on_the_neighbours_either():
    random = np.random.default_rng(0)
    root, phi = random.normal(size=(17, 17)), random.normal(size=(50, 17))
    landscape = Quadratic(matrix=root @ root.T)
    for function in (landscape.value, landscape.gradient, landscape.hessian):
        together = function(phi)
        np.testing.assert_array_equal(function(np.asfortranarray(phi)), together)
        for k in (0, 7, 49):
            np.testing.assert_array_equal(function(phi[k]), together[k])


def test_overflow_is_silent_and_recorded(landscape):
    for size in (1e200, np.inf, np.nan):
        value = landscape.value(np.full(landscape.dimension, size))
        landscape.gradient(np.full(landscape.dimension, size))
        landscape.hessian(np.full(landscape.dimension, size))
    assert np.isnan(value)


def test_facts_are_complete(landscape):
    assert landscape.name
    assert landscape.about.endswith(".")
    assert landscape.latex.count("{") == landscape.latex.count("}")
    assert landscape.scale in ("linear", "log")
    assert landscape.alpha > 0
    assert landscape.max_distance > 0
    assert landscape.steps > 0
    assert len(landscape.window) == landscape.dimension
    assert all(low < high for low, high in landscape.window)
    for key, start in landscape.starts.items():
        assert key.isascii()
        assert key in START_LABELS
        assert len(start) == landscape.dimension
        assert all(low <= x <= high for x, (low, high) in zip(start, landscape.window, strict=True))


def test_minimisers_are_minima(landscape, points):
    if landscape.minimisers is None:
        return
    np.testing.assert_allclose(landscape.value(landscape.minimisers), landscape.minimum, rtol=1e-12, atol=1e-20)
    slope = np.abs(landscape.gradient(landscape.minimisers)).max()
    assert slope <= 1e-12 * np.abs(landscape.hessian(landscape.minimisers)).max()
    assert landscape.value(points(landscape, 5000)).min() >= landscape.minimum


def test_registry_names_its_classes():
    assert all(key == kind.__name__ for key, kind in OBJECTIVES.items())


def test_the_menu_shows_models_before_functions_and_curves_last():
    kinds = list(OBJECTIVES.values())
    assert [kind.dimension for kind in kinds] == sorted((kind.dimension for kind in kinds), reverse=True)
    models = [issubclass(kind, Model) for kind in kinds]
    assert models == sorted(models, reverse=True)
    functions = [kind.course for kind in kinds if kind.dimension == 2 and not issubclass(kind, Model | Proposed)]
    assert functions == sorted(functions, reverse=True)


# The course's models


def test_static_losses_of_the_line(reference):
    for place, losses in reference["static_losses"]["linear"].items():
        phi = [float(number) for number in place.strip("()").split(",")]
        assert LinearRegression().value(phi) == pytest.approx(losses["slide"], rel=1e-12)
        assert LinearRegression(dataset="linear_notebooks").value(phi) == pytest.approx(losses["notebook"], rel=1e-12)


@pytest.mark.parametrize(("dataset", "key"), [("linear", "slide"), ("linear_notebooks", "notebook")])
def test_optimum_of_the_line(reference, dataset, key):
    expected, line = reference["static_losses"]["linear_optimum"][key], LinearRegression(dataset=dataset)
    np.testing.assert_allclose(line.minimisers[0], expected["phi"], atol=1e-12)
    assert line.minimum == pytest.approx(expected["loss"], rel=1e-13)


def test_hessian_of_the_line(reference):
    expected = reference["static_losses"]["linear_hessian"]
    np.testing.assert_allclose(LinearRegression().hessian(np.zeros(2)), expected["H"], rtol=1e-15)
    assert LinearRegression().alpha == 0.02


def test_static_losses_of_gabor(reference):
    for place, losses in reference["static_losses"]["gabor"].items():
        phi = [float(number) for number in place.strip("()").split(",")]
        for divisor, loss in losses.items():
            assert Gabor(divisor=float(divisor.removeprefix("D="))).value(phi) == pytest.approx(loss, rel=1e-13)


def test_printed_minima_of_gabor(reference):
    gabor = Gabor()
    for minimum in reference["static_losses"]["gabor_printed"]:
        assert gabor.value(minimum["phi"]) == pytest.approx(minimum["loss"], rel=1e-12)
        assert np.abs(gabor.gradient(minimum["phi"])).max() < 1e-9
        assert np.linalg.det(gabor.hessian(minimum["phi"])) == pytest.approx(minimum["det"], rel=1e-9)
    assert gabor.minimum == pytest.approx(0.6456961253674637, rel=1e-14)
    assert Gabor(divisor=8.0).minimum == pytest.approx(1.262308, abs=5e-7)


def test_loss_is_the_sum_of_squared_residuals(points):
    for model in MODELS:
        phi = points(model, 40)
        residual = model.predict(phi, model.x) - model.y
        np.testing.assert_allclose(model.value(phi), (residual**2).sum(axis=-1), rtol=1e-12)


def test_expanded_loss_of_the_line(points):
    line = LinearRegression(dataset="linear_notebooks")
    a, b = points(line, 100).T
    expected = 12 * a**2 + 22.82 * a * b - 31.74 * a + 15.0121 * b**2 - 34.5276 * b + 22.3233
    np.testing.assert_allclose(line.value(np.stack([a, b], axis=-1)), expected, rtol=1e-11)


def test_loss_of_the_line_is_exact_beside_the_optimum():
    line = LinearRegression()
    for distance in (1e-6, 1e-9):
        phi = line.minimisers[0] + np.array([distance, -distance])
        delta = phi - line.minimisers[0]
        expected = delta @ line.hessian(phi) @ delta / 2
        assert np.linalg.norm(line.gradient(phi) - line.hessian(phi) @ delta) <= 1e-13 * np.linalg.norm(
            line.gradient(phi)
        )
        assert line.value(phi) - line.minimum == pytest.approx(expected, abs=1e-16)
        assert line.value(phi) >= line.minimum


def test_facts_of_the_gaussian_valley(reference):
    toy = reference["functions"]["adam_toy"]
    valley = GaussianValley()
    np.testing.assert_allclose(valley.hessian(toy["minimum"]), toy["hessian_at_min"], atol=1e-15)
    assert valley.value(valley.starts["course"]) == pytest.approx(0.845103790115093, rel=1e-14)
    # Close to the minimum the loss is 2 φ1², not a difference of ones.
    assert valley.value([0.7, 1e-9]) == pytest.approx(2e-18, rel=1e-12)


# Batches


def test_batch_of_all_is_the_loss_to_the_bit(points):
    for model in MODELS:
        phi = points(model, 50)
        whole = model.batch(np.arange(model.data_size))
        assert (whole.value(phi) == model.value(phi)).all()
        assert (whole.gradient(phi) == model.gradient(phi)).all()
        assert (whole.hessian(phi) == model.hessian(phi)).all()
        assert whole == model
        assert hash(whole) == hash(model)


def test_batches_of_an_epoch_add_up(points):
    for model in MODELS:
        phi, order = points(model, 20), np.random.default_rng(3).permutation(model.data_size)
        parts = [model.batch(part) for part in np.array_split(order, 5)]
        for name in ("value", "gradient", "hessian"):
            total = sum(getattr(part, name)(phi) for part in parts)
            np.testing.assert_allclose(total, getattr(model, name)(phi), rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("size", [1, 2, 5, 9, 12])
def test_each_run_may_have_its_own_batch(size, points):
    for model in MODELS:
        random = np.random.default_rng(size)
        phi = points(model, 6)
        indices = np.stack([np.sort(random.permutation(model.data_size)[:size]) for _ in range(6)])
        bundle = model.batch(indices)
        for k in range(6):
            alone = model.batch(indices[k])
            assert bundle.value(phi)[k] == alone.value(phi[k])
            assert (bundle.gradient(phi)[k] == alone.gradient(phi[k])).all()
            assert (bundle.hessian(phi)[k] == alone.hessian(phi[k])).all()
        assert (bundle.value(np.stack([phi, phi + 1])) == np.stack([bundle.value(phi), bundle.value(phi + 1)])).all()


def test_batch_of_one_datum_of_the_line():
    line = LinearRegression().batch(np.array([3]))
    phi = np.array([0.2, 0.4])
    residual = phi[0] + phi[1] * line.x[0] - line.y[0]
    assert line.value(phi) == pytest.approx(residual**2, rel=1e-12)
    np.testing.assert_allclose(line.gradient(phi), [2 * residual, 2 * residual * line.x[0]], rtol=1e-12)
    assert line.minimisers is None


def test_landscape_without_data_is_its_own_batch():
    saddle = Saddle()
    assert saddle.batch(np.array([1, 2])) is saddle
    assert saddle.data_size == 0


# Own data


def test_own_data_of_the_line():
    line = LinearRegression(x=[0.0, 1.0, 2.0], y=[1.0, 3.0, 5.0])
    np.testing.assert_allclose(line.minimisers, [[1.0, 2.0]])
    assert line.minimum == pytest.approx(0, abs=1e-28)
    for low, high in (*line.window, *line.data_window):
        assert low < high
    for x, (low, high) in zip(line.minimisers[0], line.window, strict=True):
        assert low < x < high


def test_data_far_from_the_origin_stay_exact():
    x = 1e6 + np.array([0.0, 1.0, 2.0, 3.0])
    line = LinearRegression(x=x, y=2 * x - 1)
    assert line.value([-1.0, 2.0]) == pytest.approx(0, abs=1e-6)
    assert line.minimisers[0][1] == pytest.approx(2.0, rel=1e-12)


def test_equal_x_leave_no_single_minimiser():
    line = LinearRegression(x=[2.0, 2.0, 2.0], y=[1.0, 2.0, 3.0])
    assert line.minimisers is None
    assert line.minimum == pytest.approx(2.0)
    assert line.value([1.0, 0.5]) == pytest.approx(2.0)
    assert np.isfinite(np.array(line.window)).all()


def exact_fit(x, y):
    """The exact spread of x, Σ (y − ȳ)², and slope, intercept and least loss of the line (slope None for equal x)."""
    x, y = [Fraction(float(number)) for number in x], [Fraction(float(number)) for number in y]
    x_mean, y_mean = sum(x) / len(x), sum(y) / len(y)
    spread, height = sum((a - x_mean) ** 2 for a in x), sum((b - y_mean) ** 2 for b in y)
    mixed = sum((a - x_mean) * (b - y_mean) for a, b in zip(x, y, strict=True))
    if spread == 0:
        return spread, height, None, y_mean, height
    slope = mixed / spread
    return spread, height, slope, y_mean - slope * x_mean, height - slope * mixed


SHIFTS = st.sampled_from([0.0, 0.1, 14.62, 2000.0, 1e8, -1e14, 1e30])
SCALES = st.sampled_from([1e-40, 1e-6, 1.0, 1e6, 1e40])
ROWS = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=12)


@given(ROWS, SHIFTS, SCALES, SHIFTS, SCALES)
@example([(0, 0), (1, 1), (2, 2)], 1e14, 1.0, 0.0, 1.0)
@example([(0, 0), (1, 1), (2, 3)], 1e8, 1.0, 0.0, 1.0)
@example([(0, 0)] * 12, 14.62, 1.0, 0.0, 1.0)
@example([(k, k % 7) for k in range(30)], 1990.0, 1.0, 0.0, 1.0)
def test_the_line_is_exact_wherever_its_data_lie(rows, x_shift, x_scale, y_shift, y_scale):
    x, y = (
        shift + scale * np.array(column, float)
        for shift, scale, column in zip((x_shift, y_shift), (x_scale, y_scale), zip(*rows, strict=True), strict=True)
    )
    line = LinearRegression(x=x, y=y)
    spread, height, slope, intercept, least = exact_fit(x, y)
    assert float(line._fit[3, 0]) == pytest.approx(float(spread), rel=1e-13)
    assert line.minimum == pytest.approx(float(least), rel=1e-12, abs=1e-13 * float(height))
    found = curvature(line, [0.0, 0.0])
    assert found.determinant == pytest.approx(4 * len(x) * float(spread), rel=1e-13)
    assert found.eigenvalues[0] == pytest.approx(
        4 * len(x) * float(spread) / found.eigenvalues[1], rel=1e-12, abs=5e-324
    )
    if slope is None:
        assert line.minimisers is None
        assert line.convexity[0] == "convex"
        assert found.kind == "degenerate"
    else:
        assert line.convexity[0] == "strictly convex"
        assert found.kind == "minimum"
        allowed = 1e-13 * math.sqrt(height / spread)
        assert line.minimisers[0, 1] == pytest.approx(float(slope), rel=1e-12, abs=allowed)
        middle = abs(float(sum(Fraction(float(a)) for a in x) / len(x)))
        assert line.minimisers[0, 0] == pytest.approx(float(intercept), rel=1e-12, abs=allowed * middle)
        assert line.value(line.minimisers[0]) == line.minimum
    for low, high in line.window:
        assert low < high < math.inf
    for place, (low, high) in zip(line._fit[:2, 0], line.window, strict=True):
        assert low <= place <= high


def test_calendar_years_have_a_minimum_with_its_condition_and_limit():
    line = LinearRegression(x=np.arange(1990, 2020), y=np.arange(30) % 7)
    found = stability(GradientDescent(1e-9), line, line.minimisers[0])
    assert found.condition == pytest.approx(2.155e11, rel=1e-3)
    assert found.limit == pytest.approx(8.296e-9, rel=1e-4)


def test_the_determinant_of_batches_is_that_of_each_run():
    line = LinearRegression()
    bundle, phi = line.batch(np.array([[0, 1, 2], [3, 3, 3], [4, 5, 6]])), np.zeros((2, 3, 2))
    found = bundle.known_determinant(phi)
    assert found.shape == (2, 3)
    np.testing.assert_array_equal(found[:, 1], 0.0)
    np.testing.assert_allclose(found, np.linalg.det(bundle.hessian(phi)), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([1.0], [1.0, 2.0], "same length"),
        ([], [], "at least one"),
        ([1.0, math.nan], [1.0, 2.0], "finite"),
        ([1.0, math.inf], [1.0, 2.0], "finite"),
        ([1.0, 1e160], [1.0, 2.0], "x must hold numbers up to"),
        ([1.0, 2.0], [-1e160, 2.0], "y must hold numbers up to"),
        ("abc", [1.0], "numbers"),
        ([[1.0, 2.0]], [1.0, 2.0], "list"),
        ([1.0], None, "numbers|list"),
    ],
)
def test_bad_data_are_refused(x, y, message):
    for model in (LinearRegression, Gabor):
        with pytest.raises(ValueError, match=message):
            model(x=x, y=y)


def test_models_compare_by_data_and_constants():
    same = LinearRegression(x=DATASETS["linear"].x, y=DATASETS["linear"].y)
    assert LinearRegression() == same
    assert hash(LinearRegression()) == hash(same)
    assert LinearRegression() != LinearRegression(dataset="linear_notebooks")
    assert Gabor() != Gabor(divisor=8.0)
    assert LinearRegression() != Gabor()
    assert Gabor().batch(np.arange(5)) != Gabor()


def test_data_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        DATASETS["gabor"].x[0] = 1.0


def test_no_least_loss_of_gabor_is_claimed_that_is_not_known():
    wide = Gabor(divisor=100.0)
    assert wide.minimum is None
    assert wide.minimisers is None
    assert wide.value([3.10607888, -14.99046565]) < wide.value(lowest(wide))  # outside the window and within
    assert Gabor(x=[1.0, 2.0], y=[0.3, 0.2]).minimum is None
    assert Gabor(divisor=64.0).minimum == pytest.approx(0.924094, abs=1e-6)


@pytest.mark.parametrize("model", [LinearRegression(), Gabor()], ids=["line", "gabor"])
def test_a_model_given_the_courses_data_is_the_courses_model(model):
    given = type(model)(x=model.x.tolist(), y=model.y.tolist())
    assert given == model
    assert given.window == model.window
    assert given.data_window == model.data_window
    assert given.minimum == model.minimum


def test_course_facts_of_the_models():
    line, gabor = LinearRegression(), Gabor()
    assert (line.data_size, gabor.data_size) == (12, 30)
    assert line.flipped
    assert not gabor.flipped
    assert line.window == ((0.0, 2.0), (-1.0, 1.0))
    assert gabor.window == ((-10.0, 10.0), (2.5, 22.5))
    assert "/32" in gabor.latex
    assert "/8" in Gabor(divisor=8.0).latex
    assert all(isinstance(model, Model) for model in (line, gabor))


# Closed forms


def test_quadratic_from_a_matrix():
    a = np.array([[3.0, 1.0, 0.5], [1.0, 2.0, 0.0], [0.5, 0.0, 1.0]])
    quadratic, phi = Quadratic(matrix=a), np.array([1.0, -2.0, 0.5])
    assert quadratic.dimension == 3
    assert quadratic.value(phi) == pytest.approx(phi @ a @ phi / 2)
    np.testing.assert_allclose(quadratic.gradient(phi), a @ phi)
    np.testing.assert_array_equal(quadratic.hessian(phi), a)
    assert quadratic == Quadratic(matrix=a.tolist())
    assert hash(quadratic) == hash(Quadratic(matrix=a))


@given(condition=st.floats(1, 1e6), rotation=st.floats(-360, 360))
def test_quadratic_has_the_eigenvalues_it_names(condition, rotation):
    quadratic = Quadratic(condition=condition, rotation=rotation)
    np.testing.assert_allclose(np.linalg.eigvalsh(quadratic.hessian(np.zeros(2))), [1, condition], rtol=1e-9)
    along = np.array([math.cos(math.radians(rotation)), math.sin(math.radians(rotation))])
    np.testing.assert_allclose(quadratic.hessian(np.zeros(2)) @ along, along, atol=1e-9 * condition)


@pytest.mark.parametrize("row", [(12, 9), (2, 2), (1, 3), (0, 0), (7, -11)])
def test_a_singular_quadratic_has_a_minimum_and_no_single_minimiser(row):
    valley = Quadratic(matrix=np.outer(row, row))
    assert valley.minimum == 0
    assert valley.minimisers is None
    assert valley.convexity[0] == "convex"


@pytest.mark.parametrize("size", [5e-324, 1e-310, 1e-200, 1e200, 1e308, 1.7e308])
def test_a_quadratic_of_any_size_keeps_its_entries_and_its_facts(size):
    bowl = Quadratic(matrix=[[size, 0.0], [0.0, size]])
    np.testing.assert_array_equal(bowl.hessian(np.zeros(2)), size * np.eye(2))
    assert bowl.minimum == 0
    np.testing.assert_array_equal(bowl.minimisers, np.zeros((1, 2)))
    assert bowl.convexity[0] == "strictly convex"
    assert curvature(bowl, np.zeros(2)).kind == "minimum"
    assert 0 < bowl.alpha < math.inf


def test_a_matrix_symmetric_but_for_rounding_is_made_symmetric():
    a = np.array([[1e308, 1e308], [np.nextafter(1e308, 0), 1e308]])
    rows = Quadratic(matrix=a).matrix
    assert rows[0][1] == rows[1][0]
    assert a[1, 0] <= rows[0][1] <= a[0, 1]
    with pytest.raises(ValueError, match="symmetric"):
        Quadratic(matrix=[[1.0, 1e308], [-1e308, 1.0]])


def test_quadratic_without_a_minimum():
    assert Quadratic(matrix=[[1, 0], [0, -1]]).minimum is None
    valley = Quadratic(matrix=[[2, 2], [2, 2]])
    assert valley.minimum == 0
    assert valley.minimisers is None


@pytest.mark.parametrize("matrix", [[[1, 2], [3, 4]], [[1, 2, 3]], [1, 2], [[math.nan, 0], [0, 1]], "text", []])
def test_bad_matrices_are_refused(matrix):
    with pytest.raises(ValueError, match="A must be"):
        Quadratic(matrix=matrix)


def test_beale_constants():
    assert Beale().value([0.0, 0.0]) == pytest.approx(1.5**2 + 2.25**2 + 2.625**2)


@pytest.mark.parametrize(
    ("build", "symbol"),
    [
        (lambda: Gabor(divisor=0.0), "D"),
        (lambda: Gabor(divisor=math.nan), "D"),
        (lambda: Gabor(dataset="linear"), "data"),
        (lambda: LinearRegression(dataset="nothing"), "data"),
        (lambda: Quadratic(condition=0.5), "κ"),
        (lambda: Quadratic(rotation=math.inf), "θ"),
    ],
)
def test_illegal_hyperparameters_name_their_symbol(build, symbol):
    with pytest.raises(ValueError, match=symbol):
        build()


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=2))
def test_the_line_never_falls_below_its_minimum(phi):
    line = LinearRegression()
    assert line.value(phi) >= line.minimum
