"""Small charts one above the other: numbers of an axis that the chart below repeats are written once."""

import numpy as np
import pytest

from playground.figures.small_multiples import Curve, Pane, panes
from playground.figures.theme import LIGHT

STEPS = np.arange(5)


@pytest.mark.parametrize(("second", "written"), [((0, 4), False), ((0, 9), True)])
def test_the_upper_chart_has_numbers_only_where_the_lower_one_has_others(second, written):
    upper, lower = (Pane("", [Curve("", STEPS, STEPS)]).within(limits) for limits in ((0, 4), second))
    frame = panes([upper, lower], look=LIGHT, language="es", columns=1).to_dict()["layout"]
    assert frame["xaxis"]["showticklabels"] is written
    assert frame["xaxis2"]["showticklabels"] is True


def test_charts_side_by_side_keep_theirs():
    one = Pane("", [Curve("", STEPS, STEPS)]).within((0, 4))
    frame = panes([one, one], look=LIGHT, language="es").to_dict()["layout"]
    assert frame["xaxis"]["showticklabels"] is True
