"""The playground in Debian's Firefox: opened, played, stepped, clicked, changed, on a desk and on a phone.

    python benchmarks/firefox.py

Firefox is driven over WebDriver BiDi, which it speaks itself (--remote-debugging-port); no driver stands between.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from harness import PATIENCE, serving, table
from websockets.sync.client import ClientConnection, connect

BROWSERS = ("firefox-esr", "firefox")
READY = "document.querySelector('[data-testid=player][data-run]') !== null"


class Firefox:
    """One window of a Firefox that was started for this."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.numbers = count(1)
        self.call("session.new", capabilities={})
        self.window = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **parameters: Any) -> Any:
        """Send a command and wait for its answer."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv(timeout=PATIENCE))
            if answer.get("id") == number:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['message']}")
                return answer["result"]

    def go(self, url: str) -> None:
        """Open a page."""
        self.call("browsingContext.navigate", context=self.window, url=url, wait="complete")

    def size(self, width: int, height: int) -> None:
        """Make the window as large as a screen."""
        viewport = {"width": width, "height": height}
        self.call("browsingContext.setViewport", context=self.window, viewport=viewport)

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression that JSON can hold."""
        answer = self.call(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self.window},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def until(self, expression: str) -> Any:
        """Wait until an expression is true; its value."""
        begin = time.monotonic()
        while True:
            value = self.ask(expression)
            if value:
                return value
            if time.monotonic() - begin > PATIENCE:
                raise TimeoutError(expression)
            time.sleep(0.05)

    def click(self, x: float, y: float, kind: str = "mouse") -> None:
        """Press and release at a point of the window, with the mouse or a finger."""
        steps: list[dict[str, Any]] = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        source = {"type": "pointer", "id": kind, "parameters": {"pointerType": kind}, "actions": steps}
        self.call("input.performActions", context=self.window, actions=[source])

    def press(self, key: str) -> None:
        """Press a key."""
        steps = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        source = {"type": "key", "id": "keys", "actions": steps}
        self.call("input.performActions", context=self.window, actions=[source])

    def click_on(self, selector: str, kind: str = "mouse") -> None:
        """Press and release in the middle of an element, as soon as it is there."""
        self.until(f"document.querySelector({selector!r}) !== null")
        self.ask(f"document.querySelector({selector!r}).scrollIntoView({{ block: 'center' }}) ?? 0")
        box = self.ask(f"document.querySelector({selector!r}).getBoundingClientRect()")
        self.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, kind)


def installed() -> str | None:
    """The machine's Firefox."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def firefox() -> Iterator[Firefox]:
    """A Firefox without a window, a profile of its own; ends with the block."""
    command = installed()
    if command is None:
        raise SystemExit("No Firefox: install Debian's package firefox-esr.")
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        arguments = ["--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0", "about:blank"]
        with log.open("wb") as out:
            process = subprocess.Popen([command, *arguments], stdout=out, stderr=subprocess.STDOUT)
        try:
            with connect(_address(process, log) + "/session", max_size=None, open_timeout=PATIENCE) as socket:
                yield Firefox(socket)
        finally:
            process.terminate()
            process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Where Firefox listens; it says so in its log."""
    begin = time.monotonic()
    while process.poll() is None and time.monotonic() - begin < PATIENCE:
        found = re.search(r"WebDriver BiDi listening on (ws://\S+)", log.read_text(errors="replace"))
        if found:
            return found[1]
        time.sleep(0.05)
    raise RuntimeError(f"Firefox does not listen:\n{log.read_text(errors='replace')}")


# ---------------------------------------------------------------- what is tried

# The player is off the page for a moment whenever Streamlit renews the place where it stands.
PLAYER = "(document.querySelector('[data-testid=player]')?.dataset ?? {})"
CHART = "document.querySelector('.st-key-contour .nsewdrag')"


def opens(page: Firefox, url: str) -> str:
    page.size(1280, 800)
    page.go(f"{url}/?lang=es&alpha=0.013&steps=40&hide=surface")
    page.until(READY)
    page.until(f"{CHART} !== null")
    return f"run on the screen, language {page.ask('document.documentElement.lang')}"


def steps(page: Firefox, url: str) -> str:
    page.click_on("[data-action=forward]")
    page.until(f"{PLAYER}.step === '1'")
    page.click_on("[data-action=end]")
    page.until(f"{PLAYER}.step === '40'")
    return "one step, then the end"


def plays(page: Firefox, url: str) -> str:
    page.click_on("[data-action=start]")
    before = int(page.ask(f"{PLAYER}.drawn"))
    page.click_on("[data-action=play]")
    begin = time.perf_counter()
    page.until(f"Number({PLAYER}.step) >= 20")
    frames = (int(page.ask(f"{PLAYER}.drawn")) - before) / (time.perf_counter() - begin)
    page.click_on("[data-action=play]")
    page.until(f"{PLAYER}.playing === 'false'")
    return f"{frames:.0f} frames/s"


def clicks(page: Firefox, url: str) -> str:
    return _set_start(page, "mouse")


def _set_start(page: Firefox, kind: str) -> str:
    page.ask(f"{CHART}.scrollIntoView({{ block: 'center' }}) ?? 0")
    time.sleep(1)  # a tap that stops a scroll sets no start
    before = page.until(f"{PLAYER}.run")
    box = page.ask(f"{CHART}.getBoundingClientRect()")
    page.click(box["x"] + 0.7 * box["width"], box["y"] + 0.6 * box["height"], kind)
    page.until(f"({PLAYER}.run ?? {before!r}) !== {before!r}")
    page.until("location.search.includes('start=')")
    return "a run from there: " + str(page.ask("new URLSearchParams(location.search).get('start')"))[:24]


def slides(page: Firefox, url: str) -> str:
    before = page.until(f"{PLAYER}.run")
    page.ask("document.querySelector('[data-testid=slider-alpha] input[type=range]').focus() ?? 0")
    page.press("\ue014")
    page.until(f"({PLAYER}.run ?? {before!r}) !== {before!r}")
    return "another run"


def phone(page: Firefox, url: str) -> str:
    page.size(390, 844)
    page.go(f"{url}/?lang=es&steps=40&hide=surface")
    page.until(READY)
    page.until(f"{CHART} !== null")
    page.click_on("[data-action=forward]", "touch")
    page.until(f"{PLAYER}.step === '1'")
    wide = page.ask("document.documentElement.scrollWidth")
    if wide > 390:
        raise AssertionError(f"{wide} pixels wide")
    return "a step by touch; " + _set_start(page, "touch")


TRIALS: dict[str, Callable[[Firefox, str], str]] = {
    "open a link": opens,
    "step": steps,
    "play": plays,
    "click the start": clicks,
    "move a slider by key": slides,
    "a phone, by touch": phone,
}


def main() -> int:
    """Try everything; the exit code is how many failed."""
    failed, rows = 0, []
    with serving() as server, firefox() as page:
        version = page.ask("navigator.userAgent.match(/Firefox.[0-9.]+/)[0]")
        for name, act in TRIALS.items():
            try:
                rows.append((name, "well", act(page, server.url)))
            except Exception as error:  # whatever it was, it is in the table
                failed += 1
                rows.append((name, "BADLY", " ".join(f"{type(error).__name__}: {error}".split())[:160]))
    table((version, "it ends", "what happened"), rows)
    return failed


if __name__ == "__main__":
    sys.exit(main())
