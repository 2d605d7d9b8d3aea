"""The pictures of a model of several inputs, and of planes through its parameters."""

import numpy as np
import pytest

from playground.figures import planes
from playground.figures.theme import DARK, LIGHT
from playground.figures.training import Group, agreement, probabilities

LOOKS = {"look": LIGHT, "language": "es", "heading": ""}


def test_predictions_far_away_are_drawn_at_the_border_and_told_in_words(unpacked, finite):
    groups = [Group("train", np.array([1.0, 2.0]), np.array([1.1, 1e9]), ["a", "b"])]
    groups.append(Group("test", np.array([1.5]), np.array([np.nan]), ["c"]))
    figure = agreement(groups, **LOOKS, titles=("true", "said")).to_dict()
    low, high = figure["layout"]["xaxis"]["range"]
    y = unpacked(figure["data"][1]["y"])
    assert y[1] == pytest.approx(high)
    assert unpacked(figure["data"][1]["customdata"])[1] == pytest.approx(1e9)
    assert unpacked(figure["data"][2]["y"])[0] == pytest.approx(low)
    assert figure["layout"]["yaxis"]["scaleanchor"] == "x"
    assert finite(figure["layout"])


def test_probabilities_stand_in_the_row_of_their_class(unpacked):
    points = np.array([[0, 0.2], [1, 0.9], [1, 0.4]])
    figure = probabilities([("train", points, ["a", "b", "c"])], ["no", "yes"], **LOOKS, title="p").to_dict()
    assert np.round(unpacked(figure["data"][0]["y"])).tolist() == [0, 1, 1]
    assert figure["data"][0]["hovertext"] == ["a", "b", "c"]
    assert figure["layout"]["xaxis"]["range"] == [0, 1]


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_a_plane_shows_start_and_end_of_the_path(ground, unpacked, look):
    x, y, value = ground
    path = np.array([[0.0, 0.1], [0.5, 0.2], [1.0, 0.3]])
    figure = planes.plane(x, y, value, path, look=look, language="en", heading="", titles=("a", "b"), at=1).to_dict()
    ends, now = figure["data"][-2], figure["data"][-1]
    assert unpacked(ends["x"]) == pytest.approx([0.0, 1.0])
    assert (unpacked(now["x"])[0], unpacked(now["y"])[0]) == pytest.approx((0.5, 0.2))
    assert "a %{x" in figure["data"][0]["hovertemplate"]
    still = planes.plane(x, y, value, path, look=look, language="en", heading="", titles=("a", "b")).to_dict()
    assert len(still["data"]) == len(figure["data"]) - 1, "the step is marked by the trainer, unless it cannot run"


def test_a_plane_that_spans_powers_of_ten_has_levels_of_the_logarithm():
    assert planes.scale_of(np.array([[1.0, 2.0], [3.0, 4.0]])) == "linear"
    assert planes.scale_of(np.array([[1.0, 2.0], [3.0, 1e6]])) == "log"
    assert planes.scale_of(np.full((2, 2), np.nan)) == "linear"


def test_distances_begin_at_zero_and_mark_the_step(finite):
    words = {"titles": ("step", "d"), "names": ("off", "in")}
    figure = planes.distance(np.array([2.0, 1, 0]), np.array([3.0, 1, 0]), **LOOKS, **words, at=2).to_dict()
    assert figure["layout"]["yaxis"]["range"][0] == 0
    assert figure["layout"]["shapes"][0]["x0"] == 2
    nothing = planes.distance(np.zeros(1), np.zeros(1), **LOOKS, **words).to_dict()
    assert finite(nothing["layout"])


def test_every_eigenvalue_is_drawn_once_and_its_sign_is_a_symbol(unpacked, finite):
    values = np.array([-1.0, 0.0, 1e-12, 2.0, 3.0])
    words = {"titles": ("i", "λ"), "names": ("positive", "zero", "negative")}
    figure = planes.spectrum(values, 1e-8, **LOOKS, **words).to_dict()
    assert [trace["name"] for trace in figure["data"]] == ["positive: 2", "zero: 2", "negative: 1"]
    assert len({trace["marker"]["symbol"] for trace in figure["data"]}) == 3
    drawn = np.concatenate([unpacked(trace["customdata"]) for trace in figure["data"]])
    assert sorted(drawn) == pytest.approx(sorted(values))
    assert finite(figure)
    assert finite(planes.spectrum(np.zeros(2), 0.0, **LOOKS, **words).to_dict())


def test_a_long_title_of_a_plane_is_broken_and_has_room(ground):
    x, y, value = ground
    path = np.array([[0.0, 0.1], [0.5, 0.2]])
    short = planes.plane(x, y, value, path, **LOOKS, titles=("a", "b")).to_dict()["layout"]
    long = planes.plane(x, y, value, path, **LOOKS, titles=("boiling point: weight of carbon atoms", "b")).to_dict()[
        "layout"
    ]
    assert "<br>" in long["xaxis"]["title"]["text"]
    assert long["margin"]["b"] > short["margin"]["b"]
    assert long["margin"]["l"] == short["margin"]["l"]
