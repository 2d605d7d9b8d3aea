"""Which Pythons and which libraries the tests pass with: one table.

    python benchmarks/versions.py python3.11 python3.12 python3.13

For each Python that is given, the fast tests run with the oldest libraries that `requirements.txt` allows and with the
newest that it allows; `--beyond` also tries the newest there are, whatever `requirements.txt` says of them, which tells
what would break. Nothing is left behind: the environments are made in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from harness import ROOT, table

QUIET = ["--quiet", "--disable-pip-version-check", "--only-binary=:all:"]
FAST = (
    "tests/engine",
    "tests/figures",
    "tests/ui",
    "tests/test_settings.py",
    "tests/test_presets.py",
    "tests/test_i18n.py",
)
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


def requirements() -> Iterator[tuple[str, str]]:
    """The name of every library and what is asked of its version."""
    for name in REQUIREMENTS:
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            found = re.match(r"([A-Za-z][\w.-]*)\s*([~><=!].*)", line.partition("#")[0].strip())
            if found:
                yield found[1], found[2].strip()


def lowest(asked: str) -> str:
    """The oldest version that is allowed, pinned: "~=1.67.0" becomes "==1.67.0", ">=13,<18" becomes "==13"."""
    bound = next(part for part in asked.split(",") if part.startswith(("~=", ">=", "==")))
    return "==" + bound[2:]


def wanted(which: str) -> list[str]:
    """What pip is asked for."""
    asked = {"lowest": lowest, "newest": str, "beyond": lambda _: ""}[which]
    return [name + asked(version) for name, version in requirements()]


def tried(python: str, which: str, folder: Path) -> Sequence[str]:
    """One line of the table."""
    version = run([python, "-c", "import platform; print(platform.python_version())"])
    if version.returncode:
        return python, "", which, "not there"
    home = folder / f"{Path(python).name}-{which}"
    inside = str(home / ("Scripts" if os.name == "nt" else "bin") / "python")
    made = run([python, "-m", "venv", str(home)])
    if not made.returncode:
        made = run([inside, "-m", "pip", "install", *QUIET, *wanted(which)])
    if made.returncode:
        return python, version.stdout.strip(), which, "cannot be installed: " + last(made.stderr)
    tests = run([inside, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *FAST])
    got = run(
        [
            inside,
            "-c",
            "import numpy, plotly, streamlit as s; print(s.__version__, plotly.__version__, numpy.__version__)",
        ]
    )
    return python, f"{version.stdout.strip()}: {got.stdout.strip()}", which, last(tests.stderr + tests.stdout)


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command in the project, quietly."""
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError as error:
        return subprocess.CompletedProcess(list(command), 1, "", str(error))


def last(text: str) -> str:
    """The last line, and the first failure before it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    failure = next(
        (line[:110] + " | " for line in lines if line.startswith(("FAILED", "ERROR", "INTERNALERROR", "E "))), ""
    )
    return failure + lines[-1][:120] if lines else ""


def main() -> int:
    """Try all and report; the exit code is how many did not pass."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python", nargs="*", default=["python3.11", "python3.12", "python3.13"], help="commands")
    parser.add_argument("--only", choices=("lowest", "newest", "beyond"), help="one set of libraries only")
    parser.add_argument("--beyond", action="store_true", help="also the newest there are")
    options = parser.parse_args()
    kinds = [options.only] if options.only else ["lowest", "newest", *(["beyond"] if options.beyond else [])]
    with TemporaryDirectory() as folder:
        rows = []
        for python, kind in product(options.python, kinds):
            rows.append(tried(python, kind, Path(folder)))
            print(*rows[-1], sep=" | ", file=sys.stderr, flush=True)  # each takes minutes
    table(("command", "Python: Streamlit, Plotly, NumPy", "libraries", "fast tests"), rows)
    return sum(" passed" not in row[3] or " failed" in row[3] for row in rows)


if __name__ == "__main__":
    sys.exit(main())
