"""Own models: f[x, a, b] as a visitor has typed it, fitted to data by least squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any, ClassVar

import numpy as np

from playground.engine import proposals
from playground.engine.base import beside, total
from playground.engine.data import DATASETS, HUGE
from playground.engine.estimates import best_fit, window_around
from playground.engine.expression import Expression, Program, Symbol, compile_program, parse, substituted
from playground.engine.hyper import hyper
from playground.engine.model import Model
from playground.engine.own import derivatives, square
from playground.engine.proposed import LETTERS, Proposed, own_window, read_window, window_text
from playground.engine.teaching import numeric_sets
from playground.engine.types import Array, Window
from playground.marking import N_

PARAMETERS = ("a", "b")
NAMES = ("x", *PARAMETERS)
MODEL_SYMBOLS = {"x": "x", "a": r"\phi_0", "b": r"\phi_1"}
"""How a model's names are set."""


@lru_cache(maxsize=256)
def model_programs(formula: Expression) -> tuple[Program, Program, Program]:
    """f alone, with its slopes, and with its second derivatives too."""
    slopes, seconds = derivatives(formula, PARAMETERS)
    return (
        compile_program([formula], NAMES),
        compile_program([formula, *slopes], NAMES),
        compile_program([formula, *slopes, *seconds], NAMES),
    )


@dataclass(frozen=True, eq=False)
class OwnModel(Proposed, Model):
    """The least-squares loss of a typed model f[x, a, b]: Σ_i (f[x_i, a, b] − y_i)², with φ₀ = a and φ₁ = b.

    With the residual r: ∂L/∂a = 2 Σ r f_a, and ∂²L/∂a∂b = 2 Σ (f_a f_b + r f_ab).
    """

    name: ClassVar[str] = N_("Own model")
    about: ClassVar[str] = N_("A model f[x, a, b] that you type yourself, fitted by least squares.")
    parameter_names: ClassVar[tuple[str, ...]] = PARAMETERS
    steps: ClassVar[int] = 200
    far: ClassVar[float] = HUGE
    minimisers = None
    minimum = None
    expression = None  # what was typed is f, and not the loss

    formula: str = hyper(  # type: ignore[misc]  # each record has its own
        "a*exp(b*x)",
        symbol="f",
        length=LETTERS,
        parse=partial(parse, names=NAMES),
        help=N_("Your model of x, a and b"),
        about=N_("x is the input; a is φ₀ and b is φ₁, and these names may be written too."),
    )
    dataset: str = hyper(
        "linear",
        symbol=N_("data"),
        choices={"linear": N_("those of the line"), "gabor": N_("those of the Gabor model"), **numeric_sets()},
        help=N_("Which data are fitted"),
        about=N_("The course's two data sets, and a few known ones with their source."),
    )
    window: Window = own_window(2, N_("The part of the plane that is drawn."), HUGE)  # noqa: RUF009 - only declares a field

    def __post_init__(self) -> None:
        """Read formula, data and window (FormulaError, ValueError), and propose a window where none is given."""
        given: Any = self.window
        object.__setattr__(self, "window", given if isinstance(given, str) else window_text(given))
        self._fill()
        window = read_window(str(self.window), 2, self.far) or _proposed(
            self.formula, self.x.tobytes(), self.y.tobytes()
        )
        object.__setattr__(self, "window", window)

    @cached_property
    def curve(self) -> Expression:
        """f in x, a and b."""
        return parse(self.formula, NAMES)

    @property
    def typed(self) -> Expression:
        """f."""
        return self.curve

    @property
    def latex(self) -> str:
        """L[φ] in LaTeX."""
        inner = self.curve.latex({**MODEL_SYMBOLS, "x": "x_i"})
        return rf"\sum_{{i=1}}^{{{self.data_size}}}\left({inner} - y_i\right)^2"

    @property
    def written(self) -> tuple[tuple[str, str], ...]:
        """f, as it was typed."""
        whole = self.curve.latex({"x": "x", "a": "⟦phi0⟧", "b": "⟦phi1⟧"}).replace("{", "{{").replace("}", "}}")
        return (("f", whole.replace("⟦phi0⟧", "{phi0}").replace("⟦phi1⟧", "{phi1}")),)

    @property
    def data_window(self) -> Window:
        """The data with a margin of a tenth."""
        return self._around_data

    def predict(self, phi: Array, x: Array) -> Array:
        """f, shape (..., n); in symbols, the formula itself."""
        a, b = phi[..., 0, None], phi[..., 1, None]
        if isinstance(x, Symbol):
            return substituted(self.curve, {"x": x, "a": a, "b": b})
        return np.array(model_programs(self.curve)[0](x=x, a=a, b=b)[0])

    def residuals(self, phi: Array) -> tuple[Array, Sequence[Array]]:
        """What is left of each datum (I, N) at the columns φ (2, N), and its slopes in a and b."""
        residual, slopes = self._evaluated(1, phi)
        shape = (self.data_size, phi.shape[1])
        return np.broadcast_to(residual, shape), [np.broadcast_to(slope, shape) for slope in slopes]

    def _evaluated(self, order: int, phi: Array) -> tuple[Array, Sequence[Array]]:
        """The residuals (I, N), and the derivatives of f up to an order, the first before the second ones."""
        x, y = (beside(column, phi) for column in self._columns)
        height, *slopes = model_programs(self.curve)[order](x=x, a=phi[0], b=phi[1])
        return height - y, slopes

    def _value(self, phi: Array) -> Array:
        residual, _ = self._evaluated(0, phi)
        return total(residual * residual)

    def _gradient(self, phi: Array) -> Array:
        residual, slopes = self._evaluated(1, phi)
        return 2 * total(np.array([residual * slope for slope in slopes]))

    def _hessian(self, phi: Array) -> Array:
        residual, (fa, fb, faa, fab, fbb) = self._evaluated(2, phi)
        terms = np.array([fa * fa + residual * faa, fa * fb + residual * fab, fb * fb + residual * fbb])
        return square(2 * total(terms), 2)


SEARCHED = 6000
"""So many data times operations of f and its slopes are looked at: of more data a part, spread evenly."""

FEWEST = 8
"""But so many data at least."""

SEEN = 0.9
"""A window shows the best fit if that lies within this share of it."""

WIDE = 0.05
"""And if what is to be seen around the fit is not a smaller share of it."""


@lru_cache(maxsize=256)
def _proposed(formula: str, x: bytes, y: bytes) -> Window:
    """Around the critical points near the origin; if the best fit is not seen there, around that."""
    columns = {"x": np.frombuffer(x), "y": np.frombuffer(y)}
    size, work = len(columns["x"]), len(model_programs(parse(formula, NAMES))[1].steps)
    kept = np.linspace(0, size - 1, min(size, max(SEARCHED // work, FEWEST))).astype(int)
    given: dict[str, Any] = {name: column[kept] for name, column in columns.items()}
    window = proposals.window_of(lambda window: OwnModel(formula=formula, window=window, **given), 2, work)
    if any(data.x.tobytes() == x and data.y.tobytes() == y for data in DATASETS.values()):
        return window
    few = OwnModel(formula=formula, window=window, **given)
    fit = best_fit(few.residuals, few.x, few.y)
    around = None if fit is None else window_around(few.residuals, fit, few.y)
    if fit is None or around is None:
        return window
    ends, near = np.array(window).T, np.array(around).T
    far = np.abs(fit - ends.mean(axis=0)) / (0.5 * np.ptp(ends, axis=0))
    is_seen = (far <= SEEN).all() and (np.ptp(near, axis=0) >= WIDE * np.ptp(ends, axis=0)).all()
    return window if is_seen else around
