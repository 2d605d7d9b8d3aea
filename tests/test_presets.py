"""Each preset opens as it is written, and shows what its sentence says, in numbers of the course."""

import dataclasses
from urllib.parse import parse_qs

import numpy as np
import pytest

from playground.engine import GradientDescent, Minibatches, descend
from playground.link.playground import (
    default_settings,
    from_query,
    minibatches,
    objective,
    optimizer,
    schedule,
    to_query,
)
from playground.presets import PRESETS

GLOBAL, TRAP, SADDLE = (0.003794635611, 16.026347827142), (-0.166465650553, 4.880932748264), (-8.577511, 4.396348)
BY_KEY = {preset.key: preset for preset in PRESETS}


def runs(key):
    """The trajectories that a preset opens."""
    now = BY_KEY[key].settings
    model, start = objective(now.model), np.array(now.start)
    return [
        descend(optimizer(run), model, start, now.steps, None if run.full else minibatches(now), schedule(now))
        for run in now.runs
    ]


def distance(run, point):
    return np.linalg.norm(run.phi - np.array(point), axis=-1)


def steepest(run):
    """The direction in which a quadratic loss is curved most."""
    return np.linalg.eigh(run.objective.hessian(run.phi[0]))[1][:, -1]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_a_preset_opens_without_anything_ignored(preset):
    now, ignored = from_query(parse_qs(preset.query))
    assert not ignored
    assert preset.settings == now
    assert preset.title
    assert preset.about


def test_presets_differ_by_key_title_and_what_they_open():
    for name in ("key", "title", "about", "settings"):
        assert len({str(getattr(preset, name)) for preset in PRESETS}) == len(PRESETS)


def test_the_first_preset_is_how_the_page_opens():
    assert PRESETS[0].settings == default_settings()


def test_a_preset_that_names_what_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="omega"):
        _ = dataclasses.replace(PRESETS[0], query="omega=3").settings


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_what_a_preset_says_of_alpha_is_what_it_opens(preset):
    words = preset.about.split("α = ")[1:]
    said = [float(word.split()[0].rstrip(":,.")) for word in words]
    assert all(value in [run["alpha"] for run in preset.settings.runs] for value in said)


# ---------------------------------------------------------------- linear regression


def test_it_learns():
    (run,) = runs("learns")
    assert run.optimizer.alpha == 0.02
    assert (np.diff(run.value) < 0).all()
    assert run.value[-1] - run.objective.minimum < 0.001 * (run.value[0] - run.objective.minimum)
    assert run.left_window_at is None


def test_the_limit_is_what_the_presets_say():
    limit = 2 / np.linalg.eigvalsh(objective(BY_KEY["learns"].settings.model).hessian(np.zeros(2)))[-1]
    assert f"{limit:.5f}" == "0.03998"
    assert BY_KEY["zigzags"].settings.runs[0]["alpha"] < limit < BY_KEY["diverges"].settings.runs[0]["alpha"]
    for key in ("zigzags", "diverges"):
        assert "0.03998" in BY_KEY[key].about


def test_it_zigzags_in():
    (run,) = runs("zigzags")
    across = (run.phi - run.objective.minimisers[0]) @ steepest(run)
    assert (across[1:] * across[:-1] < 0).all()  # from one wall of the valley to the other
    assert (np.abs(across[1:]) < np.abs(across[:-1])).all()
    assert (np.diff(run.value) < 0).all()
    assert run.steps_to(0.01) is not None


def test_it_diverges():
    (run,) = runs("diverges")
    across = (run.phi - run.objective.minimisers[0]) @ steepest(run)
    assert np.allclose(across[1:] / across[:-1], 1 - 0.042 * 50.030031)  # each step overshoots by a tenth more
    assert run.value[-1] > 1000 * run.value[0]
    assert run.state == "diverged"


def test_each_line_search_finds_its_own_length():
    (run,) = runs("search")
    assert np.allclose(run.phi[-1], (0.867675, 0.467799), atol=1e-6)
    assert run.value[-1] == pytest.approx(0.213405, abs=1e-6)
    alphas = run.terms["alpha"]
    assert np.allclose(alphas[::2], 0.0229, atol=2e-4)
    assert np.allclose(alphas[1::2], 0.0966, atol=2e-3)


# ---------------------------------------------------------------- Gabor


@pytest.mark.parametrize(
    ("key", "loss", "minimum"),
    [
        ("right_valley", 0.645696, GLOBAL),
        ("wrong_valley", 5.511081, (6.307961387848, 13.515787336910)),
        ("next_door", 0.645696, GLOBAL),
    ],
)
def test_the_start_decides_the_valley(key, loss, minimum):
    (run,) = runs(key)
    assert run.optimizer == GradientDescent(alpha=0.1)
    assert run.value[-1] == pytest.approx(loss, abs=2e-3)
    assert distance(run, minimum)[-1] < 0.15
    further = descend(run.optimizer, run.objective, run.phi[-1], 1000)
    assert np.allclose(further.phi[-1], minimum, atol=1e-4)


def test_a_saddle_holds_a_path_for_hundreds_of_steps_and_lets_it_go():
    (run,) = runs("held")
    away = distance(run, SADDLE)
    assert (away[:200] < 0.2).all()
    assert away[-1] > 1


def test_most_seeds_escape_from_the_trap():
    now = BY_KEY["escape"].settings
    batches = Minibatches(size=now.batch, seed=np.arange(30), draw=now.draw)
    noisy = descend(optimizer(now.runs[0]), objective(now.model), np.array(now.start), now.steps, batches)
    settled = descend(GradientDescent(alpha=0.05), noisy.objective, noisy.phi[-1], 600, path=False)
    escaped = distance(settled, TRAP)[-1] > 1
    assert escaped.sum() > 20
    assert not escaped.all()


def test_the_seed_that_is_shown_escapes_and_gradient_descent_stays():
    noisy, whole = runs("escape")
    assert distance(noisy, GLOBAL)[-1] < 2
    assert noisy.value[-1] < 1.2
    assert (distance(whole, TRAP) < 1e-6).all()
    assert whole.optimizer.alpha == pytest.approx(noisy.optimizer.alpha * 5 / 30)  # matched: batch 5 of 30
    forever = descend(whole.optimizer, whole.objective, whole.phi[0], 20_000, path=False)
    assert distance(forever, TRAP)[-1] < 1e-6


def test_momentum_is_ahead_of_sgd_on_the_same_batches():
    momentum, sgd = runs("momentum")
    assert all((a == b).all() for a, b in zip(momentum.batches, sgd.batches, strict=True))
    assert np.allclose(momentum.phi[-1], (0.020955, 15.070488), atol=1e-6)
    assert np.allclose(sgd.phi[-1], (0.036303, 14.410117), atol=1e-6)
    assert momentum.value[-1] == pytest.approx(0.745915, abs=1e-6)
    assert sgd.value[-1] == pytest.approx(0.936316, abs=1e-6)


# ---------------------------------------------------------------- other valleys


def test_nesterov_takes_its_gradient_where_the_momentum_would_land():
    nesterov, momentum = runs("nesterov")
    rule, terms = nesterov.optimizer, nesterov.terms
    m = np.concatenate([np.zeros((1, 2)), terms["m"][:-1]])
    ahead = nesterov.phi[:-1] - rule.alpha * rule.beta * m
    assert np.allclose(terms["lookahead"], ahead, atol=1e-12)
    assert np.allclose(terms["gradient"], nesterov.objective.gradient(ahead), atol=1e-12)
    assert nesterov.value[-1] < momentum.value[-1] < 0.01 * momentum.value[0]
    for run in (nesterov, momentum):
        assert run.state != "diverged"
        assert run.left_window_at is None


def test_the_four_panels_of_adam_end_where_the_course_says():
    slow, wild, normalized, adam = runs("adam")
    assert slow.optimizer == GradientDescent(alpha=0.05)
    longer = descend(slow.optimizer, slow.objective, slow.phi[0], 200)
    assert np.allclose(longer.phi[-1], (0.555907, 0), atol=1e-6)
    assert longer.value[-1] == pytest.approx(2.59e-3, abs=1e-5)
    assert np.allclose(wild.phi[40], (0.696131, 0.194839), atol=1e-4)
    assert wild.value[40] == pytest.approx(0.0731, abs=1e-4)
    assert np.allclose(normalized.phi[17], (0.15, -0.05), atol=1e-6)
    assert np.allclose(adam.phi[60], (0.667073, 0.029500), atol=2e-6)
    assert adam.value[60] == pytest.approx(0.001874, abs=1e-6)
    assert adam.phi[:, 0].max() > 0.7  # it overshoots the minimum


def test_a_preset_can_be_shared():
    for preset in PRESETS:
        assert from_query(parse_qs(to_query(preset.settings))) == (preset.settings, [])
