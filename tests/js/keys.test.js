import assert from "node:assert/strict";
import test from "node:test";
import { kindOf, ownsKeyboard } from "../../playground/ui/player/static/keys.js";

const [SPACE, ARROW, HOME, PAGE] = [" ", "ArrowLeft", "Home", "PageDown"];
const KEYS = [SPACE, ARROW, HOME, PAGE];

// Which keys each kind of control keeps: reached by Tab, by hand, and by Tab on a projected page.
const CASES = {
  page: [[], [], []],
  transport: [[SPACE], [], [SPACE]],
  slider: [
    [ARROW, HOME, PAGE],
    [ARROW, HOME],
    [ARROW, HOME],
  ],
  number: [
    [ARROW, HOME, PAGE],
    [ARROW, HOME],
    [ARROW, HOME],
  ],
  menu: [KEYS, [ARROW, HOME], [SPACE, ARROW, HOME]],
  "open menu": [KEYS, KEYS, KEYS],
  text: [KEYS, KEYS, [SPACE, ARROW, HOME]],
  choice: [
    [SPACE, ARROW, HOME],
    [ARROW, HOME],
    [SPACE, ARROW, HOME],
  ],
  other: [[SPACE, ARROW, HOME], [], [SPACE, ARROW, HOME]],
};

for (const [kind, keeps] of Object.entries(CASES))
  test(`of the player's keys, "${kind}" keeps those it has a use for`, () => {
    const ways = [{}, { byHand: true }, { projected: true }];
    ways.forEach((way, i) => {
      const kept = KEYS.filter((key) => ownsKeyboard(kind, key, way));
      assert.deepEqual(kept, keeps[i], JSON.stringify(way));
    });
  });

test("what cannot have the focus is the page", () => {
  assert.equal(kindOf(null), "page");
  assert.equal(kindOf({ matches: () => false }), "page");
  assert.equal(kindOf({ matches: () => true, dataset: { testid: "stMain" } }), "page");
});
