"""The notebook, read by nbformat, and its cells run one after the other."""

import contextlib
import io
import json

import numpy as np
import pytest

from playground.engine import OBJECTIVES, OPTIMIZERS, Minibatches
from playground.exports.experiment import Experiment
from playground.exports.notebook import notebook


@pytest.fixture
def run():
    """Adam on the Gabor loss, with minibatches."""
    adam = OPTIMIZERS["Adam"](alpha=0.5)
    return Experiment(OBJECTIVES["Gabor"](), adam, (-2.0, 20.0), 15, Minibatches(5, 1), link="https://example.org/?a=1")


def test_it_is_a_valid_notebook(run):
    nbformat = pytest.importorskip("nbformat")
    read = nbformat.reads(notebook(run, "Adam", "es"), as_version=4)
    nbformat.validate(read)
    assert (read.nbformat, read.nbformat_minor) == (4, 5)
    assert len({cell.id for cell in read.cells}) == len(read.cells)


def test_its_cells_make_the_run(run):
    space = {}
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        for cell in json.loads(notebook(run, "Adam"))["cells"]:
            if cell["cell_type"] == "code" and "matplotlib" not in "".join(cell["source"]):
                exec("".join(cell["source"]), space)
    np.testing.assert_array_equal(space["path"], run.walked().phi)
    np.testing.assert_allclose(space["losses"], run.walked().value, rtol=1e-12)


def test_it_leads_back(run):
    assert "https://example.org/?a=1" in json.loads(notebook(run, "Adam"))["cells"][0]["source"][-1]
