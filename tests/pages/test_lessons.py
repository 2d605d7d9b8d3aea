"""Every lesson, in every language, as a class goes through it: states, questions, sheets, the way on and back."""

import json
from importlib import import_module
from urllib.parse import parse_qs

import numpy as np
import pytest
from hand import Every, decimal_points, open_page, slide_to, type_in, value_of

from playground.content import lesson
from playground.engine import GaussianValley, GradientDescent, descend
from playground.i18n import languages, number
from playground.link.playground import from_query
from playground.ui import navigation
from playground.ui.lesson import states
from playground.ui.lesson.questions import ended, without_praise
from playground.ui.lesson.sequence import sequence
from playground.worksheets import exercise

LESSONS = navigation.lessons()
EVERY = [(page, language) for page in LESSONS for language in languages()]
IDS = [f"{page.url}-{language}" for page, language in EVERY]
every = pytest.mark.parametrize(("page", "language"), EVERY, ids=IDS)
# Every lesson in one language, every language in some lessons: for what does not depend on the words.
in_turn = pytest.mark.parametrize(
    ("page", "language"), [(page, list(languages())[i % len(languages())]) for i, page in enumerate(LESSONS)]
)


def visit(page, language="en", opened=(), **query):
    """A visitor who comes to a lesson by its link."""
    return well(open_page(page.script, opened, **{"lang": language, **query}))


def go(app, page):
    """The same visitor on another page."""
    return well(app.switch_page(f"../../{page.script}").run())


def well(app):
    """The app after a run that raised nothing."""
    assert not app.exception, [error.value for error in app.exception]
    return app


def here(app):
    """The title that is on the screen."""
    return next(text.value for text in app.markdown if text.value.startswith("# "))


def said(app):
    """All texts of the page."""
    kinds = (app.markdown, app.caption, app.success, app.info)
    return "\n".join(element.value for kind in kinds for element in kind)


def told(app):
    """What the component that follows the reader was told."""
    (data,) = [data for e in app.get("bidi_component") for data in json.loads(e.proto.json) if "walked" in data]
    return data


def plays(app):
    """Whether the player was told to begin by itself."""
    (data,) = [data for e in app.get("bidi_component") for data in json.loads(e.proto.json) if "plays" in data]
    return data["plays"]


def come_to(app, step, pressed=False):
    """Read a step, as the browser tells it; or press it in the contents."""
    (element,) = [e for e in app.get("bidi_component") if '"walked"' in e.proto.json]
    states = app._tree.get_widget_states()
    state = states.widgets.add()
    state.id = element.proto.id
    state.json_value = json.dumps({"step": {"i": step, "pressed": pressed, "n": 1}})
    return well(app._run(states))


@pytest.fixture
def page_told():
    """What the component that writes the address bar was told."""

    def read(app):
        (told,) = [data for e in app.get("bidi_component") for data in json.loads(e.proto.json) if "address" in data]
        return told

    return read


@every
def test_a_lesson_opens_and_says_what_it_has_to_say(page, language):
    app, words = visit(page, language), lesson(page.url, language)
    assert words.title in here(app)
    assert words.text in said(app)
    assert words.tries[0].about in said(app)
    assert language != "es" or not decimal_points(app)


@in_turn
def test_every_state_opens_by_its_button(page, language):
    app, words = visit(page, language), lesson(page.url, language)
    for i, one in enumerate(words.tries):
        well(app.button(key=f"try:{page.url}:{i}").click().run())
        assert one.about in said(app)


@in_turn
def test_every_answer_is_answered(page, language):
    app, words = visit(page, language), lesson(page.url, language)
    for i, question in enumerate(words.questions):
        right = next(answer for answer in question.answers if answer.right)
        assert app.button(key=f"commit:{page.url}:{i}").disabled, "an answer comes before the reply"
        assert right.reply not in said(app)
        for k, answer in enumerate(question.answers):
            well(app.radio(key=f"answer:{page.url}:{i}").set_value(k).run())
            well(app.button(key=f"commit:{page.url}:{i}").click().run())
            assert answer.reply in said(app)
            assert answer.right or without_praise(right.reply) in said(app), "a wrong guess is told the reason too"
            found = [reply.value for reply in app.success]
            assert (answer.reply in found) == answer.right


def test_the_figure_is_in_the_state_of_the_step_that_is_read_until_a_hand_changes_it():
    page = navigation.lessons()[2]
    app, words = visit(page), lesson(page.url, "en")

    def now():
        return app.session_state["visit"].pages[page.url].settings

    def alpha():
        return now().runs[0]["alpha"]

    assert alpha() == 0.02
    come_to(app, 2)
    assert (alpha(), told(app)["at"], told(app)["walked"]) == (0.039, 2, 0), "nothing scrolls: the reader is there"
    come_to(app, 3)
    assert (alpha(), told(app)["at"], told(app)["lit"]) == (0.042, 3, True)
    assert (now().guess, plays(app)) == (True, False), "what is asked is on the screen, and not yet answered"
    assert not any("0 < α <" in text.value for text in app.caption), "nor by the limit of α"
    well(app.radio(key=f"answer:{page.url}:0").set_value(0).run())
    well(app.button(key=f"commit:{page.url}:0").click().run())
    assert (alpha(), told(app)["at"], told(app)["answered"]) == (0.042, 3, [3])
    assert (now().guess, plays(app)) == (False, True), "the figure answers"
    come_to(app, 0)
    slide_to(app, "run0.alpha", 0.03)
    come_to(app, 1)
    assert (alpha(), told(app)["at"], told(app)["lit"]) == (0.03, 0, False)
    assert "Changed: α." in said(app)
    come_to(app, 1, pressed=True)
    assert (alpha(), told(app)["at"]) == (0.001, 1)
    for nonsense in (-1, 99, 1):
        come_to(app, nonsense)
        assert alpha() == 0.001
    assert words.tries[1].about in said(app)


def test_a_reload_keeps_the_answers_and_the_name(page_told):
    page = navigation.lessons()[2]
    app, words = visit(page, "es", opened=("worksheet",)), lesson(page.url, "es")
    wrong = next(k for k, answer in enumerate(words.questions[0].answers) if not answer.right)
    well(app.radio(key=f"answer:{page.url}:0").set_value(wrong).run())
    well(app.button(key=f"commit:{page.url}:0").click().run())
    well(app.text_input(key="student").input("Ada & Eva").run())
    address = page_told(app)["address"]
    again = visit(page, **{name: values[-1] for name, values in parse_qs(address).items()})
    assert again.radio(key=f"answer:{page.url}:0").value == wrong
    assert words.questions[0].answers[wrong].reply in said(again)
    assert again.text_input(key="student").value == "Ada & Eva"
    assert page_told(again)["address"] == address


@pytest.mark.parametrize("answers", ["99", "x,1", ",,,,,,,1", "1e9", "-1", "²", "9" * 5000])
def test_answers_that_nobody_can_have_given_are_passed_over(answers):
    page = navigation.lessons()[2]
    app, words = visit(page, answers=answers), lesson(page.url, "en")
    assert not any(answer.reply in said(app) for answer in words.questions[0].answers)


@pytest.mark.parametrize(
    ("state", "key", "value", "name"),
    [
        (1, "curve.phi", 0.253, "point=0.253"),
        (1, "curve.chord0", 0.25, "chord=0.25,0.52"),
        (7, "own.L₀₀", 1.5, "hessian=1.5,-2,0"),
    ],
)
def test_the_address_follows_the_states_of_convexity_that_have_no_player(page_told, state, key, value, name):
    page = next(page for page in LESSONS if page.url == "convexity")
    app = well(visit(page).button(key=f"try:convexity:{state}").click().run())
    well(type_in(app, key, str(value)))
    address = page_told(app)["address"]
    assert name in address
    assert "Changed: " in said(app)  # and no button is lit for it
    again = visit(page, **{name: values[-1] for name, values in parse_qs(address).items()})
    assert value_of(again, key) == value
    assert page_told(again)["address"] == address
    well(again.button(key="try:convexity:0").click().run())
    assert name not in page_told(again)["address"]


def test_a_right_answer_is_right_with_either_decimal_mark_and_survives_a_reload(page_told):
    page = next(page for page in LESSONS if page.url == "gradient-descent")
    right = exercise(import_module(f"playground.lessons.{page.url.replace('-', '_')}.exercise").draw, "Ada").answer
    for mark in (".", ","):
        app = visit(page, "es", opened=("worksheet",), student="Ada")
        well(type_in(app, "home", f"{right:.4f}".replace(".", mark)))
        assert app.success
        address = page_told(app)["address"]
        assert visit(page, **{name: values[-1] for name, values in parse_qs(address).items()}).success
    assert not well(type_in(app, "home", "")).success


@pytest.mark.parametrize("query", [{"chord": "2,-1"}, {"chord": "x,y"}, {"chord": "1"}, {"hessian": "9,9,9"}])
def test_a_chord_that_nobody_can_draw_is_brought_within_bounds(query):
    page = next(page for page in LESSONS if page.url == "convexity")
    visit(page, **query)


def test_a_clicker_walks_through_the_whole_course_and_back():
    language = "es"
    app = visit(LESSONS[0], language)
    for i, page in enumerate(LESSONS):
        words = lesson(page.url, language)
        assert words.title in here(app)
        for place in sequence(words, projected=False)[1:]:
            well(app.button(key="lesson-next").click().run())
            assert (told(app)["at"], told(app)["lit"]) == (sequence(words, projected=False).index(place), True)
        well(app.button(key="lesson-next").click().run())
        if i + 1 < len(LESSONS):
            assert lesson(LESSONS[i + 1].url, language).title in here(app)
            go(app, LESSONS[i + 1])  # AppTest forgets at its next run where st.switch_page has led
    for page in reversed(LESSONS[-5:-1]):  # the way back is the same in every lesson
        for _ in lesson(LESSONS[LESSONS.index(page) + 1].url, language).steps:
            well(app.button(key="lesson-previous").click().run())
        assert lesson(page.url, language).title in here(app)
        go(app, page)
        assert told(app)["at"] == len(told(app)["steps"]) - 1, "back from the first place to the last one before"


@pytest.mark.parametrize("page", LESSONS, ids=[page.url for page in LESSONS])
def test_a_hall_is_asked_over_the_figure_of_the_question_told_the_answer_over_it_and_led_to_an_end(page):
    app, words = visit(page, "es", present="1"), lesson(page.url, "es")
    walk = sequence(words, projected=True)
    for place in walk[1:]:
        before = app.session_state["visit"].pages[page.url].settings
        well(app.button(key="lesson-next").click().run())
        now, text = app.session_state["visit"].pages[page.url].settings, said(app)
        question = words.questions[place.index] if place.kind in ("question", "answer") else None
        right = question and next(answer for answer in question.answers if answer.right)
        if place.kind == "question":
            assert now.guess
            assert app.session_state["visit"].at_once is None, "it is paused"
            assert without_praise(right.reply) not in text
            if question.query:
                assert states.same(now, from_query_of(page)(parse_qs(question.query))[0])
        elif place.kind == "answer":
            assert now.guess == ("guess=1" in (question.query or "guess=1"))
            assert states.same(now, before), "the answer is shown over what was asked about"
            assert f"· {ended(right.text)}** {without_praise(right.reply)}" in text
        elif place.kind == "end":
            assert now == before
            assert "Fin de la lección" in text
        lit = [
            button.label.split()[0] for button in app.button if button.proto.type == "primary" and "*" in button.label
        ]
        assert lit == [{"state": str(place.index + 1), "end": "■"}.get(place.kind, "?")]
    well(app.button(key="lesson-previous").click().run())
    assert "Fin de la lección" not in said(app)


def from_query_of(page):
    """What reads the links of a lesson: its own settings, or those of the playground."""
    return getattr(import_module(f"playground.lessons.{page.url.replace('-', '_')}.page"), "from_query", from_query)


@in_turn
def test_all_sections_can_be_open_together(page, language):
    app = visit(page, language, opened=Every())
    assert [one.proto.expanded for one in app.expander].count(True) >= 2


@in_turn
def test_the_sheets_can_be_opened(page, language):
    app, words = visit(page, language, opened=("run-sheet", "worksheet")), lesson(page.url, language)
    text = said(app)
    assert words.plan in text
    assert words.blackboard in text
    for one in words.tries:
        assert one.query in text
    well(app.text_input(key="student").input("Ada Lovelace").run())
    begin = words.worksheet.partition("{")[0].strip()
    assert begin in said(app)
    well(type_in(app, "home", "123456,5"))
    well(app.text_input(key="student").input("<script>δ 😀").run())


@in_turn
def test_a_projected_lesson_shows_the_sentence_of_its_state_and_no_other_text(page, language):
    app, words = visit(page, language, present="1"), lesson(page.url, language)
    assert words.text not in said(app)
    for i, one in enumerate(words.tries):
        well(app.button(key=f"try:{page.url}:{i}").click().run())
        assert one.about in said(app)


@pytest.mark.parametrize("page", LESSONS, ids=[page.url for page in LESSONS])
def test_the_language_can_change_in_the_middle(page):
    app = visit(page, "en")
    tries = lesson(page.url, "en").tries
    well(app.button(key=f"try:{page.url}:{len(tries) - 1}").click().run())
    app.session_state["lang"] = "es"
    well(app.run())
    assert lesson(page.url, "es").tries[-1].about in said(app)


RUBBISH = [
    {"start": "nan,1e999", "steps": "-5", "alpha": "many", "what": "🤷", "show": "<b>", "batch": "0"},
    {"model": "Rosenbrock", "optimizer": "Newton", "run": "Adam,alpha=nan", "steps": "3"},
    {"start": "1e300,-1e300", "steps": "3", "alpha": "1e300", "max_distance": "1e9", "max_iterations": "1e9"},
    {"model": "Gabor", "divisor": "0", "optimizer": "LineSearchDescent", "max_iterations": "0", "steps": "2"},
]


# Each lesson with what is far away, where its own figures may fail, and with one of the others.
@pytest.mark.parametrize(
    ("page", "query"),
    [(page, query) for i, page in enumerate(LESSONS) for query in (RUBBISH[2], RUBBISH[(0, 1, 3)[i % 3]])],
    ids=lambda value: getattr(value, "url", ""),
)
def test_rubbish_in_the_link_is_survived(page, query):
    app, words = visit(page, "en", **query), lesson(page.url, "en")
    assert words.title in here(app)
    well(app.button(key=f"try:{page.url}:{len(words.tries) - 1}").click().run())


@pytest.mark.parametrize(("language", "word"), [("en", "at"), ("es", "en")])
def test_a_lessons_own_figure_says_what_it_shows(language, word):
    run = {"model": "GaussianValley", "alpha": "0.05", "start": "-0.7,-0.9", "steps": "4"}
    app = well(open_page("pages/lessons/adam.py", lang=language, **run))
    path = descend(GradientDescent(0.05), GaussianValley(), np.array([-0.7, -0.9]), 4).phi
    (steps,) = [one.proto.alt for one in app.get("plotly_chart") if one.proto.id.endswith("-adam-steps")]
    for axis in (0, 1):
        first, *_, last = (number(one, language) for one in np.diff(path[:, axis]) / -0.05)
        assert f"φ{'₀₁'[axis]}. {first} {word} 1; {last} {word} 4." in steps
