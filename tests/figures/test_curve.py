"""The curve of a loss of one parameter: gaps where it is not defined, room around what is."""

import base64

import numpy as np

from playground.figures.curve import curve
from playground.figures.theme import LIGHT


def drawn(y, **more):
    x = np.linspace(-1, 1, len(y))
    return curve(x, np.array(y, float), look=LIGHT, language="es", titles=("φ", "L"), **more).to_dict()


def test_the_curve_has_gaps_and_room():
    figure = drawn([1.0, np.nan, 3.0, 2.0])
    values = np.frombuffer(base64.b64decode(figure["data"][0]["y"]["bdata"]), "<f4")
    assert np.isnan(values).tolist() == [False, True, False, False]
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < 1 < 3 < high < 4
    assert figure["layout"]["xaxis"]["range"] == [-1.0, 1.0]
    assert figure["layout"]["separators"] == ",."


def test_a_derivative_shows_zero():
    low, high = drawn([1.0, 2.0], zero=True)["layout"]["yaxis"]["range"]
    assert low < 0 < 2 < high


def test_what_is_level_or_nowhere_defined_has_a_frame():
    for y in ([5.0, 5.0], [np.nan, np.nan], [0.0, 0.0]):
        low, high = drawn(y)["layout"]["yaxis"]["range"]
        assert low < high
