// The charts over which the player draws, and the places where it draws whole charts; each with its canvas.

import { drawContour } from "./contour.js";
import { drawLoss, drawParameters } from "./curves.js";
import { drawEnlarged } from "./enlarged.js";
import { curvesOf, drawFit } from "./fit.js";
import { pictureOf, plane, space, terrain } from "./geometry.js";
import { canvasOn, clear, fits, renew } from "./layers.js";
import { drawSlope } from "./line.js";
import { meansOf } from "./losses.js";
import { drawOnSurface } from "./paths.js";
import { sideA, sideB, Twin } from "./twin.js";
import { drawWeights, planes } from "./weights.js";
import { writeModel } from "./written.js";

const CHARTS = { contour: plane, fit: plane, surface: space, slope: plane, weights: planes };
const PLACES = ["loss", "parameters"];
const OWN = ".st-key-panels [class*=st-key-lessons-], .st-key-before > *";
const HEADING = 24;
const LEAST = 470; // a picture that is taken away is as wide as this, in pixels of a chart, where the page has a small one

// How each panel draws a moment: `scene` is {data, model, previous, point, k, look}.
const DRAWS = {
  contour: (context, { map }, scene) => drawContour(context, map, scene.pair ? sideA(scene) : scene),
  twin: (context, { map }, scene) => drawContour(context, map, sideB(scene)),
  surface: (context, { map, ground }, scene) => drawSurface(context, map, ground, { ...scene, data: scene.exact }),
  slope: (context, { map }, scene) => drawSlope(context, map, scene),
  weights: (context, { map }, scene) => drawWeights(context, map, scene),
  fit: (context, { map, chart }, { data, model, point, k, look, closer }) => {
    const written = data.model?.written;
    if (written) writeModel(chart, written, curvesOf(data.runs, Math.floor(k), point)[0].phi, data.mark);
    if (closer) drawEnlarged(context, map, closer, look, data.mark);
    if (model) drawFit(context, map, model, curvesOf(data.runs, k, point), look, data.words.gone);
  },
  loss: (context, { layer }, { data, k, look }) => {
    const { width, height } = layer;
    if (data.model?.aside) drawLoss(context, width, height, meansOf(data), k, { ...look, previous: null });
    else drawLoss(context, width, height, data, k, look);
  },
  parameters: (context, { layer }, { data, k, look }) =>
    drawParameters(context, layer.width, layer.height, data, k, look),
};

function drawSurface(context, map, ground, { data, previous, k, look }) {
  if (!ground) return;
  if (previous) drawOnSurface(context, map, ground, previous, k, { ...look, faint: true });
  for (const run of [...data.runs].reverse()) drawOnSurface(context, map, ground, run, k, look);
}

export class Panels {
  /** @type {any[]} */
  found = [];
  /** @type {any[]} those that are displayed */
  visible = [];

  // `zooms` give the maps of the charts of which a part may be enlarged.
  /** @param {any} guard @param {Record<string, any>} zooms */
  constructor(guard, zooms = {}) {
    this.guard = guard;
    this.zooms = zooms;
    this.layers = new Map();
    this.grounds = new WeakMap();
    this.twin = new Twin();
  }

  // Look which panels are on the page. Returns all their elements, those too that are not displayed at present.
  look(data) {
    const found = [];
    for (const [name, read] of Object.entries(CHARTS)) {
      const chart = data.panels[name] && document.querySelector(`.st-key-${data.panels[name]} .js-plotly-plot`);
      if (chart?._fullLayout) found.push({ name, read, chart, layer: this.layer(name, chart) });
    }
    for (const name of PLACES) {
      const host = document.querySelector(`.pg-host-${name}`);
      if (host) found.push({ name, chart: host, layer: this.layer(name, host) });
    }
    const contour = found.find(({ name }) => name === "contour");
    const twin = this.twin.panel(contour?.chart, data, (name, home) => this.layer(name, home));
    this.found = twin ? [...found, twin] : found;
    sayFlat(data);
    return this.found.map(({ chart }) => chart);
  }

  // The canvas above a chart or inside a place.
  layer(name, home) {
    const old = this.layers.get(name);
    if (old?.chart === home && old.canvas.isConnected) return old;
    old?.canvas.remove();
    const layer = canvasOn(home);
    this.layers.set(name, layer);
    return layer;
  }

  // Whether the page shows a figure of the lesson's own and keeps all places of the player's out of sight.
  aside(data) {
    const seen = (place) => Array.from(document.querySelectorAll(place)).some((one) => one.getClientRects().length);
    const charts = Object.keys(CHARTS).map((name) => data.panels[name]);
    const places = [
      ...charts.filter(Boolean).map((key) => `.st-key-${key}`),
      ...PLACES.map((one) => `.pg-host-${one}`),
    ];
    return seen(OWN) && !places.some(seen);
  }

  get(name) {
    return this.visible.find((panel) => panel.name === name);
  }

  // Read anew how data lie on the panels that are displayed; true where that has changed since they were drawn.
  measure() {
    let changed = false;
    this.visible = this.found.filter((panel) =>
      this.guard.run(panel.name, () => {
        if (!panel.chart.offsetParent) return false;
        panel.map = panel.read?.(panel.chart);
        if (this.zooms[panel.name]) panel.map = this.zooms[panel.name].over(panel.map);
        if (panel.read && !panel.map) return false;
        changed = fits(panel.layer, panel.map?.key ?? panel.name) || changed;
        return true;
      }),
    );
    return changed;
  }

  // Draw one moment in all of them.
  draw(scene) {
    this.scene = { ...scene, pair: Boolean(this.get("twin")) };
    for (const panel of this.visible)
      this.guard.run(panel.name, () => {
        if (panel.name === "surface") panel.ground = this.ground(panel.chart);
        const context = clear(panel.layer);
        try {
          DRAWS[panel.name](context, panel, this.scene);
        } catch (error) {
          renew(panel.layer);
          throw error;
        }
      });
  }

  // The surface as it is seen, with what was drawn on it last, on a canvas of its own.
  async picture(sharp, ground) {
    const { chart } = this.get("surface");
    const scale = Math.max(1, LEAST / chart.clientWidth);
    const [width, height] = [scale * chart.clientWidth, scale * chart.clientHeight];
    const { image, map } = await pictureOf(chart, width, height, sharp);
    const { text, font } = chart._fullLayout.title;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(sharp * width);
    canvas.height = Math.round(sharp * (height + HEADING));
    const context = canvas.getContext("2d");
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    context.fillStyle = ground;
    context.fillRect(0, 0, width, height + HEADING);
    context.font = `600 14px ${font.family}`;
    context.fillStyle = font.color;
    context.fillText(text.replace(/<[^>]*>/g, ""), 8, 18);
    context.translate(-map.left, HEADING - map.top);
    context.drawImage(image, map.left, map.top, width, height);
    DRAWS.surface(context, { map, ground: this.ground(chart) }, this.scene);
    return canvas;
  }

  // The heights of a surface, read once for each that Plotly draws.
  ground(chart) {
    const trace = chart._fullData?.[0];
    if (!trace) return null;
    if (!this.grounds.has(trace)) this.grounds.set(trace, terrain(chart));
    return this.grounds.get(trace);
  }

  remove() {
    this.twin.leave();
    for (const layer of this.layers.values()) layer.canvas.remove();
  }
}

// Without WebGL there is no surface: say so in its place, once, in the visitor's language.
function sayFlat(data) {
  if (webgl()) return;
  const place = document.querySelector(`.st-key-${data.panels.surface}`);
  const text = data.words.no_webgl;
  if (!place || place.querySelector(".pg-flat")?.textContent === text) return;
  place.querySelector(".pg-flat")?.remove();
  place.prepend(Object.assign(document.createElement("p"), { className: "pg-flat", textContent: text }));
}

// Whether this browser draws in three dimensions; asked once, because each answer takes a context.
let drawsSpace;
function webgl() {
  if (drawsSpace === undefined) {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
    drawsSpace = Boolean(context);
    context?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  return drawsSpace;
}
