"""The style sheets: what makes a browser work out the whole page anew whenever a child of any element changes."""

import re
from pathlib import Path

import pytest

import playground.ui

SHEETS = sorted(Path(playground.ui.__file__).parent.rglob("*.css"))


def selectors(sheet):
    """What stands before each block of a style sheet, without what only holds on paper."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"@media print \{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)
    return re.findall(r"([^{}]+)\{", text)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_asks_in_vain_what_elements_have(sheet):
    """Measured in Chromium: with any of these each text that is written cost 10 ms and more, without them 0.2 ms."""
    for selector in selectors(sheet):
        assert not re.search(r":has\([^()]*:nth-", selector), selector
        assert not re.search(r"body\S*:has\(\S*:(has|not)\(", selector), f"{selector}: see page.js, tellStyles"
        for inside in re.findall(r":(?:is|where)\((.*?)\)\s*>?\s*:(?:first|last|nth|only)-", selector):
            assert ":has(" not in inside, selector


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_what_holds_of_many_says_of_many_what(sheet):
    """A lesson's rule for many steps once hid every number of a task with many inputs."""
    assert not [selector for selector in selectors(sheet) if re.search(r"(?<![\w-])\.pg-many", selector)]
