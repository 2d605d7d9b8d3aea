"""Certificates against known theorems, known counts, and searches that know nothing of intervals."""

import numpy as np
import pytest
from scipy import optimize

from playground.engine import OBJECTIVES, Gabor, Quadratic
from playground.engine.base import Landscape
from playground.engine.expression import compile_program, parse
from playground.engine.own import OwnFunction
from playground.engine.proofs import certify, of_expression, roots
from playground.engine.proofs.enclosure import NAMES
from playground.engine.proofs.rules import curvature_by_rules
from playground.engine.types import Objective


class Formula(Objective):
    """A formula as a loss, for these tests."""

    dimension = window = None  # of the instance, not of the class

    def __init__(self, text, window):
        self.dimension, self.window = len(window), window
        self.expression = parse(text, NAMES[: self.dimension])
        self.enclosure = of_expression(self.expression, NAMES[: self.dimension])
        names = NAMES[: self.dimension]
        slopes = [self.expression.derivative(name) for name in names]
        bends = [slope.derivative(name) for slope in slopes for name in names]
        self.program = compile_program([self.expression, *slopes, *bends], names)

    def _all(self, phi):
        return self.program(**dict(zip(NAMES, np.moveaxis(np.asarray(phi, float), -1, 0), strict=False)))

    def value(self, phi):
        return self._all(phi)[0]

    def gradient(self, phi):
        return np.stack(self._all(phi)[1 : 1 + self.dimension], axis=-1)

    def hessian(self, phi):
        d = self.dimension
        return np.stack(self._all(phi)[1 + d :], axis=-1).reshape(*np.shape(phi)[:-1], d, d)


SQUARE = ((-1.0, 1.0), (-1.0, 1.0))


@pytest.mark.parametrize(
    ("text", "window", "convexity"),
    [
        ("x^2 + y^2 + 1.99cos(x)", ((-10, 10), (-10, 10)), "strictly convex"),
        ("x^2 + y^2 + 2.0000001cos(x)", ((-10, 10), (-10, 10)), "not convex"),
        ("ln(exp(x) + exp(y) + 1)", ((-3, 3), (-3, 3)), "strictly convex"),
        ("sqrt(1 + x^2 + y^2)", ((-5, 5), (-5, 5)), "strictly convex"),
        ("exp(x + y) + x^2 + y^2", ((-5, 5), (-5, 5)), "strictly convex"),
        ("x^4 + y^4", SQUARE, "convex"),
        ("(x - y)^2", SQUARE, "convex"),
        ("abs(x) + abs(y)", SQUARE, "convex"),
        ("sqrt(x^2 + y^2)", SQUARE, "convex"),
        ("max(x; y; 0)", SQUARE, "convex"),
        ("ln(exp(x) + exp(2y - x))", SQUARE, "convex"),
        ("x^4 + y^4 + x y/1000", SQUARE, "not convex"),
        ("-(x^2 + y^2)", SQUARE, "not convex"),
        ("x y", SQUARE, "not convex"),
        # A dimple a thousandth wide, which a grid of 200 points a side misses.
        ("x^2 + y^2 - 1e-5exp(-1e6((x - 0.3512)^2 + (y + 0.2134)^2))", SQUARE, "not convex"),
        ("x^4", ((-1, 1),), "convex"),
        ("x^2 + y^2 - 2x y", SQUARE, "convex"),
        ("x^2 + y^2 - 1.5x y + |x|", SQUARE, "strictly convex"),
        ("1,5x^2 + 2,5y^2", SQUARE, "strictly convex"),
        ("5", SQUARE, "convex"),
        ("y", SQUARE, "convex"),
        ("x^4 - x^2", ((-1, 1),), "not convex"),
        ("cosh(x)", ((-1, 1),), "strictly convex"),
    ],
)
def test_convexity_is_proved_or_disproved(text, window, convexity):
    # What is convex and no more stays so however many boxes are looked at: a few are enough here.
    found = certify(Formula(text, window), budget=2_000 if convexity == "convex" else 200_000)
    assert found.convexity == convexity
    if convexity == "not convex":
        assert np.linalg.eigvalsh(Formula(text, window).hessian(found.witness))[0] < 0


def test_what_boxes_and_rules_cannot_decide_is_left_undecided():
    # (x + y)² once more, but no rule sees it, and its Hessian is singular everywhere.
    found = certify(Formula("x^2 + 2x sin(y) / sin(y) y + y^2", ((1, 2), (1, 2))), budget=2000)
    assert found.convexity == "undecided"


KNOWN = {
    "LinearRegression": (1, 0, 0),
    "Gabor": (8, 12, 20),
    "GaussianValley": (1, 0, 0),
    "Quadratic": (1, 0, 0),
    "Saddle": (0, 0, 1),
    "Rosenbrock": (1, 0, 0),
    "Himmelblau": (4, 1, 4),
    "Beale": (1, 0, 2),
    "Rastrigin": (121, 100, 220),
    "TwoDips": (1, 0, 0),
    "ThreeValleys": (3, 2, 0),
    "ConvexCurve": (1, 0, 0),
}


@pytest.mark.parametrize("name", KNOWN)
def test_the_critical_points_of_a_landscape_are_these_and_no_others(name):
    landscape = OBJECTIVES[name]()
    found = certify(landscape)
    kinds = [point.kind for point in found.critical_points]
    assert tuple(map(kinds.count, ("minimum", "maximum", "saddle"))) == KNOWN[name]
    assert found.complete
    assert found.undecided == 0
    low, high = found.minimum
    assert high - low <= 1e-9 * max(1, abs(high))
    if landscape.minimum is not None:
        assert low <= landscape.minimum <= high + 1e-15
    else:  # the least loss lies on the rim of the window
        corners = optimize.brute(landscape.value, landscape.window, Ns=201, full_output=True, finish=None)[1]
        assert low <= corners <= high + 1e-6


def test_the_plateau_is_not_called_complete_for_its_level_stretch_is_degenerate():
    found = certify(OBJECTIVES["Plateau"]())
    assert [point.kind for point in found.critical_points] == ["minimum"]
    assert not found.complete
    assert found.undecided > 0


@pytest.mark.parametrize(("divisor", "count"), [(8.0, 26), (16.0, 37), (64.0, 42)])
def test_gabor_of_other_widths_is_counted_too(divisor, count):
    found = certify(Gabor(divisor=divisor))
    assert len(found.critical_points) == count
    assert found.complete


def test_a_list_with_a_point_left_out_or_a_false_one_is_not_called_complete(monkeypatch):
    landscape = OBJECTIVES["Himmelblau"]()
    search = roots.critical_points
    for k in range(9):
        monkeypatch.setattr(roots, "critical_points", lambda *a, k=k: [p for i, p in enumerate(search(*a)) if i != k])
        assert not certify(landscape, budget=20_000).complete
    false = search(landscape)[0].__class__(np.array([1.0, 1.0]), 0.0, 1.0, np.ones(2), "minimum")
    monkeypatch.setattr(roots, "critical_points", lambda *a: [*search(*a), false])
    found = certify(landscape, budget=20_000)
    assert len(found.critical_points) == 9


def test_an_independent_search_finds_no_other_point_of_gabor():
    landscape = Gabor()
    proved = np.array([point.phi for point in certify(landscape).critical_points])
    low, high = np.array(landscape.window).T
    for start in np.random.default_rng(3).uniform(low, high, (200, 2)):
        found = optimize.root(landscape.gradient, start, jac=landscape.hessian, tol=1e-13)
        if (found.x < low).any() or (found.x > high).any():
            continue
        newton = np.linalg.lstsq(landscape.hessian(found.x), landscape.gradient(found.x), rcond=None)[0]
        if np.linalg.norm(newton) < 1e-8:
            assert np.linalg.norm(proved - found.x, axis=1).min() < 1e-6


@pytest.mark.parametrize("kind", OBJECTIVES.values(), ids=list(OBJECTIVES))
def test_every_landscape_is_enclosed(kind):
    """Value, gradient and Hessian at random points of random boxes lie within the bounds, for every landscape."""
    landscape = kind()
    rng = np.random.default_rng(7)
    low, high = np.array(landscape.window).T
    centre = rng.uniform(low, high, (40, landscape.dimension)).T
    radius = rng.uniform(1e-6, 0.1, centre.shape) * (high - low)[:, None]
    found = landscape.enclosure(centre, radius)
    for _ in range(20):
        shift = rng.uniform(-1, 1, centre.shape) * radius
        phi = (centre + shift).T
        value, gradient = landscape.value(phi), landscape.gradient(phi).T
        hessian = np.moveaxis(landscape.hessian(phi), 0, -1)
        slack = 1e-9 * (1 + np.abs(value))
        assert ((found.value.low - slack <= value) & (value <= found.value.high + slack)).all()
        linear = found.gradient + np.einsum("ijn,jn->in", found.hessian, shift)
        assert (np.abs(gradient - linear) <= found.remainder * (1 + 1e-9) + 1e-9 * (1 + np.abs(gradient))).all()
        assert (np.abs(hessian - found.hessian) <= found.spread * (1 + 1e-9) + 1e-9 * (1 + np.abs(hessian))).all()


@pytest.mark.parametrize("kind", [kind for kind in OBJECTIVES.values() if kind().expression is not None])
def test_a_landscapes_own_derivatives_are_those_of_its_formula(kind):
    """Two derivations of the same thing, one by hand and one by rule."""
    landscape: Landscape = kind()
    formula, names = landscape.expression, NAMES[: landscape.dimension]
    low, high = np.array(landscape.window).T
    phi = np.random.default_rng(5).uniform(low, high, (300, landscape.dimension))
    given = dict(zip(names, phi.T, strict=True))
    value, gradient, hessian = landscape.value(phi), landscape.gradient(phi), landscape.hessian(phi)
    scale = np.abs(value).max()
    assert np.allclose(formula(**given), value, rtol=1e-9, atol=1e-12 * scale)
    for i, one in enumerate(names):
        slope = formula.derivative(one)
        assert np.allclose(slope(**given), gradient[:, i], rtol=1e-9, atol=1e-12 * np.abs(gradient).max())
        for j, other in enumerate(names):
            bend = slope.derivative(other)(**given)
            assert np.allclose(bend, hessian[:, i, j], rtol=1e-9, atol=1e-12 * np.abs(hessian).max())


def test_a_proof_can_be_interrupted_and_says_what_it_cannot_do():
    class StopError(Exception):
        pass

    def stop():
        raise StopError

    with pytest.raises(StopError):
        certify(Gabor(), pause=stop)
    with pytest.raises(ValueError, match="two parameters"):
        certify(Quadratic(matrix=np.eye(3)))


@pytest.mark.parametrize(
    ("text", "curvature"),
    [
        ("3", "constant"),
        ("2x - y/3 + 1", "affine"),
        ("(2x - y)^2 + |x|", "convex"),
        ("-exp(x)", "concave"),
        ("sqrt(x + 2)", "concave"),
        ("1/(x + 2)", "convex"),
        ("-ln(x + 2)", "convex"),
        ("min(x; y)", "concave"),
        ("exp(x^2)", "convex"),
        ("(x + 3)^1.5", "convex"),
        ("2^x", "convex"),
        ("x*x", "convex"),
        ("(x^2)^2", "convex"),
        ("x^3", "unknown"),
        ("x y", "unknown"),
        ("x^2 - y^2", "unknown"),
        ("sin(x)", "unknown"),
        ("sqrt(x)", "unknown"),
        ("(x^2 - 1)^2", "unknown"),
    ],
)
def test_rules_of_convexity(text, curvature):
    assert curvature_by_rules(parse(text), NAMES, SQUARE) == curvature


@pytest.mark.parametrize(
    "text",
    ["x/0", "log(-1)", "9**9**9**9", "sqrt(-1)*x", "x^2 + 0/0", "exp(1000)*x^2", "x^2 + 10^308*10", "max(x; 1/0)"],
)
def test_of_what_is_defined_nowhere_or_infinite_nothing_is_proved(text):
    found = certify(OwnFunction(text, SQUARE), budget=2_000)
    assert (found.convexity, found.complete, found.minimum) == ("undecided", False, None)


@pytest.mark.parametrize(
    "text", ["0*log(x) + x^2", "x^2 + y^2 + 0*sqrt(x)", "x^2 + y^2 + sign(1 + sqrt(x))", "exp(exp(9x))", "-ln(x)"]
)
def test_what_is_defined_on_a_part_of_the_window_is_not_called_convex(text):
    found = certify(OwnFunction(text, SQUARE), budget=2_000)
    assert found.convexity == "undecided"
    assert "part of the window" in found.reason


@pytest.mark.parametrize(
    "text", ["max(x; y)^2", "-|x|", "-x*sign(x)", "x^2 - |x| - |y|", "min(x; y)", "sign(x)", "-sqrt(x^2)"]
)
def test_a_chord_proves_that_kinks_are_not_convex(text):
    found = certify(OwnFunction(text, SQUARE), budget=2_000)
    assert (found.convexity, found.witness) == ("not convex", None)
    one, other = found.chord
    value = parse(text)
    ends = [float(value(**dict(zip(NAMES, phi, strict=True)))) for phi in (one, other)]
    middle = float(value(**dict(zip(NAMES, (one + other) / 2, strict=True))))
    assert middle > sum(ends) / 2


@pytest.mark.parametrize(
    ("text", "is_convex"),
    [
        ("0.1x^2 + 0.1y^2 - 0.2x y", True),
        ("0.3x^2 - 0.1x^2 - 0.2x^2", True),
        ("(1000000.1 - 1000000)x^2 - 0.1x^2", True),
        ("3.141592653589793x^2 - pi*x^2", False),  # −2e-16 x²
        ("exp(-1000)*x^4 - exp(-1000)*y^4", False),
    ],
)
def test_a_number_is_what_was_typed_and_not_its_double(text, is_convex):
    assert certify(OwnFunction(text, SQUARE), budget=2_000).convexity == ("convex" if is_convex else "undecided")


@pytest.mark.parametrize(("text", "least"), [("x^101", -1), ("x^(0.1*10)", -1), ("x^200", 0), ("|x|^0.5", 0)])
def test_the_least_loss_of_a_power_is_that_of_negative_numbers_too(text, least):
    low, high = certify(OwnFunction(text, SQUARE), budget=2_000).minimum or (least, least)
    assert low <= least <= high


def test_of_what_is_strictly_convex_one_root_is_all():
    found = certify(OBJECTIVES["LogisticCurve"]())
    low, high = found.minimum
    assert found.complete
    assert found.boxes == 0
    assert low <= OBJECTIVES["LogisticCurve"]().minimum <= high + 1e-12
    assert high - low < 1e-9
