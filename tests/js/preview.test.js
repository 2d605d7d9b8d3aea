import assert from "node:assert/strict";
import test from "node:test";
import { decode } from "../../playground/ui/player/static/numbers.js";
import { exactOf, Preview } from "../../playground/ui/player/static/preview.js";
import { fromPython, tables } from "./tables.js";

function close(found, expected, what) {
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(found[i] - value) <= 1e-9 * Math.max(1, Math.abs(value)), `${what} ${i}: ${found[i]}, ${value}`);
}

function after(name, value) {
  const { data } = tables.held;
  const preview = new Preview();
  assert.ok(preview.hold(name, value, data), name);
  return { data, preview, shown: preview.of(data) };
}

test("a number that is held moves its own run, and no other", fromPython, () => {
  const { data, shown } = after("run0.alpha", 0.05);
  const { phi, loss } = tables.held.moved["run0.alpha"];
  close(shown.runs[0].phi, phi, "φ");
  close(shown.runs[0].loss, loss, "loss");
  assert.deepEqual(shown.runs.slice(1), data.runs.slice(1));
  assert.notEqual(shown.id, data.id);
  assert.equal(decode(shown.runs[0].phi), shown.runs[0].phi);
  assert.equal(shown.runs[0].batches, data.runs[0].batches);
});

test("start and landscape move every run that can be walked", fromPython, () => {
  for (const [name, value] of [
    ["start", [-1, 12]],
    ["model.divisor", 8],
  ]) {
    const { data, shown } = after(name, value);
    close(shown.runs[1].phi, tables.held.moved[name].phi, name);
    close(shown.runs[1].loss, tables.held.moved[name].loss, name);
    assert.equal(shown.runs[2], data.runs[2]);
  }
  assert.deepEqual(after("start0", -1).shown.start, [-1, 10]);
});

test("what comes of the run is said of the preview, not of the run before", fromPython, () => {
  assert.equal(after("run0.alpha", 1e-5).shown.runs[0].verdict, "");
  assert.match(after("run0.alpha", 100).shown.runs[0].verdict, /out \d+/);
});

test("what nothing follows is not held", fromPython, () => {
  const { data } = tables.held;
  const preview = new Preview();
  for (const name of [
    "run2.max_distance",
    "run7.alpha",
    "run0.nothing",
    "model.dataset",
    "schedule.Cosine.every",
    "steps",
  ])
    assert.equal(preview.hold(name, 1, data), false, name);
  assert.equal(preview.of(data), null);
  assert.equal(preview.hold("run0.alpha", 1, { ...data, walk: undefined }), false);
});

test("the exact run takes its place once it has the number that was held", fromPython, () => {
  const { data, preview } = after("run0.alpha", 0.05);
  preview.settle(data); // of a change before
  assert.ok(preview.of(data));
  assert.equal(preview.of(data), preview.of(data));
  const answer = structuredClone(data);
  answer.walk.runs[0].hypers.alpha = 0.05;
  preview.settle(answer);
  assert.equal(preview.of(answer), null);
  assert.equal(exactOf("run0.alpha", answer), 0.05);
});

test("a hand that comes back to where it was holds nothing", fromPython, () => {
  const { data, preview } = after("start", [0, 5]);
  preview.hold("start", [2.5, 10], data);
  assert.equal(preview.of(data), null);
});

test("what is held is let go where the run knows nothing of it any more, or Python refused it", fromPython, () => {
  const { data, preview } = after("run0.beta", 0.5);
  const other = structuredClone(data);
  delete other.walk.runs[0].hypers.beta;
  preview.settle(other);
  assert.equal(preview.held.size, 0);
  preview.hold("run0.beta", 0.5, data);
  assert.ok(preview.drop("run0.beta"));
  assert.equal(preview.drop("run0.beta"), false);
});

test("on another landscape the floor is no higher than any loss", fromPython, () => {
  const { shown } = after("model.divisor", 8);
  assert.ok(shown.runs.every((run) => decode(run.loss).every((loss) => !(loss < shown.floor))));
});
