"""Every trajectory of the reference data, which independent code computed and PyTorch confirmed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from playground.engine import (
    Adam,
    Gabor,
    GaussianValley,
    GradientDescent,
    LinearRegression,
    LineSearchDescent,
    Momentum,
    Nesterov,
    NormalizedGradient,
    descend,
)

SCENARIOS = json.loads((Path(__file__).parents[1] / "data" / "reference.json").read_text(encoding="utf-8"))["scenarios"]
PROBLEMS = {
    "linear:slide": LinearRegression(),
    "linear:notebook": LinearRegression(dataset="linear_notebooks"),
    "gabor:32": Gabor(),
    "toy": GaussianValley(),
}
METHODS = {
    "gd": GradientDescent,
    "sgd": GradientDescent,
    "gd_line_search": LineSearchDescent,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "normalized": NormalizedGradient,
    "adam": Adam,
}
NAMES = {"eps": "epsilon", "max_dist": "max_distance", "thresh": "tolerance", "max_iter": "max_iterations"}
# The references round to 12 decimals; a chaotic path multiplies a last bit by its sensitivity.
ROUNDED = 1e-12


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario["id"] for scenario in SCENARIOS])
def test_scenario(scenario):
    params = {NAMES.get(name, name): value for name, value in scenario["params"].items() if name != "batches"}
    if "lookahead" in params:
        params["lookahead"] = {"alphabeta": "alpha_beta"}.get(params["lookahead"], params["lookahead"])
    objective, expected = PROBLEMS[scenario["problem"]], scenario["result"]
    run = descend(
        METHODS[scenario["method"]](**params),
        objective,
        scenario["start"],
        scenario["n_steps"],
        scenario["params"].get("batches"),
    )
    assert run.phi.shape == (scenario["n_steps"] + 1, 2)
    assert run.value[0] == pytest.approx(scenario["start_loss"], rel=1e-13)
    np.testing.assert_allclose(run.phi[:6], expected["first_steps"], atol=ROUNDED)
    np.testing.assert_allclose(run.value[:6], expected["first_losses"], atol=ROUNDED)
    tolerance = ROUNDED + 1e-13 * expected["sensitivity_d_end_d_start"]
    np.testing.assert_allclose(run.phi[-1], expected["last"], atol=tolerance)
    assert run.value[-1] == pytest.approx(expected["last_loss"], abs=10 * tolerance)
    if "alphas" in expected:
        np.testing.assert_allclose(run.terms["alpha"], expected["alphas"], rtol=1e-9)


def test_the_scenarios_are_all_there():
    assert len(SCENARIOS) == 22
    assert {scenario["method"] for scenario in SCENARIOS} == set(METHODS)
