"""A long lesson: students come and go, and the server is watched for what it does not give back.

    python benchmarks/soak.py                      # thirty students, twenty minutes
    python benchmarks/soak.py --minutes 5

Each student stays for a while, moves sliders, turns pages and leaves; another takes the seat. Memory, threads and open
files are read every few seconds: once when the caches are warm, and at the end, after everybody has left.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import psutil
from client import Answer, AppError, connected
from harness import ROOT, Row, percentile, report, serving, spread
from server import REST, Student, megabytes
from websockets.exceptions import ConnectionClosed

sys.path.append(str(ROOT))
from playground.ui.navigation import PAGES


@dataclass
class Lesson:
    """What was measured: answers, errors, and (seconds, MB, threads, files) along the way."""

    answers: list[Answer] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    visits: int = 0
    watched: list[tuple[float, float, int, int]] = field(default_factory=list)


async def seat(url: str, number: int, until: float, lesson: Lesson, think: float) -> None:
    """One seat of the class: a student after the other."""
    chance = random.Random(number)
    while time.monotonic() < until:
        lesson.visits += 1
        try:
            async with AsyncExitStack() as door:
                socket = await door.enter_async_context(connected(url))
                page = "" if chance.random() < 0.5 else chance.choice(PAGES).url
                student = Student(socket, page, chance.choice(["", "lang=es"]), chance=chance)
                lesson.answers.append(await student.open())
                for _ in range(chance.randrange(5, 25)):
                    if time.monotonic() > until:
                        break
                    await asyncio.sleep(think * chance.uniform(0.5, 1.5))
                    if student.sliders:
                        lesson.answers.append(await student.change(None))
                        await asyncio.sleep(REST)
                        await student.ask_for_figures()
        except (AppError, ConnectionClosed, TimeoutError, OSError) as error:
            lesson.errors[f"{type(error).__name__}: {error}"[:120]] += 1
            await asyncio.sleep(1)


async def watch(process: psutil.Process, begin: float, until: float, lesson: Lesson) -> None:
    """Read the server's size every five seconds."""
    while time.monotonic() < until:
        lesson.watched.append(size(process, begin))
        await asyncio.sleep(5)


def size(process: psutil.Process, begin: float) -> tuple[float, float, int, int]:
    """Seconds since the beginning, megabytes, threads, open files and sockets."""
    return time.monotonic() - begin, megabytes(process), process.num_threads(), process.num_fds()


async def teach(url: str, process: psutil.Process, options: argparse.Namespace) -> Lesson:
    """The lesson, and a while after it: Streamlit keeps who has left for two minutes and more."""
    lesson, begin = Lesson(), time.monotonic()
    until = begin + 60 * options.minutes
    seats = [seat(url, number, until, lesson, options.think) for number in range(options.n)]
    await asyncio.gather(watch(process, begin, until, lesson), *seats)
    await asyncio.sleep(options.rest)
    async with connected(url) as socket:  # who has left is forgotten when the next one comes
        await Student(socket, "", "").open()
    lesson.watched.append(size(process, begin))
    return lesson


def main() -> int:
    """Measure and report; the exit code is the number of errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=30, help="students at a time (30)")
    parser.add_argument("--minutes", type=float, default=20, help="length of the lesson (20)")
    parser.add_argument("--think", type=float, default=2, help="seconds between changes, give or take half (2)")
    parser.add_argument("--rest", type=float, default=150, help="seconds after it, before the last reading (150)")
    options = parser.parse_args()
    with serving() as server:
        process = psutil.Process(server.pid)
        empty = size(process, time.monotonic())
        lesson = asyncio.run(teach(server.url, process, options))
        complaints = server.complaints()
    warm = next(reading for reading in lesson.watched if reading[0] >= 60 * options.minutes / 3)
    last = lesson.watched[-2]
    gone = lesson.watched[-1]
    growth = last[1] / warm[1] - 1
    times = [answer.milliseconds for answer in lesson.answers]
    errors = lesson.errors.total() + len(complaints)
    most = [max(reading[which] for reading in lesson.watched) for which in (2, 3)]
    rows = [
        Row(
            f"{options.n} students, {options.minutes:g} min: visits, changes", "", "", f"{lesson.visits}, {len(times)}"
        ),
        Row("answers p50 / p95 / errors", "", "", f"{spread(times, 'ms', 0.5, 0.95)} / {errors}"),
        Row("memory: empty, after a third, at the end", "", "", f"{empty[1]:.0f}, {warm[1]:.0f}, {last[1]:.0f} MB"),
        Row("growth in the last two thirds", "5 %", "", f"{100 * growth:.1f} %"),
        Row("memory when all have left", "", "", f"{gone[1]:.0f} MB"),
        Row("threads: empty, at most, when all have left", "", "", f"{empty[2]}, {most[0]}, {gone[2]}"),
        Row("files: empty, at most, when all have left", "", "", f"{empty[3]}, {most[1]}, {gone[3]}"),
    ]
    figures = {
        "minutes": options.minutes,
        "visits": lesson.visits,
        "p95_ms": round(percentile(times, 0.95), 1),
        "growth": round(growth, 3),
        "memory_mb": [round(reading[1]) for reading in lesson.watched],
        "errors": dict(lesson.errors),
        "complaints": complaints[:5],
    }
    report(rows, figures)
    return errors


if __name__ == "__main__":
    sys.exit(main())
