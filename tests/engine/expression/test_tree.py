"""Trees and programs: closed, comparable, printable; what occurs twice is computed once."""

import math

import numpy as np
import pytest

from playground.engine.expression import Name, Number, Operation, compile_program, parse


def test_only_operations_of_the_list_can_be_built():
    for operator, arguments in (("system", ()), ("add", (Name("x"),)), ("sin", (Name("x"), Name("x")))):
        with pytest.raises(ValueError, match=operator):
            Operation(operator, arguments)
    for value in (-1.0, math.inf, math.nan):
        with pytest.raises(ValueError, match="finite"):
            Number(value)


def test_equal_trees_are_equal_and_hash_alike():
    one, other = parse("sin(x)*y^2"), parse("sin x*y²")
    assert one == other
    assert hash(one) == hash(other)
    assert one != parse("y^2*sin(x)")
    assert len({one, other}) == 1


def test_what_occurs_twice_is_computed_once():
    program = parse("sin(x*y)^2 + cos(x*y) + sin(x*y)").program
    assert [step[0] for step in program.steps].count("multiply") == 1
    assert [step[0] for step in program.steps].count("sin") == 1


def test_a_formula_and_its_derivatives_share_a_program():
    formula = parse("exp(-x^2-y^2)")
    slopes = [formula.derivative(name) for name in "xy"]
    program = compile_program([formula, *slopes], ("x", "y"))
    assert [step[0] for step in program.steps].count("exp") == 1
    x, y = np.array([0.3, -1.0]), np.array([0.5, 0.2])
    for found, expression in zip(program(x=x, y=y), [formula, *slopes], strict=True):
        assert np.array_equal(found, expression(x=x, y=y))


def test_a_program_wants_the_names_it_knows_and_no_others():
    with pytest.raises(TypeError, match="y"):
        parse("x+y")(x=1.0)
    with pytest.raises(ValueError, match="z"):
        compile_program([Name("z")], ("x",))


def test_a_constant_formula_has_the_shape_of_what_it_is_given():
    program = compile_program([parse("5")], ("x", "y"))
    assert program(x=np.zeros((2, 3)), y=0.0)[0].tolist() == [[5.0] * 3] * 2


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("x^2 + 3y^2", r"x^{2} + 3\,y^{2}"),
        ("x/(y+1)", r"\frac{x}{y + 1}"),
        ("(x+1)^2", r"\left(x + 1\right)^{2}"),
        ("-(x+y)", r"-\left(x + y\right)"),
        ("x - (y - 1)", r"x - \left(y - 1\right)"),
        ("(x/y)^2", r"\left(\frac{x}{y}\right)^{2}"),
        ("2*3", r"2 \cdot 3"),
        ("x*2", r"x \cdot 2"),
        ("x*2^y", r"x \cdot 2^{y}"),
        ("√(x)y", r"\sqrt{x}\,y"),
        ("|x|", r"\left|x\right|"),
        ("e^(-x^2)", r"\mathrm{e}^{-x^{2}}"),
        ("(e^x)^2", r"\left(\mathrm{e}^{x}\right)^{2}"),
        ("2πx", r"2\,\pi\,x"),
        ("max(x; y)", r"\max\left(x,\; y\right)"),
        ("1e-7x", r"1\cdot 10^{-7}\,x"),
    ],
)
def test_latex_is_printed_from_the_tree(text, latex):
    assert parse(text).latex() == latex


def test_names_are_set_as_asked():
    assert parse("x y").latex({"x": r"\phi_0", "y": r"\phi_1"}) == r"\phi_0\,\phi_1"


@pytest.mark.parametrize("value", [0.1, 1.125, 12.345, 1e-9, 123456789.5, 1e300, 5e-324, 2 / 3, math.pi, math.e])
def test_every_number_is_printed_so_that_it_is_read_back_to_the_last_bit(value):
    for comma in (None, True, False):
        assert parse(Number(value).text(), decimal_comma=comma) == Number(value)
