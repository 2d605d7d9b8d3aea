// The model over its data: the curve at the current step, residuals as bars, the points of the batch lit.

import { decode } from "./numbers.js";
import { dot, pointAt } from "./paths.js";

const SAMPLES = 160;

// The curves of the fit: one a run, the first with its batch, and where a hand holds its start.
export function curvesOf(runs, k, held) {
  return runs.map((run, i) => ({
    phi: i === 0 && held ? held : pointAt(run, k),
    color: run.color,
    dash: run.dash,
    batch: i === 0 ? batchAt(run, Math.min(Math.floor(k), run.steps - 1)) : null,
  }));
}

// The indices of the minibatch of a step, from one flat array and the sizes.
export function batchAt(run, step) {
  if (!run.batches || step < 0) return null;
  const all = decode(run.batches.indices);
  const ends = decode(run.batches.ends);
  return step < ends.length ? Array.from(all.subarray(step ? ends[step - 1] : 0, ends[step])) : null;
}

export function drawFit(context, map, model, curves, look, gone = "") {
  const { x, y } = model;
  const from = map.toData(map.left, 0)[0];
  const to = map.toData(map.left + map.width, 0)[0];
  context.save();
  context.beginPath();
  context.rect(map.left, map.top, map.width, map.height);
  context.clip();
  context.lineCap = context.lineJoin = "round";
  const main = curves[0];
  if (main?.phi.every(Number.isFinite)) {
    if (look.squares) drawSquares(context, map, model, main, look);
    context.strokeStyle = look.residual;
    context.lineWidth = 2 * (look.scale ?? 1);
    context.setLineDash([]);
    context.beginPath();
    for (let i = 0; i < x.length; i++) {
      const f = model.predict(main.phi, x[i]);
      if (!Number.isFinite(f)) continue;
      const p = map.toPixel(x[i], y[i]);
      const q = map.toPixel(x[i], f);
      context.moveTo(p[0], p[1]);
      context.lineTo(q[0], Math.max(-1e5, Math.min(1e5, q[1])));
    }
    context.stroke();
  }
  const unseen = main && !isSeen(map, model, main, from, to);
  for (const curve of [...curves].reverse()) {
    if (!curve.phi.every(Number.isFinite)) continue;
    context.strokeStyle = curve.color;
    context.lineWidth = (curve === main ? 3 : 2) * (look.scale ?? 1);
    context.setLineDash(curve.dash ?? []);
    context.beginPath();
    for (let i = 0; i <= SAMPLES; i++) {
      const u = from + (i / SAMPLES) * (to - from);
      const p = map.toPixel(u, model.predict(curve.phi, u));
      const v = Math.max(-1e5, Math.min(1e5, p[1]));
      if (i) context.lineTo(p[0], v);
      else context.moveTo(p[0], v);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
  if (look.draws) for (let i = 0; i < x.length; i++) dot(context, map.toPixel(x[i], y[i]), 6, look.data, look.halo);
  for (const i of main?.batch ?? []) {
    const p = map.toPixel(x[i], y[i]);
    context.beginPath();
    context.arc(p[0], p[1], 8, 0, 7);
    context.lineWidth = 3;
    context.strokeStyle = look.lit;
    context.stroke();
  }
  if (unseen) {
    context.font = look.font;
    context.fillStyle = look.ink;
    context.textAlign = "left";
    context.textBaseline = "top";
    context.fillText(gone, map.left + 8, map.top + 6);
  }
  context.restore();
}

// Whether any of a curve lies in the picture.
function isSeen(map, model, curve, from, to) {
  for (let i = 0; i <= SAMPLES; i++) {
    const u = from + (i / SAMPLES) * (to - from);
    const v = map.toPixel(u, model.predict(curve.phi, u))[1];
    if (v >= map.top && v <= map.top + map.height) return true;
  }
  return false;
}

// The square on each residual, turned towards the middle: its area is what the datum adds to the loss.
function drawSquares(context, map, model, curve, look) {
  const { x, y } = model;
  const middle = map.left + map.width / 2;
  context.fillStyle = curve.color;
  context.strokeStyle = look.residual;
  context.lineWidth = 1;
  context.setLineDash([]);
  for (let i = 0; i < x.length; i++) {
    const p = map.toPixel(x[i], y[i]);
    const q = map.toPixel(x[i], model.predict(curve.phi, x[i]));
    const side = Math.abs(q[1] - p[1]);
    if (!Number.isFinite(side) || side > 1e4) continue;
    const left = p[0] < middle ? p[0] : p[0] - side;
    const top = Math.min(p[1], q[1]);
    context.globalAlpha = 0.16;
    context.fillRect(left, top, side, side);
    context.globalAlpha = 0.7;
    context.strokeRect(left, top, side, side);
  }
  context.globalAlpha = 1;
}

export function sumOfSquares(model, phi) {
  let sum = 0;
  for (let i = 0; i < model.x.length; i++) sum += (model.predict(phi, model.x[i]) - model.y[i]) ** 2;
  return sum;
}
