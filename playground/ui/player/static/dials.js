// α and β under the figure: each a dial that moves the same field as the panel does, with its value in large letters and
// the limit that theory gives on its track. Projected, the panel is shut, and these are what the hall sees of it.

import { format } from "./numbers.js";
import { make, write } from "./page.js";

const FIELDS = ["alpha", "beta"];
const sourceOf = (field) => document.querySelector(`[data-testid=slider-${field}]:has(input[type=range])`);

export class Dials {
  constructor(home) {
    this.element = Object.assign(document.createElement("div"), { className: "pg-dials" });
    this.dials = new Map();
    home.prepend(this.element);
    this.hear = (event) => this.heard(event.detail);
    document.addEventListener("pg-input", this.hear);
  }

  // Follow the panel: which fields it has, what they say.
  look(data) {
    this.mark = data.mark;
    this.words = data.words;
    for (const field of FIELDS) {
      const source = sourceOf(field);
      const dial = this.dials.get(field);
      if (source && !dial) this.dials.set(field, this.make(field));
      if (!source && dial) {
        dial.root.remove();
        this.dials.delete(field);
      }
      if (source) this.follow(this.dials.get(field), source);
    }
    this.element.hidden = this.dials.size === 0;
  }

  make(field) {
    const root = Object.assign(document.createElement("label"), { className: "pg-dial" });
    const value = document.createElement("output");
    const track = Object.assign(document.createElement("span"), { className: "pg-dial-track" });
    const range = Object.assign(document.createElement("input"), { type: "range", min: "0", step: "any" });
    const limit = make("span", "pg-dial-limit");
    track.append(range);
    root.append(value, track, limit);
    this.element.append(root);
    // The panel's own slider does the work, as if the hand were there.
    const pass = (kind) => (event) => {
      const own = sourceOf(field)?.querySelector("input[type=range]");
      if (!own) return;
      own.value = range.value;
      own.dispatchEvent(
        kind.startsWith("pointer") ? new PointerEvent(kind, { shiftKey: event.shiftKey }) : new Event(kind),
      );
      if (kind === "input") range.value = own.value;
    };
    for (const kind of ["pointerdown", "input", "change", "pointerup"]) range.addEventListener(kind, pass(kind));
    return { root, value, track, range, limit };
  }

  follow({ value, track, range, root, limit }, source) {
    const own = source.querySelector("input[type=range]");
    const symbol = { alpha: "α", beta: "β" }[source.dataset.testid.slice("slider-".length)];
    const marks = Array.from(source.querySelectorAll(".pg-field-mark"));
    const state = [
      own.max,
      own.value,
      own.getAttribute("aria-valuetext"),
      ...marks.map((one) => one.style.left),
      this.words.limit,
    ].join();
    if (root.dataset.state === state) return;
    root.dataset.state = state;
    range.max = own.max;
    range.value = own.value;
    range.setAttribute("aria-label", own.getAttribute("aria-label") ?? symbol);
    range.setAttribute("aria-valuetext", own.getAttribute("aria-valuetext") ?? own.value);
    write(value, `${symbol} = ${own.getAttribute("aria-valuetext") ?? ""}`);
    for (const one of track.querySelectorAll("i")) one.remove();
    for (const mark of marks) track.append(mark.cloneNode());
    write(limit, marks.length ? this.words.limit : ""); // what the mark on the track is
  }

  heard({ field, value }) {
    const dial = this.dials.get(field);
    if (!dial) return;
    write(dial.value, `${field === "alpha" ? "α" : "β"} = ${format(value, this.mark, 6)}`);
    const own = sourceOf(field)?.querySelector("input[type=range]");
    if (own && document.activeElement !== dial.range) dial.range.value = own.value;
  }

  stop() {
    document.removeEventListener("pg-input", this.hear);
    this.element.remove();
  }
}
