"""What all tests share: a test says what happens, never in how many milliseconds."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

BROWSER = Path(__file__).with_name("browser")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Two processes share the work: one has the browsers, so that there is one at a time, the other all the rest."""
    for item in items:
        drives = BROWSER in item.path.parents
        item.add_marker(pytest.mark.xdist_group("browser" if drives else item.path.stem))
        if drives:
            item.add_marker(pytest.mark.browser)
