// Curves against the step, drawn whole by the player: the loss on a log axis, or the parameters.

import { decode, format, superscript } from "./numbers.js";
import { dot, write } from "./paths.js";

const RIGHT = 14, TOP = 26, COMING = 0.7;
let LEFT = 58, BOTTOM = 38;

// Room for the letters of this look.
function room(look) { const large = (look.scale ?? 1) > 1; LEFT = large ? 84 : 58; BOTTOM = large ? 58 : 38; }

// What is drawn against the step: loss above the minimum where it is known.
function lossOf(run, floor) {
  const loss = decode(run.loss);
  return (i) => loss[i] - floor;
}

// The axis of the loss: logarithmic where it can be, and as wide as the runs ask that have not diverged. Neither the
// ghost of the run before nor one that runs away sets it, unless all do: the present run is always readable.
function axisOf(runs, floor, until, guess) {
  const settled = runs.filter((run) => run.diverged == null), shown = settled.length ? settled : runs;
  const each = (visit) => { for (const run of shown) { const at = lossOf(run, floor ?? 0); for (let i = 0; i <= until(run); i++) if (Number.isFinite(at(i))) visit(at(i)); } };
  let high = -Infinity, low = Infinity;
  each((v) => { if (v < low) low = v; if (v > high) high = v; });
  if (!Number.isFinite(high)) { low = 0.1; high = 1; }
  // Over whole runs, for an axis that changed its kind on the way would tell how a run ends.
  const log = floor !== null || !shown.some((run) => decode(run.loss).some((v) => v <= 0));
  const tiny = Math.max(high * 1e-16, 1e-300);
  if (log) {
    // Rounding leaves L - L* a few units in the last place from zero: such points lie on the floor of the chart.
    let small = Infinity;
    each((v) => { if (v > tiny && v < small) small = v; });
    low = Number.isFinite(small) ? small : 0.1;
    if (high <= low) high = guess ? low * 1.01 : low * 10;
  }
  const scale = log ? (v) => Math.log10(Math.max(v, tiny)) : (v) => v;
  let a = scale(low), b = scale(high);
  if (!(b > a)) { a -= 0.5; b += 0.5; }
  // Whole powers of ten, with room below: the axis that follows the guess moves seldom.
  if (guess && log) { a = Math.floor(a - 0.3); b = Math.ceil(b); }
  b = Math.min(b, a + 330); const pad = 0.05 * (b - a);
  return { a: a - pad, b: b + pad, log, scale };
}

export function drawLoss(context, width, height, data, k, look) {
  room(look);
  const thick = look.scale ?? 1;
  const runs = data.runs, ghost = look.previous && !data.hideGhost ? [look.previous] : [];
  const floor = data.floor ?? 0;
  // While the class guesses, what is still to come must not show in the range of the axis either.
  const until = (run) => (look.guess ? Math.min(Math.ceil(k), run.steps) : run.steps);
  const steps = Math.max(1, ...[...runs, ...ghost].map((run) => run.steps));
  const { a, b, log, scale } = axisOf(runs, data.floor, until, look.guess);
  const x = (i) => LEFT + (i / steps) * (width - LEFT - RIGHT), y = (v) => TOP + (1 - (scale(v) - a) / (b - a)) * (height - TOP - BOTTOM);
  axes(context, width, height, steps, log ? decades(a, b, data.lang) : round(a, b, data.lang), y, x, data, log, look);
  for (const epoch of data.epochs ?? []) {
    if (epoch > steps) break;
    context.globalAlpha = 0.35; context.strokeStyle = look.ink; context.lineWidth = 1; context.setLineDash([2, 3]);
    context.beginPath(); context.moveTo(x(epoch), TOP); context.lineTo(x(epoch), height - BOTTOM); context.stroke();
  }
  context.globalAlpha = 1;
  const onePercent = 0.01 * lossOf(runs[0], floor)(0);
  if (data.floor !== null && onePercent > 0 && scale(onePercent) > a && scale(onePercent) < b) level(context, width, y(onePercent), data.words.one_percent, look);
  context.save(); context.beginPath(); context.rect(LEFT, TOP - 4, width - LEFT - RIGHT + 8, height - TOP - BOTTOM + 8); context.clip();
  for (const run of ghost) line(context, until(run), (i) => [x(i), y(lossOf(run, floor)(i))], look.ghost, 1.5, 0.5, [2, 4]);
  for (const run of runs) {
    const at = lossOf(run, floor), whole = Math.min(Math.floor(k), run.steps), f = Math.min(k, run.steps) - whole;
    const point = (i) => [x(i), y(at(i))];
    if (!look.guess) line(context, run.steps, point, run.color, 1.6 * thick, COMING, run.dash ?? []);
    line(context, whole, point, run.color, 2.5 * thick, 1, run.dash ?? []);
    const p = point(whole), q = f ? point(whole + 1) : p, now = [p[0] + f * (q[0] - p[0]), p[1] + f * (q[1] - p[1])];
    if (f) { context.setLineDash([]); context.beginPath(); context.moveTo(...p); context.lineTo(...now); context.stroke(); }
    dot(context, [now[0], Math.max(now[1], TOP)], 5.5 * thick, run.color, look.halo, run.mark);
  }
  context.restore();
  let row = 0;
  for (const run of runs) row += leaves(context, width, run, lossOf(run, floor), until(run), (v) => scale(v) > b, x, row, look);
}

// A level of the loss that has a name.
function level(context, width, height, name, look) {
  context.globalAlpha = 0.6; context.strokeStyle = look.ink; context.lineWidth = 1; context.setLineDash([6, 5]);
  context.beginPath(); context.moveTo(LEFT, height); context.lineTo(width - RIGHT, height); context.stroke();
  context.globalAlpha = 1; context.setLineDash([]);
  context.font = look.font; context.fillStyle = look.ink; context.textAlign = "right"; context.textBaseline = "bottom";
  context.fillText(name, width - RIGHT - 4, height - 2);
}

// How high a line goes that leaves through the top, as a power of ten, beside the place where it leaves; each in a row
// of its own. Returns how many rows it took.
function leaves(context, width, run, at, until, above, x, row, look) {
  let first = -1, high = 0;
  for (let i = 0; i <= until; i++) { const v = at(i); if (Number.isFinite(v) && above(v)) { if (first < 0) first = i; high = Math.max(high, v); } }
  if (first < 0) return 0;
  const text = `↑ 10${superscript(Math.floor(Math.log10(high)))}`;
  context.font = look.font; context.setLineDash([]);
  const wide = context.measureText(text).width, tall = 18 * (look.scale ?? 1), right = x(first) + 8 + wide < width - RIGHT;
  context.fillStyle = run.color; context.strokeStyle = look.halo; context.lineWidth = 4; context.lineJoin = "round";
  context.textAlign = right ? "left" : "right"; context.textBaseline = "top";
  const place = [right ? x(first) + 8 : x(first) - 8, TOP + 4 + row * tall];
  context.strokeText(text, ...place); context.fillText(text, ...place);
  return 1;
}

// Each parameter against the step, one below the other: what is shown where there are no data to fit. So colour and dash
// say which run a curve is, here as everywhere.
export function drawParameters(context, width, height, data, k, look) {
  room(look);
  const tall = height / 2;
  for (const axis of [0, 1]) {
    context.save();
    context.translate(0, axis * tall);
    drawParameter(context, width, tall, data, k, look, axis);
    context.restore();
  }
}

function drawParameter(context, width, height, data, k, look, axis) {
  const thick = look.scale ?? 1, runs = data.runs, [low, high] = data.window[axis];
  const steps = Math.max(1, ...runs.map((run) => run.steps));
  const x = (i) => LEFT + (i / steps) * (width - LEFT - RIGHT), y = (v) => TOP + ((high - v) / (high - low)) * (height - TOP - BOTTOM);
  axes(context, width, height, steps, round(low, high, data.lang), y, x, data, false, look);
  context.textAlign = "left"; context.textBaseline = "bottom"; context.fillText(axis ? "φ₁" : "φ₀", LEFT, TOP - 3);
  context.beginPath(); context.rect(LEFT, TOP, width - LEFT - RIGHT + 8, height - TOP - BOTTOM); context.clip();
  for (const run of runs) {
    const phi = decode(run.phi), whole = Math.min(Math.floor(k), run.steps), point = (i) => [x(i), y(phi[2 * i + axis])], dash = run.dash ?? [];
    if (!look.guess) line(context, run.steps, point, run.color, 1.6 * thick, COMING, dash);
    line(context, whole, point, run.color, 2.5 * thick, 1, dash);
    if (run.mark && !look.guess) number(context, point(run.steps), run, look);
    dot(context, point(whole), 4.5 * thick, run.color, look.halo, run.mark);
  }
}

// A run's number at the end of its line: at the start all their points lie on one another.
function number(context, [x, y], run, look) {
  const scale = look.scale ?? 1, font = `bold ${Math.round(13 * scale)}px sans-serif`;
  context.setLineDash([]); context.font = font; context.lineWidth = 4; context.strokeStyle = look.halo; context.textAlign = "center"; context.textBaseline = "middle";
  const place = [x - (6 + 14 * (Number(run.mark) - 1)) * scale, y - 9 * scale];
  context.strokeText(run.mark, place[0], place[1] + 0.5);
  write(context, run.mark, place, font, run.color);
}

function line(context, to, at, color, width, alpha, dash) {
  context.globalAlpha = alpha; context.strokeStyle = color; context.lineWidth = width; context.setLineDash(dash); context.lineJoin = "round";
  context.beginPath();
  let pen = false;
  for (let i = 0; i <= to; i++) {
    const p = at(i);
    if (!Number.isFinite(p[1])) { pen = false; continue; }
    pen ? context.lineTo(p[0], Math.max(-1e5, Math.min(1e5, p[1]))) : context.moveTo(p[0], Math.max(-1e5, Math.min(1e5, p[1])));
    pen = true;
  }
  context.stroke();
  context.globalAlpha = 1;
}

const decades = (a, b, lang) => {
  const stride = Math.max(1, Math.ceil((b - a) / 6)), ticks = [];
  for (let p = Math.ceil(a / stride) * stride; p <= b; p += stride) ticks.push([10 ** p, `10${superscript(p)}`]);
  if (ticks.length >= 2) return ticks;
  const few = [];
  for (let p = Math.floor(a); p <= Math.ceil(b); p++) for (const m of [1, 2, 5]) { const v = m * 10 ** p; if (Math.log10(v) >= a && Math.log10(v) <= b) few.push([v, format(v, lang, 2)]); }
  return few.length >= 2 ? few : round(10 ** a, 10 ** b, lang);
};

const stepOf = (span, count) => { const raw = span / count, ten = 10 ** Math.floor(Math.log10(raw)); return ten * [1, 2, 5, 10].find((m) => m * ten >= raw); };

const round = (a, b, lang) => {
  const d = stepOf(b - a, 5), ticks = [];
  for (let i = Math.ceil(a / d); i * d <= b; i++) ticks.push([i * d, format(i * d, lang, 3)]);
  return ticks;
};

function axes(context, width, height, steps, ticks, y, x, data, log, look) {
  context.font = look.font; context.lineWidth = 1; context.setLineDash([]);
  context.textAlign = "right"; context.textBaseline = "middle";
  for (const [value, label] of ticks) {
    context.strokeStyle = look.grid; context.beginPath(); context.moveTo(LEFT, y(value)); context.lineTo(width - RIGHT, y(value)); context.stroke();
    context.fillStyle = look.ink; context.fillText(label, LEFT - 6, y(value));
  }
  context.textAlign = "center"; context.textBaseline = "top";
  const stride = Math.max(1, stepOf(steps, 6));
  for (let i = 0; i <= steps; i += stride) { context.fillStyle = look.ink; context.fillText(format(i, data.lang), x(i), height - BOTTOM + 6); }
  context.fillText(data.words.step_axis, (LEFT + width - RIGHT) / 2, height - BOTTOM / 2 + 3);
  context.strokeStyle = look.axis; context.strokeRect(LEFT, TOP, width - LEFT - RIGHT, height - TOP - BOTTOM);
}
