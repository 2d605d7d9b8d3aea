"""A visitor's own table as a task: least squares by NumPy's own, names that say no more than a name, refusals."""

import gc

import numpy as np
import pytest

from playground.engine.messages import InputError
from playground.engine.points import plain_name
from playground.link.task import default_settings, from_query, task_of
from playground.tasks.own_table import OwnTable, Sheet, step_of

RANDOM = np.random.RandomState(7)
NUMBERS = np.column_stack([RANDOM.uniform(40, 200, 30), RANDOM.randint(1, 6, 30), np.zeros(30)])
NUMBERS[:, 2] = 20 + 1.5 * NUMBERS[:, 0] + 10 * NUMBERS[:, 1] + RANDOM.normal(size=30)
SHEET = Sheet(("m²", "rooms", "price"), NUMBERS)


def test_it_is_fitted_as_numpy_fits_it():
    task = OwnTable(SHEET.text)
    data, objective = task.data, task.objective()
    rows = np.column_stack([np.ones(len(data.train)), NUMBERS[data.train, :2]])
    weights = np.linalg.lstsq(rows, NUMBERS[data.train, 2])[0]
    said = task.predict(objective.attainment.phi, data.inputs.apply(np.array([100.0, 3.0]))).values
    assert said[0] == pytest.approx(weights @ [1, 100, 3], rel=1e-6)
    assert (len(data.train), len(data.test)) == (22, 8)
    assert [entry.name for entry in task.inputs] == ["m²", "rooms"]
    assert [entry.step for entry in task.inputs] == [1.0, 1.0]
    assert task.outputs[0].name == "price"


def test_a_link_knows_a_table_as_long_as_a_visit_keeps_it():
    sheet = Sheet(("a", "b"), np.arange(20.0).reshape(10, 2))
    now, ignored = from_query({"data": [sheet.text]}, "HousePrice")
    assert (now.data, ignored) == (sheet.text, [])
    assert now == default_settings("HousePrice", data=sheet.text)
    assert isinstance(task_of("HousePrice", "en", now.data), OwnTable)
    assert from_query({"data": [sheet.text]}, "MusicGenre")[1] == ["data"]
    name = sheet.text
    del sheet
    gc.collect()
    for text in (name, "~", "1,2_3,4", "~" + "0" * 24, "x" * 9999):
        assert from_query({"data": [text]}, "HousePrice") == (default_settings("HousePrice"), ["data"])


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (np.zeros((9, 1)), "at least one input"),
        (np.zeros((9, 22)), "At most"),
        (np.zeros((3, 2)), "at least 4 rows"),
        (np.full((9, 2), 1e13), "ordinary size"),
    ],
)
def test_what_no_model_can_be_trained_on_is_refused(numbers, said):
    with pytest.raises(InputError) as refused:
        Sheet(("c",) * numbers.shape[1], numbers)
    assert said in refused.value.note.text(str, str)


def test_a_name_says_no_more_than_a_name():
    assert plain_name(" Preis  in €/m² ") == "Preis in /m²"
    assert plain_name("<b>*x*</b> $y$ [a](b) `c`") == "b x /b y a (b) c"
    assert plain_name("\u202eabc\u0000\n") == "abc"
    assert len(plain_name("x" * 999)) == 30
    assert step_of(np.array([1.5, 2.5, 40.0])) == 0.1
