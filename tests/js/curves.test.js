import assert from "node:assert/strict";
import test from "node:test";
import { decades, drawLoss, drawParameters, roundTicks, stepOf } from "../../playground/ui/player/static/curves.js";
import { axisOf, meansOf } from "../../playground/ui/player/static/losses.js";
import { look, recorder, runOf } from "./canvas.js";

const lossOf = (...loss) =>
  runOf(
    Array.from({ length: 2 * loss.length }, () => 0),
    loss,
  );
const whole = (run) => run.steps;

test("ticks are 1, 2 or 5 times a power of ten apart", () => {
  for (const [span, count, step] of [
    [10, 5, 2],
    [1, 5, 0.2],
    [23, 5, 5],
    [100, 6, 20],
    [0.07, 6, 0.02],
  ])
    assert.ok(Math.abs(stepOf(span, count) - step) < 1e-12, `${span} / ${count}: ${stepOf(span, count)}`);
  assert.deepEqual(roundTicks(-1, 1, ","), [
    [-1, "−1"],
    [-0.5, "−0,5"],
    [0, "0"],
    [0.5, "0,5"],
    [1, "1"],
  ]);
});

test("a logarithmic axis has powers of ten, at most seven, and others where it is short", () => {
  assert.deepEqual(
    decades(-2.1, 1.2, ".").map(([, text]) => text),
    ["10⁻²", "10⁻¹", "10⁰", "10¹"],
  );
  for (const high of [3, 40, 300]) assert.ok(decades(-high, high, ".").length <= 8);
  for (const [a, b] of [
    [0.1, 0.9],
    [0.31, 0.34],
  ])
    assert.ok(decades(a, b, ".").every(([value]) => Math.log10(value) >= a - 1e-9 && Math.log10(value) <= b + 1e-9));
});

test("the axis of the loss is logarithmic where all losses are positive or their minimum is known", () => {
  assert.ok(axisOf([lossOf(3, 2, 1)], null, whole, false).log);
  assert.ok(!axisOf([lossOf(3, 0, -1)], null, whole, false).log);
  assert.ok(axisOf([lossOf(3, 0, -1)], -1, whole, false).log);
});

test("a run that diverges does not set the axis, unless all do", () => {
  const away = { ...lossOf(3, 1e9, 1e200), diverged: 1 };
  assert.deepEqual(
    { ...axisOf([lossOf(3, 1), away], null, whole, false), scale: 0 },
    {
      ...axisOf([lossOf(3, 1)], null, whole, false),
      scale: 0,
    },
  );
  assert.ok(axisOf([away], null, whole, false).b > 190);
});

test("an axis has a range for losses that are constant, zero or not finite", () => {
  for (const run of [lossOf(1, 1), lossOf(0, 0), lossOf(Number.NaN, Infinity), lossOf(5)]) {
    const { a, b } = axisOf([run], 0, whole, false);
    assert.ok(b > a && Number.isFinite(a) && Number.isFinite(b));
  }
});

const data = (runs) => ({
  runs,
  floor: null,
  epochs: [2],
  mark: ".",
  window: [
    [-1, 1],
    [-2, 2],
  ],
  words: { step_axis: "step", one_percent: "1 %" },
});

test("losses are drawn inside their canvas, in the letters of each look", () => {
  for (const scale of [1, 1.5]) {
    const context = recorder();
    drawLoss(context, 400, 300, data([lossOf(8, 4, 2, 1)]), 1.5, { ...look, scale });
    const drawn = [...context.of("moveTo"), ...context.of("lineTo")];
    assert.ok(drawn.length > 8);
    assert.ok(drawn.every(([u, v]) => u >= 0 && u <= 400 && v >= 0 && v <= 300));
    assert.ok(drawn.every(([u]) => u >= (scale > 1 ? 84 : 58))); // nothing over the labels
  }
});

test("the name of a level is read over the curves that cross it", () => {
  const context = recorder();
  drawLoss(context, 400, 300, { ...data([lossOf(8, 0.001, 4)]), floor: 0 }, 2, look);
  const named = context.calls.findIndex(([name, text]) => name === "fillText" && text === "1 %");
  const curve = context.calls.findIndex(([name, ink]) => name === "strokeStyle =" && ink === "#112233");
  assert.ok(curve >= 0 && named > curve);
  assert.ok(context.of("strokeText").some(([text]) => text === "1 %"));
});

test("two charts of different looks do not disturb one another", () => {
  const alone = recorder();
  drawLoss(alone, 400, 300, data([lossOf(8, 4)]), 0, look);
  drawLoss(recorder(), 400, 300, data([lossOf(8, 4)]), 0, { ...look, scale: 2 });
  const after = recorder();
  drawLoss(after, 400, 300, data([lossOf(8, 4)]), 0, look);
  assert.deepEqual(after.calls, alone.calls);
});

test("while the class guesses the chart tells nothing of what is still to come", () => {
  const drawn = [1, 1e6].map((last) => {
    const context = recorder();
    drawLoss(context, 400, 300, data([lossOf(8, 4, last)]), 1, { ...look, guess: true });
    return context.calls;
  });
  assert.deepEqual(drawn[0], drawn[1]);
});

test("each parameter has a chart of its own, one below the other", () => {
  const context = recorder();
  drawParameters(context, 400, 300, data([runOf([0, 0, 0.5, 1])]), 1, look);
  assert.deepEqual(context.of("translate"), [
    [0, 0],
    [0, 136],
  ]);
  assert.deepEqual(
    context.of("fillText").flatMap(([text]) => (text.startsWith("φ") ? [text] : [])),
    ["φ₀", "φ₁"],
  );
});

test("where data are set aside, means are drawn, and dotted beside each that of those", () => {
  const run = { loss: Float64Array.from([8, 4]), test: Float64Array.from([3, 1]), dash: [], mark: "1" };
  const drawn = meansOf({ floor: 0.1, runs: [run], model: { x: [1, 2], aside: [[1], [2]] } });
  assert.deepEqual(drawn.floor, null);
  assert.deepEqual(
    drawn.runs.map(({ loss }) => Array.from(loss)),
    [
      [3, 1],
      [4, 2],
    ],
  );
  assert.notDeepEqual(drawn.runs[0].dash, []);
  assert.equal(meansOf({ runs: [run], model: { x: [1, 2] } }).runs[0], run);
});
