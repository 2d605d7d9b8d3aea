"""The pages of the four tasks and of the network: trained, asked, misused, in both languages."""

import base64
import html
import json
import re

import numpy as np
import pytest
from hand import brought, conforms, decimal_points, field, open_page, type_in, value_of

from playground.i18n import languages
from playground.link.task import NETWORK, PLANES, from_query
from playground.ui import navigation
from playground.ui.player.protocol import TrainerData

SCRIPTS = sorted((navigation.ROOT / "pages/tasks").glob("*.py"))
PAGES = {re.search(r'show_task\("(\w+)"\)', script.read_text("utf-8"))[1]: script.stem for script in SCRIPTS}
TASKS = [name for name in PAGES if name != NETWORK]


def refuse(constant):
    raise AssertionError(f"{constant} is no JSON: a browser would not read it")


def visit(name, language="en", opened=(), **query):
    """A visitor who comes to a task's page by its link."""
    return well(open_page(f"pages/tasks/{PAGES[name]}.py", ("spectrum", *opened), **{"lang": language, **query}))


def well(app):
    """The app after a run that raised nothing, and that shows no nan."""
    assert not app.exception, [error.value for error in app.exception]
    assert not app.error, [error.value for error in app.error]
    assert not re.search(r"\bnan\b|\binf\b|\{\w+\}|None", shown(app))
    told(app)
    return app


def shown(app):
    """All that the page says, the strip included."""
    texts = [e.value for kind in (app.markdown, app.caption, app.info, app.text) for e in kind]
    return re.sub(r"<style>.*?</style>", "", "\n".join(texts + [e.proto.body for e in app.get("html")]), flags=re.S)


def flow(app):
    """The strip of five boxes."""
    return next(e.proto.body for e in app.get("html") if "pg-flow" in e.proto.body and "<style" not in e.proto.body)


def cell(app, name):
    """A live number of the strip, as a number."""
    text = re.search(rf'data-live="{name}">([^<]*)<', flow(app)).group(1)
    return float(text.replace("−", "-").replace(",", "."))


def told(app):
    """What the trainer was told; strict JSON."""
    for element in app.get("bidi_component"):
        (data,) = json.loads(element.proto.json, parse_constant=refuse)
        if "words" in data:
            conforms(data, TrainerData)
            return data
    return None


@pytest.mark.parametrize("language", list(languages()))
@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_opens_before_the_first_step_and_speaks_the_language(name, language):
    app = visit(name, language)
    data = told(app)
    assert data["lang"] == language
    assert language != "es" or not decimal_points(app)
    assert (data["steps"], data["step"]) == (200, 0)
    assert data["untrained"]
    assert all(one["key"] in data["numbers"] for one in data["told"])
    assert f"lang={language}" in data["address"]
    assert len(data["curves"]) == (1 if name == NETWORK else 2), "training data, and test data where some are set aside"
    assert not data["stale"], "the page has just been drawn"


def test_the_slides_house_costs_what_the_slide_says_it_does():
    app = visit("HousePrice", step="200")
    assert abs(cell(app, "v0") - 340) < 6
    assert "6000 square feet" in flow(app)


def test_an_untrained_model_knows_nothing_and_the_step_decides():
    app = visit("ReviewSentiment")
    assert cell(app, "p0") == cell(app, "p1") == 50
    assert "both are equally likely" in flow(app), "a draw is no verdict"
    assert "step=" not in told(app)["address"]
    well(type_in(app, "step", 100))
    assert cell(app, "p1") > 85
    assert 'data-live="choice">positive<' in flow(app)
    assert "step=100" in told(app)["address"]


@pytest.mark.parametrize(
    ("link", "shown_step"), [({}, 0), ({"step": "77"}, 77), ({"step": "-1"}, 200), ({"step": "200"}, 200)]
)
def test_a_link_that_names_a_step_opens_that_step(link, shown_step):
    app = visit("HousePrice", **link)
    assert told(app)["step"] == shown_step
    assert value_of(app, "step") == shown_step


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_review_without_a_known_word_is_left_to_the_bias_and_the_page_says_so(language):
    unknown = {"en": "I don't know: only the bias decides", "es": "No lo sé: solo decide el sesgo"}[language]
    outweighed = {"en": "the bias outweighs the words", "es": "el sesgo pesa más que las palabras"}[language]
    app = visit("ReviewSentiment", language, step="200", text="xyzzy")
    assert unknown in html.unescape(flow(app))
    assert {unknown, f"positive: {outweighed}", f"positiva: {outweighed}"} & set(
        told(app)["numbers"]["choice"]["choices"]
    )
    bias = cell(app, "z0")
    for text in WEIGHED[language]:
        well(app.text_area(key="w:text").set_value(text).run())
        z, shown = cell(app, "z0"), html.unescape(flow(app))
        assert unknown not in shown, "known words do say something"
        assert (outweighed in shown) == (np.sign(z - bias) != np.sign(z)), "what the words add points the other way"


WEIGHED = {
    "en": ("delicious", "the quantum sonata", "The food came cold but we loved it"),
    "es": ("buenísima", "la sonata cuántica", "La comida llegó fría pero nos encantó"),
}
"""Reviews with known words: they decide, or the bias outweighs them."""


@pytest.mark.parametrize("language", ["en", "es"])
def test_ones_own_input_is_called_ones_own_in_the_menu(language):
    own = {"en": ("Your own review", "Your own numbers"), "es": ("Tu propia reseña", "Tus propios números")}[language]
    app = visit("ReviewSentiment", language)
    written = app.text_area(key="w:text").value
    assert app.selectbox(key="w:datum").value >= 0
    well(app.text_area(key="w:text").set_value("xyzzy").run())
    menu = app.selectbox(key="w:datum")
    assert (menu.value, menu.options[0]) == (-2, own[0])
    well(app.text_area(key="w:text").set_value(written).run())
    assert app.selectbox(key="w:datum").value >= 0
    linked = visit("ReviewSentiment", language, text="xyzzy")
    assert linked.selectbox(key="w:datum").value == -2
    well(linked.selectbox(key="w:datum").select_index(4).run())
    assert linked.selectbox(key="w:datum").value >= 0
    assert "text=" not in told(linked)["address"]
    house = visit("HousePrice", language, own="1000,2,100,2000,1")
    assert house.selectbox(key="w:datum").options[0] == own[1]


@pytest.mark.parametrize("name", TASKS)
def test_the_contributions_of_every_step_are_told_and_add_up_to_the_output(name):
    app = visit(name, step="150")
    numbers = told(app)["numbers"]
    bars = next(e.proto.body for e in app.get("html") if "pg-bars" in e.proto.body and "<style" not in e.proto.body)
    places = set(re.findall(r'data-signed="(\w+)"', bars))
    assert places == {key for key in numbers if re.fullmatch(r"c\d+_\d+", key)}
    tracks = {key: unpacked_bars(numbers[key]) for key in places}
    assert {len(track) for track in tracks.values()} == {201}
    assert all(abs(track[0]) < 1e-9 for track in tracks.values()), "untrained, nothing is added"
    for key, text in re.findall(r'data-live="(c\d+_\d+)">([^<]*)<', bars):
        assert float(text.replace("−", "-")) == pytest.approx(tracks[key][150], rel=6e-3, abs=numbers[key]["unit"])


def unpacked_values(track):
    """A track as the trainer takes it."""
    kind = {"f4": "<f4", "u2": "<u2", "u1": "<u1"}[track["values"]["t"]]
    return np.frombuffer(base64.b64decode(track["values"]["b"]), kind).astype(float)


def unpacked_bars(track):
    """The contributions of a track, as the trainer reads them."""
    return (unpacked_values(track) - 32767) * track["unit"]


def test_the_scores_are_told_where_they_begin_and_where_they_end():
    told_of = [element.proto.alt for element in visit("HousePrice").get("plotly_chart")]
    assert any(re.search(r"training data against step: [\d.]+ at 0; [\d.]+ at 200\.", alt) for alt in told_of), told_of


@pytest.mark.parametrize("name", TASKS)
def test_every_optimizer_trains(name):
    app = visit(name)
    before = told(app)["loss"]
    rules = ("Momentum", "Newton") if name == "HousePrice" else ("GradientDescent",)
    for rule in rules:
        well(app.selectbox(key="w:optimizer").set_value(rule).run())
        assert f"optimizer={rule}" in told(app)["address"]
        assert told(app)["loss"] != before
    assert told(app)["steps"] == (20 if "Newton" in rules else 200), "Newton's step costs much in many dimensions"


@pytest.mark.parametrize("name", list(PAGES))
def test_every_plane_is_drawn_with_its_caveat(name):
    app = visit(name, axes="1,2")
    caveats = {"path": "variance", "parameters": "end of the run", "random": "random", "eigen": "eigenvectors"}
    assert set(caveats) == set(PLANES)
    for plane, caveat in caveats.items():
        well(app.selectbox(key="w:plane").set_value(plane).run())
        assert "The path is projected" in shown(app)
        assert caveat in shown(app)
        if plane == "random":
            assert ("Li and others" in shown(app)) == (name == NETWORK)


def test_a_curvature_that_is_only_rounding_is_written_as_0():
    assert "b by 0." in shown(visit("MusicGenre", l2="0", plane="eigen"))


@pytest.mark.parametrize(("target", "said"), [("regression", True), ("binary", False)])
def test_a_loss_below_0_is_explained_where_it_can_occur(target, said):
    assert ("A density can exceed 1" in shown(visit(NETWORK, target=target))) == said


@pytest.mark.parametrize("name", TASKS)
def test_a_spectrum_is_counted(name):
    app = visit(name)
    zeros = int(re.search(r"(\d+) zero", shown(app)).group(1))
    assert zeros == (1 if name == "MusicGenre" else 0)


def test_separable_classes_have_no_minimum_without_a_penalty():
    app = visit("ReviewSentiment", l2="0")
    assert "no minimum exists" in shown(app)
    assert re.search(r"\|w\|\s=\s\d", shown(app))
    well(type_in(app, "l2", 1.0))
    assert "no minimum exists" not in shown(app)
    assert "least value" in shown(app)


def test_many_inputs_that_say_nothing_are_counted_not_listed():
    said = shown(visit("ReviewSentiment", l2="0", kept="10"))
    assert said.count("cannot be told apart") == 3
    assert re.search(r"More inputs of this kind: \d+\.", said)


def test_softmax_has_a_flat_direction():
    assert "not strictly" in shown(visit("MusicGenre"))
    assert "12 of the 48 directions" in shown(visit("MusicGenre", l2="0"))


@pytest.mark.parametrize(
    ("target", "loss"), [("regression", 11.452419564), ("binary", 9.563639387), ("multiclass", 17.015457867)]
)
def test_the_network_has_the_courses_losses_and_is_not_convex(target, loss):
    app = visit(NETWORK, target=target, step="0")
    assert f"{loss:.3f}" in shown(app)
    assert "Not convex" in shown(app)
    assert "Exchange two hidden units" in shown(app)


def test_the_networks_target_can_be_changed():
    app = visit(NETWORK)
    well(app.radio(key="w:target").set_value("multiclass").run())
    assert "target=multiclass" in told(app)["address"]
    well(app.radio(key="w:begin").set_value("random").run())
    assert "begin=random" in told(app)["address"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no word to read"),
        ("   \n", "no word to read"),
        ("zzyzx qwrtp", "none of these words"),
        ("плохо очень", "Latin alphabet"),
        ("good " * 20_000, "only its first"),
        ("<img src=x onerror=alert(1)> **soup** $x$ :red[a]", "not seen"),
        ("\x00 soup \x07", "soup"),
    ],
    ids=["empty", "blank", "unknown", "script", "long", "markup", "control"],
)
def test_a_bad_review_is_answered_with_a_sentence(text, said):
    app = visit("ReviewSentiment")
    well(app.text_area(key="w:text").set_value(text).run())
    assert said in shown(app)
    assert "<img" not in flow(app)
    assert len(told(app)["address"]) < 20_000


def test_a_house_out_of_range_is_answered_with_a_sentence():
    app = visit("HousePrice", own="1e9,-3,0,3000,1e9")
    assert "nobody knows whether the world does" in shown(app)
    well(type_in(app, "own0", 2000.0))
    assert "own=2000," in told(app)["address"]


def test_a_field_that_is_emptied_changes_nothing():
    app = visit("HousePrice", plane="random", batch="9", opened=("batches",))
    before = told(app)["address"]
    for name in ["own0", "own3", "steps", "step", "seed", "slice"]:
        shown = value_of(app, name)
        well(type_in(app, name, ""))
        assert value_of(app, name) == shown
        assert field(app, name)["said"]
        assert told(app)["address"] == before


def test_more_steps_keep_the_last_one_the_one_that_is_shown():
    app = visit("HousePrice", step="-1")
    well(type_in(app, "steps", 300))
    assert value_of(app, "step") == 300
    well(type_in(app, "step", "120"))
    well(type_in(app, "steps", "0"))
    assert value_of(app, "steps") == value_of(app, "step") == 1
    assert field(app, "steps")["wrong"]


@pytest.mark.parametrize("name", list(PAGES))
@pytest.mark.parametrize(("spoilt", "l2"), [("labels", "0"), ("inputs", "0"), ("labels", "1")])
def test_spoilt_data_are_answered_with_a_sentence(name, spoilt, l2):
    app = visit(name, spoilt=spoilt, l2=l2)
    if l2 == "0" and name in TASKS and spoilt == "inputs":
        assert "cannot be told apart" in shown(app)
    if spoilt == "labels":
        classes = name in ("ReviewSentiment", "MusicGenre")
        assert "All labels are equal" in shown(app)
        assert ("no minimum exists" in shown(app)) == classes
        assert "With λ > 0" not in shown(app), "the biases that run away bear no penalty"


@pytest.mark.parametrize(("target", "said"), [("regression", "the bias alone"), ("multiclass", "no minimum exists")])
def test_a_network_of_equal_labels_is_answered_with_a_sentence(target, said):
    assert said in shown(visit(NETWORK, target=target, spoilt="labels"))


@pytest.mark.parametrize("name", list(PAGES))
def test_a_run_that_diverges_says_so(name):
    app = visit(name, optimizer="GradientDescent", alpha="1e12", step="50")
    assert told(app)["steps"] >= 1
    if name in ("HousePrice", "MoleculePoints"):
        assert "Diverged: from step" in shown(app)


def test_a_run_that_leaves_every_picture_says_so_and_its_charts_hold_the_whole_run():
    gone = visit("HousePrice", optimizer="GradientDescent", alpha="1", l2="0")
    assert "drawn as far as step 1" in shown(gone)
    assert "This path lies in the plane" in shown(gone), "two points make a line, which lies in its plane"
    assert "at its first step" in shown(visit("HousePrice", optimizer="GradientDescent", alpha="1e12"))
    assert "does not move" in shown(visit("HousePrice", optimizer="GradientDescent", alpha="0"))


def test_a_loss_that_is_rounded_to_0_is_no_minimum():
    said = shown(visit("ReviewSentiment", optimizer="GradientDescent", alpha="1e12", l2="0"))
    assert "no minimum exists" in said
    assert "rounding makes it 0" in said


@pytest.mark.parametrize("name", list(PAGES))
def test_few_data_and_minibatches(name):
    app = visit(name, opened=("batches", "task-data"), kept="2", batch="1", seed="3")
    assert "kept=2" in told(app)["address"]
    assert "batch=1" in told(app)["address"]


@pytest.mark.parametrize("name", ["HousePrice", "MusicGenre"])
def test_another_language_keeps_what_was_chosen(name):
    app = visit(name, alpha="0.03", step="77", plane="eigen")
    well(app.segmented_control(key="lang").set_value("es").run())
    address = told(app)["address"]
    assert "lang=es" in address
    assert all(word in address for word in ("alpha=0.03", "step=77", "plane=eigen"))


def test_the_reviews_follow_the_language_until_one_is_written():
    app = visit("ReviewSentiment")
    english = app.text_area(key="w:text").value
    well(app.segmented_control(key="lang").set_value("es").run())
    assert app.text_area(key="w:text").value != english
    well(app.text_area(key="w:text").set_value("La sopa estaba deliciosa").run())
    well(app.run())
    well(app.segmented_control(key="lang").set_value("en").run())
    assert app.text_area(key="w:text").value == "La sopa estaba deliciosa"


@pytest.mark.parametrize("sharing", [False, True])
def test_what_is_chosen_among_the_figures_reaches_transport_and_link(sharing):
    app = visit("ReviewSentiment", plane="path")
    app.session_state["share"] = sharing
    well(app.text_area(key="w:text").set_value("awful and cold").run())
    assert "text=awful+and+cold" in told(app)["address"]
    assert told(app)["numbers"]["choice"] != told(visit("ReviewSentiment"))["numbers"]["choice"]
    well(app.run())
    app.session_state["share"] = sharing
    well(app.selectbox(key="w:plane").set_value("eigen").run())
    assert "plane=eigen" in told(app)["address"]


@pytest.mark.parametrize("name", ["MoleculePoints", NETWORK])
def test_projected_a_page_has_no_texts(name):
    app = visit(name, present="1")
    assert told(app)["present"]
    assert "convex" not in shown(app)


def test_a_clip_can_be_played_and_another_chosen():
    app = visit("MusicGenre")
    assert app.get("audio")
    menu = app.selectbox(key="w:datum")
    well(menu.select_index(9).run())
    assert "datum=" in told(app)["address"]


@pytest.mark.parametrize("name", ["ReviewSentiment", NETWORK])
def test_a_link_of_rubbish_opens_the_page(name):
    app = visit(name, alpha="nan", steps="1e99", own="1,2", axes="7", plane="x", foo="1", text="%", l2="-3")
    assert told(app)["steps"] >= 1
    asked, ignored = from_query({"foo": ["1"]}, name)
    assert ignored == ["foo"]
    assert np.isfinite(asked.l2)


# ---------------------------------------------------------------- a table of one's own

TABLE = "m2;rooms;age;price\n" + "\n".join(
    f"{40 + 7 * k};{1 + k % 5};{k * k % 13};{300 + 9 * k + 11 * (k % 5)},5" for k in range(30)
)


def test_a_table_of_ones_own_takes_the_place_of_the_houses():
    app = visit("HousePrice", opened=("own-table",))
    app = well(brought(app, {"text": TABLE}, "table-bring"))
    assert "# Your own table" in shown(app)
    assert "rooms" in flow(app)
    assert app.selectbox(key="w:datum").options[0].startswith("Row ")
    app = well(app.selectbox(key="table-target").set_value(0).run())
    assert app.session_state["visit"].table.columns == (0, 3, 1, 2)
    app.session_state["share"] = True
    app = well(app.run())
    assert "Your own table is not in the link" in shown(app)
    assert all("data=" not in one.value for one in app.get("code"))
    app = well(app.button(key="table-back").click().run())
    assert "bedrooms" in flow(app)


def test_a_table_without_a_column_to_predict_from_is_refused():
    app = visit("HousePrice", opened=("own-table",), language="es")
    app = well(brought(app, {"text": "a;b\n1;x\n2;y\n3;z"}, "table-bring"))
    assert "bedrooms" not in flow(app)
    assert app.session_state["visit"].table.refused is not None
