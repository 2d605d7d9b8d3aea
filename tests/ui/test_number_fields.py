"""Number fields: the stops of their tracks, and what becomes of what somebody types, in Python and in the browser."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES
from playground.engine.hyper import Hyper, defaults, hypers
from playground.i18n import translator
from playground.ui import number_fields

FACTS = [
    pytest.param(fact, defaults(kind)[field], id=f"{name}.{field}")
    for registry in (OBJECTIVES, OPTIMIZERS, SCHEDULES)
    for name, kind in registry.items()
    for field, fact in hypers(kind).items()
]


@pytest.mark.parametrize(("fact", "value"), FACTS)
def test_the_sliders_range_is_legal_and_holds_the_default(fact, value):
    if fact.soft is None:
        assert fact.choices is not None or fact.integer or fact.length is not None or isinstance(value, bool)
        return
    low, high = fact.soft
    assert low < high
    assert fact.allows(low)
    assert fact.allows(high)
    assert low <= value <= high or value == 0
    assert not fact.log or low > 0


@pytest.mark.parametrize(("fact", "value"), FACTS)
def test_a_logarithmic_track_has_even_stops_that_are_legal(fact, value):
    if not fact.log:
        return
    found = number_fields.stops(fact)
    assert list(found) == sorted(set(found))
    assert all(1.03 < b / a < 1.16 for a, b in pairwise(stop for stop in found if stop > 0))
    assert (found[0] == 0) == (fact.low == 0)
    assert all(fact.allows(stop) for stop in found)


@pytest.mark.parametrize(
    ("soft", "step"), [((0.0, 0.99), 0.01), ((0.0, 0.999), 0.01), ((0.0, 90.0), 1.0), ((0.9, 1.0), 0.001)]
)
def test_a_linear_slider_moves_in_steps_one_can_read_to_its_very_ends(soft, step):
    stops = number_fields.stops(Hyper("x", "", soft=soft))
    assert (stops[0], stops[-1]) == soft
    assert all(b - a == pytest.approx(step) for a, b in pairwise(stops[:-1]))
    assert 0 < stops[-1] - stops[-2] <= step * 1.001


def test_the_track_of_a_count_has_all_of_them():
    assert number_fields.stops(Hyper("B", "", low=1, integer=True, soft=(1, 30))) == tuple(map(float, range(1, 31)))
    assert len(number_fields.stops(Hyper("B", "", low=1, integer=True, soft=(1, 5000)))) <= number_fields.MOST_STOPS


T, ES = translator("en"), translator("es")
RATE = Hyper("α", "", low=0.0, soft=(1e-4, 2.0), log=True)
SHARE = Hyper("β", "", low=0.0, below=1.0)
WIDTH = Hyper("D", "", above=0.0)
COUNT = Hyper("T", "", low=1, high=2000, integer=True)


@pytest.mark.parametrize(
    ("fact", "text", "value", "said"),
    [
        (RATE, "0.03", 0.03, ""),
        (RATE, "0,03", 0.03, "Read as 0.03."),
        (RATE, "1,234", 1.234, "Read as 1.234."),
        (RATE, "1e999", 1e300, "The largest value is 1e+300."),
        (RATE, "-0,5", 0.0, "The smallest value is 0."),
        (RATE, " ", 0.2, "The field was empty: 0.2 stays."),
        (RATE, "two", 0.2, "“two” is not a number: 0.2 stays."),
        (RATE, "9" * 5000, 1e300, "The largest value is 1e+300."),
        (RATE, "x" * 5000, 0.2, f"“{'x' * 40}” is not a number: 0.2 stays."),
        (SHARE, "1", 0.9999999999999999, "It must be below 1: 0.9999999999999999 is used."),
        (SHARE, "0.9999999999999999", 0.9999999999999999, ""),
        (WIDTH, "0", 5e-324, "It must be above 0: 5e−324 is used."),
        (COUNT, "0", 1, "The smallest value is 1."),
        (COUNT, "2.5", 2, "Only whole numbers: 2 is used."),
        (COUNT, "1000000", 2000, "The largest value is 2000."),
        (COUNT, "12", 12, ""),
    ],
)
def test_a_typed_number_is_taken_or_comes_to_the_nearest_with_a_sentence(fact, text, value, said):
    found = number_fields.taken(fact, {"text": text}, 0.2, T, "en")
    assert (found.value, found.said) == (value, said)
    assert fact.allows(found.value) or found.value == 0.2
    assert found.wrong == (bool(said) and "Read as" not in said)


def test_the_sentence_is_in_the_language_of_the_page_and_so_is_its_number():
    assert number_fields.taken(RATE, {"text": "0.03"}, 0.2, ES, "es").said == "Se lee como 0,03."
    assert number_fields.taken(RATE, {"text": "0,03"}, 0.2, ES, "es") == number_fields.Taken(0.03)
    assert number_fields.taken(RATE, {"text": ""}, 0.2, ES, "es").said.endswith("0,2.")


@pytest.mark.parametrize(("text", "value", "wrong"), [("", None, False), ("0,5", 0.5, False), ("a", None, True)])
def test_a_field_that_may_be_empty_is_emptied(text, value, wrong):
    found = number_fields.taken(RATE, {"text": text}, None, T, "en")
    assert (found.value, found.wrong) == (value, wrong)


@pytest.mark.parametrize("change", [{"v": 0.17}, {"text": "0.17"}])
def test_of_a_field_with_a_few_values_the_nearest_is_taken(change):
    found = number_fields.taken(RATE, change, 0.3, T, "en", (0.1, 0.2, 0.3))
    assert found.value == 0.2
    assert found.wrong == ("text" in change) == ("0.2 is the nearest" in found.said)
    assert number_fields.taken(RATE, {"text": "0.3"}, 0.1, T, "en", (0.1, 0.2, 0.3)) == number_fields.Taken(0.3)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["v", "text", "n"]), inner),
    max_leaves=6,
)


@given(JSON, st.sampled_from([RATE, SHARE, WIDTH, COUNT]))
def test_nothing_that_a_browser_can_send_is_an_illegal_number(change, fact):
    found = number_fields.taken(fact, change, 1.0, T, "en")
    assert fact.allows(found.value) or found.value == 1.0


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("run0.alpha", "alpha"),
        ("run1.alpha", "run1-alpha"),
        ("model.divisor", "divisor"),
        ("schedule.Cosine.period", "period"),
        ("start0", "start0"),
        ("task.alpha", "alpha"),
    ],
)
def test_a_field_is_called_by_its_hyperparameter(name, called):
    assert number_fields.public(name) == called
