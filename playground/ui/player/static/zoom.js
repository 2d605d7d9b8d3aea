// A part of a chart, the contour or the data, as large as the chart: by wheel with Ctrl (or where the chart has the focus), by two fingers, by
// buttons and by the keys + − 0. Nothing is taken from who only scrolls the page.

import { mapOf, windowOf } from "./geometry.js";
import { make, put } from "./page.js";

const MOST = 1e4; // how many times larger at most
const WHEEL = 0.002; // of the logarithm of the size, a pixel of the wheel
const PINCHED = 0.01; // the same where a trackpad is pinched: the browser tells it as Ctrl and small turns
const PRESS = 1.6; // how many times larger after a press of a button or a key
const STILL = 5; // pixels that a click may wander
const TWICE = 400; // milliseconds between the presses of a double one,
const NEAR = 24; // and pixels
const SIGNS = { in: "+", out: "−", whole: "⤢" };

/** @typedef {number[][]} Window left and right, bottom and top */

// The part of `now` that is `times` smaller and keeps a point where it is; null where that is the whole or more.
/** @param {Window} now @param {Window} whole @param {number[]} point @returns {Window | null} */
export function closer(now, whole, point, times) {
  const size = (side) => side[1] - side[0];
  const most = Math.abs(size(whole[0]) / size(now[0]));
  const by = Math.min(times, MOST / most);
  if (most * by <= 1 + 1e-9) return null;
  return /** @type {Window} */ (
    now.map((side, axis) =>
      kept(
        side.map((end) => point[axis] + (end - point[axis]) / by),
        whole[axis],
      ),
    )
  );
}

// A side moved back into the whole.
/** @param {number[]} side @param {number[]} whole */
function kept([a, b], [low, high]) {
  const past = (end) => Math.max(Math.min(low, high) - end, Math.min(0, Math.max(low, high) - end));
  const by = past(Math.min(a, b)) || past(Math.max(a, b));
  return [a + by, b + by];
}

export class Zoom {
  /** @type {Window | null} */
  window = null;
  /** @type {any} */
  chart = null;
  /** @type {any} the whole chart */
  map = null;
  /** @type {any} */
  hold = null;
  /** @type {any} the press before */
  last = null;

  // `can` says whether a part of the chart that is attached can be drawn, `hand` is what else a press on it moves.
  constructor(player, { can, hand }) {
    this.player = player;
    this.asked = can;
    this.hand = hand;
    this.listeners = {
      wheel: (event) => this.wheel(event),
      pointerdown: (event) => this.press(event),
      touchstart: (event) => this.touch(event),
      touchmove: (event) => this.pinch(event),
      touchend: () => this.end(),
      keydown: (event) => this.key(event),
    };
    this.buttons = make("div", "pg-zoom");
    this.buttons.setAttribute("role", "group");
    for (const [name, sign] of Object.entries(SIGNS)) {
      const button = make("button", "", { type: "button", textContent: sign });
      button.dataset.zoom = name;
      button.addEventListener("click", () => this.act(name));
      this.buttons.append(button);
    }
  }

  // How data lie on the chart now.
  over(map) {
    this.map = map;
    return map && mapOf(map, this.window);
  }

  get shown() {
    return mapOf(this.map, this.window);
  }

  attach(chart, data) {
    const { words } = data;
    if (this.chart !== chart) {
      this.detach();
      this.window = null;
      this.chart = chart;
      for (const [kind, hear] of Object.entries(this.listeners))
        chart.addEventListener(kind, hear, { capture: kind !== "keydown", passive: false });
      chart.append(this.buttons);
    }
    if (this.situation !== data.situation) {
      this.situation = data.situation;
      this.window = null;
      this.buttons.hidden = !(this.map && this.asked(this));
    }
    put(chart, "zoomed", this.window ? "1" : "");
    if (this.words === words.lang) return;
    this.words = words.lang;
    this.buttons.setAttribute("aria-label", words.zoom);
    for (const button of this.buttons.children) {
      button.title = words[`zoom_${button.dataset.zoom}`];
      button.setAttribute("aria-label", button.title);
    }
  }

  detach() {
    for (const [kind, hear] of Object.entries(this.listeners))
      this.chart?.removeEventListener(kind, hear, { capture: kind !== "keydown" });
    this.buttons.remove();
    this.chart = null;
  }

  // Show a window, or null: the whole.
  show(window) {
    if (Boolean(window) !== Boolean(this.window)) this.player.renew(); // Back has something to close, or no more
    this.window = window;
    put(this.chart, "zoomed", window ? "1" : "");
    this.player.redraw();
    this.player.transport.announce(this.player.data.words[window ? "zoomed" : "zoom_whole_told"]);
  }

  at(point, times) {
    this.show(closer(this.window ?? windowOf(this.map), windowOf(this.map), point, times));
  }

  // Data under a pointer.
  point({ clientX, clientY }) {
    const box = this.chart.getBoundingClientRect();
    return this.shown.toData(clientX - box.left, clientY - box.top);
  }

  // A press of a button: about the start, where it is seen, else about the middle.
  act(name) {
    if (this.buttons.hidden) return;
    if (name === "whole") {
      this.show(null);
      return;
    }
    const { left, top, width, height } = this.map;
    this.at(this.shown.toData(left + width / 2, top + height / 2), name === "in" ? PRESS : 1 / PRESS);
  }

  // The wheel of who only scrolls is left alone.
  wheel(event) {
    const isMeant = event.ctrlKey || event.metaKey || this.chart.contains(document.activeElement);
    if (!isMeant || this.buttons.hidden || this.player.stage.small(this.chart)) return;
    event.preventDefault();
    event.stopPropagation();
    const lines = event.deltaMode === 1 ? 16 : 1;
    const fine = event.ctrlKey && Math.abs(event.deltaY) < 30 ? PINCHED : WHEEL;
    this.at(this.point(event), Math.exp(-event.deltaY * lines * fine));
  }

  // A second press leads back to the whole (Plotly keeps a double click to itself); a mouse that drags moves the part.
  press(event) {
    if (!this.window || !event.isPrimary || event.target.closest("button")) return;
    const { timeStamp, clientX: x, clientY: y } = event;
    const { last } = this;
    this.last = { timeStamp, x, y };
    if (last && timeStamp - last.timeStamp < TWICE && Math.hypot(x - last.x, y - last.y) < NEAR) {
      this.back(event);
      return;
    }
    this.drag(event);
  }

  drag(event) {
    if (!this.window || event.pointerType !== "mouse" || event.button !== 0 || event.target.closest("button")) return;
    const from = { x: event.clientX, y: event.clientY, window: this.window };
    const move = (now) => {
      if (this.hand.dragging) return;
      const [u, v] = [now.clientX - from.x, now.clientY - from.y];
      if (Math.hypot(u, v) < STILL) return;
      const whole = windowOf(this.map);
      const [[a, c], [b, d]] = from.window;
      const far = [(-u / this.map.width) * (c - a), (v / this.map.height) * (d - b)];
      this.window = /** @type {Window} */ (
        from.window.map((side, axis) =>
          kept(
            side.map((end) => end + far[axis]),
            whole[axis],
          ),
        )
      );
      this.player.redraw();
    };
    const up = () => window.removeEventListener("pointermove", move, true);
    window.addEventListener("pointermove", move, true);
    window.addEventListener("pointerup", up, { capture: true, once: true });
  }

  // Two fingers hold two points of the landscape.
  touch(event) {
    if (event.touches.length !== 2 || this.buttons.hidden || this.player.stage.small(this.chart)) return;
    event.preventDefault();
    event.stopPropagation();
    this.hand.forget();
    this.hold = { far: apart(event.touches), window: this.window };
  }

  pinch(event) {
    if (!this.hold || event.touches.length !== 2) return;
    event.preventDefault();
    const [one, other] = event.touches;
    const middle = { clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 };
    const now = apart(event.touches);
    this.at(this.point(middle), now / this.hold.far);
    this.hold.far = now;
  }

  end() {
    this.hold = null;
  }

  back(event) {
    event.preventDefault();
    event.stopPropagation();
    setTimeout(() => this.hand.forget()); // whoever hears of the press next
    this.show(null);
  }

  key(event) {
    const name = { "+": "in", "=": "in", "-": "out", 0: "whole" }[event.key];
    if (!name || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.act(name);
  }
}

const apart = ([one, other]) => Math.max(1, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY));
