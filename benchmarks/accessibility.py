"""Every page through axe-core in a real Chromium, in both languages, light and dark: one table of what it finds.

    python benchmarks/accessibility.py
    python benchmarks/accessibility.py --only projected --looks es-light

axe-core's rules of WCAG 2.0 to 2.2, A and AA, and its best practices. What lies in what the app draws itself counts as
ours; what lies in Streamlit's own frame and widgets is listed apart, since only Streamlit can change it. The exit code
is the number of serious or critical findings that are ours.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from faults import browsing
from harness import ROOT, serving, table
from interaction import SCREEN
from playwright.sync_api import Page, ViewportSize

sys.path.append(str(ROOT))
from playground.i18n import languages
from playground.ui.navigation import PAGES

ColorScheme = Literal["light", "dark"]
GRAVE = ("serious", "critical")
OURS = "[data-testid=player], [class*=pg-], .stHtml, .stMarkdown, .katex, .js-plotly-plot"
"""What the app draws itself: the player, its own HTML, its texts and its charts."""

LOOK = """
async (ours) => {
  const theirs = "[data-testid=stHeaderActionElements]", shut = (e) => e.getBoundingClientRect().right <= 0;
  const sets = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { resultTypes: ["violations"], runOnly: sets });
  return found.violations.flatMap((rule) => rule.nodes.map((node) => {
    const path = node.target.flat().join(" "), element = document.querySelector(node.target.flat().at(-1));
    const part = element?.closest("[data-testid^=st]:not([data-testid=stMain], [data-testid=stApp])");
    const own = Boolean(element?.closest(ours)) && !element?.closest(theirs) && !shut(element);
    const where = own ? path : part?.dataset.testid ?? path;
    return { rule: rule.id, impact: node.impact ?? rule.impact, own, where, html: node.html.slice(0, 200) };
  }));
}
"""
UNFOLDED = "model=Gabor&batch=5&schedule=Exponential&run=Adam&show=gradient&overlay=trace"
"""A playground on which as much is open as a link can open."""

PHONE = ViewportSize(width=390, height=844)
ON_ITS_SIDE = ViewportSize(width=844, height=390)
PROJECTOR = ViewportSize(width=1280, height=720)


@dataclass(frozen=True)
class Finding:
    """One broken rule at one element."""

    rule: str
    impact: str
    own: bool
    where: str
    html: str


def script() -> Path:
    """axe-core as the package axe-playwright-python ships it."""
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        raise SystemExit("axe-core is missing: pip install -r requirements-dev.txt")
    return Path(spec.origin).with_name("axe.min.js")


def findings(page: Page) -> list[Finding]:
    """What axe-core says of the page as it stands."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(script().read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(LOOK, OURS)
    return [Finding(**one) for one in found]


def settled(page: Page) -> None:
    """Wait until the page has come to rest."""
    page.wait_for_function("document.querySelector('[data-testid=stMain] :is(h1, h2, h3, h4)')")
    page.wait_for_function("!document.querySelector('[data-test-script-state=running], [data-testid=stSkeleton]')")
    page.wait_for_timeout(600)


def unfold(page: Page) -> None:
    """Open every section of the page."""
    for _ in range(20):
        closed = page.locator("[data-testid=stMain] details:not([open]) > summary:visible")
        if not closed.count():
            return
        closed.evaluate_all("(all) => all.forEach((one) => one.click())")  # one run of the page for them all
        settled(page)


@dataclass(frozen=True)
class Place:
    """A page as it is looked at: its address, on which screen, and whether all its sections are opened first."""

    name: str
    link: str
    screen: ViewportSize = field(default_factory=lambda: SCREEN)
    unfolded: bool = False

    @property
    def browser(self) -> dict[str, bool]:
        """What kind of browser it is looked at with: on a phone, with a finger."""
        return dict.fromkeys(("has_touch", "is_mobile"), True) if self.screen in (PHONE, ON_ITS_SIDE) else {}


def places() -> list[Place]:
    """Every page on every screen, and the playground in its other states."""
    return [
        *(Place(f"/{page.url}", f"/{page.url}?", unfolded=bool(page.url)) for page in PAGES),
        *(Place(f"/{page.url} on a phone", f"/{page.url}?", PHONE) for page in PAGES),
        *(Place(f"/{page.url} on its side", f"/{page.url}?", ON_ITS_SIDE) for page in PAGES),
        *(Place(f"/{page.url} projected", f"/{page.url}?present=1", PROJECTOR) for page in PAGES),
        Place("/ all open", f"/?{UNFOLDED}", unfolded=True),
        Place("/ without player", "/?plain=1"),
    ]


REACHABLE = """
() => document.fonts.status === "loaded" &&
  [...document.querySelectorAll(".stMarkdown :is(table, .katex-display)")].every((one) =>
    one.scrollWidth <= one.clientWidth || getComputedStyle(one).overflowX !== "auto" || one.tabIndex === 0)
"""
"""What is wider than the page can be reached by Tab: the player sees to it in the frame after letters have come."""


def look_at(page: Page, url: str, place: Place, language: str, appearance: ColorScheme) -> list[Finding]:
    """The findings of a place in a language and an appearance."""
    page.set_viewport_size(place.screen)
    page.emulate_media(color_scheme=appearance)
    page.goto(f"{url}{place.link}&lang={language}")
    settled(page)
    if place.unfolded:
        unfold(page)
    page.wait_for_function(REACHABLE)
    return findings(page)


def main() -> int:
    """Look at every page and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="part of the name of the places to look at")
    parser.add_argument("--looks", default="", help="languages and appearances to look at, such as es-light,en-dark")
    options = parser.parse_args()
    ours: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    theirs: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    looks: list[tuple[str, ColorScheme]] = [
        (lang, shade)
        for lang in languages()
        for shade in ("light", "dark")
        if not options.looks or f"{lang}-{shade}" in options.looks.split(",")
    ]
    summary: list[list[str]] = []
    grave = 0
    with serving() as server, browsing() as browser:
        for place in places():
            if options.only not in place.name:
                continue
            summary.append([place.name])
            for language, appearance in looks:
                with browser.new_context(**place.browser) as context:
                    context.set_default_timeout(60_000)
                    found = look_at(context.new_page(), server.url, place, language, appearance)
                own = [one for one in found if one.own]
                bad = [one for one in own if one.impact in GRAVE]
                grave += len(bad)
                summary[-1].append(f"{len(bad)} / {len(own) - len(bad)} / {len(found) - len(own)}")
                for one in found:
                    (ours if one.own else theirs)[one.rule, one.impact, one.where].add(place.name)
        complaints = server.complaints()
    print("Findings of ours that are serious or critical / of ours that are lesser / Streamlit's own\n")
    table(["page", *(f"{language} {appearance}" for language, appearance in looks)], summary)
    for title, which in (("Ours", ours), ("Streamlit's own", theirs)):
        print(f"\n{title}: {len(which) or 'none'}\n")
        lines: list[Sequence[str]] = [
            (impact, rule, where[:90], f"{len(where_on)} pages" if len(where_on) > 2 else ", ".join(sorted(where_on)))
            for (rule, impact, where), where_on in sorted(which.items(), key=lambda entry: entry[0][1])
        ]
        if lines:
            table(("impact", "rule", "where", "on"), lines)
    for line in complaints:
        print(line)
    return grave + len(complaints)


if __name__ == "__main__":
    sys.exit(main())
