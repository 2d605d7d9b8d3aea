"""Long work gives way: one student who asks for the most must not keep sixty others waiting.

What takes longer than a moment waits until no other long work is done, pauses often, and pauses longer the busier the
server is. It ends early when its visitor asks for something else or leaves.
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
"""Seconds of a pause where nobody waits; how much longer it really lasts tells how many do."""

LONGEST = 0.03
"""Seconds of the longest pause: even on a busy server, an eighth of the time goes to long work."""

_only_one = Lock()


def check() -> None:
    """Leave the script (by Streamlit's own exception) where its visitor has asked for something else or gone."""
    asked: Callable[[], None] | None = get_run_yield_check()
    if asked is not None:
        asked()


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
        before = time.perf_counter()
        time.sleep(NAP)
        waited = time.perf_counter() - before - NAP
        if waited > NAP:
            time.sleep(min(8 * waited, LONGEST))
        self.since = time.thread_time()

    def _take_turn(self) -> None:
        while not self.mine:
            check()
            self.mine = _only_one.acquire(timeout=0.05)
