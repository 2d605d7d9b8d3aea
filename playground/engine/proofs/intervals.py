"""Interval arithmetic on arrays, rounded outward: each result encloses the exact one, whatever rounding does.

Sums, products, quotients and roots of doubles are correctly rounded (IEEE 754), so the next double outward bounds them.
Of NumPy's exp, log, sin, cos and arctan it is assumed, not proved, that they err by at most 4 units in the last place;
they are widened by 8. Source: Moore, Kearfott and Cloud, Introduction to Interval
Analysis (SIAM 2009), chapters 2 to 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine.types import Array

WIDEN = 8 * 2.0**-53
"""Relative widening of a function that is not correctly rounded."""

LARGEST = float(np.finfo(float).max)

FAR = 1e6
"""Beyond this, the sine of an interval is only known to lie between −1 and 1: π itself is rounded."""


def below(value: Array) -> Array:
    """The next double towards −∞."""
    return np.asarray(np.nextafter(value, -np.inf))


def above(value: Array) -> Array:
    """The next double towards ∞."""
    return np.asarray(np.nextafter(value, np.inf))


@dataclass(frozen=True, eq=False)
class Interval:
    """All numbers from `low` to `high`, arrays of one shape; nan in both where a function is nowhere defined."""

    low: Array
    high: Array

    def __add__(self, other: Interval) -> Interval:
        return _sum_of(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return _sum_of(self.low - other.high, self.high - other.low)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __mul__(self, other: Interval) -> Interval:
        if self is other:
            return self.squared()
        products = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        low = np.minimum(np.minimum(products[0], products[1]), np.minimum(products[2], products[3]))
        high = np.maximum(np.maximum(products[0], products[1]), np.maximum(products[2], products[3]))
        if np.isnan(low).any():  # rare, and dear to mend
            return _product_with_infinities(self, other, products)
        low = below(low)
        # Of what is not negative, neither is the product: a root of it is defined.
        return Interval(np.where((self.low >= 0) & (other.low >= 0), np.maximum(low, 0.0), low), above(high))

    def scaled(self, factor: float) -> Interval:
        """factor · self, for an exact factor."""
        if factor == 1.0:
            return self
        one, other = self.low * factor, self.high * factor
        return Interval(below(np.minimum(one, other)), above(np.maximum(one, other)))

    def squared(self) -> Interval:
        """self², which is not negative."""
        one, other = self.low * self.low, self.high * self.high
        low = np.where((self.low <= 0) & (self.high >= 0), 0.0, np.minimum(one, other))
        return Interval(np.maximum(below(low), 0.0), above(np.maximum(one, other)))

    def inverse(self) -> Interval:
        """1 / self: the whole line where 0 lies inside; nan where there is nothing else."""
        inside = (self.low <= 0) & (self.high >= 0)
        low = np.where(inside & ~((self.low == 0) & (self.high > 0)), -np.inf, below(1 / self.high))
        high = np.where(inside & ~((self.high == 0) & (self.low < 0)), np.inf, above(1 / self.low))
        nowhere = (self.low == 0) & (self.high == 0)
        return Interval(np.where(nowhere, np.nan, low), np.where(nowhere, np.nan, high))

    @property
    def magnitude(self) -> Array:
        """The largest |number| inside."""
        return np.maximum(np.abs(self.low), np.abs(self.high))

    @property
    def middle(self) -> Array:
        """A number near the middle."""
        return np.asarray(self.low / 2 + self.high / 2)

    @property
    def radius(self) -> Array:
        """The largest distance from `middle`."""
        middle = self.middle
        return above(np.maximum(self.high - middle, middle - self.low))


def _sum_of(low: Array, high: Array) -> Interval:
    """Sums rounded outward; a sum of doubles that is 0 is so exactly, and one near 0 does not underflow."""
    return Interval(np.where(low == 0, low, below(low)), np.where(high == 0, high, above(high)))


def _product_with_infinities(one: Interval, other: Interval, products: Sequence[Array]) -> Interval:
    """The product from those of the ends, where 0·∞ is 0: an infinite end is a bound, not a value that is taken."""
    empty = np.isnan(one.low) | np.isnan(other.low)
    known = [np.where(np.isnan(product) & ~empty, 0.0, product) for product in products]
    return Interval(below(np.min(known, axis=0)), above(np.max(known, axis=0)))


def exactly(value: Array | float) -> Interval:
    """An interval of one number."""
    numbers = np.asarray(value, dtype=float)
    return Interval(numbers, numbers)


def constant(value: float) -> Interval:
    """What a formula's number stands for: 0.1 and π are only near the doubles that hold them."""
    if float(value * 2**20).is_integer() and abs(value) < 2**30:
        return exactly(value)
    return Interval(below(np.asarray(value)), above(np.asarray(value)))


def everything(shape: tuple[int, ...]) -> Interval:
    """The whole line."""
    return Interval(np.full(shape, -np.inf), np.full(shape, np.inf))


def _widened(low: Array, high: Array) -> Interval:
    # What overflows is only known to be large: no double, not even ∞, is a lower bound that is too large.
    low, high = np.minimum(low, LARGEST), np.maximum(high, -LARGEST)
    return Interval(low - WIDEN * np.abs(low) - 1e-320, high + WIDEN * np.abs(high) + 1e-320)


def sqrt(u: Interval) -> Interval:
    """√u of the part that is not negative; nan where there is none."""
    low, high = np.sqrt(np.maximum(u.low, 0.0)), np.sqrt(u.high)
    low = np.where(np.isnan(high), np.nan, low)
    return Interval(np.maximum(below(low), 0.0), above(high))


def exp(u: Interval) -> Interval:
    """exp u."""
    found = _widened(np.exp(u.low), np.exp(u.high))
    return Interval(np.maximum(found.low, 0.0), found.high)


def log(u: Interval) -> Interval:
    """ln u of the part that is positive; nan where there is none."""
    high = np.where(u.high > 0, np.log(u.high), np.nan)
    low = np.where(u.low > 0, np.log(u.low), np.where(np.isnan(high), np.nan, -np.inf))
    return _widened(low, high)


def cos(u: Interval) -> Interval:
    """cos u: ±1 where a multiple of π may lie inside."""
    # A multiple of π within 1e-12 of an end counts as inside: generous, so that rounding of u / π cannot lose it.
    slack = 1e-12 * (1 + np.abs(u.low) + np.abs(u.high))
    first, last = np.ceil(u.low / np.pi - slack), np.floor(u.high / np.pi + slack)
    even = np.ceil(first / 2) * 2 <= last
    odd = np.ceil((first - 1) / 2) * 2 + 1 <= last
    one, other = np.cos(u.low), np.cos(u.high)
    low = np.where(odd, -1.0, np.maximum(np.minimum(one, other) - 1e-15, -1.0))
    high = np.where(even, 1.0, np.minimum(np.maximum(one, other) + 1e-15, 1.0))
    far = (np.abs(u.low) > FAR) | (np.abs(u.high) > FAR)
    return Interval(np.where(far, -1.0, low), np.where(far, 1.0, high))


HALF_PI = Interval(below(np.asarray(np.pi / 2)), above(np.asarray(np.pi / 2)))


def sin(u: Interval) -> Interval:
    """sin u = cos(u − π/2)."""
    return cos(u - HALF_PI)


def arctan(u: Interval) -> Interval:
    """arctan u, which rises."""
    return _widened(np.arctan(u.low), np.arctan(u.high))


def arcsin(u: Interval) -> Interval:
    """arcsin of the part between −1 and 1; nan where there is none."""
    outside = (u.low > 1) | (u.high < -1)
    low, high = np.arcsin(np.clip(u.low, -1, 1)), np.arcsin(np.clip(u.high, -1, 1))
    return _widened(np.where(outside, np.nan, low), np.where(outside, np.nan, high))


def absolute(u: Interval) -> Interval:
    """|u|."""
    low = np.where((u.low <= 0) & (u.high >= 0), 0.0, np.minimum(np.abs(u.low), np.abs(u.high)))
    return Interval(np.where(np.isnan(u.low), np.nan, low), u.magnitude)


def sign(u: Interval) -> Interval:
    """The sign of u."""
    return Interval(np.sign(u.low), np.sign(u.high))


def whole_power(u: Interval, n: int) -> Interval:
    """uⁿ for a whole n: even powers are not negative, negative ones have a pole at 0."""
    if n < 0:
        return whole_power(u, -n).inverse()
    if n == 0:
        return exactly(np.ones_like(u.low))
    base = absolute(u) if n % 2 == 0 else u  # on which the power rises
    return Interval(_point_power(base.low, n).low, _point_power(base.high, n).high)


def _point_power(value: Array, n: int) -> Interval:
    """An enclosure of valueⁿ, n > 0."""
    result, square = None, exactly(value)
    while n:
        if n & 1:
            result = square if result is None else result * square
        n >>= 1
        if n:
            square = square.squared()
    assert result is not None
    return result


def minimum(u: Interval, v: Interval) -> Interval:
    """The smaller of both."""
    return Interval(np.minimum(u.low, v.low), np.minimum(u.high, v.high))


def maximum(u: Interval, v: Interval) -> Interval:
    """The larger of both."""
    return Interval(np.maximum(u.low, v.low), np.maximum(u.high, v.high))


def hull(u: Interval, v: Interval) -> Interval:
    """The least interval with both inside."""
    return Interval(np.minimum(u.low, v.low), np.maximum(u.high, v.high))
