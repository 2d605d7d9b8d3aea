"""Own data as a text: their points in shortest decimals, as a link writes them; many points by a name instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from playground.engine.data import HUGE, Dataset, split
from playground.engine.hyper import hyper
from playground.engine.kept import keep, kept, travels
from playground.engine.types import Array
from playground.marking import N_

TRAVELLING = 60
"""So many points travel in a link."""

LETTERS = 3000
"""Letters of the longest text; all that TRAVELLING points with all their digits need."""


def points_text(data: Dataset) -> str:
    """The points as x,y_x,y_…, to the last bit; a name for more than a link carries, good while `data` is held."""
    if data.x.size <= TRAVELLING:
        return "_".join(f"{_shortest(x)},{_shortest(y)}" for x, y in zip(data.x, data.y, strict=True))
    return keep(data, data.x.tobytes(), data.y.tobytes())


def _shortest(value: float) -> str:
    return repr(float(value)).removesuffix(".0").replace("e+", "e")


def read_points(text: str) -> Dataset | None:
    """The data that a text writes, None for an empty one; ValueError for what is none, or is kept no longer."""
    if not text:
        return None
    if not travels(text):
        found: Dataset = kept(text, Dataset)
        return found
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
        symbol=N_("own"),
        length=LETTERS,
        parse=read,
        help=N_("Your own data"),
        about=N_("Points x,y separated by _; they are part of the link."),
    )


LONGEST_NAME = 30
"""Letters of a column's name that are shown."""


def plain_name(text: str) -> str:
    """A column's name without what a page or a formula would read as more than text."""
    return " ".join(re.sub(r"[^\w .,()/%°²³'-]", " ", text).split())[:LONGEST_NAME].rstrip()


def read_names(text: str) -> tuple[str, str] | None:
    """The names of x and y, None for an empty text; ValueError unless they are two plain ones."""
    if not text:
        return None
    x, y = text.split("|")
    if (x, y) != (plain_name(x), plain_name(y)):
        raise ValueError("a name is made of letters, digits and a few signs")
    return x, y


def column_names() -> Any:
    """The field of a model that says what x and y of own data are called."""
    return hyper(
        "",
        symbol=N_("names"),
        length=2 * LONGEST_NAME + 1,
        parse=read_names,
        help=N_("What x and y are called"),
        about=N_("The names of the two columns, separated by |; they are shown on the axes."),
    )


def centring() -> Any:
    """The field of a model that says whether its data are centred and scaled."""
    return hyper(
        False,
        symbol="z",
        help=N_("Centre and scale"),
        about=N_("x and y minus their means, in units of their standard deviations: the valleys become round."),
    )


def setting_aside() -> Any:
    """The field of a model that says how much of its data is set aside for the test."""
    return hyper(
        0,
        symbol=N_("Set aside for the test, in %"),
        low=0,
        high=50,
        soft=(0, 50),
        integer=True,
        help=N_("Set aside for the test, in %"),
        about=N_("The model learns from the rest alone. How well it does on data it has not seen is the test."),
    )


def drawing_seed() -> Any:
    """The field of a model with the seed that draws what is set aside."""
    return hyper(
        1,
        symbol=N_("Seed of the drawing"),
        low=0,
        high=2**32 - 1,
        integer=True,
        help=N_("Seed of the drawing"),
        about=N_("Another seed sets other data aside."),
    )


def prepared(data: Dataset, scaled: bool, targets: bool, aside: int, seed: int) -> tuple[Dataset, Dataset | None]:
    """The data to learn from, and those that `aside` per cent set aside, None if that is less than one datum.

    Parameters
    ----------
    scaled : bool
        Whether those to learn from get mean 0 and standard deviation 1 in x, and in y if its `targets` are numbers;
        those set aside go the same way.
    seed : int
        Which are drawn; of each class the same share, where y are classes.
    """
    fitted, tested = data, None
    if aside:
        parts = split(np.zeros(data.x.size) if targets else data.y, aside / 100, seed)
        if parts[1].size:
            fitted, tested = (Dataset(data.x[part], data.y[part]) for part in parts)
    if not scaled:
        return fitted, tested
    return _standardised(fitted, fitted, targets), None if tested is None else _standardised(tested, fitted, targets)


def _standardised(data: Dataset, by: Dataset, targets: bool) -> Dataset:
    return Dataset(_scaled(data.x, by.x), _scaled(data.y, by.y) if targets else data.y)


def _scaled(values: Array, by: Array) -> Array:
    """The values less the mean of others, in units of their standard deviation; equal ones are 0."""
    # Differences from the first are exact where numbers lie close together, however far away.
    moved: Array = by - by[0]
    scaled = values - by[0]
    if moved.any():
        size = np.abs(moved).max()
        moved /= size
        middle = moved.mean()
        scaled = (scaled / size - middle) / (moved - middle).std()
    inside: Array = np.clip(scaled, -HUGE, HUGE)  # a datum set aside may lie anywhere
    return inside
