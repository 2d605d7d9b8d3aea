"""The fonts that are served in the place of Streamlit's, read by fontTools: they have what the app writes."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from streamlit.file_util import get_static_dir

from playground.i18n import languages, translator
from playground.ui import fonts
from playground.ui.fonts.make import ligatures, named
from playground.ui.player.payload import WORDS

MEDIA = Path(get_static_dir()) / "static" / "media"


def drawn_by(file):
    """The icons that a font has."""
    return {spelt(one) for table, first, spelt in ligatures(TTFont(file)) for one in table[first]}


def test_they_stand_for_fonts_that_streamlit_has():
    for address, ours in fonts.SERVED.items():
        theirs = Path(get_static_dir()) / address.removeprefix("/")
        assert theirs.is_file(), "another Streamlit: python -m playground.ui.fonts.make"
        assert ours.stat().st_size < 0.4 * theirs.stat().st_size


def test_every_icon_of_the_app_and_those_of_streamlits_page_are_drawn():
    drawn, theirs = drawn_by(fonts.HERE / "icons.woff2"), drawn_by(MEDIA / fonts.MADE_OF["icons.woff2"])
    assert {"play_arrow", "skip_previous", "share"} <= named() & theirs
    assert named() & theirs <= drawn, "another icon: python -m playground.ui.fonts.make"
    assert {"keyboard_arrow_down", "keyboard_double_arrow_left", "close", "check", "more_vert", "upload"} <= drawn


@pytest.mark.parametrize("name", ["letters.woff2", "letters-italic.woff2"])
def test_every_letter_that_a_page_writes_is_there_and_the_name_is_not_adobes(name):
    font, written = TTFont(fonts.HERE / name), "áéíóúüñ¿¡«»“”’–−·×²⁻⁸αβγεφλ₀₁ΣΔ≤≥≈→∞✓"
    said = "".join(translator(language)(text) for language in languages() for text in WORDS.values())
    missing = {letter for letter in written + said if ord(letter) not in font.getBestCmap()}
    theirs = TTFont(MEDIA / fonts.MADE_OF[name]).getBestCmap()
    assert not {letter for letter in missing if ord(letter) in theirs}
    assert "Source" not in font["name"].getDebugName(1) + font["name"].getDebugName(4)
    assert font["fvar"].axes[0].axisTag == "wght"


def test_symbols_are_drawn_as_the_formulas_have_them_and_beside_letters_as_wide_as_these():
    font, theirs = TTFont(fonts.HERE / fonts.MATHS), TTFont(next(MEDIA.glob("KaTeX_Math-Italic.*.woff2")))
    ours, source = font.getBestCmap(), theirs.getBestCmap()
    assert {ord(letter) for letter in "αβγελφω₀₁₉∇LHfgx"} <= set(ours)
    width = theirs["hmtx"][source[0x3D5]][0]  # the φ of the course's formulas is \\phi
    assert font["hmtx"][ours[ord("φ")]][0] == width != theirs["hmtx"][source[ord("φ")]][0]
    assert fonts.ALL["/static/media/maths.woff2"].stat().st_size < 16_000
