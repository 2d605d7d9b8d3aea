"""The loss as a surface: the heights it draws, and a camera that nobody sends anew."""

import numpy as np
import pytest

from playground.engine import OBJECTIVES, grid
from playground.figures.contour import heights
from playground.figures.surface import TALL, eye, inner_ticks, surface
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
    assert layout["scene"]["dragmode"] == "turntable"  # what is above stays above
    assert layout["scene"]["aspectratio"]["x"] == layout["scene"]["aspectratio"]["y"]


def test_its_ink_follows_the_appearance(ground):
    assert drawn(ground, LIGHT)[1]["scene"]["xaxis"]["color"] == LIGHT.ink
    assert drawn(ground, DARK)[1]["scene"]["xaxis"]["color"] == DARK.ink


def test_the_parameters_run_as_on_the_contour_plot(ground):
    _, usual = drawn(ground)
    assert "range" not in usual["scene"]["yaxis"]
    _, flipped = drawn(ground, flipped=True)
    assert flipped["scene"]["yaxis"]["range"] == [ground[1][-1], ground[1][0]]
    for layout in (usual, flipped):
        x, y = (layout["scene"]["camera"]["eye"][axis] for axis in "xy")
        assert y < -2 * abs(x)  # phi0 runs to the right, phi1 away from the eye


def underside(z, direction, n=60):
    """The share of a surface over the unit square whose underside faces a direction, by normals of triangles."""
    x = np.linspace(0, 1, n)
    corners = np.stack([*np.meshgrid(x, x), TALL * z / np.ptp(z)], axis=-1)
    normal = np.cross(corners[:-1, 1:] - corners[:-1, :-1], corners[1:, :-1] - corners[:-1, :-1])
    return float((normal @ direction <= 0).mean())


@pytest.mark.parametrize("name", ["LinearRegression", "Quadratic", "Himmelblau", "Saddle", "Rosenbrock"])
def test_each_landscape_is_seen_from_where_its_upper_side_is(name):
    landscape = OBJECTIVES[name]()
    found = grid(landscape, landscape.window, 60)
    z = heights(found.value, landscape.scale)
    scene = drawn((found.x, found.y, found.value), scale=landscape.scale, flipped=landscape.flipped)[1]["scene"]
    seen = np.array([scene["camera"]["eye"][axis] for axis in "xyz"])
    before = np.array([-1.25, -1.3, 0.95])  # one eye for all showed the underside of the walls in front
    drawn_z = z[::-1] if landscape.flipped else z
    assert underside(drawn_z, seen) <= max(0.17, 0.9 * underside(drawn_z, before))


def test_a_valley_that_is_steep_on_one_side_is_seen_from_the_other():
    x, _ = np.meshgrid(np.linspace(-1, 1, 40), np.linspace(-1, 1, 40))
    left, right = eye(np.exp(-4 * x)), eye(np.exp(4 * x))
    assert left["x"] > 0 > right["x"]


def test_numbers_along_the_sides_are_round_and_keep_off_the_corners():
    assert inner_ticks(-1, 1) == [-0.5, 0, 0.5]
    assert inner_ticks(2.5, 22.5) == [5, 10, 15, 20]
    assert inner_ticks(3, 3) == [3]
