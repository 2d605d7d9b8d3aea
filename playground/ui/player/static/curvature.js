// Curvature at the current point, drawn on the contour plot: eigenvectors of H, and the local quadratic model.

import { decode } from "./numbers.js";
import { arrow } from "./paths.js";

const at = (track, k, size) => {
  const all = decode(track);
  const i = Math.min(k, all.length / size - 1);
  return all.subarray(i * size, (i + 1) * size);
};

// Both eigenvectors through the point, as long as their eigenvalue is large; dashed where the loss curves downwards.
export function drawEigenvectors(context, map, point, curvature, k, look, window) {
  const values = at(curvature.eigenvalues, k, 2);
  const vectors = at(curvature.eigenvectors, k, 4);
  const top = Math.max(Math.abs(values[0]), Math.abs(values[1]));
  const reach = 0.16 * Math.min(window[0][1] - window[0][0], window[1][1] - window[1][0]);
  if (!(top > 0) || !Number.isFinite(top)) return;
  for (const i of [0, 1]) {
    const size = reach * Math.max(0.12, Math.abs(values[i]) / top);
    const dx = size * vectors[2 * i];
    const dy = size * vectors[2 * i + 1];
    for (const sign of [1, -1])
      arrow(
        context,
        map,
        point,
        [point[0] + sign * dx, point[1] + sign * dy],
        values[i] < 0 ? look.downward : look.upward,
        look.halo,
        values[i] < 0 ? [6, 4] : [],
      );
  }
}

// Level lines of q(d) = g.d + d.H.d / 2 around the point, where they are near: ellipses, hyperbolas or stripes.
export function drawQuadratic(context, map, point, curvature, k, look, window) {
  const [a, b, c] = at(curvature.hessian, k, 3);
  const [g, h] = at(curvature.gradient, k, 2);
  const n = 72;
  if (![a, b, c, g, h].every(Number.isFinite)) return;
  const rx = 0.17 * (window[0][1] - window[0][0]);
  const ry = 0.17 * (window[1][1] - window[1][0]);
  const q = (u, v) => g * u + h * v + 0.5 * (a * u * u + 2 * b * u * v + c * v * v);
  const grid = Array.from({ length: n + 1 }, (_, j) =>
    Float64Array.from({ length: n + 1 }, (_, i) => q(rx * ((2 * i) / n - 1), ry * ((2 * j) / n - 1))),
  );
  let low = Infinity;
  let high = -Infinity;
  for (let j = 0; j <= n; j++)
    for (let i = 0; i <= n; i++)
      if (((2 * i) / n - 1) ** 2 + ((2 * j) / n - 1) ** 2 <= 1) {
        low = Math.min(low, grid[j][i]);
        high = Math.max(high, grid[j][i]);
      }
  if (!(high > low)) return;
  context.save();
  context.beginPath();
  context.rect(map.left, map.top, map.width, map.height);
  context.clip();
  context.setLineDash([]);
  const place = (i, j) => map.toPixel(point[0] + rx * ((2 * i) / n - 1), point[1] + ry * ((2 * j) / n - 1));
  const paths = new Path2D();
  for (let level = 1; level < 12; level++) trace(grid, n, low + (high - low) * (level / 12) ** 2, place, paths);
  for (const [width, color] of [
    [3.4, look.halo],
    [1.6, look.model],
  ]) {
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke(paths);
  }
  context.restore();
}

// Marching squares: the pieces of one level line inside the disc of the model.
function trace(grid, n, level, place, paths) {
  for (let j = 0; j < n; j++)
    for (let i = 0; i < n; i++) {
      if (((2 * (i + 0.5)) / n - 1) ** 2 + ((2 * (j + 0.5)) / n - 1) ** 2 > 1) continue;
      const corners = [
        [i, j, grid[j][i]],
        [i + 1, j, grid[j][i + 1]],
        [i + 1, j + 1, grid[j + 1][i + 1]],
        [i, j + 1, grid[j + 1][i]],
      ];
      const cuts = [];
      for (let e = 0; e < 4; e++) {
        const [x0, y0, p] = corners[e];
        const [x1, y1, r] = corners[(e + 1) % 4];
        if (p < level !== r < level) {
          const f = (level - p) / (r - p);
          cuts.push(place(x0 + f * (x1 - x0), y0 + f * (y1 - y0)));
        }
      }
      for (let e = 0; e + 1 < cuts.length; e += 2) {
        paths.moveTo(...cuts[e]);
        paths.lineTo(...cuts[e + 1]);
      }
    }
}
