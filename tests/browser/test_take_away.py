"""What is taken away in a browser, opened by readers that know nothing of the app."""

import xml.etree.ElementTree as ET

import av
import pytest
from PIL import Image
from pypdf import PdfReader

LINK = "model=Gabor&optimizer=Adam"


def test_picture_film_and_page_can_be_opened_elsewhere(visit, chromium, tmp_path):
    page = visit("model=Gabor&optimizer=Adam&start=-2,20&steps=8&lang=en").page
    page.locator(".st-key-take button").first.click()
    files = {}
    page.get_by_label("Pixels of a picture").select_option("4×")
    for name in ("Picture (PNG)", "Surface (PNG)", "Film (GIF)", "Film (MP4)", "Figure (SVG)", "Page without a server"):
        with page.expect_download() as coming:
            page.get_by_role("button", name=name).click()
        files[name] = tmp_path / coming.value.suggested_filename
        coming.value.save_as(files[name])
    still = Image.open(files["Picture (PNG)"])
    assert still.format == "PNG"
    assert still.width == 4 * 940
    assert LINK in still.text["Comment"]
    assert "Adam · Gabor model" in still.text["Title"]
    surface = Image.open(files["Surface (PNG)"])
    assert surface.width == 4 * max(470, page.evaluate("probe.chart('surface').clientWidth"))
    assert LINK in surface.text["Comment"]
    assert {(0xCC, 0x55, 0x00), (0xFF, 0xFF, 0xFF)} < {color for _, color in surface.convert("RGB").getcolors(1 << 24)}
    film = Image.open(files["Film (GIF)"])
    assert (film.format, film.n_frames) == ("GIF", 9)
    assert film.width % 2 == film.height % 2 == 0
    assert LINK in film.info["comment"].decode()
    with av.open(files["Film (MP4)"]) as video:
        stream = video.streams.video[0]
        assert stream.codec_context.name in {"h264", "vp9", "av1"}
        assert (stream.width, stream.height % 2) == (1280, 0)
        assert sum(1 for _ in video.decode(video=0)) == 9
        assert LINK in video.metadata["comment"]
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


def test_a_film_is_stopped_and_one_that_cannot_be_made_says_why(visit):
    page = visit("hide=surface,fit,loss&steps=2000&lang=es").page
    page.locator(".st-key-take button").first.click()
    taken = []
    page.on("download", lambda coming: taken.append(coming))
    film = page.get_by_role("button", name="Película (MP4)")
    film.evaluate("(button) => (button.click(), button.click())")
    page.wait_for_function("document.querySelector('.pg-take progress').hidden")
    film.wait_for()
    page.evaluate("delete globalThis.VideoEncoder")
    film.click()
    page.get_by_role("status").get_by_text("Este navegador no escribe MP4 aquí").wait_for()
    assert not taken


@pytest.mark.parametrize(
    ("place", "player", "words"),
    [
        ("", "player", "Adam, α = 0.5"),
        ("gabor", "player", "Gabor model, the course's"),
        ("house-price", "trainer", "Adam"),
    ],
)
def test_a_page_goes_on_two_sheets_with_its_settings_and_its_link(visit, place, player, words, tmp_path):
    query = "model=Gabor&optimizer=Adam&alpha=0.5&lang=en" if not place else "lang=en"
    guest = visit(query, place=place, player=player)
    guest.until("document.body.dataset.link && document.querySelector('.js-plotly-plot .main-svg')")
    guest.page.pdf(path=tmp_path / "page.pdf", format="A4", print_background=True)
    sheets = PdfReader(tmp_path / "page.pdf").pages
    assert len(sheets) <= 2
    said = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert words in said
    assert f"/{place}?" in said
    assert "Keys: Space" not in said
    guest.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not guest.page.locator(".pg-print, .pg-still").count()
