"""The page of HTML as it is served: right before its scripts run, and of use where they never do."""

import gzip
import re
from pathlib import Path

import pytest
from harness import finish
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse
from streamlit.file_util import get_static_dir

from playground.ui import pictures
from playground.ui.opening import Opening


def opened(query=b"", **asked):
    """Streamlit's own page of HTML as it comes through the door: headers and text."""
    index = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    made = Opening(GZipMiddleware(HTMLResponse(index, headers={"etag": '"old"'})))
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": query}
    scope["headers"] = [(name.replace("_", "-").encode(), value.encode()) for name, value in asked.items()]
    sent = []

    async def send(message):
        sent.append(message)

    finish(made(scope, None, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(part.get("body", b"") for part in sent[1:])
    assert int(headers["content-length"]) == len(body)
    assert (headers.get("content-encoding") == "gzip") == ("gzip" in asked.get("accept_encoding", ""))
    return headers, (gzip.decompress(body) if "content-encoding" in headers else body).decode()


@pytest.mark.parametrize("packing", ["identity", "gzip, deflate, br"])
@pytest.mark.parametrize(
    ("query", "browser", "language", "title"),
    [
        (b"", "en-GB", "en", "Playground of fitting models"),
        (b"", "es-MX,en;q=0.5", "es", "Taller de ajuste de modelos"),
        (b"lang=es&alpha=0.1", "en", "es", "Taller de ajuste de modelos"),
        (b"lang=%F0", "es", "es", "Taller de ajuste de modelos"),
    ],
)
def test_title_language_and_a_line_are_in_the_page_before_any_script(query, browser, language, title, packing):
    headers, page = opened(query, accept_language=browser, accept_encoding=packing)
    assert f'<html lang="{language}"' in page
    assert f"<title>{title}</title>" in page
    assert "Streamlit</title>" not in page
    assert f'<div id="root"><p class="pg-first">{title} · ' in page
    assert headers["content-language"] == language
    assert "etag" not in headers  # it would say "not changed" of a page in another language


def test_where_nothing_comes_both_languages_say_what_to_try_the_visitors_own_first():
    _, page = opened(accept_language="es")
    late = page[page.index('class="pg-late"') :]
    assert late.index('lang="es"') < late.index('lang="en"')
    assert late.count("127.0.0.1") == late.count("WebSocket") == 2
    scriptless = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL).group(1)
    assert scriptless.count("JavaScript") == 2
    assert "agent" not in scriptless


def test_a_page_carries_the_picture_of_its_link_until_its_own_is_drawn():
    _, page = opened(b"lang=en&model=Gabor&optimizer=Adam")
    picture = page[page.index('<div class="pg-picture"') : page.index('<div id="root"')]
    assert picture.count("<svg") == 2
    assert "Adam · Gabor model" in picture
    assert 'data-until="chart"' in picture


@pytest.mark.parametrize("query", [b"hide=contour", b"plain=1"])
def test_what_the_page_will_not_show_is_not_carried(query):
    assert "<svg" not in opened(query)[1]


def test_what_shows_links_to_others_finds_title_sentence_and_picture():
    _, page = opened(b'lang=es&model=Gabor&x="><script>', host="example.org", x_forwarded_proto="https")
    told = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', page))
    assert told["title"].startswith("Descenso de gradiente · Modelo de Gabor")
    assert told["description"]
    assert told["image"].startswith("https://example.org/figure.png?lang=es&amp;model=Gabor")
    assert "<script>" not in page[: page.index("<style>")].partition("og:title")[2]


def test_a_picture_that_cannot_be_drawn_keeps_no_page_from_coming(monkeypatch):
    monkeypatch.setattr(pictures, "opening", lambda *_: 1 / 0)
    _, page = opened(b"lang=en")
    assert "pg-picture" not in page.partition("</style>")[2]
    assert "<title>Playground" in page
