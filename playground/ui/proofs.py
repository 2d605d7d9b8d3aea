"""What is proved of a landscape in its window, in words: convexity, all critical points, the least loss."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from playground.engine import Certificate, Landscape, certify
from playground.engine.convexity import Verdict
from playground.engine.critical import CriticalPoint, Survey
from playground.engine.degenerate import Name, shape
from playground.engine.proposed import Proposed
from playground.engine.types import Array, Convexity
from playground.i18n import in_a_row, number
from playground.marking import N_
from playground.ui import session
from playground.ui.fair_share import Courtesy

SECONDS, LONGER = 1.0, 4.0
"""Seconds of the processor that the proofs may take, of a typed landscape and of one of ours."""

CERTIFIED: dict[Convexity, str] = {
    "strictly convex": N_("Strictly convex in this window: proved."),
    "convex": N_("Convex in this window: proved."),
    "not convex": N_("Not convex: proved."),
}

SHAPES: dict[Name, str] = {
    "minimum": N_("a minimum, yet {zero}: the loss rises with the power {n} of the distance"),
    "maximum": N_("a maximum, yet {zero}: the loss falls with the power {n} of the distance"),
    "saddle": N_("a saddle, and {zero}; index {i}"),
    "neither": N_("neither minimum nor maximum: the loss goes on rising through it, and {zero}"),
    "line": N_("not isolated: the loss is level along a line"),
    "unknown": N_("undecided"),
}
"""What is said of a degenerate critical point by its name."""

NO_OTHERS = N_("That there are no others is proved on {share} % of the window.")
SMALL = 1e-9
"""A doubt about the least loss that is smaller is not told apart."""

VALLEYS = N_("a saddle of {m} valleys, and {zero}; index {i}")
MONKEY = N_("a monkey saddle: three valleys, and {zero}; index {i}")


@lru_cache(maxsize=128)
def of(landscape: Landscape) -> Certificate | None:
    """What is proved of a landscape in its window; None of one without bounds, or that is defined nowhere in it."""
    with np.errstate(all="ignore"), Courtesy(free=0) as pause:
        try:
            seconds = SECONDS if isinstance(landscape, Proposed) else LONGER
            found = certify(landscape, seconds=seconds, pause=pause)
        except (NotImplementedError, ValueError):
            return None
    return None if found.minimum is None and not found.critical_points and found.decided == 0 else found


def verdict_in_words(landscape: Landscape, found: str, judged: Verdict) -> str:
    """The verdict on convexity: what is proved in the window, or else what was `found` at points, in words."""
    proof = of(landscape) if landscape.convexity is None else None
    if proof is None:
        return found
    t, language = session.t(), session.language()
    if proof.convexity == "undecided":
        return f"{found} {t(proof.reason)}" if judged.kind == "undecided" else found
    said = [f"**{t(CERTIFIED[proof.convexity])}**"]
    if proof.witness is not None:
        at = [number(p, language) for p in proof.witness]
        value = number(float(np.linalg.eigvalsh(landscape.hessian(proof.witness))[0]), language)
        if len(at) == 1:
            said.append(t("Witness: φ = {a}, where L″ = {value}.").format(a=at[0], value=value))
        else:
            words = t("Witness: φ = ({a}, {b}), where an eigenvalue is {value}.")
            said.append(words.format(a=at[0], b=at[1], value=value))
    if proof.chord is not None:
        said.append(_chord_in_words(landscape, proof.chord))
    said.append(t(proof.reason))
    if proof.convexity_boxes:
        said.append(t("({n} boxes looked at.)").format(n=number(proof.convexity_boxes, language, 6)))
    if proof.convexity != "not convex":
        said.append(window_in_words(proof))
    return " ".join(said)


def _chord_in_words(landscape: Landscape, ends: Array) -> str:
    """The ends of a chord, the loss halfway and the chord there."""
    t, language = session.t(), session.language()
    a, b = (in_a_row((number(p, language) for p in end), language) for end in ends)
    a, b = (f"({a})", f"({b})") if ends.shape[1] > 1 else (a, b)
    chord, loss = landscape.value(ends).mean(), landscape.value(ends.mean(axis=0))
    words = t("Witness: halfway between φ = {a} and φ = {b} the loss is {loss}, the chord {chord}.")
    return words.format(a=a, b=b, loss=number(float(loss), language), chord=number(float(chord), language))


def window_in_words(proof: Certificate) -> str:
    """Where it is proved, in numbers."""
    t, language = session.t(), session.language()
    names = ("φ₀", "φ₁") if len(proof.window) == 2 else ("φ",)
    sides = [
        t("{name} from {low} to {high}").format(name=name, low=number(low, language), high=number(high, language))
        for name, (low, high) in zip(names, proof.window, strict=True)
    ]
    return t("Proved for {window}.").format(window=", ".join(sides))


def points(landscape: Landscape, found: Survey) -> tuple[Sequence[CriticalPoint], bool]:
    """The critical points of the window, and whether they are proved to be all."""
    proof = of(landscape)
    if proof is None or not proof.complete or not found.isolated:
        return found.points, False
    return proof.critical_points, True


def completeness(landscape: Landscape) -> list[str]:
    """What is proved about the list of critical points and the least loss of the window, as sentences."""
    proof = of(landscape)
    if proof is None:
        return []
    t, language = session.t(), session.language()
    n = number(proof.boxes, language, 6)
    if proof.complete and proof.convexity == "strictly convex" and proof.critical_points:
        said = [t("This is all, proved: a strictly convex loss has no more than one.")]
    elif proof.complete:
        words = t("These are all, proved: in the rest of the window, cut into boxes, the gradient vanishes nowhere.")
        said = [words + " " + t("({n} boxes looked at.)").format(n=n)]
    elif proof.decided:
        share = number(np.floor(1e4 * proof.decided) / 100, language, 6)
        known = len(proof.critical_points)
        words = t("{k} of them are proved to exist; that there are no others is proved on {share} % of the window.")
        said = [(words if known else t(NO_OTHERS)).format(k=known, share=share)]
    else:
        said = []
    if proof.minimum is not None:
        low, high = proof.minimum
        doubt = 10.0 ** math.ceil(math.log10(max(high - low, SMALL)))
        value = high if abs(high) > SMALL else 0.0
        words = t("The least loss in this window is {value}, proved to {doubt}.")
        said.append(words.format(value=number(value, language, 6), doubt=number(doubt, language, 1)))
    said += [window_in_words(proof)] if said else []
    return said


def shape_in_words(landscape: Landscape, point: CriticalPoint, others: Sequence[CriticalPoint]) -> str:
    """What a degenerate critical point is, as the loss around it shows."""
    t, language = session.t(), session.language()
    found = shape(landscape, point, others)
    words = SHAPES[found.name]
    if found.name == "saddle" and (found.valleys or 2) > 2:
        words = MONKEY if found.valleys == 3 else VALLEYS
    index = "–" if found.index is None else number(found.index, language)
    zero = "L″ = 0" if landscape.dimension == 1 else "det H = 0"
    return t(words).format(zero=zero, n=found.power, i=index, m=found.valleys)
