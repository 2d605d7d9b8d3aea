"""What is sent to the player and the trainer: the same keys stand in `static/protocol.d.ts`; a test compares them."""

# Without `from __future__ import annotations`: it would hide from a TypedDict which of its keys are NotRequired.

from typing import Any, NotRequired, TypedDict

Pair = list[float]


class Packed(TypedDict):
    """An array as base64 with its type; `d` numbers belong to one step."""

    b: str
    t: str
    d: NotRequired[int]


class Constant(TypedDict):
    """A number that is the same at every step."""

    constant: float


class Batches(TypedDict):
    """The indices of all minibatches, one after the other, and where each ends."""

    indices: Packed
    ends: Packed


class Curve(TypedDict):
    """A line in a chart over the steps, with what tells it from others."""

    name: str
    steps: int
    loss: Packed
    color: str
    dash: list[int]
    mark: str


class Run(Curve):
    """A run with its path."""

    id: str
    phi: Packed
    left: int | None
    diverged: int | None
    verdict: str
    batches: NotRequired[Batches]
    slope: NotRequired[Packed]
    test: NotRequired[Packed]


class Path(TypedDict):
    """Where a run went."""

    phi: Packed
    loss: Packed
    left: int | None
    diverged: int | None
    slope: NotRequired[Packed]
    batches: NotRequired[Batches]
    test: NotRequired[Packed]


class Passing(Path):
    """The answer to a hand that drags, and in how many milliseconds it may ask again (`playground.ui.run_route`)."""

    rest: int


class Arrow(TypedDict):
    """An arrow of each step, from the point of the step or from a base of its own."""

    label: str
    color: str
    vector: Packed
    mark: bool
    base: NotRequired[Packed]


class Beat(TypedDict):
    """A quarter of a step that is told slowly: the terms that are lit, each in its colour, and its arrows."""

    terms: dict[str, str]
    arrows: list[Arrow]


class Marked(TypedDict):
    """What a line of the curvature means, for the legend."""

    name: str
    color: str
    dash: list[int]
    ground: str


class RuleLine(TypedDict):
    """A line of a rule in MathML: `numeric` has ⟦names⟧ of tracks where numbers are to be filled in."""

    term: str
    left: str
    right: str
    numeric: str
    shown: bool


class LedgerLine(RuleLine):
    """A line of the ledger, and the heading under which it stands."""

    heading: str


class Ledger(TypedDict):
    """The lines of a rule, the same in short for a hall, and the numbers of their terms at every step."""

    steps: int
    lines: list[LedgerLine]
    rule: list[RuleLine]
    tracks: dict[str, Packed | Constant]


class Curvature(TypedDict):
    """The Hessian and what follows from it at every point of a path."""

    hessian: Packed
    determinant: Packed
    trace: Packed
    eigenvalues: Packed
    eigenvectors: Packed
    gradient: Packed
    kind: Packed
    stationary: Packed


class Model(TypedDict):
    """The model as a program, its hyperparameters, its data, and x and y of those that are set aside for the test.

    `written` is, for a hall, the model as a formula: of each line its symbols in MathML, and the same with ⟦phi0⟧ and
    ⟦phi1⟧ where numbers are to be filled in; empty where there are none.
    """

    key: str
    program: Any
    constants: dict[str, float]
    x: list[float]
    y: list[float]
    aside: NotRequired[list[list[float]]]
    written: NotRequired[list[list[str]]]


class FlatProgram(TypedDict):
    """Steps in order, each computed from earlier ones, and which of them are the results (tape.js)."""

    names: list[str]
    steps: list[list[Any]]
    results: list[int]


class LossProgram(TypedDict):
    """A loss and its derivatives, see engine.programs.LossProgram."""

    program: FlatProgram
    parameters: list[str]
    data: list[str]
    constants: list[str]


class RuleProgram(TypedDict):
    """A step of an optimizer, see engine.programs.RuleProgram."""

    program: FlatProgram
    memory: list[list[Any]]
    gradients: int
    swings: bool


class Walked(TypedDict):
    """The rule of a run, None where it has no program, and its numbers."""

    rule: RuleProgram | None
    hypers: dict[str, float]


class Planned(TypedDict):
    """What a field has of what only the server can work out, such as a minibatch's size, and its name in a link."""

    link: str
    value: float


class Walk(TypedDict):
    """What the browser walks by itself while a hand drags; without the programs it asks `playground.ui.run_route`."""

    loss: LossProgram | None
    constants: dict[str, float]
    bottom: float
    relief: float
    scale: str
    factors: Packed | None
    plan: dict[str, Planned]
    runs: list[Walked]


class Look(TypedDict):
    """The colours and letters of what is drawn on a canvas."""

    ink: str
    grid: str
    axis: str
    halo: str
    data: str
    ghost: str
    residual: str
    lit: str
    model: str
    upward: str
    downward: str
    font: str
    scale: NotRequired[float]


class Page(TypedDict):
    """What both components are told of the page."""

    id: str
    lang: str
    mark: str
    words: dict[str, Any]
    look: Look
    step: int
    present: bool
    address: str
    stale: bool
    of: str
    echo: int


class Draws(TypedDict):
    """Hands may change the data in their chart: so many at most, with y of 0 or 1 alone where they are classes."""

    most: int
    classes: bool


class PlayerData(Page):
    """What the player is told at each change."""

    situation: str
    panels: dict[str, str]
    runs: list[Run]
    start: Pair
    window: list[Pair]
    floor: float | None
    epochs: list[int]
    arrows: list[Arrow]
    beats: list[Beat]
    guess: bool
    model: Model | None
    rule: str
    view: str
    plays: bool
    alpha: float | None
    weighs: int | None
    reports: bool
    squares: bool
    draws: NotRequired[Draws]
    walk: Walk
    ledger: NotRequired[Ledger]
    curvature: NotRequired[Curvature]
    marks: NotRequired[list[str]]
    marked: NotRequired[list[Marked]]
    notes: NotRequired[list[str]]
    table: NotRequired[list[list[str]]]
    next: NotRequired["PlayerData"]


class Live(TypedDict):
    """A number in the boxes at each step, and how it is written."""

    values: Packed
    digits: NotRequired[int]
    percent: NotRequired[bool]
    choices: NotRequired[list[str]]
    unit: NotRequired[float]


class Told(TypedDict):
    """What is said of the boxes at each step: the number's name, its place, its unit."""

    name: str
    key: str
    unit: str


class TrainerData(Page):
    """What the trainer is told at each change."""

    steps: int
    loss: Packed
    curves: list[Curve]
    numbers: dict[str, Live]
    told: list[Told]
    said: str
    untrained: str
    plan: dict[str, Planned]
    query: str


class PassingTraining(TypedDict):
    """The answer to a hand that drags a number of a training; `curves` are the losses of its curves."""

    loss: Packed
    curves: list[Packed]
    numbers: dict[str, Live]
    said: str
    rest: int


class LessonStep(TypedDict):
    """A step of a lesson: "state" or "question", and its heading."""

    kind: str
    title: str


class LessonData(TypedDict):
    """What the browser is told of a lesson that is read: its steps, the one the visitor stands at, whether the figure
    is in its state (`lit`), which questions are answered, and how often a button has moved on (`walked`)."""

    name: str
    lang: str
    words: dict[str, str]
    steps: list[LessonStep]
    at: int
    lit: bool
    answered: list[int]
    walked: int


class Note(TypedDict):
    """A place of a projected lesson for its lecturer: what it is, its heading and what is said, as HTML."""

    kind: str
    title: str
    text: str


class NotesData(TypedDict):
    """What the lecturer's second window shows of a projected lesson, and at which of its places it is."""

    lang: str
    title: str
    minutes: int
    places: list[Note]
    at: int
    plan: str
    blackboard: str
    words: dict[str, str]
