"""The contour of a loss: its levels, its equal units, and what lies up and what lies down."""

import numpy as np
import pytest

from playground.figures.contour import LEVELS, contour, heights, levels
from playground.figures.theme import LIGHT


def drawn(ground, **more):
    figure = contour(*ground, look=LIGHT, language="en", titles=("φ₀, offset", "φ₁"), **more).to_dict()
    return figure["data"], figure["layout"]


def test_it_draws_the_arrays_it_is_given(ground, unpacked):
    (trace,), layout = drawn(ground, heading="<b>Parameters</b>")
    for name, array in zip("xyz", ground, strict=True):
        assert np.array_equal(unpacked(trace[name]), array.astype(np.float32))
    assert unpacked(trace["z"]).shape == (len(ground[1]), len(ground[0]))
    assert layout["title"]["text"] == "<b>Parameters</b>"
    assert layout["xaxis"]["title"]["text"] == "φ₀, offset"


def test_units_are_equal_on_both_axes(ground):
    _, layout = drawn(ground)
    assert layout["yaxis"]["scaleanchor"] == "x"
    assert layout["yaxis"]["scaleratio"] == 1
    assert layout["xaxis"]["constrain"] == layout["yaxis"]["constrain"] == "domain"


@pytest.mark.parametrize(("flipped", "limits"), [(False, [0, 1]), (True, [1, 0])])
def test_the_second_axis_grows_downwards_where_the_course_draws_it_so(ground, flipped, limits):
    _, layout = drawn(ground, flipped=flipped)
    assert layout["yaxis"]["range"] == limits
    assert layout["xaxis"]["range"] == [-2, 4]


def test_the_window_is_what_is_seen(ground):
    _, layout = drawn(ground)
    assert layout["xaxis"]["autorange"] is layout["yaxis"]["autorange"] is False


def test_levels_are_equally_spaced_between_lowest_and_highest():
    found = levels(np.array([[2.0, 10.0], [4.0, np.nan]]))
    assert found["size"] == pytest.approx(8 / LEVELS)
    assert found["start"] == pytest.approx(2 + 4 / LEVELS)
    assert found["end"] == 10


@pytest.mark.parametrize("z", [np.full((3, 3), 5.0), np.full((3, 3), np.nan), np.array([[np.inf, 1.0]])])
def test_levels_exist_where_nothing_rises(z):
    found = levels(z)
    assert all(np.isfinite(value) for value in found.values())
    assert found["size"] > 0


def test_the_scale_is_linear_or_logarithmic():
    value = np.array([3.0, 12.0, 102.0])
    assert heights(value, "linear") is value
    assert np.allclose(heights(value, "log"), [0, 1, 2])


def test_hover_tells_the_loss_also_on_a_log_scale(ground, unpacked):
    (trace,), _ = drawn(ground, scale="log")
    assert "customdata" in trace["hovertemplate"]
    assert np.allclose(unpacked(trace["customdata"]), ground[2])
    (trace,), _ = drawn(ground)
    assert "%{z" in trace["hovertemplate"]


def test_known_minimisers_are_marked(ground, unpacked):
    (_, cross), _ = drawn(ground, minimisers=np.array([[1.0, 0.3], [2.0, 0.5]]))
    assert unpacked(cross["x"]).tolist() == [1, 2]
    assert np.allclose(unpacked(cross["y"]), [0.3, 0.5])
    assert len(drawn(ground, minimisers=np.zeros((0, 2)))[0]) == 1
    assert len(drawn(ground, minimisers=None)[0]) == 1


def test_losses_too_large_to_feel_the_1_have_a_finite_logarithm():
    value = np.array([[-3e20, 1e20]], dtype=np.float32)
    assert np.isfinite(heights(value, "log")).all()
