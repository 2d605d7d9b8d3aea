"""What the lecturer reads in a second window: the run sheet, and the place of now and the next one."""

from __future__ import annotations

import html
import re

from playground.content import Lesson
from playground.marking import N_
from playground.ui import navigation, session
from playground.ui.lesson import questions, sequence
from playground.ui.lesson.sequence import Place
from playground.ui.player import protocol
from playground.ui.player.formulas import mathml

WORDS = {
    "open": N_("Presenter's view: run sheet, what comes next, and a clock in a second window (N)"),
    "now": N_("Now"),
    "next": N_("Next"),
    "nothing": N_("the next lesson"),
    "plan": N_("Run sheet"),
    "blackboard": N_("For the blackboard"),
    "minutes": N_("{k} of {n} min"),
    "back": N_("Back"),
    "on": N_("On"),
    "again": N_("Restart the clock"),
    "blocked": N_("The browser has blocked the window: allow it for this page."),
}
"""What the second window says."""


def told(words: Lesson) -> protocol.NotesData:
    """The notes of a projected lesson, as the browser shows them."""
    t, places, now = session.t(), sequence.here(words), sequence.now(words)
    return {
        "lang": session.language(),
        "title": f"{_number(words)}. {words.title}",
        "minutes": words.minutes,
        "places": [_note(words, place) for place in places],
        "at": places.index(now) if now in places else 0,
        "plan": to_html(words.plan),
        "blackboard": to_html(words.blackboard),
        "words": {name: t(text) for name, text in WORDS.items()},
    }


def _number(words: Lesson) -> int:
    return next(i for i, page in enumerate(navigation.lessons(), start=1) if page.url == words.name)


def _note(words: Lesson, place: Place) -> protocol.Note:
    t = session.t()
    if place.kind == "state":
        one = words.tries[place.index]
        return {"kind": t("State"), "title": to_html(one.title), "text": to_html(one.about)}
    if place.kind == "end":
        return {"kind": t("End of the lesson"), "title": navigation.what_follows(words.name, t), "text": ""}
    question = words.questions[place.index]
    answers = "".join(
        f"<li>{'✓ ' if answer.right else ''}{_line(answer.text)}</li>"  # who asks knows the answer
        for answer in question.answers
    )
    right = next(answer for answer in question.answers if answer.right)
    if place.kind == "question":
        return {
            "kind": t("Question"),
            "title": _line(question.text),
            "text": f'<ol type="A">{answers}</ol>',
        }
    text = f"{questions.ended(right.text)} {questions.without_praise(right.reply)}"
    return {"kind": t("Answer"), "title": _line(question.text), "text": to_html(text)}


def to_html(text: str) -> str:
    """A lesson's paragraphs and numbered lists as HTML, its formulas as MathML."""
    blocks = []
    for block in re.split(r"\n(?=\d+\. )|\n\s*\n", text.strip()):
        item = re.match(r"\d+\. (.*)", block, flags=re.DOTALL)
        blocks.append(f"<li>{_line(item[1])}</li>" if item else f"<p>{_line(block)}</p>")
    return re.sub(r"(?:<li>.*?</li>)+", lambda found: f"<ol>{found[0]}</ol>", "".join(blocks), flags=re.DOTALL)


def _line(text: str) -> str:
    parts = re.split(r"\$([^$]+)\$", text)
    return "".join(_formula(part) if i % 2 else _marked(part) for i, part in enumerate(parts))


def _marked(text: str) -> str:
    text = html.escape(text, quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text, flags=re.DOTALL)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text, flags=re.DOTALL)


def _formula(latex: str) -> str:
    return f"<math>{mathml(latex)}</math>"
