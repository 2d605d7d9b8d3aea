// One moment of a run over pictures of its charts: what films, still pictures and the page without a server are made of.
// It asks nothing of the page around it, and draws the same for the same moment.

import { drawLoss } from "../curves.js";
import { curvesOf, drawFit } from "../fit.js";
import { meansOf } from "../losses.js";
import { compile } from "../model.js";
import { drawOnPlane, placeOf } from "../paths.js";
import { drawPoints } from "../points.js";

// The maps between data and pixels of a chart whose axes stand where Python has drawn them.
export function mapOf({ left, top, width, height, x, y, flipped }) {
  const across = (a) => left + ((a - x[0]) / (x[1] - x[0])) * width;
  const share = (b) => (b - y[0]) / (y[1] - y[0]);
  const up = (b) => top + (flipped ? share(b) : 1 - share(b)) * height;
  const back = (v) => (flipped ? (v - top) / height : 1 - (v - top) / height);
  return {
    left,
    top,
    width,
    height,
    toPixel: (a, b) => [across(a), up(b)],
    toData: (u, v) => [x[0] + ((u - left) / width) * (x[1] - x[0]), y[0] + back(v) * (y[1] - y[0])],
  };
}

// The charts' pictures, loaded; they lie in the scene itself.
export function picturesOf(scene) {
  return Promise.all(
    scene.charts.map(async ({ svg }) => {
      if (!svg) return null;
      const image = new Image();
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
      await image.decode();
      return image;
    }),
  );
}

export const widthOf = ({ charts, wide }) => charts.length * wide;

// Draw the moment k: each chart in its place, in pixels of the scene.
export function draw(context, scene, pictures, k) {
  const { look, runs, wide, high } = scene;
  context.fillStyle = scene.ground;
  context.fillRect(0, 0, widthOf(scene), high);
  scene.charts.forEach((chart, i) => {
    context.save();
    context.translate(i * wide, 0);
    if (pictures[i]) context.drawImage(pictures[i], 0, 0, wide, high);
    if (chart.name === "contour") drawContour(context, mapOf(chart.axes), runs, k, look);
    if (chart.name === "fit") {
      scene.predict ??= compile(scene.model.program, scene.model.constants);
      const model = { ...scene.model, predict: scene.predict };
      drawFit(context, mapOf(chart.axes), model, curvesOf(runs, k, null), look);
    }
    if (chart.name === "loss") {
      context.font = `600 14px ${scene.letters}`;
      context.fillStyle = look.ink;
      context.textAlign = "left";
      context.textBaseline = "alphabetic";
      context.fillText(chart.heading, 8, 18);
      context.translate(0, 24);
      drawLoss(context, wide, high - 24, meansOf(scene), k, look);
    }
    context.restore();
  });
}

function drawContour(context, map, runs, k, look) {
  for (const run of [...runs].reverse()) drawOnPlane(context, map, run, k, look);
  /** @type {import("../points.js").Point[]} */
  const points = [...runs].reverse().map((run) => {
    const [x, y] = placeOf(map, run, k);
    return { p: [x, y], size: 7, color: run.color, mark: run.mark };
  });
  context.save();
  context.beginPath();
  context.rect(map.left - 8, map.top - 8, map.width + 16, map.height + 16);
  context.clip();
  drawPoints(context, points, map, look);
  context.restore();
}
