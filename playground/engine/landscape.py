"""Landscapes over a window: the loss on a grid, and how high it is there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from playground.engine.types import Array, Objective, Window


@dataclass(frozen=True, eq=False)
class Grid:
    """A loss on a regular grid: x (n,), y (n,) and value (n, n), where value[row, column] = L[(x[column], y[row])]."""

    x: Array
    y: Array
    value: Array


def check_window(window: Window, dimension: int) -> Window:
    """The window as pairs of floats; ValueError unless it has `dimension` finite pairs with low < high."""
    try:
        pairs = tuple((float(low), float(high)) for low, high in window)
    except (TypeError, ValueError):
        raise ValueError("a window is one (low, high) pair a parameter") from None
    if len(pairs) != dimension:
        raise ValueError(f"the window needs {dimension} (low, high) pairs, got {len(pairs)}")
    for low, high in pairs:
        # The width itself must be finite too, or no grid fits into it.
        if not (math.isfinite(high - low) and low < high):
            raise ValueError(f"a window needs finite ends with low < high, got ({low:g}, {high:g})")
    return pairs


def mesh(window: Window, n: int, dtype: type[np.floating[Any]] = np.float64) -> tuple[Array, Array, Array]:
    """The nodes x (n,), y (n,) of an n×n grid over a window, and its points (n, n, 2), row = y, column = x."""
    (x_low, x_high), (y_low, y_high) = check_window(window, 2)
    if n < 2:
        raise ValueError(f"a grid needs at least 2 nodes a side, got {n}")
    x, y = np.linspace(x_low, x_high, n, dtype=dtype), np.linspace(y_low, y_high, n, dtype=dtype)
    points = np.empty((2, n, n), dtype)
    points[0], points[1] = x, y[:, None]
    return x, y, np.moveaxis(points, 0, -1)


def grid(objective: Objective, window: Window, n: int, dtype: type[np.floating[Any]] = np.float64) -> Grid:
    """The loss on an n×n grid over a window of two parameters.

    float32 is two to three times faster and exact enough for a picture. Raises ValueError for a bad window or n < 2.
    """
    x, y, points = mesh(window, n, dtype)
    return Grid(x, y, objective.value(points))


def scatter(window: Window, n: int) -> Array:
    """`n` points spread evenly over a window of any dimension, (n, d).

    The Kronecker sequence k·(1/r, 1/r², …) mod 1, where r is the positive root of r^(d+1) = r + 1 (Roberts, 2018).
    """
    low, high = np.array(check_window(window, len(window))).T
    root = 2.0
    for _ in range(50):
        root = (1 + root) ** (1 / (len(window) + 1))
    points: Array = low + (high - low) * (
        (0.5 + np.outer(np.arange(1, n + 1), root ** -np.arange(1.0, len(window) + 1))) % 1
    )
    return points


# Remembered by the value of the objective: it never changes, and every judgement of a point asks for it.
@lru_cache(maxsize=256)
def bottom(objective: Objective) -> float:
    """The least value of a loss, L*, or where that is unknown the least that was seen over its window."""
    return float(np.fmin.reduce(_seen(objective))) if objective.minimum is None else objective.minimum


@lru_cache(maxsize=256)
def relief(objective: Objective) -> float:
    """The scale of a loss: its median over the window, above its bottom."""
    return _quantile(_seen(objective), 0.5) - bottom(objective)


def _seen(objective: Objective) -> Array:
    """The loss at 256 points spread over its window, (256,)."""
    return objective.value(scatter(objective.window, 256))


def _quantile(values: Array, share: float) -> float:
    """The quantile of the finite values, 0 if there are none."""
    finite = values[np.isfinite(values)]
    return float(np.quantile(finite, share)) if finite.size else 0.0
