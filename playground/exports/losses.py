"""What is drawn of the losses of some runs: L − L* where the least is known; where data are set aside, both means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine import Landscape, Model, Trajectory
from playground.i18n import Translator
from playground.marking import N_

LOSS, MEAN = N_("Loss at each step"), N_("Mean loss per data point")


@dataclass(frozen=True)
class Losses:
    """Numbers against the step (steps + 1,), one of each run, and beside them those of the data that are set aside."""

    heading: str
    title: str
    fitted: list[NDArray[Any]]
    tested: list[NDArray[Any]]
    log: bool

    @classmethod
    def of(cls, landscape: Landscape, runs: Sequence[Trajectory], t: Translator, minimum: bool = True) -> Losses:
        """Those of some runs on a landscape; without `minimum` nothing tells the least loss."""
        tested = [mean for mean in map(mean_aside, runs) if mean is not None]
        if tested and isinstance(landscape, Model):
            fitted = [run.value / landscape.data_size for run in runs]
            return cls(t(MEAN), "L / I", fitted, tested, _positive([*fitted, *tested]))
        floor = landscape.minimum if minimum else None
        above = [run.value - (floor or 0.0) for run in runs]
        title = "L − L*" if floor is not None else "L"
        return cls(t(LOSS), title, above, [], floor is not None or _positive(above))


def loss_heading(landscape: Landscape, t: Translator) -> str:
    """What stands above them."""
    return t(MEAN) if isinstance(landscape, Model) and landscape.held_out is not None else t(LOSS)


def mean_aside(run: Trajectory) -> NDArray[Any] | None:
    """The mean loss of a datum that is set aside, at each step of a run (steps + 1,); None where none is."""
    held_out = run.objective.held_out if isinstance(run.objective, Model) else None
    return None if held_out is None else np.asarray(held_out.value(run.phi) / held_out.data_size)


def _positive(tracks: Sequence[NDArray[Any]]) -> bool:
    """Whether a logarithmic axis can show them."""
    return all((track[np.isfinite(track)] > 0).all() for track in tracks)
