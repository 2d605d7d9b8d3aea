// Where a point of parameter space lies on the screen: the only code that reads what Plotly does not publish.

import { format } from "./numbers.js";

// A 2-D chart's plot area in pixels of its element, and the maps between data and pixels; `number`: of its second one.
export function plane(chart, number = "") {
  const layout = chart?._fullLayout;
  const x = layout?.[`xaxis${number}`] ?? layout?.xaxis; // two panes may share it
  const y = layout?.[`yaxis${number}`];
  if (!x?._length || !y?._length) return null;
  return {
    left: x._offset,
    top: y._offset,
    width: x._length,
    height: y._length,
    toPixel: (a, b) => [x._offset + x.c2p(a), y._offset + y.c2p(b)],
    toData: (u, v) => [x.p2c(u - x._offset), y.p2c(v - y._offset)],
    key: `${x._offset},${y._offset},${x._length},${y._length},${x.range},${y.range}`,
    levels: levels(chart),
  };
}

// The window that a map shows: what lies at the sides of its plot.
/** @returns {number[][]} left and right, bottom and top */
export function windowOf({ left, top, width, height, toData }) {
  const [a, b] = toData(left, top + height);
  const [c, d] = toData(left + width, top);
  return [
    [a, c],
    [b, d],
  ];
}

// The same chart, in which a window fills the plot.
export function mapOf(map, window) {
  if (!window) return map;
  const [[a, c], [b, d]] = window;
  const { left, top, width, height } = map;
  return {
    ...map,
    levels: [],
    key: `${map.key},${window}`,
    toPixel: (x, y) => [left + ((x - a) / (c - a)) * width, top + height - ((y - b) / (d - b)) * height],
    toData: (u, v) => [a + ((u - left) / width) * (c - a), b + ((top + height - v) / height) * (d - b)],
  };
}

// The losses that are written on the level lines of a contour, and the places that each line offers for its own.
function levels(chart) {
  const trace = chart.data?.find(({ mode, meta }) => mode === "text" && meta);
  const mark = chart._fullLayout.separators?.[0];
  return trace ? trace.meta.map((places, i) => ({ text: format(trace.customdata[i], mark, 6), places })) : [];
}

// A 3-D scene's camera: the projection of data onto the screen, and the eye in data units.
export function space(chart) {
  const scene = chart?._fullLayout?.scene?._scene;
  const gl = scene?.glplot;
  const camera = gl?.cameraParams;
  if (!camera || !scene.dataScale || !scene.container) return null;
  const scale = scene.dataScale;
  const view = multiply(camera.view, camera.model);
  const all = multiply(camera.projection, view);
  const box = scene.container.getBoundingClientRect();
  const home = chart.getBoundingClientRect();
  const left = box.left - home.left;
  const top = box.top - home.top;
  const eye = eyeOf(view).map((value, axis) => value / scale[axis]);
  return {
    eye,
    left,
    top,
    toPixel(x, y, z) {
      const p = [x * scale[0], y * scale[1], z * scale[2], 1];
      const q = [0, 0, 0, 0];
      for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) q[j] += all[4 * i + j] * p[i];
      return [left + 0.5 * (1 + q[0] / q[3]) * box.width, top + 0.5 * (1 - q[1] / q[3]) * box.height];
    },
    key: `${Array.from(all, (v) => v.toFixed(4))},${left},${top},${box.width},${box.height}`,
  };
}

// What a 3-D scene shows, as an image of so many pixels on which one of the screen takes `ratio`, and its camera there. It
// is brought to that size for a moment in which the browser paints nothing.
export async function pictureOf(chart, width, height, ratio) {
  const scene = chart._fullLayout.scene._scene;
  const { glplot: plot, container } = scene;
  const before = { ratio: plot.pixelRatio, style: container.style.cssText };
  const image = new Image();
  let map;
  Object.assign(container.style, { width: `${width}px`, height: `${height}px` });
  plot.pixelRatio = ratio; // with each drawing the canvas takes its size anew
  try {
    image.src = scene.toImage("png");
    map = space(chart);
  } finally {
    container.style.cssText = before.style;
    plot.pixelRatio = before.ratio;
    plot.redraw();
  }
  await image.decode();
  return { image, map };
}

// A copy of what a 3-D scene shows, laid over it: a browser that prints finds its own canvas empty. Null for
// another chart and for a hidden one.
export function stillOf(chart) {
  const plot = chart._fullLayout?.scene?._scene?.glplot;
  if (!plot) return null;
  plot.redraw(); // its canvas takes its size anew, and has none where the chart is not seen
  const { width, height } = plot.canvas;
  if (!width || !height) return null;
  const still = Object.assign(document.createElement("canvas"), { width, height });
  still.style.cssText = plot.canvas.style.cssText;
  still.getContext("2d").drawImage(plot.canvas, 0, 0);
  plot.canvas.after(still);
  return still;
}

const LOWEST = 0.05; // radians from the floor at which a scene is looked at

// A hand does not turn a scene so far that it is looked at from below, where a surface is seen inside out.
export function keptAbove(chart) {
  const bounds = chart._fullLayout?.scene?._scene?.camera?.view?._active?.angle?.bounds;
  if (bounds) bounds[0][1] = LOWEST;
}

// Turn a scene about its upright axis by an angle, lift the eye by another, and multiply its distance; null: the view in
// which it was drawn. What Plotly keeps of its camera follows, so that nothing puts it back.
export function seenFrom(chart, change) {
  const scene = chart?._fullLayout?.scene?._scene;
  if (!scene?.camera) return;
  const { eye, center } = change ? scene.getCamera() : scene.viewInitial;
  const list = (p) => [p.x, p.y, p.z];
  let from = list(eye);
  if (change) {
    const [x, y, z] = from.map((value, axis) => value - list(center)[axis]);
    const [turn, lift, zoom] = change;
    const reach = Math.max(0.5, Math.min(6, zoom * Math.hypot(x, y, z)));
    const around = Math.atan2(y, x) + turn;
    const up = Math.max(LOWEST, Math.min(1.5, Math.asin(z / Math.hypot(x, y, z)) + lift));
    const away = [Math.cos(up) * Math.cos(around), Math.cos(up) * Math.sin(around), Math.sin(up)];
    from = away.map((value, axis) => list(center)[axis] + reach * value);
  }
  scene.camera.lookAt(from, list(center), [0, 0, 1]);
  scene.saveLayout(chart.layout);
}

// Whether numbers stand along the sides of a scene; without them the names of its axes come closer.
export function numbered(chart, shown) {
  const scene = chart?._fullLayout?.scene?._scene;
  const options = scene?.axesOptions;
  if (!options?.tickEnable || options.tickEnable[0] === shown) return;
  options.usualPad ??= options.labelPad;
  for (const name of ["xaxis", "yaxis", "zaxis"])
    for (const scenes of [chart.layout, chart._fullLayout]) // Plotly reads it there whenever it draws anew
      if (scenes?.scene?.[name]) scenes.scene[name].showticklabels = shown;
  options.tickEnable = [shown, shown, shown];
  options.labelPad = shown ? options.usualPad : [12, 12, 12];
  scene.glplot.axes.update(options);
  scene.glplot.redraw?.();
}

// Column-major 4x4 product a b, as WebGL stores matrices.
function multiply(a, b) {
  const c = new Float64Array(16);
  for (let i = 0; i < 4; i++)
    for (let j = 0; j < 4; j++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += a[4 * k + j] * b[4 * i + k];
      c[4 * i + j] = sum;
    }
  return c;
}

// The point that an affine view matrix sends to the origin: solves A eye = -t by Cramer's rule.
function eyeOf(m) {
  const a = [
    [m[0], m[4], m[8]],
    [m[1], m[5], m[9]],
    [m[2], m[6], m[10]],
  ];
  const t = [-m[12], -m[13], -m[14]];
  const det = (c) =>
    c[0][0] * (c[1][1] * c[2][2] - c[1][2] * c[2][1]) -
    c[0][1] * (c[1][0] * c[2][2] - c[1][2] * c[2][0]) +
    c[0][2] * (c[1][0] * c[2][1] - c[1][1] * c[2][0]);
  const whole = det(a);
  return [0, 1, 2].map((k) => det(a.map((row, i) => row.map((v, j) => (j === k ? t[i] : v)))) / whole);
}

// The heights of the surface that is drawn, read from the chart itself; null until there is one.
export function terrain(chart) {
  const trace = chart?._fullData?.find((one) => one.type === "surface");
  if (!trace?.z?.length || !trace.x?.length || !trace.y?.length) return null;
  const { x, y, z } = trace;
  const columns = x.length;
  const rows = y.length;
  const x0 = x[0];
  const y0 = y[0];
  const dx = (x[columns - 1] - x0) / (columns - 1);
  const dy = (y[rows - 1] - y0) / (rows - 1);
  let low = Infinity;
  let high = -Infinity;
  for (const row of z)
    for (const value of row) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return {
    x0,
    y0,
    dx,
    dy,
    low,
    high,
    // Bilinear height, nan outside the window.
    height(a, b) {
      const u = (a - x0) / dx;
      const v = (b - y0) / dy;
      if (!(u >= -1e-9 && v >= -1e-9 && u <= columns - 1 + 1e-9 && v <= rows - 1 + 1e-9)) return NaN;
      const i = Math.max(0, Math.min(columns - 2, Math.floor(u)));
      const j = Math.max(0, Math.min(rows - 2, Math.floor(v)));
      const s = u - i;
      const t = v - j;
      const p = z[j];
      const q = z[j + 1];
      return (1 - t) * ((1 - s) * p[i] + s * p[i + 1]) + t * ((1 - s) * q[i] + s * q[i + 1]);
    },
  };
}
