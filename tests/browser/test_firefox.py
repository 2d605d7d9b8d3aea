"""The playground in a real Firefox, spoken to over WebDriver BiDi."""

import os

import pytest
from firefox import TRIALS, firefox, installed


@pytest.fixture(scope="module")
def page():
    if not installed():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("needs Debian's package firefox-esr")
    with firefox() as running:
        yield running


@pytest.mark.parametrize("trial", TRIALS)
def test_the_playground_in_firefox(page, server, trial):
    TRIALS[trial](page, server.url)


def test_the_page_says_in_which_language_it_is(page, server):
    TRIALS["open a link"](page, server.url)
    page.until("document.documentElement.lang === 'es'")
