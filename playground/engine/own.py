"""Own functions: losses of one or two parameters that a visitor has typed, with the derivatives of their formulas."""

from __future__ import annotations

import math
from abc import ABC
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any, ClassVar, NamedTuple

import numpy as np

from playground.engine import proposals
from playground.engine.convexity import definiteness
from playground.engine.expression import Expression, Program, compile_program, parse
from playground.engine.hyper import check, hyper
from playground.engine.proofs.definite import is_positive
from playground.engine.proofs.enclosure import NAMES
from playground.engine.proofs.exact import constant_hessian as exact_hessian
from playground.engine.proofs.exact import is_polynomial, range_of
from playground.engine.proposed import LETTERS, Proposed, own_window, read_window, window_text
from playground.engine.types import Array, Proof, Window
from playground.marking import N_

SYMBOLS = ({"x": r"\phi"}, {"x": r"\phi_0", "y": r"\phi_1"})
"""How the parameters are set, by their number less one."""


class Programs(NamedTuple):
    """A formula and its derivatives, one program each: value, gradient, and the upper triangle of the Hessian."""

    value: Program
    gradient: Program
    hessian: Program


@lru_cache(maxsize=256)
def programs(formula: Expression, names: tuple[str, ...], parameters: tuple[str, ...]) -> Programs:
    """The programs of a formula in these names, derived by the parameters among them."""
    slopes = [formula.derivative(name) for name in parameters]
    seconds = [slope.derivative(name) for i, slope in enumerate(slopes) for name in parameters[i:]]
    return Programs(*(compile_program(parts, names) for parts in ([formula], slopes, seconds)))


def derivatives(formula: Expression, parameters: Sequence[str]) -> tuple[list[Expression], list[Expression]]:
    """The partial derivatives, and those of second order: the Hessian's rows from the diagonal on."""
    slopes = [formula.derivative(name) for name in parameters]
    return slopes, [slope.derivative(name) for i, slope in enumerate(slopes) for name in parameters[i:]]


def square(entries: Sequence[Array] | Array, d: int) -> Array:
    """The symmetric matrices (d, d, N) of the rows of their upper triangles."""
    full: list[list[Array]] = [[entries[0]] * d for _ in range(d)]
    place = iter(entries)
    for i in range(d):
        for j in range(i, d):
            full[i][j] = full[j][i] = next(place)
    return np.array(full)


@dataclass(frozen=True)
class Typed(Proposed, ABC):
    """A loss that is given by a formula; `window` is a window, its text in a link, or "" for the one proposed.

    Value, gradient and Hessian are those of the formula's expression, and nan where it is not defined.
    """

    formula: str  # type: ignore[misc]  # each record has its own, where other landscapes have their class's
    window: Window

    def __post_init__(self) -> None:
        """Read formula and window (FormulaError, ValueError), and propose what is not given."""
        given: Any = self.window
        object.__setattr__(self, "window", given if isinstance(given, str) else window_text(given))
        check(self)
        window = read_window(str(self.window), self.dimension) or _proposed(type(self), self.formula)
        object.__setattr__(self, "window", window)

    @cached_property
    def expression(self) -> Expression:
        """The formula."""
        return parse(self.formula, self._names)

    @property
    def typed(self) -> Expression:
        """The formula."""
        return self.expression

    @property
    def _names(self) -> tuple[str, ...]:
        return NAMES[: self.dimension]

    @cached_property
    def _programs(self) -> Programs:
        return programs(self.expression, self._names, self._names)

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        return self.expression.latex(SYMBOLS[self.dimension - 1])

    @cached_property
    def constant_hessian(self) -> Array | None:
        """H (d, d) where it is the same everywhere, as its formula shows; else None."""
        if not is_polynomial(self.expression):
            return None
        entries = [entry.constant for entry in derivatives(self.expression, self._names)[1]]
        if not all(map(_is_finite, entries)):
            return None
        return square([np.array(entry) for entry in entries], self.dimension)

    @cached_property
    def minimisers(self) -> Array | None:
        """A minimiser of a quadratic that has one, the nearest to the origin; of other formulas nothing is known."""
        if self.convexity is None or self.constant_hessian is None:
            return None
        at = np.zeros(self.dimension)
        for _ in range(3):  # once, and twice more against rounding
            at = at - np.linalg.lstsq(self.constant_hessian, self.gradient(at), rcond=1e-12)[0]
        slope, size = np.abs(self.gradient(at)).max(), np.abs(self.constant_hessian).max() * (1 + np.abs(at).max())
        return at[None] if slope <= 1e-12 * size else None

    @property
    def minimum(self) -> float | None:
        """The loss there."""
        return None if self.minimisers is None else float(self.value(self.minimisers[0]))

    @cached_property
    def convexity(self) -> Proof | None:
        """Of a formula whose Hessian is the same everywhere."""
        if self.constant_hessian is None or not self._is_computable:
            return None
        exact = exact_hessian(self.expression, self._names)
        if exact is None:  # π, or a number of many digits: known up to an error, which a margin allows for
            ranges = [range_of(entry) for entry in derivatives(self.expression, self._names)[1]]
            middle, error = (
                square(part, self.dimension) for part in ([r.middle for r in ranges], [r.radius for r in ranges])
            )
            kind = "positive definite" if is_positive(middle, error) else None
        else:
            kind = definiteness(exact)
        if kind == "positive definite":
            return Proof("strictly convex", N_("Its Hessian is the same everywhere and positive definite."))
        if kind == "positive semidefinite":
            return Proof("convex", N_("Its Hessian is the same everywhere and positive semidefinite."))
        return None

    @property
    def _is_computable(self) -> bool:
        """Whether every step of the formula is finite all over the window."""
        low, high = np.array(self.window).T
        return bool(self.enclosure((low + high)[:, None] / 2, (high - low)[:, None] / 2).defined[0])

    def _value(self, phi: Array) -> Array:
        return np.array(self._programs.value(**self._given(phi))[0])

    def _gradient(self, phi: Array) -> Array:
        return np.array(self._programs.gradient(**self._given(phi)))

    def _hessian(self, phi: Array) -> Array:
        return square(self._programs.hessian(**self._given(phi)), self.dimension)

    def _given(self, phi: Array) -> dict[str, Array]:
        return dict(zip(self._names, phi, strict=True))


def _is_finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


@lru_cache(maxsize=512)
def _proposed(kind: type[Typed], formula: str) -> Window:
    names = NAMES[: kind.dimension]
    operations = len(programs(parse(formula, names), names, names).gradient.steps)
    return proposals.window_of(lambda window: kind(formula=formula, window=window), kind.dimension, operations)


@dataclass(frozen=True)
class OwnFunction(Typed):
    """A function of two parameters, f(x, y) or L[φ₀, φ₁], as a visitor has typed it."""

    name: ClassVar[str] = N_("Own function")
    about: ClassVar[str] = N_("A function of two parameters that you type yourself.")

    formula: str = hyper(  # type: ignore[misc]  # see Typed
        "x^2 + 3y^2",
        symbol="f",
        length=LETTERS,
        parse=partial(parse, names=NAMES),
        help=N_("Your function of x and y"),
        about=N_("x is φ₀ and y is φ₁; these names may be written too."),
    )
    window: Window = own_window(2, N_("The part of the plane that is drawn."))  # noqa: RUF009 - only declares a field


@dataclass(frozen=True)
class OwnCurve(Typed):
    """A function of one parameter, f(x) or L[φ], as a visitor has typed it."""

    name: ClassVar[str] = N_("Own curve")
    about: ClassVar[str] = N_("A function of one parameter that you type yourself.")
    dimension: ClassVar[int] = 1
    parameter_names: ClassVar[tuple[str, ...]] = ("",)

    formula: str = hyper(  # type: ignore[misc]  # see Typed
        "x^4 - x^2",
        symbol="f",
        length=LETTERS,
        parse=partial(parse, names=NAMES[:1]),
        help=N_("Your function of x"),
        about=N_("x is φ; that name may be written too."),
    )
    window: Window = own_window(1, N_("The part of the line that is drawn."))  # noqa: RUF009 - only declares a field
