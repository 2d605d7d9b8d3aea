"""The route that walks a run for a hand that drags, where the browser cannot: `GET /run?<link>`, paced by load."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from playground.i18n import languages, translator
from playground.link.playground import from_query
from playground.link.task import NETWORK, alone, task_of
from playground.link.task import from_query as training_from_query
from playground.tasks import TASKS
from playground.ui import bundles, cache
from playground.ui.player.payload import packed_path
from playground.ui.task import feed, training

Query = Mapping[str, Sequence[str]]

PATH = "run"

SHARE = 0.5
"""What all hands together may take of a core; ordinary changes have the rest."""


class Pace:
    """Spreads a share of a core over all who ask: each is told when it may ask again.

    What an answer has cost is booked on one line of time for all, and its end is when that hand may come again. So a
    hand alone waits a little, and each of twenty waits twenty times as long.
    """

    def __init__(self, share: float = SHARE) -> None:
        self.share = share
        self.until = 0.0
        self.lock = Lock()

    def rest(self, work: float, now: float) -> float:
        """Seconds until whoever has cost `work` seconds of processor may ask again."""
        with self.lock:
            self.until = max(self.until, now) + work / self.share
            return self.until - now


TICK = 0.05
"""Seconds: of several hands all come again at a whole number of these, so that their runs are walked together."""

GATHERING = 0.012
"""Seconds for which the first of several hands waits for the others."""


def together(rest: float, now: float) -> float:
    """Seconds until a whole tick, not before `rest`; a hand alone does not wait for one."""
    return rest if rest < TICK else math.ceil((now + rest) / TICK) * TICK - now


def _gathering() -> float:
    return GATHERING if _pace.until - time.monotonic() > TICK else 0.0


_pace = Pace()
_runs = bundles.Together(bundles.walk, _gathering)


def answer(request: Request) -> Response:
    """What a link computes, as the player or the trainer draws it; nothing for what would take long."""
    begun = time.thread_time()
    query = parse_qs(request.url.query, keep_blank_values=True)
    found = _training(query) if "task" in query else _run(query)
    if found is None:
        return Response(status_code=204)
    now = time.monotonic()
    rest = together(_pace.rest(time.thread_time() - begun, now), now)
    body = json.dumps({**found, "rest": round(1000 * rest)})
    return Response(body, media_type="application/json", headers={"cache-control": "no-store"})


def _run(query: Query) -> Mapping[str, Any] | None:
    """The first run of a link (protocol.Passing); None for a long one."""
    settings, _ = from_query(query)
    if settings.steps > cache.LONG:
        return None
    path, _ = _runs.ask(bundles.kind_of(settings), settings)
    return packed_path(path)


def _training(query: Query) -> Mapping[str, Any] | None:
    """The training of a task's link (protocol.PassingTraining); None for a long one, or where there is no such task."""
    name, language = query["task"][-1], query.get("lang", [""])[-1]
    if name not in {*TASKS, NETWORK}:
        return None
    now, _ = training_from_query(query, name)
    if now.steps > cache.LONG:
        return None
    language = language if language in languages() else "en"
    now, task = alone(now, language), now
    return feed.passing(task, task_of(name, now.words), training.passing(now), translator(language))
