"""A page of one of the four tasks, or of the course's network: input, strip, transport, charts, planes.

A script in `pages/tasks/` calls `show` with the name of its task. Everything moves with one step: the strip, the loss
and the marks on the charts in the browser (see `trainer.js`), the charts that the server draws when the run stops.
Controls and transport are one fragment of the page, in the sidebar as the playground's cockpit, the figures another.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from playground.engine.chapter5 import OUTPUTS, course_parameters, three_units
from playground.engine.tasks import Task
from playground.figures.panes import Curve, Pane, panes
from playground.figures.targets import outputs
from playground.figures.theme import Raw, log_ticks
from playground.figures.training import LEGEND, Group, agreement, probabilities
from playground.i18n import number
from playground.link.task import TaskSettings, task_of, to_query
from playground.marking import N_
from playground.ui import session, sharing, stage
from playground.ui.player import payload
from playground.ui.player.payload import pack
from playground.ui.player.protocol import Live, Told
from playground.ui.tasks import choosing, contributions, landscapes, strip, training, visit

ABOUT_NETWORK = N_(
    "The course's network of three hidden units and its twenty data, with three kinds of target. Its parameters give "
    "the losses {a}, {b} and {c}."
)


def show(name: str) -> None:
    """Draw the page of a task."""
    with session.whole_run(), st.sidebar:
        _training(name)
    now = visit.settings(name)
    st.html(strip.STYLE)
    _head(now, _task(now))
    session.say_ignored()
    _figures(name)
    stage.transport_place(session.address(now))
    if visit.settings(name) != now:
        st.rerun()  # what is asked, and the plane, are chosen among the figures: transport and link come before them


def _task(now: TaskSettings) -> Task | None:
    """The task, in the language of its data; None on the page of the network."""
    return task_of(now.task, now.words or session.language())


def _step(now: TaskSettings, done: training.Trained) -> int:
    """The step that is shown."""
    last = len(done.phi) - 1
    return last if now.step < 0 else min(now.step, last)


@st.fragment(key=session.COCKPIT)
def _training(name: str) -> None:
    """The controls and the transport: what runs at a change of its own, before the figures follow."""
    hide = session.hidden()
    # The order of the panel is another than that in which it is asked: what unfolds below may change the problem.
    above, rule = st.container(), st.container()
    with above:
        now = choosing.network_controls(visit.settings(name))
    visit.keep(choosing.data_controls(now, hide))
    with rule:
        _rule(name)


@st.fragment
def _rule(name: str) -> None:
    """The rule and the transport: what is changed most runs alone."""
    t = session.t()
    now = choosing.rule_controls(visit.settings(name), session.hidden())
    visit.keep(now)
    with st.spinner(t("Training …"), show_time=False):
        done = training.train(visit.key(now))
    stale = session.are_figures_stale(to_query(now))
    if session.plain() or (stale and session.shown_whole()):
        if stale:
            st.rerun()
        return
    _transport(now, done, stale)


@st.fragment(key=session.FIGURES)
def _figures(name: str) -> None:
    """Input, strip, charts and planes: what follows when the transport has come to rest."""
    t = session.t()
    now = visit.settings(name)
    task = _task(now)
    if task is not None:
        now = choosing.ask(now, task)
    key = visit.key(now)
    done = training.train(key)
    step = _step(now, done)
    asked = None if task is None else choosing.question(now, task)
    if task is not None and asked is not None:
        said = strip.tracks(task, done, asked)
        if now.task == "ReviewSentiment":
            st.html(strip.short_verdict(task, said, step, t, session.language()))
        st.html(strip.strip(task, done, asked, said, step, t, session.language()))
        for note in asked.notes:
            # As plain text: a review may contain anything.
            st.text(note.text(t, lambda value: number(value, session.language())))
    _charts(now, task, asked, done, step)
    landscapes.known(key, done)
    if task is not None:
        landscapes.say(t(task.source))
    now = landscapes.section(now, key)
    landscapes.spectrum_section(now, key, step)
    stage.say_keys()
    visit.keep(now)
    session.figures_show(to_query(now))
    stage.say_shown(_of(now), step)


def _of(now: TaskSettings) -> str:
    """What the figures are drawn for beside the step."""
    return session.token(to_query(replace(now, step=-1)))


def _charts(
    now: TaskSettings, task: Task | None, asked: choosing.Question | None, done: training.Trained, step: int
) -> None:
    """The loss, which the trainer draws at once, and what the server draws at this step."""
    t = session.t()
    with st.container(key="task-charts"):
        if session.plain():
            stage.chart(_losses(done, step), "task-losses", t("The loss at each step, on training and on test data."))
        else:
            stage.host("training", f"<b>{t('Mean loss of a datum')}</b>")
        if task is None or asked is None:
            _fit(now, done, step)
            return
        found = contributions.bars(task, done, asked)
        if found is not None:
            st.html(contributions.chart(task, found, step, t, session.language()))
        for k in range(max(1, len(task.outputs))):
            alt = t("How well the model does at each step, in real units.")
            stage.chart(_scores(task, done, step, k), f"task-scores{k}", alt)
            with st.container(key=f"rest-against{k}"):
                _against(task, done, step, k)


def _head(now: TaskSettings, task: Task | None) -> None:
    """Title, what the page is about, and the way to share it."""
    t = session.t()
    with st.container(key="heading", horizontal=True, vertical_alignment="center"):
        if task is None:
            title, about = t("Three hidden units"), _about_network()
        else:
            title, about = t(task.name), t(task.about)
        st.markdown(f"# {title}" + ("" if session.presenting() else f"  \n{about}"), width="stretch")
        if "share" not in session.hidden():
            sharing.share_button(now)


def _about_network() -> str:
    language = session.language()
    values = [float(three_units(kind).value(course_parameters(kind))) for kind in OUTPUTS]
    told = dict(zip("abc", (number(round(value, 9), language, 11) for value in values), strict=True))
    return session.t()(ABOUT_NETWORK).format(**told)


def _transport(now: TaskSettings, done: training.Trained, stale: bool) -> None:
    """The transport: what it writes, draws and moves while it plays."""
    t, language, task = session.t(), session.language(), _task(now)
    numbers: dict[str, Live] = {}
    if task is not None:
        asked = choosing.question(now, task)
        numbers = strip.numbers(task, strip.tracks(task, done, asked), t)
        numbers |= contributions.numbers(task, contributions.bars(task, done, asked), t)
    last = len(done.phi) - 1
    scores = [(t("training data"), done.train), (t("test data"), done.test)]
    curves = [
        {"name": name, "steps": last, "loss": pack(score.loss, "f4")} for name, score in scores if score is not None
    ]
    visit.trainer(
        now.task,
        {
            "id": to_query(now) + language + session.look().name,
            "lang": language,
            "words": payload.words(t, language),
            "look": stage.canvas_look(),
            "loss": pack(done.value, "f4"),
            "curves": payload.dressed(curves, session.look()),
            "numbers": numbers,
            "step": _step(now, done),
            "untrained": t("Not trained yet: press play."),
            "said": ""
            if done.diverged is None
            else t("Diverged: from step {k} on, L − L* stays above 100 times the start's.").format(k=done.diverged),
            "present": session.presenting(),
            "address": session.address(now),
            "stale": stale,
            "of": _of(now),
            "told": [] if task is None else _told(task),
            "steps": last,
            "echo": visit.echo(),
        },
    )


def _told(task: Task) -> list[Told]:
    """What is said of the strip at each step: the number's name, its place in the strip, its unit."""
    t = session.t()
    if task.classes:
        return [{"name": t("Real-world output"), "key": "choice", "unit": ""}]
    return [{"name": t(output.name), "key": f"v{k}", "unit": t(output.unit)} for k, output in enumerate(task.outputs)]


# ---------------------------------------------------------------- charts


def _mark(step: int) -> float | None:
    """Where the server marks the step: only where the trainer cannot run."""
    return float(step) if session.plain() else None


def _over_steps(pane: Pane) -> Raw:
    """A chart over the steps: heading, legend, curves; with room for the two lines that a legend takes on a phone."""
    figure = panes([pane], look=session.look(), language=session.language(), height=320)
    frame = figure.to_dict()["layout"]
    frame["title"] = {**frame["title"], "text": f"<b>{pane.heading}</b>"}
    frame["annotations"], frame["legend"] = [], LEGEND
    frame["margin"] = {**frame["margin"], "t": 76}
    frame["yaxis"]["exponentformat"] = "power"
    if pane.y_log and pane.y_range is not None:
        frame["yaxis"] |= log_ticks(*pane.y_range)
    return figure


def _losses(done: training.Trained, step: int) -> Raw:
    """Mean loss of a datum at each step, on the data the model is trained on and on those set aside."""
    t = session.t()
    steps = np.arange(len(done.phi))
    curves = [Curve(t("training data"), steps, done.train.loss, 0)]
    if done.test is not None:
        curves.append(Curve(t("test data"), steps, done.test.loss, 1))
    seen = np.concatenate([curve.y[np.isfinite(curve.y)] for curve in curves])
    log = bool(seen.size and (seen > 0).all())
    limits = None
    if seen.size:
        low, high = float(seen.min()), float(seen.max())
        ordinary = min(high, 1e3 * max(float(curves[0].y[0]), 1e-9)) if np.isfinite(curves[0].y[0]) else high
        limits = (0.8 * low, 1.25 * max(ordinary, low)) if log else (low - 0.05 * (high - low), high)
        if not limits[0] < limits[1]:
            limits = None
    pane = Pane(
        t("Mean loss of a datum"),
        curves,
        t("step"),
        "",
        (0.0, float(max(len(done.phi) - 1, 1))),
        limits,
        y_log=log,
        at=_mark(step),
    )
    return _over_steps(pane)


def _scores(task: Task, done: training.Trained, step: int, k: int) -> Raw:
    """Accuracy in per cent, or the mean absolute error of an output in real units, at each step."""
    t = session.t()
    steps = np.arange(len(done.phi))
    pairs = [(t("training data"), done.train, 0), (t("test data"), done.test, 1)]
    curves = []
    for name, score, role in pairs:
        if score is None:
            continue
        if score.accuracy is not None:
            curves.append(Curve(name, steps, 100 * score.accuracy, role))
        elif score.error is not None:
            curves.append(Curve(name, steps, score.error[:, k], role))
    span = (0.0, float(max(len(done.phi) - 1, 1)))
    if task.classes:
        pane = Pane(t("Accuracy in %"), curves, t("step"), "", span, (0.0, 104.0), at=_mark(step))
    else:
        output = task.outputs[k]
        tops = [float(curve.y[0]) for curve in curves if np.isfinite(curve.y[0])]
        top = 1.3 * max(tops, default=1.0)
        pane = Pane(
            t("Mean error, {output}, in {unit}").format(output=t(output.name), unit=t(output.unit)),
            curves,
            t("step"),
            "",
            span,
            (0.0, top),
            at=_mark(step),
        )
    return _over_steps(pane)


def _against(task: Task, done: training.Trained, step: int, k: int) -> None:
    """What the model says of all data at this step, against the truth; of a regression, its k-th output."""
    t, language, look = session.t(), session.language(), session.look()
    phi, data = done.phi[min(step, done.last)], task.data
    parts = ((t("training data"), data.train[done.problem.used]), (t("test data"), data.test))
    with np.errstate(all="ignore"):
        said = [task.predict(phi, data.x[part]) for _, part in parts]
    if task.classes:
        groups = []
        for (name, part), one in zip(parts, said, strict=True):
            truth = data.truth[part]
            assert one.probability is not None
            points = np.column_stack([truth, one.probability[np.arange(len(part)), truth]])
            groups.append((name, points, choosing.titles(task, part)))
        figure = probabilities(
            groups,
            [f"{t(word)} " for word in task.classes],
            look=look,
            language=language,
            heading="",
            title=t("probability of the right class"),
        )
        stage.chart(figure, "task-against", t("The probability of the right class for all data."))
        return
    shown = [
        Group(name, data.truth[part][:, k], one.values[:, k], choosing.titles(task, part))
        for (name, part), one in zip(parts, said, strict=True)
        if one.values is not None
    ]
    output, unit = task.outputs[k], t(task.outputs[k].unit)
    figure = agreement(
        shown,
        look=look,
        language=language,
        heading="",
        titles=(f"{t(output.name)}, {t('true')} ({unit})", f"{t('predicted')} ({unit})"),
    )
    stage.chart(figure, f"task-against{k}", t("Predicted against true values."))


@stage.at_rest
def _fit(now: TaskSettings, done: training.Trained, step: int) -> None:
    """What the network says over its input, and its data."""
    t, language, look = session.t(), session.language(), session.look()
    objective, phi = done.problem.objective, done.phi[min(step, done.last)]
    x = np.linspace(0, 1, 201)
    with np.errstate(all="ignore"):
        said = objective.loss.read(objective.outputs(phi, x[:, None]))
    data, target = objective.x[:, 0], objective.y
    names: tuple[str, ...] = ()
    if now.target == "regression":
        points = [(data, target[:, 0])]
    elif now.target == "binary":
        said, points = said[:, -1:], [(data, target[:, 0])]
    else:
        points = [(data[target[:, k] == 1], np.full(int(target[:, k].sum()), 1.0)) for k in range(target.shape[1])]
        names = tuple(t("class {k}").format(k=k) for k in range(target.shape[1]))
    figure = outputs(
        x,
        said,
        points,
        look=look,
        language=language,
        heading=f"<b>{t('Model and data at this step')}</b>",
        titles=(t("input, x"), t("output, y") if now.target == "regression" else t("probability")),
        names=names,
    )
    stage.chart(figure, "task-fit", t("What the network says over its input, and the twenty data."))
