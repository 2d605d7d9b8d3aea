"""What the lecturer's second window shows: every place of every lesson, as HTML without the marks it is written in."""

import re

import pytest

from playground.content import lesson, lessons
from playground.ui.lesson.notes import to_html


def test_paragraphs_lists_and_formulas_become_html():
    said = to_html("**A** < *b*.\n\n1. First $x_1$.\n2. Second.\n\nLast $0{,}5$.")
    assert said.startswith("<p><b>A</b> &lt; <i>b</i>.</p><ol><li>First <math")
    assert "</li><li>Second.</li></ol><p>Last" in said
    assert "<mn>0,5</mn>" in said


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_mark_is_left_in_any_lesson(language):
    for name in lessons(language):
        words = lesson(name, language)
        for text in (words.plan, words.blackboard, *(one.about for one in words.tries)):
            bare = re.sub(r"<math.*?</math>", "", to_html(text), flags=re.DOTALL)
            assert not re.search(r"\*\*|\$|\\", bare), (name, bare)
