"""What a typed formula costs: reading, deriving, maps, proofs, and what is no formula at all.

    python benchmarks/formulas.py

Medians of several tries, in milliseconds of the processor, on this machine.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from playground.engine import OBJECTIVES, Expression, Gabor, OwnFunction, certify, curvature_map, grid, parse
from playground.engine.own import Programs, programs

HUNDRED = "+".join(f"sin({k}x-y)e^(-xx/{k})/(1+yy)" for k in range(1, 11))
"""A formula of more than a hundred operations."""

LONGEST = "".join(f"(x{'+-'[k % 2]}{k}y)" for k in range(1, 43))
"""A product as long as is allowed: the formula whose derivatives grow most."""

HOSTILE = ["(" * 5000, "a" * 10**6, "9**9**9**9", "().__class__.__bases__[0].__subclasses__()", "x" * 300, "|" * 300]


def measured(work: Callable[[], Any], tries: int = 7) -> float:
    """The median time of some work, in milliseconds."""
    times = []
    for _ in range(tries):
        begin = time.thread_time()
        work()
        times.append(1e3 * (time.thread_time() - begin))
    return statistics.median(times)


def refused(text: str) -> None:
    """Read a text that is no formula."""
    try:
        parse(text)
    except ValueError:
        return


def slopes(formula: str) -> list[Expression]:
    """Read and derive once by each parameter."""
    expression = parse(formula)
    return [expression.derivative(name) for name in ("x", "y")]


def derived(formula: str) -> Programs:
    """Read and derive, with nothing remembered."""
    return programs.__wrapped__(parse(formula), ("x", "y"), ("x", "y"))


def report(name: str, milliseconds: float, bar: float) -> None:
    """A line."""
    print(f"{name:62} {milliseconds:9.1f} ms   bar {bar:6.0f}   {'' if milliseconds <= bar else 'MISSED'}")


def main() -> None:
    """Print the table."""
    for name, formula in (("a hundred operations", HUNDRED), ("the longest product", LONGEST)):
        landscape = OwnFunction(formula=formula, window=((-3, 3), (-3, 3)))
        count = sum(bool(node.parts) for node in landscape.expression.nodes())
        sizes = [len(program.steps) for program in derived(formula)]
        print(f"{name}: {count} operations, derived {sizes}")
        report("  read", measured(lambda f=formula: parse(f)), 5)
        report("  read, and both partial derivatives", measured(lambda f=formula: slopes(f)), 5)
        report("  second derivatives too, and three programs", measured(lambda f=formula: derived(f)), 20)
        report("  contour 200 x 200, float32", measured(lambda o=landscape: grid(o, o.window, 200, np.float32)), 60)
        report("  det H map 200 x 200", measured(lambda o=landscape: curvature_map(o, o.window, 200)), 120)
        window = measured(lambda f=formula: OwnFunction(formula=f + "+0"), 1)
        report("  window proposed, first time", window, 500)
        report("  all proofs, with a second for them", measured(lambda o=landscape: certify(o, seconds=1), 1), 1500)
    for text in HOSTILE:
        report(f"  {text[:40]!r}, {len(text)} letters", measured(lambda t=text: refused(t)), 20)
    for name, kind in OBJECTIVES.items():
        landscape = kind()
        report(f"  all proofs: {name}", measured(lambda o=landscape: certify(o), 3), 3000 if kind is Gabor else 1000)


if __name__ == "__main__":
    main()
