"""What a visitor has chosen in the lesson on convexity: a case of its own, or a landscape as on the playground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.engine import ConvexCurve, Landscape, Plateau, ThreeValleys, TwoDips
from playground.engine.hyper import Hyper
from playground.engine.quartic import Quartic
from playground.link.fields import Field, Point, linked, read
from playground.link.playground import BESIDE, Settings
from playground.link.reader import Reader
from playground.link.values import number, text_of
from playground.marking import N_

ENTRY = Hyper("L", "", low=-4.0, high=4.0, soft=(-4.0, 4.0))
"""What is legal in an entry of the Hessian."""


@dataclass(frozen=True)
class CurveCase:
    """A function of one variable to slide along, and the chord with which it opens."""

    name: str
    curve: Landscape
    chord: tuple[float, float]


@dataclass(frozen=True)
class MatrixCase:
    """A quadratic of one's own, by the entries L00, L11, L01 of its Hessian."""

    name: str
    entries: tuple[float, float, float]


CURVES = {
    "convex": CurveCase(N_("Convex curve"), ConvexCurve(), (0.1, 0.9)),
    "valleys": CurveCase(N_("Three valleys"), ThreeValleys(), (0.19, 0.52)),
    "plateau": CurveCase(N_("Plateau"), Plateau(), (0.42, 0.65)),
    "search": CurveCase(N_("Line search example"), TwoDips(), (0.35, 0.65)),
    "quartic": CurveCase("φ⁴", Quartic(), (-0.8, 0.6)),
}
MATRICES = {
    "dome": MatrixCase(N_("Dome"), (-2.0, -2.0, 0.0)),
    "valley": MatrixCase(N_("Valley"), (2.0, 2.0, 2.0)),
}
CASES = {**CURVES, **MATRICES}
"""What the lesson shows beside the landscapes of the playground, by its name in the link."""

OLD = {0: "convex", 1: "valleys", 2: "plateau", 3: "search", 4: "quartic", 7: "dome", 8: "valley"}
"""The cases by the number that stood for them in the links of 2026, in the place of a quadratic's second coordinate."""


def is_curve(now: Any) -> bool:
    """Whether a curve is shown."""
    return now.case in CURVES


class OnCurve(Point):
    """Points of the curve that is shown."""

    def legal(self, text: str, now: Any) -> tuple[Any, bool]:
        """The nearest points of its window."""
        found, taken = super().legal(text, now)
        ((low, high),) = CURVES[now.case].curve.window
        near = tuple(min(max(value, low), high) for value in found)
        return near, taken and near == found


@dataclass(frozen=True, kw_only=True)
class ConvexitySettings(Settings):
    """The settings of the playground, and those of a case of the lesson's own, which has no run.

    Attributes
    ----------
    case : str
        A name of CASES, or empty where the model is shown.
    point : (float,)
        Where the tangent touches the curve.
    chord : (float, float)
        The ends of the chord.
    hessian : (float, float, float)
        The entries L00, L11, L01.
    """

    case: str = linked(Field("", fact=Hyper("", "", choices={"": "", **dict.fromkeys(CASES, "")})))
    point: tuple[float] = linked(OnCurve((0.0,), is_curve, count=lambda _: 1))
    chord: tuple[float, float] = linked(
        OnCurve(lambda now: CURVES[now.case].chord if is_curve(now) else (0.0, 0.0), is_curve)
    )
    hessian: tuple[float, float, float] = linked(
        Point(
            lambda now: MATRICES[now.case].entries if now.case in MATRICES else (0.0, 0.0, 0.0),
            lambda now: now.case in MATRICES,
            ENTRY,
            count=lambda _: 3,
        )
    )


def from_query(query: Mapping[str, Sequence[str]]) -> tuple[ConvexitySettings, list[str]]:
    """The settings that a link describes, and the names in it that were ignored; as `link.playground.from_query`."""
    reader = Reader(_renewed(query), without=BESIDE)
    return read(ConvexitySettings, reader), reader.ignored()


def _renewed(query: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """A link in which a quadratic's start carried the point and the number of the case."""
    if "case" in query or [*query.get("model", [])][-1:] != ["Quadratic"]:
        return query
    x, _, y = [*query.get("start", [])][-1:][0].partition(",") if query.get("start") else ("0", "", "0")
    point, index = number(x) or 0.0, number(y) or 0.0
    rest = {name: values for name, values in query.items() if name not in ("model", "start")}
    case = OLD.get(round(index), "convex") if abs(index) < 100 else "convex"
    return {**rest, "case": [case], **({"point": [text_of(point)]} if case in CURVES else {})}
