"""Labels beside marked points: on the side where nothing else stands."""

import numpy as np
import pytest

from playground.engine import Gabor
from playground.engine.critical import survey
from playground.figures.contour import contour, without_level_labels
from playground.figures.marked_points import LABEL, SIDES, Marks, free_sides, marked
from playground.figures.theme import LIGHT


def test_a_label_keeps_clear_of_a_cross_above_its_point():
    point = np.array([[0.5, 0.5]])
    assert free_sides(point, np.empty((0, 2)), ((0, 1), (0, 1))) == ["top center"]
    (side,) = free_sides(point, np.array([[0.5, 0.55]]), ((0, 1), (0, 1)))
    assert side != "top center"


@pytest.mark.parametrize(("place", "never"), [((0.5, 0.99), "top center"), ((0.99, 0.5), "middle right")])
def test_a_label_stays_in_the_picture(place, never):
    assert free_sides(np.array([place]), np.empty((0, 2)), ((0, 1), (0, 1))) != [never]


def test_no_label_of_gabors_minima_stands_under_a_cross():
    model = Gabor()
    points = survey(model).points
    minima = np.array([point.phi for point in points if point.kind == "minimum"])
    others = np.array([point.phi for point in points if point.kind != "minimum"])
    (low, high) = np.array(model.window).T
    sides = free_sides(minima, others, model.window)
    for place, side in zip((minima - low) / (high - low), sides, strict=True):
        middle = place + LABEL * SIDES[side]
        away = np.abs(((others - low) / (high - low) - middle) / LABEL).max(axis=1)
        assert away.min() > 0.4, "a cross in the middle of a label hides it"


def test_labels_take_their_sides_and_level_lines_give_way(ground):
    figure = contour(*ground, look=LIGHT, language="en", titles=("a", "b"))
    bare = without_level_labels(figure)
    assert len(bare.to_dict()["data"]) == len(figure.to_dict()["data"]) - 1
    marks = [Marks(np.array([[0.0, 0.5]]), "circle", labels=["1"], sides=["middle left"])]
    assert marked(bare, marks, LIGHT).to_dict()["data"][-1]["textposition"] == ["middle left"]
