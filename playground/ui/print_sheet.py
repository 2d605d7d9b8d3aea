"""What stands below the charts of a printed page: its settings in words, its link, and that as a QR code.

`GET /sheet?page=…&link=…&<query>` gives it as a piece of HTML when a page is about to be printed (static/printing.js):
before that it costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES
from playground.engine.hyper import hypers
from playground.i18n import Translator, in_a_row, negotiate, number, translator
from playground.link import task
from playground.link.playground import Settings, minibatches, schedule
from playground.link.reader import tidied
from playground.link.values import Pick
from playground.tasks import TASKS
from playground.ui import cache, pictures
from playground.ui.qr import QR_LETTERS, qr

PATH = "sheet"

LONGEST = 2 * pictures.LONGEST
"""Letters of a query that is read: the link twice."""

LONGEST_FORMULA = 200

Rows = list[tuple[str, str]]


@lru_cache(maxsize=64)
def sheet(page: str, query: str, link: str, language: str) -> str:
    """The piece of HTML; without settings for a page that has none."""
    t = translator(language)
    rows = [f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in _facts(page, query, t, language)]
    code = qr(link).partition("?>")[2] if 0 < len(link) <= QR_LETTERS else ""
    return f"{code}<div><dl>{''.join(rows)}</dl><p>{escape(link)}</p></div>"


def _facts(page: str, query: str, t: Translator, language: str) -> Rows:
    asked = tidied(parse_qs(query))
    name = task.NETWORK if page == "shallow-network" else _task_at(page)
    if name is not None:
        return _of_task(task.from_query(asked, name)[0], t, language)
    found = pictures.opened(page, asked, language)
    return [] if found is None else [*_of_run(cache.read(found[0]), t, language), (t("Step"), str(found[1]))]


def _task_at(page: str) -> str | None:
    """The task of a page: its name begins as the page's address says."""
    words = "".join(part.title() for part in page.split("-"))
    return next((name for name in TASKS if words and name.startswith(words)), None)


def _of_run(now: Settings, t: Translator, language: str) -> Rows:
    """What a run on a landscape depends on."""
    several = len(now.runs) > 1
    rows = [(t("Model and data"), described(now.model, OBJECTIVES, t, language))]
    for index, run in enumerate(now.runs):
        which = f" {index + 1}" if several else ""
        rows.append((t("Optimizer") + which, described(run, OPTIMIZERS, t, language)))
    values = in_a_row((number(value, language) for value in now.start), language)
    rows += [(t("Start"), f"φ = ({values})"), (t("Steps"), str(now.steps))]
    if minibatches(now) is not None:
        rows.append((t("Minibatches"), f"B = {now.batch}, {t('Seed').lower()} {now.seed}"))
    if schedule(now) is not None:
        rows.append((t("Schedule"), described(now.schedule, SCHEDULES, t, language)))
    return rows


def _of_task(now: task.TaskSettings, t: Translator, language: str) -> Rows:
    """What a training depends on."""
    rows = [(t("Optimizer"), described(now.rule, OPTIMIZERS, t, language)), (t("Steps"), str(now.steps))]
    if now.batch is not None:
        rows.append((t("Minibatches"), f"B = {now.batch}, {t('Seed').lower()} {now.seed}"))
    return [*rows, (t("Step"), str(now.steps if now.step < 0 else now.step))]


def described(pick: Pick, registry: Mapping[str, Any], t: Translator, language: str) -> str:
    """A record in words: its name, its numbers, the formula that was typed, how many data were brought."""
    return ", ".join([t(registry[pick.name].name), *_values(pick, registry, t, language)])


def _values(pick: Pick, registry: Mapping[str, Any], t: Translator, language: str) -> Iterator[str]:
    facts, given = hypers(registry[pick.name]), dict(pick.values)
    for field, value in pick.values:
        if field in ("aside", "aside_seed") and not given["aside"]:
            continue  # nothing is set aside
        fact, symbol = facts[field], t(facts[field].symbol)
        if isinstance(value, bool):
            continue
        if isinstance(value, float | int):
            yield f"{symbol} = {number(value, language)}"
        elif fact.choices is not None and value in fact.choices:
            yield t(fact.choices[value])
        elif isinstance(value, str) and value:
            yield f"{symbol} = {value[:LONGEST_FORMULA]}" if symbol else value[:LONGEST_FORMULA]


def answer(request: Request) -> Response:
    """GET /sheet."""
    text = request.url.query
    if len(text) > LONGEST:
        return PlainTextResponse("This link is too long.", status_code=414)
    asked = parse_qs(text)
    page, link = ((asked.get(name) or [""])[-1] for name in ("page", "link"))
    language = negotiate(request.headers.get("accept-language"), (asked.get("lang") or [""])[-1] or None)
    query = text.partition("&of=")[2]
    return HTMLResponse(sheet(page.strip("/"), query, link, language), headers={"cache-control": "no-store"})
