"""A small picture of a run on its landscape: an SVG with the heights as pixels and the paths as lines."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.contour import Scale, bands, level_values
from playground.figures.theme import LANDSCAPE, Theme

SIZE = 132


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def png(pixels: NDArray[np.uint8], effort: int = 9) -> bytes:
    """RGB pixels (rows, columns, 3) as a PNG file (RFC 2083); `effort` from 1 to 9 is that of making it small."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows, columns, _ = pixels.shape
    lines = np.concatenate([np.zeros((rows, 1), np.uint8), pixels.reshape(rows, -1)], axis=1)
    head = struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines.tobytes(), effort)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def shaded(share: NDArray[Any], colors: Sequence[str]) -> NDArray[np.uint8]:
    """Shares from 0 to 1 as RGB pixels (rows, columns, 3); white where a share is not finite."""
    stops, known = np.linspace(0, 1, len(colors)), np.isfinite(share)
    filled = np.where(known, share, 0.0)
    channels = [np.where(known, np.interp(filled, stops, [_rgb(color)[i] for color in colors]), 255) for i in range(3)]
    return np.stack(channels, axis=-1).round().astype(np.uint8)


def data_uri(pixels: NDArray[np.uint8]) -> str:
    """RGB pixels as the address of a PNG."""
    return "data:image/png;base64," + base64.b64encode(png(pixels)).decode()


def thumbnail(
    window: tuple[tuple[float, float], ...],
    value: NDArray[Any],
    paths: Sequence[NDArray[Any]],
    *,
    look: Theme,
    scale: Scale = "linear",
    flipped: bool = False,
) -> str:
    """An SVG of `paths`, each (steps + 1, 2), over the heights `value` (n, n), row = φ1 upwards unless `flipped`."""
    lines = level_values(value, scale)
    pixels = shaded(bands(value, lines) / (len(lines) - 1), LANDSCAPE)
    picture = data_uri(pixels if flipped else pixels[::-1])
    (x0, x1), (y0, y1) = window
    drawn = []
    for path, color in zip(paths, look.runs, strict=False):
        finite = path[np.isfinite(path).all(axis=1)]
        with np.errstate(over="ignore"):
            u = (finite[:, 0] - x0) / (x1 - x0) * SIZE
            v = (finite[:, 1] - y0) / (y1 - y0) * SIZE
        v = v if flipped else SIZE - v
        inside = np.clip(np.stack([u, v], axis=1), -SIZE, 2 * SIZE)
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in inside)
        style = 'fill="none" stroke-linejoin="round"'
        drawn.append(f'<polyline points="{points}" {style} stroke="#fff" stroke-width="4"/>')
        drawn.append(f'<polyline points="{points}" {style} stroke="{color}" stroke-width="2.2"/>')
        if len(inside):
            a, b = inside[0]
            drawn.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="{color}" stroke="#fff" stroke-width="1.5"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">'
        f'<image href="{picture}" width="{SIZE}" height="{SIZE}" preserveAspectRatio="none"/>'
        f"{''.join(drawn)}</svg>"
    )
