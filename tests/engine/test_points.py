"""Own data: exact numbers where a visitor's units are unkind, and texts that carry the points to the last bit."""

import gc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine import (
    Dataset,
    Gabor,
    GradientDescent,
    LinearRegression,
    LogisticCurve,
    OwnModel,
    curvature,
    descend,
    stability,
    verdict,
)
from playground.engine.kept import travels
from playground.engine.points import TRAVELLING, points_text, read_points
from playground.engine.teaching import TEACHING

YEARS = np.arange(1990.0, 2020.0)


def condition(model):
    low, high = curvature(model, np.zeros(2)).eigenvalues
    return high / low


def test_prices_of_houses_by_their_size():
    model = LinearRegression(x=[1000, 2000, 4000], y=[200000, 250000, 300000])
    np.testing.assert_allclose(model.minimisers[0], [175000, 225 / 7], rtol=1e-12)
    assert model.minimum == pytest.approx(178571428.5714286, rel=1e-12)
    limit = stability(GradientDescent(model.alpha), model, model.minimisers[0]).limit
    assert limit == pytest.approx(4.7619e-8, rel=1e-5)


def test_the_three_points():
    model = LinearRegression(data="1.5,2_2.5,3.5_3.5,4")
    np.testing.assert_allclose(model.minimisers[0], [2 / 3, 1], rtol=1e-14)
    assert model.minimum == pytest.approx(1 / 6, rel=1e-14)


def test_centring_and_scaling_make_the_bowl_round():
    x = np.arange(1.0, 101)
    assert condition(LinearRegression(x=x, y=2 * x + 6)) == pytest.approx(13745, abs=0.5)
    assert condition(LinearRegression(x=x, y=2 * x + 6, scaled=True)) == pytest.approx(1, rel=1e-12)
    assert condition(LinearRegression(x=YEARS, y=np.sin(YEARS), scaled=True)) == pytest.approx(1, rel=1e-12)


def test_calendar_years():
    model = LinearRegression(x=YEARS, y=np.sin(YEARS))
    assert verdict(model).kind == "strictly convex"
    assert curvature(model, model.minimisers[0]).kind == "minimum"
    assert condition(model) == pytest.approx(2.155e11, rel=1e-3)
    limit = stability(GradientDescent(model.alpha), model, model.minimisers[0]).limit
    assert limit == pytest.approx(8.296e-9, rel=1e-4)


@pytest.mark.parametrize(("value", "count"), [(0.1, 3), (0.099, 1040), (14.62, 1000), (1e9, 7), (1e-15, 5)])
def test_equal_x_leave_the_slope_free(value, count):
    y = np.linspace(1, 2, count)
    model = LinearRegression(x=np.full(count, value), y=y)
    assert curvature(model, np.array([1.5, 0.0])).determinant == 0
    assert model.minimisers is None
    np.testing.assert_allclose(model._fit[:2, 0], [1.5, 0.0], rtol=1e-12)  # the level line
    (low, high), _ = model.window
    assert low < 1.5 < high
    assert 0.1 < high - low < 10


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([2], [3]),
        ([1, 2], [3, 4]),
        ([1, 2, 3], [5, 5, 5]),
        ([1, 1, 2, 2, 4, 4], [1, 1, 3, 3, 2, 2]),
        ([0, 0], [0, 0]),
        ([1e-15, 2e-15, 3e-15], [1e-15, 2e-15, 4e-15]),
        ([1, 2, 3], [1e9, 2e9, 2.5e9]),
        ([1e9, 1e9 + 1], [0, 1]),
        ([-1e40, 1e40], [1e40, -1e40]),
    ],
)
@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("kind", [LinearRegression, Gabor, OwnModel])
def test_whatever_the_data_the_window_is_finite_and_the_first_run_descends(kind, x, y, scaled):
    model = kind(x=x, y=y, scaled=scaled)
    for low, high in (*model.window, *model.data_window):
        assert np.isfinite([low, high]).all()
        assert low < high
    start = next(iter(model.starts.values()))
    run = descend(GradientDescent(model.alpha), model, start, 30)
    assert all(low <= at <= high for at, (low, high) in zip(start, model.window, strict=True))
    if np.isfinite(run.value[0]):
        assert run.value[-1] <= run.value[0]


def test_rows_that_are_doubled_leave_the_line_and_double_the_loss():
    x, y = np.array([1.0, 2, 4]), np.array([2.0, 1, 5])
    once, twice = LinearRegression(x=x, y=y), LinearRegression(x=np.repeat(x, 2), y=np.repeat(y, 2))
    np.testing.assert_allclose(twice.minimisers, once.minimisers, rtol=1e-14)
    assert twice.minimum == pytest.approx(2 * once.minimum, rel=1e-14)


def test_the_logistic_curve_of_the_challenger():
    """Source: Dalal, Fowlkes and Hoadley (1989): 15.043 − 0.2322 t, and half of the deviance 20.315."""
    model = LogisticCurve()
    np.testing.assert_allclose(model.minimisers[0], [15.0429, -0.2322], rtol=2e-4)
    assert model.minimum == pytest.approx(20.3152 / 2, rel=1e-5)
    assert verdict(model).kind == "strictly convex"
    assert curvature(model, model.minimisers[0]).kind == "minimum"


@pytest.mark.parametrize("data", ["1,0_2,0_3,1_4,1", "1990,0_2000,0_2010,1", "1,1", "5,0_5,0"])
def test_data_that_a_point_separates_have_no_minimum(data):
    model = LogisticCurve(data=data)
    assert model.attainment.attained is False
    assert model.minimum is None
    assert model.minimisers is None
    assert np.isfinite(model.window).all()
    run = descend(GradientDescent(model.alpha), model, next(iter(model.starts.values())), 50)
    assert run.value[-1] < run.value[0]


def test_classes_that_overlap_have_one():
    assert LogisticCurve(data="1,0_2,1_3,0_4,1").minimum is not None
    assert LogisticCurve(data="3,0_3,1").attainment.attained  # all x equal: a line of minima
    with pytest.raises(ValueError, match="own must lie"):
        LogisticCurve(data="1,2_2,0")


# ---------------------------------------------------------------- texts


pairs = st.lists(st.tuples(*[st.floats(-1e50, 1e50)] * 2), min_size=1, max_size=TRAVELLING)


@given(pairs)
def test_a_text_gives_the_points_back_to_the_last_bit(points):
    x, y = np.array(points).T
    data = Dataset(x, y)
    text = points_text(data)
    assert travels(text)
    assert read_points(text) == data


def test_texts_are_short():
    assert points_text(Dataset([1.5, 2.0, 1e22], [0.1, -3, 1e-7])) == "1.5,0.1_2,-3_1e22,1e-07"


def test_more_points_have_a_name_as_long_as_somebody_holds_them():
    data = Dataset(np.arange(61.0), np.arange(61.0))
    name = points_text(data)
    assert not travels(name)
    assert read_points(name) is data
    del data
    gc.collect()
    with pytest.raises(ValueError, match="kept"):
        read_points(name)


@pytest.mark.parametrize("text", ["1", "1,2,3", "a,b", "1,2_", "nan,1", "inf,1", "1e99,1", "~", "~abc", "1;2", "_"])
def test_what_is_no_data_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_points(text)


# ---------------------------------------------------------------- teaching sets


@pytest.mark.parametrize("name", ["anscombe1", "anscombe2", "anscombe3", "anscombe4"])
def test_anscombes_four_have_one_line(name):
    """The numbers of his table: ȳ = 7.50, the line 3.0 + 0.5 x, Σ (x − x̄)² = 110, residual sum of squares 13.75."""
    model = LinearRegression(dataset=name)
    np.testing.assert_allclose(model.minimisers[0], [3.0, 0.5], atol=3e-3)
    assert model.minimum == pytest.approx(13.75, abs=0.03)
    assert model.y.mean() == pytest.approx(7.50, abs=2e-3)
    assert ((model.x - 9) ** 2).sum() == 110


def test_the_other_sets_have_their_known_lines():
    """As every textbook of R prints them: lm(dist ~ speed) and lm(waiting ~ eruptions)."""
    np.testing.assert_allclose(LinearRegression(dataset="cars").minimisers[0], [-17.5791, 3.9324], atol=1e-4)
    np.testing.assert_allclose(LinearRegression(dataset="old_faithful").minimisers[0], [33.4744, 10.7296], atol=1e-4)
    assert TEACHING["old_faithful"].data.x.size == 272
    assert TEACHING["yeast"].data.y.max() == 661.8


@pytest.mark.parametrize("scaled", [False, True])
def test_what_is_set_aside_is_not_learnt_from(scaled):
    line = LinearRegression(dataset="cars", aside=30, aside_seed=4, scaled=scaled)
    x, y = TEACHING["cars"].data.x, TEACHING["cars"].data.y
    assert (line.x.size, line.held_out.x.size) == (35, 15)
    assert sorted([*line.brought.x]) == sorted([*x])
    fitted = ~np.isin(np.arange(50), np.random.RandomState(4).permutation(50)[:15])
    across, up = ((c[fitted].mean(), c[fitted].std()) for c in (x, y))
    if scaled:
        x, y = (x - across[0]) / across[1], (y - up[0]) / up[1]
    np.testing.assert_allclose(line.x, x[fitted], atol=1e-12)
    np.testing.assert_allclose(line.minimisers[0], np.polyfit(x[fitted], y[fitted], 1)[::-1], rtol=1e-9, atol=1e-12)
    phi = np.array([0.3, 1.2])
    rest = phi[0] + phi[1] * x[~fitted] - y[~fitted]
    assert line.held_out.value(phi) == pytest.approx((rest**2).sum(), rel=1e-9)
    assert LinearRegression(dataset="cars", aside=30, aside_seed=5).x.sum() != x[fitted].sum()


def test_of_each_class_the_same_share_is_set_aside():
    curve = LogisticCurve(aside=50)
    assert (curve.held_out.y.sum(), (1 - curve.held_out.y).sum()) == (4, 8)


def test_few_data_leave_nothing_to_set_aside():
    assert LinearRegression(data="1,2", aside=50).held_out is None
    far = LinearRegression(data="1,1_1.0000000000000002,1_1e50,1e50", aside=33, aside_seed=2, scaled=True)
    assert np.isfinite(far.seen).all()


def test_columns_have_plain_names_or_none():
    assert LinearRegression(data="1,2_2,3", names="m² útiles|precio").names == "m² útiles|precio"
    for text in ("a", "a|b|c", "<b>|y", "a|$x$", " a|b", "a|" + "b" * 31):
        with pytest.raises(ValueError, match="names"):
            LinearRegression(data="1,2_2,3", names=text)


HOSTILE = (
    "5e-324,0_1e-323,1",
    "1e50,0_-1e50,1",
    "1e-300,1_2e-300,0_3e-300,1",
    "1,1",
    "1,0_1,1",
    "1e16,0_10000000000000002,1",
)


@pytest.mark.parametrize("kind", [LinearRegression, Gabor, OwnModel, LogisticCurve])
@pytest.mark.parametrize("data", HOSTILE)
def test_whatever_a_link_brings_windows_start_and_rate_are_finite(kind, data):
    for more in ({}, {"scaled": True, "aside": 50}):
        model = kind(data=data, **more)
        for low, high in (*model.window, *model.data_window):
            assert np.isfinite(high - low)
            assert low < high
        assert np.isfinite([*model.starts["default"], model.alpha]).all()
