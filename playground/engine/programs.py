"""Rules and losses as flat programs: what a browser needs to walk a run by itself while a hand drags.

An optimizer's `explain` is called once with symbols instead of arrays, and so is a model's `predict`; what they do with
them is written down. So the formulas stand in one place only, and whatever is elementwise can be walked: an optimizer
that is not, such as a line search, has no program.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from playground.engine.base import Landscape
from playground.engine.expression import Expression, Name, Number, Program, Symbol, compile_program, trace
from playground.engine.hyper import Hyper, hypers
from playground.engine.model import Model
from playground.engine.optimizers import Optimizer
from playground.engine.proofs.enclosure import NAMES

R = TypeVar("R", Optimizer, Model)

PARAMETERS: tuple[str, ...] = ("phi0", "phi1")
"""What a model's program calls its parameters; a landscape's formula calls them x and y."""

DATA: tuple[str, ...] = ("x", "y")


@dataclass(frozen=True)
class LossProgram:
    """A loss and its derivatives in every parameter; with data, those of one datum, of which the loss is the sum.

    Attributes
    ----------
    program : Program
        Its results are L, then ∂L/∂φ for each parameter.
    parameters, data, constants : tuple of str
        Its names: of the parameters, of a datum's numbers (none without data), of the landscape's hyperparameters.
    """

    program: Program
    parameters: tuple[str, ...]
    data: tuple[str, ...]
    constants: tuple[str, ...]


@dataclass(frozen=True)
class RuleProgram:
    """One step of an optimizer, for each parameter alone.

    Attributes
    ----------
    program : Program
        Its results are the points at which the step asks for a gradient, in that order; the new φ; the new memory; and,
        if `swings`, `Optimizer.swing`. Its names are "phi", those of the memory, "gradient0" and so on, and those of
        the real hyperparameters.
    memory : tuple of (str, float)
        What is remembered, and what it is before the first step.
    gradients : int
        How many gradients a step asks for.
    swings : bool
        Whether the last result is the swing; otherwise that is infinite.
    """

    program: Program
    memory: tuple[tuple[str, float], ...]
    gradients: int
    swings: bool


def loss_program(landscape: Landscape) -> LossProgram | None:
    """The program of a landscape that has a formula or is fitted to data, else None."""
    if isinstance(landscape, Model):
        parameters, data = PARAMETERS, DATA
        loss = _formula_of(landscape, lambda one: lambda phi, x: one.cost(phi, x, Symbol(Name("y"))))
    else:
        parameters, data = NAMES[: landscape.dimension], ()
        loss = landscape.general
    if loss is None:
        return None
    constants = tuple(name for name in hypers(landscape) if name in loss.names)
    formulas = [loss, *(loss.derivative(name) for name in parameters)]
    return LossProgram(compile_program(formulas, (*parameters, *data, *constants)), parameters, data, constants)


def prediction(model: Model) -> Expression | None:
    """f[x, φ] in PARAMETERS and "x", with the model's hyperparameters as names, or with their values where it must be.

    None where it is no formula of one datum.
    """
    return _formula_of(model, lambda one: one.predict)


def _formula_of(model: Model, function: Callable[[Model], Callable[[Any, Any], Any]]) -> Expression | None:
    """What a function of the model is in symbols, with its hyperparameters as names if that can be."""
    for one in (_in_symbols(model), model):
        try:
            return trace(function(one), PARAMETERS)
        except (TypeError, ValueError, AttributeError):
            continue
    return None


def rule_program(optimizer: Optimizer) -> RuleProgram | None:
    """The program of an optimizer with its choices, for any numbers; None where its step is not elementwise."""
    chosen = {name: getattr(optimizer, name) for name, fact in hypers(optimizer).items() if not is_real(fact)}
    return _rule_program(type(optimizer), tuple(chosen.items()))


@lru_cache(maxsize=64)
def _rule_program(kind: type[Optimizer], chosen: tuple[tuple[str, Any], ...]) -> RuleProgram | None:
    try:
        return _traced(kind(**dict(chosen)))
    except (TypeError, ValueError, AttributeError):
        return None


class _Slopes:
    """Stands for the objective: it writes down where its gradient is asked for, and knows nothing else."""

    def __init__(self) -> None:
        self.points: list[Expression] = []

    def gradient(self, phi: Symbol) -> Symbol:
        self.points.append(phi.expression)
        return Symbol(Name(f"gradient{len(self.points) - 1}"))


def _traced(optimizer: Optimizer) -> RuleProgram:
    """The step as a program; TypeError, ValueError or AttributeError where it is not elementwise."""
    rule, slopes = _in_symbols(optimizer), _Slopes()
    state, memory = _memory(optimizer)
    terms = rule.explain(slopes, Symbol(Name("phi")), state)  # type: ignore[arg-type]
    results = [terms["phi"], *_flat(terms["state"])]
    swings = not (isinstance(rule.swing, float) and np.isinf(rule.swing))
    if swings:
        results.append(rule.swing)
    reals = [name for name, fact in hypers(optimizer).items() if is_real(fact)]
    asked = [f"gradient{i}" for i in range(len(slopes.points))]
    names = ("phi", *(name for name, _ in memory), *asked, *reals)
    formulas = [*slopes.points, *map(_formula, results)]
    return RuleProgram(compile_program(formulas, names), memory, len(asked), swings)


def _memory(optimizer: Optimizer) -> tuple[Any, tuple[tuple[str, float], ...]]:
    """The memory in symbols, and its names with what they are at the start; TypeError where that depends on φ."""
    before, other = (optimizer.init(np.full(1, value)) for value in (0.0, 1.0))
    begins = [float(np.asarray(part).ravel()[0]) for part in _flat(before)]
    if begins != [float(np.asarray(part).ravel()[0]) for part in _flat(other)]:
        raise TypeError("a memory that begins with the start cannot be traced")
    fields: Sequence[str] = getattr(before, "_fields", tuple(map(str, range(len(begins)))))
    names = [f"old_{name}" for name in fields]
    symbols: list[Any] = [Symbol(Name(name)) for name in names]
    kind: Any = type(before)
    state = (kind(*symbols) if names else before) if isinstance(before, tuple) else symbols[0]
    return state, tuple(zip(names, begins, strict=True))


def _flat(state: Any) -> list[Any]:
    return list(state) if isinstance(state, tuple) else [state]


def _formula(value: Any) -> Expression:
    return value.expression if isinstance(value, Symbol) else Number(float(value))


def is_real(fact: Hyper) -> bool:
    """Whether a hyperparameter is a number that a hand may drag, and no choice, count or text."""
    return not fact.integer and fact.choices is None and fact.length is None


def _in_symbols(record: R) -> R:
    """The record with its real hyperparameters as symbols, unchecked."""
    values = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    symbols = {name: Symbol(Name(name)) for name, fact in hypers(record).items() if is_real(fact)}
    other = object.__new__(type(record))
    other.__dict__.update(values, **symbols)
    return other
