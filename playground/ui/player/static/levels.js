// The losses that are written on level lines: over the paths, each at the first of its places that nothing covers.

import { decode } from "./numbers.js";

const SIZE = 11; // pixels of a letter
const HALL = 24; // and of one that a hall reads
const WIDE = 0.56; // of that is a letter wide
const GAP = 5; // pixels that are free around the words
const RING = 12; // and around the start

const lettersOf = (scale) => (scale > 1 ? HALL : SIZE);
const chosen = new WeakMap(); // by the first run: where they stand on a chart

// Write them. The paths and the start are those of `runs` and `start`.
export function drawLevels(context, map, runs, start, look) {
  if (!map.levels?.length) return;
  const scale = look.scale ?? 1;
  context.save();
  context.font = look.font.replace(/[\d.]+px/, `${lettersOf(scale)}px`);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3.5 * scale;
  context.strokeStyle = "rgba(255,255,255,0.85)";
  context.fillStyle = "#14202d";
  for (const { text, at } of kept(map, runs, start, scale)) {
    context.strokeText(text, ...at);
    context.fillText(text, ...at);
  }
  context.restore();
}

// They move only when a path, the start or the chart does.
function kept(map, runs, start, scale) {
  const key = `${map.key}|${runs.length}|${start}|${scale}`;
  const before = chosen.get(runs[0]);
  if (before?.key === key) return before.places;
  const places = placesOf(map, runs, start, scale);
  chosen.set(runs[0], { key, places });
  return places;
}

// Where each is written: of its places the first that is free, or the freest. Each takes its place from those after it.
export function placesOf(map, runs, start, scale = 1) {
  const lines = runs.map((run) => onScreen(map, run));
  const dots = [[map.toPixel(...start), RING * scale]];
  const placed = [];
  for (const { text, places } of map.levels) {
    const [wide, tall] = [(WIDE * lettersOf(scale) * text.length) / 2, lettersOf(scale) / 2];
    let best = { room: -1 };
    for (const place of places) {
      const at = map.toPixel(...place);
      let room = Number.POSITIVE_INFINITY;
      for (const line of lines)
        for (let i = 0; i + 1 < Math.max(line.length, 2); i++)
          room = Math.min(room, apart(at, line[i], line[i + 1] ?? line[i], wide + GAP, tall + GAP));
      for (const [dot, size] of dots) room = Math.min(room, apart(at, dot, dot, wide + size, tall + size));
      for (const one of placed) room = Math.min(room, apart(at, one.at, one.at, wide + one.wide + GAP, 2 * tall + GAP));
      if (room > best.room) best = { room, at };
      if (room >= 1) break;
    }
    placed.push({ text, at: best.at, wide });
  }
  return placed;
}

const near = ([u, v], [a, b]) => Math.abs(u - a) < GAP && Math.abs(v - b) < GAP;

// A path on the screen, without what cannot be drawn and what adds nothing: a hand that drags has a new one in each frame.
function onScreen(map, run) {
  const phi = decode(run.phi);
  const line = [];
  for (let i = 0; i <= run.steps; i++) {
    const p = map.toPixel(phi[2 * i], phi[2 * i + 1]);
    if (p.every((one) => Math.abs(one) < 1e5) && !(line.length && near(p, line[line.length - 1]))) line.push(p);
  }
  return line;
}

// How far a stretch of a path passes by a place, in units of the half axes of the ellipse around its words: below 1 it
// crosses them.
function apart([u, v], a, b, wide, tall) {
  if (!a) return Number.POSITIVE_INFINITY;
  const [x, y] = [(a[0] - u) / wide, (a[1] - v) / tall];
  const [dx, dy] = [(b[0] - a[0]) / wide, (b[1] - a[1]) / tall];
  const length = dx * dx + dy * dy;
  const t = length > 0 ? Math.min(1, Math.max(0, -(x * dx + y * dy) / length)) : 0;
  return Math.hypot(x + t * dx, y + t * dy);
}
