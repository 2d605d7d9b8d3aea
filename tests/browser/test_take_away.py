"""What is taken away in a browser, opened by readers that know nothing of the app."""

import xml.etree.ElementTree as ET

from PIL import Image


def test_picture_film_and_page_can_be_opened_elsewhere(visit, chromium, tmp_path):
    page = visit("model=Gabor&optimizer=Adam&start=-2,20&steps=8&lang=en").page
    page.locator(".st-key-take button").first.click()
    files = {}
    for name in ("Picture (PNG)", "Film (GIF)", "Figure (SVG)", "Page without a server"):
        with page.expect_download() as coming:
            page.get_by_role("button", name=name).click()
        files[name] = tmp_path / coming.value.suggested_filename
        coming.value.save_as(files[name])
    still = Image.open(files["Picture (PNG)"])
    assert still.format == "PNG"
    assert still.width == 2 * 940
    film = Image.open(files["Film (GIF)"])
    assert (film.format, film.n_frames) == ("GIF", 9)
    assert film.width % 2 == film.height % 2 == 0
    assert ET.parse(files["Figure (SVG)"]).getroot().tag.endswith("svg")

    context = chromium.new_context()
    asked = []
    alone = context.new_page()
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(files["Page without a server"].as_uri())
    alone.get_by_text("step 0 of 8").wait_for()
    alone.keyboard.press("ArrowRight")
    alone.get_by_text("step 1 of 8").wait_for()
    alone.keyboard.press("End")
    alone.get_by_text("step 8 of 8").wait_for()
    alone.locator("#back").click()
    alone.get_by_text("step 7 of 8").wait_for()
    assert "From step 7 to step 8" in alone.locator("#ledger").inner_text()
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
    context.close()


def test_the_picture_of_the_opening_goes_when_the_page_has_drawn_its_own(visit):
    page = visit("hide=surface,fit,loss").page
    page.wait_for_selector(".pg-picture", state="detached")
