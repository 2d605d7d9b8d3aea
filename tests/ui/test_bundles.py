"""Runs that are walked together: each as if it were alone, and none waits for ever."""

import threading
from urllib.parse import parse_qs

import numpy as np
import pytest

from playground.link.playground import from_query
from playground.ui import bundles


def settings(query):
    return from_query(parse_qs(query))[0]


@pytest.mark.parametrize(
    ("rule", "numbers"),
    [
        ("LineSearchDescent", ["max_distance=0.3", "max_distance=0.7&start=0.2,0.4", "tolerance=0.01"]),
        ("Adam", ["alpha=0.1", "alpha=0.4&beta=0.5", "start=1,-0.5&epsilon=0.1"]),
        ("Newton", ["start=1,0.5", ""]),
    ],
)
@pytest.mark.parametrize("model", ["LinearRegression", "Gabor&batch=5&schedule=Cosine"])
def test_each_is_to_the_last_bit_what_it_is_alone(rule, numbers, model):
    asked = [settings(f"model={model}&optimizer={rule}&steps=12&{one}") for one in numbers]
    assert len({bundles.kind_of(one) for one in asked}) == 1
    for one, path in zip(asked, bundles.walk(asked), strict=True):
        (alone,) = bundles.walk([one])
        assert np.array_equal(path.phi, alone.phi, equal_nan=True)
        assert np.array_equal(path.value, alone.value, equal_nan=True)
        assert (path.diverged_at, path.left_window_at) == (alone.diverged_at, alone.left_window_at)


def test_what_cannot_go_together_is_of_another_kind():
    queries = ["", "model=Gabor", "steps=7", "optimizer=Adam", "optimizer=Adam&bias_correction=0", "batch=5"]
    queries += ["batch=5&seed=2", "schedule=Cosine", "optimizer=LineSearchDescent&max_iterations=3"]
    assert len({bundles.kind_of(settings(query)) for query in queries}) == len(queries)


def test_what_comes_while_others_are_answered_is_answered_together():
    begun, go, sizes = threading.Event(), threading.Event(), []

    def answers(questions):
        sizes.append(len(questions))
        begun.set()
        assert go.wait(10)
        return [2 * one for one in questions]

    together, found = bundles.Together(answers), {}
    ask = [threading.Thread(target=lambda k=k: found.update({k: together.ask("kind", k)[0]})) for k in range(6)]
    ask[0].start()
    assert begun.wait(10)
    for one in ask[1:]:
        one.start()
    while len(together.waiting.get("kind", ())) < 5:
        pass
    go.set()
    for one in ask:
        one.join(10)
    assert found == {k: 2 * k for k in range(6)}
    assert sizes == [1, 5]


def test_a_failure_reaches_all_who_asked_and_nobody_after_them():
    together = bundles.Together(lambda questions: [1 / one for one in questions])
    with pytest.raises(ZeroDivisionError):
        together.ask("kind", 0)
    assert together.ask("kind", 2) == (0.5, 1)
