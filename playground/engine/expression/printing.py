"""An expression as text that can be read back, and as LaTeX; both from the tree, never from what was typed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from playground.engine.expression.tree import Expression, Name, Number, Operation

# How tightly an expression holds together: a part is bracketed where it holds less tightly than its place asks.
SUM, NEGATIVE, PRODUCT, POWER, ATOM = range(1, 6)
LEVEL = {"add": SUM, "subtract": SUM, "negative": NEGATIVE, "multiply": PRODUCT, "divide": PRODUCT, "power": POWER}
SIGNS = {"add": " + ", "subtract": " - ", "multiply": "*", "divide": "/"}
SHORT = {"minimum": "min", "maximum": "max"}
CONSTANTS = {math.pi: ("pi", r"\pi"), math.e: ("e", r"\mathrm{e}")}
COMMANDS = {
    "log": r"\ln",
    "log2": r"\log_2",
    "log10": r"\log_{10}",
    "arcsin": r"\arcsin",
    "arccos": r"\arccos",
    "arctan": r"\arctan",
    "minimum": r"\min",
    "maximum": r"\max",
    "sign": r"\operatorname{sign}",
} | {name: rf"\{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")}


def text(node: Expression) -> str:
    """The expression as text: `parse` makes an equal one of it, whatever the decimal mark of the page."""
    if isinstance(node, Number):
        return CONSTANTS[node.value][0] if node.value in CONSTANTS else _digits(node.value)
    if isinstance(node, Name):
        return node.name
    assert isinstance(node, Operation)
    if node.operator == "negative":
        return "-" + _within(node.parts[0], PRODUCT)
    if node.operator == "power":
        base, exponent = node.parts
        return f"{_within(base, ATOM)}^{_within(exponent, POWER)}"
    if node.operator in SIGNS:
        left, right = node.parts
        level = LEVEL[node.operator]
        return _within(left, level) + SIGNS[node.operator] + _within(right, level + 1)
    return f"{SHORT.get(node.operator, node.operator)}({'; '.join(map(text, node.parts))})"


SPANISH = {"sin": "sen", "tan": "tg", "arcsin": "arcsen", "arctan": "arctg", "sinh": "senh", "tanh": "tgh"}


def written(node: Expression, language: str) -> str:
    """The expression as people of a language type it; `parse` with its decimal mark reads it back."""
    plain = text(node).replace("*", "·")
    if language != "es":
        return plain
    plain = re.sub(r"(?<=[0-9])\.(?=[0-9])", ",", plain)
    return re.sub(r"[a-z]+", lambda found: SPANISH.get(found[0], found[0]), plain)


def _within(node: Expression, level: int) -> str:
    written = text(node)
    return written if _level(node) >= level else f"({written})"


def _level(node: Expression) -> int:
    return LEVEL.get(node.operator, ATOM) if isinstance(node, Operation) else ATOM


def _digits(value: float) -> str:
    """The shortest digits of a double; never three decimals, which a page with decimal commas takes for thousands."""
    digits = f"{int(value)}" if value.is_integer() and value < 1e15 else repr(value)
    whole, _, decimals = digits.partition(".")
    return f"{digits}0" if len(decimals) == 3 and decimals.isdigit() and len(whole) <= 3 else digits


def latex(node: Expression, symbols: Mapping[str, str]) -> str:
    """The expression in LaTeX, with names set as `symbols` says."""
    return _Latex(symbols).of(node)


class _Latex:
    """LaTeX of expressions: fractions, roots, bars, and products without a sign where that is how they are written."""

    def __init__(self, symbols: Mapping[str, str]) -> None:
        self.symbols = symbols

    def of(self, node: Expression) -> str:
        if isinstance(node, Number):
            return CONSTANTS[node.value][1] if node.value in CONSTANTS else _latex_digits(node.value)
        if isinstance(node, Name):
            return self.symbols.get(node.name, node.name)
        assert isinstance(node, Operation)
        special = getattr(self, f"_{node.operator}", None)
        return special(*node.parts) if special else self._function(node)

    def within(self, node: Expression, level: int) -> str:
        """The node, bracketed where it holds less tightly than `level`."""
        written = self.of(node)
        return written if _latex_level(node) >= level else rf"\left({written}\right)"

    def _add(self, u: Expression, v: Expression) -> str:
        return f"{self.of(u)} + {self.within(v, PRODUCT)}"

    def _subtract(self, u: Expression, v: Expression) -> str:
        return f"{self.of(u)} - {self.within(v, PRODUCT)}"

    def _negative(self, u: Expression) -> str:
        return f"-{self.within(u, PRODUCT)}"

    def _multiply(self, u: Expression, v: Expression) -> str:
        left, right = self.within(u, PRODUCT), self.within(v, PRODUCT)
        dot = _starts_with_digit(right)  # without it 2·3 would read 23
        return rf"{left} \cdot {right}" if dot else rf"{left}\,{right}"

    def _divide(self, u: Expression, v: Expression) -> str:
        return rf"\frac{{{self.of(u)}}}{{{self.of(v)}}}"

    _ratio = _divide

    def _power(self, u: Expression, v: Expression) -> str:
        return f"{self.within(u, ATOM)}^{{{self.of(v)}}}"

    def _sqrt(self, u: Expression) -> str:
        return rf"\sqrt{{{self.of(u)}}}"

    def _exp(self, u: Expression) -> str:
        return rf"\mathrm{{e}}^{{{self.of(u)}}}"

    def _abs(self, u: Expression) -> str:
        return rf"\left|{self.of(u)}\right|"

    def _where(self, condition: Expression, one: Expression, other: Expression) -> str:
        rows = rf"{self.of(one)} & {self.of(condition)} \ge 0 \\ {self.of(other)} & {self.of(condition)} < 0"
        return rf"\begin{{cases}} {rows} \end{{cases}}"

    def _function(self, node: Operation) -> str:
        arguments = r",\; ".join(map(self.of, node.parts))
        return rf"{COMMANDS[node.operator]}\left({arguments}\right)"


def _starts_with_digit(written: str) -> bool:
    """Whether the text begins with a digit, perhaps inside a fraction or a bracket's base."""
    return written.lstrip("{").startswith(tuple("0123456789"))


def _latex_level(node: Expression) -> int:
    """As `_level`; a fraction and a root stand by themselves, a power of e is no base."""
    if isinstance(node, Operation):
        if node.operator in {"divide", "ratio"}:
            return PRODUCT
        if node.operator == "exp":
            return POWER
        if node.operator == "where":
            return SUM
    return _level(node)


def _latex_digits(value: float) -> str:
    mantissa, _, exponent = f"{value:.15g}".partition("e")
    return rf"{mantissa}\cdot 10^{{{int(exponent)}}}" if exponent else mantissa
