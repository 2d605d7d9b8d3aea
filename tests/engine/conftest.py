"""What the engine's tests share: the reference data, points to test at, and derivatives by differences."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.engine import OBJECTIVES, Landscape


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """Overflow is a result, and no warning: one fails the test."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        yield


@pytest.fixture(scope="session")
def reference() -> dict[str, Any]:
    """Data and trajectories computed by independent code, checked against PyTorch (see its `verification`)."""
    path = Path(__file__).parents[1] / "data" / "reference.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(params=list(OBJECTIVES))
def landscape(request: pytest.FixtureRequest) -> Landscape:
    """Each registered landscape in turn."""
    return OBJECTIVES[request.param]()


@pytest.fixture
def points() -> Callable[[Landscape, int], np.ndarray]:
    """Random points of a landscape's window, (n, d)."""

    def draw(landscape: Landscape, n: int) -> np.ndarray:
        low, high = np.array(landscape.window).T
        return np.random.default_rng(7).uniform(low, high, (n, landscape.dimension))

    return draw
