"""The tracer: an expression recorded from NumPy code is that code's formula."""

import numpy as np
import pytest

from playground.engine import Gabor, LinearRegression
from playground.engine.expression import parse, trace


@pytest.mark.parametrize("model", [LinearRegression(), Gabor(), Gabor(divisor=8.0)], ids=repr)
def test_a_models_prediction_is_traced(model):
    formula = trace(model.predict)
    low, high = np.array(model.window).T
    for phi in np.random.default_rng(3).uniform(low, high, (20, 2)):
        found = formula(x=model.x, phi0=phi[0], phi1=phi[1])
        assert np.allclose(found, model.predict(phi, model.x), rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (lambda p, x: p[..., 0] + x, "φ0 + x"),
        (lambda p, x: 1 - p[..., 1, None], "1 - φ1"),
        (lambda p, x: 2 / x, "2/x"),
        (lambda p, x: -(x**2), "-x^2"),
        (lambda p, x: p[0:1] * x, "φ0*x"),
        (lambda p, x: np.float64(-3) * x, "(-3)*x"),
        (lambda p, x: np.maximum(0.0, x), "max(0; x)"),
        (lambda p, x: np.square(np.tanh(p[..., 1])), "tanh(φ1)^2"),
        (lambda p, x: abs(x) + np.arctan(x), "|x| + arctan(x)"),
        (lambda p, x: 4, "4"),
    ],
)
def test_what_is_recorded(code, text):
    assert trace(code) == parse(text, names=("x", "phi0", "phi1"))


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (lambda p, x: np.add.reduce(x), TypeError),
        (lambda p, x: np.sin(x, where=True), TypeError),
        (lambda p, x: p[...] + x, TypeError),
        (lambda p, x: p["a"], TypeError),
        (lambda p, x: np.gcd(x, 2), ValueError),
        (lambda p, x: np.arctanh(x), ValueError),
    ],
)
def test_what_is_no_formula_fails_when_it_is_recorded(code, error):
    with pytest.raises(error):
        trace(code)
