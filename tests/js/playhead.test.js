import assert from "node:assert/strict";
import test from "node:test";
import { Playhead } from "../../playground/ui/player/static/playhead.js";

function headAt(k, steps = 10, speed = 10) {
  const head = new Playhead(speed);
  head.fit(steps);
  head.k = k;
  return head;
}

test("a step forward or back goes to the next whole step, also from between two of them", () => {
  for (const [k, back, forward] of [
    [3, 2, 4],
    [3.4, 3, 4],
    [3.6, 3, 4],
    [0, 0, 1],
    [0.2, 0, 1],
    [10, 9, 10],
    [9.9, 9, 10],
  ])
    for (const [by, expected] of [
      [-1, back],
      [1, forward],
    ]) {
      const head = headAt(k);
      head.nudge(by);
      assert.equal(head.k, expected, `${by} from ${k}`);
    }
});

test("it seeks no farther than there are steps, and stops playing", () => {
  const head = headAt(2);
  head.toggle();
  head.seek(Infinity);
  assert.deepEqual([head.k, head.playing], [10, false]);
  head.seek(-3);
  assert.equal(head.k, 0);
});

test("it plays at its speed, from the start if the end was reached, and stops at the end", () => {
  const head = headAt(10);
  head.toggle();
  assert.deepEqual([head.k, head.playing], [0, true]);
  head.advance(100);
  assert.equal(head.k, 1);
  for (let i = 0; i < 20; i++) head.advance(100);
  assert.deepEqual([head.k, head.playing, head.ended], [10, false, true]);
});

test("a pause comes to rest on the nearest whole step", () => {
  const head = headAt(0);
  head.toggle();
  head.advance(160);
  head.toggle();
  assert.deepEqual([head.k, head.playing], [2, false]);
});

test("a lost second moves it by a fifth of a second, and a clock that goes back does not move it", () => {
  const head = headAt(1, 100);
  head.toggle();
  head.advance(1000);
  assert.equal(head.k, 3);
  head.advance(-50);
  assert.equal(head.k, 3);
});

test("time does not move what is paused", () => {
  const head = headAt(1);
  head.advance(100);
  assert.equal(head.k, 1);
});

test("a run with fewer steps ends where it ends", () => {
  const head = headAt(7.5);
  head.fit(4);
  assert.deepEqual([head.k, head.step, head.nearest], [4, 4, 4]);
  head.fit(0);
  head.toggle();
  head.advance(16);
  assert.deepEqual([head.k, head.playing], [0, false]);
});

test("the step is the last one that was reached, without the noise of a sum of small moves", () => {
  assert.equal(headAt(2.9999999999).step, 3);
  assert.equal(headAt(2.99).step, 2);
});

test("who follows it hears of each wish of a hand, and of no frame", () => {
  let heard = 0;
  const head = new Playhead(10, () => {
    heard += 1;
  });
  head.fit(5);
  head.seek(2);
  head.nudge(1);
  head.toggle();
  head.advance(16);
  assert.equal(heard, 3);
});
