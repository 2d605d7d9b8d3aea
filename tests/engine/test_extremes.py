"""Legal extremes: whatever value a hyperparameter may have, nothing raises and nothing warns, over every registry."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES, GradientDescent, curvature, curvature_map, descend
from playground.engine.fitting import Fitting, one_hot
from playground.engine.hyper import hypers
from playground.engine.losses import LOSSES
from playground.engine.predictors import Affine, ShallowNetwork

PROBES = (-math.inf, -1.0, 0.0, 5e-324, 1e-300, 1e-8, 1.0, 1 - 1e-12, 1e8, 1e300, math.inf)


def extremes(kinds):
    """Every class of a registry with every hyperparameter in turn at every choice, end of its range or extreme size."""
    cases = []
    for kind in kinds.values():
        for name, fact in hypers(kind).items():
            values = fact.choices or sorted({fact.clamp(probe) for probe in PROBES})
            for value in values:
                if fact.allows(value):
                    number = int(value) if fact.integer and fact.choices is None else value
                    cases.append(pytest.param(kind, {name: number}, id=f"{kind.__name__}-{name}-{number}"))
    return cases


@pytest.mark.parametrize(("kind", "values"), extremes(OBJECTIVES))
def test_a_landscape_has_its_facts_and_can_be_walked(kind, values):
    landscape = kind(**values)
    start = np.array(next(iter(landscape.starts.values())))
    assert 0 < landscape.alpha < math.inf
    assert 0 < landscape.max_distance < math.inf
    assert all(-math.inf < low < high < math.inf for low, high in landscape.window)
    assert landscape.latex.count("{") == landscape.latex.count("}")
    assert landscape.convexity is None or landscape.convexity[0] in ("convex", "strictly convex")
    assert (landscape.minimisers is None) or landscape.minimum is not None
    assert curvature(landscape, start).kind in ("minimum", "maximum", "saddle", "degenerate", "undefined")
    if landscape.dimension == 2:
        assert curvature_map(landscape, landscape.window, 5).determinant.shape == (5, 5)
    run = descend(GradientDescent(landscape.alpha), landscape, start, 3)
    assert isinstance(run.state, str)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("kind", "values"), extremes(OPTIMIZERS))
def test_a_rule_walks_in_either_precision(kind, values, dtype):
    for landscape in (OBJECTIVES["Gabor"](), OBJECTIVES["Rosenbrock"]()):
        start = np.array(next(iter(landscape.starts.values())), dtype)
        run = descend(kind(**values), landscape, start, 3, schedule=lambda step: 0.5)
        assert run.phi.dtype == dtype
        assert run.terms["gradient"].shape == (3, 2)
        assert run.visits.shape == (4,)
        assert isinstance(run.state, str)


@pytest.mark.parametrize(("kind", "values"), extremes(SCHEDULES))
def test_a_schedule_gives_shares(kind, values):
    schedule = kind(**values)
    assert all(0 <= schedule(step) <= 1 for step in (0, 1, 10, 10**5))


@pytest.mark.parametrize("l2", [0.0, 1e-300, 1e9])
@pytest.mark.parametrize(("kind", "values"), [*extremes(LOSSES), *((kind, {}) for kind in LOSSES.values())])
def test_a_loss_of_any_size_can_be_fitted(kind, values, l2):
    loss = kind(**values)
    x = np.array([[0.0], [1.0], [3.0], [7.0]])
    y = one_hot([0, 2, 1, 1]) if loss.classes and kind.__name__ == "CrossEntropy" else x % 2
    for predictor in (Affine(1, y.shape[1]), ShallowNetwork(1, y.shape[1])):
        objective = Fitting(predictor, loss, x, y, l2)
        assert 0 < objective.alpha < math.inf
        assert objective.attainment.reason
        assert objective.convexity is None or predictor.affine
        start = objective.predictor.start(1)
        assert objective.hessian(start).shape == (len(start), len(start))
        assert descend(GradientDescent(objective.alpha), objective, start, 3).value.shape == (4,)


@pytest.mark.parametrize("share", [1 - 1e-9, math.nextafter(1, 0)])
def test_a_share_below_one_stays_below_one_in_single_precision(share):
    for name in ("beta", "gamma"):
        run = descend(OPTIMIZERS["Adam"](**{name: share}), OBJECTIVES["Gabor"](), np.array([3.0, 10.0], np.float32), 5)
        assert np.isfinite(run.phi).all()
        assert (run.phi[1] != run.phi[0]).all()
