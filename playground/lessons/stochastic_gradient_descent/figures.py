"""Figures of the lesson on stochastic gradient descent: the loss of the batch, and what many seeds do."""

import numpy as np
import streamlit as st

from playground.content import Lesson
from playground.engine.basins import Fates, batch_gradients, wilson
from playground.engine.hyper import Hyper
from playground.engine.types import Indices
from playground.figures.small_multiples import Curve, Pane, panes
from playground.figures.stochastic import DIGITISED, Share, shares, spread, traced, visits
from playground.figures.sweep import below
from playground.i18n import number
from playground.lessons.shared import pair, percent, say, table
from playground.lessons.stochastic_gradient_descent import computed
from playground.link.playground import Settings, objective
from playground.ui import cache, elements, panels, session, widgets
from playground.ui.cache import Run
from playground.ui.lesson import states
from playground.ui.number_fields import number_field
from playground.ui.player import component

MANY = Hyper("n", "", low=20, high=1000, integer=True)
ALPHA, SIZE = Hyper("α", "", low=0.0), Hyper("B", "", low=1, integer=True)


def listed(indices: Indices) -> str:
    """Data by their numbers, counted from 1."""
    return ", ".join(str(int(i) + 1) for i in indices) if len(indices) <= 8 else f"{len(indices)}"


def has_data(now: Settings) -> bool:
    """Whether there is anything to draw batches from: a link may bring a landscape without data."""
    return objective(now.model).data_size > 0 and now.steps > 0


@panels.tells
@elements.at_rest
def batch_panel(now: Settings) -> None:
    """The loss of the batch at the step where the player stands, beside the loss of all data."""
    t, language, look = session.t(), session.language(), session.look()
    if not has_data(now):
        st.info(t("This landscape has no data, so there are no batches."))
        return
    seen = computed.part(now, cache.run(cache.run_key(now)), component.current_step(now))
    which = listed(seen.indices) if session.presenting() else f"{t('data')} {listed(seen.indices)}"
    heading = f"<b>{t('Batch of step {k}').format(k=seen.step)}</b> · {which}"
    figure = computed.batch_figure(now, seen, language, look.name, heading)
    elements.chart(figure, "batch", t("Contours of the loss of the current batch alone, with the step that it makes."))


# ---------------------------------------------------------------- one epoch at one point


@elements.at_rest
def one_epoch(words: Lesson, now: Settings, run: Run) -> None:
    """The batches of the epoch at the current point: their gradients, the sum, the gradient of the whole loss."""
    t, language, look = session.t(), session.language(), session.look()
    step = component.current_step(now)
    phi, model = run.trajectory.phi[min(step, now.steps - 1)], objective(now.model)
    batches = computed.epoch(now, run, min(step, now.steps - 1))
    with np.errstate(all="ignore"):
        gradients, whole = batch_gradients(model, phi, batches), model.gradient(phi)
    say(words, "sum")
    left, right = st.columns(2)
    rows = [[str(i + 1), listed(b), *map(_cell, g)] for i, (b, g) in enumerate(zip(batches, gradients, strict=True))]
    rows.append(["Σ", t("all batches"), *(f"**{_cell(v)}**" for v in gradients.sum(axis=0))])
    rows.append(["L", t("all the data"), *(f"**{_cell(v)}**" for v in whole)])
    head = [t("batch"), t("data"), "∂/∂φ₀", "∂/∂φ₁"]
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---:", "---", "---:", "---:"], *rows]]
    where = t("At the point of step {k}, φ = {phi}").format(k=min(step, now.steps - 1), phi=pair(phi))
    with left:
        st.markdown(f"**{where}**\n\n" + "\n".join(lines))
        uphill = int((gradients @ whole < 0).sum())
        st.caption(
            t(
                "{k} of {n} batches point uphill on the whole loss here. Mean of the batch gradients times {n}: {sum}."
            ).format(k=uphill, n=len(batches), sum=pair(gradients.mean(axis=0) * len(batches)))
        )
    if np.isfinite(gradients).all():
        with right:
            figure = spread(
                gradients,
                whole,
                look=look,
                language=language,
                heading="",
                titles=("−∂L/∂φ₀", "−∂L/∂φ₁"),
                words=(t("batches"), t("their mean"), t("all the data")),
            )
            elements.chart(
                figure, "spread", t("Negative gradients of the batches as arrows, their mean, and the whole gradient.")
            )


def _cell(value: float) -> str:
    language = session.language()
    return number(value, language)


@elements.at_rest
def equally(words: Lesson, now: Settings, run: Run) -> None:
    """How often each data point has been used up to the current step."""
    t, language, look = session.t(), session.language(), session.look()
    say(words, "visits")
    step = min(component.current_step(now), now.steps - 1)
    count = objective(now.model).data_size
    batches = [np.arange(count)] * (step + 1) if run.trajectory.batches is None else run.trajectory.batches[: step + 1]
    counts = np.bincount(np.concatenate([np.ravel(b) for b in batches]), minlength=count)
    figure = visits(
        counts,
        np.ravel(batches[-1]),
        look=look,
        language=language,
        heading=f"<b>{t('Visits to each data point')}</b> · {t('steps 0 to {k}').format(k=step)}",
        titles=(t("datum"), t("visits")),
    )
    elements.chart(figure, "visits", t("How often each data point has been used, those of the current batch marked."))


# ---------------------------------------------------------------- the slides' three batches


def slides_batches(words: Lesson) -> None:
    """Figure 6.6: one point, three batches of three, three landscapes."""
    t, language, look = session.t(), session.language(), session.look()
    say(words, "figure")
    point = np.array(computed.FIGURE_POINT)
    whole = computed.gabor().gradient(point)
    for name, column in zip(computed.FIGURE, st.columns(3), strict=True):
        indices = np.array(computed.FIGURE[name])
        gradient = computed.gabor().batch(indices).gradient(point)
        heading = f"<b>{name})</b> {t('data')} {listed(np.sort(indices))}"
        with column:
            elements.chart(
                computed.slides_batch(name, language, look.name, heading),
                f"slides-{name}",
                t("Contours of the loss of three data points, with its negative gradient."),
            )
            st.caption(f"−g = {pair(-gradient)}")
    st.caption(t("All thirty data points: −g = {g}").format(g=pair(-whole)))


# ---------------------------------------------------------------- many seeds


def seeds(words: Lesson) -> None:
    """Choosing a valley against escaping one, as proportions with intervals."""
    t = session.t()
    say(words, "seeds")
    names = {
        "slides": t("choose: from (3, 10)"),
        "ten": t("escape: from the minimum 10.18"),
        "five": t("escape: from the minimum 5.511"),
        "anywhere": t("from anywhere in the window"),
    }
    start = st.radio(t("Start of every seed"), list(names), format_func=names.get, horizontal=True, key="fates-start")
    a, b, c, d = st.columns(4, vertical_alignment="bottom")
    with a:
        many = int(number_field("fates-seeds", MANY, 300, t("Seeds"), step=100))
    with b:
        alpha = number_field("fates-alpha", ALPHA, 0.3, "α", among=(0.05, 0.1, 0.2, 0.3, 0.5))
    with c:
        size = int(number_field("fates-size", SIZE, 5, "B", among=(1, 3, 5, 10, 15, 30)))
    if d.button(t("Let them run"), type="primary", key="fates-go", width="stretch"):
        session.visit().fates = True
    if session.visit().fates:
        fates_table(computed.fates_of(start, int(many or 300), alpha, size), start)


def fates_table(fate: Fates, start: str) -> None:
    """Where the seeds lie after some epochs: a chart of the shares, and the counts with their intervals."""
    t, language, look = session.t(), session.language(), session.look()
    counts, n = fate.counts(), fate.labels.shape[1]
    largest = np.argsort(-counts[1:].max(axis=0), kind="stable")[:4]
    rows = []
    for valley in sorted(largest):
        ends = np.array([wilson(int(k), n) for k in counts[1:, valley]])
        name = f"L = {number(round(float(fate.value[valley]), 2), language)}"
        rows.append(Share(name, counts[1:, valley] / n, ends[:, 0], ends[:, 1]))
    left, right = st.columns(2)
    with left:
        figure = shares(
            fate.epochs[1:],
            rows,
            look=look,
            language=language,
            heading="",
            titles=(t("epochs, then settled by small steps"), t("seeds")),
        )
        elements.chart(figure, "fates", t("Share of the seeds in each valley after some epochs, with 95 % intervals."))
    head = [t("valley, L at φ"), t("after 1 epoch"), t("after 20 epochs"), t("95 % interval")]
    if start == "anywhere":
        head.insert(1, t("gradient descent"))
    body = []
    for valley in np.flatnonzero(counts[1:].max(axis=0) >= max(1, n // 100)):
        low, high = wilson(int(counts[-1, valley]), n)
        place = pair(fate.phi[valley].round(1))
        row = [
            f"**{number(round(float(fate.value[valley]), 2), language)}** {place.replace(' ', chr(0xA0))}",
            percent(counts[1, valley] / n),
            f"**{percent(counts[-1, valley] / n)}**",
            f"{percent(low).removesuffix(chr(0xA0) + '%')}–{percent(high)}",
        ]
        if start == "anywhere":
            row.insert(1, percent(counts[0, valley] / n))
        body.append(row)
    with right:
        st.markdown(table(head, body))
        st.caption(t("{n} seeds").format(n=n))
        st.markdown(
            t("**{p}** of the seeds end in the valley in which they were after the first epoch.").format(
                p=percent(fate.kept(1))
            )
        )
        if start == "anywhere":
            mean = fate.value[fate.labels].mean(axis=1)
            st.markdown(
                t("Mean loss once settled: gradient descent {a}, stochastic {b}.").format(
                    a=_cell(mean[0]), b=_cell(mean[-1])
                )
            )


# ---------------------------------------------------------------- cost, and what α means


def cost(words: Lesson) -> None:
    """The same descent with several batch sizes, against steps and against the data visited."""
    t, language, look = session.t(), session.language(), session.look()
    say(words, "cost")
    kinds = {"mean": t("α · I / B: the same mean step"), "same": t("the same α for every B")}
    matched = st.radio(t("Learning rate"), list(kinds), format_func=kinds.get, horizontal=True, key="cost-kind")
    told = computed.costs(0.02, matched == "mean")
    steps, data = [], []
    for role, (size, alpha, visited, excess) in enumerate(told):
        name = f"B = {size}, α = {_cell(alpha)}"
        steps.append(Curve(name, np.arange(len(excess)), excess, role))
        data.append(Curve(name, visited / 30, excess, role))
    tops = (0.1, 30.0)
    rows = [
        Pane(t("against the steps"), steps, t("step"), "L − L*", (0, 60), tops, y_log=True),
        Pane(t("against the data visited"), data, t("epochs (30 data points each)"), "", (0, 60), tops, y_log=True),
    ]
    alt = t("The mean loss for several batch sizes, against the steps and against the data visited.")
    for i, (column, pane) in enumerate(zip(st.columns(2), rows, strict=True)):
        with column:
            elements.chart(below(panes([pane], look=look, language=language, height=400)), f"cost{i}", alt)
    head = [
        "B",
        t("steps per epoch"),
        t("data per step"),
        t("mean step, in α · ∂L/∂φ"),
        t("α with the mean step of 0.02 at B = 30"),
    ]
    body = [[str(b), str(-(-30 // b)), str(b), f"{b}/30", _cell(0.02 * 30 / b)] for b in (30, 15, 5, 1)]
    st.markdown(table(head, body, "---:"))


def settling(words: Lesson) -> None:
    """Begun at the minimum itself: with a constant α the loss rises to a floor; schedules lower it."""
    t, language, look = session.t(), session.language(), session.look()
    say(words, "floor")
    a, b = st.columns(2)
    with a:
        alpha = number_field("floor-alpha", ALPHA, 0.3, "α", among=(0.02, 0.05, 0.1, 0.2, 0.3))
    with b:
        size = int(number_field("floor-size", SIZE, 5, "B", among=(1, 3, 5, 10, 15, 30)))
    names = {
        "constant": t("constant"),
        "halved": t("halved every 10 epochs"),
        "inverse": "1/t",
    }
    curves = []
    for role, (name, excess) in enumerate(computed.floors(alpha, size)):
        epochs = np.arange(len(excess)) * size / 30
        curves.append(Curve(names[name], epochs[1:], np.maximum(excess[1:], 1e-12), role, width=2))
    pane = Pane(t("started at the minimum"), curves, t("epochs"), "L − L*", (0, 50), (1e-7, 1.0), y_log=True)
    elements.chart(
        below(panes([pane], look=look, language=language, height=400)),
        "floor",
        t("The mean loss above the minimum for several schedules, from runs that begin at the minimum."),
    )


def drawn(words: Lesson) -> None:
    """The slides' own paths, as a thin line read off the drawing, beside a real run."""
    t, language, look = session.t(), session.language(), session.look()
    say(words, "drawn")
    slides = [states.state(f"model=Gabor&start={at}&alpha=0.3&batch=5&seed=3&steps=120") for at in ("-2,20", "3,10")]
    real = [cache.run(cache.run_key(one)) for one in slides]
    every = tuple(range(len(computed.gabor().x)))
    kinds = (
        ("drawn", t("drawn on the slides; settings unknown"), DIGITISED, 1.0),
        ("computed", t("computed: α = 0.3, B = 5, seed 3"), [run.trajectory.phi for run in real], 2.0),
    )
    for column, (key, heading, paths, width) in zip(st.columns(2), kinds, strict=True):
        ground = computed.batch_ground(cache.model_key(slides[0]), every, language, look.name, f"<b>{heading}</b>")
        with column:
            elements.chart(traced(ground, paths, look=look, width=width), key, heading)


def extra(words: Lesson, now: Settings, runs: list[Run]) -> None:
    """Everything below the charts."""
    t = session.t()
    say(words, "batch")
    if has_data(now):
        one_epoch(words, now, runs[0])
        with widgets.unfold("visits", t("All data are used equally")) as is_open:
            if is_open:
                equally(words, now, runs[0])
    for name, label, section in (
        ("seeds", t("Choosing a valley, escaping a valley: many seeds"), seeds),
        ("figure", t("The three batches of figure 6.6"), slides_batches),
        ("cost", t("What an epoch costs, and what α means"), cost),
        ("floor", t("It does not settle, unless α falls"), settling),
        ("drawn", t("The paths on the slides"), drawn),
    ):
        with widgets.unfold(f"sgd-{name}", label, name == "seeds") as is_open:
            if is_open:
                section(words)
    say(words, "properties")
