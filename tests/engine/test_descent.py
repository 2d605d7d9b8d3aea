"""The loop: one run or many, batches, schedules, terms, divergence, and how a run ended."""

from __future__ import annotations

import dataclasses
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import (
    OBJECTIVES,
    OPTIMIZERS,
    Adam,
    Beale,
    Constant,
    Cosine,
    Exponential,
    Gabor,
    GaussianValley,
    GradientDescent,
    Himmelblau,
    LinearRegression,
    LineSearchDescent,
    Minibatches,
    Momentum,
    Nesterov,
    Newton,
    Quadratic,
    Rosenbrock,
    Saddle,
    descend,
    stability,
)
from playground.engine.hyper import hypers
from playground.engine.landscape import scatter
from playground.engine.trajectory import Outcome

GABOR, LINE = Gabor(), LinearRegression()
STARTS = np.random.default_rng(5).uniform([-10, 2.5], [10, 22.5], (1500, 2))


# One run and many


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("objective", [GABOR, LINE, GaussianValley()], ids=["gabor", "line", "valley"])
def test_a_run_in_a_bundle_is_the_run_alone(name, objective):
    rule = OPTIMIZERS[name]().suggest(objective)
    bundle = descend(rule, objective, STARTS, 8)
    for k in (0, 1, 747, 749, 750, 1499):
        alone = descend(rule, objective, STARTS[k], 8)
        np.testing.assert_array_equal(bundle.phi[:, k], alone.phi)
        np.testing.assert_array_equal(bundle.value[:, k], alone.value)
    few = descend(rule, objective, STARTS[747:750], 8)
    np.testing.assert_array_equal(few.phi, bundle.phi[:, 747:750])


HUGE = [1e3, -2e6, 1e20, 1e155, -1e300, 1.7e308, np.inf, -np.inf, np.nan, 0.0, 5e-324]


def anywhere(objective, dtype, count=12):
    """Starts in the window, and among them some that are huge, not finite or next to nothing."""
    starts = scatter(objective.window, count)
    for k, odd in enumerate(HUGE):
        beside = np.insert(starts[k % count, 1:], k % objective.dimension, odd)
        starts = np.insert(starts, 2 * k % len(starts), beside, axis=0)
    with np.errstate(over="ignore"):
        return starts.astype(dtype)


# Every rule on every landscape, and each of them in either precision.
@pytest.mark.parametrize(
    ("name", "landscape", "dtype"),
    [
        (name, landscape, (np.float64, np.float32)[(i + k) % 2])
        for i, name in enumerate(OPTIMIZERS)
        for k, landscape in enumerate(OBJECTIVES)
    ],
)
def test_every_rule_on_every_landscape_walks_alike_alone_and_among_others(name, landscape, dtype):
    objective = OBJECTIVES[landscape]()
    rule, starts = OPTIMIZERS[name]().suggest(objective), anywhere(objective, dtype)
    bundle = descend(rule, objective, starts, 3).phi
    assert bundle.dtype == dtype
    for size in (1, 3):
        for low in range(0, len(starts), size):
            few = descend(rule, objective, starts[low : low + size], 3).phi
            np.testing.assert_array_equal(few, bundle[:, low : low + size])
    np.testing.assert_array_equal(descend(rule, objective, starts[5], 3).phi, bundle[:, 5])


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("objective", [GABOR, LINE], ids=["gabor", "line"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_run_with_minibatches_of_its_own_walks_alike_alone_and_among_others(name, objective, dtype):
    rule, starts = OPTIMIZERS[name]().suggest(objective), anywhere(objective, dtype)
    seeds = np.arange(len(starts))
    bundle = descend(rule, objective, starts, 4, Minibatches(5, seeds)).phi
    for k in seeds:
        np.testing.assert_array_equal(descend(rule, objective, starts[k], 4, Minibatches(5, int(k))).phi, bundle[:, k])


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("landscape", OBJECTIVES)
def test_a_point_has_the_same_loss_and_derivatives_alone_and_among_others(landscape, dtype):
    objective = OBJECTIVES[landscape]()
    points = anywhere(objective, dtype, 30)
    for function in (objective.value, objective.gradient, objective.hessian):
        whole = function(points)
        for size in (1, 2, 3, 20):
            for low in range(0, len(points), size):
                np.testing.assert_array_equal(function(points[low : low + size]), whole[low : low + size])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_many_parameters_add_up_in_the_same_order(name):
    random = np.random.default_rng(0)
    root = random.normal(size=(17, 17))
    objective = Quadratic(matrix=root @ root.T)
    starts, rule = random.normal(size=(9, 17)), OPTIMIZERS[name]()
    for variant in (
        [dataclasses.replace(rule, method=way) for way in ("bracket", "exact")] if name[:4] == "Line" else [rule]
    ):
        bundle = descend(variant, objective, starts, 6)
        for k in range(9):
            np.testing.assert_array_equal(bundle.phi[:, k], descend(variant, objective, starts[k], 6).phi)


def test_shapes_follow_the_start():
    for lead in ((), (1,), (3,), (2, 3), (0,)):
        run = descend(Adam(), GABOR, np.broadcast_to([3.0, 10.0], (*lead, 2)), 4)
        assert run.phi.shape == (5, *lead, 2)
        assert run.value.shape == (5, *lead)
        if 0 not in lead:
            assert run.terms["m"].shape == (4, *lead, 2)


def test_a_grid_of_hyperparameters_and_starts():
    alpha = np.array([0.01, 0.05, 0.1])[:, None, None]
    beta = np.array([0.5, 0.9])[:, None]
    run = descend(Momentum(alpha, beta), GABOR, [3.0, 10.0], 20)
    assert run.phi.shape == (21, 3, 2, 2)
    for i in range(3):
        for j in range(2):
            alone = descend(Momentum(float(alpha[i, 0, 0]), float(beta[j, 0])), GABOR, [3.0, 10.0], 20)
            np.testing.assert_array_equal(run.phi[:, i, j], alone.phi)
            np.testing.assert_array_equal(run.terms["m"][:, i, j], alone.terms["m"])


@settings(deadline=None, max_examples=20)
@given(alphas=st.lists(st.floats(0, 0.3), min_size=1, max_size=4), seed=st.integers(0, 99))
def test_columns_of_alpha_are_the_runs(alphas, seed):
    start = np.random.default_rng(seed).uniform([-10, 2.5], [10, 22.5])
    run = descend(Adam(np.array(alphas)[:, None]), GABOR, start, 6)
    for k, alpha in enumerate(alphas):
        np.testing.assert_array_equal(run.phi[:, k], descend(Adam(alpha), GABOR, start, 6).phi)


def test_single_precision_stays_single():
    start = np.array([[3.0, 10.0], [2.5, 10.0]], dtype=np.float32)
    run = descend(Adam(np.array([[0.1], [0.2]])), GABOR, start, 30)
    assert run.phi.dtype == run.value.dtype == np.float32
    np.testing.assert_allclose(
        run.phi, descend(Adam(np.array([[0.1], [0.2]])), GABOR, start.astype(float), 30).phi, atol=1e-3
    )


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_single_precision_does_not_depend_on_how_a_hyperparameter_is_given(name):
    starts = np.array([[3.0, 10.0], [2.5, 10.0]], dtype=np.float32)
    rule = OPTIMIZERS[name]()
    real = {name: fact for name, fact in hypers(rule).items() if not fact.integer and fact.choices is None}
    for field in real:
        value = getattr(rule, field) * 0.7
        given = [np.float64(value), np.array(value), np.array([[value], [value]])]
        number = descend(dataclasses.replace(rule, **{field: value}), GABOR, starts, 20)
        for other in given:
            same = descend(dataclasses.replace(rule, **{field: other}), GABOR, starts, 20)
            np.testing.assert_array_equal(same.phi, number.phi)
    if "alpha" in real:
        whole = descend(dataclasses.replace(rule, alpha=np.array([[1], [2]])), GABOR, starts, 20)
        np.testing.assert_array_equal(
            whole.phi[:, 1], descend(dataclasses.replace(rule, alpha=2), GABOR, starts[1], 20).phi
        )


def test_end_points_alone():
    whole, ends = descend(Adam(), GABOR, STARTS, 10), descend(Adam(), GABOR, STARTS, 10, path=False)
    np.testing.assert_array_equal(ends.phi, whole.phi[[0, -1]])
    np.testing.assert_array_equal(ends.value, whole.value[[0, -1]])
    with pytest.raises(ValueError, match="path=True"):
        ends.steps_to()


def test_no_steps():
    run = descend(Adam(), GABOR, [3.0, 10.0], 0)
    np.testing.assert_array_equal(run.phi, [[3.0, 10.0]])
    assert run.terms == {}
    assert run.state == "unmoved"
    assert run.stands_from is None
    assert descend(Adam(), GABOR, [3.0, 10.0], 0, path=False).phi.shape == (2, 2)


def test_the_start_is_not_changed():
    start = STARTS[:5].copy()
    descend(Adam(), GABOR, start, 5)
    np.testing.assert_array_equal(start, STARTS[:5])


@pytest.mark.parametrize("start", [3.0, [1.0], [1.0, 2.0, 3.0], np.zeros((2, 3))])
def test_a_start_of_the_wrong_shape_is_refused(start):
    with pytest.raises(ValueError, match="start"):
        descend(Adam(), GABOR, start, 5)


def test_negative_steps_are_refused():
    with pytest.raises(ValueError, match="steps"):
        descend(Adam(), GABOR, [3.0, 10.0], -1)


def test_hyperparameters_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="broadcast"):
        descend(Adam(np.full((3, 1), 0.1)), GABOR, STARTS[:5], 5)


# Batches


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_batches_of_all_data_change_no_bit(name):
    for objective in (GABOR, LINE):
        rule = OPTIMIZERS[name]().suggest(objective)
        start = next(iter(objective.starts.values()))
        plain = descend(rule, objective, start, 15)
        for size in (objective.data_size, 10**6):
            stochastic = descend(rule, objective, start, 15, Minibatches(size, 3))
            np.testing.assert_array_equal(stochastic.phi, plain.phi)


def test_the_loss_shown_is_that_of_all_data():
    run = descend(GradientDescent(0.3), GABOR, [3.0, 10.0], 20, Minibatches(5, 3))
    np.testing.assert_array_equal(run.value, GABOR.value(run.phi))
    assert [len(batch) for batch in run.batches] == [5] * 20
    for t in (0, 7, 19):
        expected = GABOR.batch(run.batches[t]).gradient(run.phi[t])
        np.testing.assert_array_equal(run.terms["gradient"][t], expected)


def test_each_run_with_its_own_seed():
    seeds = np.array([3, 8, 1, 3])
    for objective, size in ((GABOR, 9), (LINE, 10), (GABOR, 4)):
        start = next(iter(objective.starts.values()))
        rule = Momentum(0.02, 0.5)
        bundle = descend(rule, objective, start, 25, Minibatches(size, seeds))
        assert bundle.phi.shape == (26, 4, 2)
        for k, seed in enumerate(seeds):
            alone = descend(rule, objective, start, 25, Minibatches(size, int(seed)))
            np.testing.assert_array_equal(bundle.phi[:, k], alone.phi)
            single = descend(rule, objective, start, 25, Minibatches(size, seeds[k : k + 1]))
            np.testing.assert_array_equal(single.phi[:, 0], alone.phi)


def test_seeds_and_blocks():
    seeds = np.arange(1200)
    bundle = descend(GradientDescent(0.3), GABOR, [3.0, 10.0], 7, Minibatches(5, seeds))
    for k in (0, 600, 1199):
        alone = descend(GradientDescent(0.3), GABOR, [3.0, 10.0], 7, Minibatches(5, k))
        np.testing.assert_array_equal(bundle.phi[:, k], alone.phi)


def test_seeds_with_line_search():
    bundle = descend(LineSearchDescent(max_distance=2.0), GABOR, [3.0, 10.0], 5, Minibatches(9, np.array([3, 8])))
    for k, seed in enumerate((3, 8)):
        alone = descend(LineSearchDescent(max_distance=2.0), GABOR, [3.0, 10.0], 5, Minibatches(9, seed))
        np.testing.assert_array_equal(bundle.phi[:, k], alone.phi)


def test_any_sequence_of_indices_will_do():
    batches = [[0, 1], [5], np.arange(30)]
    run = descend(GradientDescent(0.1), GABOR, [3.0, 10.0], 3, batches)
    assert [batch.tolist() for batch in run.batches] == [[0, 1], [5], list(range(30))]
    with pytest.raises(ValueError, match="batches"):
        descend(GradientDescent(0.1), GABOR, [3.0, 10.0], 4, batches)


def test_a_landscape_without_data_ignores_batches():
    run = descend(GradientDescent(0.1), Saddle(), [1.0, 0.5], 5, Minibatches(3, 1))
    assert run.batches is None
    np.testing.assert_array_equal(run.phi, descend(GradientDescent(0.1), Saddle(), [1.0, 0.5], 5).phi)


# Schedules


def test_a_schedule_multiplies_alpha():
    run = descend(GradientDescent(0.1), GABOR, [3.0, 10.0], 30, schedule=Cosine(20))
    for t in (0, 5, 19, 25):
        step = 0.1 * Cosine(20)(t) * GABOR.gradient(run.phi[t])
        np.testing.assert_allclose(run.terms["step"][t], step, rtol=1e-14, atol=1e-16)
    np.testing.assert_array_equal(run.phi[21], run.phi[30])


def test_a_constant_schedule_changes_no_bit():
    plain = descend(Nesterov(0.1), GABOR, [3.0, 10.0], 30)
    np.testing.assert_array_equal(plain.phi, descend(Nesterov(0.1), GABOR, [3.0, 10.0], 30, schedule=Constant()).phi)


@pytest.mark.parametrize("rule", [LineSearchDescent(max_distance=2.0), Newton()])
def test_rules_without_alpha_ignore_a_schedule(rule):
    plain = descend(rule, GABOR, [3.0, 10.0], 6)
    np.testing.assert_array_equal(plain.phi, descend(rule, GABOR, [3.0, 10.0], 6, schedule=lambda t: 0.5).phi)


def test_a_schedule_scales_columns_of_alpha():
    run = descend(GradientDescent(np.array([[0.1], [0.2]])), GABOR, [3.0, 10.0], 9, schedule=lambda t: 1 / (1 + t))
    for k, alpha in enumerate((0.1, 0.2)):
        alone = descend(GradientDescent(alpha), GABOR, [3.0, 10.0], 9, schedule=lambda t: 1 / (1 + t))
        np.testing.assert_array_equal(run.phi[:, k], alone.phi)


@pytest.mark.parametrize("factor", [-1.0, np.inf, np.nan])
def test_illegal_factors_are_refused(factor):
    with pytest.raises(ValueError, match="schedule"):
        descend(GradientDescent(0.1), GABOR, [3.0, 10.0], 3, schedule=lambda t: factor)


# Terms


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_terms_recorded_and_replayed_agree(name):
    rule = OPTIMIZERS[name]().suggest(GABOR)
    arguments = (rule, GABOR, [3.0, 10.0], 12, Minibatches(7, 2), Cosine(9, warmup=2))
    recorded, replayed = descend(*arguments, record=True), descend(*arguments)
    assert list(recorded.terms) == list(replayed.terms)
    assert "state" not in recorded.terms
    for term in recorded.terms:
        np.testing.assert_array_equal(recorded.terms[term], replayed.terms[term])
        assert len(recorded.terms[term]) == 12
    np.testing.assert_array_equal(recorded.terms["phi"], recorded.phi[1:])
    np.testing.assert_array_equal(recorded.phi, replayed.phi)


def test_replay_of_a_bundle_with_seeds_and_columns():
    run = descend(Momentum(np.array([[0.1], [0.2]])), GABOR, STARTS[:2], 6, Minibatches(7, np.array([1, 2])))
    np.testing.assert_array_equal(run.terms["phi"], run.phi[1:])


def test_arrows_of_a_scheduled_step_end_where_the_step_ends():
    run = descend(GradientDescent(0.1), GABOR, [3.0, 10.0], 9, schedule=Cosine(9))
    ((base, tip),) = run.arrows.values()
    np.testing.assert_array_equal(base, run.phi[:-1])
    np.testing.assert_allclose(tip, run.phi[1:], rtol=1e-15)
    np.testing.assert_array_equal(run.alphas[:, 0], 0.1 * np.array(run.factors))


def test_arrows_of_a_scheduled_bundle_are_those_of_its_runs():
    alpha = np.array([[0.1], [0.2]])
    run = descend(Nesterov(alpha, 0.9), GABOR, STARTS[:2], 6, schedule=Cosine(6))
    for k in range(2):
        alone = descend(Nesterov(alpha[k, 0], 0.9), GABOR, STARTS[k], 6, schedule=Cosine(6))
        for arrow, ends in alone.arrows.items():
            np.testing.assert_array_equal(np.array(run.arrows[arrow])[:, :, k], ends)
        np.testing.assert_array_equal(run.alphas[:, k], alone.alphas)


def test_a_run_of_no_steps_has_no_arrows_and_a_constant_alpha_no_schedule():
    assert descend(GradientDescent(0.1), GABOR, [3.0, 10.0], 0).arrows == {}
    assert descend(GradientDescent(0.1), GABOR, [3.0, 10.0], 3).alphas is None


# Divergence and other ends


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_overflow_is_recorded_in_silence(name):
    rule = OPTIMIZERS[name]()
    for field in ("alpha", "max_distance"):
        if field in hypers(rule):
            rule = dataclasses.replace(rule, **{field: 1e300})
    for objective in (LINE, GABOR, Saddle(), Quadratic(matrix=[[1e300, 0], [0, 1e300]])):
        run = descend(rule, objective, [1e150, -1e150], 20)
        assert run.value.shape == (21,)
        assert run.state in get_args(Outcome)


def test_divergence_is_kept_and_dated():
    run = descend(GradientDescent(0.042), LINE, [1.6, -0.5], 34)
    assert run.value[20] == pytest.approx(80.3, abs=0.1)
    assert run.value[34] == pytest.approx(1193, abs=1)
    assert run.state == "diverged"
    assert run.value[run.diverged_at] - LINE.minimum > 100 * (run.value[0] - LINE.minimum)
    assert run.value[run.diverged_at - 1] - LINE.minimum <= 100 * (run.value[0] - LINE.minimum)
    broken = descend(GradientDescent(1e200), LINE, [1.6, -0.8], 5)
    assert broken.diverged_at == 1
    assert not np.isfinite(broken.value[-1])


@pytest.mark.parametrize(
    ("objective", "alpha", "onset", "lengths"),
    [
        (Rosenbrock(), 0.01, 2, (4, 6, 7, 8, 50)),
        (Beale(), 0.1, 2, (3, 6, 7, 60)),
        (Himmelblau(), 0.1, 3, (4, 6, 8, 20)),
        (Quadratic(condition=1.0), 3.0, 4, (20, 600, 1100)),
    ],
    ids=["rosenbrock", "beale", "himmelblau", "quadratic"],
)
def test_the_onset_of_divergence_does_not_depend_on_how_long_the_run_is(objective, alpha, onset, lengths):
    start = next(iter(objective.starts.values()))
    for steps in lengths:
        run = descend(GradientDescent(alpha), objective, start, steps)
        assert run.diverged_at == onset
        excess = run.value - objective.minimum
        assert not (excess[onset:] <= 100 * excess[0]).any()
        assert excess[onset - 1] <= 100 * excess[0]


def beginnings(run):
    """The run as it was after each of its steps."""
    return [dataclasses.replace(run, phi=run.phi[: n + 1], steps=n) for n in range(1, run.steps)]


# No 100: at α = 1 the far walls of the cosine valleys multiply the distance by exactly −1, and the valleys add a random
# walk to that, which comes back from any distance.
@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("kind", OBJECTIVES.values(), ids=OBJECTIVES)
def test_a_beginning_that_has_diverged_dates_it_as_the_whole_run_does(name, kind):
    objective = kind()
    rule = OPTIMIZERS[name]().suggest(objective)
    if "alpha" in hypers(rule):
        rule = dataclasses.replace(rule, alpha=rule.alpha * np.array([[0.3], [1], [4], [16], [300]]))
    run = descend(rule, objective, next(iter(objective.starts.values())), 40)
    for part in beginnings(run):
        if part.phi.ndim > 2:
            seen = part.diverged_at >= 0
            np.testing.assert_array_equal(part.diverged_at[seen], run.diverged_at[seen])
        else:
            assert part.diverged_at in (None, run.diverged_at)


@pytest.mark.parametrize("beta", [0.3, 0.9, 0.99])
@pytest.mark.parametrize("share", [0.5, 0.999])
def test_momentum_below_its_limit_has_diverged_at_no_step(beta, share):
    rule = Momentum(beta=beta)
    limit = stability(rule, LINE, LINE.minimisers[0]).limit
    run = descend(dataclasses.replace(rule, alpha=share * limit), LINE, [1.6, -0.8], 200)
    assert all(part.diverged_at is None for part in beginnings(run))


def test_momentum_just_below_its_limit_has_not_diverged_at_its_widest_swing():
    run = descend(Momentum(0.75878, 0.9), LINE, [1.6, -0.8], 15)
    assert run.value[-1] - LINE.minimum > 100 * (run.value[0] - LINE.minimum)
    assert run.state == "moving"


@pytest.mark.parametrize("rule", [GradientDescent(), Momentum(beta=0.5), Momentum(beta=0.9), Nesterov()], ids=repr)
def test_a_run_that_converges_swings_no_wider_than_its_rule_says(rule):
    bowl = Quadratic(condition=1.0)
    shares = np.linspace(0.001, 0.9999, 200)[:, None] * stability(rule, bowl, [0.0, 0.0]).limit
    run = descend(dataclasses.replace(rule, alpha=shares), bowl, [1.0, 0.0], 2000)
    widest = np.abs(run.phi).max()
    assert 0.9 * rule.swing < widest <= rule.swing * (1 + 1e-12)


def test_where_the_least_loss_is_unknown_running_away_is_dated_too():
    far = descend(GradientDescent(5.0), Saddle(), [1.5, 0.01], 600)
    soon = descend(GradientDescent(5.0), Saddle(), [1.5, 0.01], 3)
    assert far.diverged_at == soon.diverged_at == 2


def test_falling_without_end_is_no_divergence_while_numbers_last():
    assert descend(GradientDescent(0.05), Saddle(), [1.5, 0.5], 100).state == "moving"


def test_about_the_limit_of_the_line():
    below, above = (descend(GradientDescent(alpha), LINE, [1.6, -0.5], 200) for alpha in (0.039, 0.04))
    assert below.value[40] == pytest.approx(0.225, abs=1e-3)
    assert above.value[-1] == pytest.approx(2.93, abs=5e-3)
    assert above.state == "moving"


def test_a_leap_that_settles_is_not_divergence():
    valley = GaussianValley()
    run = descend(GradientDescent(1.0), valley, [-0.7, -0.9], 40)
    assert run.state == "moving"
    assert run.diverged_at is None


def test_noise_about_the_minimum_is_not_divergence():
    run = descend(GradientDescent(0.3), GABOR, GABOR.minimisers[0], 60, Minibatches(5, 1))
    assert run.value.max() > GABOR.minimum + 0.1
    assert run.state == "moving"


def test_states_of_a_bundle():
    run = descend(GradientDescent(np.array([[0.02], [0.001], [0.05]])), LINE, [1.6, -0.8], 300)
    assert run.state.tolist() == ["converged", "moving", "diverged"]
    assert (run.diverged_at >= 0).tolist() == [False, False, True]
    for k, alpha in enumerate((0.02, 0.001, 0.05)):
        alone = descend(GradientDescent(alpha), LINE, [1.6, -0.8], 300)
        assert alone.state == run.state[k]
        for single, bundle in (
            (alone.diverged_at, run.diverged_at),
            (alone.left_window_at, run.left_window_at),
            (alone.steps_to(), run.steps_to()),
            (alone.visits_to(), run.visits_to()),
        ):
            assert bundle[k] == (-1 if single is None else single)


@pytest.mark.parametrize("steps", [11, 12, 100])
def test_where_alpha_has_fallen_to_zero_the_run_has_stopped(steps):
    run = descend(GradientDescent(0.001), LINE, [1.6, -0.8], steps, schedule=Cosine(period=10))
    assert run.state == "stopped"
    assert run.is_alpha_spent
    assert run.stands_from == 10
    assert run.value[-1] == pytest.approx(7.511, abs=5e-4)


def test_before_alpha_reaches_zero_the_run_moves():
    run = descend(GradientDescent(0.001), LINE, [1.6, -0.8], 10, schedule=Cosine(period=10))
    assert (run.state, run.is_alpha_spent, run.stands_from) == ("moving", False, None)


def test_steps_lost_in_rounding_have_stopped_the_run():
    run = descend(GradientDescent(0.001), LINE, [1.6, -0.8], 60, schedule=Exponential(rate=0.3))
    assert run.state == "stopped"
    assert not run.is_alpha_spent
    k = run.stands_from
    assert (run.phi[k:] == run.phi[-1]).all()
    assert (run.phi[k - 1] != run.phi[-1]).any()


def test_a_learning_rate_of_zero_moves_nothing():
    run = descend(GradientDescent(np.array([[0.0], [0.001]])), LINE, [1.6, -0.8], 20)
    assert run.state.tolist() == ["unmoved", "moving"]
    assert run.stands_from.tolist() == [0, -1]


def test_a_rule_without_alpha_is_not_stopped_by_a_schedule():
    run = descend(Newton(), LINE, [1.6, -0.8], 20, schedule=Cosine(period=10))
    assert not run.is_alpha_spent
    assert run.state == "converged"


def test_progress_is_the_share_of_the_way_down():
    run = descend(GradientDescent(0.02), LINE, [1.6, -0.8], 50)
    assert run.progress == pytest.approx((run.value[0] - run.value[-1]) / (run.value[0] - LINE.minimum), rel=1e-12)
    assert 0.999 < run.progress < 1
    assert descend(GradientDescent(0.042), LINE, [1.6, -0.8], 9).progress < 0
    assert np.isnan(descend(GradientDescent(0.05), Saddle(), [1.5, 0.5], 5).progress)


def test_out_of_view():
    assert descend(GradientDescent(0.05), Saddle(), [1.5, 0.5], 100).left_window_at == 15
    assert descend(GradientDescent(0.05), Saddle(), [1.5, 0.0], 100).left_window_at is None
    assert descend(GradientDescent(0.05), Saddle(), [9.0, 0.0], 3).left_window_at == 0


def test_a_saddle_on_its_ridge_counts_as_standing_still():
    assert descend(GradientDescent(0.05), Saddle(), [1.5, 0.0], 300).state == "converged"


def test_steps_and_visits_to_one_per_cent():
    run = descend(GradientDescent(0.02), LINE, [1.6, -0.8], 50)
    k = run.steps_to()
    excess = run.value - LINE.minimum
    assert excess[k] <= 0.01 * excess[0] < excess[k - 1]
    assert run.visits_to() == 12 * k
    assert run.steps_to(1e-30) is None
    assert run.visits_to(1e-30) is None
    assert descend(GradientDescent(0.05), Saddle(), [1.5, 0.5], 50).steps_to() is None


def test_visits_of_batches_and_searches():
    run = descend(GradientDescent(0.05), GABOR, [3.0, 10.0], 6, Minibatches(7, 2))
    assert run.visits.tolist() == [0, 7, 14, 21, 28, 30, 37]
    search = descend(LineSearchDescent(), LINE, [1.6, -0.8], 3)
    np.testing.assert_array_equal(np.diff(search.visits), 12 * search.terms["evaluations"])
    # A gradient, the two ends, the answer, and two points a bracket.
    assert search.terms["evaluations"][0] >= 4 + 2 * 10
    assert descend(GradientDescent(0.05), Saddle(), [1.5, 0.5], 4).visits.tolist() == [0, 1, 2, 3, 4]


# The course's stories


def test_three_starts_on_gabor():
    run = descend(GradientDescent(0.1), GABOR, [[-2.0, 20.0], [3.0, 10.0], [2.5, 10.0]], 200)
    np.testing.assert_allclose(run.value[-1], [0.646, 5.511, 0.646], atol=2e-3)


def test_the_basin_edge_on_the_line_of_frequency_ten():
    edge = 2.721171
    run = descend(GradientDescent(0.1), GABOR, [[edge - 1e-5, 10.0], [edge + 1e-5, 10.0]], 600)
    np.testing.assert_allclose(run.value[-1], [0.6457, 5.5111], atol=1e-3)


def test_sgd_escapes_where_gradient_descent_cannot():
    trap = GABOR.starts["trapped"]
    stuck = descend(GradientDescent(0.1), GABOR, trap, 600)
    assert stuck.value[-1] == pytest.approx(10.182, abs=1e-3)
    noisy = descend(GradientDescent(0.3), GABOR, trap, 120, Minibatches(5, np.arange(400)), path=False)
    settled = descend(GradientDescent(0.05), GABOR, noisy.phi[-1], 600, path=False)
    share = (settled.value[-1] < 1).mean()
    # About 79 %; four standard deviations of 400 draws are 8 points.
    assert share == pytest.approx(0.79, abs=0.08)
