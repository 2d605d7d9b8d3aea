"""A hall: whole lessons by a clicker alone, and the keys of who stands before it."""

import re
from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from playground.content import lesson
from playground.link.playground import from_query
from playground.ui.lesson.sequence import sequence

WALL = {"width": 1280, "height": 720}
LAPTOP = {"width": 1366, "height": 650}
PHONE = {"width": 390, "height": 844}
WORDS = """(document.querySelector('.pg-row').getBoundingClientRect().top
    - document.querySelector('.st-key-figure').getBoundingClientRect().bottom)"""
"""The height in which a lesson is read on a phone: between its figure and the transport."""
CUT = """Array.from(document.querySelectorAll(".katex-display"))
    .filter((one) => one.scrollWidth > one.clientWidth + 1 && !one.hasAttribute("tabindex"))
    .map((one) => one.textContent)"""
"""The formulas that are wider than their place and do not say so."""
SEEN = """
(selector) => {
  const one = document.querySelector(selector), box = one?.getBoundingClientRect();
  if (!box?.width) return false;
  return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1;
}
"""
HIGH = "(selector) => document.querySelector(selector).clientHeight"
SAID = ".st-key-state p"
PRESS = """() => {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "PageDown", bubbles: true, cancelable: true }));
  return probe.data().alpha;
}"""
SECRET = """() => {
  const { guess, arrows } = probe.data(), { step, playing } = probe.root().dataset;
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true });
  const seen = (selector) => [...document.querySelectorAll(selector)].filter(isSeen).length;
  return [guess, step, playing, arrows.length, seen(".pg-numbers, .pg-host-numbers math"), seen(".pg-dial i")];
}"""
LIT = """() => Array.from(document.querySelectorAll(".st-key-tries button"))
  .filter((one) => /^[0-9]/.test(one.innerText)).findIndex((one) => one.dataset.testid.endsWith("primary"))"""


@pytest.mark.parametrize("name", ["gradient-descent", "stochastic-gradient-descent"])
def test_a_whole_lesson_is_given_by_page_down_alone(visit, name):
    guest = visit("present=1&lang=en&hide=surface,loss", place=name, viewport=WALL)
    page, words = guest.page, lesson(name, "en")
    for i, place in enumerate(sequence(words, projected=True)):
        query = query_of(words, place)
        if i == 1:
            page.keyboard.press("PageDown")  # the first press plays what the page opens with
            guest.until("Number(probe.root().dataset.step) > 0")
        if i:
            shown = page.evaluate(PRESS)
            if query and name == "gradient-descent":  # on one landscape throughout
                assert shown == float(parse_qs(query)["alpha"][0]), (
                    "the browser has the next place and waits for nobody"
                )
        where = ".st-key-asked p" if place.kind == "question" else SAID
        text = {
            "state": lambda at: words.tries[at].title,
            "question": lambda at: words.questions[at].text[:20],
            "answer": lambda at: next(one.text for one in words.questions[at].answers if one.right)[:20],
            "end": lambda _: "End of the lesson.",
        }[place.kind](place.index)
        page.locator(where, has_text=re.sub(r"[*$].*", "", text)).first.wait_for()
        guest.until("probe.painted()")
        for part in (".pg-transport", ".pg-dial output", where, ".pg-line", ".st-key-contour"):
            guest.until(SEEN, part)
        assert guest.probe("smallLetters", 24) == [], "letters of 24 pixels and more, drawn ones too"
        assert page.evaluate(HIGH, ".st-key-contour .js-plotly-plot") >= 380
        if place.kind == "question":
            assert settings(guest.probe("data")["address"]) == settings(query), "what is asked is on the screen"
            assert page.evaluate(SECRET) == [True, "0", "false", 0, 0, 0], (
                "at its start, paused, and nothing tells its end"
            )
        elif i and query:
            assert "guess" in query or guest.until("Number(probe.root().dataset.step) > 0"), "it plays at once"
    page.keyboard.press("PageDown")
    page.wait_for_url(lambda url: name not in url.split("?")[0].rsplit("/", 1)[-1])
    guest.until(f"document.querySelectorAll('{SAID}').length && probe.ready()")
    page.keyboard.press("PageUp")
    page.locator(SAID, has_text="End of the lesson.").wait_for()
    assert name in page.url, "back from the first place to the last one before"


def test_what_is_pressed_before_the_page_is_ready_is_done_when_it_is(visit):
    guest = visit("present=1&lang=en&hide=surface,loss", place="gradient-descent", viewport=WALL)
    page = guest.page
    page.goto(page.url, wait_until="commit")
    page.wait_for_function("window.pgEarly")
    for key in ("PageDown", "PageDown", " "):
        page.keyboard.press(key)
    page.locator(SAID, has_text=lesson("gradient-descent", "en").tries[2].title).wait_for()
    guest.until("probe.root().dataset.playing === 'false' && probe.data().alpha === 0.039")  # which Space has paused


def query_of(words, place):
    """The query of a place; none where it has none of its own."""
    return {
        "state": lambda at: words.tries[at].query,
        "question": lambda at: words.questions[at].query,
        "answer": lambda at: words.questions[at].query,
        "end": lambda _: None,
    }[place.kind](place.index)


def settings(query):
    """What a link says, whether or not it hides the end."""
    return replace(from_query(parse_qs(query))[0], guess=False)


def in_state(guest, words, place):
    """Wait until the figure is in the state of a place."""
    alpha = parse_qs(query_of(words, place))["alpha"][0]
    guest.until("(alpha) => probe.data().alpha === Number(alpha) && probe.painted()", alpha)


def test_a_lesson_is_read_by_keys_on_a_laptop_with_its_figure_in_view(visit):
    guest = visit("lang=en&hide=surface,loss", place="gradient-descent", viewport=LAPTOP, reduced_motion="reduce")
    page, words = guest.page, lesson("gradient-descent", "en")
    read = "document.querySelectorAll('.pg-chip:has(~ [aria-current])').length"
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    top = "Math.round(document.querySelector('.st-key-step-{}').getBoundingClientRect().top)"
    for i, place in enumerate(sequence(words, projected=False)):
        while page.evaluate(read) < i or not 60 <= page.evaluate(top.format(i)) <= 200:
            before = page.evaluate(scrolled)
            page.keyboard.press("PageDown")
            guest.until(f"(before) => {scrolled} > before", before)
        assert page.evaluate(read) == i, "no step is passed over"
        in_state(guest, words, place)
        guest.until("(asked) => probe.data().guess === asked", place.kind == "question")
        for part in (".pg-transport", ".pg-dial output", ".pg-line", ".st-key-contour"):
            guest.until(SEEN, part)
    assert guest.step == 0, "what is read does not play"
    page.keyboard.press("PageUp")
    guest.until(f"{read} === {i - 1}")
    done = page.evaluate("JSON.parse(localStorage.getItem('playground-progress'))['gradient-descent']")
    assert done == {"done": [0, 1, 2, 4], "of": 6}, "the questions are still to be answered"


def test_a_lesson_is_gone_through_by_touch_on_a_phone_with_its_figure_in_view(visit):
    guest = visit("lang=en&hide=surface", place="gradient-descent", viewport=PHONE, has_touch=True, is_mobile=True)
    page, words = guest.page, lesson("gradient-descent", "en")
    # Who reads on has two fifths of the screen, and the words stay under the eye; a little way up brings all back.
    top = "document.querySelector('.st-key-step-1').getBoundingClientRect().top"
    before = page.evaluate(top)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollBy(0, 300)")
    guest.until(f"document.body.dataset.fold === '1' && {WORDS} >= 0.4 * innerHeight")
    assert page.evaluate(top) == pytest.approx(before - 300, abs=2)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollBy(0, -80)")
    guest.until("document.body.dataset.fold === ''")
    assert page.evaluate(top) == pytest.approx(before - 220, abs=2)
    assert page.evaluate(CUT) == []
    for i, place in enumerate(sequence(words, projected=False)):
        if place.kind == "state":
            page.locator(f".st-key-try-gradient-descent-{place.index} button").tap()
            in_state(guest, words, place)
            guest.until("Number(probe.root().dataset.step) > 0")
        else:
            page.locator(f".st-key-step-{i} [role=radiogroup] label").first.tap()
            page.locator(f".st-key-commit-gradient-descent-{place.index} button:enabled").tap()
            page.locator(f".st-key-step-{i}", has_text="The answer:").wait_for()
            guest.until("probe.data().guess === false && Number(probe.root().dataset.step) > 0")
        for part in (".pg-transport", ".pg-phone output", ".pg-line", ".st-key-contour"):
            guest.until(SEEN, part)


def test_p_projects_and_the_other_keys_cover_the_screen_and_any_key_uncovers_it(visit):
    guest = visit("lang=en&hide=surface,loss", viewport=WALL)
    page, key = guest.page, guest.page.keyboard
    key.press("b")
    assert page.locator(".pg-cover").count() == 0, "a letter does nothing before it is projected"
    key.press("p")
    guest.until("document.body.dataset.present === '1' && probe.painted()")
    guest.until("new URL(location).searchParams.get('present') === '1'")
    for letter, kind in (("b", "black"), ("?", "help"), ("q", "code")):
        key.press(letter)
        page.locator(f".pg-cover-{kind}").wait_for()
        key.press("PageDown")
        page.locator(".pg-cover").wait_for(state="detached")
        page.locator("[data-testid=stPopoverBody]").wait_for(state="detached")
    key.press("h")
    guest.until("probe.data().guess === true")
    key.press("h")
    guest.until("probe.data().guess === false")
    key.press("p")
    guest.until("document.body.dataset.present === '' && probe.painted()")


def test_what_was_changed_is_taken_back_and_made_again(visit):
    guest = visit("lang=en&hide=surface,loss,fit&alpha=0.03")
    key = guest.page.keyboard
    with guest.new_run():
        guest.page.mouse.click(*guest.probe("screen", "contour", 0.4, 0.6))
    moved = guest.probe("data")["start"]
    guest.until("!document.querySelector('.pg-undo').disabled")
    with guest.new_run():
        key.press("Control+z")
    assert guest.probe("data")["start"] == [1.6, -0.8]
    with guest.new_run():
        key.press("Control+Shift+z")
    assert guest.probe("data")["start"] == moved
    # Back closes a part of a chart that is enlarged before it takes anything back.
    guest.until(
        "() => { const { zoom, link } = probe.player(); zoom.window ?? zoom.act('in'); return link.past.close; }"
    )
    guest.page.go_back(wait_until="commit")
    guest.until("!probe.player().zoom.window")
    assert guest.probe("data")["start"] == moved


def test_twenty_presses_in_a_second_and_another_screen_leave_figure_and_sentence_in_step(visit):
    guest = visit("present=1&lang=en&hide=surface,loss", place="gabor", viewport=WALL)
    page = guest.page
    for _ in range(20):
        page.keyboard.press("PageDown")
    page.set_viewport_size({"width": 1024, "height": 768})  # while it plays
    guest.until("probe.ready() && document.querySelector('.st-key-tries') && probe.fitted()")
    guest.until(SEEN, ".st-key-contour")
    for _ in range(240):  # presses that the server has still to answer wait for it
        lit, shown = page.evaluate(LIT), guest.probe("data")["address"]
        words = lesson(page.url.split("?")[0].rsplit("/", 1)[-1], "en")
        if lit >= 0 and settings(shown) == settings(words.tries[lit].query) and guest.probe("painted"):
            break
        if page.locator(".st-key-asked").is_visible() and guest.probe("painted"):
            break
        page.wait_for_timeout(250)
    else:
        raise AssertionError((lit, shown))


def test_a_lesson_is_its_own_whatever_model_its_link_names_and_keeps_back_what_is_hidden(visit):
    guest = visit("present=1&lang=en&hide=share,surface,loss&model=Rosenbrock", place="momentum", viewport=WALL)
    first = parse_qs(lesson("momentum", "en").tries[0].query)
    assert guest.probe("data")["alpha"] == float(first["alpha"][0])
    assert guest.page.locator(".st-key-share").count() == 0
    guest.page.keyboard.press("q")
    assert guest.page.locator(".pg-cover").count() == 0


def test_a_second_window_tells_the_lecturer_what_comes_and_turns_the_lesson(visit):
    guest = visit("present=1&lang=en&hide=surface,loss", place="gradient-descent", viewport=WALL)
    with guest.page.context.expect_page() as opened:
        guest.page.keyboard.press("n")
    window, tries = opened.value, lesson("gradient-descent", "en").tries
    window.locator("#here h3", has_text=tries[0].title).wait_for()
    window.locator("#coming h3", has_text=tries[1].title).wait_for()
    window.keyboard.press("PageDown")
    guest.until("Number(probe.root().dataset.step) > 0")  # the first press plays what the page opens with
    window.keyboard.press("PageDown")
    guest.page.locator(SAID, has_text=tries[1].title).wait_for()
    window.locator("#here h3", has_text=tries[1].title).wait_for()
    window.close()
