// A flat program of expressions (playground/engine/expression/program.py), run over arrays: each step is one loop, what
// occurs twice is computed once, and what does not change is not computed again.

import { OPERATIONS } from "./model.js";

const WHOLE = 16; // whole powers up to this one are products, as in NumPy's program

// The loops: `out` gets `n` values from arrays that are read with a stride of 1, or of 0 where they hold one number.
const ARITHMETIC = {
  add(out, n, a, s, b, t) {
    for (let i = 0; i < n; i++) out[i] = a[i * s] + b[i * t];
  },
  subtract(out, n, a, s, b, t) {
    for (let i = 0; i < n; i++) out[i] = a[i * s] - b[i * t];
  },
  multiply(out, n, a, s, b, t) {
    for (let i = 0; i < n; i++) out[i] = a[i * s] * b[i * t];
  },
  divide(out, n, a, s, b, t) {
    for (let i = 0; i < n; i++) out[i] = a[i * s] / b[i * t];
  },
};

const loopOf = [
  null,
  (f) => (out, n, a, s) => {
    for (let i = 0; i < n; i++) out[i] = f(a[i * s]);
  },
  (f) => (out, n, a, s, b, t) => {
    for (let i = 0; i < n; i++) out[i] = f(a[i * s], b[i * t]);
  },
  (f) => (out, n, a, s, b, t, c, u) => {
    for (let i = 0; i < n; i++) out[i] = f(a[i * s], b[i * t], c[i * u]);
  },
];

const LOOPS = Object.fromEntries(
  Object.entries(OPERATIONS).map(([name, f]) => [name, ARITHMETIC[name] ?? loopOf[f.length](f)]),
);

// base^count for a whole count, by squares.
function wholePower(count) {
  const size = Math.abs(count);
  return loopOf[1]((base) => {
    let square = base;
    let product = 1;
    for (let left = size; left; left >>= 1) {
      if (left & 1) product *= square;
      if (left > 1) square *= square;
    }
    return count < 0 ? 1 / product : product;
  });
}

export class Tape {
  /**
   * Throws where the program asks for an operation that is not known here.
   * @param {import("./protocol.d.ts").FlatProgram} program
   * @param {number[]} wanted which of its results are computed
   * @param {{ wide?: string[], moving?: string[], room?: number }} how the names that hold an array of at most `room`
   *   numbers, and those that change between two runs; the others change before `fix` only
   */
  constructor(program, wanted, { wide = [], moving = [], room = 1 }) {
    const { steps, results } = program;
    this.results = wanted.map((i) => results[i]);
    this.room = room;
    this.inputs = new Map();
    this.values = [];
    this.strides = [];
    this.once = [];
    this.always = [];
    const needed = ancestors(steps, this.results);
    const moves = [];
    steps.forEach(([name, ...rest], at) => {
      if (!needed.has(at)) return;
      if (name === "number") this.keep(at, Float64Array.of(rest[0]), 0);
      else if (name === "name") {
        const [input] = rest;
        moves[at] = moving.includes(input);
        const isWide = wide.includes(input);
        this.keep(at, new Float64Array(isWide ? room : 1), Number(isWide));
        this.inputs.set(input, at);
      } else {
        if (!Object.hasOwn(LOOPS, name) || OPERATIONS[name].length !== rest.length)
          throw new Error(`no operation ${name} of ${rest.length} arguments`);
        const isWide = rest.some((one) => this.strides[one]);
        moves[at] = rest.some((one) => moves[one]);
        this.keep(at, new Float64Array(isWide ? room : 1), Number(isWide));
        (moves[at] ? this.always : this.once).push(this.work(name, at, rest, steps));
      }
    });
  }

  keep(at, value, stride) {
    this.values[at] = value;
    this.strides[at] = stride;
  }

  // One step as a function of how many numbers its arrays hold.
  work(name, at, parts, steps) {
    const [a, b, c] = /** @type {any} */ (parts);
    const { values, strides } = this;
    const out = values[at];
    const one = strides[at] ? 0 : 1;
    const count = name === "power" && steps[b][0] === "number" ? steps[b][1] : 0;
    if (Number.isInteger(count) && count >= 2 && count <= WHOLE) {
      const loop = wholePower(count);
      return (n) => loop(out, one || n, values[a], strides[a]);
    }
    const loop = LOOPS[name];
    if (c !== undefined)
      return (n) => loop(out, one || n, values[a], strides[a], values[b], strides[b], values[c], strides[c]);
    if (b !== undefined) return (n) => loop(out, one || n, values[a], strides[a], values[b], strides[b]);
    return (n) => loop(out, one || n, values[a], strides[a]);
  }

  // Where the numbers of a name are written; an array that nobody reads where the program does not need it.
  input(name) {
    const at = this.inputs.get(name);
    return at === undefined ? new Float64Array(this.room) : this.values[at];
  }

  fix(n = 1) {
    for (const work of this.once) work(n);
  }

  run(n = 1) {
    for (const work of this.always) work(n);
  }

  // The i-th number of a result.
  at(result, i = 0) {
    const step = this.results[result];
    return this.values[step][i * this.strides[step]];
  }

  // The sum of a result over `n` numbers, in their order.
  sum(result, n) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += this.at(result, i);
    return sum;
  }
}

// The steps that some results depend on, themselves included.
function ancestors(steps, results) {
  const found = new Set(results);
  for (let at = steps.length - 1; at >= 0; at--) {
    const [name, ...rest] = steps[at];
    if (found.has(at) && name !== "number" && name !== "name") for (const one of rest) found.add(one);
  }
  return found;
}
