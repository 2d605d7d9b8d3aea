"""Schedules: how the learning rate changes with the step; schedule(step) multiplies α, steps counted from 0."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, final

from playground.engine.hyper import Record, hyper
from playground.marking import N_


@dataclass(frozen=True, kw_only=True)
class Schedule(Record, ABC):
    """A factor on the learning rate for each step, after a linear warm-up.

    The warm-up multiplies the factor by (step + 1) / (warmup + 1) until that reaches 1.
    """

    name: ClassVar[str]

    warmup: int = hyper(
        0,
        symbol="w",
        low=0,
        high=100_000,
        integer=True,
        soft=(0, 50),
        help=N_("Steps before α has its full size"),
        about=N_("During the first w steps α is also multiplied by (t + 1) / (w + 1), which rises to 1."),
    )

    @abstractmethod
    def factor(self, step: int) -> float:
        """The factor at a step counted from 0, without the warm-up."""

    @final
    def __call__(self, step: int) -> float:
        """What multiplies α at a step counted from 0."""
        return min(1.0, (step + 1) / (self.warmup + 1)) * self.factor(step)


@dataclass(frozen=True)
class Constant(Schedule):
    """The same α at every step."""

    name: ClassVar[str] = N_("Constant")

    def factor(self, step: int) -> float:
        """1."""
        return 1.0


@dataclass(frozen=True)
class StepDecay(Schedule):
    """α is multiplied by `drop` after every `every` steps."""

    name: ClassVar[str] = N_("In steps")

    drop: float = hyper(
        0.5,
        symbol="ρ",
        above=0.0,
        high=1.0,
        soft=(0.1, 1.0),
        help=N_("Factor at each drop"),
        about=N_("α is multiplied by ρ at each drop; 0.5 halves it."),
    )
    every: int = hyper(
        25,
        symbol="k",
        low=1,
        high=100_000,
        integer=True,
        soft=(1, 200),
        help=N_("Steps between drops"),
        about=N_("α drops after every k steps, and stays the same in between."),
    )

    def factor(self, step: int) -> float:
        """ρ^⌊t/k⌋."""
        return float(self.drop ** (step // self.every))


@dataclass(frozen=True)
class Exponential(Schedule):
    """α is multiplied by `rate` at every step."""

    name: ClassVar[str] = N_("Exponential")

    rate: float = hyper(
        0.98,
        symbol="ρ",
        above=0.0,
        high=1.0,
        soft=(0.9, 1.0),
        help=N_("Factor at each step"),
        about=N_("After t steps α has been multiplied by ρ t times; with 1 it stays as it is."),
    )

    def factor(self, step: int) -> float:
        """ρ^t."""
        return float(self.rate**step)


@dataclass(frozen=True)
class InverseTime(Schedule):
    """α falls like 1/t, as slowly as a sum of steps that reaches everywhere allows (Robbins and Monro, 1951)."""

    name: ClassVar[str] = N_("1/t")

    rate: float = hyper(
        0.05,
        symbol="ρ",
        low=0.0,
        high=1e6,
        soft=(0.0, 1.0),
        help=N_("How soon the fall begins"),
        about=N_("At step t, α is divided by 1 + ρt: it is halved after 1/ρ steps."),
    )

    def factor(self, step: int) -> float:
        """1 / (1 + ρ t)."""
        return 1 / (1 + self.rate * step)


@dataclass(frozen=True)
class Cosine(Schedule):
    """α follows half a cosine from 1 down to 0 over `period` steps, and stays there (Loshchilov and Hutter, 2017)."""

    name: ClassVar[str] = N_("Cosine")

    period: int = hyper(
        100,
        symbol="k",
        low=1,
        high=100_000,
        integer=True,
        soft=(10, 500),
        help=N_("Steps until zero"),
        about=N_("α falls along half a cosine, and is 0 from step k on."),
    )

    def factor(self, step: int) -> float:
        """(1 + cos(π min(t, k) / k)) / 2."""
        return (1 + math.cos(math.pi * min(step, self.period) / self.period)) / 2


SCHEDULES: dict[str, type[Schedule]] = {
    kind.__name__: kind for kind in (Constant, StepDecay, Exponential, InverseTime, Cosine)
}
"""The schedules of the menu, by name, in the order they are shown."""
