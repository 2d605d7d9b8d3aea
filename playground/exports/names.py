"""What the runs of a comparison are called: by their rules, and runs of one rule by what they differ in."""

from __future__ import annotations

from playground.engine import OPTIMIZERS
from playground.engine.hyper import hypers
from playground.i18n import Translator, number
from playground.link.playground import Settings, objective
from playground.link.values import Pick


def sees_a_part(now: Settings, index: int = 0) -> bool:
    """Whether the steps of a run see a minibatch, not all the data."""
    size = objective(now.model).data_size
    return now.batch is not None and not now.runs[index].full and now.batch < size


def rule_name(now: Settings, index: int, t: Translator) -> str:
    """The name of a run's rule; gradient descent on a part of the data is SGD, as the course says."""
    run = now.runs[index]
    sgd = run.name == "GradientDescent" and sees_a_part(now, index)
    return "SGD" if sgd else t(OPTIMIZERS[run.name].name)


def run_name(now: Settings, index: int, t: Translator, language: str) -> str:
    """The name of its rule; first, where others have the same, the hyperparameters that are not theirs."""
    name, run = rule_name(now, index, t), now.runs[index]
    alike = [one for i, one in enumerate(now.runs) if i != index and rule_name(now, i, t) == name]
    facts = hypers(OPTIMIZERS[run.name])
    apart = [
        f"{t(facts[field].symbol)}\u00a0= {_value(run, field, t, language)}"
        for field, value in run.values
        if any(one[field] != value for one in alike)
    ]
    return ", ".join([*apart, name])


def _value(run: Pick, field: str, t: Translator, language: str) -> str:
    value, choices = run[field], hypers(OPTIMIZERS[run.name])[field].choices
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    return number(value, language) if choices is None else t(choices[str(value)])
