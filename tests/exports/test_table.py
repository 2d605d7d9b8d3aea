"""The CSV of a run, read by Python's own reader."""

import csv
import io

import numpy as np
import pytest

from playground.engine import OBJECTIVES, OPTIMIZERS, Minibatches
from playground.exports.experiment import Experiment
from playground.exports.table import run_table, training_table


def rows_of(text, language):
    """The rows by heading, numbers as Python writes them."""
    assert text.startswith("\ufeff")
    plain = text.removeprefix("\ufeff")
    reader = csv.DictReader(io.StringIO(plain, newline=""), delimiter=";" if language == "es" else ",")
    return [{name: cell.replace(",", ".") for name, cell in row.items()} for row in reader]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_run_comes_back_to_the_last_bit(language):
    adam = OPTIMIZERS["Adam"](alpha=0.5)
    path = Experiment(OBJECTIVES["Gabor"](), adam, (-2.0, 20.0), 7, Minibatches(5, 1)).walked()
    rows = rows_of(run_table(path, language), language)
    read = np.array([[float(row["phi_0"]), float(row["phi_1"]), float(row["L"])] for row in rows])
    np.testing.assert_array_equal(read, np.column_stack([path.phi, path.value]))
    np.testing.assert_array_equal([float(row["m_1"]) for row in rows[1:]], path.terms["m"][:, 1])
    assert [row["batch"] for row in rows[1:]] == [" ".join(map(str, batch)) for batch in path.batches]


def test_an_overflow_stays_what_it_is():
    path = Experiment(OBJECTIVES["Quadratic"](), OPTIMIZERS["GradientDescent"](alpha=1e200), (1.0, 1.0), 4).walked()
    rows = rows_of(run_table(path, "en"), "en")
    np.testing.assert_array_equal([float(row["L"]) for row in rows], path.value)


def test_a_line_search_keeps_its_step_size():
    path = Experiment(OBJECTIVES["Gabor"](), OPTIMIZERS["LineSearchDescent"](), (-2.0, 20.0), 3).walked()
    assert [float(row["alpha"]) for row in rows_of(run_table(path, "en"), "en")[1:]] == path.terms["alpha"].tolist()


def test_a_training_has_its_loss_and_every_parameter():
    phi, loss = np.array([[1.5, -2.0, 0.1], [1.0, 1e-300, 3.0]]), np.array([2.5, 1 / 3])
    rows = rows_of(training_table(phi, loss, "es"), "es")
    np.testing.assert_array_equal([[float(row[f"phi_{i}"]) for i in range(3)] for row in rows], phi)
    np.testing.assert_array_equal([float(row["L"]) for row in rows], loss)
