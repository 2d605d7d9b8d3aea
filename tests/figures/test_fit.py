"""The data that a model is fitted to."""

import numpy as np

from playground.figures.contour import HEIGHT
from playground.figures.fit import fit
from playground.figures.theme import DARK, LIGHT


def drawn(look=LIGHT):
    x, y = np.array([0.5, 1.5, 9.0]), np.array([2.0, -1.0, 4.0])
    return fit(x, y, ((0.0, 2.0), (-2.0, 3.0)), look=look, language="en", heading="Data", titles=("x in", "y out"))


def test_it_draws_every_datum_also_one_outside_the_window(unpacked):
    (points,) = drawn().to_dict()["data"]
    assert unpacked(points["x"]).tolist() == [0.5, 1.5, 9.0]
    assert unpacked(points["y"]).tolist() == [2.0, -1.0, 4.0]
    assert points["mode"] == "markers"


def test_the_window_is_the_one_it_is_given():
    layout = drawn().to_dict()["layout"]
    assert layout["xaxis"]["range"] == [0, 2]
    assert layout["yaxis"]["range"] == [-2, 3]
    assert layout["yaxis"]["title"]["text"] == "y out"


def test_it_is_as_high_as_the_contour_beside_it():
    assert drawn().to_dict()["layout"]["height"] == HEIGHT


def test_points_stand_out_in_both_appearances():
    for look in (LIGHT, DARK):
        (points,) = drawn(look).to_dict()["data"]
        assert points["marker"]["color"] == look.data
