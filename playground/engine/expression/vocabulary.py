"""The words and signs that a formula may be written with, in English and in Spanish."""

from __future__ import annotations

import math
from collections.abc import Sequence

FUNCTIONS: dict[str, str] = {
    **{name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "sqrt", "abs", "sign")},
    **{name: name for name in ("arcsin", "arccos", "arctan", "log", "log2", "log10", "minimum", "maximum")},
    **{"ln": "log", "min": "minimum", "max": "maximum", "sgn": "sign", "ratio": "ratio", "where": "where"},
    **{"asin": "arcsin", "acos": "arccos", "atan": "arctan"},
    **{"sen": "sin", "tg": "tan", "arcsen": "arcsin", "arctg": "arctan", "senh": "sinh", "tgh": "tanh"},
    **{"raíz": "sqrt", "raiz": "sqrt", "signo": "sign", "mín": "minimum", "máx": "maximum"},
}
"""The functions by each of their names. `log` is the natural logarithm, as `ln` is."""

TRIGONOMETRIC = {"sin": "arcsin", "cos": "arccos", "tan": "arctan"}
"""Functions of which f⁻¹ could mean the inverse as well as 1/f."""

CONSTANTS: dict[str, float] = {"e": math.e, "pi": math.pi, "π": math.pi}

OPERATORS = {"·": "*", "×": "*", "∙": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/"} | dict.fromkeys(
    "−–—‐‑", "-"
)
"""Typographic signs, and the plain ones that they stand for."""

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
OPENING, CLOSING = "([{", ")]}"


def aliases(names: Sequence[str]) -> dict[str, str]:
    """What may be written for each name.

    The parameters (all names, but for the leading "x" of a model f[x, φ]) may also be called φ₀ φ₁, phi0 phi1, p0 p1;
    those of a function also x y, or a b; a single one also φ.
    """
    parameters = names[1:] if len(names) > 2 and names[0] == "x" else names
    known: dict[str, str] = {}
    for i, name in enumerate(parameters):
        known |= {f"{stem}{i}": name for stem in ("φ", "ϕ", "phi", "p")}
    if len(parameters) == 1:
        known |= dict.fromkeys(("φ", "ϕ", "phi"), parameters[0])
    if parameters is names:
        for letters in ("xy", "ab"):
            known |= dict(zip(letters, parameters, strict=False))
    return known | {name: name for name in names}
