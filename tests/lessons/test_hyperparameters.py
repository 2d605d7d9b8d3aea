"""The numbers of the lesson on hyperparameters, each against the engine."""

import dataclasses

import numpy as np
import pytest

from playground.content import lesson
from playground.engine import (
    OPTIMIZERS,
    Adam,
    GaussianValley,
    GradientDescent,
    LinearRegression,
    Momentum,
    Nesterov,
    curvature,
    descend,
    stability,
)
from playground.engine.sweep import sweep
from playground.lessons.hyperparameters import computed
from playground.lessons.hyperparameters.exercise import draw
from playground.link.playground import objective, to_query
from playground.ui.cache import read as state
from playground.worksheets import exercise

LINE, GABOR, VALLEY = "steps=50", "model=Gabor&start=-2,20&steps=100", "model=GaussianValley&start=-0.7,-0.9&steps=60"
BEST = {
    LINE: {
        "GradientDescent": (0.036, 13),
        "Momentum": (0.016, 36),
        "Nesterov": (0.24, 14),
        "NormalizedGradient": (0.047, 25),
        "Adam": (0.11, 29),
    },
    GABOR: {
        "GradientDescent": (0.18, 48),
        "Momentum": (0.68, 46),
        "Nesterov": (1.3, 23),
        "NormalizedGradient": (0.27, 19),
        "Adam": (3.0, 38),
    },
    VALLEY: {
        "GradientDescent": (0.47, 17),
        "Momentum": (0.24, 42),
        "Nesterov": (3.3, 17),
        "NormalizedGradient": (0.12, 11),
        "Adam": (1.1, 21),
    },
}


@pytest.mark.parametrize("query", BEST)
def test_the_best_rates_of_the_text(query):
    for name, (alpha, steps) in BEST[query].items():
        found = computed.sweep_of(state(query), name)
        best = found.best()
        assert (found.alpha[best], found.settled[best]) == (alpha, steps), name


@pytest.mark.parametrize(("index", "query"), [(1, LINE), (3, GABOR), (4, VALLEY)])
def test_the_states_of_the_text_play_the_best_rates(index, query):
    shown = state(lesson("hyperparameters", "en").tries[index].query)
    assert to_query(shown) == to_query(computed.own_best(state(query), True))


@pytest.mark.parametrize("query", BEST)
def test_the_best_is_the_best_of_runs_made_one_by_one(query):
    now = state(query)
    found, landscape = computed.sweep_of(now, "Adam"), objective(now.model)
    settled = []
    for alpha in found.alpha[::6]:
        value = descend(Adam(float(alpha)), landscape, np.array(now.start), now.steps).value - landscape.minimum
        below = value <= 0.01 * value[0]
        settled.append(next((k for k in range(now.steps + 1) if below[k:].all()), -1))
    assert found.settled[::6].tolist() == settled


def test_the_best_rate_of_gradient_descent_on_gabor_lies_above_its_limit_and_bounces():
    model = objective(state(GABOR).model)
    limit = stability(GradientDescent(), model, model.minimisers[0]).limit
    assert f"{limit:.4f}" == "0.1765"
    assert BEST[GABOR]["GradientDescent"][0] > limit
    late = descend(GradientDescent(0.18), model, [-2.0, 20.0], 3000).value[-1000:]
    assert (f"{late.min():.3f}", f"{late.max():.3f}") == ("0.712", "0.729")


def test_one_rate_for_all_is_unfair():
    now = state(lesson("hyperparameters", "en").tries[0].query)
    firsts = {
        run.name: descend(computed.optimizer(run), LinearRegression(), np.array(now.start), 50).steps_to()
        for run in now.runs
    }
    assert firsts == {"GradientDescent": 23, "Momentum": 24, "Nesterov": 24, "NormalizedGradient": None, "Adam": None}
    ends = [descend(computed.optimizer(run), LinearRegression(), np.array(now.start), 50).value[-1] for run in now.runs]
    assert np.argmax(ends) == 4, "Adam is the last of five"


def test_rushing_through_is_not_arriving():
    now = state(LINE)
    found = computed.sweep_of(now, "Adam")
    fast, slow = (int(np.flatnonzero(found.alpha == alpha)[0]) for alpha in (0.75, 0.11))
    assert (found.first[fast], found.settled[fast]) == (7, 41)
    assert (found.first[slow], found.settled[slow]) == (25, 29)
    assert found.best(settled=False) == fast
    tiny = int(np.flatnonzero(found.alpha == 0.001)[0])
    assert found.first[tiny] == -1


def test_on_the_gabor_loss_momentum_and_nesterov_do_not_arrive_at_the_common_rate():
    now = state(lesson("hyperparameters", "en").tries[2].query)
    steps = {
        run.name: computed.cache.run(computed.cache.run_key(now, i)).trajectory.steps_to()
        for i, run in enumerate(now.runs)
    }
    assert steps["Momentum"] is None
    assert steps["Nesterov"] is None
    assert min((k, name) for name, k in steps.items() if k is not None)[1] == "NormalizedGradient"


def test_the_limits_of_convergence():
    top = float(curvature(LinearRegression(), np.zeros(2)).eigenvalues[-1])
    assert 2 / top == pytest.approx(0.040, abs=5e-4)
    limits = {Momentum: 3.8 / (0.1 * top), Nesterov: 3.8 / (2.8 * 0.1 * top)}
    assert limits[Momentum] == pytest.approx(0.760, abs=5e-4)
    assert limits[Nesterov] == pytest.approx(0.271, abs=5e-4)
    for kind, limit in limits.items():
        below, above = (
            descend(kind(alpha=factor * limit, beta=0.9), LinearRegression(), np.array((1.6, -0.8)), 2000).value[-1]
            for factor in (0.98, 1.02)
        )
        assert below < 1 < above or not np.isfinite(above)


def test_a_quarter_of_the_points_is_a_quarter_of_the_mean_step():
    now = state(lesson("hyperparameters", "en").tries[5].query)
    assert now.batch == 3
    assert len(objective(now.model).x) == 12


def test_ties_go_to_the_lower_final_loss_and_nothing_is_no_best():
    found = sweep(GradientDescent(), GaussianValley(), np.array((-0.7, -0.9)), 40, [1e-4, 0.3, 0.4, 0.45])
    best = found.best()
    same = np.flatnonzero(found.settled == found.settled[best])
    assert found.excess[best] == found.excess[same].min()
    assert sweep(GradientDescent(), GaussianValley(), np.array((-0.7, -0.9)), 3, [1e-4, 1e-3]).best() is None


def test_a_diverging_rate_is_never_best():
    found = sweep(GradientDescent(), LinearRegression(), np.array((1.6, -0.8)), 300, [0.02, 10.0])
    assert found.settled[1] == -1
    assert not np.isfinite(found.excess[1]) or found.excess[1] > 1e6
    assert found.best() == 0


@pytest.mark.parametrize("row", computed.ROWS)
@pytest.mark.parametrize("query", [LINE, GABOR, VALLEY, "optimizer=Newton", "optimizer=LineSearchDescent&alpha=0"])
def test_the_cells_of_a_board_differ_in_one_thing(row, query):
    cells = computed.variants(state(query), row)
    if row in {"batch", "schedule"} and query == VALLEY:
        assert cells == []
        return
    assert len(cells) >= 4
    assert len({to_query(cell) for _, _, cell in cells}) == len(cells)
    assert len({cell.start for _, _, cell in cells}) == 1
    assert all(cell.runs[0].name in OPTIMIZERS for _, _, cell in cells)


def test_the_exercise_is_the_limit_of_momentum():
    task = exercise(draw, "Ada")
    top, beta = task.numbers["curvature"], task.numbers["beta"]
    assert task.answer == pytest.approx(2 * (1 + beta) / ((1 - beta) * top))
    rule = dataclasses.replace(Momentum(), beta=beta)
    assert rule.beta == beta
