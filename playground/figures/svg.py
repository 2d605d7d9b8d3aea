"""Figures as SVG of our own: axes, lines, texts; no browser, no font, and the same bytes for the same picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.figures.level_lines import Line, simplified
from playground.figures.theme import Theme
from playground.i18n import number

FINE = 4
"""Steps of a coordinate in a pixel: lines are written in whole numbers of it."""
NEAR = 0.15
"""Pixels that a line may lie off: less than the eye sees."""
FONT = "Source Sans 3, Source Sans Pro, Segoe UI, Helvetica, Arial, sans-serif"
CM = 96 / 2.54
"""Pixels of a centimetre, in every browser."""
GROUNDS = {"light": "#ffffff", "dark": "#12171d", "print": "#ffffff"}
"""What a figure stands on."""


@dataclass(frozen=True)
class Box:
    """A rectangle of the picture, in pixels."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Axes:
    """A rectangle in which two numbers are measured; `flipped` where the second grows downwards."""

    box: Box
    x: tuple[float, float]
    y: tuple[float, float]
    flipped: bool = False

    def place(self, x: Any, y: Any) -> Line:
        """Pixels of points, (..., 2); what lies far outside is brought as near as an SVG reader can count."""
        with np.errstate(all="ignore"):
            u = (np.asarray(x, float) - self.x[0]) / (self.x[1] - self.x[0])
            v = (np.asarray(y, float) - self.y[0]) / (self.y[1] - self.y[0])
            v = v if self.flipped else 1 - v
            places = np.stack([self.box.left + u * self.box.width, self.box.top + v * self.box.height], axis=-1)
        return np.clip(places, -1e4, 1e4)


def path_data(line: Line) -> str:
    """A polyline as the "d" of a path, in steps of 1/FINE pixel from point to point."""
    whole = np.rint(simplified(line, NEAR) * FINE).astype(int)
    if not len(whole):
        return ""
    moves = np.diff(whole, axis=0)
    moves = moves[moves.any(axis=1)]
    steps = "".join(f"{' ' if x >= 0 else ''}{x}{' ' if y >= 0 else ''}{y}" for x, y in moves.tolist()).lstrip()
    return f"M{whole[0, 0]} {whole[0, 1]}" + (f"l{steps}" if steps else "h0")


def drawn(data: str, **style: Any) -> str:
    """A path of such data; `stroke_width` and dashes in pixels."""
    for name in ("stroke_width", "stroke_dasharray"):
        if name in style:
            scaled = [f"{FINE * float(part):g}" for part in str(style[name]).split()]
            style[name] = " ".join(scaled)
    return f'<path d="{data}" transform="scale({1 / FINE:g})" fill="none"{attributes(style)}/>'


def attributes(style: dict[str, Any]) -> str:
    """Names and values as XML has them; an underscore stands for a hyphen."""
    return "".join(f' {name.replace("_", "-")}="{escape(str(value))}"' for name, value in style.items())


def text(words: str, x: float, y: float, **style: Any) -> str:
    """Words at a place: text stays text."""
    return f'<text x="{x:.1f}" y="{y:.1f}"{attributes(style)}>{escape(words)}</text>'


def circle(place: Sequence[float] | Line, radius: float, **style: Any) -> str:
    """A disc."""
    return f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="{radius:g}"{attributes(style)}/>'


def ticks(low: float, high: float, most: int = 6) -> NDArray[np.float64]:
    """Round numbers from low to high, at most so many: steps of 1, 2 or 5 times a power of ten."""
    span = abs(high - low)
    if not (math.isfinite(span) and span > 0):
        return np.array([])
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(unit * power for unit in (1, 2, 5, 10, 20) if span / (unit * power) <= most)
    first, last = math.ceil(min(low, high) / step - 1e-9), math.floor(max(low, high) / step + 1e-9)
    return np.array([float(f"{k * step:.12g}") for k in range(first, last + 1)])


def frame(
    axes: Axes,
    look: Theme,
    language: str,
    titles: tuple[str, str],
    marks: tuple[Sequence[tuple[float, str]] | None, Sequence[tuple[float, str]] | None] = (None, None),
) -> str:
    """The frame of axes with its ticks and titles; `marks` gives places and words of ticks that are not round."""
    box = axes.box
    right, bottom = box.left + box.width, box.top + box.height
    across, up = (
        [(float(value), number(float(value), language)) for value in ticks(*ends)] if given is None else given
        for ends, given in zip((axes.x, axes.y), marks, strict=True)
    )
    parts = []
    for value, word in across:
        (x, _) = axes.place(value, axes.y[0])
        parts.append(f'<path d="M{x:.1f} {bottom:.1f}v4" stroke="{look.axis}"/>')
        parts.append(text(word, x, bottom + 16, text_anchor="middle"))
    for value, word in up:
        (_, y) = axes.place(axes.x[0], value)
        parts.append(f'<path d="M{box.left:.1f} {y:.1f}h-4" stroke="{look.axis}"/>')
        parts.append(text(word, box.left - 7, y + 4, text_anchor="end"))
    middle = box.top + box.height / 2
    parts.append(text(titles[0], box.left + box.width / 2, bottom + 34, text_anchor="middle", font_size=13))
    turned = f"rotate(-90 {box.left - 44:.1f} {middle:.1f})"
    parts.append(text(titles[1], box.left - 44, middle, text_anchor="middle", font_size=13, transform=turned))
    edge = f'x="{box.left:.1f}" y="{box.top:.1f}" width="{right - box.left:.1f}" height="{bottom - box.top:.1f}"'
    return f'<rect {edge} fill="none" stroke="{look.axis}"/>' + "".join(parts)


def clipped(name: str, box: Box, body: str) -> str:
    """What is seen within a box alone."""
    edge = f'x="{box.left:.1f}" y="{box.top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
    return f'<clipPath id="{name}"><rect {edge}/></clipPath><g clip-path="url(#{name})">{body}</g>'


def bare(body: str, box: Box, look: Theme) -> str:
    """A chart for a page of HTML, as large as it is told there: its edge is that of its axes."""
    edge = f"{box.left:.1f} {box.top:.1f} {box.width:.1f} {box.height:.1f}"
    style = f'font-family="{FONT}" font-size="12" fill="{look.ink}" stroke-linejoin="round" stroke-linecap="round"'
    return f'<svg viewBox="{edge}"><g {style}>{body}</g></svg>'


def document(
    body: str, width: float, height: float, look: Theme, *, title: str, about: str = "", link: str = "", cm: float = 0
) -> str:
    """A whole SVG file, which says what it shows and which link leads back; `cm` wide, or as wide as it is drawn."""
    wide = cm * CM if cm else width
    size = f'width="{cm:g}cm" height="{cm * height / width:.3g}cm"' if cm else f'width="{wide:g}" height="{height:g}"'
    source = f"<dc:source>{escape(link)}</dc:source>" if link else ""
    metadata = (
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="">'
        f"<dc:title>{escape(title)}</dc:title>{source}</rdf:Description></rdf:RDF></metadata>"
    )
    said = f"<desc>{escape(about)}</desc>" if about else ""
    style = f'font-family="{FONT}" font-size="12" fill="{look.ink}" stroke-linejoin="round" stroke-linecap="round"'
    back = f'<rect width="100%" height="100%" fill="{GROUNDS[look.name]}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:g} {height:g}" role="img">'
        f"<title>{escape(title)}</title>{said}{metadata}{back}<g {style}>{body}</g></svg>\n"
    )
