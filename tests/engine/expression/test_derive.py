"""Derivatives against SymPy and against central differences, on random formulas and on the delicate points."""

import numpy as np
import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

from playground.engine.expression import OPERATIONS, Name, Number, Operation, parse

X, Y = sympy.symbols("x y", real=True)
SYMPY = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "negative": lambda a: -a,
    "log2": lambda a: sympy.log(a) / sympy.log(2),
    "log10": lambda a: sympy.log(a) / sympy.log(10),
    "abs": sympy.Abs,
    "minimum": sympy.Min,
    "maximum": sympy.Max,
} | {
    name: getattr(sympy, name.replace("arc", "a"))
    for name in (
        "sqrt",
        "exp",
        "log",
        "sin",
        "cos",
        "tan",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "cosh",
        "tanh",
        "sign",
    )
}


def in_sympy(node):
    """The same formula in SymPy."""
    if isinstance(node, Number):
        return sympy.Float(node.value, 40)
    if isinstance(node, Name):
        return {"x": X, "y": Y}[node.name]
    return SYMPY[node.operator](*map(in_sympy, node.parts))


LEAVES = st.sampled_from([Name("x"), Name("y"), Number(2.0), Number(0.5), Number(3.0)])
SMOOTH = ["add", "subtract", "multiply", "divide", "negative", "sin", "cos", "exp", "tanh", "arctan", "sqrt", "log"]


def grown(parts):
    """Formulas one operation larger; powers with a constant exponent."""
    operations = [
        st.builds(
            lambda o, a: Operation(o, (a,)), st.sampled_from([o for o in SMOOTH if OPERATIONS[o].arity == 1]), parts
        )
    ]
    operations += [
        st.builds(
            lambda o, a, b: Operation(o, (a, b)),
            st.sampled_from([o for o in SMOOTH if OPERATIONS[o].arity == 2]),
            parts,
            parts,
        ),
        st.builds(lambda a, n: Operation("power", (a, Number(n))), parts, st.sampled_from([2.0, 3.0, 4.0, 1.5])),
    ]
    return st.one_of(operations)


FORMULAS = st.recursive(LEAVES, grown, max_leaves=6)


@given(FORMULAS, st.sampled_from(["x", "y"]), st.tuples(st.floats(0.3, 1.5), st.floats(-1.5, -0.3)))
def test_first_and_second_derivatives_of_random_formulas_agree_with_sympy(formula, name, point):
    symbol = {"x": X, "y": Y}[name]
    place = {X: sympy.Float(point[0], 40), Y: sympy.Float(point[1], 40)}
    expected, found = in_sympy(formula), formula
    for _ in range(2):
        expected, found = expected.diff(symbol), found.derivative(name)
        exact = sympy.N(expected.subs(place), 30) if expected.free_symbols else sympy.N(expected, 30)
        assume(exact.is_real and exact.is_finite and abs(exact) < 1e8)
        value = float(found(x=np.array(point[0]), y=np.array(point[1])))
        scale = 1 + abs(float(exact))
        assume(np.isfinite(value))
        assert value == pytest.approx(float(exact), rel=1e-7, abs=1e-7 * scale)


@pytest.mark.parametrize("operator", [name for name in OPERATIONS if name not in {"ratio", "where"}])
def test_the_derivative_of_every_operation_agrees_with_central_differences(operator):
    arguments = (parse("0.3 + x^2/4"), parse("1.4 - y x"), parse("x"))[: OPERATIONS[operator].arity]
    formula = Operation(operator, arguments)
    x, y, h = np.array([0.3, 0.7, 0.9]), np.array([0.2, -0.4, 0.6]), 1e-6
    for name, step in (("x", (h, 0.0)), ("y", (0.0, h))):
        difference = formula(x=x + step[0], y=y + step[1]) - formula(x=x - step[0], y=y - step[1])
        assert formula.derivative(name)(x=x, y=y) == pytest.approx(difference / (2 * h), rel=1e-8, abs=1e-8)


@pytest.mark.parametrize(
    ("text", "derivative"),
    [
        ("x^2 + y^2", "2x"),
        ("x(x+3)", "2x + 3"),
        ("3x^4", "12x^3"),
        ("5", "0"),
        ("y", "0"),
        ("x", "1"),
        ("sin 2x", "2cos(2x)"),
        ("e^x", "e^x"),
        ("ln(x)", "1/x"),
        ("x^2y - x", "2(x y) - 1"),
        ("sqrt(x^2+y^2)", "ratio(x; sqrt(x^2 + y^2))"),
        ("x^(1/3)", "ratio(1/3; x^(2/3))"),
        ("max(x; y)", "where(x - y; 1; 0)"),
        ("|x|", "sign(x)"),
    ],
)
def test_derivatives_are_as_short_as_a_hand_would_write_them(text, derivative):
    assert parse(text).derivative("x") == parse(derivative)


def test_a_cone_has_the_slope_0_at_its_tip_and_no_second_derivative_there():
    slope = parse("sqrt(x^2+y^2)").derivative("x")
    assert slope(x=np.array([0.3, 0.0]), y=np.array([0.4, 0.0])).tolist() == [0.6, 0.0]
    assert not np.isfinite(slope.derivative("x")(x=0.0, y=0.0))
    assert slope.derivative("x")(x=0.3, y=0.4) == pytest.approx(1.28)


def test_a_power_has_its_derivative_at_0_too():
    assert parse("x^3").derivative("x")(x=0.0) == 0
    assert parse("x^1").derivative("x")(x=0.0) == 1
    assert parse("(x^2+y^2)^1.5").derivative("x").derivative("x")(x=0.0, y=0.0) == 0


def test_where_a_formula_is_undefined_so_are_its_derivatives():
    formula = parse("x*y*(x^2-y^2)/(x^2+y^2)")
    for expression in (formula, formula.derivative("x"), formula.derivative("x").derivative("y")):
        assert np.isnan(expression(x=0.0, y=0.0))


def test_every_tree_of_derivatives_can_be_printed_and_read_back():
    for text in (
        "exp(-x^2-y^2)",
        "x^y",
        "tan(x)/y",
        "max(x; y)^3",
        "log2(x) log10(y)",
        "arcsin(x/4) + |x - y|",
        "√(x y)",
    ):
        formula = parse(text)
        for first in "xy":
            for second in "xy":
                slope = formula.derivative(first).derivative(second)
                assert parse(slope.text()) == slope
