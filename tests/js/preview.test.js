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
  const asked = [];
  const preview = new Preview(undefined, (query) => new Promise((answer) => asked.push({ query, answer })));
  assert.ok(preview.hold(name, value, data), name);
  return { data, preview, asked, shown: preview.of(data) };
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

test("start and landscape move every run; of one that cannot be walked the server is asked", fromPython, () => {
  for (const [name, value] of [
    ["start", [-1, 12]],
    ["model.divisor", 8],
  ]) {
    const { data, shown } = after(name, value);
    close(shown.runs[1].phi, tables.held.moved[name].phi, name);
    close(shown.runs[1].loss, tables.held.moved[name].loss, name);
    assert.equal(shown.runs[2].phi, data.runs[2].phi, "as it was, until there is an answer");
  }
  assert.deepEqual(after("start0", -1).shown.start, [-1, 10]);
});

test("points that a hand moves are the data of every run, and go when Python has them", fromPython, () => {
  const { points, moved, data } = tables.held;
  const { preview, shown } = after("points", points);
  close(shown.runs[1].phi, moved.points.phi, "φ");
  close(shown.runs[1].loss, moved.points.loss, "loss");
  assert.ok(preview.landscape);
  assert.deepEqual(preview.columns(data), [points.x, points.y]);
  const answer = structuredClone(data);
  Object.assign(answer.model, points);
  preview.settle(answer);
  assert.equal(preview.of(answer), null);
  assert.equal(preview.hold("points", points, { ...data, model: null }), false);
});

test("what comes of the run is said of the preview, not of the run before", fromPython, () => {
  assert.equal(after("run0.alpha", 1e-5).shown.runs[0].verdict, "");
  assert.match(after("run0.alpha", 100).shown.runs[0].verdict, /out \d+/);
});

test("what nothing follows is not held", fromPython, () => {
  const { data } = tables.held;
  const preview = new Preview();
  for (const name of ["run7.alpha", "run0.nothing", "model.dataset", "schedule.Cosine.every", "steps", "seed"])
    assert.equal(preview.hold(name, 1, data), false, name);
  assert.equal(preview.of(data), null);
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

test("what the server answers takes its place among the runs", fromPython, async () => {
  const { data, preview, asked } = after("run2.max_distance", 0.5);
  preview.hold("start", [-1, 12], data);
  preview.of(data);
  assert.deepEqual(
    asked.map(({ query }) => query),
    ["steps=30&batch=5&max_distance=0.5"],
  );
  const { phi, loss } = data.runs[0];
  asked[0].answer({ phi, loss, left: null, diverged: 4, rest: 0 });
  while (asked.length < 2) await new Promise((go) => setTimeout(go, 1)); // until the next question
  const [, , run] = preview.of(data).runs;
  assert.deepEqual([run.phi, run.diverged, run.verdict], [phi, 4, "diverged 4"]);
  assert.equal(asked[1].query, "steps=30&batch=5&max_distance=0.5&start=-1%2C12");
});

test(
  "the server is asked for all runs of another schedule or other minibatches, whoever can walk them",
  fromPython,
  async () => {
    const { data, preview, asked } = after("schedule.Cosine.period", 12);
    preview.hold("batch", 7, data);
    const whole = { ...data, runs: data.runs.map((run, i) => (i === 1 ? { ...run, id: "steps=30" } : run)) };
    preview.of(whole);
    const { phi, loss, batches } = data.runs[0];
    asked[0].answer({ phi, loss, batches: { ...batches, other: true }, left: null, diverged: null, rest: 0 });
    while (asked.length < 3) {
      await new Promise((go) => setTimeout(go, 1));
      asked[asked.length - 1].answer(null);
    }
    const plan = "schedule.period=12";
    assert.deepEqual(
      asked.map(({ query }) => query),
      [`steps=30&batch=5&${plan}`, `steps=30&${plan}`, `steps=30&batch=7&${plan}`],
      "the newest wish of each run; one that sees all the data has no batch",
    );
    assert.ok(preview.of(whole).runs[0].batches.other);
  },
);

test("a run of one parameter keeps to its curve", fromPython, () => {
  const { data, phi, slope } = tables.held.line;
  const preview = new Preview();
  assert.ok(preview.hold("start", [0.4, 7], data)); // a hand slides along the curve
  const { runs, start } = preview.of(data);
  close(runs[0].phi, phi, "point");
  close(runs[0].slope, slope, "slope");
  assert.deepEqual(start, [phi[0], runs[0].loss[0]]);
});
