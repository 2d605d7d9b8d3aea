"""A model's formula as the program that the browser runs while a hand drags the start, without asking the server.

The formula stands in one place only, the model's `predict`: it is called once with symbols (`expression.trace`), and
what it does with them is sent as nested lists, which `model.js` turns into a function.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.engine import expression
from playground.engine.expression import Expression, Name, Number, Operation

Program = list[Any] | float

PARAMETERS = ("phi0", "phi1")


def trace(predict: Callable[[Any, Any], Any]) -> Program:
    """The program of ``predict(phi, x)`` as `nested` lists.

    Raises TypeError or ValueError for what is no formula of an expression's operations.
    """
    return nested(expression.trace(predict, PARAMETERS))


def nested(formula: Expression) -> Program:
    """A formula of the parameters as nested lists: ["add", ["phi", 0], ["multiply", ["phi", 1], ["x"]]]."""
    if isinstance(formula, Number):
        return formula.value
    if isinstance(formula, Name):
        return ["phi", PARAMETERS.index(formula.name)] if formula.name in PARAMETERS else [formula.name]
    assert isinstance(formula, Operation)
    return [formula.operator, *map(nested, formula.arguments)]
