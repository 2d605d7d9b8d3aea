"""Figures that the server draws follow what the browser draws at once: on lessons, on tasks, and under the overlay."""

import re

ROWS = ".st-key-rows"
"""The table of the twelve data in the lesson on gradient descent."""
DIMMED = "(document.querySelector('[class*=st-key-rest-]')?.dataset.behind ?? '')"


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


def test_step_and_input_of_a_task_are_told_to_field_strip_and_charts_and_on_a_phone_the_verdict_stands_below(visit):
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
    guest.act("end")
    page.wait_for_selector(".pg-flow", state="attached")
    assert not page.locator(".pg-verdict").is_visible(), "beside the text the strip has it"
    page.set_viewport_size({"width": 390, "height": 844})
    guest.until("document.querySelector('.pg-verdict').offsetParent")
    field, verdict = (page.locator(one).bounding_box() for one in ("textarea", ".pg-verdict"))
    assert 0 <= verdict["y"] - (field["y"] + field["height"]) < 120
    assert page.locator(".pg-verdict").inner_text().startswith("→ positive")
    page.set_viewport_size({"width": 1280, "height": 800})
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


def test_a_task_opens_untrained_says_each_step_and_its_contributions_and_charts_follow(visit):
    guest = visit("lang=en", place="review", player="trainer")
    page = guest.page
    page.wait_for_selector(".pg-bars [data-signed]", state="attached")
    guest.until("document.querySelector('.pg-live').innerText.includes('Not trained yet')")
    assert "equally likely" in text(guest, ".pg-flow [data-live=choice]")
    widths = "Array.from(document.querySelectorAll('.pg-bars i')).map((bar) => parseFloat(bar.style.width))"
    assert not any(page.evaluate(widths))
    page.wait_for_selector(".st-key-rest-against0 .js-plotly-plot", state="attached")
    guest.until(f"{DIMMED} === ''")
    page.locator("[data-action=forward]").click()
    guest.until(f"{widths}.some((width) => width > 0)")
    # Looked for from before the press on: the answer may come before a question that is asked after it.
    page.evaluate(f"""() => {{ const look = () => {{
        window.pgDimmed ||= {DIMMED}.endsWith('follows at rest'); requestAnimationFrame(look); }}; look(); }}""")
    guest.act("end")
    guest.until("window.pgDimmed")
    guest.until(f"{DIMMED} === '' && document.querySelector('.pg-shown').dataset.step === '200'")
    guest.until("document.querySelector('.pg-flow [data-live=choice]').innerText === 'positive'")
    guest.until(f"Math.max(...{widths}) > 40")
    added = [float(cell.replace("−", "-")) for cell in page.locator(".pg-bars b").all_inner_texts()]
    assert abs(sum(added)) > 0.5
    guest.act("start")
    said = "document.querySelector('.pg-live').textContent"
    guest.until(f"{said}.startsWith('Step 0 of 200: loss ')")
    guest.act("forward")
    guest.until(f"{said}.startsWith('Step 1 of 200: loss ')")
    assert re.search(r"output: (positive|negative)\. Positive: [\d.]+.%\.$", guest.page.evaluate(said))
    assert guest.page.get_by_role("heading", level=2).count() >= 5


def test_what_the_server_draws_of_a_step_says_so_while_another_is_played(visit):
    guest = visit("lang=en&hide=surface", place="stochastic-gradient-descent")
    page = guest.page
    guest.until(f"{DIMMED} === '' && document.querySelector('.st-key-batch .js-plotly-plot')")
    guest.act("play")
    guest.until(f"Number(probe.root().dataset.step) > 2 && {DIMMED} === 'Step 0 · follows at rest'")
    assert page.evaluate(
        "Array.from(document.querySelectorAll('[class*=st-key-rest-]')).every((one) => one.dataset.behind)"
    )
    guest.act("play")
    guest.until(f"{DIMMED} === ''")
    step = guest.step
    assert page.evaluate("document.querySelector('.st-key-batch .js-plotly-plot').layout.title.text").startswith(
        f"<b>Batch of step {step}</b>"
    )
    page.locator(".pg-speed").first.select_option("1")  # so slowly, they follow while it plays
    guest.act("play")
    shown = "Number(document.querySelector('.pg-shown').dataset.step)"
    guest.until(f"(step) => {shown} > step && probe.root().dataset.playing === 'true'", step)
    guest.act("play")


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
