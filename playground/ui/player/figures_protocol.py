"""What is sent to the figures that follow a field (follow.js): the same keys stand in `static/protocol.d.ts`."""

# As in protocol.py, without `from __future__ import annotations`.

from typing import TypedDict

from playground.ui.player.protocol import FlatProgram, Packed


class Formula(TypedDict):
    """Formulas of the fields that a hand slides, one result each for every entry of the columns (follow.js)."""

    program: FlatProgram
    columns: dict[str, Packed]


class FollowedTrace(Formula):
    """Where the points of a chart's trace lie: x and y; with `sums` one point, as high as all together."""

    chart: str
    trace: str
    sums: bool


class FollowedLabel(Formula):
    """Where the annotation with this number stands."""

    chart: str
    number: int


class FollowedTitle(Formula):
    """A number in a chart's title, after `before`."""

    chart: str
    before: str


class FollowedLine(TypedDict):
    """A sentence, or one of three by the sign of the result with the number `by`."""

    texts: list[str]
    by: int | None


class FollowedWords(Formula):
    """Sentences that stand meanwhile in the place of a container's."""

    place: str
    lines: list[FollowedLine]


class Grip(TypedDict):
    """A point of a trace, of which a hand takes hold to slide a field."""

    chart: str
    trace: str
    point: int
    field: str
    low: float
    high: float


class FollowData(TypedDict):
    """What of a page's figures follows its fields, and the values of these."""

    values: dict[str, float]
    mark: str
    traces: list[FollowedTrace]
    labels: list[FollowedLabel]
    titles: list[FollowedTitle]
    words: list[FollowedWords]
    grips: list[Grip]
    grows: list[str]
