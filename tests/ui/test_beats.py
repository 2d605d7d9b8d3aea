"""The slow step: four beats for every optimizer, whose arrows lead from the point to the next one."""

import base64

import numpy as np
import pytest

from playground.engine import OPTIMIZERS, Gabor, Momentum, Nesterov, descend
from playground.engine.schedules import Cosine
from playground.figures.theme import DARK, LIGHT
from playground.ui.player import beats

START, STEPS = [2.0, 5.05], 6


def read(packed):
    return np.frombuffer(base64.b64decode(packed["b"]), "<f4").reshape(-1, 2)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_has_four_beats_and_each_of_its_terms_is_told_once_in_the_order_of_its_ledger(name):
    run = descend(OPTIMIZERS[name](), Gabor(), START, STEPS, record=True)
    told = beats.beats(run, LIGHT)
    terms = [term for beat in told for term in beat["terms"]]
    assert len(told) == 4
    assert terms == [line.term for line in run.optimizer.formulas if line.term in run.terms]
    assert terms[-2:] == ["step", "phi"]
    down = told[0]["arrows"][0]
    assert np.allclose(read(down["vector"]), -run.terms["gradient"], rtol=1e-5)


@pytest.mark.parametrize("rule", [Momentum(0.1, 0.8), Nesterov(0.1, 0.8)])
@pytest.mark.parametrize("schedule", [None, Cosine(period=STEPS)], ids=["fixed", "cosine"])
def test_what_momentum_keeps_and_what_the_gradient_adds_lead_tip_to_tail_to_the_next_point(rule, schedule):
    run = descend(rule, Gabor(), START, STEPS, schedule=schedule, record=True)
    kept, added = beats.beats(run, LIGHT)[1]["arrows"]
    assert np.allclose(read(kept["vector"])[0], 0), "there is nothing to keep at first"
    assert np.allclose(read(kept["base"]) + read(kept["vector"]), read(added["base"]), atol=1e-5)
    assert np.allclose(read(added["base"]) + read(added["vector"]), run.phi[1:], atol=1e-5)


def test_roles_have_colours_of_their_own_that_no_run_has():
    for look in (LIGHT, DARK):
        colors = [beats.color(look, role) for role in beats.ROLES]
        assert len(set(colors)) == len(colors)
        assert not set(colors) & set(look.runs)
        assert beats.color(look, "m_hat") == beats.color(look, "old_m") == beats.color(look, "m")
        assert beats.color(look, "a term of tomorrow") in look.arrows
