// The trainer: plays a training on a page without a contour of its own. Python sends what changes with the step, losses
// and the numbers of the strip, once; playing and scrubbing never ask the server. The charts that the server draws follow.

import { drawLoss } from "./curves.js";
import { plane } from "./geometry.js";
import { canvasOn, clear, fits } from "./layers.js";
import { decode, format } from "./numbers.js";
import { AtRest, bringStyle, dress, makeRoom, momentOf, Patience, put, rename, rootOf, showAddress, speak } from "./page.js";
import { fill, legend, lossTold, sample, tell } from "./told.js";
import { Transport } from "./transport.js";

// The charts of the server over which a mark moves: a line at the step, or a dot on the path that is drawn there.
const MARKED = [/^st-key-task-(scores\d+|distance)$/, /^st-key-task-plane$/];

// What stands for 0 among integers of two bytes with a unit.
const MIDDLE = 32767;

export default function mount(component) {
  const home = component.parentElement;
  const trainer = (home.__trainer ??= new Trainer(rootOf(home, "trainer"), home));
  trainer.receive(component);
  return () => { trainer.destroy(); home.__trainer = null; };
}

class Trainer {
  constructor(root, home) {
    this.root = root; this.home = home;
    this.k = 0; this.playing = false; this.speed = 20; this.sent = 0; this.drawn = 0;
    bringStyle();
    makeRoom();
    root.replaceChildren();
    document.body.dataset.player = "runs";
    this.transport = new Transport(root, this);
    this.marks = new Map();
    this.patience = new Patience(); this.rest = new AtRest();
    this.frame = requestAnimationFrame((t) => this.tick(t));
  }

  // A new state of the page. The server's step counts once it has heard the last one told from here.
  receive(component) {
    const [data] = component.data, before = this.data;
    this.component = component; this.data = data;
    this.steps = data.steps;
    if (!before || (!this.playing && data.echo >= this.sent)) this.k = data.step;
    if (before && before.loss.b !== data.loss.b) this.hear = new Patience();
    if (before && before.id !== data.id && this.playing) { this.playing = false; this.k = data.step; }
    this.k = Math.min(this.k, this.steps);
    this.transport.dress(data.words, this.steps);
    speak(data.lang);
    legend(this.transport.legend, data.id, data.curves.map((one) => [sample(one), one.name]));
    put(document.body, "present", data.present ? "1" : "");
    put(this.root, "steps", String(this.steps));
    if (!before) dress(this.home);
    if (this.address !== data.address) { this.address = data.address; showAddress(data.address); }
    if (!data.stale) this.toldFor = null;
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

  // The figures of the page are out of date: ask for new ones, once, when nothing has moved for a while.
  report(time) {
    const { data } = this, waits = data.stale && this.toldFor !== data.id && this.root.dataset.run === data.id;
    if (!this.patience.due(time, waits && !this.playing)) return;
    this.toldFor = data.id;
    this.tell();
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
    this.report(time);
    const look = time - (this.looked ?? 0) > 500;
    if (this.hear?.due(time, !this.playing)) { this.hear = null; this.transport.announce([this.data.words.new_run, ...this.lossesTold()].join(" ")); }
    if (look) { this.looked = time; rename(this.data.words.names); dress(this.home); }
    this.rest.follow(this.data, Math.floor(this.k + 1e-9), look);
    const placed = this.place();
    this.draw(this.dirty || placed);
    if (this.dirty || placed) { this.dirty = false; this.write(Math.floor(this.k)); put(this.root, "run", this.data.id); this.root.dataset.drawn = ++this.drawn; }
  }

  // The losses, on training and on test data.
  draw(anew) {
    const host = document.querySelector(".pg-host-training");
    if (!host?.offsetParent) return;
    if (this.layer?.chart !== host) { this.layer?.canvas.remove(); this.layer = canvasOn(host); }
    if (!fits(this.layer, "training") && !anew) return;
    const { data } = this;
    drawLoss(clear(this.layer), this.layer.width, this.layer.height, { ...data, runs: data.curves, floor: null }, momentOf(this.k), data.look);
  }

  write(step) {
    const { data } = this, { words, lang } = data;
    const loss = decode(data.loss)[step];
    this.transport.show(step, this.playing, `${words.step_of.replace("{k}", step).replace("{n}", this.steps)}  ·  L = ${format(loss, lang)}`, words);
    put(this.root, "step", String(step));
    put(this.root, "playing", String(this.playing));
    for (const [name, track] of Object.entries(data.numbers)) {
      const sent = decode(track.values)[step], value = track.unit ? (sent - MIDDLE) * track.unit : sent;
      for (const cell of document.querySelectorAll(`[data-live="${name}"]`)) {
        if (track.choices) cell.textContent = track.choices[value] ?? "—";
        else cell.textContent = format(track.percent ? 100 * value : value, lang, track.digits ?? 3);
      }
      for (const bar of track.unit ? document.querySelectorAll(`[data-signed="${name}"]`) : []) {
        const share = 50 * value / (MIDDLE * track.unit);
        Object.assign(bar.style, { left: `${50 + Math.min(share, 0)}%`, width: `${Math.abs(share)}%` });
        bar.classList.toggle("pg-below", share < 0);
      }
      for (const bar of document.querySelectorAll(`[data-bar="${name}"]`)) bar.style.width = `${100 * Math.max(0, Math.min(1, value || 0))}%`;
    }
    this.transport.say(this.playing ? "" : this.stepTold(step));
    if (!this.playing) tell(".pg-host-training", words.loss_chart, this.lossesTold());
    this.mark(step);
  }

  lossesTold() { return this.data.curves.map((run) => lossTold(run, this.steps, this.data.words, this.data.lang)); }

  // The step in a sentence, with what the strip answers at it.
  stepTold(step) {
    const { words, lang, numbers, told, said, untrained, loss } = this.data;
    const answers = told.filter(({ key }) => numbers[key]).map(({ name, key, unit }) => {
      const { values, choices, digits } = numbers[key], value = decode(values)[step];
      return `${name}: ${choices ? choices[value] ?? "—" : format(value, lang, digits ?? 3)}${unit && ` ${unit}`}.`;
    });
    const begin = fill(words.say_loss, { k: step, n: this.steps, loss: format(decode(loss)[step], lang) });
    return [begin, ...answers, step >= this.steps ? said : step === 0 ? untrained : ""].join(" ").trim();
  }

  // The charts with a mark, and the path on which it moves, if it does.
  charts() {
    const found = [];
    for (const chart of document.querySelectorAll("[class*=st-key-task-] .js-plotly-plot")) {
      const home = chart.closest("[class*=st-key-task-]"), name = [...home.classList].find((word) => MARKED.some((kind) => kind.test(word)));
      if (name) found.push({ name, chart, path: MARKED[1].test(name) ? chart._fullData?.find((trace) => trace.mode === "lines") : null });
    }
    return found;
  }

  mark(step) {
    for (const { name, chart, path } of this.found) {
      const area = plane(chart);
      let element = this.marks.get(name);
      if (!area) { element?.remove(); continue; }
      if (!element || element.parentElement !== chart) {
        element?.remove();
        element = Object.assign(document.createElement("div"), { className: path ? "pg-mark-dot" : "pg-mark-line" });
        chart.style.position = "relative";
        chart.append(element);
        this.marks.set(name, element);
      }
      if (path) {
        const k = Math.min(step, path.x.length - 1), [u, v] = area.toPixel(path.x[k], path.y[k]);
        Object.assign(element.style, { left: `${u}px`, top: `${v}px` });
      } else {
        const [u] = area.toPixel(step, 1);
        Object.assign(element.style, { left: `${u}px`, top: `${area.top}px`, height: `${area.height}px` });
      }
    }
    for (const [name, element] of this.marks) if (!this.found.some((one) => one.name === name)) { element.remove(); this.marks.delete(name); }
  }

  // Whether a chart or the strip was drawn anew since, so that marks and numbers must be set again.
  place() {
    const home = document.querySelector(".pg-host-transport") ?? this.home, moved = this.root.parentElement !== home;
    if (moved) home.append(this.root);
    const fresh = document.querySelectorAll("[data-live]:not([data-seen])");
    for (const cell of fresh) cell.dataset.seen = "1";
    this.found = this.charts();
    const now = this.found.map(({ chart, path }) => `${plane(chart)?.key},${path?.x.length}`).join("|") + fresh.length;
    const lost = [...this.marks.values()].some((element) => !element.isConnected), changed = now !== this.where;
    this.where = now;
    return moved || lost || changed;
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.soon);
    this.transport.destroy();
    this.root.remove();
    this.layer?.canvas.remove();
    for (const element of this.marks.values()) element.remove();
  }
}
