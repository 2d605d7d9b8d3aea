// What is written: the ledger, the curvature, sentences, and the sizes of canvases.

import assert from "node:assert/strict";
import test from "node:test";
import {
  answerTold,
  changeTold,
  fill,
  lossNow,
  lossTold,
  sample,
} from "../../playground/ui/player/static/descriptions.js";
import { clear, fits, renew } from "../../playground/ui/player/static/layers.js";
import { standsApart, writeCurvature, writeLedger, writeRule } from "../../playground/ui/player/static/ledger.js";
import { runOf } from "./canvas.js";
import { fromPython, tables } from "./tables.js";

const text = (html) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

test("the ledger of a step holds the numbers of that step, and no hole", fromPython, () => {
  const { ledger, words, phi } = tables.ledger;
  const host = {};
  writeLedger(host, ledger, 2, words, ",");
  assert.ok(!host.innerHTML.includes("⟦"));
  for (const value of phi) assert.ok(text(host.innerHTML).includes(value), value);
  assert.equal(host.innerHTML.split('class="pg-ledger-line"').length - 1, ledger.lines.length);
  writeLedger(host, ledger, 99, words, ","); // after the last step, that step
  assert.ok(text(host.innerHTML).includes("4"));
});

// The places of a rule on a page, and what stands in them.
function placed(ledger, step) {
  const places = Object.fromEntries(["formula", "numbers", "step"].map((name) => [name, placeOf()]));
  writeRule((name) => places[name], ledger, step, tables.ledger.words, ",");
  return Object.fromEntries(Object.entries(places).map(([name, place]) => [name, text(place.innerHTML)]));
}
const placeOf = () => ({ dataset: {}, childNodes: [], innerHTML: "", querySelector: () => null });

test("every line of every rule stands in the head, its numbers there or in the companion", fromPython, () => {
  for (const [name, ledger] of Object.entries(tables.rules)) {
    const { formula, numbers, step } = placed(ledger, 2);
    assert.equal(formula.split("←").length - 1, ledger.rule.length, name);
    const [full, empty] = standsApart(ledger) ? [step, numbers] : [numbers, step];
    assert.ok(!full.includes("⟦") && !full.includes("—"), `${name}: ${full}`);
    assert.equal(empty.trim(), "", name);
    for (const { term, left } of ledger.rule) assert.ok(full.includes(text(left).trim()), `${name}: ${term}`);
  }
});

test("a step can be seen in the numbers of its line, however small it is beside them", fromPython, () => {
  const f8 = (...values) => ({ b: Buffer.from(new Float64Array(values).buffer).toString("base64"), t: "f8", d: 2 });
  const tracks = {
    old_phi: f8(1.7079, -0.5803),
    phi: f8(1.71412, -0.5658),
    gradient: f8(-6.22, -14.5),
    alpha: { constant: 0.001 },
  };
  const { numbers } = placed({ ...tables.rules.GradientDescent, steps: 1, tracks }, 0);
  assert.match(numbers.replaceAll(" ", ""), /=\(1,7079;−0,5803\)−0,001\(−6,2;−14,5\)=\(1,7141;−0,5658\)/);
});

test("small numbers of an average have so few digits that its line fits", fromPython, () => {
  const f8 = (...values) => ({ b: Buffer.from(new Float64Array(values).buffer).toString("base64"), t: "f8", d: 2 });
  const tracks = {
    old_phi: f8(0.84, 0.512),
    phi: f8(0.8396, 0.5124),
    gradient: f8(0.00612, -0.00614),
    old_m: f8(0.01168, -0.01274),
    m: f8(0.0089, -0.00944),
    alpha: { constant: 0.042 },
    beta: { constant: 0.5 },
  };
  const { numbers } = placed({ ...tables.rules.Momentum, steps: 1, tracks }, 0);
  assert.match(numbers.replaceAll(" ", ""), /0,5\(0,012;−0,013\)\+0,5\(0,006;−0,006\)=\(0,009;−0,009\)/);
});

test("a run without a step, and a place that is not on the page, are no fault", fromPython, () => {
  const { ledger, words } = tables.ledger;
  const host = {};
  writeLedger(host, { ...ledger, steps: 0 }, 0, words, ",");
  assert.equal(host.textContent, words.no_step);
  writeLedger(null, ledger, 0, words, ",");
  writeCurvature(null, null, 0, words, ",");
});

test("the curvature holds the determinant of its step with six digits", fromPython, () => {
  const { curvature, words, determinant } = tables.ledger;
  const host = {};
  writeCurvature(host, curvature, 2, words, ",");
  assert.ok(text(host.innerHTML).includes(determinant), `${determinant} in ${text(host.innerHTML)}`);
});

test("a sentence is filled in, and what is not known stays", () => {
  assert.equal(fill("{a} of {b}: {c}", { a: 1, b: "two" }), "1 of two: {c}");
});

test("what became of a run is said, and kept while the class guesses", () => {
  const words = { new_run: "New.", loss_told: "{name}: {a} to {b}." };
  const run = { ...runOf([0, 0, 0, 0], [4, 1.5]), verdict: "Done." };
  assert.equal(lossTold(run, 1, words, ","), "run: 4 to 1,5.");
  assert.equal(changeTold({ runs: [run], words, mark: ".", guess: false }, false), "New. run: 4 to 1.5. Done.");
  assert.equal(changeTold({ runs: [run], words, mark: ".", guess: true }, false), "New.");
  assert.match(changeTold({ runs: [run], words, mark: ".", guess: true }, true), /Done\./);
});

test("a sample of a line has its colour and dashes", () => {
  assert.match(sample({ color: "#112233", dash: [6, 4] }), /stroke="#112233".*stroke-dasharray="6 4"/);
  assert.match(sample({ color: "#112233", dash: [], ground: "#000000" }), /background:#000000/);
});

test("a canvas has the pixels of the screen, and says once that its size has changed", () => {
  globalThis.window = { devicePixelRatio: 3 };
  const canvas = { style: {} };
  const calls = [];
  const context = { setTransform: (...given) => calls.push(given), clearRect: (...given) => calls.push(given) };
  const layer = { chart: { clientWidth: 100, clientHeight: 50 }, canvas, context };
  assert.ok(fits(layer, "a"));
  assert.deepEqual([canvas.width, canvas.height, canvas.style.width], [200, 100, "100px"]); // at most twice as sharp
  assert.ok(!fits(layer, "a"));
  assert.ok(fits(layer, "b"));
  clear(layer);
  assert.deepEqual(calls, [
    [2, 0, 0, 2, 0, 0],
    [0, 0, 100, 50],
  ]);
  renew(layer);
  assert.equal(canvas.width, 200);
  delete globalThis.window;
});

test("where data are set aside, the loss is said with its mean and that of those", () => {
  const runs = [{ loss: Float64Array.from([8, 4]), test: Float64Array.from([3, 0.5]) }];
  const data = { runs, model: { x: [1, 2, 3, 4] }, words: { means: "{loss} (mean {a}, test {b})" }, mark: "," };
  assert.equal(lossNow(data, 1, 4), "4 (mean 1, test 0,5)");
  assert.equal(lossNow({ ...data, runs: [{ loss: runs[0].loss }] }, 1, 4), "4");
});

test("a step of a training is said with its answer and with how sure it is", () => {
  const packed = (...values) => ({ t: "f4", b: Buffer.from(new Float32Array(values).buffer).toString("base64") });
  const data = /** @type {any} */ ({
    words: { say_loss: "Step {k} of {n}: loss {loss}." },
    mark: ",",
    numbers: {
      choice: { values: packed(2, 1), choices: ["bad", "good", "undecided"] },
      p1: { values: packed(0.5, 0.977), percent: true },
    },
    told: [
      { name: "Answer", key: "choice", unit: "" },
      { name: "Good", key: "p1", unit: "%" },
    ],
    said: "Diverged.",
    untrained: "Not trained yet.",
    loss: packed(3, 0.25),
  });
  assert.equal(answerTold(data, 0, 1), "Step 0 of 1: loss 3. Answer: undecided. Good: 50 %. Not trained yet.");
  assert.equal(answerTold(data, 1, 1), "Step 1 of 1: loss 0,25. Answer: good. Good: 97,7 %. Diverged.");
});
