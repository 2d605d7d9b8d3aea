"""Data sets that statistics is taught with, as facts with their sources; they stand beside the course's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from playground.engine.data import DATASETS, Dataset
from playground.engine.points import is_binary
from playground.marking import N_


@dataclass(frozen=True)
class TeachingSet:
    """A data set with its name, what it shows and where it comes from, and what its axes are called."""

    data: Dataset
    name: str
    about: str
    axes: tuple[str, str]


def _of(x: Sequence[float], y: Sequence[float]) -> Dataset:
    return Dataset(np.array(x, float), np.array(y, float))


ANSCOMBE = N_(
    "Four sets with the same means, variances, correlation and line, which look nothing alike. "
    "Source: Anscombe, The American Statistician 27 (1973)."
)
_XY = N_("input, x"), N_("output, y")
_SAME_X = (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5)

# fmt: off
_SPEED = (
    4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15,
    15, 16, 16, 17, 17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25,
)
_DISTANCE = (
    2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26,
    54, 32, 40, 32, 40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85,
)
_YEAST = (
    9.6, 18.3, 29.0, 47.2, 71.1, 119.1, 174.6, 257.3, 350.7, 441.0,
    513.3, 559.7, 594.8, 629.4, 640.8, 651.1, 655.9, 659.6, 661.8,
)
_TEMPERATURE = (66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58)
_DISTRESS = (0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1)
# fmt: on


def _old_faithful() -> Dataset:
    table = np.loadtxt(Path(__file__).parent / "old_faithful.csv", delimiter=",", skiprows=1)
    return Dataset(table[:, 0], table[:, 1])


TEACHING: dict[str, TeachingSet] = {
    "anscombe1": TeachingSet(
        _of(_SAME_X, (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68)),
        N_("Anscombe's first"),
        ANSCOMBE,
        _XY,
    ),
    "anscombe2": TeachingSet(
        _of(_SAME_X, (9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74)),
        N_("Anscombe's second: a curve"),
        ANSCOMBE,
        _XY,
    ),
    "anscombe3": TeachingSet(
        _of(_SAME_X, (7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73)),
        N_("Anscombe's third: an outlier"),
        ANSCOMBE,
        _XY,
    ),
    "anscombe4": TeachingSet(
        _of((8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8), (6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.50, 5.56, 7.91, 6.89)),
        N_("Anscombe's fourth: one point decides"),
        ANSCOMBE,
        _XY,
    ),
    "cars": TeachingSet(
        _of(_SPEED, _DISTANCE),
        N_("Cars: speed and stopping distance"),
        N_("Fifty cars of the 1920s. Source: Ezekiel, Methods of Correlation Analysis (1930)."),
        (N_("speed, miles an hour"), N_("stopping distance, feet")),
    ),
    "old_faithful": TeachingSet(
        _old_faithful(),
        N_("Old Faithful: eruption and wait"),
        N_(
            "272 eruptions of a geyser, and how long one waits for the next. "
            "Source: Azzalini and Bowman, Applied Statistics 39 (1990)."
        ),
        (N_("eruption, minutes"), N_("wait for the next, minutes")),
    ),
    "yeast": TeachingSet(
        _of(range(19), _YEAST),
        N_("Yeast: a logistic growth"),
        N_("Yeast cells growing in a flask. Source: Carlson, Biochemische Zeitschrift 57 (1913)."),
        (N_("hours"), N_("amount of yeast")),
    ),
    "challenger": TeachingSet(
        _of(_TEMPERATURE, _DISTRESS),
        N_("Challenger: cold and damaged seals"),
        N_(
            "Before 23 launches of a space shuttle: the temperature, and whether a seal was damaged. "
            "Source: Dalal, Fowlkes and Hoadley, Journal of the American Statistical Association 84 (1989)."
        ),
        (N_("temperature, °F"), N_("damage: 1, none: 0")),
    ),
}
"""The sets by name."""


def numeric_sets() -> dict[str, str]:
    """The teaching sets to whose y a curve is fitted by least squares, with their names."""
    return {name: one.name for name, one in TEACHING.items() if not is_binary(one.data.y)}


def class_sets() -> dict[str, str]:
    """Those whose y is one of two classes."""
    return {name: one.name for name, one in TEACHING.items() if is_binary(one.data.y)}


def known(name: str) -> Dataset:
    """The data of this name, the course's or those of a TeachingSet."""
    return DATASETS[name] if name in DATASETS else TEACHING[name].data
