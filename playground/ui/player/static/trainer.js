// The trainer: plays a training on a page without a contour of its own. Python sends what changes with the step, the
// numbers of the strip and the marks on the charts, once; playing and scrubbing never ask the server.

import { plane } from "./geometry.js";
import { decode, format } from "./numbers.js";
import { Transport } from "./transport.js";

const style = new URL("./player.css", import.meta.url).href;

export default function mount(component) {
  const home = component.parentElement;
  const trainer = (home.__trainer ??= new Trainer(home.querySelector("[data-testid=trainer]"), home));
  trainer.receive(component);
  return () => { trainer.destroy(); home.__trainer = null; };
}

class Trainer {
  constructor(root, home) {
    this.root = root; this.home = home;
    this.k = 0; this.playing = false; this.speed = 20; this.sent = 0; this.drawn = 0;
    if (!document.querySelector(`link[href="${style}"]`)) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
    root.replaceChildren();
    document.body.dataset.player = "runs";
    this.transport = new Transport(root, this);
    this.marks = new Map();
    this.frame = requestAnimationFrame((t) => this.tick(t));
  }

  // A new state of the page. The server's step counts once it has heard the last one told from here.
  receive(component) {
    const [data] = component.data, before = this.data;
    this.component = component; this.data = data;
    this.steps = data.steps;
    if (!before || (!this.playing && data.echo >= this.sent)) this.k = data.step;
    if (before && before.id !== data.id && this.playing) { this.playing = false; this.k = data.step; }
    this.k = Math.min(this.k, this.steps);
    this.transport.dress(data.words, this.steps);
    const theme = getComputedStyle(this.home);
    for (const name of ["--st-primary-color", "--st-background-color"]) document.body.style.setProperty(name, theme.getPropertyValue(name));
    document.body.dataset.present = data.present ? "1" : "";
    this.root.dataset.steps = this.steps;
    this.root.dataset.run = data.id;
    if (this.address !== data.address) {
      this.address = data.address;
      const here = new URL(window.location.href);
      here.search = data.address;
      if (here.href !== window.location.href) window.history.replaceState(window.history.state, "", here);
    }
    this.dirty = true;
  }

  // What the transport asks for.
  toggle() {
    this.playing = !this.playing;
    if (this.playing && this.k >= this.steps) this.k = 0;
    if (!this.playing) { this.k = Math.round(this.k); this.tell(); }
    this.dirty = true;
  }
  nudge(by) { this.seek(Math.round(this.k) + by); }
  seek(k) {
    this.playing = false;
    this.k = Math.max(0, Math.min(this.steps, k));
    this.dirty = true;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.tell(), 150);
  }

  // The step at which it stands, for the charts that the server draws.
  tell() {
    clearTimeout(this.soon);
    this.sent = Math.max(this.sent, this.data.echo) + 1;
    this.component.setStateValue("step", { k: Math.round(this.k), n: this.sent });
  }

  tick(time) {
    this.frame = requestAnimationFrame((t) => this.tick(t));
    if (!this.data) return;
    if (this.playing) {
      this.k = Math.min(this.steps, this.k + this.speed * Math.min(0.1, (time - (this.time ?? time)) / 1000));
      this.dirty = true;
      if (this.k >= this.steps) { this.playing = false; this.tell(); }
    }
    this.time = time;
    const placed = this.place();
    if (this.dirty || placed) { this.dirty = false; this.write(Math.floor(this.k)); this.root.dataset.drawn = ++this.drawn; }
  }

  write(step) {
    const { data } = this, { words, lang } = data;
    const loss = decode(data.loss)[step];
    this.transport.show(step, this.playing, `${words.step_of.replace("{k}", step).replace("{n}", this.steps)}  ·  L = ${format(loss, lang)}`, words);
    this.root.dataset.step = step;
    this.root.dataset.playing = this.playing;
    for (const [name, track] of Object.entries(data.numbers)) {
      const value = decode(track.values)[step];
      for (const cell of document.querySelectorAll(`[data-live="${name}"]`)) {
        if (track.choices) cell.textContent = track.choices[value] ?? "—";
        else cell.textContent = format(track.percent ? 100 * value : value, lang, track.digits ?? 3);
      }
      for (const bar of document.querySelectorAll(`[data-bar="${name}"]`)) bar.style.width = `${100 * Math.max(0, Math.min(1, value || 0))}%`;
    }
    this.transport.say(!this.playing && data.said && step >= this.steps ? data.said : "");
    this.mark(step);
  }

  // A mark on each chart: a line at the step, or a dot on the projected path.
  mark(step) {
    for (const one of this.data.marks) {
      const chart = document.querySelector(`.st-key-${one.chart} .js-plotly-plot`), area = plane(chart);
      let element = this.marks.get(one.chart);
      if (!area) { element?.remove(); continue; }
      if (!element || element.parentElement !== chart) {
        element?.remove();
        element = Object.assign(document.createElement("div"), { className: one.path ? "pg-mark-dot" : "pg-mark-line" });
        chart.style.position = "relative";
        chart.append(element);
        this.marks.set(one.chart, element);
      }
      if (one.path) {
        const path = decode(one.path), k = Math.min(step, path.length / 2 - 1), [u, v] = area.toPixel(path[2 * k], path[2 * k + 1]);
        Object.assign(element.style, { left: `${u}px`, top: `${v}px` });
      } else {
        const [u] = area.toPixel(step, 1);
        Object.assign(element.style, { left: `${u}px`, top: `${area.top}px`, height: `${area.height}px` });
      }
    }
    for (const [name, element] of this.marks) if (!this.data.marks.some((one) => one.chart === name)) { element.remove(); this.marks.delete(name); }
  }

  // Whether a chart or the strip was drawn anew since, so that marks and numbers must be set again.
  place() {
    const now = this.data.marks.map((one) => plane(document.querySelector(`.st-key-${one.chart} .js-plotly-plot`))?.key).join("|")
      + document.querySelectorAll("[data-live]:not([data-seen])").length;
    for (const cell of document.querySelectorAll("[data-live]:not([data-seen])")) cell.dataset.seen = "1";
    const lost = [...this.marks.values()].some((element) => !element.isConnected);
    const moved = now !== this.where || lost;
    this.where = now;
    return moved;
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.soon);
    this.transport.destroy();
    for (const element of this.marks.values()) element.remove();
  }
}
