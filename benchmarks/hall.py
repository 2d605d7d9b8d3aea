"""What a hall waits for: from the press of a clicker to the frame that shows the next state of a projected lesson.

    python benchmarks/hall.py

starts an app of its own and leads through whole lessons by PageDown alone, as a lecturer does. A state counts as
painted when the player has drawn its run. Times are taken inside the page. Beside them stands when its sentence was
there, which comes from the server: what the figure too would wait for if nothing were sent along.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field

from harness import PATIENCE, ROOT, Row, percentile, report, serving, spread
from interaction import chromium
from playwright.sync_api import Page, ViewportSize

sys.path.append(str(ROOT))
from playground.content import lesson
from playground.ui.lesson.sequence import sequence

WALL = ViewportSize(width=1280, height=720)
LESSONS = ("gradient-descent", "stochastic-gradient-descent", "momentum", "adam")
REST = 1500
"""Milliseconds between two presses, in which the state comes to rest."""

PRESS = """() => new Promise((done) => {
  const root = () => document.querySelector("[data-testid=player]");
  const said = () => document.querySelector(".st-key-state p, .st-key-asked p")?.textContent;
  const before = [root().dataset.run, said()], begin = performance.now(), times = [null, null];
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "PageDown", bubbles: true, cancelable: true }));
  const look = (now) => {
    if (times[0] === null && root()?.dataset.run !== before[0]) times[0] = now - begin;
    if (times[1] === null && said() !== before[1]) times[1] = now - begin;
    if ((times[0] !== null && times[1] !== null) || now - begin > 5000) done(times);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


@dataclass
class Waits:
    """Milliseconds from a press until its state is painted, and until its sentence is there."""

    painted: list[float] = field(default_factory=list)
    said: list[float] = field(default_factory=list)


def lead(page: Page, url: str, name: str) -> Waits:
    """Go through a lesson by PageDown; what leaves the figure as it is counts for its sentence alone."""
    waits = Waits()
    page.goto(f"{url}/{name}?present=1&lang=en&hide=surface", wait_until="commit")
    page.wait_for_selector("[data-testid=player][data-run]", state="attached")
    page.wait_for_timeout(2 * REST)
    page.keyboard.press("PageDown")  # the first press plays what the lesson opens with
    page.wait_for_timeout(REST)
    for _ in sequence(lesson(name, "en"), projected=True)[1:]:
        painted, said = page.evaluate(PRESS)
        if painted is not None:
            waits.painted.append(painted)
        if said is not None:
            waits.said.append(said)
        page.wait_for_timeout(REST)
    return waits


def main() -> None:
    """Lead through the lessons and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("lessons", nargs="*", default=LESSONS)
    names = parser.parse_args().lessons
    whole, rows = Waits(), []
    with serving() as server, chromium() as browser:
        page = browser.new_page(viewport=WALL)
        page.set_default_timeout(1000 * PATIENCE)
        for name in names:
            waits = lead(page, server.url, name)
            whole.painted += waits.painted
            whole.said += waits.said
            measured = f"{spread(waits.painted, 'ms', 0.5, 1)}; sentence {spread(waits.said, 'ms', 0.5, 1)}"
            rows.append(Row(f"{name}: PageDown → state painted, median / worst", "150 ms", "50 ms", measured))
    figures = {"painted": percentile(whole.painted, 0.5), "said": percentile(whole.said, 0.5)}
    rows.append(Row("all of them", "150 ms", "50 ms", spread(whole.painted, "ms", 0.5, 1)))
    report(rows, figures)


if __name__ == "__main__":
    main()
