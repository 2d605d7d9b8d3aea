"""Streamlit's fonts, without what this app never writes: 140 KB instead of 680, and the least of it before a chart.

`python -m playground.ui.fonts.make` makes them anew, after another Streamlit or another icon. A font of Streamlit's
that ours was not made of is served as it is; a letter that ours do not have is drawn in one of the visitor's own.

The icons are Material Symbols Rounded by Google, under the Apache License 2.0
(https://www.apache.org/licenses/LICENSE-2.0). The letters are made of Source Sans 3 by Adobe, under the SIL Open Font
License 1.1 (OFL.txt), which asks that what was changed have another name. The symbols are made of KaTeX's fonts, by
Khan Academy and others, under the MIT License (LICENSE-KaTeX.txt).
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent

MADE_OF = {
    "icons.woff2": "MaterialSymbols-Rounded.nEdyypZU.woff2",
    "letters.woff2": "SourceSansVF-Upright.ttf.BsWL4Kly.woff2",
    "letters-italic.woff2": "SourceSansVF-Italic.ttf.Bt9VkdQ3.woff2",
}
"""Of which font of Streamlit's each of ours was made; its name changes with its content."""

MATHS = "maths.woff2"
"""The symbols of the formulas, made of KaTeX's, for sentences, axes and canvases; `frame.css` says where it is used."""

SERVED = {f"/static/media/{theirs}": HERE / ours for ours, theirs in MADE_OF.items()}
"""What is served at the address of a font of Streamlit's."""

ALL = SERVED | {f"/static/media/{MATHS}": HERE / MATHS}
"""The same, and the font that is ours alone."""
