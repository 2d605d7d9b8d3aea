"""A visitor's own data on the playground page, without a browser: paste, overrule, change by hand, undo, share."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from hand import brought

from playground.figures.theme import typeset
from playground.link.playground import from_query, model_of
from playground.ui import session

THREE = "x;y\n1,5;2,0\n2,5;3,5\n3,5;4,0\n"
OPEN = {"own-data": True, "own-how": True}


@pytest.fixture
def desk(visit):
    """Opens a link with the section on own data unfolded."""

    def go(query=""):
        page = visit(query)
        page.session_state["visit"].unfolded.update(OPEN)
        page.session_state["visit"].folds.clear()
        for name in OPEN:
            page.session_state[f"fold:{name}"] = True
        return page.run()

    return go


def settings(data):
    asked = {name: values for name, values in parse_qs(data["address"]).items() if name not in session.FRAME_NAMES}
    now, ignored = from_query(asked)
    assert not ignored
    return now


def paste(page, text):
    return brought(page, {"text": text})


def said(page, key="own-bring"):
    """What is said below it."""
    element = next(one for one in page.get("bidi_component") if one.key == key)
    return " ".join(json.loads(element.proto.json)[0]["said"])


def told_by(page, key, message, name="points"):
    """Send what a component of the browser tells."""
    element = next(one for one in page.get("bidi_component") if one.key == key)
    states = page._tree.get_widget_states()
    state = states.widgets.add()
    state.id = element.proto.id
    state.json_value = json.dumps({name: message})
    return page._run(states)


def captions(page):
    return " ".join(one.value for one in page.caption).replace("\\", "")


@pytest.mark.parametrize(
    ("language", "understood"),
    [
        ("en", "Rows: 3. Separator: semicolon. Decimal mark: comma. Header: x; y."),
        ("es", "Filas: 3. Separador: punto y coma. Signo decimal: coma. Cabecera: x; y."),
    ],
)
def test_what_is_pasted_is_fitted_and_travels_in_the_link(desk, visit, told, language, understood):
    page = paste(desk(f"lang={language}"), THREE)
    now = settings(told(page))
    assert now.model["data"] == "1.5,2_2.5,3.5_3.5,4"
    assert understood in said(page)
    assert told(page)["model"]["x"] == [1.5, 2.5, 3.5]
    assert told(page)["floor"] == pytest.approx(1 / 6)
    assert model_of(now.model).window == tuple(map(tuple, told(page)["window"]))
    again = visit(told(page)["address"])
    assert settings(told(again)) == now


def test_what_cannot_be_read_is_said_and_changes_nothing(desk, told):
    page = desk()
    before = settings(told(page))
    page = paste(page, "1\n2\n3")
    assert "Only one column was found." in said(page)
    page = paste(page, "a,1\nb,2\nc,3")
    assert "Only one column holds numbers" in said(page)
    assert settings(told(page)) == before


def test_a_file_is_read_and_a_bad_one_refused_with_a_sentence(desk, told):
    page = brought(desk(), {"file": base64.b64encode(THREE.encode("utf-16")).decode()})
    assert settings(told(page)).model["data"] == "1.5,2_2.5,3.5_3.5,4"
    page = brought(page, {"file": base64.b64encode(b"PK\x03\x04" + bytes(99)).decode()})
    assert said(page) == "This is not text: save the sheet as CSV, or copy its columns and paste them."
    page = brought(page, {"file": "MTIz" * 400_000})
    assert said(page).startswith("This is larger than 1 MB.")
    for hostile in (None, 5, {}, {"file": 5}, {"file": "?"}, {"file": "é"}, {"text": None}, {"text": " "}, ["text"]):
        page = brought(page, hostile)
    assert settings(told(page)).model["data"] == "1.5,2_2.5,3.5_3.5,4"


def test_a_browser_without_the_player_has_a_place_to_paste_too(desk, told):
    page = desk("plain=1").text_area(key="own-paste").set_value(THREE).run()
    assert not page.exception
    assert any("Rows: 3." in one.value for one in page.text)


def test_the_reading_is_overruled_and_columns_are_chosen(desk, told):
    page = paste(desk(), "a\tb\tc\n1,200\t5\t7\n1,300\t6\t9\n")
    assert settings(told(page)).model["data"] == "1200,5_1300,6"
    page = page.selectbox(key="own-decimal").set_value(",").run()
    assert settings(told(page)).model["data"] == "1.2,5_1.3,6"
    page = page.selectbox(key="own-column1").set_value(2).run()
    assert settings(told(page)).model["data"] == "1.2,7_1.3,9"
    page = page.selectbox(key="own-header").set_value("no").run()
    assert settings(told(page)).model["data"] == "1.2,7_1.3,9"


def test_two_words_are_fitted_by_a_logistic_curve(desk, told):
    page = paste(desk("lang=es"), "horas;aprobado\n1;no\n2;no\n3;sí\n4;sí\n")
    now = settings(told(page))
    assert now.model.name == "LogisticCurve"
    assert now.model["data"] == "1,0_2,0_3,1_4,1"
    assert now.model["names"] == "horas|aprobado"
    fit = next(one for one in page.get("plotly_chart") if "horas" in one.proto.spec)
    assert json.loads(fit.proto.spec)["layout"]["yaxis"]["title"]["text"] == typeset("aprobado, y")
    assert "«no» cuenta como 0 y «sí» como 1." in said(page)
    assert "Esta pérdida no tiene mínimo." in captions(page)
    page = paste(page, THREE)
    assert settings(told(page)).model.name == "LinearRegression"


def test_points_are_changed_by_hand_and_undone(desk, told):
    page = desk("data=1,1_2,3_4,2&alpha=0.01&start=1,0.5")
    page = told_by(page, "own-table", {"x": [1, 2.5, 4], "y": [1, 3, 2], "n": 1})
    now = settings(told(page))
    assert now.model["data"] == "1,1_2.5,3_4,2"
    assert (now.start, now.runs[0]["alpha"]) == ((1.0, 0.5), 0.01)
    page = told_by(page, "own-table", {"x": [1, 2.5, 4, 6], "y": [1, 3, 2, 8], "n": 2})
    assert settings(told(page)).model["data"] == "1,1_2.5,3_4,2_6,8"
    page = page.button(key="own-undo").click().run()
    assert settings(told(page)).model["data"] == "1,1_2.5,3_4,2"
    page = page.button(key="own-undo").click().run()
    assert settings(told(page)).model["data"] == "1,1_2,3_4,2"
    page = page.button(key="own-back").click().run()
    assert settings(told(page)).model["data"] == ""


@pytest.mark.parametrize(
    "message",
    [None, 5, [], {}, {"x": "ab", "y": [1]}, {"x": [1], "y": [1, 2]}, {"x": [], "y": []}, {"x": [None], "y": [1]},
     {"x": [1e99], "y": [1]}, {"x": [1] * 100, "y": [1] * 100}],
)  # fmt: skip
def test_what_no_browser_tells_changes_nothing(desk, told, message):
    page = desk("data=1,1_2,3_4,2")
    page = told_by(page, "own-table", message)
    assert settings(told(page)).model["data"] == "1,1_2,3_4,2"


def test_more_points_than_a_link_carries_stay_in_the_session(desk, visit, told):
    text = "\n".join(f"{x};{x * x % 17}" for x in range(100))
    page = paste(desk(), text)
    assert told(page)["model"]["x"] == list(map(float, range(100)))
    assert "100 points are more than a link carries (60)" in captions(page)
    page.session_state["share"] = True
    page = page.run()
    link = next(one.value for one in page.get("code") if one.value.startswith("http"))
    assert "data" not in parse_qs(urlsplit(link).query)
    assert "Your own data are not in the link" in captions(page)


def test_centring_and_scaling_is_a_switch_that_says_what_it_does(desk, told):
    x = np.arange(1, 51)
    page = paste(desk(), "\n".join(f"{a};{2 * a + 6}" for a in x))
    assert ", 1 centred and scaled." in captions(page)
    page = page.toggle(key="w:model.scaled").set_value(True).run()
    now = settings(told(page))
    assert now.model["scaled"] is True
    assert told(page)["start"] == list(now.start)
    assert abs(np.mean(told(page)["model"]["x"])) < 1e-12
    page = page.selectbox(key="w:model").set_value("Gabor").run()
    assert settings(told(page)).model["data"] == now.model["data"]


def test_a_part_is_set_aside_on_request_and_travels_in_the_link(desk, told):
    rows = "_".join(f"{a},{2 * a + a % 3}" for a in range(1, 13))
    page = desk(f"data={rows}&alpha=0.0001&aside=25&aside_seed=3")
    assert (len(told(page)["model"]["x"]), len(told(page)["model"]["aside"][0])) == (9, 3)
    assert told(page)["runs"][0]["test"]
    page = told_by(page, "field-model-aside", {"v": 0, "n": 1}, "number")
    now = settings(told(page))
    assert (now.model["aside"], now.model["data"], now.runs[0]["alpha"]) == (0, rows, 0.0001)
    assert len(told(page)["model"]["x"]) == 12
    assert "aside" not in told(page)["model"]


def test_a_link_with_unusable_data_opens_the_courses(visit, told):
    for data in ("1", "a,b", "~" + "0" * 24, "1,2_" * 900):
        page = visit(f"data={data}")
        assert told(page)["model"]["x"][0] == 0.03
        assert any("Part of the link could not be used" in one.value for one in page.caption)
