"""The questions of a lesson: the student commits to an answer before the figure gives it."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from playground.content import Lesson, Question
from playground.i18n import capitalized
from playground.ui import session

PRAISE = re.compile(r"^(Yes|Right|Sí|Correcto|Exacto)[.,:]\s*")
"""How the reply to a right answer begins, which would puzzle one who gave another."""


LETTERS = "ABCDEFGH"
"""By which a hall votes."""


def recall(words: Lesson) -> None:
    """Take the answers that the link tells for given: a reload does not ask again."""
    here = session.visit().lesson(words.name)
    for i, text in enumerate(session.beside().get("answers", "").split(",")[: len(words.questions)]):
        if text.isascii() and text.isdecimal() and int(text[:4]) < len(words.questions[i].answers):
            here.answers.setdefault(i, int(text))
            here.recalled.setdefault(i, int(text))


def ask(words: Lesson, question: Question, index: int, answer: Callable[[int], None]) -> None:
    """A question: the student commits to an answer before the figure gives it; `answer` has it do so."""
    t = session.t()
    texts, here = [answer.text for answer in question.answers], session.visit().lesson(words.name)
    with st.container():
        st.markdown(f"**{t('Guess first.')}** {question.text}")
        said = st.radio(
            spoken(f"{t('Guess first.')} {question.text}"),
            range(len(texts)),
            index=here.recalled.get(index),
            format_func=texts.__getitem__,
            label_visibility="collapsed",
            key=f"answer:{words.name}:{index}",
        )
        st.button(
            t("That is my answer"),
            key=f"commit:{words.name}:{index}",
            disabled=said is None,
            on_click=_commit,
            args=(words, index, said, answer),
        )
        given = here.answers.get(index)
        if given is None:
            return
        chosen = question.answers[given]
        (st.success if chosen.right else st.info)(chosen.reply)
        if not chosen.right:
            right = next(one for one in question.answers if one.right)
            st.markdown(f"**{t('The answer')}:** {ended(right.text)} {without_praise(right.reply)}")


def project(question: Question) -> None:
    """A question for a hall: read from the last row, its answers by letters."""
    with st.container(key="asked"):
        st.markdown(f"**{question.text}**")
        for letter, answer in zip(LETTERS, question.answers, strict=False):
            st.markdown(f"{letter} · {answer.text}")


def answered(question: Question) -> str:
    """The right answer for a hall, by its letter, and its reason."""
    letter, right = next(pair for pair in zip(LETTERS, question.answers, strict=False) if pair[1].right)
    return f"**✓ {letter} · {ended(right.text)}** {without_praise(right.reply)}"


def without_praise(reply: str) -> str:
    """The reply to a right answer, for one who gave another: its reason, without the "Yes:" that it begins with."""
    return capitalized(PRAISE.sub("", reply))


def spoken(text: str) -> str:
    """A text as it is read out: without the marks of Markdown and of formulae."""
    return re.sub(r"[*_`$\\]", "", text)


def ended(text: str) -> str:
    """The answer with a full stop, because a reply follows: "14." and not "14"."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _commit(words: Lesson, index: int, said: int, answer: Callable[[int], None]) -> None:
    answers = session.visit().lesson(words.name).answers
    answers[index] = said
    given = [answers.get(i, "") for i in range(len(words.questions))]
    session.beside()["answers"] = ",".join(map(str, given)).rstrip(",")
    answer(index)  # it runs the whole page: the link, which is written beside the fragments, tells the answer
