// The way from the picture of one state to the next: between both in time and place, and none where it would be in the way.

import assert from "node:assert/strict";
import test from "node:test";
import { decode } from "../../playground/ui/player/static/numbers.js";
import { Transition } from "../../playground/ui/player/static/transition.js";
import { runOf } from "./canvas.js";

const state = (runs, more = {}) =>
  /** @type {any} */ ({
    runs,
    start: Array.from(decode(runs[0].phi).slice(0, 2)),
    window: [
      [0, 10],
      [0, 10],
    ],
    arrows: ["an arrow"],
    marks: ["quadratic"],
    guess: false,
    ...more,
  });
const near = state([runOf([0, 0, 1, 1, 2, 2], [100, 10, 1])]);
const far = state([runOf([4, 8, 5, 9], [1, 0.1])]);

// What is drawn of `after` so many milliseconds after it has come in place of `before`, which stood at its last step.
function at(milliseconds, before, after, { led = true, still = false } = {}) {
  const one = new Transition(() => still);
  one.of(before, before.runs[0].steps, 0);
  one.begin(after, led, 1000);
  const { data, k } = one.of(after, 0, 1000 + milliseconds);
  return { data, k, active: one.active, phi: Array.from(decode(data.runs[0].phi)) };
}

test("the first frame is on its way, the way is monotone and ends at the new state itself", () => {
  const seen = [0, 40, 80, 120, 160].map((time) => at(time, near, far).phi[1]);
  assert.ok(seen[0] > 0, "the first frame is no longer the old one");
  assert.ok(seen.every((value, i) => !i || (value > seen[i - 1] && value < 8)));
  const end = at(200, near, far);
  assert.equal(end.data, far);
  assert.deepEqual([end.active, end.k], [false, 0]);
});

test("where the run before had fewer steps it comes from its last, and losses go as on a logarithmic axis", () => {
  const { data, k } = at(40, far, near); // its third step comes from the last of two
  const f = decode(data.runs[0].phi)[0] / -4 + 1;
  const [u, v] = decode(data.runs[0].phi).slice(4);
  assert.ok(Math.abs(u - (5 + f * (2 - 5))) < 1e-12 && Math.abs(v - (9 + f * (2 - 9))) < 1e-12);
  assert.ok(Math.abs(decode(data.runs[0].loss)[0] - 100 ** f) < 1e-9);
  assert.ok(Math.abs(k - (1 - f)) < 1e-12);
  assert.deepEqual([data.arrows, data.marks], [[], []]);
  assert.ok(Math.abs(data.start[0] - (4 - 4 * f)) < 1e-12);
});

test("a run that has diverged is drawn as it is, without a hole on the way", () => {
  const lost = state([runOf([1, 1, 1e9, 1e9, Number.NaN, Number.POSITIVE_INFINITY], [1, 2, 3])]);
  const { phi } = at(40, near, lost);
  assert.ok(Number.isFinite(phi[0]) && Number.isNaN(phi[4]) && phi[5] === Number.POSITIVE_INFINITY);
  assert.ok(at(40, lost, near).phi.every(Number.isFinite));
});

test("no way leads to another window or number of runs, past a hidden end, from a hand, or for who asks for stillness", () => {
  const [one] = near.runs;
  const others = [state([one, one]), state([one], { window: [[0, 1], [0, 1]] }), state([one], { guess: true })]; // biome-ignore format: a row
  for (const other of others) assert.equal(at(40, near, other).data, other);
  assert.equal(at(40, near, far, { led: false }).data, far);
  assert.equal(at(40, near, far, { still: true }).data, far);
});

test("another press on the way begins where the picture stands; who plays sees the end at once", () => {
  const one = new Transition(() => false);
  one.of(near, 0, 0);
  one.begin(far, true, 1000);
  const half = Array.from(decode(one.of(far, 0, 1060).data.runs[0].phi));
  one.begin(near, true, 1060);
  const [u] = decode(one.of(near, 0, 1061).data.runs[0].phi);
  assert.ok(u < half[0] && u > 0, `${u} after ${half[0]}`);
  one.stop();
  assert.equal(one.of(near, 0, 1070).data, near);
});
