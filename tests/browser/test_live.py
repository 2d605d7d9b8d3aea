"""What a hand drags is followed before it lets go, in a real Chromium: numbers, start and landscape."""

import numpy as np

from playground.engine import Gabor, GradientDescent, LinearRegression, LineSearchDescent, descend
from playground.engine.quartic import Quartic

FLAT = "hide=surface&lang=en"
COUNTS_ENTRIES = """() => {
    const { pushState } = history;
    window.entries = 0;
    history.pushState = function (...what) { window.entries++; pushState.apply(this, what); };
}"""


def grip(guest, name):
    """The track of a field: where a stop lies on the screen, by the value that stands there."""
    track = guest.page.get_by_test_id(f"slider-{name}").locator("input[type=range]")
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    stops = guest.page.evaluate(
        "(name) => Array.from(document.querySelectorAll('*')).find((one) => one.__field?.data.is.field === name)"
        ".__field.data.is.stops",
        name,
    )

    def at(value):
        return box["x"] + 8 + stops.index(value) / (len(stops) - 1) * (box["width"] - 16), box["y"] + box["height"] / 2

    return at


def test_alpha_is_dragged_and_the_path_diverges_before_the_release_and_key_and_number_are_followed_too(visit):
    guest = visit(f"{FLAT}&alpha=0.01")
    at, mouse, run = grip(guest, "alpha"), guest.page.mouse, guest.state["run"]
    mouse.move(*at(0.01))
    mouse.down()
    mouse.move(*at(0.02))
    guest.until("probe.root().dataset.preview > 0")
    assert guest.probe("preview")["diverged"] is None
    mouse.move(*at(0.051), steps=5)
    guest.until("document.querySelector('.pg-live').textContent.includes('Diverged: from step')")
    path = descend(GradientDescent(0.051), LinearRegression(), [1.6, -0.8], 50)
    shown = guest.probe("preview")
    assert np.allclose(shown["phi"], path.phi, rtol=1e-9, atol=1e-12)
    assert np.allclose(shown["loss"], path.value, rtol=1e-9)
    assert shown["diverged"] == path.diverged_at
    assert guest.probe("paints", "contour", *np.mean(path.phi[:2], axis=0), guest.color())
    assert guest.state["run"] == run, "nothing was asked of the server"
    with guest.new_run():
        mouse.up()
    guest.until("probe.preview() === null")
    assert np.array_equal(guest.probe("run")["phi"], path.phi)
    before = descend(GradientDescent(0.01), LinearRegression(), [1.6, -0.8], 50)
    assert np.array_equal(guest.probe("previous")["phi"], before.phi)
    drawn = int(guest.state["preview"])
    with guest.new_run():
        guest.slide("alpha", "ArrowLeft")
    assert int(guest.state["preview"]) > drawn
    text = guest.page.locator("[data-testid=slider-alpha] input[type=text]")
    text.fill("0.03")
    guest.until("probe.preview() !== null")
    text.fill("0.04")
    with guest.new_run():
        text.press("Enter")
    guest.until("probe.preview() === null")
    text.fill("0.05")
    guest.until("probe.preview() !== null")
    text.fill("much")
    text.press("Enter")  # is refused, and the preview goes
    guest.until("probe.preview() === null")
    assert text.input_value() == "0.04"


def test_a_finger_is_followed(visit):
    guest = visit(f"{FLAT}&alpha=0.01", viewport={"width": 1200, "height": 800}, has_touch=True, is_mobile=True)
    at, network = grip(guest, "alpha"), guest.page.context.new_cdp_session(guest.page)

    def touch(kind, *points):
        given = [{"x": x, "y": y} for x, y in points]
        network.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})

    touch("touchStart", at(0.01))
    for value in (0.011, 0.013, 0.016, 0.02, 0.03, 0.051):
        touch("touchMove", at(value))
    guest.until("probe.preview()?.diverged > 0")
    with guest.new_run():
        touch("touchEnd")


def test_a_landscape_that_is_dragged_is_drawn_here_until_the_fine_one_comes(visit):
    guest = visit("hide=surface,loss&lang=en&model=Gabor")
    at, mouse = grip(guest, "divisor"), guest.page.mouse
    plain = guest.probe("ink", ".st-key-contour")[0]
    mouse.move(*at(33.0))
    mouse.down()
    mouse.move(*at(8.2), steps=4)
    guest.until("probe.preview() !== null && probe.player().live.ground")
    path = descend(GradientDescent(0.1), Gabor(divisor=8.2), [-2.0, 20.0], 100)
    assert np.allclose(guest.probe("preview")["phi"], path.phi, rtol=1e-9)
    assert guest.probe("ink", ".st-key-contour")[0] > 5 * plain
    phi = path.phi[0]
    assert guest.probe("paints", "fit", 3.0, float(Gabor(divisor=8.2).predict(phi, np.array([3.0]))[0]), guest.color())
    with guest.new_run():
        mouse.up()
    guest.until("probe.preview() === null && probe.player().live.ground === null")


def test_what_the_browser_cannot_walk_it_asks_of_the_server(visit):
    guest = visit(f"{FLAT}&optimizer=LineSearchDescent&steps=5")
    begin, mouse, run = (
        guest.probe("screen", "contour", *guest.probe("data")["start"]),
        guest.page.mouse,
        guest.state["run"],
    )
    mouse.move(*begin)
    mouse.down()
    mouse.move(begin[0] - 60, begin[1] + 30, steps=4)
    guest.until("probe.preview()?.phi[0].every((x, i) => Math.abs(x - probe.player().handle.point[i]) < 1e-9)")
    path = descend(LineSearchDescent(), LinearRegression(), guest.probe("preview")["phi"][0], 5)
    assert np.array_equal(guest.probe("preview")["phi"], path.phi)
    assert guest.state["run"] == run
    with guest.new_run():
        mouse.up()
    guest.until("probe.preview() === null")


def test_a_curve_of_one_parameter_is_followed(visit):
    guest = visit("hide=loss&lang=en&model=Quartic&alpha=0.01")
    at, mouse = grip(guest, "alpha"), guest.page.mouse
    mouse.move(*at(0.01))
    mouse.down()
    mouse.move(*at(0.03), steps=3)
    guest.until("probe.preview() !== null")
    start = guest.probe("data")["start"][:1]
    path = descend(GradientDescent(0.03), Quartic(), start, guest.probe("run")["steps"])
    assert np.allclose(guest.probe("preview")["phi"], np.stack([path.phi[:, 0], path.value], axis=-1), rtol=1e-9)
    with guest.new_run():
        mouse.up()


def test_back_returns_to_the_state_before_the_last_release(visit):
    guest = visit(f"{FLAT}&alpha=0.01", viewport={"width": 1280, "height": 800})
    at, mouse = grip(guest, "alpha"), guest.page.mouse
    guest.page.evaluate(COUNTS_ENTRIES)  # a tab keeps fifty entries at most, and these tests share one
    guest.page.evaluate("probe.player().head.seek(7)")
    guest.until("location.search.endsWith('&step=7')")
    mouse.move(*at(0.01))
    mouse.down()
    mouse.move(*at(0.024), steps=6)
    with guest.new_run():
        mouse.up()
    assert guest.page.evaluate("window.entries") == 1
    for go, alpha in [(guest.page.go_back, 0.01), (guest.page.go_forward, 0.024)]:
        with guest.new_run():
            go(wait_until="commit")
        assert guest.probe("data")["alpha"] == alpha
        guest.until("(alpha) => probe.field('alpha') === alpha", alpha)
        guest.until("(alpha) => location.search.includes(`alpha=${alpha}&`)", alpha)
    assert guest.page.evaluate("window.entries") == 1


def test_figures_of_a_lesson_follow_a_slider_and_a_hand_on_their_points(visit):
    guest = visit("lang=en&case=valleys", place="convexity", player="follow")
    mouse = guest.page.mouse
    place = """(() => {
        const chart = document.querySelector(".st-key-curve .js-plotly-plot");
        const uid = chart._fullData.find((one) => one.meta === "spot").uid;
        const box = chart.querySelector(`.trace${uid} path.point`).getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];
    })"""
    guest.until("document.querySelector('.st-key-curve .js-plotly-plot .point')")
    at = grip(guest, "phi")
    mouse.move(*at(0.0))
    mouse.down()
    mouse.move(*at(0.6), steps=4)
    says = guest.page.locator(".pg-follow-curve-says")
    says.get_by_text("φ = 0.6 ·").wait_for()
    mouse.up()
    guest.until("location.search.includes('point=0.6')")
    says.wait_for(state="hidden")
    before = guest.page.evaluate(f"{place}()")
    mouse.move(*before)
    mouse.down()
    mouse.move(before[0] + 40, before[1] - 30, steps=3)
    guest.until(f"(x) => Math.abs({place}()[0] - x) < 1.5", before[0] + 40)
    says.wait_for()
    mouse.up()
    says.wait_for(state="hidden")
    assert "point=0.6&" not in guest.page.url
