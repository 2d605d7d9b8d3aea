"""What of a curve follows a hand that slides its point or its chord, on the tracks or on the curve itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from playground.engine import Landscape
from playground.engine.expression import Expression, Name, Symbol, substituted
from playground.engine.proofs.enclosure import NAMES
from playground.i18n import Translator
from playground.marking import N_
from playground.ui.player.figures_protocol import Grip
from playground.ui.player.follow import follow, label, trace, words

CHART, SAYS = "curve", "curve-says"
"""The keys of the chart, and of the container with the sentences about point and chord."""

REACH = 0.14
"""Half of what is drawn of a tangent, as a share of the window."""

NAME = NAMES[0]
"""What the formula of a landscape of one parameter calls it."""

PHI, ENDS = "curve.phi", ("curve.chord0", "curve.chord1")
"""The fields of the point and of the chord's ends."""

PARTS = np.linspace(0.0, 1.0, 201)

BENDS = (
    N_("L″ < 0: curved downwards here."),
    N_("L″ = 0: the second derivative alone does not tell."),
    N_("L″ > 0: curved upwards here."),
)
CHORDS = (
    N_("The chord lies below the curve in places. One such chord is enough: not convex."),
    N_("A chord needs two different ends."),
    N_("This chord lies nowhere below the curve. One chord proves nothing; all of them would."),
)


def follow_curve(one: Landscape, values: Mapping[str, float], t: Translator) -> None:
    """Have tangent, chord, points and numbers follow the fields; nothing of a curve that has no formula.

    Parameters
    ----------
    values : mapping
        What the fields PHI and ENDS say.
    """
    if one.general is None:
        return
    ((low, high),) = one.window
    once = one.general.derivative(NAME)
    course = (one.general, once, once.derivative(NAME))
    value, slope, second = (partial(_in, tree) for tree in course)
    phi, u = _symbol(PHI), _symbol("u")
    first, last = sorted(ENDS, key=lambda end: values[end])
    a, b = _symbol(first), _symbol(last)
    beside = np.minimum(high, np.maximum(low, phi + (2 * u - 1) * (REACH * (high - low))))
    tangent = value(phi) + slope(phi) * (beside - phi)
    between, chord = a + (b - a) * u, value(a) + (value(b) - value(a)) * u
    room = 1e-12 * float(np.abs(one.value(np.linspace(low, high, 201)[:, None])).max())
    gap = chord - value(between) + room  # below 0 where the chord lies below the curve
    two, all_parts = {"u": [0.0, 1.0]}, {"u": PARTS}
    grips = [("spot", 0, PHI), ("ends", 0, first), ("ends", 1, last)]
    end = np.minimum(high, phi + REACH * (high - low))
    follow(
        values,
        traces=[
            trace(CHART, "tangent", beside, tangent, two),
            trace(CHART, "chord", between, chord, two),
            trace(CHART, "ends", between, chord, two),
            trace(CHART, "band", between, chord + 0 * np.sqrt(-gap), all_parts),  # no number where it does not
            trace(CHART, "spot", phi, value(phi)),
            trace(CHART, "second", phi, second(phi)),
        ],
        labels=[
            label(CHART, 0, (a + b) / 2, (value(a) + value(b)) / 2),
            label(CHART, 1, end, value(phi) + slope(phi) * (end - phi)),
        ],
        words=[
            words(
                SAYS,
                [
                    (["φ = {0} · L = {1} · L′ = {2} · L″ = {3}"], None),
                    ([t(text) for text in BENDS], 3),
                    ([t(text) for text in CHORDS], 4),
                ],
                [phi, value(phi), slope(phi), second(phi), gap * np.abs(b - a)],
                all_parts,
            )
        ],
        grips=[
            Grip(chart=CHART, trace=meta, point=point, field=field, low=low, high=high) for meta, point, field in grips
        ],
    )


def _symbol(name: str) -> Any:
    """A value that is not known yet; NumPy's own types know nothing of such."""
    return Symbol(Name(name))


def _in(formula: Expression, x: Symbol) -> Any:
    """A formula of one parameter at a value that is not known yet."""
    return substituted(formula, {NAME: x})
