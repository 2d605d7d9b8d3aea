"""Level lines against circles, whose points are known, and what may be left out of a polyline."""

import numpy as np
import pytest

from playground.figures.level_lines import level_lines, simplified


def bowl(n=41):
    """x² + y² from −1 to 1."""
    side = np.linspace(-1, 1, n)
    return side**2 + side[:, None] ** 2


@pytest.mark.parametrize("radius", [0.3, 0.71, 0.95])
def test_a_bowl_has_one_closed_circle(radius):
    (line,) = level_lines(bowl(), radius**2)
    assert (line[0] == line[-1]).all()
    np.testing.assert_allclose(np.hypot(*(line / 20 - 1).T), radius, atol=2e-3)


def test_a_line_that_leaves_ends_at_the_border():
    lines = level_lines(bowl(), 1.3)
    assert len(lines) == 4  # one at each corner
    for line in lines:
        assert all(np.isclose(end, 0).any() or np.isclose(end, 40).any() for end in (line[0], line[-1]))


def test_a_saddle_keeps_its_two_branches_apart():
    side = np.linspace(-1, 1, 21)
    lines = level_lines(side * side[:, None], 0.1)
    assert len(lines) == 2
    assert all((np.sign(line[:, 0] - 10) == np.sign(line[:, 1] - 10)).all() for line in lines)


def test_what_is_not_finite_has_no_lines():
    value = bowl()
    value[:, :20] = np.nan
    assert all(line[:, 0].min() >= 20 for line in level_lines(value, 0.25))


@pytest.mark.parametrize("value", [np.zeros((5, 5)), np.full((5, 5), np.nan)])
def test_nothing_rises_and_nothing_is_drawn(value):
    assert level_lines(value, 0.5) == []


def test_a_simplified_line_stays_near_and_keeps_its_ends_and_turns():
    angle = np.linspace(0, 3, 400)
    arc = 100 * np.column_stack([np.cos(angle), np.sin(angle)])
    short = simplified(arc, 0.1)
    assert len(short) < 60
    assert (short[0] == arc[0]).all() and (short[-1] == arc[-1]).all()  # noqa: PT018
    # Each point of the arc lies near a chord: the sagitta of a circle.
    gaps = np.hypot(*np.diff(short, axis=0).T)
    assert (gaps**2 / 800 < 0.7).all()
    back = np.array([[0.0, 0.0], [10.0, 0.0], [4.0, 0.0], [4.0, 5.0]])
    assert (simplified(back, 0.1) == back).all()
