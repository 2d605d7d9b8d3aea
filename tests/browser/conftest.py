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
PROBE = Path(__file__).with_name("probe.js")
DESK = {"width": 1280, "height": 800}
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

    def __init__(self, page, stays=False):
        self.page, self.stays = page, stays
        self.errors, self.hosts = [], set()
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.ask(request.url))
        page.on("websocket", lambda socket: self.ask(socket.url))

    def reset(self):
        """Be as somebody who has just come: a screen for a desk, no errors, nothing remembered of the page before."""
        self.page.set_viewport_size(DESK)
        self.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        if self.hosts:
            self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
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


def before(chromium, server, **wishes):
    """A browser's context: a screen, a language, a store of files already fetched."""
    wishes = {"viewport": DESK, "locale": "en-US", **wishes}
    context = chromium.new_context(base_url=server.url, **wishes)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(path=PROBE)
    return context


@pytest.fixture(scope="session")
def desk(chromium, server):
    """The tab of all who ask for nothing special: it has the files of the app, and a page opens in half the time."""
    context = before(chromium, server)
    yield Visitor(context.new_page(), stays=True)
    context.close()


@pytest.fixture(scope="module")
def phone(chromium, server):
    """A phone that stays in the hand for all tests of a file."""
    context = before(chromium, server, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield Visitor(context.new_page())
    context.close()


@pytest.fixture
def visit(chromium, server, request):
    """Opens a link in a new session, with `wishes` in a browser of its own.

    `beside` another visitor: a second tab of the same browser. Afterwards nothing must have gone wrong on any page;
    with `calm` False, errors on the console are no faults.
    """
    contexts, guests = [], []

    def go(query="", beside=None, calm=True, place="", player="player", **wishes):
        if wishes:
            contexts.append(before(chromium, server, **wishes))
            guest = Visitor(contexts[-1].new_page())
        elif beside:
            guest = Visitor(beside.page.context.new_page())
        else:
            guest = request.getfixturevalue("desk")
            assert guest not in [other for other, _ in guests], "one tab shows one page: ask for another `beside` it"
            guest.reset()
        guests.append((guest, calm))
        return guest.open(query, place, player)

    yield go
    for guest, _ in guests:
        if not guest.stays:
            guest.page.close()
    for context in contexts:
        context.close()
    for guest, calm in guests:
        assert guest.hosts == {urlsplit(server.url).netloc}
        assert not (calm and guest.errors), guest.errors
