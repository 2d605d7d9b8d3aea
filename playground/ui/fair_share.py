"""Long work gives way: one student who asks for the most must not keep sixty others waiting.

What takes longer than a moment waits until no other long work is done, pauses often, and pauses longer the more of the
processor all others use. It ends early when its visitor turns to another page or leaves.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from types import TracebackType

from streamlit.runtime.scriptrunner_utils.script_run_context import get_run_yield_check

FREE = 0.03
"""Seconds of processor time that nobody has to ask for: an ordinary run of some hundred steps."""

SLICE = 0.004
"""Seconds of work between two pauses."""

NAP = 0.0005
"""Seconds of a pause where nobody else is at work."""

LONGEST = 1.0
"""Seconds of the longest pause."""

YIELD = 30.0
"""Length of a pause, in multiples of the work since the last, while others fill a processor; less while they do not.

With sixty students at work (two thirds of a processor) one part in twenty is left to long work.
"""

_only_one = Lock()


def check() -> None:
    """Leave the script (by Streamlit's own exception) where its visitor has asked for the whole page anew or gone.

    What a fragment of the page asks for waits until the script is done.
    """
    asked: Callable[[], None] | None = get_run_yield_check()
    if asked is not None:
        asked()


def _clocks() -> tuple[float, float, float]:
    """Seconds by the wall, of the whole process, and of this thread."""
    return time.perf_counter(), time.process_time(), time.thread_time()


class Courtesy:
    """Long work, as a context; call it between two small pieces of the work.

    Parameters
    ----------
    free : float
        Seconds of processor time before the work counts as long; 0 if it is known to be long from the beginning.
    """

    def __init__(self, free: float = FREE) -> None:
        self.free = free
        self.mine = False

    def __enter__(self) -> Courtesy:
        """Begin; what is known to be long waits for its turn."""
        self.begin = self.since = time.thread_time()
        self.busy, self.seen = 0.0, _clocks()
        if not self.free:
            self._take_turn()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Let the next one go on."""
        if self.mine:
            _only_one.release()

    def __call__(self) -> None:
        """Give way where it is time for it."""
        now = time.thread_time()
        if now - self.since < SLICE or now - self.begin < self.free:
            return
        self._take_turn()
        check()
        time.sleep(min(NAP + (now - self.since) * YIELD * self._others(), LONGEST))
        self.since = time.thread_time()

    def _others(self) -> float:
        """The share of a processor that all other work has used of late.

        Threads of a linear algebra library would count as others; the app gives it one (see `playground.ui`).
        """
        before, self.seen = self.seen, _clocks()
        wall, everything, own = (new - old for new, old in zip(self.seen, before, strict=True))
        if wall < NAP:
            return self.busy
        share = min(1.0, max(0.0, everything - own) / wall)
        self.busy += 0.3 * (share - self.busy)
        return self.busy

    def _take_turn(self) -> None:
        while not self.mine:
            check()
            self.mine = _only_one.acquire(timeout=0.05)
            self.seen = _clocks()
