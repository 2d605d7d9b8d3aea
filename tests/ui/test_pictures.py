"""The picture of a link: one answer for whatever is asked, read by an XML reader and by Pillow's kind of check."""

import asyncio
import io
import struct
import xml.etree.ElementTree as ET
import zlib

import numpy as np
import pytest
from harness import finish
from PIL import Image
from starlette.applications import Starlette

from playground.ui import pictures, server

SVG = "{http://www.w3.org/2000/svg}"


def ask(path, query="", **asked):
    """Status, headers and body of an answer."""
    app = Starlette(routes=server.routes())
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "query_string": query.encode()}
    scope["headers"] = [(name.replace("_", "-").encode(), value.encode()) for name, value in asked.items()]
    sent = []

    async def receive():
        await asyncio.sleep(60)

    async def send(message):
        sent.append(message)

    finish(app(scope, receive, send))
    start, *parts = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, b"".join(part.get("body", b"") for part in parts)


def words(body):
    return [node.text for node in ET.fromstring(body).iter(f"{SVG}text")]


def test_a_link_is_an_svg_that_any_page_may_show_and_none_can_be_hurt_by():
    status, headers, body = ask("/figure.svg", "model=Gabor&optimizer=Adam&lang=es")
    assert status == 200
    assert headers["content-type"].startswith("image/svg+xml")
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["access-control-allow-origin"] == "*"
    assert ET.fromstring(body).find(f"{SVG}title").text.startswith("Adam · Modelo de Gabor")
    assert "max-age" in headers["cache-control"]


def test_the_same_link_is_the_same_picture_and_need_not_be_sent_again():
    first, second = (ask("/figure.svg", "alpha=0.03") for _ in range(2))
    assert first[2] == second[2]
    assert ask("/figure.svg", "alpha=0.03", if_none_match=first[1]["etag"])[0] == 304
    assert ask("/figure.svg", "alpha=0.031", if_none_match=first[1]["etag"])[0] == 200


@pytest.mark.parametrize(
    "query",
    [
        "model=" + "x" * 2000,
        "alpha=nan&steps=1e99&start=inf,nan&step=-1e300&seed=%00",
        "model=OwnFunction&formula=%3C/svg%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "page=../../etc/passwd",
        "page=gabor%00&charts=<b>,contour,contour&look=%22onload=",
        "%F0%9F=%FF&lang=%3Cb%3E",
        "model=OwnFunction&formula=1/0",
        "model=OwnFunction&formula=" + "x^y^" * 30 + "2",
        "model=OwnFunction&formula=" + "*".join(f"sin({k}x+{k}y)" for k in range(1, 22)).replace("+", "%2B"),
    ],
)
def test_a_hostile_link_is_answered(query):
    status, _, body = ask("/figure.svg", query)
    assert status in (200, 404)
    if status == 200:
        assert len(body) < 100_000
        assert b"<script" not in body
        assert not [node for node in ET.fromstring(body).iter() if any(name[:2] == "on" for name in node.attrib)]


def test_what_is_too_long_is_refused_unread():
    assert ask("/figure.svg", "a=" + "b" * 9000)[0] == 414


def test_a_page_that_has_no_run_says_so_and_a_lesson_opens_with_its_own_state():
    assert ask("/figure.svg", "page=house-price")[0] == 404
    lesson = ask("/figure.svg", "page=gabor&lang=en")[2]
    assert b"Gabor model" in lesson
    assert ask("/figure.svg", "page=gabor&lang=en&model=LinearRegression")[2] != lesson


def test_charts_look_and_step_can_be_chosen():
    said = words(ask("/figure.svg", "charts=loss,ledger&step=3&lang=en&look=print")[2])
    assert "From step 2 to step 3" in said
    assert not any("contours" in word for word in said)


def test_the_picture_of_a_preview_is_a_png():
    status, headers, body = ask("/figure.png", "model=Gabor&alpha=0.1")
    assert (status, headers["content-type"]) == (200, "image/png")
    assert body.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", body[16:24]) == (600, 315)
    at = body.index(b"IDAT") + 4
    pixels = np.frombuffer(zlib.decompressobj().decompress(body[at:]), np.uint8).reshape(315, 1801)[:, 1:]
    colours = {tuple(pixel) for pixel in pixels.reshape(-1, 3)}
    assert (0xCC, 0x55, 0x00) in colours  # the path
    assert len(body) < 150_000


def test_a_loss_of_one_parameter_has_its_preview_too():
    status, headers, body = ask("/figure.png", "model=OwnCurve&formula=x^2-1/x")
    assert (status, headers["content-type"]) == (200, "image/png")
    pixels = np.asarray(Image.open(io.BytesIO(body)))
    for colour in ((255, 255, 255), (0x35, 0x64, 0x8F), (0xCC, 0x55, 0x00)):
        assert (pixels == colour).all(axis=2).any(), colour


def test_what_a_link_hides_its_picture_hides():
    marked = "l40 40m-40 0l40-40"  # the cross of a minimiser
    assert marked in ask("/figure.svg", "model=Gabor")[2].decode()
    assert marked not in ask("/figure.svg", "model=Gabor&hide=nav,minimum")[2].decode()
    told, quiet = (pictures.opening("/", query, "en").html() for query in ("model=Gabor", "model=Gabor&hide=minimum"))
    assert marked in told
    assert marked not in quiet


def test_no_more_pictures_are_kept_than_fit():
    assert pictures.drawn.cache_info().maxsize <= 256
    assert pictures.painted.cache_info().maxsize <= 256
