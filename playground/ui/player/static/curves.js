// Curves against the step, drawn whole by the player: the loss on a log axis, or the parameters.

import { axisOf, lossOf } from "./losses.js";
import { decode, format, lowered, superscript } from "./numbers.js";
import { leastOf, write } from "./paths.js";
import { drawPoints } from "./points.js";

const RIGHT = 14;
const TOP = 26;
const GAP = 10; // under a chart without numbers of the steps
const COMING = 0.7;

// The plot area inside a canvas, with room for the letters of this look, and where step `i` of `steps` lies in it.
function boxIn(width, height, steps, look, under = underOf(look)) {
  const left = (look.scale ?? 1) > 1 ? 84 : 58;
  const bottom = height - under;
  const right = width - RIGHT;
  return { left, right, bottom, height, x: (i) => left + (i / steps) * (right - left) };
}

// The room that numbers and name of the steps take under a chart; in a hall the heading alone says that they are steps.
const underOf = (look) => ((look.scale ?? 1) > 1 ? 34 : 38);

// How many numbers stand one above the other in it.
const rows = (box, look) => Math.max(1, Math.min(6, Math.floor((box.bottom - TOP) / (24 * (look.scale ?? 1)))));

export function drawLoss(context, width, height, data, k, look) {
  const thick = look.scale ?? 1;
  const runs = data.runs;
  const ghost = look.previous ? [look.previous] : [];
  const floor = data.floor ?? 0;
  // While the class guesses, what is still to come must not show in the range of the axis either.
  const until = (run) => (look.guess ? Math.min(Math.ceil(k), run.steps) : run.steps);
  const steps = Math.max(1, ...[...runs, ...ghost].map((run) => run.steps));
  const { a, b, log, scale } = axisOf(runs, data.floor, until, look.guess);
  const box = boxIn(width, height, steps, look);
  const { x } = box;
  const y = (v) => TOP + (1 - (scale(v) - a) / (b - a)) * (box.bottom - TOP);
  const room = rows(box, look);
  axes(context, box, steps, log ? decades(a, b, data.mark, room) : roundTicks(a, b, data.mark, room), y, data, look);
  for (const epoch of data.epochs ?? []) {
    if (epoch > steps) break;
    context.globalAlpha = 0.35;
    context.strokeStyle = look.ink;
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(x(epoch), TOP);
    context.lineTo(x(epoch), box.bottom);
    context.stroke();
  }
  context.globalAlpha = 1;
  const onePercent = 0.01 * lossOf(runs[0], floor)(0);
  const isNear = data.floor !== null && onePercent > 0 && scale(onePercent) > a && scale(onePercent) < b;
  if (isNear) level(context, box, y(onePercent), look);
  context.save();
  context.beginPath();
  context.rect(box.left, TOP - 4, box.right - box.left + 8, box.bottom - TOP + 8);
  context.clip();
  /** @type {import("./points.js").Point[]} */
  const points = [];
  for (const run of ghost)
    line(context, until(run), (i) => [x(i), y(lossOf(run, floor)(i))], look.ghost, 1.5, 0.5, [2, 4]);
  for (const run of runs) {
    const at = lossOf(run, floor);
    const whole = Math.min(Math.floor(k), run.steps);
    const f = Math.min(k, run.steps) - whole;
    const point = (i) => [x(i), y(at(i))];
    if (!look.guess) line(context, run.steps, point, run.color, 1.6 * thick, COMING, run.dash ?? []);
    line(context, whole, point, run.color, 2.5 * thick, 1, run.dash ?? []);
    const p = point(whole);
    const q = f ? point(whole + 1) : p;
    const now = [p[0] + f * (q[0] - p[0]), p[1] + f * (q[1] - p[1])];
    if (f && [...p, ...now].every(Number.isFinite)) {
      context.setLineDash([]);
      context.beginPath();
      context.moveTo(...p);
      context.lineTo(...now);
      context.stroke();
    }
    points.push({ p: [now[0], Math.max(now[1], TOP)], size: 5.5 * thick, color: run.color, mark: run.mark });
  }
  if (isNear) nameLevel(context, box, y(onePercent), data.words.one_percent, look);
  const seen = points.filter(({ p }) => p.every(Number.isFinite));
  drawPoints(
    context,
    seen,
    { left: box.left, top: TOP - 4, width: box.right - box.left, height: box.bottom - TOP },
    look,
  );
  context.restore();
  let row = 0;
  for (const run of runs)
    row += leaves(context, box, run, lossOf(run, floor), until(run), (v) => scale(v) > b, row, look);
}

// A level of the loss that has a name, which is written over the curves.
function level(context, box, height, look) {
  context.globalAlpha = 0.6;
  context.strokeStyle = look.ink;
  context.lineWidth = 1;
  context.setLineDash([6, 5]);
  context.beginPath();
  context.moveTo(box.left, height);
  context.lineTo(box.right, height);
  context.stroke();
  context.globalAlpha = 1;
  context.setLineDash([]);
}

function nameLevel(context, box, height, name, look) {
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.font = look.font;
  context.textAlign = "right";
  context.textBaseline = "bottom";
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = look.halo;
  context.strokeText(name, box.right - 4, height - 2);
  context.fillStyle = look.ink;
  context.fillText(name, box.right - 4, height - 2);
}

// How high a line goes that leaves through the top, as a power of ten, beside the place where it leaves; each in a row
// of its own. Returns how many rows it took.
function leaves(context, box, run, at, until, above, row, look) {
  let first = -1;
  let high = 0;
  for (let i = 0; i <= until; i++) {
    const v = at(i);
    if (Number.isFinite(v) && above(v)) {
      if (first < 0) first = i;
      high = Math.max(high, v);
    }
  }
  if (first < 0) return 0;
  const text = `↑ 10${superscript(Math.floor(Math.log10(high)))}`;
  context.font = look.font;
  context.setLineDash([]);
  const wide = context.measureText(text).width;
  const tall = 18 * (look.scale ?? 1);
  const right = box.x(first) + 8 + wide < box.right;
  context.fillStyle = run.color;
  context.strokeStyle = look.halo;
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.textAlign = right ? "left" : "right";
  context.textBaseline = "top";
  const place = [right ? box.x(first) + 8 : box.x(first) - 8, TOP + 4 + row * tall];
  writePower(context, text, place, look, "strokeText");
  writePower(context, text, place, look);
  return 1;
}

// A text that may end in a power of ten. For a hall its exponent has letters as large as the rest, raised: those that a
// font has for it are too small. Aligned as the context is.
function writePower(context, text, at, look, how = "fillText") {
  const [x, y] = at;
  const [, base, power] = ((look.scale ?? 1) > 1 && text.match(/^(.*10)([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/)) || [];
  if (!power) {
    context[how](text, x, y);
    return;
  }
  const exponent = lowered(power);
  const align = context.textAlign;
  const [wide, more] = [base, exponent].map((part) => context.measureText(part).width);
  const left = align === "right" ? x - wide - more : x;
  context.textAlign = "left";
  context[how](base, left, y);
  context[how](exponent, left + wide, y - 9);
  context.textAlign = align;
}

// Each parameter against the step, one below the other: what is shown where there are no data to fit. So colour and dash
// say which run a curve is, here as everywhere.
export function drawParameters(context, width, height, data, k, look) {
  const under = data.runs[0].slope ? [underOf(look)] : [GAP, underOf(look)];
  const plot = (height - under.reduce((sum, one) => sum + TOP + one, 0)) / under.length;
  for (const axis of under.keys()) {
    context.save();
    context.translate(0, axis * (TOP + plot + GAP));
    drawParameter(context, width, TOP + plot + under[axis], data, k, look, axis, under[axis]);
    context.restore();
  }
}

function drawParameter(context, width, height, data, k, look, axis, under) {
  const thick = look.scale ?? 1;
  const runs = data.runs;
  const [low, high] = data.window[axis];
  const steps = Math.max(1, ...runs.map((run) => run.steps));
  const box = boxIn(width, height, steps, look, under);
  const { x } = box;
  const y = (v) => TOP + ((high - v) / (high - low)) * (box.bottom - TOP);
  axes(context, box, steps, roundTicks(low, high, data.mark, rows(box, look)), y, data, look);
  context.textAlign = "left";
  context.textBaseline = "bottom";
  const name = axis ? "φ₁" : "φ₀";
  context.fillText(runs[0].slope ? "φ" : name, box.left, TOP - 3);
  context.beginPath();
  context.rect(box.left - 12 * thick, TOP, box.right - box.left + 12 * thick + 8, box.bottom - TOP);
  context.clip();
  /** @type {import("./points.js").Point[]} */
  const points = [];
  for (const run of runs) {
    const phi = decode(run.phi);
    const whole = Math.min(Math.floor(k), run.steps);
    /** @returns {[number, number]} */
    const point = (i) => [x(i), y(phi[2 * i + axis])];
    const dash = run.dash ?? [];
    if (!look.guess) line(context, run.steps, point, run.color, 1.6 * thick, COMING, dash);
    line(context, whole, point, run.color, 2.5 * thick, 1, dash);
    if (run.mark && !look.guess) number(context, point(run.steps), run, look);
    points.push({ p: point(whole), size: 4.5 * thick, color: run.color, mark: run.mark });
  }
  const seen = points.filter(({ p }) => p.every(Number.isFinite));
  drawPoints(context, seen, { left: box.left, top: TOP, width: box.right - box.left, height: box.bottom - TOP }, look);
}

// A run's number at the end of its line: at the start all their points lie on one another.
function number(context, at, run, look) {
  const [x, y] = at;
  const scale = look.scale ?? 1;
  const font = `bold ${Math.max(Math.round(13 * scale), leastOf(look))}px sans-serif`;
  context.setLineDash([]);
  context.font = font;
  context.lineWidth = 4;
  context.strokeStyle = look.halo;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const place = [x - (6 + 14 * (Number(run.mark) - 1)) * scale, y + (y - 18 * scale < TOP ? 9 : -9) * scale];
  context.strokeText(run.mark, place[0], place[1] + 0.5);
  write(context, run.mark, place, font, run.color);
}

function line(context, to, at, color, width, alpha, dash) {
  context.globalAlpha = alpha;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.lineJoin = "round";
  context.beginPath();
  let pen = false;
  for (let i = 0; i <= to; i++) {
    const p = at(i);
    if (!Number.isFinite(p[1])) {
      pen = false;
      continue;
    }
    const y = Math.max(-1e5, Math.min(1e5, p[1]));
    if (pen) context.lineTo(p[0], y);
    else context.moveTo(p[0], y);
    pen = true;
  }
  context.stroke();
  context.globalAlpha = 1;
}

// Ticks of a logarithmic axis between two exponents: powers of ten, or what lies between them where there are too few.
export const decades = (a, b, mark, most = 6) => {
  const stride = Math.max(1, Math.ceil((b - a) / most));
  const ticks = [];
  for (let p = Math.ceil(a / stride) * stride; p <= b; p += stride) ticks.push([10 ** p, `10${superscript(p)}`]);
  if (ticks.length >= 2) return ticks;
  const few = [];
  for (let p = Math.floor(a); p <= Math.ceil(b); p++)
    for (const m of [1, 2, 5]) {
      const v = m * 10 ** p;
      if (Math.log10(v) >= a && Math.log10(v) <= b) few.push([v, format(v, mark, 2)]);
    }
  return few.length >= 2 && few.length <= most + 1 ? few : roundTicks(10 ** a, 10 ** b, mark, Math.min(5, most));
};

// The distance of `count` ticks over a span: 1, 2 or 5 times a power of ten.
export const stepOf = (span, count) => {
  const raw = span / count;
  const ten = 10 ** Math.floor(Math.log10(raw));
  return ten * [1, 2, 5, 10].find((m) => m * ten >= raw);
};

// Round numbers between two values, as ticks of an axis.
export const roundTicks = (a, b, mark, most = 5) => {
  const d = stepOf(b - a, Math.min(5, most));
  const ticks = [];
  for (let i = Math.ceil(a / d); i * d <= b; i++) ticks.push([i * d, format(i * d, mark, 3)]);
  return ticks;
};

function axes(context, box, steps, ticks, y, data, look) {
  context.font = look.font;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const [value, label] of ticks) {
    context.strokeStyle = look.grid;
    context.beginPath();
    context.moveTo(box.left, y(value));
    context.lineTo(box.right, y(value));
    context.stroke();
    context.fillStyle = look.ink;
    writePower(context, label, [box.left - 6, y(value)], look);
  }
  context.strokeStyle = look.axis;
  context.strokeRect(box.left, TOP, box.right - box.left, box.bottom - TOP);
  if (box.height - box.bottom <= GAP) return;
  context.textAlign = "center";
  context.textBaseline = "top";
  const stride = Math.max(1, stepOf(steps, (box.right - box.left) / (60 * (look.scale ?? 1))));
  for (let i = 0; i <= steps; i += stride) {
    context.fillStyle = look.ink;
    context.fillText(format(i, data.mark), box.x(i), box.bottom + 6);
  }
  if ((look.scale ?? 1) > 1) return;
  context.fillText(data.words.step_axis, (box.left + box.right) / 2, (box.bottom + box.height) / 2 + 3);
}
