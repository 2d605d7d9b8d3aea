"""What all tests share: a test says what happens, never in how many milliseconds."""

from pathlib import Path

import pytest
from harness import serving
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

# The same examples every time, so that the suite passes always or never; `pytest --hypothesis-profile=explore` looks
# for new ones, ten times as many.
settings.register_profile("patient", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000, derandomize=False)
settings.load_profile("patient")

BROWSER = Path(__file__).with_name("browser")


class OneBrowserAtATime(LoadScopeScheduling):
    """Two processes share the work: one has all that drives a browser, the other takes the rest file by file."""

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return "browser" if "/browser/" in file else file


@pytest.fixture(scope="module")
def server():
    """A running app, for the tests of one file."""
    with serving() as running:
        yield running


def pytest_xdist_make_scheduler(config, log):
    return OneBrowserAtATime(config, log)


def pytest_collection_modifyitems(items):
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # A browser may miss a deadline while the machine does something else: what fails twice fails, and a second
            # try is told in the summary.
            item.add_marker(pytest.mark.flaky(reruns=1))
