// Numbers as the player receives and writes them.

const KINDS = { f8: Float64Array, f4: Float32Array, u2: Uint16Array, u4: Uint32Array, u1: Uint8Array };

const decoded = new WeakMap();

// A typed array from {b: base64, t: dtype}; the same object is decoded once.
/** @returns {any} */
export function decode(packed) {
  if (!packed) return null;
  if (ArrayBuffer.isView(packed)) return packed; // of a run that was walked here
  const known = decoded.get(packed);
  if (known) return known;
  const text = atob(packed.b);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const array = new KINDS[packed.t](bytes.buffer);
  decoded.set(packed, array);
  return array;
}

const UP = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
export const superscript = (n) => Array.from(String(n), (c) => UP[c]).join("");
export const lowered = (power) => Array.from(power, (c) => DOWN[c].replace("-", "−")).join("");

// A number as playground/i18n.py writes it, with this decimal mark: true minus, thin spaces from 10 000 on, powers of
// ten outside 1e-4 … 1e6, and never fewer digits than stand before the decimal mark.
export function format(value, mark, digits = 4) {
  if (Number.isNaN(value)) return "—";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  const exponent = Number(power);
  const plain = exponent > -5 && exponent < 6;
  const [whole, fraction] = String(Number(plain ? value.toFixed(Math.max(0, digits - 1 - exponent)) : mantissa)).split(
    ".",
  );
  const grouped = whole.replace("-", "").length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") : whole;
  const text = grouped.replace("-", "−") + (fraction ? mark + fraction : "");
  return plain ? text : `${text}·10${superscript(exponent)}`;
}

const READ = 3; // digits of the largest number
const SEEN = 2; // digits of what is to be seen beside it
const SMALL = 10; // how many times smaller than the larger a component may be, and still be seen

/** @typedef {{ decimals: number, power: number }} Style how many decimals, and of which power of ten */

/**
 * How numbers of one kind are written side by side, so that what is `small` among them, or by how much they change, is
 * seen, if that takes no more than `spare` decimals more: large and tiny ones as parts of one power of ten.
 * @returns {Style}
 */
export function styleOf(values, small = [], spare = 2) {
  const sizes = (numbers) => Array.from(numbers, Math.abs).filter((size) => size > 0 && Number.isFinite(size));
  const decimals = (size, digits) => digits - 1 - Math.floor(Math.log10(size));
  const known = sizes(values);
  if (!known.length) return { decimals: SEEN, power: 0 };
  const largest = Math.max(...known);
  const least = decimals(largest, largest < 1 ? READ - 1 : READ);
  if (least < READ - 6 || least > READ + 2) return { decimals: READ - 1, power: Math.floor(Math.log10(largest)) };
  const told = sizes(small);
  const seen = told.filter((size) => size >= Math.max(...told) / SMALL);
  const wanted = seen.length ? decimals(Math.min(...seen), SEEN) : least;
  return { decimals: Math.max(0, Math.min(Math.max(least, wanted), least + spare)), power: 0 };
}

// A number as part of its power of ten, with all its decimals, zeros too.
/** @param {number} value @param {Style} style @param {string} mark */
export function fixed(value, style, mark) {
  const { decimals, power } = style;
  if (!Number.isFinite(value)) return format(value, mark);
  const [whole, fraction] = (value / 10 ** power).toFixed(decimals).split(".");
  const text = format(Number(whole), mark, 7) + (fraction ? mark + fraction : "");
  return value < 0 && !text.startsWith("−") && /[1-9]/.test(text) ? `−${text}` : text;
}

// A number with all its digits, zeros too: below one another they stand in columns.
export function padded(value, mark, digits = 4) {
  const decimals = digits - 1 - Math.floor(Math.log10(Math.abs(value)));
  const isPlain = decimals >= 0 && decimals < digits + 4;
  return isPlain ? fixed(value, { decimals, power: 0 }, mark) : format(value, mark, digits);
}

// What parts numbers in a row.
export const separator = (mark) => (mark === "," ? ";" : ",");

// The number that somebody wrote, or null: playground/i18n.py says in which manners; one table tests both.
export function read(text) {
  const plain = text
    .slice(0, 400)
    .replace(/[\s_'’]/g, "")
    .replace(/[−–]/g, "-")
    .toLowerCase()
    .replace(/10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, power) => `10^${Array.from(power, (c) => DOWN[c]).join("")}`);
  return numberIn(plain) ?? (/[.,]$/.test(plain) ? numberIn(plain.slice(0, -1)) : null);
}

// The number in a text of digits, marks and exponent.
function numberIn(plain) {
  const found = plain.match(
    /^([+-]?)(?:([0-9]+[0-9.,]*|[.,][0-9]+)(?:e([+-]?[0-9]+)|[·×*]10\^([+-]?[0-9]+))?|10\^([+-]?[0-9]+))$/,
  );
  if (!found) return null;
  const [, sign, mantissa, ...powers] = found;
  const digits = mantissa === undefined ? "1" : withPoint(mantissa);
  return digits === null ? null : Number(`${sign}${digits}e${powers.find((one) => one !== undefined) ?? 0}`);
}

const DOWN = Object.fromEntries(Object.entries(UP).map(([plain, raised]) => [raised, plain]));

// The digits with at most a decimal point, or null where the marks in them make no sense.
function withPoint(written) {
  const marks = Array.from(written).filter((c) => c === "." || c === ",");
  const last = marks.at(-1);
  const at = last && marks.filter((c) => c === last).length === 1 ? written.indexOf(last) : written.length;
  let whole = written.slice(0, at);
  const fraction = written.slice(at + 1);
  if (/[.,]/.test(whole)) {
    if ((/\./.test(whole) && /,/.test(whole)) || !/^[0-9]{1,3}([.,][0-9]{3})+$/.test(whole)) return null;
    whole = whole.replace(/[.,]/g, "");
  }
  return /[.,]/.test(fraction) ? null : `${whole || "0"}.${fraction || "0"}`;
}

// A number as a field shows it, with all its digits and the mark of the language.
export const exactly = (value, mark) =>
  String(value).replace("e+", "e").replace("-", "−").replace("e-", "e−").replace(".", mark);
