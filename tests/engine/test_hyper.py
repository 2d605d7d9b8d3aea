"""Hyperparameters: bounds, clamping, choices, and records that cannot be built illegally."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES, Minibatches
from playground.engine.fitting import Fitting
from playground.engine.hyper import Hyper, Record, defaults, hyper, hypers
from playground.tasks.review import ReviewSentiment

REGISTRIES = (OPTIMIZERS, OBJECTIVES, SCHEDULES)
KINDS = [kind for registry in REGISTRIES for kind in registry.values()] + [Minibatches, Fitting, ReviewSentiment]
UNIT = Hyper("u", "help", low=0.0, below=1.0)


@dataclass(frozen=True)
class Sample(Record):
    """A record with one hyperparameter of each sort."""

    share: float = hyper(0.5, symbol="s", low=0.0, below=1.0, help="share")
    count: int = hyper(3, symbol="n", low=1, high=9, integer=True, help="count")
    way: str = hyper("up", symbol="w", choices={"up": "Up", "down": "Down"}, help="way")


@pytest.mark.parametrize("value", [0.0, 0.5, math.nextafter(1, 0), np.array([[0.0], [0.9]]), True * 0])
def test_legal(value):
    assert UNIT.allows(value)


@pytest.mark.parametrize(
    "value", [-1e-300, 1.0, math.nan, math.inf, "0.5", None, np.array([0.5, 1.0]), [0.5, None], b"0"]
)
def test_illegal(value):
    assert not UNIT.allows(value)
    with pytest.raises(ValueError, match=r"u must lie in \[0, 1\)"):
        UNIT.check(value)


@given(st.floats(allow_nan=False))
def test_clamping_gives_a_legal_value(value):
    for fact in (
        UNIT,
        Hyper("a", "", above=0.0),
        Hyper("n", "", low=1, high=9, integer=True),
        Hyper("x", "", low=-2.0, high=2.0),
        Hyper("y", "", below=0.0),
        Hyper("z", ""),
    ):
        assert fact.allows(fact.clamp(value))
        if fact.allows(value):
            assert fact.clamp(value) == value


def test_ranges_read_as_intervals():
    assert UNIT.range == "[0, 1)"
    assert Hyper("a", "", above=0.0).range == "(0, inf)"
    assert Hyper("n", "", low=1, high=9).range == "[1, 9]"
    assert Hyper("z", "").range == "(-inf, inf)"


def test_records_describe_themselves():
    assert list(hypers(Sample)) == list(hypers(Sample())) == ["share", "count", "way"]
    assert defaults(Sample) == {"share": 0.5, "count": 3, "way": "up"}
    assert hypers(Sample)["way"].choices == {"up": "Up", "down": "Down"}


@pytest.mark.parametrize(
    ("values", "message"),
    [({"share": 1.0}, "s must lie in"), ({"count": 2.5}, "n must lie in"), ({"way": "left"}, "w must lie in up, down")],
)
def test_illegal_records_cannot_be_built(values, message):
    with pytest.raises(ValueError, match=message):
        Sample(**values)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_hyperparameter_says_in_a_sentence_of_its_own_what_it_does(kind):
    for name, fact in hypers(kind).items():
        assert fact.about.endswith("."), name
        assert fact.about[:-1].lower() != fact.help.lower(), name
        assert len(fact.about) <= 110, name
