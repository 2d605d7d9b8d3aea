"""The plane of trace and determinant: points of many sizes are told apart, on the right side of its lines."""

import numpy as np
import pytest

from playground.engine import Gabor
from playground.engine.critical import survey
from playground.figures.convexity import plane
from playground.figures.theme import LIGHT

WORDS = {"up": "bowl", "down": "dome", "saddle": "saddle", "never": "no", "trace": "tr H", "determinant": "det H"}


def drawn(here, others=(), language="en"):
    return plane(here, others, look=LIGHT, language=language, heading="", words=WORDS).to_dict()


def test_gabors_critical_points_do_not_lie_in_a_narrow_band(unpacked):
    found = [(p.kind, float(p.eigenvalues.sum()), float(p.determinant)) for p in survey(Gabor()).points]
    figure = drawn((-21.1, 8.23), found)
    low, high = figure["layout"]["yaxis"]["range"]
    heights = np.concatenate([unpacked(trace["y"]) for trace in figure["data"][2:]])
    share = (heights - low) / (high - low)
    assert ((share > 0) & (share < 1)).all()
    assert np.histogram(share, 10, (0, 1))[0].max() < 0.5 * len(share)
    assert np.ptp(np.quantile(share, [0.1, 0.9])) > 0.3
    for (_, trace, determinant), _ in zip(found, share, strict=False):
        assert determinant <= trace * trace / 4 + 1e-9, "no symmetric matrix lies above the parabola"


@pytest.mark.parametrize(("here", "limit"), [((4.0, 3.0), 4.0), ((-4.0, 4.0), 4.0), ((0.0, -4.0), 0.0)])
def test_a_point_lies_on_its_side_of_the_parabola_and_of_zero(unpacked, here, limit):
    figure = drawn(here)
    curve, point = figure["data"][0], figure["data"][-1]
    x, y = float(unpacked(point["x"])[0]), float(unpacked(point["y"])[0])
    top = float(np.interp(x, unpacked(curve["x"]), unpacked(curve["y"])))
    assert (np.sign(x), np.sign(y)) == (np.sign(here[0]), np.sign(here[1]))
    assert y <= top + 0.02
    assert (abs(y - top) < 0.02) == (here[1] == limit)


@pytest.mark.parametrize(("language", "text"), [("en", "−0.1"), ("es", "−0,1")])
def test_the_axes_say_the_numbers_themselves(language, text):
    axis = drawn((0.3, -0.15), [("saddle", 0.1, -0.2)], language)["layout"]["yaxis"]
    assert text in axis["ticktext"]
    assert axis["tickvals"] == sorted(axis["tickvals"])
    assert axis["ticktext"][axis["tickvals"].index(0.0)] == "0"
