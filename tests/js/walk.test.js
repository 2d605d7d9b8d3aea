import assert from "node:assert/strict";
import test from "node:test";
import { Tape } from "../../playground/ui/player/static/tape.js";
import { divergedAt, leftAt, Walker } from "../../playground/ui/player/static/walk.js";
import { fromPython, tables } from "./tables.js";

const spread = (values) => Math.max(...values.map(Math.abs));

test("every rule that can be traced walks in the browser where the engine walks", fromPython, () => {
  const { walks } = tables;
  assert.ok(walks.length > 80);
  assert.ok(walks.filter(({ calm }) => calm > 50).length > 0.9 * walks.length);
  for (const { name, loss, columns, rule, run, phi, value, calm, swing, diverged, left, window, ground } of walks) {
    const typed = (lists) => lists && { indices: Uint32Array.from(lists.indices), ends: Uint32Array.from(lists.ends) };
    const walked = new Walker(loss, columns, rule).walk({ ...run, batches: typed(run.batches) });
    const near = (found, expected, scale, of) =>
      assert.ok(Math.abs(found - expected) <= 1e-9 * Math.max(scale, Math.abs(expected)), `${name}, ${of}: ${found}`);
    const d = window.length;
    for (let i = 0; i < calm * d; i++) near(walked.phi[i], phi[i], spread(window.flat()), `φ ${i}, not ${phi[i]}`);
    for (let i = 0; i < calm; i++) near(walked.loss[i], value[i], ground.relief, `loss ${i}, not ${value[i]}`);
    near(1 / walked.swing, swing, 1, "swing");
    if (calm <= 50) continue;
    assert.equal(leftAt(walked, window), left, `${name} leaves the window`);
    assert.equal(divergedAt(walked, ground), diverged, `${name} diverges`);
  }
});

test("a tape computes once what does not move, and nothing that is not wanted", () => {
  const program = {
    names: ["a", "x"],
    steps: [
      ["name", "a"],
      ["exp", 0],
      ["name", "x"],
      ["multiply", 1, 2],
      ["sin", 2],
    ],
    results: [3, 4],
  };
  const tape = new Tape(program, [0], { wide: ["x"], moving: ["x"], room: 3 });
  assert.deepEqual([tape.once.length, tape.always.length], [1, 1]);
  tape.input("a")[0] = Math.log(2);
  tape.input("x").set([1, 2, 3]);
  tape.fix(3);
  tape.run(3);
  assert.ok(Math.abs(tape.sum(0, 3) - 12) < 1e-12);
});

test("whole powers are products, and an operation that is not known is named", () => {
  const power = (exponent) => {
    const program = {
      names: ["x"],
      steps: [
        ["name", "x"],
        ["number", exponent],
        ["power", 0, 1],
      ],
      results: [2],
    };
    const tape = new Tape(program, [0], { moving: ["x"] });
    tape.input("x")[0] = -1.1;
    tape.run();
    return tape.at(0);
  };
  assert.equal(power(2), -1.1 * -1.1);
  assert.equal(power(3), -1.1 * (-1.1 * -1.1));
  assert.ok(Number.isNaN(power(0.5)));
  const unknown = {
    names: ["x"],
    steps: [
      ["name", "x"],
      ["constructor", 0],
    ],
    results: [1],
  };
  assert.throws(() => new Tape(unknown, [0], {}), /no operation constructor of 1 arguments/);
});

test("a swing that comes back is no divergence", () => {
  const run = (loss) => ({ loss: Float64Array.from(loss), phi: new Float64Array(2 * loss.length), swing: 1 });
  const ground = { bottom: 0, relief: 1 };
  assert.equal(divergedAt(run([1, 500, 600, 2]), ground), null);
  assert.equal(divergedAt(run([1, 50, 101, 2e3, 4e4]), ground), 2);
  assert.equal(divergedAt(run([1, 50, Number.NaN]), ground), 2);
});
