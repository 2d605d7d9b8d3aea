// The visitor's own data under a hand: in their chart a click adds a point, a drag moves one, a double click removes it.
// Around the point that was touched last lies a button for the keys: arrows move it, Delete removes it.

import { fill } from "./descriptions.js";
import { isSpent } from "./start.js";

const NEAR = { mouse: 12, pen: 16, touch: 24 }; // pixels within which a press means the point
const TWICE = 400; // milliseconds between the two presses of a double click
const STILL = 5; // pixels that a click may wander
const PAUSE = 300; // milliseconds after which a point moved by keys is told

export class Drawing {
  /** @type {any} */
  chart = null;
  /** @type {any} */
  map = null;
  /** @type {number | null} the point that was touched last */
  picked = null;
  dragging = false;
  /** @type {[number, number] | null} */
  pressed = null;
  touchedAt = -Infinity;
  scrolledAt = -Infinity;

  constructor(player) {
    this.player = player;
    this.element = Object.assign(document.createElement("button"), { type: "button", className: "pg-handle pg-datum" });
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.listeners = {
      pointerdown: (event) => this.down(event),
      pointermove: (event) => this.move(event),
      pointerup: (event) => this.up(event),
      pointercancel: () => this.drop(),
      touchstart: (event) => this.hold(event),
      dblclick: (event) => this.draws && event.stopPropagation(), // Plotly would show other axes
    };
    this.scrolled = (event) => {
      this.scrolledAt = event.timeStamp;
    };
  }

  get draws() {
    return this.map && this.player.data?.draws;
  }

  // The points as they are, or as the hand holds them.
  get points() {
    const { model } = this.player.data;
    return this.player.live.preview.held.get("points") ?? { x: model.x, y: model.y };
  }

  attach(chart, map) {
    if (this.chart !== chart) {
      this.detach();
      this.chart = chart;
      chart.append(this.element);
      chart.addEventListener("pointerdown", this.listeners.pointerdown, true);
      chart.addEventListener("touchstart", this.listeners.touchstart, { capture: true, passive: false });
      chart.addEventListener("dblclick", this.listeners.dblclick, true);
      for (const kind of ["pointermove", "pointerup", "pointercancel"])
        window.addEventListener(kind, this.listeners[kind], true);
      window.addEventListener("scroll", this.scrolled, { capture: true, passive: true });
    }
    this.map = map;
    this.dress();
  }

  detach() {
    const { chart } = this;
    for (const kind of ["pointerdown", "touchstart", "dblclick"])
      chart?.removeEventListener(kind, this.listeners[kind], true);
    for (const kind of ["pointermove", "pointerup", "pointercancel"])
      window.removeEventListener(kind, this.listeners[kind], true);
    window.removeEventListener("scroll", this.scrolled, { capture: true });
    this.element.remove();
    this.chart = this.map = null;
  }

  // The button lies around the point that was touched last.
  dress() {
    const at = this.draws && this.picked !== null && this.picked < this.points.x.length ? this.picked : null;
    this.element.style.display = at === null ? "none" : "";
    if (at === null) return;
    const { x, y } = this.points;
    const [u, v] = this.map.toPixel(x[at], y[at]);
    this.element.style.transform = `translate(${u}px, ${v}px)`;
    const name = fill(this.player.data.words.datum, { n: at + 1, x: x[at], y: y[at] });
    if (this.element.getAttribute("aria-label") !== name) this.element.setAttribute("aria-label", name);
  }

  // Pixels of the chart under a pointer.
  /** @returns {[number, number]} */
  at(event) {
    const box = this.chart.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  // The point under a pointer, or null.
  near(event) {
    const [u, v] = this.at(event);
    const { x, y } = this.points;
    let [best, least] = [null, NEAR[event.pointerType ?? "touch"] ?? NEAR.mouse];
    for (let i = 0; i < x.length; i++) {
      const [a, b] = this.map.toPixel(x[i], y[i]);
      const far = Math.hypot(a - u, b - v);
      if (far <= least) [best, least] = [i, far];
    }
    return best;
  }

  // A finger that touches a point moves it, and does not scroll the page.
  hold(event) {
    const [touch] = event.touches;
    if (this.draws && event.touches.length === 1 && this.near(touch) !== null) event.preventDefault();
  }

  // What was pressed does nothing: two fingers enlarge the chart, or a second press shows the whole.
  forget() {
    this.pressed = null;
    clearTimeout(this.waiting);
  }

  down(event) {
    if (this.player.stage.small(this.chart)) return; // the press makes the chart the large one
    if (!this.draws || event.button !== 0 || isSpent(event, this.scrolledAt)) return;
    const at = this.near(event);
    if (at === null) {
      this.pressed = [event.clientX, event.clientY];
      return;
    }
    event.stopPropagation();
    event.preventDefault();
    const twice = at === this.picked && event.timeStamp - this.touchedAt < TWICE;
    this.touchedAt = event.timeStamp;
    this.picked = at;
    this.dress();
    this.element.focus({ preventScroll: true });
    if (twice) {
      this.remove(at);
      return;
    }
    this.dragging = true;
    this.from = [event.clientX, event.clientY];
    this.moved = false;
  }

  move(event) {
    if (!this.dragging || !this.draws) return;
    this.moved ||= Math.hypot(event.clientX - this.from[0], event.clientY - this.from[1]) >= STILL;
    if (!this.moved) return;
    event.preventDefault();
    this.put(this.picked, this.place(...this.at(event)));
  }

  up(event) {
    const { pressed, dragging } = this;
    this.pressed = null;
    this.dragging = false;
    if (!this.draws) return;
    if (dragging && this.moved) this.tell(this.points);
    if (dragging || !pressed) return;
    const [u, v] = this.at(event);
    const m = this.map;
    const inside = u >= m.left && u <= m.left + m.width && v >= m.top && v <= m.top + m.height;
    if (!inside || Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) >= STILL) return;
    // On an enlarged chart a second press leads back to the whole.
    clearTimeout(this.waiting);
    const point = this.place(u, v);
    if (this.player.closer.window) this.waiting = setTimeout(() => this.add(point), TWICE);
    else this.add(point);
  }

  // The browser has taken the pointer away.
  drop() {
    if (this.dragging) this.player.live.drop("points");
    this.dragging = false;
    this.pressed = null;
  }

  // Data coordinates of a pixel of the plot area, with as many digits as pixels tell; 0 or 1 where y names a class.
  /** @returns {[number, number]} */
  place(u, v) {
    const m = this.map;
    const ends = [m.toData(m.left, m.top + m.height), m.toData(m.left + m.width, m.top)];
    const inside = [Math.max(m.left, Math.min(m.left + m.width, u)), Math.max(m.top, Math.min(m.top + m.height, v))];
    const at = m.toData(inside[0], inside[1]);
    const [x, y] = at.map((value, axis) => rounded(value, Math.abs(ends[1][axis] - ends[0][axis])));
    return [x, this.player.data.draws.classes ? Number(y > 0.5) : y];
  }

  // Move a point; the runs follow at once where the browser can walk them.
  put(i, [x, y]) {
    const now = this.points;
    const points = { x: now.x.with(i, x), y: now.y.with(i, y) };
    this.player.live.hold("points", points);
    this.player.redraw();
    this.dress();
    return points;
  }

  add([x, y]) {
    const now = this.points;
    if (now.x.length >= this.player.data.draws.most) return;
    this.picked = now.x.length;
    this.tell({ x: [...now.x, x], y: [...now.y, y] });
  }

  remove(i) {
    const now = this.points;
    if (now.x.length < 2) return;
    this.picked = null;
    this.dragging = false;
    this.tell({ x: now.x.filter((_, j) => j !== i), y: now.y.filter((_, j) => j !== i) });
  }

  tell(points) {
    clearTimeout(this.late);
    this.player.tellPoints(points);
  }

  key(event) {
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const removes = event.key === "Delete" || event.key === "Backspace";
    if (!this.draws || this.picked === null || !(arrow || removes)) return;
    event.preventDefault();
    event.stopPropagation();
    if (removes) {
      this.remove(this.picked);
      return;
    }
    const { x, y } = this.points;
    const [u, v] = this.map.toPixel(x[this.picked], y[this.picked]);
    const far = event.shiftKey ? 20 : 4;
    const points = this.put(this.picked, this.place(u + far * arrow[0], v + far * arrow[1]));
    clearTimeout(this.late);
    this.late = setTimeout(() => this.tell(points), PAUSE);
  }
}

// A number with as many digits as one can point at: steps of about a pixel.
export function rounded(value, range) {
  const power = Math.floor(Math.log10(range / 300));
  if (!Number.isFinite(power)) return value;
  return power < 0 ? Number(value.toFixed(Math.min(100, -power))) : Math.round(value / 10 ** power) * 10 ** power;
}
