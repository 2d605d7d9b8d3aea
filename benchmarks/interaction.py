"""What one visitor feels, in a real Chromium: from a press, a click or a drag to the frame that shows the answer.

    python benchmarks/interaction.py

starts an app of its own and prints a table and a line of JSON. Browser and server share the machine, and 3-D is drawn
in software unless the machine has a GPU that Chromium finds: a worst case. Times are taken inside the page, by
`observe.js`; bytes are those that reach the browser, by WebSocket and otherwise.
"""

from __future__ import annotations

import argparse
import base64
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from harness import PATIENCE, Row, Server, percentile, report, serving, spread
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

OBSERVER = Path(__file__).with_name("observe.js")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Without a GPU, WebGL is drawn in software; the page itself must not be, or a canvas costs more than what is on it.
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--enable-unsafe-swiftshader",
]
SCREEN = ViewportSize(width=1280, height=800)
REST = 400
"""Milliseconds between two measurements, in which whatever the last one stirred up comes to rest."""

SWEEP = 2.0
"""Seconds for which a hand drags."""

SECTIONS = ("This step, in numbers", "Curvature at this point")
LEARNING = "/?alpha=0.001"
LANDSCAPE = "/?model=Quadratic"
DRAGGED = "/?model=Gabor"
PLAYING = "/?model=Gabor&steps=200&alpha=0.05"
RIVALS = "&run=Momentum&run=Nesterov&run=Adam&run=GradientDescent,alpha=0.02"


RUN = re.compile(rb'"(?:phi|loss)": \{"b": "([^"]*)"')
"""Where a message to the player holds a path and its losses."""


@dataclass
class Traffic:
    """Bytes that have reached the browser, and how many of them were paths and losses."""

    everything: int = 0
    runs: int = 0


class Visitor:
    """A page in the browser, with what has reached it by the network so far."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.traffic = Traffic()
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.webSocketFrameReceived", lambda event: self._receive(event["response"]))
        network.on("Network.loadingFinished", lambda event: self._fetch(event["encodedDataLength"]))

    def _receive(self, frame: dict[str, str]) -> None:
        data = base64.b64decode(frame["payloadData"])
        self.traffic.everything += len(data)
        self.traffic.runs += sum(map(len, RUN.findall(data)))

    def _fetch(self, size: float) -> None:
        self.traffic.everything += int(size)

    def open_section(self, heading: str) -> None:
        """Unfold a section of the page."""
        self.page.get_by_text(heading, exact=True).click()
        self.page.wait_for_timeout(5 * REST)

    def open(self, link: str) -> float:
        """Go to a link of the app; milliseconds until its first contour is on the screen, and wait for the player."""
        self.page.goto(link, wait_until="commit")
        milliseconds = float(self.page.evaluate("bench.firstContour"))
        self.page.wait_for_selector("[data-testid=player][data-run]")
        self.page.wait_for_timeout(5 * REST)
        return milliseconds

    def time(self, expectation: str, act: Callable[[], None]) -> float:
        """Milliseconds from what `act` does to what is expected of the page."""
        self.page.evaluate(f"bench.{expectation}")
        act()
        milliseconds = float(self.page.evaluate("bench.answer"))
        self.page.wait_for_timeout(REST)
        return milliseconds


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium, without a window."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise SystemExit(f"No browser: install one of {', '.join(BROWSERS)}, such as Debian's package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser, server: Server) -> Iterator[Visitor]:
    """Somebody who has never been here: an empty cache, a new session."""
    context = browser.new_context(base_url=server.url, viewport=SCREEN, locale="en-US")
    context.set_default_timeout(1000 * PATIENCE)
    context.add_init_script(path=OBSERVER)
    yield Visitor(context.new_page())
    context.close()


def openings(browser: Browser, server: Server, times: int) -> list[float]:
    """Page open → first chart, each time in a fresh browser context."""
    measured = []
    for _ in range(times):
        with visitor(browser, server) as guest:
            measured.append(guest.open("/"))
    return measured


def presses(guest: Visitor, label: str, expectation: str, times: int) -> tuple[list[float], list[Traffic]]:
    """Milliseconds and traffic of each press of → on the slider of that label."""
    guest.page.get_by_role("slider", name=label).first.focus()
    milliseconds, traffic = [], []
    for _ in range(times):
        guest.traffic = Traffic()
        milliseconds.append(guest.time(expectation, partial(guest.page.keyboard.press, "ArrowRight")))
        traffic.append(guest.traffic)
    return milliseconds, traffic


def places(guest: Visitor, times: int) -> list[tuple[float, float]]:
    """Points of the screen spread over the contour, none of them twice."""
    plot = guest.page.locator(".js-plotly-plot:has(.contourlayer) .nsewdrag").first.bounding_box()
    assert plot, "the contour has no area"
    shares = [(0.2 + 0.6 * (0.618 * i % 1), 0.2 + 0.6 * i / times) for i in range(times)]
    return [(plot["x"] + u * plot["width"], plot["y"] + v * plot["height"]) for u, v in shares]


def clicks(guest: Visitor, times: int) -> list[float]:
    """Click on the contour → path from there."""
    mouse = guest.page.mouse
    return [guest.time("expectPath('pointerup')", partial(mouse.click, *at)) for at in places(guest, times)]


def swept(guest: Visitor, name: str, *points: tuple[float, float]) -> dict[str, Any]:
    """Drag to and fro between two points of the screen without a pause.

    Returns, under names that begin with `name`: milliseconds from a move to the picture that follows it, pictures a
    second, and milliseconds from the release to the exact path.
    """
    mouse, (begin, end) = guest.page.mouse, points
    mouse.move(*begin)
    mouse.down()
    guest.page.evaluate("bench.follow()")
    last = time.monotonic() + SWEEP
    for share in cycle([i / 40 for i in (*range(40), *range(40, 0, -1))]):
        mouse.move(*(a + share * (b - a) for a, b in zip(begin, end, strict=True)))
        if time.monotonic() > last and 0 < share < 1:
            break
    followed = guest.page.evaluate("bench.followed()")
    release = guest.time("expectPath('pointerup')", mouse.up)
    return {f"{name}_ms": followed["waits"], f"{name}_rate": followed["rate"], f"{name}_release_ms": [release]}


def slid(guest: Visitor, field: str, name: str) -> dict[str, Any]:
    """The same with the slider of a field, over a quarter of its track."""
    track = guest.page.get_by_test_id(f"slider-{field}").locator("input[type=range]")
    track.scroll_into_view_if_needed()
    box, share = track.bounding_box(), track.evaluate("(one) => one.value / one.max")
    assert box, "the slider has no area"
    y = box["y"] + box["height"] / 2
    x = box["x"] + 8 + share * (box["width"] - 16)
    return swept(guest, name, (x, y), (x - 0.25 * box["width"], y))


def carried(guest: Visitor, name: str) -> dict[str, Any]:
    """The same with the start on the contour."""
    (x, y), *_ = places(guest, 1)
    guest.time("expectPath('pointerup')", lambda: guest.page.mouse.click(x, y))
    return swept(guest, name, (x, y), (x + 80, y + 60))


def playing(guest: Visitor, seconds: float) -> float:
    """Frames a second while the player plays from the first step."""
    guest.page.locator("[data-testid=player] [data-action=play]").click()
    return float(guest.page.evaluate(f"bench.framesPerSecond({seconds})"))


def measure(browser: Browser, server: Server, times: int) -> dict[str, Any]:
    """Everything, one visitor after the other."""
    figures: dict[str, Any] = {"healthy_s": server.seconds_to_healthy}
    figures["first_contour_ms"] = openings(browser, server, 5)
    with visitor(browser, server) as guest:
        guest.open(LEARNING + "&steps=100")
        figures["press_ms"], _ = presses(guest, "α", "expectPath('keydown')", times)
        figures["click_ms"] = clicks(guest, times)
    with visitor(browser, server) as guest:
        guest.open(LEARNING + "&steps=100")
        for heading in SECTIONS:
            guest.open_section(heading)
        figures["press_open_ms"], traffic = presses(guest, "α", "expectPath('keydown')", times)
        figures["press_bytes"] = [each.everything for each in traffic]
        figures["run_bytes"] = [each.runs for each in traffic]
    for name, link in {"drag_one": DRAGGED, "drag_five": f"{DRAGGED}&steps=200{RIVALS}"}.items():
        with visitor(browser, server) as guest:
            guest.open(link)
            figures |= slid(guest, "alpha", name)
            figures |= carried(guest, name.replace("drag", "carry"))
    with visitor(browser, server) as guest:
        guest.open(DRAGGED)
        figures |= slid(guest, "divisor", "drag_landscape")
    with visitor(browser, server) as guest:
        guest.open(LANDSCAPE)
        figures["landscape_ms"], _ = presses(guest, "κ", "expectContour('keydown')", times // 2)
    for name, link in {"one": PLAYING, "five": PLAYING + RIVALS}.items():
        with visitor(browser, server) as guest:
            guest.open(link)
            figures[f"frames_{name}"] = playing(guest, 5)
    return figures


def rows(figures: dict[str, Any]) -> list[Row]:
    """The lines of the report: each figure beside its bars."""

    def timed(figure: str, must: str, goal: str, name: str) -> Row:
        return Row(f"{figure}, p50 / max", must, goal, spread(figures[name], "ms", 0.5, 1))

    def dragged(figure: str, must: str, goal: str, name: str) -> Row:
        wait, last = percentile(figures[f"{name}_ms"], 0.5), figures[f"{name}_release_ms"][0]
        said = f"{wait:.0f} ms · {figures[f'{name}_rate']:.0f}/s · {last:.0f} ms"
        return Row(f"{figure}: move → picture · pictures · release → exact", must, goal, said)

    frames = f"{figures['frames_one']:.0f} / {figures['frames_five']:.0f} frames/s"
    size, runs = (percentile(figures[name], 0.5) / 1e3 for name in ("press_bytes", "run_bytes"))
    return [
        timed("optimizer slider press → new path painted", "150 / 300 ms", "100 / 150 ms", "press_ms"),
        timed("the same, ledger and curvature open", "", "", "press_open_ms"),
        timed("landscape slider → new contour painted", "600 / – ms", "350 / – ms", "landscape_ms"),
        timed("click on the contour → path from there painted", "250 / – ms", "120 / – ms", "click_ms"),
        dragged("dragging α, Gabor, T = 100", "25 ms · 40/s", "16 ms · 60/s", "drag_one"),
        dragged("the same with five runs, T = 200", "– · 25/s", "", "drag_five"),
        dragged("dragging the start", "25 ms · 40/s", "16 ms · 60/s", "carry_one"),
        dragged("the same with five runs, T = 200", "– · 25/s", "", "carry_five"),
        dragged("dragging D: coarse contour, curve and path", "– · 10/s", "– · 20/s", "drag_landscape"),
        Row(
            "playing, T = 200, one / five paths",
            "50 / 45 frames/s",
            "60 / 60 frames/s",
            frames,
        ),
        Row("bytes a slider change, T = 100, ledger and curvature open", "60 KB", "30 KB", f"{size:.1f} KB"),
        Row("of that, path and losses", "15 KB", "8 KB", f"{runs:.1f} KB"),
        timed("page open → first contour", "4000 / – ms", "2500 / – ms", "first_contour_ms"),
        Row("streamlit run → healthy", "2.5 s", "1.5 s", f"{figures['healthy_s']:.1f} s"),
    ]


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20, help="how often each press, click and drag is done (20)")
    options = parser.parse_args()
    with serving() as server, chromium() as browser:
        figures = measure(browser, server, options.times)
    report(rows(figures), figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
