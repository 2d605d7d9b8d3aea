"""The playground page without a browser: every landscape, rule, preset and link, in both languages."""

import base64
import json
from typing import get_args
from urllib.parse import parse_qs, quote

import numpy as np
import pytest
from hand import decimal_points, field, slide_to, tell, type_in, value_of, values_of

from playground.engine import OBJECTIVES, OPTIMIZERS, descend
from playground.engine.listing import listing
from playground.engine.trajectory import Outcome
from playground.figures.theme import typeset
from playground.i18n import languages, number, translator
from playground.link.playground import default_settings, from_query, menu_models, objective, optimizer, to_query
from playground.presets import PRESETS
from playground.ui import session, wording

LANGUAGES = list(languages())
SHOWN = [name for name in menu_models() if OBJECTIVES[name].dimension == 2] + ["TwoDips", "OwnCurve"]
"""The landscapes of two parameters, and for those of one a fixed and a typed one."""

RULES = ["GradientDescent", "LineSearchDescent", "Adam", "Newton"]


def array(entry):
    return np.frombuffer(base64.b64decode(entry["b"]), {"f8": "<f8", "f4": "<f4", "u2": "<u2", "u4": "<u4"}[entry["t"]])


def paths(data):
    return [array(run["phi"]).reshape(-1, 2) for run in data["runs"]]


def read(address):
    """The settings that the address bar describes."""
    asked = {name: values for name, values in parse_qs(address).items() if name not in session.FRAME_NAMES}
    now, ignored = from_query(asked)
    assert not ignored
    return now


def bits(data):
    """Everything about the runs that a link must reproduce."""
    return [(run["phi"]["b"], run["loss"]["b"], run.get("batches")) for run in data["runs"]]


def figures(page):
    """The charts of the page as dicts, by key."""
    found = {}
    for element in page.get("plotly_chart"):
        spec = json.loads(element.proto.spec)
        found[element.proto.id.rpartition("-")[2]] = spec
    return found


def captions(page):
    return [caption.value for caption in page.caption]


def open_preset(page, title):
    """Open the panel and click a preset. Outside a browser the panel is drawn only while its button is pressed."""
    page.button(key="presets").click().run()
    page.button(key="presets").click()
    return next(button for button in page.button if button.label == title).click().run()


# ---------------------------------------------------------------- every landscape, rule and preset


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_every_landscape_opens_with_the_kinds_of_rules_in_turn(visit, told, name, language):
    t, turn = translator(language), SHOWN.index(name)
    for rule in [RULES[(turn + k) % len(RULES)] for k in ((0, 2) if language == LANGUAGES[0] else (3,))]:
        page = visit(f"lang={language}&model={name}&optimizer={rule}", unfolded=True)
        data = told(page)
        model = OBJECTIVES[name]()
        now = default_settings(read(f"model={name}").model, rule)
        expected = descend(optimizer(now.runs[0]), model, np.array(now.start), now.steps)
        assert np.array_equal(paths(data)[0][:, : model.dimension], expected.phi, equal_nan=True)
        assert np.array_equal(array(data["runs"][0]["loss"]), expected.value, equal_nan=True)
        assert data["lang"] == language
        assert tuple(data["start"][: model.dimension]) == now.start
        assert (data["model"] is None) == (model.data_size == 0)
        assert data["ledger"]["steps"] == now.steps
        assert data["curvature"]["kind"]
        assert page.code[0].value == listing(optimizer(now.runs[0]), model, now.start, now.steps).strip()
        heading = page.markdown[0].value
        assert t(model.name) in heading
        assert t(OPTIMIZERS[rule].name) in heading
        assert language != "es" or not decimal_points(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_preset_opens_from_the_panel(visit, told, language):
    page = visit(f"lang={language}")
    t = translator(language)
    for preset in PRESETS:
        chosen = open_preset(page, t(preset.title))
        data = told(chosen)
        assert read(data["address"]) == preset.settings
        assert len(data["runs"]) == len(preset.settings.runs)
        assert data["lang"] == language


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_every_preset_opens_with_all_sections_and_by_its_link(visit, told, preset):
    data = told(visit(preset.query, unfolded=True))
    assert read(data["address"]) == preset.settings
    assert ("table" in data) == (len(preset.settings.runs) > 1)
    assert len(data["arrows"]) == len(preset.settings.show)


# ---------------------------------------------------------------- controls


def test_a_rate_is_typed_or_slid_to(visit, told):
    page = visit()
    type_in(page, "run0.alpha", 0.0333)
    assert value_of(page, "run0.alpha") == 0.0333
    assert read(told(page)["address"]).runs[0]["alpha"] == 0.0333
    slide_to(page, "run0.alpha", 0.01)
    assert value_of(page, "run0.alpha") == 0.01
    assert read(told(page)["address"]).runs[0]["alpha"] == 0.01


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("text", "alpha"), [("0,03", 0.03), ("0.03", 0.03), ("3e-2", 0.03), ("3·10⁻²", 0.03)])
def test_both_decimal_marks_are_read_in_both_languages(visit, told, language, text, alpha):
    page = visit(f"lang={language}&alpha=0.5")
    type_in(page, "run0.alpha", text)
    assert value_of(page, "run0.alpha") == alpha
    assert read(told(page)["address"]).runs[0]["alpha"] == alpha
    assert not field(page, "run0.alpha")["wrong"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("run0.alpha", "-1", 0),
        ("run0.alpha", "", 0.02),
        ("run0.alpha", "<b>", 0.02),
        ("start0", "1e9", 1e6),
        ("start1", "-1e999", -1e6),
        ("steps", "0", 1),
        ("steps", "-5", 1),
        ("steps", "1000000", 2000),
        ("steps", "2,6", 3),
    ],
)
def test_what_cannot_be_used_comes_to_the_nearest_number_is_shown_and_said(visit, told, language, name, text, value):
    page = visit(f"lang={language}")
    type_in(page, name, text)
    shown = field(page, name)
    assert shown["value"] == value
    assert shown["wrong"]
    assert f" {number(int(value) if value % 1 == 0 else value, language)}" in shown["said"]
    now = read(told(page)["address"])
    assert {"run0.alpha": now.runs[0]["alpha"], "start0": now.start[0], "start1": now.start[1], "steps": now.steps}[
        name
    ] == value
    type_in(page, name, "7")
    assert not field(page, name)["said"]


def test_what_was_said_of_a_field_is_over_when_another_is_changed(visit):
    page = visit()
    type_in(page, "run0.alpha", "-1")
    assert field(page, "run0.alpha")["said"]
    type_in(page, "steps", "20")
    assert not field(page, "run0.alpha")["said"]
    assert field(page, "run0.alpha")["value"] == 0


def test_the_field_takes_a_legal_number_beyond_the_slider(visit, told):
    page = visit()
    type_in(page, "run0.alpha", 25.0)
    assert told(page)["runs"][0]["diverged"] is not None
    assert value_of(page, "run0.alpha") == 25
    type_in(page, "run0.alpha", 0.0)
    (path,) = paths(told(page))
    assert (path == path[0]).all()


@pytest.mark.parametrize(
    "change", [None, 3, "x", [], {}, {"v": None}, {"v": "0.1"}, {"v": True}, {"v": 1e999}, {"text": 3}, {"text": None}]
)
def test_what_no_browser_would_send_changes_nothing(visit, told, change):
    page = visit()
    before = told(page)["address"]
    tell(page, "run0.alpha", change)
    assert told(page)["address"] == before


def test_the_plain_page_reads_numbers_too(visit):
    page = visit("lang=es&plain=1")
    page.text_input(key="w:run0.alpha:text").set_value("0.03").run()
    assert not page.exception
    assert page.text_input(key="w:run0.alpha:text").value == "0,03"
    page.text_input(key="w:run0.alpha:text").set_value("-1").run()
    assert page.text_input(key="w:run0.alpha:text").value == "0"
    assert translator("es")("The smallest value is {value}.").format(value="0") in captions(page)


def test_the_limit_is_marked_on_the_track_and_follows_the_rule(visit):
    page = visit("optimizer=Momentum&beta=0.5&run=GradientDescent&run=Adam")
    marks = {name: [mark["at"] for mark in field(page, f"run{i}.alpha")["is"]["marks"]] for i, name in enumerate("abc")}
    assert marks == {"a": [pytest.approx(0.11993, abs=1e-5)], "b": [pytest.approx(0.039976, abs=1e-6)], "c": []}
    type_in(page, "run0.beta", "0")
    (mark,) = field(page, "run0.alpha")["is"]["marks"]
    assert mark["at"] == pytest.approx(0.039976, abs=1e-6)
    assert "0.03997" in mark["text"]


def test_the_limit_is_marked_beside_the_slider(visit):
    for alpha, red in ((0.039, False), (0.042, True)):
        (note,) = [text for text in captions(visit(f"lang=es&alpha={alpha}")) if "0,03997" in text]
        assert (":red" in note) == red
    assert not [text for text in captions(visit("lang=es&optimizer=Adam")) if "0,03997" in text]


def test_controls_keep_their_values(visit, told):
    page = visit(unfolded=True)
    type_in(page, "run0.alpha", 0.03)
    type_in(page, "start0", 0.25)
    type_in(page, "steps", 33)
    page.toggle(key="w:batched").set_value(True).run()
    slide_to(page, "batch", 4)
    type_in(page, "seed", 99)
    page.radio(key="w:draw").set_value("step").run()
    page.selectbox(key="w:schedule").set_value("Cosine").run()
    type_in(page, "schedule.Cosine.period", 40)
    page.checkbox(key="w:show.gradient").set_value(True).run()
    page.toggle(key="w:guess").set_value(True).run()
    query = "alpha=0.03&start=0.25,-0.8&steps=33&batch=4&seed=99&draw=step&schedule=Cosine&schedule.period=40"
    assert read(told(page)["address"]) == read(query + "&show=gradient&guess=1")
    page.toggle(key="w:batched").set_value(False).run()
    page.selectbox(key="w:schedule").set_value("Constant").run()
    assert read(told(page)["address"]) == read("alpha=0.03&start=0.25,-0.8&steps=33&show=gradient&guess=1")


def test_another_landscape_opens_with_its_own_start_steps_and_rates(visit, told):
    page = visit("alpha=0.5&start=0.1,0.1&steps=7&run=Momentum,alpha=0.9")
    page.selectbox(key="w:model").set_value("Gabor").run()
    now = read(told(page)["address"])
    fresh = default_settings(now.model)
    assert now.start == fresh.start
    assert now.steps == fresh.steps
    assert now.runs[0] == fresh.runs[0]
    assert now.runs[1] == default_settings(now.model, "Momentum").runs[0]
    assert value_of(page, "start0") == fresh.start[0]
    assert value_of(page, "run0.alpha") == 0.1


def test_a_landscape_without_data_has_no_minibatches(visit, told):
    page = visit("batch=5", unfolded=True)
    page.selectbox(key="w:model").set_value("Saddle").run()
    assert read(told(page)["address"]).batch is None
    assert not [toggle for toggle in page.toggle if toggle.key == "w:batched"]


def test_another_rule_starts_with_a_rate_that_suits_the_landscape(visit, told):
    page = visit("model=Rosenbrock&start=0.5,0.5")
    page.selectbox(key="w:optimizer0").set_value("Adam").run()
    now = read(told(page)["address"])
    assert now.start == (0.5, 0.5)
    assert now.runs[0] == default_settings(now.model, "Adam").runs[0]


def test_a_hyperparameter_of_the_landscape_moves_the_ground(visit, told):
    page = visit("model=Gabor")
    before = told(page)
    type_in(page, "model.divisor", 8.0)
    after = told(page)
    assert read(after["address"]).model["divisor"] == 8
    assert bits(before) != bits(after)
    assert before["situation"] != after["situation"]


def test_a_named_start_fills_both_fields(visit, told):
    page = visit("model=Gabor")
    page.selectbox(key="w:named").set_value("trapped").run()
    assert tuple(told(page)["start"]) == OBJECTIVES["Gabor"].starts["trapped"]
    assert value_of(page, "start1") == OBJECTIVES["Gabor"].starts["trapped"][1]


def test_reset_returns_to_the_preset(visit, told):
    page = visit()
    before = told(open_preset(page, "It diverges"))
    type_in(page, "run0.alpha", 0.001)
    type_in(page, "start0", 0.0)
    assert bits(told(page)) != bits(before)
    data = told(page.button(key="reset").click().run())
    assert bits(data) == bits(before)
    assert data["situation"] != before["situation"]  # the player begins anew


# ---------------------------------------------------------------- comparing


def test_the_same_run_twice_is_the_same_path_twice(visit, told):
    page = visit("run=GradientDescent")
    data = told(page)
    first, second = data["runs"]
    assert first["phi"]["b"] == second["phi"]["b"]
    assert first["color"] != second["color"]
    assert first["dash"] != second["dash"]
    assert len({run["name"] for run in data["runs"]}) == 2
    type_in(page, "run1.alpha", 0.03)
    one, other = paths(told(page))
    assert not np.array_equal(one, other)
    assert value_of(page, "run0.alpha") == 0.02


def test_runs_come_and_go_up_to_five(visit, told):
    page = visit("alpha=0.03", unfolded=True)
    for count in range(2, 6):
        page.button(key="add").click().run()
        assert len(told(page)["runs"]) == count
    assert "add" not in {button.key for button in page.button}
    names = [run["name"] for run in told(page)["runs"]]
    page.button(key="remove2").click().run()
    kept = [run["name"].partition(" ")[2] for run in told(page)["runs"]]
    assert kept == [name.partition(" ")[2] for name in [*names[:2], *names[3:]]]
    assert value_of(page, "run0.alpha") == 0.03


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_a_comparison(visit, told, language):
    runs = "run=GradientDescent,alpha=0.1,full=1&run=GradientDescent,alpha=90"
    data = told(visit(f"lang={language}&model=Gabor&batch=5&steps=200&{runs}"))
    head, *rows = data["table"]
    assert len(head) == 8
    assert all(len(row) == 8 for row in rows)
    for row, run in zip(rows, data["runs"], strict=True):
        loss = array(run["loss"])
        assert row[3] == number(loss[-1], language)
        assert row[4] == number(loss.min(), language)
    assert "B = 5" in rows[0][1]
    assert translator(language)("all the data") in rows[1][1]
    assert int(rows[1][6]) == 30 * int(rows[1][5])  # data visited: thirty a step
    assert all(cell == "–" or cell.isdecimal() for row in rows for cell in row[5:7])


def test_a_run_among_minibatches_may_see_all_the_data(visit, told):
    page = visit("batch=3&run=GradientDescent", unfolded=True)
    assert len({run["phi"]["b"] for run in told(page)["runs"]}) == 1
    page.checkbox(key="w:full1").set_value(True).run()
    batched, full = told(page)["runs"]
    assert batched["batches"]
    assert "batches" not in full
    assert full["phi"]["b"] == told(visit())["runs"][0]["phi"]["b"]


# ---------------------------------------------------------------- language and link

STATE = (
    "model=Gabor&divisor=16&alpha=0.123456789&start=-1.25,7.0625&steps=90&batch=7&seed=123&draw=step"
    "&schedule=Exponential&schedule.rate=0.99&run=Adam,beta=0.8&run=Momentum,full=1&show=gradient&guess=1"
)


@pytest.mark.parametrize("query", [STATE, *(preset.query for preset in PRESETS)])
def test_the_link_reproduces_the_run_to_the_last_bit_in_the_other_language(visit, told, query):
    first = told(visit(f"lang=en&{query}"))
    address = first["address"].replace("lang=en", "lang=es")
    second = told(visit(address))
    assert second["lang"] == "es"
    assert second["address"] == address
    assert bits(second) == bits(first)
    assert [second[name] for name in ("start", "window", "floor", "epochs", "guess")] == [
        first[name] for name in ("start", "window", "floor", "epochs", "guess")
    ]


def test_another_language_keeps_everything_the_visitor_has_done(visit, told):
    page = visit(STATE, unfolded=True)
    type_in(page, "run0.alpha", 0.05)
    before = told(page)
    values = {w.key: w.value for kind in ("slider", "selectbox") for w in getattr(page, kind)} | values_of(page)
    page.get("button_group")[0].set_value("es").run()
    after = told(page)
    assert after["lang"] == "es"
    assert after["address"] == before["address"].replace("lang=en", "lang=es")
    assert bits(after) == bits(before)
    assert after["situation"] == before["situation"]  # the player keeps its step
    again = {w.key: w.value for kind in ("slider", "selectbox") for w in getattr(page, kind)} | values_of(page)
    assert values == again
    assert after["ledger"]
    assert after["curvature"]
    page.get("button_group")[0].set_value("en").run()
    assert told(page)["address"] == before["address"]
    assert told(page)["words"] == before["words"]


def test_the_two_languages_say_different_things(visit, told):
    english, spanish = (visit(f"lang={language}", unfolded=True) for language in ("en", "es"))
    assert {e.label for e in english.expander}.isdisjoint(e.label for e in spanish.expander)
    words = told(english)["words"], told(spanish)["words"]
    assert sum(a != b for a, b in zip(words[0].values(), words[1].values(), strict=True)) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_charts_speak_the_visitors_language(visit, language):
    t, charts = translator(language), figures(visit(f"lang={language}"))
    titles = {name: chart["layout"]["title"]["text"] for name, chart in charts.items()}
    assert set(titles) == {"contour", "fit", "surface"}
    assert t("Parameters") in titles["contour"]
    assert t("Data") in titles["fit"]
    assert t("Surface") in titles["surface"]
    assert t("slope") in charts["contour"]["layout"]["yaxis"]["title"]["text"]
    assert typeset(t("input, x")) in charts["fit"]["layout"]["xaxis"]["title"]["text"]
    assert {chart["layout"]["separators"] for chart in charts.values()} == {",." if language == "es" else ".,"}


@pytest.mark.parametrize(
    "query",
    [
        "steps=100000",
        "steps=0",
        "alpha=1e300",
        "alpha=oops&beta=7",
        "start=nan,inf",
        "start=1e30,-1e30",
        "batch=0",
        "batch=1000&seed=-1",
        "model=Nothing&optimizer=Nobody&schedule=Never&run=Who",
        "&".join(["run=Adam"] * 40),
        f"{quote('🦄')}=1&{quote('<script>')}={quote('<img src=x>')}",
        "schedule=Cosine&schedule.period=0&schedule.warmup=-1",
        "show=everything,nothing",
        "guess=maybe",
        "lang=es&overlay=rainbow",
    ],
)
def test_rubbish_opens_with_one_quiet_sentence(visit, told, query):
    page = visit(query, unfolded=True)
    data = told(page)
    sentence = translator(data["lang"])(
        "Part of the link could not be used as it stands and was left out or brought within bounds: {names}."
    ).partition("{")[0]
    ours = [text for text in captions(page) if text.startswith(sentence)]
    assert len(ours) == (query != "alpha=1e300")
    assert not any("<" in text for text in ours)
    told(page.run())
    assert not [text for text in captions(page) if text.startswith(sentence)]  # said once
    assert read(data["address"])


@pytest.mark.parametrize(
    "query", ["model=Gabor&divisor=0", "model=Gabor&divisor=1e-300", "model=Quadratic&condition=1e99"]
)
def test_a_landscape_at_the_edge_of_its_range_still_opens(visit, told, query):
    told(visit(query, unfolded=True))


@pytest.mark.parametrize(
    ("name", "extreme"),
    [
        (name, extreme)
        for i, name in enumerate(SHOWN)
        for extreme in ("alpha=1e300", ("start=1e6,-1e6", "optimizer=Adam&alpha=1e300&steps=2000")[i % 2])
    ],
)
def test_overflow_is_a_result(visit, told, name, extreme):
    page = visit(f"model={name}&{extreme}&run=Momentum,alpha=1e300", unfolded=True)
    data = told(page)
    assert all(len(path) == data["runs"][0]["steps"] + 1 for path in paths(data))
    assert data["runs"][1]["diverged"] is not None or np.isfinite(paths(data)[1]).all()


def test_two_visitors_do_not_see_each_other(visit, told):
    one, other = visit("alpha=0.01"), visit("lang=es&model=Gabor")
    type_in(one, "run0.alpha", 0.03)
    type_in(other, "start0", 1.0)
    assert told(one)["address"] == "lang=en&alpha=0.03"
    assert told(other)["address"].startswith("lang=es&model=Gabor&start=1,")


# ---------------------------------------------------------------- what a lecturer leaves out


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("alpha", {"run0.alpha"}),
        ("model", {"w:model"}),
        ("dataset", {"w:model.dataset"}),
        ("optimizer", {"w:optimizer0"}),
        ("start", {"start0", "start1"}),
        ("steps", {"steps"}),
        ("batches", {"w:batched"}),
        ("schedule", {"w:schedule"}),
        ("show", {"w:guess"}),
        ("compare", {"add"}),
        ("presets", {"presets"}),
        ("language", {"lang"}),
    ],
)
def test_what_is_hidden_is_not_there_and_keeps_its_value(visit, told, word, keys):
    query = "lang=es&alpha=0.03&start=1,0&steps=44&batch=3&schedule=Cosine&run=Adam&guess=1&show=gradient"
    widgets = ("slider", "selectbox", "toggle", "checkbox", "button", "button_group")

    def shown(page):
        return {w.key for kind in widgets for w in page.get(kind)} | set(values_of(page))

    whole, part = visit(query, unfolded=True), visit(f"{query}&hide={word}", unfolded=True)
    assert keys <= shown(whole)
    assert not keys & shown(part)
    assert bits(told(part)) == bits(told(whole))
    assert told(part)["address"] == told(whole)["address"].replace("lang=es", f"lang=es&hide={word}")


def test_everything_can_be_hidden_at_once(visit, told):
    words = "language,model,dataset,optimizer,alpha,start,steps,batches,schedule,compare,show,presets,share,data"
    page = visit(f"hide={words},contour,fit,surface,loss,ledger,curvature,code", unfolded=True)
    told(page)
    assert not page.get("plotly_chart")
    assert not page.expander


@pytest.mark.parametrize("word", ["contour", "fit", "surface", "loss", "ledger", "curvature", "code"])
def test_a_panel_can_be_hidden(visit, told, word):
    whole, part = visit(unfolded=True), visit(f"hide={word}", unfolded=True)
    told(part)
    seen = [[len(page.get(kind)) for kind in ("plotly_chart", "expander", "html")] for page in (whole, part)]
    assert seen[0] != seen[1]


# ---------------------------------------------------------------- without the player


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_the_plain_page_draws_the_whole_path_with_ordinary_traces(visit, name, language):
    query = f"lang={language}&plain=1&model={name}&run=Adam"
    page = visit(query, unfolded=True)
    assert not page.exception
    assert not page.error
    assert not [one for one in page.get("bidi_component") if '"lang"' in one.proto.json]
    flat = figures(page)["contour"]
    lines = [trace for trace in flat["data"] if "lines+" in trace.get("mode", "")]
    assert len(lines) == 2
    now = read(f"model={name}&run=Adam")
    for line, run in zip(lines, now.runs, strict=True):
        path = descend(optimizer(run), objective(now.model), np.array(now.start), now.steps).phi
        drawn = np.frombuffer(base64.b64decode(line["x"]["bdata"]), "<f4")
        assert np.array_equal(drawn, path[:, 0].astype("f4"), equal_nan=True)
    assert len(figures(page)) == 4
    assert flat["layout"]["separators"] == (",." if language == "es" else ".,")


@pytest.mark.parametrize("query", ["alpha=1e300", "model=Rosenbrock&alpha=1", "model=Saddle&steps=2000", "batch=3"])
def test_the_plain_page_bears_a_run_that_overflows(visit, query):
    page = visit(f"plain=1&{query}", unfolded=True)
    assert not page.exception
    assert not page.error
    assert len(figures(page)) == 4


# ---------------------------------------------------------------- what must not change when a slider moves


def test_the_landscapes_charts_do_not_change_with_the_optimizer(visit, told):
    """A chart whose spec changes is mounted anew: that costs its camera and a quarter of a second."""
    page = visit()
    before = [element.proto for element in page.get("plotly_chart")]
    type_in(page, "run0.alpha", 0.0123)
    type_in(page, "start0", 0.5)
    page.selectbox(key="w:optimizer0").set_value("Adam").run()
    after = [element.proto for element in page.get("plotly_chart")]
    assert len(before) == 3
    assert [proto.SerializeToString() for proto in after] == [proto.SerializeToString() for proto in before]


def test_a_change_of_alpha_tells_little(visit, told):
    page = visit("alpha=0.001&steps=100", unfolded=True)
    type_in(page, "run0.alpha", 0.002)
    told(page)
    assert sum(len(element.proto.json) for element in page.get("bidi_component")) < 60_000
    path = told(page)["runs"][0]
    assert len(path["phi"]["b"]) + len(path["loss"]["b"]) < 15_000


def test_settings_and_address_agree(visit, told):
    page = visit(STATE)
    assert to_query(read(told(page)["address"])) == to_query(read(STATE))


def test_reset_goes_back_to_what_the_link_opened(visit, told):
    page = visit("model=Gabor&start=3,10&alpha=0.1&hide=model,presets")
    opened = told(page)["address"]
    type_in(page, "run0.alpha", 0.3)
    assert told(page)["address"] != opened
    page.button(key="reset").click().run()
    assert told(page)["address"] == opened


@pytest.mark.parametrize(("language", "sentence"), [("en", "does not move"), ("es", "No se mueve")])
def test_a_run_that_makes_no_step_is_not_called_moving(visit, told, language, sentence):
    (run,) = told(visit(f"lang={language}&alpha=0"))["runs"]
    assert sentence in run["verdict"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("alpha=0.001&schedule=Cosine&schedule.period=10&steps=100", "Stands still from step 10: α has fallen to 0."),
        ("alpha=0.001&schedule=Exponential&schedule.rate=0.3&steps=100", "Stands still from step 2"),
        ("alpha=0.02&steps=50", "Still moving at step 50, 99.99\u00a0% of the way down to L*."),
        ("alpha=0.02&steps=50&lang=es", "99,99\u00a0%"),
        ("model=Saddle&alpha=0.05&start=1.5,0.01&steps=5", "Still moving at step 5."),
        ("model=Rosenbrock&optimizer=GradientDescent&alpha=0.01&steps=8", "Diverged: from step 2 on, L − L*"),
    ],
)
def test_the_verdict_says_where_it_stands_and_how_far_it_came(visit, told, query, sentence):
    (run,) = told(visit(query if "lang=" in query else f"lang=en&{query}"))["runs"]
    assert sentence in run["verdict"]


def test_a_compared_run_with_a_learning_rate_of_zero_does_not_move(visit, told):
    table = told(visit("lang=en&run=GradientDescent,alpha=0"))["table"]
    assert table[2][-1] == "does not move"


def test_every_outcome_has_its_words():
    assert set(wording.OUTCOMES) == set(wording.OUTCOMES_SHORT) == set(get_args(Outcome))


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.29, 29), (0.5, 50), (0.98999, 98), (0.99, 99), (0.99999999, 99.99), (1.0, 100), (0.005, None), (-3.0, None)],
)
def test_a_share_of_the_way_is_cut_and_never_rounded_up(share, shown):
    assert wording.percent(share) == shown


def test_a_run_on_a_part_of_the_data_is_called_sgd(visit):
    titles = [block.value for block in visit("model=Gabor&batch=5").markdown]
    assert any("SGD · Gabor model" in text for text in titles)
