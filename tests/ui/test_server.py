"""Around the scripts: headers on every answer, the player's files for ever, and no stack trace for a visitor."""

import asyncio
import gzip
import logging
import re
from pathlib import Path
from types import SimpleNamespace

import brotli
import pytest
from harness import finish
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from streamlit.file_util import get_static_dir

from playground.ui import server
from playground.ui.player import ASSETS, ASSETS_PATH


def ask(path, **asked):
    """Status, headers and body of the answer to a request for a path, from a small application behind the door."""
    text = Route("/", lambda request: PlainTextResponse("page", headers={"Referrer-Policy": "no-referrer"}))
    page = Route("/page", lambda request: HTMLResponse("<p>page</p>"))
    app = Starlette(routes=[text, page, *server.routes()], middleware=server.middleware())
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "query_string": b""}
    scope["headers"] = [(name.replace("_", "-").encode(), value.encode()) for name, value in asked.items()]
    sent = []

    async def receive():
        await asyncio.sleep(60)  # a browser that stays

    async def send(message):
        sent.append(message)

    finish(app(scope, receive, send))
    start, *parts = sent
    headers = [(name.decode(), value.decode()) for name, value in start["headers"]]
    return start["status"], headers, b"".join(part.get("body", b"") for part in parts)


@pytest.mark.parametrize("path", ["/", f"/{ASSETS_PATH}/player.js", "/nowhere"])
def test_every_answer_has_the_headers_that_cost_nothing(path):
    headers = dict(ask(path)[1])
    assert headers["x-content-type-options"] == "nosniff"
    assert "camera=()" in headers["permissions-policy"]


def test_a_header_that_is_there_is_left_as_it_is():
    assert [value for name, value in ask("/")[1] if name == "referrer-policy"] == ["no-referrer"]


@pytest.mark.parametrize(
    "file", sorted(file for file in ASSETS.rglob("*") if file.is_file()), ids=lambda file: file.name
)
def test_the_players_files_may_be_kept_for_ever(file):
    status, headers, body = ask(f"/{ASSETS_PATH}/{file.relative_to(ASSETS).as_posix()}")
    assert status == 200
    assert body == file.read_bytes()
    assert "immutable" in dict(headers)["cache-control"]


def test_a_page_names_the_scripts_that_it_will_need():
    link = dict(ask("/page")[1])["link"]
    files = re.findall(r"<\./([^>]+)>; rel=modulepreload", link)
    own = {file.removeprefix(f"{ASSETS_PATH}/") for file in files if file.startswith(ASSETS_PATH)}
    others = [Path(get_static_dir()) / file for file in files if not file.startswith(ASSETS_PATH)]
    assert own == {"all.js"}
    assert [file.name.split(".")[0] for file in others] == ["PlotlyChart"]
    assert others[0].exists()


def test_what_is_no_page_is_passed_on_as_it_is():
    status, headers, body = ask("/", accept_language="es")
    assert (status, body) == (200, b"page")
    assert "content-language" not in dict(headers)


def test_what_is_no_page_names_none():
    assert "link" not in dict(ask("/")[1])
    assert "link" not in dict(ask(f"/{ASSETS_PATH}/player.js")[1])


FILES = server.Kept(None).files
SCRIPT = max(FILES, key=lambda path: FILES[path].stat().st_size)
"""The largest of Streamlit's own files."""


@pytest.mark.parametrize(
    ("taken", "coding", "unpacked"),
    [("gzip, deflate, br, zstd", "br", brotli.decompress), ("gzip;q=1", "gzip", gzip.decompress)],
)
def test_streamlits_scripts_travel_compressed_and_arrive_whole(taken, coding, unpacked):
    status, headers, body = ask(SCRIPT, accept_encoding=taken)
    whole = FILES[SCRIPT].read_bytes()
    assert status == 200
    assert unpacked(body) == whole
    assert len(body) < len(whole) / 2
    said = dict(headers)
    assert said["content-encoding"] == coding
    assert said["vary"] == "Accept-Encoding"
    assert said["content-type"].startswith("text/javascript")
    assert "immutable" in said["cache-control"]
    assert said["x-content-type-options"] == "nosniff"


def test_the_players_modules_come_as_one_file_too():
    status, headers, body = ask(f"/{ASSETS_PATH}/all.js", accept_encoding="br")
    assert (status, dict(headers)["content-encoding"]) == (200, "br")
    assert b"export const { mounts }" in brotli.decompress(body)


@pytest.mark.parametrize("asked", [{}, {"accept_encoding": "zstd"}, {"accept_encoding": "gzip", "range": "bytes=0-9"}])
def test_who_does_not_ask_for_a_compressed_script_is_left_to_streamlit(asked):
    assert ask(SCRIPT, **asked)[0] == 404  # the small application of this test has no such file


@pytest.mark.parametrize("path", ["/static/js/../../config.py", "/static/../x.js", "/static/js/nothing.js", "/static/"])
def test_no_other_file_is_compressed(path):
    assert ask(path, accept_encoding="gzip")[0] == 404


@pytest.mark.parametrize("path", ["../component.py", "nothing.js", "/etc/passwd", "", "."])
def test_nothing_else_is_served(path):
    assert ask(f"/{ASSETS_PATH}/{path}")[0] == 404


def test_the_address_of_the_files_follows_their_content():
    assert ASSETS_PATH.startswith("player-")
    assert len(ASSETS_PATH.removeprefix("player-")) == 12


@pytest.mark.parametrize(("language", "word"), [("en", "reload"), ("es", None)])
def test_an_error_is_logged_whole_and_shown_as_a_sentence(monkeypatch, caplog, language, word):
    shown = []
    monkeypatch.setattr(server, "st", SimpleNamespace(session_state={"lang": language}, error=shown.append))
    with caplog.at_level(logging.ERROR):
        assert server.on_script_error(RuntimeError("secret")) is True
    (sentence,) = shown
    assert "secret" not in sentence
    assert word is None or word in sentence
    assert "secret" in caplog.text


def test_a_page_may_ask_for_nothing_of_anybody_else_and_be_shown_by_anybody():
    said = dict(ask("/page")[1])["content-security-policy"]
    assert "default-src 'self'" in said
    assert "object-src 'none'" in said
    assert "frame-ancestors" not in said  # a star would shut out pages that have no host
    assert "http" not in said


@pytest.mark.parametrize(
    ("setting", "end"),
    [
        ("'none'", "frame-ancestors 'none'"),
        ("https://moodle.example.org 'self'", "frame-ancestors https://moodle.example.org 'self'"),
        ("'self'; script-src *\r\nset-cookie: a=b", "frame-ancestors 'self' script-src * set-cookie: a b"),
        ("", "frame-ancestors 'none'"),
    ],
)
def test_who_may_frame_it_is_a_setting_that_cannot_end_the_line(setting, end):
    said = server.policy(setting).decode()
    assert said.endswith(end)
    assert said.count(";") == server.policy("*").decode().count(";") + 1


def test_what_every_page_asks_for_is_compressed_before_anybody_comes():
    kept = server.Kept(None)
    kept.make_ready()
    names = {path.rpartition("/")[2].partition(".")[0] for path, coding in kept.small if coding == "br"}
    assert {"index", "PlotlyChart", "all"} <= names
