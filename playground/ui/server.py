"""What the server does around the scripts: warm-up before the first visitor, the player's files, headers, errors."""

from __future__ import annotations

import gc
import gzip
import logging
import os
import re
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from mimetypes import guess_type
from pathlib import Path
from threading import Lock, Thread
from typing import Any, ClassVar

import brotli
import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from playground.i18n import languages, translator
from playground.ui import fonts, lighter_server, pictures, print_sheet, run_route, untrusted_widgets
from playground.ui.opening import Opening, is_page
from playground.ui.player import ASSETS, ASSETS_PATH, bundle

log = logging.getLogger(__name__)

FOR_EVER = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript", ".css": "text/css", ".ts": "text/plain"}

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda text: bytes(brotli.compress(text, quality=6)),
    "gzip": gzip.compress,
    "identity": lambda text: text,
}
"""How a file may travel, the smallest first."""

FRAMED_BY = "PLAYGROUND_FRAME_ANCESTORS"
"""The variable that says which sites may show the app in a frame: "'none'", "'self'", or addresses; any, if not set."""

POLICY = (
    "default-src 'self'",
    # Streamlit makes its components out of text, and its formulas' styles stand in the elements.
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' ws: wss: data: blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)
"""What a page of the app may ask for: nothing of anybody else."""


def policy(framed_by: str | None = None) -> bytes:
    """The Content-Security-Policy; what a setting says of frames may not end the line."""
    said = os.environ.get(FRAMED_BY, "*") if framed_by is None else framed_by
    sites = " ".join(re.findall(r"[\w'*.:/-]+", said)) or "'none'"
    # A star would shut out pages without a host: a course kept as a file on disc.
    framing = [] if sites == "*" else [f"frame-ancestors {sites}"]
    return "; ".join([*POLICY, *framing]).encode()


HEADERS = {
    b"content-security-policy": policy(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any] | None]:
    """Import and compute once what the first visitor would otherwise wait for; set what a bare server would miss."""
    st.set_option("client.showErrorDetails", "none")
    untrusted_widgets.install()
    lighter_server.install()
    from playground.ui import warm_up

    warm_up.run()
    for language in languages():
        translator(language)
    gc.collect()
    gc.freeze()
    Thread(target=make_ready, name="make ready", daemon=True).start()
    # A script's thread and the server's loop hand messages to each other some forty times a run.
    sys.setswitchinterval(0.001)
    yield None


def make_ready() -> None:
    """What the first visitor needs as well, while the server is there already: files and modules."""
    from playground.ui import warm_up

    Kept(None).make_ready()  # type: ignore[arg-type]  # it passes nothing on
    warm_up.modules()


def routes() -> list[BaseRoute]:
    """The paths that are not Streamlit's: the player's files, runs under a hand, pictures of links, printed sheets."""
    return [
        Route(f"/{run_route.PATH}", run_route.answer),
        Route(f"/{print_sheet.PATH}", print_sheet.answer),
        Route(f"/{pictures.SVG_PATH}", pictures.answer),
        Route(f"/{pictures.PNG_PATH}", pictures.answer),
    ]


class SecurityHeaders:
    """Adds headers that cost nothing to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, and the answer back with the headers that are missing in it."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def reply(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                extra = [(k, v) for k, v in HEADERS.items() if k not in present]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        await self.app(scope, receive, reply)


def hints() -> bytes:
    """The scripts that every page with a chart needs, as one Link header (RFC 8288), relative to the page."""
    plotly = (Path(get_static_dir()) / "static" / "js").glob("PlotlyChart.*.js")
    files = [f"{ASSETS_PATH}/{bundle.NAME}", *(f"static/js/{file.name}" for file in plotly)]
    return ", ".join(f"<./{file}>; rel=modulepreload" for file in files).encode()


class Hints:
    """Names with each page the scripts it will need, so that the browser fetches them at once.

    Streamlit asks for Plotly, the largest, and for the player only when a chart has come.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.link = hints()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on; an answer that is a page gets the hints."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def reply(message: Message) -> None:
            if message["type"] == "http.response.start" and is_page(message):
                message = {**message, "headers": [*message["headers"], (b"link", self.link)]}
            await send(message)

        await self.app(scope, receive, reply)


class Kept:
    """Serves files that a browser may keep for ever, compressed: 2.2 MB instead of 8 at a first visit.

    These are Streamlit's own scripts and styles, fonts, and the player's modules: their names change with
    their content. Streamlit leaves compression to a proxy, because to compress each answer anew costs more than it
    saves; here it is done once. Brotli, which a browser takes over TLS and from its own computer, makes of Plotly
    1.2 MB, gzip 1.4; its highest quality would take ten seconds.
    """

    small: ClassVar[dict[tuple[str, str], bytes]] = {}
    one_at_a_time: ClassVar[Lock] = Lock()

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        root = Path(get_static_dir())
        files = [file for file in (root / "static").rglob("*") if file.suffix in TYPES]
        self.files = {"/" + file.relative_to(root).as_posix(): file for file in files}
        self.own = {f"/{ASSETS_PATH}/{file.relative_to(ASSETS).as_posix()}": file for file in ASSETS.rglob("*.*")}
        self.made: dict[str, Callable[[], bytes]] = {
            path: file.read_bytes for path, file in (self.files | self.own).items()
        }
        self.made[f"/{ASSETS_PATH}/{bundle.NAME}"] = lambda: bundle.bundle().encode()

    def body(self, path: str, coding: str) -> bytes:
        """The file in a coding; whoever asks for one that is being compressed waits for it."""
        with self.one_at_a_time:
            if (path, coding) not in self.small:
                self.small[path, coding] = CODINGS[coding](self.made[path]())
            return self.small[path, coding]

    def make_ready(self) -> None:
        """Compress what every page asks for, so that the first visitor of a fresh server does not wait for it."""
        page = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
        asked = re.findall(r"\./(static/[\w./-]+)", page) + re.findall(r"\./([^>]+)>", hints().decode())
        for coding in ("br", "gzip"):
            for path in dict.fromkeys(f"/{name}" for name in asked):
                if path in self.made:
                    self.body(path, coding)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the files that are known, pass on all else."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or scope["method"] != "GET":
            return await self.app(scope, receive, send)
        asked = Headers(scope=scope)
        headers = {"vary": "Accept-Encoding", "cache-control": FOR_EVER}
        if path in fonts.ALL:
            return await FileResponse(fonts.ALL[path], headers=headers, media_type="font/woff2")(scope, receive, send)
        taken = [word.partition(";")[0].strip() for word in asked.get("accept-encoding", "").split(",")]
        coding = next((one for one in CODINGS if one in taken), "identity")
        if path not in self.made or (path in self.files and (coding == "identity" or "range" in asked)):
            return await self.app(scope, receive, send)
        body = self.small.get((path, coding)) or await run_in_threadpool(self.body, path, coding)
        if coding != "identity":
            headers["content-encoding"] = coding
        kind = TYPES.get(Path(path).suffix) or guess_type(path)[0]
        await Response(body, headers=headers, media_type=kind)(scope, receive, send)


class BinaryOnly:
    """Hangs up on who sends text over the WebSocket, which only carries bytes; Streamlit would end in an error."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on; a message of text becomes the end of the conversation."""

        async def listen() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and message.get("bytes") is None:
                await send({"type": "websocket.close", "code": 1003})
                return {"type": "websocket.disconnect", "code": 1003}
            return message

        await self.app(scope, listen if scope["type"] == "websocket" else receive, send)


def middleware() -> list[Middleware]:
    """What every request passes through."""
    return [
        Middleware(SecurityHeaders),
        Middleware(Hints),
        Middleware(Opening),
        Middleware(BinaryOnly),
        Middleware(Kept),
    ]


def on_script_error(error: Exception) -> bool:
    """Log an unforeseen error whole; show the visitor a sentence and no stack trace."""
    log.error("A page failed", exc_info=error)
    t = translator(str(st.session_state.get("lang", "en")))
    st.error(t("Something went wrong on our side. Your link still holds your settings: reload the page to go on."))
    return True
