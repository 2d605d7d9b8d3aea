"""Eigenvalues and eigenvectors of many symmetric matrices, in closed form for 2×2."""

from __future__ import annotations

import numpy as np

from playground.engine.expression import Symbol
from playground.engine.types import Array

ROUNDING = 16 * float(np.finfo(float).eps)
"""An eigenvalue is known to this share of the largest in size; a smaller one counts as zero."""


def eigen(matrix: Array, determinant: Array | None = None) -> tuple[Array, Array]:
    """The eigenvalues (..., d), ascending, and the unit eigenvectors (..., d, d) as columns, of symmetric (..., d, d).

    A matrix with inf or nan has nan for both. 2×2 matrices are solved in closed form, many times faster than by LAPACK;
    where their `determinant` (...) is known better than from their rounded entries, so is the smaller eigenvalue.
    """
    matrix = np.asarray(matrix)
    with np.errstate(all="ignore"):
        return _eigen_2(matrix, determinant) if matrix.shape[-1] == 2 else _eigen_n(matrix)


def quotient(a: Array, b: Array) -> Array:
    """a / b entry by entry, and a itself where b = 0: 0 / 0 is 0, never nan."""
    if isinstance(a, Symbol):  # of a rule that is being traced, see programs.py
        return a.ratio(b)
    # Mostly nothing is zero, and to count is quicker than to mend.
    ratio: Array = a / (b if np.count_nonzero(b) == np.size(b) else b + (b == 0))
    return ratio


def eigenvalues(matrix: Array, determinant: Array | None = None) -> Array:
    """The eigenvalues (..., d) alone, ascending, of symmetric matrices (..., d, d), as `eigen` finds them."""
    matrix = np.asarray(matrix)
    if matrix.shape[-1] != 2:
        return _eigen_n(matrix)[0]
    with np.errstate(all="ignore"):
        return _values_2(matrix, determinant)[0]


def vanishing(eigenvalues: Array) -> Array:
    """Which eigenvalues (..., d) are zero but for rounding beside the largest in size, (..., d) of bool."""
    size = np.abs(eigenvalues)
    zero: Array = size <= ROUNDING * size.max(axis=-1, keepdims=True)
    return zero


def _values_2(matrix: Array, determinant: Array | None) -> tuple[Array, Array, Array, Array]:
    """The eigenvalues of 2×2 matrices, mean ± radius, and half, h01 and radius of the scaled matrices.

    half is (h00 − h11) / 2, and the radius is the length of (half, h01).
    """
    # Scaled by a power of two, which is exact, so that no product overflows or vanishes.
    exponent = np.frexp(np.abs(matrix).max(axis=(-2, -1)))[1]
    h00, h01, h11 = (np.ldexp(matrix[..., i, j], -exponent) for i, j in ((0, 0), (0, 1), (1, 1)))
    half, mean = (h00 - h11) / 2, (h00 + h11) / 2
    radius = np.hypot(half, h01)
    # The smaller in size comes from the determinant, so that their signs agree with it: mean − radius would cancel.
    large = mean + np.copysign(radius, mean)
    known = h00 * h11 - h01 * h01 if determinant is None else np.ldexp(determinant, -2 * exponent)
    small = quotient(known, large)
    values = np.ldexp(np.stack([np.minimum(small, large), np.maximum(small, large)], axis=-1), exponent[..., None])
    broken = np.asarray(~np.isfinite(matrix).all(axis=(-2, -1)))
    return np.where(broken[..., None], np.nan, values), half, h01, radius


def _eigen_2(matrix: Array, determinant: Array | None) -> tuple[Array, Array]:
    """Eigenvalues and eigenvectors in closed form."""
    values, half, h01, _ = _values_2(matrix, determinant)
    # Scaled once more, for beside the diagonal both may be too small to have all their digits.
    exponent = np.frexp(np.maximum(np.abs(half), np.abs(h01)))[1]
    half, h01 = np.ldexp(half, -exponent), np.ldexp(h01, -exponent)
    radius = np.hypot(half, h01)
    # (half + radius, h01) points along the larger eigenvalue's axis, and so does (h01, radius − half).
    right = half >= 0
    x, y = np.where(right, half + radius, h01), np.where(right, h01, radius - half)
    length = np.hypot(x, y)
    cos, sin = np.where(length > 0, quotient(x, length), 1.0), quotient(y, length)
    vectors = np.stack([np.stack([-sin, cos], axis=-1), np.stack([cos, sin], axis=-1)], axis=-1)
    return values, np.where(np.isnan(values[..., :1, None]), np.nan, vectors)


def _eigen_n(matrix: Array) -> tuple[Array, Array]:
    """LAPACK's answer, kept away from matrices that are not finite."""
    broken = np.asarray(~np.isfinite(matrix).all(axis=(-2, -1)))
    values, vectors = np.linalg.eigh(np.where(broken[..., None, None], 0.0, matrix))
    return np.where(broken[..., None], np.nan, values), np.where(broken[..., None, None], np.nan, vectors)
