"""The charts of a task's page: losses and scores over the steps, what is predicted against what is true."""

from __future__ import annotations

import numpy as np
import streamlit as st

from playground.figures.model_outputs import outputs
from playground.figures.small_multiples import Curve, Pane, panes
from playground.figures.theme import Raw, log_ticks
from playground.figures.training import LEGEND, Group, agreement, probabilities
from playground.link.task import TaskSettings
from playground.marking import N_
from playground.tasks.task import Task
from playground.ui import elements, session
from playground.ui.task import contributions, training
from playground.ui.task.question import Question, titles

MEAN_ERROR, MEAN_ERROR_ALONE = N_("Mean error, {output}, in {unit}"), N_("Mean error, {output}")


def charts(now: TaskSettings, task: Task | None, asked: Question | None, done: training.Trained, step: int) -> None:
    """The loss, which the trainer draws at once, and what the server draws at this step."""
    t = session.t()
    with st.container(key="task-charts"):
        if session.plain():
            elements.chart(
                _losses(done, step), "task-losses", t("The loss at each step, on training and on test data.")
            )
        else:
            elements.host("training", f"<b>{t('Mean loss per data point')}</b>")
        if task is None or asked is None:
            _fit(now, done, step)
            return
        found = contributions.bars(task, done, asked)
        if found is not None:
            st.html(contributions.chart(task, found, step, t, session.language()))
        for k in range(max(1, len(task.outputs))):
            elements.chart(_scores(task, done, step, k), f"task-scores{k}", f"{_score_name(task, k)}.")
            with st.container(key=f"rest-against{k}"):
                _against(task, done, step, k)


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
    """Mean loss per data point at each step, on the data the model is trained on and on those set aside."""
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
        t("Mean loss per data point"),
        curves,
        t("step"),
        "",
        (0.0, float(max(len(done.phi) - 1, 1))),
        limits,
        y_log=log,
        at=_mark(step),
    )
    return _over_steps(pane)


def _score_name(task: Task, k: int) -> str:
    t = session.t()
    if task.classes:
        return t("Accuracy in %")
    output = task.outputs[k]
    return t(MEAN_ERROR if output.unit else MEAN_ERROR_ALONE).format(output=t(output.name), unit=t(output.unit))


def _score_curves(task: Task, done: training.Trained, k: int) -> list[Curve]:
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
    return curves


def _scores(task: Task, done: training.Trained, step: int, k: int) -> Raw:
    """Accuracy in per cent, or the mean absolute error of an output in real units, at each step."""
    t = session.t()
    curves = _score_curves(task, done, k)
    span = (0.0, float(max(len(done.phi) - 1, 1)))
    if task.classes:
        pane = Pane(_score_name(task, k), curves, t("step"), "", span, (0.0, 104.0), at=_mark(step))
    else:
        tops = [float(curve.y[0]) for curve in curves if np.isfinite(curve.y[0])]
        top = 1.3 * max(tops, default=1.0)
        pane = Pane(
            _score_name(task, k),
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
            groups.append((name, points, titles(task, part)))
        figure = probabilities(
            groups,
            [f"{t(word)} " for word in task.classes],
            look=look,
            language=language,
            heading="",
            title=t("probability of the right class"),
        )
        elements.chart(figure, "task-against", t("The probability of the right class for all data."))
        return
    shown = [
        Group(name, data.truth[part][:, k], one.values[:, k], titles(task, part))
        for (name, part), one in zip(parts, said, strict=True)
        if one.values is not None
    ]
    output = task.outputs[k]
    unit = f" ({t(output.unit)})" if output.unit else ""
    figure = agreement(
        shown,
        look=look,
        language=language,
        heading="",
        titles=(f"{t(output.name)}, {t('true')}{unit}", f"{t('predicted')}{unit}"),
    )
    elements.chart(figure, f"task-against{k}", t("Predicted against true values."))


@elements.at_rest
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
    elements.chart(figure, "task-fit", t("What the network says across its input, and the twenty data points."))
