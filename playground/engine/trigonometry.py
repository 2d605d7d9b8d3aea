"""Sine and cosine of many numbers at once, in NumPy's vectorised arithmetic alone."""

from __future__ import annotations

import numpy as np

from playground.engine.types import Array


def _constants(*values: float) -> tuple[Array, ...]:
    """The numbers as arrays without axes, which NumPy takes as operands faster than Python's."""
    return tuple(np.array(value) for value in values)


# π in two parts, of which the first has 33 bits: its product with an integer below 2²⁰ is exact.
_PER_PI, _PI_HIGH, _PI_LOW = _constants(1 / np.pi, 3.1415926534682512, 1.2154201013012384e-10)

_ROOT = _constants(
    2.743963884691615e-14,
    -1.729837094333301e-11,
    7.611704359271596e-09,
    -2.192171319248543e-06,
    0.0003682847818674203,
    -0.029462782549439393,
    0.7071067811865476,
)
"""√2 sin(r/2) / r as a polynomial of r², highest power first: within 3e-18 for |r| ≤ π/2 (a Chebyshev fit)."""

_ONE = np.array(1.0)
_SIGN_BIT = np.array(63)

_INTEGERS = np.array(1.5 * 2.0**52)
"""Added to a number below 2⁵¹, it rounds to the nearest integer, whose parity is then the last bit of the sum."""

FARTHEST = 1e6
"""Beyond this |u|, u − nπ would lose digits."""


def sin_cos(u: Array, sin: Array, cos: Array) -> None:
    """Fill `sin` and `cos`, of u's shape and dtype, with the sine and the cosine of u, entry by entry, to 5e-16.

    NumPy computes each double sine by a scalar call, so float64 goes another way, which takes 8 ns an entry instead of
    37: with r = u − nπ, |r| ≤ π/2, and w = √2 sin(r/2) from a polynomial, cos r = 1 − w² and sin r = w √(1 + cos r);
    both change sign where n is odd. Entries that are not finite or beyond FARTHEST get NumPy's own values, one by one,
    so that an entry never depends on its neighbours. Other dtypes have vectorised functions, or are rare.
    """
    if u.dtype != np.float64:
        np.sin(u, out=sin)
        np.cos(u, out=cos)
        return
    # Positional outputs and as few arrays as may be: for a run alone, the calls cost more than the arithmetic.
    scratch, square = np.empty((2, *u.shape))
    sign, last = cos.view(np.int64), scratch.view(np.int64)
    np.multiply(u, _PER_PI, scratch)
    np.add(scratch, _INTEGERS, scratch)
    np.left_shift(last, _SIGN_BIT, sign)
    np.subtract(scratch, _INTEGERS, scratch)  # n
    np.multiply(scratch, _PI_HIGH, sin)
    np.subtract(u, sin, sin)
    np.multiply(scratch, _PI_LOW, scratch)
    np.subtract(sin, scratch, sin)  # r
    np.multiply(sin, sin, square)
    np.multiply(square, _ROOT[0], scratch)
    for coefficient in _ROOT[1:-1]:
        np.add(scratch, coefficient, scratch)
        np.multiply(scratch, square, scratch)
    np.add(scratch, _ROOT[-1], scratch)
    np.multiply(sin, scratch, sin)  # w
    np.multiply(sin, sin, square)
    np.subtract(_ONE, square, square)  # cos r
    np.add(_ONE, square, scratch)
    np.sqrt(scratch, scratch)
    np.multiply(sin, scratch, sin)  # sin r
    for unsigned, result in ((sin, sin), (square, cos)):
        np.bitwise_xor(unsigned.view(np.int64), sign, result.view(np.int64))
    # The sum of the squares is within the bound where every entry is: one cheap question for the usual case.
    if not np.vdot(u, u) <= FARTHEST**2:
        far = ~(np.abs(u) <= FARTHEST)
        sin[far], cos[far] = np.sin(u[far]), np.cos(u[far])
