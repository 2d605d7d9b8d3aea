"""The lecturer's sequence: states and questions in the order of the file, each question before its answer."""

from urllib.parse import parse_qs

import pytest

from playground.content import lesson, lessons, read
from playground.link.playground import from_query
from playground.ui.lesson.sequence import Place, sequence


def test_a_projected_lesson_asks_before_it_answers_and_answers_before_it_goes_on():
    words = lesson("gradient-descent", "es")
    places = sequence(words, projected=True)
    assert [(place.kind, place.index) for place in places] == [
        ("state", 0),
        ("state", 1),
        ("state", 2),
        ("question", 0),
        ("answer", 0),
        ("state", 3),
        ("question", 1),
        ("answer", 1),
        ("end", 0),
    ]


def test_who_reads_finds_the_answer_in_the_question():
    words = lesson("gradient-descent", "en")
    kinds = [place.kind for place in sequence(words, projected=False)]
    assert kinds == ["state", "state", "state", "question", "state", "question"]


def test_where_answers_are_hidden_nothing_is_asked():
    words = lesson("stochastic-gradient-descent", "en")
    for projected in (True, False):
        found = [place for place in sequence(words, projected, asks=False) if place.kind != "end"]
        assert found == [Place("state", i) for i in range(len(words.tries))]


ASKED = "# T\n::: try ?alpha=0.1\n**A.** a\n:::\n" + "".join(
    f"::: question {number}?alpha={alpha}\n{number or 'Q'}\n- (x) yes => y\n:::\n"
    for number, alpha in (("2 ", 2), ("1 ", 1))
)


def test_a_question_keeps_its_number_in_links_wherever_it_is_asked():
    words = read(ASKED)
    assert [question.query for question in words.questions] == ["alpha=1", "alpha=2"]
    assert words.steps == (("try", 0), ("question", 1), ("question", 0))
    with pytest.raises(ValueError, match="numbers"):
        read(ASKED.replace("question 2", "question 1"))


# Which state tells what a question asks: the bet comes before it. The states by their place among the states, from 0.
TOLD_BY = {
    "supervised-learning": {},
    "linear-regression": {0: 1, 1: 3},
    "gradient-descent": {0: 3},
    "line-search": {0: 2, 1: 3, 2: 1},
    "convexity": {0: 3, 1: 6, 2: 7},
    "gabor": {0: 2, 1: 5, 2: 3},
    "stochastic-gradient-descent": {1: 1, 2: 2},
    "momentum": {0: 2, 1: 3, 2: 5},
    "nesterov": {1: 3, 2: 2},
    "adam": {0: 2, 1: 3, 2: 5},
    "hyperparameters": {1: 1, 2: 2},
}


@pytest.mark.parametrize("name", lessons("en"))
def test_a_bet_comes_before_the_state_that_tells(name):
    steps = lesson(name, "en").steps
    for question, state in TOLD_BY[name].items():
        assert steps.index(("question", question)) < steps.index(("try", state))


def test_a_question_is_about_what_a_reader_of_its_query_would_expect():
    words = lesson("momentum", "en")
    now = from_query(parse_qs(words.questions[0].query))[0]
    assert (now.model.name, now.runs[0]["alpha"], now.runs[0]["beta"]) == ("LinearRegression", 0.042, 0.5)
