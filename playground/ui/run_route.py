"""The route that walks a run for a hand that drags, where the browser cannot: `GET /run?<link>`, paced by load."""

from __future__ import annotations

import json
import time
from threading import Lock
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from playground.link.playground import from_query
from playground.ui import cache
from playground.ui.player.payload import packed_path
from playground.ui.player.protocol import Passing

PATH = "run"

SHARE = 0.4
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


_pace = Pace()


def answer(request: Request) -> Response:
    """The first run of a link as the player draws it; nothing for a long one, or one with an invalid query."""
    begun = time.thread_time()
    settings, _ = from_query(parse_qs(request.url.query, keep_blank_values=True))
    if settings.steps > cache.LONG:
        return Response(status_code=204)
    path = packed_path(cache.walked(settings))
    rest = _pace.rest(time.thread_time() - begun, time.monotonic())
    body: Passing = {**path, "rest": round(1000 * rest)}
    return Response(json.dumps(body), media_type="application/json", headers={"cache-control": "no-store"})
