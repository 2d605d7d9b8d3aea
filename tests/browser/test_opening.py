"""What is read before the page has come, and where it never comes."""

import pytest

LATE = ".pg-late"


@pytest.fixture
def tab(chromium, server):
    context = chromium.new_context(base_url=server.url, locale="es-AR")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def test_a_network_without_websockets_is_explained_in_both_languages(tab):
    tab.route_web_socket("**/_stcore/stream*", lambda socket: socket.close())
    tab.goto("/momentum", wait_until="domcontentloaded")
    assert tab.title() == "Taller de ajuste de modelos"
    tab.locator(LATE).wait_for(state="visible")
    said = [(one.get_attribute("lang"), one.inner_text()) for one in tab.locator(f"{LATE} p").all()]
    assert [language for language, _ in said] == ["es", "en"]
    assert all("127.0.0.1" in text for _, text in said)


def test_without_the_apps_scripts_too(tab):
    tab.route("**/*.js", lambda route: route.abort())
    tab.goto("/", wait_until="domcontentloaded")
    assert "Taller de ajuste de modelos" in tab.locator("#root").inner_text()
    tab.locator(LATE).wait_for(state="visible")


def test_a_page_that_has_come_says_nothing_of_it(visit):
    page = visit("hide=surface,fit,loss").page
    assert page.locator(LATE).evaluate("(one) => getComputedStyle(one).display") == "none"
