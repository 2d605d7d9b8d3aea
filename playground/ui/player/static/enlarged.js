// What is drawn where a part of a chart is enlarged: of the contour its ground, computed here with level lines of its own;
// numbers at the sides, the marks of the chart; and, at the end of a descent, a lens over the last steps.

import { roundTicks } from "./curves.js";
import { mapOf, windowOf } from "./geometry.js";
import { drawGround } from "./heights.js";
import { decode, format } from "./numbers.js";
import { dot, drawOnPlane, leastOf, pointAt } from "./paths.js";

const LAST = 0.3; // the share of the steps that the lens shows
const FEW = 12; // steps: after fewer there is nothing to see
const NEAR = 0.035; // of the chart's side: a path that ends within so little can hardly be seen without a lens
const LEAST = NEAR / 30; // of the chart's side: no lens shows less
const LENS = 0.34; // the lens's side as a share of the chart's

const ascending = (side) => [...side].sort((a, b) => a - b);

// Which parts of the contour are drawn beside the whole: the one that is enlarged, or at the end of a descent a lens.
// `zoom` is the contour's; `rests` is whether nothing moves.
export function partsOf(zoom, player, data, k, rests) {
  const { chart, map } = zoom;
  if (!chart || !map) return {};
  const part = (name, window) => {
    const picture = player.guard.run(name, () => player.live.part(name, chart, data, window, name === "zoom"));
    return picture ? { window, picture, marks: marksOf(chart) } : null;
  };
  if (zoom.window) return { zoom: part("zoom", zoom.window) };
  const seen = rests && !player.stage.small(chart) ? lensWindow(data.runs[0], map, k) : null;
  return { lens: seen && part("lens", seen) };
}

// The ground of a window over the whole plot, with its marks and numbers.
export function drawEnlarged(context, map, { window, picture, marks }, look, mark) {
  if (picture) drawGround(context, map, window.map(ascending), picture);
  drawMarks(context, map, marks, look);
  const { left, top, width, height } = map;
  const scale = look.scale ?? 1;
  context.save();
  context.strokeStyle = look.axis;
  context.lineWidth = 1;
  context.strokeRect(left, top, width, height);
  context.font = look.font;
  context.fillStyle = look.ink;
  const count = (pixels, each) => Math.max(2, Math.floor(pixels / (each * scale)));
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const [x, text] of ticks(window[0], mark, count(width, 75)))
    context.fillText(text, map.toPixel(x, 0)[0], top + height + 6);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const [y, text] of ticks(window[1], mark, count(height, 45)))
    context.fillText(text, left - 7, map.toPixel(0, y)[1]);
  context.restore();
}

const ticks = (side, mark, most) => roundTicks(...ascending(side), mark, most);

// The marks that stand on the chart below: minimisers, critical points.
function drawMarks(context, map, marks, look) {
  context.save();
  context.beginPath();
  context.rect(map.left, map.top, map.width, map.height);
  context.clip();
  for (const { x, y, cross, color } of marks) {
    const p = map.toPixel(x, y);
    if (!cross) {
      dot(context, p, 5, color, look.halo);
      continue;
    }
    context.strokeStyle = "#ffffff";
    context.lineWidth = 2.5;
    context.beginPath();
    for (const way of [1, -1]) {
      context.moveTo(p[0] - 6, p[1] - 6 * way);
      context.lineTo(p[0] + 6, p[1] + 6 * way);
    }
    context.stroke();
  }
  context.restore();
}

// The marks of a chart, as Plotly has them.
export function marksOf(chart) {
  const traces = (chart?._fullData ?? []).filter(
    ({ type, mode, opacity }) => type === "scatter" && mode?.includes("markers") && opacity !== 0,
  );
  return traces.flatMap(({ x, y, marker }) =>
    Array.from(x, (a, i) => ({
      x: a,
      y: y[i],
      cross: marker.symbol === "x-thin",
      color: typeof marker.color === "string" ? marker.color : "#ffffff",
    })),
  );
}

// Where a lens is of use: the window around the last steps of a run that has ended, or null where they are seen without.
/** @param {import("./protocol.d.ts").Run} run */
export function lensWindow(run, map, k) {
  if (k < run.steps || run.steps < FEW || Math.min(map.width, map.height) < 180) return null;
  const phi = decode(run.phi);
  const end = pointAt(run, run.steps);
  const whole = windowOf(map);
  const size = whole.map(([a, b]) => Math.abs(b - a));
  let far = 0;
  for (let i = Math.floor((1 - LAST) * run.steps); i < run.steps; i++)
    far = Math.max(far, ...end.map((value, axis) => Math.abs(phi[2 * i + axis] - value) / size[axis]));
  const inside = end.every((value, axis) => (value - whole[axis][0]) * (value - whole[axis][1]) < 0);
  if (!(far > 0 && far < NEAR) || !inside) return null;
  return end.map((value, axis) => {
    const way = Math.sign(whole[axis][1] - whole[axis][0]);
    const half = 1.25 * Math.max(far, LEAST) * size[axis] * way;
    return [value - half, value + half];
  });
}

// The corner of a chart in which a square covers least of the paths.
function freest(map, side, runs) {
  const inset = 6;
  const corners = [map.left + map.width - side - inset, map.left + inset].flatMap((left) =>
    [map.top + inset, map.top + map.height - side - inset].map((top) => ({ left, top, covered: 0 })),
  );
  for (const run of runs) {
    const phi = decode(run.phi);
    for (let i = 0; i <= run.steps; i++) {
      const [u, v] = map.toPixel(phi[2 * i], phi[2 * i + 1]);
      for (const one of corners)
        if (Math.abs(u - one.left - side / 2) < 0.6 * side && Math.abs(v - one.top - side / 2) < 0.6 * side)
          one.covered += i === run.steps ? 1e6 : 1;
    }
  }
  return corners.reduce((best, one) => (one.covered < best.covered ? one : best));
}

// A lens in the corner where it covers least.
export function drawLens(context, map, { window, picture }, runs, k, look, mark) {
  const side = LENS * Math.min(map.width, map.height);
  const [u, v] = map.toPixel(...window.map(([a, b]) => (a + b) / 2));
  const { left, top } = freest(map, side, runs);
  const inner = mapOf({ left, top, width: side, height: side, key: "" }, window);
  const whole = windowOf(map);
  const times = ((Math.abs(whole[0][1] - whole[0][0]) / Math.abs(window[0][1] - window[0][0])) * side) / map.width;
  context.save();
  context.strokeStyle = look.halo;
  context.lineWidth = 1.5;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(u, v);
  context.lineTo(left + side / 2, top + side / 2);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.rect(left, top, side, side);
  context.clip();
  if (picture) drawGround(context, inner, window.map(ascending), picture);
  for (const run of [...runs].reverse()) drawOnPlane(context, inner, run, k, look);
  for (const run of [...runs].reverse())
    dot(
      context,
      inner.toPixel(...pointAt(run, Math.min(k, run.steps))),
      6 * (look.scale ?? 1),
      run.color,
      look.halo,
      run.mark,
      leastOf(look),
    );
  context.restore();
  context.save();
  for (const [width, ink] of [
    [5, look.halo],
    [2, look.ink],
  ]) {
    context.lineWidth = width;
    context.strokeStyle = ink;
    context.strokeRect(left, top, side, side);
  }
  context.font = look.font;
  context.textBaseline = "top";
  context.textAlign = "left";
  context.lineWidth = 4;
  context.strokeStyle = look.halo;
  context.fillStyle = look.ink;
  for (const draw of ["strokeText", "fillText"]) context[draw](`× ${format(times, mark, 2)}`, left + 6, top + 5);
  context.restore();
}
