"""The app inside another site's page, behind two replicas and haproxy under TLS, third-party cookies blocked.

    python benchmarks/framed.py                    # needs haproxy, openssl and Chromium

A page of one site (localhost) shows the app of another (127.0.0.1, with a certificate signed by itself) in a frame. It
must draw, play, change, take a file, and come back with its run when its replica is killed. Prints what happened, one
line a trial; the exit code is how many went badly.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from harness import PATIENCE, free_port, table
from interaction import BROWSERS, FLAGS
from playwright.sync_api import Frame, sync_playwright
from replicas import order, running

PLAYER = "document.querySelector('[data-testid=player]')?.dataset"
LINK = "lang=en&steps=40&hide=surface&embed=true"


def certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 and its key in one file, as haproxy reads them."""
    key, signed, both = folder / "key.pem", folder / "signed.pem", folder / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(signed)]
    subprocess.run([*command, *names], check=True, capture_output=True)
    both.write_text(signed.read_text() + key.read_text())
    return both


@contextmanager
def course(folder: Path, app: str) -> Iterator[str]:
    """A page of another site with the app in a frame."""
    (folder / "course.html").write_text(
        f'<!doctype html><h1>Course</h1><iframe src="{app}/?{LINK}" width="1200" height="760"></iframe>'
    )
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/course.html"
    finally:
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def draws(frame: Frame) -> str:
    frame.wait_for_function(f"{PLAYER}?.run")
    frame.wait_for_selector(".st-key-contour .js-plotly-plot .main-svg", state="attached")
    return "the run is on the screen"


def plays(frame: Frame) -> str:
    frame.locator("[data-action=play]").click()
    frame.wait_for_function(f"Number({PLAYER}?.step) >= 5")
    frame.locator("[data-action=play]").click()
    return "five steps and more"


def unfolds(frame: Frame) -> str:
    frame.locator("[data-testid=stExpandSidebarButton]").click()
    frame.locator("[data-testid=slider-alpha] input[type=range]").wait_for()
    return "the controls, which a frame opens without"


def changes(frame: Frame) -> str:
    before = frame.evaluate(f"{PLAYER}.run")
    frame.locator("[data-testid=slider-alpha] input[type=range]").press("ArrowRight")
    frame.wait_for_function(f"(before) => ({PLAYER}?.run ?? before) !== before", arg=before)
    return "another run"


def takes_a_file(frame: Frame) -> str:
    frame.get_by_text("Your own data").first.click()
    frame.locator("input[type=file]").first.wait_for(state="attached")
    text = "x,y\n0,1\n1,3\n2,4.5\n3,7\n"
    frame.locator("input[type=file]").first.set_input_files(
        {"name": "points.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    frame.get_by_text("Rows: 4.").first.wait_for()
    frame.wait_for_function("new URLSearchParams(location.search).get('data') === '0,1_1,3_2,4.5_3,7'")
    return "its four points are in the link"


TRIALS: dict[str, Callable[[Frame], str]] = {
    "draws": draws,
    "plays": plays,
    "unfolds": unfolds,
    "changes": changes,
    "takes a file": takes_a_file,
}


def comes_back(frame: Frame, replicas: list[subprocess.Popen[bytes]], control: Path) -> str:
    """Kill the replica that serves the frame: the other must go on with the same run."""
    kept = frame.evaluate(f"{PLAYER}.run")
    doomed = serves(control)
    replicas[int(doomed.removeprefix("replica")) - 1].kill()
    begin = time.monotonic()
    while serves(control) in ("", doomed):
        if time.monotonic() - begin > PATIENCE:
            raise TimeoutError("nobody came back")
        frame.page.wait_for_timeout(200)
    gap = time.monotonic() - begin
    if frame.evaluate(f"{PLAYER}.run") != kept:
        raise AssertionError("another run")
    frame.page.wait_for_timeout(8_000)  # until the other has drawn the page
    changes(frame)
    return f"{doomed} was killed; after {gap:.1f} s on the other with the same run, which changes"


def serves(control: Path) -> str:
    """The replica that has a conversation; empty where none has."""
    lines = [line.split(",") for line in order(control, "show stat").splitlines()]
    busy = (cells[1] for cells in lines if cells[0] == "playground" and cells[1][:7] == "replica" and cells[4] != "0")
    return next(busy, "")


def main() -> int:
    """Try everything; the exit code is how many failed."""
    missing = [name for name in ("haproxy", "openssl") if shutil.which(name) is None]
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if missing or browser is None:
        print(f"Skipped: needs {', '.join(missing) or 'Chromium'} on the path.")
        return 0
    failed, rows = 0, []
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        with running(2, folder, certificate(folder)) as (url, replicas, control), course(folder, url) as outside:
            flags = [*FLAGS, "--ignore-certificate-errors", "--test-third-party-cookie-phaseout"]
            context = playwright.chromium.launch(executable_path=browser, args=flags).new_context(
                ignore_https_errors=True, locale="en-GB", viewport={"width": 1280, "height": 900}
            )
            page = context.new_page()
            page.set_default_timeout(60_000)
            page.goto(outside)
            frame = page.frames[1]
            last = functools.partial(comes_back, replicas=replicas, control=control)
            for trial, act in [*TRIALS.items(), ("comes back from a replica that dies", last)]:
                try:
                    rows.append((trial, "well", act(frame)))
                except Exception as error:  # whatever it was, it is in the table
                    failed += 1
                    rows.append((trial, "BADLY", " ".join(f"{type(error).__name__}: {error}".split())[:160]))
            cookies = [one for one in context.cookies() if one["name"] == "replica"]
            kind = ", ".join(
                f"{name} {one.get(name)}" for one in cookies for name in ("secure", "sameSite", "partitionKey")
            )
            good = bool(cookies) and all(one["secure"] and one.get("partitionKey") for one in cookies)
            failed += not good
            rows.append(("its replica's cookie is kept for this page", "well" if good else "BADLY", kind))
            context.close()
    table(("in a frame of another site", "it ends", "what happened"), rows)
    return failed


if __name__ == "__main__":
    sys.exit(main())
