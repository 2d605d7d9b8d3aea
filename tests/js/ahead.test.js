import assert from "node:assert/strict";
import { test } from "node:test";
import { Ahead, follows } from "../../playground/ui/player/static/ahead.js";

const state = (situation, next) => ({ situation, next });

test("a state that was sent along is the next where the player has not begun anew since, on the same landscape", () => {
  assert.ok(follows(state("model=Gabor|own|4"), state("model=Gabor|own|3")));
  assert.ok(!follows(state("model=Gabor|4"), state("model=Gabor|4")), "it is shown already");
  assert.ok(!follows(state("model=Gabor|4"), state("|3")), "its chart is not on the page");
  assert.ok(!follows(null, state("|3")));
});

test("a press shows the next state once, and after a change by hand too", () => {
  globalThis.document = /** @type {any} */ ({ addEventListener() {}, removeEventListener() {} });
  const said = [];
  const ahead = new Ahead((next) => said.push(next));
  const next = state("|2");
  ahead.go();
  ahead.keep(state("|1", next));
  ahead.keep(state("|1")); // α was moved
  ahead.go();
  ahead.keep(next);
  ahead.go();
  assert.deepEqual(said, [next]);
  ahead.stop();
});
