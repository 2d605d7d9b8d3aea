"""Bisection of a window into boxes, until of each box something is decided or a budget is spent."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from playground.engine.types import Array, Mask, Window

BLOCK = 4096
"""Boxes judged at once."""


@dataclass(frozen=True, eq=False)
class Boxes:
    """Boxes by their corners low and high, each (d, N)."""

    low: Array
    high: Array

    @property
    def centre(self) -> Array:
        """(d, N)."""
        return self.low / 2 + self.high / 2

    @property
    def radius(self) -> Array:
        """(d, N), so large that centre ± radius covers the box."""
        centre = self.centre
        return np.asarray(np.nextafter(np.maximum(self.high - centre, centre - self.low), np.inf))

    @property
    def count(self) -> int:
        """N."""
        return int(self.low.shape[1])

    def where(self, mask: Mask) -> Boxes:
        """Those boxes of which the mask says so."""
        return Boxes(self.low[:, mask], self.high[:, mask])

    def halves(self, sides: Array) -> Boxes:
        """Both halves of each box, across the side that is longest beside the window's."""
        axis = np.argmax((self.high - self.low) / sides[:, None], axis=0)
        across = axis == np.arange(len(self.low))[:, None]
        middle = self.centre
        low, high = np.where(across, middle, self.low), np.where(across, middle, self.high)
        return Boxes(np.concatenate([self.low, low], axis=1), np.concatenate([high, self.high], axis=1))

    def blocks(self) -> Iterator[Boxes]:
        """The boxes, so many at a time."""
        for k in range(0, self.count, BLOCK):
            yield Boxes(self.low[:, k : k + BLOCK], self.high[:, k : k + BLOCK])


def whole(window: Window, cells: int) -> Boxes:
    """A window cut into `cells` boxes a side."""
    edges = [np.linspace(low, high, cells + 1) for low, high in window]
    low = np.stack(np.meshgrid(*(edge[:-1] for edge in edges), indexing="ij")).reshape(len(window), -1)
    high = np.stack(np.meshgrid(*(edge[1:] for edge in edges), indexing="ij")).reshape(len(window), -1)
    return Boxes(low, high)


def joined(parts: list[Boxes], dimension: int) -> Boxes:
    """All boxes of several lists."""
    empty = np.empty((dimension, 0))
    return Boxes(
        np.concatenate([empty, *(part.low for part in parts)], axis=1),
        np.concatenate([empty, *(part.high for part in parts)], axis=1),
    )


class Clock:
    """Shares the time of a proof among its parts, by the processor's clock of this thread.

    Parameters
    ----------
    seconds : float or None
        All there is; None for no end.
    pause : callable
        Called wherever a part asks for the time: a server lets others go first there.
    """

    def __init__(self, seconds: float | None, pause: Callable[[], None] | None = None) -> None:
        self.end = math.inf if seconds is None else time.thread_time() + seconds
        self.pause = pause

    def part(self, share: float) -> Callable[[], bool]:
        """Tells whether a part that may use a share of what is left has used it."""
        now = time.thread_time()
        end = now + share * (self.end - now) if self.end < math.inf else math.inf

        def over() -> bool:
            if self.pause is not None:
                self.pause()
            return time.thread_time() > end

        return over


def sweep(
    window: Window,
    decide: Callable[[Boxes], Mask],
    *,
    budget: int,
    cells: int = 16,
    smallest: float = 1e-7,
    over: Callable[[], bool] = lambda: False,
) -> tuple[int, Boxes]:
    """Bisect a window until `decide` says True of every box, or gives up.

    Parameters
    ----------
    decide : callable
        decide(boxes) -> (N,) of bool. It may raise StopIteration to end the sweep at once.
    budget : int
        The number of boxes after which no box is bisected any more.
    smallest : float
        A box smaller than this share of the window's sides stays undecided.
    over : callable
        Asked between blocks of boxes; once it says so, no more are judged.

    Returns
    -------
    judged : int
        How many boxes were looked at.
    left : Boxes
        Those that stay undecided.
    """
    sides = np.array([high - low for low, high in window])
    boxes, judged, left = whole(window, cells), 0, []
    while boxes.count:
        undecided, late = [], False
        for block in boxes.blocks():
            late = late or over()
            undecided.append(block if late else block.where(~decide(block)))
            judged += 0 if late else block.count
        boxes = joined(undecided, len(window))
        tiny = ((boxes.high - boxes.low) / sides[:, None]).max(axis=0, initial=0.0) < smallest
        left.append(boxes.where(tiny))
        boxes = boxes.where(~tiny)
        if late or judged + 2 * boxes.count > budget:
            left.append(boxes)
            break
        boxes = boxes.halves(sides)
    return judged, joined(left, len(window))
