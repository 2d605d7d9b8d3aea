"""What a visitor reads: the language negotiated, the sentence translated, the number written."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.i18n import capitalized, formulas, languages, negotiate, number, read, translator


def test_english_and_spanish_call_themselves_by_their_own_names():
    assert languages() == {"en": "English", "es": "Español"}


def test_a_sentence_begins_with_a_capital_and_a_symbol_stays_itself():
    assert [capitalized(text) for text in ("épocas", "φ₀ varía", "λ crece", "")] == [
        "Épocas",
        "φ₀ varía",
        "λ crece",
        "",
    ]


@pytest.mark.parametrize(
    ("browser", "asked", "language"),
    [
        (None, None, "en"),
        ("", "", "en"),
        ("es", None, "es"),
        ("es-MX,es;q=0.9,en;q=0.8", None, "es"),
        ("en-GB,en;q=0.9,es;q=0.8", None, "en"),
        ("en;q=0.2, es;q=0.7", None, "es"),
        ("fr-FR, fr;q=0.9, es;q=0.5, en;q=0.1", None, "es"),
        ("de,*;q=0.5", None, "en"),
        ("es;q=0", None, "en"),
        ("es", "en", "en"),
        ("en", "es", "es"),
        ("en", "ES-AR", "es"),
        ("en", "es_419", "es"),
        ("es", "tlh", "es"),
        ("es", "../../etc", "es"),
        (";;q=,,=;q=x,es;q=oops", None, "en"),
        ("es;q=nan,en", None, "en"),
    ],
)
def test_language_is_the_links_else_the_browsers_else_english(browser, asked, language):
    assert negotiate(browser, asked) == language


def test_english_is_the_sentence_itself():
    assert translator("en")("Learning rate") == "Learning rate"


def test_spanish_comes_from_the_catalogue():
    assert translator("es")("Learning rate") == "Tasa de aprendizaje"


@pytest.mark.parametrize("language", ["en", "es", "xx"])
def test_a_sentence_nobody_translated_stays_as_it_is(language):
    assert translator(language)("No such sentence.") == "No such sentence."


def test_the_empty_sentence_is_not_the_catalogues_header():
    assert translator("es")("") == ""


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (3.67, "3.67", "3,67"),
        (10.18111, "10.18", "10,18"),
        (0.1, "0.1", "0,1"),
        (-0.0398, "−0.0398", "−0,0398"),
        (0.99999, "1", "1"),
        (1234.5, "1234", "1234"),
        (123456.7, "123 457", "123 457"),
        (999999.9, "1·10⁶", "1·10⁶"),
        (1.5e-9, "1.5·10⁻⁹", "1,5·10⁻⁹"),
        (-6.02214e23, "−6.022·10²³", "−6,022·10²³"),
        (1e300, "1·10³⁰⁰", "1·10³⁰⁰"),
        (5e-324, "4.941·10⁻³²⁴", "4,941·10⁻³²⁴"),
        (math.inf, "∞", "∞"),
        (-math.inf, "−∞", "−∞"),
        (math.nan, "—", "—"),
        (0, "0", "0"),
        (-3, "−3", "−3"),
        (2000, "2000", "2000"),
        (-2000, "−2000", "−2000"),
        (100000, "100 000", "100 000"),
        (1e6, "1·10⁶", "1·10⁶"),
        (1000000, "1 000 000", "1 000 000"),
        (-1234567, "−1 234 567", "−1 234 567"),
        (np.int64(12), "12", "12"),
        (np.float32(0.5), "0.5", "0,5"),
        (np.float64("-inf"), "−∞", "−∞"),
    ],
)
def test_numbers_are_written_as_the_language_does(value, english, spanish):
    assert number(value, "en").replace("\N{NARROW NO-BREAK SPACE}", " ") == english
    assert number(value, "es").replace("\N{NARROW NO-BREAK SPACE}", " ") == spanish


@pytest.mark.parametrize(("digits", "text"), [(1, "0,04"), (2, "0,04"), (3, "0,04"), (5, "0,03998")])
def test_digits_are_significant_and_trailing_zeros_left_out(digits, text):
    assert number(0.0399803, "es", digits=digits) == text


NUMBERS = json.loads((Path(__file__).parent / "data" / "numbers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "value"), list(NUMBERS.items()))
def test_a_number_is_read_with_either_mark_and_what_is_none_is_not(text, value):
    assert read(text) == value


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["en", "es"]))
def test_what_is_written_is_read_again(value, language):
    written = number(value, language, 17)
    assert read(written) == pytest.approx(value, rel=1e-15, abs=0)


@given(st.text())
def test_no_text_raises(text):
    found = read(text)
    assert found is None or found == found


@pytest.mark.parametrize(
    ("text", "spanish"),
    [
        (r"at 1.5: $\alpha = 0.1$.", r"at 1.5: $\alpha = 0{,}1$."),
        (r"$\phi = (0.5, -1.25)$", r"$\phi = (0{,}5; -1{,}25)$"),
        (r"$1.35,\ 1.57,\; 2$", r"$1{,}35;\ 1{,}57;\; 2$"),
        ("$$\na &= 0.5 \\\\\nb &= 2.\n$$", "$$\na &= 0{,}5 \\\\\nb &= 2.\n$$"),
        ("$x_1, x_2$ and $1, 2$ in 3.5", "$x_1, x_2$ and $1, 2$ in 3.5"),
    ],
)
def test_formulas_have_the_decimal_mark_of_the_words_around_them(text, spanish):
    assert formulas(text, "es") == spanish
    assert formulas(text, "en") == text
    assert formulas(spanish, "es") == spanish
