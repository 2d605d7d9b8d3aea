// Numbers as the player receives and writes them.

const KINDS = { f8: Float64Array, f4: Float32Array, u2: Uint16Array, u4: Uint32Array, u1: Uint8Array };

// A typed array from {b: base64, t: dtype}; the same object is decoded once.
export function decode(packed) {
  if (!packed) return null;
  if (packed.array) return packed.array;
  const text = atob(packed.b), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  packed.array = new KINDS[packed.t](bytes.buffer);
  return packed.array;
}

const UP = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
export const superscript = (n) => Array.from(String(n), (c) => UP[c]).join("");

// A number as playground/i18n.py writes it: true minus, decimal comma in Spanish, thin spaces from 10 000 on, powers of
// ten outside 1e-4 … 1e6, and never fewer digits than stand before the decimal mark.
export function format(value, lang, digits = 4) {
  if (Number.isNaN(value)) return "—";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const [mantissa, power] = value.toExponential(digits - 1).split("e"), exponent = Number(power);
  const plain = exponent > -5 && exponent < 6;
  const [whole, fraction] = String(Number(plain ? value.toFixed(Math.max(0, digits - 1 - exponent)) : mantissa)).split(".");
  const grouped = whole.replace("-", "").length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") : whole;
  const text = grouped.replace("-", "−") + (fraction ? (lang === "es" ? "," : ".") + fraction : "");
  return plain ? text : `${text}·10${superscript(exponent)}`;
}
