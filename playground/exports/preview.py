"""The picture of a link as pixels, made without a browser: contours and paths, as wide as previews of links are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs

import numpy as np
from numpy.typing import NDArray

from playground.exports.figure import curve_of, ground_of, landscape_query
from playground.figures.contour import bands, level_values
from playground.figures.svg_charts import curve_axes, finite
from playground.figures.theme import LANDSCAPE, LIGHT
from playground.figures.thumbnail import png, shaded
from playground.link.playground import Settings, from_query, objective

WIDTH, HEIGHT = 600, 315
"""Pixels: the shape that pages which show links ask for."""


def preview(settings: Settings, paths: Sequence[NDArray[Any]]) -> bytes:
    """A PNG of the landscape, and of the paths (steps + 1, 2) as they lie on its chart; at most five."""
    pixels, window, flipped = _curve(settings) if objective(settings.model).dimension == 1 else _contours(settings)
    pixels = pixels.copy()
    (x0, x1), (y0, y1) = window
    for path, color in reversed(list(zip(paths, LIGHT.runs, strict=False))):
        rgb = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
        with np.errstate(all="ignore"):
            places = (finite(path) - (x0, y0)) / (x1 - x0, y1 - y0) * (WIDTH - 1, HEIGHT - 1)
        places = np.clip(places, -2 * WIDTH, 3 * WIDTH)
        if len(places):
            beads = _between(places)
            for beside, radius, ink in ((beads, 3.4, [255] * 3), (beads, 2.0, rgb)):
                _stamp(pixels, beside, radius, ink)
            _stamp(pixels, places[:1], 7.0, [255] * 3)
            _stamp(pixels, places[:1], 5.0, rgb)
    return png(pixels if flipped else pixels[::-1], effort=4)


def _contours(settings: Settings) -> tuple[NDArray[np.uint8], Any, bool]:
    return _landscape(landscape_query(settings))


@lru_cache(maxsize=8)
def _landscape(query: str) -> tuple[NDArray[np.uint8], Any, bool]:
    """The landscape with its level lines, the lowest row first; its window, and whether it grows downwards."""
    ground = ground_of(from_query(parse_qs(query))[0])
    levels = level_values(ground.value, ground.scale)
    (x0, x1), (y0, y1) = ground.window
    # Between the nodes of the grid heights are interpolated, along one axis after the other.
    columns, rows = np.linspace(x0, x1, WIDTH), np.linspace(y0, y1, HEIGHT)
    across = np.stack([np.interp(columns, ground.x, row) for row in ground.value.astype(float)])
    value = np.stack([np.interp(rows, ground.y, column) for column in across.T], axis=1)
    share = bands(value, levels)
    pixels = shaded(share / (len(levels) - 1), LANDSCAPE)
    with np.errstate(invalid="ignore"):
        band = np.nan_to_num(np.floor(share), nan=-1.0)
    line = np.zeros(band.shape, bool)
    line[1:] |= band[1:] != band[:-1]
    line[:, 1:] |= band[:, 1:] != band[:, :-1]
    pixels[line] = (0.7 * pixels[line]).astype(np.uint8)
    return pixels, ground.window, ground.flipped


def _curve(settings: Settings) -> tuple[NDArray[np.uint8], Any, bool]:
    """The loss of one parameter as a line on white, with gaps where it is not finite."""
    x, y = curve_of(landscape_query(settings))
    axes = curve_axes(x, y)
    pixels = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    good = np.isfinite(y)
    for piece in np.split(np.arange(len(y)), np.nonzero(np.diff(good))[0] + 1):
        if good[piece[0]]:
            ends = np.column_stack([x[piece], y[piece]]) - (axes.x[0], axes.y[0])
            places = ends / (axes.x[1] - axes.x[0], axes.y[1] - axes.y[0]) * (WIDTH - 1, HEIGHT - 1)
            _stamp(pixels, _between(places), 2.4, [int(LANDSCAPE[0][i : i + 2], 16) for i in (1, 3, 5)])
    return pixels, (axes.x, axes.y), False


def _between(places: NDArray[Any]) -> NDArray[Any]:
    """Points of a polyline, a pixel apart and at most some thousands."""
    lengths = np.hypot(*np.diff(places, axis=0).T) if len(places) > 1 else np.zeros(0)
    whole = np.concatenate([[0.0], np.cumsum(lengths)])
    at = np.linspace(0, whole[-1], int(min(whole[-1], 6000)) + 2)
    return np.column_stack([np.interp(at, whole, places[:, i]) for i in (0, 1)])


def _stamp(pixels: NDArray[np.uint8], places: NDArray[Any], radius: float, rgb: list[int]) -> None:
    """Discs at these places."""
    reach = int(radius) + 1
    near = np.arange(-reach, reach + 1)
    dx, dy = (part.ravel() for part in np.meshgrid(near, near))
    disc = dx * dx + dy * dy <= radius * radius
    spots = np.unique(np.rint(places).astype(int), axis=0)
    x, y = (spots[:, :1] + dx[disc]).ravel(), (spots[:, 1:] + dy[disc]).ravel()
    inside = (x >= 0) & (x < WIDTH) & (y >= 0) & (y < HEIGHT)
    pixels[y[inside], x[inside]] = rgb
