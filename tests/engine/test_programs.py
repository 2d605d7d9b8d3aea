"""Programs of rules and losses: run by NumPy, they do what the engine's own step and gradient do."""

import dataclasses

import numpy as np
import pytest

from playground.engine import OBJECTIVES, OPTIMIZERS, Adam, Gabor, GradientDescent, LinearRegression, Model, Quadratic
from playground.engine.eigen import quotient
from playground.engine.expression import Name, Symbol
from playground.engine.hyper import hypers
from playground.engine.programs import loss_program, rule_program

SEARCHES = {"LineSearchDescent", "Newton"}
LOSSES = [*(kind() for kind in OBJECTIVES.values()), Gabor(divisor=3.0), Quadratic(30.0, 250.0)]


def test_every_rule_that_is_elementwise_has_a_program():
    assert {name for name, kind in OPTIMIZERS.items() if rule_program(kind()) is None} == SEARCHES


@pytest.mark.parametrize("name", sorted(set(OPTIMIZERS) - SEARCHES))
def test_a_rules_program_steps_as_the_rule_does(name):
    rule, random = OPTIMIZERS[name](), np.random.default_rng(1)
    found = rule_program(rule)
    phi, objective = random.normal(size=2), Quadratic()
    state, memory = rule.init(phi), {key: np.full(2, begin) for key, begin in found.memory}
    numbers = {key: getattr(rule, key) for key in hypers(rule) if key in found.program.names}
    walked = phi
    for _ in range(4):
        phi, state = rule.step(objective, phi, state)
        given = {"phi": walked, **memory, **numbers}
        for i in range(found.gradients):
            asked = found.program(**given, **{f"gradient{j}": np.zeros(2) for j in range(i, found.gradients)})[i]
            given[f"gradient{i}"] = objective.gradient(asked)
        results = found.program(**given)[found.gradients :]
        walked, memory = results[0], dict(zip(memory, results[1:], strict=False))
        assert np.allclose(walked, phi, rtol=1e-14)
    if found.swings:
        assert results[-1][0] == rule.swing
    else:
        assert np.isinf(rule.swing)


@pytest.mark.parametrize("landscape", LOSSES, ids=repr)
def test_a_losses_program_is_its_value_and_gradient(landscape):
    found = loss_program(landscape)
    low, high = np.array(landscape.window).T
    for phi in np.random.default_rng(2).uniform(low, high, (5, len(low))):
        given = {name: getattr(landscape, name) for name in found.constants} | dict(
            zip(found.parameters, phi, strict=True)
        )
        if found.data:
            given |= {"x": landscape.x, "y": landscape.y}
        value, *slopes = (np.sum(result) for result in found.program(**given))
        assert np.isclose(value, landscape.value(phi), rtol=1e-12, atol=1e-13)
        assert np.allclose(slopes, landscape.gradient(phi), rtol=1e-11, atol=1e-12)


def test_one_program_serves_all_numbers():
    assert rule_program(Adam(0.1, 0.5)) is rule_program(Adam(0.2, 0.9))
    assert rule_program(Adam(bias_correction=False)) != rule_program(Adam())
    assert loss_program(Gabor(divisor=8.0)) == loss_program(Gabor())
    assert loss_program(Quadratic(matrix=[[2.0, 0.0], [0.0, 1.0]])).constants == ()


@dataclasses.dataclass(frozen=True)
class Branching(GradientDescent):
    """A rule that decides by what is not known when it is traced."""

    def explain(self, objective, phi, state):
        gradient = objective.gradient(phi)
        step = gradient if self.alpha > 1 else self.alpha * gradient
        return {"phi": phi - step, "state": ()}


@dataclasses.dataclass(frozen=True)
class Remembering(GradientDescent):
    """A rule whose memory begins with the start."""

    def init(self, phi):
        return phi


class Summing(LinearRegression):
    """A model that is no formula of one datum."""

    def predict(self, phi, x):
        return phi[..., 0, None] + np.cumsum(x)


def test_what_is_not_elementwise_has_none():
    assert rule_program(Branching()) is None
    assert rule_program(Remembering()) is None
    assert issubclass(Summing, Model)
    assert loss_program(Summing()) is None


@pytest.mark.parametrize("ask", [bool, lambda s: s == 0, lambda s: np.where(s, 1, 2), lambda s: np.linalg.norm(s)])
def test_a_symbol_has_no_value_to_decide_by(ask):
    with pytest.raises(TypeError):
        ask(Symbol(Name("x")))


def test_the_quotient_of_symbols_is_one_that_forgives_zero():
    assert quotient(Symbol(Name("a")), Symbol(Name("b"))).expression.operator == "ratio"
