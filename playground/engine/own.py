"""Own functions: losses of one or two parameters that a visitor has typed, with all that a page must know of them."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any, ClassVar, NamedTuple

import numpy as np

from playground.engine import proposals
from playground.engine.base import Landscape
from playground.engine.convexity import definiteness
from playground.engine.expression import Expression, Operation, Program, compile_program, parse
from playground.engine.hyper import check, hyper
from playground.engine.landscape import check_window, scatter
from playground.engine.proofs.enclosure import NAMES
from playground.engine.types import Array, Mask, Proof, Scale, Window
from playground.marking import N_

LETTERS = 300
"""The longest formula."""

SYMBOLS = ({"x": r"\phi"}, {"x": r"\phi_0", "y": r"\phi_1"})
"""How the parameters are set, by their number less one."""

ROUGH = frozenset({"abs", "sign", "minimum", "maximum", "sqrt", "where", "ratio", "arcsin", "arccos"})
"""Operations whose result may have a kink."""

NEAR, NEARER = 1e-6, 1e-8
"""How far on both sides of a point its slope is compared, as shares of the window's sides."""


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


def window_text(window: Window) -> str:
    """A window as a link writes it: low and high of each parameter, with commas between."""
    return ",".join(repr(float(end)).removesuffix(".0") for side in window for end in side)


def read_window(text: str, dimension: int) -> Window | None:
    """The window that a text writes, None for an empty one; ValueError for what is none."""
    if not text:
        return None
    ends = [float(part) for part in text.split(",")]
    if max(map(abs, ends)) > 1e6:
        raise ValueError("a window lies within a million of 0")
    return check_window(tuple(zip(ends[::2], ends[1::2], strict=True)), dimension)


class Proposed(Landscape, ABC):
    """A loss of which nobody has said how it is shown: start, learning rate and colours come from itself."""

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
        entries = [entry.constant for entry in derivatives(self.expression, self._names)[1]]
        if not all(map(_is_polynomial, self.expression.nodes())) or not all(map(_is_finite, entries)):
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
        if self.constant_hessian is None:
            return None
        kind = definiteness(self.constant_hessian)
        if kind == "positive definite":
            return Proof("strictly convex", N_("Its Hessian is the same everywhere and positive definite."))
        if kind == "positive semidefinite":
            return Proof("convex", N_("Its Hessian is the same everywhere and positive semidefinite."))
        return None

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


def _is_polynomial(node: Expression) -> bool:
    """Whether an operation makes a polynomial of polynomials; then the formula is defined everywhere."""
    if not isinstance(node, Operation):
        return True
    last = node.parts[-1].constant
    if node.operator == "power":
        return last is not None and last.is_integer() and last >= 0
    if node.operator == "divide":
        return last is not None and last != 0 and math.isfinite(last)
    return node.operator in {"add", "subtract", "multiply", "negative"}


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


def remarks(landscape: Proposed) -> list[tuple[str, dict[str, float]]]:
    """What must be said of a typed landscape in its window, as sentences with the numbers to be filled in."""
    said: list[tuple[str, dict[str, float]]] = []
    hessian = landscape.constant_hessian if isinstance(landscape, Typed) else None
    if hessian is not None and not hessian.any():
        flat = not landscape.gradient(np.zeros(landscape.dimension)).any()
        said.append((FLAT if flat else SLOPE, {}))
    with np.errstate(all="ignore"):
        undefined = float((~np.isfinite(landscape.value(scatter(landscape.window, 1024)))).mean())
    if undefined == 1:
        said.append((NOWHERE, {}))
    elif undefined:
        said.append((UNDEFINED, {"share": 100 * undefined}))
    if landscape.limits is not None:
        low, high = landscape.limits
        said += [(ABOVE, {"high": high})] if math.isfinite(high) else []
        said += [(BELOW, {"low": low})] if math.isfinite(low) else []
    if not landscape.is_smooth:
        said.append((KINKS, {}))
    return said


FLAT = N_("The same everywhere: its gradient is 0, and nothing moves.")
SLOPE = N_("A plane: its gradient is the same everywhere. It has no stationary point and is not bounded below.")
NOWHERE = N_("It is defined nowhere in this window.")
UNDEFINED = N_("On {share} % of the window it is not defined: left blank there.")
ABOVE = N_("It rises without bound near a pole: above {high} left blank.")
BELOW = N_("It falls without bound near a pole: below {low} left blank.")
KINKS = N_("It may have kinks. There is no derivative on them, and a run that stands there has not converged.")


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


@lru_cache(maxsize=512)
def _proposed(kind: type[Typed], formula: str) -> Window:
    return proposals.window_of(lambda window: kind(formula=formula, window=window), kind.dimension)


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
    window: Window = hyper(  # noqa: RUF009 - only declares a field
        "",
        symbol="window",
        length=120,
        parse=partial(read_window, dimension=2),
        help=N_("Window"),
        about=N_("The part of the plane that is drawn."),
    )


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
    window: Window = hyper(  # noqa: RUF009 - only declares a field
        "",
        symbol="window",
        length=60,
        parse=partial(read_window, dimension=1),
        help=N_("Window"),
        about=N_("The part of the line that is drawn."),
    )
