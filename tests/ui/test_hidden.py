"""What a lecturer's link leaves out: the navigation, and whatever gives a quiz away."""

import pytest
from hand import open_page

from playground.ui.elements import VERSION
from playground.ui.navigation import ROOT


def visit(page="play", **query):
    """The app at a link."""
    app = open_page(f"pages/{page}.py", **{"lang": "en", **query})
    assert not app.exception
    return app


def told(app):
    """What the player is told."""
    return next(one.proto for one in app.get("bidi_component") if "player" in one.proto.component_name)


def test_a_quiz_asks_no_question_that_it_answers():
    shown = visit("lessons/gradient_descent")
    hidden = visit("lessons/gradient_descent", hide="answers")
    assert len(hidden.radio) + len(hidden.button) < len(shown.radio) + len(shown.button)


@pytest.mark.parametrize(("hide", "there"), [("", True), ("verdict,minimum", False)])
def test_the_verdict_and_the_minimum_are_not_even_sent(hide, there):
    sent = str(told(visit(hide=hide)))
    assert ("Still moving" in sent or "Converged" in sent) == there


def test_a_page_ends_with_how_to_cite_it():
    assert any(f"version {VERSION}" in one.proto.body for one in visit().get("html"))
    assert not any('class="pg-foot"' in one.proto.body for one in visit(hide="foot").get("html"))
    assert f"version: {VERSION}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_source_is_named_where_the_house_tells_it(monkeypatch):
    monkeypatch.setenv("PLAYGROUND_SOURCE", "https://example.org/playground")
    assert any("https://example.org/playground" in one.proto.body for one in visit().get("html"))
    monkeypatch.setenv("PLAYGROUND_SOURCE", "javascript:alert(1)")
    assert not any("javascript" in one.proto.body for one in visit().get("html"))


def test_a_task_can_be_taken_away_as_numbers_and_as_a_frame():
    app = visit("tasks/shallow_network")
    app.session_state["take"] = True
    app.run()
    assert not app.exception
    assert len(app.get("download_button")) == 1
    assert any("embed=true" in code.value for code in app.code)
