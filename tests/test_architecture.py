"""The shape of the project, read from its source: who may import whom, who may compute, and which names are traps."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = [ROOT / "app.py", *sorted((ROOT / "playground").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py"))]

# The parts of the project from the bottom up: each may import itself and whatever stands on a line above its own.
LAYERS = [
    {"__init__", "marking"},
    {"i18n"},
    {"engine", "locales"},
    {"tasks"},
    {"figures", "link", "tables"},
    {"exports", "presets", "content", "worksheets"},
    {"ui"},
    {"lessons"},
    {"pages", "app"},
]
# What stays pure mathematics: of the words below it, it sees only the marker of sentences.
PURE = {"engine": {"marking"}, "tasks": {"marking", "engine"}}
# What a part may import from outside the standard library; the parts that are not named here are free.
OUTSIDE = {
    "__init__": set(),
    "marking": set(),
    "i18n": {"babel"},
    "locales": {"babel"},
    "engine": {"numpy"},
    "tasks": {"numpy"},
    "figures": {"numpy", "plotly"},
}
SCREENS = {"ui", "lessons", "pages", "app"}
MATHEMATICS = {"value", "gradient", "hessian"}


def part_of(path):
    """The part a file belongs to: "engine" for playground/engine/data.py, "pages" for pages/play.py."""
    steps = path.relative_to(ROOT).with_suffix("").parts
    return steps[1] if steps[0] == "playground" else steps[0]


def imported(tree, package):
    """Each module that a file imports, with its absolute name; `package` is where its relative imports start."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def parts_below(part):
    """The parts of the project that `part` may import, itself included."""
    heights = [height for height, layer in enumerate(LAYERS) if part in layer]
    assert heights, f"{part!r} has no place in LAYERS: say what it may import"
    return {part} | PURE.get(part, set().union(*LAYERS[: heights[0]]))


@cache
def parsed(source):
    """The syntax of a file, which several tests read."""
    return ast.parse(source)


def wrong_imports(source, part, package="playground"):
    """Each import of `source` that a file of `part` may not make."""
    for name in imported(parsed(source), package):
        top, _, rest = name.partition(".")
        if top in {"playground", "pages", "app"}:
            target = rest.partition(".")[0] if top == "playground" else top
            allowed = target in parts_below(part)
        elif top in sys.stdlib_module_names:
            allowed = True
        elif top == "streamlit":
            allowed = part in SCREENS
        else:
            allowed = part not in OUTSIDE or top in OUTSIDE[part]
        if not allowed:
            yield name


def modules(files):
    """The modules of the package by their names, such as "playground.engine" for its __init__.py."""
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files}
    return {name.removesuffix(".__init__"): path for path, name in names.items()}


def imports_at_the_top(nodes):
    """The imports that run, or that a type checker reads, when a module is imported: those outside of functions."""
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from imports_at_the_top(ast.iter_child_nodes(node))


def leads_to(name, sources):
    """The modules among `sources` that the module of this name imports at the top."""
    tree = ast.Module([*imports_at_the_top(parsed(sources[name]).body)], [])
    for wanted in imported(tree, name.rpartition(".")[0]):
        yield from [target for target in (wanted, wanted.rpartition(".")[0]) if target in sources][:1]


def circle(sources):
    """A chain of modules in which each imports the next and the last is the first, or None; sources by module name."""
    finished = set()

    def walk(chain):
        for name in leads_to(chain[-1], sources):
            if name in chain:
                return [*chain[chain.index(name) :], name]
            if name not in finished and (found := walk([*chain, name])):
                return found
        finished.add(chain[-1])
        return None

    return next(filter(None, (walk([name]) for name in sources if name not in finished)), None)


def untyped(source):
    """Each argument or field called an objective that may be anything, and each question whether a thing has a name."""
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "hasattr":
            yield ast.unparse(node)
        named = node.arg if isinstance(node, ast.arg) else getattr(getattr(node, "target", None), "id", "")
        annotation = getattr(node, "annotation", None)
        if named in {"objective", "landscape"} and isinstance(annotation, ast.Name) and annotation.id == "Any":
            yield named


def computations(source):
    """Each call of `.value(…)`, `.gradient(…)` or `.hessian(…)`; a record's field of that name may be read."""
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MATHEMATICS:
            yield node.func.attr


def hides_the_standard_library(path):
    """Whether a file of the ui, whose folder is on the path, would be imported in place of a standard module."""
    return path.stem in sys.stdlib_module_names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_run_one_way(path):
    package = ".".join(path.relative_to(ROOT).parent.parts)
    assert not list(wrong_imports(path.read_text(encoding="utf-8"), part_of(path), package))


@pytest.mark.parametrize("path", [p for p in FILES if part_of(p) == "figures"], ids=lambda path: path.name)
def test_figures_receive_arrays_and_compute_nothing(path):
    assert not list(computations(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_an_objective_has_is_said_by_its_type(path):
    assert not list(untyped(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f(objective: Any): return objective.minimum", ["objective"]),
        ("class A:\n    landscape: Any", ["landscape"]),
        ("def f(objective: Objective): return hasattr(objective, 'x')", ["hasattr(objective, 'x')"]),
        ("def f(objective: Objective, phi: Any): return objective.data_size", []),
    ],
)
def test_the_check_finds_an_objective_of_which_nothing_is_known(source, found):
    assert list(untyped(source)) == found


def test_no_imports_run_in_a_circle():
    package = modules(path for path in FILES if path.is_relative_to(ROOT / "playground"))
    assert circle({name: path.read_text(encoding="utf-8") for name, path in package.items()}) is None


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        ({"p.a": "from p.b import f", "p.b": "import p.a"}, ["p.a", "p.b", "p.a"]),
        ({"p.a": "from p import b", "p.b": "from p import c", "p.c": "import p.b"}, ["p.b", "p.c", "p.b"]),
        ({"p.a": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from p import a"}, ["p.a", "p.a"]),
        ({"p.a": "class A:\n    from p.b import f", "p.b": "from .a import A"}, ["p.a", "p.b", "p.a"]),
        ({"p.a": "from p.b import f", "p.b": "def f():\n    from p.a import g"}, None),
        ({"p.a": "import p.b, p.c", "p.b": "import p.c", "p.c": "import numpy"}, None),
    ],
)
def test_the_check_finds_a_circle(sources, found):
    assert circle(sources) == found


def test_no_file_of_the_ui_hides_a_standard_module():
    assert not [path for path in (ROOT / "playground" / "ui").glob("*") if hides_the_standard_library(path)]


def test_no_page_is_called_like_the_package():
    assert not [path for path in FILES if part_of(path) == "pages" and path.stem == "playground"]


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("engine", "import streamlit as st"),
        ("engine", "import scipy.optimize"),
        ("engine", "def f():\n    import pandas"),
        ("engine", "from playground.figures import theme"),
        ("engine", "from playground import figures"),
        ("engine", "from playground.i18n import N_"),
        ("engine", "from ..figures import theme"),
        ("figures", "from playground.ui.session import url"),
        ("figures", "from playground import link"),
        ("figures", "import streamlit"),
        ("link", "from playground.figures import theme"),
        ("link", "from streamlit import session_state"),
        ("exports", "import playground.ui.frame"),
        ("tasks", "from playground.figures import theme"),
        ("ui", "from playground.lessons import momentum"),
        ("ui", "import pages.play"),
        ("ui", "import app"),
        ("i18n", "from playground.engine import OPTIMIZERS"),
        ("i18n", "import numpy"),
        ("marking", "import babel"),
        ("marking", "from playground import i18n"),
    ],
)
def test_the_check_finds_an_import_that_runs_the_wrong_way(part, source):
    assert len(list(wrong_imports(source, part, f"playground.{part}"))) == 1


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("engine", "import numpy as np\nfrom dataclasses import dataclass\nfrom playground.marking import N_"),
        ("engine", "from .types import Array\nfrom . import hyper"),
        (
            "figures",
            "import plotly.graph_objects as go\nfrom playground.engine import Trajectory\nfrom playground import i18n",
        ),
        ("link", "from playground.engine import OPTIMIZERS"),
        ("ui", "import streamlit as st\nfrom playground import link, figures\nimport segno"),
        ("pages", "from playground.ui import session"),
        ("app", "import streamlit as st\nimport playground.ui.frame"),
        ("i18n", "from babel import Locale\nfrom playground.marking import N_"),
    ],
)
def test_the_check_lets_a_right_import_pass(part, source):
    assert not list(wrong_imports(source, part, f"playground.{part}"))


def test_a_part_nobody_has_placed_is_refused():
    with pytest.raises(AssertionError, match="no place"):
        parts_below("plugins")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("z = objective.value(phi)", ["value"]),
        ("def f(o, p):\n    return o.gradient(p) @ o.batch(i).hessian(p)", ["gradient", "hessian"]),
        ("z = grid.value[0] + trajectory.value.max()", []),
    ],
)
def test_the_check_finds_mathematics_in_a_figure(source, found):
    assert sorted(computations(source)) == found


def test_the_check_finds_a_name_that_hides_a_standard_module():
    assert hides_the_standard_library(Path("playground/ui/types.py"))
    assert not hides_the_standard_library(Path("playground/ui/frame.py"))


def test_every_number_has_our_own_field():
    """Streamlit's sliders are silent until release, and write numbers with one mark only."""
    theirs = {"slider", "select_slider", "number_input"}
    for path in FILES:
        names = {node.attr for node in ast.walk(parsed(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        assert not names & theirs, f"{path.relative_to(ROOT)}: use ui.number_fields instead of {names & theirs}"
