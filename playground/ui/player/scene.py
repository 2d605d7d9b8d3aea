"""A state as the browser draws it without the page: what is shown of the runs, and pictures of what does not move."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from playground.engine import Model, Trajectory
from playground.exports.figure import CONTOUR, FIT, LOSS, background, title_of_run
from playground.exports.losses import loss_heading
from playground.exports.names import sees_a_part
from playground.figures.svg import GROUNDS, Axes
from playground.figures.svg_charts import HEIGHT, WIDTH
from playground.figures.theme import FONT, theme
from playground.i18n import decimal_mark, translator
from playground.link.playground import Settings, objective, optimizer
from playground.ui import cache
from playground.ui.player import ASSETS, formulas, payload, preview
from playground.ui.player.feed import epochs
from playground.ui.player.protocol import Ledger


@lru_cache(maxsize=1)
def modules() -> dict[str, str]:
    """The sources of the player's modules, of which the page without a server takes what it asks for."""
    files = [*ASSETS.glob("*.js"), *(ASSETS / "takeaway" / f"{name}.js" for name in ("offline", "scene"))]
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


def scene(
    now: Settings,
    *,
    step: int,
    link: str,
    language: str,
    appearance: str,
    views: Sequence[str] = (CONTOUR, FIT, LOSS),
    minimum: bool = True,
) -> dict[str, Any]:
    """What `takeaway/scene.js` draws; without `minimum` nothing that tells where the least loss is."""
    t, look, landscape = translator(language), theme(appearance), objective(now.model)
    runs, model = cache.runs(now), None
    if isinstance(landscape, Model) and {FIT, LOSS} & set(views):
        model = preview.model(cache.model_key(now), landscape)
    losses = {"name": LOSS, "heading": loss_heading(landscape, t)}
    charts: list[dict[str, Any]] = []
    for view in views:
        found = background(now, view, language, look.name, minimum)
        if view == LOSS:
            charts.append(losses)
        elif found is not None and (view != FIT or model is not None):
            charts.append({"name": view, "svg": found[0], "axes": _axes(found[1])})
    return {
        "title": title_of_run(now, language),
        "link": link,
        "mark": decimal_mark(language),
        "words": payload.words(t, language, landscape.dimension),
        "look": {
            "ink": look.ink,
            "grid": look.grid,
            "axis": look.axis,
            "halo": look.halo,
            "ghost": look.ghost,
            "residual": look.residual,
            "lit": look.lit,
            "font": f"13px {FONT}",
        },
        "letters": FONT,
        "ground": GROUNDS[look.name],
        "wide": WIDTH,
        "high": HEIGHT,
        "charts": charts or [losses],
        "runs": payload.dressed([{**run.packed, "name": "", "verdict": ""} for run in runs], look),
        "model": model,
        "floor": landscape.minimum if minimum else None,
        "epochs": epochs(now),
        "steps": now.steps,
        "step": step,
        "ledger": _ledger(now, runs[0].trajectory, language),
    }


def _axes(axes: Axes) -> dict[str, Any]:
    box = axes.box
    return {
        "left": box.left,
        "top": box.top,
        "width": box.width,
        "height": box.height,
        "x": list(axes.x),
        "y": list(axes.y),
        "flipped": axes.flipped,
    }


def _ledger(now: Settings, run: Trajectory, language: str) -> Ledger:
    t = translator(language)
    return formulas.ledger(optimizer(now.runs[0]), run.terms, run.phi, run.alphas, t, sees_a_part(now))
