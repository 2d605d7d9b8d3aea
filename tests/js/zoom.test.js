import assert from "node:assert/strict";
import { test } from "node:test";
import { drawEnlarged, lensWindow, marksOf } from "../../playground/ui/player/static/enlarged.js";
import { mapOf, windowOf } from "../../playground/ui/player/static/geometry.js";
import { closer } from "../../playground/ui/player/static/zoom.js";
import { look, recorder } from "./canvas.js";

const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);
// A chart of φ₀ from 0 to 2 and φ₁ from −1 at the top to 1 at the bottom, as the course draws it.
const whole = {
  left: 50,
  top: 20,
  width: 200,
  height: 200,
  key: "chart",
  toPixel: (x, y) => [50 + 100 * x, 120 + 100 * y],
  toData: (u, v) => [(u - 50) / 100, (v - 120) / 100],
};

test("the window of a chart is what lies at its sides, whichever way they go", () => {
  assert.deepEqual(windowOf(whole), [
    [0, 2],
    [1, -1],
  ]);
});

test("an enlarged chart shows a window from side to side, and back it goes to the same pixels", () => {
  const part = mapOf(whole, [
    [0.5, 1],
    [0.5, 0],
  ]);
  assert.deepEqual(part.toPixel(0.5, 0.5), [50, 220]);
  assert.deepEqual(part.toPixel(1, 0), [250, 20]);
  const [x, y] = part.toData(...part.toPixel(0.7, 0.2));
  near(x, 0.7);
  near(y, 0.2);
  assert.equal(mapOf(whole, null), whole);
  assert.notEqual(part.key, whole.key, "what is drawn by this map is drawn anew");
});

test("the point under the pointer stays where it is while the chart grows", () => {
  const point = [1.5, 0.25];
  const before = whole.toPixel(...point);
  const after = mapOf(whole, closer(windowOf(whole), windowOf(whole), point, 3)).toPixel(...point);
  near(before[0], after[0]);
  near(before[1], after[1]);
});

test("no part reaches beyond the whole, and what would be larger than the whole is the whole", () => {
  const all = windowOf(whole);
  const edge = closer(all, all, [2, 1], 4);
  assert.deepEqual(closer(edge, all, [1.6, 0.7], 0.1), null);
  const out = closer(edge, all, [1.55, 0.55], 0.5);
  for (const axis of [0, 1])
    for (const end of out[axis])
      assert.ok(end >= Math.min(...all[axis]) - 1e-9 && end <= Math.max(...all[axis]) + 1e-9);
  near(Math.abs(out[0][1] - out[0][0]), 1);
});

test("a run that ends in steps too small to see has a lens over them; one still on its way has none", () => {
  const packed = (values) => ({ b: Buffer.from(new Float64Array(values).buffer).toString("base64"), t: "f8" });
  const path = (rate) => Array.from({ length: 31 }, (_, i) => [1 + 0.9 * rate ** i, 0.5 * rate ** i]).flat();
  const run = (rate) => ({ steps: 30, phi: packed(path(rate)) });
  const seen = lensWindow(run(0.8), whole, 30);
  for (const axis of [0, 1]) {
    const [a, b] = seen[axis];
    assert.ok((path(0.8).at(axis - 2) - a) * (path(0.8).at(axis - 2) - b) < 0, "it lies over the end");
  }
  assert.equal(lensWindow(run(0.8), whole, 12), null);
  assert.equal(lensWindow(run(0.97), whole, 30), null);
});

test("an enlarged chart of data draws its own points and numbers over its part, and no ground", () => {
  const circle = { symbol: "circle", color: "#123456" };
  const points = { type: "scatter", mode: "markers", x: [0.6, 1.5], y: [0.5, 0.5], marker: circle };
  const marks = marksOf({ _fullData: [points, { ...points, opacity: 0 }] });
  assert.equal(marks.length, 2, "points that the player draws itself are no marks of the chart");
  const context = recorder();
  const window = [
    [0.5, 1],
    [0.5, 0],
  ];
  drawEnlarged(context, mapOf(whole, window), { window, picture: null, marks }, look, ".");
  assert.deepEqual(context.of("arc")[0].slice(0, 2), [90, 220]);
  assert.ok(context.of("fillText").some(([text]) => text === "0.5"));
  assert.equal(context.of("drawImage").length, 0);
});
