import assert from "node:assert/strict";
import test from "node:test";
import { drawAway, drawPoints, isInside } from "../../playground/ui/player/static/points.js";
import { look, map, recorder } from "./canvas.js";

const point = (u, v, mark) => ({ p: /** @type {[number, number]} */ ([u, v]), size: 7, color: "#112233", mark });
const written = (context) => context.of("fillText").map(([text]) => text);

test("numbers that would cover one another stand together beside their points", () => {
  const context = recorder();
  drawPoints(context, [point(52, 50, "2"), point(50, 50, "1"), point(90, 20, "3")], map, look);
  assert.deepEqual(written(context).sort(), ["1 2", "3"]);
  assert.equal(context.of("arc").length, 3);
});

test("they stand inside the chart, also at its right and upper border", () => {
  const context = recorder();
  drawPoints(context, [point(98, 2, "2"), point(98, 2, "1")], map, look);
  const [[u, v, wide, high]] = context.of("fillRect");
  assert.ok(u >= 0 && u + wide <= 100 && v >= 0 && v + high <= 100, `${[u, v, wide, high]}`);
});

test("a single run has no number", () => {
  const context = recorder();
  drawPoints(context, [point(50, 50, "")], map, look);
  assert.deepEqual(written(context), []);
});

test("a point beyond the chart is an arrow at its border, towards it", () => {
  const context = recorder();
  const gone = point(500, 50, "1");
  assert.ok(!isInside(gone.p, map));
  drawAway(context, gone, map, look);
  const [[u, v]] = context.of("moveTo");
  assert.ok(u > 86 && u <= 101 && Math.abs(v - 50) < 1e-9, `${[u, v]}`);
  assert.deepEqual(written(context), ["1"]);
});
