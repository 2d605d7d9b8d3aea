"""Optimizers: frozen records that describe themselves, each with one pure update, and the registry OPTIMIZERS."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Self, final

import numpy as np

from playground.engine.hyper import Record, hyper
from playground.engine.types import Array, Objective, Real
from playground.marking import N_

State = Any
"""What a rule remembers between steps: an array, a small NamedTuple of arrays, or ()."""

Terms = dict[str, Any]
"""What a step computes, by name, in the order the course writes it; the last two are "phi" and "state"."""


class Formula(NamedTuple):
    """One line of the ledger: the term it gives, and its right-hand side in LaTeX with {placeholders}.

    A placeholder is a term of the step, "old_phi", "old_m" or "old_v" (before the step), a hyperparameter by its field
    name, or "t", the number of the step counted from 1. Products, squares, roots and quotients of vectors are taken
    entry by entry. A line with `when` = (field, value) belongs to the records that have this choice.
    """

    term: str
    template: str
    when: tuple[str, Any] | None = None


class Arrow(NamedTuple):
    """A term that can be drawn in parameter space.

    `kind` says how: "point" ends at the term itself; "step" ends at base − term; "scaled" ends at base − α · term.
    """

    name: str
    term: str
    kind: str
    label: str
    base: str = "old_phi"

    def ends(self, optimizer: Optimizer, old_phi: Array, terms: Terms) -> tuple[Array, Array]:
        """Where the arrow starts and where its tip lies, both of phi's shape (..., d)."""
        base = old_phi if self.base == "old_phi" else terms[self.base]
        term = terms[self.term]
        if self.kind == "point":
            return base, term
        return base, base - (optimizer.alpha * term if self.kind == "scaled" else term)  # type: ignore[attr-defined]


SYMBOLS: dict[str, str] = {
    # Iterates carry a superscript in brackets; a subscript is the index of a parameter.
    "old_phi": r"\boldsymbol{\phi}^{(t)}",
    "phi": r"\boldsymbol{\phi}^{(t+1)}",
    "gradient": r"\mathbf{g}",
    "lookahead": r"\boldsymbol{\phi}^{\mathrm{ahead}}",
    "old_m": r"\mathbf{m}^{(t)}",
    "m": r"\mathbf{m}^{(t+1)}",
    "old_v": r"\mathbf{v}^{(t)}",
    "v": r"\mathbf{v}^{(t+1)}",
    "m_hat": r"\tilde{\mathbf{m}}^{(t+1)}",
    "v_hat": r"\tilde{\mathbf{v}}^{(t+1)}",
    "raw_step": r"\Delta_{\mathrm{raw}}",
    "step": r"\Delta",
    "hessian": r"\mathbf{H}",
    "shift": r"\tau",
    "alpha": r"\alpha",
    "beta": r"\beta",
    "gamma": r"\gamma",
    "epsilon": r"\epsilon",
    "damping": r"\delta",
    "max_distance": r"\alpha_{\max}",
    "t": r"t+1",
}
"""The LaTeX symbol of every placeholder. Iterates are counted from t = 0, so the number of a step is t + 1."""

NEGATIVE_GRADIENT = Arrow("gradient", "gradient", "scaled", N_("negative gradient, times α"))
STEP = Arrow("step", "step", "step", N_("step"))
GRADIENT = Formula("gradient", r"\nabla L\left[{old_phi}\right]")


@dataclass(frozen=True)
class Optimizer(Record, ABC):
    """A rule that improves phi step by step: hyperparameters as fields, and one pure update, `explain`.

    Hyperparameters may be arrays that broadcast against phi (trailing axis of length 1), so one call moves a whole
    bundle of runs.
    """

    name: ClassVar[str]
    about: ClassVar[str]
    course: ClassVar[bool]
    ledger: ClassVar[tuple[Formula, ...]]
    arrows: ClassVar[tuple[Arrow, ...]]
    # A telling α is this many times the landscape's own rate, or this share of the window's shorter side.
    pace: ClassVar[float | None] = None
    stride: ClassVar[float | None] = None

    @abstractmethod
    def init(self, phi: Array) -> State:
        """The memory before the first step, for phi of shape (..., d)."""

    @abstractmethod
    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """The update from phi (..., d): every term it computes, by name, in the course's order."""

    @final
    def step(self, objective: Objective, phi: Array, state: State) -> tuple[Array, State]:
        """The new phi (..., d) and the new state."""
        terms = self.explain(objective, phi, state)
        return terms["phi"], terms["state"]

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The lines of the ledger that hold for this record's choices, in the course's order."""
        return tuple(line for line in self.ledger if line.when is None or getattr(self, line.when[0]) == line.when[1])

    def suggest(self, objective: Any) -> Self:
        """The same rule with a telling learning rate for this landscape (its `alpha` and `window`)."""
        if self.pace is not None:
            return dataclasses.replace(self, **{"alpha": _round(self.pace * objective.alpha)})
        if self.stride is not None:
            side = min(high - low for low, high in objective.window)
            return dataclasses.replace(self, **{"alpha": _round(self.stride * side)})
        return self


def _round(value: float) -> float:
    """`value` to two significant digits."""
    return float(f"{value:.1e}")


def quotient(a: Array, b: Array) -> Array:
    """a / b entry by entry, and a itself where b = 0: with no epsilon a zero gradient makes a zero step, never nan."""
    return a / (b + (b == 0))


_ALPHA = N_("Learning rate")
_BETA = N_("Share of the past that is kept")
_GAMMA = N_("Share of the past squares that is kept")
_EPSILON = N_("Keeps the quotient finite; outside the root")


@dataclass(frozen=True)
class GradientDescent(Optimizer):
    """Moves against the gradient: φ ← φ − α g.

    Source: Understanding Deep Learning, section 6.1.
    """

    name: ClassVar[str] = N_("Gradient descent")
    about: ClassVar[str] = N_("Steps straight downhill, by α times the gradient.")
    course: ClassVar[bool] = True
    ledger: ClassVar[tuple[Formula, ...]] = (
        GRADIENT,
        Formula("step", r"{alpha}\,{gradient}"),
        Formula("phi", r"{old_phi} - {step}"),
    )
    arrows: ClassVar[tuple[Arrow, ...]] = (NEGATIVE_GRADIENT,)
    pace: ClassVar[float | None] = 1.0

    alpha: Real = hyper(0.1, symbol="α", low=0.0, soft=(1e-4, 2.0), log=True, help=_ALPHA)

    def init(self, phi: Array) -> State:
        """Nothing is remembered."""
        return ()

    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """Gradient, step, new phi."""
        gradient = objective.gradient(phi)
        step = self.alpha * gradient
        return {"gradient": gradient, "step": step, "phi": phi - step, "state": ()}


@dataclass(frozen=True)
class Momentum(Optimizer):
    """Moves along a decaying average of past gradients: m ← β m + (1 − β) g, φ ← φ − α m.

    With m = 0 at the start, m is (1 − β) Σ_k β^(t−k) g_k. PyTorch's SGD leaves (1 − β) out: there the same path has the
    learning rate α (1 − β). Source: Understanding Deep Learning, section 6.3.
    """

    name: ClassVar[str] = N_("Momentum")
    about: ClassVar[str] = N_("Steps along a decaying average of past gradients.")
    course: ClassVar[bool] = True
    ledger: ClassVar[tuple[Formula, ...]] = (
        GRADIENT,
        Formula("m", r"{beta}\,{old_m} + \left(1 - {beta}\right){gradient}"),
        Formula("step", r"{alpha}\,{m}"),
        Formula("phi", r"{old_phi} - {step}"),
    )
    arrows: ClassVar[tuple[Arrow, ...]] = (
        NEGATIVE_GRADIENT,
        Arrow("momentum", "m", "scaled", N_("momentum, −α m")),
    )
    pace: ClassVar[float | None] = 5.0

    alpha: Real = hyper(0.1, symbol="α", low=0.0, soft=(1e-4, 2.0), log=True, help=_ALPHA)
    beta: Real = hyper(0.9, symbol="β", low=0.0, below=1.0, soft=(0.0, 0.99), help=_BETA)

    def init(self, phi: Array) -> State:
        """No past: m = 0."""
        return np.zeros_like(phi)

    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """Gradient, m, step, new phi."""
        gradient = objective.gradient(phi)
        m = self.beta * state + (1 - self.beta) * gradient
        step = self.alpha * m
        return {"gradient": gradient, "m": m, "step": step, "phi": phi - step, "state": m}


CORRECTED = ("bias_correction", True)
UNCORRECTED = ("bias_correction", False)


class AdamState(NamedTuple):
    """What Adam remembers: the moments m and v, and the powers β^t and γ^t of the steps made so far.

    The powers are kept as running products because NumPy and Python may round a power differently: a run must not
    depend on whether its β is one number or a column of them.
    """

    m: Array
    v: Array
    beta_power: Real
    gamma_power: Real


@dataclass(frozen=True)
class Adam(Optimizer):
    """Adaptive moments: momentum over the root of the mean squared gradient, both corrected for their start at zero.

    m ← β m + (1 − β) g, v ← γ v + (1 − γ) g², m̃ = m / (1 − β^(t+1)), ṽ = v / (1 − γ^(t+1)), φ ← φ − α m̃ / (√ṽ + ε), with
    t counted from 0 and everything taken entry by entry. Without the correction, m and v stand for m̃ and ṽ. Where both
    are zero, so is the step. Source: Kingma and Ba (2015); Understanding Deep Learning, section 6.4.
    """

    name: ClassVar[str] = N_("Adam")
    about: ClassVar[str] = N_("Scales the momentum of each parameter by its own mean squared gradient.")
    course: ClassVar[bool] = True
    ledger: ClassVar[tuple[Formula, ...]] = (
        GRADIENT,
        Formula("m", r"{beta}\,{old_m} + \left(1 - {beta}\right){gradient}"),
        Formula("v", r"{gamma}\,{old_v} + \left(1 - {gamma}\right){gradient}^{{2}}"),
        Formula("m_hat", r"\frac{{{m}}}{{1 - {beta}^{{{t}}}}}", CORRECTED),
        Formula("v_hat", r"\frac{{{v}}}{{1 - {gamma}^{{{t}}}}}", CORRECTED),
        Formula("raw_step", r"{alpha}\,\frac{{{m}}}{{\sqrt{{{v}}} + {epsilon}}}", CORRECTED),
        Formula("step", r"{alpha}\,\frac{{{m_hat}}}{{\sqrt{{{v_hat}}} + {epsilon}}}", CORRECTED),
        Formula("step", r"{alpha}\,\frac{{{m}}}{{\sqrt{{{v}}} + {epsilon}}}", UNCORRECTED),
        Formula("phi", r"{old_phi} - {step}"),
    )
    arrows: ClassVar[tuple[Arrow, ...]] = (
        NEGATIVE_GRADIENT,
        Arrow("raw", "raw_step", "step", N_("step without bias correction")),
        STEP,
    )
    stride: ClassVar[float | None] = 0.025

    alpha: Real = hyper(0.1, symbol="α", low=0.0, soft=(1e-4, 2.0), log=True, help=_ALPHA)
    beta: Real = hyper(0.9, symbol="β", low=0.0, below=1.0, soft=(0.0, 0.99), help=_BETA)
    gamma: Real = hyper(0.99, symbol="γ", low=0.0, below=1.0, soft=(0.0, 0.999), help=_GAMMA)
    epsilon: Real = hyper(1e-8, symbol="ε", low=0.0, soft=(1e-10, 1e-2), log=True, help=_EPSILON)
    bias_correction: bool = hyper(
        True, symbol="bias correction", integer=True, low=0, high=1, help=N_("Divide by 1 − βᵗ and 1 − γᵗ")
    )

    def init(self, phi: Array) -> State:
        """No past: m = 0, v = 0."""
        return AdamState(np.zeros_like(phi), np.zeros_like(phi), 1.0, 1.0)

    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """Gradient, moments, corrected moments, step without correction, step, new phi."""
        beta_power, gamma_power = state.beta_power * self.beta, state.gamma_power * self.gamma
        gradient = objective.gradient(phi)
        m = self.beta * state.m + (1 - self.beta) * gradient
        v = self.gamma * state.v + (1 - self.gamma) * gradient * gradient
        m_hat, v_hat = (m / (1 - beta_power), v / (1 - gamma_power)) if self.bias_correction else (m, v)
        raw_step = self.alpha * quotient(m, np.sqrt(v) + self.epsilon)
        step = self.alpha * quotient(m_hat, np.sqrt(v_hat) + self.epsilon)
        return {
            "gradient": gradient,
            "m": m,
            "v": v,
            "m_hat": m_hat,
            "v_hat": v_hat,
            "raw_step": raw_step,
            "step": step,
            "phi": phi - step,
            "state": AdamState(m, v, beta_power, gamma_power),
        }


OPTIMIZERS: dict[str, type[Optimizer]] = {
    "GradientDescent": GradientDescent,
    "Momentum": Momentum,
    "Adam": Adam,
}
"""The optimizers of every menu, by name, in the order they are shown."""
