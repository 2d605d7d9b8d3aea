"""Formulas as MathML: the lines of a rule, with its symbols and with places for the numbers of a step."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import latex2mathml.converter
import numpy as np

from playground.engine.hyper import hypers
from playground.engine.optimizers import SYMBOLS, Formula, Optimizer
from playground.i18n import Translator
from playground.marking import N_
from playground.ui.player.payload import pack
from playground.ui.player.protocol import Constant, Ledger, LedgerLine, Packed

HEADINGS = (N_("Step 1: the derivatives"), N_("Step 2: the update"))

BOLD = re.compile("<mi>([\U0001d400-\U0001d433]|&#x1D4[0-3][0-9A-F];)</mi>")
"""A bold letter of the mathematical alphabets, for which few phones have a font."""

MARK = re.compile(r"(?<=[0-9])\{,\}(?=[0-9])")
"""A decimal comma in LaTeX: alone, a comma would be punctuation, with a gap behind it."""


@lru_cache(maxsize=512)
def mathml(latex: str) -> str:
    """The inside of the MathML of a formula, whose letters the page's own fonts have (player.css).

    Names of several letters, as sin, stand upright; bold letters are plain ones that are told to be bold. A decimal
    comma is part of its number.
    """
    pointed = MARK.sub(".", latex)
    whole: str = latex2mathml.converter.convert(pointed)
    inside = whole[whole.index(">") + 1 : whole.rindex("</math>")]
    if pointed != latex:
        inside = re.sub(r"(?<=[0-9])\.(?=[0-9])", ",", inside)
    inside = BOLD.sub(lambda found: f'<mi mathvariant="bold">{_plain(found[1])}</mi>', inside)
    return re.sub(r"<mi>([^\W\d_]{2,}</mi>)", r'<mi mathvariant="normal">\1', inside)


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFKC", html.unescape(letter))


@lru_cache(maxsize=64)
def ledger_lines(formulas: tuple[Formula, ...]) -> tuple[tuple[str, str, str, str, bool], ...]:
    """The lines of a ledger: term, left side, right side in symbols, the same with ⟦names⟧, whether to fill it in."""
    holes = {name: r"\text{⟦" + name + "⟧}" for name in SYMBOLS}
    lines = []
    for term, template, *_ in formulas:
        filled = template.format_map(holes)
        lines.append(
            (
                term,
                mathml(SYMBOLS[term]),
                HOLE.sub(lambda hole: f'<mrow data-term="{hole[1]}">{mathml(SYMBOLS[hole[1]])}</mrow>', mathml(filled)),
                mathml(filled),
                term not in {"gradient", "hessian"},
            )
        )
    return tuple(lines)


HOLE = re.compile(r"<mtext>⟦(\w+)⟧</mtext>")
"""Where a term stands in a line: its symbol, marked as that term's, or its number is put there."""

LOSS_OF = re.compile(r"((?:\\nabla)*(?:\^\{\{\\mathsf T\}\})? ?)L\\left\[")
"""A loss at a point in a line of the ledger, with the derivatives taken of it."""


def of_batch(formulas: tuple[Formula, ...]) -> tuple[Formula, ...]:
    """The lines as they hold for a step that sees the minibatch 𝓑ₜ: its sum of ℓᵢ stands for L, look-ahead included."""
    part = r"\\sum_{{i\\in\\mathcal{{B}}_t}} \1\\ell_i\\left["
    return tuple(line._replace(template=LOSS_OF.sub(part, line.template)) for line in formulas)


def ledger(
    rule: Optimizer, terms: Mapping[str, Any], phi: Any, alphas: Any, t: Translator, batched: bool = False
) -> Ledger:
    """The ledger of a run: its lines, and the numbers of every named term at every step.

    Parameters
    ----------
    terms : mapping from name to array (steps, ...)
        As Trajectory.terms gives them.
    phi : array (steps + 1, d)
        The path.
    alphas : array (steps,) or None
        The scheduled learning rate of each step, where it changes.
    batched : bool
        Whether each step sees a part of the data only.
    """
    steps = len(phi) - 1
    tracks: dict[str, Packed | Constant] = {"old_phi": pack(phi[:-1], "f4", phi.shape[-1])}
    for key, values in terms.items():
        array = np.asarray(values)
        if key == "state" or array.dtype.kind not in "fiub" or array.shape[:1] != (steps,):
            continue
        width = int(np.prod(array.shape[1:], dtype=int))
        if key in SYMBOLS and width <= 4:
            tracks[key] = pack(array, "f4", width)
    for symbol in SYMBOLS:
        moment = symbol.removeprefix("old_")
        if moment != symbol and moment in terms and symbol not in tracks:
            before = np.concatenate([np.zeros_like(terms[moment][:1]), terms[moment][:-1]])
            tracks[symbol] = pack(before, "f4", phi.shape[-1])
    for field in hypers(rule):
        if field in SYMBOLS and field not in tracks:
            tracks[field] = {"constant": float(getattr(rule, field))}
    if alphas is not None:
        tracks["alpha"] = pack(alphas, "f4")
    lines: list[LedgerLine] = [
        {
            "term": term,
            "left": left,
            "right": right,
            "numeric": numeric,
            "shown": shown,
            "heading": t(HEADINGS[0 if term in {"lookahead", "gradient", "hessian"} else 1]),
        }
        for term, left, right, numeric, shown in ledger_lines(of_batch(rule.formulas) if batched else rule.formulas)
        if term in tracks
    ]
    return {"steps": steps, "lines": lines, "tracks": tracks}
