// Moves what Plotly has drawn in a picture of two dimensions, point by point: for a hand that slides a number, until the
// server's own picture takes its place. What is not a finite number is left out of the picture.

import { plane } from "./geometry.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const FACTORS = [1, 2, 5];

// The path of a line through points of the screen: a number that is none makes a gap.
export function pathThrough(xs, ys) {
  let path = "";
  let isOpen = false;
  for (let i = 0; i < xs.length; i++) {
    const here = Number.isFinite(xs[i]) && Number.isFinite(ys[i]);
    if (here) path += `${isOpen ? "L" : "M"}${xs[i].toFixed(2)},${ys[i].toFixed(2)}`;
    isOpen = here;
  }
  return path || "M0,0";
}

// By what the numbers on an axis from 0 to `top` must be multiplied for `value` to find room there: 1, 2, 5, 10, 20 …
export function factorFor(value, top) {
  if (!(value > top) || !(top > 0) || !Number.isFinite(value)) return 1;
  const power = Math.floor(Math.log10(value / top));
  for (const factor of FACTORS) if (factor * 10 ** power * top >= value) return factor * 10 ** power;
  return 10 ** (power + 1);
}

// Have the upright axis of a chart, which begins at 0, reach `value`: its numbers change, its lines stay.
export function raise(chart, value) {
  const top = chart?._fullLayout?.yaxis?.range?.[1];
  if (!(top > 0)) return;
  const factor = factorFor(value, top);
  if (factor === (chart.__factor ?? 1)) return;
  chart.__factor = factor;
  for (const tick of chart.querySelectorAll(".ytick text")) {
    const { x, text } = tick.__data__ ?? {}; // what Plotly has made it of
    if (Number.isFinite(x)) tick.textContent = factor === 1 ? text : spoken(x * factor, chart);
  }
}

function spoken(value, chart) {
  const text = String(Number(value.toPrecision(6))).replace("-", "−");
  return text.replace(".", chart._fullLayout.separators?.[0] ?? ".");
}

// Move a trace, found by its `meta`, to the points ([x …], [y …]); `sums`: one point, whose height is the sum of all.
export function moveTrace(chart, meta, [xs, ys], sums = false) {
  const trace = chart?._fullData?.find((one) => one.meta === meta);
  const map = trace && plane(chart, (trace.yaxis ?? "y").slice(1));
  const group = map && chart.querySelector(`.trace${trace.uid}`);
  if (!group) return;
  const factor = chart.__factor ?? 1;
  const heights = sums ? [ys.reduce((sum, one) => sum + one, 0)] : ys;
  const points = Array.from(sums ? [xs[0]] : xs, (x, i) => map.toPixel(x, heights[i] / factor));
  const us = points.map(([u]) => u - map.left);
  const vs = points.map(([, v]) => v - map.top);
  if (trace.mode.includes("lines")) drawLine(group, trace, pathThrough(us, vs));
  for (const [i, point] of Array.from(group.querySelectorAll("path.point")).entries()) {
    const isSeen = Number.isFinite(us[i]) && Number.isFinite(vs[i]);
    point.setAttribute("visibility", isSeen ? "visible" : "hidden");
    if (isSeen) point.setAttribute("transform", `translate(${us[i]},${vs[i]})`);
  }
}

// Plotly has a path for each piece of a line, and none for one that has no point.
function drawLine(group, trace, path) {
  const [first, ...others] = group.querySelectorAll("path.js-line");
  for (const other of others) other.setAttribute("d", "M0,0");
  if (first) return first.setAttribute("d", path);
  let own = group.querySelector("path.pg-line");
  if (!own) {
    own = document.createElementNS(NAMESPACE, "path");
    own.setAttribute("class", "pg-line");
    own.setAttribute("style", `fill: none; stroke: ${trace.line.color}; stroke-width: ${trace.line.width}px`);
    group.append(own);
  }
  own.setAttribute("d", path);
}

// Move the annotation with this number to (x, y).
export function moveLabel(chart, number, [[x], [y]]) {
  const map = plane(chart);
  const label = map && chart._fullLayout.annotations?.[number];
  const group = label && chart.querySelector(`.annotation[data-index="${number}"]`);
  if (!group || !Number.isFinite(x) || !Number.isFinite(y)) return;
  const [u, v] = map.toPixel(x, y);
  const [before, above] = map.toPixel(label.x, label.y);
  group.setAttribute("transform", `translate(${u - before},${v - above})`);
}

// Write a number in a chart's title, where it stands after `before`.
export function retitle(chart, before, number) {
  const title = chart?.querySelector(".gtitle");
  if (!title) return;
  const texts = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const at = node.nodeValue.indexOf(before);
    if (at >= 0) node.nodeValue = node.nodeValue.slice(0, at) + before + number;
  }
}
