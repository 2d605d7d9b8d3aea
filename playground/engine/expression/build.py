"""Constructors that fold as they build: 0 + u is u, 1·u is u, 2·(3u) is 6u; what derivatives are put together with."""

from __future__ import annotations

import math
from fractions import Fraction

from playground.engine.expression.tree import ONE, ZERO, Expression, Number, Operation


def number(value: float) -> Expression:
    """A constant of either sign; ValueError unless it is finite."""
    if math.copysign(1.0, value) < 0 and value != 0:
        return Operation("negative", (Number(-value),))
    return Number(value)


def value_of(node: Expression) -> float | None:
    """The value of a number or of a negated one, else None."""
    if isinstance(node, Number):
        return node.value
    inner = negated(node)
    return -inner.value if isinstance(inner, Number) else None


def negated(node: Expression) -> Expression | None:
    """u where the node is −u, else None."""
    return node.parts[0] if isinstance(node, Operation) and node.operator == "negative" else None


def apply(operator: str, *arguments: Expression) -> Expression:
    """The operation as it stands."""
    return Operation(operator, arguments)


def negative(u: Expression) -> Expression:
    """−u."""
    if u == ZERO:
        return ZERO
    return negated(u) or apply("negative", u)


def add(u: Expression, v: Expression) -> Expression:
    """u + v."""
    a, b = value_of(u), value_of(v)
    if a is not None and b is not None and _exact_sum(a, b):
        return number(a + b)
    if a == 0:
        return v
    if b == 0:
        return u
    if (minus := negated(v)) is not None:
        return subtract(u, minus)
    if (minus := negated(u)) is not None:
        return subtract(v, minus)
    return _with_like_terms(u, v) or apply("add", u, v)


def _with_like_terms(u: Expression, v: Expression) -> Expression | None:
    """u + v where u has a term a·w and v is b·w: w then stands once. None where it has none."""
    (a, w), (b, other) = _factor(u), _factor(v)
    if w == other and w != ONE:
        c, d = a.value if a else 1.0, b.value if b else 1.0
        return multiply(number(c + d), w) if _exact_sum(c, d) else None
    if isinstance(u, Operation) and u.operator in {"add", "subtract"}:
        left, right = u.parts
        merged = _with_like_terms(left, v)
        if merged is not None:
            return apply(u.operator, merged, right)
        merged = _with_like_terms(right, v) if u.operator == "add" else None
        return None if merged is None else apply("add", left, merged)
    return None


def subtract(u: Expression, v: Expression) -> Expression:
    """u − v; 0 only where both are numbers: elsewhere inf − inf must stay what it is."""
    a, b = value_of(u), value_of(v)
    if a is not None and b is not None and _exact_sum(a, -b):
        return number(a - b)
    if a == 0:
        return negative(v)
    if b == 0:
        return u
    if (minus := negated(v)) is not None:
        return add(u, minus)
    return apply("subtract", u, v)


def multiply(u: Expression, v: Expression) -> Expression:
    """u·v, its number in front and its sign outside; a factor 0 gives 0, so that no 0·∞ is made."""
    a, b = value_of(u), value_of(v)
    if a == 0 or b == 0:
        return ZERO
    if a is not None and b is not None and _exact_product(a, b):
        return number(a * b)
    if (minus := negated(u)) is not None:
        return negative(multiply(minus, v))
    if (minus := negated(v)) is not None:
        return negative(multiply(u, minus))
    if u == ONE:
        return v
    if v == ONE:
        return u
    if isinstance(v, Number):
        return apply("multiply", u, v) if isinstance(u, Number) else multiply(v, u)
    factor, rest = _factor(v)
    if factor is not None:  # u (c w) is c (u w), and a (c w) is (a c) w
        if isinstance(u, Number):
            if not _exact_product(u.value, factor.value):
                return apply("multiply", u, v)
            return multiply(number(u.value * factor.value), rest)
        return multiply(factor, multiply(u, rest))
    factor, rest = _factor(u)
    if factor is None or isinstance(u, Number):
        return apply("multiply", u, v)
    return multiply(factor, multiply(rest, v))


def divide(u: Expression, v: Expression, operator: str = "divide") -> Expression:
    """u / v, or another quotient of the list, with common numbers cancelled and the sign outside."""
    if value_of(u) == 0 and operator == "ratio":
        return ZERO
    if v == ONE:
        return u
    if (minus := negated(u)) is not None:
        return negative(divide(minus, v, operator))
    if (minus := negated(v)) is not None:
        return negative(divide(u, minus, operator))
    (a, above), (b, below) = _factor(u), _factor(v)
    if b is not None and below is not ONE and b.value != 0:
        share = Fraction(a.value if a else 1.0) / Fraction(b.value)
        if _exact(share):
            return multiply(number(float(share)), divide(above, below, operator))
    return apply(operator, u, v)


def power(u: Expression, exponent: Expression) -> Expression:
    """u^exponent."""
    value = value_of(exponent)
    if value == 0:
        return ONE
    if value == 1:
        return u
    return apply("power", u, exponent)


def _factor(node: Expression) -> tuple[Number | None, Expression]:
    """c and w where the node is c·w with a number c, or is a number (then w is 1); else None and the node."""
    if isinstance(node, Number):
        return node, ONE
    if isinstance(node, Operation) and node.operator == "multiply" and isinstance(node.parts[0], Number):
        return node.parts[0], node.parts[1]
    return None, node


def _exact(value: Fraction) -> bool:
    """Whether this is a double: only such numbers are folded, so that no rounding is hidden in a tree."""
    try:
        return Fraction(float(value)) == value
    except OverflowError:
        return False


def _exact_sum(a: float, b: float) -> bool:
    """Whether a + b is a double that is as near to what is meant as a and b are.

    Of 0.3 − 0.1 it is not: both numbers are only near their doubles, and the difference of these, 0.19999999999999998,
    is farther from 0.2 than any that is typed.
    """
    if _are_whole(a, b):
        return True
    return _exact(Fraction(a) + Fraction(b)) and (a * b >= 0 or (_is_short(a) and _is_short(b)))


def _is_short(value: float) -> bool:
    """Whether this is a number of few binary digits, which is typed as it is meant."""
    return abs(value) < 2.0**30 and (value * 2**20).is_integer()


def _exact_product(a: float, b: float) -> bool:
    """Whether a·b is a double."""
    return _are_whole(a, b) or _exact(Fraction(a) * Fraction(b))


def _are_whole(a: float, b: float) -> bool:
    """Whether both are whole and so small that sum and product are exact: most are, and fractions take their time."""
    return abs(a) < 2.0**26 and abs(b) < 2.0**26 and a.is_integer() and b.is_integer()
