"""Sine and cosine of many numbers at once, in NumPy's vectorised arithmetic alone."""

from __future__ import annotations

import math

import numpy as np

from playground.engine.types import Array


def _constants(*values: float) -> tuple[Array, ...]:
    """The numbers as arrays without axes, which NumPy takes as operands twice as fast as Python's."""
    return tuple(np.array(value) for value in values)


# 2π in two parts, of which the first has 33 bits: its product with an integer below 2²⁰ is exact.
_TURNS, _TURN_HIGH, _TURN_LOW = _constants(1 / math.tau, 6.2831853069365025, 2.430840202602477e-10)

_ROOT = _constants(
    *(
        coefficient * 0.5 ** (13 - 2 * k)
        for k, coefficient in enumerate(
            (
                2.743963884691615e-14,
                -1.729837094333301e-11,
                7.611704359271596e-09,
                -2.192171319248543e-06,
                0.0003682847818674203,
                -0.029462782549439393,
                0.7071067811865476,
            )
        )
    )
)
"""√2 sin(r/4) / r as a polynomial of r², highest power first: within 2e-18 for |r| ≤ π (a Chebyshev fit)."""

_ONE = np.array(1.0)

FARTHEST = 1e6
"""Beyond this |u|, u − 2πn would lose digits."""


def sin_cos(u: Array, work: Array) -> None:
    """Fill work[0] and work[1] with the sine and the cosine of u, entry by entry, to 1.2e-15.

    NumPy computes each double sine by a scalar call, so float64 goes another way, which takes 9 ns an entry instead of
    37. With r = u − 2πn, |r| ≤ π, a polynomial gives w = √2 sin(r/4); then cos(r/2) = 1 − w², sin(r/2) =
    w √(1 + cos(r/2)), and both are doubled. Entries that are not finite or beyond FARTHEST get NumPy's own values, one
    by one, so that an entry never depends on its neighbours. Other dtypes have vectorised functions, or are rare.

    Parameters
    ----------
    u : Array
        The angles, of any shape.
    work : Array
        Room of u's dtype, shape (3, *u.shape); what the last holds afterwards is of no use.
    """
    sin, cos, other = work
    if u.dtype != np.float64:
        np.sin(u, out=sin)
        np.cos(u, out=cos)
        return
    # Each result is written over what is needed no more: arrays stay in the cache, and a run alone, for which a call
    # costs more than its arithmetic, makes as few calls as may be.
    multiply, add, subtract = np.multiply, np.add, np.subtract
    multiply(u, _TURNS, cos)
    np.rint(cos, cos)  # n
    multiply(cos, _TURN_HIGH, sin)
    subtract(u, sin, sin)
    multiply(cos, _TURN_LOW, cos)
    subtract(sin, cos, sin)  # r
    multiply(sin, sin, other)
    multiply(other, _ROOT[0], cos)
    for coefficient in _ROOT[1:-1]:
        add(cos, coefficient, cos)
        multiply(cos, other, cos)
    add(cos, _ROOT[-1], cos)
    multiply(sin, cos, sin)  # w
    multiply(sin, sin, other)
    subtract(_ONE, other, other)  # cos(r/2)
    add(_ONE, other, cos)
    np.sqrt(cos, cos)
    multiply(sin, cos, cos)  # sin(r/2)
    add(cos, cos, sin)
    multiply(sin, cos, cos)
    subtract(_ONE, cos, cos)
    multiply(sin, other, sin)
    # The sum of the squares is within the bound only where every entry is: one cheap question for the usual case.
    if not np.vdot(u, u) <= FARTHEST**2:
        far = ~(np.abs(u) <= FARTHEST)
        sin[far], cos[far] = np.sin(u[far]), np.cos(u[far])
