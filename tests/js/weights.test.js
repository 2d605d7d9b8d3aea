// What past gradients weigh at a step of momentum, against the sums that they must have.

import assert from "node:assert/strict";
import test from "node:test";
import { drawWeights, inAverage, inPosition } from "../../playground/ui/player/static/weights.js";
import { map, recorder } from "./canvas.js";

const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-12, `${a} ${b}`);
const upTo = (t) => Array.from({ length: t }, (_, k) => k);

test("the weights in the average add up to 1 less what m at step 0 would weigh", () => {
  near(
    upTo(7).reduce((sum, k) => sum + inAverage(0.9, 7, k), 0),
    1 - 0.9 ** 7,
  );
});

test("a gradient weighs in the position what it has weighed in all averages since", () => {
  for (const k of upTo(6))
    near(
      inPosition(0.8, 6, k),
      upTo(7).reduce((sum, t) => sum + (t > k ? inAverage(0.8, t, k) : 0), 0),
    );
});

test("a bar is drawn for each gradient so far, twice; none without a run of momentum", () => {
  const data = { weighs: 0, runs: [{ color: "#112233" }], walk: { runs: [{ hypers: { beta: 0.5 } }] } };
  const bars = (given, k) => {
    const context = recorder();
    drawWeights(context, { ...map, below: map }, { data: given, k });
    return context.of("fillRect");
  };
  assert.equal(bars(data, 3.4).length, 6);
  assert.equal(bars(data, 0).length, 0);
  assert.equal(bars({ ...data, weighs: null }, 3).length, 0);
  const [left, top, wide, tall] = bars(data, 1)[0];
  for (const [found, right] of [
    [left, -4],
    [top, 95],
    [wide, 8],
    [tall, 5],
  ])
    near(found, right);
});
