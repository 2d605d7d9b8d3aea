"""Intervals and jets enclose the exact values: against fractions and mpmath, at random points of random boxes."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.expression import OPERATIONS, Name, Number, Operation, parse
from playground.engine.proofs import intervals as iv
from playground.engine.proofs.intervals import Interval
from playground.engine.proofs.jets import evaluate, variables


@pytest.fixture(autouse=True, scope="module")
def overflow_is_a_value():
    """As in `evaluate`: an end may be infinite, and a function undefined."""
    with np.errstate(all="ignore"):
        yield


NUMBERS = st.floats(-1e6, 1e6)


def interval(ends):
    low, high = sorted(ends)
    return Interval(np.array(low), np.array(high))


@given(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS))
def test_sums_and_products_enclose_the_exact_ones(one, other):
    a, b = interval(one), interval(other)
    for x in one:
        for y in other:
            exact = {
                "add": Fraction(x) + Fraction(y),
                "subtract": Fraction(x) - Fraction(y),
                "multiply": Fraction(x) * Fraction(y),
            }
            for found, value in ((a + b, exact["add"]), (a - b, exact["subtract"]), (a * b, exact["multiply"])):
                assert Fraction(float(found.low)) <= value <= Fraction(float(found.high))
    for x in one:
        found = a.squared()
        assert Fraction(float(found.low)) <= Fraction(x) ** 2 <= Fraction(float(found.high))


@pytest.mark.parametrize("n", [-3, -2, -1, 1, 2, 3, 4, 7])
@given(st.tuples(st.floats(-50, 50), st.floats(-50, 50)))
def test_whole_powers_enclose_the_exact_ones(n, ends):
    found = iv.whole_power(interval(ends), n)
    for x in ends:
        if x != 0 or n > 0:
            value = Fraction(x) ** n
            assert float(found.low) == -np.inf or Fraction(float(found.low)) <= value
            assert float(found.high) == np.inf or value <= Fraction(float(found.high))


FUNCTIONS = {
    "exp": (-20, 20),
    "log": (1e-3, 50),
    "sin": (-40, 40),
    "cos": (-40, 40),
    "sqrt": (0, 50),
    "arctan": (-50, 50),
    "arcsin": (-1, 1),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@given(st.data())
def test_functions_enclose_what_mpmath_computes(name, data):
    low, high = FUNCTIONS[name]
    ends = data.draw(st.tuples(st.floats(low, high), st.floats(low, high)))
    share = data.draw(st.floats(0, 1))
    box = interval(ends)
    x = min(max(float(box.low) + share * (float(box.high) - float(box.low)), float(box.low)), float(box.high))
    found = getattr(iv, name)(box)
    with mpmath.workdps(40):
        exact = getattr(mpmath, name.replace("arc", "a"))(mpmath.mpf(x))
        assert mpmath.mpf(float(found.low)) <= exact <= mpmath.mpf(float(found.high))


@pytest.mark.parametrize("operator", [name for name in OPERATIONS if name != "ratio"])
def test_jets_enclose_every_derivative_of_every_operation(operator):
    """Against the expression's own derivatives, at points of a box on which all of them exist."""
    parts = (parse("0.4 + x^2/8 + y/16"), parse("0.75 - x y/8"), parse("0.2 + x"))[: OPERATIONS[operator].arity]
    formula = Operation(operator, parts)
    box = [Interval(np.array([0.25]), np.array([0.375])), Interval(np.array([0.5]), np.array([0.625]))]
    jet = evaluate(formula.program, dict(zip("xy", variables(box, 3), strict=True)), 3)[0]
    points = np.random.default_rng(1).uniform([0.25, 0.5], [0.375, 0.625], (50, 2)).T
    for i in range(4):
        for j in range(4 - i):
            derivative = formula
            for name in "x" * i + "y" * j:
                derivative = derivative.derivative(name)
            term = jet.terms.get((i, j), iv.exactly(np.zeros(1)))
            factor = float(np.prod(np.arange(1, i + 1)) * np.prod(np.arange(1, j + 1)))
            values = derivative(x=points[0], y=points[1]) / factor
            slack = 1e-13 * (1 + np.abs(values))
            assert (np.broadcast_to(term.low, 50) <= values + slack).all()
            assert (values - slack <= np.broadcast_to(term.high, 50)).all()


def test_a_formulas_number_is_widened_where_a_double_cannot_hold_it():
    for value, exact in ((0.5, True), (3.0, True), (0.1, False), (np.pi, False)):
        found = iv.constant(value)
        assert (found.low == found.high) == exact
    assert Fraction(float(iv.constant(0.1).low)) < Fraction(1, 10) < Fraction(float(iv.constant(0.1).high))


def test_where_a_function_is_nowhere_defined_there_is_no_value():
    for name in ("log", "sqrt"):
        found = getattr(iv, name)(Interval(np.array([-2.0, -1.0]), np.array([-1.0, 1.0])))
        assert np.isnan(found.low).tolist() == [True, False]


@pytest.mark.parametrize("text", ["|x - 0.3|", "max(x; y)", "sqrt(x - 0.3)", "log(x - 0.3)", "1/(x - 0.3)"])
def test_where_a_derivative_may_not_exist_nothing_is_claimed_of_it(text):
    box = [Interval(np.array([0.25]), np.array([0.75])), Interval(np.array([0.25]), np.array([0.75]))]
    jet = evaluate(parse(text).program, dict(zip("xy", variables(box, 2), strict=True)), 2)[0]
    assert not np.isfinite(jet.terms[1, 0].magnitude).all()


def test_every_operation_is_known_to_jets():
    from playground.engine.proofs.jets import FUNCTIONS as ON_JETS

    assert set(ON_JETS) == set(OPERATIONS)
    assert isinstance(Operation("add", (Name("x"), Number(1.0))).program.steps, tuple)
