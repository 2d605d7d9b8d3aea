"""Every number of the lesson on convexity, against the engine."""

import base64
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest

from playground import worksheets
from playground.content import lesson
from playground.engine import (
    ConvexCurve,
    Gabor,
    LinearRegression,
    Plateau,
    Quadratic,
    Saddle,
    ThreeValleys,
    TwoDips,
    curvature,
    verdict,
)
from playground.engine.convexity import chord
from playground.engine.critical import critical_points
from playground.engine.curvature import profile
from playground.engine.expression import Program
from playground.engine.quartic import Quartic
from playground.i18n import translator
from playground.lessons.convexity import curve as curve_figures
from playground.lessons.convexity import figures, followed
from playground.lessons.convexity.curve import stationary
from playground.lessons.convexity.exercise import draw
from playground.lessons.convexity.settings import CURVES, MATRICES, from_query
from playground.link.fields import to_pairs

WORDS = lesson("convexity", "en")


def opened(query):
    """What a link to the lesson opens."""
    return from_query(parse_qs(query))[0]


DOME, VALLEY = figures.quadratic((-2, -2, 0)), figures.quadratic((2, 2, 2))


def test_each_state_shows_its_own_case():
    shown = [opened(one.query).case or opened(one.query).model.name for one in WORDS.tries]
    assert shown == [*CURVES, "LinearRegression", "Gabor", *MATRICES, "Saddle"]
    assert [opened(q.query).case for q in WORDS.questions] == ["search", "", "dome"]


@pytest.mark.parametrize(
    ("query", "case", "point", "rest"),
    [
        ("model=Quadratic&start=0.3,0", "convex", 0.3, {}),
        ("model=Quadratic&start=0.34,1&chord=0.2,0.7", "valleys", 0.34, {"chord": (0.2, 0.7)}),
        ("model=Quadratic&start=0.65,2", "plateau", 0.65, {}),
        ("model=Quadratic&start=0.5,3", "search", 0.5, {}),
        ("model=Quadratic&start=0,4&chord=-9,0.5", "quartic", 0.0, {"chord": (-1.0, 0.5)}),
        ("model=Quadratic&start=0,7", "dome", 0.0, {"hessian": (-2.0, -2.0, 0.0)}),
        ("model=Quadratic&start=0,8&hessian=1.5,9,0", "valley", 0.0, {"hessian": (1.5, 4.0, 0.0)}),
        ("model=Quadratic&start=0.3,99", "convex", 0.3, {}),
        ("model=Quadratic&start=0.3,-1", "convex", 0.3, {}),
        ("model=Quadratic&start=1e5,1e5", "convex", 1.0, {}),
        ("model=Quadratic&start=0.3,2.4", "plateau", 0.3, {}),
        ("model=Quadratic&start=x", "convex", 0.0, {}),
        ("model=Quadratic", "convex", 0.0, {}),
    ],
)
def test_links_of_the_year_in_which_a_start_carried_the_case_open_what_they_opened(query, case, point, rest):
    now = opened(query)
    assert (now.case, now.point, now.model.name) == (case, (point,), "LinearRegression")
    assert {name: getattr(now, name) for name in rest} == rest
    assert opened(urlencode(to_pairs(now), safe=",")) == now


# One dimension


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("convex", [(np.log(300) / 10, "minimum")]),
        (
            "valleys",
            [
                (0.188139, "minimum"),
                (0.343583, "maximum"),
                (0.519996, "minimum"),
                (0.711731, "maximum"),
                (0.851503, "minimum"),
            ],
        ),
        ("plateau", [(0.3, "minimum"), (0.65, "degenerate")]),
        ("search", [(0.380321528824, "minimum")]),
        ("quartic", [(0.0, "minimum")]),
    ],
)
def test_the_stationary_points(name, expected):
    found = stationary(name)
    assert [kind for _, _, kind in found] == [kind for _, kind in expected]
    assert [p for p, _, _ in found] == pytest.approx([p for p, _ in expected], abs=5e-6)


def test_which_curves_are_convex():
    kinds = [verdict(curve()).kind for curve in (ConvexCurve, ThreeValleys, Plateau, TwoDips, Quartic)]
    assert kinds == ["strictly convex", "not convex", "not convex", "not convex", "strictly convex"]


def test_the_line_search_example_has_one_valley_and_breaks_a_chord():
    curve = TwoDips()
    found = chord(curve, 0.35, 0.65)
    assert found.t[50] == 0.5
    assert (found.curve[50], found.chord[50]) == pytest.approx((0.4546, 0.4209), abs=5e-5)
    assert found.gap[50] < 0
    x = np.linspace(0, 1, 100_001)
    second = curve.hessian(x[:, None])[:, 0, 0]
    changes = x[1:][np.diff(np.sign(second)) != 0]
    assert changes == pytest.approx([0.257884, 0.452800, 0.606030, 0.873582], abs=2e-5)
    assert (second[(x > 0.453) & (x < 0.606)] < 0).all()
    assert curve.hessian(curve.minimisers)[0, 0, 0] == pytest.approx(36.83, abs=0.005)


def test_the_chords_with_which_the_curves_open():
    holds = [chord(case.curve, *case.chord).holds for case in CURVES.values()]
    assert holds == [True, False, False, False, True]
    for case in CURVES.values():
        _, below = curve_figures._chord(case.curve, case.chord)
        assert below.any() != chord(case.curve, *case.chord).holds
    _, below = curve_figures._chord(TwoDips(), (0.4, 0.4))
    assert not below.any()


def test_the_quartic_is_flat_at_its_minimum():
    curve, x = Quartic(), np.linspace(-1, 1, 41)[:, None]
    assert curve.hessian(np.zeros(1))[0, 0] == 0
    h = 1e-6
    slope = (curve.value(x + h) - curve.value(x - h)) / (2 * h)
    np.testing.assert_allclose(curve.gradient(x)[:, 0], slope, atol=1e-8)
    bend = (curve.gradient(x + h) - curve.gradient(x - h))[:, 0] / (2 * h)
    np.testing.assert_allclose(curve.hessian(x)[:, 0, 0], bend, atol=1e-8)
    assert all(chord(curve, a, b).holds for a in (-1, -0.5, 0, 0.2) for b in (0.3, 0.6, 1))


# Two dimensions


def test_linear_regression():
    model = LinearRegression()
    here = curvature(model, np.array([[0.0, 0.0], [5.0, -3.0]]))
    np.testing.assert_allclose(here.hessian, [[[24, 22.82], [22.82, 30.0242]]] * 2, atol=1e-12)
    assert here.determinant == pytest.approx([199.8284] * 2)
    assert here.trace == pytest.approx([54.0242] * 2)
    assert here.eigenvalues[0] == pytest.approx([3.994, 50.030], abs=5e-4)
    assert len(model.x) == 12
    assert (model.x.sum(), (model.x**2).sum()) == pytest.approx((11.41, 15.0121))
    assert here.determinant == pytest.approx([4 * (12 * 15.0121 - 11.41**2)] * 2)
    assert verdict(model).kind == "strictly convex"


def test_the_maximum_on_blue_ground():
    point = min(critical_points(Gabor()), key=lambda p: np.linalg.norm(p.phi - [3.44, 15.63]))
    assert point.kind == "maximum"
    assert point.phi == pytest.approx([3.438, 15.632], abs=5e-4)
    assert point.determinant == pytest.approx(8.210, abs=5e-4)
    assert point.eigenvalues == pytest.approx([-20.70, -0.397], abs=5e-3)
    assert point.eigenvalues.sum() == pytest.approx(-21.10, abs=5e-3)
    here = curvature(Gabor(), np.array([3.44, 15.63]))
    assert here.determinant > 0 > here.trace
    assert verdict(Gabor()).kind == "not convex"


def test_the_dome_breaks_the_sentence():
    phi = np.random.default_rng(0).uniform(-2, 2, (50, 2))
    here = curvature(DOME, phi)
    assert (here.determinant == 4).all()
    assert (here.trace == -4).all()
    np.testing.assert_allclose(DOME.value(phi), -(phi**2).sum(axis=-1))
    assert verdict(DOME).kind == "not convex"


def test_the_valley_and_the_saddle():
    here = curvature(VALLEY, np.zeros(2))
    assert (here.determinant, here.trace, here.kind) == (0, 4, "degenerate")
    assert here.eigenvalues == pytest.approx([0, 4])
    assert verdict(VALLEY).kind == "convex"
    line = np.array([[t, -t] for t in np.linspace(-2, 2, 9)])
    assert VALLEY.value(line) == pytest.approx(0)
    here = curvature(Saddle(), np.zeros(2))
    assert (here.determinant, here.trace, here.kind) == (-4, 0, "saddle")


def test_in_three_dimensions_trace_and_determinant_do_not_tell():
    here = curvature(Quadratic(matrix=np.diag([-1.0, -1.0, 3.0])), np.zeros(3))
    assert (here.determinant, here.trace) == pytest.approx((3, 1))
    assert here.kind == "saddle"
    assert not figures.verdict(Quadratic(matrix=np.diag([-1.0, -1.0, 3.0]))).kind.endswith("ly convex")


def test_the_determinant_is_written_as_the_course_writes_it():
    text = figures.arithmetic(curvature(LinearRegression(), np.zeros(2)))
    assert r"\det H &= L_{00}\,L_{11} - L_{01}^2" in text
    assert r"&= 24 \cdot 30.0242 - 22.82^2 \\ &= \mathbf{199.8284}" in text
    assert r"\lambda_{\min} &= 3.994, \quad \lambda_{\max} = 50.03" in text
    text = figures.arithmetic(curvature(DOME, np.zeros(2)))
    assert r"-2 \cdot (-2) - 0^2 \\ &= \mathbf{4}" in text


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ((2, 2, 0), "both eigenvalues are positive. A minimum."),
        ((-2, -2, 0), "both eigenvalues are negative. A **maximum**."),
        ((2, -2, 0), "opposite signs. A saddle."),
        ((2, 2, 2), "an eigenvalue is zero. Undecided"),
        ((0, 0, 0), "an eigenvalue is zero. Undecided"),
    ],
)
def test_the_reading_of_a_hessian(entries, said):
    assert said in figures.reading(curvature(figures.quadratic(entries), np.zeros(2)), str)


@pytest.mark.parametrize("entries", [(0.0, 0.0, 0.0), (2.0, 2.0, 2.0), (-4.0, 4.0, 4.0), (-2.0, -2.0, 0.0)])
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_a_quadratic_of_ones_own_is_drawn(entries, appearance):
    for figure in figures.own_figures(entries, "es", appearance):
        assert figure.to_dict()["data"]


def test_the_worksheet():
    for student in map(str, range(30)):
        task = worksheets.exercise(draw, student)
        a, b, c = (task.numbers[name] for name in "abc")
        trace, determinant = a + c, a * c - b * b
        assert worksheets.correct(task, (trace - np.sqrt(trace**2 - 4 * determinant)) / 2)


def result(formula, values):
    """What the browser makes of a formula of fields."""
    columns = {name: np.frombuffer(base64.b64decode(one["b"])) for name, one in formula["columns"].items()}
    program = formula["program"]
    names = {name: columns.get(name, values.get(name)) for name in program["names"]}
    return Program(tuple(program["names"]), tuple(map(tuple, program["steps"])), tuple(program["results"]))(**names)


@pytest.mark.parametrize("name", CURVES)
def test_what_follows_a_hand_is_what_is_drawn_at_rest(name, monkeypatch):
    told = {}
    monkeypatch.setattr(followed, "follow", lambda values, **more: told.update(more))
    case = CURVES[name]
    ((low, high),) = case.curve.window
    before = {"curve.phi": 0.0, "curve.chord0": low, "curve.chord1": high}
    followed.follow_curve(case.curve, before, translator("en"))
    ends = case.chord
    held = {"curve.phi": 0.37, "curve.chord0": ends[1], "curve.chord1": ends[0]}  # a hand may cross the ends
    found = {one["trace"]: result(one, held) for one in told["traces"]}
    here = profile(case.curve, ((0.37, 0.5),), 2)
    assert found["spot"] == pytest.approx([0.37, here.value[0]])
    assert found["second"] == pytest.approx([0.37, here.second[0]], abs=1e-9)
    x, y = found["tangent"]
    assert y == pytest.approx(here.value[0] + here.slope[0] * (x - 0.37))
    line, below = curve_figures._chord(case.curve, ends)
    x, y = found["band"]
    assert x == pytest.approx(line.x[::-1])
    assert np.isfinite(y).tolist() == pytest.approx(below[::-1].tolist())
    assert found["ends"][1][::-1] == pytest.approx(line.value[[0, -1]])
    (words,) = told["words"]
    assert (result(words, held)[4].min() < 0) == below.any()
    assert result(words, {**held, "curve.chord1": ends[1]})[4].min() == 0
