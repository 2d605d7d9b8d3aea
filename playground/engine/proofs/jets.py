"""Taylor jets over intervals: bounds of a formula's derivatives up to the third, on many boxes at once.

A jet has the Taylor coefficients c[i, j] of f(φ₀ + s, φ₁ + t), i + j ≤ order, as intervals; a missing one is 0. With
the box as the point, c[i, j]·i!·j! encloses ∂ⁱ⁺ʲf over the whole box. Source: Moore, Kearfott and Cloud (2009), section
9.3; Griewank and Walther, Evaluating Derivatives (SIAM 2008), chapter 13.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.engine.expression.program import Program
from playground.engine.proofs import intervals as iv
from playground.engine.proofs.intervals import Interval, exactly
from playground.engine.types import Mask

Index = tuple[int, int]
LARGEST_POWER = 100_000
"""Of whole powers up to this one the binomial coefficients that derivatives need are exact doubles."""

THIRD, SIXTH = exactly(1.0).__mul__(exactly(3.0).inverse()), exactly(6.0).inverse()
LN_2, LN_10 = iv.log(exactly(2.0)), iv.log(exactly(10.0))


@dataclass(frozen=True, eq=False)
class Jet:
    """Taylor coefficients up to a total order; all have one shape, or broadcast."""

    terms: dict[Index, Interval]
    order: int

    @property
    def value(self) -> Interval:
        """The coefficient of order 0."""
        return self.terms.get((0, 0), exactly(0.0))

    def __add__(self, other: Jet) -> Jet:
        terms = dict(self.terms)
        for index, term in other.terms.items():
            terms[index] = terms[index] + term if index in terms else term
        return Jet(terms, self.order)

    def __neg__(self) -> Jet:
        return Jet({index: -term for index, term in self.terms.items()}, self.order)

    def __sub__(self, other: Jet) -> Jet:
        return self + -other

    def __mul__(self, other: Jet) -> Jet:
        if self is other:
            return self.squared()
        terms: dict[Index, Interval] = {}
        for (i, j), one in self.terms.items():
            for (k, m), two in other.terms.items():
                if i + j + k + m <= self.order:
                    index, product = (i + k, j + m), one * two
                    terms[index] = terms[index] + product if index in terms else product
        return Jet(terms, self.order)

    def squared(self) -> Jet:
        """self²: of a square, each term is a square or twice a product, which bounds it more tightly."""
        terms: dict[Index, Interval] = {}
        items = list(self.terms.items())
        for n, ((i, j), one) in enumerate(items):
            for (k, m), two in items[n:]:
                if i + j + k + m <= self.order:
                    index = (i + k, j + m)
                    product = one.squared() if (i, j) == (k, m) else (one * two).scaled(2.0)
                    terms[index] = terms[index] + product if index in terms else product
        return Jet(terms, self.order)

    def composed(self, outer: list[Interval]) -> Jet:
        """F(self), given the Taylor coefficients of F over the interval of self's values."""
        inner = Jet({index: term for index, term in self.terms.items() if index != (0, 0)}, self.order)
        result, power = Jet({(0, 0): outer[0]}, self.order), None
        if not inner.terms:
            return result
        for coefficient in outer[1 : self.order + 1]:
            power = inner if power is None else power * inner
            result = result + Jet({index: term * coefficient for index, term in power.terms.items()}, self.order)
        return result

    def inverse(self) -> Jet:
        """1 / self."""
        i = self.value.inverse()
        return self.composed([i, -i.squared(), i * i.squared(), -i.squared().squared()])


def constant(value: float, order: int) -> Jet:
    """A number of the formula."""
    return Jet({(0, 0): iv.constant(value)}, order)


def variables(boxes: list[Interval], order: int) -> list[Jet]:
    """The parameters over boxes, one interval each."""
    directions = [(1, 0), (0, 1)]
    one = exactly(1.0)
    terms = [
        {(0, 0): box} | ({direction: one} if order else {}) for box, direction in zip(boxes, directions, strict=False)
    ]
    return [Jet(term, order) for term in terms]


def _exp(u: Jet) -> Jet:
    e = iv.exp(u.value)
    return u.composed([e, e, e.scaled(0.5), e * SIXTH])


def _log(u: Jet) -> Jet:
    i = u.value.inverse()
    defined = _inside(i, u.value.low > 0)
    return u.composed([iv.log(u.value), defined, -defined.squared().scaled(0.5), defined * defined.squared() * THIRD])


def _sin(u: Jet) -> Jet:
    s, c = iv.sin(u.value), iv.cos(u.value)
    return u.composed([s, c, -s.scaled(0.5), -(c * SIXTH)])


def _cos(u: Jet) -> Jet:
    s, c = iv.sin(u.value), iv.cos(u.value)
    return u.composed([c, -s, -c.scaled(0.5), s * SIXTH])


def _sqrt(u: Jet) -> Jet:
    root = iv.sqrt(u.value)
    i = _inside(root.inverse(), u.value.low > 0)
    i3 = i * i.squared()
    return u.composed([root, i.scaled(0.5), -i3.scaled(0.125), (i3 * i.squared()).scaled(0.0625)])


def _arctan(u: Jet) -> Jet:
    x = u.value
    i = (exactly(1.0) + x.squared()).inverse()
    third = (x.squared().scaled(3.0) - exactly(1.0)) * THIRD * i * i.squared()
    return u.composed([iv.arctan(x), i, -(x * i.squared()), third])


def _arcsin(u: Jet) -> Jet:
    x = u.value
    inside = (x.low > -1) & (x.high < 1)
    i = _inside(iv.sqrt(exactly(1.0) - x.squared()).inverse(), inside)
    i3 = i * i.squared()
    third = (exactly(1.0) + x.squared().scaled(2.0)) * SIXTH * i3 * i.squared()
    return u.composed([iv.arcsin(x), i, (x * i3).scaled(0.5), third])


def _tanh(u: Jet) -> Jet:
    # tanh x = 1 − 2 / (1 + exp 2x): it rises, so both ends bound it.
    e = iv.exp(u.value.scaled(2.0))
    t = exactly(1.0) - (exactly(1.0) + e).inverse().scaled(2.0)
    t = Interval(np.maximum(t.low, -1.0), np.minimum(t.high, 1.0))
    slope = exactly(1.0) - t.squared()
    return u.composed([t, slope, -(t * slope), slope * (t.squared().scaled(3.0) - exactly(1.0)) * THIRD])


def _absolute(u: Jet) -> Jet:
    side = iv.sign(u.value)
    slope = _inside(side, u.value.low * u.value.high > 0)
    smooth = _inside(exactly(np.zeros_like(side.low)), u.value.low * u.value.high > 0)
    return u.composed([iv.absolute(u.value), slope, smooth, smooth])


def _sign(u: Jet) -> Jet:
    smooth = _inside(exactly(np.zeros_like(u.value.low)), u.value.low * u.value.high > 0)
    return u.composed([iv.sign(u.value), smooth, smooth, smooth])


def _inside(found: Interval, where: Mask) -> Interval:
    """What was found where a derivative exists on the whole box; elsewhere nothing is known of it."""
    return Interval(np.where(where, found.low, -np.inf), np.where(where, found.high, np.inf))


def _chosen(condition: Interval, one: Jet, other: Jet) -> Jet:
    """`one` where the condition is not negative, `other` where it is; where it may be both, nothing of derivatives."""
    first, second = condition.low >= 0, condition.high < 0
    terms = {}
    for index in one.terms.keys() | other.terms.keys():
        u, v = one.terms.get(index, exactly(0.0)), other.terms.get(index, exactly(0.0))
        mixed = iv.hull(u, v) if index == (0, 0) else iv.everything(np.shape(condition.low))
        low = np.where(first, u.low, np.where(second, v.low, mixed.low))
        terms[index] = Interval(low, np.where(first, u.high, np.where(second, v.high, mixed.high)))
    if one.order and not (first | second).all():
        for index in [(i, n - i) for n in range(1, one.order + 1) for i in range(n + 1)]:
            zero = exactly(np.zeros(np.shape(condition.low)))
            terms[index] = _inside(terms.get(index, zero), first | second)
    return Jet(terms, one.order)


def _power(u: Jet, w: Jet) -> Jet:
    exponent = w.value
    if set(w.terms) == {(0, 0)} and np.all(exponent.low == exponent.high):
        n = float(np.ravel(exponent.low)[0])
        if n.is_integer() and abs(n) <= LARGEST_POWER:
            return _whole_power(u, int(n))
    found = _exp(w * _log(u))
    # 0ʷ is 0 for w > 0; and of what is negative, whole powers are defined: this may be one.
    zero = (u.value.low <= 0) & (u.value.high == 0) & (exponent.low > 0)
    known = (u.value.low >= 0) | (np.floor(exponent.high) < exponent.low)
    terms = {index: _inside(term, known) for index, term in found.terms.items()}
    value = terms[0, 0]
    terms[0, 0] = Interval(*(np.where(zero & known, 0.0, end) for end in (value.low, value.high)))
    return Jet(terms, found.order)


def _whole_power(u: Jet, n: int) -> Jet:
    if n < 0:
        return _whole_power(u, -n).inverse()
    outer, factor = [], 1.0
    for k in range(u.order + 1):
        outer.append(iv.whole_power(u.value, n - k).scaled(factor) if k <= n else exactly(0.0))
        factor = factor * (n - k) / (k + 1)  # binomial coefficients: whole, so exact
    return u.composed(outer) if n else constant(1.0, u.order)


def _divide(u: Jet, v: Jet) -> Jet:
    return u * v.inverse()


FUNCTIONS: dict[str, Callable[..., Jet]] = {
    "add": lambda u, v: u + v,
    "subtract": lambda u, v: u - v,
    "multiply": lambda u, v: u * v,
    "divide": _divide,
    "ratio": _divide,
    "power": _power,
    "negative": lambda u: -u,
    "sqrt": _sqrt,
    "exp": _exp,
    "log": _log,
    "log2": lambda u: _divide(_log(u), Jet({(0, 0): LN_2}, u.order)),
    "log10": lambda u: _divide(_log(u), Jet({(0, 0): LN_10}, u.order)),
    "sin": _sin,
    "cos": _cos,
    "tan": lambda u: _divide(_sin(u), _cos(u)),
    "arcsin": _arcsin,
    "arccos": lambda u: Jet({(0, 0): iv.HALF_PI}, u.order) - _arcsin(u),
    "arctan": _arctan,
    "sinh": lambda u: _half(_exp(u) - _exp(-u)),
    "cosh": lambda u: _half(_exp(u) + _exp(-u)),
    "tanh": _tanh,
    "abs": _absolute,
    "sign": _sign,
    "minimum": lambda u, v: _chosen((v - u).value, u, v),
    "maximum": lambda u, v: _chosen((u - v).value, u, v),
    "where": lambda c, u, v: _chosen(c.value, u, v),
}
"""Every operation of an expression, on jets."""


def _half(u: Jet) -> Jet:
    return Jet({index: term.scaled(0.5) for index, term in u.terms.items()}, u.order)


def evaluate(program: Program, given: dict[str, Jet], order: int) -> list[Jet]:
    """The jets of a program's results, given those of its names."""
    found: list[Jet] = []
    with np.errstate(all="ignore"):
        for operator, *rest in program.steps:
            if operator == "number":
                found.append(constant(rest[0], order))
            elif operator == "name":
                found.append(given[rest[0]])
            else:
                found.append(FUNCTIONS[operator](*(found[i] for i in rest)))
    return [found[i] for i in program.results]
