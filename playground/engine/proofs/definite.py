"""Definiteness of symmetric matrices of one or two rows that are known up to an error: only what is certain is said."""

from __future__ import annotations

import numpy as np

from playground.engine.types import Array, Mask


def has_negative(h: Array, error: Array) -> Mask:
    """Whether matrices (d, d, N), known up to an error, certainly have a negative eigenvalue, (N,)."""
    negative = np.any([h[i, i] + error[i, i] < 0 for i in range(len(h))], axis=0)
    return np.asarray(negative | is_indefinite(h, error) if len(h) == 2 else negative)


def is_indefinite(h: Array, error: Array) -> Mask:
    """Whether 2×2 matrices certainly have a negative determinant, (N,)."""
    ends = [(h[0, 0] + s * error[0, 0]) * (h[1, 1] + t * error[1, 1]) for s in (-1, 1) for t in (-1, 1)]
    mixed = np.maximum(np.abs(h[0, 1]) - error[0, 1], 0.0) ** 2
    return np.asarray(np.max(ends, axis=0) + 1e-12 * np.max(np.abs(ends), axis=0) + 1e-300 < mixed * (1 - 1e-12))


def is_positive(h: Array, error: Array) -> Mask:
    """Whether matrices (d, d, N), known up to an error, are certainly positive definite, (N,)."""
    diagonal = [h[i, i] - error[i, i] for i in range(len(h))]
    positive = np.all([entry > 0 for entry in diagonal], axis=0)
    if len(h) == 2:
        mixed = (np.abs(h[0, 1]) + error[0, 1]) ** 2
        positive &= diagonal[0] * diagonal[1] * (1 - 1e-12) > mixed * (1 + 1e-12) + 1e-300
    return np.asarray(positive)
