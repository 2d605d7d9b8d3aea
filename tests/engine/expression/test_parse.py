"""Reading formulas: what is written, what it is worth, what is refused, and that nothing written can do harm."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.expression import FormulaError, parse


def at(text, x=1.0, y=2.0, **options):
    return float(parse(text, **options)(x=np.array(x), y=np.array(y)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-2^2", -4.0),
        ("2^3^2", 512.0),
        ("2^-1", 0.5),
        ("-x^2", -1.0),
        ("2x(x+1)", 4.0),
        ("x(x+3)", 4.0),
        ("(x+3)x", 4.0),
        ("xy", 2.0),
        ("e^x(2x+2y)", 6 * np.e),
        ("sin 2x", np.sin(2)),
        ("sin x cos y", np.sin(1) * np.cos(2)),
        ("2 sen x", 2 * np.sin(1)),
        ("xsinx", np.sin(1)),
        ("sin^2 x", np.sin(1) ** 2),
        ("sen²(x)", np.sin(1) ** 2),
        ("sin(x)^2", np.sin(1) ** 2),
        ("1,5x^2 + 2,5y^2", 11.5),
        ("x²+y²−2x·y", 1.0),
        ("sen(3x) + 1,5y²", np.sin(3) + 6),
        ("1/2x", 0.5),
        ("2*-x", -2.0),
        ("--x", 1.0),
        ("x÷y×2", 1.0),
        ("|x-3|", 2.0),
        ("||x|-3|", 2.0),
        ("2|x||y|", 4.0),
        ("|(|x|-3)|", 2.0),
        ("√(x+3)", 2.0),
        ("3√x", 3.0),
        ("raíz(4x)", 2.0),
        ("[x + {y}]", 3.0),
        ("φ₀ + φ₁", 3.0),
        ("φ0 + phi1", 3.0),
        ("p0 p1", 2.0),
        ("a + b", 3.0),
        ("X + Y", 3.0),
        ("πx", np.pi),
        ("pi e", np.pi * np.e),
        ("ln e", 1.0),
        ("log(e^2)", 2.0),
        ("log10(1000)", 3.0),
        ("log2(8)", 3.0),
        ("tg x", np.tan(1)),
        ("arctg(x)", np.pi / 4),
        ("arcsen(x)", np.pi / 2),
        ("acos x", 0.0),
        ("sinh x - senh x", 0.0),
        ("cosh(x)^2 - sinh(x)^2", 1.0),
        ("sgn(-y)", -1.0),
        ("max(x; y)", 2.0),
        ("mín(x, y)", 1.0),
        ("max(x; y; 5)", 5.0),
        ("max(1.5, 2)", 2.0),
        ("x**2", 1.0),
        ("x²³", 1.0),
        ("y⁻¹", 0.5),
        ("1e-3 + 2E2", 200.001),
        (".5 + 5.", 5.5),
        ("f(x, y) = x + y", 3.0),
        ("L = x + y", 3.0),
        ("z=xy", 2.0),
        ("9^9^9^9", np.inf),
        ("1/0", np.inf),
        ("exp(1000)", np.inf),
        ("5", 5.0),
    ],
)
def test_a_formula_is_read_as_it_is_written(text, value):
    assert at(text) == pytest.approx(value, rel=1e-14, abs=1e-15)


@pytest.mark.parametrize(
    ("text", "value"),
    [("exp(-x^2-y^2)", np.exp(-5)), ("x^3 - 2x y + 1", -2.0), ("x^4+y^4-y^2", 13.0), ("1/x+x+y^2", 6.0)],
)
def test_a_formula_takes_arrays_of_any_shape_and_keeps_their_dtype(text, value):
    formula = parse(text)
    for dtype in (np.float32, np.float64):
        found = formula(x=np.full((3, 1), 1, dtype), y=np.full(4, 2, dtype))
        assert found.shape == (3, 4)
        assert found.dtype == dtype
        assert np.allclose(found, value, rtol=1e-6)


@pytest.mark.parametrize(
    ("text", "comma", "readings"),
    [
        ("max(1,5)", True, ["1; 5", "1.5"]),
        ("max(1,5)", None, ["1; 5", "1.5"]),
        ("max(1,5x; y) + min(1,5)", True, ["1; 5", "1.5"]),
        ("1.500x", True, ["1,5", "1500"]),
        ("1,500x", False, ["1.5", "1500"]),
        ("12,345", None, ["12.345", "12345"]),
        ("sin^-1 x", None, ["arcsin", "1/sin"]),
        ("sen⁻¹(x)", None, ["arcsin", "1/sen"]),
    ],
)
def test_what_has_two_readings_is_refused_with_both(text, comma, readings):
    with pytest.raises(FormulaError) as error:
        parse(text, decimal_comma=comma)
    assert all(reading in str(error.value) for reading in readings)


@pytest.mark.parametrize(
    ("text", "comma", "value"),
    [
        ("max(1,5)", False, 5.0),
        ("1.500x", False, 1.5),
        ("1.500x", None, 1.5),
        ("1,500x", True, 1.5),
        ("0.500x", True, 0.5),
        ("1.5x", True, 1.5),
        ("1,5x", False, 1.5),
        ("max(1, 5)", True, 5.0),
        ("max(1,5; 1)", True, 1.5),
        ("max(1; 1,5)", True, 1.5),
        ("max((1,5); 1)", True, 1.5),
        ("sin(1,5)", True, np.sin(1.5)),
        ("sin(1,5)", False, np.sin(1.5)),
        ("max(x,5)", True, 5.0),
    ],
)
def test_a_comma_is_a_decimal_mark_where_it_can_be_nothing_else(text, comma, value):
    assert at(text, decimal_comma=comma) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("   ", 0),
        ("x+", 2),
        ("x + * y", 4),
        ("x)y", 1),
        ("(x", 0),
        ("2*(x+[y)", 2),
        ("|x", 0),
        ("2 3", 2),
        ("x2", 1),
        ("foo+1", 0),
        ("x + foo", 4),
        ("x_k", 1),
        ("1.2.3", 3),
        ("1.234,56", 0),
        ("max(x)", 3),
        ("max x", 4),
        ("sin(x; y)", 3),
        ("sin x(y)", 5),
        ("x,y", 1),
        ("a$b", 1),
        ("x! ", 1),
        ("x = y = 2", 6),
        ("1e999", 0),
    ],
)
def test_a_fault_is_placed_and_put_into_a_sentence(text, position):
    with pytest.raises(FormulaError) as error:
        parse(text)
    assert error.value.position == position
    assert str(error.value) == error.value.message.format(**error.value.values)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000,
        "(" * 200 + "x" + ")" * 90,
        "x" * 10**6,
        "-" * 290 + "x",
        "√" * 290 + "x",
        "sin " * 70 + "x",
        "|" * 200,
        "x^" * 149 + "x",
        "+".join("x" * 150) + "+x",
    ],
)
def test_what_is_too_large_is_refused_or_read(text):
    faults = []
    try:
        parse(text)
    except FormulaError as error:
        faults.append(str(error))
    assert all("please" in fault or "closed" in fault or "brackets" in fault for fault in faults)


ESCAPES = [
    "__import__('os').system('id')",
    "().__class__.__bases__[0].__subclasses__()",
    "x.__class__.__mro__",
    "eval('1')",
    'exec("import os")',
    "open('/etc/passwd').read()",
    "lambda: 0",
    "[x for x in (1,)]",
    "x if y else 1",
    "globals()",
    "getattr(x, 'real')",
    "constructor.constructor('return process')()",
    "f.constructor('alert(1)')()",
    "import('fs')",
    "x;import os",
    "\\input{/etc/passwd}",
    "\\href{javascript:alert(1)}{x}",
    "<script>alert(1)</script>",
    'x"/><img src=x onerror=alert(1)>',
    "${7*7}",
    "%s%n",
    "x\x00y",
    "\u202ex+y",
    "９",
    "x\u0301",
    "`id`",
    "1_000",
    "0x10",
    "1j",
    "True",
    "None",
    "nan",
    "inf",
    "...",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_what_escaped_from_other_sandboxes_is_no_formula(text):
    with pytest.raises(FormulaError):
        parse(text)


def read(text, comma=None):
    """The formula, or None where there is an error, whose place must lie within the text."""
    try:
        return parse(text, decimal_comma=comma)
    except FormulaError as error:
        place = error.position
    assert 0 <= place <= len(text)
    return None


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_an_error_with_a_place(text):
    formula = read(text)
    assert formula is None or parse(formula.text()) == formula


@given(st.text(alphabet="xy()|+-*/^·²,.;0123456789e π√senco ", max_size=40), st.sampled_from([None, True, False]))
def test_what_looks_like_a_formula_is_one_or_an_error_with_a_place(text, comma):
    formula = read(text, comma)
    if formula is not None:
        # One normal form: what is printed is read as the same tree, whatever the decimal mark of the page.
        assert {parse(formula.text(), decimal_comma=mark) for mark in (None, True, False)} == {formula}


def test_a_model_calls_its_input_x_and_its_parameters_a_and_b():
    model = parse("a*exp(b*x)", names=("x", "a", "b"))
    assert model == parse("φ₀ exp(φ₁ x)", names=("x", "a", "b"))
    assert float(model(x=2.0, a=3.0, b=0.5)) == pytest.approx(3 * np.e)
    with pytest.raises(FormulaError):
        parse("a*y", names=("x", "a", "b"))


def test_a_function_of_one_parameter_calls_it_x_or_phi():
    assert parse("φ^4 - φ^2", names=("x",)) == parse("x^4 - x^2", names=("x",))
    with pytest.raises(FormulaError):
        parse("x + y", names=("x",))


def test_deriving_a_product_of_two_decimals_comes_to_an_end():
    assert float(parse("0.1*0.1*x^2").derivative("x")(x=np.array(1.0))) == pytest.approx(0.02)


def test_a_number_that_a_double_takes_for_0_is_refused():
    with pytest.raises(FormulaError, match="too small"):
        parse("x^2 - 1e-400*y^2")
    assert parse("0.000e-5x") == parse("0x")
