"""For those who do not see the page, or do not use a mouse: axe-core's findings, and the keyboard alone."""

import accessibility
import pytest
from accessibility import Place


@pytest.mark.parametrize(
    ("place", "language", "appearance"),
    [
        (Place("playground", f"/?{accessibility.UNFOLDED}&hide=surface", unfolded=True), "en", "light"),
        (Place("phone", "/?run=Adam&hide=surface", accessibility.PHONE), "es", "light"),
        (Place("lesson", "/gradient-descent?", unfolded=True), "es", "dark"),
        (Place("lesson on a phone", "/adam?", accessibility.PHONE), "en", "light"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_nothing_serious_is_found_in_what_the_app_draws(own_page, server, place, language, appearance):
    found = accessibility.look_at(own_page(**place.browser), server.url, place, language, appearance)
    assert [one for one in found if one.own and one.impact in accessibility.GRAVE] == []


FOCUS = """
() => {
  const here = document.activeElement, box = here.getBoundingClientRect(), style = getComputedStyle(here);
  const named = here.closest("[class*='st-key-']")?.className.match(/st-key-([^ ]+)/)?.[1] ?? "";
  const name = here.dataset.action ?? (here.className.toString().match(/pg-(scrub|speed|handle|tab)/)?.[0] || named);
  return [name || here.tagName, box.width > 0 && box.height > 0];
}
"""


def test_every_control_of_the_playground_is_reached_by_tab_and_left_again(visit):
    page = visit("run=Adam&hide=surface").page
    page.locator("body").press("Tab")
    reached = []
    for _ in range(90):
        name, visible = page.evaluate(FOCUS)
        if name == "BODY" and reached:
            break
        assert visible, f"the focus is on {name}, which cannot be seen"
        reached.append(name)
        page.keyboard.press("Tab")
    else:
        pytest.fail(f"the focus does not get out: {reached[-10:]}")
    transport = ["start", "back", "play", "forward", "end", "pg-scrub", "pg-speed"]
    sidebar = ["w-model", "w-optimizer0", "field-run0-alpha", "field-start0", "field-start1", "field-steps"]
    folds = [f"fold-{name}" for name in ("batches", "schedule", "compare", "show", "ledger", "curvature", "code")]
    others = ["lang", "presets", "reset", "share", "pg-handle"]
    assert set(transport + sidebar + folds + others) <= set(reached), sorted(reached)


def test_tab_leads_from_the_step_that_is_read_to_the_figure_and_a_button_that_is_drawn_anew_keeps_the_focus(visit):
    guest = visit("lang=en&hide=surface", place="gradient-descent")
    page, key, address = guest.page, guest.page.keyboard, guest.probe("data")["address"]
    page.locator(".st-key-step-5").wait_for()
    guest.until("document.querySelector('.st-key-step-0').dataset.now === '1'")
    key.press("Tab")
    page.locator(".st-key-try-gradient-descent-0 button").focus()
    for _ in range(6):
        key.press("Tab")
        if page.evaluate("document.activeElement.matches('.pg-handle')"):
            break
        assert not page.evaluate("document.activeElement.closest('[class*=st-key-step-]')")
    assert page.evaluate("document.activeElement.matches('.pg-handle')")
    assert guest.probe("data")["address"] == address
    key.press("PageDown")  # the words come first
    guest.until("document.activeElement.matches('.st-key-step-0')")
    with guest.new_run():
        key.press("PageDown")
        guest.until("document.activeElement.matches('.st-key-step-1')")
        key.press("Tab")
    # The button is another one as soon as its state is that of the figure.
    guest.until("document.activeElement.matches('.st-key-try-gradient-descent-1 [data-testid=stBaseButton-primary]')")


def test_what_a_run_did_is_said_in_its_own_numbers_and_the_search_finds_what_is_wrong(visit):
    guest = visit("alpha=0.5&steps=20&hide=surface,fit,loss")
    live = guest.page.locator("[aria-live=polite]").first
    first = live.inner_text()
    assert "Step 0 of 20" in first
    guest.act("end")
    guest.at_step(20)
    last = live.inner_text()
    assert "Diverged: from step" in last
    assert live.evaluate("(element) => element.closest('[data-testid=player]') !== null")
    guest.page.evaluate("probe.root().append(document.createElement('img'))")
    (wrong,) = [one for one in accessibility.findings(guest.page) if one.rule == "image-alt"]
    assert wrong.own
    assert wrong.impact in accessibility.GRAVE
