"""Derivatives of expressions, as expressions: the chain rule over the closed list of operations."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from playground.engine.expression.build import (
    add,
    apply,
    divide,
    multiply,
    negative,
    number,
    power,
    subtract,
    value_of,
)
from playground.engine.expression.tree import ONE, TWO, ZERO, Expression, Name, Number, Operation

LN_2, LN_10 = (apply("log", Number(base)) for base in (2.0, 10.0))

Outer = Callable[[Expression, Expression], Expression]

OUTER: dict[str, Outer] = {
    "exp": lambda u, whole: whole,
    "log": lambda u, whole: divide(ONE, u),
    "log2": lambda u, whole: divide(ONE, multiply(u, LN_2)),
    "log10": lambda u, whole: divide(ONE, multiply(u, LN_10)),
    "sin": lambda u, whole: apply("cos", u),
    "cos": lambda u, whole: negative(apply("sin", u)),
    "tan": lambda u, whole: add(ONE, power(whole, TWO)),
    "arcsin": lambda u, whole: divide(ONE, apply("sqrt", subtract(ONE, power(u, TWO)))),
    "arccos": lambda u, whole: negative(divide(ONE, apply("sqrt", subtract(ONE, power(u, TWO))))),
    "arctan": lambda u, whole: divide(ONE, add(ONE, power(u, TWO))),
    "sinh": lambda u, whole: apply("cosh", u),
    "cosh": lambda u, whole: apply("sinh", u),
    "tanh": lambda u, whole: subtract(ONE, power(whole, TWO)),
    "abs": lambda u, whole: apply("sign", u),
    "sign": lambda u, whole: ZERO,
}
"""The derivative of each function of one argument, from its argument u and its own value."""


@lru_cache(maxsize=512)
def derivative(expression: Expression, name: str) -> Expression:
    """∂/∂name of an expression.

    Powers with a constant exponent are n uⁿ⁻¹ u'; others w' uʷ log u + w uʷ⁻¹ u'. |u|, min and max have the one-sided
    derivative of the branch that they take; √u has the slope 0 where u and u' vanish together (see
    `operations.ratio`). A division by zero gives inf or nan where the derivative does not exist.
    """
    slopes: dict[int, Expression] = {}
    for node in expression.nodes():
        slopes[id(node)] = _slope(node, [slopes[id(part)] for part in node.parts], name)
    return slopes[id(expression)]


def _slope(node: Expression, slopes: list[Expression], name: str) -> Expression:
    """The derivative of a node, given those of its arguments."""
    if not isinstance(node, Operation):
        return ONE if isinstance(node, Name) and node.name == name else ZERO
    if all(slope == ZERO for slope in slopes):
        return ZERO
    if node.operator in OUTER:
        (u,), (du,) = node.parts, slopes
        outer = OUTER[node.operator](u, node)
        # (1 / v) u' is u' / v
        if isinstance(outer, Operation) and outer.operator == "divide" and outer.parts[0] == ONE:
            return divide(du, outer.parts[1])
        return multiply(outer, du)
    return RULES[node.operator](node.parts, slopes, node)


Rule = Callable[[tuple[Expression, ...], list[Expression], Expression], Expression]


def _product(parts: tuple[Expression, ...], slopes: list[Expression], _: Expression) -> Expression:
    (u, v), (du, dv) = parts, slopes
    return add(multiply(du, v), multiply(u, dv))


def _quotient(parts: tuple[Expression, ...], slopes: list[Expression], _: Expression) -> Expression:
    (u, v), (du, dv) = parts, slopes
    if dv == ZERO:
        return divide(du, v)
    return subtract(divide(du, v) if du != ZERO else ZERO, divide(multiply(u, dv), power(v, TWO)))


def _ratio(parts: tuple[Expression, ...], slopes: list[Expression], _: Expression) -> Expression:
    (u, v), (du, dv) = parts, slopes
    return subtract(divide(du, v, "ratio"), divide(multiply(u, dv), power(v, TWO), "ratio"))


def _root(parts: tuple[Expression, ...], slopes: list[Expression], whole: Expression) -> Expression:
    return divide(slopes[0], multiply(TWO, whole), "ratio")


def _power(parts: tuple[Expression, ...], slopes: list[Expression], whole: Expression) -> Expression:
    (u, w), (du, dw) = parts, slopes
    if dw == ZERO:
        return _constant_power(u, w, du)
    growth = multiply(multiply(whole, apply("log", u)), dw)  # of aʷ
    return add(growth, multiply(multiply(w, apply("power", u, subtract(w, ONE))), du)) if du != ZERO else growth


def _constant_power(u: Expression, n: Expression, du: Expression) -> Expression:
    value = n.constant if (plain := value_of(n)) is None else plain
    if value is not None and 0 < value < 1:
        return divide(multiply(n, du), power(u, _less_one(n, flip=True)), "ratio")
    return multiply(multiply(n, power(u, _less_one(n))), du)


def _less_one(n: Expression, flip: bool = False) -> Expression:
    """n − 1, or 1 − n if `flip`; exact where n is a number or a quotient of two: of 1/3 it is −2/3."""
    value, sign = value_of(n), -1 if flip else 1
    if value is not None and (less := sign * (Fraction(value) - 1)) == Fraction(float(less)):
        return number(float(less))
    if isinstance(n, Operation) and n.operator == "divide":
        above, below = map(value_of, n.parts)
        if above is not None and below is not None and above.is_integer() and below.is_integer():
            return divide(number(sign * (above - below)), n.parts[1])
    return subtract(ONE, n) if flip else subtract(n, ONE)


def _smaller(parts: tuple[Expression, ...], slopes: list[Expression], _: Expression) -> Expression:
    return apply("where", subtract(parts[1], parts[0]), *slopes)


def _larger(parts: tuple[Expression, ...], slopes: list[Expression], _: Expression) -> Expression:
    return apply("where", subtract(parts[0], parts[1]), *slopes)


RULES: dict[str, Rule] = {
    "add": lambda parts, slopes, _: add(*slopes),
    "subtract": lambda parts, slopes, _: subtract(*slopes),
    "negative": lambda parts, slopes, _: negative(slopes[0]),
    "multiply": _product,
    "divide": _quotient,
    "ratio": _ratio,
    "sqrt": _root,
    "power": _power,
    "minimum": _smaller,
    "maximum": _larger,
    "where": lambda parts, slopes, _: apply("where", parts[0], slopes[1], slopes[2]),
}
"""The derivative of every other operation, from its arguments, their derivatives, and itself."""
