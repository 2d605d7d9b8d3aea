// What moves over the contour: paths, curvature and arrows at the step, the ring around the start, and where each run stands.

import { drawEigenvectors, drawQuadratic } from "./curvature.js";
import { drawGround } from "./heights.js";
import { drawParabola, drawTangent } from "./line.js";
import { decode } from "./numbers.js";
import { arrow, dot, drawOnPlane, drawPoint } from "./paths.js";

export function drawContour(context, map, { data, previous, point, k, look, ground }) {
  if (ground) drawGround(context, map, data.window, ground);
  if (previous) drawOnPlane(context, map, previous, k, { ...look, faint: true });
  for (const run of [...data.runs].reverse()) drawOnPlane(context, map, run, k, look);
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
  drawArrows(context, map, data.arrows, run, whole, look);
  const start = point ?? data.start;
  if (start.every(Number.isFinite)) ring(context, map.toPixel(...start), run.color, look.halo);
  for (const one of [...data.runs].reverse()) drawPoint(context, map, one, k, look);
  if (point) dot(context, map.toPixel(...start), 7 * (look.scale ?? 1), run.color, look.halo, run.mark);
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
