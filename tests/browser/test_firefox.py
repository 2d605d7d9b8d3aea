"""The playground in a real Firefox, spoken to over WebDriver BiDi."""

import os

import pytest
from firefox import TRIALS, firefox, installed

from playground.link.playground import from_query
from playground.ui import take_away


@pytest.fixture(scope="module")
def page():
    if not installed():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("needs Debian's package firefox-esr")
    with firefox() as running:
        yield running


@pytest.mark.parametrize("trial", TRIALS)
def test_the_playground_in_firefox(page, server, trial):
    TRIALS[trial](page, server.url)


def test_the_page_without_a_server_plays_there_too(page, tmp_path):
    states = [(from_query({"model": ["Gabor"], "steps": [str(n)]})[0], 0, "https://example.org/") for n in (8, 5)]
    file = tmp_path / "talk.html"
    file.write_text(take_away.pack(states, "Talk", "en", "dark"), encoding="utf-8")
    page.go(file.as_uri())
    told = "document.getElementById('told').textContent"
    page.until(f"{told} === 'step 0 of 8'")
    page.press("\ue014")  # the arrow to the right
    page.until(f"{told} === 'step 1 of 8'")
    assert "From step 1 to step 2" in page.ask("document.getElementById('ledger').innerText")
    page.press("\ue00f")  # what a clicker sends
    page.until(f"{told} === 'step 0 of 5'")
    painted = "document.getElementById('canvas').getContext('2d').getImageData(200, 200, 400, 400).data"
    assert page.ask(f"new Set({painted}).size") > 50  # the picture of the contour is there


def test_the_page_says_in_which_language_it_is(page, server):
    TRIALS["open a link"](page, server.url)
    page.until("document.documentElement.lang === 'es'")
