"""The page without a server: one file that asks for nothing, and what its modules became."""

import json
import re
import shutil
import subprocess
from urllib.parse import parse_qs

import pytest

from playground.exports.offline import inlined
from playground.link.playground import from_query
from playground.ui.take_away import pack

DEFAULT = ""


def page(*queries, language="en"):
    """A page of these states."""
    states = [(from_query(parse_qs(query))[0], 1, f"https://example.org/?{query}") for query in queries]
    return pack(states, 'A "talk" </script>', language, "light")


def script_of(text):
    return re.findall(r"<script>\n(.*?)</script>", text, re.DOTALL)[0]


def test_the_default_state_is_small_and_asks_for_nothing():
    text = page(DEFAULT)
    assert len(text.encode()) <= 200_000
    assert "default-src 'none'" in text
    without = re.sub(r"https://example\.org|http://www\.w3\.org/[\w/#-]*|http://purl\.org/[\w/.]*", "", text)
    assert not re.search(r"https?://", without)


def test_several_states_are_in_it_and_each_leads_back():
    text = page("model=Gabor&optimizer=Adam", "model=TwoDips", "alpha=1e200", "model=OwnFunction&formula=1/0")
    scenes = json.loads(re.search(r'id="scenes">(.*?)</script>', text, re.DOTALL)[1])
    assert len(scenes) == 4
    assert len(text.encode()) <= 4 * 300_000
    assert scenes[0]["link"] == "https://example.org/?model=Gabor&optimizer=Adam"
    assert [chart["name"] for chart in scenes[1]["charts"]] == ["contour", "loss"]


def test_where_data_are_set_aside_it_has_both_means():
    (scene,) = json.loads(re.search(r'id="scenes">(.*?)</script>', page("aside=25"), re.DOTALL)[1])
    assert scene["runs"][0]["test"]
    assert scene["model"]["aside"]
    assert scene["charts"][-1]["heading"] == "Mean loss per data point"


def test_its_script_is_one_that_node_reads(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    file = tmp_path / "page.js"
    file.write_text(script_of(page(DEFAULT)))
    assert subprocess.run([node, "--check", file], capture_output=True, check=False).returncode == 0


def test_a_page_speaks_the_language_and_closes_no_script_early():
    text = page(DEFAULT, language="es")
    assert '<html lang="es">' in text
    assert 'aria-label="Reproducir"' in text
    assert text.count("</script>") == 2


def test_modules_become_functions_in_the_order_of_their_needs():
    script = inlined(
        {
            "a": 'import { f as g, h } from "./b.js";\nexport const one = () => g(h);\n',
            "b": "export function f(x) {\n  return x;\n}\nexport const h = 1;\n",
        },
        "a",
    )
    assert script.index("m.b =") < script.index("m.a =")
    assert "const { f: g, h } = m.b;" in script
    assert "return { f, h };" in script


def test_what_cannot_be_inlined_is_refused():
    with pytest.raises(ValueError, match="a asks"):
        inlined({"a": 'import x from "elsewhere";\n'}, "a")
