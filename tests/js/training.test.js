import assert from "node:assert/strict";
import test from "node:test";
import { TrainingPreview } from "../../playground/ui/player/static/training.js";

const data = {
  plan: { "task.alpha": { link: "alpha", value: 0.1 }, l2: { link: "l2", value: 0 } },
  query: "lang=en&task=HousePrice&steps=20",
  loss: "as it was",
  curves: [
    { name: "training", loss: "a" },
    { name: "test", loss: "b" },
  ],
  numbers: {},
  said: "",
};
const told = /** @type {any} */ (data);

function preview() {
  const asked = [];
  const one = new TrainingPreview(
    () => {},
    (query) => new Promise((answer) => asked.push({ query, answer })),
  );
  return { one, asked };
}

test("the server is asked for the training with what hands hold, and its answer takes the place of what was", async () => {
  const { one, asked } = preview();
  assert.equal(one.of(told), told);
  assert.equal(one.hold("step", 3, told), false, "the training does not depend on it");
  assert.ok(one.hold("task.alpha", 0.3, told) && one.hold("l2", 1, told));
  assert.equal(one.of(told), told, "as it was, until there is an answer");
  assert.equal(asked[0].query, "lang=en&task=HousePrice&steps=20&alpha=0.3&l2=1");
  asked[0].answer({ loss: "new", curves: ["c"], numbers: { z0: {} }, said: "diverged", rest: 0 });
  await new Promise((go) => setTimeout(go, 1));
  const shown = one.of(told);
  assert.deepEqual(
    shown.curves.map(({ loss }) => loss),
    ["c", "b"],
  );
  assert.deepEqual([shown.loss, shown.said, shown.query], ["new", "diverged", data.query]);
});

test("what the exact training has is held no longer", () => {
  const { one } = preview();
  one.hold("task.alpha", 0.3, told);
  one.of(told);
  one.settle(told);
  assert.equal(one.held.size, 1);
  one.settle(/** @type {any} */ ({ plan: { "task.alpha": { link: "alpha", value: 0.3 } } }));
  assert.equal(one.held.size, 0);
  one.hold("l2", 1, told);
  one.settle(/** @type {any} */ ({ plan: {} }));
  assert.equal(one.held.size, 0, "another rule");
  one.hold("l2", 1, told);
  one.hold("l2", 0, told);
  assert.equal(one.of(told), told, "a hand that comes back to where it was holds nothing");
});
