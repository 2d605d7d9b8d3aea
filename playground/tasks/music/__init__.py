"""Music style: classification of synthetic clips by their spectrum."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from playground.engine.losses import CrossEntropy, Loss
from playground.engine.messages import InputError, Note
from playground.engine.types import Array, Target
from playground.marking import N_
from playground.tasks.music import synthesis
from playground.tasks.numbers import columns, ranges, rows
from playground.tasks.task import Input, InputKind, Reading, Task, out_of_range


@dataclass(frozen=True)
class MusicGenre(Task):
    """The style of a short clip from eleven numbers of its spectrum: classification by softmax regression."""

    name: ClassVar[str] = N_("Music style")
    about: ClassVar[str] = N_("Multiclass classification: one of four styles, from a spectrum.")
    source: ClassVar[str] = N_(
        "The clips are synthetic: sines, noise and envelopes put together from a seed, by rules of thumb of each style."
    )
    kind: ClassVar[Target] = "multiclass"
    input: ClassVar[InputKind] = "sound"
    loss: ClassVar[Loss] = CrossEntropy()
    classes: ClassVar[tuple[str, ...]] = (N_("electronic"), N_("classical"), N_("rock"), N_("jazz"))
    alpha: ClassVar[float] = 0.1
    l2: ClassVar[float] = 0.1
    seed: ClassVar[int] = 1
    known: ClassVar[str] = N_("the style it was made in")

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The features of the spectrum."""
        return ranges(
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

    @property
    def first(self) -> int:
        """The first clip of the first style among those set aside."""
        return int(self.data.test[self.data.truth[self.data.test] == 0][0])

    def table(self) -> tuple[Array, Array]:
        """The features that ship with the project, and the styles' numbers."""
        table = _clips()
        styles = list(synthesis.STYLES)
        return columns(table, synthesis.FEATURES), np.array([styles.index(row["style"]) for row in table])

    def real(self, index: int) -> tuple[str, int]:
        """A clip as (style, seed); `synthesis.clip` makes its sound."""
        row = _clips()[index]
        return row["style"], int(row["seed"])

    def title(self, index: int, language: str = "en") -> Note:
        """The clip's style and number."""
        style, seed = self.real(index)
        return Note(N_("{style}, clip {number}"), {"style": style}, {"number": seed + 1})

    def reading(self, index: int) -> Reading:
        """The features of a clip, as they ship with the project: no sound is made."""
        row = self.data.real[index]
        return Reading(row, self.data.inputs.apply(row))

    def read(self, real: Any) -> Reading:
        """The features of a clip, given as (style, seed) or as samples at 22,050 a second."""
        try:
            values = synthesis.features(synthesis.clip(*real) if isinstance(real, tuple) else real)
        except (KeyError, TypeError, ValueError):
            raise InputError(
                Note(N_("This sound cannot be analysed: it is too short, silent or not finite."))
            ) from None
        return Reading(values, self.data.inputs.apply(values), out_of_range(values, self.inputs))


@lru_cache(maxsize=1)
def _clips() -> list[dict[str, str]]:
    return rows(Path(__file__).with_name("clips.csv"))
