"""Grids over windows, and the scale of a landscape."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine import Gabor, LinearRegression, Quadratic, grid
from playground.engine.landscape import relief, scatter


def test_rows_are_y_and_columns_are_x():
    gabor = Gabor()
    picture = grid(gabor, ((-2, 3), (4, 9)), 7)
    assert picture.value.shape == (7, 7)
    np.testing.assert_allclose(picture.x, np.linspace(-2, 3, 7))
    np.testing.assert_allclose(picture.y, np.linspace(4, 9, 7))
    for row, column in ((0, 0), (2, 5), (6, 1)):
        assert picture.value[row, column] == gabor.value([picture.x[column], picture.y[row]])


def test_single_precision_is_enough_for_a_picture(landscape):
    if landscape.dimension != 2:
        return
    double, single = grid(landscape, landscape.window, 40), grid(landscape, landscape.window, 40, dtype=np.float32)
    assert single.value.dtype == np.float32
    np.testing.assert_allclose(single.value, double.value, rtol=1e-4, atol=1e-4 * np.abs(double.value).max())


@pytest.mark.parametrize(
    "window",
    [
        ((0, 0), (0, 1)),
        ((1, 0), (0, 1)),
        ((0, math.inf), (0, 1)),
        ((math.nan, 1), (0, 1)),
        ((-1.7e308, 1.7e308), (0, 1)),
        ((0, 1),),
        ((0, 1), (0, 1), (0, 1)),
        ((0, 1, 2), (0, 1)),
        (0, 1),
        "window",
        None,
    ],
)
def test_bad_windows_are_refused(window):
    with pytest.raises(ValueError, match="window"):
        grid(Gabor(), window, 5)


def test_too_few_nodes_are_refused():
    with pytest.raises(ValueError, match="2 nodes"):
        grid(Gabor(), Gabor().window, 1)


def test_a_window_where_the_loss_overflows_is_silent():
    picture = grid(Quadratic(), ((-1e200, 1e200), (-1e200, 1e200)), 4)
    assert np.isinf(picture.value).any()


@pytest.mark.parametrize("d", [1, 2, 5])
def test_scattered_points_fill_the_window(d):
    points = scatter(((-1.0, 3.0),) * d, 512)
    assert points.shape == (512, d)
    for column in points.T:
        counts, _ = np.histogram(column, bins=8, range=(-1, 3))
        assert counts.sum() == 512
        assert counts.min() >= 60


def test_the_scale_of_a_landscape():
    assert relief(Quadratic(matrix=[[0, 0], [0, 0]])) == 0
    assert relief(LinearRegression()) == relief(LinearRegression())
    assert relief(Quadratic(condition=1.0)) == pytest.approx(4 / math.pi, rel=0.05)
