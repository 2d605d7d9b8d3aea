// The curve of a loss of one parameter: its height between two of the points that a chart draws.

import assert from "node:assert/strict";
import test from "node:test";
import { heightOn } from "../../playground/ui/player/static/line.js";

const chart = { _fullData: [{ x: [0, 1, 2, 3], y: [0, 2, Number.NaN, 4] }] };

test("the height lies on the line between two points", () => {
  assert.equal(heightOn(chart, 0), 0);
  assert.equal(heightOn(chart, 0.25), 0.5);
});

test("beyond the ends, in a gap and without a chart there is none", () => {
  for (const height of [heightOn(chart, -0.1), heightOn(chart, 3.1), heightOn(chart, 1.5), heightOn(null, 1)])
    assert.ok(Number.isNaN(height));
});
