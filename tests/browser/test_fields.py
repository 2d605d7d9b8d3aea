"""Number fields in a real Chromium: typed in both manners, slid, by keyboard and by finger, and out of range."""

FLAT = "hide=surface,loss"
HEARD = "addEventListener('pg-input', ({ detail }) => (window.heard ??= []).push(detail))"


def field(guest, name="alpha"):
    """The two controls of a field, and its sentence."""
    root = guest.page.get_by_test_id(f"slider-{name}")
    return root.locator("input[type=range]"), root.locator("input[type=text]"), root.locator(".pg-field-said")


def alpha(guest):
    return guest.page.evaluate("Number(new URLSearchParams(location.search).get('alpha'))")


def reads_both_marks(guest, language):
    """What is typed with either decimal mark is read, and shown with that of the page's language."""
    _, text, said = field(guest)
    mark = "," if language == "es" else "."
    assert text.input_value() == f"0{mark}5"
    for typed, value, shown in [
        ("0,03", 0.03, f"0{mark}03"),
        ("0.04", 0.04, f"0{mark}04"),
        ("2e-2", 0.02, f"0{mark}02"),
    ]:
        text.fill(typed)
        text.press("Enter")
        guest.until("(value) => Number(new URLSearchParams(location.search).get('alpha') ?? 0.02) === value", value)
        assert text.input_value() == shown
        assert (shown in said.text_content()) == (mark not in typed and "e" not in typed)


def test_both_marks_are_read_whatever_the_browser_speaks(visit):
    reads_both_marks(visit(f"{FLAT}&lang=en&alpha=0.5", locale="es-ES"), "en")


def test_both_marks_are_read_and_what_cannot_be_used_is_said_in_place_and_the_nearest_is_shown(visit):
    guest = visit(f"{FLAT}&lang=es&alpha=0.5", locale="en-US")
    reads_both_marks(guest, "es")
    for name, typed, shown, sentence in [
        ("start0", "1e9", "1000000", "El valor máximo es 1\u202f000\u202f000."),
        ("steps", "-5", "1", "El valor mínimo es 1."),
        ("alpha", "mucho", "0,02", "«mucho» no es un número: se mantiene 0,02."),
        ("alpha", "", "0,02", "El campo estaba vacío: se mantiene 0,02."),
    ]:
        _, text, said = field(guest, name)
        text.fill(typed)
        text.press("Enter")
        said.get_by_text(sentence).wait_for()
        assert text.input_value() == shown
        assert text.get_attribute("aria-invalid") == "true"
        assert said.get_attribute("id") in text.get_attribute("aria-describedby")


def test_the_keyboard_is_that_of_a_range_and_a_hand_is_heard_at_once_and_told_on_release(visit):
    guest = visit(f"{FLAT}&alpha=0.03&steps=40")
    track, text, _ = field(guest)
    name = track.get_attribute("aria-label")
    assert guest.page.get_by_role("slider", name=name).count() == 1
    for key, shown in [
        ("ArrowRight", "0.033"),
        ("ArrowUp", "0.036"),
        ("ArrowLeft", "0.033"),
        ("Shift+ArrowRight", "0.0333"),
        ("ArrowDown", "0.033"),
        ("PageUp", "0.082"),
        ("PageDown", "0.033"),
        ("End", "2"),
        ("Home", "0"),
    ]:
        track.press(key)
        assert text.input_value() == shown
        assert track.get_attribute("aria-valuetext") == shown
    guest.until("new URLSearchParams(location.search).get('alpha') === '0' && probe.painted()")
    guest.page.evaluate(HEARD)
    box, mouse = track.bounding_box(), guest.page.mouse
    y = box["y"] + box["height"] / 2
    run = guest.state["run"]
    mouse.move(box["x"] + 0.5 * box["width"], y)
    mouse.down()
    mouse.move(box["x"] + 0.8 * box["width"], y, steps=6)
    heard = guest.page.evaluate("window.heard")
    assert {(one["field"], one["name"]) for one in heard} == {("alpha", "run0.alpha")}
    assert len(heard) > 3
    assert heard[-1]["value"] == float(text.input_value())
    assert guest.state["run"] == run, "the path is computed on release"
    with guest.new_run():
        mouse.up()
    assert alpha(guest) == heard[-1]["value"]
    # A field without a track has buttons and arrows.
    _, text, _ = field(guest, "steps")
    for press, shown in [
        (lambda: guest.page.get_by_test_id("slider-steps").get_by_role("button", name="+").click(), "50"),
        (lambda: text.press("ArrowUp"), "60"),
        (lambda: text.press("Shift+ArrowDown"), "59"),
    ]:
        press()
        assert text.input_value() == shown
    guest.until("probe.data().runs[0].steps === 59")


def test_a_finger_that_scrolls_changes_nothing_and_one_that_slides_does(visit):
    guest = visit(f"{FLAT}&alpha=0.03&lang=en", viewport={"width": 1200, "height": 800}, has_touch=True, is_mobile=True)
    track, text, _ = field(guest)
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    assert box["height"] >= 44
    network = guest.page.context.new_cdp_session(guest.page)

    def swipe(*points):
        at = [{"x": box["x"] + x, "y": box["y"] + box["height"] / 2 + y} for x, y in points]
        network.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at[0]]})
        for point in at[1:]:
            network.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        network.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    before = text.input_value()
    swipe(*((0.9 * box["width"], -10 * i) for i in range(12)))
    guest.page.wait_for_timeout(300)
    assert text.input_value() == before
    guest.page.evaluate("document.querySelector('[data-testid=slider-alpha]').scrollIntoView({ block: 'center' })")
    box = track.bounding_box()
    swipe(*((0.2 * box["width"] + 8 * i, 0) for i in range(12)))
    guest.until(
        "(before) => document.querySelector('[data-testid=slider-alpha] input[type=text]').value !== before", before
    )
