"""What the browser needs to walk the runs by itself while a hand drags: the programs of `engine.programs`, as sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playground.engine import Landscape, Model, Optimizer
from playground.engine.expression import Program
from playground.engine.hyper import hypers
from playground.engine.landscape import bottom, relief
from playground.engine.programs import is_real, loss_program, prediction, rule_program
from playground.ui.player import protocol
from playground.ui.player.payload import pack
from playground.ui.player.program import nested
from playground.ui.player.protocol import FlatProgram, LossProgram, Planned, RuleProgram, Walk

NOTHING: Mapping[str, Planned] = {}

LONGEST = 400
"""Steps of a loss's program that is sent: about 8 KB. The landscapes of the menu have at most 45."""


def walk(
    loss: LossProgram | None,
    landscape: Landscape,
    rules: Sequence[Optimizer],
    factors: list[float] | None,
    plan: Mapping[str, Planned] = NOTHING,
) -> Walk:
    """All that is needed for runs on a landscape.

    Parameters
    ----------
    loss : LossProgram or None
        The landscape's, as `loss_of` gives it.
    factors : list of float or None
        What the schedule multiplies α by at each step, where it does.
    plan : mapping from a field's name to Planned
        What all runs have in common beside the landscape; a hand that changes it is followed by the server's runs.
    """
    return {
        "loss": loss,
        "constants": numbers(landscape),
        "bottom": bottom(landscape),
        "relief": relief(landscape),
        "scale": landscape.scale,
        "factors": None if factors is None else pack(factors, "f8"),
        "plan": dict(plan),
        "runs": [{"rule": rule_of(rule), "hypers": numbers(rule)} for rule in rules],
    }


def model(key: str, model: Model) -> protocol.Model | None:
    """A model as the browser computes it while a hand drags; None where it is no formula."""
    formula = prediction(model)
    if formula is None:
        return None
    told: protocol.Model = {
        "key": key,
        "program": nested(formula),
        "constants": {name: value for name, value in numbers(model).items() if name in formula.names},
        "x": model.x.tolist(),
        "y": model.y.tolist(),
    }
    if model.held_out is not None:
        told["aside"] = [model.held_out.x.tolist(), model.held_out.y.tolist()]
    return told


def loss_of(landscape: Landscape) -> LossProgram | None:
    """The program of a loss as it is sent; None too for a formula so long that to send it each time would be dear."""
    loss = loss_program(landscape)
    if loss is None or len(loss.program.steps) > LONGEST:
        return None
    return {
        "program": flat(loss.program),
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
        "program": flat(rule.program),
        "memory": [[name, begin] for name, begin in rule.memory],
        "gradients": rule.gradients,
        "swings": rule.swings,
    }


def flat(program: Program) -> FlatProgram:
    """A program as it is sent."""
    return {
        "names": list(program.names),
        "steps": [list(step) for step in program.steps],
        "results": [*program.results],
    }


def numbers(record: Landscape | Optimizer) -> dict[str, float]:
    """The real hyperparameters of a rule or a landscape; a switch is none."""
    real = {name: getattr(record, name) for name, fact in hypers(record).items() if is_real(fact)}
    return {name: float(value) for name, value in real.items() if not isinstance(value, bool)}
