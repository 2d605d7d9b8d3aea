"""The expression tree: numbers, names, and operations on them; frozen, comparable, and nothing but a formula."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from playground.engine.expression.operations import OPERATIONS
from playground.engine.expression.program import Program
from playground.engine.types import Array


class Expression:
    """A formula: a Number, a Name, or an Operation on expressions.

    Called with an array a name, it gives its values; `derivative` gives another expression. Two expressions are equal
    when they are the same tree.
    """

    def __call__(self, **arrays: Any) -> Array:
        """The values, in the arrays' common shape and dtype; inf or nan where the formula has none, never an error.

        Raises
        ------
        TypeError
            If an array is missing or has a name that the formula does not know.
        """
        return self.program(**arrays)[0]

    # What makes other things of a tree imports its nodes; so the methods import it when they are called.

    def derivative(self, name: str) -> Expression:
        """∂/∂name, as an expression."""
        from playground.engine.expression.derive import derivative

        return derivative(self, name)

    def text(self) -> str:
        """The formula as text that `parse` reads back as an equal expression, on pages of any language."""
        from playground.engine.expression.printing import text

        return text(self)

    def latex(self, symbols: Mapping[str, str] | None = None) -> str:
        """The formula in LaTeX; `symbols` says how names are set, such as {"x": r"\\phi_0"}."""
        from playground.engine.expression.printing import latex

        return latex(self, symbols or {})

    @property
    def names(self) -> frozenset[str]:
        """The names that occur."""
        return frozenset()

    @cached_property
    def program(self) -> Program:
        """The formula as a flat program, in which what occurs twice is computed once."""
        from playground.engine.expression.compiling import compile_program

        return compile_program([self], sorted(self.names))

    @property
    def constant(self) -> float | None:
        """The value of an expression without names, or None."""
        if self.names:
            return None
        return float(self())

    def nodes(self) -> Iterator[Expression]:
        """All nodes of the tree, each object once, parts before wholes."""
        seen: set[int] = set()
        stack: list[tuple[Expression, bool]] = [(self, False)]
        while stack:
            node, opened = stack.pop()
            if opened:
                yield node
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((part, False) for part in reversed(node.parts))

    @property
    def parts(self) -> tuple[Expression, ...]:
        """What an operation is applied to; of a number or a name, nothing."""
        return ()


@dataclass(frozen=True)
class Number(Expression):
    """A constant, finite and not below 0: −2 is the operation `negative` on 2, as it is written."""

    value: float

    def __post_init__(self) -> None:
        """Raise ValueError for a negative or infinite value, or nan."""
        if not 0 <= self.value < math.inf:
            raise ValueError(f"a number is finite and not negative, got {self.value!r}")
        object.__setattr__(self, "value", abs(float(self.value)))  # −0 is 0


@dataclass(frozen=True)
class Name(Expression):
    """A variable or a parameter."""

    name: str

    @property
    def names(self) -> frozenset[str]:
        """Itself."""
        return frozenset((self.name,))


@dataclass(frozen=True, eq=False)
class Operation(Expression):
    """An operation of the closed list, applied to as many expressions as it takes.

    Raises ValueError for an operation that is not in OPERATIONS or a wrong number of arguments.
    """

    operator: str
    arguments: tuple[Expression, ...]

    def __post_init__(self) -> None:
        """Check operator and number of arguments, and remember hash and names: trees are looked up often."""
        if self.operator not in OPERATIONS:
            raise ValueError(f"unknown operation {self.operator!r}")
        if len(self.arguments) != OPERATIONS[self.operator].arity:
            raise ValueError(f"{self.operator} takes {OPERATIONS[self.operator].arity} arguments")
        object.__setattr__(self, "_hash", hash((self.operator, self.arguments)))
        object.__setattr__(self, "_names", frozenset().union(*(part.names for part in self.arguments)))

    @property
    def names(self) -> frozenset[str]:
        """The names that occur."""
        return self._names  # type: ignore[attr-defined, no-any-return]  # set by __post_init__

    def __eq__(self, other: object) -> bool:
        """Whether both are the same tree."""
        if self is other:
            return True
        return (
            isinstance(other, Operation)
            and hash(self) == hash(other)
            and (self.operator, self.arguments) == (other.operator, other.arguments)
        )

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined, no-any-return]  # set by __post_init__

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The arguments."""
        return self.arguments


ZERO, ONE, TWO = Number(0.0), Number(1.0), Number(2.0)
