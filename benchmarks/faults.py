"""What goes wrong in a classroom, done on purpose in a real Chromium: one table of what was tried and what happened.

    python benchmarks/faults.py                    # everything but the long sleep, some two minutes
    python benchmarks/faults.py --asleep 600       # a tab that sleeps for ten minutes instead of ten seconds

Each line begins with a browser of its own. The exit code is the number of lines that end badly.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from harness import PATIENCE, ROOT, Server, free_port, healthy, serving, start, table
from interaction import BROWSERS, FLAGS, SCREEN
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

LINK = "/?lang=en&alpha=0.013&steps=40"
FLAT = LINK + "&hide=surface"
"""The same without what a machine without a GPU takes seconds to draw."""

PLAYER = "[data-testid=player][data-run]"
SOCKETS = """
window.sockets = [];
window.WebSocket = class extends WebSocket { constructor(...a) { super(...a); window.sockets.push(this); } };
"""
"""Lets a page's WebSockets be closed from outside."""
NO_WEBGL = """
const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return String(kind).includes("webgl") ? null : real.call(this, kind, ...rest);
};
"""
"""A browser that draws nothing in three dimensions."""


@contextmanager
def browsing() -> Iterator[Browser]:
    """The machine's own Chromium, without a window."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise SystemExit(f"No browser: install one of {', '.join(BROWSERS)}, such as Debian's package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def page_of(browser: Browser) -> Iterator[Page]:
    """A page of a new visitor."""
    context: BrowserContext = browser.new_context(viewport=SCREEN, locale="en-US")
    context.set_default_timeout(1000 * PATIENCE)
    yield context.new_page()
    context.close()


def step_of(page: Page) -> str | None:
    """The step that the player shows."""
    return page.locator(PLAYER).get_attribute("data-step")


def press(page: Page, action: str) -> None:
    """Press a button of the transport."""
    page.locator(f"[data-testid=player] [data-action={action}]").click()


def walks(page: Page) -> None:
    """The player makes a step forward; fails if it does not."""
    before = int(step_of(page) or 0)
    press(page, "forward")
    page.wait_for_selector(f'{PLAYER}[data-step="{before + 1}"]')


ANOTHER = "(before) => ![undefined, '', before].includes(document.querySelector('[data-testid=player]')?.dataset.run)"


def answers(page: Page, presses: int = 1) -> None:
    """The server computes another run when the slider moves, for one of so many presses; fails if it does not."""
    before = page.locator(PLAYER).get_attribute("data-run") or ""
    for left in reversed(range(presses)):
        page.get_by_role("slider", name="α").first.press("ArrowRight")
        try:
            page.wait_for_function(ANOTHER, arg=before)
            return
        except PlaywrightTimeout:
            if not left:
                raise


# ---------------------------------------------------------------- the faults


def no_network(page: Page, server: Server) -> str:
    """Nothing is asked of any other host."""
    strangers: list[str] = []
    seen: list[str] = []

    def look(route: Route) -> None:
        host = urlsplit(route.request.url).hostname or ""
        if host in {"127.0.0.1", ""}:
            seen.append(route.request.url)
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    page.route("**/*", look)
    page.on("websocket", lambda socket: seen.append(socket.url))
    for path in (LINK, "/?lang=es", "/gradient-descent"):
        page.goto(server.url + path)
        page.wait_for_selector(PLAYER)
        page.wait_for_timeout(500)
    strangers += [url for url in seen if urlsplit(url).hostname not in {"127.0.0.1", None}]
    assert not strangers, strangers
    return f"{len(seen)} requests, none to another host"


def no_webgl(page: Page, server: Server) -> str:
    """The surface is missing, its place says so, and all else works."""
    page.add_init_script(NO_WEBGL)
    page.goto(server.url + LINK.replace("lang=en", "lang=es"))
    page.wait_for_selector(PLAYER)
    note = page.locator(".pg-flat").inner_text()
    walks(page)
    answers(page)
    assert "tres dimensiones" in note, "in the visitor's language"
    assert not page.get_by_text("get.webgl.org").is_visible()  # Plotly's own words, in English, of another site
    return "the page says so in the place of the surface; steps and sliders work"


def no_component(page: Page, server: Server) -> str:
    """The player's script never arrives: a note leads to a page without it."""
    page.route("**/player-*/**", lambda route: route.abort())
    page.goto(server.url + FLAT)
    note = page.locator(".pg-note a")
    note.wait_for()
    page.wait_for_function("getComputedStyle(document.querySelector('.pg-note')).opacity === '1'")
    note.click()
    page.wait_for_selector(".st-key-loss .js-plotly-plot")
    assert "plain=1" in page.url
    assert "alpha=0.013" in page.url
    page.goto(f"{server.url}/house-price?alpha=0.013")
    page.locator(".pg-note a").click()
    page.wait_for_selector(".st-key-task-losses .js-plotly-plot")
    assert "alpha=0.013" in page.url
    return "a note appears; its link shows the whole path by ordinary charts"


def restarted(page: Page) -> str:
    """The server dies in the middle of a class and comes back: the page finds its state in the link."""
    port = free_port()
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        process, url, _ = start(log, port=port)
        try:
            wait_healthy(url)
            page.goto(url + FLAT)
            page.wait_for_selector(PLAYER)
            answers(page)
            address, run = page.url, page.locator(PLAYER).get_attribute("data-run")
            process.send_signal(signal.SIGKILL)
            process.wait()
            page.wait_for_timeout(2000)
            walks(page)  # what has been computed can be played without a server
            process, url, _ = start(log, port=port)
            wait_healthy(url)
            begin = time.perf_counter()
            # Streamlit tries again after ever longer pauses, of which one may be longer than our patience.
            connected = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
            page.wait_for_selector(connected, timeout=3000 * PATIENCE)
            answers(page, presses=3)  # one may fall upon a slider that is just being drawn anew, and nobody hears it
            seconds = time.perf_counter() - begin
            assert "steps=40" in page.url, page.url
            assert page.locator(PLAYER).get_attribute("data-steps") == "40"
            page.goto(address)
            page.wait_for_selector(PLAYER)
            assert page.locator(PLAYER).get_attribute("data-run") == run
        finally:
            process.terminate()
            process.wait()
    return f"plays on without it; {seconds:.0f} s after its return sliders work and the run is the one of the link"


def wait_healthy(url: str) -> None:
    """Until the app answers."""
    begin = time.perf_counter()
    while not healthy(url):
        assert time.perf_counter() - begin < PATIENCE, "the app did not start"
        time.sleep(0.05)


def cut(page: Page, server: Server) -> str:
    """The WebSocket is cut."""
    page.add_init_script(SOCKETS)
    page.goto(server.url + FLAT)
    page.wait_for_selector(PLAYER)
    walks(page)
    for _ in range(3):
        page.evaluate("window.sockets.forEach((socket) => socket.close())")
        page.wait_for_function("window.sockets.some((socket) => socket.readyState === 1)")
        answers(page)
    assert step_of(page) == "1"
    return "three times: connected again by itself, step and settings kept"


def slow(page: Page, server: Server) -> str:
    """1 Mbit/s and 300 ms to the server."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 300, "downloadThroughput": 125_000, "uploadThroughput": 125_000},
    )
    begin = time.perf_counter()
    page.goto(server.url + LINK, wait_until="commit")
    page.wait_for_selector(PLAYER)
    first = time.perf_counter() - begin
    begin = time.perf_counter()
    page.reload(wait_until="commit")
    page.wait_for_selector(PLAYER)
    again = time.perf_counter() - begin
    begin = time.perf_counter()
    answers(page)
    press_seconds = time.perf_counter() - begin
    walks(page)
    return f"first visit {first:.0f} s, second {again:.1f} s, a slider {press_seconds:.1f} s; no error"


def asleep(page: Page, server: Server, seconds: float) -> str:
    """The browser freezes the tab, as it does on a phone that is put away."""
    page.goto(server.url + LINK)
    page.wait_for_selector(PLAYER)
    walks(page)
    press(page, "play")
    life = page.context.new_cdp_session(page)
    life.send("Page.setWebLifecycleState", {"state": "frozen"})
    time.sleep(seconds)
    life.send("Page.setWebLifecycleState", {"state": "active"})
    answers(page)
    return f"asleep for {seconds:.0f} s while playing; awake, sliders work"


def read_only(page: Page) -> str:
    """Nothing can be written but in memory, and the server is nobody in particular."""
    unshare = shutil.which("unshare")
    if not unshare or os.geteuid() != 0:
        return "not tried: it takes root and unshare(1)"
    port = free_port()
    shell = (
        "mount --make-rprivate / && mount -o remount,bind,ro / && { touch /written 2>/dev/null && exit 9; true; }"
        ' && exec setpriv --reuid 10001 --regid 10001 --clear-groups "$@"'
    )
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.address=127.0.0.1",
        f"--server.port={port}",
    ]
    process = subprocess.Popen(
        [unshare, "--mount", "sh", "-c", shell, "sh", *command, "--server.fileWatcherType=none"],
        cwd=ROOT,
        env={**os.environ, "HOME": "/tmp", "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        begin = time.perf_counter()
        while not healthy(url):
            if process.poll() is not None:
                return f"not tried: no read-only view of the file system here (exit code {process.returncode})"
            assert time.perf_counter() - begin < PATIENCE
            time.sleep(0.05)
        page.goto(url + LINK)
        page.wait_for_selector(PLAYER)
        walks(page)
        answers(page)
    finally:
        process.terminate()
        process.wait()
    return "starts, plays and computes as user 10001 on a root that is mounted read-only"


def stops(page: Page) -> str:
    """SIGTERM while a browser is connected."""
    with TemporaryDirectory() as folder:
        process, url, _ = start(Path(folder) / "log")
        wait_healthy(url)
        page.goto(url + LINK)
        page.wait_for_selector(PLAYER)
        begin = time.perf_counter()
        process.terminate()
        process.wait(timeout=PATIENCE)
        seconds = time.perf_counter() - begin
    assert seconds < 10, f"{seconds:.1f} s"
    return f"the process is gone after {seconds:.1f} s"


def faults(server: Server, options: argparse.Namespace) -> dict[str, Callable[[Page], str]]:
    """Every fault by name; those that end a server have one of their own."""
    return {
        "no network but the server": lambda page: no_network(page, server),
        "browser without WebGL": lambda page: no_webgl(page, server),
        "component script blocked": lambda page: no_component(page, server),
        "server killed and restarted": restarted,
        "WebSocket cut": lambda page: cut(page, server),
        "slow client: 1 Mbit/s, 300 ms": lambda page: slow(page, server),
        "tab asleep": lambda page: asleep(page, server, options.asleep),
        "read-only file system, no root": read_only,
        "SIGTERM with a visitor": stops,
    }


def main() -> int:
    """Try everything; the exit code is how many ended badly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--asleep", type=float, default=10, help="seconds that the tab sleeps (10)")
    parser.add_argument("--only", default="", help="part of the name of the faults to try")
    options = parser.parse_args()
    rows: list[Sequence[str]] = []
    failed = untried = 0
    with serving() as server, browsing() as browser:
        for name, act in faults(server, options).items():
            if options.only not in name:
                continue
            try:
                with page_of(browser) as page:
                    happened = act(page)
                tried = not happened.startswith("not tried")
                untried += not tried
                rows.append((name, "well" if tried else "NOT TRIED", happened.removeprefix("not tried: ")))
                assert not server.complaints(), server.complaints()
            except Exception as error:  # a benchmark reports what went wrong, whatever it was
                failed += 1
                rows.append((name, "BADLY", " ".join(f"{type(error).__name__}: {error}".split())[:200]))
    if untried:
        print(f"{untried} of {len(rows)} were not tried here and count as neither.")
    table(("what was done", "it ends", "what happened"), rows)
    return failed


if __name__ == "__main__":
    sys.exit(main())
