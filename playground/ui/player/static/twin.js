// A | B: the contour once more beside itself, with the other runs on it, at the same step. The ground that Plotly has drawn
// is copied; what moves is drawn on both.

import { plane } from "./geometry.js";
import { make } from "./page.js";

export class Twin {
  /** @type {any} the chart that is copied */
  chart = null;

  constructor() {
    this.element = make("div", "pg-twin");
    this.element.setAttribute("role", "img");
    this.ground = make("div", "pg-twin-ground");
    this.element.append(this.ground);
    this.names = [make("p", "pg-side"), make("p", "pg-side")];
    this.renew = () => {
      this.stale = true;
    };
  }

  // The panel of the copy beside a chart, or null where there is none; `layer` gives its canvas.
  panel(chart, { runs, words }, layer) {
    const shown = Boolean(chart) && document.body.dataset.layout === "pair" && runs.length > 1;
    if (!shown) {
      this.leave();
      return null;
    }
    if (this.chart !== chart) {
      this.leave();
      this.chart = chart;
      this.stale = true;
      chart.on?.("plotly_afterplot", this.renew);
      chart.parentElement.closest("[data-seat]")?.append(this.element, ...this.names);
    }
    const sides = [runs.slice(0, 1), runs.slice(1)].map((part) => part.map((run) => run.name).join(", "));
    sides.forEach((text, i) => {
      const told = `${"AB"[i]} · ${text}`;
      if (this.names[i].textContent !== told) this.names[i].textContent = told;
    });
    const label = words.twin.replace("{runs}", sides[1]);
    if (this.element.getAttribute("aria-label") !== label) this.element.setAttribute("aria-label", label);
    return { name: "twin", read: () => this.read(), chart: this.element, layer: layer("twin", this.element) };
  }

  // How data lie on the copy: as on the chart, which is as large. Its ground is copied again where Plotly has drawn anew.
  read() {
    const map = plane(this.chart);
    if (!map) return null;
    if (this.stale || this.drawn !== map.key) {
      this.stale = false;
      this.drawn = map.key;
      const pictures = Array.from(this.chart.querySelectorAll(".svg-container > .main-svg"));
      this.ground.replaceChildren(...pictures.map((one) => one.cloneNode(true)));
    }
    return map;
  }

  leave() {
    this.chart?.removeListener?.("plotly_afterplot", this.renew);
    this.chart = null;
    this.element.remove();
    for (const name of this.names) name.remove();
  }
}

// What each side of A | B shows: the first run, and all others. The arrows and the curvature are those of the first.
export const sideA = (scene) => ({ ...scene, data: { ...scene.data, runs: scene.data.runs.slice(0, 1) } });
export const sideB = (scene) => ({
  ...scene,
  previous: null,
  slow: null,
  data: { ...scene.data, runs: scene.data.runs.slice(1), arrows: [], marks: null },
});
