// A number field: one control for one number. A range input on the declared scale, where there is one, and a text field
// that reads both decimal marks. Python says what became of a text; a number on the track is taken as it is.
//
// While a hand slides, each picture hears "pg-input" {field, name, value}; the release tells Python, one change in flight,
// and what Python makes of it is heard as "pg-rest" {name, value}.

import { Correspondent } from "./mailbox.js";
import { exactly, format, read } from "./numbers.js";
import { bringStyle, make, mounting, write } from "./page.js";

const FINER = 10; // with Shift, a stop is so many steps

let count = 0;

class Field extends Correspondent {
  constructor(home) {
    super("number");
    bringStyle("field.css");
    const id = `pg-field-${++count}`;
    this.root = make("div", "pg-field");
    this.name = make("label", "", { htmlFor: `${id}-text` });
    this.heading = make("div", "pg-field-name");
    this.heading.append(this.name);
    this.text = make("input", "pg-field-text", {
      type: "text",
      id: `${id}-text`,
      autocomplete: "off",
      spellcheck: false,
    });
    this.box = make("div", "pg-field-box");
    this.box.append(this.text);
    this.said = make("p", "pg-field-said", { id: `${id}-said`, role: "status" });
    this.root.append(this.heading, this.box, this.said);
    this.text.setAttribute("aria-describedby", this.said.id);
    this.text.addEventListener("input", () => this.typing());
    this.text.addEventListener("change", () => this.typed());
    this.text.addEventListener("focus", () => this.text.select());
    this.text.addEventListener("keydown", (event) =>
      this.key(event, event.key === "ArrowUp" || event.key === "ArrowDown"),
    );
    // From a button elsewhere on the page.
    this.root.addEventListener("pg-step", (/** @type {CustomEvent} */ event) => this.step(event.detail, false));
    // From a hand that slides the same number elsewhere, as if it did so on the track.
    this.root.addEventListener("pg-slide", (/** @type {CustomEvent} */ { detail: { value, done } }) => {
      const near = this.legal(value);
      if (near !== this.value) {
        this.show(near);
        this.hear();
      }
      if (done) this.commit({ v: this.value });
    });
    // From a hand that moves the same number elsewhere.
    this.root.addEventListener("pg-show", (/** @type {CustomEvent} */ event) => {
      if (!this.held && !this.open) this.show(event.detail);
    });
    home.append(this.root);
  }

  // What Python says: what the field is, once, and its value, unless a later one is still on its way.
  receive(component) {
    const before = this.told(component);
    const { data } = this;
    if (!before || JSON.stringify(data.is) !== JSON.stringify(before.is) || data.lang !== before.lang) this.dress();
    if (this.mail.waits(performance.now())) return;
    if (this.mail.wanted) {
      this.mail.flush();
      return;
    }
    const news = !before || data.value !== this.value || data.echo !== before.echo || data.lang !== before.lang;
    if (news && !this.held && !this.open) this.show(data.value);
    write(this.said, data.said);
    this.text.setAttribute("aria-invalid", String(Boolean(data.wrong)));
    if (this.heard && !this.held && !this.open) this.rest();
  }

  // Names, range and words.
  dress() {
    const { is, lang } = this.data;
    this.root.dataset.testid = `slider-${is.field}`;
    this.root.dataset.name = is.name;
    this.name.textContent = is.label;
    this.text.setAttribute("aria-label", is.label);
    // A phone's decimal keyboard may have no minus: a field for numbers below 0 asks for the whole one.
    this.text.inputMode = is.whole ? "numeric" : "decimal";
    if (is.low === null || is.low < 0) this.text.inputMode = "text";
    this.text.lang = lang;
    this.dressTip(is);
    this.dressTrack(is);
    this.dressSteps(is);
  }

  dressTip({ tip, about }) {
    this.tip?.remove();
    this.about?.remove();
    this.tip = this.about = null;
    if (!tip) return;
    this.about = make("p", "pg-field-about", { id: `${this.text.id}-about`, textContent: tip, hidden: true });
    this.tip = make("button", "pg-field-tip", { type: "button", textContent: "?", title: tip });
    this.tip.setAttribute("aria-label", about);
    this.tip.setAttribute("aria-controls", this.about.id);
    this.tip.setAttribute("aria-expanded", "false");
    this.tip.addEventListener("click", () => {
      this.about.hidden = !this.about.hidden;
      this.tip.setAttribute("aria-expanded", String(!this.about.hidden));
    });
    this.heading.append(this.tip);
    this.root.append(this.about);
    this.text.setAttribute("aria-describedby", `${this.about.id} ${this.said.id}`);
  }

  dressTrack({ stops, label, tip, marks }) {
    if (!stops) {
      this.track?.remove();
      this.track = this.range = null;
      return;
    }
    if (!this.track) {
      this.track = make("div", "pg-field-track");
      this.range = make("input", "", { type: "range", min: 0, step: "any" });
      this.range.addEventListener("input", () => this.slid());
      this.range.addEventListener("change", () => this.commit({ v: this.value }));
      this.range.addEventListener("keydown", (event) => this.key(event, true));
      this.range.addEventListener("pointerdown", (event) => {
        this.held = true;
        this.fine = event.shiftKey;
        this.before = this.value;
      });
      this.range.addEventListener("pointermove", (event) => {
        this.fine = event.shiftKey;
      });
      for (const end of ["pointerup", "lostpointercapture", "blur"])
        this.range.addEventListener(end, () => {
          this.held = false;
        });
      // The finger was on its way down the page.
      this.range.addEventListener("pointercancel", () => {
        this.held = false;
        if (this.value !== this.before) {
          this.show(this.before);
          this.hear();
        }
      });
      this.track.append(this.range);
      this.root.insertBefore(this.track, this.box);
    }
    this.range.max = stops.length - 1;
    this.range.setAttribute("aria-label", label);
    if (tip) this.range.setAttribute("aria-describedby", this.about.id);
    for (const mark of this.track.querySelectorAll(".pg-field-mark")) mark.remove();
    for (const { at, text } of marks) {
      const share = place(stops, at, this.data.is.log) / (stops.length - 1);
      // The thumb is 16 px wide and its middle goes from 8 px to 8 px before the end.
      const mark = make("i", "pg-field-mark", { title: text });
      mark.style.left = `calc(8px + ${share} * (100% - 16px))`;
      this.track.append(mark);
    }
    if (this.value !== undefined && this.value !== null) this.point();
  }

  // A field without a track has a button on either side; for the keyboard, arrows do the same.
  dressSteps({ step, label }) {
    for (const button of this.box.querySelectorAll("button")) button.remove();
    if (!step) return;
    const buttons = [-1, 1].map((by) => {
      const button = make("button", "pg-field-step", { type: "button", textContent: by > 0 ? "+" : "−", tabIndex: -1 });
      button.setAttribute("aria-label", `${label} ${by > 0 ? "+" : "−"}`);
      button.addEventListener("click", () => this.step(by, false));
      return button;
    });
    this.box.prepend(buttons[0]);
    this.box.append(buttons[1]);
  }

  show(value) {
    this.value = value;
    this.open = false;
    this.text.value = value === null ? "" : exactly(value, this.data.mark);
    if (value !== null) this.point();
  }

  // Put the thumb where the value is.
  point() {
    if (!this.range) return;
    const { stops, log } = this.data.is;
    const at = place(stops, this.value, log);
    if (Number(this.range.value) !== at) this.range.value = at;
    this.range.setAttribute("aria-valuetext", format(this.value, this.data.mark, 6));
  }

  // Whoever in this page follows the hand hears of each value, before Python does.
  hear() {
    const { field, name } = this.data.is;
    this.root.dispatchEvent(new CustomEvent("pg-input", { bubbles: true, detail: { field, name, value: this.value } }));
    this.heard = true;
  }

  // Python has answered, and this is the number.
  rest() {
    this.heard = false;
    const { value, is } = this.data;
    this.root.dispatchEvent(new CustomEvent("pg-rest", { bubbles: true, detail: { name: is.name, value } }));
  }

  slid() {
    const { stops, log } = this.data.is;
    const at = Number(this.range.value);
    const value = this.fine ? between(stops, at, log) : stops[Math.round(at)];
    if (!this.fine && at !== Math.round(at)) this.range.value = Math.round(at);
    if (value === this.value) return;
    this.show(value);
    this.hear();
  }

  typing() {
    this.open = true;
    const value = read(this.text.value);
    if (value === null || this.legal(value) !== value) return;
    this.value = value;
    this.point();
    this.hear();
  }

  typed() {
    if (!this.open) return;
    this.open = false;
    const text = this.text.value;
    const value = read(text);
    if (value !== null && this.legal(value) === value) this.show(value);
    this.commit({ text });
  }

  legal(value) {
    const { low, high, whole } = this.data.is;
    const inside = Math.min(high ?? Infinity, Math.max(low ?? -Infinity, value));
    return whole ? Math.round(inside) : inside;
  }

  // As a native range: arrows one stop, PageUp and PageDown ten, Home and End; Shift finer. Where the page is projected
  // the two Page keys belong to the clicker.
  key(event, arrows) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = event.key === "PageUp" || event.key === "PageDown";
    if (page && document.body.dataset.present === "1") return;
    const ends = event.currentTarget === this.range ? { Home: -Infinity, End: Infinity } : {};
    const by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10, ...ends }[
      event.key
    ];
    if (by === undefined || !(arrows || page)) return;
    event.preventDefault();
    this.step(by, event.shiftKey && Math.abs(by) === 1);
  }

  step(by, fine) {
    const { stops, log, step } = this.data.is;
    if (this.value === null || !(stops || step)) return;
    const value = stops
      ? next(stops, this.value, by, fine, log)
      : Number((this.value + by * (fine ? step / FINER : step)).toPrecision(12));
    if (this.legal(value) === this.value) return;
    this.show(this.legal(value));
    this.hear();
    this.commit({ v: this.value });
  }

  // One change in flight: the newest replaces those that waited. What was said of another field is over with it.
  commit(change) {
    for (const said of document.querySelectorAll(".pg-field-said:not(:empty)")) if (said !== this.said) write(said, "");
    this.mail.post(change);
  }

  destroy() {
    if (this.heard) this.rest();
    super.destroy();
  }
}

// Where a value lies on the track, in stops: between two of them by its size, or on a logarithmic track by its logarithm.
function place(stops, value, log) {
  const last = stops.length - 1;
  if (!(value > stops[0])) return 0;
  if (value >= stops[last]) return last;
  const i = stops.findIndex((stop) => stop > value) - 1;
  const [a, b] = [stops[i], stops[i + 1]];
  return i + (log && a > 0 ? Math.log(value / a) / Math.log(b / a) : (value - a) / (b - a));
}

// The value at a place of the track, with one digit more than the stops have.
function between(stops, at, log) {
  const i = Math.min(Math.floor(at), stops.length - 2);
  const [a, b] = [stops[i], stops[i + 1]];
  const share = at - i;
  return Number((log && a > 0 ? a * (b / a) ** share : a + (b - a) * share).toPrecision(3));
}

// The next stop, or the one `by` stops away; finer, a tenth of the way there, by the last digit of three.
function next(stops, value, by, fine, log) {
  const at = place(stops, value, log);
  const last = stops.length - 1;
  if (by === Infinity) return stops[last];
  if (by === -Infinity) return stops[0];
  if (fine) {
    const nearer = between(stops, Math.max(0, Math.min(last, at + by / FINER)), log);
    const far = stops[0] + Math.abs(stops[1] - stops[0]) / FINER;
    return nearer !== value
      ? nearer
      : Number((value + by * Math.max(far / FINER, Math.abs(value) / 200)).toPrecision(4));
  }
  if (value < stops[0] || value > stops[last]) return by > 0 === value > stops[last] ? value : stops[by > 0 ? 0 : last];
  const stop = by > 0 ? Math.floor(at + 1e-9) + by : Math.ceil(at - 1e-9) + by;
  return stops[Math.max(0, Math.min(last, stop))];
}

export default mounting("field", (home) => new Field(home));
