"""Optimizers: one contract for all in the registry, then the closed form or the convention of each."""

from __future__ import annotations

import dataclasses
import math
import string

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import (
    OBJECTIVES,
    OPTIMIZERS,
    SYMBOLS,
    AdaGrad,
    Adam,
    Gabor,
    GaussianValley,
    GradientDescent,
    LinearRegression,
    LineSearchDescent,
    Momentum,
    Nesterov,
    Newton,
    NormalizedGradient,
    Quadratic,
    RMSProp,
    Saddle,
    descend,
)
from playground.engine.closed_forms import Slope
from playground.engine.hyper import hypers

BOWL = Quadratic(matrix=[[3.0, 1.0], [1.0, 2.0]])


def constant(gradient):
    """An objective whose gradient is the same everywhere: L = g·φ."""
    return Slope(np.array(gradient, dtype=float))


@pytest.fixture(params=list(OPTIMIZERS))
def rule(request):
    return OPTIMIZERS[request.param]()


def variants(rule):
    """The rule with every combination of one of its choices."""
    yield rule
    for name, fact in hypers(rule).items():
        for choice in fact.choices or ():
            yield dataclasses.replace(rule, **{name: choice})
        if isinstance(getattr(rule, name), bool):
            yield dataclasses.replace(rule, **{name: not getattr(rule, name)})


# The contract


def test_registry_names_its_classes():
    assert all(key == kind.__name__ for key, kind in OPTIMIZERS.items())


def test_the_courses_optimizers_come_first_in_the_menu():
    course = [kind.course for kind in OPTIMIZERS.values()]
    assert course == sorted(course, reverse=True)
    assert next(iter(OPTIMIZERS.values())) is GradientDescent


def test_records_are_values(rule):
    twin = type(rule)()
    assert rule == twin
    assert hash(rule) == hash(twin)
    assert eval(repr(rule), dict(OPTIMIZERS)) == rule
    name = next(iter(hypers(rule)))
    assert dataclasses.replace(rule, **{name: 0.03125}) != rule
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(rule, name, 0.5)


def test_words_and_metadata_are_complete(rule):
    assert rule.name
    assert rule.about.endswith(".")
    assert isinstance(rule.course, bool)
    for name, fact in hypers(rule).items():
        assert name.isascii()
        assert fact.symbol
        assert fact.help
        if fact.choices is None and not isinstance(getattr(rule, name), bool):
            assert fact.soft is not None
            assert fact.allows(fact.soft[0])
            assert fact.allows(fact.soft[1])


def test_explain_ends_with_phi_and_state(rule):
    objective, phi = Gabor(), np.array([[1.0, 9.0], [2.0, 12.0]])
    for variant in variants(rule):
        terms = variant.explain(objective, phi, variant.init(phi))
        assert list(terms)[-2:] == ["phi", "state"]
        assert "gradient" in terms
        np.testing.assert_array_equal(terms["phi"], phi - terms["step"])
        stepped, _ = variant.step(objective, phi, variant.init(phi))
        np.testing.assert_array_equal(stepped, terms["phi"])


def test_a_step_of_a_single_point_is_the_step_of_a_bundle(rule):
    objective, phi = Gabor(), np.array([[1.0, 9.0], [2.0, 12.0]])
    for variant in variants(rule):
        together, _ = variant.step(objective, phi, variant.init(phi))
        for one, expected in zip(phi, together, strict=True):
            stepped, _ = variant.step(objective, one, variant.init(one))
            np.testing.assert_array_equal(stepped, expected)


def test_a_step_overflows_in_silence(rule):
    phi = np.array([1e200, -1e200])
    state = rule.init(phi)
    with np.errstate(all="raise"):
        for _ in range(3):
            phi, state = rule.step(OBJECTIVES["Rosenbrock"](), phi, state)
    assert phi.shape == (2,)


def test_step_leaves_its_arguments_alone(rule):
    objective, phi = Gabor(), np.array([[1.0, 9.0], [2.0, 12.0]])
    before, state = phi.copy(), rule.init(phi)
    memory = [np.copy(part) for part in state] if isinstance(state, tuple) else [np.copy(state)]
    rule.step(objective, phi, state)
    np.testing.assert_array_equal(phi, before)
    for part, old in zip(state if isinstance(state, tuple) else [state], memory, strict=True):
        np.testing.assert_array_equal(part, old)


def test_formulas_can_be_filled_in(rule):
    objective, phi = Gabor(), np.array([[1.0, 9.0], [2.0, 12.0]])
    for variant in variants(rule):
        terms = variant.explain(objective, phi, variant.init(phi))
        lines = variant.formulas
        assert [line.term for line in lines][-1] == "phi"
        assert len({line.term for line in lines}) == len(lines)
        assert {line.term for line in lines} <= set(terms)
        known = set(terms) | {"old_phi", "old_m", "old_v", "t"} | set(hypers(variant))
        for line in lines:
            placeholders = {name for _, name, _, _ in string.Formatter().parse(line.template) if name is not None}
            assert placeholders <= known
            assert placeholders | {line.term} <= set(SYMBOLS)
            filled = line.template.format(**SYMBOLS)
            assert filled.count("{") == filled.count("}")
            assert filled.count(r"\left") == filled.count(r"\right")


def test_formulas_come_in_the_order_of_the_terms(rule):
    objective, phi = Gabor(), np.array([[1.0, 9.0], [2.0, 12.0]])
    for variant in variants(rule):
        order = list(variant.explain(objective, phi, variant.init(phi)))
        places = [order.index(line.term) for line in variant.formulas]
        assert places == sorted(places)


def test_arrows_start_and_end_somewhere(rule):
    objective, phi = Gabor(), np.array([[1.0, 9.0], [2.0, 12.0]])
    terms = rule.explain(objective, phi, rule.init(phi))
    assert rule.arrows
    for arrow in rule.arrows:
        base, tip = arrow.ends(rule, phi, terms)
        assert base.shape == tip.shape == phi.shape
        assert arrow.label
        if arrow.term == "step":
            np.testing.assert_array_equal(tip, terms["phi"])


def test_hyperparameters_may_be_columns(rule):
    objective = Gabor()
    starts = np.random.default_rng(1).uniform([-10, 2.5], [10, 22.5], (4, 2))
    for name, fact in hypers(rule).items():
        if fact.choices is not None or isinstance(getattr(rule, name), bool):
            continue
        low, high = fact.soft
        values = np.linspace(low, high, 4)
        values = np.rint(values) if fact.integer else values
        bundle = descend(dataclasses.replace(rule, **{name: values[:, None]}), objective, starts, 12)
        for k in range(4):
            value = int(values[k]) if fact.integer else float(values[k])
            alone = descend(dataclasses.replace(rule, **{name: value}), objective, starts[k], 12)
            np.testing.assert_array_equal(bundle.phi[:, k], alone.phi)


def test_zero_gradient_moves_nothing(rule):
    for variant in variants(rule):
        still = dataclasses.replace(variant, epsilon=0.0) if "epsilon" in hypers(variant) else variant
        for objective in (constant([0.0, 0.0]), GaussianValley()):
            start = np.array([0.7, 0.0])
            run = descend(still, objective, start, 5)
            np.testing.assert_array_equal(run.phi, np.broadcast_to(start, (6, 2)))


def test_a_zero_derivative_of_one_parameter_moves_only_the_other(rule):
    for variant in variants(rule):
        still = dataclasses.replace(variant, epsilon=0.0) if "epsilon" in hypers(variant) else variant
        run = descend(still, Saddle(), [1.0, 0.0], 8)
        assert np.isfinite(run.phi).all()
        np.testing.assert_array_equal(run.phi[:, 1], 0.0)
        assert abs(run.phi[1, 0]) < 1.0


def test_suggestions_descend(rule, landscape):
    if landscape.dimension != 2:
        return
    run = descend(rule.suggest(landscape), landscape, next(iter(landscape.starts.values())), landscape.steps)
    assert run.state != "diverged"
    if not isinstance(rule, Newton):  # which takes whole steps and may leap out of Rastrigin's box
        assert run.value[-1] < run.value[0]


def test_any_legal_rule_runs_without_a_warning(rule):
    for objective in OBJECTIVES.values():
        landscape = objective()
        start = next(iter(landscape.starts.values()))
        for name, fact in hypers(rule).items():
            edges = [fact.low, fact.high, fact.clamp(0.0), fact.clamp(math.inf)] if fact.choices is None else []
            for edge in (edge for edge in edges if edge is not None):
                value = int(edge) if fact.integer else edge
                run = descend(dataclasses.replace(rule, **{name: value}), landscape, start, 3)
                assert run.value.shape == (4,)


@pytest.mark.parametrize(
    ("kind", "values", "symbol"),
    [
        (GradientDescent, {"alpha": -1e-9}, "α"),
        (GradientDescent, {"alpha": math.inf}, "α"),
        (GradientDescent, {"alpha": math.nan}, "α"),
        (GradientDescent, {"alpha": "0.1"}, "α"),
        (GradientDescent, {"alpha": np.array([[0.1], [-0.1]])}, "α"),
        (Momentum, {"beta": 1.0}, "β"),
        (Momentum, {"beta": -0.1}, "β"),
        (Nesterov, {"beta": np.array([[0.5], [1.0]])}, "β"),
        (Nesterov, {"lookahead": "beta"}, "look-ahead"),
        (NormalizedGradient, {"epsilon": -1.0}, "ε"),
        (Adam, {"gamma": 1.0}, "γ"),
        (Adam, {"epsilon": math.nan}, "ε"),
        (AdaGrad, {"alpha": None}, "α"),
        (RMSProp, {"gamma": 1.5}, "γ"),
        (Newton, {"delta": 0.0}, "δ"),
        (LineSearchDescent, {"max_distance": 0.0}, "max α"),
        (LineSearchDescent, {"max_iterations": 2.5}, "iterations"),
        (LineSearchDescent, {"method": "guess"}, "search"),
    ],
)
def test_illegal_hyperparameters_name_their_symbol(kind, values, symbol):
    with pytest.raises(ValueError, match=symbol):
        kind(**values)


# Gradient descent


def test_gradient_descent_on_a_quadratic_in_closed_form():
    a, start, alpha = BOWL.hessian(np.zeros(2)), np.array([1.5, -0.5]), 0.2
    run = descend(GradientDescent(alpha), BOWL, start, 30)
    for t in (1, 7, 30):
        np.testing.assert_allclose(run.phi[t], np.linalg.matrix_power(np.eye(2) - alpha * a, t) @ start, rtol=1e-12)


def test_stability_limit_of_the_line():
    line = LinearRegression()
    limit = 2 / np.linalg.eigvalsh(line.hessian(np.zeros(2)))[-1]
    assert limit == pytest.approx(0.03997598964039314, rel=1e-12)
    inside = descend(GradientDescent(limit * 0.999), line, [1.6, -0.8], 20000)
    outside = descend(GradientDescent(limit * 1.001), line, [1.6, -0.8], 20000)
    assert inside.value[-1] - line.minimum < 1e-9
    assert outside.value[-1] > 1e6


# Momentum and Nesterov


def test_momentum_is_a_weighted_sum_of_gradients():
    beta = 0.8
    run = descend(Momentum(0.3, beta), Gabor(), [-1.5, 8.5], 25)
    for t in range(25):
        weights = (1 - beta) * beta ** np.arange(t, -1, -1)
        np.testing.assert_allclose(run.terms["m"][t], weights @ run.terms["gradient"][: t + 1], rtol=1e-11, atol=1e-12)


def test_position_under_momentum():
    alpha, beta = 0.3, 0.8
    run = descend(Momentum(alpha, beta), Gabor(), [-1.5, 8.5], 25)
    for t in range(26):
        weights = 1 - beta ** (t - np.arange(t))
        np.testing.assert_allclose(run.phi[t], run.phi[0] - alpha * weights @ run.terms["gradient"][:t], rtol=1e-11)


def test_momentum_under_a_constant_gradient_rises_to_gradient_descent():
    run = descend(Momentum(0.1, 0.9), constant([2.0, -1.0]), [0.0, 0.0], 200)
    size = np.abs(run.terms["step"][:, 0])
    assert (np.diff(size) >= 0).all()
    assert size[-1] <= 0.2
    assert size[-1] == pytest.approx(0.2, rel=1e-8)


def test_without_memory_momentum_is_gradient_descent_to_the_bit():
    plain = descend(GradientDescent(0.1), Gabor(), [3.0, 10.0], 50).phi
    for rule in (Momentum(0.1, 0.0), Nesterov(0.1, 0.0)):
        np.testing.assert_array_equal(descend(rule, Gabor(), [3.0, 10.0], 50).phi, plain)


def torch_sgd(objective, phi, lr, momentum, steps, nesterov=False):
    """PyTorch's SGD as its documentation writes it: v ← μ v + g, φ ← φ − lr v, or lr (g + μ v) with nesterov."""
    phi, velocity, path = np.array(phi), np.zeros(2), []
    for _ in range(steps):
        gradient = objective.gradient(phi)
        velocity = momentum * velocity + gradient
        phi = phi - lr * (gradient + momentum * velocity if nesterov else velocity)
        path.append(phi)
    return np.array(path)


def test_momentum_in_pytorchs_convention():
    alpha, beta = 0.5, 0.85
    ours = descend(Momentum(alpha, beta), Gabor(), [-1.5, 8.5], 60)
    theirs = torch_sgd(Gabor(), [-1.5, 8.5], alpha * (1 - beta), beta, 60)
    np.testing.assert_allclose(ours.phi[1:], theirs, rtol=1e-11, atol=1e-12)


def test_nesterov_in_pytorchs_convention():
    # PyTorch's parameters are our look-ahead points φ − α β m.
    alpha, beta = 0.3, 0.8
    ours = descend(Nesterov(alpha, beta, "alpha_beta"), Gabor(), [-1.5, 8.5], 60)
    theirs = torch_sgd(Gabor(), [-1.5, 8.5], alpha * (1 - beta), beta, 59, nesterov=True)
    np.testing.assert_allclose(ours.terms["lookahead"][1:], theirs, rtol=1e-10, atol=1e-11)


def test_nesterov_looks_where_momentum_alone_would_land():
    rule, m, phi = Nesterov(0.3, 0.7), np.array([0.4, -0.2]), np.array([1.0, 9.0])
    ahead = rule.explain(Gabor(), phi, m)["lookahead"]
    landed = Momentum(0.3, 0.7).explain(constant([0.0, 0.0]), phi, m)["phi"]
    np.testing.assert_allclose(ahead, landed, rtol=1e-15)
    slides = Nesterov(0.3, 0.7, "alpha").explain(Gabor(), phi, m)["lookahead"]
    np.testing.assert_allclose(slides, phi - 0.3 * m, rtol=1e-15)


def test_first_step_of_nesterov_is_momentums():
    for lookahead in ("alpha", "alpha_beta"):
        np.testing.assert_array_equal(
            descend(Nesterov(0.3, 0.7, lookahead), Gabor(), [1.0, 9.0], 1).phi,
            descend(Momentum(0.3, 0.7), Gabor(), [1.0, 9.0], 1).phi,
        )


def test_taylor_of_the_lookahead_gradient_has_a_quadratic_error():
    gabor, phi, m = Gabor(), np.array([1.0, 9.0]), np.array([3.0, -2.0])

    def error(alpha):
        ahead = Nesterov(alpha, 0.9, "alpha").explain(gabor, phi, m)["gradient"]
        return np.linalg.norm(ahead - (gabor.gradient(phi) - alpha * gabor.hessian(phi) @ m))

    assert error(2e-3) / error(1e-3) == pytest.approx(4, rel=0.02)
    exact = Nesterov(0.5, 0.9, "alpha").explain(BOWL, phi, m)["gradient"]
    np.testing.assert_allclose(exact, BOWL.gradient(phi) - 0.5 * BOWL.hessian(phi) @ m, rtol=1e-14)


@pytest.mark.parametrize(
    ("rule", "limit"),
    [
        (Momentum(beta=0.9), lambda b: 2 * (1 + b) / (1 - b)),
        (Nesterov(beta=0.9), lambda b: 2 * (1 + b) / ((1 + 2 * b) * (1 - b))),
        (Nesterov(beta=0.9, lookahead="alpha"), lambda b: 2 * (1 + b) / (3 * (1 - b))),
    ],
)
def test_stability_limits_with_memory(rule, limit):
    line = LinearRegression()
    bound = limit(0.9) / np.linalg.eigvalsh(line.hessian(np.zeros(2)))[-1]
    inside = descend(dataclasses.replace(rule, alpha=0.99 * bound), line, [1.6, -0.8], 3000)
    outside = descend(dataclasses.replace(rule, alpha=1.01 * bound), line, [1.6, -0.8], 3000)
    assert inside.value[-1] - line.minimum < 1e-6
    assert outside.value[-1] > 1e3


# Normalized gradients, Adam and its relatives


def test_normalized_example_of_the_course(reference):
    example = reference["normalized_example"]
    terms = NormalizedGradient(1.0, 0.0).explain(constant(example["g"]), np.zeros((2, 3)), ())
    np.testing.assert_array_equal(terms["v"][0], example["v"])
    np.testing.assert_array_equal(terms["step"][0], example["ratio"])


def test_normalized_gradients_shrink_below_epsilon():
    terms = NormalizedGradient(1.0, 1e-3).explain(constant([1e-6, 1.0]), np.zeros((2, 2)), ())
    np.testing.assert_allclose(terms["step"][0], [1e-6 / (1e-6 + 1e-3), 1 / 1.001], rtol=1e-14)


@given(
    beta=st.floats(0, 0.99),
    gamma=st.floats(0, 0.999),
    gradient=st.lists(st.floats(0.01, 1e3) | st.floats(-1e3, -0.01), min_size=2, max_size=2),
)
def test_first_step_of_adam_is_the_sign_of_the_gradient(beta, gamma, gradient):
    run = descend(Adam(0.25, beta, gamma, 0.0), constant(gradient), [0.0, 0.0], 1)
    np.testing.assert_allclose(run.phi[1], -0.25 * np.sign(gradient), rtol=1e-12)


def test_corrected_moments_of_a_constant_gradient_are_exact():
    run = descend(Adam(0.1, 0.9, 0.99), constant([2.0, -3.0]), [0.0, 0.0], 300)
    np.testing.assert_allclose(run.terms["m_hat"], np.broadcast_to([2.0, -3.0], (300, 2)), rtol=1e-12)
    np.testing.assert_allclose(run.terms["v_hat"], np.broadcast_to([4.0, 9.0], (300, 2)), rtol=1e-12)


def test_uncorrected_adam_starts_too_fast():
    # The ratio under a constant gradient: (1 − βᵗ) / √(1 − γᵗ), 1.00 at first, 2.13 at step 13, then back to 1.
    run = descend(Adam(1.0, 0.9, 0.99, 0.0, bias_correction=False), constant([2.0, -3.0]), [0.0, 0.0], 2000)
    t = np.arange(1, 2001)
    ratio = (1 - 0.9**t) / np.sqrt(1 - 0.99**t)
    np.testing.assert_allclose(run.terms["step"][:, 0], ratio, rtol=1e-10)
    assert ratio.argmax() + 1 == 13
    assert run.terms["step"][12, 0] == pytest.approx(2.13, abs=5e-3)
    np.testing.assert_array_equal(run.terms["m_hat"], run.terms["m"])


def test_raw_step_is_the_step_without_correction():
    rule = Adam(0.1, 0.9, 0.99)
    run = descend(rule, Gabor(), [3.0, 10.0], 1)
    raw = descend(dataclasses.replace(rule, bias_correction=False), Gabor(), [3.0, 10.0], 1)
    np.testing.assert_array_equal(run.terms["raw_step"], raw.terms["step"])


def test_adam_without_memory_is_descent_by_signs():
    adam = descend(Adam(0.05, 0.0, 0.0, 1e-8), GaussianValley(), [-0.71, -0.93], 10)
    signs = descend(NormalizedGradient(0.05, 1e-8), GaussianValley(), [-0.71, -0.93], 10)
    np.testing.assert_allclose(adam.phi, signs.phi, rtol=1e-12)


NORMALIZING = [NormalizedGradient, Adam, AdaGrad, RMSProp]
SIZES = [1e-300, 1e-200, 1e-162, 1.0, 1e154, 1e200, 1e307]


@pytest.mark.parametrize("kind", NORMALIZING)
def test_steps_do_not_depend_on_the_scale_of_the_gradient(kind):
    ordinary = descend(kind(0.1, epsilon=0.0), constant([1.0, -1.0]), [0.0, 0.0], 5).phi
    for size in SIZES:
        run = descend(kind(0.1, epsilon=0.0), constant([size, -size]), [0.0, 0.0], 5)
        np.testing.assert_allclose(run.phi, ordinary, rtol=1e-12)


@pytest.mark.parametrize("kind", NORMALIZING)
def test_the_smallest_gradients_of_all_do_not_leap(kind):
    # A share of a subnormal number may vanish: then the step is shorter, never longer.
    ordinary = descend(kind(0.1, epsilon=0.0), constant([1.0, -1.0]), [0.0, 0.0], 5).terms["step"]
    for size in (5e-324, 1e-322, 1e-310):
        run = descend(kind(0.1, epsilon=0.0), constant([size, -size]), [0.0, 0.0], 5)
        assert np.abs(run.terms["step"]).max() <= 1.2 * np.abs(ordinary).max()


@pytest.mark.parametrize("rule", [NormalizedGradient(0.1, 1e-299), Adam(0.1, epsilon=1e-299), AdaGrad(0.1, 1e-299)])
def test_an_epsilon_above_a_tiny_gradient_shortens_the_step(rule):
    for size in (1e-305, 1e-300, 1e-298, 1e-280):
        run = descend(rule, constant([size, -size]), [0.0, 0.0], 1)
        np.testing.assert_allclose(np.abs(run.phi[1]), 0.1 * size / (size + 1e-299), rtol=1e-10)


class Sequence:
    """An objective of one parameter whose gradients are given, one after the other."""

    def __init__(self, gradients):
        self.gradients = iter(gradients)

    def gradient(self, phi):
        return np.array([next(self.gradients)])


def exact_moments(gradients, beta, gamma):
    """m, m̃, √v and √ṽ after the last gradient, to fifty digits and beyond every range, and Σ of the sizes in m."""
    with mpmath.workdps(50):
        beta, gamma, t = mpmath.mpf(beta), mpmath.mpf(gamma), len(gradients)
        terms = [(1 - beta) * beta ** (t - 1 - k) * mpmath.mpf(g) for k, g in enumerate(gradients)]
        squares = [(1 - gamma) * gamma ** (t - 1 - k) * mpmath.mpf(g) ** 2 for k, g in enumerate(gradients)]
        m, root = mpmath.fsum(terms), mpmath.sqrt(mpmath.fsum(squares))
        return m, m / (1 - beta**t), root, root / mpmath.sqrt(1 - gamma**t), mpmath.fsum(abs(term) for term in terms)


SHARES = st.sampled_from([0.0, 0.5, 0.9, 0.999, 1 - 1e-6, 1 - 1e-12, math.nextafter(1, 0)]) | st.floats(0, 0.999)
# Numbers of every size whose share of 1e-16 is not subnormal yet.
EXTREME = st.builds(
    lambda sign, digits, power: sign * digits * 10.0**power,
    st.sampled_from([-1, 1]),
    st.floats(1, 9),
    st.integers(-290, 306) | st.integers(-3, 3),
)


@given(st.lists(EXTREME, min_size=1, max_size=6), SHARES, SHARES, st.sampled_from([0.0, 1e-300, 1e-8, 1e300]))
def test_adam_is_right_for_gradients_of_any_size_and_shares_up_to_one(gradients, beta, gamma, epsilon):
    rule = Adam(0.5, beta, gamma, epsilon)
    source, phi = Sequence(gradients), np.zeros(1)
    state = rule.init(phi)
    for _ in gradients:
        with np.errstate(all="ignore"):
            terms = rule.explain(source, phi, state)
        state = terms["state"]
    m, m_hat, root, root_hat, size = exact_moments(gradients, beta, gamma)
    for name, top, bottom in (("raw_step", m, root), ("step", m_hat, root_hat)):
        bottom += mpmath.mpf(epsilon)
        # Gradients of both signs cancel in m: the error is small beside their sizes, not beside their sum.
        allowed = 1e-14 * float(abs(top) / bottom * size / max(abs(m), size * mpmath.mpf(1e-30)))
        assert float(terms[name][0]) == pytest.approx(float(top / bottom / 2), rel=0, abs=allowed + 1e-300)


@given(st.lists(EXTREME, min_size=1, max_size=6), SHARES)
def test_rmsprop_and_adagrad_are_right_for_gradients_of_any_size(gradients, gamma):
    with mpmath.workdps(50):
        squares = mpmath.sqrt(mpmath.fsum(mpmath.mpf(g) ** 2 for g in gradients))
    roots = {RMSProp(0.5, gamma, 0.0): exact_moments(gradients, 0.0, gamma)[2], AdaGrad(0.5, 0.0): squares}
    for rule, root in roots.items():
        source, state = Sequence(gradients), rule.init(np.zeros(1))
        for _ in gradients:
            with np.errstate(all="ignore"):
                terms = rule.explain(source, np.zeros(1), state)
            state = terms["state"]
        assert float(terms["step"][0]) == pytest.approx(float(gradients[-1] / root / 2), rel=1e-14)


@given(SHARES, st.integers(1, 200))
@settings(max_examples=40)
def test_the_corrections_keep_their_digits_as_the_shares_approach_one(share, t):
    rule, phi = Adam(beta=share, gamma=share), np.zeros(1)
    source, state = Sequence([1.0] * t), rule.init(phi)
    for _ in range(t):
        state = rule.explain(source, phi, state)["state"]
    with mpmath.workdps(50):
        exact = float(1 - mpmath.mpf(share) ** t)
    assert state.m_share == pytest.approx(exact, rel=1e-13)
    assert state.v_share == pytest.approx(exact, rel=1e-13)


def test_adagrad_and_rmsprop_in_closed_form():
    t, g = np.arange(1, 101), 2.0
    ada = descend(AdaGrad(0.1, 0.0), constant([g, g]), [0.0, 0.0], 100)
    np.testing.assert_allclose(ada.terms["step"][:, 0], 0.1 / np.sqrt(t), rtol=1e-12)
    rms = descend(RMSProp(0.1, 0.9, 0.0), constant([g, g]), [0.0, 0.0], 100)
    np.testing.assert_allclose(rms.terms["step"][:, 0], 0.1 / np.sqrt(1 - 0.9**t), rtol=1e-12)


# Newton


def test_newton_solves_a_quadratic_in_one_step():
    run = descend(Newton(0.5), BOWL, [1.5, -0.5], 1)
    np.testing.assert_allclose(run.phi[1], 0, atol=1e-15)


def test_newtons_damping_is_the_matrix_it_divides_by():
    terms = Newton(0.5).explain(Gabor(), np.array([3.44, 15.63]), ())
    np.testing.assert_allclose(terms["damping"] @ terms["step"], terms["gradient"], rtol=1e-11)
    expected = np.maximum(np.abs(np.linalg.eigvalsh(terms["hessian"])), 0.5)
    np.testing.assert_allclose(np.linalg.eigvalsh(terms["damping"]), np.sort(expected), rtol=1e-12)


def test_newton_leaves_saddles():
    run = descend(Newton(0.5), Saddle(), [1.0, 0.01], 5)
    assert run.phi[-1, 0] == pytest.approx(0, abs=1e-12)
    assert run.phi[-1, 1] == pytest.approx(0.01 * 2**5)


# Line search as an optimizer


def test_exact_search_gives_orthogonal_gradients():
    run = descend(LineSearchDescent(method="exact"), BOWL, [1.5, -0.5], 6)
    g = run.terms["gradient"]
    cosine = (g[1:] * g[:-1]).sum(-1) / np.linalg.norm(g[1:], axis=-1) / np.linalg.norm(g[:-1], axis=-1)
    np.testing.assert_allclose(cosine, 0, atol=1e-9)


def test_line_search_never_climbs():
    starts = np.random.default_rng(0).uniform([-10, 2.5], [10, 22.5], (300, 2))
    for method in ("bracket", "exact", "backtracking"):
        run = descend(LineSearchDescent(max_distance=2.0, method=method), Gabor(), starts, 15)
        assert (np.diff(run.value, axis=0) <= 0).all()
        assert (run.terms["alpha"][run.terms["stayed"]] == 0).all()
        assert (np.diff(run.phi, axis=0)[run.terms["stayed"]] == 0).all()


def test_line_search_says_that_it_stayed():
    # At a minimum along the line every distance climbs; a single bracket is too coarse to see it.
    run = descend(LineSearchDescent(max_distance=1.0, max_iterations=0), Quadratic(condition=1.0), [1e-3, 0.0], 2)
    assert run.terms["stayed"].tolist() == [False, False]
    steep = descend(LineSearchDescent(max_distance=10.0, max_iterations=0), Quadratic(condition=1.0), [1e-3, 0.0], 2)
    assert steep.terms["stayed"].tolist() == [True, True]
    np.testing.assert_array_equal(steep.phi, np.broadcast_to([1e-3, 0.0], (3, 2)))


def test_line_search_can_jump_into_another_valley():
    # From (3, 10) small steps end in the minimum 5.511; a search over [0, 2] reaches the basin of 9.96.
    small = descend(GradientDescent(0.1), Gabor(), [3.0, 10.0], 400)
    search = descend(LineSearchDescent(max_distance=2.0), Gabor(), [3.0, 10.0], 400)
    assert small.value[-1] == pytest.approx(5.511, abs=1e-3)
    assert search.value[-1] == pytest.approx(9.961, abs=1e-3)
