"""What stands below a lesson: the way into the playground, the lecturer's run sheet, the student's worksheet."""

from __future__ import annotations

import streamlit as st

from playground import worksheets
from playground.content import Lesson
from playground.engine.hyper import Hyper
from playground.i18n import formulas, number
from playground.link.playground import Settings, to_query
from playground.link.values import number as number_in
from playground.link.values import text_of
from playground.ui import cache, navigation, session, widgets
from playground.ui.lesson import questions
from playground.ui.number_fields import optional_field
from playground.worksheets import Draw

LONGEST_NAME = 80
"""Letters of the name or number that draws a student's exercise."""


def sheets(words: Lesson, now: Settings, playable: bool, exercise: Draw | None) -> None:
    """The way into the playground, the lecturer's run sheet, the student's worksheet."""
    t = session.t()
    if playable and st.button(t("Open in the playground"), icon=":material/open_in_new:", key="to-playground"):
        session.put(cache.read(to_query(now)), page="")
        st.switch_page(navigation.page("", t))
    with widgets.unfold("run-sheet", t("Run sheet for the lecturer")) as is_open:
        if is_open:
            _run_sheet(words)
    if words.worksheet and exercise is not None:
        begun = bool(session.beside().get("student"))
        with widgets.unfold("worksheet", t("Worksheet for home"), begun) as is_open:
            if is_open:
                _worksheet(words, exercise)


def _run_sheet(words: Lesson) -> None:
    """One page to print: minutes, the link of each state, questions and answers, numbers for the blackboard."""
    t = session.t()
    states = "\n".join(f"- **{one.title}** [{_link(one.query)}]({_link(one.query)})" for one in words.tries)
    asked = []
    for question in (words.questions[index] for kind, index in words.steps if kind == "question"):
        right = next(answer for answer in question.answers if answer.right)
        answer = f"{questions.ended(right.text)} {questions.without_praise(right.reply)}"
        asked.append(f"**{t('Question')}.** {question.text}  \n*{t('Answer')}:* {answer}")
    sheet = [
        f"### {words.title} · {t('{n} min').format(n=words.minutes)}",
        words.plan,
        f"**{t('States')}**\n{states}",
        *asked,
        f"**{t('For the blackboard')}.** {words.blackboard}",
    ]
    with st.container(key="sheet"):
        st.markdown("\n\n".join(sheet))
    st.caption(t("Print this page (Ctrl+P): only the sheet is printed."))


def _link(query: str) -> str:
    base = session.link(None).partition("?")[0]
    return f"{base}?lang={session.language()}" + (f"&{query}" if query else "")


def _hand_in() -> None:
    """Keep the student's answer in the link."""
    said = st.session_state.get(f"{session.PREFIX}home")
    session.beside()["home"] = "" if said is None else text_of(float(said))


def _sign() -> None:
    """Keep the student's name in the link, so that a reload does not ask for it again."""
    session.beside()["student"] = str(st.session_state.get("student", "")).encode("utf-8", "replace").decode()


def _worksheet(words: Lesson, draw: Draw) -> None:
    """An exercise with the student's own numbers, and a check of the answer."""
    t, language = session.t(), session.language()
    if "student" not in st.session_state:
        st.session_state["student"] = session.beside().get("student", "")[:LONGEST_NAME]
    who = st.text_input(
        t("Your name or number: it draws your own exercise"), key="student", max_chars=LONGEST_NAME, on_change=_sign
    )
    if not who.strip():
        return
    task = worksheets.exercise(draw, who)
    text = words.worksheet
    for name, value in task.numbers.items():
        text = text.replace("{" + name + "}", number(value, "en"))
    st.markdown(formulas(text, language))
    kept = number_in(session.beside().get("home", ""))
    said = optional_field("home", Hyper("", ""), kept, t("Your answer"), track=False, on_change=_hand_in)
    if said is not None:
        if worksheets.correct(task, said):
            st.success(t("Right."))
        else:
            st.info(t("Not yet. Go through it once more: signs, sums, decimals."))
    st.caption(
        t("Seed {n}. The same name gives the same exercise.").format(n=number(worksheets.seed_of(who), language))
    )
