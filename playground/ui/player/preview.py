"""What the browser needs to walk the runs by itself while a hand drags: the programs of `engine.programs`, as sent."""

from __future__ import annotations

from collections.abc import Sequence

from playground.engine import Landscape, Optimizer
from playground.engine.expression import Program
from playground.engine.hyper import hypers
from playground.engine.landscape import bottom, relief
from playground.engine.programs import loss_program, rule_program
from playground.ui.player.payload import pack
from playground.ui.player.protocol import FlatProgram, LossProgram, RuleProgram, Walk, Walked


def walk(landscape: Landscape, rules: Sequence[Optimizer], factors: list[float] | None) -> Walk | None:
    """All that is needed for runs on a landscape, or None where it has no formula.

    Parameters
    ----------
    factors : list of float or None
        What the schedule multiplies α by at each step, where it does.
    """
    loss = loss_of(landscape)
    if loss is None:
        return None
    return {
        "loss": loss,
        "constants": {name: float(getattr(landscape, name)) for name in loss["constants"]},
        "bottom": bottom(landscape),
        "relief": relief(landscape),
        "factors": None if factors is None else pack(factors, "f8"),
        "runs": [walked(rule) for rule in rules],
    }


def walked(optimizer: Optimizer) -> Walked | None:
    """The program of a rule, and its numbers; None where it is not elementwise."""
    rule = rule_of(optimizer)
    return None if rule is None else {"rule": rule, "hypers": numbers(optimizer)}


def loss_of(landscape: Landscape) -> LossProgram | None:
    """The program of a loss as it is sent."""
    loss = loss_program(landscape)
    if loss is None:
        return None
    return {
        "program": _flat(loss.program),
        "parameters": list(loss.parameters),
        "data": list(loss.data),
        "constants": list(loss.constants),
    }


def rule_of(optimizer: Optimizer) -> RuleProgram | None:
    """The program of a rule as it is sent."""
    rule = rule_program(optimizer)
    if rule is None:
        return None
    return {
        "program": _flat(rule.program),
        "memory": [[name, begin] for name, begin in rule.memory],
        "gradients": rule.gradients,
        "swings": rule.swings,
    }


def _flat(program: Program) -> FlatProgram:
    return {
        "names": list(program.names),
        "steps": [list(step) for step in program.steps],
        "results": [*program.results],
    }


def numbers(optimizer: Optimizer) -> dict[str, float]:
    """The real hyperparameters of a rule."""
    return {
        name: float(getattr(optimizer, name))
        for name, fact in hypers(optimizer).items()
        if fact.choices is None and not fact.integer
    }
