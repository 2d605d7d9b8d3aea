"""The first visit on a poor network: nothing in the cache, 1.5 Mbit/s, 300 ms to the server and back.

    python benchmarks/cold_start.py

starts an app of its own, which answers one visit unmeasured (a server that runs has compressed its files), and prints
when the first picture is seen, when the page stands, when the contour is live, and what has travelled until then.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from typing import Any

from harness import Row, report, serving
from interaction import chromium
from playwright.sync_api import Browser

MARKS = """
const seen = (window.seen = {});
const marks = {
  picture: () => document.querySelector(".pg-picture svg"),
  page: () => document.querySelector(".st-key-appearance"),
  live: () => document.querySelector("[data-testid=player][data-run]") && !document.querySelector(".pg-picture"),
};
const look = () => {
  for (const [name, is] of Object.entries(marks)) if (!(name in seen) && is()) seen[name] = performance.now();
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) seen.shift = (seen.shift ?? 0) + one.value;
}).observe({ type: "layout-shift", buffered: true });
"""
"""Notes in the page when each is first seen, and how far things have jumped (the browser's layout shift)."""


TOLD = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  return { ...seen, paint };
}"""


def visit(browser: Browser, url: str, options: argparse.Namespace) -> dict[str, Any]:
    """Open the page as somebody who was never here."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(180_000)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    rate = options.mbits * 1e6 / 8
    network = {"offline": False, "latency": options.latency, "downloadThroughput": rate, "uploadThroughput": rate}
    line.send("Network.emulateNetworkConditions", network)
    # The page's own count leaves out what a header has asked for before it, and that is the largest file.
    travelled: list[float] = []
    line.on("Network.loadingFinished", lambda told: travelled.append(told["encodedDataLength"]))
    page.add_init_script(MARKS)
    page.goto(f"{url}/{options.page}", wait_until="commit")
    page.wait_for_function("'live' in seen")
    page.wait_for_timeout(2_000)  # what is still on its way counts too
    found: dict[str, Any] = page.evaluate(TOLD)
    found |= {"requests": len(travelled), "kilobytes": sum(travelled) / 1e3}
    context.close()
    return found


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=3, help="visits (3)")
    parser.add_argument("--mbits", type=float, default=1.5, help="megabits a second (1.5)")
    parser.add_argument("--latency", type=float, default=300, help="milliseconds to the server and back (300)")
    parser.add_argument("--page", default="", help="page and query (the playground)")
    options = parser.parse_args()
    with serving() as server, chromium() as browser:
        visits = [visit(browser, server.url, options) for _ in range(options.n + 1)][1:]
    names = ("picture", "paint", "page", "live", "requests", "kilobytes", "shift")
    middle = {name: statistics.median(one.get(name) or 0 for one in visits) for name in names}
    seconds = {name: f"{middle[name] / 1e3:.1f} s" for name in ("paint", "page", "live")}
    rows = [
        Row("first picture painted", "1.5 s", "0.8 s", seconds["paint"]),
        Row("the page stands", "", "", seconds["page"]),
        Row("first live contour", "12 s", "8 s", seconds["live"]),
        Row("until then: answers · kilobytes", "", "", f"{middle['requests']:.0f} · {middle['kilobytes']:.0f}"),
        Row("layout shift", "", "", f"{middle['shift']:.3f}"),
    ]
    report(rows, {"visits": visits})
    return 0


if __name__ == "__main__":
    sys.exit(main())
