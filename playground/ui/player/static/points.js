// Where runs stand, on any chart: points that lie on one another are told apart, and one that has left shows where to.

import { dot, inkOn, leastOf } from "./paths.js";

/** @typedef {{ p: [number, number], size: number, color: string, mark: string }} Point */
/** @typedef {{ left: number, top: number, width: number, height: number }} Area */

// Draw points, the last on top. Where the numbers of several would cover one another, they stand together beside them.
/** @param {Point[]} points @param {Area} area */
export function drawPoints(context, points, area, look) {
  const crowds = crowdsOf(points.filter(({ mark }) => mark));
  const crowded = new Set(crowds.filter((crowd) => crowd.length > 1).flat());
  for (const one of points)
    dot(context, one.p, one.size, one.color, look.halo, crowded.has(one) ? "" : one.mark, leastOf(look));
  for (const crowd of crowds) {
    if (crowd.length === 1) continue;
    const numbers = crowd.map(({ mark }) => mark).sort();
    const right = crowd.reduce((a, b) => (b.p[0] > a.p[0] ? b : a));
    chip(context, numbers.join(" "), right.p, right.size, area, look);
  }
}

// Points that touch one another, and those that touch them.
/** @param {Point[]} points @returns {Point[][]} */
function crowdsOf(points) {
  const touch = (a, b) => Math.hypot(a.p[0] - b.p[0], a.p[1] - b.p[1]) < 2.4 * a.size;
  let crowds = [];
  for (const one of points) {
    const [met, rest] = [[], []];
    for (const crowd of crowds) (crowd.some((other) => touch(one, other)) ? met : rest).push(crowd);
    crowds = [...rest, [one, ...met.flat()]];
  }
  return crowds;
}

// A few letters beside a point, on a ground of their own; on its other side where there would be no room.
function chip(context, text, [u, v], size, area, look) {
  const high = Math.max(Math.round(1.9 * size), leastOf(look));
  context.font = `bold ${high}px sans-serif`;
  const wide = context.measureText(text).width + 8;
  const x = u + size + wide + 4 > area.left + area.width ? u - size - wide - 4 : u + size + 4;
  const y = v - size - high < area.top ? v + size : v - size - high;
  context.setLineDash([]);
  context.fillStyle = look.halo;
  context.fillRect(x, y, wide, high + 4);
  context.strokeStyle = look.ink;
  context.lineWidth = 1;
  context.strokeRect(x, y, wide, high + 4);
  context.fillStyle = look.ink;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, x + 4, y + 2.5 + high / 2);
}

export const isInside = ([u, v], { left, top, width, height }) =>
  u >= left && v >= top && u <= left + width && v <= top + height;

// At the border of a chart, an arrow towards a point beyond it.
/** @param {Point} point @param {Area} area */
export function drawAway(context, point, area, look) {
  const { p, size, color, mark } = point;
  const inset = 2 * size;
  const u = Math.max(area.left + inset, Math.min(area.left + area.width - inset, p[0]));
  const v = Math.max(area.top + inset, Math.min(area.top + area.height - inset, p[1]));
  const angle = Math.atan2(p[1] - v, p[0] - u);
  const at = (turn, far) => [u + far * size * Math.cos(angle + turn), v + far * size * Math.sin(angle + turn)];
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(...at(0, 1.9));
  context.lineTo(...at(2.3, 1.5));
  context.lineTo(...at(-2.3, 1.5));
  context.closePath();
  context.fillStyle = color;
  context.strokeStyle = look.halo;
  context.lineWidth = 2;
  context.stroke();
  context.fill();
  if (!mark) return;
  context.font = `bold ${Math.max(Math.round(1.2 * size), leastOf(look))}px sans-serif`;
  context.fillStyle = inkOn(color);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(mark, u, v);
}
