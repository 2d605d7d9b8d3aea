import assert from "node:assert/strict";
import { test } from "node:test";
import { sideA, sideB } from "../../playground/ui/player/static/twin.js";

test("A shows the first run with its arrows, B all others at the same step, and both together every run once", () => {
  const scene = { k: 3, slow: {}, previous: {}, data: { runs: ["a", "b", "c"], arrows: ["g"], marks: ["quadratic"] } };
  const [a, b] = [sideA(scene), sideB(scene)];
  assert.deepEqual([...a.data.runs, ...b.data.runs], scene.data.runs);
  assert.equal(a.k, b.k);
  assert.deepEqual([a.data.arrows, b.data.arrows], [["g"], []]);
  assert.equal(b.slow, null);
  assert.equal(scene.data.runs.length, 3, "what was given is left as it is");
});
