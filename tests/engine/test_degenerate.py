"""Degenerate critical points by name: against what calculus says of each formula."""

import pytest

from playground.engine import OwnCurve, OwnFunction, survey
from playground.engine.degenerate import Shape, shape


def named(formula, near=(0.0, 0.0), kind=OwnFunction):
    points = survey(kind(formula=formula)).points
    point = min(points, key=lambda p: sum(abs(a - b) for a, b in zip(p.phi, near, strict=True)))
    assert point.kind == "degenerate"
    return shape(kind(formula=formula), point, points)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("x^4 + y^4", Shape("minimum", 1, 4)),
        ("-x^4 - y^4 - x^2 y^2", Shape("maximum", 1, 4)),
        ("x^4 - y^4", Shape("saddle", -1, 4, 2)),
        ("x^3 - 3x*y^2", Shape("saddle", -2, 3, 3)),
        ("x^4 - 6x^2 y^2 + y^4", Shape("saddle", -3, 4, 4)),
        ("x^2 + y^4", Shape("minimum", 1, 4)),
        ("x^2 - y^4", Shape("saddle", -1, 4)),
        ("-x^2 - y^4", Shape("maximum", 1, 4)),
        ("x^2 + y^3", Shape("neither", 0, 3)),
        ("(x + y)^2 + (x - y)^4", Shape("minimum", 1, 4)),
        ("(y - x^2)(y - 2x^2)", Shape("saddle", -1, 4)),  # Peano's: a minimum along every straight line
    ],
)
def test_at_the_origin(formula, expected):
    assert named(formula) == expected


def test_minima_and_a_saddle_in_one_landscape():
    formula = "x^4 + y^4 - y^2"
    assert named(formula, (0, 0.7)) == Shape("minimum", 1, 4)
    assert named(formula, (0, -0.7)) == Shape("minimum", 1, 4)
    assert named(formula) == Shape("saddle", -1, 4)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [("x^4", Shape("minimum", None, 4)), ("-x^4", Shape("maximum", None, 4)), ("x^3", Shape("neither", None, 3))],
)
def test_of_one_parameter(formula, expected):
    assert named(formula, (0.0,), OwnCurve) == expected
