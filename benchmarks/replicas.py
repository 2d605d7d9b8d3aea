"""A class behind Debian's haproxy and several replicas, of which one dies: who is cut off, and whose run is lost.

    python benchmarks/replicas.py                  # three replicas, sixty students; needs haproxy on the path

Starts the replicas and haproxy with the project's `haproxy.cfg`, empties one replica, kills another in the middle of
the lesson, and prints what became of everybody. A student is a WebSocket client with a browser's habits: it keeps the
cookie, comes back when it is cut off, and brings the link of what was on its screen.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from client import Answer, AppError, connected
from harness import PATIENCE, ROOT, UNCAUGHT, Row, free_port, healthy, report, spread, start
from server import Student
from websockets.exceptions import ConnectionClosed, InvalidStatus


@dataclass
class Browser:
    """A student before a page: the cookie, the link of what is on the screen, and what happened."""

    number: int
    url: str
    cookie: str = ""
    query: str = ""
    run: str = ""
    answers: list[Answer] = field(default_factory=list)
    replicas: list[str] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    lost: int = 0
    errors: Counter[str] = field(default_factory=Counter)

    def call(self) -> None:
        """Fetch the page, as a browser does before it opens the WebSocket; keep the cookie."""
        with urlopen(self.url + "/", timeout=PATIENCE) as answer:
            cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
        if "replica" in cookies:
            self.cookie = cookies["replica"].value

    async def attend(self, until: float, think: float) -> None:
        """Work until the end of the lesson, and come back whenever cut off."""
        chance = random.Random(self.number)
        cut_at: float | None = None
        while time.monotonic() < until:
            try:
                async with AsyncExitStack() as door:
                    socket = await door.enter_async_context(connected(self.url, {"Cookie": f"replica={self.cookie}"}))
                    response = socket.response
                    fresh = SimpleCookie(response.headers.get("Set-Cookie", "") if response else "")
                    if "replica" in fresh:
                        self.cookie = fresh["replica"].value
                    self.replicas.append(self.cookie)
                    student = Student(socket, "", self.query, chance=chance)
                    await student.open()
                    if cut_at is not None:
                        self.gaps.append(time.monotonic() - cut_at)
                        cut_at = None
                        self.lost += student.told["runs"][0]["id"] != self.run
                    while time.monotonic() < until:
                        self.query, self.run = student.query, student.told["runs"][0]["id"]
                        await asyncio.sleep(think * chance.uniform(0.5, 1.5))
                        self.answers.append(await student.change("α"))
            except (ConnectionClosed, InvalidStatus, OSError):
                cut_at = cut_at or time.monotonic()
                await asyncio.sleep(chance.uniform(0.2, 0.8))
            except (AppError, TimeoutError) as error:
                self.errors[f"{type(error).__name__}: {error}"] += 1
                return


@contextmanager
def running(
    count: int, folder: Path, certificate: Path | None = None
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]], Path]]:
    """Replicas and haproxy before them, under TLS with a certificate: the address, the replicas, haproxy's socket."""
    haproxy = shutil.which("haproxy")
    if not haproxy:
        raise SystemExit("No haproxy: install Debian's package haproxy.")
    replicas: list[subprocess.Popen[bytes]] = []
    proxy: subprocess.Popen[bytes] | None = None
    try:
        ports = [free_port() for _ in range(count)]
        replicas += [start(folder / f"log{i}", port=port)[0] for i, port in enumerate(ports)]
        door, control = free_port(), folder / "haproxy.sock"
        names = {f"REPLICA_{i + 1}": f"127.0.0.1:{port}" for i, port in enumerate(ports)}
        settings = {**os.environ, **names, "LISTEN": f"127.0.0.1:{door}", "HAPROXY_SOCKET": str(control)}
        if certificate:
            settings["CERT"] = str(certificate)
        with (folder / "haproxy").open("wb") as out:
            command = [haproxy, "-db", "-f", str(ROOT / "haproxy.cfg")]
            proxy = subprocess.Popen(command, env=settings, stdout=out, stderr=subprocess.STDOUT)
        begin = time.monotonic()
        # Nobody has signed for a certificate of our own: there, haproxy's two seconds must do.
        asked = ports if certificate else [*ports, door]
        while not all(healthy(f"http://127.0.0.1:{port}") for port in asked):
            if time.monotonic() - begin > PATIENCE or proxy.poll() is not None:
                raise RuntimeError((folder / "haproxy").read_text())
            time.sleep(0.1)
        time.sleep(2)  # until haproxy has seen all of them well
        yield f"http{'s' if certificate else ''}://127.0.0.1:{door}", replicas, control
    finally:
        for process in [*replicas, *([proxy] if proxy else [])]:
            process.terminate()
        for process in [*replicas, *([proxy] if proxy else [])]:
            process.wait()


def order(control: Path, command: str) -> str:
    """Tell haproxy something over its socket."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(control))
        line.sendall(command.encode() + b"\n")
        return b"".join(iter(lambda: line.recv(4096), b"")).decode()


async def lesson(
    url: str, replicas: list[subprocess.Popen[bytes]], control: Path, options: argparse.Namespace
) -> tuple[list[Browser], list[Browser], str]:
    """The students, those who came while a replica was being emptied, and the cookie of the replica that was killed."""
    students = [Browser(number, url) for number in range(options.n)]
    for student in students:
        await asyncio.to_thread(student.call)
    until = time.monotonic() + options.seconds
    work = [asyncio.create_task(student.attend(until, options.think)) for student in students]
    await asyncio.sleep(options.seconds / 3)
    order(control, "set server playground/replica2 state drain")
    late = [Browser(options.n + number, url) for number in range(6)]
    for student in late:
        await asyncio.to_thread(student.call)
    work += [asyncio.create_task(student.attend(until, options.think)) for student in late]
    await asyncio.sleep(options.seconds / 6)
    order(control, "set server playground/replica2 state ready")
    groups = Counter(student.cookie for student in students)
    doomed = cookie_of(control, "replica1", groups)
    replicas[0].kill()
    await asyncio.gather(*work)
    return students, late, doomed


def cookie_of(control: Path, name: str, known: Counter[str]) -> str:
    """The cookie by which haproxy knows a replica."""
    for line in order(control, "show stat").splitlines():
        cells = line.split(",")
        if cells[:2] == ["playground", name]:
            return next((cell for cell in cells if cell in known), "")
    return ""


def main() -> int:
    """Measure and report; the exit code is the number of runs lost and of errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=60, help="students (60)")
    parser.add_argument("--replicas", type=int, default=3, choices=(2, 3, 4), help="replicas (3)")
    parser.add_argument("--seconds", type=float, default=30, help="length of the lesson (30)")
    parser.add_argument("--think", type=float, default=2, help="seconds between changes, give or take half (2)")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        with running(options.replicas, folder) as (url, replicas, control):
            students, late, doomed = asyncio.run(lesson(url, replicas, control, options))
        logs = [line for log in folder.glob("log*") for line in log.read_text(errors="replace").splitlines()]
    complaints = [line for line in logs if UNCAUGHT.search(line)]
    there = [student for student in students if student.replicas[0] == doomed]
    away = [student for student in students if student.replicas[0] != doomed]
    everybody = [*students, *late]
    gaps = [1e3 * gap for student in everybody for gap in student.gaps]
    lost = sum(student.lost for student in everybody)
    errors = sum((student.errors for student in everybody), Counter[str]())
    drained = {student.replicas[0] for student in students} - {student.replicas[0] for student in late} - {doomed}
    spreads = " / ".join(str(count) for count in Counter(student.replicas[0] for student in students).values())
    rows = [
        Row("students on each replica", "", "", spreads),
        Row(
            "of 6 who came while one was emptied, on that one",
            "0",
            "0",
            "0" if drained else "some",
        ),
        Row("students of the killed replica: cut off", "", "", f"{sum(bool(s.gaps) for s in there)} of {len(there)}"),
        Row("students of the others: cut off", "0", "0", f"{sum(bool(s.gaps) for s in away)} of {len(away)}"),
        Row("cut off → page there again, p50 / max", "", "", spread(gaps, "ms", 0.5, 1)),
        Row("runs lost", "0", "0", str(lost)),
        Row(
            "all changes: p50 / p95 / errors",
            "",
            "",
            spread([a.milliseconds for s in everybody for a in s.answers], "ms", 0.5, 0.95)
            + f" / {errors.total() + len(complaints)}",
        ),
    ]
    report(
        rows,
        {
            "students": options.n,
            "replicas": options.replicas,
            "cut_off": [sum(bool(s.gaps) for s in there), sum(bool(s.gaps) for s in away)],
            "back_ms": [round(gap) for gap in sorted(gaps)],
            "lost": lost,
            "errors": dict(errors),
            "complaints": complaints,
        },
    )
    return lost + errors.total() + len(complaints)


if __name__ == "__main__":
    sys.exit(main())
