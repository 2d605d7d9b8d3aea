// The model's prediction, evaluated in the browser from the program that Python traced (see trace.py).

const UNARY = { negative: (a) => -a, sin: Math.sin, cos: Math.cos, exp: Math.exp, tanh: Math.tanh, square: (a) => a * a, log: Math.log, sqrt: Math.sqrt };
const BINARY = { add: (a, b) => a + b, subtract: (a, b) => a - b, multiply: (a, b) => a * b, divide: (a, b) => a / b,
  true_divide: (a, b) => a / b, power: (a, b) => a ** b, maximum: Math.max, minimum: Math.min };

// A function (phi, x) -> prediction from a nested list such as ["add", ["phi", 0], ["multiply", ["phi", 1], ["x"]]].
export function compile(program) {
  if (typeof program === "number") return () => program;
  const [name, ...rest] = program;
  if (name === "x") return (phi, x) => x;
  if (name === "phi") { const i = rest[0]; return (phi) => phi[i]; }
  const parts = rest.map(compile);
  if (parts.length === 1) { const f = UNARY[name], [a] = parts; return (phi, x) => f(a(phi, x)); }
  const f = BINARY[name], [a, b] = parts;
  return (phi, x) => f(a(phi, x), b(phi, x));
}
