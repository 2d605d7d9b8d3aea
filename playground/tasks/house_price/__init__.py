"""House price: univariate regression on made-up houses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from playground.engine.losses import Loss, SquaredError
from playground.engine.messages import Note
from playground.engine.types import Array, Target
from playground.marking import N_
from playground.tasks.house_price import rule
from playground.tasks.numbers import NumbersTask, ranges
from playground.tasks.task import Input, Output


@dataclass(frozen=True)
class HousePrice(NumbersTask):
    """The price of a house from five numbers: univariate regression by least squares."""

    name: ClassVar[str] = N_("House price")
    about: ClassVar[str] = N_("Univariate regression: one real number from five.")
    source: ClassVar[str] = rule.RULE
    kind: ClassVar[Target] = "regression"
    loss: ClassVar[Loss] = SquaredError()
    outputs: ClassVar[tuple[Output, ...]] = (Output(N_("price"), N_("thousand $")),)
    seed: ClassVar[int] = 1
    example: ClassVar[str] = N_("The slide's house")

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Area, bedrooms, previous price, year of that sale, parking spots."""
        return ranges(
            self,
            (
                (N_("area"), N_("square feet"), 10),
                (N_("bedrooms"), "", 1),
                (N_("previous price"), N_("thousand $"), 1),
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
        real, price = rule.houses()
        return real, price[:, None]

    def title(self, index: int, language: str = "en") -> Note:
        """The house's number."""
        return Note(N_("House {number}"), values={"number": index + 1})

    @property
    def first(self) -> None:
        """No datum: the page opens with the slide's house."""

    def sentence(self, real: Array, index: int | None, language: str = "en") -> Note:
        """The house in words."""
        message = N_(
            "{area} square feet; bedrooms: {bedrooms}; previously sold for {previous} thousand $ in {year}; "
            "parking spots: {parking}."
        )
        area, bedrooms, previous, year, parking = real.tolist()
        values = {"area": area, "bedrooms": bedrooms, "previous": previous, "year": f"{year:.6g}", "parking": parking}
        return Note(message, values=values)

    def answer(self, real: Array) -> tuple[Array, str]:
        """What the rule gives, without the noise."""
        return np.array([rule.price_by_rule(real)]), N_("by the rule, without the noise")
