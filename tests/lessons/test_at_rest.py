"""What the server draws for a step is marked as such: the browser dims it while the player is at another."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "playground"
MODULES = sorted(ROOT.glob("lessons/*/figures.py"))
STEP = {"current_step"}


def calls(tree):
    """The names that a function calls, whatever they are called on."""
    found = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in found}


def drawn_for_a_step(source):
    """Functions that ask for the player's step and are not marked, nor called by marked ones alone."""
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    marked = {name for name, node in functions.items() if "at_rest" in ast.unparse(ast.List(node.decorator_list))}
    asking = {name for name, node in functions.items() if calls(node) & STEP}
    while True:
        more = {name for name, node in functions.items() if calls(node) & (asking - marked)} - asking
        if not more:
            break
        asking |= more
    callers = {name: {one for one, node in functions.items() if name in calls(node)} for name in asking}
    return sorted(name for name in asking - marked if not callers[name])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.parent.name + "-" + path.stem)
def test_every_figure_of_a_step_is_dimmed_while_the_player_is_elsewhere(path):
    assert not drawn_for_a_step(path.read_text(encoding="utf-8"))


def test_the_check_finds_a_figure_that_would_stand_under_a_false_heading():
    asks = "def _at(now):\n    return component.current_step(now)\n\n"
    assert drawn_for_a_step(asks + "def panel(now):\n    return chart(_at(now))\n") == ["panel"]
    assert not drawn_for_a_step(asks + "@elements.at_rest\ndef panel(now):\n    return chart(_at(now))\n")
