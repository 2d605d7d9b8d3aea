"""Sine and cosine together: against mpmath, and entry by entry whatever stands beside."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from playground.engine.trigonometry import FARTHEST, sin_cos


def both(u):
    work = np.empty((3, *u.shape), u.dtype)
    with np.errstate(all="ignore"):
        sin_cos(u, work)
    return work[0], work[1]


def worst(u, of=mpmath.sin, got=0):
    """The largest error, exact arithmetic on the number that u is."""
    with mpmath.workdps(60):
        errors = (
            abs(mpmath.mpf(y) - of(mpmath.mpf(x))) for x, y in zip(u.tolist(), both(u)[got].tolist(), strict=True)
        )
        return float(max(errors))


NEAR = np.array([k * np.pi / 2 + off for k in range(-30, 31) for off in (-1e-7, -1e-16, 0.0, 1e-12, 1e-4)])


@pytest.mark.parametrize(("of", "got"), [(mpmath.sin, 0), (mpmath.cos, 1)])
@pytest.mark.parametrize(
    "u", [np.linspace(-50, 50, 4001), NEAR, np.geomspace(1e-320, 1, 400)], ids=["wide", "near multiples", "small"]
)
def test_both_are_exact_to_fifteen_decimals(u, of, got):
    assert worst(u, of, got) <= 1.2e-15


@pytest.mark.parametrize(("of", "got"), [(mpmath.sin, 0), (mpmath.cos, 1)])
def test_the_rounding_of_far_arguments_costs_nothing(of, got):
    u = np.concatenate([np.geomspace(50, FARTHEST, 1500), np.nextafter(np.rint(np.geomspace(1, 3e5, 500)) * np.pi, 0)])
    assert worst(u, of, got) <= 1.2e-15
    beyond = np.geomspace(1.001 * FARTHEST, 1e300, 300)
    assert worst(beyond, of, got) <= 1.2e-15


def test_a_small_sine_keeps_all_its_digits():
    u = np.geomspace(1e-300, 1e-3, 500)
    np.testing.assert_array_max_ulp(both(u)[0], np.sin(u), 3)


@given(
    arrays(
        st.sampled_from([np.float32, np.float64]),
        array_shapes(min_dims=1, max_dims=3, max_side=9),
        elements=st.floats(width=32) | st.floats(-40, 40, width=32),
    )
)
def test_an_entry_does_not_depend_on_its_neighbours(u):
    sin, cos = both(u)
    for index in np.ndindex(u.shape):
        alone = both(u[index].reshape(1))
        np.testing.assert_array_equal([sin[index], cos[index]], np.ravel(alone))


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e300, -2e6, 1e308])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 15, 64, 1000])
def test_huge_and_non_finite_arguments_get_numpys_own_values_and_leave_the_others_alone(odd, size):
    u = np.random.default_rng(size).uniform(-30, 30, size)
    among = np.insert(u, size // 2, odd)
    for clean, mixed, own in zip(both(u), both(among), (np.sin, np.cos), strict=True):
        np.testing.assert_array_equal(np.delete(mixed, size // 2), clean)
        with np.errstate(all="ignore"):
            np.testing.assert_array_equal(mixed[size // 2], own(odd))
