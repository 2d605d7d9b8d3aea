"""Makes the fonts of this folder out of Streamlit's: `python -m playground.ui.fonts.make`; needs fontTools."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from streamlit.file_util import get_static_dir

from playground.ui.fonts import HERE, MADE_OF, MATHS

STATIC = Path(get_static_dir()) / "static"
ROOT = Path(__file__).parents[3]
NAMED = re.compile(r"(?:[\"']|:material/)([a-z0-9_]+)(?=[\"':])")
DRAWN_ELSEWHERE = re.compile(r"Plotly|DeckGl|ECharts|GraphViz|elk|chunk-")
"""Streamlit's scripts that know nothing of its icons."""

LETTERS = [
    *range(0x20, 0x180),  # the languages of western and central Europe
    *range(0x370, 0x400),  # Greek
    *range(0x2000, 0x20D0),  # dashes, quotation marks, raised and lowered figures, money
    *range(0x2100, 0x2300),  # arrows and signs of mathematics
    *range(0x25A0, 0x2600),  # marks of charts
    *(0x2713, 0x2715),
]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum", "lnum"]
NAME = "Playground Letters"

SYMBOLS_OF = ("KaTeX_Math-Italic", "KaTeX_Main-Regular")
"""The faces of the formulas: letters, and figures and signs."""
DRAWN_AS = {0x3C6: 0x3D5, 0x3B5: 0x3F5}
"""φ and ε as the course's formulas have them."""
COPIED = {0x2080 + i: (0x30 + i, 0.7, -150) for i in range(10)} | {sign: (sign, 1.0, 0) for sign in (0x2207, 0x2202)}
"""What comes from the upright face: lowered figures, ∇ and ∂; from which sign, how large, how high."""
LARGER = 1.13
"""How much larger the symbols are than KaTeX has them, beside letters of this size."""


def main() -> None:
    """Write them."""
    for ours, theirs in MADE_OF.items():
        font = TTFont(STATIC / "media" / theirs)
        (_icons if ours == "icons.woff2" else _letters)(font)
        font.flavor = "woff2"
        font.save(HERE / ours)

    _maths().save(HERE / MATHS)


def _maths() -> Any:
    """The symbols of the formulas, for wherever one stands in a sentence, on an axis or on a canvas."""
    font, upright = (TTFont(next((STATIC / "media").glob(f"{name}.*.woff2"))) for name in SYMBOLS_OF)
    table = next(one for one in font["cmap"].tables if one.isUnicode()).cmap
    table.update({code: font.getBestCmap()[drawn] for code, drawn in DRAWN_AS.items()})
    glyphs, widths = upright.getGlyphSet(), upright["hmtx"]
    for code, (source, size, raised) in COPIED.items():
        name, theirs = f"u{code:04X}", upright.getBestCmap()[source]
        pen = TTGlyphPen(None)
        glyphs[theirs].draw(TransformPen(pen, (size, 0, 0, size, 0, raised)))
        font["glyf"][name] = glyph = pen.glyph()
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (round(size * widths[theirs][0]), glyph.xMin)
        table[code] = name
    for one in font["cmap"].tables:
        if one.isUnicode():
            one.cmap = table
    maker = subset.Subsetter(subset.Options(layout_features=[], glyph_names=False))
    maker.populate(unicodes=[*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0x3B1, 0x3CA), *COPIED])
    maker.subset(font)
    font["head"].unitsPerEm = round(font["head"].unitsPerEm / LARGER)
    for record in font["name"].names:
        if "KaTeX" in record.toUnicode() and record.nameID != 0:
            record.string = "Playground Maths" if record.nameID != 6 else "PlaygroundMaths"
    font.flavor = "woff2"
    return font


def _letters(font: Any) -> None:
    maker = subset.Subsetter(subset.Options(layout_features=FEATURES, glyph_names=False))
    maker.populate(unicodes=LETTERS)
    maker.subset(font)
    for record in font["name"].names:
        if "Source" in record.toUnicode() and record.nameID != 0:  # 0 says whose it is
            record.string = NAME if record.nameID != 6 else NAME.replace(" ", "")


def _icons(font: Any) -> None:
    """What the app names, and whatever stands as a word of its own in Streamlit's scripts."""
    scripts = [file for file in (STATIC / "js").glob("*.js") if not DRAWN_ELSEWHERE.search(file.name)]
    text = "".join(file.read_text(encoding="utf-8") for file in scripts)
    keep = set(re.findall(r"(?<=[\"'`/:])[a-z0-9_]+(?=[\"'`:])", text)) | named()
    for table, first, spelt in ligatures(font):
        table[first] = [one for one in table[first] if spelt(one) in keep]
    maker = subset.Subsetter(subset.Options(layout_features=["*"], glyph_names=False, notdef_outline=True))
    maker.populate(text="abcdefghijklmnopqrstuvwxyz0123456789_")
    maker.subset(font)


def named() -> set[str]:
    """The words that the app writes by themselves: its icons are among them, some without Streamlit's `:material/`."""
    files = [*ROOT.glob("playground/**/*.py"), *ROOT.glob("pages/**/*.py")]
    return {name for file in files for name in NAMED.findall(file.read_text(encoding="utf-8"))}


def ligatures(font: Any) -> list[tuple[Any, str, Any]]:
    """What a font draws for several letters: by first glyph the table of its ligatures, and what spells one."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    found = []
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for part in lookup.SubTable:
            part = getattr(part, "ExtSubTable", part)
            for first in list(getattr(part, "ligatures", ())):

                def spelt(one: Any, first: str = first) -> str:
                    return "".join(letters.get(glyph, "?") for glyph in (first, *one.Component))

                found.append((part.ligatures, first, spelt))
    return found


if __name__ == "__main__":
    main()
