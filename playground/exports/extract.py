"""The engine's own code of a record, taken out of the engine: one class and what it needs, with NumPy alone."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import sys
import textwrap
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

PACKAGE = "playground"
TYPES_ONLY = {"Symbol"}
"""Names whose branches belong to tracing, which no script does."""


class Extract:
    """Collects definitions of the engine by name, each after those that it needs.

    What is shown is what runs: the engine's own statements, of which annotations, comments and whatever is not called
    are left out. So a script makes the very same roundings.
    """

    def __init__(self) -> None:
        self.imports: dict[str, None] = {}
        self.texts: list[str] = []
        self._taken: dict[str, str] = {}

    def function(self, function: Any) -> str:
        """Take a function in; its name."""
        self._global(function.__module__, function.__name__)
        return str(function.__name__)

    def record(self, record: Any, name: str, wanted: Iterable[str], own: str = "", given: Iterable[str] = ()) -> str:
        """Take a record in as a class without parents, of which only the `wanted` members are called; its name.

        Parameters
        ----------
        own : str
            Members of the class that are written here, in the place of the record's.
        given : iterable of str
            Names that `own` defines on the instance.
        """
        kind = type(record)
        mine = {node.name for node in ast.parse(own).body if isinstance(node, ast.FunctionDef)} | set(given)
        constants: dict[str, str] = {}
        members: dict[str, str] = {}
        queue = list(wanted)
        while queue:
            member = queue.pop(0)
            if member in mine or member in members or member in constants:
                continue
            owner = next((base for base in kind.__mro__ if member in vars(base)), None)
            node = None if owner is None else _member(owner, member)
            if node is None or owner is None:
                constants[member] = f"{member} = {getattr(record, member)!r}"
                continue
            node = _bare(node)
            members[member] = _written(node)
            queue += sorted(_attributes_of_self(node))
            self._needs(node, owner.__module__)
        body = ["\n".join(constants.values()), own.strip("\n"), *members.values()]
        about = f'"""{_first_line(kind)}"""'
        text = "\n\n".join(part for part in body if part)
        self.texts.append(f"class {name}:\n" + textwrap.indent(f"{about}\n\n{text}", "    ").rstrip())
        return name

    def needs(self, text: str, module: str) -> None:
        """Take in what lines that are written elsewhere use of a module."""
        self._needs(ast.parse(text), module)

    @property
    def lines(self) -> list[str]:
        """All that was taken in: a paragraph a definition; constants that follow one another stand together."""
        found: list[str] = []
        simple = False
        for text in self.texts:
            is_simple = "\n" not in text
            found += [text] if simple and is_simple else ["", *([""] if not is_simple else []), text]
            simple = is_simple
        return found

    def _needs(self, node: ast.AST, module: str) -> None:
        local = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
        local |= {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) and part.id not in local:
                self._global(module, part.id)

    def _global(self, module: str, name: str) -> None:
        source = _source(module)
        if name not in source.names:
            return None
        node = source.names[name]
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE:
            return self._global(str(node.module), name)
        if isinstance(node, ast.Import | ast.ImportFrom):
            self.imports[_import(node, name)] = None
            return None
        if name in self._taken:
            if self._taken[name] != module:
                raise ValueError(f"{name} means one thing in {module} and another in {self._taken[name]}")
            return None
        self._taken |= dict.fromkeys(_stored(node), module)
        bare = _bare(node)
        self._needs(bare, module)
        self.texts.append(_written(bare))
        return None


@dataclasses.dataclass(frozen=True)
class _Source:
    """A module's source: the statement that each of its names comes from."""

    tree: ast.Module

    @cached_property
    def names(self) -> dict[str, ast.stmt]:
        found: dict[str, ast.stmt] = {}
        for node in self.tree.body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                found |= {alias.asname or alias.name: node for alias in node.names}
            else:
                found |= dict.fromkeys(_stored(node), node)
        return found


@lru_cache(maxsize=64)
def _source(module: str) -> _Source:
    path = sys.modules[module].__file__
    assert path is not None
    return _Source(ast.parse(Path(path).read_text(encoding="utf-8")))


def _stored(node: ast.stmt) -> list[str]:
    """The names that a statement at the top of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return [part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]
    return []


def _member(owner: type, name: str) -> ast.stmt | None:
    """The definition of a method or property in the body of its class; None for a constant or a field."""
    body = _source(owner.__module__).names[owner.__name__]
    assert isinstance(body, ast.ClassDef)
    return next((node for node in body.body if isinstance(node, ast.FunctionDef) and node.name == name), None)


def _attributes_of_self(node: ast.AST) -> set[str]:
    return {
        part.attr
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "self"
    }


def _first_line(kind: type) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0]


def _import(node: ast.Import | ast.ImportFrom, name: str) -> str:
    (alias,) = [alias for alias in node.names if (alias.asname or alias.name) == name]
    return ast.unparse(ast.Import([alias]) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, [alias], 0))


@lru_cache(maxsize=1024)
def _bare(node: ast.stmt) -> ast.stmt:
    """A copy of a definition without annotations and without what only a tracer or a type checker reads."""
    bare = _Bare().visit(ast.parse(ast.unparse(node)).body[0])
    assert isinstance(bare, ast.stmt)
    return ast.fix_missing_locations(bare)


@lru_cache(maxsize=1024)
def _written(node: ast.stmt) -> str:
    """A definition as text; the same for each script that has it."""
    return ast.unparse(node)


class _Bare(ast.NodeTransformer):
    """Leaves annotations out, and the branches of tracing."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """A function without annotations; of its docstring the first line."""
        node.returns = None
        several = [argument for argument in (node.args.vararg, node.args.kwarg) if argument is not None]
        for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, *several]:
            argument.annotation = None
        about = ast.get_docstring(node)
        if about:
            node.body[0] = ast.Expr(ast.Constant(about.partition("\n")[0]))
        node.decorator_list = [one for one in node.decorator_list if ast.unparse(one) != "final"]
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """A class, of its docstring the first line; the types of its fields are of no use."""
        about = ast.get_docstring(node)
        if about:
            node.body[0] = ast.Expr(ast.Constant(about.partition("\n")[0]))
        for part in node.body:
            if isinstance(part, ast.AnnAssign):
                part.annotation = ast.Name("object", ast.Load())
        node.body = [part if isinstance(part, ast.AnnAssign) else self.visit(part) for part in node.body]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        """An assignment without its annotation."""
        if node.value is None:
            return None
        return ast.Assign([node.target], self.visit(node.value), lineno=node.lineno)

    def visit_If(self, node: ast.If) -> ast.AST | None:
        """Nothing of a branch for symbols."""
        names = {part.id for part in ast.walk(node.test) if isinstance(part, ast.Name)}
        return None if names & TYPES_ONLY else self.generic_visit(node)
