"""Hands and keys in a real Chromium: a lecturer's clicker, a finger on a phone, and Tab through what can be seen."""

import math

import pytest

from playground.i18n import number

FLAT = "hide=surface,loss,fit"
PLAYING = "probe.root().dataset.playing"
IN_SIGHT = """
() => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  const seen = here.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  return [here === document.body, seen && box.right > 0 && box.left < innerWidth, here.outerHTML.slice(0, 120)];
}
"""


def plays(guest):
    """Press Space: it plays; once more: it stands still."""
    guest.page.keyboard.press(" ")
    guest.until(f"{PLAYING} === 'true'")
    guest.page.keyboard.press(" ")
    guest.until(f"{PLAYING} === 'false'")


def test_a_clicker_works_after_whatever_the_lecturer_has_clicked(visit):
    guest = visit("present=1&hide=surface,loss,fit", place="gradient-descent")
    page, key = guest.page, guest.page.keyboard
    switch = page.locator(".st-key-w-guess input").first
    with guest.new_run():
        page.locator(".st-key-w-guess label").first.click()
    plays(guest)
    assert switch.is_checked(), "Space plays, and does not switch the guess off"
    page.locator(".st-key-share button").click()
    page.locator("[data-testid=stPopoverBody] code").wait_for()
    plays(guest)
    page.locator(".st-key-share button").click()
    page.locator("[data-testid=stPopoverBody]").wait_for(state="detached")
    before = guest.probe("data")["address"]
    key.press("PageDown")
    guest.until("(before) => probe.data().address !== before && probe.painted()", before)
    second = guest.probe("data")["address"]
    assert "alpha=0.001" in second
    slider = page.locator("[data-testid=stSidebar] input[type=range], [data-testid=stSidebar] [role=slider]").first
    slider.focus()
    key.press("PageDown")
    guest.until("(before) => probe.data().address !== before && probe.painted()", second)
    assert "alpha=0.039" in guest.probe("data")["address"], "the next state, and no other step of the slider"


def test_on_a_page_that_is_not_projected_the_page_keys_scroll(visit):
    guest = visit("hide=surface,loss,fit&alpha=0.02&steps=50", place="gradient-descent", reduced_motion="reduce")
    guest.page.locator(".st-key-step-5").wait_for(state="attached")
    top = "document.querySelector('[data-testid=stMain]').scrollTop"
    for _ in range(2):
        place = guest.page.evaluate(top)
        guest.page.keyboard.press("PageDown")
        guest.until(f"(place) => {top} > place", place)
    guest.page.keyboard.press("PageUp")
    guest.until(f"(place) => {top} <= place", place + 1)
    assert "gradient-descent" in guest.page.url, "in the lesson"


def test_a_control_that_was_reached_by_tab_keeps_its_keys(visit):
    guest = visit(f"{FLAT}&guess=1")
    switch = guest.page.locator(".st-key-w-guess input").first
    guest.page.keyboard.press("Tab")
    switch.focus()
    with guest.new_run():
        guest.page.keyboard.press(" ")
    assert not switch.is_checked()
    assert guest.state["playing"] == "false"
    page = guest.page  # and it is seen where the system chooses the colours
    page.emulate_media(forced_colors="active")
    grounds = """() => [document.body, document.querySelector(".st-key-w-guess label > div:not([data-testid])")]
        .map((one) => getComputedStyle(one).backgroundColor)"""
    body, switch = page.evaluate(grounds)
    page.emulate_media(forced_colors="none")
    assert switch not in (body, "rgba(0, 0, 0, 0)")


def test_a_tap_that_closes_the_drawer_or_stops_a_scroll_does_not_move_the_start(visit):
    guest = visit(FLAT, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = guest.page
    start = guest.probe("data")["start"]
    page.locator("[data-testid=stExpandSidebarButton]").tap()
    drawer = page.locator("[data-testid=stSidebar]")
    guest.until("document.querySelector('[data-testid=stSidebar]').dataset.collapsed === 'false'")
    u, v = guest.probe("screen", "contour", 1.9, 0.0)
    under = "([u, v]) => !document.elementFromPoint(u, v).closest('[data-testid=stSidebar]')"
    guest.until("() => document.querySelector('[data-testid=stSidebar]').getAnimations().length === 0")
    if page.evaluate(under, [u, v]):
        page.touchscreen.tap(u, v)
        guest.until("document.querySelector('[data-testid=stSidebar]').dataset.collapsed === 'true'")
    else:
        drawer.locator("[data-testid=stSidebarCollapseButton] button").tap()
    assert page.evaluate("probe.player().handle.point") is None
    assert guest.probe("data")["start"] == start
    # A page that still moves under the finger.
    page.evaluate("""() => {
        const main = document.querySelector('[data-testid=stMain]');
        let by = 1;
        window.moving = setInterval(() => { main.scrollTop += by; by = -by; }, 10);
    }""")
    guest.until("document.querySelector('[data-testid=stMain]').scrollTop > 0")
    page.touchscreen.tap(*guest.probe("screen", "contour", 0.4, 0.6))
    page.evaluate("clearInterval(window.moving)")
    assert page.evaluate("probe.player().handle.point") is None
    assert guest.probe("data")["start"] == start
    page.wait_for_timeout(200)  # at rest, as a reader would be
    with guest.new_run():
        page.touchscreen.tap(*guest.probe("screen", "contour", 0.4, 0.6))
    assert guest.probe("data")["start"] == pytest.approx([0.4, 0.6], abs=0.05)


def test_what_is_projected_is_large_has_no_stop_of_tab_out_of_sight_and_leaves_the_page_keys_to_the_clicker(visit):
    guest = visit("hide=surface,loss&present=1&run=Adam&alpha=0.03")
    page = guest.page
    for part in (
        ".st-key-heading h1",
        ".pg-host-table td",
        ".pg-speed",
        ".pg-legend",
        "[data-testid=stMainBlockContainer] [data-testid=stExpander] summary p",
    ):
        size = page.locator(part).first.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
        assert size >= 20, part
    guest.until("document.querySelector('[data-testid=stSidebar]')?.getAttribute('aria-expanded') !== 'true'")
    page.locator("body").press("Tab")
    for _ in range(90):
        left, seen, what = page.evaluate(IN_SIGHT)
        if left:
            break
        assert seen, f"the focus is on what cannot be seen: {what}"
        page.keyboard.press("Tab")
    else:
        pytest.fail("the focus does not get out")
    page.evaluate("document.querySelector('[data-testid=slider-alpha] input[type=range]').focus()")
    for key in ("PageDown", "PageUp"):
        page.keyboard.press(key)
    assert page.locator("[data-testid=slider-alpha] input[type=text]").input_value() == "0.03"


def test_the_start_stays_in_the_window_and_a_click_that_closes_something_does_not_move_it(visit):
    guest = visit(f"{FLAT}&start=1.98,0")
    handle = guest.page.locator(".pg-handle")
    handle.focus()
    for _ in range(3):
        guest.page.keyboard.press("Shift+ArrowRight")
    guest.until("probe.painted() && probe.player().handle.point === null")
    assert guest.probe("data")["start"][0] == pytest.approx(2, abs=1e-6)
    assert handle.is_visible()
    assert handle.evaluate("(one) => one === document.activeElement")
    with guest.new_run():
        guest.page.keyboard.press("Shift+ArrowLeft")
    assert guest.probe("data")["start"][0] < 2
    page = guest.page
    start, place = guest.probe("data")["start"], guest.probe("screen", "contour", 0.4, 0.9)
    page.locator(".st-key-share button").click()
    page.locator("[data-testid=stPopoverBody] code").wait_for()
    page.mouse.click(*place)
    page.locator("[data-testid=stPopoverBody]").wait_for(state="detached")
    assert page.evaluate("probe.player().handle.point") is None
    assert guest.probe("data")["start"] == start
    with guest.new_run():
        page.mouse.click(*place)
    assert guest.probe("data")["start"] == pytest.approx([0.4, 0.9], abs=0.02)
    # What pops up is entered and left by Tab, and its copy button is seen.
    key = page.keyboard
    share = page.locator(".st-key-share button")
    share.press("Enter")
    body = page.locator("[data-testid=stPopoverBody]")
    body.locator("code").wait_for()
    inside = "document.activeElement.closest('[data-testid=stPopoverBody]') !== null"
    key.press("Tab")
    guest.until(inside)
    page.mouse.move(2, 2)  # no mouse hovers over it
    assert page.evaluate("document.activeElement.checkVisibility({ opacityProperty: true, visibilityProperty: true })")
    key.press("Shift+Tab")
    assert share.evaluate("(one) => one === document.activeElement")
    key.press("Tab")
    for _ in range(6):
        if not page.evaluate(inside):
            break
        key.press("Tab")
    assert not page.evaluate(inside)
    assert page.evaluate("document.activeElement.checkVisibility()")


# ---------------------------------------------------------------- what stands over the figure is true of it


def test_a_state_is_lit_only_while_the_figure_is_in_it_and_replaces_what_was_told_before(visit):
    guest = visit("lang=en&hide=surface", place="gradient-descent")
    page = guest.page
    page.locator("[class*=st-key-answer] [role=radiogroup]").first.wait_for(state="attached")
    groups = page.locator("[class*=st-key-answer] [role=radiogroup]")
    names = groups.evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert names
    assert all(name and not set(name) & set("*$\\_") for name in names)
    lit = page.locator(".st-key-words [data-now='1'] [data-testid=stBaseButton-primary]")
    chip = page.locator(".pg-chip[data-lit]")
    changed = page.locator(".st-key-changed")
    lit.wait_for()
    assert chip.all_inner_texts() == ["1 It learns"]
    assert changed.count() == 0
    with guest.new_run():
        guest.slide("alpha")
    changed.get_by_text("Changed: α.").wait_for()
    assert (lit.count(), chip.count()) == (0, 0)
    with guest.new_run():
        page.mouse.click(*guest.probe("screen", "contour", 0.4, 0.9))
    changed.get_by_text("Changed: α, start.").wait_for()
    with guest.new_run():
        changed.get_by_role("button").click()
    lit.wait_for()
    chip.wait_for()
    changed.wait_for(state="detached")
    news = "document.querySelector('.pg-news').textContent"
    for state in (3, 1):  # it diverges, it crawls
        button = guest.page.locator(f".st-key-try-gradient-descent-{state} button")
        with guest.new_run():
            button.click()
        guest.act("end")
        last = number(guest.probe("run")["loss"][-1], "en")
        guest.until(f"(last) => {news}.includes(last)", last)


# ---------------------------------------------------------------- the surface, eyes and ears


def test_a_surface_stays_upright_is_turned_and_brought_back_by_keys_and_no_slider_turns_it_back(visit):
    guest = visit("hide=loss,fit&alpha=0.01")
    guest.until("probe.camera() && document.querySelector('.pg-view')")
    begin, view = guest.probe("camera"), guest.page.locator(".pg-view")
    guest.page.locator(".st-key-surface").scroll_into_view_if_needed()
    box = guest.page.locator(".st-key-surface .js-plotly-plot").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    guest.page.mouse.move(x, y)
    guest.page.mouse.down()
    for part in (1, 2, 3):
        guest.page.mouse.move(x + 40 * part, y + 25 * part)
    guest.page.mouse.up()
    guest.until("(before) => Math.abs(probe.camera().eye.x - before) > 0.05", begin["eye"]["x"])
    assert guest.probe("camera")["up"] == {"x": 0, "y": 0, "z": 1}
    view.press("Home")
    close = "(eye) => ['x', 'y', 'z'].every((axis) => Math.abs(probe.camera().eye[axis] - eye[axis]) < 1e-6)"
    guest.until(close, begin["eye"])
    guest.page.mouse.move(x, y + 90)
    guest.page.mouse.down()
    for part in range(1, 10):
        guest.page.mouse.move(x, y + 90 - 20 * part)
    guest.page.mouse.up()
    guest.until("(z) => probe.camera().eye.z < z - 0.3", begin["eye"]["z"])
    assert guest.probe("camera")["eye"]["z"] > guest.probe("camera")["center"]["z"], "never from below"
    view.press("Home")
    guest.until(close, begin["eye"])
    view.press("ArrowUp")
    guest.until("(z) => probe.camera().eye.z > z + 0.05", begin["eye"]["z"])
    guest.page.mouse.move(2, 2)
    view.click()
    guest.until(close, begin["eye"])
    guest.page.mouse.move(x, y)
    guest.page.mouse.down()
    for part in (1, 2):
        guest.page.mouse.move(x + 45 * part, y + 15 * part)
    guest.page.mouse.up()
    guest.until("(before) => Math.abs(probe.camera().eye.x - before) > 0.05", begin["eye"]["x"])
    # Drawn in software the chart glides on for a while after the hand has left it.
    guest.page.wait_for_function("window.still === (window.still = JSON.stringify(probe.camera()))", polling=1000)
    turned = guest.probe("camera")["eye"]
    guest.page.evaluate("window.chart = probe.chart('surface')")
    painted = guest.probe("ink", ".st-key-surface")
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        with guest.new_run():
            guest.slide("alpha", key)
    assert guest.page.evaluate("window.chart === probe.chart('surface')")
    # What a slider must not do is to put it back.
    now = guest.probe("camera")["eye"]
    assert math.dist(now.values(), turned.values()) < math.dist(now.values(), begin["eye"].values())
    guest.act("end")
    guest.at_step(50)
    guest.until("(before) => probe.ink('.st-key-surface')[1] !== before", painted[1])


def test_several_runs_bear_their_numbers_and_a_single_one_none(visit):
    guest = visit("run=Adam&run=Momentum&hide=surface&steps=20")
    assert [run["mark"] for run in guest.probe("data")["runs"]] == ["1", "2", "3"]
    guest.act("end")
    guest.at_step(20)
    place, ink = guest.probe("run", 1)["phi"][20], "#ffffff"  # of the number in the dark disc of run 2
    guest.until("([place, ink]) => probe.paints('contour', ...place, ink, 4)", [place, ink])


def test_what_changes_and_what_is_played_is_heard(visit):
    guest = visit(f"{FLAT}&lang=es")
    page = guest.page
    news = page.locator(".pg-news")
    assert news.inner_text() == ""
    with guest.new_run():
        guest.slide("alpha")
    guest.until("document.querySelector('.pg-news').textContent !== ''")
    first = guest.probe("run")["loss"][-1]
    assert number(first, "es") in news.text_content()
    assert guest.step == 0
    chart = page.locator(".st-key-contour [data-testid=stPlotlyChart]")
    guest.act("forward")
    guest.until("document.querySelector('.st-key-contour [data-testid=stPlotlyChart]').ariaLabel.includes('Paso 1 de')")
    assert chart.get_attribute("aria-label").startswith("Curvas de nivel")
    assert page.get_by_role("heading", level=1).count() == 1
    english = '[aria-label="Main menu"], [aria-label="Collapse sidebar"], [aria-label^="Help for"]'
    guest.until("(english) => !document.querySelector(english)", english)
    assert page.get_by_label("Cerrar los controles").count() == 1
    page.get_by_label("Menú").locator("visible=true").click()
    page.get_by_role("menuitem", name="Imprimir").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("[data-action=play]").get_attribute("aria-keyshortcuts") == "Space"
    assert "Espacio" in page.locator("[data-action=play]").get_attribute("title")
