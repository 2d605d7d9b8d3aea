"""A tracer that turns a NumPy formula into an expression.

A formula that stands in NumPy code is called once with symbols instead of arrays, and NumPy's own dispatch records
what it does. So what the browser computes is the same formula, and it stands in one place only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from playground.engine.expression.build import number
from playground.engine.expression.operations import OPERATIONS
from playground.engine.expression.tree import Expression, Name, Number, Operation

SYNONYMS = {"absolute": "abs", "true_divide": "divide", "fabs": "abs"}


class Symbol:
    """A value that is not known yet: every NumPy function applied to it is written down.

    Raises TypeError for what is not elementwise, or asks for a value that is not known yet; ValueError for a function
    that is not in OPERATIONS.
    """

    __array_priority__ = 1000
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, expression: Expression) -> None:
        self.expression = expression

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Symbol:
        """Record an elementwise function."""
        if method != "__call__" or options:
            raise TypeError(f"{ufunc.__name__}.{method} cannot be traced")
        return _applied(ufunc.__name__, *inputs)

    def __array_function__(self, function: Callable[..., Any], *_: Any) -> Symbol:
        raise TypeError(f"{function.__name__} cannot be traced")

    def __bool__(self) -> bool:
        raise TypeError("a formula cannot be traced that decides by its values")

    def __eq__(self, other: object) -> bool:
        return bool(self)

    def ratio(self, below: Any) -> Symbol:
        """self / below, and 0 where both are 0."""
        return _applied("ratio", self, below)

    def __add__(self, other: Any) -> Symbol:
        return _applied("add", self, other)

    def __radd__(self, other: Any) -> Symbol:
        return _applied("add", other, self)

    def __sub__(self, other: Any) -> Symbol:
        return _applied("subtract", self, other)

    def __rsub__(self, other: Any) -> Symbol:
        return _applied("subtract", other, self)

    def __mul__(self, other: Any) -> Symbol:
        return _applied("multiply", self, other)

    def __rmul__(self, other: Any) -> Symbol:
        return _applied("multiply", other, self)

    def __truediv__(self, other: Any) -> Symbol:
        return _applied("divide", self, other)

    def __rtruediv__(self, other: Any) -> Symbol:
        return _applied("divide", other, self)

    def __pow__(self, other: Any) -> Symbol:
        return _applied("power", self, other)

    def __rpow__(self, other: Any) -> Symbol:
        return _applied("power", other, self)

    def __neg__(self) -> Symbol:
        return _applied("negative", self)

    def __abs__(self) -> Symbol:
        return _applied("abs", self)


class Parameters(Symbol):
    """The symbol of φ: indexing its last axis gives a parameter."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names

    def __getitem__(self, index: Any) -> Symbol:
        """phi[..., i], with or without new axes and one-wide slices; TypeError for another index."""
        for part in index if isinstance(index, tuple) else (index,):
            if isinstance(part, int):
                return Symbol(Name(self.names[part]))
            if isinstance(part, slice) and part.start is not None:
                return Symbol(Name(self.names[part.start]))
        raise TypeError("phi must be indexed by parameter")


def substituted(formula: Expression, symbols: Mapping[str, Symbol]) -> Symbol:
    """A formula with symbols for its names: how one that exists as an expression is written down again."""
    made: dict[int, Expression] = {}
    for node in formula.nodes():
        if isinstance(node, Name):
            made[id(node)] = symbols[node.name].expression
        elif isinstance(node, Operation):
            made[id(node)] = Operation(node.operator, tuple(made[id(part)] for part in node.parts))
        else:
            made[id(node)] = node
    return Symbol(made[id(formula)])


def trace(predict: Callable[[Any, Any], Any], parameters: tuple[str, ...] = ("phi0", "phi1")) -> Expression:
    """The expression of ``predict(phi, x)``, in the names of the parameters and "x"."""
    return _expression(predict(Parameters(parameters), Symbol(Name("x"))))


def _applied(operator: str, *inputs: Any) -> Symbol:
    parts = tuple(map(_expression, inputs))
    operator = SYNONYMS.get(operator, operator)
    if operator == "square":
        return Symbol(Operation("power", (parts[0], Number(2.0))))
    if operator == "hypot":  # but for squares that overflow or vanish
        first, second = (Operation("multiply", (part, part)) for part in parts)
        return Symbol(Operation("sqrt", (Operation("add", (first, second)),)))
    if operator not in OPERATIONS:
        raise ValueError(f"{operator} is not among the operations of an expression")
    return Symbol(Operation(operator, parts))


def _expression(value: Any) -> Expression:
    return value.expression if isinstance(value, Symbol) else number(float(value))
