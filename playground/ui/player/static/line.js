// A loss of one parameter: on its curve the tangent, the step and the local parabola, and the same moment on its derivative.

import { decode } from "./numbers.js";
import { arrow, dot, leastOf, stroke, tame } from "./paths.js";

const REACH = 0.14; // half of what is drawn of a tangent, as a share of the window

// The height of the curve that a chart shows over x, between two of its points; nan beyond its ends and in its gaps.
export function heightOn(chart, x) {
  const trace = chart?._fullData?.[0];
  const count = trace?.x?.length;
  if (!count) return NaN;
  const at = ((x - trace.x[0]) / (trace.x[count - 1] - trace.x[0])) * (count - 1);
  const i = Math.min(count - 2, Math.floor(at));
  return at >= 0 && at <= count - 1 ? trace.y[i] + (at - i) * (trace.y[i + 1] - trace.y[i]) : NaN;
}

// The tangent at the point, and the step that follows it, level: where it ends the path goes on to the curve.
export function drawTangent(context, map, run, step, look, window) {
  const points = decode(run.phi);
  const slope = decode(run.slope)[step];
  const [x, y] = [points[2 * step], points[2 * step + 1]];
  if (![x, y, slope].every(Number.isFinite)) return;
  const reach = REACH * (window[0][1] - window[0][0]);
  inside(context, map, () => {
    for (const [width, color] of [
      [5, look.halo],
      [2.2, look.ink],
    ]) {
      context.lineWidth = width * (look.scale ?? 1);
      context.strokeStyle = color;
      stroke(context, -1, 1, (i) => tame(map.toPixel(x + i * reach, y + i * reach * slope)));
    }
  });
  if (step < run.steps && !look.guess) arrow(context, map, [x, y], [points[2 * step + 2], y], look.ink, look.halo);
}

// The parabola with the curve's height, slope and second derivative at the point.
export function drawParabola(context, map, point, curvature, step, look, window) {
  const [x, y] = point;
  const slope = decode(curvature.gradient)[step];
  const second = decode(curvature.hessian)[step];
  if (![slope, second].every(Number.isFinite)) return;
  const reach = 2 * REACH * (window[0][1] - window[0][0]);
  inside(context, map, () => {
    context.setLineDash([7, 4]);
    context.lineWidth = 2.2 * (look.scale ?? 1);
    context.strokeStyle = look.ink;
    stroke(context, -40, 40, (i) => {
      const d = (i / 40) * reach;
      return tame(map.toPixel(x + d, y + slope * d + 0.5 * second * d * d));
    });
  });
}

// On the derivative: where the runs have been, and how high it stands at the moment: the slope of the tangent.
export function drawSlope(context, map, { data, k, look }) {
  const thick = look.scale ?? 1;
  const whole = Math.floor(k);
  inside(context, map, () => {
    for (const run of [...data.runs].reverse()) {
      const phi = decode(run.phi);
      const slope = decode(run.slope);
      const at = (i) => tame(map.toPixel(phi[2 * i], slope[i]));
      const now = Math.min(whole, run.steps);
      context.globalAlpha = 0.45;
      if (run.steps <= 400) for (let i = 0; i <= now; i++) dot(context, at(i), 2.5 * thick, run.color, look.halo);
      context.globalAlpha = 1;
      context.lineWidth = 3 * thick;
      context.strokeStyle = run.color;
      context.setLineDash(run.dash ?? []);
      stroke(context, 0, 1, (i) => tame(map.toPixel(phi[2 * now], i * slope[now])));
      dot(context, at(now), 7 * thick, run.color, look.halo, run.mark, leastOf(look));
    }
  });
}

// Draw within the plot's frame.
function inside(context, map, draw) {
  context.save();
  context.beginPath();
  context.rect(map.left, map.top, map.width, map.height);
  context.clip();
  context.setLineDash([]);
  draw();
  context.restore();
}
