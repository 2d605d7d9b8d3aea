"""The player in a real Chromium: played, scrubbed, clicked, dragged, turned, translated, shared, and cut off."""

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from playground.engine import Gabor, GradientDescent, LinearRegression, descend
from playground.i18n import number, read
from playground.link.playground import from_query
from playground.presets import PRESETS
from playground.ui.player import ASSETS_PATH
from playground.ui.session import FRAME_NAMES

FLAT = "hide=surface,loss"
"""Leaves out what a test does not look at: a surface drawn in software takes seconds."""


def settings(url):
    """What an address opens."""
    asked = {name: values for name, values in parse_qs(urlsplit(url).query).items() if name not in FRAME_NAMES}
    now, ignored = from_query(asked)
    assert not ignored
    return now


def drag(mouse, start, *stops):
    mouse.move(*start)
    mouse.down()
    for stop in stops:
        mouse.move(*stop)


def rests(guest, player="player"):
    """At rest nothing is drawn and nothing is asked of the page, before a step and after it."""
    guest.page.evaluate("probe.watchFrames()")
    guest.until("probe.quiet()")
    guest.act("forward")
    guest.page.locator(f"[data-testid={player}][data-step='1']").wait_for(state="attached")
    guest.page.evaluate("probe.watchFrames()")
    guest.until("probe.quiet()")


# ---------------------------------------------------------------- playing, stepping, scrubbing


def test_the_transport_by_hand_by_keyboard_and_scrubbed(visit):
    guest = visit(f"{FLAT}&steps=40&alpha=0.001")
    losses = guest.probe("run")["loss"]

    def shows(step):
        guest.at_step(step)
        assert guest.label.split() == f"step {step} of 40 · L = {number(losses[step], 'en')}".split()

    shows(0)
    rests(guest)
    for name, step in [("back", 0), ("forward", 1), ("forward", 2), ("back", 1), ("end", 40), ("forward", 40)]:
        guest.act(name)
        shows(step)
    guest.act("start")
    shows(0)
    guest.act("play")
    guest.until("probe.root().dataset.playing === 'true' && Number(probe.root().dataset.step) > 2")
    assert not guest.page.locator(".pg-live").inner_text()  # no numbers of another step meanwhile
    guest.act("play")
    guest.until("probe.root().dataset.playing === 'false'")
    stopped, drawn = guest.step, guest.state["drawn"]
    assert guest.page.locator(".pg-live").inner_text().startswith(f"Step {stopped} of 40: ")
    guest.page.wait_for_timeout(300)
    assert 2 < guest.step == stopped < 40
    assert guest.state["drawn"] == drawn  # what stands still is not drawn again

    guest.act("start")
    press = guest.page.keyboard.press
    for key, step in [
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", 40),
        ("Home", 0),
        ("PageDown", 0),
    ]:
        press(key)
        guest.at_step(step)
    press(" ")
    guest.until("probe.root().dataset.playing === 'true' && Number(probe.root().dataset.step) > 0")
    press(" ")
    guest.until("probe.root().dataset.playing === 'false'")
    before = guest.step
    guest.page.locator("[data-testid=slider-start0] input").focus()
    press("ArrowRight")
    press("Home")
    guest.page.locator(".pg-handle").focus()
    press("End")
    guest.page.evaluate("document.activeElement.blur()")
    assert guest.step == before  # keys belong to the control that has the focus
    guest.act("forward")
    guest.at_step(before + 1)
    press("ArrowLeft")  # a button of the transport lets the other keys through
    guest.at_step(before)

    scrub = guest.page.locator(".pg-scrub")
    box = scrub.bounding_box()
    x, y = box["x"], box["y"] + box["height"] / 2
    drag(guest.page.mouse, (x + 8, y), (x + box["width"] / 4, y))
    guest.until("Number(probe.root().dataset.step) > 4 && Number(probe.root().dataset.step) < 16")
    guest.page.mouse.move(x + 0.75 * box["width"], y)
    guest.until("Number(probe.root().dataset.step) > 24 && Number(probe.root().dataset.step) < 36")
    guest.page.mouse.up()
    step, run = guest.step, guest.probe("run")
    spoken = guest.page.locator(".pg-live")
    loss, (a, b) = run["loss"][step], run["phi"][step]
    guest.until("(step) => document.querySelector('.pg-live').textContent.startsWith(`Step ${step} `)", step)
    said = spoken.inner_text()
    assert said == f"Step {step} of 40: loss {number(loss, 'en')}, φ₀ = {number(a, 'en')}, φ₁ = {number(b, 'en')}."
    assert spoken.get_attribute("aria-live") == "polite"
    assert scrub.get_attribute("aria-valuetext").split() == guest.label.split()
    scrub.press("ArrowLeft")
    guest.at_step(step - 1)


def test_it_plays_to_the_end_at_the_speed_chosen_and_then_from_the_beginning(visit):
    guest = visit(f"{FLAT}&steps=2000&alpha=0.001")
    speed = """async (speed) => {
        const player = probe.player(), frame = () => new Promise(requestAnimationFrame);
        const select = document.querySelector(".pg-transport > .pg-speed:not(.pg-layout, .pg-companion)");
        select.value = String(speed);
        select.dispatchEvent(new Event("change"));
        player.seek(0);
        player.head.toggle();
        await frame();
        let before = player.head.k, begin = await frame(), now = begin;
        before = player.head.k;
        for (let i = 0; i < 15; i++) now = await frame();
        player.seek(player.head.k);
        return (player.head.k - before) / (now - begin);
    }"""
    slow, fast = guest.page.evaluate(speed, 2), guest.page.evaluate(speed, 100)
    assert 20 < fast / slow < 125
    guest.page.keyboard.press("End")
    guest.at_step(2000)
    guest.page.locator(".pg-transport > .pg-speed:not(.pg-layout, .pg-companion)").select_option("100")
    guest.act("back")
    guest.at_step(1999)
    guest.act("play")
    guest.at_step(2000)
    guest.until("probe.root().dataset.playing === 'false'")
    guest.act("play")
    guest.until("probe.root().dataset.playing === 'true' && Number(probe.root().dataset.step) < 1000")


# ---------------------------------------------------------------- one moment in all panels


def test_all_panels_show_the_same_moment(visit):
    guest = visit("alpha=0.001&steps=200&run=Momentum,alpha=0.001")
    color, ((x0, y0), *_, (x1, y1)) = guest.color(), guest.probe("run")["phi"]
    model = LinearRegression()

    def curve(phi, x):
        return x, float(model.predict(np.array(phi), np.array([x]))[0])

    assert guest.probe("paints", "contour", x0, y0, color)
    assert guest.probe("paints", "fit", *curve((x0, y0), 0.6), color)
    assert not guest.probe("paints", "fit", *curve((x1, y1), 0.6), color)
    pictures = [guest.probe("ink", selector) for selector in (".st-key-surface", ".pg-host-loss")]
    assert all(count > 100 for count, _ in pictures)
    guest.act("end")
    guest.at_step(200)
    drawn = "document.querySelector('.pg-host-loss canvas')"  # its place may be renewed
    guest.until(f"(before) => {drawn} && probe.ink('.pg-host-loss')[1] !== before", pictures[1][1])
    assert guest.probe("paints", "contour", x1, y1, color)
    assert guest.probe("paints", "fit", *curve((x1, y1), 0.6), color)
    assert not guest.probe("paints", "fit", *curve((x0, y0), 0.6), color)
    assert guest.probe("ink", ".st-key-surface")[1] != pictures[0][1]
    assert guest.page.locator(".pg-flat").count() == 0, "with WebGL nothing is said of it"
    names, table = guest.page.locator(".pg-host-table td:first-child"), guest.page.locator(".pg-host-table svg")
    assert names.all_inner_texts() == ["1. Gradient descent", "2. Momentum"]
    assert guest.page.locator(".pg-host-table tr").count() == 3
    losses = [guest.probe("run", run)["loss"][-1] for run in (0, 1)]
    places = guest.page.locator(".pg-place").all_inner_texts()
    assert places == (["1st", "2nd"] if losses[0] < losses[1] else ["2nd", "1st"])
    chart = guest.page.get_by_role("img", name="Loss at each step")
    for run in (0, 1):
        first, *_, last = guest.probe("run", run)["loss"]
        told = f"loss {number(first, 'en')} at step 0, {number(last, 'en')} at step 200."
        assert told in chart.get_attribute("aria-label")
    assert table.count() == 2
    guest.page.locator(".pg-layout").select_option("pair")  # A | B: each run on contours of its own
    guest.until(
        "probe.ink('.pg-twin')[0] > 100 && !probe.paints('contour', ...probe.run(1).phi.at(-1), probe.run(1).color)"
    )
    guest.until("new URL(location).searchParams.get('view') === 'pair'")


def test_a_guess_hides_what_comes_next(visit):
    guest = visit("hide=surface&guess=1&alpha=0.035&steps=10&run=Momentum,alpha=0.01")
    color, phi = guest.color(), guest.probe("run")["phi"]
    middle = [(one + other) / 2 for one, other in zip(phi[1], phi[2], strict=True)]
    assert not guest.probe("paints", "contour", *middle, color)
    guest.act("end")
    guest.at_step(10)
    guest.until("([a, b, color]) => probe.paints('contour', a, b, color)", [*middle, color])


def test_a_guess_is_not_given_away_by_ghost_axis_table_or_words(visit):
    guest = visit("hide=surface,fit&guess=1&alpha=0.039&steps=40&run=Momentum,alpha=0.01")
    (a, b), (c, d) = guest.probe("run")["phi"][1:3]
    ghost, middle = guest.probe("data")["look"]["ghost"], [(a + c) / 2, (b + d) / 2]
    chart, columns = guest.page.locator(".pg-host-loss"), guest.page.locator(".pg-host-table th")
    with guest.new_run():
        guest.slide("alpha", "Home")  # alpha = 0: the new run stays where it is, and the ghost does not
    assert guest.probe("previous")
    assert not guest.probe("paints", "contour", *middle, ghost, 5)
    assert columns.count() == 3  # what was chosen, and the loss now
    last = number(guest.probe("run", 1)["loss"][-1], "en")
    assert last not in chart.get_attribute("aria-label")
    # The chart at step 0 is the same, whatever comes: nothing that is hidden has a part in it.
    painted = guest.probe("ink", ".pg-host-loss")
    guest.page.evaluate(
        """async (path) => {
            const { decode } = await import(new URL(`${path}/numbers.js`, document.baseURI));
            decode(probe.player().previous.loss).fill(1e-9, 1);
            for (const run of probe.data().runs) decode(run.loss).fill(1e9, 1);
        }""",
        ASSETS_PATH,
    )
    drawn = guest.page.evaluate("(probe.player().redraw(), probe.player().drawn)")
    guest.until("(before) => probe.player().drawn > before", drawn)
    assert guest.probe("ink", ".pg-host-loss") == painted
    guest.act("end")
    guest.at_step(40)
    assert columns.count() == 8
    guest.until("([a, b, color]) => probe.paints('contour', a, b, color, 5)", [*middle, ghost])


def test_the_arrows_of_a_point_do_not_cover_it(visit):
    guest = visit("hide=surface,fit,loss&model=Gabor&overlay=determinant&show=gradient,eigenvectors&start=2,12")
    assert guest.probe("paints", "contour", 2, 12, guest.color(), 1)


def test_the_batch_of_the_step_is_lit(visit):
    guest = visit(f"{FLAT}&batch=3&seed=4")
    model, lit = LinearRegression(), guest.probe("data")["look"]["lit"]
    batches = np.array(guest.probe("run")["batches"]).reshape(-1, 3)
    for step in (0, 1):
        guest.at_step(step)
        # The ring lies eight pixels from its datum; the dot itself and the curve do not reach so far up.
        seen = []
        for x, y in zip(model.x, model.y, strict=True):
            u, v = guest.probe("screen", "fit", float(x), float(y))
            above = guest.probe("values", "fit", u, v - 8)
            seen.append(guest.probe("paints", "fit", *above, lit, 1.5))
        assert {i for i, on in enumerate(seen) if on} >= set(batches[step])
        assert sum(seen) < 8
        guest.act("forward")


def test_the_ledger_and_the_curvature_follow_the_step(visit):
    guest = visit("hide=surface,loss,code&model=Gabor&optimizer=Adam&lang=es")
    for title in ("ledger", "curvature"):
        guest.page.locator(f".st-key-fold-{title} summary").click()
    guest.until("document.querySelectorAll('.pg-ledger-line').length > 5 && document.querySelector('.pg-kind')")
    run = guest.probe("run")
    texts = []
    for step in (0, 1, 57):
        guest.page.evaluate("(step) => probe.player().seek(step)", step)
        guest.at_step(step)
        text = guest.page.locator(".pg-host-ledger").inner_text()
        assert f"{step + 1}" in guest.page.locator(".pg-ledger-step").inner_text()
        last = (
            guest.page.locator(".pg-host-ledger .pg-ledger-line")
            .last.locator("math")
            .last.locator("mn")
            .all_text_contents()
        )
        for cell, value in zip(last[-2:], run["phi"][step + 1], strict=True):  # with as many digits as the step needs
            assert abs(read(cell) - value) <= 0.5 * 10 ** -len(cell.partition(",")[2])
        hessian = Gabor().hessian(np.array(run["phi"][step]))
        cells = guest.page.locator(".pg-host-curvature math").first.locator("mn").all_text_contents()
        assert cells[0] == number(np.float32(hessian[0, 0]), "es", 6)
        texts.append(text)
    # Streamlit may put the place for text on the page after the player has written, or renew it.
    for place in (".pg-host-ledger", ".pg-host-curvature"):
        guest.page.evaluate(
            "(host) => { const old = document.querySelector(host); old.replaceWith(old.cloneNode()); }", place
        )
        guest.until("(host) => document.querySelector(host).textContent.length > 10", place)
    assert len(set(texts)) == 3
    assert "⟦" not in texts[0]
    assert "—" not in texts[0]


# ---------------------------------------------------------------- choosing the start


def test_the_start_is_clicked_to_the_pixel_kept_in_the_chart_moved_by_keys_and_typed(visit):
    guest = visit(FLAT)
    for a, b in [(0.4, 0.7), (1.31, -0.77), (1.9, 0.93)]:
        u, v = (round(value) for value in guest.probe("screen", "contour", a, b))
        expected = guest.probe("values", "contour", u, v)
        with guest.new_run():
            guest.page.mouse.click(u, v)
        assert guest.probe("data")["start"] == pytest.approx(expected, abs=1e-5)
        assert guest.probe("run")["phi"][0] == guest.probe("data")["start"]
        assert guest.probe("screen", "contour", *guest.probe("run")["phi"][0]) == pytest.approx((u, v), abs=0.01)
        handle = guest.page.locator(".pg-handle").bounding_box()
        middle = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
        assert middle == pytest.approx((u, v), abs=0.6)
        guest.until(
            "(start) => Math.abs(document.querySelector('[data-testid=slider-start0] input').value - start) < 1e-4",
            expected[0],
        )
        assert guest.fields() == pytest.approx(expected, abs=1e-5)
        assert settings(guest.page.url).start == tuple(guest.probe("data")["start"])
        assert len(guest.page.url.partition("start=")[2].partition("&")[0]) <= 20, "a link can be read out"
    before = guest.probe("data")["start"]
    begin = guest.probe("screen", "contour", *before)
    drag(guest.page.mouse, begin, (begin[0] + 30, begin[1]), (2000, begin[1]))
    guest.page.mouse.up()
    guest.until("probe.painted() && probe.data().start[0] === 2 && probe.player().handle.point === null")
    assert guest.probe("data")["start"][1] == pytest.approx(before[1], abs=0.01)
    u, v = guest.probe("screen", "contour", *guest.probe("data")["start"])
    with guest.new_run():
        guest.page.locator(".pg-handle").press("ArrowLeft")
    assert guest.probe("data")["start"] == pytest.approx(guest.probe("values", "contour", u - 4, v), abs=1e-5)
    with guest.new_run():
        guest.page.locator("[data-testid=slider-start1] input").fill("0.25")
        guest.page.locator("[data-testid=slider-start1] input").press("Enter")
    assert guest.probe("data")["start"][1] == 0.25
    guest.until(
        "([u, v]) => Math.abs(document.querySelector('.pg-handle').getBoundingClientRect().y + 18 - v) < 1",
        guest.probe("screen", "contour", *guest.probe("data")["start"]),
    )
    far = guest.page.locator("[data-testid=slider-start0] input")
    with guest.new_run():
        far.fill("50")
        far.press("Enter")
    assert guest.page.locator(".pg-handle").is_hidden()  # outside the window there is nothing to hold
    assert "Out of view at step 0." in guest.page.locator(".pg-live").inner_text()
    # A field that is emptied and left keeps a run on the screen.
    for name in ("alpha", "start0", "steps"):
        box = guest.page.locator(f"[data-testid=slider-{name}] input[type=text]")
        box.fill("")
        box.press("Tab")
    guest.page.wait_for_timeout(300)
    guest.until("probe.painted()")
    assert guest.page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    with guest.new_run():
        guest.slide("alpha")


def test_a_drag_is_followed_while_the_hand_moves(visit):
    guest = visit(FLAT)
    color, model, mouse = guest.color(), LinearRegression(), guest.page.mouse
    begin = guest.probe("screen", "contour", *guest.probe("data")["start"])
    there, end = ([round(v) for v in guest.probe("screen", "contour", *phi)] for phi in ((0.5, -0.5), (0.3, 0.4)))
    drag(mouse, begin, (begin[0] - 9, begin[1] + 4), there)
    # Before any answer, browser alone: curve and loss of the point under the hand.
    phi = np.array(guest.probe("values", "contour", *there))
    guest.until(
        "(text) => document.querySelector('.pg-label').textContent.includes(text)",
        number(float(model.value(phi)), "en"),
    )
    assert guest.probe("paints", "fit", 0.3, float(model.predict(phi, np.array([0.3]))[0]), color)
    # So does the path, and the two fields, while the button is still down.
    assert guest.probe("preview")["phi"][0] == pytest.approx(phi.tolist(), abs=1e-5)
    assert guest.fields() == pytest.approx(phi.tolist(), abs=1e-5)
    run = guest.state["run"]
    for share in np.linspace(0.1, 1, 12):
        mouse.move(*(np.array(there) + share * (np.array(end) - there)))
    final = guest.probe("values", "contour", *end)
    path = descend(GradientDescent(0.02), model, guest.probe("preview")["phi"][0], 50)
    assert np.allclose(guest.probe("preview")["phi"], path.phi, rtol=1e-9, atol=1e-12)
    assert guest.state["run"] == run, "the server is asked on release"
    mouse.up()
    guest.until("probe.painted() && probe.player().handle.point === null")
    assert guest.probe("data")["start"] == pytest.approx(final, abs=1e-5)
    guest.until("(start) => Math.abs(probe.field('start1') - start) < 1e-4", final[1])
    assert guest.fields() == pytest.approx(final, abs=1e-5)
    playing = "probe.root().dataset.playing"
    guest.page.keyboard.press(" ")  # the keys are the transport's again
    guest.until(f"{playing} === 'true'")
    guest.page.locator(".pg-handle").press(" ")
    guest.until(f"{playing} === 'false'")
    guest.page.locator("[data-testid=slider-alpha] input[type=range]").press(" ")  # a slider has no use for it
    guest.until(f"{playing} === 'true'")


# ---------------------------------------------------------------- what stays when something changes


def test_a_change_of_alpha_keeps_the_step_and_leaves_a_ghost_and_ten_quick_presses_are_ten(visit):
    guest = visit(f"{FLAT}&alpha=0.039&steps=40")
    guest.page.evaluate("probe.player().seek(13)")
    guest.at_step(13)
    old, ghost = guest.probe("run"), guest.probe("data")["look"]["ghost"]
    assert guest.probe("previous") is None
    with guest.new_run():
        guest.slide("alpha", "Home")  # alpha = 0: the new run stays where it is
    assert guest.step == 13
    assert guest.probe("previous")["id"] == old["id"]
    assert guest.probe("previous")["phi"] == old["phi"]
    (a, b), (c, d) = old["phi"][1], old["phi"][2]
    middle = [(a + c) / 2, (b + d) / 2]
    assert guest.probe("paints", "contour", *middle, ghost, 5)
    with guest.new_run():
        guest.page.locator(".st-key-reset button").click()
    assert guest.probe("previous") is None
    guest.at_step(0)
    assert not guest.probe("paints", "contour", *middle, ghost, 5)
    slider = guest.page.locator("[data-testid=slider-alpha] input[type=range]")
    before = float(slider.input_value())
    for _ in range(10):
        slider.press("ArrowRight", delay=0)
        guest.page.wait_for_timeout(40)
    alpha = "new URLSearchParams(location.search).get('alpha')"
    guest.until(f"document.querySelector('[data-testid=slider-alpha] input[type=text]').value === {alpha}")
    guest.until("probe.painted()")
    assert float(slider.input_value()) == before + 10
    assert float(slider.get_attribute("aria-valuetext")) == float(guest.page.evaluate(alpha))


def test_another_language_keeps_what_the_visitor_has_done(visit):
    guest = visit("hide=surface&alpha=0.0123&start=0.5,-0.5")
    guest.page.locator(".st-key-fold-ledger summary").click()
    guest.until("document.querySelector('.pg-ledger-line')")
    guest.page.evaluate("probe.player().seek(7)")
    guest.at_step(7)
    before = guest.probe("run")
    with guest.new_run():
        guest.page.locator(".st-key-lang").get_by_text("Español").click()
    guest.until("document.querySelector('.pg-ledger-line') && document.querySelector('.st-key-lang')")
    assert guest.step == 7
    assert guest.probe("run") == before
    assert guest.probe("previous") is None
    assert number(before["loss"][7], "es") in guest.label
    assert "," in guest.label
    assert "lang=es" in guest.page.url
    assert settings(guest.page.url) == settings("?alpha=0.0123&start=0.5,-0.5")
    guest.until("probe.chart('contour')._fullLayout.separators === ',.'")
    assert guest.fields() == [0.5, -0.5]
    with guest.new_run():
        guest.page.locator(".st-key-lang").get_by_text("English").click()
    assert guest.step == 7
    assert guest.label.startswith("step 7")
    # The slider still stands where it stood, and not at the first of its stops: the next change starts from there.
    with guest.new_run():
        guest.slide("alpha")
    assert settings(guest.page.url).runs[0]["alpha"] == 0.013
    assert settings(guest.page.url).start == (0.5, -0.5)


def test_another_language_keeps_a_choice_among_words(visit):
    guest = visit("model=Gabor&optimizer=LineSearchDescent&method=backtracking&lang=es&hide=surface")
    with guest.new_run():
        guest.page.locator(".st-key-lang").get_by_text("English").click()
    with guest.new_run():
        guest.page.get_by_test_id("slider-steps").get_by_role("button", name="+").click()
    now = settings(guest.page.url)
    assert (now.model.name, now.runs[0].name, now.runs[0]["method"]) == ("Gabor", "LineSearchDescent", "backtracking")
    chosen = guest.page.locator(".st-key-w-model input").input_value()
    assert chosen.startswith("Gabor model")


# ---------------------------------------------------------------- links


def test_a_reload_keeps_the_step_and_a_shared_link_has_it_but_is_not_projected(visit):
    guest = visit(f"{FLAT}&steps=30&step=7&present=1", viewport={"width": 1280, "height": 800})
    guest.at_step(7)
    guest.act("forward")
    guest.at_step(8)
    guest.until("location.search.endsWith('&step=8')")
    guest.page.reload()
    guest.until("probe.ready()")
    guest.at_step(8)
    guest.page.get_by_role("button", name="Share").click()
    code = guest.page.locator("[data-testid=stCode]")
    code.get_by_text("step=8").wait_for()
    asked = parse_qs(urlsplit(code.inner_text()).query)
    assert "present" not in asked
    assert asked["hide"] == ["surface,loss"]


def test_share_shows_the_link_and_a_preset_opens_from_the_panel(visit):
    guest = visit(f"{FLAT}&alpha=0.025")
    guest.page.locator(".st-key-presets button").click()
    wanted = next(preset for preset in PRESETS if preset.key == "wrong_valley")
    picture = guest.page.locator(".st-key-gallery img").nth(PRESETS.index(wanted))
    picture.wait_for()
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert guest.page.get_by_role("dialog").get_by_role("button", name=wanted.title).count() == 1
    with guest.new_run():  # at the picture's place: what takes the click is the card's button
        guest.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert settings(guest.page.url) == wanted.settings
    assert guest.page.get_by_role("dialog").count() == 0
    guest.until("probe.player().model.key.includes('Gabor')")
    guest.page.get_by_role("button", name="Share").click()
    code = guest.page.locator("[data-testid=stCode] code")
    code.wait_for()
    assert settings(code.inner_text()) == wanted.settings
    assert urlsplit(code.inner_text()).netloc == urlsplit(guest.page.url).netloc
    picture = guest.page.locator("[data-testid=stPopoverBody] img")
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 100


def test_rubbish_in_the_link_is_said_in_one_sentence_and_harms_nothing(visit):
    guest = visit(f"{FLAT}&steps=100000&alpha=x&start=nan,1&%3Cscript%3Ealert(1)%3C/script%3E=1&run=Adam&run=Adam")
    sentence = guest.page.get_by_text("Part of the link could not be used")
    assert sentence.count() == 1
    assert "steps" in sentence.inner_text()
    assert guest.state["steps"] == "2000"
    assert len(guest.probe("data")["runs"]) == 3
    assert settings(guest.page.url).steps == 2000  # the address bar now holds what is on the screen


# ---------------------------------------------------------------- tabs, network, other screens


def test_the_address_bar_opens_the_same_run_in_another_tab_and_each_has_a_state_of_its_own(visit):
    one = visit(f"{FLAT}&lang=en&model=Gabor&batch=7&seed=5&start=1,9&steps=60&run=Adam")
    with one.new_run():
        one.slide("alpha")
    with one.new_run():
        one.page.mouse.click(*one.probe("screen", "contour", -3.3, 11.1))
    link = urlsplit(one.page.url).query
    other = visit(link.replace("lang=en", "lang=es"), beside=one)
    assert other.probe("data")["lang"] == "es"
    for run in (0, 1):
        assert other.probe("run", run) == one.probe("run", run)
    opened = settings(one.page.url)
    assert settings(other.page.url) == opened
    with one.new_run():
        one.slide("alpha")
    with other.new_run():
        other.slide("alpha", "ArrowLeft")
    assert settings(one.page.url).runs[0]["alpha"] > opened.runs[0]["alpha"] > settings(other.page.url).runs[0]["alpha"]
    assert (one.probe("data")["lang"], other.probe("data")["lang"]) == ("en", "es")


def test_a_visitor_whose_network_drops_goes_on_where_they_were(visit):
    guest = visit(f"{FLAT}&lang=es&alpha=0.01&start=0.5,0.5", calm=False)
    with guest.new_run():
        guest.slide("alpha")
    guest.page.evaluate("probe.player().seek(9)")
    guest.at_step(9)
    run = guest.probe("run")
    state = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState"
    guest.page.context.set_offline(True)
    guest.page.evaluate("window.sockets.forEach((one) => one.close())")
    guest.until(f"{state} !== 'CONNECTED'")
    guest.act("forward")  # what is here goes on without a server
    guest.at_step(10)
    guest.page.context.set_offline(False)
    guest.until(f"{state} === 'CONNECTED' && probe.painted()")
    assert guest.probe("run") == run
    assert guest.step == 10
    with guest.new_run():
        guest.slide("alpha")
    now = settings(guest.page.url)
    assert now.start == (0.5, 0.5)
    assert now.runs[0]["alpha"] == 0.012
    assert guest.probe("data")["lang"] == "es"
    with guest.new_run():
        guest.page.mouse.click(*guest.probe("screen", "contour", 1.0, 0.0))
    assert guest.probe("data")["start"] == pytest.approx([1, 0], abs=0.01)


def test_a_phone_shows_one_chart_at_a_time_and_the_transport_in_reach(visit):
    guest = visit(
        "model=Gabor&alpha=0.01&start=-3.21,14.56&run=Adam",
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    page = guest.page
    tabs = page.get_by_role("tab")
    assert tabs.count() == 4
    sentence, bar = page.locator(".pg-live").bounding_box(), page.locator(".pg-transport").bounding_box()
    assert sentence["y"] + sentence["height"] <= bar["y"]  # what is said is not under the transport
    page.locator(".st-key-fold-curvature summary").tap()
    page.locator(".st-key-fold-code summary").tap()  # a long page: the transport must not scroll away
    page.locator("[data-testid=stCode]").wait_for()
    page.locator(".pg-kind").wait_for()
    lines = page.locator(".pg-host-curvature .pg-ledger-line")
    assert lines.count() == 3
    assert lines.evaluate_all("(all) => all.every((one) => one.scrollWidth <= one.clientWidth)")
    panels = {
        "Parameters": ".st-key-contour",
        "Data": ".st-key-fit",
        "Surface": ".st-key-surface",
        "Loss": ".pg-host-loss",
    }
    for title, panel in panels.items():
        tabs.filter(has_text=title).tap()
        page.locator(panel).wait_for(state="visible")
        assert [page.locator(other).is_visible() for other in panels.values()].count(True) == 1
        assert guest.probe("overflow") <= 0
        assert page.evaluate("(panel) => probe.player().stage.small(document.querySelector(panel))", panel) is None
        for place in (0, 10_000):
            page.evaluate("(top) => document.querySelector('[data-testid=stMain]').scrollTo(0, top)", place)
            for name in ("play", "forward", "end"):
                box = page.locator(f"[data-action={name}]").bounding_box()
                assert 0 <= box["y"] <= box["y"] + box["height"] <= 844
                assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
                assert min(box["width"], box["height"]) >= 40  # a finger needs room
        page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    tabs.filter(has_text="Parameters").tap()
    guest.until("probe.player().handle.map && document.querySelector('.st-key-contour').offsetParent")
    page.locator("[data-action=forward]").tap()
    guest.at_step(1)
    target = guest.probe("screen", "contour", 4, 9)
    with guest.new_run():
        page.touchscreen.tap(*target)
    assert guest.probe("data")["start"] == pytest.approx([4, 9], abs=0.1)


def test_the_dark_appearance_becomes_light_and_each_control_has_a_name(visit):
    guest = visit("hide=surface&lang=es", color_scheme="dark")
    guest.until("probe.data().look.ink === '#c3ccd5'")
    background = guest.page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", background)[:3]) < 60
    guest.until("probe.chart('contour')._fullLayout.font.color === '#c3ccd5'")
    guest.until("probe.painted()")
    assert guest.probe("paints", "contour", *guest.probe("run")["phi"][0], guest.color())
    assert guest.color() == "#ff8a3d"
    controls = guest.page.locator(".pg-transport :is(button, input, select):visible")
    names = controls.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    assert all(names)
    assert len(set(names)) == len(names) >= 8
    assert guest.page.locator(".pg-handle").get_attribute("aria-label")
    charts = guest.page.locator("[data-testid=stPlotlyChart]")
    assert charts.count() == 2
    assert guest.page.locator(".pg-canvas").evaluate_all("all => all.every((one) => one.ariaHidden === 'true')")
    for scheme, ink in (("light", "#3b4652"), ("dark", "#c3ccd5")):
        guest.page.emulate_media(color_scheme=scheme)
        guest.until(
            "(ink) => probe.chart('contour')?._fullLayout?.font.color === ink && probe.data().look.ink === ink", ink
        )


def test_the_plain_page_draws_whole_paths_without_the_player(own_page):
    page = own_page()  # the way to it, where a browser blocks the player's files, is walked in test_faults.py
    page.goto(f"/?{FLAT}&alpha=0.03&lang=es&plain=1")
    chart = "document.querySelector('.st-key-contour .js-plotly-plot')"
    drawn = f"{chart}?._fullData?.find((one) => one.mode === 'lines+markers')"
    page.wait_for_function(drawn)
    x, y = page.evaluate(f"[Array.from({drawn}.x), Array.from({drawn}.y)]")
    path = descend(GradientDescent(0.03), LinearRegression(), [1.6, -0.8], 50)
    assert np.allclose(np.stack([x, y], axis=1), path.phi, rtol=1e-6, atol=1e-6)
    assert page.locator("[data-testid=player]").count() == 0


def test_the_player_can_be_read_and_operated_after_a_landscape_without_data(visit):
    guest = visit(f"{FLAT}&model=Saddle")
    assert guest.page.locator(".pg-host-parameters .pg-canvas").count() == 1
    assert guest.probe("ink", ".pg-host-parameters")[0] > 100
    first, *_, last = guest.probe("run")["phi"]
    told = f"φ₀ from {number(first[0], 'en')} to {number(last[0], 'en')}"
    assert told in guest.page.get_by_role("img", name="Parameters at each step").get_attribute("aria-label")
    guest.act("end")
    guest.at_step(60)
    assert "Out of view" in guest.page.locator(".pg-live").inner_text()
    guest.page.locator(".st-key-w-model [role=combobox], .st-key-w-model input").first.click()
    with guest.new_run():
        guest.page.get_by_role("option", name="Gabor").first.click()
    guest.at_step(0)
    guest.until("probe.chart('fit') && document.querySelector('.st-key-fit .pg-canvas')")
    guest.act("forward")
    guest.at_step(1)


# ---------------------------------------------------------------- rest, and faults of one panel


def test_at_rest_nothing_is_drawn_and_nothing_is_asked_of_the_page_of_a_task(visit):
    rests(visit("lang=en", place="house-price", player="trainer"), "trainer")


def test_what_fails_in_one_panel_is_told_once_and_leaves_the_others_alive(visit):
    guest = visit("hide=surface&steps=30", calm=False)
    told = []
    guest.page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    # A model that breaks while it is drawn: only the panel of the data can show it.
    guest.page.evaluate("() => { probe.player().model.predict = () => { throw new Error('broken model'); }; }")
    guest.until("document.querySelector('.pg-host-loss .pg-canvas')")
    before = guest.probe("ink", ".pg-host-loss")
    for step in (3, 4, 5):
        guest.page.evaluate("(step) => probe.player().seek(step)", step)
        guest.at_step(step)
    assert guest.probe("ink", ".pg-host-loss") != before
    assert guest.page.locator(".pg-label").inner_text().startswith("step 5 of 30")
    guest.until("probe.player().loop.asleep")
    assert sum("broken model" in text for text in told) == 1
