"""A parser of formulas as people write them: 2x, sen(3x) + 1,5y², |x|, √(x + 1).

A recursive descent over a closed grammar. Nothing of Python is evaluated, and only doubles are made, so there is
nothing to escape to. What could be read in two ways is refused, with both readings.

    sum      = signed {("+" | "-") signed}
    signed   = {"-" | "+"} product
    product  = power {("*" | "/") factor | power}          a product needs no sign, as in 2x(y + 1)
    factor   = {"-" | "+"} power
    power    = primary [superscript | "^" factor]          2^3^2 is 2^9, -x^2 is -(x^2)
    primary  = number | name | "(" sum ")" | "|" sum "|" | "√" primary | function
    function = word [superscript | "^" primary] ("(" sum {";" sum} ")" | factor {power without brackets})
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from playground.engine.expression.build import number
from playground.engine.expression.operations import OPERATIONS
from playground.engine.expression.reading import FormulaError, Token, has_semicolon, misplaced, tokens
from playground.engine.expression.tree import Expression, Name, Number, Operation
from playground.engine.expression.vocabulary import CONSTANTS, TRIGONOMETRIC
from playground.marking import N_

__all__ = ["FormulaError", "parse"]

MOST_LETTERS, MOST_OPERATIONS, MOST_DEPTH = 300, 150, 40

E = Number(CONSTANTS["e"])

MANY = frozenset({"minimum", "maximum"})
"""Functions that take two arguments or more."""


def parse(text: str, names: Sequence[str] = ("x", "y"), decimal_comma: bool | None = None) -> Expression:
    """The expression that a text writes down.

    Parameters
    ----------
    names : sequence of str
        The names it may use. A model f[x, φ] has ("x", "a", "b"). The parameters may also be written φ₀ φ₁ or p0 p1;
        those of a function x y or a b too.
    decimal_comma : bool, optional
        Whether the page writes 1,5 (Spanish) or 1.5 (English). A comma between digits is read as a decimal mark
        wherever it can be nothing else; where it could also part two arguments, or a point thousands, the page decides
        what is safe to assume. None assumes nothing.

    Raises
    ------
    FormulaError
        For a text that is no formula, has two readings, or is larger than 300 letters, 150 operations or 40 brackets
        within one another; with its place and a sentence that says what to write.
    """
    if len(text) > MOST_LETTERS:
        raise FormulaError(
            MOST_LETTERS, N_("At most {most} characters, please: this has {count}."), most=MOST_LETTERS, count=len(text)
        )
    return _Parser(tokens(text, names), decimal_comma).whole()


class _Parser:
    """The position in a list of tokens, and what is read from there."""

    def __init__(self, read: list[Token], decimal_comma: bool | None) -> None:
        self.tokens = read
        self.decimal_comma = decimal_comma
        self.at = 0
        self.operations = 0
        self.depth = 0
        self.bars = 0  # how many |…| are open, since the last bracket
        self.parting = False  # whether a comma here may part the arguments of a function

    # ------------------------------------------------------------ tokens

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        """The next token, and go on."""
        token = self.next
        self.at += 1
        return token

    def took(self, *kinds: str) -> bool:
        """Whether the next token is one of these; if so, go on."""
        if self.next.kind in kinds:
            self.at += 1
            return True
        return False

    def built(self, operator: str, *parts: Expression) -> Expression:
        self.operations += 1
        if self.operations > MOST_OPERATIONS:
            raise FormulaError(self.next.position, N_("At most {most} operations, please."), most=MOST_OPERATIONS)
        return Operation(operator, parts)

    # ------------------------------------------------------------ grammar

    def whole(self) -> Expression:
        if self.next.kind == "end":
            raise FormulaError(0, N_("Write a formula, such as x^2 + 3y^2."))
        result = self.sum()
        if self.next.kind != "end":
            raise misplaced(self.next)
        return result

    def sum(self) -> Expression:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise FormulaError(
                self.next.position, N_("At most {most} brackets within one another, please."), most=MOST_DEPTH
            )
        left = self.signed()
        while self.next.kind in "+-":
            operator = "add" if self.take().kind == "+" else "subtract"
            left = self.built(operator, left, self.signed())
        self.depth -= 1
        return left

    def signed(self) -> Expression:
        return self.after_signs(self.product)

    def after_signs(self, read: Callable[[], Expression]) -> Expression:
        """What `read` gives, negated for each minus before it."""
        minus = 0
        while self.next.kind in ("-", "+"):
            minus += self.take().kind == "-"
        result = read()
        for _ in range(minus):
            result = self.built("negative", result)
        return result

    def product(self) -> Expression:
        left = self.power()
        while True:
            if self.took("*"):
                left = self.built("multiply", left, self.after_signs(self.power))
            elif self.took("/"):
                left = self.built("divide", left, self.after_signs(self.power))
            elif self.next.kind == "number":
                raise misplaced(self.next)
            elif self.begins_factor():
                left = self.built("multiply", left, self.power())
            else:
                return left

    def begins_factor(self) -> bool:
        return self.next.kind in ("name", "constant", "function", "(", "√") or (self.next.kind == "|" and not self.bars)

    def power(self) -> Expression:
        base = self.primary()
        exponent = self.exponent()
        if exponent is None:
            return base
        # e^u is exp(u): one form of it, and no ln e in its derivative.
        return self.built("exp", exponent) if base == E else self.built("power", base, exponent)

    def exponent(self) -> Expression | None:
        """The exponent that follows, if one does."""
        if self.next.kind == "superscript":
            token = self.take()
            return number(float(token.text))
        if self.took("^"):
            return self.after_signs(self.power)
        return None

    def primary(self) -> Expression:
        token = self.take()
        if token.kind == "number":
            return self.number(token)
        if token.kind == "name":
            return Name(token.text)
        if token.kind == "constant":
            return Number(CONSTANTS[token.text])
        if token.kind == "function":
            return self.function(token)
        if token.kind == "√":
            return self.built("sqrt", self.primary())
        if token.kind == "(":
            return self.bracket(token, parting=False)
        if token.kind == "|":
            return self.absolute(token)
        self.at -= 1
        raise misplaced(self.next)

    def bracket(self, opening: Token, parting: bool) -> Expression:
        """The sum inside a bracket that has been opened, up to its end."""
        before = self.parting, self.bars
        self.parting, self.bars = parting, 0
        inside = self.sum()
        self.close(opening)
        self.parting, self.bars = before
        return inside

    def absolute(self, opening: Token) -> Expression:
        before = self.parting
        self.parting, self.bars = False, self.bars + 1
        inside = self.sum()
        if not self.took("|"):
            raise FormulaError(opening.position, N_("This bar is not closed."))
        self.parting, self.bars = before, self.bars - 1
        return self.built("abs", inside)

    def close(self, opening: Token) -> None:
        if self.took(")"):
            return
        if self.next.kind == "end":
            raise FormulaError(opening.position, N_("This bracket is not closed."))
        raise misplaced(self.next)

    # ------------------------------------------------------------ functions

    def function(self, word: Token) -> Expression:
        exponent = self.exponent_of_function(word)
        opening = self.next
        if self.took("("):
            arguments = self.arguments(word, opening)
        elif OPERATIONS[word.text].arity > 1:
            raise FormulaError(
                opening.position,
                N_("{function} needs its arguments in brackets: {function}(x; y)."),
                function=word.written,
            )
        else:
            arguments = [self.bare_argument(word)]
        result = arguments[0]
        if word.text in MANY:
            for argument in arguments[1:]:
                result = self.built(word.text, result, argument)
        else:
            result = self.built(word.text, *arguments)
        return result if exponent is None else self.built("power", result, exponent)

    def exponent_of_function(self, word: Token) -> Expression | None:
        """The 2 of sin²x or sin^2 x; sin⁻¹ is refused, which some read as the inverse and others as 1/sin."""
        before = self.next
        if before.kind == "superscript":
            exponent: Expression | None = number(float(self.take().text))
        elif self.took("^"):
            exponent = self.after_signs(self.primary)
        else:
            return None
        if word.text in TRIGONOMETRIC and exponent == number(-1.0):
            raise FormulaError(
                before.position,
                N_("Two readings: the inverse, {inverse}(x), or 1/{function}(x). Write the one you mean."),
                inverse=TRIGONOMETRIC[word.text],
                function=word.written,
            )
        return exponent

    def arguments(self, word: Token, opening: Token) -> list[Expression]:
        arity, many = OPERATIONS[word.text].arity, word.text in MANY
        before = self.parting, self.bars
        self.parting, self.bars = arity > 1, 0
        found = [self.sum()]
        while self.took(";", ","):
            found.append(self.sum())
        self.close(opening)
        self.parting, self.bars = before
        if (len(found) < 2) if many else (len(found) != arity):
            raise FormulaError(
                opening.position,
                N_("{function} takes {count} arguments, separated by ; and this has {found}.")
                if arity > 1
                else N_("{function} takes one argument, and this has {found}."),
                function=word.written,
                count=arity,
                found=len(found),
            )
        return found

    def bare_argument(self, word: Token) -> Expression:
        """The argument of a function without brackets: sin 2x is sin(2x); another function ends it."""
        result = self.after_signs(self.power)
        while self.next.kind in ("name", "constant", "√"):
            result = self.built("multiply", result, self.power())
        if self.next.kind in ("(", "number") or (self.next.kind == "|" and not self.bars):
            raise FormulaError(
                self.next.position,
                N_("Where does the argument of {function} end? Put it in brackets: {function}(x)."),
                function=word.written,
            )
        return result

    # ------------------------------------------------------------ numbers

    def number(self, token: Token) -> Expression:
        """A number, perhaps with a decimal comma; refused where its mark could mean something else."""
        comma, after = self.tokens[self.at], self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        joined = (
            comma.kind == "," and comma.position == token.end and after.kind == "number" and after.position == comma.end
        )
        point = "." in token.text or "e" in token.text
        if joined and point and self.decimal_comma is not False and not self.parting:
            raise FormulaError(
                token.position,
                N_("Write {number} with one decimal mark, and nothing between thousands."),
                number=f"{token.text},{after.text}",
            )
        if joined and not point and not after.text.startswith(".") and self.is_decimal(token, after):
            self.at += 2
            return Number(_double(f"{token.text}.{after.text}", token))
        if self.decimal_comma and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", token.text):
            raise FormulaError(
                token.position,
                N_("Two readings of {written}: {small} or {large}. Write one of these."),
                written=token.text,
                small=token.text.rstrip("0").rstrip(".").replace(".", ","),
                large=token.text.replace(".", ""),
            )
        return Number(_double(token.text, token))

    def is_decimal(self, token: Token, after: Token) -> bool:
        """Whether the comma between two numbers is a decimal mark; FormulaError where it could be something else."""
        if self.parting and not has_semicolon(self.tokens, self.at):
            if self.decimal_comma is False:
                return False
            raise FormulaError(
                token.position,
                N_("Two readings: {one}; {other} or {number}. Separate arguments by a semicolon, or write a point."),
                one=token.text,
                other=after.text,
                number=f"{token.text}.{after.text}",
            )
        if not self.decimal_comma and re.fullmatch(r"[1-9]\d{0,2}", token.text) and re.fullmatch(r"\d{3}", after.text):
            raise FormulaError(
                token.position,
                N_("Two readings of {written}: {small} or {large}. Write one of these."),
                written=f"{token.text},{after.text}",
                small=f"{token.text}.{after.text}".rstrip("0").rstrip("."),
                large=token.text + after.text,
            )
        return True


def _double(digits: str, token: Token) -> float:
    value = float(digits)
    if value == float("inf"):
        raise FormulaError(token.position, N_("This number is too large: at most 1.8e308."))
    if value == 0 and digits.lower().split("e")[0].strip("0."):
        raise FormulaError(token.position, N_("This number is too small: at least 5e-324, or 0."))
    return value
