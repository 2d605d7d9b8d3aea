"""Line search: the course's trace, the rules of the bracket, and many searches at once."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine import bracket


def course(p):
    """The function of notebook 6.1."""
    return 1 - 0.5 * np.exp(-((p - 0.65) ** 2) / 0.1) - 0.45 * np.exp(-((p - 0.35) ** 2) / 0.02)


def valleys(p):
    """Three valleys, the middle one the deepest."""
    return 0.5 + (p - 0.45) ** 2 + 0.12 * np.cos(18 * p)


def test_trace_of_the_course(reference):
    expected = reference["functions"]["line_search_6_1"]["search"]
    found = bracket(course, 0, 1)
    assert found.iterations == expected["iterations"]
    assert found.solution == pytest.approx(expected["solution"], abs=1e-15)
    assert found.value == pytest.approx(expected["loss"], abs=1e-15)
    assert found.start_value == pytest.approx(expected["trace"][0]["losses"][0], abs=1e-12)
    np.testing.assert_allclose(found.brackets[:-1], [row["abcd"] for row in expected["trace"]], atol=1e-12)
    np.testing.assert_allclose(found.brackets[-1], expected["final_abcd"], atol=1e-12)


def test_the_first_bracket_is_not_in_thirds_but_the_later_are():
    rows = bracket(course, 0, 1).brackets
    np.testing.assert_allclose(rows[0], [0, 0.33, 0.66, 1])
    gaps = np.diff(rows[1:], axis=1)
    np.testing.assert_allclose(gaps, np.broadcast_to(gaps[:, :1], gaps.shape), rtol=1e-12)
    widths = rows[:, 3] - rows[:, 0]
    np.testing.assert_allclose(widths[2:] / widths[1:-1], 2 / 3, rtol=1e-12)


def test_each_iteration_moves_one_end_or_halves():
    for function, low, high in ((course, 0, 1), (valleys, 0, 1), (lambda p: p, -1.0, 3.0)):
        rows = bracket(function, low, high, tolerance=1e-9, max_iterations=25).brackets
        for (a, b, c, d), (new_a, _, _, new_d) in itertools.pairwise(rows):
            if function(a) <= min(function(b), function(c), function(d)):
                assert (new_a, new_d) == (a, a + (d - a) / 2)
            elif function(b) < function(c):
                assert (new_a, new_d) == (a, c)
            else:
                assert (new_a, new_d) == (b, d)


def test_it_stops_at_the_tolerance():
    found = bracket(course, 0, 1, tolerance=1e-3, max_iterations=100)
    _a, b, c, _d = found.brackets[-1]
    assert c - b <= 1e-3
    assert found.brackets[-2][2] - found.brackets[-2][1] > 1e-3
    assert found.solution == (b + c) / 2
    assert found.solution == pytest.approx(0.380321528824, abs=1e-3)


def test_without_iterations_it_answers_from_the_first_bracket():
    found = bracket(course, 0, 1, max_iterations=0)
    assert found.iterations == 0
    assert found.brackets.shape == (1, 4)
    assert found.solution == pytest.approx(0.495)


def test_several_valleys_can_mislead_it():
    # The deepest valley of [0, 1] lies at 0.52, but b = 0.33 is lower than c = 0.66, and so 0.52 is given up.
    found = bracket(valleys, 0, 1, max_iterations=30)
    assert found.solution == pytest.approx(0.1881387559, abs=1e-4)
    assert found.value > valleys(0.5199956508)


def test_a_rising_function_is_halved_towards_its_start():
    found = bracket(lambda p: p * 1.0, 0, 1, tolerance=1e-6, max_iterations=60)
    np.testing.assert_allclose(found.brackets[:, 3], 0.5 ** np.arange(found.iterations + 1))
    assert found.solution < 1e-5


def test_a_plateau_ends_too():
    found = bracket(lambda p: 0 * p, 0, 1, tolerance=1e-6, max_iterations=100)
    assert found.iterations < 30
    assert found.value == 0


def test_overflow_counts_as_high():
    def wall(p):
        with np.errstate(all="ignore"):
            return np.where(np.asarray(p) > 0.3, np.nan, (np.asarray(p) - 0.1) ** 2)

    found = bracket(wall, 0, 1, tolerance=1e-8, max_iterations=100)
    assert found.solution == pytest.approx(0.1, abs=1e-6)


def test_evaluations_are_counted():
    calls = 0

    def counted(p):
        nonlocal calls
        calls += 1
        return course(p)

    found = bracket(counted, 0.0, 1.0)
    assert found.evaluations == calls
    calls = 0
    assert bracket(lambda p: counted(p) * 0 + p, 0.0, 1.0).evaluations == calls


def test_plain_functions_of_numbers_are_welcome():
    found = bracket(lambda p: math.cosh(p - 0.3), 0, 1, tolerance=1e-9, max_iterations=80)
    assert found.solution == pytest.approx(0.3, abs=1e-7)


@given(
    minima=st.lists(st.floats(-2, 2), min_size=2, max_size=5),
    tolerance=st.floats(1e-6, 1e-1),
    iterations=st.integers(0, 30),
)
def test_many_searches_are_the_same_searches(minima, tolerance, iterations):
    centre = np.array(minima)
    low, high = np.full(len(minima), -1.0), np.linspace(0.5, 3, len(minima))
    bundle = bracket(lambda p: np.abs(p - centre), low, high, tolerance, iterations)
    for k, middle in enumerate(minima):
        alone = bracket(lambda p, middle=middle: np.abs(p - middle), -1.0, high[k], tolerance, iterations)
        assert bundle.solution[k] == alone.solution
        assert bundle.iterations[k] == alone.iterations
        assert bundle.evaluations[k] == alone.evaluations
        rows = bundle.brackets[:, k]
        np.testing.assert_array_equal(rows[: alone.iterations + 1], alone.brackets)
        assert np.isnan(rows[alone.iterations + 1 :]).all()


def test_limits_may_differ_from_run_to_run():
    found = bracket(course, np.zeros(3), 1.0, np.array([1e-1, 1e-4, 1e-4]), np.array([50, 50, 3]))
    assert found.iterations[2] == 3
    assert found.iterations[0] < found.iterations[1]


@given(minimum=st.floats(-5, 5), width=st.floats(0.1, 10))
def test_one_valley_is_always_found(minimum, width):
    low = minimum - 0.7 * width
    found = bracket(lambda p: (p - minimum) ** 2, low, low + width, tolerance=1e-7, max_iterations=200)
    assert found.solution == pytest.approx(minimum, abs=1e-6)


@pytest.mark.parametrize("power", [-1000, -500, 0, 500, 1000, 1022, 1023])
def test_the_search_does_not_depend_on_the_scale(power):
    # A power of two is exact, so every bracket is the same one scaled, to the bit.
    size = 2.0**power
    ordinary = bracket(lambda p: np.abs(p - 0.3), -1.0, 1.0, 1e-3, 60)
    scaled = bracket(lambda p: np.abs(p / size - 0.3), -size, size, 1e-3 * size, 60)
    assert scaled.iterations == ordinary.iterations
    assert scaled.evaluations == ordinary.evaluations
    np.testing.assert_array_equal(scaled.brackets / size, ordinary.brackets)
    assert scaled.solution == ordinary.solution * size


@pytest.mark.parametrize(("low", "high"), [(-1e308, 1e308), (-1.7e308, 1.7e308), (1.1e308, 1.7e308), (-5e-324, 5e-324)])
def test_any_finite_ends_are_welcome(low, high):
    for function in (lambda p: p / 2, lambda p: -p / 2, lambda p: np.abs(p / 1e300 - 0.1)):
        found = bracket(function, low, high, 1e-5, 40)
        assert low <= found.solution <= high
        assert np.isfinite(found.brackets).all()


@pytest.mark.parametrize(("low", "high"), [(1, 0), (0, 0), (0, math.inf), (math.nan, 1), (-math.inf, 0)])
def test_bad_ends_are_refused(low, high):
    with pytest.raises(ValueError, match="low < high"):
        bracket(course, low, high)


@pytest.mark.parametrize("fractions", [(0.66, 0.33), (0.0, 0.5), (0.5, 1.0), (0.5, 0.5)])
def test_bad_fractions_are_refused(fractions):
    with pytest.raises(ValueError, match="fractions"):
        bracket(course, 0, 1, fractions=fractions)
