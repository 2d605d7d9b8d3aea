"""Own data as a text: their points in shortest decimals, as a link writes them; many points by a name instead."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from playground.engine.data import Dataset
from playground.engine.hyper import hyper
from playground.engine.types import Array
from playground.marking import N_

TRAVELLING = 60
"""So many points travel in a link."""

LETTERS = 3000
"""Letters of the longest text; all that TRAVELLING points with all their digits need."""

KEPT = "~"
"""A text that begins so is the name of data that a visit keeps."""

_kept: WeakValueDictionary[str, Dataset] = WeakValueDictionary()
# What visits keep, by names that are made of the data: equal data have one name, and go with the last visit.


def points_text(data: Dataset) -> str:
    """The points as x,y_x,y_…, to the last bit; a name for more than a link carries, good while `data` is held."""
    if data.x.size <= TRAVELLING:
        return "_".join(f"{_shortest(x)},{_shortest(y)}" for x, y in zip(data.x, data.y, strict=True))
    name = KEPT + hashlib.sha256(data.x.tobytes() + data.y.tobytes()).hexdigest()[:24]
    _kept[name] = data
    return name


def travels(text: str) -> bool:
    """Whether who opens a link with this text sees the same data."""
    return not text.startswith(KEPT)


def _shortest(value: float) -> str:
    return repr(float(value)).removesuffix(".0").replace("e+", "e")


def read_points(text: str) -> Dataset | None:
    """The data that a text writes, None for an empty one; ValueError for what is none, or is kept no longer."""
    if not text:
        return None
    if not travels(text):
        kept = _kept.get(text)
        if kept is None:
            raise ValueError("these data are not kept any more")
        return kept
    x, y = zip(*(_pair(part) for part in text.split("_")), strict=True)
    return Dataset(x, y)  # type: ignore[arg-type]  # tuples become arrays


def _pair(text: str) -> tuple[float, float]:
    x, y = map(float, text.split(","))
    return x, y


def read_classes(text: str) -> Dataset | None:
    """The same where every y must be 0 or 1."""
    data = read_points(text)
    if data is not None and not is_binary(data.y):
        raise ValueError("every y must be 0 or 1")
    return data


def is_binary(y: Array) -> bool:
    """Whether every y is 0 or 1."""
    return bool(((y == 0) | (y == 1)).all())


def own_points(read: Callable[[str], object] = read_points) -> Any:
    """The field of a model that holds own data, in place of those it is named after."""
    return hyper(
        "",
        symbol="own",
        length=LETTERS,
        parse=read,
        help=N_("Your own data"),
        about=N_("Points x,y with _ between; they stand in the link."),
    )


def centring() -> Any:
    """The field of a model that says whether its data are centred and scaled."""
    return hyper(
        False,
        symbol="z",
        help=N_("Centre and scale"),
        about=N_("x and y less their means, in units of their standard deviations: the valleys become round."),
    )


def standardised(data: Dataset, targets: bool = True) -> Dataset:
    """The data with mean 0 and standard deviation 1 in x, and in y if its `targets` are numbers; equal ones are 0."""
    return Dataset(_standardised(data.x), _standardised(data.y) if targets else data.y)


def _standardised(values: Array) -> Array:
    # Differences from the first are exact where numbers lie close together, however far away.
    moved: Array = values - values[0]
    if not moved.any():
        return moved
    moved /= np.abs(moved).max()
    moved -= moved.mean()
    moved /= moved.std()
    return moved
