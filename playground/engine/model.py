"""Models fitted to data: the losses that sum over them, batches of them, and a part that is set aside."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Self, final

import numpy as np

from playground.engine.base import Landscape
from playground.engine.data import DATASETS, Dataset
from playground.engine.expression import trace
from playground.engine.hyper import check, hypers
from playground.engine.points import (
    centring,
    column_names,
    drawing_seed,
    is_binary,
    own_points,
    prepared,
    read_points,
    setting_aside,
)
from playground.engine.proofs.enclosure import Enclose, of_least_squares
from playground.engine.proposals import start_of
from playground.engine.teaching import known
from playground.engine.types import Array, Indices, Window

DATA = frozenset({"dataset", "data", "names", "scaled", "aside", "aside_seed"})
"""The fields of a model that say which data it is fitted to."""


@dataclass(frozen=True, eq=False)
class Model(Landscape, ABC):
    """The loss of a model f[x, φ] on its data, a sum, not a mean: by least squares L[φ] = Σ_i (f[x_i, φ] − y_i)².

    Attributes
    ----------
    dataset : str
        The name of one of the course's DATASETS or of a TeachingSet, used where no other data are given.
    data : str
        Own data as a text (see `points`), used where x and y are not given.
    names : str
        What x and y of own data are called, with | between; empty where they have no names.
    scaled : bool
        Whether the data are centred and scaled, y too if the `targets` are numbers, and not 0 or 1.
    aside, aside_seed : int
        How many per cent of the data are set aside for the test, and the seed that draws them.
    x, y : Array
        The data that are fitted, shape (I,); in a batch (B,), or (runs, B) if every run has its own.
    """

    targets: ClassVar[bool] = True

    dataset: str
    data: str = own_points()
    names: str = column_names()
    scaled: bool = centring()
    aside: int = setting_aside()
    aside_seed: int = drawing_seed()
    x: Array = field(default=None, repr=False)  # type: ignore[arg-type]  # filled by __post_init__
    y: Array = field(default=None, repr=False)  # type: ignore[arg-type]

    def __post_init__(self) -> None:
        """Check hyperparameters and data (ValueError), and propose a start for data that nobody knows one for."""
        self._fill()
        if not self._is_course:
            object.__setattr__(self, "starts", {"default": self._propose_start()})

    def _propose_start(self) -> tuple[float, ...]:
        """A start for data that nobody knows one for."""
        return start_of(self)

    def _fill(self) -> None:
        """Check the hyperparameters, and fetch or check the data."""
        check(self)
        given = self.x is not None or self.y is not None
        data = Dataset(self.x, self.y) if given else read_points(self.data) or known(self.dataset)
        if not self.targets and not is_binary(data.y):
            raise ValueError("every y must be 0 or 1")
        fitted, tested = prepared(data, self.scaled, self.targets, self.aside, self.aside_seed)
        self.__dict__.update(_brought=data, x=fitted.x, y=fitted.y, _tested=tested)

    def __eq__(self, other: object) -> bool:
        """Whether both are the same model, with the same hyperparameters, of the same data."""
        return isinstance(other, Model) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[Any, ...]:
        constants = tuple(getattr(self, name) for name in hypers(self) if name not in DATA)
        return type(self), constants, self.x.shape, self.x.tobytes(), self.y.tobytes()

    @abstractmethod
    def predict(self, phi: Array, x: Array) -> Array:
        """f[x, φ] for φ (..., d) and x (n,), shape (..., n); by NumPy's arithmetic alone, without branches."""

    @property
    @abstractmethod
    def written(self) -> tuple[tuple[str, str], ...]:
        """The model in LaTeX, line by line: a name, and what it is; {phi0} and {phi1} stand where parameters do."""

    def cost(self, phi: Array, x: Array, y: Any) -> Array:
        """What a datum adds to the loss, (f[x, φ] − y)²; by NumPy's arithmetic alone, without branches."""
        squared: Array = (self.predict(phi, x) - y) ** 2
        return squared

    @cached_property
    def _enclose(self) -> Enclose:
        return of_least_squares(trace(self.predict), ("phi0", "phi1"), self.x, self.y)

    @property
    @abstractmethod
    def data_window(self) -> Window:
        """The part of data space that is drawn: (low, high) of x, then of y."""

    @property
    def data_size(self) -> int:
        """The number of data, I."""
        return int(self.x.shape[-1])

    @final
    def batch(self, indices: Indices) -> Self:
        """The same loss summed over these data only.

        Indices are (B,), or (runs, B) to give each run its own data; the batch then takes φ of shape (..., runs, d).
        """
        columns = self._columns[:, indices, 0]
        x, y = columns
        if columns.ndim == 2:
            return self._over(x, y, _columns=columns[..., None])
        # Data that differ from run to run lie beside their runs, in one block.
        return self._over(x, y, _columns=np.ascontiguousarray(columns.swapaxes(1, 2)), block=sys.maxsize)

    def _over(self, x: Array, y: Array, **known: Any) -> Self:
        """The same loss over other data, unchecked."""
        other = object.__new__(type(self))
        other.__dict__.update(self._constants, x=x, y=y, **known)
        return other

    @property
    def brought(self) -> Dataset:
        """The data as they came, neither parted nor scaled."""
        found: Dataset = self.__dict__["_brought"]
        return found

    @cached_property
    def held_out(self) -> Self | None:
        """The same loss summed over the data that are set aside; None if there are none."""
        tested: Dataset | None = self.__dict__.get("_tested")
        return None if tested is None else self._over(tested.x, tested.y)

    @property
    def seen(self) -> tuple[Array, Array]:
        """All that a picture of the data shows: x and y of those that are fitted, then of those set aside."""
        if self.held_out is None:
            return self.x, self.y
        return np.append(self.x, self.held_out.x), np.append(self.y, self.held_out.y)

    @property
    def _around_data(self) -> Window:
        x, y = self.seen
        return around(x), around(y)

    @cached_property
    def _constants(self) -> dict[str, Any]:
        """All that a batch shares with the whole: the hyperparameters."""
        return {name: getattr(self, name) for name in hypers(self)}

    @property
    def equal_units(self) -> bool:
        """For the course's data, or where both sides of the window are nearly as long."""
        wide, high = (end - begin for begin, end in self.window)
        return self._is_course or 0.8 < wide / high < 1.25

    @cached_property
    def _is_course(self) -> bool:
        """Whether the data are the course's, wherever they came from: equal models look the same."""
        course = DATASETS.get(self.dataset)
        return course is not None and np.array_equal(self.x, course.x) and np.array_equal(self.y, course.y)

    @cached_property
    def _columns(self) -> Array:
        """The data as columns against φ's: x and y, stacked, each of shape (I, 1), or (B, runs)."""
        data = np.array([self.x, self.y])
        # Contiguous, because total() keeps its order only where the runs lie side by side in memory.
        return np.ascontiguousarray(data[..., None] if data.ndim == 2 else data.swapaxes(1, 2))


def around(values: Array) -> tuple[float, float]:
    """The range of `values` with a margin of a tenth on both sides."""
    low, high = float(values.min()), float(values.max())
    margin = 0.1 * (high - low) or 1.0
    return low - margin, high + margin
