"""What one visitor of each lesson and task feels, in a real Chromium: the page opens, then a slider is moved.

    python benchmarks/pages.py [page ...]

starts an app of its own and prints a line for each page, and a line of JSON. A change is answered when the new path
(on a task's page the new losses) is on the screen, and on a page without either when the last of its charts has come to
rest. Figures that follow a path are at rest later: that is the last number of a line.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from harness import ROOT, Row, Server, percentile, report, serving, spread
from interaction import chromium, presses, visitor
from playwright.sync_api import Browser

sys.path.insert(0, str(ROOT))
from playground.ui.navigation import PAGES

SLIDERS = {"supervised-learning": "Move one parameter", "convexity": "The point φ"}
"""The slider that is moved, by the beginning of its name, where it is not that of the learning rate."""


def measure(browser: Browser, server: Server, page: str, times: int) -> dict[str, Any]:
    """One page, opened by somebody who has never been here."""
    with visitor(browser, server) as guest:
        guest.page.goto(f"/{page}", wait_until="commit")
        opened = float(guest.page.evaluate("bench.firstChart"))
        guest.page.wait_for_timeout(3000)
        plays = guest.page.locator("[data-run]").count() and page not in SLIDERS
        slider = SLIDERS.get(page, "α")
        expectation = "expectPath('keydown')" if plays else "expectCharts('keydown')"
        milliseconds, traffic = presses(guest, slider, expectation, times)
        settled, _ = presses(guest, slider, "expectRest('keydown')", times)
    size = percentile([each.everything for each in traffic], 0.5)
    return {"page": page, "first_chart_ms": opened, "press_ms": milliseconds, "rest_ms": settled, "press_bytes": size}


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", nargs="*", default=[page.url for page in PAGES if page.url], help="all, if not given")
    parser.add_argument("--times", type=int, default=10, help="how often the slider is moved (10)")
    options = parser.parse_args()
    with serving() as server, chromium() as browser:
        figures = []
        for page in options.page:
            print(page, file=sys.stderr)
            figures.append(measure(browser, server, page, options.times))
    rows = [
        Row(
            f"/{each['page']}: first chart; slider → painted, p50 / max; bytes; → at rest, p50",
            "4000; 150 / 300 ms; 60 KB",
            "2500; 100 / 150 ms; 30 KB",
            "; ".join(
                (
                    f"{each['first_chart_ms']:.0f}",
                    spread(each["press_ms"], "ms", 0.5, 1),
                    f"{each['press_bytes'] / 1e3:.0f} KB",
                    f"{percentile(each['rest_ms'], 0.5):.0f} ms",
                )
            ),
        )
        for each in figures
    ]
    report(rows, {"pages": figures})
    return 0


if __name__ == "__main__":
    sys.exit(main())
