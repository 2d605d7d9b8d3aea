"""The lessons' files: complete in every language, with the same states, the same right answers, the same formulas."""

import re
from importlib import import_module
from urllib.parse import parse_qs

import pytest

from playground import worksheets
from playground.content import KINDS, file_of, lesson, lessons, read, typeset, unbroken
from playground.i18n import languages
from playground.link.playground import from_query
from playground.ui.lesson.questions import without_praise

NAMES = lessons("en")
OTHERS = [language for language in languages() if language != "en"]


def formulas(text):
    """Every formula in a text, without blanks and without the words inside \\text{…}."""
    found = re.findall(r"\$\$?([^$]+)\$\$?", text)
    return sorted(re.sub(r"\s+", "", re.sub(r"\\text\{[^}]*\}", "", formula)) for formula in found)


def reads(name):
    """What reads the links of a lesson: its own settings, or those of the playground."""
    page = import_module(f"playground.lessons.{name.replace('-', '_')}.page")
    return getattr(page, "from_query", from_query)


def pieces(words):
    """The texts of a lesson that must hold the same formulas in every language, in order."""
    yield from (words.text, words.exact, words.blackboard, words.plan, words.worksheet)
    yield from (one.about for one in words.tries)
    for question in words.questions:
        yield question.text
        yield from (answer.text for answer in question.answers)
        yield from (answer.reply for answer in question.answers)
    yield from (words.parts[name] for name in sorted(words.parts))


def test_every_lesson_is_there_in_spanish():
    assert lessons("es") == NAMES


@pytest.mark.parametrize(("language", "name"), [(code, name) for code in OTHERS for name in lessons(code)])
def test_languages_say_the_same(name, language):
    # As they are written: shown, a formula has the decimal mark of its language.
    here, there = (read(file_of(name, code).read_text(encoding="utf-8"), name) for code in ("en", language))
    assert [one.query for one in here.tries] == [one.query for one in there.tries]
    assert [q.query for q in here.questions] == [q.query for q in there.questions]
    assert [[a.right for a in q.answers] for q in here.questions] == [
        [a.right for a in q.answers] for q in there.questions
    ]
    assert here.parts.keys() == there.parts.keys()
    assert here.minutes == there.minutes
    for a, b in zip(pieces(here), pieces(there), strict=True):
        assert bool(a) == bool(b)
        assert formulas(a) == formulas(b)
        assert sorted(re.findall(r"\{(\w+)\}", a)) == sorted(re.findall(r"\{(\w+)\}", b))
        assert a != b or not re.search("[a-z]{4}", a), "left in English"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_has_what_a_lesson_needs(name, language):
    words = lesson(name, language)
    assert words.text
    assert 1 <= len(words.questions) <= 3
    assert words.exact
    assert words.blackboard
    assert words.minutes > 0
    assert words.worksheet
    queries = [one.query for one in words.tries] + [q.query for q in words.questions if q.query]
    for query in queries:
        assert reads(name)(parse_qs(query))[1] == [], query


@pytest.mark.parametrize("name", NAMES)
def test_a_worksheet_names_just_its_numbers(name):
    draw = import_module(f"playground.lessons.{name.replace('-', '_')}.exercise").draw
    task = worksheets.exercise(draw, "Ada Lovelace")
    assert set(re.findall(r"\{(\w+)\}", lesson(name, "en").worksheet)) == set(task.numbers)
    assert worksheets.correct(task, task.answer)
    assert not worksheets.correct(task, task.answer + 3 * task.tolerance)
    assert worksheets.exercise(draw, "  ada  LOVELACE ") == task
    assert any(worksheets.exercise(draw, f"student {i}").numbers != task.numbers for i in range(8))


GOOD = "# T\ntext\n::: try ?a=1\n**B.** c\n:::\n::: question\nQ?\n- ( ) no => n\n- (x) yes => y\n:::\n"


def test_reading_takes_a_file_apart():
    words = read(GOOD)
    assert (words.title, words.text, words.tries[0].title, words.tries[0].query) == ("T", "text", "B", "a=1")
    assert [answer.right for answer in words.questions[0].answers] == [False, True]
    assert "question" in KINDS


@pytest.mark.parametrize(
    "bad",
    [
        "no title",
        GOOD + "::: try ?x\n**B.** c\n",
        GOOD.replace("(x)", "( )"),
        GOOD.replace("try ?a=1", "what"),
        GOOD.replace("**B.**", "B"),
    ],
)
def test_a_wrong_file_is_refused(bad):
    with pytest.raises(ValueError, match=r"\w"):
        read(bad)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_answer_given_after_a_wrong_guess_does_not_begin_with_yes(language):
    """Who was wrong reads the reason, not "Yes: …"."""
    praise = r"(Yes|Right|Sí|Correcto|Exacto)\b"
    for name in lessons(language):
        for question in lesson(name, language).questions:
            (right,) = (answer for answer in question.answers if answer.right)
            told = without_praise(right.reply)
            assert told
            assert told[0].isupper() or not told[0].isalpha() or "α" <= told[0] <= "ω"
            assert not re.match(praise, told), (name, told)


DIRECTIONS = {
    "en": r"\b(on|to) the (left|right)\b(?! of)|\bthe (table|board|picture|chart)s? (below|above)|in the sidebar"
    r"|\bbelow the charts|\bseeds run below",
    "es": r"\ba la (izquierda|derecha)\b(?! del)|\b(tabla|figura|gráficos?) de (abajo|arriba)\b|\bbarra lateral\b"
    r"|\bdebajo de los gráficos|\bmás abajo\b",
}
IN_THE_PICTURE = (
    r"2[.,]5|0[.,]1|Media unidad|Half a unit|b and c point|b y c apuntan|keeps falling|sigue bajando|goes on"
)
"""What tells a line on which a direction is one on the map or the curve itself."""


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_lesson_says_where_on_the_screen_a_figure_is(language):
    """A phone shows one chart at a time: left, right and below are true in a picture alone."""
    for name in lessons(language):
        source = file_of(name, language).read_text(encoding="utf-8")
        for line in source.splitlines():
            found = re.search(DIRECTIONS[language], line)
            assert not found or re.search(IN_THE_PICTURE, line), (name, line)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            r"for ever\b|\banew\b|\bto and fro\b|\bmiddling\b|\bdear\b|\bdatum\b|\bdigitised\b|\b(an|the|this) entry\b",
        ),
        ("es", r"\bprogramas? de α|\bejecuciones\b|\bencendidos\b|\bgráficas?\b|\bcoches?\b|\baparcamiento\b"),
    ],
)
def test_no_lesson_uses_a_word_that_was_given_up(language, words):
    for name in lessons(language):
        source = file_of(name, language).read_text(encoding="utf-8")
        assert not re.search(words, source), (name, re.search(words, source))


@pytest.mark.parametrize("name", lessons("en"))
def test_a_spanish_lesson_has_one_decimal_mark(name):
    words = lesson(name, "es")
    said = [words.text, words.exact, words.blackboard, *words.parts.values(), *(one.about for one in words.tries)]
    said += [text for question in words.questions for text in (question.text, *(a.reply for a in question.answers))]
    formulas = re.findall(r"\$\$.+?\$\$|\$[^$\n]+\$", "\n".join(said), re.DOTALL)
    assert not [formula for formula in formulas if re.search(r"[0-9]\.[0-9]", formula)]


def test_no_line_breaks_within_a_short_equation():
    tied = unbroken("With α = 0.5 and L* ≈ −2, 6 % of $x = 1$; a => b = c, φ = (1, 2).").replace("\u00a0", "_")
    assert tied == "With α_=_0.5 and L*_≈_−2, 6_% of $x = 1$; a => b = c, φ_=_(1, 2)."


def test_an_eigenvalue_has_its_subscript_and_a_product_stays_on_its_line_outside_of_formulas():
    assert typeset("2/λmax, λmin") == r"2/$\lambda_{\max}$, $\lambda_{\min}$"
    assert typeset("never α g; α grows; $α g$") == "never α\N{NO-BREAK SPACE}g; α grows; $α g$"
