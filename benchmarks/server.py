"""A class of students on one server: N WebSocket clients that speak Streamlit's protobuf, move a slider, think, repeat.

    python benchmarks/server.py -n 30 --think 1

starts an app of its own unless `--url` names one, and prints a table and a line of JSON. What is measured is the time
from sending a change until the script that answers it has finished; nothing is drawn, so it is the server alone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import psutil
from client import Answer, AppError, Client, connected
from harness import ROOT, Row, Server, percentile, report, serving, spread
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed


@dataclass(frozen=True)
class Track:
    """A number field of ours that has a track: what it needs to be moved as a hand moves it."""

    id: str
    label: str
    stops: list[float]
    value: float
    echo: int
    disabled: bool = False


@dataclass
class Student(Client):
    """One visitor with the sliders on the page, who moves them by a chance of their own."""

    chance: random.Random = field(default_factory=random.Random)
    sliders: dict[str, Slider | Track] = field(default_factory=dict)  # by label
    moved: dict[str, list[float] | list[str]] = field(default_factory=dict)  # by id

    async def change(self, label: str | None) -> Answer:
        """Move the slider of that label, or the first there is, to another value."""
        slider = self._slider(label)
        value = self.moved[slider.id] = another_value(slider, self.moved.get(slider.id), self.chance)
        del self.sliders[slider.label]
        write = partial(_slide, slider, value) if isinstance(slider, Track) else partial(_write, value)
        answer = await self.give(slider.id, write)
        if slider.label not in self.sliders:
            raise AppError(f"the slider {slider.label!r} was moved and is gone")
        return answer

    def _slider(self, label: str | None) -> Slider | Track:
        for slider in self.sliders.values():
            if not slider.disabled and (label is None or label in slider.label):
                return slider
        raise AppError(f"no slider labelled {label!r} among {list(self.sliders)}")

    def see(self, kind: str, element: Any, fragment: str) -> None:
        """Keep what can be moved."""
        super().see(kind, element, fragment)
        if kind == "slider":
            self.sliders[element.label] = element
        elif kind == "bidi_component" and (told := self.told_to(element)).get("is", {}).get("stops"):
            self.sliders[told["is"]["label"]] = Track(
                element.id, told["is"]["label"], told["is"]["stops"], told["value"], told["echo"]
            )


REST = 0.15
"""Seconds after which a player asks for the figures that follow its path; they cost the server, but nobody waits."""

GREEDY = (
    "model=Gabor&steps=2000&batch=5&optimizer=LineSearchDescent&run=LineSearchDescent,tolerance=0&run=Newton"
    "&run=Adam&run=Nesterov&show=critical&overlay=trace"
)
"""The most that a link can ask for: five long runs of the dearest rules."""


@dataclass
class Greedy(Student):
    """One who drags the start of five long runs without a pause: none of them has been computed before."""

    async def change(self, label: str | None) -> Answer:
        """Set the start somewhere else."""
        start = {"x": self.chance.uniform(-9, 9), "y": self.chance.uniform(3, 17), "n": self.told["echo"] + 1}
        return await self.give(self.player, lambda state: setattr(state, "json_value", json.dumps({"start": start})))


def _write(value: list[float] | list[str], state: WidgetState) -> None:
    """Write a slider's value into the message."""
    data = (state.string_array_value if isinstance(value[0], str) else state.double_array_value).data
    del data[:]
    data.extend(value)


def _slide(track: Track, value: list[float] | list[str], state: WidgetState) -> None:
    """Tell what a track tells on release."""
    state.json_value = json.dumps({"number": {"v": value[0], "n": track.echo + 1}})


def another_value(
    slider: Slider | Track, current: list[float] | list[str] | None, chance: random.Random
) -> list[float] | list[str]:
    """A value of the slider, by chance, that differs from its current one."""
    if isinstance(slider, Track):
        return [chance.choice([stop for stop in slider.stops if stop != slider.value])]
    if slider.options:
        names = list(slider.options)
        before = current or [names[int(slider.default[0])]]
        return [chance.choice([name for name in names if name != before[0]])]
    steps = max(1, round((slider.max - slider.min) / slider.step))
    values = [slider.min + step * slider.step for step in range(steps + 1)]
    before = current or list(slider.default)
    return [chance.choice([value for value in values if value != before[0]])]


MONSTROUS = "model=OwnFunction&show=critical&overlay=determinant&optimizer=Newton&steps=2000&run=LineSearchDescent"


@dataclass
class Monstrous(Greedy):
    """One who types the longest formulas without a pause, each with its window, its map of det H and its proofs."""

    field_id: str = ""
    sent: int = 0

    def see(self, kind: str, element: Any, fragment: str) -> None:
        """Keep the formula's field too."""
        super().see(kind, element, fragment)
        if kind == "bidi_component" and "reading" in (told := self.told_to(element)):
            self.field_id, self.sent = element.id, max(self.sent, told["echo"])

    async def change(self, label: str | None) -> Answer:
        """Type a product of as many factors as are allowed, and take it."""
        factors = (f"(x{self.chance.choice('+-')}{self.chance.randint(1, 9)}y)" for _ in range(42))
        self.sent += 1
        message = {"text": "".join(factors), "take": True, "n": self.sent}
        return await self.give(
            self.field_id, lambda state: setattr(state, "json_value", json.dumps({"formula": message}))
        )


@dataclass
class Lesson:
    """All that was measured with one class; times in milliseconds, memory in megabytes."""

    first: list[Answer] = field(default_factory=list)
    changes: list[Answer] = field(default_factory=list)
    greedy: list[Answer] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    cpu_ms_per_change: float = float("nan")
    memory_at_start: float = float("nan")
    memory_with_one: float = float("nan")
    memory_with_all: float = float("nan")
    memory_at_end: float = float("nan")

    @contextmanager
    def counting_errors(self) -> Iterator[None]:
        """A student whose page fails stops working; the lesson goes on, and the failure is in the report."""
        try:
            yield
        except (AppError, ConnectionClosed, TimeoutError) as error:
            self.errors[f"{type(error).__name__}: {error}"] += 1


async def teach(url: str, process: psutil.Process | None, options: argparse.Namespace) -> Lesson:
    """Let the students come in one after the other, and then all work at once, each at a pace of their own."""
    lesson = Lesson(memory_at_start=megabytes(process))
    async with AsyncExitStack() as door:
        students = []
        for number in range(options.n):
            socket = await door.enter_async_context(connected(url))
            page, query = options.pages[number % len(options.pages)]
            # Another class makes other changes: what the first has had computed is of no help to it.
            student = Student(socket, page, query, chance=random.Random(number + 1000 * options.greedy))
            with lesson.counting_errors():
                lesson.first.append(await student.open())
                students.append(student)
            if number == 0:
                lesson.memory_with_one = megabytes(process)
        lesson.memory_with_all = megabytes(process)
        cpu = cpu_seconds(process)
        working = asyncio.gather(*(work(student, lesson, options) for student in students))
        if options.greedy:
            socket = await door.enter_async_context(connected(url))
            kind, query = (Monstrous, MONSTROUS) if options.monsters else (Greedy, GREEDY)
            await devour(kind(socket, "", query, chance=random.Random(0)), lesson, working)
        await working
        lesson.cpu_ms_per_change = 1e3 * (cpu_seconds(process) - cpu) / max(1, len(lesson.changes))
        lesson.memory_at_end = megabytes(process)
    return lesson


async def work(student: Student, lesson: Lesson, options: argparse.Namespace) -> None:
    """Think, move the slider, look, and again."""
    with lesson.counting_errors():
        for _ in range(options.k):
            await asyncio.sleep(options.think * student.chance.uniform(0.5, 1.5))
            lesson.changes.append(await student.change(options.label))
            await asyncio.sleep(REST)
            await student.ask_for_figures()


async def devour(student: Greedy, lesson: Lesson, working: asyncio.Future[Any]) -> None:
    """Ask for the most, again and again, as long as the others work."""
    with lesson.counting_errors():
        await student.open()
        while not working.done():
            lesson.greedy.append(await student.change(None))


def megabytes(process: psutil.Process | None) -> float:
    """The memory that the process occupies."""
    return float(process.memory_info().rss) / 1e6 if process else float("nan")


def cpu_seconds(process: psutil.Process | None) -> float:
    """The processor time that the process has used so far."""
    times = process.cpu_times() if process else None
    return float(times.user + times.system) if times else float("nan")


def summary(lesson: Lesson, options: argparse.Namespace) -> dict[str, object]:
    """The figures of a lesson by name."""
    times = [answer.milliseconds for answer in lesson.changes]
    growth = lesson.memory_with_all - lesson.memory_with_one
    return {
        "students": options.n,
        "think_s": options.think,
        "page": options.page,
        "changes": len(times),
        "p50_ms": round(percentile(times, 0.5), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
        "max_ms": round(percentile(times, 1), 1),
        "errors": dict(lesson.errors),
        "kb_per_change": round(percentile([answer.size for answer in lesson.changes], 0.5) / 1e3, 1),
        "first_page_ms": round(percentile([answer.milliseconds for answer in lesson.first], 0.5), 1),
        "first_page_kb": round(percentile([answer.size for answer in lesson.first], 0.5) / 1e3, 1),
        "cpu_ms_per_change": round(lesson.cpu_ms_per_change, 1),
        "memory_start_mb": round(lesson.memory_at_start, 1),
        "memory_one_student_mb": round(lesson.memory_with_one, 1),
        "memory_per_further_student_mb": round(growth / (options.n - 1), 2) if options.n > 1 else float("nan"),
        "memory_end_mb": round(lesson.memory_at_end, 1),
    }


MIXED = ("/", "/gradient-descent", "/house-price")
"""Where the students of a mixed class are: on the playground, in a lesson, with a task."""

BARS = {  # students: (must, goal), as p50 / p95 / errors
    1: ("25 / 40 ms / 0", "15 / 20 ms / 0"),
    30: ("40 / 120 ms / 0", "20 / 60 ms / 0"),
    60: ("– / 400 ms / 0", "– / 150 ms / 0"),
}


def rows(lesson: Lesson, options: argparse.Namespace) -> list[Row]:
    """The lines of the report."""
    figures = summary(lesson, options)
    times = [answer.milliseconds for answer in lesson.changes]
    must, goal = ("", "") if options.mixed else BARS.get(options.n, ("", ""))
    who = f"{options.n} students, {options.think:g} s think time" if options.n > 1 else "one student"
    if options.mixed:
        who += ", mixed pages"
    return [
        Row(
            f"{who}: p50 / p95 / errors",
            must,
            goal,
            f"{spread(times, 'ms', 0.5, 0.95)} / {lesson.errors.total()}",
        ),
        Row("slowest answer", "", "", f"{figures['max_ms']} ms"),
        Row("bytes a change", "60 KB", "30 KB", f"{figures['kb_per_change']} KB"),
        Row("first page", "", "", f"{figures['first_page_ms']} ms, {figures['first_page_kb']} KB"),
        Row("processor time a change", "18 ms", "", f"{figures['cpu_ms_per_change']} ms"),
        Row("memory at start", "160 MB", "120 MB", f"{figures['memory_start_mb']} MB"),
        Row("memory with one student", "", "", f"{figures['memory_one_student_mb']} MB"),
        Row("memory a further student", "0.5 MB", "0.2 MB", f"{figures['memory_per_further_student_mb']} MB"),
    ]


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=1, help="students (1)")
    parser.add_argument("-k", type=int, default=20, help="changes that each student makes (20)")
    parser.add_argument("--think", type=float, default=1.0, help="seconds between changes, give or take half (1)")
    parser.add_argument("--label", help="part of the label of the slider to move; the first slider if not given")
    parser.add_argument("--page", default="/", help="page and query, such as /momentum?steps=200; / if not given")
    parser.add_argument("--mixed", action="store_true", help="students on the playground, a lesson and a task in turn")
    parser.add_argument("--greedy", action="store_true", help="first without, then with one who asks for the maximum")
    parser.add_argument("--monsters", action="store_true", help="the same, with one who types monstrous formulas")
    parser.add_argument("--url", help="a server that runs already, such as http://127.0.0.1:8501")
    options = parser.parse_args()
    options.greedy |= options.monsters
    addresses = [urlsplit(page) for page in (MIXED if options.mixed else [options.page])]
    options.page = " ".join(MIXED) if options.mixed else options.page
    options.pages = [(address.path.strip("/"), address.query) for address in addresses]
    return options


def fairness(url: str, options: argparse.Namespace) -> int:
    """The same class twice, alone and beside one who asks for the maximum all the time."""
    alone = asyncio.run(teach(url, None, argparse.Namespace(**{**vars(options), "greedy": False})))
    beside = asyncio.run(teach(url, None, options))
    times = [[answer.milliseconds for answer in lesson.changes] for lesson in (alone, beside)]
    ratio = percentile(times[1], 0.95) / percentile(times[0], 0.95)
    who = f"{options.n} students, {options.think:g} s think time: p50 / p95 / errors"
    lessons = {"alone": alone, "beside one who asks for the maximum": beside}
    lines = [
        Row(f"{who}, {name}", "", "", f"{spread(values, 'ms', 0.5, 0.95)} / {lesson.errors.total()}")
        for (name, lesson), values in zip(lessons.items(), times, strict=True)
    ]
    lines.append(Row("p95 beside / alone", "1.5", "", f"{ratio:.2f}"))
    greedy = [answer.milliseconds for answer in beside.greedy]
    lines.append(Row(f"the greedy one's {len(greedy)} answers, p50 / max", "", "", spread(greedy, "ms", 0.5, 1)))
    figures = {
        "alone_p95_ms": round(percentile(times[0], 0.95), 1),
        "beside_p95_ms": round(percentile(times[1], 0.95), 1),
        "ratio": round(ratio, 2),
        "greedy_answers": len(greedy),
        "errors": dict(alone.errors + beside.errors),
    }
    report(lines, figures)
    return 1 if alone.errors or beside.errors else 0


def main() -> int:
    """Measure and report; whether there were errors is the exit code."""
    options = arguments()
    with nullcontext(Server(options.url, 0, 0.0)) if options.url else serving(ROOT / "app.py") as server:
        if options.greedy:
            return fairness(server.url, options)
        process = psutil.Process(server.pid) if server.pid else None
        lesson = asyncio.run(teach(server.url, process, options))
    report(rows(lesson, options), summary(lesson, options))
    return 1 if lesson.errors else 0


if __name__ == "__main__":
    sys.exit(main())
