"""Figures that the server draws follow what the browser draws at once: on lessons, on tasks, and under the overlay."""

import re

ROWS = ".st-key-rows"
"""The table of the twelve data in the lesson on gradient descent."""


def drawn(key, trace, axis="x"):
    """What a chart of the server shows of a trace, as JavaScript."""
    chart = f"document.querySelector('.st-key-{key} .js-plotly-plot')"
    return f"JSON.stringify(Array.from({chart}?._fullData?.[{trace}]?.{axis} ?? []))"


def is_new(guest, what, before):
    """Wait until there is something, and it is not what it was."""
    guest.until(f"(before) => {what} !== '[]' && {what} !== before", before)


def text(guest, selector):
    return guest.page.locator(selector).first.inner_text()


def test_a_lessons_figures_follow_the_path_and_then_the_step(visit):
    guest = visit("lang=en&alpha=0.02&view=two,contour,own", place="gradient-descent")
    alpha = re.compile(r"α = 0\.\d+ would make this step")
    before = alpha.search(guest.page.inner_text("body")).group()
    with guest.new_run():
        guest.slide("alpha")
    # The panel is open now: there is room for one chart beside the words, and tabs choose which; the menus are gone.
    guest.page.get_by_role("tab", name="The lesson's own").click()
    assert not guest.page.locator(".pg-layout, .pg-companion").filter(visible=True).count()
    guest.until("(before) => !document.body.innerText.includes(before)", before)
    guest.until("() => /α = 0\\.\\d+ would make this step/.test(document.body.innerText)")
    assert "Step 0" in text(guest, ROWS)
    guest.act("forward")
    guest.act("forward")
    guest.until("document.querySelector('.st-key-rows').innerText.includes('Step 2')")
    assert guest.step == 2, "the figures came, and the player stands where it stood"
    guest.act("start")
    guest.until("document.querySelector('.st-key-rows').innerText.includes('Step 0')")
    with guest.new_run():
        guest.page.locator(".st-key-try-gradient-descent-0 button").click()
    guest.act("start")  # it plays at once
    guest.until("(before) => document.body.innerText.includes(before)", before)
    with guest.new_run():
        guest.slide("alpha")
    guest.until("(before) => !document.body.innerText.includes(before)", before)


def test_a_player_that_is_mounted_again_finds_its_place(visit):
    guest = visit("lang=en&hide=surface,loss")
    guest.page.evaluate("""() => {
        const { home, component } = probe.player();
        home.__player.destroy();
        home.__player = null;
        const { href } = document.querySelector('link[rel=stylesheet][href$="player.css"]');
        return import(href.replace(".css", ".js")).then(
            (module) => module.default({ ...component, parentElement: home }));
    }""")
    guest.until("probe.root()?.isConnected && probe.root().dataset.run")
    guest.act("forward")
    guest.at_step(1)


def test_losses_and_strip_of_a_task_come_at_once_and_the_charts_follow(visit):
    guest = visit("lang=en&alpha=0.01&step=200", place="house-price", player="trainer")
    page, trainer = guest.page, guest.page.locator("[data-testid=trainer]")
    page.wait_for_selector(".st-key-task-plane .contourlayer path", state="attached")
    ink, price = guest.probe("ink", ".pg-host-training"), text(guest, "[data-live=v0]")
    run = trainer.get_attribute("data-run")
    path = drawn("task-plane", 1)
    plane = page.evaluate(path)
    page.locator("[data-testid=slider-alpha] input[type=range]").press("ArrowLeft")
    guest.until("(run) => document.querySelector('[data-testid=trainer]').dataset.run !== run", run)
    assert guest.probe("ink", ".pg-host-training") != ink
    assert text(guest, "[data-live=v0]") != price
    is_new(guest, path, plane)
    told = page.locator(".pg-host-training").get_attribute("aria-label")
    assert re.search(r"test data: mean loss .+ at step 0, .+ at step 200", told)


def test_the_step_of_a_task_is_told_to_the_field_and_to_the_charts(visit):
    guest = visit("lang=en&step=200", place="review", player="trainer")
    page = guest.page
    page.wait_for_selector(".st-key-task-against .js-plotly-plot", state="attached")
    bars = drawn("task-against", 0)
    before = page.evaluate(bars)
    for _ in range(3):
        page.locator("[data-action=back]").click()
    guest.until("probe.field('step') === 197")
    is_new(guest, bars, before)
    assert page.locator("[data-testid=trainer]").get_attribute("data-step") == "197"
    assert "step=197" in page.url


def test_a_task_opens_untrained_and_its_contributions_move_with_the_strip(visit):
    guest = visit("lang=en", place="review", player="trainer")
    page = guest.page
    page.wait_for_selector(".pg-bars [data-signed]", state="attached")
    guest.until("document.querySelector('.pg-live').innerText.includes('Not trained yet')")
    assert "equally likely" in text(guest, ".pg-flow [data-live=choice]")
    widths = "Array.from(document.querySelectorAll('.pg-bars i')).map((bar) => parseFloat(bar.style.width))"
    assert not any(page.evaluate(widths))
    page.locator("[data-action=forward]").click()
    guest.until(f"{widths}.some((width) => width > 0)")
    page.locator("[data-action=end]").click()
    guest.until("document.querySelector('.pg-flow [data-live=choice]').innerText === 'positive'")
    guest.until(f"Math.max(...{widths}) > 40")
    added = [float(cell.replace("−", "-")) for cell in page.locator(".pg-bars b").all_inner_texts()]
    assert abs(sum(added)) > 0.5


def test_on_a_phone_the_verdict_stands_below_the_text(visit):
    guest = visit("lang=en&step=200", place="review", player="trainer")
    page = guest.page
    page.wait_for_selector(".pg-flow", state="attached")
    assert not page.locator(".pg-verdict").is_visible(), "beside the text the strip has it"
    page.set_viewport_size({"width": 390, "height": 844})
    guest.until("document.querySelector('.pg-verdict').offsetParent")
    field, verdict = (page.locator(one).bounding_box() for one in ("textarea", ".pg-verdict"))
    assert 0 <= verdict["y"] - (field["y"] + field["height"]) < 120
    assert page.locator(".pg-verdict").inner_text().startswith("→ positive")


def test_another_input_of_a_task_is_answered_in_the_strip_and_by_the_transport(visit):
    guest = visit("lang=en&step=200", place="review", player="trainer")
    page = guest.page
    field = page.locator("textarea").first
    field.fill("awful, cold and rude")
    field.press("Control+Enter")
    guest.until("document.querySelector('.pg-flow').innerText.includes('awful, cold and rude')")
    guest.until("location.search.includes('text=')")
    end = text(guest, "[data-live=choice]")
    assert end == "negative"
    page.locator("[data-action=start]").click()
    guest.until("document.querySelector('[data-live=p0]').innerText.startsWith('50')")
    page.locator("[data-action=end]").click()
    guest.until("(end) => document.querySelector('[data-live=choice]').innerText === end", end)


def test_the_overlay_comes_and_the_player_stands_where_it_stood(visit):
    guest = visit("lang=en&hide=surface,loss&model=Gabor&show=eigenvectors&steps=30")
    page = guest.page
    guest.act("forward")
    guest.at_step(1)
    option = page.get_by_role("option", name="sign and size of det H")
    for _ in range(10):  # a menu closes when the page is redrawn behind it
        page.get_by_role("combobox", name="Colours of the contour plot").press("ArrowDown")
        page.wait_for_timeout(300)
        if option.count():
            break
    option.click()
    guest.until("document.querySelector('.st-key-contour .js-plotly-plot')?.data?.[0].contours?.size === 1")
    guest.until("location.search.includes('overlay=determinant')")
    guest.until("probe.painted()")
    assert guest.step == 1
    page.get_by_text("All critical points").click()
    guest.until("document.querySelector('.st-key-contour .js-plotly-plot')?.data?.length > 3")
    guest.until("location.search.includes('critical')")
