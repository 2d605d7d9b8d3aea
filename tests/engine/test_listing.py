"""The lines that are shown as a run's code: anybody can run them, and they make the same run."""

import contextlib
import io

import numpy as np
import pytest

from playground.engine import OBJECTIVES, OPTIMIZERS, Minibatches, descend
from playground.engine.listing import listing
from playground.engine.schedules import SCHEDULES

STEPS = 12


def run(code):
    """What the lines leave behind."""
    left = {}
    with contextlib.redirect_stdout(io.StringIO()) as out, np.errstate(all="ignore"):
        exec(compile(code, "listing", "exec"), left)
    assert out.getvalue().strip()
    return left["phi"]


@pytest.mark.parametrize("name", list(OPTIMIZERS))
@pytest.mark.parametrize(
    "model", [name for name, kind in OBJECTIVES.items() if len(getattr(kind(), "window", ())) == 2]
)
def test_the_lines_of_every_rule_run_and_make_the_same_run(name, model):
    objective = OBJECTIVES[model]()
    rule, start = OPTIMIZERS[name]().suggest(objective), np.array(next(iter(objective.starts.values()), (0.3, 0.2)))
    with np.errstate(all="ignore"):
        expected = descend(rule, objective, start, STEPS).phi[-1]
    np.testing.assert_allclose(run(listing(rule, objective, start, STEPS)), expected, rtol=1e-12)


@pytest.mark.parametrize("name", ["GradientDescent", "LineSearchDescent", "Nesterov", "Adam"])
@pytest.mark.parametrize("schedule", [None, "InverseTime", "Cosine"])
def test_minibatches_and_schedules_are_in_the_lines(name, schedule):
    objective, start = OBJECTIVES["Gabor"](divisor=8.0), np.array([-2.0, 20.0])
    rule, batches = OPTIMIZERS[name](), Minibatches(size=5, seed=3)
    decay = None if schedule is None else SCHEDULES[schedule]()
    expected = descend(rule, objective, start, STEPS, batches=batches, schedule=decay).phi[-1]
    np.testing.assert_allclose(run(listing(rule, objective, start, STEPS, batches, decay)), expected, rtol=1e-12)


def test_the_lines_are_the_courses():
    code = listing(OPTIMIZERS["Momentum"](alpha=0.1, beta=0.8), OBJECTIVES["LinearRegression"](), (1.6, -0.8), 50)
    assert "alpha = 0.1" in code
    assert "    gradient = objective.gradient(phi)\n    m = beta * state + (1 - beta) * gradient\n" in code
    assert "N_(" not in code
    assert "self" not in code


@pytest.mark.parametrize("choice", ["alpha", "alpha_beta"])
def test_a_choice_leaves_one_branch(choice):
    code = listing(OPTIMIZERS["Nesterov"](lookahead=choice), OBJECTIVES["Quadratic"](), (1.0, 1.0), 3)
    assert ("beta * state)" in code) == (choice == "alpha_beta")
    assert "if" not in code.split("for t")[1]


def test_what_the_new_phi_does_not_depend_on_is_left_out():
    code = listing(OPTIMIZERS["Adam"](), OBJECTIVES["Quadratic"](), (1.0, 1.0), 3)
    assert "raw_step" not in code
    assert "m_hat" in code
