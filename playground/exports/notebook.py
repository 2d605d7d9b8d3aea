"""A run as a Jupyter notebook, format 4.5: what it is, the code that makes it, and its path over the contours."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from playground.exports.experiment import Experiment
from playground.exports.numpy_script import numpy_script
from playground.i18n import Translator, translator
from playground.marking import N_

TRY = N_("Change a number above, run all, and see what happens to the path.")
DRAW = N_("The losses of the path")
CONTOUR = N_("The path over the contours of the loss; this cell needs Matplotlib, the others do not.")


def notebook(run: Experiment, title: str, language: str = "en") -> str:
    """The notebook as JSON; without outputs: they come when it is run."""
    t = translator(language)
    about = f"# {title}\n\n" + (f"[{t('The same run in the playground')}](<{run.link}>)" if run.link else "")
    code = numpy_script(run, language)
    marker = "\n\n\n"
    parts, _, last = code.rpartition(marker)
    cells = [
        _text(about.strip()),
        _code(parts),
        _code(last.rstrip()),
        _text(f"{t(DRAW)}. {t(TRY)}"),
        _code("losses = objective.value(path)\nlosses[:5], losses[-1]"),
        _text(t(CONTOUR)),
        _code(_picture(run, t)),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = sha256(f"{number}{cell['source']}".encode()).hexdigest()[:12]
    whole = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _text(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def _code(text: str) -> dict[str, Any]:
    lines = text.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": lines}


def _picture(run: Experiment, t: Translator) -> str:
    """The lines that draw the path."""
    if run.landscape.dimension == 1:
        return _curve(run, t)
    (x0, x1), (y0, y1) = run.landscape.window
    turn = ["axes.invert_yaxis()"] if run.landscape.flipped else []
    lines = [
        "try:",
        "    import matplotlib.pyplot as plt",
        "except ImportError:",
        f"    print({t('Matplotlib is not installed.')!r})",
        "else:",
        f"    across, up = np.meshgrid(np.linspace({x0!r}, {x1!r}, 121), np.linspace({y0!r}, {y1!r}, 121))",
        "    heights = objective.value(np.stack([across, up], axis=-1))",
        "    figure, axes = plt.subplots(figsize=(6, 5))",
        "    levels = np.unique(np.quantile(heights[np.isfinite(heights)], np.linspace(0, 1, 30)))",
        '    axes.contour(across, up, heights, levels, cmap="viridis", linewidths=0.8)',
        '    axes.plot(path[:, 0], path[:, 1], "o-", color="tab:orange", markersize=3)',
        f"    axes.set(xlim=({x0!r}, {x1!r}), ylim=({y0!r}, {y1!r}), xlabel='φ₀', ylabel='φ₁')",
        *(f"    {line}" for line in turn),
        "    plt.show()",
    ]
    return "\n".join(lines)


def _curve(run: Experiment, t: Translator) -> str:
    """The lines that draw the path on a loss of one parameter."""
    ((low, high),) = run.landscape.window
    lines = [
        "try:",
        "    import matplotlib.pyplot as plt",
        "except ImportError:",
        f"    print({t('Matplotlib is not installed.')!r})",
        "else:",
        f"    x = np.linspace({low!r}, {high!r}, 401)",
        "    figure, axes = plt.subplots(figsize=(6, 4))",
        "    axes.plot(x, objective.value(x[:, None]))",
        '    axes.plot(path[:, 0], objective.value(path), "o-", markersize=3)',
        "    axes.set(xlabel='φ', ylabel='L')",
        "    plt.show()",
    ]
    return "\n".join(lines)
