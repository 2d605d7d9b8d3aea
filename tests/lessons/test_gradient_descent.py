"""Lesson: gradient descent. Every number of its text, against the engine; and the table of its page."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hand import open_page

from playground.content import lesson
from playground.engine import GradientDescent, LinearRegression, descend

WORDS = lesson("gradient-descent", "en")
REFERENCE = json.loads((Path(__file__).parents[1] / "data/reference.json").read_text())["static_losses"]
MODEL, START = LinearRegression(), (1.6, -0.8)
LOW, HIGH = REFERENCE["linear_hessian"]["eigenvalues"]


def factor(alpha):
    """What a step multiplies the error across the valley by."""
    return 1 - alpha * HIGH


def table(language, step=0):
    """The cells of the table on the lesson's page, row by row, and the sentence on the mean below it."""
    app = open_page("pages/lessons/gradient_descent.py", lang=language)
    text = next(element.value for element in app.markdown if element.value.startswith("| i |"))
    rows = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return rows[2:], next(element.value for element in app.caption if "(" in element.value)


def test_the_limit_and_the_best_rate():
    assert np.linalg.eigvalsh(MODEL.hessian(np.array(START))) == pytest.approx([LOW, HIGH])
    assert f"{LOW:.3f} {HIGH:.3f} {2 / HIGH:.5f} {24 / HIGH:.4f} {2 / (LOW + HIGH):.5f}" == (
        "3.994 50.030 0.03998 0.4797 0.03702"
    )
    for said in ("0.03998", "0.4797", "0.03702"):
        assert said in WORDS.exact
    assert "\\lambda_{\\min} = 3.994$, $\\lambda_{\\max} = 50.030" in WORDS.blackboard


@pytest.mark.parametrize(("alpha", "said"), [(0.02, "−0.0006"), (0.039, "−0.951"), (0.042, "−1.101")])
def test_what_a_step_multiplies_the_error_by(alpha, said):
    places = len(said.partition(".")[2])
    assert f"{factor(alpha):.{places}f}".replace("-", "−") == said
    assert f"{alpha} → {said}" in WORDS.blackboard
    path = descend(GradientDescent(alpha), MODEL, START, 2).phi - MODEL.minimisers[0]
    steep = np.linalg.eigh(MODEL.hessian(path[0]))[1][:, 1]
    assert path[2] @ steep == pytest.approx(factor(alpha) ** 2 * (path[0] @ steep), abs=1e-12)


def test_the_four_states():
    assert [one.query for one in WORDS.tries] == [
        f"alpha={alpha}&steps={steps}" for alpha, steps in ((0.02, 50), (0.001, 50), (0.039, 60), (0.042, 60))
    ]
    learns, crawls, zigzags, diverges = (
        descend(GradientDescent(alpha), MODEL, START, 60).value - MODEL.minimum for alpha in (0.02, 0.001, 0.039, 0.042)
    )
    assert learns[1] < 0.4 * learns[0], "one step drops it into the valley"
    assert learns[50] < 0.01 * learns[0]
    assert crawls[50] > 0.1 * crawls[0]
    assert zigzags[60] < 0.01 * zigzags[0]
    assert (np.diff(diverges[10:]) > 0).all()


@pytest.mark.parametrize(("language", "point"), [("en", "."), ("es", ",")])
def test_the_table_is_the_gradient(language, point):
    rows, mean = table(language)
    assert [row[0] for row in rows] == [*(str(i) for i in range(1, 13)), "Σ"]
    values = np.array([[float(cell.replace("−", "-").replace(point, ".")) for cell in row[1:]] for row in rows[:-1]])
    x, y, r = MODEL.x, MODEL.y, MODEL.predict(np.array(START), MODEL.x) - MODEL.y
    assert np.abs(values - np.stack([x, y, r, 2 * r, 2 * x * r], axis=1)).max() <= 0.0005 + 1e-9
    total = [float(cell.replace("−", "-").replace(point, ".")) for cell in rows[-1][4:]]
    gradient = MODEL.gradient(np.array(START))
    assert total == pytest.approx(gradient, abs=0.0005)
    # The same step with the mean instead of the sum: gradient / 12 and 12 α.
    found = [float(v.replace("−", "-").replace(point, ".")) for v in re.findall(rf"−?\d+\{point}\d+", mean)]
    assert found[:2] == pytest.approx(gradient / 12, abs=0.0005)
    assert found[2] == pytest.approx(12 * 0.02)
