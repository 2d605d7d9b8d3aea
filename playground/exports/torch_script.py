"""A run as a PyTorch script: the loss as a formula, its gradient by autograd, and PyTorch's optimizer where it has one.

The path agrees with the playground's to about 1e-9: PyTorch rounds in another order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.engine import Landscape, Model
from playground.engine import optimizers as rules
from playground.engine.expression import Expression, Name, Operation, trace
from playground.engine.listing import Update, walk
from playground.engine.proofs.enclosure import NAMES
from playground.exports.experiment import Experiment
from playground.exports.extract import Extract
from playground.exports.numpy_script import BATCHES, STEP, draw_batches, head, import_lines, numbers
from playground.i18n import Translator, translator
from playground.marking import N_

CLOSE = N_("The same path as in the playground, but for rounding: to about 1e-9 as long as the run does not diverge.")
OWN_LOOP = N_("PyTorch has no such optimizer: it gives the gradient, and the loop is the playground's own.")
CONVENTIONS = {
    "Momentum": N_("PyTorch's momentum leaves out the factor (1 - beta): the same path has lr = alpha (1 - beta)."),
    "Adam": N_("As in PyTorch, epsilon is outside the root."),
    "RMSProp": N_("As in PyTorch, epsilon is outside the root; PyTorch calls gamma alpha."),
    "AdaGrad": N_("As in PyTorch, epsilon is outside the root."),
}
"""What must be said of PyTorch's optimizer beside the playground's."""

MADE: dict[str, Callable[[Any], str]] = {
    "GradientDescent": lambda rule: f"SGD([phi], lr={rule.alpha!r})",
    "Momentum": lambda rule: f"SGD([phi], lr={rule.alpha!r} * (1 - {rule.beta!r}), momentum={rule.beta!r})",
    "Adam": lambda rule: f"Adam([phi], lr={rule.alpha!r}, betas=({rule.beta!r}, {rule.gamma!r}), eps={rule.epsilon!r})",
    "RMSProp": lambda rule: f"RMSprop([phi], lr={rule.alpha!r}, alpha={rule.gamma!r}, eps={rule.epsilon!r})",
    "AdaGrad": lambda rule: f"Adagrad([phi], lr={rule.alpha!r}, eps={rule.epsilon!r})",
}
"""PyTorch's optimizer for each of ours that it has."""

LOSS = '''class Loss:
    """The loss as the loop asks for it: NumPy in, NumPy out, derivatives by PyTorch."""

    def __init__(self, *data):
        self.data = data

    def batch(self, indices):
        return Loss(*(column[indices] for column in self.data))

    def value(self, phi):
        rows = [loss(torch.tensor(row), *self.data).item() for row in phi.reshape(-1, phi.shape[-1])]
        return np.array(rows).reshape(phi.shape[:-1])

    def gradient(self, phi):
        return torch.func.grad(loss)(torch.tensor(phi), *self.data).numpy()

    def hessian(self, phi):
        return torch.func.hessian(loss)(torch.tensor(phi), *self.data).numpy()
'''

FUNCTIONS = {"arcsin": "asin", "arccos": "acos", "arctan": "atan"}


def torch_script(run: Experiment, language: str = "en") -> str | None:
    """The script, with every iterate in `path` (steps + 1, d); None for a loss that has no formula."""
    formula = _formula(run.landscape)
    if formula is None:
        return None
    t, extract = translator(language), Extract()
    name = type(run.rule).__name__
    theirs = name in MADE and getattr(run.rule, "bias_correction", True)
    said = [t(OWN_LOOP)] if not theirs else [t(CONVENTIONS[name])] if name in CONVENTIONS else []
    extract.imports["import torch"] = None
    body = (_their_loop if theirs else _own_loop)(run, extract, t)
    top = [*head(run, t, CLOSE)[:-1], *(f"# {line}" for line in said), ""]
    imports = [*import_lines({line: None for line in extract.imports if line != "import torch"}), "import torch"]
    default = ["", "torch.set_default_dtype(torch.float64)"]
    return "\n".join([*top, *imports, *default, *extract.lines, "", "", *formula, "", "", *body, ""])


def _their_loop(run: Experiment, extract: Extract, t: Translator) -> list[str]:
    """Start, optimizer and loop with an optimizer of PyTorch."""
    lines, given = _data(run, extract, t)
    scheduled = run.is_scheduled
    if scheduled:
        extract.record(run.schedule, "Schedule", ["__call__"])
    lines += [
        f"phi = torch.tensor({[float(number) for number in run.start]}, requires_grad=True)",
        f"optimizer = torch.optim.{MADE[type(run.rule).__name__](run.rule)}",
    ]
    lines += ["scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, Schedule())"] if scheduled else []
    lines += ["path = [phi.detach().clone()]", f"for t in range({run.steps}):", "    optimizer.zero_grad()"]
    part = "".join(f", {name}[batches[t]]" if "batches" in "\n".join(lines) else f", {name}" for name in given)
    lines += [f"    loss(phi{part}).backward()", "    optimizer.step()"]
    lines += ["    scheduler.step()"] if scheduled else []
    lines += ["    path.append(phi.detach().clone())", "", "path = torch.stack(path).numpy()"]
    return [*lines, f"print(phi.detach(), loss({', '.join(['phi', *given])}).item())"]


def _own_loop(run: Experiment, extract: Extract, t: Translator) -> list[str]:
    """The playground's own loop, with PyTorch's derivatives."""
    extract.imports["import numpy as np"] = None
    lines, given = _data(run, extract, t)
    update = Update.of(run.rule)
    if update is None:
        extract.record(run.rule, "Rule", ["init", "explain"], STEP)
    else:
        extract.needs("\n".join(update.helpers), rules.__name__)
    if run.is_scheduled:
        extract.record(run.schedule, "Schedule", ["__call__"])
    extract.texts.append(LOSS.rstrip())
    lines += [f"objective = Loss({', '.join(given)})"]
    lines += ["rule = Rule()"] if update is None else []
    lines += ["schedule = Schedule()"] if run.is_scheduled else []
    batched = run.batches is not None and bool(given)
    body = walk(run.rule, update, run.start, run.steps, batched, run.is_scheduled, "path.append(phi)")
    loop = body.index(f"for t in range({run.steps}):")
    body[loop:loop] = ["path = [phi]"]
    return [*lines, *body, "", "path = np.array(path)", "print(phi, objective.value(phi))"]


def _data(run: Experiment, extract: Extract, t: Translator) -> tuple[list[str], list[str]]:
    """The lines that give the data and their batches, and the names of the data."""
    if not isinstance(run.landscape, Model):
        return [], []
    lines = [f"{name} = torch.tensor({numbers(getattr(run.landscape, name).tolist())})" for name in ("x", "y")]
    if run.batches is not None:
        extract.imports["import numpy as np"] = None
        drawn = draw_batches(extract, run.batches, run.landscape.data_size, run.steps)
        lines += [f"# {t(BATCHES)}", drawn]
    return lines, ["x", "y"]


def _formula(landscape: Landscape) -> list[str] | None:
    """The loss as functions of PyTorch's tensors; None where it has no formula."""
    if isinstance(landscape, Model):
        model = infix(trace(landscape.predict))
        take = ["def model(phi, x):", "    phi0, phi1 = phi", f"    return {model}", "", ""]
        return [*take, "def loss(phi, x, y):", "    return ((model(phi, x) - y) ** 2).sum()"]
    if landscape.expression is None:
        return None
    names = ", ".join(NAMES[: landscape.dimension]) + ("," if landscape.dimension == 1 else "")
    whole = infix(landscape.expression)
    return ["def loss(phi):", f"    {names} = phi", f"    return {whole}"]


LEVELS = {"add": (1, "+"), "subtract": (1, "-"), "multiply": (2, "*"), "divide": (2, "/"), "power": (4, "**")}


def infix(node: Expression, least: int = 0) -> str:
    """A formula as Python writes it, with PyTorch's functions; in brackets if it holds less tightly than `least`."""
    constant = node.constant
    if constant is not None:
        return f"({constant!r})" if constant < 0 and least else repr(constant)
    if isinstance(node, Name):
        return node.name
    assert isinstance(node, Operation)
    if node.operator == "negative":
        return _bracketed(f"-{infix(node.parts[0], 3)}", 2, least)
    if node.operator in LEVELS:
        level, sign = LEVELS[node.operator]
        left, right = node.parts
        last = level if node.operator in ("add", "multiply") else level + 1
        first = level + 1 if node.operator == "power" else level
        return _bracketed(f"{infix(left, first)} {sign} {infix(right, last)}", level, least)
    if node.operator == "where":
        condition, one, other = (infix(part, 1) for part in node.parts)
        return f"torch.where({condition} >= 0, {one}, {other})"
    name = FUNCTIONS.get(node.operator, node.operator)
    given = [f"torch.tensor({infix(part)})" if part.constant is not None else infix(part) for part in node.parts]
    return f"torch.{name}({', '.join(given)})"


def _bracketed(text: str, level: int, least: int) -> str:
    return f"({text})" if level < least else text
