"""Lesson: linear regression and its loss. Every number of its text, against the engine and the course's own."""

import json
from pathlib import Path

import numpy as np
import pytest

from playground.content import lesson
from playground.engine import DATASETS, GradientDescent, LinearRegression, curvature, descend
from playground.figures.fit_pictures import fitted
from playground.figures.marked_points import FIGURE_2_4, FIGURE_6_1
from playground.figures.theme import theme

WORDS = lesson("linear-regression", "en")
REFERENCE = json.loads((Path(__file__).parents[1] / "data/reference.json").read_text())


@pytest.mark.parametrize(
    ("phi", "figure", "notebook"),
    [((0.4, 0.2), "7.11", "7.07"), ((1.6, -0.8), "10.22", "10.28")],
)
def test_the_two_lines_on_both_data(phi, figure, notebook):
    for name, printed in (("linear", figure), ("linear_notebooks", notebook)):
        assert f"{float(LinearRegression(name).value(np.array(phi))):.2f}" == printed
        assert printed in WORDS.blackboard
        assert printed in WORDS.exact


def test_the_optimum():
    figure, notebook = LinearRegression(), LinearRegression("linear_notebooks")
    assert figure.minimisers[0] == pytest.approx(REFERENCE["static_losses"]["linear_optimum"]["slide"]["phi"])
    assert f"{figure.minimum:.2f} {figure.minimum:.4f} {notebook.minimum:.2f}" == "0.19 0.1943 0.20"
    assert [f"{v:.4f}" for v in figure.minimisers[0]] == ["0.8388", "0.5131"]
    assert f"{float(figure.value(np.array([0.84, 0.5]))):.4f}" == "0.1965"


def test_the_notebooks_differ_in_one_point():
    one, other = DATASETS["linear"], DATASETS["linear_notebooks"]
    assert (one.x == other.x).all()
    assert np.flatnonzero(one.y != other.y).tolist() == [1]
    assert (one.y[1], other.y[1]) == (0.9, 0.85)


def test_what_the_questions_say():
    model = LinearRegression()
    low, best = np.array([0.4, 0.2]), model.minimisers[0]
    assert (model.predict(low, model.x) < model.y).all(), "every point lies above the first line"
    assert abs((model.predict(best, model.x) - model.y).sum()) < 1e-12
    r = model.predict(low, model.x[:1])[0] - model.y[0]
    assert f"{r:.3f} {r * r:.4f}" == "-0.264 0.0697"


def test_the_points_of_the_slides_are_no_gradient_descent():
    points, model = np.array(FIGURE_2_4), LinearRegression()
    assert points == pytest.approx(np.array(REFERENCE["digitised_figures"]["linear_fig2_4"]), abs=0.001)
    steps, slopes = np.diff(points, axis=0), -model.gradient(points[:-1])
    cosines = (steps * slopes).sum(axis=1) / np.linalg.norm(steps, axis=1) / np.linalg.norm(slopes, axis=1)
    assert cosines.min() < 0.6


def test_nor_are_those_of_the_figure_on_gradient_descent():
    points, model = np.array(FIGURE_6_1), LinearRegression()
    assert points == pytest.approx(np.array(REFERENCE["digitised_figures"]["linear_fig6_1"]), abs=0.001)
    steps, slopes = np.diff(points, axis=0), -model.gradient(points[:-1])
    rates = (steps * slopes).sum(axis=1) / (slopes * slopes).sum(axis=1)
    assert 0.02 < rates[0] < 0.026, "the first step is one of gradient descent"
    ahead = points[:-1] + rates[:, None] * slopes
    assert np.linalg.norm(points[1:] - ahead, axis=1).max() > 0.1, "another is not"


def test_squares_are_square_and_add_up():
    model, phi = LinearRegression(), np.array([0.4, 0.2])
    figure = fitted(
        model.x,
        model.y,
        model.data_window,
        (model.x, model.predict(phi, model.x)),
        look=theme("light"),
        language="en",
        predicted=model.predict(phi, model.x),
        squares=True,
    ).to_dict()
    shapes = figure["layout"]["shapes"]
    areas = [abs(s["x1"] - s["x0"]) * abs(s["y1"] - s["y0"]) for s in shapes]
    assert len(shapes) == 12
    assert sum(areas) == pytest.approx(7.111564)
    assert figure["layout"]["yaxis"]["scaleanchor"] == "x"


def test_other_units_and_the_same_centred_and_scaled():
    plain, scaled = (LinearRegression("cars", scaled=on) for on in (False, True))
    low, high = curvature(plain, np.zeros(2)).eigenvalues
    assert f"{high / low:.0f}" == "2572"
    assert curvature(scaled, np.zeros(2)).eigenvalues == pytest.approx([100, 100])
    path, one = (descend(GradientDescent(m.alpha), m, m.starts["default"], 50).value for m in (plain, scaled))
    assert f"{(path[0] - path[-1]) / (path[0] - plain.minimum):.0%}" == "6%"
    assert one[1] == pytest.approx(scaled.minimum, rel=1e-12)
