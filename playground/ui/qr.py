"""A link as a QR code, for a class to scan from the wall or from paper."""

from __future__ import annotations

import io
from functools import lru_cache

import segno

QR_LETTERS = 1500
"""A longer link is not drawn as a QR code: no camera would read it. Five runs with all their digits fit."""


@lru_cache(maxsize=64)
def qr(link: str) -> str:
    """The QR code of a link as an SVG on white, so that a camera reads it in the dark theme too."""
    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", scale=4, border=3, light="#ffffff", dark="#000000")
    return out.getvalue().decode()
