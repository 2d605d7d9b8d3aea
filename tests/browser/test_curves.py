"""The loss chart as it is painted: its axis, the lines that leave it, the 1 % line; drawn by the module alone."""

from pathlib import Path

import numpy as np
import pytest

from playground.ui.player.payload import pack

MODULES = Path(__file__).parents[2] / "playground/ui/player/static"
HEIGHT = 400
STEPS = 40
GOOD = 0.2 + 10 * 0.8 ** np.arange(STEPS + 1)
GONE = 0.2 + 10 * 100.0 ** np.arange(STEPS + 1)
PAINT = """async ([data, k, look]) => {
  const { drawLoss } = await import("http://modules.test/curves.js");
  const context = document.createElement("canvas").getContext("2d"), texts = [];
  const write = context.fillText, to = context.lineTo, arc = context.arc;
  context.fillText = function (text, ...at) { texts.push(text); return write.call(this, text, ...at); };
  const heights = {};
  context.lineTo = function (x, y) { (heights[this.strokeStyle] ??= []).push(y); return to.call(this, x, y); };
  const dots = [];
  context.arc = function (x, y, ...rest) { dots.push([x, y]); return arc.call(this, x, y, ...rest); };
  const colors = { ink: "#000000", halo: "#ffffff", grid: "#cccccc", axis: "#111111", font: "12px sans" };
  colors.ghost = "#888888";
  drawLoss(context, 600, 400, data, k, { ...colors, ...look });
  return { texts, heights, dots };
}"""


def run(loss, color="#ff0000", diverged=None):
    return {"steps": len(loss) - 1, "loss": pack(loss, "f8"), "color": color, "diverged": diverged}


@pytest.fixture(scope="module")
def paint(chromium):
    """What is painted of some runs at step k."""
    page = chromium.new_page()

    def serve(route):
        file = MODULES / route.request.url.rsplit("/", 1)[1]
        headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript"}
        route.fulfill(body=file.read_text(encoding="utf-8"), headers=headers)

    page.route("http://modules.test/*", serve)

    def painted(*runs, k=0, floor=0.2, **look):
        words = {"step_axis": "step", "one_percent": "one per cent"}
        data = {"runs": list(runs), "floor": floor, "mark": ".", "words": words}
        return page.evaluate(PAINT, [data, k, look])

    yield painted
    page.close()


def spread(heights):
    """How much of the chart's height a line fills."""
    inside = [y for y in heights if 0 <= y <= HEIGHT]
    return (max(inside) - min(inside)) / HEIGHT


def test_a_run_that_runs_away_leaves_the_other_as_readable_as_it_was_alone(paint):
    alone, beside = paint(run(GOOD)), paint(run(GOOD), run(GONE, "#0000ff", 1))
    assert beside["heights"]["#ff0000"] == alone["heights"]["#ff0000"]
    assert spread(alone["heights"]["#ff0000"]) > 0.6


def test_the_ghost_of_an_exploded_run_leaves_the_present_one_as_it_is(paint):
    for ghost in (run(GONE, diverged=1), run(GOOD * 1e6), run(np.full(STEPS + 1, np.nan), diverged=1)):
        assert paint(run(GOOD), previous=ghost)["heights"]["#ff0000"] == paint(run(GOOD))["heights"]["#ff0000"]


def test_a_line_that_leaves_through_the_top_says_its_power_of_ten(paint):
    texts = paint(run(GOOD), run(GONE, "#0000ff", 1))["texts"]
    assert texts.count("↑ 10⁸¹") == 1
    assert not any("↑" in text for text in paint(run(GOOD), run(GOOD * 0.9))["texts"])


def test_two_lines_that_leave_are_told_apart_by_their_rows(paint):
    texts = paint(run(GOOD), run(GONE, "#0000ff", 1), run(GONE**2, "#00ff00", 1))["texts"]
    assert {"↑ 10⁸¹", "↑ 10¹⁶²"} <= set(texts)


def test_overflow_does_not_hide_how_far_the_numbers_went(paint):
    loss = np.concatenate([GONE, [np.inf, np.nan]])
    assert "↑ 10⁸¹" in paint(run(GOOD), run(loss, "#0000ff", 1))["texts"]


def test_a_run_that_runs_away_alone_is_drawn_whole(paint):
    painted = paint(run(GONE, diverged=1))
    assert spread(painted["heights"]["#ff0000"]) > 0.6
    assert not any("↑" in text for text in painted["texts"])


def test_the_present_moment_of_a_run_out_of_the_picture_lies_on_its_rim(paint):
    dots = paint(run(GOOD), run(GONE, "#0000ff", 1), k=30)["dots"]
    assert min(y for _, y in dots) == 26


def test_while_the_class_guesses_nothing_tells_that_a_run_will_run_away(paint):
    texts = paint(run(GOOD), run(GONE, "#0000ff", 20), k=0, guess=True)["texts"]
    assert not any("↑" in text for text in texts)


def test_the_one_per_cent_line_is_drawn_where_the_least_loss_is_known(paint):
    assert "one per cent" in paint(run(GOOD))["texts"]
    assert "one per cent" not in paint(run(GOOD), floor=None)["texts"]
    assert "one per cent" not in paint(run(GOOD[:3]))["texts"]  # too far below what is drawn
    assert "one per cent" not in paint(run(np.full(9, 0.2)))["texts"]  # it starts at the minimum
