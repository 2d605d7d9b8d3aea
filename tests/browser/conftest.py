"""A real Chromium before a running app: what its tests share."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from harness import serving
from playwright.sync_api import sync_playwright

from playground.i18n import read

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
HOW = f"needs one of {', '.join(BROWSERS)} on the path: install Debian's package chromium, or Google Chrome"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
FLAGS += ["--no-first-run", "--enable-unsafe-swiftshader"]  # without a GPU, WebGL is drawn in software
FLAGS += ["--js-flags=--no-turbofan"]  # a page lives for seconds: its last compiler costs more than it saves
FLAGS += ["--disable-gpu-rasterization"]  # Debian asks for it; without a GPU it takes four times as long as none
PROBE = Path(__file__).with_name("probe.js")
DESK = {"width": 1280, "height": 800}
KINDS = ("locale", "has_touch", "is_mobile")
"""What a browser is from its first page on; all else that a test wishes, a page takes on."""
NOWHERE = "/_stcore/health"
"""An address of the app without the app: there a tab costs nothing, and what it remembers can be forgotten."""
PATIENCE = 60_000
"""Milliseconds after which something that was waited for counts as missing; a quick machine waits for none of them."""


@pytest.fixture(scope="session")
def server():
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def chromium():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(HOW)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """Somebody before a page of the app."""

    def __init__(self, page):
        self.page = page
        self.errors, self.hosts = [], set()
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.ask(request.url))
        page.on("websocket", lambda socket: self.ask(socket.url))

    def come(self, viewport=DESK, color_scheme="light", reduced_motion="no-preference"):
        """Be as somebody who has just come, before a screen of that kind."""
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        self.errors.clear()

    def hear(self, message):
        """Note an error; that of a page below the root is none: there Streamlit tries out where its server is."""
        if message.type == "error" and "/_stcore/" not in message.location["url"]:
            self.errors.append(message.text)

    def ask(self, url):
        """Note which host the page talks to; what the page made itself (blob:, data:) has none."""
        if url.startswith(("http", "ws")):
            self.hosts.add(urlsplit(url).netloc)

    def open(self, query="", place="", player="player"):
        """Go to a link of the app and wait until its run is on the screen; `place` is the page, by its address."""
        self.page.goto(f"/{place}?{query}", wait_until="commit")
        self.page.wait_for_selector(f"[data-testid={player}][data-run]", state="attached")
        if player == "player":
            self.until("probe.ready()")
        return self

    def until(self, condition, argument=None):
        """Wait until a JavaScript condition holds."""
        return self.page.wait_for_function(condition, arg=argument)

    def probe(self, call, *arguments):
        """What the probe in the page says, such as probe("run", 0)."""
        return self.page.evaluate(f"(given) => probe.{call}(...given)", list(arguments))

    @property
    def state(self):
        """The data-* attributes of the player."""
        return self.page.evaluate("({ ...probe.root().dataset })")

    @property
    def step(self):
        return int(self.state["step"])

    @property
    def label(self):
        return self.page.locator(".pg-label").inner_text()

    @contextmanager
    def new_run(self):
        """Wait until what is done inside has brought another run to the screen."""
        before = self.state["run"]
        yield
        self.until("(before) => probe.root().dataset.run !== before && probe.painted()", before)

    def act(self, name):
        """Press a button of the transport."""
        self.page.locator(f"[data-action={name}]").click()

    def at_step(self, step):
        self.until("(step) => probe.root().dataset.step === String(step)", step)

    def slide(self, name, key="ArrowRight"):
        """Press a key on a slider of the panel, by the name of its hyperparameter; beside a lesson that is shut."""
        opener = self.page.locator("[data-testid=stExpandSidebarButton]")
        if opener.is_visible():
            opener.click()
        self.page.locator(f"[data-testid=slider-{name}] input[type=range]").press(key)

    def color(self, run=0):
        return self.probe("run", run)["color"]

    def fields(self):
        """What the two fields of the start say."""
        boxes = [self.page.locator(f"[data-testid=slider-start{axis}] input") for axis in (0, 1)]
        return [read(box.input_value()) for box in boxes]


def leave(page):
    """Leave the app, and nothing that it could remember."""
    page.unroute_all()
    page.context.set_offline(False)
    page.goto(NOWHERE)
    page.mouse.move(0, 0)
    page.mouse.up()
    page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.context.clear_cookies()


def before(chromium, server, **kind):
    """A browser's context: a screen, a language, a store of files already fetched."""
    context = chromium.new_context(base_url=server.url, viewport=DESK, **kind)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(path=PROBE)
    return context


@pytest.fixture(scope="session")
def tab(chromium, server):
    """The tab of each kind of browser: it keeps the app's files, and a page opens in a third of the time."""
    kept = {}

    def of(**kind):
        kind = {"locale": "en-US", **kind}
        key = tuple(sorted(kind.items()))
        if key not in kept:
            kept[key] = Visitor(before(chromium, server, **kind).new_page())
        return kept[key]

    yield of
    for guest in kept.values():
        guest.page.context.close()


@pytest.fixture
def visit(tab, server):
    """Opens a link as somebody who has just come, with `wishes` for browser and screen.

    `beside` another visitor: a second tab of the same browser. Afterwards nothing must have gone wrong on any page;
    with `calm` False, errors on the console are no faults.
    """
    guests, calls = [], []

    def go(query="", beside=None, calm=True, place="", player="player", **wishes):
        if beside:
            guest = Visitor(beside.page.context.new_page())
        else:
            guest = tab(**{name: wishes.pop(name) for name in KINDS if name in wishes})
            assert guest not in guests, "one tab shows one page: ask for another `beside` it"
            guest.come(**wishes)
        guests.append(guest)
        calls.append((calm, beside))
        return guest.open(query, place, player)

    yield go
    heard = [list(guest.errors) if calm else [] for guest, (calm, _) in zip(guests, calls, strict=True)]
    for guest, (_, beside) in zip(guests, calls, strict=True):
        leave(guest.page)
        if beside:
            guest.page.close()
    assert not any(heard), heard
    for guest in guests:
        assert guest.hosts == {urlsplit(server.url).netloc}


@pytest.fixture
def own_page(tab):
    """Opens a page to which something is done that cannot be undone, in a browser that has the app's files."""
    pages = []

    def new(**kind):
        pages.append(tab(**kind).page.context.new_page())
        return pages[-1]

    yield new
    for page in pages:
        leave(page)
        page.close()
