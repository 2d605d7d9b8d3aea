// Paths over the landscape: on the contour in its plane, on the surface draped over it, hidden parts dashed.

import { decode } from "./numbers.js";

const HALO = 3;

// By run: its path laid on the surface, and that as the camera sees it.
const draped = new WeakMap();
const viewed = new WeakMap();

// Draw one polyline given by a function i -> [x, y] (or null: the pen lifts) for i = from … to.
export function stroke(context, from, to, at) {
  context.beginPath();
  let pen = false;
  for (let i = from; i <= to; i++) {
    const p = at(i);
    if (!p || !Number.isFinite(p[0]) || !Number.isFinite(p[1])) {
      pen = false;
      continue;
    }
    if (pen) context.lineTo(p[0], p[1]);
    else context.moveTo(p[0], p[1]);
    pen = true;
  }
  context.stroke();
}

// Black or white, whichever is read on a colour.
export function inkOn(color) {
  const [r, g, b] = [1, 3, 5].map((i) => (parseInt(color.slice(i, i + 2), 16) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#000000" : "#ffffff";
}

// The least letters of a look, in pixels: those that the last row of a hall can read, where it is projected.
export const leastOf = (look) => ((look.scale ?? 1) > 1 ? 24 : 12);

// A disc; with its number in it where there are several runs, for eyes to which their colours are alike.
export function dot(context, p, size, fill, ring, mark = "", least = 12) {
  if (!p || !Number.isFinite(p[0]) || !Number.isFinite(p[1])) return;
  const radius = mark ? Math.max(1.2 * size, least / 1.5) : size;
  context.setLineDash([]);
  context.beginPath();
  context.arc(p[0], p[1], radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = ring;
  context.stroke();
  if (mark) write(context, mark, p, `bold ${Math.round(1.5 * radius)}px sans-serif`, inkOn(fill));
}

export function write(context, text, p, font, ink) {
  context.font = font;
  context.fillStyle = ink;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, p[0], p[1] + 0.5);
}

// The point of a path at a fractional step: on the segment between two iterates.
export function pointAt(run, k) {
  const phi = decode(run.phi);
  const i = Math.min(Math.floor(k), run.steps);
  const f = Math.min(k, run.steps) - i;
  const a = [phi[2 * i], phi[2 * i + 1]];
  if (f === 0) return a;
  return [a[0] + f * (phi[2 * i + 2] - a[0]), a[1] + f * (phi[2 * i + 3] - a[1])];
}

// Paths far outside the box make pixels that canvases cannot hold; they leave the picture anyway.
export const tame = (p) => [Math.max(-1e5, Math.min(1e5, p[0])), Math.max(-1e5, Math.min(1e5, p[1]))];

export function drawOnPlane(context, map, run, k, look) {
  const phi = decode(run.phi);
  const whole = Math.min(Math.floor(k), run.steps);
  const at = (i) =>
    Number.isFinite(phi[2 * i]) && Number.isFinite(phi[2 * i + 1])
      ? tame(map.toPixel(phi[2 * i], phi[2 * i + 1]))
      : null;
  const scale = look.scale ?? 1;
  context.save();
  context.beginPath();
  context.rect(map.left, map.top, map.width, map.height);
  context.clip();
  context.lineJoin = context.lineCap = "round";
  context.setLineDash(run.dash ?? []);
  if (look.faint) {
    context.globalAlpha = 0.6;
    context.lineWidth = 1.5;
    context.strokeStyle = look.ghost;
    context.setLineDash([2, 4]);
    stroke(context, 0, look.guess ? whole : run.steps, at);
    context.restore();
    return;
  }
  if (!look.guess) {
    for (const [width, color, alpha] of [
      [1.8 * scale + HALO / 2, look.halo, 0.4],
      [1.8 * scale, run.color, 0.85],
    ]) {
      context.globalAlpha = alpha;
      context.lineWidth = width;
      context.strokeStyle = color;
      context.setLineDash(color === run.color ? (run.dash ?? []) : []);
      stroke(context, whole, run.steps, at);
    }
  }
  context.globalAlpha = 1;
  context.setLineDash(run.dash ?? []);
  const now = tame(map.toPixel(...pointAt(run, k)));
  for (const [width, color] of [
    [2.5 * scale + HALO, look.halo],
    [2.5 * scale, run.color],
  ]) {
    context.lineWidth = width;
    context.strokeStyle = color;
    stroke(context, 0, whole + 1, (i) => (i <= whole ? at(i) : now));
  }
  context.setLineDash([]);
  if (run.steps <= 400) {
    context.fillStyle = run.color;
    context.strokeStyle = look.halo;
    context.lineWidth = 1;
    for (let i = 1; i <= whole; i++) {
      const p = at(i);
      if (p) {
        context.beginPath();
        context.arc(p[0], p[1], 2.8 * scale, 0, 7);
        context.fill();
        context.stroke();
      }
    }
  }
  context.restore();
}

// Where a run stands, in pixels; where it has overflowed, the last place that had a number.
export function placeOf(map, run, k) {
  for (let at = Math.min(k, run.steps); at >= 0; at = Math.ceil(at) - 1) {
    const point = pointAt(run, at);
    if (point.every(Number.isFinite)) return tame(map.toPixel(...point));
  }
  return tame(map.toPixel(0, 0));
}

// An arrow from a to b in data units; its line may be dashed, its halo is whole: colours of the map do not swallow it.
export function arrow(context, map, a, b, color, halo, dash = []) {
  const p = tame(map.toPixel(...a));
  const q = tame(map.toPixel(...b));
  const length = Math.hypot(q[0] - p[0], q[1] - p[1]);
  if (!(length > 2)) return;
  const head = Math.min(11, 0.6 * length);
  const ux = (q[0] - p[0]) / length;
  const uy = (q[1] - p[1]) / length;
  context.save();
  context.beginPath();
  context.rect(map.left, map.top, map.width, map.height);
  context.clip();
  context.lineCap = dash.length ? "butt" : "round";
  context.lineJoin = "round";
  for (const [width, ink, line] of [
    [6.6, halo, []],
    [2.6, color, dash],
  ]) {
    context.lineWidth = width;
    context.strokeStyle = ink;
    context.setLineDash(line);
    context.beginPath();
    context.moveTo(p[0], p[1]);
    context.lineTo(q[0], q[1]);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(q[0] - head * (ux + 0.5 * uy), q[1] - head * (uy - 0.5 * ux));
    context.lineTo(q[0], q[1]);
    context.lineTo(q[0] - head * (ux - 0.5 * uy), q[1] - head * (uy + 0.5 * ux));
    context.stroke();
  }
  context.restore();
}

// A path laid on the surface: points every grid cell along each segment, each with its step.
export function drape(run, ground) {
  const known = draped.get(run);
  if (known?.ground === ground) return known.points;
  const phi = decode(run.phi);
  const points = [];
  const inside = (x, y) => Number.isFinite(ground.height(x, y));
  for (let i = 0; i < run.steps; i++) {
    const x0 = phi[2 * i];
    const y0 = phi[2 * i + 1];
    const x1 = phi[2 * i + 2];
    const y1 = phi[2 * i + 3];
    if (!Number.isFinite(x1) || !Number.isFinite(y1)) break;
    const cells = Math.max(Math.abs((x1 - x0) / ground.dx), Math.abs((y1 - y0) / ground.dy));
    if (cells > 4000 && !inside(x0, y0) && !inside(x1, y1)) {
      points.push(null);
      continue;
    }
    const parts = Math.max(1, Math.min(400, Math.ceil(cells)));
    for (let j = i ? 1 : 0; j <= parts; j++) {
      const f = j / parts;
      const x = x0 + f * (x1 - x0);
      const y = y0 + f * (y1 - y0);
      const z = ground.height(x, y);
      points.push(Number.isFinite(z) ? { x, y, z, t: i + f } : null);
    }
  }
  if (!run.steps && inside(phi[0], phi[1]))
    points.push({ x: phi[0], y: phi[1], z: ground.height(phi[0], phi[1]), t: 0 });
  draped.set(run, { ground, points });
  return points;
}

// Whether the surface stands between a point on it and the eye: march towards the eye, a cell at a time.
export function hidden(p, eye, ground) {
  const dx = (eye[0] - p.x) / ground.dx;
  const dy = (eye[1] - p.y) / ground.dy;
  const reach = Math.max(Math.abs(dx), Math.abs(dy));
  if (!(reach > 0)) return false;
  const slack = 0.006 * (ground.high - ground.low);
  for (let s = 1; s < 200; s += 1 + s / 24) {
    const f = s / reach;
    if (f >= 1) return false;
    const z = p.z + f * (eye[2] - p.z);
    if (z > ground.high) return false;
    const h = ground.height(p.x + f * (eye[0] - p.x), p.y + f * (eye[1] - p.y));
    if (Number.isNaN(h)) return false;
    if (h > z + slack) return true;
  }
  return false;
}

// Screen points of a draped path with what is hidden, computed anew only when camera or path change.
function seen(run, map, ground) {
  const known = viewed.get(run);
  if (known?.key === map.key && known.ground === ground) return known.points;
  const points = drape(run, ground).map(
    (p) => p && { t: p.t, at: map.toPixel(p.x, p.y, p.z), hidden: hidden(p, map.eye, ground) },
  );
  viewed.set(run, { key: map.key, ground, points });
  return points;
}

export function drawOnSurface(context, map, ground, run, k, look) {
  const points = seen(run, map, ground);
  const pass = (from, to, width, color, alpha, dash, only) => {
    context.globalAlpha = alpha;
    context.lineWidth = width * (look.scale ?? 1);
    context.strokeStyle = color;
    context.setLineDash(dash);
    context.beginPath();
    let last = null;
    for (const p of points) {
      if (!p || p.t < from || p.t > to) {
        last = null;
        continue;
      }
      if (last && (last.hidden && p.hidden) === only) {
        context.moveTo(...last.at);
        context.lineTo(...p.at);
      }
      last = p;
    }
    context.stroke();
  };
  context.save();
  context.lineJoin = context.lineCap = "round";
  if (look.faint) {
    pass(0, look.guess ? k : Infinity, 1.5, look.ghost, 0.5, [2, 4], false);
    context.restore();
    return;
  }
  if (!look.guess) {
    pass(k, Infinity, 1.8, run.color, 0.7, run.dash ?? [], false);
    pass(k, Infinity, 1.3, run.color, 0.4, [2, 4], true);
  }
  pass(0, k, 2.8 + HALO, look.halo, 0.9, [], false);
  pass(0, k, 2.8, run.color, 1, [], false);
  pass(0, k, 1.8, run.color, 0.8, [3, 5], true);
  context.globalAlpha = 1;
  const [x, y] = pointAt(run, k);
  const z = ground.height(x, y);
  if (Number.isFinite(z)) {
    if (hidden({ x, y, z }, map.eye, ground)) context.globalAlpha = 0.45;
    dot(context, map.toPixel(x, y, z), 7 * (look.scale ?? 1), run.color, look.halo, run.mark, leastOf(look));
  }
  context.restore();
}
