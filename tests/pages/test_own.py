"""Typed landscapes on the playground page, without a browser: reading, taking, examples, window, link."""

import base64
import json
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from hand import type_in, value_of

from playground.engine.expression import parse
from playground.link.playground import from_query, objective, to_query
from playground.ui import session


def field(page):
    """What the formula's field was told."""
    return json.loads(element(page).proto.json)[0]


def element(page):
    return next(one for one in page.get("bidi_component") if one.key == "formula")


def write(page, text, take=True):
    """Type a formula, and press Enter or not."""
    states = page._tree.get_widget_states()
    state = states.widgets.add()
    state.id = element(page).proto.id
    state.json_value = json.dumps({"formula": {"text": text, "take": take, "n": field(page)["echo"] + 1}})
    return page._run(states)


def settings(data):
    """The settings in the address of a page."""
    asked = {name: values for name, values in parse_qs(data["address"]).items() if name not in session.FRAME_NAMES}
    now, ignored = from_query(asked)
    assert not ignored
    return now


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("text", ["x² + y²", "|x| + √(y^2 + 1)", "φ₀² − 2·φ₁", "x^2 + 0.5y", "+x + y"])
def test_a_formula_survives_the_link_in_either_language(visit, told, language, text):
    opened = settings(told(visit(urlencode({"lang": language, "model": "OwnFunction", "formula": text}))))
    assert parse(opened.model["formula"], ("x", "y")) == parse(text, ("x", "y"))
    again = settings(told(visit(f"lang={language}&{to_query(opened)}")))
    assert again == opened


@pytest.mark.parametrize("text", ["x & y", "x + y = 1", "10% x", "x # y", "x + y&steps=7", "ñ + x", "x\u202e + y"])
def test_a_sign_that_means_something_in_a_link_is_no_more_than_a_wrong_formula(visit, told, text):
    query = {"model": "OwnFunction", "formula": text, "steps": 17}
    opened = settings(told(visit(urlencode(query))))
    assert (opened.model["formula"], opened.steps) == ("x^2 + 3y^2", 17)


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [("es", "1,5x² + sen(y)", "1.5*x^2 + sin(y)"), ("en", "1.5x^2 + sin(y)", "1.5*x^2 + sin(y)")],
)
def test_a_formula_is_read_before_it_is_taken_and_travels_in_the_link(visit, told, language, typed, shown):
    page = visit(f"lang={language}&model=OwnFunction", unfolded=True)
    draft = write(page, typed, take=False)
    assert field(draft)["said"] == ""
    assert "sin" in field(draft)["reading"]
    assert settings(told(draft)).model["formula"] == "x^2 + 3y^2"
    taken = write(draft, typed)
    now = settings(told(taken))
    assert now.model["formula"] == shown
    assert field(taken)["text"] == typed
    assert told(taken)["start"] == list(now.start)
    again = visit(f"lang={language}&model=OwnFunction&formula={shown.replace('+', '%2B')}")
    assert settings(told(again)).model == now.model
    assert field(again)["text"] == ("1,5·x^2 + sen(y)" if language == "es" else "1.5·x^2 + sin(y)")


@pytest.mark.parametrize(("language", "readings"), [("es", ["1,5", "1 y 5"]), ("en", [])])
def test_what_has_two_readings_is_refused_with_both_and_the_place(visit, told, language, readings):
    page = write(visit(f"lang={language}&model=OwnFunction"), "max(1,5) + x")
    assert (field(page)["at"] is not None) == (language == "es")
    assert (settings(told(page)).model["formula"] == "x^2 + 3y^2") == (language == "es")
    assert ("▸" in field(page)["said"]) == (language == "es")


def test_an_example_a_window_and_second_derivatives(visit, told):
    page = visit("model=OwnFunction", unfolded=True)
    menu = next(box for box in page.selectbox if box.label == "Examples")
    page = menu.set_value("1/x + x + y^2").run()
    now = settings(told(page))
    assert now.model["formula"] == "1/x + x + y^2"
    assert any("pole" in caption.value for caption in page.caption)
    page = type_in(page, "window00", "0.5")
    now = settings(told(page))
    assert objective(now.model).window == ((0.5, 2.0), (-2.0, 2.0))
    assert value_of(page, "window00") == 0.5
    page = next(one for one in page.toggle if one.label == "Second derivatives too").set_value(True).run()
    assert sum(r"\partial^2 L" in one.value for one in page.markdown) == 1
    page = type_in(page, "window00", "3")
    assert any("begins before" in caption.value for caption in page.caption)
    assert settings(told(page)).model == now.model


def test_a_text_that_is_no_formula_in_a_link_gives_way_to_the_usual_one(visit, told):
    page = visit("model=OwnFunction&formula=__import__('os')&window=1,2")
    assert settings(told(page)).model["formula"] == "x^2 + 3y^2"
    assert any("formula" in caption.value for caption in page.caption)


def test_without_the_component_a_plain_text_field_takes_it(visit):
    page = visit("model=OwnFunction&plain=1")
    box = next(one for one in page.text_input if "function" in one.label)
    page = box.set_value("x^2 + y^4 +").run()
    assert any("▸" in caption.value for caption in page.caption)
    page = next(one for one in page.text_input if "function" in one.label).set_value("x^2 + y^4").run()
    assert not page.exception
    assert any(r"y^{4}" in one.value or "phi_1^{3}" in one.value for one in page.markdown)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_curve_has_its_tangent_its_derivative_and_one_coordinate(visit, told, language):
    page = visit(f"lang={language}&model=OwnCurve&formula=abs(x)&start=-2&alpha=0.25&show=quadratic,critical", True)
    data = told(page)
    assert data["start"] == [-2.0, 2.0]
    points = np.frombuffer(base64.b64decode(data["runs"][0]["phi"]["b"])).reshape(-1, 2)
    slopes = np.frombuffer(base64.b64decode(data["runs"][0]["slope"]["b"]))
    np.testing.assert_array_equal(points[:4], [[-2, 2], [-1.75, 1.75], [-1.5, 1.5], [-1.25, 1.25]])
    assert set(slopes.tolist()) == {-1.0, 0.0}
    assert ("pliegue" if language == "es" else "kink") in data["runs"][0]["verdict"]
    assert "φ₀" not in data["words"]["say"]
    assert "walk" in data  # a hand that drags is followed here too
    assert {element.proto.id.rpartition("-")[2] for element in page.get("plotly_chart")} == {"contour", "slope"}
    assert not page.exception


def test_a_lesson_has_no_place_for_a_curve(visit, told):
    page = visit("model=OwnCurve")
    page.query_params["model"] = "TwoDips"
    page = page.switch_page("../../pages/lessons/gabor.py").run()
    assert len(told(page)["start"]) == 2
    assert "model=Gabor" in told(page)["address"]


def test_a_typed_model_has_its_curve_its_data_and_its_batches(visit, told):
    page = visit("model=OwnModel&batch=4", unfolded=True)
    data = told(page)
    assert data["model"]["program"][0] == "multiply"
    assert len(data["runs"][0]["batches"]["indices"]["b"]) > 4
    assert "f[x" in "".join(one.value for one in page.markdown) or r"\partial f" in "".join(
        one.value for one in page.markdown
    )
    page = write(page, "a + b x")
    assert settings(told(page)).model["formula"] == "a + b*x"
    page = next(box for box in page.selectbox if box.label == "Which data are fitted").set_value("gabor").run()
    now = settings(told(page))
    assert (now.model["dataset"], now.model["formula"]) == ("gabor", "a + b*x")
    assert objective(now.model).data_size == 30
    assert len(told(page)["model"]["x"]) == 30
