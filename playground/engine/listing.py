"""A run as lines of Python that anybody can run: the body of the optimizer's own update, in a loop of its own."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import textwrap
from collections.abc import Iterable
from typing import Any

import numpy as np

from playground.engine import optimizers
from playground.engine.base import Landscape
from playground.engine.batches import Minibatches
from playground.engine.hyper import hypers
from playground.engine.optimizers import Optimizer
from playground.engine.schedules import Schedule

RATE = "alpha"


def listing(
    rule: Optimizer,
    objective: Landscape,
    start: Iterable[float],
    steps: int,
    batches: Minibatches | None = None,
    schedule: Schedule | None = None,
) -> str:
    """Lines that compute the same run as `descend` with these arguments, and print where it ends.

    What is shown is what runs: the lines of the loop are those of `explain`, of which only what the new phi depends on
    is kept. A rule that calls methods of its own is called as a whole.
    """
    update = Update.of(rule)
    scheduled = schedule is not None and RATE in hypers(rule)
    lines = _imports(rule, update, objective, batches, schedule if scheduled else None)
    lines += ["", f"objective = {_made(objective)}"]
    if update is None:
        lines += [f"rule = {_made(rule)}"]
    if batches is not None:
        lines += [f"batches = {_made(batches)}.indices(objective.data_size, {steps})"]
    if scheduled:
        lines += [f"schedule = {_made(schedule)}"]
    lines += walk(rule, update, start, steps, batches is not None, scheduled)
    return "\n".join([*lines, "", "print(phi, objective.value(phi))"])


def walk(
    rule: Optimizer,
    update: Update | None,
    start: Iterable[float],
    steps: int,
    batched: bool,
    scheduled: bool,
    each: str = "",
) -> list[str]:
    """The lines that walk: hyperparameters, start and loop; `each` is a line after every step.

    They use `objective`, and where they are called for `batches`, `schedule`, and the `rule` of which there is no
    `update`.
    """
    lines = [] if update is None else [f"{name} = {value!r}" for name, value in update.constants(rule)]
    lines += ["", f"phi = np.array({[float(value) for value in start]})"]
    loop = [f"for t in range({steps}):"]
    part = "objective"
    if batched:
        loop += ["    part = objective.batch(batches[t])"]
        part = "part"
    if update is None:
        lines += ["state = rule.init(phi)"]
        now = "rule"
        if scheduled:
            loop += ["    now = replace(rule, alpha=rule.alpha * schedule(t))"]
            now = "now"
        loop += [f"    phi, state = {now}.step({part}, phi, state)"]
    else:
        lines += [f"state = {update.first}"] if update.remembers else []
        rate = RATE
        if scheduled:
            loop += [f"    rate = {RATE} * schedule(t)"]
            rate = "rate"
        loop += [f"    {line}" for line in update.lines({"objective": part, RATE: rate})]
    return [*lines, *loop, *([f"    {each}"] if each else [])]


def _made(record: Any) -> str:
    """How a record is built: its class, and the fields that differ from their defaults."""
    fields = [field for field in dataclasses.fields(record) if field.init and field.repr]
    told = [f"{f.name}={getattr(record, f.name)!r}" for f in fields if not _same(getattr(record, f.name), f.default)]
    return f"{type(record).__name__}({', '.join(told)})"


def _same(value: Any, default: Any) -> bool:
    return bool(np.array_equal(value, default)) if isinstance(value, np.ndarray) else bool(value == default)


def _imports(
    rule: Optimizer,
    update: Update | None,
    objective: Landscape,
    batches: Minibatches | None,
    schedule: Schedule | None,
) -> list[str]:
    """The import lines, in the order of a formatted file."""
    whole = update is None
    wanted: dict[str, set[str]] = {}
    records = [objective, *([rule] if whole else []), *([batches] if batches is not None else [])]
    for record in [*records, *([schedule] if schedule is not None else [])]:
        wanted.setdefault(type(record).__module__, set()).add(type(record).__name__)
    for helper in () if update is None else update.helpers:
        wanted.setdefault(getattr(optimizers, helper).__module__, set()).add(helper)
    standard = ["from dataclasses import replace", ""] if whole and schedule is not None else []
    ours = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(wanted.items())]
    return [*standard, "import numpy as np", "", *ours]


@dataclasses.dataclass(frozen=True)
class Update:
    """The update of a rule as statements: what `explain` does, with the choices of this record made."""

    statements: tuple[ast.stmt, ...]
    phi: ast.expr
    state: ast.expr
    first: str

    @classmethod
    def of(cls, rule: Optimizer) -> Update | None:
        """The update of a rule; None if it calls a method of its own."""
        body = _resolved(rule, type(rule).explain)
        *statements, last = body
        assert isinstance(last, ast.Return)
        if any(isinstance(node, ast.Name) and node.id == "self" for part in body for node in ast.walk(part)):
            return None
        assert isinstance(last.value, ast.Dict)
        said = {
            key.value: value
            for key, value in zip(last.value.keys, last.value.values, strict=True)
            if isinstance(key, ast.Constant)
        }
        (memory,) = (part for part in _resolved(rule, type(rule).init) if isinstance(part, ast.Return))
        assert memory.value is not None
        kept = _needed(statements, said["phi"], said["state"])
        return cls(tuple(kept), said["phi"], said["state"], ast.unparse(memory.value))

    @property
    def remembers(self) -> bool:
        """Whether there is a state."""
        return self.first != "()"

    @property
    def _names(self) -> set[str]:
        parts = [*self.statements, self.phi, self.state, ast.parse(self.first)]
        return {node.id for part in parts for node in ast.walk(part) if isinstance(node, ast.Name)}

    @property
    def helpers(self) -> list[str]:
        """The names of the optimizers' module that it uses."""
        return sorted(name for name in self._names if name != "np" and name in vars(optimizers))

    def constants(self, rule: Optimizer) -> list[tuple[str, float]]:
        """The hyperparameters that it uses, with their values."""
        return [(f.name, getattr(rule, f.name)) for f in dataclasses.fields(rule) if f.name in self._names]

    def lines(self, names: dict[str, str]) -> list[str]:
        """The lines of one step, in which some names are others."""
        rename = _Renamed(names)
        ends = f"phi, state = {ast.unparse(rename.visit(self.phi))}, {ast.unparse(rename.visit(self.state))}"
        if not self.remembers:
            ends = f"phi = {ast.unparse(rename.visit(self.phi))}"
        return [*(ast.unparse(rename.visit(statement)) for statement in self.statements), ends]


def _resolved(rule: Optimizer, method: Any) -> list[ast.stmt]:
    """The statements of a method, its docstring left out: hyperparameters by their names, choices made."""
    (function,) = ast.parse(textwrap.dedent(inspect.getsource(method))).body
    assert isinstance(function, ast.FunctionDef)
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return [_Chosen(rule).visit(statement) for statement in body]


class _Chosen(ast.NodeTransformer):
    """Writes `alpha` for `self.alpha`, and of `a if self.choice else b` the branch that this record has chosen."""

    def __init__(self, rule: Optimizer) -> None:
        self.rule = rule

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """A hyperparameter by its name; a choice as what it is."""
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            value = getattr(self.rule, node.attr, None)
            if isinstance(value, bool | str):
                return ast.Constant(value)
            return node if callable(value) else ast.Name(node.attr, ast.Load())
        return self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        """The branch whose condition this record settles."""
        node = ast.IfExp(*(self.visit(part) for part in (node.test, node.body, node.orelse)))
        if isinstance(node.test, ast.Constant):
            return node.body if node.test.value else node.orelse
        if isinstance(node.test, ast.Compare) and isinstance(node.test.left, ast.Constant):
            (other,) = node.test.comparators
            return node.body if isinstance(other, ast.Constant) and other.value == node.test.left.value else node.orelse
        return node


class _Renamed(ast.NodeTransformer):
    """Writes other names in the place of some."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """A name, or the one in its place."""
        return ast.Name(self.names.get(node.id, node.id), node.ctx)


def _needed(statements: list[ast.stmt], *ends: ast.expr) -> list[ast.stmt]:
    """The statements on which the ends depend."""
    wanted = {node.id for end in ends for node in ast.walk(end) if isinstance(node, ast.Name)}
    kept = []
    for statement in reversed(statements):
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        if any(isinstance(node.ctx, ast.Store) and node.id in wanted for node in names):
            wanted |= {node.id for node in names if isinstance(node.ctx, ast.Load)}
            kept.append(statement)
    return kept[::-1]
