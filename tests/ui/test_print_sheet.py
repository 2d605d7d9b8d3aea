"""What is printed below a page: the settings of its link in words, and a code that leads back to it."""

import asyncio

import segno
from harness import finish
from starlette.applications import Starlette

from playground.ui import server
from playground.ui.navigation import PAGES
from playground.ui.print_sheet import sheet

LINK = "https://example.org/gabor?lang=en&alpha=0.05"


def said(page, query="", language="en"):
    return sheet(page, query, LINK, language)


def test_a_run_says_what_it_depends_on_in_both_languages():
    query = "model=Gabor&optimizer=Adam&alpha=0.5&run=Momentum&start=-2.5,20&batch=5&seed=3&schedule=Cosine&step=7"
    english, spanish = (said("", query, language) for language in ("en", "es"))
    for words in (
        "Gabor model",
        "Adam, α = 0.5",
        "Momentum",
        "φ = (−2.5, 20)",
        "B = 5, seed 3",
        "Cosine",
        "<dd>7</dd>",
    ):
        assert words in english
    assert "α = 0,5" in spanish
    assert "<dt>Inicio</dt><dd>φ = (−2,5; 20)</dd>" in spanish


def test_what_is_set_aside_is_told_only_where_something_is():
    query = "model=LinearRegression&optimizer=GradientDescent"
    assert "Set aside" not in said("", query)
    assert "Set aside for the test, in % = 25" in said("", f"{query}&aside=25")


def test_every_page_has_its_own():
    for page in PAGES:
        assert "<dt>Optimizer" in said(page.url), page.url
    assert "Gabor model" in said("gabor")


def test_its_code_is_that_of_the_link():
    side, _ = segno.make(LINK, error="m").symbol_size(scale=4, border=3)
    assert said("").lstrip().startswith(f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}"')
    assert "<svg" not in sheet("", "", "x" * 2000, "en")


def test_what_is_typed_is_only_text():
    assert "<script" not in said("", "model=OwnFunction&formula=<script>alert(1)</script>x")
    assert "<script" not in sheet("", "", "<script>", "en")


def ask(query):
    scope = {"type": "http", "method": "GET", "path": "/sheet", "root_path": "", "headers": [], "query_string": query}
    sent = []

    async def receive():
        await asyncio.sleep(60)

    async def send(message):
        sent.append(message)

    finish(Starlette(routes=server.routes())(scope, receive, send))
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:]).decode()


def test_the_route_reads_page_link_and_settings():
    status, body = ask(b"page=gabor&link=https%3A%2F%2Fa.org%2F&lang=es&of=lang=es&optimizer=Adam")
    assert status == 200
    assert "Optimizador" in body
    assert "Adam" in body
    assert "https://a.org/" in body
    assert ask(b"link=" + b"x" * 20000)[0] == 414
    assert ask(b"%F0&of=%00&page=../..")[0] == 200
