"""The page on every screen: transport and contour seen together, nothing cut, nothing that jumps."""

from playwright.sync_api import TimeoutError

from playground.ui.navigation import lessons

FLAT = "hide=surface"
LONGEST = f"{FLAT}&lang=es"
"""The language whose words on the buttons of the head are the longer ones."""
LOW = [(1280, 720), (1366, 650), (853, 480), (844, 390), (800, 600)]
"""A projector, a laptop, 1280×720 at 150 %, a phone laid down, a frame in another page."""
PHONES = [(390, 664), (360, 560)]
WALLS = [(1280, 720), (1024, 768)]


def sees(guest, size, scrolled=False):
    """Check that contour and transport are in view on a screen of this size, and that nothing of them is cut."""
    guest.page.set_viewport_size({"width": size[0], "height": size[1]})
    guest.until("probe.fitted()")
    if scrolled:
        guest.probe("toContour")
    try:  # the page may still be on its way to this size
        guest.until("(({ whole, sideways, cut }) => whole && sideways <= 0 && !cut.length)(probe.seen())")
    except TimeoutError:
        raise AssertionError((size, guest.probe("seen"))) from None


def test_the_playground_shows_contour_and_transport_on_every_low_screen_without_scrolling(visit):
    guest = visit(LONGEST, viewport={"width": 853, "height": 480})
    for size in LOW:
        sees(guest, size)


def test_a_phone_shows_them_too_and_the_controls_come_from_below(visit):
    guest = visit(LONGEST, viewport={"width": 390, "height": 664}, has_touch=True, is_mobile=True)
    for size in PHONES:
        sees(guest, size)
    page = guest.page
    page.set_viewport_size({"width": 844, "height": 390})  # turned: Streamlit opens the panel beside the page
    guest.until("probe.fitted() && document.querySelector('[data-testid=stSidebar]').dataset.collapsed === 'true'")
    page.set_viewport_size({"width": 360, "height": 560})
    opener = page.locator("[data-testid=stExpandSidebarButton]")
    assert "Controles" in opener.evaluate("(one) => getComputedStyle(one, '::after').content")
    opener.tap()
    guest.until("document.querySelector('[data-testid=stSidebar]').dataset.collapsed === 'false'")
    drawer = page.locator("[data-testid=stSidebar]")
    guest.until(
        "Math.abs(document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().bottom - innerHeight) < 2"
    )
    box = drawer.bounding_box()
    assert round(box["width"]) == 360
    assert box["height"] <= 0.62 * 560  # the chart is still seen
    first = page.locator("[data-testid=stSidebarUserContent]").bounding_box()["y"]
    assert first < page.locator("[data-testid=stSidebarNav]").bounding_box()["y"]  # controls before the list of pages
    here = page.url
    page.go_back(wait_until="commit")  # closes the panel, and takes nothing back
    shut = "document.querySelector('[data-testid=stSidebar]').dataset.collapsed === 'true'"
    guest.until(shut)
    assert page.url == here
    sees(guest, (844, 390))  # the phone is turned: the panel stays shut
    assert page.evaluate(shut)


def walk(guest, leave_out=("convexity",)):
    """Go by the strip through the lessons that have a run in the plane: one session, and the files are loaded once.

    Every other lesson is looked at from the last screen to the first, so that it opens on the one that is there.
    """
    for i, lesson in enumerate(one for one in lessons() if one.url not in leave_out):
        link = guest.page.locator(f".st-key-course-bar a[href='{lesson.url}']").first  # there twice, once unseen
        link.evaluate("(link) => link.click()")
        here = "(url) => location.pathname.endsWith(url) && Boolean(probe.chart('contour')) && probe.ready()"
        guest.until(here, lesson.url)
        yield lesson.url, slice(None, None, -1 if i % 2 else 1)


def test_every_projected_lesson_shows_contour_and_transport_without_scrolling(visit):
    guest = visit(f"present=1&{FLAT}", place="momentum", viewport={"width": 1280, "height": 720})
    for _, order in walk(guest, ("convexity", "line-search")):
        assert guest.page.evaluate("document.body.dataset.present") == "1"
        for size in WALLS[order]:
            sees(guest, size)
    # Which begins with a film in place of its charts: its transport is seen, and no rule of another run.
    guest.page.locator(".st-key-course-bar a[href='line-search']").first.evaluate("(link) => link.click()")
    for width, height in ((1280, 720), (1024, 768)):
        guest.page.set_viewport_size({"width": width, "height": height})
        guest.until("document.body.dataset.film === '1'")
        guest.until("!document.querySelector('.pg-host-formula').checkVisibility()")
        guest.until("document.querySelector('.st-key-movie-transport')?.getBoundingClientRect().bottom <= innerHeight")


def test_every_lesson_is_read_down_to_its_figure_with_the_transport_in_view(visit):
    guest = visit(FLAT, place="momentum", viewport={"width": 844, "height": 390})  # too narrow for an open panel
    for url, order in walk(guest, ("convexity", "line-search")):  # which begins with a film in place of its charts
        sizes = [*LOW, *PHONES] if url == "gradient-descent" else [(1366, 650), (390, 664)]
        for size in sizes[order]:
            sees(guest, size, scrolled=True)


def test_a_frame_in_another_page_shows_them_together(own_page, server):
    page = own_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.set_content(f'<h1>Course</h1><iframe src="{server.url}/?{FLAT}" width="800" height="600"></iframe>')
    frame = page.frames[1]
    together = "window.probe?.player() && probe.ready() && probe.fitted() && probe.seen().whole"
    frame.wait_for_function(together, timeout=60_000)
    seen = frame.evaluate("probe.seen()")
    assert seen["sideways"] <= 0
    assert seen["cut"] == []


def test_the_first_screen_shows_all_charts_and_a_press_on_a_small_one_makes_it_large(visit):
    guest = visit(f"{FLAT}&lang=en", viewport={"width": 1280, "height": 800})
    seen = """() => Array.from(document.querySelectorAll(".st-key-panels > [data-seat]"), (one) => {
        const box = one.getBoundingClientRect(), row = document.querySelector(".pg-row").getBoundingClientRect();
        return [one.dataset.seat, box.top >= 0 && box.bottom <= row.top + 1 && box.right <= innerWidth];
    })"""
    guest.until("probe.fitted() && document.querySelectorAll('.st-key-panels > [data-seat]').length === 3")
    assert guest.page.evaluate(seen) == [["1", True], ["2", True], ["3", True]]
    start = guest.probe("data")["start"]
    guest.page.locator(".pg-host-loss").click()
    guest.until("document.querySelector(':has(> * > .pg-host-loss)[data-seat]').dataset.seat === '1'")
    guest.until("new URL(location).searchParams.get('view') === ',loss' && probe.fitted()")
    assert guest.page.evaluate(seen) == [["2", True], ["3", True], ["1", True]]
    guest.page.locator(".st-key-contour .js-plotly-plot").click()  # small now: a press brings it back
    guest.until("document.querySelector('.st-key-contour').dataset.seat === '1'")
    assert guest.probe("data")["start"] == start
    guest.open(f"{FLAT}&view=two,contour,loss")
    guest.until("document.querySelector('.st-key-fit').dataset.seat === '0'")
    assert guest.page.locator(".pg-companion").input_value() == "loss"


def test_nothing_moves_when_it_plays(visit):
    guest = visit(f"{FLAT}&alpha=0.05&steps=12&run=Momentum")  # it diverges, and says so in a long sentence
    parts = [".st-key-contour", ".st-key-fit", ".pg-host-loss", ".pg-host-table", ".pg-play", ".st-key-fold-code"]
    before = guest.probe("places", *parts)
    guest.act("play")
    guest.until("probe.root().dataset.playing === 'true' && Number(probe.root().dataset.step) > 2")
    assert guest.probe("places", *parts) == before
    guest.at_step(12)
    guest.until("probe.root().dataset.playing === 'false'")
    assert guest.probe("places", *parts) == before


def test_the_comparison_tells_the_end_only_when_it_has_been_seen(visit):
    guest = visit(f"{FLAT},fit,loss&steps=8&run=Momentum")
    cells = guest.page.locator(".pg-host-table tr:nth-child(2) td")
    guest.page.locator(".pg-more").click()
    assert cells.all_inner_texts()[3:] == [""] * 5
    guest.act("end")
    guest.at_step(8)
    guest.until(
        "document.querySelector('.pg-host-table td:nth-child(4)').checkVisibility({ visibilityProperty: true })"
    )
    said = cells.all_inner_texts()
    assert said[2].split()[0] == said[3]  # the loss now is that at the end; behind it stands the place
    guest.act("start")
    guest.at_step(0)
    guest.until("(end) => document.querySelector('.pg-host-table .pg-now').textContent !== end", said[3])


def test_the_strip_leads_to_every_lesson(visit):
    guest = visit(f"{FLAT},loss", place="momentum")
    strip = guest.page.locator(".st-key-course-bar a:visible")
    strip.last.wait_for()
    assert strip.count() == len(lessons())
    assert "Adam" in strip.nth(9).inner_text()
    strip.nth(8).click()
    guest.page.wait_for_url("**/nesterov*")


def test_a_phone_changes_alpha_and_the_optimizer_under_the_chart(visit):
    guest = visit(f"{FLAT},fit,loss", viewport={"width": 390, "height": 664}, has_touch=True, is_mobile=True)
    menu = guest.page.locator(".pg-phone select")
    assert menu.bounding_box()["height"] >= 44
    with guest.new_run():
        menu.select_option("Momentum")
    assert guest.probe("data")["rule"] == "Momentum"
    less, more = guest.page.locator(".pg-phone button").all()
    more.wait_for()  # the panel, and with it the slider, may come after the player
    before = guest.probe("data")["alpha"]
    for button, sign in ((more, 1), (less, -1)):
        assert min(button.bounding_box()[side] for side in ("width", "height")) >= 44
        with guest.new_run():
            button.tap()
        alpha = guest.probe("data")["alpha"]
        assert 0 < sign * (alpha - before) < 0.2 * before  # one stop of twenty-four a decade
        if sign > 0:  # the step down leads back to where the landscape opens, which the address leaves out
            guest.until("(alpha) => new URL(location).searchParams.get('alpha') === String(alpha)", alpha)
        before = alpha
    assert guest.step == 0  # a press on + is no key that plays


def test_the_fields_of_a_task_show_their_numbers_whole(visit):
    guest = visit(place="molecule", player="trainer")
    fields = guest.page.locator(".pg-field-text")
    guest.page.locator("[data-testid=slider-steps] input").wait_for()
    for size in ((1280, 800), (390, 844)):
        guest.page.set_viewport_size({"width": size[0], "height": size[1]})
        if size[0] < 768 and guest.page.locator("[data-testid=stSidebar]").get_attribute("data-collapsed") == "true":
            guest.page.locator("[data-testid=stExpandSidebarButton]").click()
        fields.first.wait_for()
        assert all(width >= 60 for width in fields.evaluate_all("(all) => all.map((one) => one.clientWidth)")), size
