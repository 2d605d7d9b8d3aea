"""The lecturer's sequence: states and questions in the order of the file, each question before its answer."""

from playground.content import lesson
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
    ]
    question = words.questions[0]
    assert question.query == words.tries[3].query, "what is asked is not yet on the screen"


def test_who_reads_finds_the_answer_in_the_question():
    words = lesson("gradient-descent", "en")
    kinds = [place.kind for place in sequence(words, projected=False)]
    assert kinds == ["state", "state", "state", "question", "state", "question"]


def test_where_answers_are_hidden_nothing_is_asked():
    words = lesson("stochastic-gradient-descent", "en")
    for projected in (True, False):
        assert sequence(words, projected, asks=False) == [Place("state", i) for i in range(len(words.tries))]
