"""What is read before the page has come, and where it never comes."""

import pytest

LATE = ".pg-late"


def test_a_network_without_websockets_is_explained_in_both_languages(own_page):
    page = own_page(locale="es-ES")
    page.route_web_socket("**/_stcore/stream*", lambda socket: socket.close())
    page.goto("/momentum", wait_until="domcontentloaded")
    assert page.title() == "Taller de ajuste de modelos"
    page.locator(LATE).wait_for(state="visible")
    said = [(one.get_attribute("lang"), one.inner_text()) for one in page.locator(f"{LATE} p").all()]
    assert [language for language, _ in said] == ["es", "en"]
    assert all("127.0.0.1" in text for _, text in said)


def test_without_the_apps_scripts_too(own_page):
    page = own_page(locale="es-ES")
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/", wait_until="domcontentloaded")
    assert "Taller de ajuste de modelos" in page.locator("#root").inner_text()
    page.locator(LATE).wait_for(state="visible")


SEEN = """(plot) => {
  const { x, y, width, height } = plot.getBoundingClientRect();
  return [x, y, width, height];
}"""
INSIDE = """(svg) => {
  const style = getComputedStyle(svg), side = (name) => parseFloat(style[`padding${name}`]);
  const { x, y, width, height } = svg.getBoundingClientRect(), [left, top] = [side("Left"), side("Top")];
  return [x + left, y + top, width - left - side("Right"), height - top - side("Bottom")];
}"""


@pytest.mark.parametrize("query", ["model=Gabor&lang=en", "lang=es&optimizer=Adam"])
def test_the_picture_lies_where_the_charts_will_and_nothing_is_seen_half_built(own_page, query):
    page = own_page()
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"/?{query}", wait_until="domcontentloaded")
    contour, fit = (one.evaluate(INSIDE) for one in page.locator(".pg-picture svg").all())
    title = page.locator(".pg-picture-title").evaluate(SEEN)
    page.unroute_all()
    page.goto(f"/?{query}", wait_until="commit")
    page.wait_for_function("document.querySelector('.pg-picture') && document.querySelector('.stApp')")
    assert page.locator(".stApp").evaluate("(app) => getComputedStyle(app).visibility") == "hidden"
    page.wait_for_selector("[data-testid=player][data-run]")
    page.wait_for_selector(".pg-picture", state="detached")
    drawn = [page.locator(f".st-key-{name} .nsewdrag").first.evaluate(SEEN) for name in ("contour", "fit")]
    # The contour has equal units: it lies in the middle of what is left for it.
    side = min(contour[2:])
    contour = [contour[0] + (contour[2] - side) / 2, contour[1] + (contour[3] - side) / 2, side, side]
    assert drawn[0] == pytest.approx(contour, abs=2)
    assert drawn[1] == pytest.approx(fit, abs=2)
    assert page.locator("h1").first.evaluate(SEEN)[:2] == pytest.approx(title[:2], abs=2)
    assert page.locator(LATE).evaluate("(one) => getComputedStyle(one).display") == "none"
