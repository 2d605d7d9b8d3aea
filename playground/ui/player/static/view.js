// The view of a surface: turned by keys from a button, which also brings it back to where it was drawn.

import { keptAbove, numbered, seenFrom } from "./geometry.js";

const TURNS = {
  ArrowLeft: [-0.1, 0, 1],
  ArrowRight: [0.1, 0, 1],
  ArrowUp: [0, 0.1, 1],
  ArrowDown: [0, -0.1, 1],
  "+": [0, 0, 0.9],
  "-": [0, 0, 1 / 0.9],
};
const ICON =
  '<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d="M10 4a6 6 0 1 1-5.6 3.9M4 3v5h5" fill="none" stroke="currentColor" stroke-width="2"/></svg>';

export class View {
  constructor() {
    this.element = Object.assign(document.createElement("button"), {
      type: "button",
      className: "pg-view",
      innerHTML: ICON,
    });
    this.element.addEventListener("click", () => seenFrom(this.chart, null));
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  // `isSmall`: it is one of the small charts, where the numbers along its sides would cover one another.
  attach(chart, words, isSmall) {
    if (this.chart !== chart) {
      this.chart = chart;
      chart.append(this.element);
    }
    keptAbove(chart);
    numbered(chart, !isSmall);
    if (this.words === words.view) return;
    this.words = words.view;
    this.element.setAttribute("aria-label", words.view);
    this.element.title = words.view;
  }

  key(event) {
    const turn = TURNS[event.key];
    if (!turn && event.key !== "Home") return;
    event.preventDefault();
    event.stopPropagation();
    seenFrom(this.chart, turn ?? null);
  }

  detach() {
    this.element.remove();
  }
}
