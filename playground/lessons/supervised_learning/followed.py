"""What of the three losses follows a hand that slides the first output's bias: the model, each datum's loss, their sum.

The bias adds to the first output alone, so the outputs at shift 0 are sent, and what is made of them as formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.engine.expression import Name, Symbol
from playground.engine.types import Target
from playground.ui.player.follow import follow, title, trace

SHIFT = "shift"

Outputs = Sequence[Any]
"""The outputs z of a model, one after the other: symbols, or arrays for a test."""


def says(kind: Target, z: Outputs) -> list[Any]:
    """What is drawn of the outputs: numbers, the probability of class 1, or that of each class."""
    if kind == "regression":
        return list(z)
    if kind == "binary":
        return [1 / (1 + np.exp(-z[0]))]
    powers = [np.exp(one) for one in z]
    return [power / sum(powers) for power in powers]


def loss(kind: Target, z: Outputs, y: Outputs) -> Any:
    """What a datum with the target y adds to the loss, as `engine.losses` has it."""
    if kind == "regression":
        return (z[0] - y[0]) ** 2
    if kind == "binary":
        return np.log(1 + np.exp((1 - 2 * y[0]) * z[0]))
    return np.log(sum(np.exp(one) for one in z)) - sum(one * target for one, target in zip(z, y, strict=True))


def follow_shift(kind: Target, shift: float, curve: tuple[Any, Any], data: tuple[Any, Any, Any], before: str) -> None:
    """Have the three charts follow the slider.

    Parameters
    ----------
    curve : (x (n,), z (n, K))
        Where the model is drawn, and its outputs there without a shift.
    data : (x (I,), z (I, K), y (I, K))
        The inputs of the data, the outputs there without a shift, the targets.
    before : str
        What stands before the loss in the title of the chart of the sum.
    """
    field = f"{SHIFT}.{kind}"
    count = curve[1].shape[1]
    x, u = Symbol(Name("x")), Symbol(Name("u"))
    z, y = ([Symbol(Name(f"{letter}{k}")) for k in range(count)] for letter in "zy")
    moved = [z[0] + Symbol(Name(field)), *z[1:]]
    columns = {"x": curve[0], **{f"z{k}": curve[1][:, k] for k in range(count)}}
    inputs, outputs, targets = data
    own = {"x": inputs} | {
        f"{name}{k}": one[:, k] for name, one in (("z", outputs), ("y", targets)) for k in range(count)
    }
    stems = {name: np.repeat(values, 3) for name, values in own.items()} | {
        "u": np.tile([0.0, 1.0, np.nan], len(inputs))
    }
    one = loss(kind, moved, y)
    traces = [trace("targets", f"said{k}", x, curve_, columns) for k, curve_ in enumerate(says(kind, moved))]
    traces += [
        trace("parts", "stems", x, one * u, stems),
        trace("parts", "parts", x, one, own),
        trace("along", "here", Symbol(Name(field)), one, own, sums=True),
    ]
    follow({field: shift}, traces=traces, titles=[title("along", before, one, own)], grows=["parts"])
