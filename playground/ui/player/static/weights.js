// What each past gradient weighs at a step of momentum: in the average m, and in the position. The server draws the axes.

import { plane } from "./geometry.js";

const BAR = 0.8; // of the place between two gradients

// The weight of the gradient g_k in m at step t, and in the position, where it counts times −α (closed_forms.py).
export const inAverage = (beta, t, k) => (1 - beta) * beta ** (t - 1 - k);
export const inPosition = (beta, t, k) => 1 - beta ** (t - k);

// The plot area of the average, and that of the position where it is shown.
export function planes(chart) {
  const map = plane(chart);
  const below = plane(chart, "2");
  return map && { ...map, below, key: `${map.key};${below?.key}` };
}

// The run's number is that of the first run of momentum; null where there is none.
export function drawWeights(context, map, { data, k }) {
  const beta = data.weighs === null ? undefined : data.walk.runs[data.weighs]?.hypers.beta;
  if (beta === undefined) return;
  const t = Math.floor(k + 1e-9);
  context.fillStyle = data.runs[data.weighs].color;
  for (const [area, weight] of /** @type {[any, typeof inAverage][]} */ ([
    [map, inAverage],
    [map.below, inPosition],
  ]))
    for (let i = 0; area && i < t; i++) {
      const [left, foot] = area.toPixel(i - BAR / 2, 0);
      const [right, top] = area.toPixel(i + BAR / 2, weight(beta, t, i));
      context.fillRect(left, top, right - left, foot - top);
    }
}
