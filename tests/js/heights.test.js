import assert from "node:assert/strict";
import test from "node:test";
import { colourOf, Heights, pixels, shares } from "../../playground/ui/player/static/heights.js";
import { fromPython, tables } from "./tables.js";

test("the heights are the losses that the engine has on the same grid", fromPython, () => {
  const { data, heights } = tables.held;
  const found = new Heights(data.walk.loss, [data.model.x, data.model.y], data.window).at({ divisor: 8 });
  assert.equal(found.length, heights.length);
  for (const [i, value] of heights.entries())
    assert.ok(Math.abs(found[i] - value) <= 1e-10 * (1 + value), `${i}: ${found[i]}`);
});

test("the levels are those of the server's contour", fromPython, () => {
  for (const [scale, { lines, shares: expected }] of Object.entries(tables.held.shares)) {
    const found = shares(lines, scale);
    // Python rounds the losses of its lines, by no more than half their distance.
    for (const [i, share] of found.entries())
      assert.ok(Math.abs(share - expected[i]) < 0.5 / 32, `${scale} ${i}: ${share}`);
  }
});

test("what is not finite lies highest, and a flat landscape is no fault", () => {
  assert.deepEqual(Array.from(shares([1, Number.NaN, 2], "linear")), [0, 1, 1]);
  assert.deepEqual(Array.from(shares([3, 3, 3], "linear")), [0, 0, 0]);
});

test("a colour lies between those of the scale", () => {
  const colour = colourOf([
    [0, "#000000"],
    [0.5, "rgb(100, 200, 50)"],
    [1, "#ffffff"],
  ]);
  assert.deepEqual(colour(0), [0, 0, 0]);
  assert.deepEqual(colour(0.25), [50, 100, 25]);
  assert.deepEqual(colour(1), [255, 255, 255]);
});

test("the picture has the colours of the heights and a dark line between two levels", () => {
  const slope = Float64Array.from({ length: 41 * 41 }, (_, i) => (i % 41) / 40);
  const picture = pixels(slope, (share) => [255 * share, 255, 255]);
  const side = Math.sqrt(picture.length / 4);
  const reds = Array.from({ length: side }, (_, u) => picture[4 * u]);
  assert.ok(reds[0] < 5 && reds.at(-1) > 240);
  const lines = Array.from({ length: side }, (_, u) => picture[4 * (side + u) + 1] < 200).filter(Boolean);
  assert.equal(lines.length, 31);
});
