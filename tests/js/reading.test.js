// Where somebody reads: the step that is in view, the way of a Page key, and what counts as done.

import assert from "node:assert/strict";
import { test } from "node:test";
import { nextHint } from "../../playground/ui/player/static/hints.js";
import { doneWith } from "../../playground/ui/player/static/progress.js";
import { pageFrom, stepRead } from "../../playground/ui/player/static/reading.js";

const seen = { top: 100, bottom: 600 };

test("the step that is read is the last that has come above the line; before the first, the first", () => {
  assert.equal(stepRead([400, 700, 1000], seen), 0);
  assert.equal(stepRead([-200, 100, 400], seen), 1);
  assert.equal(stepRead([-900, -500, -100], seen), 2);
  assert.equal(stepRead([], seen), 0);
});

test("a page leads to the next step and passes none over", () => {
  assert.equal(pageFrom([300, 450, 900], seen, true), 200);
  assert.equal(pageFrom([100, 450, 900], seen, true), 350);
  assert.equal(pageFrom([100, 450, 900], seen, false), -425);
  assert.equal(pageFrom([-100, 100, 450], seen, false), -200);
  assert.equal(pageFrom([-2000, -1000], seen, true), 425);
});

test("a state is done once it is read, a question once it is answered", () => {
  const steps = [{ kind: "state" }, { kind: "question" }, { kind: "state" }];
  assert.deepEqual(doneWith([], 0, steps, []), [0]);
  assert.deepEqual(doneWith([0], 1, steps, []), [0]);
  assert.deepEqual(doneWith([0], 1, steps, [1]), [0, 1]);
  assert.deepEqual(doneWith([2, 9, "x"], 0, steps, [1]), [0, 1, 2]);
});

test("who does a later thing first has seen the earlier hints", () => {
  assert.equal(nextHint(0, "start"), 1);
  assert.equal(nextHint(0, "alpha"), 3);
  assert.equal(nextHint(2, "play"), 2);
});
