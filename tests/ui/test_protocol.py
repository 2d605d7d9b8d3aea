"""What is sent to the browser: the same keys in Python and in the browser's own types."""

import re
from typing import get_type_hints, is_typeddict

import pytest

from playground.ui.player import ASSETS, figures_protocol, protocol

SENT = {
    name: kind
    for module in (protocol, figures_protocol)
    for name, kind in vars(module).items()
    if is_typeddict(kind) and kind.__module__ == module.__name__
}
READ = {
    name: (above, body)
    for name, above, body in re.findall(
        r"^export interface (\w+)(?: extends (\w+))? \{\n(.*?)^\}",
        (ASSETS / "protocol.d.ts").read_text(encoding="utf-8"),
        flags=re.DOTALL | re.MULTILINE,
    )
}
SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in ASSETS.rglob("*.js"))


def keys(name):
    """The keys of an interface and of those that it extends: which must be there, and which may."""
    above, body = READ[name]
    members = re.findall(r"^  (\w+)(\??):", body, flags=re.MULTILINE)
    must, may = keys(above) if above else (set(), set())
    return must | {key for key, mark in members if not mark}, may | {key for key, mark in members if mark}


def test_both_sides_know_the_same_records():
    assert set(SENT) == set(READ)
    assert len(SENT) > 15


@pytest.mark.parametrize("name", SENT)
def test_a_record_has_the_same_keys_on_both_sides(name):
    kind = SENT[name]
    assert (set(kind.__required_keys__), set(kind.__optional_keys__)) == keys(name)
    assert set(get_type_hints(kind)) == kind.__required_keys__ | kind.__optional_keys__


@pytest.mark.parametrize("key", sorted(set().union(*(set(get_type_hints(kind)) for kind in SENT.values()))))
def test_each_key_that_is_sent_is_read(key):
    # As a property, taken out of a record, or asked for by its name.
    assert re.search(rf'\.{key}\b|[{{,]\s*{key}\s*[,}}:=]|"{key}"', SOURCE)
