"""A run as a script that needs NumPy alone and makes the same path, to the last bit: it is the engine's own code."""

from __future__ import annotations

import textwrap

from playground.engine import Landscape, Minibatches, Model, optimizers, own_model
from playground.engine import batches as drawing
from playground.engine.expression import Program, operations
from playground.engine.listing import Update, walk
from playground.engine.own import Typed, programs, square
from playground.engine.own_model import OwnModel, model_programs
from playground.engine.proofs.enclosure import NAMES
from playground.exports.experiment import Experiment
from playground.exports.extract import Extract
from playground.i18n import Translator, translator
from playground.marking import N_

SAME = N_("The same path as in the playground, to the last bit: these are its own lines. NumPy alone is needed.")
SUM = N_("The loss is a sum over the data: no mean, no factor one half.")
BATCHES = N_("The batch of each step, as indices of data: shuffled by NumPy's RandomState, which will never change.")
WIDTH = 100
"""Letters of a line of comment or of numbers."""

COLUMNS = '''
def value(self, phi):
    """Loss at phi (..., d), shape (...)."""
    return self._by_columns(self._value, phi)

def gradient(self, phi):
    """Gradient at phi (..., d), shape (..., d)."""
    return self._by_columns(self._gradient, phi)

def _by_columns(self, function, phi):
    columns = np.ascontiguousarray(phi.reshape(-1, self.dimension).T)
    result = function(columns)
    return result.T.reshape(phi.shape[:-1] + result.shape[:-1])
'''

HESSIAN = '''
def hessian(self, phi):
    """Hessian at phi (..., d), shape (..., d, d)."""
    return self._by_columns(self._hessian, phi)
'''

DATA = '''
def __init__(self, x, y):
    self.x, self.y, self.data_size = x, y, len(x)
    self._columns = np.ascontiguousarray(np.array([x, y])[..., None])

def batch(self, indices):
    """The same loss, over these data only."""
    return Loss(self.x[indices], self.y[indices])
'''

WHOLE = '''
def batch(self, indices):
    """The loss itself: it has no data."""
    return self
'''

EVALUATED = '''
def _evaluated(self, order, phi):
    """The residuals, and the derivatives of the model up to an order."""
    x, y = (beside(column, phi) for column in self._columns)
    order = (self._order_0, self._order_1, getattr(self, "_order_2", None))[order]
    height, *slopes = order(x, phi[0], phi[1])
    return height - y, slopes
'''

STEP = '''
def step(self, objective, phi, state):
    """The new phi and the new state."""
    terms = self.explain(objective, phi, state)
    return terms["phi"], terms["state"]
'''


def numpy_script(run: Experiment, language: str = "en") -> str:
    """The script; `path` holds every iterate afterwards, shape (steps + 1, d)."""
    t, extract = translator(language), Extract()
    update = Update.of(run.rule)
    batched = run.batches is not None and run.landscape.data_size > 0
    lines = [*_objective(extract, run.landscape, "hessian" in _used(run, update), batched)]
    if update is None:
        extract.record(run.rule, "Rule", ["init", "explain"], STEP)
        lines += ["rule = Rule()"]
    else:
        extract.needs("\n".join(update.helpers), optimizers.__name__)
    if batched and run.batches is not None:
        lines += [f"# {t(BATCHES)}", draw_batches(extract, run.batches, run.landscape.data_size, run.steps)]
    if run.is_scheduled:
        extract.record(run.schedule, "Schedule", ["__call__"])
        lines += ["schedule = Schedule()"]
    body = walk(run.rule, update, run.start, run.steps, batched, run.is_scheduled, "path.append(phi)")
    loop = body.index(f"for t in range({run.steps}):")
    body[loop:loop] = ["path = [phi]"]
    ends = ["", "path = np.array(path)", "print(phi, objective.value(phi))"]
    extract.imports["import numpy as np"] = None
    text = [*head(run, t, SAME), *import_lines(extract.imports), "", 'np.seterr(all="ignore")', *extract.lines, "", ""]
    return "\n".join([*text, *lines, *body, *ends, ""])


def head(run: Experiment, t: Translator, about: str) -> list[str]:
    """The comment at the head of a script: what it does, its conventions, and the link of the run."""
    words = [t(about), *([t(SUM)] if isinstance(run.landscape, Model) else [])]
    lines = [line for text in words for line in textwrap.wrap(text, WIDTH)]
    return [*(f"# {line}" for line in [*lines, *([run.link] if run.link else [])]), ""]


def numbers(values: object) -> str:
    """A row of numbers with all their digits, as Python writes it, on lines that can be read."""
    inside = textwrap.fill(repr(values)[1:-1], WIDTH, initial_indent="    ", subsequent_indent="    ")
    return f"[\n{inside}\n]"


def _used(run: Experiment, update: Update | None) -> str:
    """The text of a rule's step, to see what it asks of the loss."""
    if update is None:
        return "hessian" if getattr(run.rule, "method", "") == "exact" else ""
    return "\n".join(update.lines({}))


def _objective(extract: Extract, landscape: Landscape, curved: bool, batched: bool) -> list[str]:
    """Take the loss in as the class `Loss`; the lines that make it."""
    extract.imports["import numpy as np"] = None
    own = COLUMNS + (HESSIAN if curved else "")
    wanted = ["dimension", "_value", "_gradient", *(["_hessian"] if curved else [])]
    if isinstance(landscape, Model):
        own += _typed_model(extract, landscape, curved) if isinstance(landscape, OwnModel) else ""
        extract.record(landscape, "Loss", wanted, DATA + own, given=("x", "y", "data_size", "_columns"))
        data = [f"{name} = np.array({numbers(getattr(landscape, name).tolist())})" for name in ("x", "y")]
        return [*data, "objective = Loss(x, y)"]
    if batched:
        own += WHOLE
    if isinstance(landscape, Typed):
        own += _typed(extract, landscape, curved)
    extract.record(landscape, "Loss", wanted, own)
    return ["objective = Loss()"]


def _typed(extract: Extract, landscape: Typed, curved: bool) -> str:
    """The methods of a typed landscape: its formula and its derivatives, line by line."""
    names = NAMES[: landscape.dimension]
    parts = programs(landscape.expression, names, names)
    taken = f"{', '.join(names)}{',' if len(names) == 1 else ''} = phi"

    def method(program: Program, name: str, result: str) -> str:
        lines, results = _lines(extract, program)
        found = ", ".join(f"np.broadcast_to({one}, phi[0].shape)" for one in results)
        body = textwrap.indent("\n".join([taken, *lines, f"return {result.format(found)}"]), "    ")
        return f"\ndef {name}(self, phi):\n{body}\n"

    both = method(parts.value, "_value", "{0}") + method(parts.gradient, "_gradient", "np.array([{0}])")
    if not curved:
        return both
    extract.function(square)
    return both + method(parts.hessian, "_hessian", "square([{0}], self.dimension)")


def _typed_model(extract: Extract, model: OwnModel, curved: bool) -> str:
    """The methods of a typed model: f, then f with its first derivatives, then with its second, line by line."""
    extract.needs("beside", own_model.__name__)
    text = EVALUATED
    for order, program in enumerate(model_programs(model.curve)[: 3 if curved else 2]):
        lines, results = _lines(extract, program)
        shape = "shape = np.broadcast_shapes(x.shape, a.shape)"
        found = ", ".join(f"np.broadcast_to({one}, shape)" for one in results)
        body = textwrap.indent("\n".join([*lines, shape, f"return [{found}]"]), "    ")
        text += f"\ndef _order_{order}(self, x, a, b):\n{body}\n"
    return text


def _lines(extract: Extract, program: Program) -> tuple[list[str], list[str]]:
    """A program as lines of NumPy, one a step, and what its results are called."""
    lines: list[str] = []
    said: list[str] = []
    for index, (operator, *rest) in enumerate(program.steps):
        if operator == "number":
            said.append(repr(rest[0]))
        elif operator == "name":
            said.append(rest[0])
        else:
            function = operations.OPERATIONS[operator].function
            own = function.__module__ == operations.__name__
            called = extract.function(function) if own else f"np.{function.__name__}"
            lines.append(f"t{index} = {called}({', '.join(said[i] for i in rest)})")
            said.append(f"t{index}")
    return lines, [said[i] for i in program.results]


def draw_batches(extract: Extract, batches: Minibatches, count: int, steps: int) -> str:
    """Take the drawing of batches in; the line that draws them."""
    draw = extract.function(drawing.stream)
    return f"batches = {draw}({int(batches.seed)}, {batches.clamped(count)}, {batches.draw!r}, {count}, {steps})"


def import_lines(imports: dict[str, None]) -> list[str]:
    """The import lines: the standard library's first, then a blank line, then NumPy."""
    standard = sorted(line for line in imports if "numpy" not in line)
    return [*standard, *([""] if standard else []), *(line for line in imports if "numpy" in line)]
