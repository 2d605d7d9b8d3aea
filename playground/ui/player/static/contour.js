// What moves over the contour: paths, curvature and arrows at the step, the ring around the start, and where each run stands.

import { drawBeats } from "./beats.js";
import { drawEigenvectors, drawQuadratic } from "./curvature.js";
import { drawEnlarged, drawLens } from "./enlarged.js";
import { drawGround } from "./heights.js";
import { drawLevels } from "./levels.js";
import { drawParabola, drawTangent } from "./line.js";
import { decode } from "./numbers.js";
import { arrow, dot, drawOnPlane, leastOf, placeOf } from "./paths.js";
import { drawAway, drawPoints, isInside } from "./points.js";

export function drawContour(context, map, scene) {
  const { data, exact = data, previous, point, k, look, ground, slow, zoom, lens } = scene;
  if (zoom) drawEnlarged(context, map, zoom, look, data.mark);
  else if (ground) drawGround(context, map, data.window, ground);
  if (previous) drawOnPlane(context, map, previous, k, { ...look, faint: true });
  for (const run of [...data.runs].reverse()) drawOnPlane(context, map, run, k, look);
  const start = point ?? data.start;
  if (!ground) drawLevels(context, map, exact.runs, point ?? exact.start, look);
  if (previous) nameGhost(context, map, data.words.before, look);
  const whole = Math.floor(k);
  const run = data.runs[0];
  const step = Math.min(whole, run.steps);
  const path = decode(run.phi);
  const here = [path[2 * step], path[2 * step + 1]];
  if (data.marks && here.every(Number.isFinite)) {
    if (data.marks.includes("quadratic")) {
      const draw = run.slope ? drawParabola : drawQuadratic;
      draw(context, map, here, data.curvature, step, look, data.window);
    }
    if (data.marks.includes("eigenvectors") && !run.slope)
      drawEigenvectors(context, map, here, data.curvature, step, look, data.window);
  }
  if (run.slope) drawTangent(context, map, run, step, look, data.window);
  if (slow) drawBeats(context, map, data.beats, run, slow, look);
  else drawArrows(context, map, data.arrows, run, whole, look);
  if (start.every(Number.isFinite)) ring(context, map.toPixel(...start), run.color, look.halo);
  drawRuns(context, map, data.runs, k, look);
  if (lens) drawLens(context, map, lens, data.runs, k, look, data.mark);
  if (point) dot(context, map.toPixel(...start), 7 * (look.scale ?? 1), run.color, look.halo, run.mark, leastOf(look));
}

// Where each run stands, over all else, so that its own arrows do not cover it.
function drawRuns(context, map, runs, k, look) {
  const size = 7 * (look.scale ?? 1);
  const points = runs.map((run) => ({ p: placeOf(map, run, k), size, color: run.color, mark: run.mark })).reverse();
  for (const one of points) if (!isInside(one.p, map)) drawAway(context, one, map, look);
  drawPoints(
    context,
    points.filter(({ p }) => isInside(p, map)),
    map,
    look,
  );
}

// What the dotted path is.
function nameGhost(context, map, name, look) {
  const scale = look.scale ?? 1;
  const [left, low] = [map.left + 8 * scale, map.top + map.height - 12 * scale];
  context.save();
  context.font = look.font;
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const [width, ink] of [
    [5, look.halo],
    [1.5, look.ghost],
  ]) {
    context.lineWidth = width;
    context.strokeStyle = ink;
    context.setLineDash(ink === look.halo ? [] : [2, 4]);
    context.beginPath();
    context.moveTo(left, low);
    context.lineTo(left + 26 * scale, low);
    context.stroke();
  }
  context.setLineDash([]);
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = look.halo;
  context.fillStyle = look.ghost;
  context.strokeText(name, left + 32 * scale, low);
  context.fillText(name, left + 32 * scale, low);
  context.restore();
}

// The arrows of the step that follows; none at the end.
function drawArrows(context, map, arrows, run, whole, look) {
  for (const one of arrows) {
    if (whole >= run.steps) break;
    const vector = decode(one.vector);
    const base = one.base ? decode(one.base) : decode(run.phi);
    const a = [base[2 * whole], base[2 * whole + 1]];
    const b = [a[0] + vector[2 * whole], a[1] + vector[2 * whole + 1]];
    if (![...a, ...b].every(Number.isFinite)) continue;
    if (one.mark) dot(context, map.toPixel(...b), 5, "transparent", one.color);
    arrow(context, map, a, b, one.color, look.halo);
  }
}

function ring(context, [u, v], color, halo) {
  context.save();
  for (const [width, ink] of [
    [4, halo],
    [2, color],
  ]) {
    context.lineWidth = width;
    context.strokeStyle = ink;
    context.beginPath();
    context.arc(u, v, 11, 0, 7);
    context.stroke();
  }
  context.restore();
}
