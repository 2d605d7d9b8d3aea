# ruff: noqa: RUF009 - hyper() in a default only declares a field
"""Optimizers: frozen records that describe themselves, each with one pure update, and the registry OPTIMIZERS."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple, Self, final

import numpy as np

from playground.engine.base import Landscape
from playground.engine.eigen import eigen, quotient
from playground.engine.hyper import Record, hyper
from playground.engine.line_search import Search, backtrack, bracket, exact
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
    kind: Literal["point", "step", "scaled"]
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
    "lookahead": r"\boldsymbol{\phi}^{\text{" + N_("ahead") + "}}",
    "old_m": r"\mathbf{m}^{(t)}",
    "m": r"\mathbf{m}^{(t+1)}",
    "old_v": r"\mathbf{v}^{(t)}",
    "v": r"\mathbf{v}^{(t+1)}",
    "m_hat": r"\tilde{\mathbf{m}}^{(t+1)}",
    "v_hat": r"\tilde{\mathbf{v}}^{(t+1)}",
    "raw_step": r"\Delta_{\text{" + N_("raw") + "}}",
    "step": r"\Delta",
    "hessian": r"\mathbf{H}",
    "damping": r"\mathbf{B}",
    "alpha": r"\alpha",
    "beta": r"\beta",
    "gamma": r"\gamma",
    "epsilon": r"\epsilon",
    "delta": r"\delta",
    "max_distance": r"\alpha_{\max}",
    "t": r"t+1",
}
"""The LaTeX symbol of every placeholder; its words are translated where they are shown.

Iterates are counted from t = 0, so the number of a step is t + 1.
"""

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
    # Whether a step visits the data more than once; its terms then count the "evaluations".
    searches: ClassVar[bool] = False
    # The most steps that a page makes in many dimensions, where each of them costs much.
    most_steps: ClassVar[int | None] = None

    @abstractmethod
    def init(self, phi: Array) -> State:
        """The memory before the first step, for phi of shape (..., d)."""

    @abstractmethod
    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """The update from phi (..., d): every term it computes, by name, in the course's order."""

    @final
    def step(self, objective: Objective, phi: Array, state: State) -> tuple[Array, State]:
        """The new phi (..., d) and the new state; overflow gives inf or nan, silently."""
        with np.errstate(all="ignore"):
            terms = self.explain(objective, phi, state)
        return terms["phi"], terms["state"]

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The lines of the ledger that hold for this record's choices, in the course's order."""
        return tuple(line for line in self.ledger if line.when is None or getattr(self, line.when[0]) == line.when[1])

    @property
    def swing(self) -> Real:
        """How many times its first distance a run may come away from a quadratic's minimum and yet converge.

        inf where that is not known, or where steps are not proportional to the gradient: there, being far off is no
        sign of running away. 1 where every convergent run only approaches.
        """
        return np.inf

    def suggest(self, objective: Landscape) -> Self:
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


_ALPHA = N_("Learning rate")
_BETA = N_("Share of the past that is kept")
_GAMMA = N_("Share of the past squares that is kept")
_EPSILON = N_("Keeps the quotient finite; outside the root")
_ALPHA_G = N_("Each step is α times the gradient, and goes against it.")
_ALPHA_M = N_("Each step is α times m, the average of the gradients so far, and goes against it.")
_ALPHA_SIGN = N_("Each parameter moves by α at every step, except where its derivative is not large beside ε.")
_ALPHA_ADAM = N_("Each parameter moves by α times m / (√v + ε): the scale of its derivatives cancels if ε is small.")
_ALPHA_SUM = N_("Each parameter moves by α times its derivative over the root of the sum of all its squares so far.")
_ALPHA_MEAN = N_("Each parameter moves by α times its derivative over the root of v, an average of its squares.")
_BETA_M = N_("m keeps the share β of what it was and takes 1 − β of the new gradient; with 0 it is the new gradient.")
_GAMMA_V = N_("v keeps the share γ of what it was and takes 1 − γ of the square of the new gradient.")
_EPSILON_Q = N_("Added to the denominator, so that a derivative of 0 gives a step of 0 and not 0 / 0.")


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

    alpha: Real = hyper(0.1, symbol="α", low=0.0, soft=(1e-4, 2.0), log=True, help=_ALPHA, about=_ALPHA_G)

    @property
    def swing(self) -> Real:
        """1: each step multiplies every eigencomponent by 1 − α λ, of which none exceeds 1."""
        return 1.0

    def init(self, phi: Array) -> State:
        """Nothing is remembered."""
        return ()

    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """Gradient, step, new phi."""
        gradient = objective.gradient(phi)
        step = self.alpha * gradient
        return {"gradient": gradient, "step": step, "phi": phi - step, "state": ()}


@dataclass(frozen=True)
class LineSearchDescent(Optimizer):
    """Moves against the gradient by a step size found anew each time: φ ← φ − α g with L[φ − α g] as small as may be.

    `method` says how α is found: the course's bracketing of [0, `max_distance`]; the exact minimum of the local
    quadratic model, α = g·g / g·Hg; or backtracking from `max_distance` until Armijo's condition holds. A search may
    end above its start; then the run stays and says so ("stayed").
    Source: Understanding Deep Learning, figure 6.10.
    """

    name: ClassVar[str] = N_("Gradient descent with line search")
    about: ClassVar[str] = N_("Steps downhill as far as a search along the line finds best.")
    course: ClassVar[bool] = True
    searches: ClassVar[bool] = True
    most_steps: ClassVar[int | None] = 200
    ledger: ClassVar[tuple[Formula, ...]] = (
        GRADIENT,
        Formula(
            "alpha",
            r"\underset{{0 \le a \le {max_distance}}}{{\operatorname{{bracket}}}}\ "
            r"L\left[{old_phi} - a\,{gradient}\right]",
            ("method", "bracket"),
        ),
        Formula("hessian", r"\nabla\nabla^{{\mathsf T}} L\left[{old_phi}\right]", ("method", "exact")),
        Formula(
            "alpha",
            r"\frac{{{gradient}^{{\mathsf T}}{gradient}}}{{{gradient}^{{\mathsf T}}{hessian}\,{gradient}}}",
            ("method", "exact"),
        ),
        Formula("alpha", r"{max_distance} \cdot 2^{{-k}}", ("method", "backtracking")),
        Formula("step", r"{alpha}\,{gradient}"),
        Formula("phi", r"{old_phi} - {step}"),
    )
    arrows: ClassVar[tuple[Arrow, ...]] = (STEP,)

    max_distance: Real = hyper(
        0.1,
        symbol=N_("max α"),
        above=0.0,
        soft=(1e-2, 10.0),
        log=True,
        help=N_("Where the search along the line ends"),
        about=N_("The search looks at step sizes between 0 and this one."),
    )
    tolerance: Real = hyper(
        1e-5,
        symbol=N_("tolerance"),
        above=0.0,
        soft=(1e-8, 1e-1),
        log=True,
        help=N_("Stop when b and c are this close"),
        about=N_("Bracketing stops when its two inner points are this close; the other two methods do without."),
    )
    max_iterations: Any = hyper(
        15,
        symbol=N_("iterations"),
        low=0,
        high=200,
        integer=True,
        soft=(1, 40),
        help=N_("Stop after so many brackets"),
        about=N_("The search stops after so many iterations, found or not; the exact method needs none."),
    )
    method: Literal["bracket", "exact", "backtracking"] = hyper(
        "bracket",
        symbol=N_("search"),
        choices={
            "bracket": N_("bracketing (course)"),
            "exact": N_("exact on a quadratic"),
            "backtracking": N_("backtracking (Armijo)"),
        },
        help=N_("How the step size is found"),
        about=N_("By the course's bracketing, by a formula, or by shortening until the loss falls enough."),
    )

    def init(self, phi: Array) -> State:
        """Nothing is remembered."""
        return ()

    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """Gradient, what the search saw, the step size found, whether the run stayed, step, new phi."""
        gradient = objective.gradient(phi)
        terms, search = self._search(objective, phi, gradient)
        stayed = ~(search.value <= search.start_value)
        alpha = np.where(stayed, 0.0, search.solution)
        step = np.where(stayed[..., None], 0.0, alpha[..., None] * gradient)
        return {
            "gradient": gradient,
            **terms,
            "evaluations": search.evaluations + 1,
            "alpha": alpha,
            "stayed": stayed,
            "step": step,
            "phi": phi - step,
            "state": (),
        }

    def suggest(self, objective: Landscape) -> Self:
        """The same search with a telling reach for this landscape."""
        return dataclasses.replace(self, max_distance=objective.max_distance)

    def _search(self, objective: Objective, phi: Array, gradient: Array) -> tuple[Terms, Search]:
        """The search by the chosen method, and the terms it adds."""
        reach, tolerance, limit = (_of_run(h) for h in (self.max_distance, self.tolerance, self.max_iterations))
        if self.method == "exact":
            hessian = objective.hessian(phi)
            return {"hessian": hessian}, exact(objective, phi, gradient, hessian, reach)

        def along(alpha: Array) -> Array:
            return objective.value(phi - np.asarray(alpha)[..., None] * gradient)

        if self.method == "backtracking":
            return {}, backtrack(along, np.sum(gradient * gradient, axis=-1), reach, limit)
        search = bracket(along, np.zeros(phi.shape[:-1]), reach, tolerance, limit)
        return {"brackets": _padded(search.brackets, int(np.max(limit)) + 1)}, search


def _of_run(hyperparameter: Any) -> Any:
    """A hyperparameter without its trailing axis of length 1: one number a run, as a step size is."""
    return hyperparameter[..., 0] if np.ndim(hyperparameter) else hyperparameter


def _padded(brackets: Array, rows: int) -> Array:
    """The brackets (rows, ..., 4) as (..., rows, 4), filled up with nan: every step then has as many rows."""
    padded = np.full((*brackets.shape[1:-1], rows, 4), np.nan)
    padded[..., : len(brackets), :] = np.moveaxis(brackets, 0, -2)
    return padded


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

    alpha: Real = hyper(0.1, symbol="α", low=0.0, soft=(1e-4, 2.0), log=True, help=_ALPHA, about=_ALPHA_M)
    beta: Real = hyper(0.9, symbol="β", low=0.0, below=1.0, soft=(0.0, 0.99), help=_BETA, about=_BETA_M)

    @property
    def swing(self) -> Real:
        """(1 + β) / (1 − β): at the limit of α the modes are (−1)ᵗ and (−β)ᵗ, and from m = 0 they add up to this."""
        return (1 + self.beta) / (1 - self.beta)

    def init(self, phi: Array) -> State:
        """No past: m = 0."""
        return np.zeros_like(phi)

    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """Gradient, m, step, new phi."""
        gradient = objective.gradient(phi)
        m = self.beta * state + (1 - self.beta) * gradient
        step = self.alpha * m
        return {"gradient": gradient, "m": m, "step": step, "phi": phi - step, "state": m}


@dataclass(frozen=True)
class Nesterov(Optimizer):
    """Momentum that takes its gradient where the past alone would carry it: g = ∇L[φ − α β m], then as Momentum.

    With g = 0 momentum would land on φ − α β m: the corrected book looks ahead to there, and so does PyTorch. The
    slides and the first printing look ahead to φ − α m.
    Source: Nesterov (1983); Understanding Deep Learning, section 6.3.1.
    """

    name: ClassVar[str] = N_("Nesterov momentum")
    about: ClassVar[str] = N_("Momentum with the gradient taken ahead, where the past alone would lead.")
    course: ClassVar[bool] = True
    ledger: ClassVar[tuple[Formula, ...]] = (
        Formula("lookahead", r"{old_phi} - {alpha}\,{beta}\,{old_m}", ("lookahead", "alpha_beta")),
        Formula("lookahead", r"{old_phi} - {alpha}\,{old_m}", ("lookahead", "alpha")),
        Formula("gradient", r"\nabla L\left[{lookahead}\right]"),
        Formula("m", r"{beta}\,{old_m} + \left(1 - {beta}\right){gradient}"),
        Formula("step", r"{alpha}\,{m}"),
        Formula("phi", r"{old_phi} - {step}"),
    )
    arrows: ClassVar[tuple[Arrow, ...]] = (
        Arrow("lookahead", "lookahead", "point", N_("look ahead")),
        Arrow("gradient", "gradient", "scaled", N_("negative gradient there, times α"), "lookahead"),
        Arrow("momentum", "m", "scaled", N_("momentum, −α m")),
    )
    pace: ClassVar[float | None] = 5.0

    alpha: Real = hyper(0.1, symbol="α", low=0.0, soft=(1e-4, 2.0), log=True, help=_ALPHA, about=_ALPHA_M)
    beta: Real = hyper(0.9, symbol="β", low=0.0, below=1.0, soft=(0.0, 0.99), help=_BETA, about=_BETA_M)
    lookahead: Literal["alpha", "alpha_beta"] = hyper(
        "alpha_beta",
        symbol=N_("look-ahead"),
        choices={"alpha_beta": N_("corrected book: φ − αβm"), "alpha": N_("slides: φ − αm")},
        help=N_("Where the gradient is taken"),
        about=N_("At φ − αβm, where momentum alone would lead, or at φ − αm, as on the slides."),
    )

    @property
    def swing(self) -> Real:
        """1: its gradient is taken ahead, where the swing would lead."""
        return 1.0

    def init(self, phi: Array) -> State:
        """No past: m = 0."""
        return np.zeros_like(phi)

    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """Look-ahead point, gradient there, m, step, new phi."""
        ahead = phi - self.alpha * (self.beta * state if self.lookahead == "alpha_beta" else state)
        gradient = objective.gradient(ahead)
        m = self.beta * state + (1 - self.beta) * gradient
        step = self.alpha * m
        return {"lookahead": ahead, "gradient": gradient, "m": m, "step": step, "phi": phi - step, "state": m}


@dataclass(frozen=True)
class NormalizedGradient(Optimizer):
    """Moves every parameter by about α, whatever the size of its derivative: φ ← φ − α g / (√v + ε), v = g².

    All entry by entry, so it is a descent by signs, not by g/|g|. A zero derivative makes no step, even with ε = 0. The
    steps do not shrink, so it ends bouncing about the minimum. Source: Understanding Deep Learning, section 6.4.
    """

    name: ClassVar[str] = N_("Normalized gradients")
    about: ClassVar[str] = N_("Moves each parameter by α, using only the sign of its derivative.")
    course: ClassVar[bool] = True
    ledger: ClassVar[tuple[Formula, ...]] = (
        GRADIENT,
        Formula("v", r"{gradient}^{{2}}"),
        Formula("step", r"{alpha}\,\frac{{{gradient}}}{{\sqrt{{{v}}} + {epsilon}}}"),
        Formula("phi", r"{old_phi} - {step}"),
    )
    arrows: ClassVar[tuple[Arrow, ...]] = (NEGATIVE_GRADIENT, STEP)
    stride: ClassVar[float | None] = 0.025

    alpha: Real = hyper(0.1, symbol="α", low=0.0, soft=(1e-4, 2.0), log=True, help=_ALPHA, about=_ALPHA_SIGN)
    epsilon: Real = hyper(1e-8, symbol="ε", low=0.0, soft=(1e-10, 1e-2), log=True, help=_EPSILON, about=_EPSILON_Q)

    def init(self, phi: Array) -> State:
        """Nothing is remembered."""
        return ()

    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """Gradient, its square, step, new phi."""
        gradient = objective.gradient(phi)
        step = self.alpha * quotient(gradient, np.abs(gradient) + self.epsilon)
        return {"gradient": gradient, "v": gradient * gradient, "step": step, "phi": phi - step, "state": ()}


def decayed_root(root: Array, new: Array, share: Real) -> Array:
    """√(γ r² + (1 − γ) g²), entry by entry, for r = `root`, g = `new` and γ = `share`: the next √v from the last.

    Nothing is squared on the way: g² overflows at |g| = 1e154 already, and vanishes at 1e-162.
    """
    average: Array = np.hypot(np.sqrt(share) * root, np.sqrt(1 - share) * new)
    return average


CORRECTED = ("bias_correction", True)
UNCORRECTED = ("bias_correction", False)


class AdamState(NamedTuple):
    """What Adam remembers after t steps: the moment m, the root √v of the other, and 1 − β^t and 1 − γ^t.

    The last two are averages too, of ones. A power would cancel where β is close to 1, and NumPy and Python may round
    it differently: a run must not depend on whether its β is one number or a column of them.
    """

    m: Array
    root: Array
    m_share: Real
    v_share: Real


@dataclass(frozen=True)
class Adam(Optimizer):
    """Adaptive moments: momentum over the root of the mean squared gradient, both corrected for their start at zero.

    m ← β m + (1 − β) g, v ← γ v + (1 − γ) g², m̃ = m / (1 − β^(t+1)), ṽ = v / (1 − γ^(t+1)), φ ← φ − α m̃ / (√ṽ + ε),
    with t counted from 0 and everything taken entry by entry. Without the correction, m and v stand for m̃ and ṽ. Where
    both are zero, so is the step. Source: Kingma and Ba (2015); Understanding Deep Learning, section 6.4.
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

    alpha: Real = hyper(0.1, symbol="α", low=0.0, soft=(1e-4, 2.0), log=True, help=_ALPHA, about=_ALPHA_ADAM)
    beta: Real = hyper(0.9, symbol="β", low=0.0, below=1.0, soft=(0.0, 0.99), help=_BETA, about=_BETA_M)
    gamma: Real = hyper(0.99, symbol="γ", low=0.0, below=1.0, soft=(0.0, 0.999), help=_GAMMA, about=_GAMMA_V)
    epsilon: Real = hyper(1e-8, symbol="ε", low=0.0, soft=(1e-10, 1e-2), log=True, help=_EPSILON, about=_EPSILON_Q)
    bias_correction: bool = hyper(
        True,
        symbol=N_("bias correction"),
        integer=True,
        low=0,
        high=1,
        help=N_("Divide by 1 − βᵗ⁺¹ and 1 − γᵗ⁺¹"),
        about=N_("m and v begin at 0 and are too small at first; the division makes up for it."),
    )

    def init(self, phi: Array) -> State:
        """No past: m = 0, v = 0."""
        return AdamState(np.zeros_like(phi), np.zeros_like(phi), 0.0, 0.0)

    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """Gradient, moments, corrected moments, step without correction, step, new phi."""
        gradient = objective.gradient(phi)
        m = self.beta * state.m + (1 - self.beta) * gradient
        root = decayed_root(state.root, gradient, self.gamma)
        m_share = self.beta * state.m_share + (1 - self.beta)
        v_share = self.gamma * state.v_share + (1 - self.gamma)
        m_hat, root_hat = (m / m_share, root / np.sqrt(v_share)) if self.bias_correction else (m, root)
        raw_step = self.alpha * quotient(m, root + self.epsilon)
        step = self.alpha * quotient(m_hat, root_hat + self.epsilon)
        return {
            "gradient": gradient,
            "m": m,
            "v": root * root,
            "m_hat": m_hat,
            "v_hat": root_hat * root_hat,
            "raw_step": raw_step,
            "step": step,
            "phi": phi - step,
            "state": AdamState(m, root, m_share, v_share),
        }


@dataclass(frozen=True)
class AdaGrad(Optimizer):
    """Divides each derivative by the root of the sum of its past squares: v ← v + g², φ ← φ − α g / (√v + ε).

    All entry by entry; the steps shrink as the squares add up. Source: Duchi, Hazan and Singer (2011).
    """

    name: ClassVar[str] = N_("AdaGrad")
    about: ClassVar[str] = N_("Gives each parameter a rate that shrinks with its past gradients.")
    course: ClassVar[bool] = False
    ledger: ClassVar[tuple[Formula, ...]] = (
        GRADIENT,
        Formula("v", r"{old_v} + {gradient}^{{2}}"),
        Formula("step", r"{alpha}\,\frac{{{gradient}}}{{\sqrt{{{v}}} + {epsilon}}}"),
        Formula("phi", r"{old_phi} - {step}"),
    )
    arrows: ClassVar[tuple[Arrow, ...]] = (NEGATIVE_GRADIENT, STEP)
    stride: ClassVar[float | None] = 0.15

    alpha: Real = hyper(0.1, symbol="α", low=0.0, soft=(1e-4, 2.0), log=True, help=_ALPHA, about=_ALPHA_SUM)
    epsilon: Real = hyper(1e-8, symbol="ε", low=0.0, soft=(1e-10, 1e-2), log=True, help=_EPSILON, about=_EPSILON_Q)

    def init(self, phi: Array) -> State:
        """No past: √v = 0."""
        return np.zeros_like(phi)

    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """Gradient, sum of squares, step, new phi."""
        gradient = objective.gradient(phi)
        root = np.hypot(state, gradient)  # without squares: see decayed_root()
        step = self.alpha * quotient(gradient, root + self.epsilon)
        return {"gradient": gradient, "v": root * root, "step": step, "phi": phi - step, "state": root}


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """Divides each derivative by its root mean square of the past: v ← γ v + (1 − γ) g², φ ← φ − α g / (√v + ε).

    All entry by entry; Adam without momentum and without correction. Source: Tieleman and Hinton (2012), lecture 6.5.
    """

    name: ClassVar[str] = N_("RMSProp")
    about: ClassVar[str] = N_("Scales each derivative by its own mean square.")
    course: ClassVar[bool] = False
    ledger: ClassVar[tuple[Formula, ...]] = (
        GRADIENT,
        Formula("v", r"{gamma}\,{old_v} + \left(1 - {gamma}\right){gradient}^{{2}}"),
        Formula("step", r"{alpha}\,\frac{{{gradient}}}{{\sqrt{{{v}}} + {epsilon}}}"),
        Formula("phi", r"{old_phi} - {step}"),
    )
    arrows: ClassVar[tuple[Arrow, ...]] = (NEGATIVE_GRADIENT, STEP)
    stride: ClassVar[float | None] = 0.025

    alpha: Real = hyper(0.1, symbol="α", low=0.0, soft=(1e-4, 2.0), log=True, help=_ALPHA, about=_ALPHA_MEAN)
    gamma: Real = hyper(0.9, symbol="γ", low=0.0, below=1.0, soft=(0.0, 0.999), help=_GAMMA, about=_GAMMA_V)
    epsilon: Real = hyper(1e-8, symbol="ε", low=0.0, soft=(1e-10, 1e-2), log=True, help=_EPSILON, about=_EPSILON_Q)

    def init(self, phi: Array) -> State:
        """No past: √v = 0."""
        return np.zeros_like(phi)

    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """Gradient, mean square, step, new phi."""
        gradient = objective.gradient(phi)
        root = decayed_root(state, gradient, self.gamma)
        step = self.alpha * quotient(gradient, root + self.epsilon)
        return {"gradient": gradient, "v": root * root, "step": step, "phi": phi - step, "state": root}


@dataclass(frozen=True)
class Newton(Optimizer):
    """Jumps to the minimum of the local quadratic model, damped where that has none: φ ← φ − B⁻¹ g.

    B is the Hessian with every eigenvalue λ replaced by max(|λ|, δ). Where all are δ or more, the step is Newton's own;
    elsewhere its direction still leads downhill, and away from saddles instead of into them; a full step along it may
    overshoot.
    Source: Dauphin et al. (2014); Nocedal and Wright, Numerical Optimization, section 3.4.
    """

    name: ClassVar[str] = N_("Newton's method, damped")
    about: ClassVar[str] = N_("Jumps to the minimum of the local quadratic model.")
    course: ClassVar[bool] = False
    most_steps: ClassVar[int | None] = 20
    ledger: ClassVar[tuple[Formula, ...]] = (
        GRADIENT,
        Formula("hessian", r"\nabla\nabla^{{\mathsf T}} L\left[{old_phi}\right]"),
        Formula(
            "damping",
            r"\sum_i \max\left(|\lambda_i|,\ {delta}\right) \mathbf{{q}}_i\mathbf{{q}}_i^{{\mathsf T}},\quad "
            r"{hessian}\,\mathbf{{q}}_i = \lambda_i\mathbf{{q}}_i",
        ),
        Formula("step", r"{damping}^{{-1}}{gradient}"),
        Formula("phi", r"{old_phi} - {step}"),
    )
    arrows: ClassVar[tuple[Arrow, ...]] = (STEP,)

    delta: Real = hyper(
        1.0,
        symbol="δ",
        above=0.0,
        soft=(1e-3, 100.0),
        log=True,
        help=N_("Least curvature that is trusted"),
        about=N_("An eigenvalue λ of the Hessian counts as max(|λ|, δ), so that no step divides by almost 0."),
    )

    def init(self, phi: Array) -> State:
        """Nothing is remembered."""
        return ()

    def explain(self, objective: Objective, phi: Array, state: State) -> Terms:
        """Gradient, Hessian, damped Hessian, step, new phi."""
        gradient, hessian = objective.gradient(phi), objective.hessian(phi)
        eigenvalues, q = eigen(hessian)
        trusted = np.maximum(np.abs(eigenvalues), self.delta)
        damping = (q[..., :, None, :] * q[..., None, :, :] * trusted[..., None, None, :]).sum(axis=-1)
        along = (q * gradient[..., :, None]).sum(axis=-2)
        step = (q * (along / trusted)[..., None, :]).sum(axis=-1)
        return {
            "gradient": gradient,
            "hessian": hessian,
            "damping": damping,
            "step": step,
            "phi": phi - step,
            "state": (),
        }


OPTIMIZERS: dict[str, type[Optimizer]] = {
    kind.__name__: kind
    for kind in (
        GradientDescent,
        LineSearchDescent,
        Momentum,
        Nesterov,
        NormalizedGradient,
        Adam,
        AdaGrad,
        RMSProp,
        Newton,
    )
}
"""The optimizers of every menu, by name, in the order they are shown."""
