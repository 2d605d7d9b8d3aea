"""Attainment: whether a loss has a least value, by a proof that can be checked, and where it is convex or flat.

A convex loss need not have a minimum. When a plane separates the classes, every logit can be scaled up for ever: the
loss falls towards 0, reaches it nowhere, and the weights grow without end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from playground.engine.losses import Loss
from playground.engine.types import Array, Mask, Objective, Proof
from playground.marking import N_

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
    "Neither a separating plane nor a point with zero gradient was found: whether a minimum exists is not known."
)


NETWORK = Attainment(
    None, None, N_("The loss of a network is not convex: whether it has a least value is not known in general.")
)
"""What is known of a network's loss."""


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


def convexity(flat: Array, softmax: bool) -> Proof:
    """The proof that a convex loss of an affine model's output is convex in φ, strictly if no direction is flat.

    A sum of convex functions of linear functions is convex. `flat` are its `flat_directions`; `softmax` says whether
    one number added to all outputs changes nothing.
    """
    if not len(flat):
        return Proof("strictly convex", _STRICT)
    return Proof("convex", _SHIFT if softmax else _FLAT)


def missing_class(y: Array) -> Attainment | None:
    """What is known where a class of the targets (I, K) has no datum: there is no minimum. None if each has one."""
    present = _classes(y).sum(axis=0) > 0
    if present.sum() == 1:
        return Attainment(False, 0.0, ONE_CLASS)
    return None if present.all() else Attainment(False, None, _NO_DATA)


def _classes(y: Array) -> Mask:
    """The targets (I, K) as one column a class, also for two classes: whether the datum is of that class."""
    return np.concatenate([y == 0, y == 1], axis=1) if y.shape[1] == 1 else y > 0


@dataclass(frozen=True, eq=False)
class Inputs:
    """The inputs (I, F) of a linear model, moved to mean 0 and brought to size 1: `unit` = (x − centre) / size."""

    unit: Array
    centre: Array
    size: Array

    @classmethod
    def of(cls, x: Array) -> Inputs:
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


def least_squares(x: Array, y: Array, l2: float, loss: Loss) -> Attainment:
    """The minimum of squares `loss` of a linear model of x (I, F) with targets y (I, K) and the penalty λ Σ w².

    The normal equations are solved by singular values; the penalty is more rows of data.
    """
    inputs, (mean, y) = Inputs.of(x), _centred(y)
    price = math.sqrt(2 * l2) / math.sqrt(max(loss.greatest_curvature, 1e-300))
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
    infimum = float(loss.value(left, np.zeros_like(left)).sum())
    infimum += l2 * float((weights / inputs.size).ravel() @ (weights / inputs.size).ravel())
    unique = l2 > 0 or int(rank) == inputs.unit.shape[1]
    return Attainment(True, infimum, _SQUARES if unique else _SQUARES_MANY, phi, unique)


def classified(objective: Objective, loss: Loss, design: Array, y: Array, penalised: bool) -> Attainment:
    """What is known of the least value of a linear model's loss with classes, each of which has a datum.

    A φ whose logits put every datum on its own side proves that the infimum is 0 and not attained. A stationary point
    at which every probability lies inside (0, 1) proves that it is attained (Stiemke's lemma: the residuals combine the
    data, each with its own sign, to zero, which no plane that separates them even weakly allows). Newton's method,
    damped, comes upon one or the other. Without either, nothing is claimed; whether a minimiser is the only one, its
    flat directions say. Source: Albert and Anderson (1984), Biometrika 71.

    Parameters
    ----------
    objective : Objective
        The loss over all data; its inputs should have mean 0 and size 1, so that no digit is lost to their units.
    loss : Loss
        The loss of a datum.
    design, y : Array
        The inputs with a column of ones before them, (I, F + 1), and the targets, (I, K).
    penalised : bool
        Whether large weights have a price.
    """
    phi: Array = np.zeros(objective.dimension)
    for _ in range(NEWTON_STEPS):
        if not penalised and _separates(design, y, phi):
            return Attainment(False, 0.0, _SEPARABLE, phi)
        before, phi = phi, _damped(objective, phi, objective.gradient(phi))
        if phi is before:
            break
    size = float(np.abs(design).sum(axis=0).max()) or 1.0
    converged = bool(np.linalg.norm(objective.gradient(phi)) <= 1e-8 * size)
    probability = loss.read(_logits(design, phi))
    inside = bool(((probability >= POSITIVE) & (probability <= 1 - POSITIVE)).all())
    if not penalised and not (converged and inside):
        return Attainment(None, None, _UNDECIDED)
    reason = _PENALTY if penalised else _STATIONARY
    found, infimum = (phi, float(objective.value(phi))) if converged else (None, None)
    return Attainment(True, infimum, reason, found)


def _logits(design: Array, phi: Array) -> Array:
    """The outputs (I, K) of a linear model at φ (d,)."""
    z: Array = design @ phi.reshape(-1, design.shape[-1]).T
    return z


def _separates(design: Array, y: Array, phi: Array) -> bool:
    """Whether φ (d,) gives every datum's own class the largest logit, beyond doubt of rounding."""
    z, doubt = _logits(design, phi), _logits(np.abs(design), np.abs(phi))
    z = np.concatenate([np.zeros_like(z), z], axis=1) if z.shape[1] == 1 else z
    own = _classes(y)
    margin = z[own] - np.where(own, -np.inf, z).max(axis=1)
    return bool((margin > SURE * doubt.max(axis=1)).all())


def _damped(objective: Objective, phi: Array, gradient: Array) -> Array:
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


def flat_directions(x: Array, outputs: int, softmax: bool, penalised: bool) -> Array:
    """Orthonormal directions (m, d) along which the loss of a linear model of x (I, F) is constant whatever φ is.

    One kind comes from the data: weights that no datum sees, such as the difference of two equal inputs. The other from
    softmax: one number added to all logits. A penalty leaves only what does not touch the weights.
    """
    rows = x.shape[-1] + 1
    unseen = np.zeros((0, rows)) if penalised else _unseen(x)
    found = np.kron(np.eye(outputs), unseen).reshape(-1, outputs * rows)
    if softmax:
        # Only what is orthogonal to the unseen directions is new.
        common = np.eye(rows)[:1] if penalised else np.linalg.svd(unseen)[2][len(unseen) :]
        found = np.concatenate([found, np.tile(common, outputs) / math.sqrt(outputs)])
    return found


def _unseen(x: Array) -> Array:
    """An orthonormal basis (m, F + 1) of the parameters, bias first, that leave a linear model of x (I, F) at 0."""
    inputs = Inputs.of(x)
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
