"""Restaurant review: sentiment from a bag of words, by logistic regression."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from playground.engine.data import split
from playground.engine.hyper import hyper
from playground.engine.losses import BinaryCrossEntropy, Loss
from playground.engine.messages import InputError, Note
from playground.engine.types import Array, Target
from playground.marking import N_
from playground.tasks.task import Input, InputKind, Reading, Task
from playground.tasks.words import MOST_CHARACTERS, Bag, Vocabulary

FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(path.stem.removeprefix("reviews_") for path in FOLDER.glob("reviews_*.txt")))
"""The languages in which there are reviews."""


@dataclass(frozen=True)
class ReviewSentiment(Task):
    """Whether a restaurant review is positive, from the words in it: binary classification by logistic regression.

    The vocabulary holds the stems that occur in at least two reviews of the training part; the input counts each.
    """

    name: ClassVar[str] = N_("Restaurant review")
    about: ClassVar[str] = N_("Binary classification: negative or positive, from a bag of words.")
    source: ClassVar[str] = N_(
        "The reviews were written for this playground: 150 of each kind in each language. Endings do not count: all "
        "words of one stem are one input."
    )
    kind: ClassVar[Target] = "binary"
    input: ClassVar[InputKind] = "text"
    loss: ClassVar[Loss] = BinaryCrossEntropy()
    classes: ClassVar[tuple[str, ...]] = (N_("negative"), N_("positive"))
    standardised: ClassVar[bool] = False
    l2: ClassVar[float] = 0.1
    seed: ClassVar[int] = 1

    language: str = hyper(
        "en",
        symbol=N_("language"),
        choices={code: code for code in LANGUAGES},
        help=N_("Language of the reviews"),
        about=N_("The model learns from reviews in this language, and knows no other."),
    )

    @property
    def vocabulary(self) -> Vocabulary:
        """The stems the model knows."""
        return _vocabulary(self.language)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The stems of the vocabulary."""
        return tuple(Input(word, "", 0.0, 1.0, 1, word=True) for word in self.vocabulary.shown)

    @property
    def examples(self) -> tuple[Any, ...]:
        """Three reviews of those set aside."""
        return tuple(self.real(k) for k in self.data.test[[0, -1, 1]])

    def table(self) -> tuple[Array, Array]:
        """The counts of the words, and 1 for a positive review."""
        texts, positive = _reviews(self.language)
        return np.array([self.vocabulary.bag(text).counts for text in texts]), positive

    def real(self, index: int) -> str:
        """A review's text."""
        return _reviews(self.language)[0][index]

    def title(self, index: int, language: str = "en") -> Note:
        """The review's number."""
        return Note(N_("Review {number}"), values={"number": index + 1})

    def read(self, real: Any) -> Reading:
        """The bag of words of a text, and what it lacks."""
        if not isinstance(real, str):
            raise InputError(Note(N_("A review is a text.")))
        bag = self.vocabulary.bag(real)
        return Reading(bag.counts, self.data.inputs.apply(bag.counts), _text_notes(bag), bag)


def _text_notes(bag: Bag) -> tuple[Note, ...]:
    """What to say of a text before its prediction is believed."""
    notes = []
    if bag.cut:
        message = N_("The text is long: only its first {count} characters are read.")
        notes.append(Note(message, values={"count": MOST_CHARACTERS}))
    if not bag.known and not bag.unknown:
        notes.append(Note(N_("There is no word to read: the answer comes from the bias alone.")))
    elif not bag.latin:
        notes.append(
            Note(
                N_("The model has only seen the Latin alphabet: it knows no word here and answers from its bias alone.")
            )
        )
    elif not bag.known:
        notes.append(Note(N_("The model has seen none of these words: the answer comes from the bias alone.")))
    elif bag.unknown:
        message = N_("Words the model has not seen, and passes over: {words}.")
        notes.append(Note(message, values={"words": _listed(bag.unknown)}))
    return tuple(notes)


def _listed(words: tuple[str, ...], most: int = 12) -> str:
    """The first words, and an ellipsis if there are more."""
    return ", ".join(words[:most]) + (", …" if len(words) > most else "")


@lru_cache(maxsize=8)
def _reviews(language: str) -> tuple[tuple[str, ...], Array]:
    """The texts, and 1 for a positive review."""
    lines = (FOLDER / f"reviews_{language}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line[2:] for line in lines), np.array([int(line[0] == "+") for line in lines])


@lru_cache(maxsize=8)
def _vocabulary(language: str) -> Vocabulary:
    texts, positive = _reviews(language)
    train, _ = split(positive, ReviewSentiment.share, ReviewSentiment.seed)
    return Vocabulary.of([texts[k] for k in train], language=language)
