"""Lesson: the Gabor model. Every number of its text, against the engine and the course's own."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from playground.content import lesson
from playground.engine import Gabor, GradientDescent, critical_points, curvature, descend
from playground.figures.digitised import GRADIENT_DESCENT
from playground.lessons.gabor.figures import CURVES, DRAWN, MEANT, PRINTED, ends, switch

WORDS = lesson("gabor", "en")
REFERENCE = json.loads((Path(__file__).parents[1] / "data/reference.json").read_text())
MODEL = Gabor()


def run(start, alpha=0.1, steps=200, divisor=32.0):
    return descend(GradientDescent(alpha), Gabor(divisor=divisor), np.array(start, float), steps)


def leaves(path, point, distance=1.0):
    """The first step at which a path is so far from a point."""
    return int(np.argmax(np.linalg.norm(path.phi - np.array(point), axis=1) > distance))


@pytest.mark.parametrize("name", sorted(PRINTED))
def test_the_printed_losses_are_at_their_places(name):
    value = float(MODEL.value(np.array(DRAWN[name])))
    printed = {"c": 0.64, "d": 3.356}.get(name, float(PRINTED[name]))
    assert value == pytest.approx(printed, abs=0.006)
    assert np.linalg.norm(MODEL.gradient(np.array(DRAWN[name]))) < 1e-4
    assert curvature(MODEL, np.array(DRAWN[name])).kind == "minimum"


def test_the_printed_minima_are_those_of_the_reference():
    known = {entry["printed"]: entry for entry in REFERENCE["static_losses"]["gabor_printed"]}
    assert float(MODEL.value(np.array(DRAWN["c"]))) == pytest.approx(known[0.64]["loss"], abs=1e-9)
    assert float(MODEL.value(np.array(DRAWN["b"]))) == pytest.approx(known[3.67]["loss"], abs=1e-9)


def test_panel_d_is_mislabelled():
    assert f"{float(MODEL.value(np.array(MEANT))):.2f}" == "5.51"
    assert f"{float(MODEL.value(np.array(DRAWN['d']))):.3f}" == "3.356"


def test_all_critical_points():
    points = critical_points(MODEL)
    assert Counter(p.kind for p in points) == {"minimum": 8, "maximum": 12, "saddle": 20}
    for place in ((8.089458, 6.346907), (-8.577511, 4.396348), (1.88303, 2.882521), (-2.852506, 9.038015)):
        near = min(points, key=lambda p: np.linalg.norm(p.phi - place))
        assert np.linalg.norm(near.phi - place) < 1e-4
        assert near.kind == "saddle"
    top = min(points, key=lambda p: np.linalg.norm(p.phi - (3.44, 15.63)))
    assert top.kind == "maximum"
    assert top.determinant == pytest.approx(8.2, abs=0.1)


def test_no_printed_loss_with_the_divisor_of_the_slides():
    other = Gabor(divisor=8.0)
    values = [p.value for p in critical_points(other) if p.kind == "minimum"]
    assert all(min(abs(v - printed) for v in values) > 0.1 for printed in (0.64, 3.67, 10.18, 9.96, 5.51, 3.356))
    assert f"{other.minimum:.3f}" == "1.262"
    assert other.minimisers[0] == pytest.approx([0.108677, 14.416224], abs=1e-5)


@pytest.mark.parametrize(
    ("start", "end"), [((-2, 20), "0.65"), ((3, 10), "5.51"), ((2.5, 10), "0.65"), ((2.7211, 10), "0.65")]
)
def test_where_the_starts_end(start, end):
    assert f"{run(start, steps=400).value[-1]:.2f}" == end


def test_the_border_of_the_valleys():
    assert f"{switch(32.0):.4f}" == "2.7212"
    starts, values = ends(32.0)
    assert values[np.argmin(abs(starts - 2.5))] < 1 < 5 < values[np.argmin(abs(starts - 3.0))]


def test_one_saddle_deflects():
    saddle = (-2.852506, 9.038015)
    lowest = curvature(MODEL, np.array(saddle)).eigenvalues[0]
    assert f"{lowest:.2f}" == "-4.82"
    near = [(-2.7525, 9.038), (-2.9525, 9.038), (-2.8525, 9.138), (-2.8525, 8.938)]
    steps = [leaves(run(start), saddle) for start in near]
    assert steps[0] == 7
    assert (min(steps), max(steps)) == (6, 12)


def test_the_saddle_lets_go_within_12_steps_in_93_of_100_directions():
    turn = np.linspace(0, 2 * np.pi, 1000, endpoint=False)
    saddle = np.array([-2.852506, 9.038015])
    path = descend(GradientDescent(0.1), MODEL, saddle + 0.1 * np.stack([np.cos(turn), np.sin(turn)], axis=-1), 60).phi
    steps = (np.linalg.norm(path - saddle, axis=-1) > 1).argmax(axis=0)
    assert f"{(steps <= 12).mean():.2f}" == "0.93"
    # The others start close to the direction in which the saddle attracts.
    curved = curvature(MODEL, saddle).eigenvectors[:, 1]
    off = np.abs(np.cos(turn) * curved[1] - np.sin(turn) * curved[0])
    assert off[steps > 12].max() < 0.2


def test_one_saddle_holds():
    saddle = (-8.577511, 4.396348)
    lowest = curvature(MODEL, np.array(saddle)).eigenvalues[0]
    assert f"{lowest:.3f}" == "-0.117"
    near = [(-8.4775, 4.3963), (-8.6775, 4.3963), (-8.5775, 4.4963), (-8.5775, 4.2963)]
    steps = [leaves(run(start, steps=600), saddle) for start in near]
    assert all(200 <= k <= 265 for k in steps)
    assert steps[0] > 200


def test_too_large_a_step_bounces_in_the_global_valley():
    largest = curvature(MODEL, np.array(DRAWN["c"])).eigenvalues[-1]
    assert f"{largest:.2f} {2 / largest:.4f}" == "11.33 0.1765"
    last = run((-2, 20), alpha=0.2, steps=100).value[-2:]
    assert sorted(f"{v:.2f}" for v in last) == ["0.94", "1.20"]
    assert run((-2, 20), alpha=0.17, steps=100).value[-1] < 0.66


@pytest.mark.parametrize(("phi", "limit"), [(MEANT, "0.296"), (DRAWN["e"], "0.1445")])
def test_limits_of_other_minima(phi, limit):
    assert f"{2 / curvature(MODEL, np.array(phi)).eigenvalues[-1]:.{len(limit) - 2}f}" == limit
    assert limit in WORDS.blackboard


def test_the_three_curves():
    assert CURVES == ((-5, 25), (20, 40), (3, 15))


def test_the_datum_below_the_axis():
    assert MODEL.y.min() == -1.051


DRAWN_PATHS = [("GD1", (-2, 20)), ("GD2", (3, 10)), ("GD3", (2.5, 10))]


@pytest.mark.parametrize(("index", "name", "start"), [(i, *one) for i, one in enumerate(DRAWN_PATHS)])
def test_the_drawn_paths_turn_by_almost_right_angles_and_end_where_small_steps_do(index, name, start):
    drawn = GRADIENT_DESCENT[index]
    assert drawn == pytest.approx(np.array(REFERENCE["digitised_figures"][name]["path"]), abs=0.006)
    assert np.linalg.norm(drawn[0] - start) < 0.1
    moves = np.diff(drawn, axis=0)
    first, second = moves[0], moves[1]
    assert abs(first @ second) < 0.12 * np.linalg.norm(first) * np.linalg.norm(second)
    small = [run(where, alpha=0.05, steps=2000).phi[-1] for where in (start, drawn[-1])]
    assert small[0] == pytest.approx(small[1], abs=1e-3)


def test_how_long_the_flat_saddle_holds_depends_on_the_side():
    model = Gabor()
    saddle = min(
        critical_points(model, model.window), key=lambda point: float(np.hypot(*(point.phi - (-8.5775, 4.3963))))
    )
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    starts = saddle.phi + 0.1 * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    away = np.linalg.norm(descend(GradientDescent(0.1), model, starts, 1000).phi - saddle.phi, axis=-1) > 1
    steps = away.argmax(axis=0)
    assert (steps[0], steps[36]) == (205, 261)
    assert 400 < steps.max() < 1000
