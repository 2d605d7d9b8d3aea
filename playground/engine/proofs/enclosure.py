"""Enclosures: what is certain of a loss, its gradient and its Hessian over boxes of parameter space."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from playground.engine.expression import Expression
from playground.engine.proofs.domain import defined
from playground.engine.proofs.intervals import Interval, above, below, exactly
from playground.engine.proofs.jets import Jet, evaluate, variables
from playground.engine.types import Array, Mask, Objective

NAMES = ("x", "y")
"""What a landscape's formula calls its parameters."""

SAFE = 1 + 1e-9
"""Factor on bounds that are themselves computed with rounding, each by far fewer than 10⁶ operations."""


@dataclass(frozen=True, eq=False)
class Enclosure:
    """A second-order Taylor form of a loss over boxes with the centres c and the radii r, one box a column.

    For every φ in a box, with s = φ − c:
    |∇L[φ] − gradient − hessian s| ≤ remainder and |H[φ] − hessian| ≤ spread, entry by entry; L[φ] lies in `value`. At c
    itself the errors are those of rounding alone.

    Attributes
    ----------
    value, height : Interval
        The loss over the box, and at its centre, (N,); nan where it is nowhere defined.
    gradient, gradient_error, remainder : Array
        (d, N).
    hessian, hessian_error, spread : Array
        (d, d, N).
    defined : Mask
        Whether the loss is certainly defined, and small enough to be computed, on the whole box, (N,).
    """

    value: Interval
    height: Interval
    gradient: Array
    gradient_error: Array
    remainder: Array
    hessian: Array
    hessian_error: Array
    spread: Array
    defined: Mask


class Enclosed(Objective, Protocol):
    """An objective with bounds over boxes, and with its formula if it has one."""

    @property
    def expression(self) -> Expression | None:
        """L as a formula in x and y, or None."""
        ...

    def enclosure(self, centre: Array, radius: Array) -> Enclosure:
        """What is certain of the loss over boxes with these centres and radii, each (d, N)."""
        ...


Enclose = Callable[[Array, Array], Enclosure]
"""Maps centres (d, N) and radii (d, N) to what is certain of a loss over those boxes."""


def box(centre: Array, radius: Array) -> list[Interval]:
    """The boxes c ± r, one interval a parameter, rounded outward."""
    return [Interval(below(c - r), above(c + r)) for c, r in zip(centre, radius, strict=True)]


def of_expression(expression: Expression, names: tuple[str, ...]) -> Enclose:
    """The enclosure of a formula of one or two parameters, by Taylor jets to the third order."""

    def loss(given: list[Jet], order: int) -> Jet:
        return evaluate(expression.program, dict(zip(names, given, strict=True)), order)[0]

    return of_jets(loss, lambda boxes: defined(expression.program, dict(zip(names, boxes, strict=True))))


def of_least_squares(predict: Expression, parameters: tuple[str, ...], x: Array, y: Array) -> Enclose:
    """The enclosure of Σ_i (f[x_i, φ] − y_i)², with f in the names "x" and those of the parameters."""

    def loss(given: list[Jet], order: int) -> Jet:
        data = {"x": Jet({(0, 0): exactly(x[:, None])}, order)}
        output = evaluate(predict.program, data | dict(zip(parameters, given, strict=True)), order)[0]
        residual = output - Jet({(0, 0): exactly(y[:, None])}, order)
        return Jet({index: _sum(term, len(x)) for index, term in residual.squared().terms.items()}, order)

    return of_jets(loss, _defined_for_all(predict, parameters, {"x": x}))


def of_sum(cost: Expression, parameters: tuple[str, ...], x: Array, y: Array) -> Enclose:
    """The enclosure of Σ_i of what a datum costs, in the names "x", "y" and those of the parameters."""
    data = {"x": Jet({(0, 0): exactly(x[:, None])}, 3), "y": Jet({(0, 0): exactly(y[:, None])}, 3)}

    def loss(given: list[Jet], order: int) -> Jet:
        one = evaluate(cost.program, data | dict(zip(parameters, given, strict=True)), order)[0]
        return Jet({index: _sum(term, len(x)) for index, term in one.terms.items()}, order)

    return of_jets(loss, _defined_for_all(cost, parameters, {"x": x, "y": y}))


def _defined_for_all(formula: Expression, parameters: tuple[str, ...], data: dict[str, Array]) -> Defined:
    """Whether a formula is defined on boxes of its parameters, for each datum."""
    columns = {name: exactly(column[:, None]) for name, column in data.items()}

    def everywhere(boxes: list[Interval]) -> Mask:
        found = defined(formula.program, columns | dict(zip(parameters, boxes, strict=True)))
        return np.asarray(found.all(axis=0) if found.ndim > 1 else found)

    return everywhere


def _sum(terms: Interval, count: int) -> Interval:
    """Σ over the first axis; n additions round by at most n · 2⁻⁵³ of the sum of the magnitudes."""
    low, high = (np.broadcast_to(end, (count, *np.shape(end)[1:])) for end in (terms.low, terms.high))
    slack = count * 2.0**-52 * np.maximum(np.abs(low), np.abs(high)).sum(axis=0) + 1e-320
    return Interval(low.sum(axis=0) - slack, high.sum(axis=0) + slack)


Defined = Callable[[list[Interval]], Mask]
"""Tells of boxes, one interval a parameter, whether a loss is certainly defined on them."""


def of_jets(loss: Callable[[list[Jet], int], Jet], is_defined: Defined) -> Enclose:
    """The enclosure of a loss given as a function of the parameters' jets."""

    def enclose(centre: Array, radius: Array) -> Enclosure:
        d, shape = len(centre), centre.shape[1:]
        with np.errstate(all="ignore"):
            here = loss(variables([exactly(c) for c in centre], 2), 2)
            boxes = box(centre, radius)
            around = loss(variables(boxes, 3), 3)
            gradient, error = _point([_entry(here, _index((i,)), shape) for i in range(d)])
            hessian, doubt = _point([_entry(here, _index((i, j)), shape) for i in range(d) for j in range(d)])
            third = np.array(
                [
                    _entry(around, _index((i, j, k)), shape).magnitude
                    for i in range(d)
                    for j in range(d)
                    for k in range(d)
                ]
            ).reshape(d, d, d, *shape)
            doubt = doubt.reshape(d, d, *shape)
            spread = np.einsum("ijkn,kn->ijn", third, radius) * SAFE + doubt
            remainder = 0.5 * np.einsum("ijkn,jn,kn->in", third, radius, radius) * SAFE
            remainder += error + np.einsum("ijn,jn->in", doubt, radius) * SAFE
            value, height = (_spread_out(jet.value, shape) for jet in (around, here))
            known = np.broadcast_to(is_defined(boxes), shape) & np.isfinite(value.low) & np.isfinite(value.high)
            hessian = hessian.reshape(d, d, *shape)
            return Enclosure(value, height, gradient, error, remainder, hessian, doubt, spread, known)

    return enclose


def _spread_out(interval: Interval, shape: tuple[int, ...]) -> Interval:
    return Interval(np.broadcast_to(interval.low, shape), np.broadcast_to(interval.high, shape))


def _index(directions: tuple[int, ...]) -> tuple[int, int]:
    return directions.count(0), directions.count(1)


def _entry(jet: Jet, index: tuple[int, int], shape: tuple[int, ...]) -> Interval:
    """The partial derivative of an index, from its Taylor coefficient."""
    term = jet.terms.get(index, exactly(0.0))
    factor = (1.0, 1.0, 2.0, 6.0)[index[0]] * (1.0, 1.0, 2.0, 6.0)[index[1]]
    return _spread_out(term if factor == 1.0 else term.scaled(factor), shape)


def _point(entries: list[Interval]) -> tuple[Array, Array]:
    """A number near each entry, and how far from it the exact one may lie; inf where nothing is known."""
    middle = np.array([entry.middle for entry in entries])
    error = np.array([entry.radius for entry in entries])
    known = np.isfinite(middle) & np.isfinite(error)
    return np.where(known, middle, 0.0), np.where(known, error, np.inf)
