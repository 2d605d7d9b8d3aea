"""What is read before the page has come, and where it never comes."""

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


def test_a_page_that_has_come_says_nothing_of_it(visit):
    page = visit("hide=surface,fit,loss").page
    assert page.locator(LATE).evaluate("(one) => getComputedStyle(one).display") == "none"
