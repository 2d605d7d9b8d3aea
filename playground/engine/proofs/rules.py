"""Rules of convexity on a formula's tree: sums, compositions with rising convex functions, norms, log-sum-exp.

They prove convexity where boxes cannot, because the Hessian is singular on a line or at a point, as for (x − y)² and
x⁴ + y⁴. Source: Boyd and Vandenberghe, Convex Optimization (2004), sections 3.1 and 3.2; Grant, Boyd and Ye (2006).
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import reduce
from typing import Literal

import numpy as np

from playground.engine.convexity import definiteness
from playground.engine.expression.build import add, negative
from playground.engine.expression.compiling import compile_program
from playground.engine.expression.tree import ZERO, Expression, Name, Number, Operation
from playground.engine.proofs.exact import constant_hessian
from playground.engine.proofs.intervals import Interval, log
from playground.engine.proofs.jets import evaluate, variables
from playground.engine.types import Window

Curvature = Literal["constant", "affine", "convex", "concave", "unknown"]

FLIPPED: dict[Curvature, Curvature] = {"convex": "concave", "concave": "convex"}
RANK: list[Curvature] = ["constant", "affine"]


def curvature_by_rules(expression: Expression, names: tuple[str, ...], window: Window) -> Curvature:
    """What the rules prove of a formula on a window; "unknown" where they do not apply, which disproves nothing."""
    return _Rules(expression, names, window).found(expression)


def convexity_by_rules(
    expression: Expression, names: tuple[str, ...], window: Window
) -> Literal["strictly convex", "convex", "unknown"]:
    """What the rules prove of a formula, its quadratic part taken for itself.

    Terms whose second derivatives are constant have one Hessian together, which is checked in exact fractions: if it is
    positive (semi)definite and the rest is convex, so is the sum, and strictly where it is definite.
    """
    terms = [(term, constant_hessian(term, names)) for term in _signed_terms(expression)]
    bends = [bend for _, bend in terms if bend is not None]
    rows = zip(*bends, strict=True)
    kind = definiteness([[sum(entry, Fraction()) for entry in zip(*row, strict=True)] for row in rows])
    nothing: Expression = ZERO
    rest = reduce(add, [term for term, bend in terms if bend is None], nothing)
    if bends and kind is not None and curvature_by_rules(rest, names, window) in {"constant", "affine", "convex"}:
        return "strictly convex" if kind == "positive definite" else "convex"
    return "convex" if curvature_by_rules(expression, names, window) in {"constant", "affine", "convex"} else "unknown"


def _signed_terms(node: Expression) -> list[Expression]:
    """The terms of a sum, with their signs."""
    if isinstance(node, Operation) and node.operator in {"add", "subtract", "negative"}:
        first, rest = node.parts[0], node.parts[1:]
        minus = node.operator != "add"
        kept = _signed_terms(first) if rest else [negative(term) for term in _signed_terms(first)]
        return kept + [negative(term) if minus else term for part in rest for term in _signed_terms(part)]
    return [node]


class _Rules:
    """The rules, with the range of every part of the formula over the window."""

    def __init__(self, expression: Expression, names: tuple[str, ...], window: Window) -> None:
        nodes = list(expression.nodes())
        box = [Interval(np.array(low), np.array(high)) for low, high in window]
        program = compile_program(nodes, names)
        jets = evaluate(program, dict(zip(names, variables(box, 0), strict=True)), 0)
        self.ranges = {id(node): jet.value for node, jet in zip(nodes, jets, strict=True)}
        self.known: dict[int, Curvature] = {}
        for node in nodes:
            self.known[id(node)] = self._of(node)

    def found(self, node: Expression) -> Curvature:
        return self.known[id(node)]

    def low(self, node: Expression) -> float:
        return float(self.ranges[id(node)].low)

    def high(self, node: Expression) -> float:
        return float(self.ranges[id(node)].high)

    def _of(self, node: Expression) -> Curvature:
        if not node.names:
            return "constant" if math.isfinite(self.low(node)) and math.isfinite(self.high(node)) else "unknown"
        if isinstance(node, Name):
            return "affine"
        assert isinstance(node, Operation)
        rule = getattr(self, f"_{node.operator}", None)
        return rule(*node.parts) if rule else "unknown"

    def _add(self, u: Expression, v: Expression) -> Curvature:
        return _sum(self.found(u), self.found(v))

    def _subtract(self, u: Expression, v: Expression) -> Curvature:
        return _sum(self.found(u), _flipped(self.found(v)))

    def _negative(self, u: Expression) -> Curvature:
        return _flipped(self.found(u))

    def _multiply(self, u: Expression, v: Expression) -> Curvature:
        if self.found(v) == "constant":
            u, v = v, u
        if self.found(u) == "constant":
            return _scaled(self.found(v), self.ranges[id(u)])
        return self._even_power(u) if u == v else "unknown"

    def _divide(self, u: Expression, v: Expression) -> Curvature:
        if self.found(v) == "constant":
            return _scaled(self.found(u), self.ranges[id(v)].inverse())
        if self.found(u) == "constant" and self.found(v) in {"affine", "concave"} and self.low(v) > 0:
            return _scaled("convex", self.ranges[id(u)])
        return "unknown"

    def _power(self, u: Expression, exponent: Expression) -> Curvature:
        inner, low, high = self.found(u), self.low(exponent), self.high(exponent)
        if exponent.names:
            if inner == "constant" and self.low(u) > 0:  # aᵛ = exp(v ln a)
                growth = _scaled(self.found(exponent), log(self.ranges[id(u)]))
                return "convex" if growth in {"constant", "affine", "convex"} else "unknown"
            return "unknown"
        if low == high == 1:
            return inner
        if low == high and low >= 2 and low % 2 == 0:
            return self._even_power(u)
        if low > 1 and inner in {"affine", "convex"} and self.low(u) >= 0:
            return "convex"
        if low > 0 and high < 1 and inner in {"affine", "concave"} and self.low(u) >= 0:
            return "concave"
        if high < 0 and inner in {"affine", "concave"} and self.low(u) > 0:
            return "convex"
        return "unknown"

    def _even_power(self, u: Expression) -> Curvature:
        """|u|ⁿ for n ≥ 1, which rises with |u|: convex for affine u, and for convex u that is not negative."""
        inner = self.found(u)
        return "convex" if inner == "affine" or (inner == "convex" and self.low(u) >= 0) else "unknown"

    _abs = _cosh = _even_power

    def _exp(self, u: Expression) -> Curvature:
        return "convex" if self.found(u) in {"affine", "convex"} else "unknown"

    def _log(self, u: Expression) -> Curvature:
        if self.found(u) in {"affine", "concave"} and self.low(u) > 0:
            return "concave"
        return "convex" if all(self._is_log_affine(term) for term in _terms(u)) else "unknown"

    def _is_log_affine(self, term: Expression) -> bool:
        """Whether this is a positive constant times the exponential of something affine."""
        if self.found(term) == "constant":
            return self.low(term) > 0
        if isinstance(term, Operation) and term.operator == "multiply":
            return all(self._is_log_affine(part) for part in term.parts)
        return isinstance(term, Operation) and term.operator == "exp" and self.found(term.parts[0]) == "affine"

    def _sqrt(self, u: Expression) -> Curvature:
        if all(self._is_square(term) for term in _terms(u)):  # a norm
            return "convex"
        return "concave" if self.found(u) in {"affine", "concave"} and self.low(u) >= 0 else "unknown"

    def _is_square(self, term: Expression) -> bool:
        """Whether this is a constant, not negative, or such a one times the square of something affine."""
        if self.found(term) == "constant":
            return self.low(term) >= 0
        if not isinstance(term, Operation):
            return False
        if term.operator == "power":
            return term.parts[1] == Number(2.0) and self.found(term.parts[0]) == "affine"
        if term.operator == "multiply":
            u, v = term.parts
            if u == v:
                return self.found(u) == "affine"
            return all(self._is_square(part) for part in term.parts) and "constant" in {self.found(u), self.found(v)}
        return False

    def _maximum(self, u: Expression, v: Expression) -> Curvature:
        return "convex" if {self.found(u), self.found(v)} <= {"constant", "affine", "convex"} else "unknown"

    def _minimum(self, u: Expression, v: Expression) -> Curvature:
        return "concave" if {self.found(u), self.found(v)} <= {"constant", "affine", "concave"} else "unknown"


def _terms(node: Expression) -> list[Expression]:
    """The terms of a sum."""
    if isinstance(node, Operation) and node.operator == "add":
        return [term for part in node.parts for term in _terms(part)]
    return [node]


def _flipped(curvature: Curvature) -> Curvature:
    return FLIPPED.get(curvature, curvature)


def _scaled(curvature: Curvature, factor: Interval) -> Curvature:
    """The curvature of a multiple, by a constant that lies in an interval."""
    low, high = float(factor.low), float(factor.high)
    if not (math.isfinite(low) and math.isfinite(high)):
        return "unknown"
    if low == high == 0 or curvature in RANK:
        return "constant" if low == high == 0 else curvature
    return curvature if low >= 0 else _flipped(curvature) if high <= 0 else "unknown"


def _sum(one: Curvature, other: Curvature) -> Curvature:
    if one in RANK and other in RANK:
        return max(one, other, key=RANK.index)
    if one in RANK or one == other:
        return other
    return one if other in RANK else "unknown"
