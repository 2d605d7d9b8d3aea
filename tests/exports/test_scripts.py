"""The scripts that are taken away, run as anybody would run them: the same path, with nothing of the project."""

import ast
import contextlib
import io
import math
import sys

import numpy as np
import pytest

from playground.engine import OBJECTIVES, OPTIMIZERS, Minibatches
from playground.engine.own import Typed
from playground.engine.schedules import SCHEDULES
from playground.exports.experiment import Experiment, experiment
from playground.exports.numpy_script import numpy_script
from playground.exports.torch_script import infix, torch_script
from playground.link.playground import default_settings

STEPS = 12
PLANES = {name: kind() for name, kind in OBJECTIVES.items() if kind.dimension == 2}
SCHEDULE_NAMES = list(SCHEDULES)


def made(model, name, turn=0, **fields):
    """A short run; the batches, their draw and the schedule take turns."""
    rule = OPTIMIZERS[name](**fields) if fields else OPTIMIZERS[name]().suggest(model)
    batches = [None, Minibatches(5, 3), Minibatches(7, 8, "step")][turn % 3]
    schedule = SCHEDULES[SCHEDULE_NAMES[turn % len(SCHEDULES)]](warmup=turn % 4)
    start = next(iter(model.starts.values()))
    return Experiment(model, rule, start, STEPS, batches, schedule, "https://example.org/?lang=en")


def left_by(code):
    """What a script leaves behind; that it prints its end is a part of it."""
    left = {}
    with contextlib.redirect_stdout(io.StringIO()) as out, np.errstate(all="ignore"):
        exec(compile(code, "script", "exec"), left)
    assert out.getvalue().strip()
    return left


def imported(code):
    """The packages that a script imports."""
    nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in nodes}
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("model", list(PLANES))
def test_a_script_makes_the_same_path_to_the_last_bit_with_numpy_alone(model):
    for turn, name in enumerate(OPTIMIZERS):
        run = made(PLANES[model], name, turn)
        code = numpy_script(run)
        assert imported(code) - set(sys.stdlib_module_names) == {"numpy"}
        np.testing.assert_array_equal(left_by(code)["path"], run.walked().phi, err_msg=name)


@pytest.mark.parametrize(
    ("model", "name", "fields"),
    [
        ("Gabor", "LineSearchDescent", {"method": "exact"}),
        ("Beale", "LineSearchDescent", {"method": "backtracking", "max_distance": 0.01}),
        ("Gabor", "Nesterov", {"lookahead": "alpha"}),
        ("Rosenbrock", "Adam", {"bias_correction": False, "epsilon": 0.0}),
        ("Quadratic", "Momentum", {"alpha": 1e3, "beta": 0.1}),
    ],
)
def test_a_choice_and_a_run_that_overflows_too(model, name, fields):
    run = made(PLANES[model], name, 1, **fields)
    long = Experiment(run.landscape, run.rule, run.start, 300)
    np.testing.assert_array_equal(left_by(numpy_script(long))["path"], long.walked().phi)


@pytest.mark.parametrize("formula", ["abs(x)+sin(x y)^2", "x^2", "3", "min(x; y)+x^y", "sqrt(x^2+y^2)+1/(1+x^4)"])
@pytest.mark.parametrize("name", ["Adam", "Newton"])
def test_a_typed_function_comes_line_by_line(formula, name):
    run = Experiment(OBJECTIVES["OwnFunction"](formula=formula, window="-2,2,-2,2"), OPTIMIZERS[name](), (1.3, 0.4), 9)
    np.testing.assert_array_equal(left_by(numpy_script(run))["path"], run.walked().phi)


def test_a_curve_of_one_parameter_too():
    run = Experiment(OBJECTIVES["TwoDips"](), OPTIMIZERS["GradientDescent"](alpha=0.01), (0.9,), 9)
    np.testing.assert_array_equal(left_by(numpy_script(run))["path"], run.walked().phi)


def test_a_script_says_its_conventions_and_its_link_and_shows_no_type():
    code = numpy_script(made(PLANES["Gabor"], "Adam", 1), "es")
    assert "https://example.org/?lang=en" in code
    assert not [word for word in ("import playground", "from playground", ": float", "->") if word in code]
    assert "suma" in code


def test_the_state_of_a_page_gives_its_run():
    run = experiment(default_settings(), link="https://example.org/")
    assert (type(run.rule).__name__, run.steps, run.batches, run.schedule) == ("GradientDescent", 50, None, None)


class _Torch:
    """Enough of PyTorch to evaluate a formula, in NumPy."""

    tensor, asin, acos, atan = staticmethod(float), np.arcsin, np.arccos, np.arctan

    def __getattr__(self, name):
        return getattr(np, name)


@pytest.mark.parametrize(
    "model", [name for name, one in PLANES.items() if one.expression is not None and not one.data_size]
)
def test_the_formula_written_for_torch_is_that_of_the_landscape(model):
    x, y = PLANES[model].starts[next(iter(PLANES[model].starts))]
    found = eval(infix(PLANES[model].expression), {"torch": _Torch(), "x": np.float64(x), "y": np.float64(y)})
    assert math.isclose(found, PLANES[model].value(np.array([x, y])), rel_tol=1e-12)


@pytest.mark.parametrize("model", list(PLANES))
def test_a_torch_script_makes_the_same_path(model):
    pytest.importorskip("torch", reason="PyTorch is not installed: its scripts are compiled, but not run")
    for turn, name in enumerate(OPTIMIZERS):
        run = made(PLANES[model], name, turn)
        path = run.walked().phi
        scale = max(1.0, float(np.abs(path).max()))
        np.testing.assert_allclose(left_by(torch_script(run))["path"], path, rtol=0, atol=1e-9 * scale, err_msg=name)


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_every_torch_script_is_python_with_torch_and_numpy_alone(name):
    for model in (PLANES["Gabor"], PLANES["Beale"]):
        code = torch_script(made(model, name, 1))
        assert imported(code) - set(sys.stdlib_module_names) <= {"numpy", "torch"}


def test_a_typed_landscape_has_a_torch_script():
    landscape = next(model for model in PLANES.values() if isinstance(model, Typed))
    assert "def loss(phi)" in torch_script(made(landscape, "Momentum"))
