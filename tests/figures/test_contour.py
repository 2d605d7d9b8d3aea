"""The contour of a loss: its levels, its equal units, and what lies up and what lies down."""

import json

import numpy as np
import pytest

from playground.engine import OBJECTIVES, grid
from playground.figures.contour import (
    LEVELS,
    bands,
    contour,
    for_the_player,
    heights,
    level_labels,
    level_values,
    quiet,
)
from playground.figures.theme import LIGHT


def drawn(ground, **more):
    figure = contour(*ground, look=LIGHT, language="en", titles=("φ₀, offset", "φ₁"), **more).to_dict()
    return figure["data"], figure["layout"]


def test_it_draws_the_arrays_it_is_given(ground, unpacked):
    (trace, *_), layout = drawn(ground, heading="<b>Parameters</b>")
    for name, array in zip(("x", "y", "customdata"), ground, strict=True):
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


def flat_landscapes():
    """Every landscape of two parameters, as it is by default."""
    return [kind() for kind in OBJECTIVES.values() if len(getattr(kind(), "window", ())) == 2]


@pytest.mark.parametrize("landscape", flat_landscapes(), ids=lambda one: type(one).__name__)
def test_levels_rise_in_round_numbers_and_lie_closer_towards_the_least_loss(landscape):
    value = grid(landscape, landscape.window, 81).value
    lines = level_values(value, landscape.scale)
    assert LEVELS // 2 < len(lines) <= LEVELS + 1
    assert (np.diff(lines) > 0).all()
    assert (lines[0], lines[-1]) == (value.min(), value.max())
    assert all(len(f"{line:.12g}".lstrip("-0.").replace(".", "").rstrip("0")) <= 3 for line in lines[1:-1])
    assert np.diff(lines)[1] < 0.3 * np.diff(lines)[-2]


def test_no_colour_fills_most_of_the_linear_loss():
    landscape = OBJECTIVES["LinearRegression"]()
    value = grid(landscape, landscape.window, 81).value
    fifth = np.histogram(bands(value, level_values(value)), 5)[0] / value.size
    assert fifth.max() < 0.45
    assert np.histogram(value, 5)[0].max() / value.size > 0.6, "as equal levels would fill it"


def test_a_band_is_found_between_the_two_lines_around_a_loss(unpacked, ground):
    lines = np.array([1.0, 2.0, 4.0, 10.0])
    assert bands(np.array([1.0, 1.5, 2.0, 3.0, 10.0]), lines).tolist() == [0, 0.5, 1, 1.5, 3]
    (trace, *_), _ = drawn(ground)
    z, step = unpacked(trace["z"]), trace["contours"]["size"]
    assert z.dtype == np.uint16
    expected = bands(ground[2], level_values(ground[2]))
    assert np.abs(z / step - expected).max() < 1 / step
    assert trace["contours"]["start"] == step, "the first line is the first level above the least loss"
    assert trace["zmax"] == step * (len(level_values(ground[2])) - 1)


def test_what_is_not_finite_is_left_out():
    value = np.array([[0.0, 1.0, np.nan], [2.0, np.inf, 5.0]])
    (trace, *_), _ = drawn((np.arange(3.0), np.arange(2.0), value))
    assert trace["z"]["dtype"] == "f4"
    assert np.isnan(bands(value, level_values(value))).sum() == 2


@pytest.mark.parametrize("value", [np.full((3, 3), 5.0), np.full((3, 3), np.nan), np.array([[np.inf, 1.0]])])
def test_a_loss_that_rises_nowhere_has_one_band_and_no_label(value):
    lines = level_values(value)
    assert len(lines) == 2
    assert np.isfinite(lines).all()
    assert lines[1] > lines[0]
    assert not level_labels(np.arange(3.0), np.arange(3.0), value)


@pytest.mark.parametrize("landscape", flat_landscapes(), ids=lambda one: type(one).__name__)
def test_a_label_stands_on_its_line_and_apart_from_marks_and_other_labels(landscape, unpacked):
    ground = grid(landscape, landscape.window, 81)
    (trace,) = level_labels(ground.x, ground.y, ground.value, landscape.scale, landscape.minimisers)
    places = np.column_stack([unpacked(trace["x"]), unpacked(trace["y"])]).astype(float)
    (low, high), (bottom, top) = landscape.window
    size = np.array([high - low, top - bottom])
    lines = level_values(ground.value, landscape.scale)
    assert len(trace["customdata"]) >= 4
    assert set(trace["customdata"]) <= set(lines.tolist())
    near = bands(landscape.value(places), lines) - bands(np.array(trace["customdata"]), lines)
    assert np.abs(near).max() < 0.6, "between two nodes the loss is not a straight line"
    marks = np.empty((0, 2)) if landscape.minimisers is None else np.asarray(landscape.minimisers)
    shares = np.concatenate([places, marks]) / size
    apart = np.linalg.norm(shares[:, None] - shares[: len(places)], axis=-1)
    assert np.sort(apart, axis=0)[1].min() > 0.06
    others = [np.array(line) for line in trace["meta"]]
    assert [line[0] for line in others] == pytest.approx(places, rel=1e-3)
    assert sum(len(line) > 1 for line in others) >= 4, "a line whose first place a path covers has another"
    for line, loss in zip(others, trace["customdata"], strict=True):
        assert np.abs(bands(landscape.value(line), lines) - bands(np.array(loss), lines)).max() < 2, "within a cell"


def test_the_player_writes_the_losses_itself(ground):
    figure = for_the_player(contour(*ground, look=LIGHT, language="es", titles=("", ""))).to_dict()
    assert [trace.get("visible", True) for trace in figure["data"]] == [True, False]


def test_the_labels_are_numbers_that_plotly_writes_in_the_pages_language(ground):
    (_, labels), _ = drawn(ground)
    assert labels["texttemplate"] == "%{customdata:~g}"
    assert all(isinstance(value, float) for value in labels["customdata"])


@pytest.mark.parametrize("landscape", flat_landscapes(), ids=lambda one: type(one).__name__)
def test_a_contour_is_not_heavier_than_the_101_by_101_losses_it_replaces(landscape):
    ground = grid(landscape, landscape.window, 81)
    figure = drawn((ground.x, ground.y, ground.value), scale=landscape.scale, minimisers=landscape.minimisers)
    assert len(json.dumps(figure)) < 101 * 101 * 4 * 4 / 3 + 3500


def test_the_scale_is_linear_or_logarithmic():
    value = np.array([3.0, 12.0, 102.0])
    assert heights(value, "linear") is value
    assert np.allclose(heights(value, "log"), [0, 1, 2])


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_hover_tells_the_loss(ground, unpacked, scale):
    (trace, *_), _ = drawn(ground, scale=scale)
    assert "L %{customdata" in trace["hovertemplate"]
    assert np.allclose(unpacked(trace["customdata"]), ground[2])


def test_known_minimisers_are_marked(ground, unpacked):
    (_, _, cross), _ = drawn(ground, minimisers=np.array([[1.0, 0.3], [2.0, 0.5]]))
    assert unpacked(cross["x"]).tolist() == [1, 2]
    assert np.allclose(unpacked(cross["y"]), [0.3, 0.5])
    assert len(drawn(ground, minimisers=np.zeros((0, 2)))[0]) == 2
    assert len(drawn(ground, minimisers=None)[0]) == 2


def test_losses_too_large_to_feel_the_1_have_a_finite_logarithm():
    value = np.array([[-3e20, 1e20]], dtype=np.float32)
    assert np.isfinite(heights(value, "log")).all()


def test_a_quiz_can_leave_out_the_minimum_and_what_pointing_tells():
    side = np.linspace(-1, 1, 21)
    value = side**2 + side[:, None] ** 2
    whole = contour(side, side, value, look=LIGHT, language="en", titles=("a", "b"), minimisers=np.zeros((1, 2)))
    symbols = lambda figure: [trace.get("marker", {}).get("symbol") for trace in figure.to_dict()["data"]]  # noqa: E731
    assert "x-thin" in symbols(whole)
    assert "x-thin" not in symbols(quiet(whole, {"minimum"}))
    assert all("hovertemplate" not in trace for trace in quiet(whole, {"hover"}).to_dict()["data"])
    assert quiet(whole, {"presets"}) is whole
