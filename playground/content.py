"""The words of the lessons: `lessons/<lesson>/<language>.md`, and the reader that takes them apart.

A file begins with the title (`# …`) and the text of the lesson. Blocks between `:::` lines hold the rest; the word
after the colons says what a block is, and is the same in every language:

    ::: try ?alpha=0.02&steps=50
    **It learns.** The path goes straight into the valley.
    :::

    ::: question ?alpha=0.042&steps=60
    What does α = 0.042 do?
    - ( ) It learns more slowly. => No: above the limit the steep direction grows.
    - (x) It diverges. => Yes: 0.042 lies above 2/λmax = 0.03998.
    :::

    ::: exact          what the slides say, and what is exact
    ::: blackboard     the numbers for the blackboard, on the run sheet
    ::: minutes 15     how long the lesson takes, and the order of things, on the run sheet
    ::: worksheet      an exercise for home; {names} stand for the student's own numbers (worksheets.py)
    ::: part NAME      a named piece of text that the lesson's page puts beside a figure of its own

The query of a `try` is the state that its button opens; that of a `question` what it is about: the figure shows its
start without what comes, and plays it once the answer is given. Where questions are asked in another order than that
in which links count them, each has its number before its query: `::: question 2 ?alpha=0.2`. Inside formulas numbers
are written with a decimal point in every language, so that a formula is the same in all of them; they are shown with
the language's own mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from playground.i18n import formulas

FOLDER = Path(__file__).parent / "lessons"
BLOCK = re.compile(r"^::: *(\w+)([^\n]*)\n(.*?)^:::[ \t]*$\n?", flags=re.MULTILINE | re.DOTALL)
ASKS = re.compile(r"(\d*) *(?:\?(.+))?")
FORMULA = re.compile(r"(\$\$.+?\$\$|\$[^$\n]+\$)", flags=re.DOTALL)
EIGENVALUE = re.compile(r"λ(max|min)\b")
PRODUCT = re.compile(r"α (?=[gmLλ]\b)")
TOGETHER = re.compile(r"(?<=[\w₀₁″*]) ([=≈<>≤≥]) (?=[−+\d(])|(?<=\d) (%)")
"""What no line is broken in: "α = 0.5", "1 %"."""
NO_BREAK = "\N{NO-BREAK SPACE}"
ONCE = ("exact", "blackboard", "minutes", "worksheet")
KINDS = {"try", "question", "part", *ONCE}


@dataclass(frozen=True)
class Try:
    """A telling state: what its button says, a sentence about it, and its query."""

    title: str
    about: str
    query: str


@dataclass(frozen=True)
class Answer:
    """One answer to a question: its text, whether it is right, and what is said of it."""

    text: str
    right: bool
    reply: str


@dataclass(frozen=True)
class Question:
    """A question that the student answers before the figure does."""

    text: str
    answers: tuple[Answer, ...]
    query: str | None


@dataclass(frozen=True)
class Lesson:
    """The words of a lesson in one language.

    `steps` are its states and questions in the order of the file: "try" or "question", and which of its kind. The order
    of `questions` is that in which links count them.
    """

    name: str
    title: str
    text: str
    tries: tuple[Try, ...] = ()
    questions: tuple[Question, ...] = ()
    steps: tuple[tuple[str, int], ...] = ()
    exact: str = ""
    blackboard: str = ""
    minutes: int = 0
    plan: str = ""
    worksheet: str = ""
    parts: dict[str, str] = field(default_factory=dict)


class LessonError(ValueError):
    """A lesson's file that cannot be read: says which file and what is wrong."""


def file_of(name: str, language: str) -> Path:
    """The file with the words of a lesson in a language."""
    return FOLDER / name.replace("-", "_") / f"{language}.md"


@lru_cache(maxsize=64)
def lesson(name: str, language: str) -> Lesson:
    """The words of a lesson, in English where they are not written in the language yet.

    Raises LessonError where the file is missing or wrong.
    """
    path = file_of(name, language)
    path = path if path.exists() else file_of(name, "en")
    try:
        return read(typeset(unbroken(formulas(path.read_text(encoding="utf-8"), language))), name)
    except (OSError, ValueError) as error:
        raise LessonError(f"{name} ({language}): {error}") from error


def unbroken(text: str) -> str:
    """A text whose short equations are each on one line, however narrow a column is; formulas look after themselves."""
    parts = FORMULA.split(text)
    parts[::2] = [TOGETHER.sub(lambda found: _tied(found[1], found[2]), part) for part in parts[::2]]
    return "".join(parts)


def typeset(text: str) -> str:
    """A text in which λmax has its subscript, and α stays on one line with what it multiplies."""
    parts = FORMULA.split(text)
    parts[::2] = [PRODUCT.sub(f"α{NO_BREAK}", EIGENVALUE.sub(r"$\\lambda_{\\\1}$", part)) for part in parts[::2]]
    return "".join(parts)


def _tied(sign: str | None, percent: str | None) -> str:
    return f"{NO_BREAK}{sign}{NO_BREAK}" if sign else f"{NO_BREAK}{percent}"


def lessons(language: str) -> list[str]:
    """The names of all lessons written in a language."""
    return sorted(path.parent.name.replace("_", "-") for path in FOLDER.glob(f"*/{language}.md"))


def read(source: str, name: str = "") -> Lesson:
    """Take the text of a lesson's file apart. Raises ValueError where it is wrong."""
    blocks = [(kind, argument.strip(), body.strip()) for kind, argument, body in BLOCK.findall(source)]
    rest = BLOCK.sub("", source)
    if ":::" in rest:
        raise ValueError("a block begins or ends without its other half")
    title, _, text = rest.strip().partition("\n")
    if not title.startswith("# "):
        raise ValueError("the first line must be the title, '# …'")
    if unknown := {kind for kind, _, _ in blocks} - KINDS:
        raise ValueError(f"unknown kind of block: {', '.join(sorted(unknown))}")
    asked = _numbered([(argument, body) for kind, argument, body in blocks if kind == "question"])
    once = {kind: (argument, body) for kind, argument, body in blocks if kind in ONCE}
    minutes, plan = once.get("minutes", ("0", ""))
    return Lesson(
        name=name,
        title=title[2:].strip(),
        text=text.strip(),
        tries=tuple(_try(argument, body) for kind, argument, body in blocks if kind == "try"),
        questions=tuple(_question(*asked[i]) for i in sorted(asked)),
        steps=_steps([kind for kind, _, _ in blocks], list(asked)),
        exact=once.get("exact", ("", ""))[1],
        blackboard=once.get("blackboard", ("", ""))[1],
        minutes=int(minutes),
        plan=plan,
        worksheet=once.get("worksheet", ("", ""))[1],
        parts={argument: body for kind, argument, body in blocks if kind == "part"},
    )


def _numbered(blocks: list[tuple[str, str]]) -> dict[int, tuple[str | None, str]]:
    """The questions in the order of the file, by their numbers from 0: each its query, and its text and answers."""
    found = {}
    for place, (argument, body) in enumerate(blocks, start=1):
        match = ASKS.fullmatch(argument)
        if match is None:
            raise ValueError(f"a question begins '::: question ?query', perhaps with its number: {argument!r}")
        found[int(match[1] or place) - 1] = (match[2], body)
    if sorted(found) != list(range(len(blocks))):
        raise ValueError("the questions' numbers must be 1, 2, …")
    return found


def _steps(kinds: list[str], asked: list[int]) -> tuple[tuple[str, int], ...]:
    numbers = {"try": iter(range(len(kinds))), "question": iter(asked)}
    return tuple((kind, next(numbers[kind])) for kind in kinds if kind in numbers)


def _try(argument: str, body: str) -> Try:
    match = re.match(r"\*\*(.+?)\.?\*\*\s*(.*)", body, flags=re.DOTALL)
    if match is None or not argument.startswith("?"):
        raise ValueError(f"a try needs '?query' and '**Title.** sentence': {body[:40]!r}")
    return Try(match[1], match[2].strip(), argument[1:])


def _question(query: str | None, body: str) -> Question:
    text, *answers = re.split(r"^- (?=\([ x]\))", body, flags=re.MULTILINE)
    taken = []
    for answer in answers:
        match = re.match(r"\(([ x])\)\s*(.+?)\s*=>\s*(.+)", answer.strip(), flags=re.DOTALL)
        if match is None:
            raise ValueError(f"an answer is written '- (x) text => reply': {answer[:40]!r}")
        taken.append(Answer(match[2], match[1] == "x", match[3].strip()))
    if sum(answer.right for answer in taken) != 1:
        raise ValueError(f"a question has exactly one right answer: {text.strip()[:40]!r}")
    return Question(text.strip(), tuple(taken), query)
