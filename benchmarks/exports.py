"""What it costs the server to give files away, and what sixty who do it cost those who only change something.

    python benchmarks/exports.py                   # processor time of each medium, and of the pictures of links
    python benchmarks/exports.py --class 60        # ordinary changes, alone and while everybody takes figures away

Files are made of states that nobody has asked for before: another α each time, on the Gabor loss with Adam, 100 steps.
The run itself has been walked, as it has on a page.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Callable
from urllib.request import urlopen

from harness import PATIENCE, ROOT, Row, percentile, report, serving, spread
from server import Lesson, teach

sys.path.append(str(ROOT))
from playground.exports.figure import CONTOUR, FIT
from playground.link.playground import from_query, to_query
from playground.ui import cache, pictures, print_sheet
from playground.ui.take_away import MEDIA, Taken

TIMES = 15


def query(number: int) -> str:
    """A state of its own."""
    values = {"model": "Gabor", "optimizer": "Adam", "alpha": f"{0.1 + number / 1000}", "steps": "100"}
    return to_query(from_query({name: [value] for name, value in values.items()})[0])


def costs(make: Callable[[str], object], first: int) -> list[float]:
    """Milliseconds of processor that each of some files takes, the runs being there."""
    found = []
    for number in range(first, first + TIMES + 1):
        text = query(number)
        cache.runs(from_query({part.partition("=")[0]: [part.partition("=")[2]] for part in text.split("&")})[0])
        begin = time.thread_time()
        make(text)
        found.append(1e3 * (time.thread_time() - begin))
    return found[1:]  # the landscape is drawn once for all


def taken(text: str) -> Taken:
    """It, taken away at step 50."""
    return Taken(text, 0, 50, (CONTOUR, FIT), "light", "en", f"https://example.org/?{text}")


def media() -> list[Row]:
    """Each medium, and what routes give."""
    made: dict[str, Callable[[str], object]] = {one.label: lambda text, one=one: one.make(taken(text)) for one in MEDIA}
    made["GET /figure.svg"] = lambda text: pictures.drawn(pictures.Asked(text, 50))
    made["GET /figure.png"] = lambda text: pictures.painted(pictures.Asked(text, 50))
    made["what is printed below a page"] = lambda text: print_sheet.sheet("", text, f"https://a.org/?{text}", "en")
    rows = []
    for number, (name, make) in enumerate(made.items()):
        found = costs(make, 100 * number)
        rows.append(Row(f"{name}: processor, p50 / max", "20 ms", "", spread(found, "ms", 0.5, 1)))
    return rows


async def away(url: str, students: int, every: float, until: asyncio.Future[None], errors: list[str]) -> None:
    """Each asks for the picture of a state of its own now and then."""

    def ask(number: int) -> None:
        with urlopen(f"{url}/figure.svg?{query(number)}", timeout=PATIENCE) as answer:
            answer.read()

    async def one(student: int) -> None:
        chance = random.Random(student)
        while not until.done():
            await asyncio.sleep(every * chance.uniform(0.5, 1.5))
            try:
                await asyncio.to_thread(ask, chance.randrange(10**6))
            except OSError as error:
                errors.append(str(error))

    await asyncio.gather(*(one(student) for student in range(students)))


async def lesson(url: str, options: argparse.Namespace, exporting: bool, errors: list[str]) -> Lesson:
    """A class that changes α, and takes figures away or not."""
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    leaving = asyncio.create_task(away(url, options.n if exporting else 0, options.every, done, errors))
    taught = await teach(url, None, options)
    done.set_result(None)
    await leaving
    return taught


def together(options: argparse.Namespace) -> tuple[list[Row], int]:
    """The class without and with files."""
    errors: list[str] = []
    with serving() as server:
        alone, beside = (asyncio.run(lesson(server.url, options, on, errors)) for on in (False, True))
    times = [[answer.milliseconds for answer in one.changes] for one in (alone, beside)]
    ratio = percentile(times[1], 0.95) / percentile(times[0], 0.95)
    rows = [
        Row(f"{options.n} students, changes: p50 / p95", "", "", spread(times[0], "ms", 0.5, 0.95)),
        Row(f"the same, each takes a figure away every {options.every:g} s", "", "", spread(times[1], "ms", 0.5, 0.95)),
        Row("p95 beside / alone", "1.5", "", f"{ratio:.2f}"),
        Row("errors", "0", "0", str(len(errors) + alone.errors.total() + beside.errors.total())),
    ]
    return rows, len(errors) + alone.errors.total() + beside.errors.total()


def main() -> int:
    """Measure and report; the exit code is the number of errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--class", type=int, dest="n", default=0, help="students; without, each medium by itself")
    parser.add_argument("--every", type=float, default=20, help="seconds between two files of a student (20)")
    parser.add_argument("-k", type=int, default=15, help="changes of each student (15)")
    options = parser.parse_args()
    options.think, options.label, options.greedy, options.monsters = 1.0, None, False, False
    options.pages = [("", "model=Gabor&optimizer=Adam")]
    rows, errors = together(options) if options.n else (media(), 0)
    report(rows, {})
    return errors


if __name__ == "__main__":
    sys.exit(main())
