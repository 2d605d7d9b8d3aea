"""Domains: on which boxes a formula is certainly defined, and small enough to be computed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.engine.expression.program import Program
from playground.engine.proofs.intervals import Interval
from playground.engine.proofs.jets import Jet, evaluate
from playground.engine.types import Mask


def _power(u: Interval, exponent: Interval) -> Mask:
    """uⁿ for a whole n, and other powers of what is not negative; that a pole is left out, its finite value says."""
    whole = (exponent.low == exponent.high) & (np.floor(exponent.low) == exponent.low)
    return np.asarray(whole | (u.low > 0) | ((u.low == 0) & (exponent.low > 0)))


def _quotient(_: Interval, v: Interval) -> Mask:
    return np.asarray((v.low > 0) | (v.high < 0))


DOMAINS: dict[str, Callable[..., Mask]] = {
    "divide": _quotient,
    "ratio": _quotient,
    "sqrt": lambda u: u.low >= 0,
    "log": lambda u: u.low > 0,
    "log2": lambda u: u.low > 0,
    "log10": lambda u: u.low > 0,
    "arcsin": lambda u: (u.low >= -1) & (u.high <= 1),
    "arccos": lambda u: (u.low >= -1) & (u.high <= 1),
    "power": _power,
}
"""Where an operation is defined, by the ranges of its arguments; those that are not listed are so everywhere."""


def defined(program: Program, given: dict[str, Interval]) -> Mask:
    """Whether every step of a program is certainly defined and finite wherever its names lie in these intervals."""
    every = Program(program.names, program.steps, tuple(range(len(program.steps))))
    jets = evaluate(every, {name: Jet({(0, 0): interval}, 0) for name, interval in given.items()}, 0)
    known: Mask = np.asarray(True)
    for (operator, *rest), jet in zip(program.steps, jets, strict=True):
        known = known & np.isfinite(jet.value.low) & np.isfinite(jet.value.high)
        if operator in DOMAINS:
            known = known & DOMAINS[operator](*(jets[i].value for i in rest))
    return known
