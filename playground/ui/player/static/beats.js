// The arrows of a slow step on the contour, as far as they have been told.

import { decode } from "./numbers.js";
import { arrow } from "./paths.js";

const LONG = 70; // pixels of the arrow that only points down; no more than a quarter of the chart
const SHORT = 30; // pixels: shorter steps are drawn as many times longer as it says beside them
const EQUAL = 0.02; // how far the units of both axes may differ where a right angle is drawn

/** @param {import("./protocol.d.ts").Beat[]} beats */
export function drawBeats(context, map, beats, run, { from, beat, grown }, look) {
  const times = magnified(map, run, beats[1].arrows, from, look);
  context.save();
  context.beginPath();
  context.rect(map.left, map.top, map.width, map.height);
  context.clip();
  for (let b = 0; b <= Math.min(beat, 2); b++) {
    context.globalAlpha = b === beat ? 1 : 0.35;
    const share = b === beat ? grown : 1;
    if (b === 0) drawDown(context, map, beats[0].arrows[0], from, share, look);
    if (b === 1) drawParts(context, map, beats[1].arrows, from, { share, times }, run, look);
    if (b === 2) drawStep(context, map, run, from, { share, times }, beats[2].terms.step, look);
  }
  context.restore();
}

// How many times longer a step is drawn, where it would hardly be seen: 1, 2, 5, 10, ….
function magnified(map, run, parts, k, look) {
  const [x, y] = pairAt(run.phi, k);
  const next = pairAt(run.phi, k + 1);
  const p = map.toPixel(x, y);
  const far = Math.max(
    ...[[next[0] - x, next[1] - y], ...parts.map((one) => pairAt(one.vector, k))].map((v) => {
      const q = map.toPixel(x + v[0], y + v[1]);
      return Math.hypot(q[0] - p[0], q[1] - p[1]) / (look.scale ?? 1);
    }),
  );
  if (!(far > 1e-9) || far >= SHORT) return 1;
  const raw = SHORT / far;
  const ten = 10 ** Math.floor(Math.log10(raw));
  return ten * [1, 2, 5, 10].find((m) => m * ten >= raw);
}

const longOf = (map, look) => Math.min(LONG * (look.scale ?? 1), 0.25 * Math.min(map.width, map.height));

const pairAt = (packed, k) => Array.from(decode(packed).subarray(2 * k, 2 * k + 2));

// Where the gradient points away from, at a right angle to the level line where both axes have equal units.
function drawDown(context, map, one, k, share, look) {
  if (!one) return;
  const a = pairAt(one.base, k);
  const v = pairAt(one.vector, k);
  const p = map.toPixel(...a);
  const far = Math.hypot(...v);
  if (!(far > 0) || !p.every(Number.isFinite)) return;
  const [unitX, unitY] = [map.toPixel(a[0] + 1, a[1])[0] - p[0], map.toPixel(a[0], a[1] + 1)[1] - p[1]];
  const q = [v[0] * unitX, v[1] * unitY];
  const length = Math.hypot(...q);
  const whole = longOf(map, look);
  const long = whole * share;
  const [x, y] = [q[0] / length, q[1] / length];
  if (Math.abs(Math.abs(unitX / unitY) - 1) < EQUAL) drawSquare(context, p, [x, y], whole, look);
  arrow(context, map, a, map.toData(p[0] + long * x, p[1] + long * y), one.color, look.halo);
}

// The tangent of the level line through a point, and the mark of a right angle.
function drawSquare(context, [u, v], [x, y], long, look) {
  const side = 0.16 * long;
  context.save();
  for (const [width, ink] of [
    [4, look.halo],
    [1.5, look.ghost],
  ]) {
    context.lineWidth = width;
    context.strokeStyle = ink;
    context.beginPath();
    context.moveTo(u - long * y, v + long * x);
    context.lineTo(u + long * y, v - long * x);
    context.moveTo(u + side * x, v + side * y);
    context.lineTo(u + side * (x + y), v + side * (y - x));
    context.lineTo(u + side * y, v - side * x);
    context.stroke();
  }
  context.restore();
}

// What the step is made of, one arrow after the other, tip to tail.
function drawParts(context, map, arrows, k, { share, times }, run, look) {
  const here = pairAt(run.phi, k);
  arrows.forEach((one, i) => {
    const grown = times * Math.max(0, Math.min(1, share * arrows.length - i));
    const v = pairAt(one.vector, k);
    const a = pairAt(one.base, k).map((value, axis) => here[axis] + times * (value - here[axis]));
    if (grown > 0 && [...a, ...v].every(Number.isFinite))
      arrow(context, map, a, [a[0] + grown * v[0], a[1] + grown * v[1]], one.color, look.halo, i ? [] : [7, 4]);
  });
}

function drawStep(context, map, run, k, { share, times }, color, look) {
  const [x0, y0, x1, y1] = decode(run.phi).subarray(2 * k, 2 * k + 4);
  if (![x1, y1].every(Number.isFinite)) return;
  const tip = [x0 + times * share * (x1 - x0), y0 + times * share * (y1 - y0)];
  arrow(context, map, [x0, y0], tip, color, look.halo);
  if (times === 1) return;
  const [u, v] = map.toPixel(...tip);
  context.font = look.font;
  context.lineWidth = 4;
  context.strokeStyle = look.halo;
  context.fillStyle = color;
  context.textAlign = "center";
  for (const draw of ["strokeText", "fillText"]) context[draw](`× ${times}`, u, v - 12 * (look.scale ?? 1));
}
