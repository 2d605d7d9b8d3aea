"""Figures that follow a field while a hand slides it, on a page without a run: where their points lie, as programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from playground.engine.expression import Expression, Number, Symbol, compile_program
from playground.i18n import decimal_mark
from playground.ui import session
from playground.ui.player.component import loader
from playground.ui.player.figures_protocol import (
    FollowData,
    FollowedLabel,
    FollowedTitle,
    FollowedTrace,
    FollowedWords,
    Formula,
    Grip,
)
from playground.ui.player.payload import pack
from playground.ui.player.preview import flat

Columns = Mapping[str, Any]
"""Arrays of one length, by the names that the formulas have for them; the other names are those of fields."""

_follow = st.components.v2.component("playground.follow", js=loader("follow.js"), isolate_styles=False)


def formula(results: Sequence[Symbol | float], columns: Columns | None = None) -> Formula:
    """Some formulas as the browser computes them, one result each for every entry of the columns."""
    given = columns or {}
    trees = [_tree(result) for result in results]
    names = dict.fromkeys([*given, *sorted(set().union(*(tree.names for tree in trees)))])
    program = compile_program(trees, tuple(names))
    return {"program": flat(program), "columns": {name: pack(values, "f8") for name, values in given.items()}}


def _tree(result: Symbol | float) -> Expression:
    return result.expression if isinstance(result, Symbol) else Number(float(result))


def trace(
    chart: str, meta: str, x: Symbol, y: Symbol, columns: Columns | None = None, *, sums: bool = False
) -> FollowedTrace:
    """Where the points of a trace lie; the trace has `meta` of its own. `sums`: one point, the sum of all heights."""
    return {"chart": chart, "trace": meta, "sums": sums, **formula([x, y], columns)}


def label(chart: str, number: int, x: Symbol, y: Symbol) -> FollowedLabel:
    """Where the annotation with this number stands."""
    return {"chart": chart, "number": number, **formula([x, y])}


def title(chart: str, before: str, value: Symbol, columns: Columns | None = None) -> FollowedTitle:
    """A number in a chart's title, which stands after `before`: the sum of what the formula gives."""
    return {"chart": chart, "before": before, **formula([value], columns)}


def words(
    place: str,
    lines: Sequence[tuple[Sequence[str], int | None]],
    results: Sequence[Symbol],
    columns: Columns | None = None,
) -> FollowedWords:
    """Sentences that stand meanwhile in the place of a container's.

    Parameters
    ----------
    place : str
        The key of the container.
    lines : sequence of (texts, by)
        Each says one of its texts, the first, the second or the third, as the result with the number `by` is below,
        equal to or above 0; "{2}" in it is the result with the number 2. Of columns the least counts.
    """
    return {
        "place": place,
        "lines": [{"texts": [*texts], "by": by} for texts, by in lines],
        **formula(results, columns),
    }


def follow(
    values: Mapping[str, float],
    *,
    traces: Sequence[FollowedTrace],
    labels: Sequence[FollowedLabel] = (),
    titles: Sequence[FollowedTitle] = (),
    words: Sequence[FollowedWords] = (),
    grips: Sequence[Grip] = (),
    grows: Sequence[str] = (),
) -> None:
    """Have figures follow fields, whose values are `values`, until this is called anew.

    Parameters
    ----------
    grips : sequence of Grip
        Points that a hand takes hold of.
    grows : sequence of str
        Charts whose upright axis begins at 0, and reaches further where it must.
    """
    if session.plain():
        return
    data: FollowData = {
        "values": dict(values),
        "mark": decimal_mark(session.language()),
        "traces": [*traces],
        "labels": [*labels],
        "titles": [*titles],
        "words": [*words],
        "grips": [*grips],
        "grows": [*grows],
    }
    _follow(key="follow", data=[data])
