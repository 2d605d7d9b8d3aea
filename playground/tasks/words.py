"""Text: from a review to its words, from the words to their stems, and from these to a bag, the numbers of a model."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from playground.engine.types import Array

MOST_CHARACTERS = 2_000
"""What a text is cut at: many times the longest review."""
LONGEST_WORD = 40
"""What a word is cut at: some scripts have no spaces, and a screen has an edge."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_TILDE = "\N{COMBINING TILDE}"


def spelled(text: str) -> list[str]:
    """The words of a text in their order, in lower case, accents and all.

    Digits and signs are no words; "wasn't" is one. Any script is read.
    """
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower()
    letters = (sign for sign in unicodedata.normalize("NFC", plain) if not unicodedata.combining(sign))
    return [word[:LONGEST_WORD] for word in _WORD.findall("".join(letters))]


def words(text: str) -> list[str]:
    """The same words without accents, so that "Pésimo" is "pesimo"; the ñ stays, being a letter of its own."""
    return [_without_accents(word) for word in spelled(text)]


def _without_accents(text: str) -> str:
    """The letters without the marks of Latin accents, except the tilde of the ñ."""
    letters: list[str] = []
    for sign in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(sign):
            letters.append(sign)
        elif sign == _TILDE and letters and letters[-1] == "n":
            letters[-1] = "ñ"
    return unicodedata.normalize("NFC", "".join(letters))


# ---------------------------------------------------------------- endings

SHORTEST_STEM = 3
"""No ending is taken from a word if fewer letters would be left."""


def _spanish(word: str) -> str:
    """Without -ísimo and -mente, the plural, and the o, a or e of the end: "buenísimas", "bueno", "buena" → "buen"."""
    for ending, instead in (("quisim", "c"), ("guisim", "g"), ("bilisim", "bl"), ("isim", "")):
        if match := re.fullmatch(rf"(\w{{2,}}){ending}[oa]s?", word):
            return _shorter(match[1] + instead, "[oae]")
    word = _shorter(_shorter(word, "mente"), "(?<=[oae])s|(?<=[^oaes])es")
    return _shorter(word, "[oae]")


def _english(word: str) -> str:
    """Without -s, -ed, -ing and -ly, a doubled consonant before them and a silent e: "loved", "loves" → "lov"."""
    word = re.sub("ies$", "y", word) if len(word) > SHORTEST_STEM + 1 else word
    shorter = _shorter(_shorter(word, "(?<=s)es|(?<=[^siu'])s"), "bly")
    word = shorter + "ble" if word.endswith("bly") and shorter != word else shorter
    shorter = _shorter(_shorter(word, "ly"), "(?<=[^e])ed|ing")
    if shorter != word and re.search("[aeiouy]", shorter):
        word = re.sub(r"([bdgmnprt])\1$", r"\1", shorter)
    return _shorter(word, "e")


def _shorter(word: str, ending: str) -> str:
    """The word without an ending, a regular expression, if enough is left of it."""
    match = re.fullmatch(rf"(\w{{{SHORTEST_STEM},}}?)(?:{ending})", word)
    return match[1] if match else word


STEMMERS: dict[str, Callable[[str], str]] = {"en": _english, "es": _spanish}
"""By language, what takes the endings off a word without accents; few rules, which know no exceptions."""


@lru_cache(maxsize=4096)
def stem(word: str, language: str = "") -> str:
    """What is left of a word, accents taken off, without its ending; the word itself in a language without rules."""
    plain = _without_accents(word)
    return STEMMERS[language](plain) if language in STEMMERS else plain


# ---------------------------------------------------------------- bags of words


@dataclass(frozen=True)
class Bag:
    """What became of a text.

    Attributes
    ----------
    counts : Array
        How often each stem of the vocabulary occurs, (F,): the model's input.
    known, unknown : tuple of str
        The words whose stems are in the vocabulary and those whose are not, as they are spelled, each once, in order.
    cut : bool
        Whether the text was longer than MOST_CHARACTERS, and only its beginning was read.
    latin : bool
        Whether it has any letter of the Latin alphabet.
    """

    counts: Array
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    cut: bool
    latin: bool


@dataclass(frozen=True)
class Vocabulary:
    """What a model knows: stems of words in alphabetical order, and how each is shown.

    A stem of one word is shown as that word, "sopa"; one of several with a hyphen, "buen-".
    """

    words: tuple[str, ...]
    language: str = ""
    shown: tuple[str, ...] = ()

    @classmethod
    def of(cls, texts: Sequence[str], least: int = 2, language: str = "") -> Vocabulary:
        """The stems that occur in at least `least` of the texts."""
        counts = Counter(found for text in texts for found in {stem(word, language) for word in spelled(text)})
        known = tuple(sorted(found for found, count in counts.items() if count >= least))
        forms: dict[str, set[str]] = {}
        for word in {word for text in texts for word in spelled(text)}:
            forms.setdefault(stem(word, language), set()).add(word)
        shown = tuple(min(forms[found]) if len(forms[found]) == 1 else f"{found}-" for found in known)
        return cls(known, language, shown)

    def bag(self, text: str) -> Bag:
        """The bag of words of a text; of a very long one, of its first MOST_CHARACTERS."""
        read = text[:MOST_CHARACTERS]
        found = spelled(read)
        place = {word: k for k, word in enumerate(self.words)}
        counts = np.zeros(len(self.words))
        for word in found:
            if (key := stem(word, self.language)) in place:
                counts[place[key]] += 1
        once = dict.fromkeys(found)
        return Bag(
            counts,
            tuple(word for word in once if stem(word, self.language) in place),
            tuple(word for word in once if stem(word, self.language) not in place),
            len(text) > len(read),
            any("a" <= letter <= "z" for word in once for letter in _without_accents(word)),
        )
