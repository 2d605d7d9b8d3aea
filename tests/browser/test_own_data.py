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


def test_what_one_pastes_another_opens_on_a_phone_in_another_language_and_moves_with_a_finger(visit):
    guest = visit("lang=es&hide=surface")
    open_section(guest)
    box = guest.page.get_by_label("Pega dos columnas de una hoja de cálculo")
    box.fill(PASTED)
    with guest.new_run():
        box.press("Control+Enter")
    assert data_of(guest) == [(1.5, 2.0), (2.5, 3.5), (3.5, 4.0)]
    guest.page.locator(".st-key-share button").click()
    link = guest.page.locator("[data-testid=stCode] code").inner_text().strip()
    query = link.partition("?")[2].replace("lang=es", "lang=en")
    other = visit(query, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert data_of(other) == data_of(guest)
    assert np.array_equal(other.probe("run")["phi"], guest.probe("run")["phi"])

    other.page.locator("[data-testid=stExpandSidebarButton]").tap()
    open_section(other).get_by_text("Draw in the data chart").tap()
    other.until("probe.data().draws")
    other.page.locator("[data-testid=stSidebarCollapseButton] button").tap()
    other.page.get_by_role("tab", name="Data").tap()
    other.until("probe.player().drawing.map")
    network = other.page.context.new_cdp_session(other.page)
    begin, end = (other.probe("screen", "fit", 2.5, y) for y in (3.5, 2.0))

    def touch(kind, *points):
        points = [{"x": x, "y": y} for x, y in points]
        network.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})

    scrolled = other.page.evaluate("probe.player().panels.get('fit').chart.getBoundingClientRect().top")
    with other.new_run():
        touch("Start", begin)
        for share in np.linspace(0, 1, 9):
            touch("Move", begin + share * (np.array(end) - begin))
        touch("End")
    assert data_of(other)[1] == pytest.approx((2.5, 2.0), abs=0.03)
    assert other.page.evaluate("probe.player().panels.get('fit').chart.getBoundingClientRect().top") == scrolled


def test_points_are_drawn_moved_and_removed_by_hand_and_a_file_takes_their_place_or_is_refused(visit):
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

    file = fold.locator("input[type=file]")
    with guest.new_run():
        file.set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": PASTED.encode("utf-16")})
    assert data_of(guest) == [(1.5, 2.0), (2.5, 3.5), (3.5, 4.0)]
    assert "Rows: 3. Separator: semicolon." in fold.get_by_role("status").first.inner_text()
    file.set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"PK\x03\x04" + bytes(99)})
    fold.get_by_text("This is not text").wait_for()
    file.set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": bytes(2**20 + 1)})
    fold.get_by_text("This is larger than 1 MB").wait_for()
    assert len(data_of(guest)) == 3
