"""What a single field says: a number in one of the two manners of writing, a missing value, or a word."""

from __future__ import annotations

import re
from functools import lru_cache

HUGE = 1e50
"""Larger numbers are no data: see `playground.engine.data`."""

MISSING = frozenset({"", "?", "na", "n/a", "#n/a", "nan", "null", "none", "-", "--", "–", "—", "."})
"""How a missing value is written, in small letters."""

SIGNS = "$€£¥%"
"""Signs of units that may stand beside a number; it is read as it stands."""

GAPS = " '’\N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}"
"""What may stand between groups of three digits in either manner."""


@lru_cache(maxsize=4)
def _patterns(decimal: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A plain number, and one whose whole part stands in groups of three digits."""
    mark, other = re.escape(decimal), re.escape("," if decimal == "." else ".")
    power = r"(?:[eE][+-]?[0-9]+)?"
    plain = rf"[+-]?(?:[0-9]+(?:{mark}[0-9]*)?|{mark}[0-9]+){power}"
    grouped = rf"[+-]?[1-9][0-9]{{0,2}}(?:([{GAPS}{other}])[0-9]{{3}})(?:\1[0-9]{{3}})*(?:{mark}[0-9]+)?"
    return re.compile(plain), re.compile(grouped)


def number(text: str, decimal: str) -> float | None:
    """The number that a field holds, or None.

    A mark that could be the decimal mark of the other manner groups digits in this one: "1,200" with a point for its
    decimals is 1200, and `is_ambiguous` says that it might be 1.2.
    """
    plain, grouped = _patterns(decimal)
    bare = text if plain.fullmatch(text) else _bare(text)
    if plain.fullmatch(bare):
        value = float(bare.replace(",", "."))
    elif grouped.fullmatch(bare):
        whole, _, rest = bare.partition(decimal)
        digits = "".join(sign for sign in whole if sign in "+-0123456789")
        value = float(f"{digits}.{rest or '0'}")
    else:
        return None
    return value if abs(value) <= HUGE else None


def _bare(text: str) -> str:
    """A field without the signs of units, and with the computer's minus."""
    bare = text.strip()
    for sign in SIGNS:
        if sign in bare and bare.count(sign) == 1:
            inside = bare.lstrip("+-−").startswith(sign) or bare.endswith(sign)
            bare = bare.replace(sign, "").strip() if inside else bare
    return bare.replace("−", "-").replace("- ", "-")


ONE_GROUP = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")


def is_ambiguous(text: str) -> bool:
    """Whether one mark stands before three digits, so that 1,200 may be 1200 or 1.2."""
    return ONE_GROUP.fullmatch(_bare(text)) is not None


def has_sign(text: str) -> bool:
    """Whether the sign of a unit stands beside the number."""
    return any(sign in text for sign in SIGNS)


def is_missing(text: str) -> bool:
    """Whether a field says that there is no value."""
    return text.strip().lower() in MISSING


WORD = re.compile(r"[^\t;|,0-9]*[^\W0-9_][^\t;|]*")


def is_word(text: str) -> bool:
    """Whether a field is a word, and not several fields of another separator."""
    return WORD.fullmatch(text) is not None and not (text[:1] in "+-." and text[1:2].isdigit())
