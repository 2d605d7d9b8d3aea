"""Freezing and boiling point: multivariate regression on molecules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from playground.engine.losses import Loss, SquaredError
from playground.engine.messages import Note
from playground.engine.types import Array, Target
from playground.marking import N_
from playground.tasks.numbers import NumbersTask, columns, ranges, rows
from playground.tasks.task import Input, Output


@dataclass(frozen=True)
class MoleculePoints(NumbersTask):
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
    own: ClassVar[str] = N_("A molecule of your own")

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Carbon, oxygen and nitrogen atoms, bonds, branches, OH groups."""
        return ranges(
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
        table = _molecules()
        names = ("carbon", "oxygen", "nitrogen", "bonds", "branches", "hydroxyl")
        return columns(table, names), columns(table, ("freezing", "boiling"))

    def title(self, index: int, language: str = "en") -> Note:
        """The molecule's name, in English where there is none in the language, and its formula."""
        row = _molecules()[index]
        return Note(
            "{name}, {formula}", values={"name": row.get(f"name_{language}", row["name_en"]), "formula": row["formula"]}
        )


@lru_cache(maxsize=1)
def _molecules() -> list[dict[str, str]]:
    return rows(Path(__file__).with_name("molecules.csv"))
