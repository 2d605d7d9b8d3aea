"""What all tests share: a test says what happens, never in how many milliseconds."""

from functools import cache
from pathlib import Path

import pytest
from harness import serving
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from xdist.scheduler import LoadScopeScheduling

# The same examples every time, so that the suite passes always or never; `pytest --hypothesis-profile=explore` looks
# for new ones, ten times as many.
settings.register_profile("patient", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000, derandomize=False)
settings.load_profile("patient")

# Each AppTest looks through all installed packages for components, which takes longer than most pages: once is enough.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

BROWSER = Path(__file__).with_name("browser")
LATER = {"test_accessibility.py", "test_faults.py", "test_fields.py", "test_layout.py", "test_opening.py"}
"""Files with two fifths of the time that all browser tests take: as much as is left when the rest is done."""


class BrowserBesideTheRest(LoadScopeScheduling):
    """Two processes share the work: one drives a browser from the start, the other takes the rest file by file.

    The files in LATER come last, with a browser of their own, for whichever process has nothing else to do then.
    """

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        if "/browser/" not in file:
            return file
        return "browser, later" if Path(file).name in LATER else "browser"


@pytest.fixture(scope="module")
def server():
    """A running app, for the tests of one file."""
    with serving() as running:
        yield running


def pytest_xdist_make_scheduler(config, log):
    return BrowserBesideTheRest(config, log)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.name in LATER and BROWSER in item.path.parents)
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # A browser may miss a deadline while the machine does something else: what fails twice fails, and a second
            # try is told in the summary.
            item.add_marker(pytest.mark.flaky(reruns=1))
