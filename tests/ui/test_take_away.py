"""The menu of what can be taken away, in the app itself: each file is that of the state on the screen."""

import ast
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.link.playground import from_query, to_query
from playground.ui import take_away
from playground.ui.take_away import MEDIA, Taken, embed_text, made

FRAME = Path(take_away.__file__).with_name("frame.py")
LINK = "https://example.org/?lang=en&alpha=0.03"


def taken(**query):
    """A state that is taken away."""
    settings = from_query({name: [value] for name, value in query.items()})[0]
    return Taken(to_query(settings), 0, 3, ("contour",), "light", "en", LINK)


@pytest.mark.parametrize("medium", [medium.name for medium in MEDIA])
def test_each_file_is_made_and_leads_back(medium):
    text = made(medium, taken(alpha="0.03", steps="5"))
    assert text
    assert LINK.replace("&", "&amp;") in text or LINK in text or medium == "csv"


def test_each_file_can_be_read():
    one = taken(model="Gabor", optimizer="Adam", steps="5")
    ET.fromstring(made("svg", one))
    ast.parse(made("numpy", one))
    ast.parse(made("torch", one))
    assert json.loads(made("notebook", one))["nbformat"] == 4
    assert made("csv", one).count("\n") == 7


def test_the_menu_opens_with_every_medium_and_the_text_to_embed():
    app = AppTest.from_file(FRAME, default_timeout=60)
    app.query_params.update({"lang": "en", "run": "Momentum"})
    app.run()
    app.session_state["take"] = True
    app.run()
    assert not app.exception
    names = {button.proto.id.rpartition("take-")[2] for button in app.get("download_button")}
    assert names == {medium.name for medium in MEDIA}
    assert list(app.get("bidi_component"))
    assert any("embed=true" in code.value for code in app.code)


def test_what_embeds_is_safe_in_html():
    text = embed_text('https://example.org/?formula="><b>', '<i>"', "en")
    assert text.count("<") == 2
    assert "<b>" not in text
