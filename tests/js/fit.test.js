import assert from "node:assert/strict";
import test from "node:test";
import { batchAt, curvesOf, drawFit, sumOfSquares } from "../../playground/ui/player/static/fit.js";
import { look, map, pack, recorder, runOf } from "./canvas.js";

const model = { x: [1, 2, 3], y: [2, 4, 5], predict: (phi, x) => phi[0] + phi[1] * x };

test("the sum of squares is the loss that is written at the blackboard", () => {
  assert.equal(sumOfSquares(model, [0, 2]), 1);
  assert.equal(sumOfSquares(model, [0, 0]), 45);
});

test("the batch of a step is cut out of the indices of all steps", () => {
  const batches = { indices: pack(Uint32Array.from([4, 7, 1, 2, 3])), ends: pack(Uint32Array.from([2, 3, 5])) };
  const cuts = [-1, 0, 1, 2, 3].map((step) => batchAt({ batches }, step));
  assert.deepEqual(cuts, [null, [4, 7], [1], [2, 3], null]);
  assert.equal(batchAt({}, 0), null);
});

test("the first curve follows the hand that holds its start, the others their runs", () => {
  const runs = [runOf([0, 0, 2, 2]), runOf([1, 1, 3, 3])];
  assert.deepEqual(
    curvesOf(runs, 0.5, null).map(({ phi }) => phi),
    [
      [1, 1],
      [2, 2],
    ],
  );
  assert.deepEqual(
    curvesOf(runs, 0.5, [9, 8]).map(({ phi }) => phi),
    [
      [9, 8],
      [2, 2],
    ],
  );
});

test("each datum has its residual, and lit is each of the batch", () => {
  const context = recorder();
  drawFit(context, map, model, [{ phi: [0, 2], color: "#112233", dash: [], batch: [0, 2] }], look);
  assert.deepEqual(
    context.of("moveTo").slice(0, 3),
    model.x.map((x, i) => map.toPixel(x, model.y[i])),
  );
  assert.deepEqual(
    context.of("arc").map(([u, v]) => [u, v]),
    [0, 2].map((i) => map.toPixel(model.x[i], model.y[i])),
  );
});

test("a square stands on each residual, with its side", () => {
  const context = recorder();
  drawFit(context, map, model, [{ phi: [0, 1], color: "#112233" }], { ...look, squares: true });
  assert.deepEqual(
    context.of("strokeRect").map(([, , width, height]) => [width, height]),
    [10, 20, 20].map((side) => [side, side]),
  );
});

test("parameters that are not finite draw no curve", () => {
  const context = recorder();
  drawFit(context, map, model, [{ phi: [Number.NaN, 1], color: "#112233" }], look);
  assert.equal(context.of("lineTo").length, 0);
});
