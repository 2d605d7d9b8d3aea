// The model's prediction, evaluated in the browser from the program that Python traced (see trace.py).

// What a program may consist of, as playground/engine/expression/operations.py lists it; a test holds both together.
export const OPERATIONS = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  power: (a, b) => a ** b,
  negative: (a) => -a,
  sqrt: (a) => Math.sqrt(a),
  exp: (a) => Math.exp(a),
  log: (a) => Math.log(a),
  log2: (a) => Math.log2(a),
  log10: (a) => Math.log10(a),
  sin: (a) => Math.sin(a),
  cos: (a) => Math.cos(a),
  tan: (a) => Math.tan(a),
  arcsin: (a) => Math.asin(a),
  arccos: (a) => Math.acos(a),
  arctan: (a) => Math.atan(a),
  sinh: (a) => Math.sinh(a),
  cosh: (a) => Math.cosh(a),
  tanh: (a) => Math.tanh(a),
  abs: (a) => Math.abs(a),
  sign: (a) => Math.sign(a),
  minimum: (a, b) => Math.min(a, b),
  maximum: (a, b) => Math.max(a, b),
  ratio: (a, b) => (a === 0 && b === 0 ? 0 : a / b),
  where: (a, b, c) => {
    if (Number.isNaN(a)) return a;
    return a >= 0 ? b : c;
  },
};

/**
 * A function (phi, x) -> prediction from a nested list such as ["add", ["phi", 0], ["multiply", ["phi", 1], ["x"]]].
 * A name alone, as ["divisor"], is one of the `constants`, looked up each time.
 * Throws where the program asks for a function that is not known here: before anything is drawn, and with its name.
 * @param {import("./protocol.d.ts").Program} program
 * @param {Record<string, number>} constants
 * @returns {(phi: ArrayLike<number>, x: number) => number}
 */
export function compile(program, constants = {}) {
  if (typeof program === "number") return () => program;
  const [name, ...rest] = program;
  if (name === "x") return (_, x) => x;
  if (name === "phi") {
    const i = Number(rest[0]);
    return (phi) => phi[i];
  }
  if (Object.hasOwn(constants, name)) return () => constants[name];
  const f = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : null;
  if (f?.length !== rest.length) throw new Error(`no function ${name} of ${rest.length} arguments`);
  const [a, b, c] = rest.map((part) => compile(part, constants));
  if (c) return (phi, x) => f(a(phi, x), b(phi, x), c(phi, x));
  return b ? (phi, x) => f(a(phi, x), b(phi, x)) : (phi, x) => f(a(phi, x));
}

// A model as it predicts, with its hyperparameters where a preview may change them.
export function modelOf(model) {
  const constants = { ...model.constants };
  return { ...model, constants, predict: compile(model.program, constants) };
}
