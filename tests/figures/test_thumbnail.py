"""The small picture of a preset: an SVG whose ground and paths lie where the contour has them."""

import base64
import re
import struct
import xml.etree.ElementTree as ET
import zlib

import numpy as np
import pytest

from playground.figures.theme import DARK, LANDSCAPE, LIGHT
from playground.figures.thumbnail import SIZE, thumbnail

WINDOW = ((0.0, 2.0), (-1.0, 1.0))
SVG = "{http://www.w3.org/2000/svg}"


def picture(paths=(), value=None, **more):
    value = np.array([[0.0, 1.0], [2.0, 3.0]]) if value is None else value
    return ET.fromstring(thumbnail(WINDOW, value, paths, look=more.pop("look", LIGHT), **more))


def pixels(svg):
    """The colours of the ground as #rrggbb, read from the PNG, row by row."""
    png = base64.b64decode(svg.find(f"{SVG}image").get("href").partition(",")[2])
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(png):
        (size,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + body)
        chunks[kind], at = body, at + 12 + size
    columns, rows, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colour) == (8, 2)
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(rows, 1 + 3 * columns)
    assert (lines[:, 0] == 0).all()
    return [["#{:02x}{:02x}{:02x}".format(*rgb) for rgb in line[1:].reshape(-1, 3)] for line in lines]


def points(svg):
    lines = [line for line in svg.iter(f"{SVG}polyline") if line.get("stroke") != "#fff"]
    return [[tuple(map(float, pair.split(","))) for pair in line.get("points").split()] for line in lines]


def test_the_ground_goes_from_valley_to_summit_with_the_second_parameter_upwards():
    rows = pixels(picture())
    assert rows[1][0] == LANDSCAPE[0]  # the least loss, at φ1's low end: bottom left
    assert rows[0][1] == LANDSCAPE[-1]


def test_a_flipped_ground_has_the_second_parameter_downwards():
    rows = pixels(picture(flipped=True))
    assert rows[0][0] == LANDSCAPE[0]
    assert rows[1][1] == LANDSCAPE[-1]


@pytest.mark.parametrize(("flipped", "v"), [(False, 0.0), (True, float(SIZE))])
def test_a_path_lies_where_the_ground_has_it(flipped, v):
    ((start, end),) = points(picture([np.array([[0.0, 1.0], [1.0, 0.0]])], flipped=flipped))
    assert start == (0, v)
    assert end == (SIZE / 2, SIZE / 2)


def test_runs_have_the_colours_of_their_appearance():
    paths = [np.array([[0.5, 0.5], [1.0, 0.0]])] * 3
    for look in (LIGHT, DARK):
        colors = [line.get("stroke") for line in picture(paths, look=look).iter(f"{SVG}polyline")]
        assert [color for color in colors if color != "#fff"] == list(look.runs[:3])


def test_what_is_not_finite_or_far_away_makes_no_broken_picture():
    svg = thumbnail(WINDOW, np.ones((3, 3)), [np.array([[1e9, 0.0], [np.inf, np.nan], [1.0, 0.0]])], look=LIGHT)
    assert not re.search("nan|inf|e\\+", svg)
    ((far, near),) = points(ET.fromstring(svg))
    assert abs(far[0]) <= 2 * SIZE
    assert near == (SIZE / 2, SIZE / 2)


def test_a_path_without_any_finite_point_is_left_out():
    svg = picture([np.full((3, 2), np.nan)])
    assert points(svg) == [[]]
    assert svg.find(f"{SVG}circle") is None
