import assert from "node:assert/strict";
import { test } from "node:test";
import { aheadTold, placesOf } from "../../playground/ui/player/static/comparison.js";

test("places go by the loss, equal losses share one, and what has overflowed is last", () => {
  assert.deepEqual(placesOf([3, 1, 2]), [3, 1, 2]);
  assert.deepEqual(placesOf([1, 1, 2]), [1, 1, 3]);
  assert.deepEqual(placesOf([NaN, 4, Infinity]), [2, 1, 2]);
});

test("at the start, where all stand together, nobody is ahead", () => {
  assert.deepEqual(placesOf([5, 5, 5]), [0, 0, 0]);
  assert.deepEqual(placesOf([7]), [0]);
});

test("who is ahead at a step is said by name; a run that has ended stays where it is", () => {
  const packed = (...values) => ({ b: Buffer.from(new Float64Array(values).buffer).toString("base64"), t: "f8" });
  const runs = [
    { name: "1. SGD", steps: 2, loss: packed(9, 4, 1) },
    { name: "2. Adam", steps: 1, loss: packed(9, 2) },
  ];
  const words = { ahead: "Ahead: {name}." };
  assert.equal(aheadTold({ runs, words }, 0), "");
  assert.equal(aheadTold({ runs, words }, 1), "Ahead: 2. Adam.");
  assert.equal(aheadTold({ runs, words }, 2), "Ahead: 1. SGD.");
  assert.equal(aheadTold({ runs: runs.slice(1), words }, 1), "");
});
