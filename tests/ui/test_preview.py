"""What the browser is sent to walk by itself: small, and without what it cannot walk."""

import json

import numpy as np

from playground.engine import Adam, Gabor, LineSearchDescent, Model, Momentum, OwnFunction, Quadratic
from playground.ui.player import preview


def walk(landscape, *rules, factors=None):
    return preview.walk(preview.loss_of(landscape), landscape, rules, factors)


def test_programs_are_small_beside_a_path():
    sent = walk(Gabor(), Adam(), Momentum(), factors=None)
    assert len(json.dumps(sent, separators=(",", ":"))) < 3000
    assert sent["constants"] == {"divisor": 32.0}
    assert sent["runs"][0]["hypers"] == {"alpha": 0.1, "beta": 0.9, "gamma": 0.99, "epsilon": 1e-8}


def test_a_rule_that_is_not_elementwise_is_told_as_none():
    search, adam = walk(Quadratic(), LineSearchDescent(), Adam())["runs"]
    assert search == {"rule": None, "hypers": {"max_distance": 0.1, "tolerance": 1e-5}}
    assert adam["rule"]["gradients"] == 1


def test_factors_travel_with_all_their_digits():
    assert walk(Quadratic(), Adam(), factors=[1.0, 0.1])["factors"]["t"] == "f8"
    assert walk(Quadratic(), Adam())["factors"] is None


class Branching(Gabor):
    def predict(self, phi, x):
        return phi[..., 0, None] * (x if self.divisor > 1 else 1.0)


class Summing(Gabor):
    def predict(self, phi, x):
        return phi[..., 0, None] + np.cumsum(x)


def test_a_model_goes_with_names_for_its_numbers_or_with_the_numbers_or_not_at_all():
    assert preview.model("key", Gabor(divisor=8.0))["constants"] == {"divisor": 8.0}
    assert preview.model("key", Branching())["constants"] == {}
    assert preview.model("key", Summing()) is None
    assert issubclass(Summing, Model)
    assert preview.loss_of(Summing()) is None


def test_a_formula_is_sent_unless_it_is_very_long():
    short = OwnFunction("x^2 + 3y^2", ((-3.0, 3.0), (-3.0, 3.0)))
    long = OwnFunction("+".join(f"sin({k}x)exp({k}y)" for k in range(1, 14)), ((-3.0, 3.0), (-3.0, 3.0)))
    assert preview.loss_of(short)["parameters"] == ["x", "y"]
    size = len(json.dumps(preview.loss_of(long) or "", separators=(",", ":")))
    assert size < 10_000
