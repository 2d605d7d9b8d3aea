"""What the app says about curvature: verdicts, limits of α for each rule, and the table of all critical points."""

from types import SimpleNamespace
from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from playground.engine import OPTIMIZERS
from playground.engine.convexity import verdict
from playground.engine.curvature import curvature as of_points
from playground.figures.theme import theme
from playground.link.playground import objective
from playground.ui import cache, curvature_notes, navigation, session
from playground.ui.visitor import Visit

FRAME = str(navigation.ROOT / "playground/ui/frame.py")
LINEAR = "start=1.6,-0.8&steps=40"


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """A visitor who reads English, without a running app."""
    monkeypatch.setattr(session, "t", lambda: str)
    monkeypatch.setattr(session, "language", lambda: "en")
    monkeypatch.setattr(session, "look", lambda: theme("light"))


@pytest.fixture
def written(monkeypatch):
    """Everything that `st` was asked to write, as (kind, content)."""
    lines = []

    def writer(kind):
        return lambda content, **_: lines.append((kind, content))

    fake = SimpleNamespace(**{kind: writer(kind) for kind in ("markdown", "caption", "dataframe")})
    monkeypatch.setattr(curvature_notes, "st", fake)
    return lines


def table_of(query, written):
    written.clear()
    curvature_notes.table(cache.read(query))
    rows = [content for kind, content in written if kind == "dataframe"]
    return rows[0] if rows else [], "\n".join(content for kind, content in written if kind != "dataframe")


# The map


@pytest.mark.parametrize("model", ["LinearRegression", "Gabor", "Quadratic", "Himmelblau", "Rastrigin"])
def test_the_overlay_shows_the_hessian_at_the_nodes_and_computes_no_eigenvectors(model, monkeypatch):
    key = f"model={model}"
    ground = cache.heights(key, cache.CONTOUR_POINTS)
    landscape = objective(cache.read(key).model)
    there = of_points(landscape, np.stack(np.meshgrid(*np.array([ground.x, ground.y], float)), axis=-1))
    monkeypatch.setitem(of_points.__globals__, "eigen", None)
    shown = cache._hessian_numbers.__wrapped__(key)
    for name, exact in (
        ("determinant", there.determinant),
        ("eigenvalue", there.eigenvalues[..., 0]),
        ("trace", there.trace),
    ):
        # The loss is drawn in float32, so its nodes are a little beside those of the map.
        np.testing.assert_allclose(shown[name][1], exact, rtol=1e-4, atol=1e-4 * np.abs(exact).max())


# The verdict in words


@pytest.mark.parametrize(
    ("query", "begins", "witness"),
    [
        ("", "**Strictly convex, everywhere: proved.**", False),
        ("model=Quadratic&condition=50", "**Strictly convex, everywhere: proved.**", False),
        ("model=Gabor", "**Not convex: proved.**", True),
        ("model=Saddle", "**Not convex: proved.**", True),
        ("model=Rosenbrock", "**Not convex: proved.**", True),
        ("model=GaussianValley", "**Not convex: proved.**", True),
    ],
)
def test_a_verdict_comes_with_its_proof_or_its_witness(query, begins, witness, written):
    curvature_notes.say_verdict(cache.read(query))
    ((_, text),) = written
    assert text.startswith(begins)
    assert ("Witness: φ = (" in text) == witness
    assert ("boxes looked at.)" in text) == witness


def test_the_witness_that_is_named_is_one():
    now = cache.read("model=Gabor")
    found = curvature_notes.verdict_of(cache.model_key(now))
    assert np.linalg.eigvalsh(objective(now.model).hessian(found.witness.phi))[0] < 0
    assert not found.witness.chord.holds


def test_nothing_is_claimed_where_nothing_is_known():
    from playground.engine import GaussianValley

    text = curvature_notes.in_words(verdict(GaussianValley(), ((0.6, 0.8), (-0.1, 0.1))))
    assert text.startswith("**Not known to be convex.**")
    assert "proves nothing" in text
    assert "Witness" not in text


# The limit of α


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("GradientDescent", 0.03997),
        ("Momentum&beta=0.9", 0.7595),
        ("Nesterov&beta=0.9&lookahead=alpha_beta", 0.2713),
        ("Nesterov&beta=0.9&lookahead=alpha", 0.2532),
        ("Adam", None),
        ("NormalizedGradient", None),
        ("LineSearchDescent", None),
    ],
)
def test_each_rule_has_its_own_limit_or_none(rule, expected, written):
    now = cache.read(f"{LINEAR}&optimizer={rule}")
    found = curvature_notes.limit(now)
    curvature_notes.limit_note(now)
    if expected is None:
        assert found is None
        assert not written
        return
    assert found is not None
    assert found[0] == pytest.approx(expected, rel=5e-4)
    ((kind, text),) = written
    assert kind == "caption"
    assert "Converges for 0 < α <" in text


@pytest.mark.parametrize(
    ("query", "everywhere"),
    [("model=Quadratic", True), ("model=OwnFunction&formula=x%5E2+%2B+3y%5E2", True), ("model=Himmelblau", False)],
)
def test_a_limit_holds_everywhere_where_the_hessian_is_the_same_everywhere(query, everywhere):
    assert curvature_notes.limit(cache.read(query))[1] == everywhere


def test_every_registered_rule_is_survived(written):
    for name in OPTIMIZERS:
        for model in ("LinearRegression", "Gabor", "Saddle", "Beale"):
            curvature_notes.limit_note(cache.read(f"model={model}&optimizer={name}"))


@pytest.mark.parametrize(
    "query",
    [f"{LINEAR}&batch=4", f"{LINEAR}&schedule=InverseTime", "model=Saddle"],
    ids=["minibatches", "schedule", "no minimum"],
)
def test_no_limit_where_none_can_be_said(query, written):
    now = cache.read(query)
    if "schedule" in query:
        assert now.schedule.name != "Constant"
    assert curvature_notes.limit(now) is None
    curvature_notes.limit_note(now)
    assert not written


@pytest.mark.parametrize(("alpha", "red"), [(0.039, False), (0.0405, True), (0.0, True)])
def test_a_rate_beyond_the_limits_is_red(alpha, red, written):
    curvature_notes.limit_note(cache.read(f"{LINEAR}&alpha={alpha}"))
    ((_, text),) = written
    assert text.startswith(":red[") == red


def test_on_gabor_the_limit_is_that_of_the_global_minimum(written):
    now = cache.read("model=Gabor")
    assert curvature_notes.limit(now)[0] == pytest.approx(0.1765, abs=5e-5)
    curvature_notes.limit_note(now)
    assert "At the global minimum" in written[0][1]


def test_of_several_global_minima_the_limit_is_the_least():
    landscape = objective(cache.read("model=Himmelblau").model)
    steepest = max(np.linalg.eigvalsh(landscape.hessian(point))[-1] for point in landscape.minimisers)
    assert curvature_notes.limit(cache.read("model=Himmelblau"))[0] == pytest.approx(2 / steepest)


def test_a_saddle_says_how_long_it_holds():
    now = cache.read("model=Gabor&start=-8.4775,4.3963&steps=100")
    said = curvature_notes.notes(now, cache.run(cache.run_key(now)))
    assert any("next to the saddle" in line for line in said)
    now = cache.read("model=Gabor&start=3,10&steps=100")
    assert not any("saddle" in line for line in curvature_notes.notes(now, cache.run(cache.run_key(now))))


# The table


@pytest.mark.parametrize(("divisor", "counts"), [(32, (8, 12, 20)), (8, (7, 7, 12))])
def test_the_table_has_them_all(divisor, counts, written):
    rows, text = table_of(f"model=Gabor&divisor={divisor}", written)
    kinds = [row["Kind"] for row in rows]
    assert tuple(kinds.count(kind) for kind in ("minimum", "maximum", "saddle")) == counts
    assert len(rows) == sum(counts)
    assert f"{sum(counts)}** ({counts[0]} × minimum, {counts[1]} × maximum, {counts[2]} × saddle)" in text
    assert "These are all, proved" in text or divisor == 8  # which takes longer than a slow machine may have
    assert [row["L"] for row in rows] == sorted(row["L"] for row in rows)


def test_the_remark_stands_at_exactly_the_three_dots(written):
    rows, text = table_of("model=Gabor", written)
    assert "but saddles: (-8.578, 4.396), (8.089, 6.347), (1.883, 2.883)." in text.replace("−", "-")
    marked = [row for row in rows if row["Remark"]]
    assert {row["Kind"] for row in marked} == {"saddle"}
    found = sorted((row["φ₀"], row["φ₁"]) for row in marked)
    np.testing.assert_allclose(found, [(-8.5775, 4.3963), (1.8830, 2.8825), (8.0895, 6.3469)], atol=1e-4)
    assert not any(row["Remark"] for row in table_of("model=Gabor&divisor=8", written)[0])
    assert not any(row["Remark"] for row in table_of("model=Himmelblau", written)[0])


def test_a_degenerate_point_is_named(written):
    rows, text = table_of(urlencode({"model": "OwnFunction", "formula": "x^3-3x*y^2"}), written)
    assert [row["Remark"] for row in rows] == ["a monkey saddle: three valleys, and det H = 0; index −2"]
    assert "That there are no others is proved on 99.99 % of the window." in text
    rows, _ = table_of(urlencode({"model": "OwnFunction", "formula": "x^4+y^4-y^2"}), written)
    assert [row["Remark"].split(",")[0] for row in rows] == ["a minimum", "a minimum", "a saddle"]
    rows, text = table_of(urlencode({"model": "OwnFunction", "formula": "x^2"}), written)
    assert not rows
    assert "The minima are not isolated" in text


def test_what_the_proofs_leave_open_is_drawn_and_nothing_else():
    open_, shut = (
        cache.contour_figure(urlencode({"model": "OwnFunction", "formula": formula}), "en", "light", "none", True)
        for formula in ("x^4-y^4", "x^2+y^2")
    )
    names = [[trace.get("name") for trace in figure.to_dict()["data"]] for figure in (open_, shut)]
    assert ["left open by the proof" in one for one in names] == [True, False]


def test_a_landscape_with_a_line_of_them_says_so(written):
    rows, text = table_of("model=GaussianValley", written)
    assert len(rows) < 100
    assert ("along a whole line" in text) or rows


# Through the app


@pytest.mark.parametrize(("divisor", "counts"), [("32", (8, 12, 20)), ("8", (7, 7, 12))])
def test_the_counts_on_the_page(divisor, counts):
    app = visit(model="Gabor", divisor=divisor)
    (table,) = app.dataframe
    kinds = list(table.value["Kind"])
    assert tuple(kinds.count(kind) for kind in ("minimum", "maximum", "saddle")) == counts
    assert any("**Not convex: proved.**" in text.value for text in app.markdown)


@pytest.mark.parametrize(
    "query",
    [
        {"overlay": "what", "show": "critical,<b>"},
        {"model": "Gabor", "divisor": "0", "overlay": "determinant"},
        {"model": "Gabor", "divisor": "1e-300", "overlay": "eigenvalue", "show": "critical"},
        {"model": "Gabor", "divisor": "1e300", "overlay": "trace", "show": "critical,eigenvectors,quadratic"},
        {"model": "Quadratic", "condition": "1e99", "overlay": "determinant", "show": "critical,quadratic"},
        {"model": "Quadratic", "condition": "nan", "rotation": "inf", "overlay": "eigenvalue"},
        {"model": "Rosenbrock", "start": "1e300,-1e300", "alpha": "1e300", "overlay": "determinant"},
        {"alpha": "1e300", "start": "nan,inf", "overlay": "trace", "show": "eigenvectors"},
    ],
    ids=lambda query: urlencode(query)[:40],
)
def test_rubbish_is_a_page_and_no_stack_trace(query):
    app = visit(**query)
    assert app.main


def visit(**query):
    """The playground with its curvature unfolded."""
    app = AppTest.from_file(FRAME, default_timeout=90)
    app.session_state["visit"] = Visit(unfolded={"curvature": True})
    for name, value in {"lang": "en", **query}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


@given(st.floats(1e-12, 1e12))
def test_a_limit_is_never_said_to_be_larger_than_it_is(limit):
    said = curvature_notes.cut(limit)
    assert said <= limit * (1 + 1e-13)
    assert said > limit * 0.999


@pytest.mark.parametrize(("limit", "said"), [(0.0399760, 0.03997), (0.5, 0.5), (0.49999999999999994, 0.5), (2.0, 2.0)])
def test_a_limit_is_cut_to_four_digits(limit, said):
    assert curvature_notes.cut(limit) == said
