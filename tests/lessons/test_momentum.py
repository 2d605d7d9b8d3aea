"""Every number of the lesson on momentum, against the engine."""

import math
from urllib.parse import parse_qs

import numpy as np
import pytest

from playground import worksheets
from playground.content import lesson
from playground.engine import Gabor, GradientDescent, LinearRegression, Minibatches, Momentum, curvature, descend
from playground.engine.closed_forms import reach, survival, weights
from playground.figures import digitised
from playground.lessons.momentum.exercise import draw
from playground.lessons.momentum.figures import weighed
from playground.link.playground import from_query, minibatches, objective, optimizer


def runs(query):
    """The trajectories of a state."""
    now = from_query(parse_qs(query))[0]
    return [
        descend(optimizer(run), objective(now.model), now.start, now.steps, batches=minibatches(now), record=True)
        for run in now.runs
    ]


def length(path):
    return np.linalg.norm(np.diff(path, axis=0), axis=-1).sum(axis=0)


WORDS = lesson("momentum", "en")
RIGHT, LEFT, ZIGZAG, ALIGNED, NOTHING, DELAYED = (one.query for one in WORDS.tries)


@pytest.mark.parametrize(("query", "walked"), [(RIGHT, (14.5, 43.2)), (LEFT, (13.8, 39.2))])
def test_momentum_walks_a_third_of_the_way(query, walked):
    found = runs(query)
    assert [round(length(run.phi), 1) for run in found] == list(walked)
    assert all(run.value[-1] < 2 and abs(run.phi[-1, 0]) < 0.3 for run in found)
    longest = [np.linalg.norm(run.terms["step"], axis=1).max() for run in found]
    assert longest[0] < longest[1]


def test_across_the_valley_gradients_cancel_and_along_it_they_add_up():
    left = survival(runs(LEFT)[0].terms["gradient"], 0.8)
    assert left == pytest.approx([0.20, 1.00], abs=0.005)


def test_the_starts_are_those_of_figure_6_7():
    for path, start in (
        (digitised.SGD_WHITE, (2, 5.05)),
        (digitised.MOMENTUM_WHITE, (2, 5.05)),
        (digitised.SGD_CYAN, (-2.45, 6.15)),
        (digitised.MOMENTUM_CYAN, (-2.45, 6.15)),
    ):
        assert len(path) == 31
        assert path[0] == pytest.approx(start, abs=0.15)


def test_a_zigzag_cancels():
    momentum, plain = runs(ZIGZAG)
    assert plain.value[20] == pytest.approx(0.995, abs=5e-4)
    assert momentum.value[20] == pytest.approx(0.195, abs=5e-4)


def test_the_first_question():
    momentum, plain = runs(WORDS.questions[0].query)
    assert plain.state == "diverged"
    assert momentum.state == "converged"
    assert momentum.value[20] == pytest.approx(0.195, abs=5e-4)


def test_the_limits_of_alpha():
    highest = curvature(LinearRegression(), np.zeros(2)).eigenvalues[-1]
    for beta, limit in ((0.0, 0.03998), (0.5, 0.1199), (0.9, 0.7595)):
        assert 2 * (1 + beta) / ((1 - beta) * highest) == pytest.approx(limit, rel=5e-4)
        for alpha, state in ((0.98 * limit, False), (1.02 * limit, True)):
            run = descend(Momentum(alpha, beta), LinearRegression(), (1.6, -0.8), 1000)
            assert (run.state == "diverged") is state


def test_aligned_gradients_never_carry_beyond_plain_descent():
    momentum, plain, tenfold = runs(ALIGNED)
    gone = [length(run.phi) for run in (momentum, plain, tenfold)]
    assert gone[0] < gone[1] < gone[2]
    assert (momentum.value[1:] > plain.value[1:]).all()
    assert [run.value[-1] for run in (momentum, plain, tenfold)] == pytest.approx([5.312, 4.470, 1.638], abs=5e-4)
    assert (momentum.terms["gradient"] < 0).all()
    bound = np.maximum.accumulate(np.linalg.norm(momentum.terms["gradient"], axis=1))
    assert (np.linalg.norm(momentum.terms["m"], axis=1) <= bound).all()
    assert momentum.terms["step"][0] == pytest.approx(0.1 * plain.terms["step"][0])


def test_nothing_kept_is_sgd():
    momentum, plain = runs(NOTHING)
    np.testing.assert_array_equal(momentum.phi, plain.phi)


def test_a_gradient_is_delayed_and_not_amplified():
    assert WORDS.questions[2].query == DELAYED, "the answer is shown over a run that shows it"
    momentum, plain = runs(DELAYED)
    weight = reach(0.9, momentum.steps)
    assert (momentum.steps, (weight > 0.99).sum(), (weight < 1).all()) == (60, 17, True)
    assert weight[-1] == pytest.approx(0.1)
    assert plain.state != "diverged"


def test_the_blackboard():
    assert weights(0.9, 3)[::-1] == pytest.approx([0.1, 0.09, 0.081])
    assert [weights(0.9, t).sum() for t in (1, 2, 3)] == pytest.approx([0.1, 0.19, 0.271])
    assert weights(0.9, 10).sum() == pytest.approx(0.651, abs=5e-4)
    assert math.log(0.5) / math.log(0.9) == pytest.approx(6.58, abs=5e-3)
    assert reach(0.9, 200)[0] == pytest.approx(1)
    assert reach(0.9, 200)[-1] == pytest.approx(0.1)


@pytest.mark.parametrize(("start", "settled"), [((2, 5.05), (49, 43)), ((-2.45, 6.15), (38, 29))])
def test_where_two_hundred_seeds_settle_when_small_steps_lead_them_on(start, settled):
    starts, batches = np.broadcast_to(np.array(start), (200, 2)), Minibatches(5, np.arange(200))
    for rule, count in zip((GradientDescent(0.6), Momentum(0.6, 0.8)), settled, strict=True):
        last = descend(rule, Gabor(), starts, 60, batches=batches, path=False).phi[-1]
        end = descend(GradientDescent(0.05), Gabor(), last, 1000, path=False)
        assert (end.value[-1] < 1).sum() == count


@pytest.mark.parametrize(("start", "there"), [((2, 5.05), (27, 26)), ((-2.45, 6.15), (26, 19))])
def test_where_two_hundred_seeds_stand_at_step_60(start, there):
    starts, batches = np.broadcast_to(np.array(start), (200, 2)), Minibatches(5, np.arange(200))
    plain, momentum = (
        descend(rule, Gabor(), starts, 60, batches=batches) for rule in (GradientDescent(0.6), Momentum(0.6, 0.8))
    )
    assert ((plain.value[-1] < 3).sum(), (momentum.value[-1] < 3).sum()) == there
    assert (length(momentum.phi) < length(plain.phi)).all()


def test_the_worksheet_counts_like_the_rule():
    task = worksheets.exercise(draw, "Ada")
    n, m = task.numbers, 0.0
    place = n["p"]
    for g in (n["a"], n["b"], n["c"]):
        m = n["beta"] * m + (1 - n["beta"]) * g
        place -= n["alpha"] * m
    assert worksheets.correct(task, place)


@pytest.mark.parametrize(
    ("beta", "step", "said"), [(0.9, 1, "0,1"), (0.9, 10, "0,651"), (0.8, 51, "1 − 1,1·10⁻⁵"), (0.0, 3, "1")]
)
def test_the_weights_are_not_said_to_sum_to_1_while_they_do_not(beta, step, said):
    assert weighed(beta, step, "es") == said
