// The preview of the runs while a hand drags a number or the start: the browser walks them with what the hand holds
// (walk.js), frame by frame. The server's exact path takes its place when the hand lets go.

import { fill } from "./descriptions.js";
import { decode } from "./numbers.js";
import { Remote } from "./remote.js";
import { divergedAt, leftAt, Walker } from "./walk.js";

export class Preview {
  /** @type {Map<string, any>} what hands hold, by the name of its field: run0.alpha, model.divisor, start, start0 */
  held = new Map();
  /** @type {any} what it was made of last, and what came of it */
  last = null;
  walkers = new Map();

  // `come` is called when what the server was asked for has come.
  constructor(come = () => {}, ask = undefined) {
    this.remote = new Remote(() => {
      this.last = null;
      come();
    }, ask);
  }

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
    const was = this.held.delete(name);
    if (!this.held.size) this.remote.clear();
    return was;
  }

  clear() {
    this.last = null;
    this.held.clear();
    this.remote.clear();
  }

  // The exact runs have come: what they have is held no longer, nor what they know nothing of.
  settle(data) {
    this.last = null;
    for (const [name, value] of this.held) {
      const exact = exactOf(name, data);
      if (exact === undefined || same(exact, value)) this.held.delete(name);
    }
    if (!this.held.size) this.remote.clear();
  }

  get landscape() {
    return [...this.held.keys()].some((name) => name.startsWith("model.") || name === "points");
  }

  // The landscape's hyperparameters, with those that a hand holds.
  constants(data) {
    const constants = { ...data.walk.constants };
    for (const [name, value] of this.held) if (name.startsWith("model.")) constants[name.slice(6)] = value;
    return constants;
  }

  /**
   * The data with the runs as they would be, or null where nothing is held that they follow.
   * @param {import("./protocol.d.ts").PlayerData} data
   */
  of(data) {
    if (!this.held.size) return null;
    this.last ??= this.make(data);
    return this.last;
  }

  make(data) {
    const start = this.start(data);
    const everywhere = this.landscape || this.planned(data) || !same(start, data.start);
    const runs = data.runs.map((run, i) =>
      everywhere || this.heldOf(i).length ? { ...run, ...this.moved(data, run, i, start) } : run,
    );
    if (runs[0].slope) start[1] = decode(runs[0].loss)[0]; // on the curve of one parameter
    return { ...data, id: `${data.id}|${this.key}`, runs, start, floor: this.floor(data, runs), arrows: [], marks: [] };
  }

  // Whether a hand holds what tells the runs which data and which α each step has: only the server works that out.
  planned({ walk }) {
    return [...this.held.keys()].some((name) => Object.hasOwn(walk.plan, name));
  }

  // What hands hold of a run alone, [name, value] each.
  heldOf(number) {
    const prefix = `run${number}.`;
    return Array.from(this.held)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]);
  }

  // What is new about a run: walked here, or by the server, as far as its answers have come.
  moved(data, run, number, start) {
    const { walk, words } = data;
    const { rule, hypers } = walk.runs[number];
    const numbers = { ...hypers, ...Object.fromEntries(this.heldOf(number)) };
    const found =
      walk.loss && rule && !this.planned(data)
        ? this.walked(data, run, rule, start, numbers)
        : this.remote.run(number, this.query(data, run, number, start));
    if (!found) return {};
    const { phi, loss, slope, left, diverged, batches, test } = found;
    let verdict = left === null ? "" : fill(words.out_of_view, { k: left });
    if (diverged !== null) verdict = fill(words.diverged, { k: diverged });
    return { phi, loss, slope, left, diverged, verdict, batches: batches ?? run.batches, test };
  }

  walked(data, run, rule, start, hypers) {
    const { walk, window } = data;
    const batches = run.batches && { indices: decode(run.batches.indices), ends: decode(run.batches.ends) };
    const walker = this.walker(data, rule, this.columns(data));
    const constants = this.constants(data);
    const factors = decode(walk.factors);
    const path = walker.walk({ start, steps: run.steps, constants, hypers, factors, batches });
    const aside = data.model?.aside;
    const test = aside && walker.means(path.phi, constants, aside);
    const found = { ...path, test, left: leftAt(path, window), diverged: divergedAt(path, walk) };
    if (walker.dimension > 1) return { ...found, slope: undefined };
    const points = new Float64Array(2 * path.loss.length);
    for (let t = 0; t < path.loss.length; t++) points.set([path.phi[t], path.loss[t]], 2 * t);
    return { ...found, phi: points, slope: walker.slopes(path.phi, constants) };
  }

  // The link of a run alone, with what hands hold; `id` is the link without.
  query(data, { id, slope }, number, start) {
    const asked = new URLSearchParams(id);
    for (const [name, value] of this.heldOf(number)) asked.set(name, value);
    for (const name of Object.keys(data.walk.constants))
      if (this.held.has(`model.${name}`)) asked.set(name, this.held.get(`model.${name}`));
    for (const [name, { link }] of Object.entries(data.walk.plan))
      if (this.held.has(name) && (link.startsWith("schedule") || asked.has("batch")))
        // not where it sees all the data
        asked.set(link, this.held.get(name));
    const points = this.held.get("points");
    if (points) asked.set("data", points.x.map((x, i) => `${x},${points.y[i]}`).join("_"));
    if (!same(start, data.start)) asked.set("start", (slope ? start.slice(0, 1) : start).join(","));
    return asked.toString();
  }

  // The data of the model, or as a hand holds them.
  columns({ model }) {
    const { x, y } = this.held.get("points") ?? model ?? {};
    return x ? [x, y] : [];
  }

  get key() {
    return Array.from(this.held, ([name, value]) => `${name}=${JSON.stringify(value)}`).join("&");
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
  walker({ walk }, rule, columns) {
    const key = JSON.stringify([walk.loss, rule, columns[0]?.length]);
    if (!this.walkers.has(key)) {
      if (this.walkers.size > 8) this.walkers.clear();
      this.walkers.set(key, new Walker(walk.loss, columns, rule));
    }
    const walker = this.walkers.get(key);
    walker.columns = columns;
    return walker;
  }
}

// What the exact runs have of a field; undefined where they do not depend on it.
export function exactOf(name, data) {
  const { walk, start, model } = data;
  if (Object.hasOwn(walk.plan, name)) return walk.plan[name].value;
  if (name === "points") return model ? { x: model.x, y: model.y } : undefined;
  const [of, field] = name.split(".");
  if (field === undefined) return { start, start0: start[0], start1: start[1] }[of];
  if (of === "model") return walk.constants[field];
  const run = of.startsWith("run") ? walk.runs[Number(of.slice(3))] : null;
  return run?.hypers[field];
}

const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);
