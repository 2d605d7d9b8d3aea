"""What goes wrong in a classroom: no WebGL, a blocked script, a server that dies, text that would be markup."""

from urllib.parse import urlencode

import faults
import pytest


@pytest.mark.parametrize("fault", [faults.no_webgl, faults.no_component, faults.cut], ids=lambda fault: fault.__name__)
def test_the_class_goes_on(own_page, server, fault):
    fault(own_page(), server)


def test_a_server_that_is_killed_is_found_again_with_the_state_of_the_link(own_page):
    faults.restarted(own_page())


MARKUP = '<img src=x onerror="window.struck=1"><b id=struck>b</b>'
NAMES = ["alpha", "model", "run", "hide", "present", "lang", "start", "plain", "show", MARKUP, "__bold__", "**bold**"]


@pytest.mark.parametrize("page_name", ["", "gradient-descent"])
def test_what_a_link_says_is_shown_as_text(own_page, page_name):
    page = own_page()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"/{page_name}?" + urlencode([(name, f"{MARKUP},surface") for name in NAMES]))
    page.get_by_text("Part of the link could not be used").wait_for()
    page.wait_for_selector(faults.PLAYER, state="attached")
    assert page.locator("#struck, img[src=x]").count() == 0
    assert page.evaluate("window.struck") is None
    sentence = page.get_by_text("Part of the link could not be used")
    assert sentence.locator("strong, em, b").count() == 0


def test_who_asks_for_less_motion_sees_whole_steps_only_and_others_many_pictures_a_step(visit):
    guest = visit("hide=surface,fit&steps=40", reduced_motion="reduce")
    before = int(guest.state["drawn"])
    guest.act("play")
    guest.until("probe.root().dataset.playing === 'true' && Number(probe.root().dataset.step) >= 5")
    guest.act("play")
    assert int(guest.state["drawn"]) - before <= guest.step + 8  # a picture a step, a few for what was pressed
    guest.page.emulate_media(reduced_motion="no-preference")
    guest.act("start")
    guest.at_step(0)
    before = int(guest.state["drawn"])
    guest.page.locator(".pg-transport > .pg-speed:not(.pg-layout, .pg-companion)").select_option("2")
    guest.act("play")
    guest.until("probe.root().dataset.playing === 'true' && Number(probe.root().dataset.step) >= 3")
    assert int(guest.state["drawn"]) - before > 20
