// The slow step: one update told in four beats — the gradient, what the rule makes of it, the step, the arrival. Each has
// its arrows on the contour, its terms in the formula in the same colours, and a sentence. What they are the server
// derives from what an optimizer declares (playground/ui/player/beats.py).

import { fill } from "./descriptions.js";
import { decode, format, separator } from "./numbers.js";

const LASTS = [1600, 1600, 1300, 900]; // milliseconds of each beat; the second is as long as it has lines
const GROWS = 0.5; // the share of a beat in which its arrows grow
const LINE = 1200; // milliseconds in which a line of the rule is read

const ICON =
  '<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M3 4v12l7-6z" fill="currentColor"/><path d="M12 5.5h0M15 5.5h0M12 14.5h0M15 14.5h0M12 10h0M15 10h0" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/></svg>';

export class SlowStep {
  /** @type {number | null} the step from which it leads; null while none is told */
  from = null;
  beat = 0;
  since = 0;

  // `read` gives the data that hold, `now` the time.
  constructor(head, read, redraw, now = () => performance.now()) {
    this.head = head;
    this.read = read;
    this.redraw = redraw;
    this.now = now;
    if (typeof document !== "undefined") this.element = this.button();
  }

  get active() {
    return this.from !== null;
  }

  get share() {
    return this.active ? Math.min(1, (this.now() - this.since) / this.lasts) : 0;
  }

  // How long the beat lasts.
  get lasts() {
    const { beats } = this.read();
    return this.beat === 1 ? Math.max(LASTS[1], LINE * Object.keys(beats[1].terms).length) : LASTS[this.beat];
  }

  // The term whose line is read.
  get term() {
    if (!this.active) return null;
    const terms = Object.keys(this.read().beats[this.beat].terms);
    return terms[Math.min(terms.length - 1, Math.floor(this.share * terms.length))] ?? null;
  }

  // The first press begins, at the start again where the end is reached; each further one goes on to the next beat.
  press() {
    if (this.active) {
      this.next();
      return;
    }
    const from = this.head.nearest >= this.head.steps ? 0 : this.head.nearest;
    this.head.seek(from);
    if (!this.head.steps) return;
    Object.assign(this, { from, beat: 0, since: this.now() });
    this.redraw();
  }

  next() {
    const { from } = this;
    const { beats } = this.read();
    this.since = this.now();
    this.beat += 1;
    const isEmpty = (one) => one.arrows.length + Object.keys(one.terms).length === 0;
    if (this.beat === 1 && isEmpty(beats[1])) this.beat = 2;
    if (this.beat >= beats.length) {
      this.stop();
      this.head.seek(from + 1);
    }
    this.redraw();
  }

  // The hand has done something else.
  stop() {
    this.from = null;
  }

  // Let time pass; true while it goes on.
  advance() {
    if (!this.active) return false;
    if (this.share >= 1) this.next();
    else if (this.beat === 3) this.head.k = this.from + this.share;
    return this.active;
  }

  // What is drawn: the beats so far, and how far the last has grown.
  get scene() {
    if (!this.active) return null;
    return { from: this.from, beat: this.beat, grown: Math.min(1, this.share / GROWS) };
  }

  // The colours of all terms that have been told, in this beat's line those of the others too.
  get colours() {
    const told = this.active ? this.read().beats.slice(0, this.beat + 1) : [];
    return Object.assign({}, ...told.map(({ terms }) => terms));
  }

  // The beat in a sentence.
  said() {
    const { beats, runs, words, mark } = this.read();
    const pair = (values) =>
      runs[0].slope
        ? format(values[0], mark)
        : `(${format(values[0], mark, 3)}${separator(mark)} ${format(values[1], mark, 3)})`;
    const down = beats[0].arrows[0] && decode(beats[0].arrows[0].vector).subarray(2 * this.from, 2 * this.from + 2);
    const phi = decode(runs[0].phi).subarray(2 * this.from, 2 * this.from + 4);
    return fill(words[`beat_${this.beat}`], {
      g: down ? pair([-down[0], -down[1]]) : "",
      d: pair([phi[2] - phi[0], phi[3] - phi[1]]),
    });
  }

  // Light the terms in formula and ledger.
  light() {
    const { colours } = this;
    if (!Object.keys(colours).length) return;
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-term]"))) {
      const { term } = one.dataset;
      const colour = colours[term] ?? colours[term.replace(/^old_/, "")];
      if (!colour || term === "old_phi") continue;
      one.style.color = colour;
      one.classList.add("pg-lit");
    }
  }

  // The button that begins it.
  button() {
    return Object.assign(document.createElement("button"), {
      type: "button",
      className: "pg-button pg-slow",
      innerHTML: ICON,
      onclick: () => this.press(),
    });
  }

  /** @param {import("./protocol.d.ts").Words} words */
  dress(words) {
    if (this.element.title === words.slow) return;
    this.element.title = words.slow;
    this.element.setAttribute("aria-label", words.slow);
  }
}
