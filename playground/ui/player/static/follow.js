// Figures of a page without a run that follow a field while a hand slides it: Python says, as programs, where the points
// of a chart's traces lie for any value; here they are moved in the picture that Plotly has drawn. At the release Python
// draws it anew.

import { Grips } from "./grips.js";
import { Guard } from "./guard.js";
import { decode, format } from "./numbers.js";
import { make, mounting, put } from "./page.js";
import { moveLabel, moveTrace, raise, retitle } from "./redraw.js";
import { Tape } from "./tape.js";

class Follower {
  painted = 0;
  /** @type {Map<string, number>} what hands hold, by the name of its field */
  held = new Map();

  constructor(home) {
    this.root = make("div", "");
    this.root.dataset.testid = "follow";
    home.append(this.root);
    this.guard = new Guard();
    this.grips = new Grips((name, value, done) => slide(name, value, done));
    this.hear = (/** @type {any} */ { detail: { name, value } }) => this.hold(name, value);
    this.rest = (/** @type {any} */ { detail: { name } }) => {
      if (this.held.delete(name)) this.wake();
    };
    document.addEventListener("pg-input", this.hear);
    document.addEventListener("pg-rest", this.rest);
  }

  /** @param {{ data: [import("./protocol.d.ts").FollowData] }} component */
  receive({ data: [data] }) {
    this.data = data;
    this.formulas = this.guard.run("programs", () => formulasOf(data), null);
    for (const name of this.held.keys()) if (!Object.hasOwn(data.values, name)) this.held.delete(name);
    this.grips.follow(data.grips, () => this.values);
    put(this.root, "run", Object.entries(data.values).join());
    if (this.held.size) this.wake(); // a hand goes on while its last value is answered
  }

  hold(name, value) {
    if (!Object.hasOwn(this.data.values, name)) return;
    this.held.set(name, value);
    this.wake();
  }

  get values() {
    return { ...this.data.values, ...Object.fromEntries(this.held) };
  }

  wake() {
    this.asked ??= requestAnimationFrame(() => {
      this.asked = null;
      if (this.formulas) this.guard.run("following", () => this.paint());
      put(this.root, "preview", String(++this.painted));
    });
  }

  paint() {
    const { values, data, formulas } = this;
    const [traces, labels, titles, words] = formulas;
    const found = data.traces.map((one, i) => ({ ...one, at: traces[i](values) }));
    for (const chart of data.grows) raise(chartOf(chart), highest(found.filter((one) => one.chart === chart)));
    for (const { chart, trace, at, sums } of found) moveTrace(chartOf(chart), trace, at, sums);
    for (const [i, { chart, number }] of data.labels.entries()) moveLabel(chartOf(chart), number, labels[i](values));
    for (const [i, { chart, before }] of data.titles.entries())
      retitle(chartOf(chart), before, format(total(titles[i](values)[0]), data.mark));
    for (const [i, one] of data.words.entries()) this.say(one, words[i](values));
  }

  // Sentences in the place of those of the server, as long as something is held.
  say({ place, lines }, results) {
    const theirs = /** @type {HTMLElement | null} */ (document.querySelector(`.st-key-${place}`));
    if (!theirs) return;
    let ours = /** @type {HTMLElement | null} */ (theirs.parentElement?.querySelector(`.pg-follow-${place}`));
    ours ??= make("div", `pg-follow-${place}`);
    if (!ours.isConnected) theirs.before(ours);
    ours.hidden = !this.held.size;
    theirs.hidden = !ours.hidden;
    const numbers = results.map((array) => Math.min(...array));
    ours.replaceChildren(
      ...lines.map(({ texts, by }) => {
        const side = by === null ? 0 : Math.sign(numbers[by]) + 1;
        const text = texts[Number.isNaN(side) ? 0 : side].replace(/\{(\d+)\}/g, (_, i) =>
          format(numbers[Number(i)], this.data.mark),
        );
        return make("p", "", { textContent: text });
      }),
    );
  }

  destroy() {
    document.removeEventListener("pg-input", this.hear);
    document.removeEventListener("pg-rest", this.rest);
    this.grips.stop();
    this.root.remove();
  }
}

// What a program says for the values of the fields: a column for each of its results.
function formula({ program, columns }) {
  const names = Object.keys(columns);
  const arrays = names.map((name) => decode(columns[name]));
  const room = arrays[0]?.length ?? 1;
  const wanted = program.results.map((_, i) => i);
  const moving = program.names.filter((name) => !names.includes(name));
  const tape = new Tape(program, wanted, { wide: names, moving, room });
  for (const [i, name] of names.entries()) tape.input(name).set(arrays[i]);
  tape.fix(room);
  return (values) => {
    for (const name of moving) tape.input(name)[0] = values[name];
    tape.run(room);
    return wanted.map((i) => Float64Array.from({ length: room }, (_, k) => tape.at(i, k)));
  };
}

const formulasOf = (data) => [data.traces, data.labels, data.titles, data.words].map((list) => list.map(formula));

const total = (array) => array.reduce((sum, one) => sum + one, 0);

const highest = (traces) => Math.max(0, ...traces.flatMap(({ at }) => Array.from(at[1]).filter(Number.isFinite)));

const chartOf = (key) => document.querySelector(`.st-key-${key} .js-plotly-plot`);

// Move the field of that name as a hand on its track would.
function slide(name, value, done) {
  const field = [...document.querySelectorAll(".pg-field")].find(
    (one) => /** @type {HTMLElement} */ (one).dataset.name === name,
  );
  field?.dispatchEvent(new CustomEvent("pg-slide", { detail: { value, done } }));
}

export default mounting("follow", (home) => new Follower(home));
