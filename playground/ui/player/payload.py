"""What the player is told at each change: runs, ledger and curvature as packed arrays, and the words it writes."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from playground.engine.trajectory import Trajectory
from playground.engine.types import Kind
from playground.exports.losses import mean_aside
from playground.figures.theme import DASHES, Theme
from playground.i18n import Translator, capitalized
from playground.marking import N_
from playground.ui.player.protocol import Curvature, Packed, Path

Seen = Kind | Literal["flat", "kink"]
"""The Hessian's kinds, that of a point where nothing can be said, and that of one without a derivative."""

KINDS: tuple[Seen, ...] = ("minimum", "maximum", "saddle", "degenerate", "undefined", "flat", "kink")
"""In the order of their codes."""

KIND_WORDS: dict[Seen, tuple[str, str]] = {
    "minimum": (N_("curved upwards here"), N_("a minimum")),
    "maximum": (N_("curved downwards here"), N_("a maximum")),
    "saddle": (N_("up one way, down another: a saddle's shape"), N_("a saddle point")),
    "degenerate": (N_("flat in some direction: undecided"), N_("stationary, but flat in some direction: undecided")),
    "undefined": (N_("not finite here"), N_("not finite here")),
    "flat": (N_("so flat here that nothing moves"), N_("so flat here that nothing moves")),
    "kink": (N_("a kink: no derivative here"), N_("a kink: no derivative here")),
}
"""What the screen says of each kind: off a stationary point, and on one."""

KIND_NAMES: dict[Kind, str] = {
    "minimum": N_("minimum"),
    "maximum": N_("maximum"),
    "saddle": N_("saddle"),
    "degenerate": N_("undecided"),
}
"""The kinds of critical points in a legend or a table."""

WORDS = {
    "transport": N_("Play the run"),
    "optimizer": N_("Optimizer"),
    "alpha_less": N_("A smaller α"),
    "alpha_more": N_("A larger α"),
    "start": N_("Go to the start"),
    "back": N_("One step back"),
    "forward": N_("One step forward"),
    "end": N_("Go to the end"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "scrub": N_("Step"),
    "slow": N_("One step slowly, in four beats; again: the next beat (S)"),
    "beat_0": N_("1 of 4: the gradient {g}. Downhill is the opposite way, at right angles to the contour line."),
    "beat_1": N_("2 of 4: what the rule makes of it."),
    "beat_2": N_("3 of 4: the step, {d}."),
    "beat_3": N_("4 of 4: the point moves."),
    "speed": N_("Speed"),
    "per_second": N_("{n} steps/s"),
    "one_per_second": N_("1 step/s"),
    "step_of": N_("step {k} of {n}"),
    "step_axis": N_("step"),
    "say": N_("Step {k} of {n}: loss {loss}, φ₀ = {a}, φ₁ = {b}."),
    "say_loss": N_("Step {k} of {n}: loss {loss}."),
    "new_run": N_("The run has changed."),
    "loss_chart": N_("Loss at each step"),
    "one_percent": N_("1 % left"),
    "means": N_("{loss} (mean {a}, test {b})"),
    "fitted": N_("training data"),
    "tested": N_("test data"),
    "loss_told": N_("{name}: loss {a} at step 0, {b} at step {k}."),
    "parameters_chart": N_("Parameters at each step"),
    "parameters_told": N_("{name}, from step 0 to step {k}: φ₀ from {a} to {b}, φ₁ from {c} to {d}."),
    "out_of_view": N_("Out of view at step {k}."),
    "diverged": N_("Diverged: from step {k} on, L − L* stays above 100 times the start's."),
    "datum": N_("Point {n}: x = {x}, y = {y}. The arrow keys move it, Delete removes it."),
    "handle": N_("Start of the run. Drag it, or move it with the arrow keys."),
    "tab_contour": N_("Parameters"),
    "tab_fit": N_("Data"),
    "tab_surface": N_("Surface"),
    "tab_slope": N_("Derivative"),
    "tab_loss": N_("Loss"),
    "tab_own": N_("The lesson's own"),
    "limit": N_("limit"),
    "tab_step": N_("The step in numbers"),
    "layout": N_("Charts on the screen"),
    "layout_four": N_("All charts"),
    "layout_two": N_("Two charts"),
    "layout_one": N_("One chart"),
    "layout_pair": N_("A | B"),
    "twin": N_("The same contours with {runs}, at the same step."),
    "companion": N_("The chart beside it"),
    "enlarge": N_("Make this chart the large one: {chart}"),
    "hint_start": N_("The dot is a choice of parameters: drag it."),
    "hint_play": N_("Press play: it looks for the minimum."),
    "hint_alpha": N_("Make α larger: when does it fail to get there?"),
    "hints_away": N_("No more hints"),
    "undo": N_("Undo the last change (Ctrl+Z)"),
    "redo": N_("Redo it (Ctrl+Shift+Z)"),
    "cover_black": N_("Black. Any key brings the page back."),
    "cover_code": N_("QR code of the link"),
    "cover_help": N_("Keys"),
    "no_webgl": N_(
        "This browser cannot draw in three dimensions (WebGL is off). Everything else works: "
        "the contours show the same loss."
    ),
    "view": N_("View of the surface. Press to bring it back; turn it with the arrow keys, zoom with + and −."),
    "zoom": N_("Size of the chart"),
    "zoom_in": N_("Enlarge (+, or Ctrl and the wheel)"),
    "zoom_out": N_("Make smaller (−)"),
    "zoom_whole": N_("The whole (0, or a double click)"),
    "zoomed": N_("A part of the chart is enlarged."),
    "zoom_whole_told": N_("The whole chart is shown."),
    "table": N_("The runs side by side"),
    "all_columns": N_("All columns of the table"),
    "place": N_("{k} of {n}"),
    "ordinals": N_("1st 2nd 3rd 4th 5th"),
    "ahead": N_("Ahead: {name}."),
    "table_waits": N_("The last columns are filled in when the run has been played to its end."),
    "before": N_("the run before"),
    "gone": N_("The curve is out of view."),
    "skip": N_("Skip to the page's content"),
    "behind": N_("follows at rest"),
    "no_step": N_("No step was taken."),
    "no_curvature": N_("Here the loss is too large for a Hessian."),
    "undefined": N_("Here the loss is not defined, or has no second derivatives."),
    "ledger_step": N_("From step {from} to step {to}"),
}

ONE_PARAMETER = {
    "say": N_("Step {k} of {n}: loss {loss}, φ = {a}."),
    "parameters_chart": N_("Parameter at each step"),
    "parameters_told": N_("{name}, from step 0 to step {k}: φ from {a} to {b}."),
    "beat_0": N_("1 of 4: the derivative {g}. Downhill is the opposite way."),
    "tab_contour": N_("Curve"),
    "tab_fit": N_("Parameter"),
}
"""What reads otherwise where there is one parameter."""

NAMES = {
    "Sidebar": N_("Controls"),
    "Collapse sidebar": N_("Close the controls"),
    "Expand sidebar": N_("Open the controls"),
    "App pages": N_("Pages"),
    "Main menu": N_("Menu"),
    "Open": N_("Open the list"),
    "Close": N_("Close"),
    "Clear value": N_("Empty the field"),
    "Decrement": N_("Less"),
    "Increment": N_("More"),
    "Link to heading": N_("Link to this heading"),
    "Copy to clipboard": N_("Copy"),
    "Help for {label}": N_("What this means: {label}"),
    "Theme": N_("Colours"),
    "System": N_("System"),
    "Light": N_("Light"),
    "Dark": N_("Dark"),
    "Print": N_("Print"),
    "Record screen": N_("Record the screen"),
    "Copy version to clipboard": N_("Copy the version"),
}
"""The names that Streamlit gives to its own buttons, in English on every page, and what they are called here."""

ALL_KEYS = (
    (N_("Space"), N_("play and pause")),
    ("← →", N_("one step back, one step forward")),
    ("S", N_("one step slowly, in four beats; again: the next beat")),
    (N_("Home, End"), N_("the first step, the last step")),
    (
        N_("PageUp, PageDown"),
        N_("in a lesson: the step before, the step after; projected: through questions and answers too"),
    ),
    ("P", N_("project the page, and back")),
    ("F", N_("projected: full screen")),
    ("Q", N_("projected: the QR code, as large as the screen")),
    ("B", N_("projected: black")),
    ("H", N_("projected: hide what comes next, or show it")),
    ("N", N_("projected: the presenter's view in a second window")),
    (N_("Ctrl+Z"), N_("undo the last change")),
    ("?", N_("these keys")),
)
"""What each key does, for who asks."""

KEY_NAMES = {"Space": N_("Space"), "Home": N_("Home"), "End": N_("End")}
"""The keys that have a name of their own in each language."""


BYTES = {"f4": "<f4", "f8": "<f8", "u1": "<u1", "u2": "<u2", "u4": "<u4"}
"""How the player reads the bytes of an array (numbers.js)."""


def pack(values: Any, dtype: str = "f4", width: int | None = None) -> Packed:
    """An array as base64 with its type; `width` numbers belong to one step."""
    with np.errstate(over="ignore"):
        array = np.ascontiguousarray(values, dtype=BYTES[dtype])
    entry: Packed = {"b": base64.b64encode(array.tobytes()).decode(), "t": dtype}
    if width is not None and width != 1:
        entry["d"] = width
    return entry


def curvature_tracks(record: Any, gradient: Any) -> Curvature:
    """Hessian and what follows from it at every point of a path, for the player to write and draw.

    `record` is the engine's curvature of phi (steps + 1, d), `gradient` the gradient there; d is 1 or 2.
    """
    d = np.shape(gradient)[-1]
    hessian, silent = np.asarray(record.hessian), np.asarray(record.flat) & ~np.asarray(record.stationary)
    kinds = np.where(record.kink, "kink", np.where(silent, "flat", record.kind))
    return {
        "hessian": pack(hessian[:, *np.triu_indices(d)], "f4", d * (d + 1) // 2),
        "determinant": pack(record.determinant),
        "trace": pack(record.trace),
        "eigenvalues": pack(record.eigenvalues, "f4", d),
        "eigenvectors": pack(np.swapaxes(record.eigenvectors, -1, -2), "f4", d * d),
        "gradient": pack(gradient, "f4", d),
        "kind": pack([KINDS.index(str(kind)) for kind in kinds], "u1"),
        "stationary": pack(record.stationary, "u1"),
    }


@lru_cache(maxsize=16)
def words(t: Translator, language: str, dimension: int = 2) -> dict[str, Any]:
    """What the player writes, in the visitor's language, of a loss of so many parameters."""
    keys = {key: t(name) for key, name in KEY_NAMES.items()}
    kinds = [[f"{capitalized(t(word))}." for word in KIND_WORDS[kind]] for kind in KINDS]
    return {
        **{key: t(text) for key, text in (WORDS if dimension > 1 else WORDS | ONE_PARAMETER).items()},
        "all_keys": [[t(key), t(text)] for key, text in ALL_KEYS],
        "kinds": kinds,
        "lang": language,
        "keys": keys,
        "names": names(t),
    }


def names(t: Translator) -> dict[str, str]:
    """What Streamlit's own buttons are called, by their English names."""
    return {name: t(own) for name, own in NAMES.items()}


def dressed(runs: Sequence[Mapping[str, Any]], look: Theme) -> list[Any]:
    """The runs (protocol.Run or Curve) with colours, dashes and numbers: what tells them apart in every panel."""
    marks = [str(i + 1) if len(runs) > 1 else "" for i in range(len(runs))]
    return [{**run, "color": look.runs[i], "dash": DASHES[i], "mark": marks[i]} for i, run in enumerate(runs)]


def packed_path(trajectory: Trajectory) -> Path:
    """Where a run went, as the player takes it."""
    path: Path = {
        "phi": pack(on_the_chart(trajectory), "f8"),
        "loss": pack(trajectory.value, "f8"),
        "left": trajectory.left_window_at,
        "diverged": trajectory.diverged_at,
    }
    if trajectory.phi.shape[-1] == 1:
        path["slope"] = pack(trajectory.objective.gradient(trajectory.phi), "f8")
    if trajectory.batches is not None:
        path["batches"] = {
            "indices": pack(np.concatenate([np.ravel(b) for b in trajectory.batches]), "u2"),
            "ends": pack(np.cumsum([np.size(b) for b in trajectory.batches]), "u4"),
        }
    tested = mean_aside(trajectory)
    if tested is not None:
        path["test"] = pack(tested, "f8")
    return path


def in_the_plane(points: Any, height: Any) -> Any:
    """Points (n, d) on the chart: those of one parameter at a height."""
    if points.shape[-1] == 2:
        return points
    return np.concatenate([points, np.broadcast_to(height, points.shape)], axis=-1)


def on_the_chart(trajectory: Trajectory) -> Any:
    """Where a path lies on its chart, (steps + 1, 2): in the plane, or with one parameter on the curve of the loss."""
    if trajectory.phi.shape[-1] == 2:
        return trajectory.phi
    return np.stack([trajectory.phi[:, 0], trajectory.value], axis=-1)
