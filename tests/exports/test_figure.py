"""The figure of a state: small, the same for the same state, and with the run where the run was."""

import base64
import re
import xml.etree.ElementTree as ET
from urllib.parse import parse_qs

import numpy as np
import pytest

from playground.engine import OBJECTIVES, OPTIMIZERS
from playground.exports.experiment import experiment
from playground.exports.figure import VIEWS, axes_of, figure, ground_of
from playground.exports.losses import mean_aside
from playground.exports.plain import plain_lines
from playground.link.playground import from_query

SVG = "{http://www.w3.org/2000/svg}"
ADAM = "model=Gabor&optimizer=Adam&start=-2,20&alpha=0.5&steps=100"


def made(query, **options):
    """The text of a figure, and the runs in it."""
    settings = from_query(parse_qs(query))[0]
    runs = [experiment(settings, index).walked() for index in range(len(settings.runs))]
    return figure(settings, runs, **options), settings, runs


def texts(svg):
    return [node.text for node in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_contour_with_its_path_is_small_and_always_the_same():
    first, second = (made(ADAM, views=("contour",), link="https://example.org/")[0] for _ in range(2))
    assert first == second
    assert len(first.encode()) <= 60_000
    assert "https://example.org/" in first


def test_the_path_lies_where_the_run_was():
    svg, settings, (run,) = made(ADAM, views=("contour",))
    axes = ground_of(settings).axes
    start, end = axes.place(*run.phi[0]), axes.place(*run.phi[-1])
    discs = [(float(node.get("cx")), float(node.get("cy"))) for node in ET.fromstring(svg).iter(f"{SVG}circle")]
    np.testing.assert_allclose(discs, [start, end], atol=0.06)
    unit = [axes.box.width / np.ptp(axes.x), axes.box.height / np.ptp(axes.y)]
    assert unit[0] == pytest.approx(unit[1])  # equal units on both axes


def test_a_loss_of_one_parameter_is_a_curve_with_the_path_on_it():
    svg, settings, (run,) = made("model=TwoDips", views=VIEWS)
    start = axes_of(settings).place(run.phi[0, 0], run.value[0])
    disc = next(ET.fromstring(svg).iter(f"{SVG}circle"))
    np.testing.assert_allclose([float(disc.get("cx")), float(disc.get("cy"))], start, atol=0.06)


@pytest.mark.parametrize("model", [name for name, kind in OBJECTIVES.items() if kind.dimension == 2])
def test_every_landscape_can_be_drawn_whole(model):
    svg = made(f"model={model}&optimizer=Momentum", views=VIEWS)[0]
    assert len(svg.encode()) <= 60_000
    root = ET.fromstring(svg)
    assert len(list(root.iter(f"{SVG}clipPath"))) == 4
    assert not re.search(r"\b(nan|inf)\b", svg)
    (picture,) = root.iter(f"{SVG}image")
    assert base64.b64decode(picture.get("href").partition(",")[2]).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "query",
    [
        "alpha=1e200",  # diverged at the first step
        "alpha=0.042&steps=2000",
        "model=OwnFunction&formula=1/0&start=0,0",
        "model=OwnFunction&formula=3",
        "model=OwnFunction&formula=log(x)&window=-1,1,-1000,1000",
        "start=1e6,-1e6",
        "model=Gabor&runs=Adam~GradientDescent~Momentum~Nesterov~AdaGrad&steps=400",
    ],
)
def test_bad_runs_are_drawn_as_far_as_they_go(query):
    svg = made(query, views=VIEWS)[0]
    ET.fromstring(svg)
    assert not re.search(r"[\" ](nan|inf)", svg)


def test_a_step_shows_that_moment_in_every_chart():
    svg = made(f"{ADAM}", views=VIEWS, step=3)[0]
    assert "From step 2 to step 3" in texts(svg)
    assert "No step was taken." in texts(made(ADAM, views=VIEWS, step=0)[0])


def test_spanish_has_its_words_and_its_mark():
    words = texts(made("", views=VIEWS, language="es")[0])
    assert "Datos · el modelo f[x, φ]" in words
    assert "0,5" in words


def test_print_has_no_colours_under_the_lines_and_dark_has_its_own():
    assert "<image" not in made("", views=("contour",), appearance="print")[0]
    light, dark = (made("", views=("contour",), appearance=name)[0] for name in ("light", "dark"))
    assert "#12171d" in dark
    assert "#12171d" not in light


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_formulas_are_plain_text(name):
    lines = plain_lines(OPTIMIZERS[name].ledger)
    assert not [formula for _, _, formula in lines if re.search(r"[\\{}]|mathbf|frac", formula)]


def test_adams_line_reads_as_the_course_writes_it():
    formulas = {term: formula for term, _, formula in plain_lines(OPTIMIZERS["Adam"]().formulas)}
    assert formulas["step"] == "α m̃ / (√ṽ + ε)"
    assert formulas["m_hat"] == "m′ / (1 − β^(t+1))"


def test_where_data_are_set_aside_both_means_are_drawn_as_on_the_page():
    dotted = 'stroke-dasharray="0.4 16"'
    svg, _, (run, _) = made("model=LinearRegression&aside=25&run=Adam&steps=20", views=("loss",))
    assert "Mean loss per data point" in svg
    assert svg.count(dotted) == 2  # one for each run
    model = run.objective
    residuals = model.held_out.predict(run.phi[-1], model.held_out.x) - model.held_out.y
    assert mean_aside(run)[-1] == pytest.approx(np.mean(residuals**2))
    assert dotted not in made("model=LinearRegression&run=Adam&steps=20", views=("loss",))[0]
