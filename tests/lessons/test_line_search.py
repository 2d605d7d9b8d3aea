"""Lesson: line search. Every number of its text, against the engine and the course's own."""

import json
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pytest

from playground.content import lesson
from playground.engine import (
    Gabor,
    GradientDescent,
    LineSearchDescent,
    bracket,
    critical_points,
    descend,
)
from playground.engine.curves import ThreeValleys, TwoDips
from playground.lessons.line_search.figures import CASES, angle_between, on_a_line, pictures, rule, thrown_away
from playground.link.playground import from_query, objective, optimizer

WORDS = lesson("line-search", "en")
REFERENCE = json.loads((Path(__file__).parents[1] / "data/reference.json").read_text())
NOTEBOOK = on_a_line(TwoDips())
VALLEYS = on_a_line(ThreeValleys())


def run_of(index):
    """The run that a try opens."""
    settings = from_query(parse_qs(WORDS.tries[index].query))[0]
    rule_, landscape = optimizer(settings.runs[0]), objective(settings.model)
    return descend(rule_, landscape, np.array(settings.start), settings.steps, record=True)


def gradients(run):
    return np.asarray(run.terms["gradient"])


def test_the_notebook_stops_by_count():
    found = bracket(NOTEBOOK, 0.0, 1.0, 1e-4, 10)
    assert f"{found.solution:.6f} {found.value:.6f}" == "0.383231 0.328758"
    gap = found.brackets[-1][2] - found.brackets[-1][1]
    assert f"{gap:.4f}" == "0.0057"
    assert int(gap / 1e-4) == 57
    assert [one.rule for one in pictures(found, NOTEBOOK) if 1 <= one.rule <= 3] == [2, 3, 2, 3, 2, 2, 3, 3, 2, 3]


def test_the_tolerance_takes_twenty_iterations():
    found = bracket(NOTEBOOK, 0.0, 1.0, 1e-4, 40)
    assert int(found.iterations) == 20
    assert f"{found.solution:.6f}" == "0.380347"
    assert f"{(2 / 3) ** 10:.3f}" == "0.017"


def test_the_notebook_s_function_has_one_stationary_point_and_four_inflections():
    (point,) = critical_points(TwoDips())
    assert f"{point.phi[0]:.6f} {point.value:.6f}" == "0.380322 0.328604"
    second = TwoDips().hessian(np.linspace(0, 1, 5001)[:, None])[:, 0, 0]
    assert np.count_nonzero(np.diff(np.sign(second))) == 4


def test_started_near_the_minimum_rule_one_halves_three_times():
    case = CASES[1]
    found = bracket(case.function, case.low, case.high, 1e-4, 40)
    rules = [one.rule for one in pictures(found, case.function)]
    assert rules[1:8:2] == [1, 1, 1, 2]
    assert found.brackets[-1][2] - found.brackets[-1][1] <= 1e-4


@pytest.mark.parametrize(("high", "solution", "value"), [(1.0, "0.188", "0.452"), (0.9, "0.520", "0.385")])
def test_bracketing_may_throw_the_lowest_valley_away(high, solution, value):
    found = bracket(VALLEYS, 0.0, high, 1e-4, 30)
    assert (f"{found.solution:.3f}", f"{found.value:.3f}") == (solution, value)
    kept = [row[0] <= 0.519996 <= row[3] for row in found.brackets]
    assert (kept.index(False) if False in kept else None) == (2 if high == 1.0 else None)


def test_the_three_valleys():
    minima = sorted((p.phi[0], p.value) for p in critical_points(ThreeValleys()) if p.kind == "minimum")
    assert [f"{phi:.3f}" for phi, _ in minima] == ["0.188", "0.520", "0.852"]
    known = [s["phi"] for s in REFERENCE["functions"]["own_1d"][0]["stationary"]]
    assert all(min(abs(np.array(known) - phi)) < 1e-9 for phi, _ in minima)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_rule_that_is_told_is_the_rule_that_was_used(case):
    found = bracket(case.function, case.low, case.high, 1e-6, 60)
    for before, after in zip(found.brackets[:-1], found.brackets[1:], strict=True):
        number = rule(case.function(before))
        a, b, c, d = before
        expected = {1: (a, (a + d) / 2), 2: (a, c), 3: (b, d)}[number]
        assert (after[0], after[3]) == pytest.approx(expected)


def test_what_is_thrown_away_is_what_the_next_bracket_leaves_out():
    found = bracket(NOTEBOOK, 0.0, 1.0, 1e-4, 10)
    movie = pictures(found, NOTEBOOK)
    assert len(movie) == 21
    for now, later in zip(movie[1::2], movie[2::2], strict=True):
        low, high = thrown_away(now)
        assert later.points[0] >= high or later.points[3] <= low + 1e-12
    assert thrown_away(movie[0]) is thrown_away(movie[-1]) is None


def test_exact_searches_turn_by_right_angles():
    run = run_of(3)
    g = gradients(run)
    assert [angle_between(a, b) for a, b in pairwise(g)] == pytest.approx([90.0] * 9, abs=1e-6)
    alphas = np.ravel(run.terms["alpha"])
    assert [f"{a:.4f}" for a in alphas[:3]] == ["0.0226", "0.1018", "0.0226"]


def test_bracketing_comes_close_and_two_brackets_do_not():
    for index, close in ((0, True), (4, False)):
        g = gradients(run_of(index))
        off = max(abs(angle_between(a, b) - 90) for a, b in pairwise(g))
        assert (off < 3) == close


def test_the_notebook_s_two_dimensional_search():
    rule_ = LineSearchDescent(0.1, 1e-5, 15)
    end = descend(
        rule_, objective(from_query(parse_qs("dataset=linear_notebooks"))[0].model), np.array([1.6, -0.5]), 10
    )
    assert end.phi[-1] == pytest.approx([0.867675, 0.467799], abs=1e-6)
    assert end.value[-1] == pytest.approx(0.213405, abs=1e-6)


def test_a_long_search_leaps_a_ridge():
    assert f"{run_of(5).value[-1]:.2f}" == "9.96"
    assert f"{descend(GradientDescent(0.1), Gabor(), np.array([3.0, 10.0]), 400).value[-1]:.2f}" == "5.51"


def test_an_angle_with_nothing_is_no_angle():
    assert np.isnan(angle_between(np.zeros(2), np.ones(2)))


def test_the_first_brackets_on_the_blackboard():
    found = bracket(NOTEBOOK, 0.0, 1.0, 1e-4, 10)
    for row in found.brackets[:3]:
        text = ", ".join(f"{v:.3f}".rstrip("0").rstrip(".") for v in row)
        assert re.search(re.escape(text), WORDS.blackboard), text
