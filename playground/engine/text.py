"""Text: from a review to the words in it, and from the words to a bag of words, the numbers a model can read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine.types import Array

MOST_CHARACTERS = 2_000
"""What a text is cut at: many times the longest review."""
LONGEST_WORD = 40
"""What a word is cut at: some scripts have no spaces, and a screen has an edge."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_TILDE = "\N{COMBINING TILDE}"


def words(text: str) -> list[str]:
    """The words of a text in their order, in lower case and without accents, so that "Pésimo" is "pesimo".

    The ñ stays, being a letter of its own. Digits and signs are no words; "wasn't" is one. Any script is read.
    """
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower()
    return [word[:LONGEST_WORD] for word in _WORD.findall(_without_accents(plain))]


def _without_accents(text: str) -> str:
    """The letters without the marks of Latin accents, except the tilde of the ñ."""
    letters: list[str] = []
    for sign in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(sign):
            letters.append(sign)
        elif sign == _TILDE and letters and letters[-1] == "n":
            letters[-1] = "ñ"
    return unicodedata.normalize("NFC", "".join(letters))


@dataclass(frozen=True)
class Bag:
    """What became of a text.

    Attributes
    ----------
    counts : Array
        How often each word of the vocabulary occurs, (F,): the model's input.
    known, unknown : tuple of str
        The words in the vocabulary and the words not in it, each once, in their order.
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
    """The words a model knows, in alphabetical order."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, texts: Sequence[str], least: int = 2) -> Vocabulary:
        """The words that occur in at least `least` of the texts."""
        counts = Counter(word for text in texts for word in set(words(text)))
        return cls(tuple(sorted(word for word, count in counts.items() if count >= least)))

    def bag(self, text: str) -> Bag:
        """The bag of words of a text; of a very long one, of its first MOST_CHARACTERS."""
        read = text[:MOST_CHARACTERS]
        found = words(read)
        place = {word: k for k, word in enumerate(self.words)}
        counts = np.zeros(len(self.words))
        for word in found:
            if word in place:
                counts[place[word]] += 1
        once = dict.fromkeys(found)
        return Bag(
            counts,
            tuple(word for word in once if word in place),
            tuple(word for word in once if word not in place),
            len(text) > len(read),
            any("a" <= letter <= "z" for word in once for letter in word),
        )
