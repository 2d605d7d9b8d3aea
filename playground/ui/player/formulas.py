"""Formulas as MathML: the lines of a rule, with its symbols and with places for the numbers of a step."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from string import Formatter
from typing import Any
from xml.etree import ElementTree

import latex2mathml.converter
import numpy as np

from playground.engine import Model
from playground.engine.hyper import hypers
from playground.engine.optimizers import SYMBOLS, Formula, Optimizer
from playground.i18n import Translator, formulas
from playground.marking import N_
from playground.ui.player.payload import pack
from playground.ui.player.protocol import Constant, Ledger, LedgerLine, Packed, RuleLine

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


def curve(model: Model, language: str) -> list[list[str]]:
    """A model line by line: in symbols, and with places for the numbers of its parameters where it has any."""
    lines = []
    for name, template in model.written:
        symbols = _in_language(template.format(phi0=r"\phi_0", phi1=r"\phi_1"), language)
        numeric = _in_language(template.format(phi0=r"\text{⟦phi0⟧}", phi1=r"\text{⟦phi1⟧}"), language)
        arguments = "[x]" if name == "f" else ""
        lines.append([f"{mathml(name + arguments)}<mo>=</mo>{symbols}", numeric if "⟦" in numeric else ""])
    return lines


def _in_language(latex: str, language: str) -> str:
    return mathml(formulas(f"${latex}$", language)[1:-1])


@lru_cache(maxsize=64)
def ledger_lines(formulas: tuple[Formula, ...]) -> tuple[tuple[str, str, str, str, bool], ...]:
    """The lines of a ledger: term, left side, right side in symbols, the same with ⟦names⟧, whether to fill it in."""
    lines = []
    for term, template, *_ in formulas:
        filled = template.format_map(HOLES)
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


QUOTIENT = re.compile(r"\\(frac|sqrt)")
REST = re.compile(r"\\left\(1 - \{(\w+)\}\\right\)")
"""What is not kept of the past, 1 − β: as a number one number."""
HOLES = {name: r"\text{⟦" + name + "⟧}" for one in SYMBOLS for name in (one, f"rest_{one}")}
HOLE = re.compile(r"<mtext>⟦(\w+)⟧</mtext>")
"""Where a term stands in a line: its symbol, marked as that term's, or its number is put there."""

ITERATE = re.compile(r"\^\{\(t(\+1)?\)\}")
"""Of which step an iterate is: left out where an arrow says that the new one takes the place of the old."""

FOUND = {"gradient", "hessian", "damping", "alpha"}
"""What comes out of more than its line can say: of it there stands the value."""

WITHIN = ("step", "lookahead")
"""What a rule in short has no name for: φ ← φ − αm, g ← ∇L[φ − αβm]."""


@lru_cache(maxsize=64)
def rule_lines(formulas: tuple[Formula, ...]) -> tuple[RuleLine, ...]:
    """The rule in short, as it stands on a blackboard: what leads to the new φ, each line on one level."""
    templates = {line.term: line.template for line in formulas}
    needed = {"phi"}
    for term, template in reversed(templates.items()):
        if term in needed:
            needed |= {name for _, name, *_ in Formatter().parse(template) if name}
    lines: list[RuleLine] = []
    for term, template in templates.items():
        if term in WITHIN or term not in needed:
            continue
        named = numeric = template
        for inner in WITHIN:
            named = named.replace(f"{{{inner}}}", templates.get(inner, ""))
        looks_ahead = "{lookahead}" in template  # there stands the point that has been looked at
        # The numbers of a quotient would be too many to be read: there stands what comes out.
        if not looks_ahead and not ("{step}" in template and QUOTIENT.search(templates["step"])):
            numeric = REST.sub(r"{rest_\1}\\,", named)
        lines.append(
            {
                "term": term,
                "left": _in_row(term, _short(term)),
                "right": HOLE.sub(lambda hole: _in_row(hole[1], _short(hole[1])), _with_holes(named)),
                "numeric": _with_holes(numeric),
                "shown": looks_ahead or term not in FOUND,
            }
        )
    return tuple(lines)


def _with_holes(template: str) -> str:
    return _on_one_level(mathml(template.replace(r"\mathcal{{B}}_t", r"\mathcal{{B}}").format_map(HOLES)))


def _short(term: str) -> str:
    return mathml(ITERATE.sub("", SYMBOLS[term]))


def _in_row(term: str, inside: str) -> str:
    return f'<mrow data-term="{term}">{inside}</mrow>'


def _on_one_level(formula: str) -> str:
    """The same MathML with quotients as a / b, and without what stands under a name."""
    root = ElementTree.fromstring(f"<mrow>{formula}</mrow>")
    for one in list(root.iter()):
        if one.tag == "munder":
            one[:], one.tag = one[:1], "mrow"
        if one.tag != "mfrac":
            continue
        parts = [part for half in one for part in (*_bracketed(half), ElementTree.fromstring("<mo>/</mo>"))]
        one[:] = parts[:-1]
        one.tag = "mrow"
    return "".join(ElementTree.tostring(part, encoding="unicode") for part in root)


def _bracketed(part: ElementTree.Element) -> list[ElementTree.Element]:
    if len(part) < 2:
        return [part]
    return [ElementTree.fromstring("<mo>(</mo>"), part, ElementTree.fromstring("<mo>)</mo>")]


WORD = re.compile("(?<=<mtext>)[a-z]+(?=</mtext>)")
"""A word in a symbol, as "raw"; what a hole is named after stands in ⟦ ⟧."""


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
    declared = of_batch(rule.formulas) if batched else rule.formulas
    lines: list[LedgerLine] = [
        {
            "term": term,
            "left": WORD.sub(lambda word: t(word[0]), left),
            "right": WORD.sub(lambda word: t(word[0]), right),
            "numeric": numeric,
            "shown": shown,
            "heading": t(HEADINGS[0 if term in {"lookahead", "gradient", "hessian"} else 1]),
        }
        for term, left, right, numeric, shown in ledger_lines(declared)
        if term in tracks
    ]
    rule_in_short = [line for line in rule_lines(declared) if line["term"] in tracks]
    return {"steps": steps, "lines": lines, "rule": rule_in_short, "tracks": tracks}
