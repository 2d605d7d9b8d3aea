"""Landscapes that nobody has tuned: what they are shown with comes from themselves, and what must be said of them."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from functools import cached_property, partial
from typing import Any, ClassVar

import numpy as np

from playground.engine import proposals
from playground.engine.base import Landscape
from playground.engine.expression import Expression, Operation
from playground.engine.hyper import hyper
from playground.engine.landscape import check_window, scatter
from playground.engine.messages import Note
from playground.engine.types import Array, Mask, Scale, Window
from playground.marking import N_

LETTERS = 300
"""The longest formula."""

ROUGH = frozenset({"abs", "sign", "minimum", "maximum", "sqrt", "where", "ratio", "arcsin", "arccos"})
"""Operations whose result may have a kink."""

NEAR, NEARER = 1e-6, 1e-8
"""How far on both sides of a point its slope is compared, as shares of the window's sides."""


def window_text(window: Window) -> str:
    """A window as a link writes it: low and high of each parameter, with commas between."""
    return ",".join(repr(float(end)).removesuffix(".0") for side in window for end in side)


FAR = 1e6
"""So far from 0 a window may lie; that of a model as far as its data may."""


def read_window(text: str, dimension: int, far: float = FAR) -> Window | None:
    """The window that a text writes, None for an empty one; ValueError for what is none."""
    if not text:
        return None
    ends = [float(part) for part in text.split(",")]
    if max(map(abs, ends)) > far:
        raise ValueError(f"a window lies within {far:g} of 0")
    return check_window(tuple(zip(ends[::2], ends[1::2], strict=True)), dimension)


def own_window(dimension: int, about: str, far: float = FAR) -> Any:
    """The field of a landscape that holds its window, "" for the one proposed."""
    return hyper(
        "",
        symbol=N_("window"),
        length=60 * dimension,
        parse=partial(read_window, dimension=dimension, far=far),
        help=N_("Window"),
        about=about,
    )


class Proposed(Landscape, ABC):
    """A loss of which nobody has said how it is shown: start, learning rate and colours come from itself.

    Attributes
    ----------
    far : float
        How far from 0 its window may lie.
    """

    far: ClassVar[float] = FAR

    @property
    @abstractmethod
    def typed(self) -> Expression:
        """What was typed."""

    @cached_property
    def starts(self) -> dict[str, tuple[float, ...]]:  # type: ignore[override]  # of the record, not of its class
        """The one that is proposed."""
        return {"default": proposals.start_of(self)}

    @cached_property
    def limits(self) -> tuple[float, float] | None:
        """Heights that leave out what surrounds a pole, where the formula can have one and the window shows it."""
        return proposals.limits_of(self) if any(map(_has_poles, self.typed.nodes())) else None

    @cached_property
    def scale(self) -> Scale:  # type: ignore[override]
        """Logarithmic where most heights of a map span powers of ten."""
        return proposals.scale_of(self) if self.dimension > 1 else "linear"

    @cached_property
    def alpha(self) -> float:
        """Half of the largest with which gradient descent from the start never rises."""
        return proposals.alpha_of(self, self.starts["default"])

    @property
    def max_distance(self) -> float:
        """Ten times α."""
        return 10 * self.alpha

    @cached_property
    def is_smooth(self) -> bool:
        """Whether nothing in the formula can make a kink."""
        return not any(_is_rough(node) for node in self.typed.nodes())

    def kinks(self, phi: Array) -> Mask | None:
        """Whether the loss has a kink or a jump at φ (..., d); None if the formula can make none."""
        return None if self.is_smooth else _kinks(self, phi)


def _has_poles(node: Expression) -> bool:
    """Whether an operation may make something infinite of something finite."""
    if not isinstance(node, Operation):
        return False
    if node.operator == "power":
        exponent = node.parts[1].constant
        return exponent is None or exponent < 0
    if node.operator == "divide":
        return node.parts[1].constant is None
    return node.operator in {"tan", "log", "log2", "log10"}


def remarks(landscape: Proposed) -> list[Note]:
    """What must be said of a typed landscape in its window."""
    said: list[Note] = []
    hessian = landscape.constant_hessian
    if hessian is not None and not hessian.any():
        flat = not landscape.gradient(np.zeros(landscape.dimension)).any()
        said.append(Note(FLAT if flat else SLOPE))
    with np.errstate(all="ignore"):
        undefined = float((~np.isfinite(landscape.value(scatter(landscape.window, 1024)))).mean())
    if undefined == 1:
        said.append(Note(NOWHERE))
    elif undefined:
        said.append(Note(UNDEFINED, values={"share": 100 * undefined}))
    if landscape.limits is not None:
        low, high = landscape.limits
        said += [Note(ABOVE, values={"high": high})] if math.isfinite(high) else []
        said += [Note(BELOW, values={"low": low})] if math.isfinite(low) else []
    if not landscape.is_smooth:
        said.append(Note(KINKS))
    return said


FLAT = N_("The same everywhere: its gradient is 0, and nothing moves.")
SLOPE = N_("A plane: its gradient is the same everywhere. It has no stationary point and is not bounded below.")
NOWHERE = N_("It is defined nowhere in this window.")
UNDEFINED = N_("On {share} % of the window it is not defined: left blank there.")
ABOVE = N_("It rises without bound near a pole: above {high} left blank.")
BELOW = N_("It falls without bound near a pole: below {low} left blank.")
KINKS = N_("It may have kinks. There is no derivative on them, and a run that stops there has not converged.")


def _is_rough(node: Expression) -> bool:
    if not isinstance(node, Operation):
        return False
    exponent = node.parts[1].constant if node.operator == "power" else None
    return node.operator in ROUGH or (exponent is not None and not exponent.is_integer())


def _kinks(objective: Landscape, phi: Array) -> Mask:
    """Where slope or height jump: across a smooth point both change by less, the nearer one looks."""
    phi = np.asarray(phi, dtype=float)
    low, high = np.array(objective.window).T
    jumps = []
    with np.errstate(all="ignore"):
        for share in (NEAR, NEARER):
            ways = share * (high - low).min() * np.eye(phi.shape[-1])
            ahead, behind = phi[..., None, :] + ways, phi[..., None, :] - ways
            slopes = [objective.gradient(place) for place in (ahead, behind)]
            heights = [objective.value(place)[..., None] for place in (ahead, behind)]
            pairs = [np.concatenate(both, axis=-1) for both in zip(slopes, heights, strict=True)]
            size = np.abs(pairs[0]) + np.abs(pairs[1])
            jumps.append((np.abs(pairs[0] - pairs[1]), size))
        (near, _), (nearer, size) = jumps
        return np.asarray(((nearer > 0.5 * near) & (nearer > 1e-6 * size)).any(axis=(-2, -1)))
