// Points of a chart that a hand takes hold of and slides along: each moves the field of its number.

import { plane } from "./geometry.js";

const REACH = 26; // pixels from a point at which a hand takes hold of it

export class Grips {
  /** @type {any} the grip that is held */
  held = null;

  // `slide(name, value, done)` moves a field; `done` when the hand lets go.
  constructor(slide) {
    this.slide = slide;
    this.list = [];
    this.values = () => ({});
    this.listeners = {
      pointerdown: (event) => this.take(event),
      pointermove: (event) => this.move(event),
      pointerup: (event) => this.leave(event),
      pointercancel: (event) => this.leave(event),
    };
    for (const [kind, hear] of Object.entries(this.listeners)) document.addEventListener(kind, hear, true);
    // Where a finger slides a point, the page does not scroll.
    this.still = (event) => this.held && event.preventDefault();
    document.addEventListener("touchmove", this.still, { passive: false });
  }

  // Which points there are; `values` gives the numbers of the fields as they stand.
  follow(list, values) {
    this.list = list;
    this.values = values;
  }

  // The grip under the pointer, the nearest, with the map of its chart.
  under({ clientX, clientY, target }) {
    const chart = target.closest?.(".js-plotly-plot");
    if (!chart) return null;
    const box = chart.getBoundingClientRect();
    let found = null;
    let least = REACH;
    for (const grip of this.list) {
      const map = chart.closest(`.st-key-${grip.chart}`) && plane(chart);
      const point = map && pointOf(chart, grip);
      if (!point) continue;
      const away = Math.hypot(point.left - clientX, point.top - clientY);
      if (away < least) {
        least = away;
        found = { ...grip, map, box };
      }
    }
    return found;
  }

  take(event) {
    if (event.button) return;
    this.held = this.under(event);
    if (this.held) event.preventDefault();
  }

  move(event) {
    if (!this.held) {
      const chart = event.target.closest?.(".js-plotly-plot");
      if (chart && this.list.length) chart.classList.toggle("pg-grips", Boolean(this.under(event)));
      return;
    }
    const value = this.valueAt(event);
    if (value !== null) this.slide(this.held.field, value, false);
  }

  leave(event) {
    const { held } = this;
    if (!held) return;
    const value = event.type === "pointerup" ? this.valueAt(event) : this.values()[held.field];
    this.held = null;
    if (value !== null) this.slide(held.field, value, true);
  }

  // The number under the pointer, within the field's range, to a pixel and no more digits than that.
  valueAt({ clientX }) {
    const { map, box, low, high } = this.held;
    const [value] = map.toData(clientX - box.left, map.top);
    if (!Number.isFinite(value)) return null;
    const digits = Math.max(0, Math.ceil(-Math.log10((high - low) / map.width)));
    return Math.min(high, Math.max(low, Number(value.toFixed(digits))));
  }

  stop() {
    for (const [kind, hear] of Object.entries(this.listeners)) document.removeEventListener(kind, hear, true);
    document.removeEventListener("touchmove", this.still);
  }
}

// Where the point of a grip is drawn on the screen, its middle.
function pointOf(chart, { trace, point }) {
  const uid = chart._fullData?.find((one) => one.meta === trace)?.uid;
  const mark = uid && chart.querySelectorAll(`.trace${uid} path.point`)[point];
  if (!mark) return null;
  const { left, top, width, height } = mark.getBoundingClientRect();
  return { left: left + width / 2, top: top + height / 2 };
}
