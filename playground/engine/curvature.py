"""Curvature: what the Hessian says about a point, and over a window, by determinant, trace and eigenvalues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.eigen import eigen, eigenvalues, vanishing
from playground.engine.landscape import check_window, mesh
from playground.engine.stationary import rest
from playground.engine.types import Array, Objective, Window


@dataclass(frozen=True, eq=False)
class Curvature:
    """The Hessian at φ (..., d) and what it says, each with φ's leading shape.

    Attributes
    ----------
    hessian : Array
        H, (..., d, d).
    determinant : Array
        det H; with two parameters L00·L11 − L01², as the course writes it.
    trace : Array
        The sum of the eigenvalues.
    eigenvalues : Array
        Ascending, (..., d).
    eigenvectors : Array
        Unit length, one a column, (..., d, d).
    kind : str or Array of str
        What the Hessian alone says: "minimum" (all λ > 0), "maximum" (all λ < 0), "saddle" (both signs), "degenerate"
        (a λ is zero but for rounding beside the largest), or "undefined" where it is not finite.
    stationary : bool or Array of bool
        Whether the gradient vanishes here, to a ten-thousandth of the window: see `rest`. Only then is the point the
        minimum, maximum or saddle that `kind` names; elsewhere the loss is curved upwards, downwards or both ways.
    flat : bool or Array of bool
        Whether gradient and Hessian are so small, here and around, that nothing can be said: see `rest`.
    kink : bool or Array of bool
        Whether the loss has a kink or a jump here: what stands above are then derivatives of one side.
    """

    hessian: Array
    determinant: Array
    trace: Array
    eigenvalues: Array
    eigenvectors: Array
    kind: Any
    stationary: Any
    flat: Any
    kink: Any


def curvature(objective: Objective, phi: Any) -> Curvature:
    """The Hessian at φ (..., d) with determinant, trace, eigenvalues, eigenvectors and verdicts."""
    phi = np.asarray(phi, dtype=float)
    hessian = objective.hessian(phi)
    known = objective.known_determinant(phi)
    values, vectors = eigen(hessian, known)
    stationary, flat = rest(objective, phi, hessian=hessian)
    kinks_here = objective.kinks(phi)
    kink = np.zeros(phi.shape[:-1], bool) if kinks_here is None else kinks_here
    with np.errstate(all="ignore"):
        return Curvature(
            hessian,
            determinant(hessian) if known is None else known[()],
            np.trace(hessian, axis1=-2, axis2=-1),
            values,
            vectors,
            kinds(values, known is not None),
            stationary if stationary.ndim else bool(stationary),
            flat if flat.ndim else bool(flat),
            kink if kink.ndim else bool(kink),
        )


def determinant(hessian: Array) -> Array:
    """det H (...) of H (..., d, d); L00·L11 − L01² for two parameters.

    No product on the way overflows or vanishes; a determinant beyond the range of numbers is ±∞ or the smallest number,
    so that it has its sign. nan where H is not finite.
    """
    with np.errstate(all="ignore"):
        plain = _plain_determinant(hessian)
        lost = np.asarray(~(np.abs(plain) < 1e300) | (np.abs(plain) < 1e-300))
        return np.where(lost, _scaled_determinant(hessian), plain)[()] if lost.any() else plain


def _plain_determinant(hessian: Array) -> Array:
    if hessian.shape[-1] == 2:
        course: Array = hessian[..., 0, 0] * hessian[..., 1, 1] - hessian[..., 0, 1] * hessian[..., 0, 1]
        return course
    return np.asarray(np.linalg.det(hessian))


def _scaled_determinant(hessian: Array) -> Array:
    """The same, slower, with exponents apart from digits."""
    if hessian.shape[-1] == 2:
        digits, powers = np.frexp(hessian)
        powers[digits == 0] = -10_000  # beside which every other product counts
        sums = powers[..., 0, 0] + powers[..., 1, 1], 2 * powers[..., 0, 1]
        power = np.maximum(*sums)
        products = digits[..., 0, 0] * digits[..., 1, 1], digits[..., 0, 1] * digits[..., 0, 1]
        found = np.ldexp(products[0], sums[0] - power) - np.ldexp(products[1], sums[1] - power)
    else:
        # D H D, whose rows are about 1 in size; D is diagonal and holds powers of two.
        scale = np.zeros(hessian.shape[:-1], int)
        for _ in range(12):
            scaled = np.ldexp(hessian, scale[..., :, None] + scale[..., None, :])
            scale -= np.frexp(np.abs(scaled).max(axis=-1))[1] // 2
        found = _plain_determinant(np.ldexp(hessian, scale[..., :, None] + scale[..., None, :]))
        power = -2 * scale.sum(axis=-1)
    result = np.ldexp(found, power)
    smallest = np.copysign(np.finfo(result.dtype).smallest_subnormal, found)
    result = np.where((result == 0) & (found != 0), smallest, result)
    return np.where(np.isfinite(hessian).all(axis=(-2, -1)), result, np.nan)


def kinds(eigenvalues: Array, exact: bool = False) -> Any:
    """What eigenvalues (..., d), ascending, say of a stationary point: the `kind` of a Curvature, (...).

    If they are `exact`, they are not zero but for rounding: only 0 itself is.
    """
    zero = eigenvalues == 0 if exact else vanishing(eigenvalues)
    low, high = eigenvalues[..., 0], eigenvalues[..., -1]
    kind = np.select(
        [
            ~np.isfinite(eigenvalues).all(axis=-1),
            zero.any(axis=-1),
            low > 0,
            high < 0,
        ],
        ["undefined", "degenerate", "minimum", "maximum"],
        "saddle",
    )
    return kind if kind.ndim else str(kind)


@dataclass(frozen=True, eq=False)
class CurvatureMap:
    """The Hessian's numbers on a grid over a window: x (n,), y (n,), the others (n, n) with row = y, column = x.

    The loss is locally convex where `smallest` ≥ 0; the curve det H = 0 is the zero level of `determinant`. Where the
    Hessian is not finite, all are nan.
    """

    x: Array
    y: Array
    determinant: Array
    trace: Array
    smallest: Array
    largest: Array


def curvature_map(objective: Objective, window: Window, n: int) -> CurvatureMap:
    """Determinant, trace and eigenvalues of the exact Hessian on an n×n grid; ValueError for a bad window or n < 2."""
    x, y, points = mesh(window, n)
    hessian = objective.hessian(points)
    exact = objective.known_determinant(points)
    values = eigenvalues(hessian, exact)
    known = np.isfinite(values[..., 0])
    with np.errstate(all="ignore"):
        trace = hessian[..., 0, 0] + hessian[..., 1, 1]
        return CurvatureMap(
            x,
            y,
            np.where(known, determinant(hessian) if exact is None else exact, np.nan),
            np.where(known, trace, np.nan),
            values[..., 0],
            values[..., 1],
        )


@dataclass(frozen=True, eq=False)
class Profile:
    """A function of one variable at n points: x, value, slope (first derivative) and second derivative, each (n,)."""

    x: Array
    value: Array
    slope: Array
    second: Array


def profile(objective: Objective, window: Window, n: int) -> Profile:
    """A one-dimensional objective with both derivatives at n points; ValueError for a bad window or n < 2."""
    ((low, high),) = check_window(window, 1)
    if n < 2:
        raise ValueError(f"a profile needs at least 2 points, got {n}")
    x = np.linspace(low, high, n)
    phi = x[:, None]
    return Profile(x, objective.value(phi), objective.gradient(phi)[:, 0], objective.hessian(phi)[:, 0, 0])
