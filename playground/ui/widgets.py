"""Widgets from declarations: what a record says of a field gives its control, its bounds and its help."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import streamlit as st

from playground.engine.hyper import Hyper, hypers
from playground.engine.messages import InputError
from playground.i18n import Translator
from playground.link.fields import declared
from playground.link.playground import Settings
from playground.link.task import TaskSettings
from playground.link.values import Pick, Value
from playground.ui import number_fields, own, session
from playground.ui.elements import sentence
from playground.ui.session import widget_key

R = TypeVar("R", Settings, TaskSettings)


def hyper_widget(
    name: str, fact: Hyper, value: Value, t: Translator, marks: Sequence[number_fields.Mark] = ()
) -> Value:
    """The control of one hyperparameter, by its kind: a menu, a switch, a text, or a number field.

    A text that is not legal stays in its field, with the reason below it.

    Parameters
    ----------
    name : str
        What the key of the control is made of.
    marks : sequence of (value, words)
        Places on its track that theory gives.
    """
    symbol, label, about = t(fact.symbol), t(fact.help), t(fact.about)
    if fact.choices is not None:
        choices: Mapping[str, str] = fact.choices
        names = list(choices)
        return st.selectbox(
            label, names, key=widget_key(name, value), format_func=lambda word: t(choices[word]), help=about
        )
    if isinstance(value, bool):
        return st.toggle(label, key=widget_key(name, value), help=about)
    if fact.length is not None:
        text = st.text_input(label, key=widget_key(name, value), max_chars=fact.length, help=about)
        refused = fact.refusal(text)
        if isinstance(refused, InputError):
            st.caption(sentence(refused.note))
        return text
    words, step = f"{symbol} · {label}" if label not in ("", symbol) else symbol, 1 if fact.integer else None
    said = number_fields.number_field(name, fact, float(value), words, tip=about, marks=marks, step=step)
    return int(said) if fact.integer else said


def choice(now: Any, name: str, label: str, widget: Any = st.selectbox, **more: Any) -> Any:
    """The control of a field of a page's settings that is one of a few words; `more` as for the widget."""
    t, words = session.t(), declared(type(now))[name].fact.choices
    return widget(
        label, list(words), key=widget_key(name, getattr(now, name)), format_func=lambda word: t(words[word]), **more
    )


def hyper_widgets(
    prefix: str,
    kind: Any,
    pick: Pick,
    hide: frozenset[str],
    marks: Mapping[str, Sequence[number_fields.Mark]] | None = None,
) -> Pick:
    """The controls of every hyperparameter of a record; what is hidden keeps its value.

    `marks` are places on the track of a field that theory gives.
    """
    t = session.t()
    changes: dict[str, Value] = {}
    for field, fact in hypers(kind).items():
        if field in hide:
            continue
        value = hyper_widget(prefix + field, fact, pick[field], t, (marks or {}).get(field, ()))
        if fact.allows(value):
            changes[field] = value
    return pick.having(**changes)


@contextmanager
def unfold(name: str, label: str, expanded: bool = False) -> Iterator[bool]:
    """A folding section whose content is computed only while it is open: gives whether it is.

    Opening is remembered by `name`, so that it survives a change of language.
    """
    visit = session.visit()
    first = visit.folds.setdefault((name, label), visit.unfolded.get(name, expanded))
    box = st.expander(label, expanded=first, on_change="rerun", key=f"fold:{name}")
    visit.unfolded[name] = bool(box.open)
    with box:
        yield bool(box.open)


def is_unfolded(name: str) -> bool:
    """Whether a section is open, before it is drawn."""
    return bool(st.session_state.get(f"fold:{name}", session.visit().unfolded.get(name)))


def menu(registry: Mapping[str, Any], names: Sequence[str], t: Translator) -> tuple[list[str], Callable[[str], str]]:
    """A menu's names, the course's own first, and how each is written."""
    near = [name for name in names if registry[name].course] + [name for name in names if own.is_own(name)]
    ordered = near + [name for name in names if name not in near]
    ordered.sort(key=lambda name: getattr(registry[name], "dimension", 0) == 1)

    def words(name: str) -> str:
        tail = [] if name in near else [t("beyond the course")]
        tail += [t("one parameter")] if getattr(registry[name], "dimension", 0) == 1 else []
        return " · ".join([t(registry[name].name), *tail])

    return ordered, words


def batches_section(now: R, count: int, usual: int, more: Callable[[R], R] = lambda now: now) -> R:
    """The section on minibatches of `count` data, for any record that has the fields batch and seed.

    Parameters
    ----------
    usual : int
        The size with which minibatches begin.
    more : callable(record)
        Draws further controls of the section, and returns what they say.
    """
    t, asked = session.t(), now.batch is not None
    with unfold("batches", t("Minibatches"), asked) as is_open:
        if not is_open:
            return now
        if not st.toggle(t("Use only a part of the data at each step"), key=widget_key("batched", asked)):
            return dataclasses.replace(now, batch=None)
        fact = Hyper("B", "", low=1, high=count, integer=True, soft=(1, max(2, count)))
        size = number_fields.number_field("batch", fact, min(now.batch or usual, count), t("Batch size B"))
        stream = number_fields.number_field("seed", declared(type(now))["seed"].fact, now.seed, t("Seed"), step=1)
        return more(dataclasses.replace(now, batch=int(size), seed=int(stream)))
