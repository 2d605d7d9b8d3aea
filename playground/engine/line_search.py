"""Line searches: how far to go along a direction, by bracketing, exactly on a quadratic, or by backtracking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from playground.engine.types import Array, Objective

Function = Callable[[Any], Any]
"""A function of one variable that takes and gives arrays, entry by entry."""

LARGEST = 2.0**1022
"""The largest end of a bracket that is searched on its own scale."""

ARMIJO = 1e-4
"""The share of the predicted decrease that backtracking asks for (Nocedal and Wright, Numerical Optimization, 3.1)."""


@dataclass(frozen=True, eq=False)
class Search:
    """What a line search found, for one run or for many (shape ...).

    Attributes
    ----------
    solution, value : Array
        The position found and the function there, (...).
    start_value : Array
        The function where the search began, at `low`, (...).
    iterations, evaluations : Array
        How often the bracket (or the step) changed, and how often the function was evaluated for it, (...).
    brackets : Array
        Rows a, b, c, d of the bracket: the starting one, then one for each iteration, (rows, ..., 4). Rows after a run
        has stopped are nan. No rows if nothing was bracketed.
    """

    solution: Array
    value: Array
    start_value: Array
    iterations: Array
    evaluations: Array
    brackets: Array


def bracket(
    function: Function,
    low: Any,
    high: Any,
    tolerance: Any = 1e-4,
    max_iterations: Any = 10,
    fractions: tuple[float, float] = (0.33, 0.66),
) -> Search:
    """The course's line search: shrink a bracket a < b < c < d around a minimum until b and c are close.

    Each iteration does one of three things. If `function` is lowest at a, halve the distances of b, c and d from a. If
    it is lower at b than at c, take the minimum to lie left of c: d ← c. Otherwise a ← b. After the last two, b and c
    cut [a, d] in exact thirds; the first b and c lie at `fractions`. It stops when |b − c| ≤ tolerance or after
    `max_iterations`, and answers (b + c) / 2. It assumes one valley in [low, high]; with several it may return a worse
    one, and it may even end above the start: there is no safeguard here.

    Parameters
    ----------
    function : callable
        Evaluated only where it is not yet known. nan counts as +inf.
    low, high, tolerance, max_iterations : float or Array (...)
        Ends and stopping rule; arrays search for many runs at once.

    Raises
    ------
    ValueError
        Unless low < high, both finite, and 0 < fractions[0] < fractions[1] < 1.

    Notes
    -----
    Source: Understanding Deep Learning, figure 6.10; notebook 6.1. Each of the thirds keeps 2/3 of the bracket.
    """
    a, d, tolerance, max_iterations = np.broadcast_arrays(low, high, tolerance, max_iterations)
    a, d = a.astype(float), d.astype(float)
    if not (np.isfinite(a).all() and np.isfinite(d).all() and (a < d).all()):
        raise ValueError("a line search needs finite ends with low < high")
    if not 0 < fractions[0] < fractions[1] < 1:
        raise ValueError(f"fractions must satisfy 0 < first < second < 1, got {fractions}")
    if ((np.abs(a) > LARGEST) | (np.abs(d) > LARGEST)).any():
        # Sums and differences of the ends would overflow: the same search on a quarter of the scale.
        quarter = bracket(lambda p: function(4 * p), a / 4, d / 4, tolerance / 4, max_iterations, fractions)
        return replace(quarter, solution=4 * quarter.solution, brackets=4 * quarter.brackets)
    # Rows a, b, c, d of positions p and of the function there, f.
    p: Array = np.array([a, a + fractions[0] * (d - a), a + fractions[1] * (d - a), d])
    f: Array = np.empty(p.shape)
    f[::3] = _values(function, p[::3])
    start_value = f[0]
    iterations, halvings = np.zeros(a.shape, int), np.zeros(a.shape, int)
    rows, moved = [p], [np.ones(a.shape, bool)]
    while (active := (p[2] - p[1] > tolerance) & (iterations < max_iterations)).any():
        f[1:3] = _values(function, p[1:3])
        new, f_new = _shrunk(p, f)
        halve = active & (f[0] <= f[1:].min(axis=0))
        # In most iterations no run needs these two.
        if halve.any():
            half = p[0] + (p - p[0]) / 2
            new, f_new = np.where(halve, half, new), np.where(halve, f[0], f_new)
            f_new[3] = np.where(halve, _values(function, half[3:])[0], f_new[3])
        if not active.all():
            new, f_new = np.where(active, new, p), np.where(active, f_new, f)
        p, f = new, f_new
        iterations = iterations + active
        halvings = halvings + halve
        rows.append(p)
        moved.append(active)
    solution = (p[1] + p[2]) / 2
    return Search(
        solution[()],
        _values(function, solution[None])[0][()],
        start_value[()],
        iterations[()],
        (3 + 2 * iterations + halvings)[()],
        np.where(np.array(moved)[..., None], np.moveaxis(np.array(rows), 1, -1), np.nan),
    )


def _shrunk(p: Array, f: Array) -> tuple[Array, Array]:
    """The bracket p with values f, both (4, ...), cut to a…c or to b…d, on the side of the lower of b and c, in thirds.

    The new values at b and c are not known yet; those in their place mean nothing.
    """
    left = f[1] < f[2]
    a, d = np.where(left, p[::2], p[1::2])
    f_a, f_d = np.where(left, f[::2], f[1::2])
    third = (d - a) / 3
    return np.array([a, a + third, a + 2 * third, d]), np.array([f_a, f_a, f_d, f_d])


def exact(objective: Objective, phi: Array, gradient: Array, hessian: Array, reach: Any) -> Search:
    """The minimum along −gradient of the local quadratic model: α = g·g / g·Hg, exact where the loss is quadratic.

    Where the curvature g·Hg is not positive, the model has no minimum and the search goes as far as `reach` (...).
    """
    # Not by einsum or matmul: their order of summation may depend on the number of runs.
    curved = (gradient[..., :, None] * hessian * gradient[..., None, :]).sum(axis=(-2, -1))
    length = np.sum(gradient * gradient, axis=-1)
    alpha = np.where(curved > 0, length / np.where(curved > 0, curved, 1), reach)
    alpha = np.where(length > 0, alpha, 0)
    value = objective.value(phi - alpha[..., None] * gradient)
    ones = np.ones(alpha.shape, int)
    return Search(alpha, value, objective.value(phi), ones, 3 * ones, np.empty((0, *alpha.shape, 4)))


def backtrack(function: Function, slope: Array, reach: Any, max_iterations: Any) -> Search:
    """Halve the distance, beginning at `reach`, until f(α) ≤ f(0) − 1e-4 α slope (Armijo's condition).

    `slope` (...) is −f'(0), here g·g. Source: Armijo (1966); Nocedal and Wright, Numerical Optimization, algorithm 3.1.
    """
    alpha = np.broadcast_to(reach, slope.shape).astype(float)
    start_value, value = _values(function, np.array([np.zeros(slope.shape), alpha]))
    iterations = np.zeros(slope.shape, int)
    while (active := (value > start_value - ARMIJO * alpha * slope) & (iterations < max_iterations)).any():
        alpha = np.where(active, alpha / 2, alpha)
        value = np.where(active, _values(function, alpha[None])[0], value)
        iterations = iterations + active
    return Search(alpha, value, start_value, iterations, iterations + 2, np.empty((0, *slope.shape, 4)))


def _values(function: Function, positions: Array) -> Array:
    """`function` at positions (k, ...), in one call for a bundle; nan becomes +inf, which nothing prefers."""
    if positions.ndim == 1:  # a function of plain numbers, such as math.exp, is welcome too
        values = np.array([function(float(position)) for position in positions], dtype=float)
    else:
        values = np.asarray(function(positions), dtype=float)
    known: Array = np.fmin(values, np.inf)
    return known
