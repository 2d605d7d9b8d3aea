"""The closed list of operations that an expression may consist of, each with its NumPy function and arity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.types import Array

WHOLE = 16
"""Whole powers up to this one are products: NumPy's `power` is a scalar call, ten times as slow."""


@dataclass(frozen=True)
class Facts:
    """What is known of an operation: how many arguments it takes, and the function of arrays that computes it."""

    arity: int
    function: Callable[..., Any]


def power(base: Any, exponent: Any) -> Any:
    """base^exponent; a small whole exponent, given as a plain number, by products (x⁴ is (x²)²)."""
    if not (isinstance(exponent, float) and exponent.is_integer() and 2 <= abs(exponent) <= WHOLE):
        return np.power(base, exponent)
    count, square, product = int(abs(exponent)), base, 1.0
    while count:
        if count & 1:
            product = product * square
        count >>= 1
        if count:
            square = square * square
    return np.divide(1.0, product) if exponent < 0 else product


def ratio(above: Any, below: Any) -> Any:
    """above / below, and 0 where both are 0: the derivative of √u at a point where u and u' vanish.

    There u has a minimum, and √u a tip such as that of a cone; of its slopes, 0 is the one that stays.
    """
    quotient: Array = np.divide(above, below)
    return np.where((np.asarray(above) == 0) & (np.asarray(below) == 0), np.zeros_like(quotient), quotient)


def where(condition: Any, one: Any, other: Any) -> Any:
    """`one` where the condition is 0 or more, else `other`; nan where the condition is nan."""
    chosen: Array = np.where(np.asarray(condition) >= 0, one, other)
    return np.where(np.isnan(condition), np.asarray(condition), chosen)


OPERATIONS: dict[str, Facts] = {
    "add": Facts(2, np.add),
    "subtract": Facts(2, np.subtract),
    "multiply": Facts(2, np.multiply),
    "divide": Facts(2, np.divide),
    "power": Facts(2, power),
    "negative": Facts(1, np.negative),
    "sqrt": Facts(1, np.sqrt),
    "exp": Facts(1, np.exp),
    "log": Facts(1, np.log),
    "log2": Facts(1, np.log2),
    "log10": Facts(1, np.log10),
    "sin": Facts(1, np.sin),
    "cos": Facts(1, np.cos),
    "tan": Facts(1, np.tan),
    "arcsin": Facts(1, np.arcsin),
    "arccos": Facts(1, np.arccos),
    "arctan": Facts(1, np.arctan),
    "sinh": Facts(1, np.sinh),
    "cosh": Facts(1, np.cosh),
    "tanh": Facts(1, np.tanh),
    "abs": Facts(1, np.abs),
    "sign": Facts(1, np.sign),
    "minimum": Facts(2, np.minimum),
    "maximum": Facts(2, np.maximum),
    "ratio": Facts(2, ratio),
    "where": Facts(3, where),
}
"""The operations by name. `ratio` and `where` occur in derivatives: of roots, and of minimum and maximum."""
