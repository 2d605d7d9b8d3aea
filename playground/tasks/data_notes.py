"""What to say of data from which not everything can be learnt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from playground.engine.attainment import ONE_CLASS
from playground.engine.fitting import Fitting
from playground.engine.messages import Note
from playground.marking import N_


def data_notes(objective: Fitting, names: tuple[str, ...] | None = None) -> tuple[Note, ...]:
    """What to say of data from which not everything can be learnt: equal inputs or labels, too few data, no minimum.

    `names` are the inputs', msgids; without them they are counted from 1. A penalty settles what data leave open.
    """
    known = objective.attainment
    notes = [*_open_parameters(objective, names)] if objective.l2 == 0 else []
    if not np.ptp(objective.y, axis=0).any() and not objective.loss.classes:
        notes.append(Note(N_("All labels are equal: the bias alone predicts them, with every weight at 0.")))
    elif not np.ptp(objective.y, axis=0).any() and not objective.predictor.affine:
        notes.append(Note(ONE_CLASS))
    if objective.predictor.affine and not (known.attained and known.unique):
        notes.append(Note(known.reason))
    return tuple(notes)


def _open_parameters(objective: Fitting, names: tuple[str, ...] | None) -> Iterator[Note]:
    """A sentence for each input that never changes, and one if there are fewer data than parameters of an output."""
    constant = N_("All values of the input “{input}” are equal: its weight and the bias cannot be told apart.")
    for column in np.flatnonzero(np.ptp(objective.x, axis=0) == 0):
        yield Note(constant, {"input": names[column]}) if names else Note(constant, values={"input": f"{column + 1}"})
    data, parameters = objective.design.shape
    if data < parameters:
        few = N_("The data are too few ({data}) to settle {parameters} parameters: many choices fit equally well.")
        yield Note(few, values={"data": data, "parameters": parameters})
