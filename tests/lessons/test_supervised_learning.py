"""Lesson: models, losses, training. Every number of its text, against the engine and the course's own."""

import json
from pathlib import Path

import numpy as np
import pytest

from playground.content import lesson
from playground.engine import LinearRegression
from playground.engine.three_units import course_parameters, three_units
from playground.lessons.supervised_learning import followed
from playground.lessons.supervised_learning.figures import KINDS, REACH, model, shifted

WORDS = lesson("supervised-learning", "en")
CHAPTER5 = json.loads((Path(__file__).parents[1] / "data/reference.json").read_text())["chapter5"]


@pytest.mark.parametrize(
    ("kind", "field", "printed"),
    [("regression", "sum_squares", "2.021"), ("binary", "nll", "9.564"), ("multiclass", "nll", "17.015")],
)
def test_the_three_losses_are_the_course_s(kind, field, printed):
    value = float(model(kind).value(course_parameters(kind)))
    assert value == pytest.approx(CHAPTER5[kind][field], abs=1e-8)
    assert f"{value:.3f}" == printed
    assert f"$L = {printed}$" in WORDS.parts[kind]
    assert printed in WORDS.blackboard


def test_least_squares_as_a_likelihood():
    value = float(three_units("regression").value(course_parameters("regression")))
    assert value == pytest.approx(CHAPTER5["regression"]["nll"], abs=1e-8)
    assert value == pytest.approx(2.020992572 / (2 * 0.2**2) + 10 * np.log(2 * np.pi * 0.2**2), abs=1e-8)
    assert "11.452" in WORDS.exact
    assert "11.452" in WORDS.blackboard


def test_likelihoods_are_tiny():
    binary, several = (np.exp(-float(model(k).value(course_parameters(k)))) for k in ("binary", "multiclass"))
    assert f"{binary * 1e5:.2f}" == "7.02"
    assert f"{several * 1e8:.1f}" == "4.1"


def test_each_bar_is_a_part_of_the_sum():
    for kind in KINDS:
        fitting, phi = model(kind), course_parameters(kind)
        each = fitting.loss.value(fitting.outputs(phi), fitting.y)
        assert each.shape == (20,)
        assert each.sum() == pytest.approx(float(fitting.value(phi)))


def test_one_parameter_moves_and_nothing_else():
    for kind in KINDS:
        phi, moved = course_parameters(kind), shifted(kind, np.array([0.0, REACH[kind]]))
        assert moved.shape == (2, phi.size)
        assert (moved[0] == phi).all()
        assert np.count_nonzero(moved[1] - phi) == 1


def test_what_follows_the_slider_is_what_the_engine_says():
    for kind in KINDS:
        fitting = model(kind)
        for shift in (0.0, -REACH[kind], 0.4 * REACH[kind]):
            z = fitting.outputs(shifted(kind, shift))
            assert z[:, 1:] == pytest.approx(fitting.outputs(course_parameters(kind))[:, 1:])
            assert z[:, 0] == pytest.approx(fitting.outputs(course_parameters(kind))[:, 0] + shift)
            assert followed.loss(kind, z.T, fitting.y.T) == pytest.approx(fitting.loss.value(z, fitting.y))
            said = fitting.loss.read(z)[:, -len(followed.says(kind, z.T)) :]
            assert np.transpose(followed.says(kind, z.T)) == pytest.approx(said)


def test_the_course_s_network_is_not_the_best_one():
    values = model("regression").value(shifted("regression", np.array([0.0, 0.175])))
    assert [f"{v:.2f}" for v in values] == ["2.02", "1.41"]


def test_the_logarithms_of_the_question():
    assert [f"{-np.log(p):.4f}" for p in (0.98, 0.5, 0.02)] == ["0.0202", "0.6931", "3.9120"]
    assert 190 < np.log(0.02) / np.log(0.98) < 200


def test_the_two_lines():
    values = LinearRegression().value(np.array([[0.4, 0.2], [1.6, -0.8]]))
    assert [f"{v:.2f}" for v in values] == ["7.11", "10.22"]


def test_the_strip_has_four_tasks():
    rows = WORDS.parts["tasks"].splitlines()
    assert len(rows) == 4
    assert all(row.count("|") == 5 for row in rows)
