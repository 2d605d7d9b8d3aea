"""What each input adds to the output, step by step: the numbers that the bars of a task's page show."""

import base64
import re
from types import SimpleNamespace

import numpy as np
import pytest

from playground.engine import OPTIMIZERS, descend
from playground.tasks import TASKS
from playground.tasks.review import ReviewSentiment
from playground.ui.task import contributions

STEPS = 40


def shown(task, real=None):
    """The bars of a training of a few steps, and the path behind them."""
    objective = task.objective()
    run = descend(OPTIMIZERS[task.optimizer](alpha=task.alpha), objective, objective.predictor.start(), STEPS)
    asked = SimpleNamespace(reading=task.read(task.examples[0] if real is None else real))
    return contributions.bars(task, SimpleNamespace(phi=run.phi), asked), run.phi, asked.reading.x


@pytest.mark.parametrize("name", list(TASKS))
def test_a_bar_is_weight_times_input_at_every_step(name):
    task = TASKS[name]()
    found, phi, x = shown(task)
    for step in (0, 1, STEPS):
        expected = task.contributions(phi[step], x)[:, found.inputs]
        rows = [int(found.chosen[step])] if len(task.classes) > 2 else slice(None)
        np.testing.assert_allclose(found.values[step], expected[rows])
    assert not found.values[0].any(), "an untrained model adds nothing"
    assert found.top == np.abs(found.values).max()


@pytest.mark.parametrize("name", list(TASKS))
def test_the_bars_travel_in_two_bytes_and_come_back(name):
    task = TASKS[name]()
    found, _, _ = shown(task)
    tracks = contributions.numbers(task, found, str)
    for j, k in enumerate(found.inputs):
        track = tracks[f"c0_{k}"]
        sent = np.frombuffer(base64.b64decode(track["values"]["b"]), "<u2").astype(float)
        back = (sent - contributions.STEPS_OF_A_BAR) * track["unit"]
        np.testing.assert_allclose(back, found.values[:, 0, j], atol=0.51 * track["unit"])
    assert contributions.numbers(task, None, str) == {}


def test_of_a_review_its_own_words_alone_have_bars_and_of_an_empty_one_the_weights():
    task = ReviewSentiment("es")
    found, _, _ = shown(task, "La sopa estaba buenísima")
    assert {task.vocabulary.words[k] for k in found.inputs} == {"la", "sop", "estab", "buen"} & set(
        task.vocabulary.words
    )
    silent, phi, _ = shown(task, "")
    assert silent.silent
    np.testing.assert_allclose(silent.values[-1, 0], phi[-1, 1:][silent.inputs])


def test_a_bar_below_0_grows_to_the_left_and_names_are_no_markup():
    task = ReviewSentiment("en")
    found, _, _ = shown(task, "awful awful delicious")
    drawn = contributions.chart(task, found, STEPS, lambda text: f"<{text}>", "en")
    assert "<positive>" not in drawn
    for bar, text in re.findall(r'<i data-signed="\w+"([^>]*)></i></span><b[^>]*>([^<]*)<', drawn):
        left, width = map(float, re.findall(r"(?:left|width):([\d.]+)%", bar))
        assert ("pg-below" in bar) == text.startswith("−")
        assert left == pytest.approx(50 - width if text.startswith("−") else 50, abs=0.11)
