"""The slow step: one update told in four beats, derived from what an optimizer declares of itself.

Its ledger says which terms a step computes and in which order, its arrows which of them are seen in the plane. So a new
optimizer has its slow step without a line here.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from playground.engine.optimizers import Arrow
from playground.engine.trajectory import Trajectory
from playground.figures.theme import Theme
from playground.ui.player import payload, protocol

ROLES = ("gradient", "m", "lookahead", "step", "v")
"""What has a colour of its own wherever it is drawn or written; a moment with its bias corrected is that moment."""

FIRST = ("lookahead", "gradient")
"""The terms of the first beat; those of the third are the step, of the last the new point, of the second all others."""

CARRIED = re.compile(r"\{(\w+)\}\\,\{old_(\w+)\} \+ ")
"""The share of a moment that is kept, at the head of its line in a ledger."""


def role(term: str) -> str:
    """The role of a term: its own, that of the moment it corrects, or of the step that it might have been."""
    base = term.removesuffix("_hat").removeprefix("old_")
    return {"raw_step": "m"}.get(base, base)


def color(look: Theme, term: str) -> str:
    """The colour of a term, the same on the chart, in the formula and in the ledger; never that of a run."""
    known = role(term)
    return look.arrows[(ROLES.index(known) if known in ROLES else len(known)) % len(look.arrows)]


def beats(path: Trajectory, look: Theme) -> list[protocol.Beat]:
    """The four beats of every step of a run: gradient, what the rule makes of it, the step, arrival."""
    terms = [line.term for line in path.optimizer.formulas if line.term in path.terms]
    parts = (
        [term for term in terms if term in FIRST],
        [term for term in terms if term not in {*FIRST, "step", "phi"}],
        ["step"],
        ["phi"],
    )
    drawn: tuple[list[protocol.Arrow], ...] = (_gradient(path, look), _between(path, look), [], [])
    return [
        {"terms": {term: color(look, term) for term in part}, "arrows": arrows}
        for part, arrows in zip(parts, drawn, strict=True)
    ]


def _gradient(path: Trajectory, look: Theme) -> list[protocol.Arrow]:
    """The way down, against the gradient: where it points counts, and its length is that of no step."""
    if not path.steps or "gradient" not in path.terms:
        return []
    declared = next((arrow for arrow in path.optimizer.arrows if arrow.term == "gradient"), None)
    base = path.terms[declared.base] if declared is not None and declared.base in path.terms else path.phi[:-1]
    return [_arrow("gradient", -path.terms["gradient"], base, look)]


@np.errstate(invalid="ignore", over="ignore")  # a run may leave the numbers
def _between(path: Trajectory, look: Theme) -> list[protocol.Arrow]:
    """What a step is made of: of a moment the part that is kept, and tip to tail what the gradient adds to it.

    Where nothing is made of the gradient that could be drawn, the gradient times α.
    """
    weighed = [(arrow, *ends) for arrow, ends in path.arrows.items() if arrow.kind != "point" and arrow.term != "step"]
    made = [one for one in weighed if one[0].term != "gradient"]
    found = []
    for arrow, base, tip in made or weighed:
        kept = _kept(path, arrow)
        if kept is None:
            found.append(_arrow(arrow.term, tip - base, base, look))
        else:
            found.append(_arrow(arrow.term, kept, base, look))
            found.append(_arrow("gradient", tip - base - kept, base + kept, look))
    return found


def _kept(path: Trajectory, arrow: Arrow) -> Any:
    """How far the part of a moment that was there before, β m, moves the point; None where it has no such part."""
    line = next((line for line in path.optimizer.formulas if line.term == arrow.term), None)
    found = line and CARRIED.match(line.template)
    if not found or found[2] != arrow.term or arrow.kind != "scaled":
        return None
    moment, rule = path.terms[arrow.term], path.optimizer
    alpha = rule.alpha if path.alphas is None else path.alphas  # type: ignore[attr-defined]
    return -alpha * getattr(rule, found[1]) * np.concatenate([np.zeros_like(moment[:1]), moment[:-1]])


def _arrow(term: str, vector: Any, base: Any, look: Theme) -> protocol.Arrow:
    return {
        "label": "",
        "color": color(look, term),
        "vector": payload.pack(payload.in_the_plane(vector, 0.0), "f4"),
        "mark": False,
        "base": payload.pack(payload.in_the_plane(base, 0.0), "f4"),
    }
