import assert from "node:assert/strict";
import test from "node:test";
import { moments } from "../../playground/ui/player/static/takeaway/film.js";
import { draw, mapOf, widthOf } from "../../playground/ui/player/static/takeaway/scene.js";
import { look, recorder, runOf } from "./canvas.js";

const axes = { left: 10, top: 20, width: 100, height: 50, x: [0, 2], y: [-1, 1], flipped: false };

test("the map of a chart is that of its axes, both ways and either way up", () => {
  for (const flipped of [false, true]) {
    const map = mapOf({ ...axes, flipped });
    assert.deepEqual(map.toPixel(1, 1), [60, flipped ? 70 : 20]);
    assert.deepEqual(map.toData(60, flipped ? 70 : 20), [1, 1]);
  }
});

test("a film shows every step of a short run, and of a long one so many with its last", () => {
  assert.deepEqual(moments(3), [0, 1, 2, 3]);
  assert.deepEqual(moments(0), [0]);
  const long = moments(2000, 200);
  assert.equal(long.length, 201);
  assert.deepEqual([long[0], long[1], long.at(-1)], [0, 10, 2000]);
});

const scene = {
  wide: 120,
  high: 90,
  ground: "#ffffff",
  letters: "serif",
  look,
  runs: [runOf([0, 0, 1, 0.5, 2, 1])],
  floor: 0,
  mark: ".",
  words: { one_percent: "1 %", step_axis: "step" },
  steps: 2,
  model: { program: ["add", ["phi", 0], ["x"]], constants: {}, x: [1], y: [1] },
  charts: [
    { name: "contour", svg: "", axes },
    { name: "fit", svg: "", axes },
    { name: "loss", heading: "Loss" },
  ],
};

test("each chart is drawn in its place, and the same moment makes the same picture", () => {
  const made = (k) => {
    const context = recorder();
    draw(context, scene, [null, null, null], k);
    return context;
  };
  const first = made(1);
  assert.equal(widthOf(scene), 360);
  assert.deepEqual(first.of("translate").slice(0, 3), [
    [0, 0],
    [120, 0],
    [240, 0],
  ]);
  assert.ok(first.of("fillText").some(([text]) => text === "Loss"));
  assert.deepEqual(first.calls, made(1).calls);
  assert.notDeepEqual(first.calls, made(2).calls);
});
