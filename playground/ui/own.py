"""The controls of a function that the visitor has typed: formula, how it is read, derivatives, window."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import streamlit as st

from playground.engine import OBJECTIVES, FormulaError
from playground.engine.expression import Expression
from playground.engine.expression.printing import written
from playground.engine.hyper import Hyper, hypers
from playground.engine.landscape import check_window
from playground.engine.own import derivatives
from playground.engine.own_model import MODEL_SYMBOLS
from playground.engine.proposed import LETTERS, Proposed, remarks, window_text
from playground.i18n import decimal_mark, formulas
from playground.link.playground import default_run, default_settings, objective
from playground.link.values import Pick
from playground.marking import N_
from playground.ui import number_fields, session
from playground.ui.elements import sentence
from playground.ui.player.component import loader
from playground.ui.player.formulas import mathml

PLACE = "formula"
"""The key of the field."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "OwnFunction": (
        "x^2 + 3y^2",
        "exp(-x^2 - y^2)",
        "x^4 + y^4 - y^2",
        "x^3 - 3x*y^2",
        "sin(x)cos(y)",
        "abs(x) + abs(y)",
        "sqrt(x^2 + y^2)",
        "1/x + x + y^2",
        "x^2 + y^2 - 2x*y",
    ),
    "OwnModel": ("a*exp(b*x)", "a*x/(b + x)", "a + b*x", "sin(a*x + b)", "a/(1 + exp(-b*x))", "a*x^b"),
    "OwnCurve": ("x^4 - x^2", "abs(x)", "x^4", "1/x + x", "x^2 + sin(5x)", "log(1 + exp(x)) - x/2"),
}
"""Formulas to begin with, by the name of the landscape."""

SYMBOLS: dict[str, dict[str, str]] = {
    "OwnFunction": {"x": r"\phi_0", "y": r"\phi_1"},
    "OwnModel": MODEL_SYMBOLS,
    "OwnCurve": {"x": r"\phi"},
}
"""How the names in a formula are set."""

LEFT = {"OwnModel": r"f[x, \phi] = "}
"""What stands before a formula, where it is not the loss."""

ENDS = N_("{name} from"), N_("to")
LONG = N_("Written out with all its signs, this has more than {most} characters.")
SECONDS = N_("Second derivatives too")

_field = st.components.v2.component("playground.formula", js=loader("formula.js"), isolate_styles=False)


def is_own(name: str) -> bool:
    """Whether a landscape is one that visitors type."""
    return name in EXAMPLES


# ---------------------------------------------------------------- the formula


@dataclasses.dataclass(frozen=True)
class Reading:
    """How a text is read: the expression, or a sentence about what is wrong and the place where it is."""

    expression: Expression | None
    said: str = ""
    at: int | None = None


def reading(name: str, text: str) -> Reading:
    """How a landscape's formula is read on a page in the visitor's language."""
    t, comma = session.t(), decimal_mark(session.language()) == ","
    read = hypers(OBJECTIVES[name])["formula"].parse
    assert read is not None
    try:
        found = read(text[: LETTERS + 1], decimal_comma=comma)  # type: ignore[call-arg]  # a partial of `parse`
    except FormulaError as error:
        return Reading(None, _caret(text, error.position) + sentence(error.note), error.position)
    assert isinstance(found, Expression)
    if _linked(name, text, found) is None:
        return Reading(None, t(LONG).format(most=LETTERS), LETTERS)
    return Reading(found)


def _linked(name: str, text: str, found: Expression) -> str | None:
    """A formula as the link writes it: with all its signs, or where that is too long as it was typed; else None."""
    fact = hypers(OBJECTIVES[name])["formula"]
    assert fact.parse is not None
    for written_out in (found.text(), found.text().replace(" ", ""), text.strip()):
        if fact.allows(written_out) and fact.parse(written_out) == found:
            return written_out
    return None


def _caret(text: str, position: int) -> str:
    """What stands before the place that is wrong, and a mark there; nothing where the whole text is."""
    before = text[max(0, position - 12) : position]
    return f"{'…' if position > 12 else ''}{before}▸{text[position : position + 8]}   " if text.strip() else ""


def _take(text: str) -> None:
    """Another formula opens with the start, window and learning rates that suit it; the optimizers stay."""
    before = session.settings()
    found = reading(before.model.name, text).expression
    if found is None:
        return
    formula = _linked(before.model.name, text, found)
    if formula is None:
        return
    session.visit().typed[before.model.name] = (formula, text)
    put(before.model.having(formula=formula, window=""))


def put(model: Pick) -> None:
    """Show a landscape with what is proposed for it, in a callback."""
    before = session.settings()
    fresh = default_settings(model)
    runs = tuple(default_run(run.name, model) for run in before.runs)
    session.put(dataclasses.replace(fresh, runs=runs, show=before.show, guess=before.guess, overlay=before.overlay))


def _put_data() -> None:
    """Fit to other data, in a callback."""
    chosen = st.session_state.get(session.PREFIX + "own.dataset")
    before = session.settings().model
    if isinstance(chosen, str) and "dataset" in dict(before.values):
        put(before.having(dataset=chosen, window=""))


def _told() -> Mapping[str, Any]:
    """What the browser told last: {"text": what is typed, "take": whether it is to be taken, "n": a number}."""
    try:
        told = st.session_state[PLACE]["formula"]
        return told if isinstance(told["text"], str) else {}
    except (KeyError, TypeError):
        return {}


def _as_typed(model: Pick) -> str:
    """The formula as its visitor has typed it, or as the language writes it."""
    formula, typed = session.visit().typed.get(model.name, ("", ""))
    if formula == model["formula"]:
        return typed
    return in_language(str(model["formula"]), model.name)


def in_language(formula: str, name: str) -> str:
    """A formula as text with the decimal mark and the names of functions of the visitor's language."""
    read = hypers(OBJECTIVES[name])["formula"].parse
    found = reading(name, formula).expression or (read(formula) if read is not None else None)
    return written(found, session.language()) if isinstance(found, Expression) else formula


def formula_field(model: Pick) -> None:
    """The field in which the formula is typed, with its reading."""
    t, fact = session.t(), hypers(OBJECTIVES[model.name])["formula"]
    if session.plain():
        key = session.widget_key("formula", _as_typed(model))
        said = reading(model.name, st.session_state[key]).said
        st.text_input(
            t(fact.help), key=key, max_chars=LETTERS, help=t(fact.about), on_change=lambda: _take(st.session_state[key])
        )
        if said:
            st.caption(said)
        return

    def changed() -> None:
        told = _told()
        if told.get("take") is True:
            _take(str(told["text"]))

    told, holds, visit = _told(), _as_typed(model), session.visit()
    if visit.drafted is None or visit.drafted[0] != model.values:  # what was typed before belongs to another formula
        visit.drafted = (model.values, _number(told))
    draft = str(told["text"]) if _number(told) > visit.drafted[1] else holds
    found = reading(model.name, draft)
    left = LEFT.get(model.name, r"L[\phi] = ")
    data = {
        "label": t(fact.help),
        "tip": t(fact.about),
        "use": t("Use it"),
        "text": holds,
        "key": model.name,
        "reading": mathml(left + latex(found.expression, model.name)) if found.expression is not None else "",
        "said": found.said,
        "at": found.at,
        "lang": session.language(),
        "echo": _number(told),
    }
    _field(key=PLACE, data=[data], on_formula_change=changed)


def _number(told: Mapping[str, Any]) -> int:
    try:
        return int(told["n"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return 0


def latex(expression: Expression, name: str) -> str:
    """An expression in LaTeX, in the symbols of a landscape's parameters and with the language's decimal mark."""
    return formulas(f"${expression.latex(SYMBOLS[name])}$", session.language())[1:-1]


def _examples(model: Pick) -> None:
    """A menu of formulas to begin with."""
    t = session.t()

    def chosen() -> None:
        example = st.session_state.get(session.PREFIX + "example")
        if example in EXAMPLES[model.name]:
            put(model.having(formula=example, window=""))

    st.selectbox(
        t("Examples"),
        EXAMPLES[model.name],
        index=None,
        key=session.PREFIX + "example",
        format_func=lambda formula: in_language(formula, model.name),
        on_change=chosen,
        placeholder=t("an example …"),
        label_visibility="collapsed",
    )


# ---------------------------------------------------------------- window and derivatives


def _window(model: Pick, landscape: Proposed) -> Pick:
    """Where the landscape is drawn: what is proposed, or what is typed."""
    t = session.t()
    fact = Hyper(t("Window"), "", -landscape.far, landscape.far)
    names = ("φ",) if landscape.dimension == 1 else ("φ₀", "φ₁")
    ends = []
    with st.container(key="window-fields"):
        for axis, (name, side) in enumerate(zip(names, landscape.window, strict=True)):
            for which, (end, words) in enumerate(zip(side, ENDS, strict=True)):
                label = t(words).format(name=name)
                ends.append(number_fields.number_field(f"window{axis}{which}", fact, end, label, track=False))
    window = tuple(zip(ends[::2], ends[1::2], strict=True))
    if window == landscape.window:
        return model
    try:
        return model.having(window=window_text(check_window(window, landscape.dimension)))
    except ValueError:
        st.caption(f":red[{t('A window begins before it ends.')}]")
        return model


def _derivatives(landscape: Proposed, name: str) -> None:
    """The partial derivatives as formulas, those of second order on request."""
    t, names = session.t(), tuple(SYMBOLS[name])[-landscape.dimension :]
    slopes, seconds = derivatives(landscape.typed, names)
    lines = [_line(slope, (one,), name) for slope, one in zip(slopes, names, strict=True)]
    if st.toggle(t(SECONDS), key="seconds"):
        pairs = [(one, other) for i, one in enumerate(names) for other in names[i:]]
        lines += [_line(second, pair, name) for second, pair in zip(seconds, pairs, strict=True)]
    st.markdown("\n\n".join(lines))


def _line(expression: Expression, names: tuple[str, ...], name: str) -> str:
    """A derivative by these names, as a line of Markdown."""
    symbols, what = SYMBOLS[name], "f" if name in LEFT else "L"
    by = [rf"\partial {symbols[one]}" for one in names]
    below = " ".join(by) if len(set(by)) == len(by) else rf"{by[0]}^2"
    above = rf"\partial {what}" if len(names) == 1 else rf"\partial^2 {what}"
    left = rf"\frac{{{above}}}{{{below}}}"
    if len(symbols) == 1:
        left = r"L'[\phi]" if len(names) == 1 else r"L''[\phi]"
    right = latex(expression, name)
    return rf"${left} = {right if len(right) <= LONGEST else chr(92) + 'dots'}$"


LONGEST = 600
"""A derivative whose LaTeX is longer is not set: nobody could read it."""


def controls(model: Pick) -> Pick:
    """All controls of a typed landscape; returns what they say."""
    t = session.t()
    formula_field(model)
    _examples(model)
    data = hypers(OBJECTIVES[model.name]).get("dataset")
    if data is not None and not model["data"]:
        words = data.choices or {}
        st.selectbox(
            t(data.help),
            words,
            key=session.widget_key("own.dataset", model["dataset"]),
            format_func=lambda one: t(words[one]),
            on_change=_put_data,
        )
    landscape = objective(model)
    assert isinstance(landscape, Proposed)
    if model.name in LEFT:
        st.markdown(formulas(f"$L = {landscape.latex}$", session.language()))
    _derivatives(landscape, model.name)
    for note in remarks(landscape):
        st.caption(sentence(note, 3))
    return _window(model, landscape)
