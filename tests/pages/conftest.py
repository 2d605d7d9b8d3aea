"""What the tests of pages share: a visitor who opens a link, and what the player was told."""

import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hand import conforms
from streamlit.testing.v1 import AppTest

from playground.ui import panels
from playground.ui.player import protocol
from playground.ui.visitor import Visit

panels.HEADSTART = 0.0  # there is no browser that would need a moment before the surface comes

FRAME = Path(__file__).parents[2] / "playground" / "ui" / "frame.py"
SECTIONS = ("ledger", "curvature", "code", "batches", "schedule", "compare", "show")


@pytest.fixture
def visit():
    """Opens a link of the app: visit("alpha=0.01", unfolded=True) shows every folding section."""

    def go(query="", unfolded=False):
        page = AppTest.from_file(FRAME, default_timeout=60)
        for name, values in parse_qs(query, keep_blank_values=True).items():
            page.query_params[name] = values
        if unfolded:
            page.session_state["visit"] = Visit(unfolded=dict.fromkeys(SECTIONS, True))
        return page.run()

    return go


def refuse(constant):
    raise AssertionError(f"{constant} is no JSON: a browser would not read it")


@pytest.fixture
def told():
    """What the player on a page was told, after making sure that the page shows no error."""

    def read(page):
        assert not page.exception, [error.message for error in page.exception]
        assert not page.error, [error.value for error in page.error]
        for element in page.get("bidi_component"):
            data = json.loads(element.proto.json, parse_constant=refuse)
            data = data[0] if isinstance(data, list) else data
            if "runs" in data:
                conforms(data, protocol.PlayerData)
                return data
        raise AssertionError("there is no player on the page")

    return read
