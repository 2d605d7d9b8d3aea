"""The course's data, number by number."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import DATASETS, Dataset


@pytest.mark.parametrize(
    ("name", "key", "column"),
    [("linear", "linear", "y_slide"), ("linear_notebooks", "linear", "y_notebook"), ("gabor", "gabor", "y")],
)
def test_the_courses_data(reference, name, key, column):
    np.testing.assert_array_equal(DATASETS[name].x, reference["datasets"][key]["x"])
    np.testing.assert_array_equal(DATASETS[name].y, reference["datasets"][key][column])


def test_datasets_are_values():
    data = DATASETS["linear"]
    assert data == Dataset(data.x.copy(), data.y.copy())
    assert hash(data) == hash(Dataset(data.x.copy(), data.y.copy()))
    assert data != DATASETS["linear_notebooks"]
    assert data != "linear"


def test_a_dataset_keeps_its_own_copy():
    x = np.array([1.0, 2.0])
    data = Dataset(x, x)
    x[0] = 9.0
    assert data.x[0] == 1.0
