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
  const [ink, dark] = inks(colour);
  const { node, part } = places(size, nodes);
  const picture = new Uint32Array(size * size);
  const line = new Float64Array(nodes); // the heights of a row of pixels, at the columns of the nodes
  const bands = [new Int8Array(size), new Int8Array(size)]; // of this row of pixels and of the one above
  for (let v = 0; v < size; v++) {
    const row = node[v] * nodes;
    for (let i = 0; i < nodes; i++) line[i] = (1 - part[v]) * share[row + i] + part[v] * share[row + nodes + i];
    const [now, above] = v % 2 ? bands : [bands[1], bands[0]];
    for (let u = 0; u < size; u++) {
      const i = node[u];
      const height = line[i] + part[u] * (line[i + 1] - line[i]);
      const band = Math.min(LEVELS - 1, Math.floor(height * LEVELS));
      now[u] = band;
      const isLine = (u > 0 && band !== now[u - 1]) || (v > 0 && band !== above[u]);
      picture[v * size + u] = (isLine ? dark : ink)[Math.round(255 * height)];
    }
  }
  return new Uint8ClampedArray(picture.buffer);
}

// After which node each row or column of pixels lies, and how far on the way to the next.
function places(size, nodes) {
  const at = Float64Array.from({ length: size }, (_, v) => (v / (size - 1)) * (nodes - 1));
  const node = Uint16Array.from(at, (one) => Math.min(nodes - 2, Math.floor(one)));
  return { node, part: at.map((one, v) => one - node[v]) };
}

// The pixel (RGBA in one number) of each of 256 heights, and of a level line there.
function inks(colour) {
  return [0, FAINT].map((faint) => {
    const bytes = new Uint8ClampedArray(4 * 256);
    for (let i = 0; i < 256; i++) {
      const ink = colour(i / 255).map((value, c) => value + faint * (LINE[c] - value));
      bytes.set([...ink, 255], 4 * i);
    }
    return new Uint32Array(bytes.buffer);
  });
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
