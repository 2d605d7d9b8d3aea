"""The link: settings survive it to the last bit, and no text in it does harm."""

import dataclasses
import math
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES
from playground.engine.hyper import hypers
from playground.link.playground import (
    BESIDE,
    DRAWS,
    FAR,
    MAX_RUNS,
    MAX_STEPS,
    OVERLAYS,
    Settings,
    default_run,
    default_settings,
    from_query,
    menu_models,
    minibatches,
    objective,
    optimizer,
    schedule,
    show_words,
    to_query,
)
from playground.link.reader import tidied
from playground.link.values import Pick, default_pick, number
from playground.ui import cache
from playground.ui.session import FRAME_NAMES

RESERVED = {"optimizer", "run"} | {field.name for field in dataclasses.fields(Settings)} - {"runs"}
RECORDS = [(registry, name) for registry in (OBJECTIVES, OPTIMIZERS, SCHEDULES) for name in registry]


TEXTS = ["", "x^2", "|x| + 1/x", "1,5x^2", "a x + b", "f(x) = e^x & 2", "exp(-x^2-y^2)", "x y", "-1,2", "0,1.5,-1e3,2"]
"""Values of what is a text, of which each field takes those that are legal."""


def read(query):
    return from_query(parse_qs(query, keep_blank_values=True))


def finite(low=None, high=None, **more):
    return st.floats(low, high, allow_nan=False, allow_infinity=False, **more)


def values(fact, default):
    """Any legal value of a hyperparameter."""
    if fact.choices is not None:
        return st.sampled_from(list(fact.choices))
    if fact.length is not None:
        return st.sampled_from([text for text in TEXTS if fact.allows(text)])
    if isinstance(default, bool):
        return st.booleans()
    if fact.integer:
        return st.integers(int(fact.low), int(fact.high))
    low, high = fact.low if fact.low is not None else fact.above, fact.high if fact.high is not None else fact.below
    open_ends = {"exclude_min": fact.above is not None, "exclude_max": fact.below is not None}
    return finite(low, 1e300 if high is None else high, **open_ends)


def picks(registry, name, base=None):
    """A record with any legal values: half of the time those of `base`."""
    base = base or default_pick(registry, name)
    fields = {f: st.just(base[f]) | values(fact, base[f]) for f, fact in hypers(registry[name]).items()}
    return st.fixed_dictionaries(fields).map(lambda chosen: Pick(name, tuple((f, chosen[f]) for f in fields)))


@st.composite
def any_settings(draw):
    """Settings as the page can make them."""
    model = draw(st.sampled_from(menu_models()).flatmap(lambda name: picks(OBJECTIVES, name)))
    run = st.sampled_from(list(OPTIMIZERS)).flatmap(lambda name: picks(OPTIMIZERS, name, default_run(name, model)))
    more = draw(st.lists(run, max_size=MAX_RUNS - 1))
    full = [draw(st.booleans()) for _ in more]
    count = objective(model).data_size
    batch = draw(st.none() | st.integers(1, count)) if count else None
    words = draw(st.sets(st.sampled_from(show_words())))
    return Settings(
        model=model,
        runs=(draw(run), *(Pick(one.name, one.values, flag) for one, flag in zip(more, full, strict=True))),
        start=draw(st.tuples(*[finite(-FAR, FAR)] * objective(model).dimension)),
        steps=draw(st.integers(1, MAX_STEPS)),
        schedule=draw(st.sampled_from(list(SCHEDULES)).flatmap(lambda name: picks(SCHEDULES, name))),
        batch=batch,
        seed=1 if batch is None else draw(st.integers(0, 2**32 - 1)),
        draw="epoch" if batch is None else draw(st.sampled_from(DRAWS)),
        show=tuple(word for word in show_words() if word in words),
        guess=draw(st.booleans()),
        overlay=draw(st.sampled_from(OVERLAYS)),
    )


def assert_legal(now):
    """All that the page will do with settings succeeds, and they are what their own link describes."""
    landscape = objective(now.model)
    assert landscape.dimension == len(now.start) <= 2
    assert 1 <= len(now.runs) <= MAX_RUNS
    for run in now.runs:
        optimizer(run)
    schedule(now)
    assert 1 <= now.steps <= MAX_STEPS
    assert isinstance(now.steps, int)
    assert all(isinstance(v, float) and abs(v) <= FAR for v in now.start)
    assert now.batch is None or 1 <= now.batch <= landscape.data_size
    assert 0 <= now.seed < 2**32
    assert set(now.show) <= set(show_words())
    minibatches(now)
    assert read(to_query(now)) == (now, [])


# ---------------------------------------------------------------- there and back


@given(any_settings())
@settings(max_examples=150, deadline=None)
def test_settings_survive_the_link_to_the_last_bit(now):
    query = to_query(now)
    assert query.isascii()
    assert read(query) == (now, [])


def test_every_field_of_the_settings_is_in_the_link():
    """A field that the link forgot would be lost; this fails when one is added to Settings and not to this file."""
    other = Settings(
        model=default_pick(OBJECTIVES, "Gabor"),
        runs=(default_run("Adam", default_pick(OBJECTIVES, "Gabor")),),
        start=(0.5, 5.0),
        steps=7,
        schedule=default_pick(SCHEDULES, "Cosine"),
        batch=3,
        seed=9,
        draw="step",
        show=("gradient",),
        guess=True,
        overlay="trace",
    )
    for field in dataclasses.fields(Settings):
        assert getattr(other, field.name) != getattr(default_settings(), field.name), f"{field.name} is not varied"
    assert read(to_query(other)) == (other, [])


@given(any_settings())
@settings(max_examples=50, deadline=None)
def test_a_read_link_is_written_as_it_was(now):
    assert to_query(read(to_query(now))[0]) == to_query(now)


@pytest.mark.parametrize("name", menu_models())
@pytest.mark.parametrize("rule", list(OPTIMIZERS))
def test_defaults_are_left_out(name, rule):
    now = default_settings(default_pick(OBJECTIVES, name), rule)
    expected = [("model", name)] if name != menu_models()[0] else []
    expected += [("optimizer", rule)] if rule != "GradientDescent" else []
    assert to_query(now) == urlencode(expected)


def test_the_menu_holds_every_landscape_of_two_parameters_then_those_of_one():
    assert menu_models() == list(OBJECTIVES)
    assert {OBJECTIVES[name]().dimension for name in menu_models()} == {1, 2}


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e-300, 5e-324, 1.7976931348623157e300, 2.0, 1e15, 123456789.0])
def test_a_number_keeps_all_its_bits(value):
    now = read(urlencode({"alpha": repr(value)}))[0]
    assert now.runs[0]["alpha"] == value
    assert read(to_query(now))[0].runs[0]["alpha"] == value


def test_a_decimal_comma_is_understood():
    assert read("alpha=0,025") == read("alpha=0.025")


@pytest.mark.parametrize(
    ("comma", "point"),
    [
        ("Adam,alpha=0,05", "Adam,alpha=0.05"),
        ("Adam,alpha=0,05,beta=0,8,gamma=0,95", "Adam,alpha=0.05,beta=0.8,gamma=0.95"),
        ("Adam,alpha=0,05,full=1", "Adam,alpha=0.05,full=1"),
        ("Adam,epsilon=1,5e-7,beta=0", "Adam,epsilon=1.5e-7,beta=0"),
        ("LineSearchDescent,max_distance=0,5,max_iterations=7", "LineSearchDescent,max_distance=0.5,max_iterations=7"),
    ],
)
def test_a_decimal_comma_is_understood_in_a_compared_run_too(comma, point):
    now, ignored = read(f"run={comma}")
    assert (now, ignored) == read(f"run={point}")
    assert not ignored


@pytest.mark.parametrize("rest", ["alpha=0.1,05", "alpha=0.1,junk", "05,alpha=0.1", "alpha=0.1,full=1,5"])
def test_digits_that_continue_no_whole_number_are_named_as_ignored(rest):
    now, ignored = read(f"run=Adam,{rest}")
    assert now.runs[1]["alpha"] == 0.1
    assert ignored == ["run"]


@given(alpha=st.decimals(0, 9, places=4), beta=st.decimals(0, "0.99", places=3))
def test_every_decimal_of_a_compared_run_may_have_its_comma(alpha, beta):
    point = f"Adam,alpha={alpha:f},beta={beta:f}"
    words = [part.replace(".", ",") for part in point.split(",")]
    assert read("run=" + ",".join(words)) == read(f"run={point}")


@pytest.mark.parametrize("end", [".", ",", ").", "!", "?", ";", "…", "»", "\N{RIGHT DOUBLE QUOTATION MARK}.", " ", "*"])
@pytest.mark.parametrize(
    "query", ["alpha=0.03", "start=1.5,-0.25", "model=Gabor", "run=Adam,beta=0.5", "show=gradient"]
)
def test_the_end_of_a_sentence_is_no_part_of_the_link_in_it(query, end):
    assert read(query + end) == read(query)
    assert not read(query + end)[1]


def test_a_link_copied_from_the_source_of_a_page_is_understood():
    wanted = read("model=Gabor&alpha=0.3&run=Adam&run=Momentum&steps=7")
    assert read("model=Gabor&amp;alpha=0.3&amp;run=Adam&amp;run=Momentum&amp;steps=7") == wanted
    assert read("model=Gabor&amp;amp;alpha=0.3&run=Adam&amp;amp;run=Momentum&steps=7") == wanted


def test_a_text_of_the_visitors_own_ends_as_it_likes():
    assert tidied({"text": ["Awful!"], "amp;words": ["es."]}) == {"text": ["Awful!"], "words": ["es"]}


@pytest.mark.parametrize("name", BESIDE)
def test_where_a_page_stands_is_no_part_of_what_is_computed(name):
    assert read(f"alpha=0.03&{name}=3") == read("alpha=0.03")


def test_names_of_hyperparameters_never_clash():
    landscapes = {field for kind in OBJECTIVES.values() for field in hypers(kind)}
    rules = {field for kind in OPTIMIZERS.values() for field in hypers(kind)}
    reserved = RESERVED | set(FRAME_NAMES) | set(BESIDE)
    assert not landscapes & rules
    assert not (landscapes | rules) & reserved
    assert not any("." in name for name in landscapes | rules | reserved)  # "schedule.…" stands apart by its point


@pytest.mark.parametrize(("registry", "name"), RECORDS, ids=lambda part: part if isinstance(part, str) else "")
def test_every_name_in_a_link_is_plain_ascii(registry, name):
    words = [name, *hypers(registry[name])]
    words += [word for fact in hypers(registry[name]).values() for word in fact.choices or ()]
    assert all(word.isidentifier() and word.isascii() for word in words)


# ---------------------------------------------------------------- the query as the key of a cache


def test_the_key_tells_apart_rules_of_equal_fields():
    model = default_pick(OBJECTIVES, "LinearRegression")
    rules = [default_run(name, model).having(alpha=0.1, beta=0.9) for name in ("Momentum", "Nesterov")]
    start = Settings(model, (rules[0],), (1.6, -0.8), 50, default_pick(SCHEDULES, "Constant"))
    keys = [cache.run_key(Settings(model, (rule,), start.start, 50, start.schedule)) for rule in rules]
    assert keys[0] != keys[1]
    paths = [cache.run(key).trajectory.phi for key in keys]
    assert not np.array_equal(paths[0], paths[1])


def test_the_key_of_a_run_leaves_out_what_its_path_does_not_depend_on():
    alone = read("alpha=0.01")[0]
    among = read("alpha=0.01&run=Adam&show=gradient&guess=1&overlay=trace")[0]
    assert cache.run_key(alone) == cache.run_key(among, 0)
    assert cache.run_key(among, 1) == to_query(read("optimizer=Adam")[0])


def test_a_run_that_sees_all_the_data_has_the_key_of_one_without_batches():
    now = read("batch=5&seed=7&run=Adam,full=1")[0]
    assert cache.run_key(now, 1) == cache.run_key(read("optimizer=Adam")[0])
    assert cache.run_key(now, 0) != cache.run_key(read("")[0])


@given(any_settings(), any_settings())
@settings(max_examples=50, deadline=None)
def test_different_settings_have_different_keys(one, other):
    assert (to_query(one) == to_query(other)) == (one == other)


# ---------------------------------------------------------------- what is of no use

NAMES = sorted(
    RESERVED
    | {field for kind in (*OBJECTIVES.values(), *OPTIMIZERS.values()) for field in hypers(kind)}
    | {f"schedule.{field}" for kind in SCHEDULES.values() for field in hypers(kind)}
)
WORDS = [*OBJECTIVES, *OPTIMIZERS, *SCHEDULES, *DRAWS, *OVERLAYS, *show_words()]
NUMBERS = st.one_of(st.floats().map(str), st.integers().map(str), st.integers(1, 400).map(lambda n: "9" * n))
VALUES = st.one_of(
    st.text(),
    st.sampled_from(WORDS),
    NUMBERS,
    st.lists(NUMBERS, max_size=4).map(",".join),
    st.tuples(st.sampled_from(list(OPTIMIZERS)), st.sampled_from(NAMES), NUMBERS).map("{0[0]},{0[1]}={0[2]}".format),
)


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(), st.lists(VALUES, max_size=7), max_size=12))
@example({"alpha": ["nan"], "start": ["inf,-inf"], "steps": ["9" * 400], "seed": ["-1e999"]})
@example({"model": ["Gabor"], "divisor": ["0"]})
@example({"model": ["Quadratic"], "condition": ["1e999"], "rotation": ["1e300"]})
@example({"model": ["Saddle"], "batch": ["3"]})
@settings(max_examples=200, deadline=None)
def test_no_text_raises_and_what_is_read_is_legal(query):
    now, ignored = from_query(query)
    assert_legal(now)
    assert set(ignored) <= set(query)


READ = {
    "model": lambda now: now.model.name,
    "dataset": lambda now: now.model["dataset"],
    "optimizer": lambda now: now.runs[0].name,
    "alpha": lambda now: now.runs[0]["alpha"],
    "steps": lambda now: now.steps,
    "batch": lambda now: now.batch,
    "seed": lambda now: now.seed,
    "draw": lambda now: now.draw,
    "schedule": lambda now: now.schedule.name,
    "guess": lambda now: str(int(now.guess)),
    "overlay": lambda now: now.overlay,
}
"""What became of the value of a name."""


@given(st.sampled_from(list(READ)), VALUES)
@settings(max_examples=200, deadline=None)
def test_a_value_is_taken_as_it_stands_or_named(name, text):
    (text,) = tidied({name: [text]})[name]
    query = {name: [text], **({"batch": ["5"]} if name in {"seed", "draw"} else {})}
    now, ignored = from_query(query)
    value = READ[name](now)
    taken = text == value if isinstance(value, str) else value is not None and number(text) == value
    assert taken != (name in ignored)


@pytest.mark.parametrize(
    ("query", "ignored"),
    [
        ("steps=100000", ["steps"]),
        ("steps=0", ["steps"]),
        ("steps=2.5", ["steps"]),
        ("steps=ten", ["steps"]),
        ("batch=0", ["batch"]),
        ("batch=13", ["batch"]),
        ("batch=five", ["batch"]),
        ("model=Saddle&batch=1", ["batch"]),
        ("model=Saddle&batch=0", ["batch"]),
        ("seed=5&draw=step", ["seed", "draw"]),
        ("batch=5&seed=-1", ["seed"]),
        ("batch=5&seed=4294967296", ["seed"]),
        ("batch=5&draw=never", ["draw"]),
        ("start=1e9,0", ["start"]),
        ("start=1", ["start"]),
        ("start=1,2,3", ["start"]),
        ("start=nan,1", ["start"]),
        ("alpha=nan", ["alpha"]),
        ("alpha=inf", ["alpha"]),
        ("alpha=-1", ["alpha"]),
        ("optimizer=Momentum&beta=1", ["beta"]),
        ("beta=0.5", ["beta"]),
        ("optimizer=Gauss", ["optimizer"]),
        ("model=Moon", ["model"]),
        ("model=Gabor&divisor=0", ["divisor"]),
        ("optimizer=LineSearchDescent&method=guess", ["method"]),
        ("schedule=Never", ["schedule"]),
        ("schedule=Cosine&schedule.period=0", ["schedule.period"]),
        ("schedule.period=5", ["schedule.period"]),
        ("run=Nobody", ["run"]),
        ("run=Adam,alpha=x", ["run"]),
        ("run=Adam,omega=1", ["run"]),
        ("run=Adam,full=maybe", ["run"]),
        ("&".join(["run=Adam"] * 5), ["run"]),
        ("show=stars", ["show"]),
        ("guess=perhaps", ["guess"]),
        ("colour=red", ["colour"]),
        ("colour=red&steps=0&alpha=-1", ["alpha", "steps", "colour"]),
        ("steps=40&alpha=0.01&run=Adam&start=1,0&show=gradient&guess=1&batch=4&seed=9&draw=step", []),
    ],
)
def test_what_was_left_out_or_brought_within_bounds_is_named(query, ignored):
    assert read(query)[1] == ignored


@pytest.mark.parametrize(
    ("query", "value", "expected"),
    [
        ("steps=100000", lambda s: s.steps, MAX_STEPS),
        ("steps=0", lambda s: s.steps, 1),
        ("steps=-7", lambda s: s.steps, 1),
        ("batch=0", lambda s: s.batch, 1),
        ("batch=99", lambda s: s.batch, 12),
        ("model=Gabor&batch=99", lambda s: s.batch, 30),
        ("model=Saddle&batch=5", lambda s: s.batch, None),
        ("start=1e300,-1e300", lambda s: s.start, (FAR, -FAR)),
        ("start=500,-500", lambda s: s.start, (500.0, -500.0)),
        ("start=x,1", lambda s: s.start, (1.6, -0.8)),
        ("alpha=-3", lambda s: s.runs[0]["alpha"], 0.0),
        ("alpha=7", lambda s: s.runs[0]["alpha"], 7.0),
        ("alpha=oops", lambda s: s.runs[0]["alpha"], 0.02),
        ("optimizer=Momentum&beta=2", lambda s: s.runs[0]["beta"], math.nextafter(1, 0)),
        ("&".join(["run=Adam"] * 9), lambda s: len(s.runs), MAX_RUNS),
        ("alpha=1&alpha=0.5", lambda s: s.runs[0]["alpha"], 0.5),
        ("optimizer=LineSearchDescent&max_iterations=1e9", lambda s: s.runs[0]["max_iterations"], 200),
        ("show=momentum,gradient,gradient", lambda s: s.show, ("gradient", "momentum")),
    ],
)
def test_numbers_come_to_the_nearest_legal_value_and_words_to_the_default(query, value, expected):
    assert value(read(query)[0]) == expected
