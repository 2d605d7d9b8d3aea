"""What every figure shares: it is valid although nobody validates it, in the visitor's language and colours."""

import base64
import itertools
import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest

from playground.figures.contour import contour
from playground.figures.fit import fit
from playground.figures.small_multiples import Curve, Pane, panes
from playground.figures.static_paths import losses, with_curves, with_paths, with_paths_3d
from playground.figures.surface import surface
from playground.figures.theme import (
    DARK,
    DASHES,
    LANDSCAPE,
    LIGHT,
    MODEL,
    Raw,
    enlarged,
    log_ticks,
    packed,
    short_name,
    theme,
    typeset,
)

X, Y = np.linspace(-1, 1, 6), np.linspace(0, 2, 5)
HEIGHTS = X**2 + Y[:, None]
PATHS = [np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 1.5]])] * 5


def every_figure(look=LIGHT, language="en"):
    """One of each kind, by name."""
    both, titles = {"look": look, "language": language}, ("φ₀", "φ₁")
    flat = contour(X, Y, HEIGHTS, titles=titles, minimisers=np.array([[0.0, 0.0]]), **both)
    solid = surface(X, Y, HEIGHTS, titles=(*titles, "L"), **both)
    data = fit(X, X**2, ((-1, 1), (0, 1)), titles=("x", "y"), **both)
    return {
        "contour": flat,
        "contour, log": contour(X, Y, HEIGHTS, titles=titles, scale="log", flipped=True, **both),
        "surface": solid,
        "surface, log": surface(X, Y, HEIGHTS, titles=(*titles, "L"), scale="log", **both),
        "fit": data,
        "paths": with_paths(flat, PATHS, look),
        "paths in space": with_paths_3d(solid, PATHS, [path[:, 0] for path in PATHS], look),
        "curves": with_curves(data, X, [X] * 5, look),
        "losses": losses([X**2 + 1] * 5, heading="", title="step", log=True, **both),
        "losses, linear": losses([X], heading="", title="step", log=False, **both),
    }


NAMES = list(every_figure())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_what_skips_validation_is_valid(name, look):
    raw = every_figure(look)[name].to_dict()
    made = go.Figure(raw)  # raises ValueError for a name or a value that Plotly does not know
    assert len(made.data) == len(raw["data"])
    assert set(raw) == {"data", "layout"}


def test_the_validation_would_find_a_mistake():
    raw = every_figure()["contour"].to_dict()
    with pytest.raises(ValueError, match="colourscale"):
        go.Figure({"data": [{**raw["data"][0], "colourscale": []}], "layout": raw["layout"]})


@pytest.mark.parametrize("name", NAMES)
def test_every_number_is_finite_and_travels_as_json(name, finite):
    raw = every_figure()[name].to_dict()
    assert finite(raw)
    assert json.loads(json.dumps(raw, allow_nan=False)) == raw


@pytest.mark.parametrize("name", NAMES)
def test_separators_follow_the_language(name):
    assert every_figure(language="en")[name].to_dict()["layout"]["separators"] == ".,"
    assert every_figure(language="es")[name].to_dict()["layout"]["separators"] == ",."


@pytest.mark.parametrize("name", NAMES)
def test_light_and_dark_differ_in_ink_and_leave_the_ground_to_the_page(name):
    light, dark = (every_figure(look)[name].to_dict()["layout"] for look in (LIGHT, DARK))
    assert light["font"]["color"] == LIGHT.ink
    assert dark["font"]["color"] == DARK.ink
    for layout in (light, dark):
        assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"


@pytest.mark.parametrize("name", NAMES)
def test_a_hand_on_a_chart_belongs_to_the_player(name):
    layout = every_figure()[name].to_dict()["layout"]
    for axis in ("xaxis", "yaxis"):
        assert "scene" in layout or layout[axis]["fixedrange"] is True
    assert "scene" in layout or layout["dragmode"] is False


def test_the_theme_of_a_name_is_light_where_nobody_knows_it():
    assert theme("dark") is DARK
    assert theme("light") is theme(None) is theme("sepia") is LIGHT


def luminance(color):
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("look", "page"), [(LIGHT, "#FFFFFF"), (DARK, "#12171D")], ids=["light", "dark"])
def test_colours_stand_out_from_the_page(look, page):
    assert contrast(look.ink, page) >= 7
    assert contrast(look.data, page) >= 7
    assert all(contrast(color, page) >= 3 for color in (*look.runs, *look.arrows, look.lit, look.residual))


def lab(color):
    """CIE 1976 L*a*b* of #rrggbb, under D65."""
    parts = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    x, y, z = np.cbrt(xyz / np.array([0.9505, 1.0, 1.089]))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_no_arrow_looks_like_a_run_or_like_another_arrow(look):
    for k, arrow in enumerate(look.arrows):
        for other in (*look.runs, *look.arrows[:k]):
            assert np.linalg.norm(lab(arrow) - lab(other)) > 22, (arrow, other)
    assert all(np.linalg.norm(lab(MODEL) - lab(run)) > 22 for run in look.runs)


def test_five_runs_differ_by_colour_and_by_dash():
    for look in (LIGHT, DARK):
        assert len(set(look.runs)) == 5
    assert len({tuple(dash) for dash in DASHES}) == 5


def test_the_landscape_grows_lighter_with_the_loss():
    heights = [luminance(color) for color in LANDSCAPE]
    assert heights == sorted(heights)


def test_packed_arrays_come_back_in_float32(unpacked):
    array = np.array([[0.1, 2.0, -3.5], [1e30, -0.0, 7.0]])
    assert np.array_equal(unpacked(packed(array)), array.astype(np.float32))
    assert "shape" not in packed(array[0])
    assert len(base64.b64decode(packed(array[0])["bdata"])) == 12


def test_packing_a_number_beyond_float32_is_silent(unpacked, recwarn):
    assert unpacked(packed([1e300, -1e300, 1.0])).tolist() == [np.inf, -np.inf, 1.0]
    assert not recwarn.list


def test_a_raw_figure_is_what_streamlit_takes_for_a_figure():
    raw = every_figure()["contour"]
    assert isinstance(raw, go.Figure)
    assert raw.to_plotly_json() is raw.to_dict()
    assert raw.layout.height == raw.to_dict()["layout"]["height"]
    assert Raw({"data": [], "layout": {}}).layout.height is None


@pytest.mark.parametrize(
    ("low", "high", "step"),
    [(0.02, 3, "D2"), (1, 300, "D2"), (1, 400, 1), (1e-3, 1e3, 1), (1e-15, 1e3, 3), (1, 1, "D2")],
)
def test_a_logarithmic_axis_has_few_ticks_and_writes_them_out(low, high, step):
    ticks = log_ticks(low, high)
    assert ticks["dtick"] == step
    assert ("tickformat" in ticks) == (step == "D2"), "0.5 is not written as a bare 5"


def test_a_projected_figure_has_larger_letters_in_its_legend_and_room_for_them():
    legend = {"font": {"size": 11}, "x": 0.5}
    before = {
        "data": [],
        "layout": {"height": 400, "font": {}, "title": {}, "margin": {"t": 32, "b": 46}, "legend": legend},
    }
    after = enlarged(Raw(before)).to_dict()["layout"]
    assert after["legend"]["font"]["size"] >= 16
    assert after["legend"]["x"] == legend["x"]
    assert after["margin"]["t"] > 1.5 * before["layout"]["margin"]["t"]
    assert before["layout"]["legend"] is legend, "the small figure stays as it is"


def test_projected_panes_that_share_a_chart_have_few_numbers_and_no_small_letters():
    low = [Pane("", [Curve("", np.arange(3.0), np.arange(3.0))]) for _ in range(2)]
    frame = enlarged(panes(low, look=LIGHT, language="en", columns=1)).to_dict()["layout"]
    assert frame["yaxis"]["nticks"] == frame["yaxis2"]["nticks"] == 3
    text = {"type": "scatter", "mode": "text", "textfont": {"size": 11}}
    big = enlarged(Raw({"data": [text], "layout": {"height": 400, "font": {}, "title": {}, "margin": {"t": 32}}}))
    assert big.to_dict()["data"][0]["textfont"]["size"] >= 24


def test_a_projected_figure_shortens_what_would_not_fit_in_letters_for_a_hall():
    assert [
        short_name(name) for name in ("φ₁, slope (grows downwards)", "output, y", "a very long name of a column, y")
    ] == [
        "φ₁, slope",
        "output, y",
        "y",
    ]
    long = "<b>Parameters</b> · contours of the loss L[φ], as they are drawn"
    sides = {"title": {"text": long}, "margin": {}, "font": {}, "height": 400}
    square = {**sides, "yaxis": {"scaleanchor": "x"}, "legend": {"orientation": "v", "y": 0.0}}
    narrow, wide = (
        enlarged(Raw({"data": [{"name": "the past: −αβ m"}], "layout": one})).to_dict() for one in (square, sides)
    )
    assert narrow["layout"]["title"]["text"] == "Contours of the loss L[φ], as they are drawn", "as a sentence begins"
    assert wide["layout"]["title"]["text"] == long
    assert (narrow["data"][0]["name"], narrow["layout"]["legend"]["x"]) == ("−αβ m", 1.0), (
        "a short legend beside the chart"
    )


def test_a_logarithmic_pane_marks_powers_of_ten_or_says_every_digit():
    wide, narrow = (Pane("", [Curve("", np.array([1.0, 2.0]), np.array([0.1, top]))], y_log=True) for top in (1e5, 3.0))
    ticks = [panes([one], look=LIGHT, language="en").to_dict()["layout"]["yaxis"] for one in (wide, narrow)]
    assert ticks[0]["exponentformat"] == "power"
    assert ticks[1]["dtick"] == "D2"
    assert all("tickformat" in one or one["dtick"] >= 1 for one in ticks), "Plotly's own choice writes a bare 5"


def lightness(color):
    """CIE L* of #rrggbb."""
    y = luminance(color)
    return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27


WITHOUT_GREEN = [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
]
"""Linear RGB as eyes without green cones see it (Machado, Oliveira and Fernandes 2009, deuteranopia)."""


def as_seen_without_green(color):
    """The lightness L* of #rrggbb for eyes without green cones."""
    parts = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    y = np.clip(np.array(WITHOUT_GREEN) @ linear, 0, 1) @ [0.2126, 0.7152, 0.0722]
    return 116 * np.cbrt(y) - 16


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_runs_are_told_apart_in_grey_and_without_green_cones(look):
    for one, other in itertools.combinations(look.runs, 2):
        assert abs(lightness(one) - lightness(other)) > 6
        assert abs(as_seen_without_green(one) - as_seen_without_green(other)) > 5


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("curvas de nivel de la pérdida L[φ]", "L"),
        ("<b>Datos</b> · el modelo f[x, φ]", "fx"),
        ("salida, y", "y"),
        ("φ₀ y φ₁ de Lisboa", ""),
        ("L[φ − α g]", "Lg"),
        ("the lesson's own L′", "L"),
        ("det H: blue above 0", "H"),
    ],
)
def test_a_title_has_its_symbols_in_the_face_of_the_formulas(text, symbols):
    drawn = typeset(text)
    assert "".join(re.findall(r"serif\">(.)</span>", drawn)) == symbols
    assert re.sub(r"</?span[^>]*>", "", drawn) == text
