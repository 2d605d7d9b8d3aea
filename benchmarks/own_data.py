"""Own data: rows pasted → picture, a point that is dragged, and how soon a hostile file is refused.

    python benchmarks/own_data.py

starts an app of its own and prints a table and a line of JSON, as `interaction.py` does.
"""

from __future__ import annotations

import argparse
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from harness import Row, percentile, report, serving, spread
from interaction import Visitor, chromium, swept, visitor

sys.path.insert(0, str(Path(__file__).parents[1]))

from playground.engine.messages import InputError
from playground.tables import LIMIT, read_table

ROWS = 500
TWELVE = "data=" + "_".join(f"{x},{1 + 0.5 * x + 0.3 * (-1) ** x}" for x in range(12))


def rows_of(shift: float) -> str:
    """Two columns as a spreadsheet gives them, with decimal commas."""
    rows = (f"{0.1 * i:.2f}\t{3 + shift + 0.2 * i + i % 7:.3f}" for i in range(ROWS))
    return "x\ty\n" + "\n".join(rows).replace(".", ",")


def pasted(guest: Visitor, times: int) -> list[float]:
    """Milliseconds from the key that takes what was pasted to the path on the new data."""
    guest.page.locator(".st-key-fold-own-data summary").click()
    box = guest.page.locator(".st-key-own-bring textarea")
    measured = []
    for k in range(times):
        box.fill(rows_of(k))
        measured.append(guest.time("expectPath('keydown')", lambda: box.press("Control+Enter")))
    return measured


def dragged(guest: Visitor) -> dict[str, Any]:
    """Drag the sixth of twelve points to and fro."""
    guest.page.locator(".st-key-own-draws label").click()
    guest.page.wait_for_timeout(2000)
    plot = guest.page.locator(".st-key-fit .nsewdrag").first.bounding_box()
    assert plot, "the chart of the data has no area"
    x, y = guest.page.evaluate(
        "() => { const chart = document.querySelector('.st-key-fit .js-plotly-plot');"
        "const { xaxis, yaxis } = chart._fullLayout; const box = chart.getBoundingClientRect();"
        "return [box.left + xaxis._offset + xaxis.c2p(6), box.top + yaxis._offset + yaxis.c2p(4.3)]; }"
    )
    return swept(guest, "drag", (x, y), (x + 60, y - 80))


def hostile() -> dict[str, bytes]:
    """Files that are no tables."""
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 50_000_000)
    return {
        "zip bomb": bomb.getvalue(),
        "1 MB without a line end": b"1" * (LIMIT - 1),
        "half a million columns": b"1," * (LIMIT // 2 - 1),
        "NULs": b"1,2\n\0\0" * 100_000,
        "words": b"lorem ipsum dolor\n" * 50_000,
        "wide rows": (b"1 " * 1900 + b"\n") * 250,
    }


def refused() -> dict[str, float]:
    """Milliseconds until each is refused."""
    taken = {}
    for name, source in hostile().items():
        begin = time.perf_counter()
        try:
            read_table(source)
        except InputError:
            taken[name] = 1e3 * (time.perf_counter() - begin)
    return taken


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5, help="how often rows are pasted (5)")
    options = parser.parse_args()
    figures: dict[str, Any] = {"refused_ms": refused()}
    with serving() as server, chromium() as browser:
        with visitor(browser, server) as guest:
            guest.open("/")
            figures["pasted_ms"] = pasted(guest, options.times)
        with visitor(browser, server) as guest:
            guest.open(f"/?{TWELVE}")
            figures |= dragged(guest)
    drag = f"{percentile(figures['drag_ms'], 0.5):.0f} ms · {figures['drag_rate']:.0f}/s"
    table = [
        Row(f"{ROWS} rows pasted → path painted, p50 / max", "1000 ms", "", spread(figures["pasted_ms"], "ms", 0.5, 1)),
        Row("dragging a point: move → picture · pictures", "– · 25/s", "", drag),
    ]
    table += [Row(f"refused: {name}", "200 ms", "", f"{taken:.0f} ms") for name, taken in figures["refused_ms"].items()]
    report(table, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
