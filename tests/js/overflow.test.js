import assert from "node:assert/strict";
import test from "node:test";
import { drawContour } from "../../playground/ui/player/static/contour.js";
import { drawLoss } from "../../playground/ui/player/static/curves.js";
import { curvesOf, drawFit } from "../../playground/ui/player/static/fit.js";
import { compile } from "../../playground/ui/player/static/model.js";
import { decode } from "../../playground/ui/player/static/numbers.js";
import { drawOnSurface } from "../../playground/ui/player/static/paths.js";
import { Preview } from "../../playground/ui/player/static/preview.js";
import { look, map, recorder } from "./canvas.js";
import { fromPython, tables } from "./tables.js";

const words = { before: "before", one_percent: "1 %", step: "step", gone: "gone", out_of_view: "{k}", diverged: "{k}" };
const dressed = { name: "run", color: "#112233", dash: [], mark: "" };
const ground = { x0: 0, y0: 0, dx: 1, dy: 1, low: 0, high: 1, height: (x, y) => (x >= 0 && y >= 0 ? 0.5 : NaN) };
const space = { key: "", eye: [5, 5, 9], toPixel: (x, y, z) => [10 * x, 10 * y - z] };

test("what overflows in a preview never reaches a picture", fromPython, () => {
  const { data } = tables.held;
  const preview = new Preview();
  assert.ok(preview.hold("run0.alpha", Number.POSITIVE_INFINITY, data));
  const held = preview.of(data);
  const shown = { ...held, words, mark: ".", runs: held.runs.map((run) => ({ ...run, ...dressed })) };
  assert.ok(!decode(shown.runs[0].phi).every(Number.isFinite) && !decode(shown.runs[0].loss).every(Number.isFinite));
  const model = { ...data.model, predict: compile(data.model.program, data.model.constants) };
  for (const k of [0, 1, 2.5, 30]) {
    const context = recorder();
    const scene = { data: shown, previous: null, point: null, k, look, ground: null };
    drawContour(context, map, scene);
    drawFit(context, map, model, curvesOf(shown.runs, k, null), look);
    drawLoss(context, 300, 200, shown, k, look);
    for (const run of shown.runs) drawOnSurface(context, space, ground, run, k, look);
    for (const [name, ...given] of context.calls)
      for (const one of given.flat())
        assert.ok(typeof one !== "number" || Number.isFinite(one), `${name} ${given} at step ${k}`);
  }
});
