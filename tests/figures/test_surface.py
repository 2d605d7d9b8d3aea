"""The loss as a surface: the heights it draws, and a camera that nobody sends anew."""

import numpy as np
import pytest

from playground.figures.contour import heights
from playground.figures.surface import surface
from playground.figures.theme import DARK, LIGHT


def drawn(ground, look=LIGHT, **more):
    figure = surface(*ground, look=look, language="en", titles=("φ₀", "φ₁", "L"), **more).to_dict()
    return figure["data"][0], figure["layout"]


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_it_draws_the_heights_of_the_contour(ground, scale, unpacked):
    trace, _ = drawn(ground, scale=scale)
    assert trace["type"] == "surface"
    assert np.allclose(unpacked(trace["z"]), heights(ground[2], scale))
    assert np.allclose(unpacked(trace["x"]), ground[0])
    assert np.allclose(unpacked(trace["y"]), ground[1])


def test_the_axes_are_named(ground):
    _, layout = drawn(ground)
    assert [layout["scene"][f"{axis}axis"]["title"]["text"] for axis in "xyz"] == ["φ₀", "φ₁", "L"]


def test_a_hand_may_turn_it_and_no_side_is_stretched(ground):
    _, layout = drawn(ground)
    assert "dragmode" not in layout
    assert layout["scene"]["dragmode"] == "orbit"
    assert layout["scene"]["aspectratio"]["x"] == layout["scene"]["aspectratio"]["y"]


def test_its_ink_follows_the_appearance(ground):
    assert drawn(ground, LIGHT)[1]["scene"]["xaxis"]["color"] == LIGHT.ink
    assert drawn(ground, DARK)[1]["scene"]["xaxis"]["color"] == DARK.ink
