"""Whole paths as ordinary traces: what is seen where the player cannot run."""

import numpy as np
import pytest

from playground.figures.contour import contour
from playground.figures.static_paths import losses, with_curves, with_paths, with_paths_3d
from playground.figures.surface import surface
from playground.figures.theme import LIGHT

PATHS = [np.array([[0.0, 0.1], [1.0, 0.2], [2.0, 0.9]]), np.array([[3.0, 0.5], [np.inf, np.nan]])]


@pytest.fixture
def flat(ground):
    return contour(*ground, look=LIGHT, language="es", titles=("a", "b"))


def test_each_path_is_a_trace_over_the_contour_with_its_own_colour_and_dash(flat, unpacked):
    ground, *traces = with_paths(flat, PATHS, LIGHT).to_dict()["data"]
    assert ground["type"] == "contour"
    traces = traces[-len(PATHS) :]
    for trace, path, color in zip(traces, PATHS, LIGHT.runs, strict=False):
        assert np.array_equal(unpacked(trace["x"]), path[:, 0].astype(np.float32), equal_nan=True)
        assert np.array_equal(unpacked(trace["y"]), path[:, 1].astype(np.float32), equal_nan=True)
        assert trace["line"]["color"] == color
    assert traces[0]["line"]["dash"] != traces[1]["line"]["dash"]


def test_the_shared_landscape_is_left_as_it_was(flat):
    before = len(flat.to_dict()["data"])
    with_paths(flat, PATHS, LIGHT)
    assert len(flat.to_dict()["data"]) == before


def test_a_path_in_space_lies_on_the_heights_that_are_drawn(ground, unpacked):
    solid = surface(*ground, look=LIGHT, language="en", titles=("a", "b", "c"))
    (_, line) = with_paths_3d(solid, PATHS[:1], [np.array([5.0, 6.0, 7.0])], LIGHT).to_dict()["data"]
    assert line["type"] == "scatter3d"
    assert unpacked(line["z"]).tolist() == [5, 6, 7]


def test_curves_are_drawn_over_the_data(flat, unpacked):
    x = np.linspace(0, 1, 4)
    *_, curve = with_curves(flat, x, [x, 2 * x], LIGHT).to_dict()["data"]
    assert curve["mode"] == "lines"
    assert np.allclose(unpacked(curve["y"]), 2 * x)


@pytest.mark.parametrize(("log", "kind"), [(True, "log"), (False, None)])
def test_losses_stand_on_a_log_axis_where_asked(log, kind, unpacked):
    raw = losses([np.array([3.0, 2.0])], look=LIGHT, language="es", heading="h", title="paso", log=log).to_dict()
    assert raw["layout"]["yaxis"].get("type") == kind
    assert raw["layout"]["xaxis"]["title"]["text"] == "paso"
    assert unpacked(raw["data"][0]["y"]).tolist() == [3, 2]


GOOD, GONE = 10 * 0.8 ** np.arange(41.0), 10 * 100 ** np.arange(41.0)


def test_a_run_that_has_diverged_does_not_set_the_axis_and_says_its_power_of_ten():
    for gone in (GONE, np.append(GONE, [np.inf, np.nan])):
        raw = losses(
            [GOOD, gone], look=LIGHT, language="en", heading="h", title="step", log=True, diverged=[False, True]
        ).to_dict()
        low, high = raw["layout"]["yaxis"]["range"]
        assert low < np.log10(GOOD.min()) < np.log10(GOOD.max()) < high < 2
        (note,) = [one for one in raw["layout"]["annotations"] if "↑" in one["text"]]
        assert note["text"] == "↑ 10<sup>81</sup>"
        assert note["x"] == 1


@pytest.mark.parametrize("diverged", [[], [False], [True]])
def test_a_run_alone_sets_the_axis_whatever_became_of_it(diverged):
    raw = losses([GONE], look=LIGHT, language="en", heading="h", title="step", log=True, diverged=diverged).to_dict()
    assert raw["layout"]["yaxis"].get("autorange", True)
