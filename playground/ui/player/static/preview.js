// The preview of the runs while a hand drags a number or the start: the browser walks them with what the hand holds
// (walk.js), frame by frame. The server's exact path takes its place when the hand lets go.

import { fill } from "./descriptions.js";
import { decode } from "./numbers.js";
import { divergedAt, leftAt, Walker } from "./walk.js";

export class Preview {
  /** @type {Map<string, any>} what hands hold, by the name of its field: run0.alpha, model.divisor, start, start0 */
  held = new Map();
  /** @type {any} what it was made of last, and what came of it */
  last = null;
  walkers = new Map();

  // A hand has moved a number, or the start; true where the runs follow it.
  hold(name, value, data) {
    if (exactOf(name, data) === undefined) return false;
    this.last = null;
    if (same(exactOf(name, data), value)) this.held.delete(name);
    else this.held.set(name, value);
    return true;
  }

  // True where it was held.
  drop(name) {
    this.last = null;
    return this.held.delete(name);
  }

  clear() {
    this.last = null;
    this.held.clear();
  }

  // The exact runs have come: what they have is held no longer, nor what they know nothing of.
  settle(data) {
    this.last = null;
    for (const [name, value] of this.held) {
      const exact = exactOf(name, data);
      if (exact === undefined || same(exact, value)) this.held.delete(name);
    }
  }

  get landscape() {
    return [...this.held.keys()].some((name) => name.startsWith("model."));
  }

  // The landscape's hyperparameters, with those that a hand holds.
  constants(data) {
    const constants = { ...data.walk?.constants };
    for (const [name, value] of this.held) if (name.startsWith("model.")) constants[name.slice(6)] = value;
    return constants;
  }

  /**
   * The data with the runs as they would be, or null where nothing is held that they follow.
   * @param {import("./protocol.d.ts").PlayerData} data
   */
  of(data) {
    if (!this.held.size || !data.walk) return null;
    this.last ??= this.make(data);
    return this.last;
  }

  make(data) {
    const { walk, words } = data;
    const start = this.start(data);
    const constants = this.constants(data);
    const everywhere = this.landscape || !same(start, data.start);
    const runs = data.runs.map((run, i) => {
      const known = walk.runs[i];
      const hypers = { ...known?.hypers };
      let isMoved = everywhere;
      for (const field of Object.keys(hypers)) {
        const value = this.held.get(`run${i}.${field}`);
        if (value !== undefined) {
          hypers[field] = value;
          isMoved = true;
        }
      }
      if (!isMoved || !known) return run;
      const batches = run.batches && { indices: decode(run.batches.indices), ends: decode(run.batches.ends) };
      const walked = this.walker(data, known).walk({
        start,
        steps: run.steps,
        constants,
        hypers,
        factors: decode(walk.factors),
        batches,
      });
      const left = leftAt(walked, data.window);
      const diverged = divergedAt(walked, walk);
      let verdict = left === null ? "" : fill(words.out_of_view, { k: left });
      if (diverged !== null) verdict = fill(words.diverged, { k: diverged });
      return { ...run, phi: walked.phi, loss: walked.loss, left, diverged, verdict };
    });
    return { ...data, id: `${data.id}|${this.key}`, runs, start, floor: this.floor(data, runs), arrows: [], marks: [] };
  }

  get key() {
    return Array.from(this.held, ([name, value]) => `${name}=${value}`).join("&");
  }

  start(data) {
    const [x, y] = this.held.get("start") ?? data.start;
    return [this.held.get("start0") ?? x, this.held.get("start1") ?? y];
  }

  // On another landscape L* is not known, but that it is no more than what has been seen.
  floor(data, runs) {
    if (data.floor === null || !this.landscape) return data.floor;
    return Math.min(data.floor, ...runs.flatMap((run) => Array.from(decode(run.loss)).filter(Number.isFinite)));
  }

  // The programs stay the same as long as landscape and rule do; tapes are made for them once.
  walker({ walk, model }, { rule }) {
    const key = JSON.stringify([walk.loss, rule, model?.key]);
    if (!this.walkers.has(key)) {
      if (this.walkers.size > 8) this.walkers.clear();
      this.walkers.set(key, new Walker(walk.loss, model ? [model.x, model.y] : [], rule));
    }
    return this.walkers.get(key);
  }
}

// What the exact runs have of a field; undefined where they do not depend on it, or cannot be walked.
export function exactOf(name, data) {
  const { walk, start } = data;
  if (!walk) return undefined;
  const [of, field] = name.split(".");
  if (field === undefined) {
    if (!walk.runs[0]) return undefined;
    return { start, start0: start[0], start1: start[1] }[of];
  }
  if (of === "model") return walk.runs[0] ? walk.constants[field] : undefined;
  const run = of.startsWith("run") ? walk.runs[Number(of.slice(3))] : null;
  return run?.hypers[field];
}

const same = (a, b) => a === b || (Array.isArray(a) && a.every((value, i) => value === b[i]));
