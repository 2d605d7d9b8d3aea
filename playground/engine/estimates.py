"""The best fit of a model of two parameters to data that nobody has looked at: a coarse search, then least squares.

From a grid of starts in the data's own units the best are improved together by the method of Levenberg and Marquardt:
φ ← φ − (JᵀJ + λ diag JᵀJ)⁻¹ Jᵀr, with λ smaller after each success. Source: Marquardt, SIAM Journal 11 (1963).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from playground.engine.types import Array, Window

Residuals = Callable[[Array], tuple[Array, Sequence[Array]]]
"""What is left of each datum (I, N) at the columns φ (2, N), and its slopes in both parameters."""

SHARES = (0.03, 0.3, 1.0, 3.0)
"""Starts lie at these multiples of each unit, on both sides of 0."""

IMPROVED, ROUNDS = 48, 60
"""So many of the starts are improved, in so many rounds."""

HEIGHT = 0.5
"""A window shows the loss as far as it rises, along each parameter, by this share of the loss of the zero model."""

FREE = 1e-10
"""Where sin² of the angle between both slopes is less, the data do not tell the parameters apart."""


def best_fit(residuals: Residuals, x: Array, y: Array) -> Array | None:
    """The parameters (2,) of the least sum of squares that is found; None where the model is finite nowhere."""
    with np.errstate(all="ignore"):
        phi = _starts(x, y)
        loss = _loss(residuals(phi)[0])
        phi = phi[:, np.argsort(loss, kind="stable")[:IMPROVED]]
        phi, loss = _improved(residuals, phi)
        if not np.isfinite(loss).any():
            return None
        # Of equally good ones, as a sine has many, the one closest to the origin.
        good = loss <= loss.min() * (1 + 1e-6) + 1e-12 * float(y @ y)
        return np.asarray(phi[:, np.where(good, np.linalg.norm(phi, axis=0), np.inf).argmin()])


def window_around(residuals: Residuals, phi: Array, y: Array) -> Window | None:
    """A window around the best fit as far as the loss rises by HEIGHT of the zero model's; None if it is not finite."""
    with np.errstate(all="ignore"):
        residual, (fa, fb) = residuals(phi[:, None])
        height = HEIGHT * float(y @ y) or 1.0
        aa, ab, bb = float((fa * fa).sum()), float((fa * fb).sum()), float((fb * fb).sum())
        apart = 1 - ab * ab / (aa * bb) if aa and bb else 1.0
        apart = apart if apart > FREE else 1.0
        sides = [math.sqrt(height / (one * apart)) if one else 0.0 for one in (aa, bb)]
        # One on which nothing depends is shown as far as it is large.
        wide = np.where(np.array(sides) > 0, sides, np.maximum(np.abs(phi), 1.0))
        reach = _narrowed(residuals, phi, wide, float(_loss(residual)[0]) + height)
    window = tuple(map(_round_ends, (phi - reach).tolist(), (phi + reach).tolist()))
    return window if np.isfinite(window).all() and all(low < high for low, high in window) else None


def _narrowed(residuals: Residuals, phi: Array, reach: Array, high: float) -> Array:
    """The reach, halved as long as most of the window lies far above what it is to show, where a model explodes."""
    side = np.linspace(-1, 1, 13)
    nodes = np.stack(np.meshgrid(side, side)).reshape(2, -1)
    for _ in range(8):
        loss = _loss(residuals(phi[:, None] + reach[:, None] * nodes)[0])
        if np.median(loss) <= 10 * high:
            break
        reach = reach / 2
    return reach


def _round_ends(low: float, high: float) -> tuple[float, float]:
    """The ends with few digits, outwards."""
    step = 10.0 ** math.floor(math.log10((high - low) / 2)) / 2
    return float(f"{math.floor(low / step) * step:.10g}"), float(f"{math.ceil(high / step) * step:.10g}")


def _starts(x: Array, y: Array) -> Array:
    """Columns (2, N): both parameters at multiples of 1 and of the units that data of this size may give them."""
    across, up = (float(np.abs(values).max()) or 1.0 for values in (x, y))
    width = float(np.ptp(x)) or across
    units = {1.0, across, up, 1 / across, up / across, 1 / width, up / width}
    side = sorted({0.0} | {sign * share * unit for unit in units for share in SHARES for sign in (-1, 1)})
    return np.stack(np.meshgrid(side, side)).reshape(2, -1)


def _loss(residual: Array) -> Array:
    """The sum of squares (N,), infinite where it is not defined."""
    loss = (residual * residual).sum(axis=0)
    return np.asarray(np.where(np.isfinite(loss), loss, np.inf))


def _improved(residuals: Residuals, phi: Array) -> tuple[Array, Array]:
    """The columns after ROUNDS of Levenberg and Marquardt, and their losses."""
    damping = np.full(phi.shape[1], 1e-2)
    residual, slopes = residuals(phi)
    loss = _loss(residual)
    for _ in range(ROUNDS):
        fa, fb = (np.where(np.isfinite(slope), slope, 0.0) for slope in slopes)
        aa, ab, bb = (fa * fa).sum(axis=0), (fa * fb).sum(axis=0), (fb * fb).sum(axis=0)
        ga, gb = (fa * residual).sum(axis=0), (fb * residual).sum(axis=0)
        # In units in which both slopes have length 1: as few digits are lost as can be.
        ua, ub = np.sqrt(aa), np.sqrt(bb)
        mixed, straight = np.where(ua * ub > 0, ab / (ua * ub), 0.0), 1 + damping
        determinant = straight * straight - mixed * mixed
        ha, hb = (np.where(u > 0, g / u, 0.0) for g, u in ((ga, ua), (gb, ub)))
        step = np.stack(
            [
                np.where(ua > 0, (straight * ha - mixed * hb) / determinant / ua, 0.0),
                np.where(ub > 0, (straight * hb - mixed * ha) / determinant / ub, 0.0),
            ]
        )
        ahead = phi - step
        ahead_residual, ahead_slopes = residuals(ahead)
        ahead_loss = _loss(ahead_residual)
        better = ahead_loss < loss
        phi, loss = np.where(better, ahead, phi), np.where(better, ahead_loss, loss)
        residual = np.where(better, ahead_residual, residual)
        slopes = [np.where(better, new, old) for new, old in zip(ahead_slopes, slopes, strict=True)]
        damping = np.clip(np.where(better, damping / 5, damping * 4), 1e-12, 1e12)
    return phi, loss
