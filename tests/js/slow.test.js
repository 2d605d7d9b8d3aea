import assert from "node:assert/strict";
import { test } from "node:test";
import { Playhead } from "../../playground/ui/player/static/playhead.js";
import { SlowStep } from "../../playground/ui/player/static/slow.js";

const packed = (...values) => ({ b: Buffer.from(new Float64Array(values).buffer).toString("base64"), t: "f8" });
const arrow = (...values) => ({
  label: "",
  color: "#111111",
  mark: false,
  vector: packed(...values),
  base: packed(0, 0, 0, 0),
});
const words = { beat_0: "down from {g}", beat_1: "made of it", beat_2: "by {d}", beat_3: "there" };

function slowly(middle = { terms: { m: "#222222" }, arrows: [] }) {
  const beats = [
    { terms: { gradient: "#111111" }, arrows: [arrow(-1, 2, -3, 4)] },
    middle,
    { terms: { step: "#333333" }, arrows: [] },
    { terms: { phi: "#444444" }, arrows: [] },
  ];
  const runs = [{ steps: 2, phi: packed(0, 0, 1, 1, 3, 2) }];
  const clock = { time: 0 };
  const head = new Playhead(10);
  head.fit(2);
  const slow = new SlowStep(
    head,
    () => ({ beats, runs, words, mark: "." }),
    () => {},
    () => clock.time,
  );
  return { slow, head, clock };
}

test("one step takes four beats, one after the other, and ends on the next step", () => {
  const { slow, head, clock } = slowly();
  slow.press();
  const told = [];
  for (clock.time = 0; slow.advance() && clock.time < 60_000; clock.time += 50)
    if (told.at(-1) !== slow.said()) told.push(slow.said());
  assert.deepEqual(told, ["down from (1, −2)", "made of it", "by (1, 1)", "there"]);
  assert.equal(head.k, 1);
  assert.equal(slow.active, false);
});

test("each further press goes on at once, and from the end it begins anew", () => {
  const { slow, head } = slowly();
  head.seek(2);
  slow.press();
  assert.equal(head.k, 0);
  for (let i = 1; i < 4; i++) {
    slow.press();
    assert.equal(slow.beat, i);
  }
  slow.press();
  assert.equal(slow.active, false);
  assert.equal(head.k, 1);
});

test("a beat of which there is nothing to tell is left out", () => {
  const { slow } = slowly({ terms: {}, arrows: [] });
  slow.press();
  slow.press();
  assert.equal(slow.said(), "by (1, 1)");
});

test("while the last beat lasts the point is on its way; what was told keeps its colour", () => {
  const { slow, head, clock } = slowly();
  for (let i = 0; i < 4; i++) slow.press();
  clock.time = 450;
  slow.advance();
  assert.ok(head.k > 0.2 && head.k < 0.8);
  assert.deepEqual(Object.keys(slow.colours), ["gradient", "m", "step", "phi"]);
});
