"""The languages of the app, a leaf: which there are, which one a visitor gets, how words and numbers are written.

English is the language of the msgids, so it needs no catalogue. Each further language is one folder of `locales` with a
`.po` in it, compiled in memory at its first use: no `.mo`, no build step, and no `gettext.install`, because one server
speaks many languages at once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from numbers import Integral
from pathlib import Path
from typing import SupportsFloat

from babel import Locale
from babel.messages.pofile import read_po
from babel.numbers import get_decimal_symbol

Translator = Callable[[str], str]

SOURCE = "en"
LOCALES = Path(__file__).parent / "locales"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_DIGITS = str.maketrans({sign: chr(code) for code, sign in SUPERSCRIPTS.items()})
_RAISED = re.compile(r"10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_WRITTEN = re.compile(
    r"([+-]?)(?:([0-9]+[0-9.,]*|[.,][0-9]+)(?:e([+-]?[0-9]+)|[·×*]10\^([+-]?[0-9]+))?|10\^([+-]?[0-9]+))"
)
_GROUPS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
_GAPS = re.compile(r"[\s_'’]")
LONGEST_NUMBER = 400
"""Signs of a text that are read as a number: a float written out has no more."""

MINUS, THIN_SPACE = "\N{MINUS SIGN}", "\N{NARROW NO-BREAK SPACE}"


def catalogue_path(language: str) -> Path:
    """Where the words of a language are kept."""
    return LOCALES / language / "LC_MESSAGES" / "playground.po"


@cache
def languages() -> dict[str, str]:
    """The code of each language and what it calls itself, English first: {"en": "English", "es": "Español"}."""
    found = sorted(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/playground.po"))
    return {code: _own_name(code) for code in [SOURCE, *found]}


def _own_name(code: str) -> str:
    return capitalized(Locale.parse(code).display_name or code)


def capitalized(text: str) -> str:
    """The text as it begins a sentence; a symbol stays what it is, for Φ is another than φ."""
    return text if "α" <= text[:1] <= "ω" else text[:1].upper() + text[1:]


@lru_cache(maxsize=32)
def translator(language: str) -> Translator:
    """The function that puts an English sentence into `language`; what has no translation stays English."""
    words = _words(language)
    return lambda text: words.get(text, text)


def _words(language: str) -> dict[str, str]:
    if language == SOURCE or language not in languages():
        return {}
    with catalogue_path(language).open("rb") as file:
        # The first entry has an empty id and holds the header; a fuzzy translation is a machine's guess.
        entries = [entry for entry in read_po(file) if entry.id and entry.string and not entry.fuzzy]
    return {str(entry.id): str(entry.string) for entry in entries}


def negotiate(accept_language: str | None, asked: str | None) -> str:
    """The language of a visitor: the one the link asks for, else the best of the browser's, else English.

    Parameters
    ----------
    accept_language
        The browser's header, such as "es-MX,es;q=0.9,en;q=0.8"; rubbish in it is passed over.
    asked
        What the link says after `lang=`, if anything; a region ("es-AR") counts as its language.
    """
    for wish in [asked or "", *_by_preference(accept_language or "")]:
        code = wish.strip().replace("_", "-").split("-")[0].lower()
        if code in languages():
            return code
    return SOURCE


def _by_preference(header: str) -> Iterator[str]:
    """The languages of an Accept-Language header, the dearest first, without those that are refused (q=0)."""
    wishes = []
    for part in header.split(","):
        tag, _, quality = part.partition(";")
        with suppress(ValueError):
            wishes.append((float(quality.partition("=")[2] or 1), tag))
    wanted = [wish for wish in wishes if wish[0] > 0]
    yield from (tag for _, tag in sorted(wanted, key=lambda wish: -wish[0]))


@lru_cache(maxsize=32)
def decimal_mark(language: str) -> str:
    """What stands before the decimals: a point or a comma."""
    return get_decimal_symbol(language, numbering_system="latn")


def in_a_row(numbers: Iterable[str], language: str) -> str:
    """Numbers in a row, parted by semicolons where the decimal mark is a comma: "1.5, 2" and "1,5; 2"."""
    return ("; " if decimal_mark(language) == "," else ", ").join(numbers)


def point(coordinates: Iterable[float], language: str, digits: int = 4) -> str:
    """A point of parameter space: "(1.5, 2)" and "(1,5; 2)"."""
    return f"({in_a_row((number(one, language, digits) for one in coordinates), language)})"


@lru_cache(maxsize=4096, typed=True)  # 1 and 1.0 are equal, and written differently when large
def number(value: SupportsFloat, language: str, digits: int = 4) -> str:
    """A number as the language writes it: decimal comma in Spanish, a true minus sign, ·10ⁿ far from 1, ∞, — for nan.

    Parameters
    ----------
    value
        A whole number is written out in full; any other to `digits` significant digits, without trailing zeros, but
        never with fewer digits than stand before the decimal mark. From 10 000 on they stand in groups of three.
    language
        The code of the language.
    digits
        The number of significant digits.

    Examples
    --------
    >>> number(-0.0398, "es"), number(1.5e-9, "es"), number(10.1811, "en")
    ('−0,0398', '1,5·10⁻⁹', '10.18')
    """
    plain = str(int(value)) if isinstance(value, Integral) else _decimal(float(value), digits)
    whole, _, fraction = plain.partition(".")
    mark = decimal_mark(language) if fraction else ""
    return _grouped(whole).replace("-", MINUS) + mark + fraction


_FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)


def formulas(text: str, language: str) -> str:
    """A text whose formulas, between dollar signs, have the decimal mark of the language, as the words around them.

    Where it is a comma, numbers in a row are parted by semicolons: "(0.5, 1.2)" is "(0{,}5; 1{,}2)" in Spanish.
    """
    mark = decimal_mark(language)
    return text if mark == "." else _FORMULA.sub(lambda found: _with_mark(found[0], mark), text)


def _with_mark(formula: str, mark: str) -> str:
    written = re.sub(r"(?<=[0-9])\.(?=[0-9])", f"{{{mark}}}", formula)
    return written if written == formula else re.sub(r"(?<=[0-9]),(?=[\s\\])", ";", written)


def read(text: str) -> float | None:
    """The number that somebody wrote, in either language's manner: with point or comma, an exponent, grouped digits.

    One mark alone is the decimal mark, "0,03" as "0.03"; of two kinds the last is; a mark that comes twice groups. One
    that makes no sense at the end is that of a sentence, "0.03." as "0.03". What `number` writes is read too. None for
    what is no number; ±∞ for one beyond all floats. `read` of numbers.js does the same, and one table tests both.

    Examples
    --------
    >>> read("0,03"), read("−1,5·10⁻⁹"), read("1.234,5"), read("1,2,3")
    (0.03, -1.5e-09, 1234.5, None)
    """
    plain = _GAPS.sub("", text[:LONGEST_NUMBER]).replace(MINUS, "-").replace("\N{EN DASH}", "-").lower()
    plain = _RAISED.sub(lambda found: "10^" + found[1].translate(_DIGITS), plain)
    value = _value(plain)
    return _value(plain[:-1]) if value is None and plain.endswith((".", ",")) else value


def _value(plain: str) -> float | None:
    """The number in a text of digits, marks and exponent."""
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        return None
    sign, mantissa, *powers = found.groups()
    digits = "1" if mantissa is None else _with_a_point(mantissa)
    power = next((one for one in powers if one is not None), "0")
    return None if digits is None else float(f"{sign}{digits}e{power}")


def _with_a_point(written: str) -> str | None:
    """The digits with at most a decimal point, or None where the marks in them make no sense."""
    marks = [sign for sign in written if sign in ".,"]
    mark = marks[-1] if marks and marks.count(marks[-1]) == 1 else ""
    whole, _, fraction = written.partition(mark) if mark else (written, "", "")
    if any(sign in whole for sign in ".,"):
        if len({sign for sign in whole if sign in ".,"}) > 1 or not _GROUPS.fullmatch(whole):
            return None
        whole = whole.replace(".", "").replace(",", "")
    return None if any(sign in fraction for sign in ".,") else f"{whole or '0'}.{fraction or '0'}"


def _decimal(value: float, digits: int) -> str:
    """The number with the computer's point and minus, superscripts for the power of ten, signs for inf and nan."""
    if not math.isfinite(value):
        return f"{value}".replace("inf", "∞").replace("nan", "—")
    mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
    exponent = int(power)
    if -5 < exponent < 6:
        return _without_zeros(f"{value:.{max(0, digits - 1 - exponent)}f}")
    return f"{_without_zeros(mantissa)}·10{str(exponent).translate(SUPERSCRIPTS)}"


def _grouped(whole: str) -> str:
    # A thin space is right in every language, where a point or a comma could be read as the decimal mark.
    digits = whole.lstrip("-")
    return f"{int(whole):_}".replace("_", THIN_SPACE) if digits.isdecimal() and len(digits) > 4 else whole


def _without_zeros(decimal: str) -> str:
    shorter = decimal.rstrip("0").rstrip(".") if "." in decimal else decimal
    return "0" if shorter == "-0" else shorter
