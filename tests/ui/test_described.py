"""Figures in words: what pointing at a figure says is said to those who do not see it, in their language."""

import numpy as np
import pytest

from playground.figures.small_multiples import Curve, Pane, panes
from playground.figures.theme import LIGHT, Raw
from playground.i18n import translator
from playground.ui.described import described


def told(figure, language="en"):
    return described(figure, translator(language), language)


def figure(*traces, **frame):
    return Raw({"data": [{"type": "scatter", **trace} for trace in traces], "layout": frame})


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Valley. loss against step: 4 at 0; 2.25 at 3. Marked: 1 at 1. Least: 0.25 at 2."),
        ("es", "Valley. loss frente a step: 4 en 0; 2,25 en 3. Marcado: 1 en 1. Mínimo: 0,25 en 2."),
    ],
)
def test_a_curve_is_told_by_its_ends_its_least_value_and_the_present_step(language, sentence):
    curve = Curve("loss", np.arange(4), np.array([4.0, 1.0, 0.25, 2.25]))
    pane = Pane("Valley", [curve], "step", at=1.0)
    assert told(panes([pane], look=LIGHT, language=language), language) == sentence


def test_few_points_are_told_as_pointing_at_them_says_it_and_many_by_how_far_they_reach():
    few = {"mode": "markers+text", "x": [0.5, 1], "y": [2, 3], "text": ["<b>a</b>", "b"], "name": "ends"}
    few["hovertemplate"] = "x %{x:.4g}<br>L %{y:.4g}<extra></extra>"
    many = {"mode": "markers", "x": list(range(9)), "y": [0.5] * 9}
    axes = {"xaxis": {"title": {"text": "<i>size</i>"}}, "yaxis": {"title": {"text": "class"}, "ticktext": ["no"]}}
    assert told(figure(few)) == "ends: a x 0.5, L 2; b x 1, L 3."
    assert told(figure(many, **axes)) == "9 points; size from 0 to 8."
    long = {**few, "text": ["a" * 300, "b" * 300]}
    assert told(figure(long, **axes)) == "ends: 2 points; size from 0.5 to 1."


def test_a_path_on_a_map_is_told_by_its_ends_and_arrows_of_one_name_by_their_number():
    path = {"mode": "lines", "x": [0, 1, 2], "y": [5, 4, float("nan")], "name": "run"}
    arrows = [{"mode": "lines", "x": [0, k], "y": [0, 1], "name": "batches"} for k in range(3)]
    assert told(figure({"type": "contour"}, path, *arrows)) == "run: from (0, 5) to (1, 4). batches: 3."


def test_ornaments_and_what_is_hidden_are_not_told():
    halo = {"mode": "lines", "x": [0, 1, 2], "y": [0, 1, 4], "hoverinfo": "skip"}
    assert told(figure(halo, {**halo, "name": "secret", "visible": False})) == ""
