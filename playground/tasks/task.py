"""Tasks: what a supervised learning task is, from the real world to the model's numbers and back again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Literal, NamedTuple, final

import numpy as np

from playground.engine.data import split
from playground.engine.fitting import Fitting, one_hot
from playground.engine.hyper import Record
from playground.engine.losses import Loss
from playground.engine.messages import InputError, Note
from playground.engine.predictors import Affine
from playground.engine.types import Array, Indices, Target
from playground.marking import N_
from playground.tasks.scaling import Scaling
from playground.tasks.words import Bag

InputKind = Literal["numbers", "text", "sound"]
"""What an input is in the real world: a row of numbers, a text, or a sound."""


USUAL = 1e12
UNUSUAL = N_("{input} must be a number of ordinary size.")
"""What is said of a larger number."""


class Input(NamedTuple):
    """One of the numbers a model reads: its name and unit, and the range of the data it is trained on.

    The name is a msgid, unless `word` says that it is a word of a review, or a visitor's own. `step` is that of a
    slider.
    """

    name: str
    unit: str
    low: float
    high: float
    step: float | None = None
    word: bool = False

    def label(self, translate: Callable[[str], str] = str) -> str:
        """The name with its unit, such as "area (square feet)"."""
        name = self.name if self.word else translate(self.name)
        return name + (f" ({translate(self.unit)})" if self.unit else "")


class Output(NamedTuple):
    """One of the numbers a regression predicts: its name, a msgid, and its unit."""

    name: str
    unit: str


@dataclass(frozen=True, eq=False)
class TaskData:
    """The data of a task, I of them.

    Attributes
    ----------
    real : Array
        The inputs in real units, (I, F).
    truth : Array
        The outputs in real units, (I, K), or the number of each datum's class, (I,).
    train, test : index arrays
        The data to learn from, and those set aside.
    inputs, outputs : Scaling
        From real units to the model's, fitted on the training part alone.
    x, y : Array
        The model's inputs (I, F) and targets (I, K).
    """

    real: Array
    truth: Array
    train: Indices
    test: Indices
    inputs: Scaling
    outputs: Scaling
    x: Array
    y: Array


@dataclass(frozen=True, eq=False)
class Reading:
    """An input from the real world as numbers: in real units and in the model's, both (F,), and what to say about it.

    A review's `bag` says which of its words are known.
    """

    real: Array
    x: Array
    notes: tuple[Note, ...] = ()
    bag: Bag | None = None


@dataclass(frozen=True, eq=False)
class Prediction:
    """What a model says of inputs: its own output z (..., K), and what that means.

    For a regression `values` (..., K) in real units; for classes the `probability` of each, (..., classes), and the
    most probable one, `choice` (...).
    """

    z: Array
    values: Array | None = None
    probability: Array | None = None
    choice: Array | None = None


@dataclass(frozen=True, eq=False)
class Score:
    """How well a model does on one part of the data, for each φ.

    `loss` (...) is the mean loss of a datum, without penalty. A regression has the mean absolute `error` (..., K) in
    real units, classes the `accuracy` (...), in which a draw between m classes counts as 1/m.
    """

    loss: Array
    error: Array | None = None
    accuracy: Array | None = None


@dataclass(frozen=True)
class Task(Record, ABC):
    """A task of supervised learning: real-world input → numbers → model → number → real-world output.

    The model is affine, the parameters are one row an output: the bias, then a weight for every input.

    Attributes
    ----------
    example : str
        What the first of `examples` is called, where it is no datum.
    own : str
        What an input of the visitor's own is called.
    known : str
        Where the right answer of a datum is known from.
    """

    name: ClassVar[str]
    about: ClassVar[str]
    input: ClassVar[InputKind] = "numbers"
    source: ClassVar[str]
    kind: ClassVar[Target]
    loss: ClassVar[Loss]
    outputs: ClassVar[tuple[Output, ...]] = ()
    classes: ClassVar[tuple[str, ...]] = ()
    share: ClassVar[float] = 0.25
    seed: ClassVar[int] = 1
    standardised: ClassVar[bool] = True
    optimizer: ClassVar[str] = "Adam"
    alpha: ClassVar[float] = 0.05
    steps: ClassVar[int] = 200
    l2: ClassVar[float] = 0.0
    example: ClassVar[str] = ""
    own: ClassVar[str] = ""
    known: ClassVar[str] = N_("from the data")

    @property
    @abstractmethod
    def inputs(self) -> tuple[Input, ...]:
        """What the model reads."""

    @abstractmethod
    def table(self) -> tuple[Array, Array]:
        """The inputs in real units (I, F), and the outputs (I, K) or the classes (I,)."""

    @abstractmethod
    def real(self, index: int) -> Any:
        """A datum as it is in the real world, fit for `read`."""

    @abstractmethod
    def title(self, index: int, language: str = "en") -> Note:
        """What a datum is called."""

    @abstractmethod
    def read(self, real: Any) -> Reading:
        """The numbers of an input from the real world; InputError if no model can read it."""

    @property
    @abstractmethod
    def examples(self) -> tuple[Any, ...]:
        """Inputs to begin with, fit for `read`."""

    @property
    def first(self) -> int | None:
        """The datum with which a page opens; None where it is the first of `examples`, which is none."""
        return int(self.data.test[0])

    def reading(self, index: int) -> Reading:
        """The numbers of a datum."""
        return self.read(self.real(index))

    def sentence(self, real: Array, index: int | None, language: str = "en") -> Note:
        """An input in words: the datum of this index, or one of the visitor's own, (F,) in real units."""
        return Note(self.own) if index is None else self.title(index, language)

    def answer(self, real: Array) -> tuple[Array, str] | None:
        """The right answer to an input that is no datum, (K,), and where it is known from; None where nobody knows."""
        return None

    @final
    @property
    def data(self) -> TaskData:
        """The data, split and scaled; made once."""
        return _data(self)

    @final
    def objective(self, l2: float | None = None) -> Fitting:
        """The loss on the training part, with the penalty λ = `l2`, by default the task's own."""
        return _objective(self, self.l2 if l2 is None else l2, True)

    @final
    @property
    def held_out(self) -> Fitting:
        """The loss on the part set aside, without penalty."""
        return _objective(self, 0.0, False)

    @final
    def predict(self, phi: Array, x: Array) -> Prediction:
        """What the model with φ (..., d) says of the model input x (F,), or of several (n, F)."""
        alone = np.ndim(x) == 1
        z = self.objective().outputs(phi, np.atleast_2d(x))
        z = z[..., 0, :] if alone else z
        said = self.loss.read(z)
        if not self.classes:
            return Prediction(z, values=self.data.outputs.undo(said))
        return Prediction(z, probability=said, choice=said.argmax(axis=-1))

    @final
    def score(self, phi: Array, training: bool = True) -> Score:
        """How well φ (..., d) does on the training part, or on the part set aside."""
        part = self.data.train if training else self.data.test
        objective = self.objective(0.0) if training else self.held_out
        loss = objective.value(phi) / len(part)
        said = self.predict(phi, self.data.x[part])
        truth = self.data.truth[part]
        if said.values is not None:
            return Score(loss, error=np.abs(said.values - truth).mean(axis=-2))
        assert said.probability is not None
        return Score(loss, accuracy=_right(said.probability, truth).mean(axis=-1))

    @final
    def contributions(self, phi: Array, x: Array) -> Array:
        """What each input adds to each output: weight times input, (K, F), for φ (d,) and a model input x (F,)."""
        weights: Array = phi.reshape(-1, len(x) + 1)[:, 1:]
        return weights * x

    @final
    @property
    def parameter_names(self) -> tuple[Note, ...]:
        """What each parameter is, in the order of φ."""
        rows = [output.name for output in self.outputs] or list(self.classes[-self._rows :])
        return tuple(
            _parameter_name(row if self._rows > 1 else None, entry) for row in rows for entry in (None, *self.inputs)
        )

    @property
    def _rows(self) -> int:
        """The number of outputs of the model: one for two classes."""
        return len(self.outputs) or (1 if len(self.classes) == 2 else len(self.classes))


@lru_cache(maxsize=32)
def _data(task: Task) -> TaskData:
    real, truth = task.table()
    train, test = split(truth if task.classes else np.zeros(len(real)), task.share, task.seed)
    inputs = Scaling.fitted(real[train]) if task.standardised else Scaling.none(real.shape[1])
    if not task.classes:
        outputs = Scaling.fitted(truth[train])
        y = outputs.apply(truth)
    else:
        outputs = Scaling.none(len(task.classes))
        y = truth[:, None].astype(float) if len(task.classes) == 2 else one_hot(truth, len(task.classes))
    return TaskData(real, truth, train, test, inputs, outputs, inputs.apply(real), y)


@lru_cache(maxsize=128)
def _objective(task: Task, l2: float, training: bool) -> Fitting:
    data = task.data
    part = data.train if training else data.test
    return Fitting(Affine(data.x.shape[1], data.y.shape[1]), task.loss, data.x[part], data.y[part], l2)


def _right(probability: Array, truth: Array) -> Array:
    """1 where the right class (I,) is the most probable of (..., I, classes), 1/m where m are, 0 elsewhere."""
    most = probability == probability.max(axis=-1, keepdims=True)
    own = np.take_along_axis(most, np.broadcast_to(truth[:, None], (*most.shape[:-1], 1)), axis=-1)[..., 0]
    right: Array = np.where(own, 1 / np.maximum(most.sum(axis=-1), 1), 0.0)
    return right


def _parameter_name(row: str | None, entry: Input | None) -> Note:
    """The name of a bias or of a weight; `row` is the output's, where there are several."""
    names = {} if row is None else {"output": row}
    if entry is None:
        return Note(N_("bias") if row is None else N_("{output}: bias"), names)
    if entry.word:
        return Note(N_("weight of “{input}”"), names, {"input": entry.name})
    message = N_("weight of {input}") if row is None else N_("{output}: weight of {input}")
    return Note(message, {**names, "input": entry.name})


def checked(real: Any, inputs: tuple[Input, ...]) -> Array:
    """Numbers from the real world as an array (F,); InputError unless there is a finite one for every input."""
    try:
        values = np.asarray(real, dtype=float)
    except (TypeError, ValueError):
        raise InputError(Note(N_("Every input must be a number."))) from None
    if values.shape != (len(inputs),):
        raise InputError(Note(N_("The model reads {count} numbers."), values={"count": len(inputs)}))
    for value, entry in zip(values, inputs, strict=True):
        if not np.isfinite(value) or abs(value) > USUAL:
            raise InputError(Note(UNUSUAL, {"input": entry.name}))
    return values


def out_of_range(values: Array, inputs: tuple[Input, ...]) -> tuple[Note, ...]:
    """What to say of numbers (F,) outside the range of the data the model is trained on."""
    message = N_(
        "{input}: {value} lies outside {low} to {high}, all that the model has seen. It goes on in a straight line, "
        "and nobody knows whether the world does."
    )
    return tuple(
        Note(message, {"input": entry.name}, {"value": float(value), "low": entry.low, "high": entry.high})
        for value, entry in zip(values, inputs, strict=True)
        if not entry.low <= value <= entry.high
    )
