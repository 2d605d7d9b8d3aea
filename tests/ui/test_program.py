"""The traced program: what the browser evaluates while a hand drags is the model's own formula."""

import json

import numpy as np
import pytest

from playground.engine import OBJECTIVES, Gabor, Model
from playground.engine.hyper import hypers
from playground.ui.player.program import trace

KINDS = [kind for kind in OBJECTIVES.values() if issubclass(kind, Model)]
"""The models of the registry: a formula that the browser does not know fails here, not in a visitor's hand."""

MODELS = [kind(dataset=name) for kind in KINDS for name in hypers(kind)["dataset"].choices] + [Gabor(divisor=8.0)]


def evaluate(program, phi, x):
    """What the program gives at one point: the browser's `compile`, in Python."""
    if isinstance(program, float):
        return program
    name, *rest = program
    if name == "x":
        return x
    if name == "phi":
        return phi[rest[0]]
    return getattr(np, name)(*(evaluate(part, phi, x) for part in rest))


@pytest.mark.parametrize("model", MODELS, ids=repr)
def test_the_program_gives_the_models_prediction(model):
    program = trace(model.predict)
    low, high = np.array(model.window).T
    for phi in np.random.default_rng(3).uniform(low, high, (20, 2)):
        expected = model.predict(phi, model.x)
        found = [evaluate(program, phi, x) for x in model.x]
        assert np.allclose(found, expected, rtol=1e-13, atol=1e-15)


def test_programs_of_different_models_differ():
    programs = {json.dumps(trace(model.predict)) for model in [*(kind() for kind in KINDS), Gabor(divisor=8.0)]}
    assert len(programs) == len(KINDS) + 1


@pytest.mark.parametrize("model", MODELS, ids=repr)
def test_the_program_is_json(model):
    program = trace(model.predict)
    assert json.loads(json.dumps(program, allow_nan=False)) == program


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (lambda p, x: p[..., 0] + x, ["add", ["phi", 0], ["x"]]),
        (lambda p, x: 1 - p[..., 1, None], ["subtract", 1.0, ["phi", 1]]),
        (lambda p, x: x / 2, ["divide", ["x"], 2.0]),
        (lambda p, x: 2 / x, ["divide", 2.0, ["x"]]),
        (lambda p, x: -(x**2), ["negative", ["power", ["x"], 2.0]]),
        (lambda p, x: p[0:1] * x, ["multiply", ["phi", 0], ["x"]]),
        (lambda p, x: np.float64(3) * x, ["multiply", 3.0, ["x"]]),
        (lambda p, x: np.maximum(0.0, x), ["maximum", 0.0, ["x"]]),
        (lambda p, x: np.tanh(p[..., 1]), ["tanh", ["phi", 1]]),
        (lambda p, x: x - -2, ["subtract", ["x"], ["negative", 2.0]]),
        (lambda p, x: 4, 4.0),
    ],
)
def test_what_is_recorded(formula, expected):
    assert trace(formula) == expected


@pytest.mark.parametrize(
    "formula",
    [
        lambda p, x: np.add.reduce(x),
        lambda p, x: np.sin(x, where=True),
        lambda p, x: p[...] + x,
        lambda p, x: p["a"],
        lambda p, x: np.i0(x),
        lambda p, x: np.spacing(x),
    ],
)
def test_what_the_browser_could_not_draw_is_refused(formula):
    with pytest.raises((TypeError, ValueError)):
        trace(formula)
