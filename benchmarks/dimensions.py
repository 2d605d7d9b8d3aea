"""How the engine's cost grows with data and with parameters, and what training each of the four tasks takes.

    python benchmarks/dimensions.py

The times are of one process on this machine; run it when the machine does nothing else.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from playground.engine import OPTIMIZERS, Optimizer, descend, grid
from playground.engine.fitting import Fitting, logistic_regression
from playground.engine.planes import OnPlane, extent_around, path_plane
from playground.engine.types import Array
from playground.tasks import TASKS
from playground.tasks.review import ReviewSentiment

BAR = 60.0
"""What training may take on the server, in milliseconds: the p50 of 200 steps of Adam."""


def milliseconds(function: Callable[[], object], rounds: int = 21) -> float:
    """The median time of a call, after one to warm up."""
    function()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        function()
        times.append(time.perf_counter() - begin)
    return 1e3 * statistics.median(times)


def made(data: int, parameters: int) -> Fitting:
    """A logistic regression of this size."""
    random = np.random.RandomState(0)
    return logistic_regression(random.randn(data, parameters - 1), np.arange(data) % 2, l2=1.0)


def cost(objective: Fitting) -> dict[str, float]:
    """The time of one value, gradient and Hessian, in milliseconds."""
    phi = np.zeros(objective.dimension)
    asked = {"value": objective.value, "gradient": objective.gradient, "hessian": objective.hessian}
    return {name: milliseconds(partial(function, phi)) for name, function in asked.items()}


def exponent(sizes: list[int], times: list[float]) -> float:
    """The power p of time ~ size^p, from the last two sizes."""
    return float(np.log(times[-1] / times[-2]) / np.log(sizes[-1] / sizes[-2]))


def growth(title: str, sizes: list[int], make: Callable[[int], tuple[int, int]]) -> None:
    """Print the cost for each size, and how it grows at the end."""
    print(f"\n{title:>20}  {'value':>10} {'gradient':>10} {'hessian':>10}   ms")
    rows = []
    for size in sizes:
        rows.append(cost(made(*make(size))))
        print(f"{size:>20}  " + " ".join(f"{time:10.3f}" for time in rows[-1].values()))
    powers = [exponent(sizes, [row[name] for row in rows]) for name in rows[0]]
    print(f"{'grows as size to the':>20}  " + " ".join(f"{power:10.2f}" for power in powers))


def training() -> dict[str, float]:
    """The time of 200 Adam steps with the loss along the path, for each task."""
    tasks = {**{name: kind() for name, kind in TASKS.items()}, "ReviewSentiment, es": ReviewSentiment("es")}
    times = {}
    for name, task in tasks.items():
        objective = task.objective()
        rule, start = OPTIMIZERS["Adam"](alpha=task.alpha), np.zeros(objective.dimension)
        times[name] = milliseconds(partial(_train, rule, objective, start))
    return times


def _train(rule: Optimizer, objective: Fitting, start: Array) -> None:
    _ = descend(rule, objective, start, 200).value


def picture() -> float:
    """The time of a 96×96 picture of the reviews' loss on the plane of a path."""
    objective = ReviewSentiment().objective()
    path = descend(OPTIMIZERS["Adam"](alpha=0.05), objective, np.zeros(objective.dimension), 200).phi
    plane = path_plane(path)
    slice_ = OnPlane(objective, plane, extent_around(plane.project(path)[0]))
    return milliseconds(lambda: grid(slice_, slice_.window, 96, np.float32), rounds=5)


def main() -> None:
    """Print the tables, and a line of JSON."""
    growth("data, at d = 100", [100, 1000, 10_000, 20_000], lambda data: (data, 100))
    growth("d, at 500 data", [10, 100, 500, 1000], lambda parameters: (500, parameters))
    times = training()
    print(f"\n200 steps of Adam, p50 in ms (bar: {BAR:g})")
    for name, took in times.items():
        print(f"{name:>20}  {took:8.1f}   {'within' if took <= BAR else 'ABOVE'} the bar")
    drawn = picture()
    print(f"\na 96×96 picture of the reviews' loss on a plane: {drawn:.0f} ms")
    print(json.dumps({"adam_200_ms": times, "plane_96_ms": drawn}))


if __name__ == "__main__":
    main()
