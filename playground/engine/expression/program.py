"""A flat program of expressions: one list of operations in which what occurs twice is computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from playground.engine.expression.operations import OPERATIONS
from playground.engine.types import Array

Step = tuple[Any, ...]
"""("number", 1.5), ("name", "x"), or (operator, index, …) with the indices of earlier steps."""


@dataclass(frozen=True)
class Program:
    """Steps in order, and which of them are the results.

    Attributes
    ----------
    names : tuple of str
        The arrays that it must be given.
    steps : tuple of Step
        Each step is computed from earlier ones.
    results : tuple of int
        The index of the step that each expression ends with.
    """

    names: tuple[str, ...]
    steps: tuple[Step, ...]
    results: tuple[int, ...]

    def __call__(self, **arrays: Any) -> list[Array]:
        """The values of each expression, in the common shape and floating dtype of the arrays (float64 without any).

        Raises
        ------
        TypeError
            If an array is missing, or has a name that the program does not know.
        """
        if missing := set(self.names) - set(arrays):
            raise TypeError(f"missing: {', '.join(sorted(missing))}")
        given = {name: _floating(array) for name, array in arrays.items()}
        shape = np.broadcast_shapes(*(array.shape for array in given.values()))
        dtype = np.result_type(*given.values()) if given else np.dtype(float)
        with np.errstate(all="ignore"):
            values = self._run(given)
            return [np.broadcast_to(np.asarray(values[i], dtype), shape) for i in self.results]

    @cached_property
    def _done(self) -> list[tuple[int, ...]]:
        """After each step, the earlier ones that nothing needs any more: their memory, still in the cache, is free."""
        last = dict.fromkeys(self.results, len(self.steps))
        done: list[tuple[int, ...]] = []
        for k in range(len(self.steps) - 1, -1, -1):
            operator, *parts = self.steps[k]
            used = () if operator in {"number", "name"} else tuple({i for i in parts if i not in last})
            last.update(dict.fromkeys(used, k))
            done.append(used)
        return done[::-1]

    @cached_property
    def _constants(self) -> list[Any]:
        """What each step is that depends on no name, a number of Python; None for the others."""
        values: list[Any] = []
        for operator, *rest in self.steps:
            known = operator != "name" and (operator == "number" or all(values[i] is not None for i in rest))
            values.append(_one(operator, rest, values) if known else None)
        return values

    @cached_property
    def _plan(self) -> list[tuple[int, Any, tuple[int, ...], tuple[int, ...]]]:
        """What is to be computed of arrays: into which place, by what, from where, and what is free after it."""
        known = self._constants
        return [
            (k, OPERATIONS[operator].function, tuple(parts), done)
            for k, ((operator, *parts), done) in enumerate(zip(self.steps, self._done, strict=True))
            if operator != "name" and known[k] is None
        ]

    def _run(self, given: dict[str, Array]) -> list[Any]:
        values = self._constants.copy()
        for k, (operator, *rest) in enumerate(self.steps):
            if operator == "name":
                values[k] = given[rest[0]]
        # Long programs are run a thousand times: what is the same each time was decided once.
        if all(array.ndim for array in given.values()):
            for k, function, parts, done in self._plan:
                values[k] = function(*[values[i] for i in parts])
                for i in done:
                    values[i] = None
            return values
        for k, _, _, done in self._plan:
            operator, *rest = self.steps[k]
            values[k] = _one(operator, rest, values)
            for i in done:
                values[i] = None
        return values


def _one(operator: str, rest: Sequence[Any], values: Sequence[Any]) -> Any:
    """One step of a program, where there may be scalars among what it is computed from."""
    if operator == "number":
        return rest[0]
    arguments = [values[i] for i in rest]
    # A float of Python takes on the dtype of what it meets; alone among numbers it must be NumPy's, or 1 / 0 and
    # exp(1000) would raise.
    if operator != "power" and all(isinstance(argument, float) for argument in arguments):
        arguments = [np.float64(argument) for argument in arguments]
    return _plain(OPERATIONS[operator].function(*arguments))


def _floating(array: Any) -> Array:
    given: Array = np.asarray(array)
    return given if given.dtype.kind == "f" else given.astype(float)


def _plain(value: Any) -> Any:
    """A scalar of float64 as a float of Python: that does not widen a float32 array that it meets, as NumPy's would."""
    return float(value) if isinstance(value, float) else value
