"""A tracer that turns a model's NumPy formula into a program for the browser.

While a hand drags the start, the curve through the data must follow at once, without asking the server. So that the
formula stands in one place only (the model's `predict`), it is called once with symbols instead of numbers, and NumPy's
own dispatch records what it does.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Program = list[Any] | float


class Symbol:
    """A value that is not known yet: every NumPy function applied to it is written down."""

    __array_priority__ = 1000

    def __init__(self, program: Program) -> None:
        self.program = program

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Symbol:
        """Record an elementwise function; anything else cannot be drawn by the browser."""
        if method != "__call__" or options:
            raise TypeError(f"{ufunc.__name__}.{method} cannot be traced")
        return Symbol([ufunc.__name__, *(_program(value) for value in inputs)])

    def __add__(self, other: Any) -> Symbol:
        return Symbol(["add", self.program, _program(other)])

    def __radd__(self, other: Any) -> Symbol:
        return Symbol(["add", _program(other), self.program])

    def __sub__(self, other: Any) -> Symbol:
        return Symbol(["subtract", self.program, _program(other)])

    def __rsub__(self, other: Any) -> Symbol:
        return Symbol(["subtract", _program(other), self.program])

    def __mul__(self, other: Any) -> Symbol:
        return Symbol(["multiply", self.program, _program(other)])

    def __rmul__(self, other: Any) -> Symbol:
        return Symbol(["multiply", _program(other), self.program])

    def __truediv__(self, other: Any) -> Symbol:
        return Symbol(["divide", self.program, _program(other)])

    def __rtruediv__(self, other: Any) -> Symbol:
        return Symbol(["divide", _program(other), self.program])

    def __pow__(self, other: Any) -> Symbol:
        return Symbol(["power", self.program, _program(other)])

    def __neg__(self) -> Symbol:
        return Symbol(["negative", self.program])


class Parameters(Symbol):
    """The symbol of phi: indexing its last axis gives a parameter."""

    def __init__(self) -> None:
        self.program = ["phi"]

    def __getitem__(self, index: Any) -> Symbol:
        """phi[..., i], with or without new axes and one-wide slices."""
        for part in index if isinstance(index, tuple) else (index,):
            if isinstance(part, int):
                return Symbol(["phi", part])
            if isinstance(part, slice) and part.start is not None:
                return Symbol(["phi", part.start])
        raise TypeError("phi must be indexed by parameter")


def _program(value: Any) -> Program:
    return value.program if isinstance(value, Symbol) else float(value)


def trace(predict: Any) -> Program:
    """The program of ``predict(phi, x)`` as nested lists: ["add", ["phi", 0], ["multiply", ["phi", 1], ["x"]]]."""
    return _program(predict(Parameters(), Symbol(["x"])))
