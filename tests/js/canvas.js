// A canvas that writes down what is drawn on it.

export function recorder() {
  const calls = [];
  const target = { calls, of: (name) => calls.filter((call) => call[0] === name).map((call) => call.slice(1)) };
  return new Proxy(target, {
    get(given, name) {
      if (name in given) return given[name];
      if (name === "measureText") return (text) => ({ width: 7 * text.length });
      return (...values) => calls.push([name, ...values]);
    },
    set(_given, name, value) {
      calls.push([`${String(name)} =`, value]);
      return true;
    },
  });
}

// An array as Python packs it.
export const pack = (array) => ({
  b: Buffer.from(array.buffer).toString("base64"),
  t: { Float64Array: "f8", Float32Array: "f4", Uint32Array: "u4" }[array.constructor.name],
});

// A run with a path and the losses on it.
export const runOf = (phi, loss = phi.filter((_, i) => i % 2 === 0)) => ({
  id: String(phi),
  name: "run",
  steps: phi.length / 2 - 1,
  phi: pack(Float64Array.from(phi)),
  loss: pack(Float64Array.from(loss)),
  left: null,
  diverged: null,
  color: "#112233",
  dash: [],
  mark: "",
  verdict: "",
});

export const look = {
  font: "",
  ink: "i",
  grid: "g",
  axis: "a",
  ghost: "#999999",
  halo: "#ffffff",
  residual: "r",
  lit: "l",
};

// A plot area of 100 by 100 pixels over the square from 0 to 10; y grows upwards.
export const map = {
  left: 0,
  top: 0,
  width: 100,
  height: 100,
  toPixel: (a, b) => [10 * a, 100 - 10 * b],
  toData: (u, v) => [u / 10, (100 - v) / 10],
};
