"""A lesson's page: text, telling states, the live figure, questions before answers, sheets to print.

A page in `pages/lessons/` calls `show` with what is its own: which controls, which panels, and figures beside them. The
words come from `playground/content/<language>/<lesson>.md`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import streamlit as st

from playground import worksheets
from playground.content import Lesson, Question, lesson
from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES
from playground.engine.hyper import Hyper, hypers
from playground.i18n import formulas, number
from playground.link.playground import Settings, to_query
from playground.link.values import Pick, text_of
from playground.link.values import number as number_in
from playground.ui import cache, controls, navigation, session, sharing, stage
from playground.ui.cache import Run
from playground.ui.cockpit import Page, cockpit, figures_are_drawn
from playground.ui.fields import optional_field

PRAISE = re.compile(r"^(Yes|Right|Sí|Correcto|Exacto)[.,:]\s*")
"""How the reply to a right answer begins, which would puzzle one who gave another."""

CONTROLS = frozenset({"model", "optimizer", "start", "steps", "batches", "schedule", "compare", "show"})
"""The sections of the panel of controls; beside them each hyperparameter by its field's name."""

FIELDS = frozenset(
    field for registry in (OBJECTIVES, OPTIMIZERS, SCHEDULES) for kind in registry.values() for field in hypers(kind)
)

LONGEST_NAME = 80
"""Letters of the name or number that draws a student's exercise."""

Extra = Callable[[Lesson, Settings, list[Run]], None]


def state(query: str) -> Settings:
    """The settings of a telling state."""
    return cache.read(query)


def show(
    name: str,
    *,
    shown: Collection[str],
    panels: Sequence[str | stage.Panel] = ("contour", "fit", "surface", "loss"),
    opened: Collection[str] = (),
    before: Extra | None = None,
    extra: Extra | None = None,
    reports: bool = False,
    squares: bool = False,
    follows: Callable[[Settings], object] | None = None,
) -> None:
    """Draw a lesson.

    Parameters
    ----------
    shown : collection of str
        The controls that the lesson needs: sections (CONTROLS) and hyperparameters by field name.
    panels : sequence of str or callable(settings)
        The charts, by name or the lesson's own, two a row; the player stands under the first row. Empty: the lesson
        has no run in the plane.
    opened : collection of str
        "ledger" and "curvature", where the lesson shows them.
    before, extra : callable(lesson, settings, runs), optional
        The lesson's own figures, above and below the charts.
    reports : bool
        Whether the lesson's figures follow the step at which the player stops.
    squares : bool
        Whether residuals are drawn as squares too.
    follows : callable(settings), optional
        What the lesson's own figures depend on beside the step: while this stays the same, they stay as they are.
        All settings, if not given.
    """
    t = session.t()
    words = lesson(name, session.language())
    _head(words)
    now = _of_the_lesson(words, session.settings(state(words.tries[0].query) if words.tries else None), shown)
    here = session.visit().lesson(words.name)
    here.at = _which(words, now) if here.at is None else here.at
    _recall(words)
    page = None
    if panels:
        page = Page(
            ((CONTROLS | FIELDS) - set(shown)) | session.hidden() | ({"show"} if session.presenting() else set()),
            limit="alpha" in shown,
            about=False,
            opened=lambda: opened,
            follows=to_query if follows is None else lambda now: (follows(now), _open(words, now)),
            reports=reports,
            squares=squares,
        )
    session.say_ignored()
    if not session.presenting():
        st.markdown(words.text)
    if page is not None:
        now = cockpit(page)
    _figures(words, page, panels, before, extra)
    if page is not None:
        stage.transport_place(session.address(now), controls.rules(page.hide))
    if session.presenting():
        return
    if words.questions:
        st.html(f'<h2 class="pg-unseen">{t("Questions")}</h2>')
    for i, question in enumerate(words.questions):
        _question(words, question, i)
    if words.exact:
        with st.expander(t("What the slides say, and what is exact")):
            st.markdown(words.exact)
    _sheets(words, now, bool(panels))
    stage.say_keys()


@st.fragment(key=session.FIGURES)
def _figures(
    words: Lesson, page: Page | None, panels: Sequence[str | stage.Panel], before: Extra | None, extra: Extra | None
) -> None:
    """The states, the charts under the player, what it writes, and the lesson's own figures above and below."""
    now, runs = session.settings(), []
    _tries(words, page, now)
    if page is not None:
        runs = cache.runs(now)
    projected = session.presenting()
    if before is not None and not (projected and page):
        before(words, now, runs)
    if page is not None:
        stage.charts(now, panels)
    if before is not None and projected and page:
        before(words, now, runs)  # projected, the run comes first: it must be seen without scrolling
    if page is not None:
        for section in page.opened():
            stage.host(section)
    if extra is not None:
        extra(words, now, runs)
    if page is not None:
        figures_are_drawn(page, now)


def _which(words: Lesson, now: Settings) -> int:
    """The try that a link opens, so that a run sheet's link lights the button it stands for."""
    return next((i for i, one in enumerate(words.tries) if state(one.query) == now), 0)


def _of_the_lesson(words: Lesson, now: Settings, shown: Collection[str]) -> Settings:
    """The settings, or the lesson's first state where a link names a model or an optimizer that is none of its own."""
    states = [state(one.query) for one in words.tries] + [state(q.query) for q in words.questions if q.query]
    models, rules = {one.model.name for one in states}, {run.name for one in states for run in one.runs}
    own = now.runs[:1] if "compare" in shown else now.runs  # further runs are the visitor's where they can be added
    strange = ("model" not in shown and now.model.name not in models) or (
        "optimizer" not in shown and not {run.name for run in own} <= rules
    )
    if not states or not strange:
        return now
    session.keep(states[0])
    return states[0]


# ---------------------------------------------------------------- where in the course


def _place(words: Lesson) -> int:
    """Which lesson of the course this is, from 0."""
    return next(i for i, page in enumerate(navigation.lessons()) if page.url == words.name)


def _head(words: Lesson) -> None:
    """Title, the strip of the course's lessons, and the way to share."""
    t = session.t()
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-head"):
        st.markdown(f"# {_place(words) + 1}. {words.title}", width="content")
        with st.container(horizontal=True, gap=None, key="strip"):
            for i, page in enumerate(navigation.lessons()):
                # The number is seen, the title is read aloud and shown under the pointer, see frame.css.
                title = t(page.title)
                st.page_link(navigation.page(page.url, t), label=f"{i + 1} *{title}*", help=title, width="content")
        sharing.share_button(session.settings(state(words.tries[0].query) if words.tries else None))
    turn, session.visit().turn = session.visit().turn, ""
    if turn:
        st.switch_page(navigation.page(turn, t))


def _turn(words: Lesson, by: int) -> None:
    """A clicker walks through the states of a lesson, then on to the next lesson, in a callback."""
    course, here = navigation.lessons(), _place(words)
    at = (session.visit().lesson(words.name).at or 0) + by
    if 0 <= at < len(words.tries):
        _try(words, at)
    elif 0 <= here + by < len(course):
        session.visit().turn = course[here + by].url
        st.rerun()  # the clicker's buttons are in a fragment; the head, which turns the page, is not


def _try(words: Lesson, index: int) -> None:
    session.visit().lesson(words.name).at = index
    open_state(words.tries[index].query)


def open_state(query: str) -> None:
    """Set the figure to a state, in a callback."""
    play(state(query))


def play(settings: Settings) -> None:
    """Let the player begin anew with other settings, in a callback; the whole page runs."""
    session.put(settings)
    session.rewind()
    st.rerun()


def _open(words: Lesson, now: Settings) -> int | None:
    """The state that the figure is in, whether or not the end is hidden; None where something has been changed."""
    last = session.visit().lesson(words.name).at or 0
    if _own_figures():
        return None
    for index in sorted(range(len(words.tries)), key=lambda i: i != last):
        if dataclasses.replace(state(words.tries[index].query), guess=now.guess) == now:
            return index
    return None


def _tries(words: Lesson, page: Page | None, now: Settings) -> None:
    """The buttons that set the figure to a telling state; the one it is in is lit, with its sentence; and the way on.

    Where something has been changed since, none is lit, and it is said what.
    """
    t, at = session.t(), _open(words, now)
    if session.presenting():
        st.html("<style>.st-key-tries button p { font-size: 1.05rem; }</style>")
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="tries"):
        st.button("←", key="lesson-previous", help=t("Back one state (PageUp)"), on_click=_turn, args=(words, -1))
        for i, one in enumerate(words.tries):
            st.button(
                one.title,
                key=f"try:{words.name}:{i}",
                on_click=_try,
                args=(words, i),
                type="primary" if i == at else "secondary",
            )
        st.button(
            "→",
            key="lesson-next",
            help=t("On to the next state, then to the next lesson (PageDown)"),
            on_click=_turn,
            args=(words, 1),
        )
        if session.presenting() and page is not None:
            guess = controls.guess_control(now)
            if guess != now.guess:
                session.keep(dataclasses.replace(now, guess=guess))
                st.rerun()
    if at is not None:
        session.visit().lesson(words.name).at = at
    if session.presenting() or not words.tries:
        return
    if at is not None:
        st.markdown(words.tries[at].about)
        return
    last = session.visit().lesson(words.name).at or 0
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="changed"):
        what = changes(state(words.tries[last].query), now) + _own_figures()
        st.markdown(t("Changed: {what}.").format(what=", ".join(what)), width="content")
        back = t("Back to “{state}”").format(state=words.tries[last].title)
        st.button(back, key=f"back:{words.name}", on_click=_try, args=(words, last), type="tertiary")


def _own_figures() -> list[str]:
    """What differs from the state in the figures of the lesson's own, which are beside the settings."""
    t = session.t()
    names = {"chord": t("chord"), "hessian": t("Hessian")}
    return [names[name] for name in session.OWN_FIGURES if session.beside().get(name)]


def changes(before: Settings, now: Settings) -> list[str]:
    """What differs between two settings, each in a word or a symbol."""
    t = session.t()
    found: list[str] = []
    pairs: list[tuple[Pick, Pick, Mapping[str, Any], str]] = [(before.model, now.model, OBJECTIVES, t("model"))]
    pairs += [(old, new, OPTIMIZERS, t("optimizer")) for old, new in zip(before.runs, now.runs, strict=False)]
    pairs.append((before.schedule, now.schedule, SCHEDULES, t("schedule")))
    for old, new, registry, word in pairs:
        if old.name != new.name:
            found.append(word)
        else:
            found += [t(fact.symbol) for field, fact in hypers(registry[old.name]).items() if old[field] != new[field]]
    rest = {
        t("number of runs"): len(before.runs) != len(now.runs),
        t("start"): before.start != now.start,
        t("number of steps"): before.steps != now.steps,
        t("minibatches"): (before.batch, before.seed, before.draw) != (now.batch, now.seed, now.draw)
        or [run.full for run in before.runs] != [run.full for run in now.runs],
        t("what is shown"): (before.show, before.overlay) != (now.show, now.overlay),
    }
    return list(dict.fromkeys(found + [word for word, differs in rest.items() if differs]))


# ---------------------------------------------------------------- questions


def _recall(words: Lesson) -> None:
    """Take the answers that the link tells for given: a reload does not ask again."""
    here = session.visit().lesson(words.name)
    for i, text in enumerate(session.beside().get("answers", "").split(",")[: len(words.questions)]):
        if text.isascii() and text.isdecimal() and int(text[:4]) < len(words.questions[i].answers):
            here.answers.setdefault(i, int(text))
            here.recalled.setdefault(i, int(text))


def _question(words: Lesson, question: Question, index: int) -> None:
    """A question: the student commits to an answer before the figure gives it."""
    t = session.t()
    texts, here = [answer.text for answer in question.answers], session.visit().lesson(words.name)
    with st.container(border=True):
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
            args=(words, index, said),
        )
        given = here.answers.get(index)
        if given is None:
            return
        answer = question.answers[given]
        (st.success if answer.right else st.info)(answer.reply)
        if not answer.right:
            right = next(one for one in question.answers if one.right)
            st.markdown(f"**{t('The answer')}:** {_ended(right.text)} {without_praise(right.reply)}")


def without_praise(reply: str) -> str:
    """The reply to a right answer, for one who gave another: its reason, without the "Yes:" that it begins with."""
    bare = PRAISE.sub("", reply)
    return bare[:1].upper() + bare[1:]


def spoken(text: str) -> str:
    """A text as it is read out: without the marks of Markdown and of formulae."""
    return re.sub(r"[*_`$\\]", "", text)


def _ended(text: str) -> str:
    """An answer as a sentence, for another follows: "14." and not "14"."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _commit(words: Lesson, index: int, said: int) -> None:
    answers = session.visit().lesson(words.name).answers
    answers[index] = said
    given = [answers.get(i, "") for i in range(len(words.questions))]
    session.beside()["answers"] = ",".join(map(str, given)).rstrip(",")
    question = words.questions[index]
    if question.query is not None:
        open_state(question.query)


# ---------------------------------------------------------------- sheets


def _sheets(words: Lesson, now: Settings, playable: bool) -> None:
    """The way into the playground, the lecturer's run sheet, the student's worksheet."""
    t = session.t()
    if playable and st.button(t("Open in the playground"), icon=":material/open_in_new:", key="to-playground"):
        session.put(now, page="")
        st.switch_page(navigation.page("", t))
    with controls.unfold("run-sheet", t("Run sheet for the lecturer")) as is_open:
        if is_open:
            _run_sheet(words)
    if words.worksheet and words.name in worksheets.EXERCISES:
        begun = bool(session.beside().get("student"))
        with controls.unfold("worksheet", t("Worksheet for home"), begun) as is_open:
            if is_open:
                _worksheet(words)


def _run_sheet(words: Lesson) -> None:
    """One page to print: minutes, the link of each state, questions and answers, numbers for the blackboard."""
    t = session.t()
    states = "\n".join(f"- **{one.title}** [{_link(one.query)}]({_link(one.query)})" for one in words.tries)
    asked = []
    for question in words.questions:
        right = next(answer for answer in question.answers if answer.right)
        asked.append(f"**{t('Question')}.** {question.text}  \n*{t('Answer')}:* {_ended(right.text)} {right.reply}")
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


def _worksheet(words: Lesson) -> None:
    """An exercise with the student's own numbers, and a check of the answer."""
    t, language = session.t(), session.language()
    if "student" not in st.session_state:
        st.session_state["student"] = session.beside().get("student", "")[:LONGEST_NAME]
    who = st.text_input(
        t("Your name or number: it draws your own exercise"), key="student", max_chars=LONGEST_NAME, on_change=_sign
    )
    if not who.strip():
        return
    task = worksheets.exercise(words.name, who)
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
