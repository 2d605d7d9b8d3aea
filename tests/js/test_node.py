"""The browser's modules, tested by node against what Python writes, reads and predicts."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import streamlit

from playground.engine import (
    DATASETS,
    OBJECTIVES,
    OPTIMIZERS,
    Adam,
    Dataset,
    Gabor,
    GradientDescent,
    LinearRegression,
    LineSearchDescent,
    Minibatches,
    Model,
    Momentum,
    Nesterov,
    NormalizedGradient,
    Plateau,
    Quadratic,
    descend,
    grid,
)
from playground.engine.curvature import curvature
from playground.engine.expression.operations import OPERATIONS
from playground.engine.landscape import bottom, relief
from playground.engine.quartic import Quartic
from playground.engine.schedules import Cosine
from playground.figures.contour import level_values
from playground.i18n import number, read, translator
from playground.ui.player import formulas, payload, preview
from playground.ui.player.program import trace

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
NODE = shutil.which("node")
HOW = "needs node 20 or newer on the path: install Debian's package nodejs"

VALUES = [0, -0.0398, 3.67, 10.18111, 0.99999, 1234.4, 12345.6, 123456.7, -999999.9, 1.5e-9, -6.02214e23, 1e300]
VALUES += [0.0001, 0.00009, 99999.6, 1e6, 0.5, -7, 2000, 5e-324, 1e22, -1e-5, 0.03, 999.95]
VALUES += [float("nan"), float("inf"), float("-inf")]


def spoken(value):
    """A number as JavaScript's Number() reads it."""
    return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(repr(float(value)), repr(float(value)))


def written():
    return [
        {
            "value": spoken(value),
            "mark": mark,
            "digits": digits,
            "text": number(float(value), language, digits),
        }
        for value in VALUES
        for language, mark in (("en", "."), ("es", ","))
        for digits in (2, 3, 4, 6)
    ]


def packed():
    arrays = {"f8": [0.1, -2.5e300, 3], "f4": [0.5, -1024], "u1": [0, 255], "u2": [0, 65535], "u4": [0, 4294967295]}
    return [{"packed": payload.pack(values, kind), "values": values} for kind, values in arrays.items()]


def models():
    """Each registered model that fits data, with what NumPy predicts at points of its window."""
    random = np.random.default_rng(3)
    chosen = {name: kind() for name, kind in OBJECTIVES.items()} | {"Gabor of divisor 8": Gabor(divisor=8.0)}
    for name, model in chosen.items():
        if not isinstance(model, Model):
            continue
        low, high = np.array(model.window).T
        points = [
            {"phi": phi.tolist(), "x": float(x), "value": float(model.predict(phi, np.array([x]))[0])}
            for phi in random.uniform(low, high, (5, len(low)))
            for x in model.x[::3]
        ]
        yield {"name": name, "program": trace(model.predict), "points": points}


def operations():
    """Each operation of an expression at plain values, at 0, and at nan, which travels as null."""
    for name, facts in OPERATIONS.items():
        for given in ([0.7, 1.3, -0.4], [0.0, 0.0, 2.0], [-0.25, 3.0, 5.0], [float("nan"), 2.0, 3.0]):
            arguments = given[: facts.arity]
            with np.errstate(all="ignore"):
                value = float(facts.function(*arguments))
            if not np.isinf(value):
                finite = [None if np.isnan(one) else one for one in arguments]
                yield {"name": name, "given": finite, "value": None if np.isnan(value) else value}


def walks():
    """Every optimizer that can be traced, on every landscape; on data also with minibatches and a schedule."""
    rules = [kind() for kind in OPTIMIZERS.values()] + [Nesterov(lookahead="alpha"), Adam(bias_correction=False)]
    for landscape in [*(kind() for kind in OBJECTIVES.values()), Gabor(divisor=8.0), Quadratic(rotation=-70.0)]:
        start = next(iter(landscape.starts.values()))
        for rule in rules:
            if preview.rule_of(rule) is None:
                continue
            if (type(landscape), type(rule)) == (Plateau, NormalizedGradient):
                continue  # moves by the sign of a derivative that is all rounding
            yield walk(landscape, rule.suggest(landscape), start)
            if isinstance(landscape, Model):
                yield walk(landscape, rule.suggest(landscape), start, Minibatches(5), Cosine(50))
    for rule in (GradientDescent(0.05), Momentum(0.9, 0.5), Adam(3.0)):  # these run away, or out of view
        yield walk(LinearRegression(), rule, [1.0, 0.0])


def walk(landscape, rule, start, batches=None, schedule=None):
    """A run as it is sent, and where the engine walks."""
    path = descend(rule, landscape, start, 50, batches, schedule)
    beside = descend(rule, landscape, np.array(start) + 1e-13, 50, batches, schedule)
    with np.errstate(invalid="ignore"):
        apart = ~(np.abs(path.phi - beside.phi) <= 1e-10 * np.maximum(np.abs(path.phi), 1)).all(axis=-1)
    loss = preview.loss_of(landscape)
    constants = {name: getattr(landscape, name) for name in loss["constants"]}
    run = {"start": list(start), "steps": 50, "constants": constants, "hypers": preview.numbers(rule)}
    if batches is not None:
        sizes = [len(batch) for batch in path.batches]
        run["batches"] = {"indices": np.concatenate(path.batches).tolist(), "ends": np.cumsum(sizes).tolist()}
        run["factors"] = path.factors
    return {
        "name": f"{rule} on {landscape}" + (" in minibatches" if batches else ""),
        "loss": loss,
        "columns": [landscape.x.tolist(), landscape.y.tolist()] if loss["data"] else [],
        "rule": preview.rule_of(rule),
        "run": run,
        "phi": path.phi.ravel().tolist(),
        "value": path.value.tolist(),
        "calm": int(apart.argmax()) if apart.any() else 51,  # from there on, rounding grows a thousandfold
        "swing": float(1 / rule.swing),
        "diverged": path.diverged_at,
        "left": path.left_window_at,
        "window": landscape.window,
        "ground": {"bottom": bottom(landscape), "relief": relief(landscape)},
    }


MOVED = Dataset(np.append(DATASETS["gabor"].x[:-1], 3.0), np.append(DATASETS["gabor"].y[:-1], -1.0))
"""The course's data with the last point moved."""


PLAN = {"schedule.Cosine.period": {"link": "schedule.period", "value": 30.0}, "batch": {"link": "batch", "value": 5.0}}


def held():
    """What the player is told of three runs, of which it can walk two; and where a hand would lead."""
    landscape, rules, schedule = Gabor(), (Momentum(0.1, 0.9), Adam(0.2), LineSearchDescent()), Cosine(30)
    paths = [descend(rule, landscape, [2.5, 10.0], 30, Minibatches(5), schedule) for rule in rules]
    data = {
        "id": "exact",
        "words": {"out_of_view": "out {k}", "diverged": "diverged {k}"},
        "runs": [packed_run(path) for path in paths],
        "start": [2.5, 10.0],
        "window": landscape.window,
        "floor": landscape.minimum,
        "model": preview.model("key", landscape),
        "walk": preview.walk(preview.loss_of(landscape), landscape, rules, paths[0].factors, PLAN),
    }
    curve = Quartic()
    slid = descend(Momentum(0.02), curve, [1.2], 30)
    line = {
        **data,
        "runs": [{**payload.packed_path(slid), "id": "", "steps": 30}],
        "start": [1.2, float(slid.value[0])],
        "window": curve.window,
        "floor": curve.minimum,
        "model": None,
        "walk": preview.walk(preview.loss_of(curve), curve, [Momentum(0.02)], None),
    }
    along = descend(Momentum(0.02), curve, [0.4], 30)
    moved = {
        "run0.alpha": descend(Momentum(0.05, 0.9), landscape, [2.5, 10.0], 30, Minibatches(5), schedule),
        "start": descend(Adam(0.2), landscape, [-1.0, 12.0], 30, Minibatches(5), schedule),
        "points": descend(Adam(0.2), Gabor(x=MOVED.x, y=MOVED.y), [2.5, 10.0], 30, Minibatches(5), schedule),
        "model.divisor": descend(Adam(0.2), Gabor(divisor=8.0), [2.5, 10.0], 30, Minibatches(5), schedule),
    }
    nodes = grid(Gabor(divisor=8.0), landscape.window, 41)
    return {
        "data": data,
        "moved": {
            name: {"phi": path.phi.ravel().tolist(), "loss": path.value.tolist()} for name, path in moved.items()
        },
        "line": {
            "data": line,
            "phi": payload.on_the_chart(along).ravel().tolist(),
            "slope": curve.gradient(along.phi).ravel().tolist(),
        },
        "points": {"x": MOVED.x.tolist(), "y": MOVED.y.tolist()},
        "heights": nodes.value.ravel().tolist(),
        "shares": {scale: level_shares(nodes.value, scale) for scale in ("linear", "log")},
    }


def packed_run(path):
    batches = {
        "indices": payload.pack(np.concatenate(path.batches), "u2"),
        "ends": payload.pack(np.cumsum([len(batch) for batch in path.batches]), "u4"),
    }
    return {
        "id": "steps=30&batch=5",
        "steps": path.steps,
        "phi": payload.pack(path.phi, "f8"),
        "loss": payload.pack(path.value, "f8"),
        "batches": batches,
        "verdict": "as it was",
    }


def level_shares(value, scale):
    """The losses of some level lines of the server's contour, and how high they lie, from 0 to 1."""
    lines = level_values(value, scale)
    return {"lines": lines.tolist(), "shares": np.linspace(0, 1, len(lines)).tolist()}


def rules():
    """The ledger of a short run of every rule."""
    found = {}
    for name, kind in OPTIMIZERS.items():
        rule = kind().suggest(LinearRegression())
        run = descend(rule, LinearRegression(), (1.6, -0.8), 5, record=True)
        found[name] = formulas.ledger(rule, run.terms, run.phi, run.alphas, translator("es"))
    return found


def ledger():
    """A ledger and the curvature of a short run, with numbers that must stand in them."""
    model, rule = Gabor(), Adam()
    run = descend(rule, model, [2.0, 5.05], 4, record=True)
    tracks = payload.curvature_tracks(curvature(model, run.phi), model.gradient(run.phi))
    return {
        "ledger": formulas.ledger(rule, run.terms, run.phi, None, translator("es")),
        "curvature": tracks,
        "words": payload.words(translator("es"), "es"),
        "phi": [number(float(np.float32(value)), "es") for value in run.phi[3]],
        "determinant": number(float(np.float32(curvature(model, run.phi).determinant[2])), "es", 6),
    }


@pytest.fixture
def node():
    if NODE is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(HOW)
    return NODE


def test_the_browsers_modules_do_what_their_own_tests_say(node, tmp_path):
    tables = {
        "written": written(),
        "read": json.loads((DATA / "numbers.json").read_text(encoding="utf-8")),
        "packed": packed(),
        "models": list(models()),
        "operations": list(operations()),
        "ledger": ledger(),
        "rules": rules(),
        "walks": list(walks()),
        "held": held(),
    }
    assert [read(text) for text in tables["read"]] == list(tables["read"].values())  # one table tests both
    path = tmp_path / "tables.json"
    path.write_text(json.dumps(tables, allow_nan=False), encoding="utf-8")
    files = sorted(str(file) for file in HERE.glob("*.test.js"))
    done = subprocess.run(
        [node, "--test", "--test-reporter=tap", *files],
        env=os.environ | {"PLAYGROUND_TABLES": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counted = dict(re.findall(r"^# (tests|pass|skipped) (\d+)$", done.stdout, flags=re.MULTILINE))
    assert int(counted["tests"]) == int(counted["pass"]) >= len(files)
    assert counted["skipped"] == "0"


def test_every_module_without_a_page_of_its_own_has_a_test():
    tested = {
        name
        for file in HERE.glob("*.test.js")
        for name in re.findall(r'from "(?:\.\./)+playground/ui/player/static/(\w+)\.js"', file.read_text("utf-8"))
    }
    assert tested >= {"numbers", "model", "playhead", "mailbox", "loop", "guard", "keys", "geometry"}
    assert tested >= {"paths", "curves", "fit", "ledger", "layers", "descriptions"}
    assert tested >= {"tape", "walk", "preview", "remote", "heights", "past", "redraw", "grips", "training"}


def test_the_recorded_layout_is_of_the_plotly_that_streamlit_brings():
    recorded = json.loads((DATA / "layout.json").read_text(encoding="utf-8"))
    chunks = Path(streamlit.__file__).parent.glob("static/static/js/PlotlyChart.*.js")
    versions = set().union(*(re.findall(r"`(\d+\.\d+\.\d+)`", chunk.read_text("utf-8")) for chunk in chunks))
    assert recorded["plotly"] in versions, (
        f"Plotly is another than {recorded['plotly']}: see whether playground/ui/player/static/geometry.js still reads "
        "it, then record tests/data/layout.json anew: python tests/js/record_layout.py"
    )
