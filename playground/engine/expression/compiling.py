"""The compiler: several expressions become one program, in which they share what they have in common."""

from __future__ import annotations

from collections.abc import Sequence

from playground.engine.expression.program import Program, Step
from playground.engine.expression.tree import Expression, Name, Number, Operation


def compile_program(expressions: Sequence[Expression], names: Sequence[str]) -> Program:
    """The program of several expressions over these names, in which they share what they have in common.

    Raises
    ------
    ValueError
        If an expression has another name.
    """
    steps: list[Step] = []
    index: dict[Step, int] = {}
    at: dict[int, int] = {}
    for expression in expressions:
        for node in expression.nodes():
            step = _step(node, at, names)
            if step not in index:
                index[step] = len(steps)
                steps.append(step)
            at[id(node)] = index[step]
    return Program(tuple(names), tuple(steps), tuple(at[id(expression)] for expression in expressions))


def _step(node: Expression, at: dict[int, int], names: Sequence[str]) -> Step:
    if isinstance(node, Number):
        return "number", node.value
    if isinstance(node, Name):
        if node.name not in names:
            raise ValueError(f"unknown name {node.name!r}")
        return "name", node.name
    assert isinstance(node, Operation)
    return node.operator, *(at[id(part)] for part in node.parts)
