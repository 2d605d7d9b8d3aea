# ruff: noqa: E402 - the threads are set before NumPy is imported
"""The engine's speed, on one thread: bundles of runs against PyTorch, a run alone, pictures and curvature against JAX.

    python benchmarks/engine.py            # against PyTorch and JAX too, if they are installed
    python benchmarks/engine.py --json     # one line of JSON at the end

PyTorch and JAX are no requirement of anything else; `pip install torch jax` into an environment of their own. Times are
CPU times of this process, the median of several rounds in which the contenders take turns, so that a busy machine slows
all of them; a ratio is the median of the ratios of the rounds. Accuracy is not measured here: tests/engine does that.
"""

from __future__ import annotations

import os

# Before NumPy is imported: one thread, as in a server that answers many visitors.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import argparse
import json
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from playground.engine import (
    OBJECTIVES,
    Adam,
    Gabor,
    GradientDescent,
    LinearRegression,
    LineSearchDescent,
    Minibatches,
    Momentum,
    curvature_map,
    descend,
    grid,
    survey,
    verdict,
)

RUNS, STEPS = 10_000, 200
STARTS = np.random.RandomState(0).uniform([-10, 2.5], [10, 22.5], (RUNS, 2))
GABOR, LINE = Gabor(), LinearRegression()

Job = Callable[[], object]


def timed(jobs: dict[str, Job], rounds: int) -> dict[str, list[float]]:
    """The CPU seconds of each job in each round, after one round that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(rounds + 1):
        for name, job in jobs.items():
            begin = time.process_time()
            job()
            if turn:
                times[name].append(time.process_time() - begin)
    return times


def ratio(ours: list[float], theirs: list[float]) -> float:
    """Our time as a multiple of theirs, round by round."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def bundles() -> dict[str, Job]:
    """10,000 runs of 200 steps on the Gabor loss in one call, end points only."""
    single = STARTS.astype(np.float32)
    return {
        "Adam, float64": lambda: descend(Adam(0.1), GABOR, STARTS, STEPS, path=False),
        "Adam, float32": lambda: descend(Adam(0.1), GABOR, single, STEPS, path=False),
        "momentum, float64": lambda: descend(Momentum(0.1), GABOR, STARTS, STEPS, path=False),
        "gradient descent, float64": lambda: descend(GradientDescent(0.1), GABOR, STARTS, STEPS, path=False),
    }


def torch_bundles() -> dict[str, Job]:
    """The same Adam runs in PyTorch, eager: by autograd and torch.optim, and with the gradient written by hand."""
    import torch

    torch.set_num_threads(1)
    x, y = torch.tensor(np.array(GABOR.x)), torch.tensor(np.array(GABOR.y))
    column, target = x[:, None], y[:, None]

    def autograd() -> object:
        phi = torch.tensor(STARTS, requires_grad=True)
        adam = torch.optim.Adam([phi], lr=0.1, betas=(0.9, 0.99), eps=1e-8)
        for _ in range(STEPS):
            adam.zero_grad()
            u = phi[:, :1] + 0.06 * phi[:, 1:] * x
            ((torch.sin(u) * torch.exp(-u * u / 32) - y) ** 2).sum().backward()
            adam.step()
        return phi.detach()

    @torch.no_grad()
    def by_hand() -> object:
        phi = torch.tensor(STARTS.T.copy())
        m, v = torch.zeros_like(phi), torch.zeros_like(phi)
        for t in range(1, STEPS + 1):
            u = phi[0] + 0.06 * column * phi[1]
            sin, cos, bell = torch.sin(u), torch.cos(u), torch.exp(-u * u / 32)
            weight = 2 * (sin * bell - target) * bell * (cos - (2 / 32) * u * sin)
            gradient = torch.stack([weight.sum(0), (weight * (0.06 * column)).sum(0)])
            m = 0.9 * m + 0.1 * gradient
            v = 0.99 * v + 0.01 * gradient * gradient
            phi = phi - 0.1 * (m / (1 - 0.9**t)) / (torch.sqrt(v / (1 - 0.99**t)) + 1e-8)
        return phi

    return {"PyTorch, autograd": autograd, "PyTorch, by hand": by_hand}


def single_runs() -> dict[str, Job]:
    """One run of 100 steps with the loss of every point, as a press on the page asks for."""

    def run(rule: object, objective: object, batches: object = None) -> Job:
        start = next(iter(objective.starts.values()))  # type: ignore[attr-defined]
        return lambda: descend(rule, objective, start, 100, batches).value  # type: ignore[arg-type]

    return {
        "Gabor, gradient descent": run(GradientDescent(0.1), GABOR),
        "Gabor, Adam": run(Adam(0.1), GABOR),
        "Gabor, SGD, batches of 5": run(GradientDescent(0.1), GABOR, Minibatches(5, 1)),
        "Gabor, line search": run(LineSearchDescent(max_distance=2.0), GABOR),
        "line, gradient descent": run(GradientDescent(0.02), LINE),
        "line, Adam": run(Adam(0.05), LINE),
        "line, SGD, batches of 5": run(GradientDescent(0.02), LINE, Minibatches(5, 1)),
        "line, line search": run(LineSearchDescent(), LINE),
    }


def lone_runs() -> dict[str, Job]:
    """One run of 200 Adam steps on the Gabor loss, path kept; as the app asks for it, and written out by hand."""
    start = STARTS[0]

    def by_hand() -> object:
        y, slope = GABOR.y, 0.06 * GABOR.x
        phi, m, v, path = start, np.zeros(2), np.zeros(2), np.empty((STEPS + 1, 2))
        path[0] = phi
        for t in range(1, STEPS + 1):
            u = phi[0] + slope * phi[1]
            sin, cos, bell = np.sin(u), np.cos(u), np.exp(-u * u / 32)
            weight = 2 * (sin * bell - y) * bell * (cos - (2 / 32) * u * sin)
            gradient = np.array([weight.sum(), weight @ slope])
            m = 0.9 * m + 0.1 * gradient
            v = 0.99 * v + 0.01 * gradient * gradient
            phi = phi - 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.99**t)) + 1e-8)
            path[t] = phi
        return path

    return {
        "the engine": lambda: descend(Adam(0.1), GABOR, start, STEPS),
        "the engine, with its terms": lambda: descend(Adam(0.1), GABOR, start, STEPS, record=True),
        "the engine, batches of 5": lambda: descend(Adam(0.1), GABOR, start, STEPS, Minibatches(5, 1)),
        "by hand in NumPy": by_hand,
    }


def surveys() -> dict[str, Job]:
    """All critical points of every built-in landscape of two parameters."""
    return {
        name: (lambda kind=kind: survey(kind()))  # type: ignore[misc]
        for name, kind in OBJECTIVES.items()
        if kind.dimension == 2
    }


def pictures() -> dict[str, Job]:
    """Grids and curvature over the window of the Gabor loss."""
    window = GABOR.window
    map_points = np.stack(np.meshgrid(*(np.linspace(*ends, 200) for ends in window)), axis=-1)
    return {
        "loss on 80×80, float64": lambda: grid(GABOR, window, 80),
        "loss on 80×80, float32": lambda: grid(GABOR, window, 80, dtype=np.float32),
        "Hessian on 200×200": lambda: GABOR.hessian(map_points),
        "map of det H, tr H and both λ, 200×200": lambda: curvature_map(GABOR, window, 200),
        "verdict on convexity": lambda: verdict(GABOR),
    }


def jax_pictures() -> dict[str, Job]:
    """The same map of det H in JAX, jitted and warm, in float64."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    x, y = jnp.array(GABOR.x), jnp.array(GABOR.y)
    points = np.stack(np.meshgrid(*(np.linspace(*ends, 200) for ends in GABOR.window)), axis=-1).reshape(-1, 2)

    def loss(phi: jax.Array) -> jax.Array:
        u = phi[0] + 0.06 * phi[1] * x
        return ((jnp.sin(u) * jnp.exp(-u * u / 32) - y) ** 2).sum()

    def determinant(phi: jax.Array) -> jax.Array:
        h = jax.hessian(loss)(phi)
        return h[0, 0] * h[1, 1] - h[0, 1] ** 2

    of_all = jax.jit(jax.vmap(determinant))
    return {"JAX: det H on 200×200": lambda: of_all(points).block_until_ready()}


def table(title: str, times: dict[str, list[float]], unit: float, suffix: str) -> None:
    """Print a title and one line a job."""
    print(f"\n{title}")
    for name, seconds in times.items():
        print(f"  {name:<40}{median(seconds) * unit:10.2f} {suffix}")


COMPARED = (
    ("Adam, float64", "PyTorch, by hand"),
    ("Adam, float64", "PyTorch, autograd"),
    ("map of det H, tr H and both λ, 200×200", "JAX: det H on 200×200"),
    ("the engine", "by hand in NumPy"),
)
"""Ours, and what it is measured against where that was measured too."""


def main() -> None:
    """Measure, print, and perhaps add a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each group (default 5)")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON, in seconds")
    options = parser.parse_args()

    torch, jax = (find_spec(name) is not None for name in ("torch", "jax"))
    groups = {
        f"{RUNS:,} runs × {STEPS} steps on the Gabor loss, end points only": (
            bundles() | (torch_bundles() if torch else {}),
            1.0,
            "s",
        ),
        "one run of 100 steps, with its losses": (single_runs(), 1e3, "ms"),
        f"one run of {STEPS} Adam steps on the Gabor loss, a step": (lone_runs(), 1e6 / STEPS, "µs"),
        "pictures and curvature of the Gabor loss": (pictures() | (jax_pictures() if jax else {}), 1e3, "ms"),
        "all critical points": (surveys(), 1e3, "ms"),
    }
    results = {}
    for title, (jobs, unit, suffix) in groups.items():
        times = timed(jobs, options.rounds)
        results[title] = {name: median(seconds) for name, seconds in times.items()}
        table(title, times, unit, suffix)
        for ours, theirs in COMPARED:
            if ours in times and theirs in times:
                print(f"  ratio, {ours} / {theirs}: {ratio(times[ours], times[theirs]):.2f}")
    for name, there in (("PyTorch", torch), ("JAX", jax)):
        if not there:
            print(f"\n{name} is not installed: nothing was compared with it.")
    if options.json:
        print(json.dumps(results))


if __name__ == "__main__":
    main()
