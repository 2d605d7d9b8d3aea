"""The menu of what can be taken away, in the app itself: each file is that of the state on the screen."""

import ast
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import parse_qs

import nbformat
import pytest
from streamlit.testing.v1 import AppTest

from playground.exports.figure import VIEWS
from playground.link.playground import from_query, to_query
from playground.ui import take_away
from playground.ui.player.scene import scene
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


SITUATIONS = {
    "own function": "model=OwnFunction&formula=x^2%2B3y^2-x*y",
    "own function of one parameter": "model=OwnCurve&formula=x^4-2x^2",
    "own function with a pole": "model=OwnFunction&formula=1/x%2By^2",
    "own model": "model=OwnModel&formula=a*sin(b*x)",
    "own data": "model=LinearRegression&data=0,1_1,3_2,4.5_3,7",
    "five runs, one overflows": "model=Gabor&steps=20&run=Momentum&run=Nesterov,alpha=1e300&run=Adam&run=Newton",
    "2000 steps": "model=Gabor&steps=2000&optimizer=Adam",
    "diverged at the first step": "model=Rosenbrock&alpha=1e300&steps=3",
}
READERS = {
    "svg": ET.fromstring,
    "offline": lambda text: json.loads(re.search(r'id="scenes">(.*?)</script>', text, re.DOTALL)[1]),
    "numpy": ast.parse,
    "torch": ast.parse,
    "notebook": lambda text: nbformat.validate(nbformat.reads(text, as_version=4)),
    "csv": lambda text: [line.split(",") for line in text.splitlines()],
}
"""By medium: who knows nothing of the app and reads it."""


@pytest.mark.parametrize("situation", SITUATIONS)
def test_whatever_is_on_the_screen_each_file_works_or_says_why_not(situation):
    settings, ignored = from_query(parse_qs(SITUATIONS[situation]))
    assert not ignored
    one = Taken(to_query(settings), len(settings.runs) - 1, 1, VIEWS, "light", "en", LINK)
    for medium in MEDIA:
        text = medium.make(one)
        if text is None:
            assert medium.none
        else:
            READERS[medium.name](text)
            assert len(text) < 1_000_000, medium.name
    # What the browser draws pictures and films of: numbers that are none travel packed.
    drawn = scene(settings, step=1, link=LINK, language="en", appearance="light", views=VIEWS)
    assert json.dumps(drawn, allow_nan=False)


def test_a_quiz_gives_no_minimum_away():
    query = to_query(from_query({"model": ["Gabor"]})[0])
    told, quiet = (Taken(query, 0, 0, ("contour", "loss"), "light", "en", LINK, minimum) for minimum in (True, False))
    assert "L − L*" in made("svg", told)
    assert "L − L*" not in made("svg", quiet)
    assert len(re.findall("l40 40m-40 0l40-40", made("svg", told))) > 0
    assert "l40 40m-40 0l40-40" not in made("svg", quiet)
    assert "l40 40m-40 0l40-40" not in made("offline", quiet)


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
