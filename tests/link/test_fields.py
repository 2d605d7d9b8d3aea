"""Fields that describe themselves: one line declares a field, and its link, its bounds and its default follow."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES, Quadratic, parse
from playground.engine.hyper import Hyper, Record, hyper, hypers
from playground.link.fields import Count, Field, Flag, Point, linked, read, to_pairs
from playground.link.playground import default_settings, from_query, to_query
from playground.link.reader import Reader, texts
from playground.link.values import default_pick, legal

HEIGHT = Hyper("h", "", low=0)
FORMULA = Hyper("f", "Formula", length=40, parse=parse)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page that nobody has written: each field is one line."""

    width: int = linked(Field(3, fact=Hyper("w", "", low=1, high=9, integer=True)))
    heights: tuple = linked(
        Point(lambda now: (0.0,) * now.width, fact=Hyper("h", "", low=0), count=lambda now: now.width)
    )
    part: int | None = linked(Count(fact=Hyper("p", "", low=0, integer=True), most=lambda now: now.width))
    formula: str = linked(Field("x", lambda now: now.part is not None, FORMULA))
    bold: bool = linked(Flag(False))


def opened(query):
    reader = Reader(parse_qs(query, keep_blank_values=True))
    return read(Page, reader), reader.ignored()


def test_a_silent_link_opens_the_defaults_and_they_leave_no_trace():
    assert opened("") == (Page(heights=(0.0, 0.0, 0.0)), [])
    assert to_pairs(opened("")[0]) == []


def test_fields_go_there_and_back_in_their_order():
    page = Page(width=2, heights=(1.0, 0.5), part=2, formula="x^2 + 3(x + 1)", bold=True)
    pairs = to_pairs(page)
    assert pairs == [
        ("width", "2"),
        ("heights", "1,0.5"),
        ("part", "2"),
        ("formula", "x^2 + 3(x + 1)"),
        ("bold", "1"),
    ]
    reader = Reader({name: [value] for name, value in pairs})
    reader.query["formula"] = [page.formula]  # no registered record has a text of that name yet
    assert (read(Page, reader), reader.ignored()) == (page, [])


@pytest.mark.parametrize(
    ("query", "field", "value", "ignored"),
    [
        ("width=12", "width", 9, ["width"]),
        ("width=2&part=5", "part", 2, ["part"]),
        ("part=0", "part", None, []),
        ("heights=1,-2,3", "heights", (1.0, 0.0, 3.0), ["heights"]),
        ("width=1&heights=1,2", "heights", (0.0,), ["heights"]),
        ("formula=x^2", "formula", "x", ["formula"]),
        ("part=1&formula=x^2", "formula", "x^2", []),
        ("part=1&formula=x*^2", "formula", "x", ["formula"]),
        ("bold=1.0", "bold", False, ["bold"]),
    ],
)
def test_what_is_legal_may_depend_on_the_fields_above(query, field, value, ignored):
    page, found = opened(query)
    assert (getattr(page, field), found) == (value, ignored)


# ---------------------------------------------------------------- a text as the value of a hyperparameter


@dataclass(frozen=True, eq=False)
class Written(Quadratic):
    """A landscape with a text among its hyperparameters."""

    formula: str = hyper("x^2 + 3y^2", symbol="f", help="Formula", length=40, parse=parse)


@pytest.fixture
def written(monkeypatch):
    """As if the landscape were registered."""
    monkeypatch.setitem(OBJECTIVES, "Written", Written)
    texts.cache_clear()
    default_settings.cache_clear()
    yield default_pick(OBJECTIVES, "Written")
    texts.cache_clear()
    default_settings.cache_clear()


@pytest.mark.parametrize("formula", ["x^2 + 3y^2", "(x + 1)^2 - 2(y + 1)", "x", "3 + x*y ", "x² + y"])
def test_a_formula_survives_the_link_to_its_last_sign(written, formula):
    now = default_settings(written.having(formula=formula))
    assert to_query(now).isascii()
    assert from_query(parse_qs(to_query(now))) == (now, [])
    assert from_query(parse_qs(to_query(now)))[0].model["formula"] == formula


@pytest.mark.parametrize("formula", ["x^", "", "x" * 41, "os.system('x')", "\ud800"])
def test_a_text_that_is_no_formula_is_named_and_the_default_stays(written, formula):
    now, ignored = from_query({"model": ["Written"], "formula": [formula]})
    assert now.model == written
    assert ignored == ["formula"]


def test_a_record_with_an_illegal_text_cannot_be_built():
    @dataclass(frozen=True)
    class Own(Record):
        formula: str = hyper("x", symbol="f", help="Formula", length=5, parse=parse)

    for text in ("x +", "x + y + 1", 3, None):
        with pytest.raises(ValueError, match="f must lie in texts of at most 5 characters"):
            Own(text)
    assert replace(Own("x*y"), formula="y").formula == "y"


def test_a_text_without_a_parser_is_cut_to_what_a_link_can_carry():
    free = Hyper("text", "", length=3)
    assert legal(free, "ab", "") == ("ab", True)
    assert legal(free, "abcd", "") == ("abc", False)
    assert legal(free, "a\ud800", "") == ("a?", False)


def test_no_compared_run_or_schedule_has_a_text():
    """A compared run is one word of the link, with commas between its values."""
    kinds = (*OPTIMIZERS.values(), *SCHEDULES.values())
    assert all(fact.length is None for kind in kinds for fact in hypers(kind).values())


def test_a_text_field_says_why_a_text_is_refused_and_the_value_stays():
    def page():
        import streamlit as st

        from playground.engine import parse
        from playground.engine.hyper import Hyper
        from playground.ui import widgets

        fact = Hyper("f", "Formula", length=40, parse=parse)
        value = widgets.hyper_widget("formula", fact, "x^2", str)
        st.text(str(fact.allows(value)))

    shown = AppTest.from_function(page).run()
    assert (shown.text_input[0].value, shown.text[0].value, len(shown.caption)) == ("x^2", "True", 0)
    shown.text_input[0].set_value("x^").run()
    assert shown.text[0].value == "False"
    assert len(shown.caption) == 1
    assert not shown.exception
