"""The first minute of somebody new, in a real Chromium: three hints, a closer look at data, the way into the course."""

QUERY = "hide=surface,loss&lang=en"


def test_who_is_new_is_told_what_to_do_looks_closer_and_is_shown_the_way_into_the_course(visit):
    guest = visit(QUERY)
    hint = "(name) => document.body.dataset.hint === name"
    guest.until(hint, "start")
    with guest.new_run():
        guest.page.mouse.click(*guest.probe("screen", "contour", 0.4, 0.6))
    guest.until(hint, "play")
    guest.page.keyboard.press("Space")
    guest.until(hint, "alpha")
    with guest.new_run():
        guest.slide("alpha")
    guest.until(hint, "")
    assert guest.page.evaluate("localStorage.getItem('playground-hints')") == "3"
    # A part of the data is enlarged, and a double click shows the whole.
    start, (u, v) = guest.probe("data")["start"], guest.probe("screen", "fit", 1.0, 1.0)
    guest.page.mouse.move(u, v)
    guest.page.keyboard.down("Control")
    guest.page.mouse.wheel(0, -400)
    guest.page.keyboard.up("Control")
    guest.until("probe.player().closer.window")
    (left, right), (low, high) = guest.page.evaluate("probe.player().closer.window")
    assert right - left < 2
    assert left < 1 < right
    assert low < 1 < high
    guest.page.mouse.dblclick(u, v)
    guest.until("probe.player().closer.window === null")
    assert guest.probe("data")["start"] == start
    guest.page.get_by_role("link", name="To the course").click()
    guest.until("location.pathname.endsWith('/supervised-learning')")
