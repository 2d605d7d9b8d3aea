"""One visitor's link: what it says of the screen, and what of it is remembered."""

from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.runtime.context_util import maybe_add_page_path, maybe_trim_page_path

from playground.figures.theme import DARK, LIGHT
from playground.link.playground import default_settings, from_query
from playground.ui import navigation, session


class Params(dict):
    """The query of a visit, as st.query_params gives it."""

    def get_all(self, name):
        return list(self[name])


@pytest.fixture
def visit(monkeypatch):
    """A visitor without a browser: the link, the headers and the state that `session` reads."""
    captions = []
    fake = SimpleNamespace(
        query_params=Params(),
        session_state={},
        context=SimpleNamespace(headers={}, url="https://school.example/fit/", theme=SimpleNamespace(type="light")),
        caption=captions.append,
        captions=captions,
    )
    monkeypatch.setattr(session, "st", fake)
    return fake


def read(query):
    return from_query(parse_qs(query))[0]


def opened(link):
    """The settings that a whole link opens."""
    asked = {name: values for name, values in parse_qs(urlsplit(link).query).items() if name not in session.FRAME_NAMES}
    return from_query(asked)


NOW = read(
    "model=Gabor&divisor=8&alpha=0.123&start=0.1,7&batch=7&seed=5&run=Adam,beta=0.5,full=1&show=gradient&guess=1"
)


def test_the_link_opens_what_is_on_the_screen(visit):
    link = session.link(NOW)
    assert link.startswith("https://school.example/fit/?lang=en&")
    assert opened(link) == (NOW, [])


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_link_is_the_same_in_every_language_but_for_its_name(visit, language):
    visit.session_state["lang"] = language
    assert session.address(NOW) == session.address(NOW).replace("lang=en", f"lang={language}")
    assert session.address(NOW).partition("&")[0] == f"lang={language}"
    assert session.address(NOW).isascii()


def test_the_link_keeps_what_the_lecturer_hides_and_the_frame_asks_for(visit):
    visit.query_params.update(hide=["alpha,loss"], present=["1"], plain=["1"])
    session.read_link()
    assert session.hidden() == {"alpha", "loss"}
    assert session.presenting()
    assert session.plain()
    assert session.address(default_settings()) == "lang=en&hide=alpha,loss&present=1&plain=1"


def test_what_others_are_given_is_no_projected_page_and_has_no_answers_in_it(visit):
    visit.query_params.update(present=["1"], hide=["alpha"], answers=["1"], student=["Ada"], alpha=["0.03"])
    session.read_link()
    assert session.presenting()
    assert session.hidden() == {"alpha"}
    now = session.settings()
    assert session.address(now) == "lang=en&hide=alpha&present=1&alpha=0.03&answers=1&student=Ada"
    assert session.link(now, 12) == "https://school.example/fit/?lang=en&hide=alpha&alpha=0.03&step=12"


@pytest.mark.parametrize(
    ("asked", "step"), [("12", 12), ("0", 0), ("-3", 0), ("999", 50), ("2.5.", 2), ("1e999", 0), ("x", 0), ("", 0)]
)
def test_the_step_of_the_link_is_where_the_player_begins_until_the_page_shows_something_else(visit, asked, step):
    visit.query_params.update(step=[asked], alpha=["0.03"])
    session.read_link()
    session.settings()
    assert session.first_step("as opened", 50) == step
    assert session.first_step("as opened", 50) == step
    assert session.first_step("another landscape", 50) == 0
    assert "step" not in session.address(session.settings())  # the player writes it, for it alone knows it
    session.say_ignored()
    assert not visit.captions


def test_a_step_alone_does_not_keep_a_page_from_opening_as_it_does(visit):
    visit.query_params.update(step=["3"])
    session.read_link()
    assert session.settings(read("alpha=0.01")).runs[0]["alpha"] == 0.01


def test_a_link_that_came_through_a_letter_opens_in_the_right_language(visit):
    visit.query_params.update({"alpha": ["0.01"], "amp;lang": ["es."]})
    session.read_link()
    assert session.language() == "es"


def test_what_is_hidden_stays_hidden_when_a_page_drops_the_query(visit):
    visit.query_params.update(hide=["alpha"])
    session.read_link()
    session.hidden()
    visit.query_params.clear()
    session.read_link()
    assert session.hidden() == {"alpha"}
    assert "hide=alpha" in session.address(None)


def test_names_of_the_frame_are_no_rubbish(visit):
    visit.query_params.update({name: ["1"] for name in session.FRAME_NAMES})
    session.read_link()
    assert session.settings() == default_settings()
    session.say_ignored()
    assert not visit.captions


def test_a_link_is_read_once_and_then_the_visitor_is_right(visit):
    visit.query_params.update(alpha=["0.01"])
    session.read_link()
    assert session.settings().runs[0]["alpha"] == 0.01
    session.keep(read("alpha=0.03"))
    assert session.settings().runs[0]["alpha"] == 0.03


def test_rubbish_is_named_once_in_one_quiet_sentence(visit):
    visit.query_params.update({"alpha": ["x"], "schedule.period": ["3"], "<b>bold</b>": ["1"], "a" * 30: ["1"]})
    session.read_link()
    session.settings()
    session.say_ignored()
    (sentence,) = visit.captions
    assert sentence.rstrip(".").endswith("alpha, schedule.period, …, …")
    session.say_ignored()
    assert len(visit.captions) == 1


def test_rubbish_in_plenty_makes_no_long_sentence(visit):
    visit.query_params.update({f"name{i}": ["1"] for i in range(1000)})
    session.read_link()
    session.settings()
    session.say_ignored()
    assert len(visit.captions[0]) < 300


def test_each_page_keeps_its_own_settings(visit):
    session.enter("")
    session.keep(read("alpha=0.03"))
    session.enter("lesson")
    assert session.settings(read("alpha=0.01")).runs[0]["alpha"] == 0.01
    session.enter("")
    assert session.settings().runs[0]["alpha"] == 0.03


def test_new_settings_reach_every_widget(visit):
    session.widget_key("alpha", 0.02)
    visit.session_state["lang"] = "es"
    session.put(read("alpha=0.5"))
    assert session.PREFIX + "alpha" not in visit.session_state
    assert visit.session_state["lang"] == "es"
    assert visit.session_state[session.widget_key("alpha", 0.5)] == 0.5


def test_a_widget_that_has_a_value_is_not_seeded_again(visit):
    key = session.widget_key("alpha", 0.02)
    visit.session_state[key] = 0.7
    assert visit.session_state[session.widget_key("alpha", 0.02)] == 0.7


@pytest.mark.parametrize(
    ("browser", "link", "chosen", "language"),
    [
        (None, None, None, "en"),
        ("es-MX,es;q=0.9", None, None, "es"),
        ("es", "en", None, "en"),
        ("en", "es", None, "es"),
        ("en", "xx", None, "en"),
        ("en", "en", "es", "es"),
        ("es", None, "gibberish", "es"),
    ],
)
def test_language_is_chosen_on_the_page_else_by_the_link_else_by_the_browser(visit, browser, link, chosen, language):
    visit.context.headers = {} if browser is None else {"Accept-Language": browser}
    if link:
        visit.query_params.update(lang=[link])
        session.read_link()
    if chosen:
        visit.session_state["lang"] = chosen
    assert session.language() == language


@pytest.mark.parametrize(("name", "theme"), [("dark", DARK), ("light", LIGHT), (None, LIGHT)])
def test_appearance_follows_the_browser(visit, name, theme):
    visit.context.theme = SimpleNamespace(type=name)
    assert session.look() is theme


def test_without_an_address_the_link_is_local(visit):
    visit.context.url = None
    assert session.link(None) == "http://localhost:8501/?lang=en"


@pytest.mark.parametrize(
    "root", ["https://school.example/", "https://school.example/fit/", "https://school.example/gr/"]
)
@pytest.mark.parametrize("page", navigation.PAGES, ids=[page.url or "play" for page in navigation.PAGES])
def test_the_link_is_that_of_the_page_though_its_name_ends_in_anothers(visit, root, page):
    pages = SimpleNamespace(
        current_page_script_hash=page.url,
        get_pages=lambda: {other.url: {"url_pathname": other.url} for other in navigation.PAGES},
    )
    visit.context.url = maybe_add_page_path(maybe_trim_page_path(root + page.url, pages), pages)
    assert session.link(None).partition("?")[0].removesuffix("/") == (root + page.url).removesuffix("/")


def test_a_link_that_is_returned_to_is_taken_up(visit, monkeypatch):
    runs = []
    monkeypatch.setattr(visit, "rerun", lambda *_: runs.append(1), raising=False)
    session.put(NOW)
    session.return_to(session.address(NOW) + "&step=7&present=1")
    assert (session.settings(), runs) == (NOW, [])
    near = replace(NOW, start=(1.0, 2.0), steps=7)
    session.return_to(session.address(near))
    assert (session.settings(), runs) == (near, []), "the fragment around the player draws what has changed"
    session.return_to(session.address(read("model=Quadratic")))
    assert (session.settings(), runs) == (read("model=Quadratic"), [1])
    session.return_to("%%%&&=&model=%F0&alpha=nan&x=" + 9 * "y")
    assert session.settings() == read("")
