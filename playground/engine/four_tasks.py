"""The four tasks the course opens with: a price, two temperatures, a sentiment, a style; and their registry TASKS."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from playground.engine import houses, music
from playground.engine.hyper import hyper
from playground.engine.losses import BinaryCrossEntropy, CrossEntropy, Loss, SquaredError
from playground.engine.notes import InputError, Note
from playground.engine.scaling import split
from playground.engine.tasks import Input, Output, Reading, Task, checked, out_of_range
from playground.engine.text import MOST_CHARACTERS, Bag, Vocabulary
from playground.engine.types import Array, Target
from playground.marking import N_

FILES = Path(__file__).parent / "task_data"


def _rows(name: str) -> list[dict[str, str]]:
    """The rows of a table that ships with the project, by column."""
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _columns(rows: list[dict[str, str]], names: Sequence[str]) -> Array:
    return np.array([[float(row[name]) for name in names] for row in rows])


def _ranges(task: Task, described: Sequence[tuple[str, str, float | None]]) -> tuple[Input, ...]:
    """Inputs of these names, units and steps, with the ranges of the training part."""
    seen = task.data.real[task.data.train]
    ends = zip(seen.min(axis=0).tolist(), seen.max(axis=0).tolist(), strict=True)
    return tuple(Input(n, u, low, high, step) for (n, u, step), (low, high) in zip(described, ends, strict=True))


class _Numbers(Task):
    """A task whose real-world input is a list of numbers."""

    def read(self, real: Any) -> Reading:
        """The numbers, one for each input, and which of them lie outside the range of the data."""
        values = checked(real, self.inputs)
        return Reading(values, self.data.inputs.apply(values), out_of_range(values, self.inputs))

    def real(self, index: int) -> Array:
        """The numbers of a datum, (F,)."""
        row: Array = self.data.real[index]
        return row


@dataclass(frozen=True)
class HousePrice(_Numbers):
    """The price of a house from five numbers: univariate regression by least squares."""

    name: ClassVar[str] = N_("House price")
    about: ClassVar[str] = N_("Univariate regression: one real number from five.")
    source: ClassVar[str] = houses.RULE
    kind: ClassVar[Target] = "regression"
    loss: ClassVar[Loss] = SquaredError()
    outputs: ClassVar[tuple[Output, ...]] = (Output(N_("price"), N_("thousands of $")),)
    seed: ClassVar[int] = 1

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Area, bedrooms, previous price, year of that sale, parking spots."""
        return _ranges(
            self,
            (
                (N_("area"), N_("square feet"), 10),
                (N_("bedrooms"), "", 1),
                (N_("previous price"), N_("thousands of $"), 1),
                (N_("year of that sale"), "", 1),
                (N_("parking spots"), "", 1),
            ),
        )

    @property
    def examples(self) -> tuple[Any, ...]:
        """The slide's house, and two of those set aside."""
        return ((6000, 4, 235, 2005, 1), *(tuple(self.real(k).tolist()) for k in self.data.test[:2]))

    def table(self) -> tuple[Array, Array]:
        """The made-up houses and their prices."""
        real, price = houses.houses()
        return real, price[:, None]

    def title(self, index: int, language: str = "en") -> Note:
        """The house's number."""
        return Note(N_("House {number}"), values={"number": index + 1})


@dataclass(frozen=True)
class MoleculePoints(_Numbers):
    """The freezing and the boiling point of a molecule from six counts: multivariate regression by least squares."""

    name: ClassVar[str] = N_("Freezing and boiling point")
    about: ClassVar[str] = N_("Multivariate regression: two real numbers from a molecule's graph.")
    source: ClassVar[str] = N_(
        "Freezing and boiling points: CRC Handbook of Chemistry and Physics, 95th edition, Physical Constants of "
        "Organic Compounds. Counts: from the molecule's graph without its hydrogens; a double bond counts twice, and "
        "branches are its ends beyond two."
    )
    kind: ClassVar[Target] = "multivariate"
    loss: ClassVar[Loss] = SquaredError()
    outputs: ClassVar[tuple[Output, ...]] = (Output(N_("freezing point"), "°C"), Output(N_("boiling point"), "°C"))
    l2: ClassVar[float] = 1.0
    seed: ClassVar[int] = 1

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Carbon, oxygen and nitrogen atoms, bonds, branches, OH groups."""
        return _ranges(
            self,
            (
                (N_("carbon atoms"), "", 1),
                (N_("oxygen atoms"), "", 1),
                (N_("nitrogen atoms"), "", 1),
                (N_("bonds"), "", 1),
                (N_("branches"), "", 1),
                (N_("OH groups"), "", 1),
            ),
        )

    @property
    def examples(self) -> tuple[Any, ...]:
        """Three molecules of those set aside."""
        return tuple(tuple(self.real(k).tolist()) for k in self.data.test[:3])

    def table(self) -> tuple[Array, Array]:
        """The counts, and both points in °C."""
        rows = _molecules()
        columns = ("carbon", "oxygen", "nitrogen", "bonds", "branches", "hydroxyl")
        return _columns(rows, columns), _columns(rows, ("freezing", "boiling"))

    def title(self, index: int, language: str = "en") -> Note:
        """The molecule's name, in English where there is none in the language."""
        row = _molecules()[index]
        return Note("{name}", values={"name": row.get(f"name_{language}", row["name_en"])})

    def formula(self, index: int) -> str:
        """The molecule's formula, such as "C2H6O"."""
        return _molecules()[index]["formula"]


@lru_cache(maxsize=1)
def _molecules() -> list[dict[str, str]]:
    return _rows("molecules.csv")


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
    loss: ClassVar[Loss] = BinaryCrossEntropy()
    classes: ClassVar[tuple[str, ...]] = (N_("negative"), N_("positive"))
    standardised: ClassVar[bool] = False
    l2: ClassVar[float] = 0.1
    seed: ClassVar[int] = 1

    language: str = hyper(
        "en",
        symbol="language",
        choices={"en": N_("English"), "es": N_("Spanish")},
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
    lines = (FILES / f"reviews_{language}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line[2:] for line in lines), np.array([int(line[0] == "+") for line in lines])


@lru_cache(maxsize=8)
def _vocabulary(language: str) -> Vocabulary:
    texts, positive = _reviews(language)
    train, _ = split(positive, ReviewSentiment.share, ReviewSentiment.seed)
    return Vocabulary.of([texts[k] for k in train], language=language)


@dataclass(frozen=True)
class MusicGenre(Task):
    """The style of a short clip from eleven numbers of its spectrum: classification by softmax regression."""

    name: ClassVar[str] = N_("Music style")
    about: ClassVar[str] = N_("Multiclass classification: one of four styles, from a spectrum.")
    source: ClassVar[str] = N_(
        "The clips are synthetic: sines, noise and envelopes put together from a seed, by rules of thumb of each style."
    )
    kind: ClassVar[Target] = "multiclass"
    loss: ClassVar[Loss] = CrossEntropy()
    classes: ClassVar[tuple[str, ...]] = (N_("electronic"), N_("classical"), N_("rock"), N_("jazz"))
    alpha: ClassVar[float] = 0.1
    l2: ClassVar[float] = 0.1
    seed: ClassVar[int] = 1

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The features of the spectrum."""
        return _ranges(
            self,
            (
                (N_("energy below 150 Hz"), "dB", None),
                (N_("energy 150–500 Hz"), "dB", None),
                (N_("energy 500–1500 Hz"), "dB", None),
                (N_("energy 1500–4000 Hz"), "dB", None),
                (N_("energy above 4000 Hz"), "dB", None),
                (N_("spectral centroid"), "Hz", None),
                (N_("roll-off: 85 % of energy"), "Hz", None),
                (N_("flatness: noise or tones"), "dB", None),
                (N_("flux: change between frames"), "", None),
                (N_("onsets a second"), "", None),
                (N_("dynamics: loudness scatter"), "dB", None),
            ),
        )

    @property
    def examples(self) -> tuple[Any, ...]:
        """A clip of each style of those set aside, as (style, seed)."""
        firsts = [self.data.test[self.data.truth[self.data.test] == k][0] for k in range(len(self.classes))]
        return tuple(self.real(int(k)) for k in firsts)

    def table(self) -> tuple[Array, Array]:
        """The features that ship with the project, and the styles' numbers."""
        rows = _clips()
        styles = list(music.STYLES)
        return _columns(rows, music.FEATURES), np.array([styles.index(row["style"]) for row in rows])

    def real(self, index: int) -> tuple[str, int]:
        """A clip as (style, seed); `music.clip` makes its sound."""
        row = _clips()[index]
        return row["style"], int(row["seed"])

    def title(self, index: int, language: str = "en") -> Note:
        """The clip's style and number."""
        style, seed = self.real(index)
        return Note(N_("{style}, clip {number}"), {"style": style}, {"number": seed + 1})

    def read(self, real: Any) -> Reading:
        """The features of a clip, given as (style, seed) or as samples at 22,050 a second."""
        try:
            values = music.features(music.clip(*real) if isinstance(real, tuple) else real)
        except (KeyError, TypeError, ValueError):
            raise InputError(
                Note(N_("This sound cannot be analysed: it is too short, silent or not finite."))
            ) from None
        return Reading(values, self.data.inputs.apply(values), out_of_range(values, self.inputs))


@lru_cache(maxsize=1)
def _clips() -> list[dict[str, str]]:
    return _rows("music.csv")


TASKS: dict[str, type[Task]] = {
    kind.__name__: kind for kind in (HousePrice, MoleculePoints, ReviewSentiment, MusicGenre)
}
"""The four tasks, by name, in the order of the course."""
