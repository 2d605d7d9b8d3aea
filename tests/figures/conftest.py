"""What the tests of figures share: arrays to draw, and a figure's arrays read back."""

import base64
import math

import numpy as np
import pytest


def unpack(entry):
    """The array that a figure carries: Plotly's typed array, or a plain list."""
    if not isinstance(entry, dict):
        return np.array(entry)
    kind = {"f4": "<f4", "u2": "<u2"}[entry["dtype"]]
    shape = [int(n) for n in entry.get("shape", "").split(",") if n.strip()] or [-1]
    return np.frombuffer(base64.b64decode(entry["bdata"]), kind).reshape(shape)


@pytest.fixture
def unpacked():
    """The function that reads an array back."""
    return unpack


@pytest.fixture
def ground():
    """x (7,), y (5,) and heights (5, 7), row = y, that differ everywhere."""
    x, y = np.linspace(-2, 4, 7), np.linspace(0, 1, 5)
    return x, y, (x - 1) ** 2 + 10 * (y[:, None] - 0.3) ** 2


@pytest.fixture
def finite():
    """Whether every number anywhere in a figure is finite."""

    def check(part):
        if isinstance(part, dict) and "bdata" in part:
            return bool(np.isfinite(unpack(part)).all())
        if isinstance(part, dict):
            return all(check(value) for value in part.values())
        if isinstance(part, list | tuple):
            return all(check(value) for value in part)
        return not isinstance(part, float) or math.isfinite(part)

    return check
