// The numbers of the current step as text: the ledger of the update, and the curvature at the point.

import { decode, fixed, format, lowered, separator, styleOf } from "./numbers.js";

const escaped = (text) =>
  String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const number = (value, mark, digits) => `<mn>${format(value, mark, digits)}</mn>`;

// A value as MathML: a number, or a column vector or a 2x2 matrix between brackets.
function mathml(values, mark, style) {
  const one = (v) => (style ? `<mn>${fixed(v, style, mark)}</mn>` : number(v, mark));
  if (values.length === 1) return one(values[0]) + powered(style);
  const cells = Array.from(values, (v) => `<mtd>${one(v)}</mtd>`);
  const rows = [];
  for (const width = values.length === 4 ? 2 : 1; cells.length; )
    rows.push(`<mtr>${cells.splice(0, width).join("")}</mtr>`);
  return `<mtable class="pg-column">${rows.join("")}</mtable>${powered(style)}`;
}

// The power of ten of which numbers are parts; the raised digits of a font would be too small for a hall.
const powered = (style) =>
  style?.power ? `<mo>·</mo><msup><mn>10</mn><mn>${String(style.power).replace("-", "−")}</mn></msup>` : "";

// The numbers of one named quantity at step k, or null where there is none.
function valueAt(track, k) {
  if (track.constant !== undefined) return [track.constant];
  const all = decode(track);
  const size = track.d ?? 1;
  const i = Math.min(k, all.length / size - 1);
  return i < 0 ? null : all.subarray(i * size, (i + 1) * size);
}

const KINK = 6; // the code of a point without a derivative (payload.KINDS)

// The ledger: every line of the rule with symbols, then with the numbers of the step filled in.
export function writeLedger(host, ledger, k, words, mark) {
  if (!host || !ledger) return;
  const step = Math.min(k, ledger.steps - 1);
  if (step < 0) {
    host.textContent = words.no_step;
    return;
  }
  const track = (name) => {
    if (name === "t") return [step + 1];
    return ledger.tracks[name] ? valueAt(ledger.tracks[name], step) : null;
  };
  const styles = stylesIn(ledger.tracks, step);
  let heading = "";
  let html = `<p class="pg-ledger-step">${escaped(words.ledger_step.replace("{from}", step).replace("{to}", step + 1))}</p>`;
  for (const line of ledger.lines) {
    if (line.heading !== heading) {
      heading = line.heading;
      html += `<h2>${escaped(heading)}</h2>`;
    }
    const filled = line.numeric.replace(/<mtext>⟦(\w+)⟧<\/mtext>/g, (_, name) => {
      const v = track(name);
      return v ? termed(name, mathml(v, mark, styles[name])) : "<mtext>—</mtext>";
    });
    const value = track(line.term);
    html += `<div class="pg-ledger-line" tabindex="0"><math display="block"><mrow>${termed(line.term, line.left)}<mo>=</mo>${line.right}</mrow></math>`;
    html += `<math display="block"><mrow>${line.shown ? `<mo>=</mo>${filled}` : ""}<mo>=</mo>${value ? termed(line.term, mathml(value, mark, styles[line.term])) : "<mtext>—</mtext>"}</mrow></math></div>`;
  }
  host.innerHTML = html;
}

const termed = (name, inside) => `<mrow data-term="${name}">${inside}</mrow>`;

// What is counted in one unit has as many decimals all of it: points so many that the step is seen, others as their
// averages need.
const POINTS = ["old_phi", "phi", "lookahead", "step"];
const OTHERS = [
  ["gradient", "old_m", "m", "m_hat"],
  ["old_v", "v", "v_hat"],
];

// How the numbers of a step are written: by the name of a track, in which style.
function stylesIn(tracks, step) {
  const at = (name) => Array.from((tracks[name] && valueAt(tracks[name], step)) || []);
  const [before, after, ahead] = POINTS.map(at);
  const moved = [...after, ...ahead].map((value, i) => value - before[i % before.length]);
  const found = POINTS.map((name) => [name, styleOf([...before, ...after], moved)]);
  for (const names of OTHERS) {
    const all = names.flatMap(at);
    const largest = names.slice(1).map((name) => Math.max(0, ...at(name).map(Math.abs)));
    // Small ones have zeros enough before their digits: a line of the rule must not become two.
    const style = styleOf(all, largest, Math.max(...all.map(Math.abs)) < 0.1 ? 0 : 1);
    found.push(...names.map((name) => [name, style]));
  }
  return Object.fromEntries(found);
}

const ROWS = 3; // lines of a rule for which the head of a page has room with their numbers

// What stands in a place, written where it is not yet what stands there.
function fillIn(place, html) {
  if (place.dataset.told === html && place.childNodes.length && !place.querySelector(".pg-lit")) return;
  place.dataset.told = html;
  place.innerHTML = html;
}

// Whether the numbers of a rule stand apart from its symbols: it has more lines than the head has room for.
export const standsApart = (ledger) => (ledger?.rule.length ?? 0) > ROWS;

// The rule for a hall: its lines in symbols, and in another place the numbers of the step, in parts between which a line
// may break.
export function writeRule(host, ledger, k, words, mark) {
  const [symbols, numbers, companion] = ["formula", "numbers", "step"].map(host);
  if (!symbols || !ledger) return;
  const step = Math.min(k, ledger.steps - 1);
  const apart = standsApart(ledger);
  symbols.dataset.apart = apart ? "1" : "";
  fillIn(symbols, rowsOf(ledger.rule.map(({ left, right }) => part(`${left}<mo>←</mo>${right}`))));
  const told = step < 0 ? escaped(words.no_step) : rowsOf(numbersOf(ledger, step, mark));
  if (numbers) fillIn(numbers, apart ? "" : told);
  if (companion) fillIn(companion, apart ? told : "");
}

const part = (inside, name = "") => `<math class="${name}"><mrow>${inside}</mrow></math>`;
const rowsOf = (rows) => rows.map((row) => `<div class="pg-rule">${row}</div>`).join("");

// The same lines with the numbers of a step: name, what stands to the right of it, what comes out.
function numbersOf({ rule, tracks }, step, mark) {
  const styles = stylesIn(tracks, step);
  const one = (value, name) =>
    name in styles ? `<mn>${fixed(value, styles[name], mark)}</mn>` : raised(number(value, mark));
  const flat = (name) => {
    if (name === "t") return one(step + 1, name);
    if (name.startsWith("rest_")) return one(1 - valueAt(tracks[name.slice("rest_".length)], step)[0], name);
    const values = tracks[name] && valueAt(tracks[name], step);
    if (!values) return "<mtext>—</mtext>";
    if (values.length === 4) return mathml(values, mark);
    const row = Array.from(values, (v) => one(v, name)).join(`<mo>${separator(mark)}</mo>`);
    return `${values.length === 1 ? row : `<mo>(</mo>${row}<mo>)</mo>`}${powered(styles[name])}`;
  };
  return rule.map(({ term, left, numeric, shown }) => {
    const filled = numeric.replace(/<mtext>⟦(\w+)⟧<\/mtext>/g, (_, name) => termed(name, flat(name)));
    const result = part(`<mo>=</mo>${termed(term, flat(term))}`);
    return part(left, "pg-name") + (shown ? part(`<mo>=</mo>${filled}`, "pg-sum") : "") + result;
  });
}

// A power of ten with its exponent as an exponent: the raised digits of a font are too small for a hall.
const raised = (html) =>
  html.replace(
    /^<mn>(.*·)10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)<\/mn>$/,
    (_, mantissa, power) => `<mn>${mantissa}</mn><msup><mn>10</mn><mn>${lowered(power)}</mn></msup>`,
  );

// Both derivatives of a loss of one parameter, and what they mean.
function writeSecond(host, at, kind, mark) {
  const line = (primes, value) =>
    `<div class="pg-ledger-line" tabindex="0"><math display="block"><mrow><msup><mi>L</mi><mo>${primes}</mo></msup><mo>=</mo>${number(value, mark, 6)}</mrow></math></div>`;
  host.innerHTML = `${line("′", at("gradient")[0])}${line("″", at("hessian")[0])}<p class="pg-kind">${escaped(kind)}</p>`;
}

// Hessian, determinant (as the course writes it), trace, eigenvalues and their meaning at step k.
export function writeCurvature(host, curvature, k, words, mark) {
  if (!host || !curvature) return;
  const at = (name) => valueAt(curvature[name], k);
  const [a, b, c] = at("hessian");
  const det = at("determinant")[0];
  const code = at("kind")[0];
  const lone = at("hessian").length === 1; // one parameter
  if (!Number.isFinite(det)) {
    if (code === KINK) host.textContent = words.kinds[KINK][0];
    else host.textContent = [a, b, c].some(Number.isNaN) ? words.undefined : words.no_curvature;
    return;
  }
  if (lone) {
    writeSecond(host, at, words.kinds[code][at("stationary")[0] ? 1 : 0], mark);
    return;
  }
  const [low, high] = at("eigenvalues");
  const n = (v) => number(v, mark, 6);
  const p = (v) => (v < 0 ? `<mrow><mo>(</mo>${n(v)}<mo>)</mo></mrow>` : n(v));
  // Six digits, so that the product at the blackboard gives the determinant that stands here.
  const row = (u, v) => `<mtr><mtd>${n(u)}</mtd><mtd>${n(v)}</mtd></mtr>`;
  const kind = words.kinds[code][at("stationary")[0] ? 1 : 0];
  const formula = (...parts) =>
    `<div class="pg-ledger-line" tabindex="0">${parts.map((part) => `<math display="block"><mrow>${part}</mrow></math>`).join("")}</div>`;
  const bold = '<mi mathvariant="bold">H</mi>';
  const lambda = (which) => `<msub><mi>λ</mi><mtext>${which}</mtext></msub><mo>=</mo>`;
  host.innerHTML =
    formula(`${bold}<mo>=</mo><mtable class="pg-column">${row(a, b)}${row(b, c)}</mtable>`) +
    formula(
      `<mi mathvariant="normal">det</mi>${bold}<mo>=</mo>${p(a)}<mo>·</mo>${p(c)}`,
      `<mo>−</mo><msup>${p(b)}<mn>2</mn></msup>`,
      `<mo>=</mo>${n(det)}`,
    ) +
    formula(
      `<mi mathvariant="normal">tr</mi>${bold}<mo>=</mo>${n(at("trace")[0])}<mo>,</mo>`,
      `${lambda("min")}${n(low)}<mo>,</mo>`,
      `${lambda("max")}${n(high)}`,
    ) +
    `<p class="pg-kind">${escaped(kind)}</p>`;
}

// What is said of a run beside its numbers.
export function writeNotes(host, notes) {
  host?.replaceChildren(...notes.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
}
