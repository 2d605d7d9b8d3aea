"""The tokens of a formula: numbers, words and signs, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playground.engine.expression.vocabulary import (
    CLOSING,
    CONSTANTS,
    FUNCTIONS,
    OPENING,
    OPERATORS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    aliases,
)
from playground.engine.messages import InputError, Note
from playground.marking import N_

NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
SUPERSCRIPT = re.compile(rf"[⁻⁺]?[{''.join(c for c in SUPERSCRIPTS if c not in '⁻⁺')}]+")
WORD = re.compile(rf"[^\W\d_{''.join([*SUPERSCRIPTS, *SUBSCRIPTS])}]+")
INDEX = re.compile(rf"_?([0-9]+|[{''.join(SUBSCRIPTS)}]+)")
HEAD = re.compile(r"\s*(?:[^\W\d]\w*\s*)(?:[\[(][^=\[\]()]*[\])])?\s*=(?!=)")
"""The left side of an equation such as f(x, y) = …, which may stand before a formula and says nothing."""


NO_SIGN = N_("A sign is missing before {number}: a product is written 2x, a power x^2.")


class FormulaError(InputError):
    """What is wrong with a formula, and where: `position` is the place in the text, counted from 0."""

    def __init__(self, position: int, message: str, **values: float | str) -> None:
        super().__init__(Note(message, values=values))
        self.position = position

    @property
    def message(self) -> str:
        """The sentence to be translated, with places for `values`."""
        return self.note.message

    @property
    def values(self) -> dict[str, float | str]:
        """What is filled in."""
        return self.note.values


@dataclass(frozen=True)
class Token:
    """A piece of the text.

    `kind` is "number", "name", "constant", "function", "superscript", "end", or the sign itself; `text` is what it
    means and `written` how it stands in the formula, from `position` up to `end`.
    """

    kind: str
    text: str
    written: str
    position: int

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.position + len(self.written)


def tokens(text: str, names: Sequence[str]) -> list[Token]:
    """All tokens of a formula, an "end" last; FormulaError for what is none, with its place."""
    head = HEAD.match(text)
    found = list(_tokens(text, head.end() if head else 0, _words(names), names))
    return [*found, Token("end", "", "", len(text.rstrip()))]


def _words(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Every word that may be written: its kind and what it means."""
    return (
        {word: ("function", operator) for word, operator in FUNCTIONS.items()}
        | {word: ("constant", word) for word in CONSTANTS}
        | {word: ("name", name) for word, name in aliases(names).items()}
    )


def _tokens(text: str, at: int, words: dict[str, tuple[str, str]], names: Sequence[str]) -> Iterator[Token]:
    while at < len(text):
        letter = text[at]
        if letter.isspace():
            at += 1
        elif match := NUMBER.match(text, at):
            yield Token("number", match[0].lower(), match[0], at)
            at = match.end()
            if at < len(text) and text[at] == "." and not text[at - 1] == ".":
                raise FormulaError(at, N_("A number has one decimal mark."))
        elif match := SUPERSCRIPT.match(text, at):
            yield Token("superscript", "".join(SUPERSCRIPTS[c] for c in match[0]), match[0], at)
            at = match.end()
        elif match := WORD.match(text, at):
            pieces = _pieces(text, match, words, names)
            yield from pieces
            at = pieces[-1].end
        elif text.startswith("**", at):
            yield Token("^", "^", "**", at)
            at += 2
        else:
            yield Token(_sign(letter, at), letter, letter, at)
            at += 1


def _sign(letter: str, at: int) -> str:
    if letter in OPENING:
        return "("
    if letter in CLOSING:
        return ")"
    sign = OPERATORS.get(letter, letter)
    if sign not in "+-*/^|√;,":
        raise FormulaError(at, N_("“{letter}” has no meaning in a formula here."), letter=letter)
    return sign


def _pieces(text: str, match: re.Match[str], words: dict[str, tuple[str, str]], names: Sequence[str]) -> list[Token]:
    """A run of letters, perhaps with an index, as known words: xsin is x and sin, φ₀ and log10 have their index."""
    run, at = match[0].lower(), match.start()
    index = INDEX.match(text, match.end())
    if index:
        digits = "".join(SUBSCRIPTS.get(c, c) for c in index[1])
        split = _split(run, {word for word in words if not word[-1].isdigit()}, words, digits)
        if split:
            *before, last = split
            found = _placed(before, at, words)
            start = at + sum(map(len, before))
            kind, meaning = words[last + digits]
            return [*found, Token(kind, meaning, text[start : index.end()], start)]
        if not index[0].isdigit():
            raise FormulaError(at, N_("“{word}” is not known here."), word=match[0] + index[0])
    split = _split(run, set(words), None, "")
    if not split:
        known = ", ".join(names)
        raise FormulaError(at, N_("“{word}” is not known here. The names are {names}."), word=match[0], names=known)
    return _placed(split, at, words)


def _placed(parts: Sequence[str], at: int, words: dict[str, tuple[str, str]]) -> list[Token]:
    found = []
    for part in parts:
        kind, meaning = words[part]
        found.append(Token(kind, meaning, part, at))
        at += len(part)
    return found


def _split(run: str, words: set[str], indexed: dict[str, tuple[str, str]] | None, digits: str) -> list[str] | None:
    """The fewest known words that make up a run of letters; the last one with its index if `indexed` is given."""
    best: list[list[str] | None] = [None] * len(run) + [[]]
    for start in range(len(run) - 1, -1, -1):
        for end in range(min(len(run), start + 8), start, -1):
            part, rest = run[start:end], best[end]
            last = indexed is not None and end == len(run)
            known = (indexed is not None and part + digits in indexed) if last else part in words
            if known and rest is not None and (best[start] is None or len(rest) + 1 < len(best[start] or [])):
                best[start] = [part, *rest]
    return best[0]


def has_semicolon(found: Sequence[Token], at: int) -> bool:
    """Whether the arguments of the function around a token are parted by semicolons."""
    return _semicolon(found, at, 1) or _semicolon(found, at, -1)


def _semicolon(found: Sequence[Token], at: int, way: int) -> bool:
    depth = 0
    while 0 <= at < len(found):
        kind = found[at].kind
        depth += way * ((kind == "(") - (kind == ")"))
        if depth < 0:
            return False
        if kind == ";" and depth == 0:
            return True
        at += way
    return False


def misplaced(token: Token) -> FormulaError:
    """The error of a token that cannot stand where it does."""
    if token.kind == "end":
        return FormulaError(token.position, N_("Something is missing at the end."))
    if token.kind == ",":
        return FormulaError(
            token.position, N_("A comma separates the arguments of a function, or comes between digits.")
        )
    if token.kind == "number":
        return FormulaError(token.position, NO_SIGN, number=token.text)
    return FormulaError(token.position, N_("“{token}” does not fit here."), token=token.written)
