// The start of the run as a handle on the contour: a click sets it, a drag moves it, arrow keys nudge it.

import { heightOn } from "./line.js";

const TWICE = 260; // milliseconds in which a second press makes a double one

// What lies over the page and closes when something else is pressed.
const POPPED = "[data-testid=stPopoverBody], [data-testid=stDialog], [role=listbox], [role=menu]";

// Whether the open drawer lies over the page, instead of beside it.
function isDrawerOver() {
  const drawer = document.querySelector("[data-testid=stSidebar][data-collapsed=false]");
  const main = document.querySelector("[data-testid=stMain]");
  if (!drawer || !main) return false;
  const a = drawer.getBoundingClientRect();
  const b = main.getBoundingClientRect();
  return (
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1
  );
}

// Whether a press does something else already: it closes what lies over the page, or stops the page from scrolling.
export const isSpent = (event, scrolled) =>
  Boolean(document.querySelector(POPPED)) ||
  isDrawerOver() ||
  (event.pointerType !== "mouse" && event.timeStamp - scrolled < 120);

export class StartHandle {
  constructor(player) {
    this.player = player;
    this.element = Object.assign(document.createElement("button"), { type: "button", className: "pg-handle" });
    this.point = null;
    this.element.addEventListener("pointerdown", (event) => this.grab(event));
    this.element.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"])
      this.element.addEventListener(end, (event) => this.release(event));
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.down = (event) => {
      this.pressed =
        this.map &&
        event.button === 0 &&
        !this.player.stage.small(this.chart) &&
        event.target !== this.element &&
        !isSpent(event, this.scrolledAt)
          ? [event.clientX, event.clientY]
          : null;
    };
    this.up = (event) => this.click(event);
    // The finger has scrolled the page instead.
    this.cancel = () => {
      this.pressed = null;
    };
    this.scrolledAt = -Infinity;
    this.scrolled = (event) => {
      this.scrolledAt = event.timeStamp;
    };
  }

  // Follow the chart: the handle lives in it, above the canvas.
  attach(chart, map) {
    if (this.chart !== chart) {
      this.detach();
      this.chart = chart;
      chart.append(this.element);
      chart.addEventListener("pointerdown", this.down, true);
      // On the window: Plotly lays a cover over the page while a button is down.
      window.addEventListener("pointerup", this.up, true);
      window.addEventListener("pointercancel", this.cancel, true);
      window.addEventListener("scroll", this.scrolled, { capture: true, passive: true });
    }
    this.map = map;
    const [x, y] = map.toPixel(...(this.point ?? this.player.data.start));
    const inside =
      x >= map.left - 1 && x <= map.left + map.width + 1 && y >= map.top - 1 && y <= map.top + map.height + 1;
    this.element.style.display = inside ? "" : "none";
    this.element.style.transform = `translate(${x}px, ${y}px)`;
  }

  detach() {
    this.chart?.removeEventListener("pointerdown", this.down, true);
    window.removeEventListener("pointerup", this.up, true);
    window.removeEventListener("pointercancel", this.cancel, true);
    window.removeEventListener("scroll", this.scrolled, { capture: true });
    this.element.remove();
    this.chart = this.map = null;
  }

  // Data coordinates under a pointer.
  at(event) {
    const box = this.chart.getBoundingClientRect();
    return this.inside(event.clientX - box.left, event.clientY - box.top);
  }

  // Data coordinates of a pixel, or of the nearest one in the plot area: what is pushed beyond its edge could not be seen.
  inside(u, v) {
    const m = this.map;
    return m.toData(Math.max(m.left, Math.min(m.left + m.width, u)), Math.max(m.top, Math.min(m.top + m.height, v)));
  }

  grab(event) {
    if (event.button !== 0 || !this.map) return;
    this.element.setPointerCapture(event.pointerId);
    this.dragging = true;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
  }

  move(event) {
    if (this.dragging) this.set(this.at(event));
  }

  release(event) {
    if (!this.dragging) return;
    this.dragging = false;
    if (event.type === "pointerup" && this.point) this.set(this.at(event));
    else this.player.leaveStart();
    this.element.blur(); // the keys belong to the transport again; who came by Tab keeps the handle
  }

  // What was pressed does nothing: two fingers enlarge the chart.
  forget() {
    this.pressed = null;
    clearTimeout(this.waiting);
  }

  click(event) {
    if (!this.pressed || !this.map) return;
    const [x, y] = this.pressed;
    const box = this.chart.getBoundingClientRect();
    const m = this.map;
    this.pressed = null;
    const u = event.clientX - box.left - m.left;
    const v = event.clientY - box.top - m.top;
    if (Math.hypot(event.clientX - x, event.clientY - y) < 5 && u >= 0 && v >= 0 && u <= m.width && v <= m.height) {
      const point = this.at(event);
      // On an enlarged chart a second press leads back to the whole.
      clearTimeout(this.waiting);
      if (this.player.zoom.window) this.waiting = setTimeout(() => this.set(point), TWICE);
      else this.set(point);
    }
  }

  key(event) {
    if (event.key === " ") {
      event.preventDefault();
      this.player.head.toggle();
      return;
    }
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!arrow || !this.map) return;
    event.preventDefault();
    event.stopPropagation();
    const m = this.map;
    const [x, y] = m.toPixel(...(this.point ?? this.player.data.start));
    const far = event.shiftKey ? 20 : 4;
    this.set(this.inside(x + far * arrow[0], y + far * arrow[1]));
  }

  // A hand is no better than a pixel: six digits are enough, and a link with them can be read out.
  set(point) {
    this.point = point.map((value) => Number(value.toPrecision(6)));
    // With one parameter the start slides along the curve.
    if (this.player.data.runs[0].slope) this.point[1] = heightOn(this.chart, this.point[0]);
    this.player.moveStart(this.point);
  }
}

// The two fields of the start follow the hand on the chart.
export function showStart(point) {
  for (const [axis, detail] of point.entries())
    document.querySelector(`[data-testid=slider-start${axis}]`)?.dispatchEvent(new CustomEvent("pg-show", { detail }));
}
