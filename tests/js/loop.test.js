import assert from "node:assert/strict";
import test from "node:test";
import { Guard } from "../../playground/ui/player/static/guard.js";
import { Loop } from "../../playground/ui/player/static/loop.js";

// A loop on a screen that shows a frame when it is told to.
function screen(tick) {
  const waiting = [];
  const loop = new Loop(
    tick,
    (run) => waiting.push(run),
    () => waiting.splice(0),
  );
  return { loop, waiting, show: (time) => waiting.splice(0).map((run) => run(time)) };
}

test("frames follow each other while something moves, and then no more are asked for", () => {
  const passed = [];
  const { loop, waiting, show } = screen((_, since) => passed.push(since) < 3);
  assert.ok(loop.asleep);
  loop.wake();
  for (const time of [1000, 1016, 1033, 1050]) show(time);
  assert.deepEqual(passed, [0, 16, 17]);
  assert.equal(waiting.length, 0);
  assert.ok(loop.asleep);
  loop.wake();
  show(9000);
  assert.equal(passed.at(-1), 0); // the time asleep is not played
});

test("however often it is woken, one frame is asked for", () => {
  let frames = 0;
  const { loop, waiting, show } = screen(() => {
    frames += 1;
    loop.wake();
    loop.wake();
    return frames < 2;
  });
  loop.wake();
  loop.wake();
  assert.equal(waiting.length, 1);
  show(0);
  assert.equal(waiting.length, 1);
});

test("once stopped it cannot be woken", () => {
  const { loop, waiting } = screen(() => true);
  loop.wake();
  loop.stop();
  loop.wake();
  assert.equal(waiting.length, 0);
});

test("what one part throws is told once, and the other parts go on", () => {
  const told = [];
  const guard = new Guard((...words) => told.push(words));
  const broken = () => {
    throw new Error("broken");
  };
  for (let frame = 0; frame < 3; frame++) {
    assert.equal(guard.run("fit", broken, "instead"), "instead");
    assert.equal(
      guard.run("loss", () => 7),
      7,
    );
  }
  assert.equal(told.length, 1);
  assert.match(told[0][0], /"fit"/);
  guard.run("loss", broken);
  assert.equal(told.length, 2);
});
