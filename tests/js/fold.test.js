// What folds away while somebody reads on a phone, and when it comes back.

import assert from "node:assert/strict";
import test from "node:test";
import { foldedAt } from "../../playground/ui/player/static/fold.js";

// The states that a page goes through while it is scrolled to these places; above `figure` its head is seen.
function scroll(tops, figure = 75) {
  let state = { folded: false, turn: 0 };
  return tops.map((top) => {
    state = foldedAt(state, top, top < figure);
    return state.folded;
  });
}

test("it folds as soon as the head has gone, and unfolds where the head comes back", () => {
  assert.deepEqual(scroll([0, 60, 80, 120, 300, 280, 60]), [false, false, false, true, true, true, false]);
});

test("a little way up brings it back, a tremble does not", () => {
  assert.deepEqual(scroll([0, 80, 400, 390, 405, 350]), [false, true, true, true, true, true]);
  assert.deepEqual(scroll([0, 80, 400, 339, 350, 364]), [false, true, true, false, false, true]);
});

test("the way up is measured from the lowest place, in many small moves as in one", () => {
  const up = Array.from({ length: 14 }, (_, i) => 600 - 5 * i);
  assert.deepEqual(scroll([100, 600, ...up]).slice(2), [...up.slice(0, -1).map(() => true), false]);
});
