// The way from the picture of one state to that of the next, in a fifth of a second: paths, losses and what is read off them
// lie between both. The first frame is on its way already. None while something plays or a hand moves it, nor for who asks
// for less motion; whatever comes next, it drops to the end.

import { decode } from "./numbers.js";

const LASTS = 200; // milliseconds
const FIRST = 30; // of which so many have passed at the first frame

/** @typedef {import("./protocol.d.ts").PlayerData} Data */

// Numbers between two: where both are positive as on a logarithmic axis, where one is none the later.
function blend(a, b, f) {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return b;
  return a + f * (b - a);
}

const blendLoss = (a, b, f) => (a > 0 && b > 0 ? Math.exp(blend(Math.log(a), Math.log(b), f)) : blend(a, b, f));

// A run that is the share `f` on its way from another: where that has no such step, from its last.
function runBetween(before, after, f) {
  const [from, to] = [decode(before.phi), decode(after.phi)];
  const [high, low] = [decode(before.loss), decode(after.loss)];
  const step = (i) => Math.min(i, before.steps);
  return {
    ...after,
    phi: Float64Array.from(to, (value, i) => blend(from[2 * step(i >> 1) + (i & 1)], value, f)),
    loss: Float64Array.from(low, (value, i) => blendLoss(high[step(i)], value, f)),
  };
}

/**
 * What is drawn on the way; the arrows and marks of a step, which belong to one path, come at the end.
 * @param {Data} before
 * @param {Data} after
 * @param {number} f
 * @returns {Data}
 */
export function between(before, after, f) {
  const start = /** @type {[number, number]} */ (after.start.map((value, axis) => blend(before.start[axis], value, f)));
  const runs = after.runs.map((run, i) => runBetween(before.runs[i], run, f));
  return { ...after, runs, start, arrows: [], marks: [] };
}

// Whether a picture leads over to another: as many runs on the same plane.
export function leadsTo(before, after) {
  const flat = (data) => data.runs.every((run) => !run.slope);
  return (
    before.runs.length === after.runs.length &&
    String(before.window) === String(after.window) &&
    flat(before) &&
    flat(after) &&
    !after.guess
  );
}

export class Transition {
  /** @type {{ data: Data, k: number } | null} what was drawn last */
  shown = null;
  /** @type {{ data: Data, k: number, since: number } | null} */
  from = null;

  constructor(still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    this.still = still;
  }

  get active() {
    return this.from !== null;
  }

  // Another state is to be drawn, `led` from what is on the screen or at once.
  begin(data, led, now = performance.now()) {
    const { shown } = this;
    this.from = led && shown && leadsTo(shown.data, data) && !this.still() ? { ...shown, since: now - FIRST } : null;
  }

  stop() {
    this.from = null;
  }

  // What is to be drawn of a state at step `k`.
  of(data, k, now = performance.now()) {
    const share = this.from ? Math.min(1, (now - this.from.since) / LASTS) : 1;
    if (share >= 1) this.from = null;
    this.shown = { data, k };
    if (this.from) {
      const f = 1 - (1 - share) ** 3;
      this.shown = {
        data: between(this.from.data, data, f),
        k: blend(Math.min(this.from.k, data.runs[0].steps), k, f),
      };
    }
    return this.shown;
  }
}
