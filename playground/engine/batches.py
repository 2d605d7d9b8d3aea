# ruff: noqa: RUF009 - hyper() in a default only declares a field
"""Minibatches: which data each step of stochastic gradient descent sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from playground.engine.hyper import Record, hyper
from playground.engine.types import Indices
from playground.marking import N_

Draw = Literal["epoch", "step"]
"""When the data are shuffled: once an epoch, or anew at each step."""


@dataclass(frozen=True)
class Minibatches(Record):
    """Batches drawn without replacement: the data are shuffled once an epoch and cut, in that order, into batches.

    An epoch of I data has ⌈I / size⌉ batches; the last may be short. Each batch is sorted, so that the sum over a batch
    of all the data is, to the last bit, the sum over the data. `size` is clamped to 1…I.

    Parameters
    ----------
    size : int
        Data per batch, B.
    seed : int or array (runs,)
        Seed of the shuffles. An array gives every run of a bundle its own batches.
    draw : {"epoch", "step"}
        "epoch" as above. "step" shuffles anew at each step and takes the first B, as the course's notebooks do; then
        some data may come again before others are seen.

    Notes
    -----
    The stream is that of ``np.random.RandomState``, which NumPy has frozen for ever: a link reproduces its run.
    Source: Understanding Deep Learning, section 6.2; notebook 6.3.
    """

    size: int = hyper(
        5,
        symbol="B",
        integer=True,
        soft=(1, 30),
        help=N_("Data per batch"),
        about=N_("Each step sees B of the data, and the loss of a batch is the sum over them."),
    )
    seed: Any = hyper(
        1,
        symbol=N_("seed"),
        low=0,
        high=2**32 - 1,
        integer=True,
        soft=(0, 99),
        help=N_("Seed of the shuffle"),
        about=N_("The same seed draws the same batches again."),
    )
    draw: Draw = hyper(
        "epoch",
        symbol=N_("draw"),
        choices={"epoch": N_("one shuffle per epoch"), "step": N_("a new shuffle at each step (notebooks)")},
        help=N_("How the batches are drawn"),
        about=N_("With one shuffle per epoch, no data point comes up again before all have been seen."),
    )

    def indices(self, count: int, steps: int) -> list[Indices]:
        """The batch of each step: a list of `steps` sorted index arrays into `count` data.

        Each has shape (B,), or (runs, B) if `seed` is an array; the last of an epoch may be shorter.
        """
        seeds = np.asarray(self.seed)
        streams = [stream(int(seed), self.clamped(count), self.draw, count, steps) for seed in seeds.ravel()]
        if seeds.ndim == 0:
            return streams[0]
        return [np.stack(batch) for batch in zip(*streams, strict=True)]

    def per_epoch(self, count: int) -> int:
        """The number of batches in an epoch of `count` data."""
        return -(-count // self.clamped(count))

    def clamped(self, count: int) -> int:
        """The size of a batch of so many data, between 1 and all of them."""
        return min(max(int(self.size), 1), count)


def stream(seed: int, size: int, draw: Draw, count: int, steps: int) -> list[Indices]:
    """The first `steps` batches of one seed."""
    random = np.random.RandomState(seed)
    batches: list[Indices] = []
    while len(batches) < steps:
        order = random.permutation(count)
        cuts = range(0, count if draw == "epoch" else 1, size)
        batches.extend(np.sort(order[cut : cut + size]) for cut in cuts)
    return batches[:steps]
