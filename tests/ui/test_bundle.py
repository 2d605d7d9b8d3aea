"""The player's modules as one script."""

import re

from playground.ui import server
from playground.ui.player import ASSETS, bundle


def test_it_has_every_component_and_asks_for_nothing_more():
    script = bundle.bundle()
    assert set(bundle.components()) >= {"player", "trainer", "field", "address", "appearance"}
    assert re.search(r"export const \{ mounts \} = m\.all;\s*$", script)
    assert not re.search(r"^\s*import[ ({]|\bimport\(", script, re.MULTILINE)
    assert script.count("import.meta.url") == 1


def test_nothing_that_a_module_does_is_left_out():
    script = bundle.bundle()
    for file in ASSETS.glob("*.js"):
        last = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("  ")][-1]
        assert last in script or last.lstrip().startswith("//"), file.name


def test_it_is_served_beside_the_modules():
    assert any(path.endswith("/all.js") for path in server.Kept(None).made)
