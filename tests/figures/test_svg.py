"""The SVG of our own, read by an independent XML reader."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from playground.figures.svg import Axes, Box, document, frame, path_data, ticks
from playground.figures.svg_charts import Ground, levels_svg
from playground.figures.theme import LIGHT

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 2, [0, 0.5, 1, 1.5, 2]), (-10, 10, [-10, -5, 0, 5, 10]), (1, -1, [-1, -0.5, 0, 0.5, 1]), (3, 3, [])],
)
def test_ticks_are_round(low, high, expected):
    assert ticks(low, high).tolist() == expected


@pytest.mark.parametrize("span", [1e-9, 0.37, 12345.0, 1e300])
def test_ticks_are_a_few(span):
    assert 2 <= len(ticks(0, span)) <= 7


def test_a_path_goes_where_its_points_are():
    data = path_data(np.array([[1.0, 2.0], [11.0, 2.5], [3.0, -4.0]]))
    start, steps = data.removeprefix("M").split("l")
    numbers = list(map(int, steps.replace("-", " -").split()))
    places = np.cumsum([list(map(int, start.split())), numbers[:2], numbers[2:]], axis=0)
    assert (places / 4).tolist() == [[1, 2], [11, 2.5], [3, -4]]


def test_points_have_their_place_and_huge_ones_stay_countable():
    axes = Axes(Box(10, 20, 100, 200), (0, 1), (0, 1))
    assert axes.place(0.5, 1.0).tolist() == [60, 20]
    assert Axes(axes.box, axes.x, axes.y, flipped=True).place(0.5, 1.0).tolist() == [60, 220]
    assert np.abs(axes.place(1e300, -1e300)).max() <= 1e4


def test_a_document_says_what_it_is_and_where_it_came_from():
    title, link = 'Adam <b> & "Gabor"', "https://example.org/?a=1&b=<2>"
    svg = ET.fromstring(document("<g/>", 100, 50, LIGHT, title=title, about="a < b", link=link, cm=8))
    assert svg.find(f"{SVG}title").text == title
    assert next(svg.iter("{http://purl.org/dc/elements/1.1/}source")).text == link
    assert (svg.get("width"), svg.get("height"), svg.get("viewBox")) == ("8cm", "4cm", "0 0 100 50")


def test_words_stay_text_and_numbers_speak_the_language():
    axes = Axes(Box(60, 20, 100, 100), (0, 2), (0, 1))
    svg = ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{frame(axes, LIGHT, "es", ("φ₀ <", "L"))}</svg>')
    words = [node.text for node in svg.iter(f"{SVG}text")]
    assert {"0,5", "φ₀ <", "L"} <= set(words)


def test_a_loss_is_written_where_no_path_covers_it():
    x = np.linspace(-1.0, 1.0, 41)
    ground = Ground(x, x, x**2 + (x**2)[:, None])
    named = [(0.5, np.array([[0.5, 0.5], [-0.5, 0.5]]))]
    one, other = (f'x="{ground.axes.place(*place)[0]:.1f}"' for place in named[0][1])
    assert one in levels_svg(ground, named, "es")
    crossing = np.array([[0.5, -0.9], [0.5, 0.9], [np.nan, 0.0], [1e300, 0.0]])
    assert other in levels_svg(ground, named, "es", [crossing]), "a long step passes over the first place"
    assert ">0,5<" in levels_svg(ground, named, "es")
