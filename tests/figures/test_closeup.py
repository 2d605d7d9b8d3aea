"""A step from close by: what is named stands beside its spot, where there is room for the name."""

import numpy as np

from playground.figures.closeup import Spot, closeup
from playground.figures.theme import LIGHT


def test_names_stand_towards_the_middle():
    x = np.linspace(0.0, 4.0, 5)
    spots = [Spot("left", np.array([1.0, 1.0])), Spot("right", np.array([3.9, 1.0])), Spot("", np.array([2.0, 2.0]))]
    figure = closeup(x, x, np.add.outer(x, x), [], spots, look=LIGHT, language="en")
    sides = {one["text"]: (one["xanchor"], one["xshift"] > 0) for one in figure.to_dict()["layout"]["annotations"]}
    assert sides == {"left": ("left", True), "right": ("right", False)}
