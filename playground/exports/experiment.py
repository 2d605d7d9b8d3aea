"""What is taken away: a run with all that decides it, and the link that leads back to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine import Landscape, Minibatches, Optimizer, Schedule, Trajectory, descend
from playground.engine.hyper import hypers
from playground.engine.listing import RATE
from playground.link.playground import Settings, minibatches, objective, optimizer, schedule


@dataclass(frozen=True)
class Experiment:
    """A run before it is walked: what `descend` takes, and the link."""

    landscape: Landscape
    rule: Optimizer
    start: Sequence[float]
    steps: int
    batches: Minibatches | None = None
    schedule: Schedule | None = None
    link: str = ""

    @property
    def is_scheduled(self) -> bool:
        """Whether a schedule changes α."""
        return self.schedule is not None and RATE in hypers(self.rule)

    def walked(self) -> Trajectory:
        """The run."""
        start, batches = np.array(self.start, float), self.batches
        return descend(self.rule, self.landscape, start, self.steps, batches, self.schedule, record=True)


def experiment(settings: Settings, index: int = 0, link: str = "") -> Experiment:
    """One of the runs of a state of the playground or of a lesson."""
    run = settings.runs[index]
    return Experiment(
        objective(settings.model),
        optimizer(run),
        settings.start,
        settings.steps,
        None if run.full else minibatches(settings),
        schedule(settings),
        link,
    )
