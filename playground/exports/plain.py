"""LaTeX of the ledger as plain text: a formula that an SVG or a console can show."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playground.engine.optimizers import Formula

SYMBOLS = {
    "old_phi": "φ",
    "phi": "φ′",
    "gradient": "g",
    "lookahead": "φᵃ",
    "old_m": "m",
    "m": "m′",
    "old_v": "v",
    "v": "v′",
    "m_hat": "m̃",
    "v_hat": "ṽ",
    "raw_step": "Δ₀",
    "step": "Δ",
    "hessian": "H",
    "damping": "B",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "epsilon": "ε",
    "delta": "δ",
    "max_distance": "αₘₐₓ",
    "t": "(t+1)",
}
"""What stands for each placeholder of a formula; a prime marks what comes after the step."""

PART = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
RULES: tuple[tuple[str, str], ...] = (
    (r"\\underset\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\{\\operatorname\{bracket\}\}\\ ", "bracket "),
    (r"\\(?:left|right|mathbf|boldsymbol)", ""),
    (r"\\nabla\\nabla\^\{\\mathsf T\}", "∇∇ᵀ"),
    (r"\\nabla", "∇"),
    (r"\^\{\\mathsf T\}", "ᵀ"),
    (r"\\max", "max"),
    (r"\\lambda_i", "λᵢ"),
    (r"\\sum_i", "Σᵢ"),
    (r"\{q\}_i", "qᵢ"),
    (r"\\,|\\ |~", " "),
    (r"\\quad", "  "),
    (r"\\cdot", "·"),
    (r"\^\{-1\}", "⁻¹"),
    (r"\^\{2\}", "²"),
)


def plain(template: str, symbols: Mapping[str, str] = SYMBOLS) -> str:
    """The right-hand side of a line of the ledger as text."""
    text = template.format_map(symbols)
    for pattern, said in RULES:
        text = re.sub(pattern, said, text)
    for _ in range(3):
        text = re.sub(r"\\sqrt" + PART, r"√(\1)", text)
        text = re.sub(r"\\frac" + PART + PART, lambda found: f"{_group(found[1])} / {_group(found[2])}", text)
    text = re.sub(r"\^\{([^{}]*)\}", r"^\1", text)
    text = re.sub(r"√\(([^ ()]+)\)", r"√\1", text)
    text = re.sub(r" +", " ", text.replace("{", "").replace("}", "")).strip()
    return text.replace("∇ L", "∇L").replace(" - ", " − ")


def _group(text: str) -> str:
    return f"({text})" if re.search(r"[ +−-]", text.strip()) else text


def plain_lines(formulas: tuple[Formula, ...]) -> list[tuple[str, str, str]]:
    """Each line of a ledger: the term, its symbol, and its formula."""
    return [(line.term, SYMBOLS[line.term], plain(line.template)) for line in formulas]
