"""Typed models of raw data: fits that others have published, windows that show them, starts from which runs fall."""

import numpy as np
import pytest

from playground.engine import GradientDescent, OwnModel, descend
from playground.engine.data import DATASETS
from playground.engine.estimates import best_fit

PUROMYCIN = ([0.02, 0.02, 0.06, 0.06, 0.11, 0.11, 0.22, 0.22, 0.56, 0.56, 1.1, 1.1],
             [76, 47, 97, 107, 123, 139, 159, 152, 191, 201, 207, 200])  # fmt: skip
PLANETS = ([0.387, 0.723, 1, 1.524, 5.203, 9.537], [87.97, 224.7, 365.26, 686.98, 4332.6, 10759.2])
YEARS = np.arange(1990.0, 2020.0)

CASES = [
    ("a*x/(b + x)", *PUROMYCIN, (212.7, 0.0641)),  # Bates and Watts, Nonlinear Regression Analysis (1988), table A1.3
    ("a*x^b", *PLANETS, (365.3, 1.5)),  # Kepler's third law, in days
    ("a + b*x", [1000, 2000, 4000], [200000, 250000, 300000], (175000, 225 / 7)),
    ("a + b*x", YEARS, 3 * YEARS - 5900, (-5900, 3)),
    ("a + b*x", np.arange(9) * 1e-15, np.arange(9) + 2.0, (2, 1e15)),
    ("a*x + b", np.arange(9) * 1e9, np.arange(9) * 3e9 + 5e8, (3, 5e8)),
    ("a*exp(b*x)", np.linspace(0, 10, 21), 50 * np.exp(-0.4 * np.linspace(0, 10, 21)), (50, -0.4)),
]


@pytest.mark.parametrize(("formula", "x", "y", "known"), CASES, ids=[f"{f} {k}" for f, *_, k in CASES])
def test_the_published_fit_is_found_and_seen_and_a_run_falls_towards_it(formula, x, y, known):
    model = OwnModel(formula=formula, x=x, y=y)
    assert best_fit(model.residuals, model.x, model.y) == pytest.approx(known, rel=2e-3)
    for (low, high), at in zip(model.window, known, strict=True):
        assert low < at < high
    run = descend(GradientDescent(model.alpha), model, np.array(model.starts["default"]), 20)
    assert run.value[-1] < run.value[0]
    assert run.diverged_at is None


def test_the_courses_data_keep_the_window_they_had():
    course = DATASETS["linear"]
    assert OwnModel().window == OwnModel(x=course.x, y=course.y).window == ((-3.0, 3.0), (-3.0, 3.0))


@pytest.mark.parametrize(("x", "y"), [([0.1] * 3, [1, 2, 3]), ([2], [3]), ([1, 2, 3], [5, 5, 5]), ([1, 1], [0, 0])])
def test_data_that_leave_a_parameter_open_have_a_window_of_their_size(x, y):
    for formula in ("a + b*x", "a*exp(b*x)", "a + 0*b"):
        sides = np.ptp(OwnModel(formula=formula, x=x, y=y).window, axis=1)
        assert (sides > 0.1).all()
        assert (sides < 100).all()


def test_a_model_that_is_defined_nowhere_has_no_fit():
    model = OwnModel(formula="a + b + log(0*x - 1)", x=[1, 2], y=[1, 2])
    assert best_fit(model.residuals, model.x, model.y) is None
