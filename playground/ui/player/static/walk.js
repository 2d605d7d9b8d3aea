// Walks a run in the browser as the engine's descend() does, from the programs of its loss and its rule
// (playground/engine/programs.py): what a hand drags is followed at once, and the server says the exact path afterwards.

import { Tape } from "./tape.js";

/**
 * L and its derivatives, or some of them, as sums over the data.
 * @typedef {import("./protocol.d.ts").LossProgram} LossProgram
 * @typedef {import("./protocol.d.ts").RuleProgram} RuleProgram
 */
class Sums {
  /**
   * @param {LossProgram} loss
   * @param {ArrayLike<number>[]} columns the data, a column for each name of a datum's numbers
   * @param {number[]} results 0 for L, i for the derivative in the i-th parameter
   * @param {boolean} drawn whether each run sees a part of the data
   */
  constructor({ program, parameters, data }, columns, results, drawn = false) {
    this.count = results.length;
    this.columns = columns;
    this.size = data.length ? columns[0].length : 1;
    const moving = drawn ? [...parameters, ...data] : parameters;
    this.tape = new Tape(program, results, { wide: data, moving, room: this.size });
    this.point = parameters.map((name) => this.tape.input(name));
    this.data = data.map((name) => this.tape.input(name));
  }

  fix(constants, columns = this.columns) {
    this.columns = columns;
    for (const [name, value] of Object.entries(constants)) this.tape.input(name)[0] = value;
    this.data.forEach((column, i) => {
      column.set(this.columns[i]);
    });
    this.tape.fix(this.size);
  }

  // Write the sums at phi[from], phi[from + 1], … into `out`, over all data or those with the indices of `part`.
  at(phi, from, out, part = null) {
    for (let i = 0; i < this.point.length; i++) this.point[i][0] = phi[from + i];
    const n = part ? part.length : this.size;
    if (part) for (let c = 0; c < this.data.length; c++) gather(this.data[c], this.columns[c], part);
    this.tape.run(n);
    for (let i = 0; i < this.count; i++) out[i] = this.tape.sum(i, n);
  }
}

function gather(out, column, part) {
  for (let i = 0; i < part.length; i++) out[i] = column[part[i]];
}

// One step of a rule, for all parameters at once.
class Rule {
  constructor({ program, memory, gradients, swings }, dimension, scheduled) {
    const asked = Array.from({ length: gradients }, (_, i) => `gradient${i}`);
    const wide = ["phi", ...memory.map(([name]) => name), ...asked];
    const moving = scheduled ? [...wide, "alpha"] : wide;
    const tape = (wanted) => new Tape(program, wanted, { wide, moving, room: dimension });
    this.dimension = dimension;
    this.memory = memory;
    this.kept = memory.map(() => new Float64Array(dimension));
    // Where it asks for a gradient, null for φ itself.
    this.points = asked.map((_, i) => {
      const [name, input] = program.steps[program.results[i]];
      return name === "name" && input === "phi" ? null : tape([i]);
    });
    this.step = tape([gradients, ...memory.map((_, i) => gradients + 1 + i)]);
    this.swing = swings ? tape([gradients + 1 + memory.length]) : null;
    this.tapes = [...this.points.filter(Boolean), this.step, ...(this.swing ? [this.swing] : [])];
    this.inputs = Object.fromEntries(
      [...wide, "alpha"].map((name) => [name, this.tapes.map((one) => one.input(name))]),
    );
  }

  // Before the first step.
  begin(hypers) {
    for (const tape of this.tapes) for (const [name, value] of Object.entries(hypers)) tape.input(name)[0] = value;
    for (const [name, value] of this.memory) for (const array of this.inputs[name]) array.fill(value);
    for (const tape of this.tapes) tape.fix(this.dimension);
  }

  give(name, values, from = 0) {
    for (const array of this.inputs[name]) for (let i = 0; i < this.dimension; i++) array[i] = values[from + i];
  }

  // The point at which the i-th gradient is asked for; null for φ itself.
  point(i, out) {
    const tape = this.points[i];
    if (!tape) return null;
    tape.run(this.dimension);
    for (let j = 0; j < this.dimension; j++) out[j] = tape.at(0, j);
    return out;
  }

  // Write the new φ into `phi` and keep the new memory.
  move(phi, from) {
    const { step, dimension, memory } = this;
    step.run(dimension);
    for (let j = 0; j < dimension; j++) phi[from + j] = step.at(0, j);
    // All of the memory is read before any of it is written: what is remembered may pass through unchanged.
    for (let i = 0; i < memory.length; i++) for (let j = 0; j < dimension; j++) this.kept[i][j] = step.at(i + 1, j);
    for (let i = 0; i < memory.length; i++) this.give(memory[i][0], this.kept[i]);
  }
}

export class Walker {
  /** @type {Sums | null} of one parameter, for `slopes` */
  derivative = null;
  /** @type {Sums | null} over other data, for `means` */
  others = null;

  /**
   * @param {LossProgram} loss
   * @param {ArrayLike<number>[]} columns
   * @param {RuleProgram} rule
   */
  constructor(loss, columns, rule) {
    this.loss = loss;
    this.columns = columns; // others of the same length may take their place
    this.rule = rule;
    this.dimension = loss.parameters.length;
    this.made = new Map();
  }

  // What a walk needs, made once for each kind of walk.
  tools(scheduled, drawn) {
    const key = `${scheduled},${drawn}`;
    if (!this.made.has(key)) {
      const { loss, columns, dimension } = this;
      const slopes = loss.parameters.map((_, i) => i + 1);
      const rule = new Rule(this.rule, dimension, scheduled);
      const both = !drawn && rule.points.length === 1 && !rule.points[0];
      this.made.set(key, {
        rule,
        both: both ? new Sums(loss, columns, [0, ...slopes]) : null,
        value: new Sums(loss, columns, [0]),
        slope: new Sums(loss, columns, slopes, drawn),
      });
    }
    return this.made.get(key);
  }

  /**
   * The iterates, the loss at each, and how far the rule may swing; nan and inf where it overflows.
   * @param {{ start: number[], steps: number, constants: Record<string, number>, hypers: Record<string, number>,
   *   factors?: ArrayLike<number> | null, batches?: { indices: any, ends: any } | null }} run
   */
  walk({ start, steps, constants, hypers, factors = null, batches = null }) {
    const d = this.dimension;
    const { rule, both, value, slope } = this.tools(Boolean(factors), Boolean(batches));
    const phi = new Float64Array((steps + 1) * d);
    const loss = new Float64Array(steps + 1);
    const sums = new Float64Array(d + 1);
    const gradient = new Float64Array(d);
    const ahead = new Float64Array(d);
    for (let i = 0; i < d; i++) phi[i] = start[i];
    for (const one of both ? [both] : [value, slope]) one.fix(constants, this.columns);
    rule.begin(hypers);
    for (let t = 0; t < steps; t++) {
      if (factors && "alpha" in hypers) for (const alpha of rule.inputs.alpha) alpha[0] = hypers.alpha * factors[t];
      rule.give("phi", phi, t * d);
      if (both) {
        both.at(phi, t * d, sums);
        [loss[t]] = sums;
        rule.give("gradient0", sums, 1);
      } else {
        value.at(phi, t * d, sums);
        [loss[t]] = sums;
        const part = batches?.indices.subarray(t ? batches.ends[t - 1] : 0, batches.ends[t]);
        for (let i = 0; i < rule.points.length; i++) {
          const point = rule.point(i, ahead);
          slope.at(point ?? phi, point ? 0 : t * d, gradient, part);
          rule.give(`gradient${i}`, gradient);
        }
      }
      rule.move(phi, (t + 1) * d);
    }
    (both ?? value).at(phi, steps * d, sums);
    [loss[steps]] = sums;
    rule.swing?.fix();
    return { phi, loss, swing: rule.swing ? rule.swing.at(0) : Infinity };
  }

  // The mean loss of a datum at each point, over other data.
  means(phi, constants, columns) {
    this.others ??= new Sums(this.loss, columns, [0]);
    this.others.fix(constants, columns);
    const means = new Float64Array(phi.length / this.dimension);
    const one = [0];
    for (let t = 0; t < means.length; t++) {
      this.others.at(phi, t * this.dimension, one);
      means[t] = one[0] / columns[0].length;
    }
    return means;
  }

  // The derivative of a loss of one parameter at each point, over all data.
  slopes(phi, constants) {
    this.derivative ??= new Sums(this.loss, this.columns, [1]);
    this.derivative.fix(constants);
    const slopes = new Float64Array(phi.length);
    const one = [0];
    for (let t = 0; t < phi.length; t++) {
      this.derivative.at(phi, t, one);
      [slopes[t]] = one;
    }
    return slopes;
  }
}

// The first step outside the window, or null.
export function leftAt({ phi, loss }, window) {
  const d = window.length;
  for (let t = 0; t < loss.length; t++)
    if (!window.every(([low, high], i) => low <= phi[t * d + i] && phi[t * d + i] <= high)) return t;
  return null;
}

// The step at which a run began to run away, or null, as Trajectory.diverged_at finds it.
export function divergedAt({ phi, loss, swing }, { bottom, relief }) {
  const d = phi.length / loss.length;
  const start = Math.max(loss[0] - bottom, 0.01 * relief);
  const isBroken = (t) => !Number.isFinite(loss[t]) || !phi.subarray(t * d, t * d + d).every(Number.isFinite);
  const far = 100 * Math.max(swing ** 2 * start, relief);
  let onset = null;
  let isGone = false;
  for (let t = loss.length - 1; t >= 0; t--) {
    const broken = isBroken(t);
    if (!broken && !(Math.abs(loss[t] - bottom) > 100 * start)) break;
    onset = t;
    isGone ||= broken || loss[t] - bottom > far;
  }
  return isGone ? onset : null;
}
