"""Own functions: the small cases a lecturer would type, what is proposed for them, and what is refused."""

import math

import numpy as np
import pytest

from playground.engine import (
    GradientDescent,
    LinearRegression,
    Minibatches,
    OwnCurve,
    OwnFunction,
    OwnModel,
    certify,
    critical_points,
    curvature,
    descend,
    survey,
)
from playground.engine.expression import FormulaError, Program, parse
from playground.engine.proposed import remarks
from playground.engine.stability import stability

HALF = math.sqrt(0.5)


def value(formula, x=1.0, y=2.0):
    return float(OwnFunction(formula=formula).value([x, y]))


# ---------------------------------------------------------------- the table of small cases


def test_a_bell_has_its_maximum_where_det_h_is_4():
    bell = OwnFunction(formula="exp(-x^2-y^2)")
    assert bell.value([[0, 0], [1, 0]]) == pytest.approx([1, 0.367879], abs=1e-6)
    here = curvature(bell, [0.0, 0.0])
    assert (here.determinant, here.kind, here.stationary) == (4.0, "maximum", True)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("-2^2", -4),
        ("2^3^2", 512),
        ("2^-1", 0.5),
        ("2x(x+1)", 4),
        ("x(x+3)", 4),
        ("xy", 2),
        ("e^x(2x+2y)", 16.3097),
        ("sin 2x", 0.909297),
        ("sen 2x", 0.909297),
    ],
)
def test_values_at_1_2(formula, expected):
    assert value(formula) == pytest.approx(expected, rel=1e-6)


def test_decimal_commas_and_typographic_signs():
    bowl = OwnFunction(formula="1,5x^2 + 2,5y^2")
    np.testing.assert_array_equal(bowl.hessian([0.3, 0.4]), np.diag([3.0, 5.0]))
    valley = OwnFunction(formula="x²+y²−2x·y")
    np.testing.assert_array_equal(valley.hessian([0.3, 0.4]), [[2, -2], [-2, 2]])
    assert valley.convexity.kind == "convex"
    assert valley.minimum == 0
    assert stability(GradientDescent(), valley, valley.minimisers[0]).limit == 0.5


@pytest.mark.parametrize(("text", "english"), [("max(1,5)", 5.0), ("1.500x", 1.5)])
def test_two_readings_are_refused_on_the_spanish_page(text, english):
    with pytest.raises(FormulaError) as refused:
        parse(text, decimal_comma=True)
    assert len(refused.value.values) >= 2  # both readings
    assert float(parse(text, decimal_comma=False)(x=np.array(1.0), y=np.array(1.0))) == english


def test_a_constant_a_trough_and_a_plane():
    for formula, words in (("5", "nothing moves"), ("x^2", ""), ("y", "not bounded below")):
        landscape = OwnFunction(formula=formula)
        assert words in " ".join(note.message for note in remarks(landscape))
        assert landscape.convexity.kind == "convex"
        assert critical_points(landscape) == []
    assert not survey(OwnFunction(formula="x^2")).isolated
    plane = certify(OwnFunction(formula="y"))
    assert (plane.complete, plane.critical_points) == (True, ())
    assert OwnFunction(formula="y").minimum is None


def test_a_cone_is_reached_and_is_no_stationary_point():
    run = descend(GradientDescent(0.5), OwnFunction(formula="sqrt(x^2+y^2)"), [0.3, 0.4], 20)
    np.testing.assert_array_equal(run.phi[1:], np.zeros((20, 2)))
    assert np.isfinite(run.value).all()
    assert run.state == "kink"
    assert run.end.kind != "saddle"
    assert not run.end.stationary


def test_a_roof_makes_a_path_bounce_for_ever():
    run = descend(GradientDescent(0.1), OwnFunction(formula="abs(x)+abs(y)"), [0.95, 0.45], 400)
    np.testing.assert_allclose(np.abs(run.phi[-20:]), 0.05, atol=1e-12)
    assert run.state == "moving"
    assert (np.sign(run.phi[-20:-1]) == -np.sign(run.phi[-19:])).all()


def test_minima_whose_determinant_is_0():
    points = survey(OwnFunction(formula="x^4+y^4-y^2")).points
    found = sorted((round(p.phi[1], 5), round(p.value, 9)) for p in points)
    assert found == [(-0.70711, -0.25), (0.0, 0.0), (0.70711, -0.25)]
    assert all(abs(p.phi[0]) < 1e-6 and p.determinant == pytest.approx(0, abs=1e-9) for p in points)


def test_a_pole_throws_a_path_far_away():
    landscape = OwnFunction(formula="1/x+x+y^2")
    run = descend(GradientDescent(0.1), landscape, [0.1, 0.0], 1)
    np.testing.assert_allclose(run.phi[1], [10, 0], rtol=1e-12)
    minimum = next(p for p in critical_points(landscape) if p.kind == "minimum")
    assert (minimum.phi.tolist(), minimum.value) == (pytest.approx([1, 0], abs=1e-9), pytest.approx(2))
    assert "pole" in " ".join(note.message for note in remarks(landscape))
    low, high = landscape.limits
    assert low < -2 < 2 < high < 100


def test_what_is_not_defined_has_no_determinant():
    here = curvature(OwnFunction(formula="x*y*(x^2-y^2)/(x^2+y^2)"), [0.0, 0.0])
    assert here.kind == "undefined"
    assert np.isnan(here.determinant)
    assert not here.stationary


def test_goldstein_and_price_with_a_slip_of_the_pen():
    formula = "(1+(x+y+1)^2(19-14x+3x^2-14y+6x^2+3y^2))(30+(2x-3y)^2(18-32x+12x^2+48y-36xy+27y^2))"
    slip = OwnFunction(formula=formula, window=((-2, 2), (-2, 2)))
    right = OwnFunction(formula=formula.replace("6x^2", "6xy"), window=((-2, 2), (-2, 2)))
    for landscape in (slip, right):
        here = curvature(landscape, [0.0, -1.0])
        assert landscape.value([0, -1]) == 3
        assert (here.kind, here.stationary) == ("minimum", True)
    low, high = certify(right).minimum
    assert low <= 3 <= high + 1e-9
    assert certify(slip).minimum[1] < -100_000
    wide = critical_points(slip, ((-3, 3), (-3, 3)))[0]
    np.testing.assert_allclose(wide.phi, [0.72684, 2.89115], atol=1e-5)


# ---------------------------------------------------------------- as landscapes


def test_the_window_is_given_or_proposed():
    assert OwnFunction().window == ((-3.0, 3.0), (-3.0, 3.0))
    given = OwnFunction(formula="x y", window=((-1, 1), (0, 2.5)))
    assert given.window == ((-1.0, 1.0), (0.0, 2.5))
    assert OwnFunction(formula="x y", window="-1,1,0,2.5") == given
    assert OwnFunction(formula="exp(-100(x^2 + y^2))").window == ((-0.6, 0.6), (-0.6, 0.6))
    assert OwnFunction(formula="(x-50)^2 + y^2").window == ((47.0, 53.0), (-3.0, 3.0))
    (low, high), _ = OwnFunction(formula="log(x) - x + y^2").window
    assert low == 0 < high
    for wrong in (((1, 1), (0, 1)), ((0, 1),), "0,1,2", "a", ((0, math.inf), (0, 1))):
        with pytest.raises(ValueError, match=r"must lie in|window"):
            OwnFunction(formula="x", window=wrong)


@pytest.mark.parametrize(
    "formula", ["x^2 + 3y^2", "x^4 + y^4 - y^2", "sin(x)cos(y)", "1/x + x + y^2", "(1-x)^2 + 100(y-x^2)^2", "|x| + |y|"]
)
def test_the_proposed_run_falls_and_stays(formula):
    landscape = OwnFunction(formula=formula)
    run = descend(GradientDescent(landscape.alpha), landscape, landscape.starts["default"], landscape.steps)
    assert run.value[-1] < run.value[0]
    assert run.state != "diverged"
    assert (np.diff(run.value) <= 1e-9 + landscape.alpha * 2).all()


def test_values_of_one_parameter():
    curve = OwnCurve()
    assert curve.value([HALF]) == pytest.approx(-0.25)
    assert curve.gradient([1.0]).tolist() == [2.0]
    assert curve.hessian([1.0]).tolist() == [[10.0]]
    tip = descend(GradientDescent(0.25), OwnCurve(formula="|x|"), [1.0], 10)
    assert (tip.phi[-1].tolist(), tip.state) == ([0.0], "kink")


def test_smooth_places_beside_a_kink_stay_smooth():
    roof = OwnFunction(formula="max(x, y) + x^2")
    assert roof.kinks(np.array([[0.5, 0.5], [0.5, 0.4], [0.0, -1.0]])).tolist() == [True, False, False]
    assert OwnFunction().kinks(np.zeros((3, 2))) is None
    step = OwnFunction(formula="sign(x)")
    assert step.kinks(np.array([[0.0, 0.0], [1.0, 0.0]])).tolist() == [True, False]


@pytest.mark.parametrize("formula", ["", "x +", "import os", "__import__('os')", "z", "9" * 301])
def test_what_is_no_formula_is_refused(formula):
    with pytest.raises(ValueError, match="must lie in"):
        OwnFunction(formula=formula)


def test_monsters_are_numbers_or_refused():
    tower = OwnFunction(formula="9**9**9**9 + x + y")
    assert np.isinf(tower.value([0.0, 0.0]))
    assert tower.window
    assert tower.alpha > 0


@pytest.mark.parametrize("formula", ["x^y^" * 30 + "2", "*".join(f"sin({k}x+{k}y)" for k in range(1, 22))])
def test_a_window_is_proposed_within_a_budget_of_work(formula, monkeypatch):
    done, run = [], Program._run
    monkeypatch.setattr(Program, "_run", lambda self, given: done.append(len(self.steps)) or run(self, given))
    found = OwnFunction(formula=formula + "+0").window
    assert sum(done) < 60_000  # operations on arrays; without a budget twice and three times as many
    assert found == OwnFunction(formula=formula).window


# ---------------------------------------------------------------- own models


def central(function, phi, h=1e-5):
    """The derivative of `function` along each parameter, by central differences, on a new last axis."""
    return np.stack([(function(phi + s) - function(phi - s)) / (2 * h) for s in h * np.eye(2)], axis=-1)


@pytest.mark.parametrize("formula", ["a*exp(b*x)", "a*x/(b+x)", "a+b*x", "sin(a*x+b)"])
def test_a_typed_model_is_fitted_by_least_squares(formula):
    x, y = np.array([0.5, 1.0, 2.0, 3.0]), np.array([1.0, 0.5, -0.3, 0.2])
    model = OwnModel(formula=formula, x=x, y=y, window=((0.2, 1), (0.2, 1)))
    phi = np.random.default_rng(1).uniform(0.3, 1.0, (5, 2))
    by_hand = {
        "a*exp(b*x)": lambda a, b: a * np.exp(b * x),
        "a*x/(b+x)": lambda a, b: a * x / (b + x),
        "a+b*x": lambda a, b: a + b * x,
        "sin(a*x+b)": lambda a, b: np.sin(a * x + b),
    }[formula]
    expected = [((by_hand(a, b) - y) ** 2).sum() for a, b in phi]
    np.testing.assert_allclose(model.value(phi), expected, rtol=1e-12)
    np.testing.assert_allclose(model.gradient(phi), central(model.value, phi), rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(model.hessian(phi), central(model.gradient, phi), rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(model.batch([0, 2]).value(phi[0]), ((by_hand(*phi[0]) - y) ** 2)[[0, 2]].sum())
    assert str(model.latex).startswith(r"\sum_{i=1}^{4}")


def test_proofs_of_a_typed_model_are_of_its_loss_and_not_of_what_was_typed():
    model = OwnModel(formula="a*exp(b*x)")
    assert model.expression is None
    found = certify(model)
    assert (found.convexity, found.complete) == ("not convex", True)
    assert [round(p.value, 3) for p in found.critical_points] == [0.265]
    low, high = found.minimum
    assert low <= model.value(found.critical_points[0].phi) <= high
    grid = np.random.default_rng(4).uniform(-3, 3, (2000, 2))
    assert model.value(grid).min() >= low


def test_the_typed_line_is_the_courses_line():
    typed, line = OwnModel(formula="a + b x"), LinearRegression()
    phi = np.random.default_rng(2).normal(size=(50, 2))
    for mine, ours in zip(
        (typed.value(phi), typed.gradient(phi), typed.hessian(phi)),
        (line.value(phi), line.gradient(phi), line.hessian(phi)),
        strict=True,
    ):
        np.testing.assert_allclose(mine, ours, rtol=1e-9, atol=1e-9)
    batches = Minibatches(4, 1)
    one = descend(GradientDescent(0.02), typed, [1.6, -0.8], 20, batches)
    other = descend(GradientDescent(0.02), line, [1.6, -0.8], 20, batches)
    np.testing.assert_allclose(one.phi, other.phi, rtol=1e-9)
    assert typed.window[0][0] < line.minimisers[0, 0] < typed.window[0][1]


@pytest.mark.parametrize("window", ["", "-1,1,-1,1", "-10,10,-10,10"])
@pytest.mark.parametrize("formula", ["exp(-100(x^2 + y^2))", "1 - exp(-100(x - 0.77)^2 - 100(y + 0.13)^2)"])
def test_a_narrow_bell_is_shown_and_a_run_starts_on_its_flank(formula, window):
    bell = OwnFunction(formula, window)
    middle = np.array([0.77, -0.13]) if "0.77" in formula else np.zeros(2)
    low, high = np.array(bell.window).T
    assert ((low < middle) & (middle < high)).all()
    assert np.linalg.norm(bell.gradient(np.array(bell.starts["default"]))) > 1
    assert 1e-4 < bell.alpha < 10
