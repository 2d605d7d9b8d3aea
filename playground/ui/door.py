"""What the server does around the scripts: warm-up before the first visitor, the player's files, headers, errors."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.i18n import languages, translator
from playground.ui import guard
from playground.ui.player import ASSETS, ASSETS_PATH

log = logging.getLogger(__name__)

HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any] | None]:
    """Import and compute once what the first visitor would otherwise wait for; set what a bare server would miss."""
    st.set_option("client.showErrorDetails", "none")
    guard.install()
    from playground.ui import warm_up

    warm_up.run()
    for language in languages():
        translator(language)
    gc.collect()
    gc.freeze()
    # A script's thread and the server's loop hand messages to each other some forty times a run.
    sys.setswitchinterval(0.001)
    yield None


class Files(StaticFiles):
    """The player's files. Their folder's name changes with their content, so a browser may keep them for ever."""

    def file_response(self, *args: Any, **kwargs: Any) -> Any:
        """The file, never to be asked for again."""
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def routes() -> list[Mount]:
    """The one path that is not Streamlit's: the player's modules and style sheet."""
    return [Mount(f"/{ASSETS_PATH}", Files(directory=ASSETS), name="player")]


class SecurityHeaders:
    """Adds headers that cost nothing to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, and the answer back with the headers that are missing in it."""

        async def reply(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                extra = [(k, v) for k, v in HEADERS.items() if k not in present]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        await self.app(scope, receive, reply)


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
    return [Middleware(SecurityHeaders), Middleware(BinaryOnly)]


def on_script_error(error: Exception) -> bool:
    """Log an unforeseen error whole; show the visitor a sentence and no stack trace."""
    log.error("A page failed", exc_info=error)
    t = translator(str(st.session_state.get("lang", "en")))
    st.error(t("Something went wrong on our side. Your link still holds your settings: reload the page to go on."))
    return True
