"""Runs that are asked for at the same time, walked at the same time: ten line searches cost what one costs.

A run in a bundle is, to the last bit, the same run alone (`engine.descend`). So hands that drag on one landscape with
one rule share the work, however their numbers differ: what comes while others are walked waits for them, and goes on
together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np

from playground.engine import OPTIMIZERS, Trajectory, descend
from playground.engine.hyper import hypers
from playground.engine.programs import is_real
from playground.engine.trajectory import with_values
from playground.link.playground import Settings, minibatches, objective, optimizer, schedule
from playground.link.values import Pick
from playground.ui.fair_share import Courtesy

Q = TypeVar("Q")
A = TypeVar("A")


class Together(Generic[Q, A]):
    """Answers questions of a kind that come at the same time in one go.

    Parameters
    ----------
    answers : callable(questions)
        The answer to each of several questions of one kind.
    gathering : callable()
        For how many seconds the first waits for others.
    """

    LOCKS = 64

    def __init__(
        self, answers: Callable[[Sequence[Q]], Sequence[A]], gathering: Callable[[], float] = lambda: 0.0
    ) -> None:
        self.answers = answers
        self.gathering = gathering
        self.lock = Lock()
        self.waiting: dict[Hashable, list[tuple[Q, Future[tuple[A, int]]]]] = {}
        self.busy = [Lock() for _ in range(self.LOCKS)]

    def ask(self, kind: Hashable, question: Q) -> tuple[A, int]:
        """The answer, and how many were answered with it."""
        answer: Future[tuple[A, int]] = Future()
        with self.lock:
            group = self.waiting.setdefault(kind, [])
            group.append((question, answer))
            first = len(group) == 1
        if first:
            with self.busy[hash(kind) % self.LOCKS]:  # meanwhile others may come
                time.sleep(self.gathering())
                with self.lock:
                    group = self.waiting.pop(kind)
                self._answer(group)
        return answer.result()

    def _answer(self, group: list[tuple[Q, Future[tuple[A, int]]]]) -> None:
        try:
            found = self.answers([question for question, _ in group])
        except BaseException as error:
            for _, answer in group:
                answer.set_exception(error)
            return
        for (_, answer), one in zip(group, found, strict=True):
            answer.set_result((one, len(group)))


def kind_of(settings: Settings) -> Hashable:
    """What two first runs must have in common to be walked together."""
    run, reals = settings.runs[0], _reals(settings.runs[0])
    chosen = tuple((name, value) for name, value in run.values if name not in reals)
    return replace(settings, runs=(replace(run, values=chosen),), start=(), show=(), guess=False, overlay="none")


def _reals(run: Pick) -> list[str]:
    """The hyperparameters that may differ."""
    kind = OPTIMIZERS[run.name]
    return [name for name, fact in hypers(kind).items() if is_real(fact) and not isinstance(run[name], bool)]


def walk(asked: Sequence[Settings]) -> list[Trajectory]:
    """The first run of each of several settings of one kind."""
    first, landscape = asked[0], objective(asked[0].model)
    rules = [optimizer(settings.runs[0]) for settings in asked]
    rule, start = rules[0], np.array([settings.start for settings in asked])
    if len(asked) > 1:
        numbers: dict[str, Any] = {
            name: np.array([[getattr(one, name)] for one in rules]) for name in _reals(first.runs[0])
        }
        rule = with_values(rule, **numbers)
    with Courtesy() as pause:
        path = descend(
            rule,
            landscape,
            start if len(asked) > 1 else start[0],
            first.steps,
            batches=minibatches(first),
            schedule=schedule(first),
            pause=pause,
        )
    if len(asked) == 1:
        return [path]
    return [
        Trajectory(one, landscape, path.phi[:, k], path.steps, path.batches, path.factors, path._terms)
        for k, one in enumerate(rules)
    ]
