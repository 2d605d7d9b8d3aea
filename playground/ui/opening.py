"""What a visitor reads before the page's scripts run, and where they never do.

Streamlit serves one page of HTML, titled "Streamlit", in English, empty until its scripts run. Here it gets its
title, its language, a line that says what is loading, and sentences for those to whom nothing comes.
"""

from __future__ import annotations

import gzip
import html
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.i18n import languages, negotiate, translator
from playground.marking import N_
from playground.ui import pictures

log = logging.getLogger(__name__)

TITLE = N_("Playground of fitting models")
ABOUT = N_("Pick a model and an optimizer, move a slider, and watch it descend.")
LOADING = N_("loading …")
NO_SCRIPT = N_("This page needs JavaScript. Allow it for this address, and reload the page.")
LATE = N_(
    "Nothing has come from the server so far. On a slow connection, wait a little. If nothing comes at all, the "
    "network may be blocking WebSockets, which this page needs: try another network. If the app runs on this computer, "
    "open it as 127.0.0.1 instead of localhost."
)
EARLY = """<script>(() => {
  if (new URLSearchParams(location.search).get("present") !== "1") return;
  const keys = [], hear = (event) => {
    if (![" ", "PageDown", "PageUp"].includes(event.key)) return;
    event.preventDefault();
    if (!event.repeat) keys.push(event.key);
  };
  addEventListener("keydown", hear, true);
  window.pgEarly = { keys, stop: () => removeEventListener("keydown", hear, true) };
})()</script>"""
"""Keeps what a clicker presses before the player's modules are there to hear it, see `player/static/keys.js`."""
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


class Opening:
    """Writes into Streamlit's one page of HTML what is read before its scripts run, and where they never do.

    Title and language are right from the start; a line says what is loading; and after some seconds in which nothing
    has come from the server, sentences say what to try: a school's proxy may let no WebSocket pass. They are shown and
    removed by the style sheet alone, for it is the scripts that may be missing.

    A page that opens with a run carries the picture of it, so that there is something to look at while the scripts
    travel; and what shows links to others (a chat, a course's page) finds a title, a sentence and a picture.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.made = {language: _Words.of(language) for language in languages()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on; an answer that is a page is written anew in the visitor's language."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        asked = Headers(scope=scope)
        wish = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [None])[-1]
        language = negotiate(asked.get("accept-language"), wish)
        carried = await run_in_threadpool(_carried, scope, asked, language)
        start: Message | None = None
        body = b""

        async def reply(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and message["status"] == 200 and is_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    small = "gzip" in asked.get("accept-encoding", "")
                    await self._answer(scope["method"], start, body, language, carried, small, send)

        await self.app(scope, receive, reply)

    async def _answer(
        self, method: str, start: Message, body: bytes, language: str, carried: _Carried, small: bool, send: Send
    ) -> None:
        # Its marks would say "not changed" of a page in another language.
        dropped = (b"content-length", b"content-encoding", b"etag", b"last-modified", b"accept-ranges")
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in dropped]
        if method == "GET":
            packed = (b"content-encoding", b"gzip") in start["headers"]
            body = self.made[language].into(gzip.decompress(body) if packed else body, carried)
            if small:
                body = gzip.compress(body, 6)
                headers.append((b"content-encoding", b"gzip"))
            headers.append((b"content-length", str(len(body)).encode()))
        headers += [(b"content-language", language.encode()), (b"vary", b"Accept-Language, Accept-Encoding")]
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def is_page(message: Message) -> bool:
    """Whether an answer, by its start, is the app's page of HTML, and not one of its files, which are kept for ever."""
    headers = {name.lower(): value for name, value in message["headers"]}
    return headers.get(b"content-type", b"").startswith(b"text/html") and (
        b"immutable" not in headers.get(b"cache-control", b"")
    )


@dataclass(frozen=True)
class _Carried:
    """What a page carries of its link: words for those who show links, and the picture."""

    head: str = ""
    picture: str = ""


def _carried(scope: Scope, asked: Headers, language: str) -> _Carried:
    """What this page carries; without a picture where that cannot be drawn, for the page itself must come."""
    t, query = translator(language), scope.get("query_string", b"").decode("latin-1")
    path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
    try:
        picture = pictures.opening(path, query, language)
    except Exception:
        log.exception("A picture could not be drawn")
        picture = None
    title, image = t(TITLE), ""
    if picture is not None:
        title = f"{picture.title} · {title}"
        page = urlencode({"page": picture.page}) + "&" if picture.page else ""
        scheme = asked.get("x-forwarded-proto", scope.get("scheme", "http")).partition(",")[0].strip()
        root = f"{scheme}://{asked.get('host', 'localhost')}{scope.get('root_path', '')}"
        image = f"{root}/{pictures.PNG_PATH}?{page}{query[: pictures.LONGEST]}"
    told = {"og:type": "website", "og:title": title, "og:description": t(ABOUT), "og:image": image}
    metas = "".join(f'<meta property="{name}" content="{html.escape(said)}">' for name, said in told.items() if said)
    described = f'<meta name="description" content="{html.escape(t(ABOUT))}">'
    return _Carried(described + metas, picture.html() if picture else "")


@dataclass(frozen=True)
class _Words:
    """What stands in the page from the start, in one language."""

    language: str
    title: str
    first: str
    scriptless: str
    late: str

    @classmethod
    def of(cls, language: str) -> _Words:
        """The words of a language; the sentences of last resort in every language, the visitor's own first."""
        t = translator(language)
        order = sorted(languages(), key=lambda code: code != language)

        def everywhere(text: str) -> str:
            return "".join(f'<p lang="{code}">{html.escape(translator(code)(text))}</p>' for code in order)

        title = html.escape(t(TITLE))
        first = f'<p class="pg-first">{title} · {html.escape(t(LOADING))}</p>'
        return cls(language, title, first, everywhere(NO_SCRIPT), everywhere(LATE))

    def into(self, page: bytes, carried: _Carried) -> bytes:
        """The page of HTML with these words in it, and what it carries."""
        text = page.decode("utf-8")
        text = re.sub(r'<html lang="[^"]*"', f'<html lang="{self.language}"', text, count=1)
        text = re.sub(r"<title>.*?</title>", lambda _: f"<title>{self.title}</title>", text, count=1, flags=re.DOTALL)
        noscript = f"<noscript>{self.scriptless}</noscript>"
        text = re.sub(r"<noscript>.*?</noscript>", lambda _: noscript, text, count=1, flags=re.DOTALL)
        # A phone's page goes under its notch and round corners; the style sheet keeps clear of them.
        text = text.replace("initial-scale=1,", "initial-scale=1, viewport-fit=cover,", 1)
        # Letters come after what is drawn: the page asks for them itself.
        text = re.sub(r'<link\s+rel="preload"[^>]*as="font"[^>]*/>', "", text, count=1)
        text = text.replace("</head>", f"<style>{STYLE}</style>{EARLY}{carried.head}</head>", 1)
        text = text.replace('<div id="root"></div>', f'<div id="root">{self.first}</div>', 1)
        text = text.replace('<div id="root">', f'{carried.picture}<div id="root">', 1)
        late = f'<div class="pg-late" role="status">{self.late}</div></body>'
        return text.replace("</body>", late, 1).encode()
