"""Convexity: verdicts on landscapes of known convexity, proofs, witnesses, chords and maps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine import (
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
    chord,
    curvature_map,
    eigenvalues,
    profile,
    verdict,
)
from playground.engine.convexity import definiteness
from playground.engine.types import Objective

DOME, VALLEY = Quadratic(matrix=[[-2, 0], [0, -2]]), Quadratic(matrix=[[2, 2], [2, 2]])
KNOWN = [
    (LinearRegression(), "strictly convex"),
    (LinearRegression(dataset="linear_notebooks"), "strictly convex"),
    (LinearRegression(x=[0.1, 0.1, 0.1], y=[1.0, 2.0, 3.0]), "convex"),
    (Quadratic(condition=1e9, rotation=17.0), "strictly convex"),
    (VALLEY, "convex"),
    (Quadratic(matrix=[[0, 0], [0, 0]]), "convex"),
    (Quadratic(matrix=[[1, 0, 0], [0, 2, 0], [0, 0, 3]]), "strictly convex"),
    (ConvexCurve(), "strictly convex"),
    (DOME, "not convex"),
    (Saddle(), "not convex"),
    (Quadratic(matrix=[[1, 0, 0], [0, 2, 0], [0, 0, -3]]), "not convex"),
    (Gabor(), "not convex"),
    (Gabor(divisor=8.0), "not convex"),
    (GaussianValley(), "not convex"),
    (Rosenbrock(), "not convex"),
    (Himmelblau(), "not convex"),
    (Beale(), "not convex"),
    (Rastrigin(), "not convex"),
    (TwoDips(), "not convex"),
    (ThreeValleys(), "not convex"),
    (Plateau(), "not convex"),
]


@pytest.mark.parametrize(("objective", "kind"), KNOWN, ids=[objective.name for objective, _ in KNOWN])
def test_known_convexity(objective, kind):
    found = verdict(objective)
    assert found.kind == kind
    assert found.reason.endswith(".")
    if kind != "not convex":
        assert found.witness is None
        assert found.points == 0
        return
    witness = found.witness
    values = np.linalg.eigvalsh(objective.hessian(witness.phi))
    assert values[0] == pytest.approx(witness.eigenvalue, rel=1e-9)
    assert witness.eigenvalue < 0
    assert not witness.chord.holds
    middle = objective.value((witness.chord.start + witness.chord.end) / 2)
    assert middle > (objective.value(witness.chord.start) + objective.value(witness.chord.end)) / 2
    np.testing.assert_allclose((witness.chord.start + witness.chord.end) / 2, witness.phi, atol=1e-12)
    for point in (witness.chord.start, witness.chord.end):
        assert all(low <= x <= high for x, (low, high) in zip(point, objective.window, strict=True))


def test_a_convex_window_of_a_loss_that_is_not_convex_decides_nothing():
    found = verdict(GaussianValley(), ((0.6, 0.8), (-0.1, 0.1)))
    assert found.kind == "undecided"
    assert found.witness is None
    assert found.points == 101**2


def test_where_the_loss_overflows_nothing_is_decided():
    assert verdict(Rosenbrock(), ((1e160, 2e160), (1e160, 2e160))).kind == "undecided"


def test_an_immense_window_makes_no_noise():
    for window in (((-1e160, 1e160),) * 2, ((-1e308, 0.7e308), (0, 1))):
        with np.errstate(all="raise"):
            assert verdict(Rosenbrock(), window).kind == "undecided"


def test_a_window_without_room_for_a_chord_decides_nothing():
    assert verdict(Gabor(), ((1, 1 + 1e-15), (1, 2))).kind == "undecided"


def test_a_gentle_dome_is_seen_from_the_middle():
    found = verdict(Quadratic(matrix=[[1, 0], [0, -1e-6]]))
    assert found.kind == "not convex"
    np.testing.assert_allclose(found.witness.phi, 0, atol=1e-12)


@pytest.mark.parametrize("dip", [1e-6, 1e-9, 1e-12])
def test_a_slight_dome_is_no_rounding(dip):
    found = verdict(Quadratic(matrix=[[1, 0], [0, -dip]]))
    assert found.kind == "not convex"
    assert found.witness.eigenvalue == -dip
    assert not found.witness.chord.holds


def test_a_negative_eigenvalue_is_not_denied():
    slight = verdict(Quadratic(matrix=[[1, 0], [0, -1e-16]]))
    assert slight.kind == "undecided"
    assert slight.reason.startswith("A negative eigenvalue was found")
    assert verdict(GaussianValley(), ((0.6, 0.8), (-0.1, 0.1))).reason.startswith("No negative curvature was found")


@pytest.mark.parametrize("window", [((0, 0), (0, 1)), ((1, 0), (0, 1)), ((-math.inf, 0), (0, 1)), ((0, 1),)])
def test_bad_windows_are_refused(window):
    for function in (verdict, lambda objective, ends: curvature_map(objective, ends, 5)):
        with pytest.raises(ValueError, match="window"):
            function(Gabor(), window)


class NarrowHump(Objective):
    """25 φ⁴ − φ²/2: curved downwards only close to 0, between steep walls."""

    dimension = 1
    window = ((-1.0, 1.0),)

    def value(self, phi):
        return 25 * phi[..., 0] ** 4 - phi[..., 0] ** 2 / 2

    def hessian(self, phi):
        return (300 * phi**2 - 1)[..., None]


def test_a_witness_is_a_chord_short_enough_to_lie_below():
    found = verdict(NarrowHump())
    assert found.kind == "not convex"
    assert not found.witness.chord.holds
    assert abs(found.witness.chord.end[0]) < 0.15
    assert chord(NarrowHump(), -0.5, 0.5).gap[50] > 0


# Proofs


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ([[2, 1], [1, 2]], "positive definite"),
        ([[2, 2], [2, 2]], "positive semidefinite"),
        ([[0, 0], [0, 1]], "positive semidefinite"),
        ([[0, 1], [1, 0]], None),
        ([[0, 1], [1, 5]], None),
        ([[1, 2], [2, 3]], None),
        ([[-1, 0], [0, 1]], None),
        ([[1, 1 - 2**-53], [1 - 2**-53, 1]], "positive definite"),
        ([[1, 1 + 2**-52], [1 + 2**-52, 1]], None),
    ],
)
def test_definiteness_is_exact(matrix, expected):
    assert definiteness(np.array(matrix, dtype=float)) == expected


@given(st.integers(1, 5), st.integers(0, 5), st.integers(0, 2**31))
def test_gram_matrices_are_positive(d, rank, seed):
    factor = np.random.default_rng(seed).integers(-9, 10, (d, rank)).astype(float)
    full = np.linalg.matrix_rank(factor) == d if rank else False
    assert definiteness(factor @ factor.T) == ("positive definite" if full else "positive semidefinite")


# Chords


def test_chord_of_a_convex_loss_holds():
    for objective in (LinearRegression(), VALLEY):
        ends = np.random.default_rng(0).uniform(-3, 3, (50, 2, 2))
        assert all(chord(objective, *pair).holds for pair in ends)


def test_chord_of_the_course_breaks_between_the_dips():
    found = chord(TwoDips(), 0.35, 0.65)
    assert not found.holds
    k = np.flatnonzero(np.isclose(found.t, 0.5))[0]
    assert found.gap[k] < 0
    np.testing.assert_allclose(found.curve, TwoDips().value((0.35 + 0.3 * found.t)[:, None]), rtol=1e-13)
    assert found.gap[0] == found.gap[-1] == 0


@pytest.mark.parametrize(
    ("start", "end", "n"), [([0.5], [0.5], 9), ([math.nan], [1.0], 9), ([0.0], [math.inf], 9), ([0.0], [1.0], 2)]
)
def test_bad_chords_are_refused(start, end, n):
    with pytest.raises(ValueError, match="chord"):
        chord(TwoDips(), start, end, n)


# Maps


def test_map_of_the_determinant():
    gabor = Gabor()
    found = curvature_map(gabor, gabor.window, 41)
    assert found.determinant.shape == found.trace.shape == found.smallest.shape == (41, 41)
    for row, column in ((0, 0), (10, 33), (40, 5)):
        h = gabor.hessian([found.x[column], found.y[row]])
        assert found.determinant[row, column] == h[0, 0] * h[1, 1] - h[0, 1] ** 2
        assert found.trace[row, column] == pytest.approx(np.trace(h))
        expected = np.linalg.eigvalsh(h)
        assert [found.smallest[row, column], found.largest[row, column]] == pytest.approx(expected, abs=1e-12)
        assert (found.smallest[row, column] >= 0) == (expected[0] >= 0)


def test_no_false_sign_of_the_determinant():
    gabor = Gabor()
    found = curvature_map(gabor, gabor.window, 200)
    points = np.stack(np.meshgrid(found.x, found.y), axis=-1).astype(np.longdouble)
    h = gabor.hessian(points)
    assert h.dtype == np.longdouble
    exact = h[..., 0, 0] * h[..., 1, 1] - h[..., 0, 1] * h[..., 0, 1]
    np.testing.assert_array_equal(np.sign(found.determinant), np.sign(exact).astype(float))
    # Both eigenvalues are ≥ 0 exactly where the determinant is and the trace is.
    np.testing.assert_array_equal(found.smallest >= 0, (found.determinant >= 0) & (found.trace >= 0))


def test_a_positive_determinant_everywhere_is_not_convex():
    found = curvature_map(DOME, DOME.window, 11)
    assert (found.determinant == 4).all()
    assert (found.trace == -4).all()
    assert (found.smallest < 0).all()


def test_a_valley_is_convex_with_determinant_zero():
    found = curvature_map(VALLEY, VALLEY.window, 11)
    assert (found.determinant == 0).all()
    assert (found.smallest >= 0).all()


def test_where_the_hessian_overflows_the_map_is_empty():
    found = curvature_map(Rosenbrock(), ((0, 1e200), (0, 1)), 5)
    assert np.isnan(found.determinant[:, 1:]).all()
    assert not (found.smallest[:, 1:] >= 0).any()


@given(st.lists(st.floats(-10, 10), min_size=3, max_size=3))
def test_eigenvalues_alone_are_those_with_vectors(entries):
    from playground.engine import eigen

    a, b, c = entries
    matrix = np.array([[a, b], [b, c]])
    np.testing.assert_array_equal(eigenvalues(matrix), eigen(matrix)[0])
    np.testing.assert_allclose(eigenvalues(np.diag(entries)), np.sort(entries), atol=1e-14)


# One dimension


def test_profile_of_a_curve(reference):
    found = profile(TwoDips(), ((0, 1),), 4001)
    assert (found.x[0], found.x[-1]) == (0, 1)
    np.testing.assert_allclose(np.gradient(found.value, found.x)[1:-1], found.slope[1:-1], atol=1e-4)
    np.testing.assert_allclose(np.gradient(found.slope, found.x)[1:-1], found.second[1:-1], atol=2e-2)
    k = np.flatnonzero(np.diff(np.sign(found.second)))
    inflections = found.x[k] - found.second[k] * (found.x[k + 1] - found.x[k]) / (found.second[k + 1] - found.second[k])
    np.testing.assert_allclose(inflections, reference["functions"]["line_search_6_1"]["inflections"], atol=1e-6)


@pytest.mark.parametrize("name", ["three_valleys", "plateau"])
def test_inflections_of_the_stand_ins(reference, name):
    facts = next(f for f in reference["functions"]["own_1d"] if f["id"] == name)
    curve = {"three_valleys": ThreeValleys, "plateau": Plateau}[name]()
    second = curve.hessian(np.array(facts["inflections"])[:, None])[:, 0, 0]
    np.testing.assert_allclose(second, 0, atol=1e-9)


def test_least_second_derivative_of_the_convex_curve(reference):
    facts = next(f for f in reference["functions"]["own_1d"] if f["id"] == "convex")
    found = profile(ConvexCurve(), ((0, 1),), 20001)
    assert found.second.min() == pytest.approx(
        facts["min_second_derivative"], rel=1e-5
    )  # the reference took it from a coarse grid


@pytest.mark.parametrize(
    ("window", "n"), [(((0, 0),), 9), (((0, math.inf),), 9), (((0, 1), (0, 1)), 9), (((0, 1),), 1)]
)
def test_bad_profiles_are_refused(window, n):
    with pytest.raises(ValueError, match=r"window|profile"):
        profile(TwoDips(), window, n)
