"""Schedules: their formulas, their warm-up, their bounds."""

from __future__ import annotations

import itertools
import math

import pytest

from playground.engine import SCHEDULES, Constant, Cosine, Exponential, InverseTime, StepDecay
from playground.engine.hyper import hypers


@pytest.mark.parametrize("kind", SCHEDULES.values(), ids=list(SCHEDULES))
def test_every_schedule(kind):
    schedule = kind()
    assert schedule == kind()
    assert hash(schedule) == hash(kind())
    assert schedule.name
    assert schedule(0) == 1.0
    factors = [schedule(step) for step in range(400)]
    assert all(0 <= factor <= 1 for factor in factors)
    assert all(later <= earlier for earlier, later in itertools.pairwise(factors))
    assert all(fact.soft is not None for fact in hypers(schedule).values())


@pytest.mark.parametrize("kind", SCHEDULES.values(), ids=list(SCHEDULES))
def test_warm_up_rises_in_equal_parts(kind):
    warm, cold = kind(warmup=4), kind()
    for step, share in enumerate([0.2, 0.4, 0.6, 0.8, 1.0, 1.0, 1.0]):
        assert warm(step) == pytest.approx(share * cold(step))


def test_registry_names_its_classes():
    assert next(iter(SCHEDULES)) == "Constant"
    assert all(key == kind.__name__ for key, kind in SCHEDULES.items())


def test_formulas():
    assert Constant()(77) == 1
    assert [StepDecay(0.5, 3)(t) for t in range(7)] == [1, 1, 1, 0.5, 0.5, 0.5, 0.25]
    assert Exponential(0.9)(5) == pytest.approx(0.9**5)
    assert InverseTime(0.25)(4) == pytest.approx(0.5)
    cosine = Cosine(10)
    assert [cosine(0), cosine(5), cosine(10), cosine(50)] == pytest.approx([1, 0.5, 0, 0])
    assert cosine(3) == pytest.approx((1 + math.cos(0.3 * math.pi)) / 2)


@pytest.mark.parametrize(
    "build",
    [
        lambda: StepDecay(drop=0.0),
        lambda: StepDecay(every=0),
        lambda: Exponential(1.1),
        lambda: InverseTime(-1.0),
        lambda: Cosine(0),
        lambda: Cosine(2.5),
        lambda: Constant(warmup=-1),
    ],
)
def test_illegal_schedules_are_refused(build):
    with pytest.raises(ValueError, match="must lie in"):
        build()
