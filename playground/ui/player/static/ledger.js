// The numbers of the current step as text: the ledger of the update, and the curvature at the point.

import { decode, format, lowered, separator } from "./numbers.js";

const escaped = (text) =>
  String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const number = (value, mark, digits) => `<mn>${format(value, mark, digits)}</mn>`;

// A value as MathML: a number, or a column vector or a 2x2 matrix between brackets.
function mathml(values, mark) {
  if (values.length === 1) return number(values[0], mark);
  const cells = Array.from(values, (v) => `<mtd>${number(v, mark)}</mtd>`);
  const rows = [];
  for (const width = values.length === 4 ? 2 : 1; cells.length; )
    rows.push(`<mtr>${cells.splice(0, width).join("")}</mtr>`);
  return `<mtable class="pg-column">${rows.join("")}</mtable>`;
}

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
  let heading = "";
  let html = `<p class="pg-ledger-step">${escaped(words.ledger_step.replace("{from}", step).replace("{to}", step + 1))}</p>`;
  for (const line of ledger.lines) {
    if (line.heading !== heading) {
      heading = line.heading;
      html += `<h2>${escaped(heading)}</h2>`;
    }
    const filled = line.numeric.replace(/<mtext>⟦(\w+)⟧<\/mtext>/g, (_, name) => {
      const v = track(name);
      return v ? termed(name, mathml(v, mark)) : "<mtext>—</mtext>";
    });
    const value = track(line.term);
    html += `<div class="pg-ledger-line" tabindex="0"><math display="block"><mrow>${termed(line.term, line.left)}<mo>=</mo>${line.right}</mrow></math>`;
    html += `<math display="block"><mrow>${line.shown ? `<mo>=</mo>${filled}` : ""}<mo>=</mo>${value ? termed(line.term, mathml(value, mark)) : "<mtext>—</mtext>"}</mrow></math></div>`;
  }
  host.innerHTML = html;
}

const termed = (name, inside) => `<mrow data-term="${name}">${inside}</mrow>`;

// The update alone: the last line of the rule, with symbols and with the numbers of the step; or, where a step is told
// slowly, the line of a term. In parts, between which a line may break: first before the numbers.
export function writeFormula(host, ledger, k, words, mark, term) {
  if (!host || !ledger) return;
  const step = Math.min(k, ledger.steps - 1);
  const line = ledger.lines.find((one) => one.term === term && term !== "step") ?? inOne(ledger.lines);
  const flat = (values) =>
    values.length === 1
      ? raised(number(values[0], mark))
      : `<mo>(</mo>${Array.from(values, (v) => raised(number(v, mark, 3))).join(`<mo>${separator(mark)}</mo>`)}<mo>)</mo>`;
  const filled = line?.numeric.replace(/<mtext>⟦(\w+)⟧<\/mtext>/g, (_, name) => {
    const track = ledger.tracks[name];
    const v = name === "t" ? [step + 1] : track && valueAt(track, step);
    return v ? termed(name, flat(v)) : "<mtext>—</mtext>";
  });
  const value = line && step >= 0 && ledger.tracks[line.term];
  const part = (inside) => `<math><mrow>${inside}</mrow></math>`;
  host.innerHTML = value
    ? `${part(`${termed(line.term, line.left)}<mo>=</mo>${line.right}`)}<span class="pg-numbers">${line.shown ? part(`<mo>=</mo>${filled}`) : ""}${part(`<mo>=</mo>${termed(line.term, flat(valueAt(value, step)))}`)}</span>`
    : escaped(words.no_step);
}

// A power of ten with its exponent as an exponent: the raised digits of a font are too small for a hall.
const raised = (html) =>
  html.replace(
    /^<mn>(.*·)10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)<\/mn>$/,
    (_, mantissa, power) => `<mn>${mantissa}</mn><msup><mn>10</mn><mn>${lowered(power)}</mn></msup>`,
  );

// The last line of a rule, φ − Δ, with what Δ stands for in its place; a fraction in it as its value: the numbers of
// both its parts would be too many to read from afar.
function inOne(lines) {
  const last = lines.at(-1);
  const step = lines.find(({ term }) => term === "step");
  if (!last || !step) return last;
  const right = last.right.replace(step.left, step.right);
  if (/<m(frac|sqrt)/.test(step.numeric)) return { ...last, right };
  const numeric = last.numeric.replace("<mtext>⟦step⟧</mtext>", termed("step", step.numeric));
  return { ...last, right, numeric };
}

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
