"""What the benchmarks share: a server of their own, and a report of what was measured beside the bars."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from urllib.error import URLError
from urllib.request import urlopen

Result = TypeVar("Result")
ROOT = Path(__file__).parent.parent
UNCAUGHT = re.compile(r"Uncaught|A page failed|Exception in|exception was never retrieved|^\S*ERROR|CRITICAL")
PATIENCE = 60.0
"""Seconds after which something that has not answered counts as failed."""


@dataclass(frozen=True)
class Server:
    """A running app: its address, its process, the seconds from the command to its first sign of health, its log."""

    url: str
    pid: int
    seconds_to_healthy: float
    log: Path = Path(os.devnull)

    def complaints(self) -> list[str]:
        """The lines of the log that tell of an error which nobody caught."""
        return [line for line in self.log.read_text(errors="replace").splitlines() if UNCAUGHT.search(line)]


@contextmanager
def serving(script: Path = ROOT / "app.py", *options: str, port: int | None = None) -> Iterator[Server]:
    """Run `streamlit run` on a free port of this machine, and end that process, and no other, at the end."""
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        process, url, begin = start(log, script, *options, port=port)
        try:
            while not healthy(url):
                if process.poll() is not None or time.perf_counter() - begin > PATIENCE:
                    raise RuntimeError(f"the app did not start:\n{log.read_text()}")
                time.sleep(0.01)
            yield Server(url, process.pid, time.perf_counter() - begin, log)
        finally:
            process.terminate()
            process.wait()


def start(
    log: Path, script: Path = ROOT / "app.py", *options: str, port: int | None = None
) -> tuple[subprocess.Popen[bytes], str, float]:
    """Start the app without waiting for it: its process, its address, and when that was."""
    port = port or free_port()
    address = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.fileWatcherType=none"]
    command = [sys.executable, "-m", "streamlit", "run", script.name, *address, *options]
    begin = time.perf_counter()
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=script.parent, stdout=out, stderr=subprocess.STDOUT)
    return process, f"http://127.0.0.1:{port}", begin


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def healthy(url: str) -> bool:
    """Whether the app answers that it is well."""
    try:
        with urlopen(f"{url}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def finish(work: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine returns, run on a thread of its own: Playwright keeps a loop running on that of the tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def percentile(values: Sequence[float], share: float) -> float:
    """The measured value below which `share` of the values lie; nan when nothing was measured."""
    ordered = sorted(values)
    return ordered[round(share * (len(ordered) - 1))] if ordered else float("nan")


@dataclass(frozen=True)
class Row:
    """One line of a report: a figure, the bar it must pass, the bar it is aimed at, and what was measured."""

    figure: str
    must: str
    goal: str
    measured: str


def spread(values: Sequence[float], unit: str, *shares: float) -> str:
    """Percentiles of the values, such as "92 / 131 ms" for the shares 0.5 and 1."""
    return " / ".join(f"{percentile(values, share):.0f}" for share in shares) + f" {unit}"


def report(rows: Sequence[Row], figures: Mapping[str, object]) -> None:
    """Print the rows as a Markdown table, then everything that was measured as one line of JSON."""
    table(list(Row.__dataclass_fields__), [list(asdict(row).values()) for row in rows])
    known = {name: None if value != value else value for name, value in figures.items()}  # JSON has no nan
    print(json.dumps(known, ensure_ascii=False))


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table."""
    lines = [list(headings), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |")
