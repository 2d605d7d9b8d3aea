import assert from "node:assert/strict";
import test from "node:test";
import {
  arrow,
  dot,
  drape,
  drawOnPlane,
  drawOnSurface,
  hidden,
  inkOn,
  pointAt,
  tame,
} from "../../playground/ui/player/static/paths.js";
import { look, map, recorder, runOf } from "./canvas.js";

const RUN = runOf([0, 0, 4, 0, 4, 4]);

test("between two steps the point lies on the segment, and after the last it stays there", () => {
  assert.deepEqual(pointAt(RUN, 1), [4, 0]);
  assert.deepEqual(pointAt(RUN, 0.25), [1, 0]);
  assert.deepEqual(pointAt(RUN, 1.5), [4, 2]);
  assert.deepEqual(pointAt(RUN, 99), [4, 4]);
});

test("a path leaves the pen where a point is not finite, and canvases hold every pixel", () => {
  const context = recorder();
  drawOnPlane(context, map, runOf([1, 1, Number.NaN, 2, 1e300, 3, 5, 5]), 3, look);
  const drawn = [...context.of("moveTo"), ...context.of("lineTo")].flat();
  assert.ok(drawn.length > 0);
  assert.ok(drawn.every((value) => Math.abs(value) <= 1e5));
  assert.deepEqual(tame([-1e300, 7]), [-1e5, 7]);
});

test("what is still to come is not drawn while the class guesses", () => {
  const secret = recorder();
  drawOnPlane(secret, map, RUN, 1, { ...look, guess: true });
  assert.ok(!secret.calls.some(([name, u, v]) => name === "lineTo" && u === 40 && v === 60));
  const open = recorder();
  drawOnPlane(open, map, RUN, 1, look);
  assert.ok(open.calls.some(([name, u, v]) => name === "lineTo" && u === 40 && v === 60));
});

test("a number is written on a disc in black or white, whichever is read on it", () => {
  assert.deepEqual(["#ffffff", "#000000", "#0072b2", "#f0e442"].map(inkOn), [
    "#000000",
    "#ffffff",
    "#ffffff",
    "#000000",
  ]);
});

test("a point that is nowhere is not drawn, and an arrow of no length neither", () => {
  const context = recorder();
  dot(context, null, 5, "#000000", "#ffffff");
  dot(context, [Number.NaN, 1], 5, "#000000", "#ffffff");
  arrow(context, map, [1, 1], [1, 1], "#000000", "#ffffff");
  assert.equal(context.calls.length, 0);
});

// A flat ground of height 0 with a wall of height 10 at x = 5.
const ground = {
  dx: 0.5,
  dy: 0.5,
  low: 0,
  high: 10,
  height: (x, y) => {
    if (x < 0 || x > 10 || y < 0 || y > 10) return Number.NaN;
    return Math.abs(x - 5) < 0.6 ? 10 : 0;
  },
};

test("what lies behind a wall is hidden from the eye, what lies before it is not", () => {
  const eye = [20, 5, 5];
  assert.ok(hidden({ x: 2, y: 5, z: 0 }, eye, ground));
  assert.ok(!hidden({ x: 8, y: 5, z: 0 }, eye, ground));
  assert.ok(!hidden({ x: 2, y: 5, z: 0 }, [2, 5, 50], ground)); // from above
});

test("a path is laid on the surface a grid cell at a time, and lifted where there is none", () => {
  const points = drape(runOf([1, 1, 4, 1, 14, 1]), ground);
  assert.deepEqual(points[0], { x: 1, y: 1, z: 0, t: 0 });
  assert.equal(points.filter((p) => p && p.t <= 1).length, 7); // 3 / 0.5 cells
  assert.equal(points.at(-1), null);
  assert.ok(points.some((p) => p?.z === 10));
});

test("a path is laid once on each ground, and nothing is written on the run", () => {
  const run = runOf([1, 1, 4, 1]);
  const before = JSON.stringify(run);
  assert.equal(drape(run, ground), drape(run, ground));
  assert.notEqual(drape(run, ground), drape(run, { ...ground }));
  assert.equal(JSON.stringify(run), before);
  assert.deepEqual(drape(runOf([3, 3]), ground), [{ x: 3, y: 3, z: 0, t: 0 }]); // a run without a step
});

test("on the surface the hidden part is dashed", () => {
  const context = recorder();
  const view = { key: "k", eye: [20, 5, 5], toPixel: (x, y, z) => [x, y + z] };
  drawOnSurface(context, view, ground, runOf([1, 5, 9, 5]), 1, look);
  assert.ok(context.of("setLineDash").some(([dash]) => String(dash) === "3,5"));
  assert.ok(context.of("lineTo").length > 10);
});
