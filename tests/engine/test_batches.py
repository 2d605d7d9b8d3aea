"""Minibatches: without replacement, in epochs, from a frozen stream."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine import Minibatches


@given(size=st.integers(1, 40), count=st.integers(1, 40), seed=st.integers(0, 2**32 - 1))
def test_an_epoch_visits_everything_once(size, count, seed):
    batches = Minibatches(size, seed)
    epoch = batches.per_epoch(count)
    assert epoch == -(-count // min(size, count))
    drawn = batches.indices(count, 2 * epoch)
    for part in (drawn[:epoch], drawn[epoch:]):
        np.testing.assert_array_equal(np.sort(np.concatenate(part)), np.arange(count))
        assert all(len(batch) == min(size, count) for batch in part[:-1])
        assert len(part[-1]) == count - (epoch - 1) * min(size, count)
    assert all((np.diff(batch) > 0).all() for batch in drawn)


def test_the_stream_is_numpys_frozen_one():
    random = np.random.RandomState(3)
    expected = [np.sort(part) for _ in range(3) for part in np.split(random.permutation(30), 6)]
    for batch, other in zip(Minibatches(5, 3).indices(30, 18), expected, strict=True):
        np.testing.assert_array_equal(batch, other)


def test_the_references_epochs(reference):
    scenario = next(s for s in reference["scenarios"] if s["id"] == "sgd_gabor_epochs_escape")
    for batch, other in zip(Minibatches(5, 3).indices(30, 120), scenario["params"]["batches"], strict=True):
        assert batch.tolist() == sorted(other)


def test_the_notebooks_redraw_at_each_step(reference):
    scenario = next(s for s in reference["scenarios"] if s["id"] == "sgd_gabor_nb6_3")
    for batch, other in zip(Minibatches(5, 1, "step").indices(30, 41), scenario["params"]["batches"], strict=True):
        assert batch.tolist() == sorted(other)


def test_a_short_last_batch():
    assert [len(batch) for batch in Minibatches(7, 0).indices(30, 6)] == [7, 7, 7, 7, 2, 7]


@pytest.mark.parametrize(("size", "expected"), [(0, 1), (-3, 1), (31, 30), (10**9, 30)])
def test_size_is_clamped(size, expected):
    assert len(Minibatches(size, 0).indices(30, 1)[0]) == expected
    assert Minibatches(size, 0).per_epoch(30) == -(-30 // expected)


def test_many_seeds_draw_their_own():
    drawn = Minibatches(5, np.array([4, 9, 4])).indices(30, 8)
    for k, seed in enumerate([4, 9, 4]):
        for batch, alone in zip(drawn, Minibatches(5, seed).indices(30, 8), strict=True):
            np.testing.assert_array_equal(batch[k], alone)


def test_no_steps_no_batches():
    assert Minibatches(5, 0).indices(30, 0) == []
    assert Minibatches(5, np.array([1, 2])).indices(30, 0) == []


@pytest.mark.parametrize(
    ("values", "symbol"),
    [({"size": 2.5}, "B"), ({"seed": -1}, "seed"), ({"seed": 2**32}, "seed"), ({"draw": "never"}, "draw")],
)
def test_illegal_batches_are_refused(values, symbol):
    with pytest.raises(ValueError, match=symbol):
        Minibatches(**values)


def test_batches_are_values():
    assert Minibatches(5, 3) == Minibatches(5, 3)
    assert hash(Minibatches(5, 3)) == hash(Minibatches(5, 3))
    assert Minibatches(5, 3) != Minibatches(5, 4)
