"""Exact numbers: the constants of a formula as fractions, where they are such, and the Hessian of a quadratic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import add, mul, sub

from playground.engine.expression.tree import Expression, Number, Operation
from playground.engine.proofs.domain import defined
from playground.engine.proofs.intervals import Interval
from playground.engine.proofs.jets import evaluate

DIGITS = 15
"""A decimal of so many digits is told from every other by its double; longer ones, π and e are only near theirs."""

Matrix = list[list[Fraction]]


def fraction(node: Expression) -> Fraction | None:
    """The exact value of a constant made of short decimals by sums, products, quotients and whole powers, else None."""
    if isinstance(node, Number):
        digits = f"{node.value:.17g}" if node.value.is_integer() else repr(node.value)
        short = len(digits.split("e")[0].replace(".", "").strip("0")) <= DIGITS
        return Fraction(digits) if short else None
    if not isinstance(node, Operation):
        return None
    parts = [found for part in node.parts if (found := fraction(part)) is not None]
    return _applied(node.operator, *parts) if len(parts) == len(node.parts) <= 2 else None


def _applied(operator: str, u: Fraction, v: Fraction | None = None) -> Fraction | None:
    if v is None:
        return -u if operator == "negative" else None
    if operator == "power":
        return Fraction(u ** int(v)) if v.denominator == 1 and 0 <= v <= 16 else None
    if operator == "divide":
        return u / v if v else None
    return BINARY[operator](u, v) if operator in BINARY else None


BINARY: dict[str, Callable[[Fraction, Fraction], Fraction]] = {"add": add, "subtract": sub, "multiply": mul}


def is_polynomial(node: Expression) -> bool:
    """Whether a formula is put together as a polynomial is: then it is defined and smooth everywhere."""
    return all(map(_makes_polynomial, node.nodes()))


def _makes_polynomial(node: Expression) -> bool:
    if not isinstance(node, Operation):
        return True
    last = node.parts[-1]
    if node.operator == "power":
        n = fraction(last)
        return n is not None and n.denominator == 1 and n >= 0
    if node.operator == "divide":
        return not last.names and bool(defined(last.program, {})) and _keeps_off_zero(last)
    return node.operator in {"add", "subtract", "multiply", "negative"}


def _keeps_off_zero(constant: Expression) -> bool:
    value = range_of(constant)
    return bool(value.low > 0 or value.high < 0)


def range_of(constant: Expression) -> Interval:
    """An interval that holds the value of an expression without names."""
    return evaluate(constant.program, {}, 0)[0].value


def constant_hessian(formula: Expression, names: Sequence[str]) -> Matrix | None:
    """The Hessian of a polynomial of degree two at most, where its coefficients are exact fractions; else None."""
    if not is_polynomial(formula):
        return None
    rows: Matrix = []
    for one in names:
        slope = formula.derivative(one)
        rows.append([found for other in names if (found := fraction(slope.derivative(other))) is not None])
    return rows if all(len(row) == len(names) for row in rows) else None
