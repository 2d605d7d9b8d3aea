"""Critical points: complete lists, counted by kind, checked by winding numbers and by the course's figures."""

from __future__ import annotations

import math
from collections import Counter

import mpmath as mp
import numpy as np
import pytest

from playground.engine import (
    DATASETS,
    OBJECTIVES,
    Beale,
    ConvexCurve,
    Gabor,
    GaussianValley,
    Himmelblau,
    LinearRegression,
    Plateau,
    Quadratic,
    Rastrigin,
    Rosenbrock,
    Saddle,
    ThreeValleys,
    TwoDips,
    critical_points,
    survey,
)
from playground.engine.critical import lowest

CURVES = {"line_search_6_1": TwoDips, "three_valleys": ThreeValleys, "convex": ConvexCurve, "plateau": Plateau}


def kinds(points):
    return dict(Counter(point.kind for point in points))


# The authority: the losses written down again, and Newton's method with thirty digits from every point listed


def derived(loss):
    """Gradient and Hessian of a loss of two parameters, by differences with more digits."""

    def derivatives(a, b):
        return [mp.diff(loss, (a, b), order) for order in ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2))]

    return derivatives


def gabor(divisor):
    """Gradient and Hessian of the Gabor loss: its terms' derivatives with respect to u, by the rule for products."""

    def derivatives(a, b):
        sums = [mp.mpf(0)] * 5
        for x, y in zip(DATASETS["gabor"].x, DATASETS["gabor"].y, strict=True):
            slope = mp.mpf(0.06) * mp.mpf(float(x))
            u = a + slope * b
            sin, cos, bell = mp.sin(u), mp.cos(u), mp.exp(-u * u / divisor)
            # The bell's derivatives are p times it and (p² − 2/D) times it.
            p = -2 * u / divisor
            first = bell * (cos + p * sin)
            second = bell * (-sin + 2 * p * cos + (p * p - mp.mpf(2) / divisor) * sin)
            pull, bend = 2 * (sin * bell - mp.mpf(float(y))), 2 * first * first
            bend += pull * second
            terms = pull * first, pull * first * slope, bend, bend * slope, bend * slope * slope
            sums = [have + term for have, term in zip(sums, terms, strict=True)]
        return sums

    return derivatives


EXACT = {
    "LinearRegression": derived(
        lambda a, b: sum(
            (a + b * mp.mpf(float(x)) - mp.mpf(float(y))) ** 2
            for x, y in zip(DATASETS["linear"].x, DATASETS["linear"].y, strict=True)
        )
    ),
    "Gabor": gabor(32),
    "GaussianValley": derived(lambda a, b: 1 - mp.exp(-2 * b**2 - (a - mp.mpf(0.7)) ** 2 / 8)),
    "Saddle": derived(lambda a, b: a**2 - b**2),
    "Rosenbrock": derived(lambda a, b: (1 - a) ** 2 + 100 * (b - a**2) ** 2),
    "Himmelblau": derived(lambda a, b: (a**2 + b - 11) ** 2 + (a + b**2 - 7) ** 2),
    "Beale": derived(lambda a, b: sum((c - a * (1 - b**k)) ** 2 for k, c in ((1, 1.5), (2, 2.25), (3, 2.625)))),
    "Rastrigin": derived(lambda a, b: a**2 + b**2 - 10 * mp.cos(2 * mp.pi * a) - 10 * mp.cos(2 * mp.pi * b)),
}


def confirmed(derivatives, point):
    """Whether Newton's method with thirty digits stays within 1e-10 of a point, and its Hessian says the same kind."""
    start = a, b = [mp.mpf(float(value)) for value in point.phi]
    with mp.workdps(30):
        for _ in range(3):
            g0, g1, h00, h01, h11 = derivatives(a, b)
            determinant = h00 * h11 - h01**2
            step = (h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant
            a, b = a - step[0], b - step[1]
        near = abs(a - start[0]) + abs(b - start[1]) < 1e-10
        settled = abs(step[0]) + abs(step[1]) < 1e-20
        kind = "saddle" if determinant < 0 else "minimum" if h00 > 0 else "maximum"
        return bool(near and settled) and kind == point.kind


def around(objective, phi, side):
    """How often the gradient turns along a small square about a point: +1 about an extremum, −1 about a saddle."""
    there, still = np.linspace(-side, side, 64), np.full(64, side)
    square = np.concatenate([np.stack(way, -1) for way in ((there, -still), (still, there))])
    angle = np.unwrap(np.arctan2(*objective.gradient(phi + np.concatenate([square, -square])).T[::-1]))
    return round((angle[-1] - angle[0]) / (2 * math.pi))


@pytest.mark.parametrize("name", EXACT)
def test_every_point_listed_exists(name):
    points = critical_points(OBJECTIVES[name]())
    # Of Rastrigin's 441 every seventh.
    for point in points[:: 1 + len(points) // 64]:
        assert confirmed(EXACT[name], point), point


@pytest.mark.parametrize(
    ("divisor", "expected"),
    [
        (0.1, {"minimum": 6, "maximum": 6, "saddle": 17}),
        (0.3, {"minimum": 5, "maximum": 6, "saddle": 13}),
        (0.5, {"minimum": 5, "maximum": 7, "saddle": 11}),
        (2.0, {"minimum": 4, "maximum": 7, "saddle": 11}),
        (128.0, {"minimum": 12, "maximum": 17, "saddle": 28}),
    ],
)
def test_gabor_with_other_bells_lists_what_exists_and_nothing_else(divisor, expected):
    found = survey(Gabor(divisor=divisor))
    assert kinds(found.points) == expected
    for point in found.points:
        assert confirmed(gabor(divisor), point), point
    # With a narrow bell much of the window is level beside the rest, and that is said.
    assert found.isolated == (divisor > 1)
    if divisor >= 0.5:
        degree = expected["minimum"] + expected["maximum"] - expected["saddle"]
        assert found.winding == degree


@pytest.mark.parametrize("condition", [1.0, 1e3, 1e6, 1e8, 1e9, 1e10, 1e11, 1e12])
@pytest.mark.parametrize("rotation", [0.0, 30.0, 45.0, 77.0, -123.4])
def test_a_bowl_of_any_legal_condition_has_one_minimum(condition, rotation):
    found = survey(Quadratic(condition=condition, rotation=rotation))
    assert kinds(found.points) == {"minimum": 1}
    np.testing.assert_allclose(found.points[0].phi, 0, atol=1e-12)
    np.testing.assert_allclose(found.points[0].eigenvalues, [1, condition], atol=1e-15 * condition, rtol=1e-12)
    assert (found.degree, found.winding, found.isolated) == (1, 1, True)


def test_the_gradient_of_beale_turns_once_backwards_along_the_boundary():
    # Exactly: one minimum and two saddles, and of each of them the gradient turns once about a small square.
    found = survey(Beale())
    assert found.winding == -1
    assert sum(around(Beale(), point.phi, 1e-3) for point in found.points) == -1
    assert found.agrees is True


def test_the_boundary_counts_what_is_inside():
    objective = Gabor()
    points = critical_points(objective)
    random = np.random.default_rng(5)
    for _ in range(12):
        low, high = np.sort(random.uniform([-10, 2.5], [10, 22.5], (2, 2)), axis=0)
        inside = [p for p in points if (low < p.phi).all() and (p.phi < high).all()]
        found = survey(objective, tuple(zip(low, high, strict=True)))
        assert found.winding == sum(-1 if p.kind == "saddle" else 1 for p in inside)
        assert len(found.points) == len(inside)


@pytest.mark.parametrize(
    ("objective", "expected"),
    [
        (Gabor(), {"minimum": 8, "maximum": 12, "saddle": 20}),
        (Gabor(divisor=8.0), {"minimum": 7, "maximum": 7, "saddle": 12}),
        (Himmelblau(), {"minimum": 4, "maximum": 1, "saddle": 4}),
        (Rosenbrock(), {"minimum": 1}),
        (Saddle(), {"saddle": 1}),
        (GaussianValley(), {"minimum": 1}),
        (Quadratic(condition=1000.0), {"minimum": 1}),
        (Quadratic(matrix=[[-2, 0], [0, -2]]), {"maximum": 1}),
        # Along each axis 11 minima and 10 maxima.
        (Rastrigin(), {"minimum": 121, "maximum": 100, "saddle": 220}),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_counts(objective, expected):
    found = survey(objective)
    assert kinds(found.points) == expected
    assert found.isolated
    assert found.degree == expected.get("minimum", 0) + expected.get("maximum", 0) - expected.get("saddle", 0)
    assert found.winding == found.degree
    assert found.agrees is True


def test_every_point_is_polished():
    for objective in (Gabor(), Himmelblau(), Beale()):
        for point in critical_points(objective):
            step = np.linalg.solve(objective.hessian(point.phi), objective.gradient(point.phi))
            assert np.linalg.norm(step) < 1e-12
            assert objective.value(point.phi) == point.value
            np.testing.assert_allclose(np.linalg.eigvalsh(objective.hessian(point.phi)), point.eigenvalues, rtol=1e-9)
            assert point.eigenvalues.prod() == pytest.approx(point.determinant, rel=1e-9)


def test_points_are_different_and_in_order():
    points = critical_points(Gabor())
    phi = np.array([point.phi for point in points])
    distance = np.linalg.norm(phi[:, None] - phi, axis=-1) + 9 * np.eye(len(phi))
    assert distance.min() > 0.05
    values = [point.value for point in points]
    assert values == sorted(values)


def test_newton_from_anywhere_finds_no_further_point():
    gabor, phi = Gabor(), np.array([point.phi for point in critical_points(Gabor())])
    found = np.random.default_rng(3).uniform([-10, 2.5], [10, 22.5], (3000, 2))
    for _ in range(40):
        with np.errstate(all="ignore"):
            h, g = gabor.hessian(found), gabor.gradient(found)
            determinant = h[:, 0, 0] * h[:, 1, 1] - h[:, 0, 1] ** 2
            step = np.stack([h[:, 1, 1] * g[:, 0] - h[:, 0, 1] * g[:, 1], h[:, 0, 0] * g[:, 1] - h[:, 0, 1] * g[:, 0]])
            found = found - (step / determinant).T
    with np.errstate(all="ignore"):
        done = np.linalg.norm(gabor.gradient(found), axis=-1) < 1e-10
        inside = (np.abs(found[:, 0]) <= 10) & (found[:, 1] >= 2.5) & (found[:, 1] <= 22.5)
    found = found[done & inside]
    assert len(found) > 300
    assert np.linalg.norm(found[:, None] - phi, axis=-1).min(axis=1).max() < 1e-6


def test_printed_minima_are_in_the_list(reference):
    minima = [point for point in critical_points(Gabor()) if point.kind == "minimum"]
    for printed in reference["static_losses"]["gabor_printed"]:
        nearest = min(minima, key=lambda point: np.linalg.norm(point.phi - printed["phi"]))
        np.testing.assert_allclose(nearest.phi, printed["phi"], atol=1e-9)
        assert nearest.value == pytest.approx(printed["loss"], rel=1e-12)


def test_three_dots_of_the_course_are_saddles(reference):
    points = critical_points(Gabor())
    dots = reference["digitised_figures"]["fig6_4_markers"]
    nearest = [min(points, key=lambda point: np.linalg.norm(point.phi - dot)) for dot in dots]
    assert all(np.linalg.norm(point.phi - dot) < 0.2 for point, dot in zip(nearest, dots, strict=True))
    saddles = sorted((point for point in nearest if point.kind == "saddle"), key=lambda point: point.phi[0])
    np.testing.assert_allclose(
        [point.phi for point in saddles],
        [[-8.577511, 4.396348], [1.883030, 2.882521], [8.089458, 6.346906]],
        atol=1e-6,
    )
    np.testing.assert_allclose([point.determinant for point in saddles], [-0.068, -47.1, -1.24], rtol=0.01)
    assert kinds(nearest) == {"minimum": 8, "saddle": 3}


def test_the_marked_saddle_and_a_maximum_with_positive_determinant():
    points = critical_points(Gabor())
    cross = min(points, key=lambda point: np.linalg.norm(point.phi - [-2.852506, 9.038015]))
    assert cross.kind == "saddle"
    assert cross.value == pytest.approx(14.292847, abs=1e-6)
    top = min(points, key=lambda point: np.linalg.norm(point.phi - [3.44, 15.63]))
    assert top.kind == "maximum"
    assert top.determinant == pytest.approx(8.2, abs=0.05)


def test_a_window_of_ones_own():
    points = critical_points(Gabor(), ((-1, 1), (15, 17)))
    assert kinds(points) == {"minimum": 1}
    assert critical_points(Gabor(), ((0.5, 1.5), (15, 16))) == []


@pytest.mark.parametrize("name", CURVES)
def test_curves_of_the_course(reference, name):
    functions = reference["functions"]
    facts = functions[name] if name in functions else next(f for f in functions["own_1d"] if f["id"] == name)
    curve = CURVES[name]()
    found = sorted(critical_points(curve), key=lambda point: point.phi[0])
    assert len(found) == len(facts["stationary"])
    for point, expected in zip(found, facts["stationary"], strict=True):
        flat = expected["second_derivative"] == 0
        assert point.phi[0] == pytest.approx(expected["phi"], abs=1e-6 if flat else 1e-11)
        assert point.value == pytest.approx(expected["L"], abs=1e-12)
        assert point.determinant == pytest.approx(expected["second_derivative"], abs=1e-4 if flat else 1e-8)
        assert point.kind == "degenerate" if flat else point.kind[:3] == expected["type"]


def test_a_degenerate_point_leaves_the_check_open():
    found = survey(Plateau())
    assert found.isolated
    assert found.degree is None
    assert found.winding == 1
    assert found.agrees is None


@pytest.mark.parametrize("matrix", [[[2, 2], [2, 2]], [[0, 0], [0, 0]], [[1, 0], [0, 0]]])
def test_lines_and_planes_of_critical_points_are_not_listed(matrix):
    found = survey(Quadratic(matrix=matrix))
    assert found.points == ()
    assert not found.isolated
    assert found.agrees is None


@pytest.mark.parametrize("x", [[5.0, 5.0, 5.0], [0.1, 0.1], [-3.0]])
def test_a_valley_aslant_in_an_oblong_window_is_not_listed(x):
    found = survey(LinearRegression(x=x, y=[1.0] * len(x)))
    assert found.points == ()
    assert not found.isolated


def test_more_dimensions():
    found = survey(Quadratic(matrix=np.diag([1.0, -2.0, 3.0, 4.0])))
    assert kinds(found.points) == {"saddle": 1}
    np.testing.assert_allclose(found.points[0].phi, 0, atol=1e-12)
    assert found.winding is None


def test_an_immense_window_makes_no_noise():
    with np.errstate(all="raise"):
        found = survey(Saddle(), ((-1e308, 0.7e308), (-1e308, 0.7e308)))
    assert kinds(found.points) in ({"saddle": 1}, {})


def test_where_the_loss_overflows_nothing_is_found():
    found = survey(Rosenbrock(), ((1e150, 2e150), (1e150, 2e150)))
    assert found.points == ()
    assert found.winding is None


@pytest.mark.parametrize("window", [((0, 0), (0, 1)), ((1, 0), (0, 1)), ((0, math.inf), (0, 1)), ((0, 1),)])
def test_bad_windows_are_refused(window):
    with pytest.raises(ValueError, match="window"):
        survey(Gabor(), window)


def test_the_lowest_point_of_the_window():
    for divisor, loss in ((32.0, 0.6456961253674637), (8.0, 1.262308), (16.0, None)):
        gabor = Gabor(divisor=divisor)
        best = critical_points(gabor)[0]
        np.testing.assert_allclose(lowest(gabor), best.phi, atol=1e-9)
        assert gabor.minimum == pytest.approx(best.value, rel=1e-13)
        assert loss is None or gabor.minimum == pytest.approx(loss, abs=1e-6)


@pytest.mark.parametrize("divisor", [0.11, 0.15, 0.3, 1.0, 4.0, 32.0, 64.0])
def test_nothing_lies_below_the_least_of_gabor(divisor):
    # A grid of its own far beyond the window, and then halved steps downhill that need no derivative.
    model = Gabor(divisor=divisor)
    offset, frequency = np.meshgrid(np.linspace(-12, 12, 400), np.linspace(-40, 40, 400))
    phi = np.stack([offset, frequency], -1).reshape(-1, 2)
    phi, reach = phi[np.argsort(model.value(phi))[:24]], 0.1
    ways = np.stack(np.meshgrid([-1, 0, 1], [-1, 0, 1]), -1).reshape(-1, 2)
    while reach > 1e-5:
        tried = phi[:, None] + reach * ways
        best = model.value(tried).argmin(axis=1)
        phi = tried[np.arange(len(phi)), best]
        reach = reach if (best != 4).any() else reach / 2
    least = model.value(phi).min()
    assert model.minimum <= least + 1e-12
    assert model.minimum == pytest.approx(least, abs=1e-6)


@pytest.mark.parametrize("divisor", [1e-6, 0.05, 0.1, 128.0])
def test_where_the_least_is_outside_the_window_none_is_claimed(divisor):
    assert Gabor(divisor=divisor).minimisers is None
    assert Gabor(divisor=divisor).minimum is None
    assert divisor != 0.1 or Gabor(divisor=0.1).value(np.array([0.068, 2.5])) < 4.2402
