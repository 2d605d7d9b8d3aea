"""A visitor's own data in a real Chromium: pasted and shared with somebody else, drawn by hand and followed at once."""

import numpy as np
import pytest

from playground.engine import GradientDescent, LinearRegression, descend

PASTED = "x;y\n1,5;2,0\n2,5;3,5\n3,5;4,0"


def open_section(guest):
    fold = guest.page.locator(".st-key-fold-own-data")
    if fold.locator("details[open]").count() == 0:
        fold.locator("summary").click()
    return fold


def data_of(guest):
    model = guest.probe("data")["model"]
    return list(zip(model["x"], model["y"], strict=True))


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_one_pastes_another_opens(visit, language):
    guest = visit(f"lang={language}&hide=surface")
    open_section(guest)
    box = guest.page.locator(".st-key-own-paste textarea")
    box.fill(PASTED)
    with guest.new_run():
        box.press("Control+Enter")
    assert data_of(guest) == [(1.5, 2.0), (2.5, 3.5), (3.5, 4.0)]
    guest.page.locator(".st-key-share button").click()
    link = guest.page.locator("[data-testid=stCode] code").inner_text().strip()
    other = visit(link.partition("?")[2], viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert data_of(other) == data_of(guest)
    assert np.array_equal(other.probe("run")["phi"], guest.probe("run")["phi"])


def test_points_are_drawn_moved_and_removed_by_hand(visit):
    guest = visit("lang=en&hide=surface&data=1,1_2,2_4,3&start=1,0.5&alpha=0.01")
    fold, mouse = open_section(guest), guest.page.mouse
    fold.get_by_text("Draw in the data chart").click()
    guest.until("probe.data().draws")
    chart = guest.page.locator(".st-key-fit")
    chart.scroll_into_view_if_needed()
    guest.until("probe.player().drawing.map")

    place = guest.probe("screen", "fit", 3.0, 1.5)
    with guest.new_run():
        mouse.click(*place)
    assert len(data_of(guest)) == 4
    assert np.allclose(data_of(guest)[3], (3.0, 1.5), atol=0.02)

    x, y = np.array(data_of(guest)).T
    mouse.move(*guest.probe("screen", "fit", 4.0, 3.0))
    mouse.down()
    mouse.move(*guest.probe("screen", "fit", 2.0, 2.5), steps=8)
    guest.until("probe.preview() !== null && probe.player().live.ground")
    held = guest.page.evaluate("probe.player().live.preview.held.get('points')")
    assert (held["x"][2], held["y"][2]) == pytest.approx((2.0, 2.5), abs=0.02)
    path = descend(GradientDescent(0.01), LinearRegression(x=held["x"], y=held["y"]), [1.0, 0.5], 50)
    assert np.allclose(guest.probe("preview")["phi"], path.phi, rtol=1e-9)
    with guest.new_run():
        mouse.up()
    guest.until("probe.preview() === null")
    assert data_of(guest) == list(zip(held["x"], held["y"], strict=True))
    assert np.array_equal(guest.probe("run")["phi"], path.phi)

    with guest.new_run():
        guest.page.locator(".pg-datum").press("Delete")
    assert len(data_of(guest)) == 3
    with guest.new_run():
        guest.page.locator(".st-key-own-undo button").click()
    assert len(data_of(guest)) == 4
    with guest.new_run():
        mouse.dblclick(*guest.probe("screen", "fit", float(x[0]), float(y[0])))
    assert len(data_of(guest)) == 3
