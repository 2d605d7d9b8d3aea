"""What all tests share: a test says what happens, never in how many milliseconds."""

from functools import cache
from pathlib import Path

import pytest
from harness import serving
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from xdist.scheduler import LoadScopeScheduling

# The same examples every time, so that the suite passes always or never: fifty, for another fifty of them would find
# tomorrow what they find today. `pytest --hypothesis-profile=explore` looks for new ones, twenty times as many.
settings.register_profile("patient", deadline=None, max_examples=50, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000, derandomize=False)
settings.load_profile("patient")

# Each AppTest looks through all installed packages for components, which takes longer than most pages: once is enough.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

BROWSER = Path(__file__).with_name("browser")
LATER = ("layout", "faults", "hall", "accessibility", "take_away", "fields", "opening", "firefox", "curves")
"""What is tried in a browser when the rest is done, by whichever process is free; what takes longest comes first."""


class BrowserBesideTheRest(LoadScopeScheduling):
    """Two processes share the work: one drives a browser from the start, the other takes the rest file by file.

    The files in LATER come last, file by file too, so that neither process has nothing to do before the end.
    """

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return file if "/browser/" not in file or later(Path(file)) else "browser"


def later(file):
    """The place of a file of browser tests among those that come last, from 1 on; 0 for every other file."""
    name = file.stem.removeprefix("test_")
    return LATER.index(name) + 1 if file.parent.name == BROWSER.name and name in LATER else 0


@pytest.fixture(scope="module")
def server():
    """A running app, for the tests of one file."""
    with serving() as running:
        yield running


def pytest_xdist_make_scheduler(config, log):
    return BrowserBesideTheRest(config, log)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: later(item.path))
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # A browser may miss a deadline while the machine does something else: what fails twice fails, and a second
            # try is told in the summary.
            item.add_marker(pytest.mark.flaky(reruns=1))
