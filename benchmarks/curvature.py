# ruff: noqa: E402 - the threads are set before NumPy is imported
"""Curvature: the map of det H against JAX, false signs near det H = 0, critical points, the overlay in the page.

    python benchmarks/curvature.py             # against jax.vmap(jax.hessian), jitted and warm, if JAX is installed
    python benchmarks/curvature.py --no-page   # the engine alone, without a browser

Contenders take turns, so that a busy machine slows all of them; each is asked for one thread, and wall-clock and CPU
time are given. The map is the page's: determinant, trace and both eigenvalues; JAX computes det H alone.
"""

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from harness import Row, percentile, report, serving, spread

sys.path.insert(0, str(Path(__file__).parents[1]))

from playground.engine import OBJECTIVES, Gabor
from playground.engine.critical import critical_points
from playground.engine.curvature import curvature_map, determinant
from playground.engine.landscape import mesh

GABOR, SIDE = Gabor(), 200
POINTS = mesh(GABOR.window, SIDE)[2]
OPTION = "sign and size of det H"


def taking_turns(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, tuple[float, float]]:
    """The median wall-clock and CPU milliseconds of each job, after two rounds that are not counted."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
    for turn in range(rounds + 2):
        for name, job in jobs.items():
            wall, cpu = time.perf_counter(), time.process_time()
            job()
            if turn > 1:
                times[name].append((1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - cpu)))
    return {name: (median(w for w, _ in each), median(c for _, c in each)) for name, each in times.items()}


def jax_map() -> Callable[[], Any]:
    """The map of det H by automatic differentiation, compiled, in float64."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    x, y, points = jnp.array(GABOR.x), jnp.array(GABOR.y), jnp.array(POINTS.reshape(-1, 2))

    def loss(phi: Any) -> Any:
        u = phi[0] + 0.06 * phi[1] * x
        return ((jnp.sin(u) * jnp.exp(-u * u / 32) - y) ** 2).sum()

    @jax.jit
    def over(phi: Any) -> Any:
        h = jax.vmap(jax.hessian(loss))(phi)
        return h[:, 0, 0] * h[:, 1, 1] - h[:, 0, 1] ** 2

    return lambda: np.asarray(over(points)).reshape(SIDE, SIDE)


def long_determinant(points: Any) -> Any:
    """Det H of the Gabor loss (D = 32) in long double, written from the formula and not from the engine's code."""
    long = np.longdouble
    x, y = GABOR.x.astype(long), GABOR.y.astype(long)
    slope = long(0.06) * x
    u = points[..., :1].astype(long) + points[..., 1:].astype(long) * slope
    bell = np.exp(-u * u / 32)
    first = bell * (np.cos(u) - u / 16 * np.sin(u))
    second = bell * ((u * u / 256 - long(1) / 16 - 1) * np.sin(u) - u / 8 * np.cos(u))
    weight = 2 * (first * first + (bell * np.sin(u) - y) * second)
    return weight.sum(-1) * (weight * slope * slope).sum(-1) - (weight * slope).sum(-1) ** 2


def near_zero(sides: int = 400) -> Any:
    """Points on both sides of the curve det H = 0, down to a millionth of a grid cell away, (n, 2)."""
    points = mesh(GABOR.window, sides)[2]
    det = determinant(GABOR.hessian(points))
    rows, columns = np.nonzero(np.sign(det[:, 1:]) != np.sign(det[:, :-1]))
    left, right = points[rows, columns], points[rows, columns + 1]
    for _ in range(40):
        middle = (left + right) / 2
        same = np.sign(long_determinant(middle)) == np.sign(long_determinant(left))
        left, right = np.where(same[:, None], middle, left), np.where(same[:, None], right, middle)
    cell = (GABOR.window[0][1] - GABOR.window[0][0]) / sides
    offsets = np.array([sign * cell * 10.0**-k for k in range(7) for sign in (-1, 1)])
    near = left[:, None, :] + np.stack([offsets, 0 * offsets], axis=-1)
    return np.concatenate([near.reshape(-1, 2), POINTS.reshape(-1, 2)])


def signs() -> dict[str, Any]:
    """How often the sign of det H in float64 differs from long double, and the largest |det H| where it does."""
    points = near_zero()
    exact, ours = long_determinant(points), determinant(GABOR.hessian(points))
    false = np.sign(exact) != np.sign(ours)
    worst = float(np.abs(exact[false]).max()) if false.any() else 0.0
    return {
        "points": len(points),
        "false_signs": int(false.sum()),
        "largest_det_with_false_sign": worst,
        "nearest_det": float(np.abs(exact).min()),
        "largest_error": float(np.abs(exact - ours).max()),
    }


def overlay(times: int) -> list[float]:
    """Milliseconds from choosing the map of det H to the painted contour, each on a landscape not seen before."""
    from interaction import chromium, visitor

    measured = []
    with serving() as server, chromium() as browser:
        for k in range(times + 1):
            with visitor(browser, server) as guest:
                guest.open(f"/?model=Gabor&divisor={20 + k}&show=eigenvectors&lang=en")
                option = guest.page.get_by_role("option", name=OPTION)
                for _ in range(10):  # a menu closes when the page is redrawn behind it
                    guest.page.get_by_role("combobox", name="Colours of the contour plot").focus()
                    guest.page.keyboard.press("ArrowDown")
                    guest.page.wait_for_timeout(500)
                    if option.count():
                        break
                milliseconds = guest.time("expectContour('keydown')", partial(guest.page.keyboard.press, "Enter"))
                measured += [milliseconds] if k else []
    return measured


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="rounds of the contenders (15)")
    parser.add_argument("--times", type=int, default=10, help="how often the overlay is switched on (10)")
    parser.add_argument("--no-page", action="store_true", help="measure the engine alone")
    options = parser.parse_args()
    jobs: dict[str, Callable[[], object]] = {
        "map of det H": lambda: determinant(GABOR.hessian(POINTS)),
        "map of det H, tr H and both λ": lambda: curvature_map(GABOR, GABOR.window, SIDE),
    }
    if find_spec("jax"):
        jobs["the same det H by jax.vmap(jax.hessian)"] = jax_map()
        agree = np.abs(jax_map()() - determinant(GABOR.hessian(POINTS))).max()
        assert agree < 1e-9, "both compute the same map"
    found = taking_turns(jobs, options.rounds)
    surveys = {
        name: partial(critical_points, kind(), kind().window)
        for name, kind in OBJECTIVES.items()
        if kind.dimension == 2
    }
    points = taking_turns(surveys, 3)
    slowest = max(points, key=lambda name: points[name][0])
    figures: dict[str, Any] = {"ms_wall_cpu": found, "critical_ms": points, **signs()}
    rows = [Row(f"{name}, 200×200, wall / CPU", "", "", f"{w:.1f} / {c:.1f} ms") for name, (w, c) in found.items()]
    if len(found) == 3:
        *ours, theirs = found.values()
        for name, times, bar in zip(("det_alone", "map_of_the_page"), ours, ("", "0.55"), strict=True):
            figures[f"share_of_jax_{name}"] = share = [times[k] / theirs[k] for k in (0, 1)]
            shown = " / ".join(f"{each:.2f}" for each in share)
            rows.append(Row(f"{name.replace('_', ' ')} as a share of JAX's time, wall / CPU", bar, "", shown))
    worst = f"{figures['false_signs']} of {figures['points']}"
    rows.append(Row("false signs of det H against long double", "0", "0", worst))
    longest = f"{slowest}: {points[slowest][0]:.0f} ms"
    rows.append(Row("critical points, the slowest landscape, wall", "1000 ms", "", longest))
    if not options.no_page:
        figures["overlay_ms"] = overlay(options.times)
        measured = spread(figures["overlay_ms"], "ms", 0.5, 1)
        rows.append(Row("overlay switched on → painted, p50 / max", "400 / – ms", "", measured))
        figures["overlay_p50"] = percentile(figures["overlay_ms"], 0.5)
    report(rows, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
