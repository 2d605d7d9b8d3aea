// The contour of a landscape that a hand changes: heights on a coarse grid, computed and drawn in the browser until the
// server's fine contour comes. Levels and colours as playground/figures/contour.py has them.

import { Tape } from "./tape.js";

const NODES = 41;
const LEVELS = 32;
const TOWARDS = 1.8;
const PIXELS = 340; // a side of the picture that is laid over the chart
const LINE = [20, 30, 45];
const FAINT = 0.35;

export class Heights {
  /**
   * @param {import("./protocol.d.ts").LossProgram} loss
   * @param {ArrayLike<number>[]} columns the data
   * @param {number[][]} window
   * @param {number} nodes along a side
   */
  constructor({ program, parameters, data }, columns, window, nodes = NODES) {
    const room = nodes * nodes;
    this.nodes = nodes;
    this.columns = columns;
    this.tape = new Tape(program, [0], { wide: parameters, moving: data, room });
    this.value = new Float64Array(room);
    this.window = window;
    this.parameters = parameters;
    this.data = data.map((name) => this.tape.input(name));
    this.isFitted = data.length > 0;
  }

  // The loss at the nodes, row by row.
  at(constants) {
    const { tape, value, columns, nodes } = this;
    const room = value.length;
    for (const [name, number] of Object.entries(constants)) tape.input(name)[0] = number;
    this.parameters.forEach((name, axis) => {
      const [low, high] = this.window[axis];
      const array = tape.input(name);
      for (let i = 0; i < room; i++)
        array[i] = low + ((high - low) * (axis ? Math.floor(i / nodes) : i % nodes)) / (nodes - 1);
    });
    tape.fix(room);
    value.fill(0);
    for (let one = 0; one < (this.isFitted ? columns[0].length : 1); one++) {
      this.data.forEach((array, i) => {
        array[0] = columns[i][one];
      });
      tape.run(room);
      for (let i = 0; i < room; i++) value[i] += tape.at(0, i);
    }
    return value;
  }
}

// How high a loss lies between the least and the greatest that are seen, from 0 to 1, even in levels.
export function shares(value, scale) {
  let low = Infinity;
  let high = -Infinity;
  for (const one of value)
    if (Number.isFinite(one)) {
      low = Math.min(low, one);
      high = Math.max(high, one);
    }
  const whole = high > low ? high - low : 1;
  const share =
    scale === "log"
      ? (rise) => Math.log10(1 + rise) / Math.log10(1 + whole)
      : (rise) => (rise / whole) ** (1 / TOWARDS);
  return Float64Array.from(value, (one) => (Number.isFinite(one) ? share(one - low) : 1));
}

/**
 * The pixels of the picture (RGBA, row by row from the first node on): each has the colour of its height, level lines
 * are dark.
 * @param {ArrayLike<number>} share heights of the nodes from 0 to 1
 * @param {(share: number) => number[]} colour
 * @param {number} size pixels of a side
 */
export function pixels(share, colour, size = PIXELS) {
  const nodes = Math.round(Math.sqrt(share.length));
  const picture = new Uint8ClampedArray(4 * size * size);
  const colours = Array.from({ length: 256 }, (_, i) => colour(i / 255));
  let above = new Int16Array(size).fill(-1);
  for (let v = 0; v < size; v++) {
    const y = (v / (size - 1)) * (nodes - 1);
    const row = Math.min(nodes - 2, Math.floor(y));
    const t = y - row;
    const bands = new Int16Array(size);
    for (let u = 0; u < size; u++) {
      const x = (u / (size - 1)) * (nodes - 1);
      const i = row * nodes + Math.min(nodes - 2, Math.floor(x));
      const s = x - (i - row * nodes);
      const height =
        (1 - t) * ((1 - s) * share[i] + s * share[i + 1]) + t * ((1 - s) * share[i + nodes] + s * share[i + nodes + 1]);
      bands[u] = Math.min(LEVELS - 1, Math.floor(height * LEVELS));
      const isLine = (u > 0 && bands[u] !== bands[u - 1]) || (v > 0 && bands[u] !== above[u]);
      const ink = colours[Math.round(255 * height)];
      for (let c = 0; c < 3; c++)
        picture[4 * (v * size + u) + c] = isLine ? ink[c] + FAINT * (LINE[c] - ink[c]) : ink[c];
      picture[4 * (v * size + u) + 3] = 255;
    }
    above = bands;
  }
  return picture;
}

// A colour between those of a scale [[0, "rgb(…)"], …, [1, "#rrggbb"]].
export function colourOf(scale) {
  const known = scale.map(([at, text]) => [at, rgb(text)]);
  return (share) => {
    const i = Math.max(1, known.findIndex(([at]) => at >= share) || 1);
    const [[a, one], [b, other]] = [known[i - 1], known[i]];
    const f = b > a ? (share - a) / (b - a) : 0;
    return one.map((value, c) => value + f * (other[c] - value));
  };
}

function rgb(text) {
  if (text.startsWith("#")) return [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
  return (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

let sheet;

// Lay the picture over the window of parameters on a contour chart, whichever way its axes go.
export function drawGround(context, map, window, picture) {
  const size = Math.round(Math.sqrt(picture.length / 4));
  sheet ??= document.createElement("canvas");
  if (sheet.width !== size) Object.assign(sheet, { width: size, height: size });
  sheet.getContext("2d").putImageData(new ImageData(picture, size, size), 0, 0);
  const [u, v] = map.toPixel(window[0][0], window[1][0]);
  const [right, bottom] = map.toPixel(window[0][1], window[1][1]);
  context.save();
  context.beginPath();
  context.rect(map.left, map.top, map.width, map.height);
  context.clip();
  context.translate(u, v);
  context.scale((right - u) / size, (bottom - v) / size);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.drawImage(sheet, 0, 0);
  context.restore();
}
