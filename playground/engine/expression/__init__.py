"""Expressions: one formula as a small tree, from which all that must be known of it is read.

A formula comes from a visitor's text (`parse`) or from NumPy code (`trace`). The tree gives its values on arrays, its
derivatives (trees again), LaTeX, a text that parses back to it, and a flat program that a browser can run. The
operations are a closed list (`operations.OPERATIONS`): a tree is a formula and nothing else, whatever its text tries.
"""

from playground.engine.expression.compiling import compile_program
from playground.engine.expression.operations import OPERATIONS
from playground.engine.expression.parse import FormulaError, parse
from playground.engine.expression.program import Program
from playground.engine.expression.tracing import Symbol, substituted, trace
from playground.engine.expression.tree import Expression, Name, Number, Operation

__all__ = [
    "OPERATIONS",
    "Expression",
    "FormulaError",
    "Name",
    "Number",
    "Operation",
    "Program",
    "Symbol",
    "compile_program",
    "parse",
    "substituted",
    "trace",
]
