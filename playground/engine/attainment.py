"""Attainment: whether a loss has a least value, by a proof that can be checked, and where it is convex or flat.

A convex loss need not have a minimum. When a plane separates the classes, every logit can be scaled up for ever: the
loss falls towards 0, reaches it nowhere, and the weights grow without end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.engine.types import Array
from playground.marking import N_

if TYPE_CHECKING:
    from playground.engine.fitting import Fitting

NEWTON_STEPS = 60
FLAT = 1e-10
"""An eigenvalue or a singular value counts as zero beside another that is this many times larger."""
SURE = 1e-9
"""A logit must exceed its rival by this share of its largest term, so that rounding cannot have decided."""
POSITIVE = 1e-6
"""How far from 0 and 1 every probability must stay for a stationary point to prove that a minimum exists."""


@dataclass(frozen=True, eq=False)
class Attainment:
    """What is known of the least value of a loss.

    Attributes
    ----------
    attained : bool or None
        Whether some φ has the least value; None where this is not known.
    infimum : float or None
        The number the loss cannot go below, or None where it is not known.
    reason : str
        Why, in a sentence.
    phi : Array or None
        The proof, (d,): a minimiser if there is one; a φ that separates the classes if that is why there is none.
    unique : bool or None
        Whether there is a single minimiser.
    """

    attained: bool | None
    infimum: float | None
    reason: str
    phi: Array | None = None
    unique: bool | None = None


_SQUARES = N_("A sum of squares of a linear model always has a least value, and one choice of parameters reaches it.")
_SQUARES_MANY = N_(
    "A sum of squares of a linear model always has a least value; here many choices of parameters reach it, because "
    "the inputs depend on one another."
)
ONE_CLASS = N_("All labels are equal: the further a bias moves, the lower the loss, and no minimum exists.")
_NO_DATA = N_("A class has no data: lowering its bias forever lowers the loss forever, and no minimum exists.")
_PENALTY = N_("The penalty on the weights lifts the loss in every direction that leads away: a minimum exists.")
_SEPARABLE = N_(
    "A plane separates the classes. Scaling the parameters up lowers the loss forever towards 0, which it never "
    "reaches: no minimum exists, and the weights grow without end."
)
_STATIONARY = N_(
    "The gradient vanishes at a point where no probability is 0 or 1. No plane can separate the classes then, and the "
    "point is a minimum."
)
_UNDECIDED = N_(
    "Neither a separating plane nor a point without gradient was found: whether a minimum exists is not known."
)
_NETWORK = N_("The loss of a network is not convex: whether it has a least value is not known in general.")


def convexity(objective: Fitting) -> tuple[str, str] | None:
    """What is proved of a fitted loss, "strictly convex" or "convex", and the sentence that proves it, or None.

    Every loss here is convex in the model's output; a sum of convex functions of linear functions is convex.
    """
    if not objective.predictor.affine:
        return None
    if not len(objective.flat_directions):
        return "strictly convex", _STRICT
    return "convex", _SHIFT if objective.loss.classes and objective.predictor.outputs > 1 else _FLAT


_STRICT = N_(
    "The output is linear in the parameters and the loss convex in the output, and no direction leaves it unchanged."
)
_SHIFT = N_(
    "The output is linear in the parameters and the loss convex in the output. It is not strictly convex: one number "
    "added to all logits changes nothing."
)
_FLAT = N_(
    "The output is linear in the parameters and the loss convex in the output. It is not strictly convex: in some "
    "directions the data see no difference."
)


def attainment(objective: Fitting) -> Attainment:
    """What is known of the least value of a fitted loss; nothing for a network.

    Squares are solved outright. With classes: a φ whose logits put every datum on its own side proves that the infimum
    is 0 and not attained. A stationary point at which every probability lies inside (0, 1) proves that it is attained
    (Stiemke's lemma: the residuals combine the data, each with its own sign, to zero, which no plane that separates
    them even weakly allows). Newton's method, damped, comes upon one or the other. Without either, nothing is claimed.
    Source: Albert and Anderson (1984), Biometrika 71.
    """
    if not objective.predictor.affine:
        return Attainment(None, None, _NETWORK)
    if not objective.loss.classes:
        with np.errstate(all="ignore"):
            return _least_squares(objective)
    present = _classes(objective.y).sum(axis=0) > 0
    if present.sum() == 1:
        return Attainment(False, 0.0, ONE_CLASS)
    if not present.all():
        return Attainment(False, None, _NO_DATA)
    return _by_newton(objective)


def _classes(y: Array) -> Array:
    """The targets (I, K) as one column a class, also for two classes."""
    return np.concatenate([1 - y, y], axis=1) if y.shape[1] == 1 else y


@dataclass(frozen=True, eq=False)
class _Inputs:
    """The inputs (I, F) of a linear model, moved to mean 0 and brought to size 1: `unit` = (x − centre) / size."""

    unit: Array
    centre: Array
    size: Array

    @classmethod
    def of(cls, x: Array) -> _Inputs:
        """Of x (I, F). Equal numbers become 0 exactly; the rest keeps its digits however far away it lies."""
        centre, moved = _centred(x)
        size = np.abs(moved).max(axis=0)
        # By powers of two, which are exact. Smaller differences could not be squared in the units of the data.
        size = np.where(size > 1e-100, np.ldexp(1.0, np.frexp(size)[1]), 1.0)
        return cls(moved / size, centre, size)

    def undo(self, rows: Array) -> Array:
        """The parameters (..., F + 1) for x, bias first, from those for `unit`."""
        weights = rows[..., 1:] / self.size
        bias = rows[..., :1] - (weights * self.centre).sum(axis=-1, keepdims=True)
        return np.concatenate([bias, weights], axis=-1)


def _centred(values: Array) -> tuple[Array, Array]:
    """The means (C,) of the columns of a table (I, C), and the table without them.

    By way of differences from the first row, which are exact where numbers lie close together, and 0 where equal.
    """
    moved = values - values[0]
    shift = moved.mean(axis=0)
    return values[0] + shift, moved - shift


def _least_squares(objective: Fitting) -> Attainment:
    """The solution of the normal equations, by singular values; the penalty is more rows of data."""
    inputs, (mean, y) = _Inputs.of(objective.x), _centred(objective.y)
    price = math.sqrt(2 * objective.l2) / math.sqrt(max(objective.loss.greatest_curvature, 1e-300))
    penalty = np.diag(price / inputs.size)
    # Columns whose largest entry is 1: only those that depend on one another have a small singular value.
    rows = np.concatenate([inputs.unit, penalty])
    size = np.maximum(np.abs(rows).max(axis=0), 1e-300)
    targets = np.concatenate([y, np.zeros((len(penalty), y.shape[1]))])
    solution, _, rank, _ = np.linalg.lstsq(rows / size, targets, rcond=FLAT)
    weights = solution.T / size
    phi = inputs.undo(np.concatenate([mean[:, None], weights], axis=1)).ravel()
    # The loss there, from what is left of the targets: φ itself has lost digits if the data lie far away.
    left = y - inputs.unit @ weights.T
    infimum = float(objective.loss.value(left, np.zeros_like(left)).sum())
    infimum += objective.l2 * float((weights / inputs.size).ravel() @ (weights / inputs.size).ravel())
    unique = objective.l2 > 0 or int(rank) == inputs.unit.shape[1]
    return Attainment(True, infimum, _SQUARES if unique else _SQUARES_MANY, phi, unique)


def _by_newton(objective: Fitting) -> Attainment:
    """Newton's steps until the classes are separated or the gradient vanishes, whichever comes first.

    They are made on inputs of mean 0 and size 1: the loss is the same, and no digit is lost to the units of the data.
    """
    inputs = _Inputs.of(objective.x)
    scaled = objective.with_inputs(inputs.unit, inputs.size)
    phi: Array = np.zeros(objective.dimension)
    size = float(np.abs(scaled.design).sum(axis=0).max()) or 1.0
    found = None
    for _ in range(NEWTON_STEPS):
        if objective.l2 == 0 and _separates(scaled, phi):
            found = Attainment(False, 0.0, _SEPARABLE, phi)
            break
        gradient = scaled.gradient(phi)
        before, phi = phi, _damped(scaled, phi, gradient)
        if phi is before:
            break
    found = found or _judged(scaled, phi, size)
    if found.phi is None:
        return found
    original = inputs.undo(found.phi.reshape(objective.predictor.outputs, -1)).ravel()
    return replace(found, phi=original)


def _judged(objective: Fitting, phi: Array, size: float) -> Attainment:
    """What the point says at which Newton's method stopped."""
    converged = np.linalg.norm(objective.gradient(phi)) <= 1e-8 * size
    probability = objective.loss.read(objective.outputs(phi))
    inside = bool(((probability >= POSITIVE) & (probability <= 1 - POSITIVE)).all())
    if objective.l2 > 0:
        reason, attained = _PENALTY, True
    elif converged and inside:
        reason, attained = _STATIONARY, True
    else:
        return Attainment(None, None, _UNDECIDED)
    found = phi if converged else None
    infimum = float(objective.value(phi)) if converged else None
    return Attainment(attained, infimum, reason, found, not len(objective.flat_directions))


def _separates(objective: Fitting, phi: Array) -> bool:
    """Whether φ (d,) gives every datum's own class the largest logit, beyond doubt of rounding."""
    z = objective.outputs(phi)
    z = np.concatenate([np.zeros_like(z), z], axis=1) if z.shape[1] == 1 else z
    own = _classes(objective.y) > 0
    margin = z[own] - np.where(own, -np.inf, z).max(axis=1)
    doubt = np.abs(objective.design) @ np.abs(phi.reshape(objective.predictor.outputs, -1)).T
    return bool((margin > SURE * doubt.max(axis=1)).all())


def _damped(objective: Fitting, phi: Array, gradient: Array) -> Array:
    """Newton's step where there is curvature, halved until the loss falls; φ itself if it does not fall any more."""
    step = _newton_step(objective.hessian(phi), gradient)
    before, decrease = objective.value(phi), float(gradient @ step)
    for halving in range(30):
        share = 0.5**halving
        tried: Array = phi - share * step
        if objective.value(tried) < before - 1e-4 * share * decrease:
            return tried
    return phi


def _newton_step(hessian: Array, gradient: Array) -> Array:
    """H⁻¹ g in the directions that are curved; by Cholesky's factors, many times quicker, where all of them are."""
    try:
        pivots = np.diag(np.linalg.cholesky(hessian)) ** 2
        if pivots.min() > FLAT * pivots.max():
            whole: Array = np.linalg.solve(hessian, gradient)
            return whole
    except np.linalg.LinAlgError:
        pass  # not positive definite: some direction is flat
    values, vectors = np.linalg.eigh(hessian)
    curved = values > FLAT * values[-1]
    step: Array = vectors[:, curved] @ ((vectors[:, curved].T @ gradient) / values[curved])
    return step


def flat_directions(objective: Fitting) -> Array:
    """Orthonormal directions (m, d) along which a fitted loss is constant whatever φ is; none known for a network.

    One kind comes from the data: weights that no datum sees, such as the difference of two equal inputs. The other from
    softmax: one number added to all logits. A penalty leaves only what does not touch the weights.
    """
    if not objective.predictor.affine:
        return np.zeros((0, objective.dimension))
    rows, outputs = objective.predictor.inputs + 1, objective.predictor.outputs
    unseen = _unseen(objective.x) if objective.l2 == 0 else np.zeros((0, rows))
    found = np.kron(np.eye(outputs), unseen).reshape(-1, objective.dimension)
    if objective.loss.classes and outputs > 1:
        # Only what is orthogonal to the unseen directions is new.
        common = np.linalg.svd(unseen)[2][len(unseen) :] if objective.l2 == 0 else np.eye(rows)[:1]
        found = np.concatenate([found, np.tile(common, outputs) / math.sqrt(outputs)])
    return found


def _unseen(x: Array) -> Array:
    """An orthonormal basis (m, F + 1) of the parameters, bias first, that leave a linear model of x (I, F) at 0."""
    inputs = _Inputs.of(x)
    weights = null_space(inputs.unit)
    rows = inputs.undo(np.concatenate([np.zeros((len(weights), 1)), weights], axis=1))
    rows = rows / np.abs(rows).max(axis=1, keepdims=True)
    basis: Array = np.linalg.qr(rows.T)[0].T
    return basis


def null_space(matrix: Array) -> Array:
    """An orthonormal basis (m, P) of the vectors that `matrix` (I, P) sends to zero."""
    _, sizes, rows = np.linalg.svd(matrix, full_matrices=True)
    rank = int((sizes > FLAT * max(float(sizes[0]), 1e-300)).sum())
    basis: Array = rows[rank:]
    return basis


@dataclass(frozen=True, eq=False)
class Exchange:
    """Two points a, b (d,) that differ by two hidden units exchanged: equal losses, and a higher one halfway.

    `values` are the losses at a, at b and halfway; a convex loss is nowhere higher between two points than at both.
    """

    a: Array
    b: Array
    values: tuple[float, float, float]


def exchange(objective: Any, phi: Array) -> Exchange | None:
    """A proof that a network's loss is not convex, from φ (d,), or None if none was found; an affine one has none.

    Two hidden units exchanged give the same function and the same loss; a convex loss could not be higher between the
    two points. The pair with the highest midpoint is returned.
    """
    if objective.predictor.affine:
        return None
    pairs = combinations(range(objective.predictor.hidden), 2)
    others = [objective.predictor.swapped(phi, *pair) for pair in pairs]
    found = [_between(objective, phi, other) for other in others]
    best = max(found, key=lambda e: e.values[2] - 0.5 * (e.values[0] + e.values[1]), default=None)
    if best is None or not best.values[2] > 0.5 * (best.values[0] + best.values[1]) * (1 + SURE):
        return None
    return best


def _between(objective: Any, a: Array, b: Array) -> Exchange:
    values = objective.value(np.stack([a, b, 0.5 * (a + b)])).tolist()
    return Exchange(a, b, (values[0], values[1], values[2]))
